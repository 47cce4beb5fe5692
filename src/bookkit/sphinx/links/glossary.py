"""`{term}` links get the glossary's definition as a tooltip; the link itself leads to the entry."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from bookkit.sphinx.records import Records
from sphinx import addnodes


class term_notes(nodes.General, nodes.Element):
    """The definitions of the terms a page uses, hidden until a link shows one."""


class Definition(NamedTuple):
    """A glossary entry: anchor of the term, and the term with its definition."""

    anchor: str
    text: str


DEFINITIONS: Records[Definition] = Records("natoiraq_definitions")


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the definitions that a page's glossary gives."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            first = next(item.findall(nodes.paragraph), None)
            text = first.astext() if first else ""
            for term in item.findall(nodes.term):
                for anchor in term["ids"]:
                    DEFINITIONS.add(app.env, Definition(anchor, f"{term.astext()}: {text}"))


def link_tooltips(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the page's term links and append the definitions they show."""
    known = {definition.anchor: definition.text for _, definition in DEFINITIONS.all(app.env)}
    used: dict[str, str] = {}
    for reference in doctree.findall(nodes.reference):
        label = next(reference.findall(nodes.inline), None)
        name = reference.get("refid") or reference.get("refuri", "").rpartition("#")[2]
        if label is not None and "std-term" in label["classes"] and name in known:
            reference["classes"] = ["nq-note", "nq-term", *reference["classes"]]
            used[name] = known[name]
    if used:
        doctree += term_notes(terms=used)


def visit_definitions(self: HTML5Translator, node: term_notes) -> None:
    """Write the hidden definitions, each named after the anchor its links lead to."""
    texts = "".join(f'<p id="{name}-text">{escape(text)}</p>' for name, text in node["terms"].items())
    self.body.append(f"<div hidden>{texts}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the tooltips."""
    app.add_node(term_notes, html=(visit_definitions, None))
    app.connect("doctree-read", collect)
    DEFINITIONS.connect(app)
    app.connect("doctree-resolved", link_tooltips)

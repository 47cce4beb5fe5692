"""`{term}` links get the glossary's definition as a tooltip; the link itself leads to the entry."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator


class term_notes(nodes.General, nodes.Element):
    """The definitions of the terms a page uses, hidden until a link shows one."""


def definitions(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return {page: {anchor of the term: its definition}} as collected so far."""
    if not hasattr(env, "natoiraq_definitions"):
        env.natoiraq_definitions = {}
    found: dict[str, dict[str, str]] = env.natoiraq_definitions
    return found


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the definitions that a page's glossary gives."""
    found = {}
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            first = next(item.findall(nodes.paragraph), None)
            if first is not None:
                for term in item.findall(nodes.term):
                    found.update({name: f"{term.astext()}: {first.astext()}" for name in term["ids"]})
    definitions(app.env)[app.env.docname] = found


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what a page defined before it is read again."""
    definitions(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader collected."""
    definitions(env).update({name: found for name, found in definitions(other).items() if name in docnames})


def link_tooltips(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the page's term links and append the definitions they show."""
    known = {name: text for found in definitions(app.env).values() for name, text in found.items()}
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
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", link_tooltips)

"""The `{fact}` role: a number in prose that comes from `data/` and carries its date, source and confidence.

Each use prints the number as a link to its entry in "Numbers on this page", a list that the page gets at its
end. The entry is also the tooltip, so nothing is said twice and nothing needs JavaScript.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from bookkit import evidence
from bookkit.evidence import EvidenceError, Fact

SOURCES_PAGE = "book/reference/sources"
HEADING = "Numbers on this page"


class fact_node(nodes.Inline, nodes.TextElement):
    """A number in prose; `fact` is what it says, kept so that writing the page looks nothing up."""


class fact_list(nodes.General, nodes.Element):
    """The entries of all facts a page uses, `facts`, in order of first use."""


class FactRole(SphinxRole):
    """Resolve ``{fact}`table:row``` to its number."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number's node, or a problem with the page's file and line."""
        try:
            fact = evidence.fact(self.text.strip())
        except EvidenceError as error:
            return [], [self.inliner.reporter.warning(str(error), line=self.lineno)]
        return [fact_node(self.rawtext, fact.text, fact=fact)], []


def anchor(fact_id: str) -> str:
    """Return the HTML id of a fact's entry."""
    return "fact-" + nodes.make_id(fact_id)


def append_list(app: Sphinx, doctree: nodes.document) -> None:
    """Give a page that uses facts its closing list."""
    facts = {node["fact"].id: node["fact"] for node in doctree.findall(fact_node)}
    if not facts:
        return
    top = next(doctree.findall(nodes.section))
    section = nodes.section(ids=["numbers-on-this-page"], classes=["nq-facts"])
    section += nodes.title(text=HEADING)
    section += fact_list(facts=list(facts.values()))
    top += section


def visit_fact(self: HTML5Translator, node: fact_node) -> None:
    """Open the link from a number to its entry."""
    name = anchor(node["fact"].id)
    kind = "nq-note nq-fact nq-disputed" if node["fact"].readings else "nq-note nq-fact"
    self.body.append(f'<a class="{kind}" href="#{name}" aria-describedby="{name}-text">')


def depart_fact(self: HTML5Translator, node: fact_node) -> None:
    """Close the link; a disputed number is marked in words for those who do not see the dots."""
    if node["fact"].readings:
        self.body.append('<span class="visually-hidden"> (disputed)</span>')
    self.body.append("</a>")


def visit_fact_list(self: HTML5Translator, node: fact_list) -> None:
    """Write the entries."""
    base = self.builder.get_relative_uri(self.builder.current_docname, SOURCES_PAGE)
    entries = "".join(entry(fact, base) for fact in node["facts"])
    self.body.append(
        '<details class="nq-facts-list"><summary>Each number with its date, source and confidence</summary>'
        f"<ol>{entries}</ol></details>"
    )
    raise nodes.SkipNode


def entry(fact: Fact, sources_uri: str) -> str:
    """Return a fact's list item as HTML.

    Parameters
    ----------
    fact
        The fact.
    sources_uri
        Address of the sources page, relative to the page that shows the entry.
    """
    name = anchor(fact.id)
    readings = "".join(
        f" <strong>Another reading:</strong> {describe(other, sources_uri, brief=True)}"
        for other in fact.readings
    )
    return f'<li id="{name}"><span id="{name}-text">{describe(fact, sources_uri)}{readings}</span></li>'


def describe(fact: Fact, sources_uri: str, *, brief: bool = False) -> str:
    """Return a reading as HTML: number, what it counts, date, source; unless `brief`, confidence and note."""
    known = evidence.sources()
    links = ", ".join(
        f'<a href="{sources_uri}#source-{escape(key)}">{escape(known[key].label)}</a>' for key in fact.sources
    )
    amount = f"{fact.text} {fact.unit}".strip()
    parts = [f"<strong>{escape(amount)}</strong>: {escape(fact.what)}"]
    if fact.date_text:
        parts.append(escape(fact.date_text))
    sentences = [", ".join(parts) + "."]
    if links:
        sentences.append(f"Source: {links}.")
    if brief:
        return " ".join(sentences)
    if fact.confidence:
        sentences.append(f"Confidence: {escape(fact.confidence)}.")
    if fact.note:
        sentences.append(escape(fact.note))
    return " ".join(sentences)


def setup(app: Sphinx) -> None:
    """Register the role and its nodes."""
    app.add_role("fact", FactRole())
    app.add_node(fact_node, html=(visit_fact, depart_fact))
    app.add_node(fact_list, html=(visit_fact_list, None))
    app.connect("doctree-read", append_list, priority=400)  # before Sphinx collects the page's contents

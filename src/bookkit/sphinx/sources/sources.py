"""The `{sources}` directive: every entry of `references.bib`, with the tables that rest on it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from bookkit import evidence
from bookkit.evidence import Source
from bookkit.notebooks.generated import tables_by_source

CODEBOOK_PAGE = "book/reference/codebook"


class SourcesDirective(SphinxDirective):
    """List all sources by publisher."""

    def run(self) -> list[nodes.Node]:
        """Return one list item a source, with an anchor that charts and numbers link to."""
        used = tables_by_source()
        listing = nodes.bullet_list(classes=["nq-sources"])
        for source in sorted(evidence.sources().values(), key=lambda each: (each.label.lower(), each.key)):
            listing += self.item(source, used[source.key])
        return [listing]

    def item(self, source: Source, tables: list[str]) -> nodes.list_item:
        """Return the list item of one source."""
        codebook = self.env.app.builder.get_relative_uri(self.env.docname, CODEBOOK_PAGE)
        text = nodes.paragraph()
        text += nodes.strong(text=source.label)
        text += nodes.Text(". ")
        text += (
            nodes.reference(text=source.title, refuri=source.url) if source.url else nodes.Text(source.title)
        )
        text += nodes.Text(f". {source.note.rstrip('.')}." if source.note else ".")
        if tables:
            text += nodes.Text(" Used in: ")
        for number, table in enumerate(tables):
            text += nodes.Text(", " if number else "")
            text += nodes.reference(text=table, refuri=f"{codebook}#table-{table}", internal=True)
        if tables:
            text += nodes.Text(".")
        return nodes.list_item("", text, ids=[f"source-{source.key}"])


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("sources", SourcesDirective)

"""The `{codebook}` directive: every table's fields, units, caveats and download, from `datapackage.json`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective

from bookkit import evidence, project
from bookkit.notebooks.generated import codebook_table

PAGE = "book/reference/codebook"


class CodebookDirective(SphinxDirective):
    """Show every table's section."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, parsed from Markdown so that the page's own styles apply."""
        page = Path(self.env.doc2path(self.env.docname)).parent
        folder = Path(os.path.relpath(project.current().data, page)).as_posix()
        names = evidence.table_names()
        text = "\n".join(
            codebook_table(resource, f"{{download}}`{name}.csv <{folder}/{resource['path']}>`")
            for name, resource in ((name, evidence.describe(name)) for name in names)
        )
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def label_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Let the book link to each table's section; a label written into the nested text may get lost."""
    if app.env.docname != PAGE:
        return
    domain = cast(StandardDomain, app.env.get_domain("std"))
    page = next(doctree.findall(nodes.section))
    sections = [section for section in page.findall(nodes.section) if section is not page]
    for name, section in zip(evidence.table_names(), sections, strict=False):
        label = f"table-{name}"
        section["ids"].insert(0, label)
        domain.labels[label] = (PAGE, label, section[0].astext())
        domain.anonlabels[label] = (PAGE, label)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("codebook", CodebookDirective)
    app.connect("doctree-read", label_tables)

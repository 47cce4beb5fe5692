"""The `{codebook}` directive: every table's fields, units, caveats and download, from `datapackage.json`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective

from natoiraq import evidence

PAGE = "book/reference/codebook"


def field_rules(field: dict[str, Any]) -> str:
    """Return what a field may hold, in words: its values, bounds or form."""
    constraints = field.get("constraints", {})
    rules = []
    if "enum" in constraints:
        rules.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    if field.get("natoiraq:type") == "partial-date":
        rules.append("a year, year-month or day")
    if "minimum" in constraints:
        rules.append(f"at least {constraints['minimum']}")
    if "maximum" in constraints:
        rules.append(f"at most {constraints['maximum']}")
    if constraints.get("unique"):
        rules.append("unique")
    if not constraints.get("required") and not constraints.get("unique"):
        rules.append("may be empty")
    return "; ".join(rules)


def cell(text: object) -> str:
    """Return `text` fit for a Markdown table cell."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table_markdown(resource: dict[str, Any], folder: str) -> str:
    """Return the codebook section of one table as MyST Markdown.

    Parameters
    ----------
    resource
        The table's descriptor.
    folder
        Path from the page to `data/`, for the download link.
    """
    name = resource["name"]
    table = evidence.load(name)
    lines = [f"## {resource['title']}", ""]
    lines += [f"{{download}}`{name}.csv <{folder}/{resource['path']}>`: {len(table):,} rows.", ""]
    lines += [resource["description"], ""]
    licences = ", ".join(licence.get("title", licence["name"]) for licence in resource.get("licenses", []))
    if licences:
        lines += [f"Licence: {licences}.", ""]
    if resource.get("natoiraq:caveats"):
        lines += ["Caveats:", "", *(f"- {caveat}" for caveat in resource["natoiraq:caveats"]), ""]
    lines += ["| Field | Type | Unit | What it holds | Rules |", "| --- | --- | --- | --- | --- |"]
    for field in resource["schema"]["fields"]:
        kind = field.get("natoiraq:type", field["type"])
        texts = (
            f"`{field['name']}`",
            kind,
            field.get("natoiraq:unit", ""),
            field["description"],
            field_rules(field),
        )
        lines.append("| " + " | ".join(cell(text) for text in texts) + " |")
    return "\n".join([*lines, ""])


class CodebookDirective(SphinxDirective):
    """Show every table's section."""

    def run(self) -> list[nodes.Node]:
        """Return the sections, parsed from Markdown so that the page's own styles apply."""
        page = Path(self.env.doc2path(self.env.docname)).parent
        folder = Path(os.path.relpath(evidence.DATA, page)).as_posix()
        names = evidence.table_names()
        text = "\n".join(table_markdown(evidence.describe(name), folder) for name in names)
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

"""What directives without words of their own show, in Markdown: codebook, sources, glossary, outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from bookkit import evidence

BOUNDS: Final = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
}
"""Constraint of a field -> the words before its bound."""


def field_rules(field: dict[str, Any]) -> str:
    """Return what a field may hold, in words: its values, bounds or form."""
    constraints = field.get("constraints", {})
    rules = []
    if "enum" in constraints:
        rules.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    if field.get("natoiraq:type") == "partial-date":
        rules.append("a year, year-month or day")
    rules += [f"{words} {constraints[kind]}" for kind, words in BOUNDS.items() if kind in constraints]
    if constraints.get("unique"):
        rules.append("unique")
    if not constraints.get("required") and not constraints.get("unique"):
        rules.append("may be empty")
    return "; ".join(rules)


def cell(text: object) -> str:
    """Return `text` fit for a Markdown table cell."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [
        f"| {' | '.join(columns)} |",
        f"| {' | '.join('---' for _ in columns)} |",
        *(f"| {' | '.join(cell(text) for text in row)} |" for row in rows),
    ]


def codebook_table(resource: dict[str, Any], file: str) -> str:
    """Return the codebook section of one table.

    Parameters
    ----------
    resource
        The table's descriptor.
    file
        How the page names the table's file: its name, or a link to download it.
    """
    name = resource["name"]
    lines = [f"## {resource['title']}", "", f"{file}: {len(evidence.load(name)):,} rows.", ""]
    lines += [resource["description"], ""]
    licences = ", ".join(licence.get("title", licence["name"]) for licence in resource.get("licenses", []))
    if licences:
        lines += [f"Licence: {licences}.", ""]
    if resource.get("natoiraq:caveats"):
        lines += ["Caveats:", "", *(f"- {caveat}" for caveat in resource["natoiraq:caveats"]), ""]
    fields = (
        (
            f"`{field['name']}`",
            field.get("natoiraq:type", field["type"]),
            field.get("natoiraq:unit", ""),
            field["description"],
            field_rules(field),
        )
        for field in resource["schema"]["fields"]
    )
    return "\n".join([*lines, *table(("Field", "Type", "Unit", "What it holds", "Rules"), fields), ""])


def codebook() -> str:
    """Return the section of every table; a notebook loads them by name."""
    names = evidence.table_names()
    return "\n".join(codebook_table(evidence.describe(name), f'`evidence.load("{name}")`') for name in names)


def tables_by_source() -> dict[str, list[str]]:
    """Return {source key: names of the tables with rows that name it}."""
    used: dict[str, list[str]] = defaultdict(list)
    for name in evidence.table_names():
        for key in evidence.load(name).attrs["sources"]:
            used[key].append(name)
    return used


def sources() -> str:
    """Return all sources by publisher, each with the tables that rest on it."""
    used = tables_by_source()
    lines = []
    for source in sorted(evidence.sources().values(), key=lambda each: (each.label.lower(), each.key)):
        title = f"[{source.title}]({source.url})" if source.url else source.title
        note = f" {source.note.rstrip('.')}." if source.note else ""
        tables = ", ".join(f"[{name}](codebook.md#table-{name})" for name in used[source.key])
        lines.append(f"- **{source.label}**. {title}.{note}{f' Used in: {tables}.' if tables else ''}")
    return "\n".join(lines)


def glossary(lines: list[str]) -> list[str]:
    """Return a glossary's lines as paragraphs that begin with their term."""
    shown: list[str] = []
    for line in lines:
        if line.strip() and not line[0].isspace():
            shown += ["", f"**{line.strip()}**:"]
        elif line.strip():
            shown.append(line.strip())
    return shown

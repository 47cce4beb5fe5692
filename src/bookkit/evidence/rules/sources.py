"""Rules on sources: every row has one, every key leads to one, none lies about unused or half-filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problems import Problem, suggest
from ..tables import split_list
from .sheet import Evidence


def keys_exist(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a misspelt key: the row would rest on nothing."""
    for name, sheet in evidence.sheets.items():
        for number, (cell,) in sheet.filled("sources"):
            for key in cell.split(";"):
                if key not in evidence.sources:
                    message = f"there is no source {key!r}"
                    yield sheet.problem(number, "sources", message, _cure(key, evidence))
        for key in sheet.table.sources:
            if key not in evidence.sources:
                message = f"there is no source {key!r}"
                yield evidence.described(f"{name}.sources", message, _cure(key, evidence))


def _cure(key: str, evidence: Evidence) -> str:
    if not re.fullmatch(r"[^\s,]+", key):
        return "join keys by single semicolons, without blanks or commas"
    return suggest(key, evidence.sources, f"add the entry to {evidence.bib.name}")


def rows_name_sources(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a number without a source, in a row or in a table whose rows name none."""
    for name, sheet in evidence.sheets.items():
        columns = [field for field in sheet.table.fields if field.name == "sources"]
        if columns and not columns[0].required:
            message = "a row may stay without a source"
            yield evidence.described(f"{name}.sources", message, "give the field the constraint 'required'")
        if not columns and not sheet.table.sources and not sheet.table.refers_to:
            message = "neither the rows nor the table name a source, nor do they refer to a table that does"
            cure = "add the column 'sources', or give the resource 'sources' with 'natoiraq:key'"
            yield evidence.described(f"{name}.sources", message, cure)


def sources_are_used(evidence: Evidence) -> Iterator[Problem]:
    """Guard against entries left behind when a row goes: no table and no page cites them."""
    if not evidence.pages:
        return
    used = {key for sheet in evidence.sheets.values() for key in sheet.table.sources}
    for sheet in evidence.sheets.values():
        used.update(key for _, (cell,) in sheet.filled("sources") for key in split_list(cell))
    for key in evidence.sources.keys() - used - cited_keys(evidence.pages):
        message = "no table and no page uses this source"
        yield evidence.cited(key, message, "cite it in a row or a page, or remove the entry")


def cited_keys(pages: str) -> set[str]:
    """Return the keys of the sources that the text of pages cites."""
    cited = re.findall(r"\{(?:foot)?cite[^}]*\}`([^`]+)`", pages)
    return {key.strip() for keys in cited for key in keys.split(",")}


def entries_are_complete(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a source that nobody could find: no title, no publisher or author, a broken address."""
    for key, source in evidence.sources.items():
        if not source.title:
            yield evidence.cited(
                key, "the entry has no title", "give the title, or describe it in square brackets"
            )
        if not source.who:
            yield evidence.cited(key, "the entry names nobody", "give an author or an organization")
        if source.url and not re.fullmatch(r"https?://\S+", source.url):
            yield evidence.cited(key, f"{source.url!r} is no web address", "write https:// and the address")


RULES = (keys_exist, rows_name_sources, sources_are_used, entries_are_complete)

"""Rules on words: trimmed cells, one spelling a country, one vocabulary of confidence."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator

from ..problems import Problem
from .sheet import Evidence

CONFIDENCE = ("high", "medium", "low")
OTHER_NAMES = {
    "Türkiye": "Turkey",
    "UK": "United Kingdom",
    "Great Britain": "United Kingdom",
    "US": "United States",
    "USA": "United States",
    "Holland": "Netherlands",
    "The Netherlands": "Netherlands",
    "Czech Republic": "Czechia",
}


def cells_are_trimmed(evidence: Evidence) -> Iterator[Problem]:
    """Guard against invisible blanks at the ends of cells, which make equal words unequal."""
    for sheet in evidence.sheets.values():
        for number, row in enumerate(sheet.rows, start=2):
            for column, cell in row.items():
                if cell != cell.strip():
                    message = f"the cell begins or ends with a blank: {cell!r}"
                    yield sheet.problem(number, column, message, "remove the blank")


def countries_are_spelt_one_way(evidence: Evidence) -> Iterator[Problem]:
    """Guard against one country under two names: charts would show two.

    Tables with country codes give the names; elsewhere, their other names and near misses are slips.
    """
    usual = _names_by_code(evidence)
    for sheet in evidence.sheets.values():
        for number, (country,) in sheet.filled("country"):
            code = sheet.rows[number - 2].get("iso3", "")
            wanted = usual.get(code) or _known_name(country, list(usual.values()))
            if country != wanted:
                message = f"{country!r} is called {wanted!r} in other rows"
                yield sheet.problem(
                    number, "country", message, f"write {wanted!r}, or correct the country code"
                )


def _names_by_code(evidence: Evidence) -> dict[str, str]:
    """Return the name that most rows give to each country code."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for sheet in evidence.sheets.values():
        for _, (country, code) in sheet.filled("country", "iso3"):
            names[code][country] += 1
    return {code: counts.most_common(1)[0][0] for code, counts in names.items()}


def _known_name(country: str, names: list[str]) -> str:
    name = OTHER_NAMES.get(country, country)
    close = [] if name in names else difflib.get_close_matches(name, names, n=1, cutoff=0.85)
    return close[0] if close else name


def confidence_has_one_vocabulary(evidence: Evidence) -> Iterator[Problem]:
    """Guard against a table with words of its own for confidence."""
    for name, sheet in evidence.sheets.items():
        for field in sheet.table.fields:
            if field.name == "confidence" and field.enum != CONFIDENCE:
                message = f"the vocabulary is {', '.join(field.enum) or 'open'}"
                yield evidence.described(
                    f"{name}.confidence", message, f"give the enum {', '.join(CONFIDENCE)}"
                )


RULES = (cells_are_trimmed, countries_are_spelt_one_way, confidence_has_one_vocabulary)

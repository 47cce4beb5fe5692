"""Sources are read the same with and without the short way round LaTeX."""

from __future__ import annotations

import pytest
from pybtex.database import Entry, parse_string
from pybtex.richtext import Text

from bookkit import project
from bookkit.evidence import bibliography as reading
from bookkit.evidence import sources


def test_the_books_own_titles_and_notes_are_as_latex_reads_them() -> None:
    entries = parse_string(project.current().bib.read_text(encoding="utf-8"), "bibtex").entries
    known = sources()
    for key, entry in entries.items():
        for name in ("title", "note", "year"):
            expected = str(Text.from_latex(entry.fields.get(name, ""))).strip()
            assert getattr(known[key], name) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "two words, and a mark?",
        "{NATO} in {Iraq}",
        "[a description]",
        "pages 3--4",
        "two  spaces",
        "a~tie",
        r"caf\'e \& bar",
        "``quoted''",
        "{-}-",
        "?{`}",
        "a {nested {brace}}",
        "100\\% sure",
        "x_1",
    ],
)
def test_a_field_is_as_latex_reads_it(text: str) -> None:
    assert reading._plain(Entry("misc", {"title": text}), "title") == str(Text.from_latex(text)).strip()

"""Learning outcomes are a plain list with ids that questions can name."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.sphinx.small_book import CHAPTER, build


def test_outcomes_are_a_list_with_an_address_each(tmp_path: Path) -> None:
    page = BeautifulSoup(build(tmp_path, {"chapter": CHAPTER}).html("chapter"), "html.parser")
    items = page.select("ul.nq-outcomes > li")
    assert [item["id"] for item in items] == ["outcome-2-1", "outcome-2-10"]
    assert items[0].get_text(" ", strip=True) == "2.1 Tell a ceiling from a count."
    assert items[0].em is not None, "Markdown works in outcomes"


def outcomes(text: str) -> str:
    return f"# A chapter\n\n```{{outcomes}}\n{text}\n```\n"


FAULTS = {
    "nothing": ("\n", 3, "outcomes are needed here"),
    "a list": ("- one", 4, "outcomes are needed here"),
    "no text": ("1.1: One.\n1.2:", 5, 'the text of outcome "1.2" is missing'),
    "no YAML": ("1.1: One.\n1.2: Two: and more", 5, "in quotes"),
    "an id twice": ("1.1: One.\n1.1: Two.", 5, "stands here twice"),
}


@pytest.mark.parametrize(("text", "line", "part"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_at_its_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    found = build(tmp_path, {"chapter": outcomes(text)}, builder="dummy").warnings
    assert len(found) == 1, found
    assert f"chapter.md:{line}: WARNING: outcomes: " in found[0]
    assert part in found[0]


def test_an_id_of_another_page_is_told_with_both_places(tmp_path: Path) -> None:
    pages = {"chapter": outcomes("1.1: One."), "other": outcomes("1.1: Two.")}
    found = build(tmp_path, pages, builder="dummy").warnings
    assert len(found) == 1, found
    assert 'other.md:4: WARNING: outcomes: the id "1.1" is taken in chapter.md, line 4. Cure: ' in found[0]

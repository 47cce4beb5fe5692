"""A page with something that its notebook could not show stops the build, with the line and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx.small_book import build

BLOCK = "# A page\n\nText.\n\n{fence}{{margin}}\nOnly here.\n{fence}\n"
PAGES = {
    "of backticks": (BLOCK.format(fence="```"), 5, "{margin}"),
    "of colons": (BLOCK.format(fence=":::"), 5, "{margin}"),
    "in a block": ("# A page\n\n::::{container}\n\n```{epigraph}\nOne\n```\n::::\n", 5, "{epigraph}"),
    "in a list": ("# A page\n\n- One\n\n  ```{rubric} Two\n  ```\n", 5, "{rubric}"),
    "a role": ("# A page\n\nOne\ntwo {strong}`three`.\n", 4, "{strong}"),
}


@pytest.mark.parametrize(("text", "line", "what"), PAGES.values(), ids=PAGES.keys())
def test_what_a_notebook_cannot_show_is_told_at_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    """Past mistake: what an unknown directive held was missing in notebooks, without a word."""
    found = [
        each for each in build(tmp_path, {"page": text}, builder="dummy").warnings if "notebook:" in each
    ]
    assert len(found) == 1, found
    assert f"page.md:{line}: WARNING: notebook: " in found[0]
    assert what in found[0]
    assert "Cure: " in found[0]


def test_code_to_read_may_look_like_anything(tmp_path: Path) -> None:
    text = "# A page\n\n````md\n```{margin}\n{role}`x`\n```\n````\n\nAnd `` {role}`x` ``.\n"
    assert build(tmp_path, {"page": text}, builder="dummy").warnings == []

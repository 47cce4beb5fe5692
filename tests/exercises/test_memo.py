"""The memo's form has one home: what the notebook checks is what chapter 6 asks for."""

from __future__ import annotations

import re

from natoiraq import variants
from tests.conftest import ROOT
from tests.exercises.conftest import standard

CHAPTER = (ROOT / "book" / "6-capstone.md").read_text(encoding="utf-8")


def test_sections_and_length_are_those_of_the_chapter() -> None:
    form = variants.standard("memo")
    task = CHAPTER[CHAPTER.index("## The memo") : CHAPTER.index("(the-rubric)=")]
    assert re.findall(r"^\d\. \*\*(.+?)\.\*\*", task, re.MULTILINE) == form["sections"]
    assert re.findall(r"(\d+) to (\d+) words", task) == [tuple(map(str, form["words"]))]


def test_each_row_of_the_rubric_but_craft_is_worth_four_points() -> None:
    rubric = CHAPTER[CHAPTER.index("## The rubric") : CHAPTER.index("(capstone-what-we-know)=")]
    rows = re.findall(r"^\| \| \*\*(.+?)\.\*\*", rubric, re.MULTILINE)
    assert rows[-1] == "Craft"
    points = {
        cell.id: cell.metadata.nbgrader.get("points")
        for cell in standard("memo").cells
        if "nbgrader" in cell.metadata
    }
    assert points["text"] == 4 * len(rows[:-1])

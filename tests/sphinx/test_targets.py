"""Links may lead to charts, questions and outcomes of any page; one that leads nowhere is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from bs4 import BeautifulSoup
from sphinx.environment import BuildEnvironment

from bookkit.sphinx.links.charts import charts
from bookkit.sphinx.links.targets import anchors
from tests.sphinx.small_book import CHAPTER, QUIZ, Built, build

PLAN = """\
# A plan

[A question](#quiz-first-check-2), [an outcome](#outcome-2-10) and [none](#quiz-first-check-99).
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("book"), {"chapter": CHAPTER, "check": QUIZ, "plan": PLAN})


@pytest.mark.parametrize(
    ("words", "target"),
    [("A question", "check.html#quiz-first-check-2"), ("an outcome", "chapter.html#outcome-2-10")],
)
def test_a_link_leads_to_the_page_and_the_place(built: Built, words: str, target: str) -> None:
    page = BeautifulSoup(built.html("plan"), "html.parser")
    assert [link["href"] for link in page.select("article a") if link.get_text() == words] == [target]
    name, _, anchor = target.partition("#")
    assert BeautifulSoup(built.html(Path(name).stem), "html.parser").find(id=anchor) is not None


def test_a_link_that_leads_nowhere_is_the_only_complaint(built: Built) -> None:
    assert len(built.warnings) == 1, built.warnings
    assert "plan.md:3: WARNING:" in built.warnings[0]
    assert "quiz-first-check-99" in built.warnings[0]


def test_charts_are_targets_under_the_address_of_their_figure() -> None:
    env = cast(BuildEnvironment, SimpleNamespace(docname="2-history"))
    charts.add(env, "headcounts-nato")
    assert list(anchors(env)) == [("2-history", "chart-headcounts-nato")]

"""What an instructor relies on: minutes add up, and each page, chart and question that is named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prose import Line, prose_lines
from tests.test_capstone import columns
from tests.test_prose import bare_numbers

BOOK = ROOT / "book"
PAGES = sorted((BOOK / "instructors").glob("*.md"))
PLANS = (BOOK / "instructors" / "lesson-plans.md").read_text(encoding="utf-8")
# Numbers that are names: an outcome behind a link, a version of Python, an exercise's title.
NAMES = re.compile(r"\[\d\.\d+\]|Python 3\.\d+ (?:to|or) 3\.\d+|[Ff]our thousand")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def sections(text: str) -> dict[str, str]:
    """Return each section by its title, without the sections below it."""
    parts = re.split(r"^#{2,3} (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def minutes(text: str) -> int:
    """Return the sum of the first column of a section's table."""
    return sum(int(number) for number in re.findall(r"^\| (\d+) minutes \|", text, re.MULTILINE))


def titled(words: str) -> int:
    """Return the minutes that a title promises."""
    found = re.search(r"(\d+) minutes", words)
    assert found, words
    return int(found[1])


def anchors(page: Path) -> set[str]:
    """Return what a page offers to links from elsewhere: passages, charts, questions and outcomes."""
    text = page.read_text(encoding="utf-8")
    charts = re.findall(r"^(\w+)\.(\w+)\(\)\n```", text, re.MULTILINE)
    quizzes = re.findall(r"^```\{quiz\} ([\w-]+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    listed = re.findall(r"^```\{outcomes\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return {
        *re.findall(r"^\(([\w-]+)\)=$", text, re.MULTILINE),
        *(f"chart-{module}-{name}".replace("_", "-") for module, name in charts),
        *(
            f"quiz-{quiz}-{number}"
            for quiz, questions in quizzes
            for number in range(1, 1 + len(re.findall(r"^- type:", questions, re.MULTILINE)))
        ),
        *(
            f"outcome-{name}".replace(".", "-")
            for block in listed
            for name in re.findall(r"^(\d\.\d+):", block, re.MULTILINE)
        ),
    }


@pytest.fixture(scope="module")
def known() -> set[str]:
    return set().union(*(anchors(page) for page in BOOK.rglob("*.md")))


PROMISED = [title for title in sections(PLANS) if "minutes" in title and "two weeks" not in title]


@pytest.mark.parametrize("title", PROMISED)
def test_a_plan_takes_the_minutes_of_its_title(title: str) -> None:
    assert minutes(sections(PLANS)[title]) == titled(title)


def test_the_unit_takes_the_minutes_of_its_title() -> None:
    """Its title promises minutes in class and minutes at home."""
    unit = next(title for title in sections(PLANS) if "two weeks" in title)
    in_class = [title for title in PROMISED if title.startswith("Session")]
    at_home = [title for title in PROMISED if title.startswith("At home")]
    assert (len(in_class), len(at_home)) == (4, 2)
    assert [int(number) for number in re.findall(r"(\d+) minutes", unit)] == [
        sum(map(titled, in_class)),
        sum(map(titled, at_home)),
    ]


def test_the_role_play_has_the_minutes_that_its_chapter_asks_for() -> None:
    played = {
        title.split(",")[0]: sum(map(int, re.findall(r"^\| (\d+) minutes \| \*\*Play", text, re.MULTILINE)))
        for title, text in sections(PLANS).items()
        if "**Play" in text
    }
    asked = columns("Step")
    assert played == {
        "Session 4": asked["60 minutes"],
        "A day for officers: 420 minutes": asked["180 minutes"],
    }


def test_the_seminar_inside_the_unit_is_as_long_as_the_seminar() -> None:
    seminar = next(title for title in PROMISED if title.startswith("A seminar"))
    assert f"| {titled(seminar)} minutes | **The seminar**" in PLANS


def test_the_first_page_takes_the_minutes_of_its_title() -> None:
    start = (BOOK / "instructors" / "start.md").read_text(encoding="utf-8")
    assert minutes(start) == titled(start.partition("\n")[0]) == 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_link_leads_somewhere(page: Path, known: set[str]) -> None:
    links = [target for _, target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert links
    lost = [
        target
        for target in links
        if (target[1:] not in known if target.startswith("#") else not (page.parent / target).is_file())
    ]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_number_in_a_link_is_the_number_that_it_leads_to(page: Path) -> None:
    """Past mistake: a question was put in before others, and plans named the wrong one."""
    named = re.compile(r"(?:[Qq]uestion|[Cc]hapter|[Ee]xercise) (\d+)|^(\d\.\d)$")
    leads = re.compile(r"#quiz-[a-z-]+-(\d+)$|^\.\./(?:exercises/ex)?(\d)[a-z-]*\.md$|#outcome-(\d-\d)$")
    wrong = []
    for words, target in LINK.findall(page.read_text(encoding="utf-8")):
        said, meant = named.search(words), leads.search(target)
        if said and meant and (said[1] or said[2]) != (meant[1] or meant[2] or meant[3].replace("-", ".")):
            wrong.append((words, target))
    assert wrong == []


def test_the_plans_name_charts_questions_and_outcomes() -> None:
    """The tests of links must have something to bite on."""
    targets = [target for _, target in LINK.findall(PLANS)]
    for kind, least in (("#chart-", 10), ("#quiz-", 12), ("#outcome-", 12)):
        assert sum(target.startswith(kind) for target in targets) >= least


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_number_stands_bare(page: Path) -> None:
    lines = [Line(line.page, line.number, NAMES.sub(" ", line.text)) for line in prose_lines(page)]
    assert [f"{line} -> {bare}" for line in lines if (bare := bare_numbers(line))] == []

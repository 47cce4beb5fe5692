"""The prose keeps the house rules. Each check stands for one mistake that books of this kind make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prose import PAGES, Line, prose_lines, raw_lines, word_count

CHAPTERS = [page for page in PAGES if re.match(r"\d|primer", page.stem)]
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# What explains a number in prose: a date, a year, a reference, or a name that holds a number.
EXPLAINED = [
    rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?\b",
    rf"\b{MONTH} \d{{4}}\b",
    r"\b(?:1[89]|20)\d\d\b(?:-\d\d)?s?",
    r"\b(?i:chapter|exercise|question|section|forecast|version|level|outcome|item) \d+(?:\.\d+)*\b",
    r"\bCC BY(?:-SA)? \d\.\d\b|\bAttribution \d\.\d\b|\bWCAG\)? \d\.\d\b",
    r"\bFactbook\b|\bF\d\d\b",
    r"^#+ \d+\. ",
    r"^\s*\d+\. ",
    # What the module itself sets: times, sizes of groups, lengths of texts.
    r"\b(?:\d+ (?:by|to) )?\d+ (?:minutes|players|words)\b",
    r"\b360 pixels\b",
    r"\b95% (?:Wilson )?intervals?\b",
]
ORDINARY = range(13)  # zero to twelve may stand for ordinary things
BIG_WORDS = re.compile(
    r"\b(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|billion|per cent|percent)\b",
    re.IGNORECASE,
)
LATIN = re.compile(r"\b(?:e\.g\.|i\.e\.|etc\.?|viz\.|cf\.|et al\.|vs\.?|NB|ibid\.)(?=\W|$)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum|coming soon|to be written)\b", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b(?:defense|program(?!me)|center|organiz\w+|recogniz\w+|analyz\w+|labor|color|favor|behavior|neighbor\w*|"
    r"honor|traveled|canceled|judgment|advisor|skeptic\w*|license [a-z]+ing)\b"
)
NAMES_IN_AMERICAN = re.compile(
    r"Department of Defense|Military Advisor Group|Operations? Training Center|Operations Center|"
    r"North Atlantic Treaty Organization|Popular Mobilization|World Health Organization|Task Force"
)
# One thing, one name: the wrong name and the glossary's.
ONE_NAME = {
    r"\bNATO Mission in Iraq\b": "NATO Mission Iraq",
    r"\bNTMI\b|\bNTM I\b": "NTM-I",
    r"\bISIS\b|\bISIL\b|\bDaesh\b": "IS",
    r"\bPopular Mobilisation\b": "Popular Mobilization Forces",
    r"(?<!officially )\bTürkiye\b": "Turkey",
    r"\bMilitary Advisory Group\b": "Military Advisor Group",
    r"\bhead count\b|\bhead-count\b": "headcount",
}


def found(pattern: re.Pattern[str], lines: list[Line]) -> list[str]:
    return [f"{line} ({match[0]})" for line in lines for match in pattern.finditer(line.text)]


def bare_numbers(line: Line) -> list[str]:
    """Return the numbers of a line that nothing explains: no fact, date, reference, nor zero to twelve."""
    text = line.text
    for pattern in EXPLAINED:
        text = re.sub(pattern, " ", text)
    digits = [number for number in re.findall(r"\d[\d,.]*", text) if not is_ordinary(number)]
    return digits + [match[0] for match in BIG_WORDS.finditer(text)]


def is_ordinary(number: str) -> bool:
    plain = number.rstrip(".,")
    return plain.isdigit() and int(plain) in ORDINARY


@pytest.mark.parametrize("page", [*CHAPTERS, ROOT / "book" / "index.md"], ids=lambda page: page.stem)
def test_no_number_stands_bare(page: Path) -> None:
    assert [f"{line} -> {bare}" for line in prose_lines(page) if (bare := bare_numbers(line))] == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("About 500 people came.", ["500"]),
        ("Growth of 12.5% followed.", ["12.5"]),
        ("Several hundred came.", ["hundred"]),
        ("On 18 February 2021 and in May 2022, see chapter 3.", []),
        ("Seven of 8 commanders stayed.", []),
        ("A cap of § and 285 Danes.", ["285"]),
    ],
)
def test_the_number_check_can_fail(text: str, bare: list[str]) -> None:
    assert bare_numbers(Line(ROOT / "book" / "index.md", 1, text)) == bare


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_latin_abbreviation(page: Path) -> None:
    """Past mistake: readers and screen readers stumble over them."""
    assert found(LATIN, prose_lines(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_nothing_is_left_unfinished(page: Path) -> None:
    assert found(UNFINISHED, raw_lines(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_spelling_is_british(page: Path) -> None:
    """Official names keep their own spelling."""
    lines = [
        Line(line.page, line.number, NAMES_IN_AMERICAN.sub(" ", line.text)) for line in prose_lines(page)
    ]
    assert found(AMERICAN, lines) == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "glossary"], ids=lambda page: page.stem
)
def test_one_thing_has_one_name(page: Path) -> None:
    """Past mistake of others: one thing under two names. The glossary alone lists the other names."""
    for wrong, right in ONE_NAME.items():
        assert found(re.compile(wrong), prose_lines(page)) == [], f"write {right}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_one_sentence_a_line(page: Path) -> None:
    """A change then shows in the history as the sentence it is."""
    two = re.compile(r"(?<![A-Z]\.)(?<!\b[A-Z])[.!?]['”’)]* +[A-Z§]\w+ \w+ \w+")
    lines = [
        line
        for line in prose_lines(page)
        if not line.text.startswith(("- ", "|", "#", "The Not a Surge project"))
    ]
    ranks = re.compile(r"\b(?:Lt|Maj|Gen|Brig|St|No)\. ")
    assert found(two, [Line(line.page, line.number, ranks.sub(" ", line.text)) for line in lines]) == []


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_a_chapter_can_be_read_in_one_sitting(page: Path) -> None:
    assert 1500 <= word_count(page) <= 3500

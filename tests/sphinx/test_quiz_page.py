"""A quiz becomes sound HTML that works without JavaScript; what leads nowhere is told with file and line."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.sphinx.small_book import CHAPTER, QUIZ, QUIZ_LINES, Built, build

QUIZ_MARK = '<div class="nq-quiz"'
VOID = {"input", "img", "br", "hr"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("book"), {"chapter": CHAPTER, "check": QUIZ})


@pytest.fixture(scope="module")
def quiz(built: Built) -> Tag:
    found = BeautifulSoup(built.html("check"), "html.parser").find(class_="nq-quiz")
    assert isinstance(found, Tag)
    return found


def line_of(part: str) -> int:
    return next(number for number, line in enumerate(QUIZ_LINES, 1) if part in line)


def checked(folder: Path, page: str, chapter: str = CHAPTER) -> list[str]:
    """Return what is wrong with a page, without the folder it is in."""
    found = build(folder, {"chapter": chapter, "check": page}, builder="dummy").warnings
    return [line.split("/source/")[-1] for line in found]


def test_a_sound_quiz_builds_without_a_word(built: Built) -> None:
    assert built.warnings == []


class Balance(HTMLParser):
    """Fails on an end tag that closes another element than the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_element_is_closed_where_it_was_opened(built: Built) -> None:
    page = built.html("check")
    parser = Balance()
    parser.feed(page[page.index("<article") : page.index("</article>")])
    assert parser.open == ["article"]


def test_ids_are_unique_and_every_reference_to_one_leads_somewhere(built: Built, quiz: Tag) -> None:
    page = BeautifulSoup(built.html("check"), "html.parser")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for name in ("aria-describedby", "aria-labelledby", "for", "data-for"):
        for tag in quiz.find_all(attrs={name: True}):
            assert set(str(tag[name]).split()) <= set(ids)


def test_every_control_has_a_label(quiz: Tag) -> None:
    for control in quiz.find_all(["input", "select"]):
        assert control.find_parent("label") or quiz.find("label", attrs={"for": control["id"]})


def test_without_javascript_every_answer_is_there_with_its_reasons(quiz: Tag) -> None:
    answers = [answer.get_text(" ", strip=True) for answer in quiz.select("details.nq-answer")]
    parts = [
        [
            "Headcount on 1 January Right. It is counted at an instant.",
            "Wrong. That is a rate.",
            "A stock has a",
        ],
        ["Retirement Right. People leave.", "Hiring Wrong. People come."],
        [
            "4,000 people (within 50)",
            "It was announced as around 4,000",
            "500 people:",
            "That many were there",
        ],
        ["Announcement 2004", "Vote 2005", "Handover It follows the vote.", "Review 2011"],
        [
            "Bias : C. the instrument\N{RIGHT SINGLE QUOTATION MARK}s error",
            "It averages out.",
            "A. no error : No measurement has that.",
        ],
        ["It happened.", "For comparison, a coin said 50%: Brier score 0.25.", "It was 88."],
        ["Not settled yet", "The year is not over."],
        ["12.5%", "1/8 is 12.5%."],
    ]
    assert len(answers) == len(parts)
    for answer, expected in zip(answers, parts, strict=True):
        for part in expected:
            assert part in answer
    assert not quiz.select("details[open]"), "closed: nobody reads an answer at a glance"


def test_each_answer_leads_back_to_its_passage_and_outcome(built: Built, quiz: Tag) -> None:
    for answer in quiz.select("details.nq-answer"):
        passage, outcome = answer.select('[data-piece="source"] a')
        for link in (passage, outcome):
            page, _, anchor = str(link["href"]).partition("#")
            target = BeautifulSoup((built.folder / page).read_text(encoding="utf-8"), "html.parser")
            assert target.find(id=anchor)
        assert passage.get_text() in {"The gap of years", "Counting heads"}
        assert outcome.get_text() in {"2.1", "2.10"}


def test_markdown_and_roles_work_in_questions_and_reasons(quiz: Tag) -> None:
    assert quiz.select_one("legend em")
    assert quiz.select_one('[data-piece="2"] a.nq-term')
    assert quiz.select_one('[data-piece="trap-0"] a.nq-fact')


def test_what_is_private_and_what_needs_javascript_is_said(quiz: Tag) -> None:
    assert "nothing is sent anywhere" in quiz.get_text()
    assert "Checking needs JavaScript." in quiz.get_text()


def test_a_page_stays_light(built: Built) -> None:
    """A stock quiz extension put 35 KB of script into each quiz."""
    page = built.html("check")
    assert len(page[page.index(QUIZ_MARK) : page.index("</article>")]) / 8 < 3_000


FAULTS = [
    (
        "passage: chapter#the-gap-of-years",
        "passage: the-gasp",
        'the passage "the-gasp" is nowhere',
        'Cure: write "the-gap"',
    ),
    (
        "passage: chapter#the-gap-of-years",
        "passage: nowhere-at-all",
        "is nowhere in the book",
        "(nowhere-at-all)=",
    ),
    ("outcome: 2.10", "outcome: 2.11", 'the learning outcome "2.11" is nowhere', 'Cure: write "2.1'),
    ("answer: 12.5", "answer: 12,5", '"12,5"', "Cure: write a number without commas"),
    (
        "fact:headcounts:nmi-2021-02-18-announced.high",
        "fact:headcounts:nmi-2021-02-18-anounced",
        "anounced",
        "Cure",
    ),
    (
        "announced.high",
        "announced",
        "is no single number",
        "Cure: write `fact:headcounts:nmi-2021-02-18-announced.high`",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "what", "cure"), FAULTS)
def test_what_leads_nowhere_is_told_with_file_line_and_cure(
    tmp_path: Path, right: str, wrong: str, what: str, cure: str
) -> None:
    found = checked(tmp_path, QUIZ.replace(right, wrong))
    assert len(found) == 1, found
    assert found[0].startswith(f"check.md:{line_of(right)}: WARNING: quiz: ")
    assert what in found[0]
    assert cure in found[0]


def test_a_role_that_fails_in_a_reason_is_told_at_its_line(tmp_path: Path) -> None:
    found = checked(
        tmp_path, QUIZ.replace("{fact}`headcounts:nmi-2021-02-18-deployed`", "{fact}`headcounts:no`")
    )
    assert found
    assert all(line.startswith(f"check.md:{line_of('That many were there')}: ") for line in found)


def test_lines_are_right_inside_a_colon_fence(tmp_path: Path) -> None:
    before, fence, after = QUIZ.partition("```{quiz}")
    body, close, rest = after.partition("\n```\n")
    page = f"{before}:::{{container}} box\n\n{fence}{body}{close}\n:::\n{rest}".replace(
        "type: order", "type: odrer"
    )
    assert checked(tmp_path, page)[0].startswith(f"check.md:{line_of('type: order') + 2}: WARNING: quiz: ")


def test_a_name_that_cannot_be_an_address_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, QUIZ.replace("{quiz} first-check", "{quiz} First check"))
    assert found[0].startswith('check.md:3: WARNING: quiz: "First check" cannot name a quiz.')


def test_a_name_used_twice_is_told_with_both_places(tmp_path: Path) -> None:
    found = checked(
        tmp_path, QUIZ, chapter=CHAPTER + QUIZ[QUIZ.index("```{quiz}") : QUIZ.index("```{glossary}")]
    )
    assert len(found) == 1
    assert found[0].startswith("check.md:3: WARNING: quiz: ")
    assert f"taken by the quiz in chapter.md, line {CHAPTER.count(chr(10)) + 1}" in found[0]


def test_an_anchor_on_two_other_pages_must_say_which(tmp_path: Path) -> None:
    pages = {
        "chapter": CHAPTER,
        "other": "# Other\n\n## Counting heads\n",
        "check": QUIZ,
    }
    found = build(tmp_path, pages, builder="dummy").warnings
    assert len(found) == QUIZ.count("passage: counting-heads")
    assert "Cure: write one of chapter#counting-heads, other#counting-heads" in found[0]


def test_pages_read_side_by_side_know_of_each_other(tmp_path: Path) -> None:
    filler = {f"page-{number}": f"# Page {number}\n" for number in range(6)}
    pages = {"index": "# Index\n", "check": QUIZ, **filler, "chapter": CHAPTER}
    assert build(tmp_path, pages, builder="dummy", jobs=2).warnings == []


def test_a_page_read_again_forgets_what_it_held(tmp_path: Path) -> None:
    assert checked(tmp_path, QUIZ) == []
    assert "2.10" in checked(tmp_path, QUIZ, chapter=CHAPTER.replace("2.10:", "2.9:"))[0]
    assert checked(tmp_path, QUIZ) == []

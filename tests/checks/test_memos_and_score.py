"""`memo` checks form alone; `Score` adds shares, says each sentence once, and tells what is still to come."""

from __future__ import annotations

import subprocess
import sys

import pytest
from IPython.core.formatters import DisplayFormatter

from bookkit import checks
from tests.checks.failing import failing

FORM = {"sections": ["Advice", "Case against"], "words": (10, 20), "citations": 2, "sources": 2}
GOOD = """To the minister

## Advice
Say one thing [nato-2024] and say it late.

## Case against
Silence has a price (Reuters 2021).

## Sources
nato-2024
Reuters, 2021
"""


def test_a_memo_in_form_passes() -> None:
    checks.memo(GOOD, name="m", **FORM)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "`m` is still empty"),
        ("  \n", "`m` is still empty: write your text between the triple quotes."),
        (5, "`m` must be text between triple quotes, and it is a number."),
        (GOOD.replace("## Advice", "## Adwice"), "`m` has no heading “Advice” on a line of its own."),
        (GOOD.replace("Silence has a price (Reuters 2021).", ""), "The section “Case against” is empty."),
        (
            GOOD.replace("say it late", "late " * 20),
            "`m` is too long: it has 34 words without its sources, and 10 to 20",
        ),
        (
            GOOD.replace("and say it late", "").replace("has a price", "").replace("To the", "To"),
            "`m` is too short: it has 9 words",
        ),
        (GOOD.replace("[nato-2024]", ""), "`m` cites in 1 places, and at least 2 are asked."),
        (
            GOOD.replace("Reuters, 2021\n", ""),
            "The list under “Sources” has 1 lines, and at least 2 are asked.",
        ),
    ],
)
def test_a_memo_out_of_form_is_told_why(text: object, says: str) -> None:
    assert says in str(failing(checks.memo, text, name="m", **FORM))


def test_the_order_of_sections_is_a_requirement() -> None:
    head, advice, against, sources = GOOD.split("## ")
    error = failing(checks.memo, "## ".join([head, against, advice, sources]), name="m", **FORM)
    assert str(error) == "The sections are not in the order that the task gives."
    assert error.share == pytest.approx(5 / 6)


def test_a_score_adds_shares_and_says_each_sentence_once(capsys: pytest.CaptureFixture[str]) -> None:
    score = checks.Score(4)
    score.check(1, checks.number, 3, 3, name="n")
    for _ in range(2):
        score.check(0.5, checks.number, "x", 3, name="n", see="chapter 2, “Interruptions”")
    score.check(2, checks.function, lambda n: 1, [checks.Case((n,), n, str(n)) for n in (1, 2, 3)], name="f")
    assert score.total() == 1.67
    assert capsys.readouterr().out.splitlines() == [
        "`n` must be a number, and it is text.",
        "See chapter 2, “Interruptions”.",
        "`f` returns a wrong result for 2: work that case out by hand and compare.",
        "You have 1.67 of 4 points.",
    ]


def test_a_total_is_a_number_for_graders_and_nothing_more_to_read() -> None:
    """Past mistake: a bare 1 stood below each check, under the sentence that had just said it."""
    for points, text in ((1, "1"), (1.25, "1.25")):
        score = checks.Score(2)
        score.check(points, checks.number, 3, name="n")
        shown, _ = DisplayFormatter().format(  # type: ignore[no-untyped-call]
            score.total()
        )
        assert shown == {"text/plain": text, "text/html": ""}


def test_a_score_without_the_hidden_checks_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    score = checks.Score(4)
    score.check(1, checks.number, 3, name="n")
    assert score.total() == 1
    assert capsys.readouterr().out.splitlines() == [
        "The checks you can run here give 1 of 1 points.",
        "The other 3 depend on your result, and are given when you hand in.",
    ]


def test_checks_worth_more_than_the_part_are_the_authors_mistake() -> None:
    score = checks.Score(1)
    with pytest.raises(ValueError, match="worth 2 points, the part only 1"):
        score.check(2, checks.number, 3, name="n")


def test_the_checks_are_imported_without_altair() -> None:
    code = "import sys, bookkit.checks; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

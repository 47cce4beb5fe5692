"""Everything an author can get wrong in a quiz is told once, at its line, with the cure."""

from __future__ import annotations

import textwrap

import pytest

from bookkit.errors import ToldError
from bookkit.sphinx.quiz.fields import Problem
from bookkit.sphinx.quiz.model import (
    ChoiceQuestion,
    Figure,
    ForecastQuestion,
    Item,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    Words,
)
from bookkit.sphinx.quiz.parse import read_quiz

HEAD = "ask: Why?\n  outcome: 2.10\n  passage: the-gap"


def figure(fact_id: str) -> Figure:
    if fact_id != "headcounts:a":
        raise ToldError(f'there is no fact "{fact_id}". Cure: write "headcounts:a".')
    return Figure(4000, "around 4,000")


def read(text: str) -> tuple[list[Question], list[Problem]]:
    return read_quiz(textwrap.dedent(text).replace("HEAD", HEAD).strip("\n"), 1, figure)


def sound(text: str) -> Question:
    questions, problems = read(text)
    assert problems == []
    return questions[0]


def choice(first: str, second: str = "{text: B, why: No.}") -> str:
    return f"- type: choice\n  HEAD\n  choices:\n    - {first}\n    - {second}"


def test_a_choice_question() -> None:
    question = sound(choice("{text: A, right: true, why: Yes.}"))
    assert isinstance(question, ChoiceQuestion)
    assert (question.outcome.text, question.passage.text) == ("2.10", "the-gap")
    assert [option.right for option in question.choices] == [True, False]
    assert not question.many


def test_several_right_choices_make_it_a_question_of_many() -> None:
    question = sound(choice("{text: A, right: true, why: Yes.}", "{text: B, right: true, why: Yes.}"))
    assert isinstance(question, ChoiceQuestion)
    assert question.many


def test_a_number_question_takes_its_answer_from_a_fact() -> None:
    question = sound(
        """
        - type: number
          HEAD
          answer: fact:headcounts:a
          tolerance: 50
          unit: people
          traps: [{value: 500, why: Those were there.}]
          why: It was announced.
        """
    )
    assert isinstance(question, NumberQuestion)
    assert question.answer == (4000, "around 4,000")
    assert question.traps[0].tolerance == 50, "a trap is as wide as the question unless it says otherwise"


def test_a_per_cent_is_written_with_one_sign() -> None:
    assert Figure(12.5, "12.5%").with_unit("%") == Figure(12.5, "12.5").with_unit("%") == "12.5%"
    assert Figure(4000, "4,000").with_unit("people") == "4,000 people"


def test_an_order_question_keeps_dates_as_written() -> None:
    question = sound(
        "- type: order\n  HEAD\n  items:\n    - {text: A, when: 2004-08}\n    - {text: B, why: Later.}"
    )
    assert isinstance(question, OrderQuestion)
    assert question.items[0].when == Words("2004-08", 6)


@pytest.mark.parametrize("count", range(2, 9))
def test_items_are_shuffled_the_same_way_each_time_and_never_right(count: int) -> None:
    for seed in range(40):
        items = tuple(Item(Words(f"{seed} {n}", 1), None, None) for n in range(count))
        words = Words("Order?", 1)
        question = OrderQuestion("order", words, words, words, None, items=items)
        assert question.shuffled() == question.shuffled()
        assert sorted(question.shuffled()) == list(range(count)) != question.shuffled()


def test_a_match_question_offers_each_right_side_once() -> None:
    question = sound(
        """
        - type: match
          HEAD
          pairs:
            - {left: A, right: 2021, why: One.}
            - {left: B, right: 2021, why: Two.}
          extra: [{text: 2020, why: Neither.}]
        """
    )
    assert isinstance(question, MatchQuestion)
    assert question.options() == ["2020", "2021"]


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("false", False), ("unresolved", None)])
def test_a_forecast_question(written: str, meant: bool | None) -> None:
    question = sound(
        f"""
        - type: forecast
          HEAD
          happened: {written}
          comparison: {{probability: 30, who: A coin}}
          why: Seen.
        """
    )
    assert isinstance(question, ForecastQuestion)
    assert question.happened is meant
    assert question.comparison is not None
    assert question.comparison.probability.value == 30


def test_a_stored_answer_is_kept_when_only_a_reason_changes() -> None:
    before = sound(choice("{text: A, right: true, why: Yes.}"))
    assert sound(choice("{text: A, right: true, why: Of course.}")).fingerprint() == before.fingerprint()
    assert sound(choice("{text: C, right: true, why: Yes.}")).fingerprint() != before.fingerprint()


NUMBER = "- type: number\n  HEAD\n  why: So.\n  answer: 10\n"
ORDER = "- type: order\n  HEAD\n  items:\n"
MATCH = "- type: match\n  HEAD\n  pairs:\n"
FORECAST = "- type: forecast\n  HEAD\n  why: So.\n"
SECOND = "    - {left: B, right: Y, why: So.}\n"

# What is written, the line complained about, and a part of the complaint.
FAULTS = {
    "no YAML": ("- type: choice\n  ask: Which: one\n", 2, "is no YAML"),
    "text that opens with a star": ("- type: choice\n  ask: *why*\n", 2, "in quotes"),
    "no list": ("type: choice\n", 1, "a list of questions"),
    "nothing at all": ("", 1, "a list of questions"),
    "a key twice": ("- type: choice\n  ask: A?\n  ask: B?\n", 3, "`ask` stands here twice"),
    "a question without keys": ("- choice\n", 1, "question 1: keys are needed"),
    "no type": ("- ask: Why?\n", 1, "`type` is missing"),
    "an unknown type": ("- type: choise\n", 1, "Cure: write choice."),
    "a type unlike any": ("- type: essay\n", 1, "Cure: choose from choice, number"),
    "an unknown key": (NUMBER + "  tolerence: 1\n", 7, "Cure: write `tolerance`."),
    "a key unlike any": (NUMBER + "  colour: red\n", 7, "Cure: choose from type, ask"),
    "no question": (NUMBER.replace("HEAD", "outcome: 1\n  passage: p"), 1, "`ask` is missing"),
    "no passage": (NUMBER.replace("HEAD", "ask: Why?\n  outcome: 1"), 1, "`passage` is missing"),
    "no outcome": (NUMBER.replace("HEAD", "ask: Why?\n  passage: p"), 1, "`outcome` is missing"),
    "an empty text": (NUMBER.replace("why: So.", "why:"), 5, "`why` is empty"),
    "text that is a list": (NUMBER.replace("why: So.", "why: [So]"), 5, "`why` must be text. Cure:"),
    "a number without a reason": (NUMBER.replace("  why: So.\n", ""), 1, "`why` is missing"),
    "no answer": (NUMBER.replace("  answer: 10\n", ""), 1, "`answer` is missing"),
    "an answer in words": (NUMBER.replace("10", "4,000"), 6, '"4,000"'),
    "an unknown fact": (NUMBER.replace("10", "fact:headcounts:b"), 6, 'Cure: write "headcounts:a".'),
    "a tolerance below 0": (NUMBER + "  tolerance: -1\n", 7, "0 or more"),
    "a trap that counts as right": (
        NUMBER + "  tolerance: 1\n  traps: [{value: 10.5, why: No.}]\n", 8, "lies within 1 of the answer 10"
    ),
    "a trap without a reason": (NUMBER + "  traps: [{value: 5}]\n", 7, "trap 1: `why` is missing"),
    "traps that are no list": (NUMBER + "  traps: {value: 5, why: No.}\n", 7, "`traps` is no list"),
    "no choices": ("- type: choice\n  HEAD\n", 1, "`choices` is missing"),
    "no right choice": (choice("{text: A, why: No.}"), 1, "no choice is right"),
    "a choice without a reason": (choice("{text: A, right: true}"), 6, "choice 1: `why` is missing"),
    "a choice twice": (choice("{text: B, right: true, why: Yes.}"), 7, 'the choice "B" stands here twice'),
    "a choice that is plain text": (choice("A"), 6, "keys are needed here. Cure: write `text: ...`"),
    "one choice": (
        "- type: choice\n  HEAD\n  choices: [{text: A, right: true, why: So.}]\n", 5, "1 of the 2 it needs"
    ),
    "right that is no flag": (choice("{text: A, right: maybe, why: So.}"), 6, "Cure: write true or false"),
    "one item": (ORDER + "    - {text: A, when: 2004}\n", 6, "1 of the 2 it needs"),
    "an item without a reason": (
        ORDER + "    - {text: A}\n    - {text: B, why: So.}\n", 6, "item 1: a reason is missing"
    ),
    "an item twice": (ORDER + "    - {text: A, when: 1}\n    - {text: A, when: 2}\n", 7, "stands here twice"),
    "one pair": (MATCH + SECOND, 6, "1 of the 2 it needs"),
    "a pair without a reason": (MATCH + SECOND + "    - {left: A, right: X}\n", 7, "pair 2: `why` is"),
    "a left side twice": (MATCH + SECOND + SECOND.replace("Y", "X"), 7, 'left side "B" stands here twice'),
    "an extra that is right": (
        MATCH + SECOND + SECOND.replace("B", "A").replace("Y", "X") + "  extra: [{text: X, why: No.}]\n",
        8,
        'the right side "X" stands here twice',
    ),
    "more right sides than letters": (
        MATCH + "".join(f"    - {{left: A{n}, right: X{n}, why: So.}}\n" for n in range(27)),
        1,
        "more than 26 right sides",
    ),
    "one right side for all": (MATCH + SECOND + SECOND.replace("B", "A"), 1, "nothing to choose"),
    "no word on what happened": (FORECAST, 1, "`happened` is missing"),
    "what happened in other words": (FORECAST + "  happened: perhaps\n", 6, "true, false or unresolved"),
    "a probability as a share of 100 and more": (
        FORECAST + "  happened: true\n  comparison: {probability: 130, who: A coin}\n", 7, "between 0 and 100"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "part"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_once_at_its_line(text: str, line: int, part: str) -> None:
    questions, problems = read(text)
    assert questions == []
    assert [problem.line for problem in problems] == [line], problems
    assert part in problems[0].message


def test_all_faults_are_told_at_once_and_the_sound_questions_are_kept() -> None:
    questions, problems = read(
        NUMBER + "  colour: red\n  tolerance: wide\n" + choice("{text: A, right: true, why: Y.}")
    )
    assert [question.kind for question in questions] == ["choice"]
    assert [problem.line for problem in problems] == [7, 8]

"""From the YAML of a quiz to its questions: everything an author can get wrong is told here."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from string import ascii_uppercase
from typing import TypedDict

from bookkit.evidence import number_style as house
from bookkit.sphinx.quiz.fields import Fields, Problem, Reading
from bookkit.sphinx.quiz.model import (
    ChoiceQuestion,
    Comparison,
    Extra,
    Figure,
    ForecastQuestion,
    Item,
    Kind,
    MatchQuestion,
    NumberQuestion,
    Option,
    OrderQuestion,
    Pair,
    Question,
    Trap,
    Words,
)
from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME_CURE = "Cure: write lower-case words joined by hyphens, such as `history-check`."
COMMON = ("type", "ask", "outcome", "passage", "why")


class Common(TypedDict):
    """The arguments that every question takes."""

    kind: Kind
    ask: Words
    outcome: Words
    passage: Words
    why: Words | None


def read_quiz(
    text: str, first_line: int, resolve: Callable[[str], Figure]
) -> tuple[list[Question], list[Problem]]:
    """Read the questions of a quiz.

    Parameters
    ----------
    text
        A YAML list of questions.
    first_line
        Line of the source file on which `text` begins, from 1.
    resolve
        Gives the number of a fact id, or raises `ToldError`.

    Returns
    -------
    tuple
        The sound questions, and everything that is wrong with the others.
    """
    reading = Reading(resolve)
    try:
        root = read_yaml(text, first_line)
    except YamlError as error:
        return [], [Problem(error.line, str(error))]
    if root is None or not root.sequence:
        line = root.line if root else first_line
        return [], [Problem(line, "a list of questions is needed. Cure: begin each with `- type:`.")]
    questions = []
    for number, item in enumerate(root.sequence, 1):
        before = len(reading.problems)
        question = _question(reading, item, f"question {number}")
        if question is not None and len(reading.problems) == before:
            questions.append(question)
    return questions, reading.problems


def _question(reading: Reading, item: Located, what: str) -> Question | None:
    fields = Fields(reading, item, what)
    kind = fields.text("type")
    if kind.text not in READERS:
        if kind.text:
            close = get_close_matches(kind.text, READERS, n=1)
            cure = f"write {close[0]}" if close else f"choose from {', '.join(READERS)}"
            fields.note(f'`type` "{kind.text}" is unknown. Cure: {cure}.', kind.line)
        return None
    name, keys, read = READERS[kind.text]
    fields.allow((*COMMON, *keys))
    common: Common = {
        "kind": name,
        "ask": fields.text("ask"),
        "outcome": fields.text("outcome"),
        "passage": fields.text("passage"),
        "why": fields.text("why") if name in {"number", "forecast"} else fields.optional_text("why"),
    }
    return read(fields, common)


def _choice(fields: Fields, common: Common) -> ChoiceQuestion:
    before = len(fields.reading.problems)
    parts = fields.parts("choices", ("text", "right", "why"), "choice", least=2)
    choices = tuple(Option(part.text("text"), part.flag("right"), part.text("why")) for part in parts)
    fields.unique((choice.text for choice in choices), "choice")
    sound = len(fields.reading.problems) == before
    if sound and not any(choice.right for choice in choices):
        fields.note("no choice is right. Cure: add `right: true` to each right one.")
    return ChoiceQuestion(**common, choices=choices)


def _number(fields: Fields, common: Common) -> NumberQuestion:
    answer, tolerance = fields.figure("answer"), fields.tolerance(default=0)
    unit = fields.optional_text("unit")
    traps = []
    for part in fields.parts("traps", ("value", "tolerance", "why"), "trap"):
        trap = Trap(part.figure("value"), part.tolerance(default=tolerance), part.text("why"))
        if trap.figure.text and answer.text and abs(trap.figure.value - answer.value) <= tolerance:
            part.note(
                f"{trap.figure.text} lies within {house.number(tolerance)} of the answer {answer.text} and "
                "counts as right. Cure: change its value or narrow the question's `tolerance`."
            )
        traps.append(trap)
    return NumberQuestion(
        **common, answer=answer, tolerance=tolerance, unit=unit.text if unit else "", traps=tuple(traps)
    )


def _order(fields: Fields, common: Common) -> OrderQuestion:
    items = []
    for part in fields.parts("items", ("text", "when", "why"), "item", least=2):
        item = Item(part.text("text"), part.optional_text("when"), part.optional_text("why"))
        if part.sound and not part.values.keys() & {"when", "why"}:
            part.note("a reason is missing. Cure: add `when:` with its date, or `why:`.")
        items.append(item)
    fields.unique((item.text for item in items), "item")
    return OrderQuestion(**common, items=tuple(items))


def _match(fields: Fields, common: Common) -> MatchQuestion:
    parts = fields.parts("pairs", ("left", "right", "why"), "pair", least=2)
    pairs = [(part.text("left"), part.text("right"), part.text("why")) for part in parts]
    wrong = [
        (part.text("text"), part.text("why"))
        for part in fields.parts("extra", ("text", "why"), "extra option")
    ]
    fields.unique((left for left, _, _ in pairs), "left side")
    rights = list({right.text: right for _, right, _ in pairs}.values())
    fields.unique((*rights, *(text for text, _ in wrong)), "right side")
    if len(rights) + len(wrong) > len(ascii_uppercase):
        fields.note(f"there are more than {len(ascii_uppercase)} right sides. Cure: split the question.")
    if len(pairs) > 1 and len(rights) + len(wrong) < 2:
        fields.note(
            "all left sides have the same right side, so there is nothing to choose. Cure: add `extra:`."
        )
    return MatchQuestion(
        **common,
        pairs=tuple(Pair(left, right.text, why) for left, right, why in pairs),
        extra=tuple(Extra(text.text, why) for text, why in wrong),
    )


def _forecast(fields: Fields, common: Common) -> ForecastQuestion:
    happened = fields.get("happened", required=True)
    if happened is not None and not isinstance(happened.value, bool) and happened.value != "unresolved":
        fields.note("`happened` is none of the three. Cure: write true, false or unresolved.", happened.line)
    comparison = None
    if (item := fields.get("comparison", required=False)) is not None:
        part = Fields(fields.reading, item, f"{fields.what}, comparison", ("probability", "who"))
        comparison = Comparison(part.figure("probability"), part.text("who"))
        if not 0 <= comparison.probability.value <= 100:
            part.note("`probability` is out of bounds. Cure: write per cent, between 0 and 100.")
    settled = happened is not None and isinstance(happened.value, bool)
    return ForecastQuestion(
        **common, happened=bool(happened and happened.value) if settled else None, comparison=comparison
    )


READERS: dict[str, tuple[Kind, tuple[str, ...], Callable[[Fields, Common], Question]]] = {
    "choice": ("choice", ("choices",), _choice),
    "number": ("number", ("answer", "tolerance", "unit", "traps"), _number),
    "order": ("order", ("items",), _order),
    "match": ("match", ("pairs", "extra"), _match),
    "forecast": ("forecast", ("happened", "comparison"), _forecast),
}

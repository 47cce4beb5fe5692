"""The answers with their reasons, once in the page, at the end of the quiz.

Without JavaScript they are closed `<details>`, on paper a list after a page break. The script shows a reason
by moving its piece (`data-piece`) from here to its place beside the question, so none stands there twice.
"""

from __future__ import annotations

from docutils import nodes

from bookkit.evidence import number_style as house
from bookkit.models.scoring import brier_score
from bookkit.sphinx.element import el, element
from bookkit.sphinx.quiz.forms import Inline
from bookkit.sphinx.quiz.links import outcome_link, passage_link
from bookkit.sphinx.quiz.model import (
    ChoiceQuestion,
    ForecastQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)

HAPPENED = {True: "It happened.", False: "It did not happen.", None: "Not settled yet, so there is no score."}


def answer(question: Question, name: str, number: int, inline: Inline) -> element:
    """Return a question's answer.

    Parameters
    ----------
    question
        The question.
    name
        HTML id of the question's form.
    number
        Its place in the quiz, from 1.
    inline
        Turns Markdown into nodes.
    """
    parts = _parts(question, inline)
    if question.why:
        parts.append(piece("why", inline(question.why)))
    if isinstance(question, NumberQuestion):
        parts += _traps(question, inline)
    if isinstance(question, MatchQuestion):
        parts += _extra(question, inline)
    source = nodes.inline("", "Read again: ", passage_link(question.passage))
    source += [nodes.Text(" · Outcome "), outcome_link(question.outcome)]
    parts.append(piece("source", source))
    return el(
        "details",
        el("summary", f"Answer to question {number}"),
        *parts,
        class_="nq-answer",
        data_for=name,
    )


def piece(name: str, *content: nodes.Node | str, **attributes: str) -> element:
    """Return a reason that the script can move, in the place to which it returns."""
    return el("div", el("div", *content, class_="nq-piece", data_piece=name, **attributes))


def _parts(question: Question, inline: Inline) -> list[nodes.Node]:
    match question:
        case ChoiceQuestion():
            return [_choices(question, inline)]
        case NumberQuestion():
            return [_number(question)]
        case OrderQuestion():
            return [_order(question, inline)]
        case MatchQuestion():
            return [_match(question, inline)]
        case ForecastQuestion():
            return _forecast(question, inline)
    raise TypeError(f"no answer for {type(question).__name__}")


def _choices(question: ChoiceQuestion, inline: Inline) -> element:
    items = []
    for number, choice in enumerate(question.choices):
        verdict = "Right" if choice.right else "Wrong"
        reason = el(
            "div",
            el("strong", f"{verdict}."),
            " ",
            inline(choice.why),
            class_=f"nq-piece nq-is-{verdict.lower()}",
            data_piece=str(number),
        )
        items.append(el("li", inline(choice.text), el("div", reason)))
    return el("ul", *items)


def _number(question: NumberQuestion) -> element:
    within = f" (within {house.number(question.tolerance)})" if question.tolerance else ""
    text = question.answer.with_unit(question.unit)
    return piece("answer", "The answer: ", el("strong", text), f"{within}.")


def _order(question: OrderQuestion, inline: Inline) -> element:
    items = []
    for place, item in enumerate(question.items):
        reason: list[nodes.Node | str] = [el("strong", inline(item.when), ".")] if item.when else []
        reason += [" ", inline(item.why)] if item.why else []
        items.append(el("li", inline(item.text), piece(str(place), *reason)))
    return el("ol", *items)


def _match(question: MatchQuestion, inline: Inline) -> element:
    pairs = [
        el(
            "li",
            inline(pair.left),
            ": ",
            el("strong", question.lettered(pair.right)),
            piece(str(number), inline(pair.why)),
        )
        for number, pair in enumerate(question.pairs)
    ]
    return el("ul", *pairs)


def _traps(question: NumberQuestion, inline: Inline) -> list[nodes.Node]:
    items = []
    for number, trap in enumerate(question.traps):
        data = {"data_value": f"{trap.figure.value!r}", "data_tolerance": f"{trap.tolerance!r}"}
        reason = piece(f"trap-{number}", inline(trap.why), **data)
        items.append(el("li", f"{trap.figure.with_unit(question.unit)}:", reason))
    return [el("p", "Not right:"), el("ul", *items)] if items else []


def _extra(question: MatchQuestion, inline: Inline) -> list[nodes.Node]:
    options = question.options()
    items = []
    for wrong in question.extra:
        name = f"extra-{options.index(wrong.text)}"
        items.append(
            el("li", piece(name, el("strong", question.lettered(wrong.text)), ": ", inline(wrong.why)))
        )
    return [el("p", "Belongs to none:"), el("ul", *items)] if items else []


def _forecast(question: ForecastQuestion, inline: Inline) -> list[nodes.Node]:
    parts: list[nodes.Node] = [piece("happened", HAPPENED[question.happened])]
    other = question.comparison
    if other is not None:
        said = f" said {other.probability.with_unit('%')}"
        if question.happened is None:
            parts.append(piece("comparison", "For comparison, ", inline(other.who), f"{said}."))
        else:
            score = brier_score([other.probability.value / 100], [question.happened])
            text = f"{said}: Brier score {score:.2f}."
            parts.append(
                piece("comparison", "For comparison, ", inline(other.who), text, data_score=f"{score!r}")
            )
    return parts

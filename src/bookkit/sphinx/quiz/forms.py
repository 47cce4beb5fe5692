"""What the reader fills in: one form for each question, made of the browser's own controls.

The right answers stand in the source as data attributes: these are self-checks, not an examination.
Class names and data attributes are read by `static/natoiraq-quiz.js` and `static/natoiraq-quiz.css`.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from bookkit.evidence import number_style as house
from bookkit.sphinx.element import el, element
from bookkit.sphinx.quiz.model import (
    ChoiceQuestion,
    ForecastQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    Words,
)

Inline = Callable[[Words], nodes.inline]


def form(question: Question, name: str, key: str, title: str, inline: Inline) -> element:
    """Return a question's form.

    Parameters
    ----------
    question
        The question.
    name
        HTML id of the form, unique in the page.
    key
        Key under which the browser keeps the answer, unique in the book.
    title
        Such as "Question 2 of 6".
    inline
        Turns Markdown into nodes.
    """
    legend = el("legend", el("span", title, class_="nq-count"), " ", inline(question.ask))
    is_forecast = question.kind == "forecast"
    buttons = el(
        "div",
        el("button", "Score my forecast" if is_forecast else "Check", type="submit", class_="nq-check"),
        *(
            []
            if is_forecast
            else [el("button", "Show the answer", type="button", class_="nq-show", hidden=True)]
        ),
        el("button", "Start again", type="reset"),
        class_="nq-buttons",
    )
    return el(
        "form",
        el("fieldset", legend, *body(question, name, inline), buttons),
        el("div", class_="nq-result", id=f"{name}-result", role="status"),
        el("div", class_="nq-more"),
        id=name,
        class_=f"nq-question nq-{question.kind}",
        data_kind=question.kind,
        data_key=key,
        # Outside a dialog this method does nothing, so Enter is harmless without JavaScript.
        method="dialog",
        novalidate=True,
        autocomplete="off",
    )


def body(question: Question, name: str, inline: Inline) -> list[nodes.Node]:
    """Return the controls of a question."""
    match question:
        case ChoiceQuestion():
            return _choice(question, name, inline)
        case NumberQuestion():
            return _number(question, name)
        case OrderQuestion():
            return [_order(question, name, inline)]
        case MatchQuestion():
            return _match(question, name, inline)
        case ForecastQuestion():
            return _forecast(question, name)
    raise TypeError(f"no form for {type(question).__name__}")


def slot(name: str | None = None) -> element:
    """Return the empty place into which the script moves a reason."""
    return el("div", class_="nq-slot", id=name)


def _choice(question: ChoiceQuestion, name: str, inline: Inline) -> list[nodes.Node]:
    rows: list[nodes.Node] = [el("p", "Tick all that are right.", class_="nq-hint")] if question.many else []
    for number, choice in enumerate(question.choices):
        control = el(
            "input",
            type="checkbox" if question.many else "radio",
            name=name,
            value=str(number),
            data_right=choice.right,
            aria_describedby=f"{name}-{number}-why",
        )
        label = el("label", control, inline(choice.text))
        rows.append(el("div", label, slot(f"{name}-{number}-why"), class_="nq-row"))
    return rows


def _number(question: NumberQuestion, name: str) -> list[nodes.Node]:
    near = (
        f"Within {house.number(question.tolerance)} of the answer counts as right."
        if question.tolerance
        else "Only the exact number counts as right."
    )
    data: dict[str, str | bool | None] = {
        "data_answer": f"{question.answer.value!r}",
        "data_tolerance": f"{question.tolerance!r}",
        "data_percent": question.percent,
    }
    return _entry(name, "Your answer", question.unit, near, data)


def _forecast(question: ForecastQuestion, name: str) -> list[nodes.Node]:
    happened = {True: "yes", False: "no", None: None}[question.happened]
    hint = "From 0 (cannot happen) to 100 (certain). Once scored, it stays as you gave it."
    return _entry(name, "Your probability", "%", hint, {"data_percent": True, "data_happened": happened})


def _entry(
    name: str, label: str, unit: str, hint: str, data: dict[str, str | bool | None]
) -> list[nodes.Node]:
    control = el(
        "input",
        type="text",
        inputmode="decimal",
        id=f"{name}-entry",
        aria_describedby=f"{name}-unit {name}-hint {name}-result",
        **data,
    )
    return [
        el(
            "div",
            el("label", label, for_=f"{name}-entry"),
            control,
            el("span", unit, id=f"{name}-unit", class_="nq-unit"),
            class_="nq-entry",
        ),
        el("p", hint, class_="nq-hint", id=f"{name}-hint"),
    ]


def _order(question: OrderQuestion, name: str, inline: Inline) -> element:
    rows = []
    for place in question.shuffled():
        text = f"{name}-{place}-text"
        moves = [
            el(
                "button",
                el("span", arrow, aria_hidden="true"),
                type="button",
                id=f"{name}-{place}-{way}",
                class_="nq-move",
                data_way=way,
                aria_label=f"Move {way}:",
                aria_labelledby=f"{name}-{place}-{way} {text}",
            )
            for way, arrow in (("up", "↑"), ("down", "↓"))
        ]
        rows.append(
            el(
                "li",
                el("div", el("span", inline(question.items[place].text), id=text), *moves, class_="nq-row"),
                el("span", class_="nq-mark"),
                slot(),
                data_place=str(place),
            )
        )
    return el("ol", *rows, class_="nq-items")


def _match(question: MatchQuestion, name: str, inline: Inline) -> list[nodes.Node]:
    options = question.options()
    rows: list[nodes.Node] = [
        el("p", "Choose from:", class_="nq-hint"),
        el("ol", *(el("li", text) for text in options), type="A", class_="nq-options"),
    ]
    for number, pair in enumerate(question.pairs):
        select = el(
            "select",
            el("option", "Choose…", value=""),
            *(el("option", question.lettered(text), value=str(value)) for value, text in enumerate(options)),
            id=f"{name}-{number}",
            data_right=str(options.index(pair.right)),
            aria_describedby=f"{name}-{number}-mark {name}-{number}-why",
        )
        rows.append(
            el(
                "div",
                el("label", inline(pair.left), for_=f"{name}-{number}"),
                select,
                el("span", class_="nq-mark", id=f"{name}-{number}-mark"),
                slot(f"{name}-{number}-why"),
                class_="nq-row",
            )
        )
    return rows

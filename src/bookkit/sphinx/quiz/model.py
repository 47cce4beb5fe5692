"""What a quiz consists of, once its YAML has been read and found sound."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase
from typing import Literal, NamedTuple

Kind = Literal["choice", "number", "order", "match", "forecast"]
PERCENT_UNITS = {"%", "percent", "per cent"}


class Words(NamedTuple):
    """Inline Markdown and the line of the source file it stands on."""

    text: str
    line: int


class Figure(NamedTuple):
    """A number and how the reader sees it written."""

    value: float
    text: str

    def with_unit(self, unit: str) -> str:
        """Return the text with a unit; a fact in per cent brings its sign along."""
        bare = self.text.removesuffix("%")
        return f"{bare}%" if unit == "%" else f"{bare} {unit}" if unit else self.text


@dataclass(frozen=True)
class Question:
    """What all types share.

    Parameters
    ----------
    kind
        The YAML `type`.
    ask
        The question.
    outcome
        Id of the learning outcome that the question tests.
    passage
        Label or heading anchor of the passage that holds the answer.
    why
        General reason, shown with the right answer; None where each part has its own.
    """

    kind: Kind
    ask: Words
    outcome: Words
    passage: Words
    why: Words | None

    def answered_by(self) -> tuple[str, ...]:
        """Return the texts that a stored answer depends on, besides the question itself."""
        return ()

    def fingerprint(self) -> str:
        """Return a short key that changes when a stored answer would no longer fit the question."""
        parts = "\0".join((self.kind, self.ask.text, *self.answered_by()))
        return sha256(parts.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Option:
    """One choice of a choice question, with the reason why it is right or wrong."""

    text: Words
    right: bool
    why: Words


@dataclass(frozen=True)
class ChoiceQuestion(Question):
    """Tick the one right choice, or all right ones when there are several."""

    choices: tuple[Option, ...]

    @property
    def many(self) -> bool:
        """Whether more than one choice is right."""
        return sum(choice.right for choice in self.choices) > 1

    def answered_by(self) -> tuple[str, ...]:
        """Return the choices."""
        return tuple(choice.text.text for choice in self.choices)


@dataclass(frozen=True)
class Trap:
    """A foreseen wrong number; `tolerance` is in the question's unit."""

    figure: Figure
    tolerance: float
    why: Words


@dataclass(frozen=True)
class NumberQuestion(Question):
    """Write a number that lies within `tolerance` of `answer`, both in `unit`."""

    answer: Figure
    tolerance: float
    unit: str
    traps: tuple[Trap, ...]

    @property
    def percent(self) -> bool:
        """Whether the unit is per cent, so that "50%" means 50."""
        return self.unit.lower() in PERCENT_UNITS

    def answered_by(self) -> tuple[str, ...]:
        """Return the unit: the same digits mean another thing in another one."""
        return (self.unit,)


@dataclass(frozen=True)
class Item:
    """One thing to put in order; `when` and `why` are shown once it is in its place."""

    text: Words
    when: Words | None
    why: Words | None


@dataclass(frozen=True)
class OrderQuestion(Question):
    """Put `items`, given here in the right order, in order."""

    items: tuple[Item, ...]

    def answered_by(self) -> tuple[str, ...]:
        """Return the items."""
        return tuple(item.text.text for item in self.items)

    def shuffled(self) -> list[int]:
        """Return the places of the items as first shown: the same at each build, never in right order."""
        key = self.fingerprint()
        right = list(range(len(self.items)))
        shown = sorted(right, key=lambda place: sha256(f"{key}{place}".encode()).digest())
        return shown if shown != right else [*right[1:], 0]


@dataclass(frozen=True)
class Pair:
    """A left side and the right side that belongs to it, which is plain text."""

    left: Words
    right: str
    why: Words


@dataclass(frozen=True)
class Extra:
    """A right side that belongs to no left side."""

    text: str
    why: Words


@dataclass(frozen=True)
class MatchQuestion(Question):
    """Choose for each left side the right side that belongs to it."""

    pairs: tuple[Pair, ...]
    extra: tuple[Extra, ...]

    def options(self) -> list[str]:
        """Return what the reader chooses from, in alphabetical order."""
        return sorted({pair.right for pair in self.pairs} | {wrong.text for wrong in self.extra})

    def lettered(self, option: str) -> str:
        """Return an option with its letter, by which it is told where a narrow menu cuts it off."""
        return f"{ascii_uppercase[self.options().index(option)]}. {option}"

    def answered_by(self) -> tuple[str, ...]:
        """Return both sides."""
        return (*(pair.left.text for pair in self.pairs), *self.options())


@dataclass(frozen=True)
class Comparison:
    """Another forecaster: `probability` in per cent, and who that is."""

    probability: Figure
    who: Words


@dataclass(frozen=True)
class ForecastQuestion(Question):
    """Give a probability in per cent; scored by Brier unless the matter is unresolved."""

    happened: bool | None
    comparison: Comparison | None

"""Reading the keys of a YAML mapping, with a complaint and its cure for each one that is missing or odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from bookkit.errors import ToldError
from bookkit.evidence import number_style as house
from bookkit.sphinx.quiz.model import Figure, Words
from bookkit.sphinx.yaml_lines import Located

FACT = "fact:"
MEANING = {
    "type": "choice, number, order, match or forecast",
    "ask": "the question",
    "outcome": "the id of the learning outcome it tests",
    "passage": "the label of the passage that holds the answer",
    "why": "the reason, which the reader sees after checking",
    "choices": "a list of choices, each with `text` and `why`, the right ones with `right: true`",
    "text": "what the reader sees",
    "answer": "the right number, or `fact:` and a fact id",
    "value": "the wrong number you foresee",
    "items": "the list to put in order, in the right order",
    "pairs": "a list of pairs, each with `left`, `right` and `why`",
    "left": "what is matched",
    "right": "what belongs to it",
    "happened": "true, false or unresolved",
    "probability": "a number from 0 to 100",
    "who": "whose forecast it is",
}


class Problem(NamedTuple):
    """One thing wrong with a quiz: line of the source file, from 1; message with the cure."""

    line: int
    message: str


@dataclass
class Reading:
    """One quiz being read: what turns fact ids into numbers, and what has been found wrong so far."""

    resolve: Callable[[str], Figure]
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(line, message))


class Fields:
    """The keys of one mapping. A getter that finds nothing sound notes the problem and returns a stand-in.

    Parameters
    ----------
    reading
        Collects the problems.
    item
        The YAML that should be a mapping.
    what
        Name of the mapping in messages, such as "question 2, choice 1".
    keys
        Keys it may have; None leaves the check to a later call of `allow`.
    """

    def __init__(self, reading: Reading, item: Located, what: str, keys: Iterable[str] | None = None) -> None:
        self.reading = reading
        self.line = item.line
        self.what = what
        self.sound = item.mapping is not None
        self.values = item.mapping or {}
        if not self.sound:
            self.note(f"keys are needed here. Cure: write `{next(iter(keys or MEANING))}: ...` and so on.")
        elif keys is not None:
            self.allow(keys)

    def note(self, message: str, line: int | None = None) -> None:
        """Note a problem with this mapping."""
        self.reading.note(line or self.line, f"{self.what}: {message}")

    def allow(self, keys: Iterable[str]) -> None:
        """Note each key that is not among `keys`, with the closest one."""
        known = list(keys)
        for key, item in self.values.items():
            if key not in known:
                close = get_close_matches(key, known, n=1)
                cure = f"write `{close[0]}`" if close else f"choose from {', '.join(known)}"
                self.note(f"`{key}` is no key here. Cure: {cure}.", item.line)

    def get(self, key: str, required: bool) -> Located | None:
        """Return the value of `key`, or None after noting it when it must be there."""
        item = self.values.get(key)
        if item is None and required and self.sound:
            self.note(f"`{key}` is missing. Cure: add `{key}:` with {MEANING[key]}.")
        return item

    def text(self, key: str) -> Words:
        """Return a text that must be there."""
        return self._words(key, self.get(key, required=True)) or Words("", self.line)

    def optional_text(self, key: str) -> Words | None:
        """Return a text that may be left out."""
        return self._words(key, self.get(key, required=False))

    def _words(self, key: str, item: Located | None) -> Words | None:
        if item is None:
            return None
        if item.raw is None:
            self.note(f"`{key}` must be text. Cure: write it in quotes.", item.line)
        elif item.value is None or not item.raw.strip():
            meaning = MEANING.get(key, "a text")
            self.note(f"`{key}` is empty. Cure: write {meaning}, or leave the key out.", item.line)
        else:
            return Words(item.raw.strip(), item.line)
        return None

    def flag(self, key: str) -> bool:
        """Return true or false; false when left out."""
        item = self.get(key, required=False)
        if item is None or isinstance(item.value, bool):
            return bool(item and item.value)
        self.note(f"`{key}` is {_shown(item)}. Cure: write true or false.", item.line)
        return False

    def figure(self, key: str) -> Figure:
        """Return a number that must be there: written out, or taken from a fact."""
        item = self.get(key, required=True)
        if item is None:
            return Figure(0, "")
        if item.raw and item.raw.startswith(FACT):
            try:
                return self.reading.resolve(item.raw.removeprefix(FACT).strip())
            except ToldError as error:
                self.note(f"`{key}`: {error}", item.line)
                return Figure(0, "")
        value = self._number(key, item)
        return Figure(value, house.number(value))

    def tolerance(self, default: float) -> float:
        """Return how far from the number an answer may lie, in the question's unit."""
        item = self.get("tolerance", required=False)
        value = default if item is None else self._number("tolerance", item)
        if item is not None and value < 0:
            self.note(
                "`tolerance` is below 0. Cure: write how far off an answer may be, 0 or more.", item.line
            )
        return value

    def _number(self, key: str, item: Located) -> float:
        if isinstance(item.value, int | float) and not isinstance(item.value, bool):
            return float(item.value)
        self.note(
            f"`{key}` is {_shown(item)}. Cure: write a number without commas, or `fact:` and a fact id.",
            item.line,
        )
        return 0

    def parts(self, key: str, keys: Iterable[str], name: str, least: int = 0) -> list[Fields]:
        """Return the mappings of the list under `key`.

        Parameters
        ----------
        key
            The key; it must be there when `least` is above 0.
        keys
            Keys that each mapping may have.
        name
            What one mapping is called in messages.
        least
            How many there must be.
        """
        item = self.get(key, required=least > 0)
        if item is None:
            return []
        if item.sequence is None:
            self.note(f"`{key}` is no list. Cure: begin each {name} with a hyphen.", item.line)
            return []
        if len(item.sequence) < least:
            self.note(f"`{key}` has {len(item.sequence)} of the {least} it needs. Cure: add more.", item.line)
        return [
            Fields(self.reading, part, f"{self.what}, {name} {number}", keys)
            for number, part in enumerate(item.sequence, 1)
        ]

    def unique(self, texts: Iterable[Words], name: str) -> None:
        """Note each text that stands there twice."""
        seen: dict[str, int] = {}
        for words in texts:
            if words.text and words.text in seen:
                first = f"first on line {seen[words.text]}"
                self.note(
                    f'the {name} "{words.text}" stands here twice, {first}. Cure: reword one.', words.line
                )
            seen.setdefault(words.text, words.line)


def _shown(item: Located) -> str:
    return f'"{item.raw}"' if item.raw is not None else "a list or keys"

"""`words.txt` holds what is needed and nothing else, so that it hides no slip."""

from __future__ import annotations

import re

import pytest

from natoiraq.proofreading import vocabulary
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.rules import spelling, words
from tests.conftest import ROOT

GROUPS = [
    [line for line in group.splitlines() if not line.startswith("#")]
    for group in vocabulary.FILE.read_text(encoding="utf-8").split("\n\n")[1:]
]


def test_each_group_is_in_order_and_has_a_reason() -> None:
    text = vocabulary.FILE.read_text(encoding="utf-8")
    assert all(group.startswith("# ") for group in text.split("\n\n"))
    assert [group for group in GROUPS if group != sorted(group, key=str.casefold)] == []
    assert len(vocabulary.entries()) == len(set(vocabulary.entries()))


def test_each_entry_is_used_and_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard against entries that stay when a page goes, and would let a slip of that form pass."""
    with_list = vocabulary.entries()
    monkeypatch.setattr(vocabulary, "known_words", frozenset)
    monkeypatch.setattr(vocabulary, "without_names", str)
    book = Book(ROOT)
    told = " ".join(line.text for line in book.words).replace("’", "'")
    objected = {
        *(re.sub(r"'s?$", "", word) for word in spelling.suggestions(list(spelling.word_uses(book)))),
        *(
            found
            for rule in (*words.RULES, spelling.no_word_stands_twice)
            for problem in rule(book)
            for found in re.findall(r"“(.+?)”", problem.message)
        ),
    }
    folded = {each.casefold() for each in objected}
    unused = [
        entry
        for entry in with_list
        if not re.search(rf"(?<!\w){re.escape(entry)}(?!\w)", told, re.IGNORECASE)
    ]
    assert unused == []
    unneeded = [entry for entry in with_list if folded.isdisjoint(map(str.casefold, parts(entry)))]
    assert unneeded == []


def parts(entry: str) -> list[str]:
    """Return what a rule may have said of an entry: a word of a name, or its end."""
    return [entry, *entry.split(), entry.partition(" ")[2]]

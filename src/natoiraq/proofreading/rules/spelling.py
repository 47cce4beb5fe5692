"""Rules on spelling: each word is in the British dictionary or in `words.txt`, and stands there once.

The dictionary is Harper's, which knows British from American English and looks words up in no time. Of its
rules on style none is asked: they take our lists, headings and line breaks for mistakes.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading import vocabulary
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line

if TYPE_CHECKING:
    from harper import Linter

WORD: Final = re.compile(r"\w+(?:'\w+)*")
APART: Final = "\n\n"
TWICE: Final = re.compile(r"\b([^\W\d]+)\s+\1\b", re.IGNORECASE)
MISSING: Final = Problem(
    "pyproject.toml",
    None,
    None,
    "spelling was not checked, as harper-py is not installed here",
    'run `python -m pip install -c requirements.txt -e ".[test]"` with the Python of this environment',
)


def words_are_spelt_right(book: Book) -> Iterator[Problem]:
    """Guard against slips of the keyboard and of memory, in all that readers read."""
    uses = word_uses(book)
    try:
        misspelt = suggestions([word for word in uses if not _is_known(word)])
    except ModuleNotFoundError:
        yield MISSING
        return
    for word, offered in misspelt.items():
        cure = f"write {' or '.join(f'“{each}”' for each in offered)}" if offered else "correct it"
        for line in uses[word]:
            yield line.problem(
                f"“{word}” is in no British dictionary",
                f"{cure}; a word that is right goes into {vocabulary.where()}",
            )


def _is_known(word: str) -> bool:
    """Say whether a word, or what it is the genitive of, is in `words.txt`; it may begin a sentence."""
    bare = re.sub(r"'s?$", "", word)
    return not {bare, bare[0].lower() + bare[1:]}.isdisjoint(vocabulary.known_words())


def word_uses(book: Book) -> dict[str, list[Line]]:
    """Return {word: the lines it stands on}; letters alone and codes with digits are no words."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in book.words:
        for word in WORD.findall(vocabulary.without_names(line.text).replace("’", "'")):
            if len(word) > 1 and not re.search(r"[\d_]", word):
                found[word].append(line)
    return dict(found)


def suggestions(words: list[str]) -> dict[str, list[str]]:
    """Return {word that no British dictionary has: up to two words that may be meant}."""
    starts = list(accumulate((len(word) + len(APART) for word in words), initial=0))
    found: dict[str, list[str]] = {}
    for lint in _linter().lint(APART.join(words), language="plaintext"):
        # By place: of a word with a letter of another alphabet, Harper names a part.
        word = words[bisect(starts, lint.span.start) - 1]
        found[word] = [each.replacement_text for each in lint.suggestions if each.replacement_text][:2]
    return found


def _linter() -> Linter:
    from harper import Dialect, Linter, get_default_lint_config

    linter = Linter(dialect=Dialect.BRITISH)
    linter.set_lint_config({rule: rule == "SpellCheck" for rule in get_default_lint_config()})
    return linter


def no_word_stands_twice(book: Book) -> Iterator[Problem]:
    """Guard against “the the”, which eyes skip."""
    for line in book.words:
        for match in TWICE.finditer(vocabulary.without_names(line.text)):
            yield line.problem(
                f"“{match[0]}” repeats a word",
                f"write “{match[1]}”; a sentence that is right goes into {vocabulary.where()}",
            )


RULES = (words_are_spelt_right, no_word_stands_twice)

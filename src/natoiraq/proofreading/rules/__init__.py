"""The rules, by what they look at; each yields what it finds and says which mistake it guards against."""

from collections.abc import Callable, Iterator

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.rules import (
    chapters,
    charts,
    contents,
    exercises,
    lessons,
    links,
    numbers,
    own_words,
    quizzes,
    references,
    role_play,
    sentences,
    spelling,
    structure,
    words,
)

Rule = Callable[[Book], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *contents.RULES,
    *references.RULES,
    *links.RULES,
    *charts.RULES,
    *quizzes.RULES,
    *chapters.RULES,
    *exercises.RULES,
    *lessons.RULES,
    *role_play.RULES,
    *words.RULES,
    *sentences.RULES,
    *numbers.RULES,
    *spelling.RULES,
    *own_words.RULES,
)

__all__ = ["RULES", "Rule"]

"""Rules on questions and outcomes: their YAML is sound, and what they name is in the book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem, suggest
from bookkit.sphinx.quiz.figures import fact_figure
from bookkit.sphinx.quiz.model import Question
from bookkit.sphinx.quiz.parse import NAME, NAME_CURE, read_quiz
from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import Page

# Read so that a mistake elsewhere in the quiz does not make its outcomes look untested.
NAMED: Final = re.compile(r"""\boutcome:\s*["']?([\w.]+)""")
LONGEST: Final = 20
"""Words of an outcome; a longer one holds two."""

OUTCOME_CURE: Final = "write one outcome a line, such as `2.1: Tell a ceiling from a count.`"


def questions_are_sound(book: Book) -> Iterator[Problem]:
    """Guard against what stops the build: odd YAML, missing reasons, no right choice, unknown facts."""
    for page in book.checked:
        for fence in page.directives("quiz"):
            if not NAME.fullmatch(fence.argument):
                message = f'"{fence.argument}" cannot name a quiz. {NAME_CURE}'
                yield _told(page.name, fence.line, message)
            for line, message in read_quiz(fence.text, fence.first, fact_figure)[1]:
                yield _told(page.name, line, message)


def quizzes_have_names_of_their_own(book: Book) -> Iterator[Problem]:
    """Guard against two quizzes of one name: readers' answers would get mixed up."""
    seen: dict[str, str] = {}
    for page in book.in_book.values():
        for fence in page.directives("quiz"):
            if fence.argument in seen:
                message = f'the name "{fence.argument}" is taken by the quiz in {seen[fence.argument]}'
                yield Problem(page.name, fence.line, None, message, "choose another")
            seen.setdefault(fence.argument, f"{page.name}:{fence.line}")


def questions_name_what_is_there(book: Book) -> Iterator[Problem]:
    """Guard against a question whose passage or outcome is nowhere in the book."""
    outcomes = {outcome.text for page in book.in_book.values() for outcome in page.outcomes}
    for page, question in _questions(book.checked):
        number, line = question.outcome.text, question.outcome.line
        if number not in outcomes:
            cure = suggest(number, outcomes, "add it to the {outcomes} of its chapter")
            yield Problem(page.name, line, None, f'no chapter lists the outcome "{number}"', cure)
        target = question.passage.text
        known = _passages(book, page)
        if target not in known:
            cure = suggest(target, known, f"write `({target})=` above its heading")
            message = f'the passage "{target}" is nowhere in the book'
            yield Problem(page.name, question.passage.line, None, message, cure)


def _questions(pages: list[Page]) -> Iterator[tuple[Page, Question]]:
    for page in pages:
        for fence in page.directives("quiz"):
            for question in read_quiz(fence.text, fence.first, fact_figure)[0]:
                yield page, question


def _passages(book: Book, page: Page) -> set[str]:
    """Return what a question's `passage` may be: a label, a heading of its page, or `page#heading`."""
    found = {label for other in book.in_book.values() for label in other.labels}
    found |= page.slugs
    for name, other in book.in_book.items():
        found |= {f"{name.removesuffix('.md')}#{slug}" for slug in other.slugs}
    return found


def outcomes_are_sound(book: Book) -> Iterator[Problem]:
    """Guard against outcomes that are no list of ids and sentences, and ids used twice."""
    seen: dict[str, str] = {}
    for page in book.in_book.values():
        for fence in page.directives("outcomes"):
            try:
                root = read_yaml(fence.text, fence.first)
            except YamlError as error:
                yield _told(page.name, error.line, str(error))
                continue
            if root is None or not root.mapping:
                yield Problem(page.name, fence.line, None, "outcomes are needed here", OUTCOME_CURE)
                continue
            for name, text in root.mapping.items():
                if name in seen:
                    message = f'the id "{name}" is taken in {seen[name]}'
                    yield Problem(page.name, text.line, None, message, "choose another")
                seen.setdefault(name, f"{page.name}:{text.line}")
                yield from _wording(page, name, text)


def _wording(page: Page, name: str, text: Located) -> Iterator[Problem]:
    """Yield what is wrong with the words of one outcome."""
    words = (text.raw or "").split()
    if not words:
        message, cure = f'the text of outcome "{name}" is missing', OUTCOME_CURE
    elif len(words) > LONGEST:
        message = f'outcome "{name}" has {len(words)} words, more than {LONGEST}'
        cure = "say less, or make two of it"
    elif not words[0][0].isupper() or not words[-1].endswith("."):
        message = f'outcome "{name}" is no sentence'
        cure = "begin with a verb and a capital letter, and end with a full stop"
    else:
        return
    yield Problem(page.name, text.line, None, message, cure)


def outcomes_are_tested(book: Book) -> Iterator[Problem]:
    """Guard against a promise that no question tests."""
    quizzes = [fence.text for page in book.in_book.values() for fence in page.directives("quiz")]
    tested = {name for text in quizzes for name in NAMED.findall(text)}
    for page in book.checked:
        for outcome in page.outcomes:
            if outcome.text not in tested:
                message = f'no question of the book tests outcome "{outcome.text}"'
                yield outcome.problem(message, f"name it in a question, as `outcome: {outcome.text}`")


def _told(file: str, line: int, message: str) -> Problem:
    """Return a problem from a message that ends with its cure."""
    what, _, cure = message.partition(" Cure: ")
    return Problem(file, line, None, what.rstrip("."), cure.rstrip("."))


RULES = (
    questions_are_sound,
    quizzes_have_names_of_their_own,
    questions_name_what_is_there,
    outcomes_are_sound,
    outcomes_are_tested,
)

"""The `{quiz}` directive: reads, reports what is wrong, and puts the forms and answers on the page."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bookkit.sphinx.element import el, element
from bookkit.sphinx.quiz.answers import answer
from bookkit.sphinx.quiz.fields import Problem
from bookkit.sphinx.quiz.figures import fact_figure
from bookkit.sphinx.quiz.forms import form
from bookkit.sphinx.quiz.links import check_outcome, find_passage
from bookkit.sphinx.quiz.model import Question, Words
from bookkit.sphinx.quiz.parse import NAME, NAME_CURE, read_quiz
from bookkit.sphinx.records import Records

logger = logging.getLogger(__name__)

PRIVACY = "Your answers stay in this browser; nothing is sent anywhere."
NO_SCRIPT = "Checking needs JavaScript. Without it, the answers stand below the questions."
BRIER = (
    "A forecast is scored by its Brier score: the squared distance between your probability and what "
    "happened (1 if it did, 0 if not). 0 is best, 1 is worst; always saying 50% gets 0.25."
)


class QuizRecord(NamedTuple):
    """What the check over the whole book needs to know of one quiz."""

    name: str
    line: int
    passages: list[Words]
    outcomes: list[Words]


QUIZZES: Records[QuizRecord] = Records("natoiraq_quizzes")


def warn(page: str, problem: Problem) -> None:
    """Report a problem at its line."""
    place = (page, problem.line)
    logger.warning("quiz: %s", problem.message, location=place, type="natoiraq", subtype="quiz")


class QuizDirective(SphinxDirective):
    """Ask questions that the page itself checks.

    Formative use only: who reads the page's source reads the answers.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the quiz; questions that are wrong are reported and left out."""
        name = self.arguments[0]
        if not NAME.fullmatch(name):
            warn(self.env.docname, Problem(self.lineno, f'"{name}" cannot name a quiz. {NAME_CURE}'))
            return []
        first_line = self.lineno + self.content_offset + 1
        questions, problems = read_quiz("\n".join(self.content), first_line, fact_figure)
        for problem in problems:
            warn(self.env.docname, problem)
        passages, outcomes = [each.passage for each in questions], [each.outcome for each in questions]
        QUIZZES.add(self.env, QuizRecord(name, self.lineno, passages, outcomes))
        return [self.quiz(name, questions)] if questions else []

    def quiz(self, name: str, questions: list[Question]) -> element:
        """Return the quiz as HTML elements."""
        forms, answers = [], []
        for number, question in enumerate(questions, 1):
            html_id = f"quiz-{name}-{number}"
            title = f"Question {number} of {len(questions)}"
            key = f"{name}-{question.fingerprint()}"
            forms.append(form(question, html_id, key, title, self.inline))
            answers.append(answer(question, html_id, number, self.inline))
        brier = [el("p", BRIER, class_="nq-hint")] if any(q.kind == "forecast" for q in questions) else []
        return el(
            "div",
            el("p", PRIVACY, class_="nq-privacy"),
            el("p", NO_SCRIPT, class_="nq-no-script"),
            *brier,
            *forms,
            el(
                "div",
                el("p", class_="nq-progress", role="status"),
                el("button", "Clear my answers on this page", type="button", class_="nq-clear"),
                class_="nq-foot",
            ),
            el("div", el("p", "Answers", class_="nq-title"), *answers, class_="nq-answers"),
            class_="nq-quiz",
            id=f"quiz-{name}",
        )

    def inline(self, words: Words) -> nodes.inline:
        """Return Markdown as nodes; roles in it report the line they stand on."""
        # MyST counts from the line before.
        parsed, messages = self.parse_inline(words.text, lineno=words.line - 1)
        return nodes.inline("", "", *parsed, *messages)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Report names used twice, and passages and outcomes that are nowhere in the book."""
    seen: dict[str, str] = {}
    for page, quiz in QUIZZES.all(env):
        if quiz.name in seen:
            message = (
                f'the name "{quiz.name}" is taken by the quiz in {seen[quiz.name]}. Cure: choose another.'
            )
            warn(page, Problem(quiz.line, message))
        seen.setdefault(quiz.name, f"{env.doc2path(page, base=False)}, line {quiz.line}")
        for words in quiz.outcomes:
            if message := check_outcome(env, words.text):
                warn(page, Problem(words.line, message))
        for words in quiz.passages:
            if isinstance(found := find_passage(env, page, words.text), str):
                warn(page, Problem(words.line, found))

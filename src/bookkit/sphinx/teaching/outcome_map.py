"""The `{outcome-map}` directive: which questions and exercises test which outcome, over the whole book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from bookkit.sphinx.quiz.directive import QUIZZES
from bookkit.sphinx.teaching.exercises import exercises_by_outcome
from bookkit.sphinx.teaching.outcomes import Outcome, outcomes_of

COLUMNS = ("Outcome", "What you can do", "Questions that test it", "Exercises")
WIDTHS = (10, 48, 28, 14)


class outcome_map(nodes.General, nodes.Element):
    """Stands for the tables until all pages are read."""


class OutcomeMapDirective(SphinxDirective):
    """Mark the place of the tables."""

    def run(self) -> list[nodes.Node]:
        """Return the mark."""
        return [outcome_map()]


def questions_by_outcome(env: BuildEnvironment) -> dict[str, list[tuple[str, str, int]]]:
    """Return {outcome id: (page, name of the quiz, number) of each question that names it}."""
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for page, quiz in QUIZZES.all(env):
        for number, outcome in enumerate(quiz.outcomes, start=1):
            found[outcome.text].append((page, quiz.name, number))
    return found


def replace_maps(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put one table a chapter in the place of each mark."""
    for mark in list(doctree.findall(outcome_map)):
        questions, exercises = questions_by_outcome(app.env), exercises_by_outcome(app.env)
        pages = groupby(outcomes_of(app.env).values(), key=lambda outcome: outcome.page)
        parts: list[nodes.Node] = []
        for page, outcomes in pages:
            title = nodes.paragraph("", "", nodes.strong(text=app.env.titles[page].astext()))
            parts += [title, chapter_table(app, docname, list(outcomes), questions, exercises)]
        mark.replace_self(parts)


def chapter_table(
    app: Sphinx,
    docname: str,
    outcomes: list[Outcome],
    questions: dict[str, list[tuple[str, str, int]]],
    exercises: dict[str, list[str]],
) -> nodes.table:
    """Return the table of one chapter's outcomes."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in WIDTHS), cols=len(COLUMNS))
    group += nodes.thead("", row(*([nodes.Text(name)] for name in COLUMNS)))
    body = nodes.tbody()
    for outcome in outcomes:
        relative = partial(app.builder.get_relative_uri, docname)
        asked = [
            (f"question {number}", f"{relative(page)}#quiz-{quiz}-{number}")
            for page, quiz, number in questions[outcome.id]
        ]
        graded = [(page.rpartition("/")[2], relative(page)) for page in exercises[outcome.id]]
        body += row(
            [nodes.Text(outcome.id)],
            [nodes.Text(outcome.text)],
            links(asked, "none yet"),
            links(graded, "none"),
        )
    group += body
    return nodes.table("", group)


def links(targets: list[tuple[str, str]], none: str) -> Sequence[nodes.Node]:
    """Return links with commas between, or the word for none."""
    found: list[nodes.Node] = []
    for text, uri in targets:
        found += [nodes.Text(", ")] if found else []
        found.append(nodes.reference("", text, refuri=uri, internal=True))
    return found or [nodes.Text(none)]


def row(*cells: Sequence[nodes.Node]) -> nodes.row:
    """Return a table row of cells that each hold some nodes."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(outcome_map)
    app.add_directive("outcome-map", OutcomeMapDirective)
    app.connect("doctree-resolved", replace_maps)

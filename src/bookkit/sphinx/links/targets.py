"""Charts, questions and outcomes as targets of links: `[the counts](#chart-headcounts-nato)`."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bookkit.sphinx.links.charts import charts
from bookkit.sphinx.quiz.directive import QUIZZES
from bookkit.sphinx.teaching.outcomes import OUTCOMES


def anchors(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield (page, anchor) of each chart, each question and each learning outcome."""
    for page, name in charts.all(env):
        yield page, f"chart-{name}"
    for page, quiz in QUIZZES.all(env):
        for number, _ in enumerate(quiz.outcomes, start=1):
            yield page, f"quiz-{quiz.name}-{number}"
    for page, outcome in OUTCOMES.all(env):
        yield page, outcome.anchor


def note_targets(app: Sphinx, env: BuildEnvironment) -> None:
    """Make each a label, so that Sphinx writes links to it and warns about one that leads nowhere."""
    labels = env.get_domain("std").anonlabels  # type: ignore[attr-defined]
    for page, anchor in anchors(env):
        labels[anchor] = (page, anchor)


def setup(app: Sphinx) -> None:
    """Register the targets once all pages are read."""
    app.connect("env-updated", note_targets)

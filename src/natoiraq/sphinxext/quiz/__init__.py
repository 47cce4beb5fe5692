"""Self-checks: the `{quiz}` directive turns YAML questions into forms that the page itself checks."""

from __future__ import annotations

from sphinx.application import Sphinx

from natoiraq.sphinxext import element
from natoiraq.sphinxext.quiz.directive import QUIZZES, QuizDirective, check
from natoiraq.sphinxext.quiz.links import resolve_link


def setup(app: Sphinx) -> None:
    """Register the directive and its checks."""
    element.setup(app)
    QUIZZES.connect(app)
    app.add_directive("quiz", QuizDirective)
    app.connect("missing-reference", resolve_link)
    app.connect("env-check-consistency", check)

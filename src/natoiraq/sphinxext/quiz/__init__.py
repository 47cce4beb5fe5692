"""Self-checks: the `{quiz}` directive turns YAML questions into forms that the page itself checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the directive and its checks."""
    # Here, so that what only reads questions does not load Sphinx.
    from natoiraq.sphinxext import element
    from natoiraq.sphinxext.quiz.directive import QUIZZES, QuizDirective, check
    from natoiraq.sphinxext.quiz.links import resolve_link

    element.setup(app)
    QUIZZES.connect(app)
    app.add_directive("quiz", QuizDirective)
    app.connect("missing-reference", resolve_link)
    app.connect("env-check-consistency", check)

"""Self-checks: the `{quiz}` directive turns YAML questions into forms that the page itself checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the directive and its checks."""
    # Here, so that what only reads questions does not load Sphinx.
    from bookkit.sphinx import element
    from bookkit.sphinx.quiz.directive import QUIZZES, QuizDirective, check
    from bookkit.sphinx.quiz.links import resolve_link

    element.setup(app)
    QUIZZES.connect(app)
    app.add_directive("quiz", QuizDirective)
    app.connect("missing-reference", resolve_link)
    app.connect("env-check-consistency", check)

"""No book is built on broken evidence: `data/` and `references.bib` are checked before any page is read."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from natoiraq import evidence


def stop_on_problems(app: Sphinx) -> None:
    """Stop the build with every problem found in the evidence.

    Raises
    ------
    ExtensionError
        When a table or source breaks a rule; the message lists file, row, field and cure.
    """
    problems = evidence.validate()
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise ExtensionError(f"The evidence has {len(problems)} problem(s):\n{listed}")


def setup(app: Sphinx) -> None:
    """Check the evidence once, before reading starts."""
    app.connect("builder-inited", stop_on_problems)

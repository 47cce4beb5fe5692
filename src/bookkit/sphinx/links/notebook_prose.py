"""What a notebook of a page could not show stops the build: there it would vanish, or stand raw."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from bookkit.evidence import EvidenceError
from bookkit.notebooks import page
from bookkit.notebooks.prose import Prose, ProseError, Unreadable

logger = logging.getLogger(__name__)


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Report what a notebook of a page could not show, with its line."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".md":
        return
    prose = Prose(link=lambda target: target)
    for cell in page.read(path.read_text(encoding="utf-8")).cells:
        try:
            if cell.kind == "markdown":
                prose.plain(cell.source, cell.line)
        except (EvidenceError, Unreadable):
            continue  # the directive or role itself reports it
        except ProseError as error:
            where = (app.env.docname, error.line)
            logger.warning("notebook: %s", error, location=where, type="natoiraq", subtype="notebook")


def setup(app: Sphinx) -> None:
    """Register the check."""
    app.connect("doctree-read", check)

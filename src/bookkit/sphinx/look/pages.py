"""Every page of `book/` is in the table of contents, and the address `/` leads to the first of them."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

logger = logging.getLogger(__name__)

DOOR = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={first}">
<title>{title}</title>
</head>
<body><main><h1>{title}</h1><p><a href="{first}">Open the book</a></p></main></body>
</html>
"""


def missing_from_toc(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about each page below `book/` that no entry of `_toc.yml` names."""
    book = Path(app.srcdir) / "book"
    for path in sorted(book.rglob("*.md")):
        name = path.relative_to(app.srcdir).with_suffix("").as_posix()
        hidden = "/." in name  # what JupyterLab and other tools put aside
        if name not in env.found_docs and not hidden:
            logger.warning(
                "the page is missing from _toc.yml. Cure: add `- file: %s` where it belongs, "
                "or delete the page",
                name,
                location=f"{path}:1",
            )


def write_door(app: Sphinx, exception: Exception | None) -> None:
    """Write `index.html` at the top with a title and a language; the stock redirect has neither."""
    first = f"{app.config.root_doc}.html"
    if exception is None and app.builder.format == "html" and first != "index.html":
        door = DOOR.format(first=first, title=app.config.html_title)
        Path(app.outdir, "index.html").write_text(door, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the check and the door."""
    app.connect("env-updated", missing_from_toc)
    app.connect("build-finished", write_door, priority=900)

"""Each page with code offers itself as a notebook, and beside it the package that the notebook needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bookkit import project
from bookkit.files import write_text
from bookkit.notebooks import edition, wheel
from bookkit.notebooks.prose import ProseError
from bookkit.sphinx.run.execution import is_notebook
from bookkit.sphinx.teaching import exercises

LINKS = """
<p class="nq-take">Take this page along: <a href="{stem}.ipynb" download>notebook</a>\
 and <a href="{wheel}" download>the package it needs</a>.
<a href="{ways}">Which way for my machine?</a></p>"""


def offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the notebook of a page with code, and link it below the page's title."""
    file = Path(app.env.doc2path(pagename)) if doctree is not None else None
    if file is None or not is_notebook(file) or pagename.startswith(exercises.FOLDER):
        return  # exercises offer the notebook that is handed in
    site = app.config.html_baseurl and app.config.html_baseurl.rstrip("/") + "/"
    try:
        notebook = edition.edition(file, pagename, project.current().wheel, site)
    except ProseError:
        return  # reported where the page was read, with its line
    write_text(Path(app.outdir, f"{pagename}.ipynb"), edition.written(notebook))
    links = LINKS.format(stem=file.stem, wheel=project.current().wheel, ways=edition.WAYS)
    context["body"] = context.get("body", "").replace("</h1>", f"</h1>{links}", 1)


def write_wheel(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the package beside the pages, unless it is there and made from the same."""
    folder, state = Path(app.outdir, "book"), wheel.state(Path(app.srcdir))
    # Not in the environment, which Sphinx keeps only when it has read a page.
    note = Path(app.doctreedir, "natoiraq-wheel")
    made = (
        note.is_file()
        and note.read_text(encoding="utf-8") == state
        and (folder / project.current().wheel).exists()
    )
    if app.builder.format == "html" and not made:
        wheel.write_wheel(Path(app.srcdir), folder)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(state, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the notebooks."""
    app.connect("html-page-context", offer)
    app.connect("env-updated", write_wheel)

"""The pages of the exercises: a link to each as a notebook, and which outcomes each of them tests."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import yaml
from docutils import nodes
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bookkit import project
from bookkit.sphinx.records import Records
from sphinx import addnodes

FOLDER: Final = "book/exercises/"
HOW: Final = "which-way"
"""Label of the page that says how to open a notebook on which machine."""


TESTED: Records[str] = Records("natoiraq_tested_outcomes")


def exercises_by_outcome(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return {outcome id: the pages of the exercises that test it}."""
    found: dict[str, list[str]] = defaultdict(list)
    for page, outcome in TESTED.all(env):
        found[outcome].append(page)
    return found


def note_outcomes(app: Sphinx, doctree: nodes.document) -> None:
    """Note which outcomes an exercise tests."""
    page = app.env.docname
    if page.startswith(FOLDER):
        for outcome in header(Path(app.env.doc2path(page)))["exercise"]["outcomes"]:
            TESTED.add(app.env, str(outcome))


def header(path: Path) -> dict[str, Any]:
    """Return the header of a page."""
    text = path.read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    return found


def offer_notebook(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to the notebook, its package and the ways to open it under the title of an exercise."""
    page = app.env.docname
    if not page.startswith(FOLDER):
        return
    file = f"{page.removeprefix(FOLDER)}.ipynb"
    link = nodes.reference("", f"notebook ({file})", refuri=file, internal=True)
    # Beside the chapters, where bookkit.sphinx.links.notebooks puts it.
    package = nodes.reference(
        "", "the package it needs", refuri=f"../{project.current().wheel}", internal=True
    )
    how = addnodes.pending_xref(
        "",
        nodes.inline("", "Which way for my machine?"),
        refdomain="std",
        reftype="ref",
        reftarget=HOW,
        refexplicit=True,
        refwarn=True,
        refdoc=page,
    )
    said, also, stop = map(nodes.Text, ("Download this exercise: ", " and ", ". "))
    offer = nodes.paragraph("", "", said, link, also, package, stop, how)
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, offer)


def write_notebook(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write an exercise as a notebook beside its page."""
    if doctree is None or not pagename.startswith(FOLDER):
        return
    import nbformat

    notebook = read_myst_markdown_notebook(Path(app.env.doc2path(pagename)).read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
    notebook.metadata.pop("jupytext", None)
    notebook.nbformat_minor = 5
    path = Path(app.outdir, f"{pagename}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the outcomes, the link and the notebooks."""
    TESTED.connect(app)
    app.connect("doctree-read", note_outcomes)
    app.connect("doctree-read", offer_notebook)
    app.connect("html-page-context", write_notebook)

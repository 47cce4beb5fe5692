"""Makes nbgrader's formgrader safe to look at students' work with, and puts rubric and model answer there.

Formgrader shows what students wrote as a page of the server that marks are given on. So what they wrote and
what their code showed is made harmless first, as in feedback; charts are drawn on our side.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, Final

from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from traitlets import Unicode

from bookkit import project
from natoiraq.course.folder import Course
from natoiraq.exercises import rules, source_notebook
from natoiraq.grading.shown import Shown, shown

SOLUTION: Final = re.compile(f"{rules.SOLUTION[0]}\n(.*?)\n?{rules.SOLUTION[1]}", re.DOTALL)
RUBRIC: Final = re.compile(r"^\(the-rubric\)=\n.*?^(\|.*?\n)\n", re.DOTALL | re.MULTILINE)
CHECKS: Final = "# The checks of this part; their source is in the exercise."
PICTURE: Final = '<div style="max-width:46rem;background:#fff" role="img" aria-label="{0}">{1}</div>'


def protect(config: Any, root: str) -> None:
    """Set up nbgrader in a course folder; called by its `nbgrader_config.py`.

    Parameters
    ----------
    config
        What `get_config()` gave.
    root
        The course folder.
    """
    config.CourseDirectory.root = root
    config.CourseDirectory.course_id = project.current().package
    config.HTMLExporter.preprocessors = [Harmless]
    config.HTMLExporter.filters = {"markdown2html": "natoiraq.grading.safe_html.markdown"}
    config.Harmless.root = root
    # Formgrader's own buttons to release, grade and give feedback know no variants and no sandbox, and would
    # write over what the command wrote: they get folders of their own, where there is nothing to grade.
    for name in ("release", "submitted", "feedback"):
        setattr(config.CourseDirectory, f"{name}_directory", f"nbgrader-{name}")


class Harmless(Preprocessor):
    """Turns a graded notebook into one that may be shown, with a rubric and a model answer at hand."""

    root = Unicode(help="The course folder.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Make all outputs harmless, and add what helps with the parts that a person marks."""
        course = Course(Path(self.root))
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell, pieces in zip(code, shown(code, course.settings.patience), strict=True):
            html = "\n".join(_html(piece) for piece in pieces if piece.kind != "code")
            cell.outputs = [new_output("display_data", {"text/html": html})] if html else []
        nb.cells = [cell for cell in nb.cells if cell.cell_type in ("code", "markdown")]
        for cell in nb.cells:
            cell.attachments = {}
            told = cell.metadata.get("nbgrader")
            cell.metadata = NotebookNode({"nbgrader": told} if told else {})
            if told and told["grade"] and not told["solution"]:
                cell.source = CHECKS  # they are long, and what they said stands below
        if name := resources.get("notebook_id"):
            self._add_help(nb, course, name, resources.get("student", ""))
        return nb, resources

    def _add_help(self, nb: NotebookNode, course: Course, exercise: str, folder: str) -> None:
        student = course.by_folder.get(folder)
        variant = course.variant(exercise, student) if student else None
        models = {
            cell.id: model_answer(cell)
            for cell in source_notebook(course.exercises / exercise, variant).cells
            if _by_hand(cell)
        }
        cells = []
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in models and exercise == "memo":
                cells.append(new_markdown_cell(f"**Rubric, from chapter 6**\n\n{memo_rubric()}"))
            cells.append(cell)
            if name in models:
                text = f"**A model answer, one of many**\n\n{models[name]}\n\n**End of the model answer**"
                cells.append(new_markdown_cell(text))
        nb.cells = cells


def model_answer(cell: NotebookNode) -> str:
    """Return the model answer of a part that a person marks, as Markdown."""
    found = SOLUTION.search(cell.source)
    text = found[1] if found else cell.source
    if cell.cell_type == "markdown":
        return text
    value = ast.literal_eval(ast.parse(text).body[-1].value)  # type: ignore[attr-defined]
    return str(value).strip()


def memo_rubric() -> str:
    """Return the table of chapter 6 by which a memo is read."""
    chapter = project.current().book / "6-capstone.md"
    found = RUBRIC.search(chapter.read_text(encoding="utf-8"))
    assert found, chapter
    return found[1]


def _by_hand(cell: NotebookNode) -> bool:
    told = cell.metadata.get("nbgrader", {})
    return bool(told.get("grade") and told.get("solution"))


def _html(piece: Shown) -> str:
    if piece.kind == "chart":
        return PICTURE.format(escape(piece.caption), piece.content)
    if piece.kind in ("printed", "error"):
        return f"<pre>{escape(piece.content)}</pre>"
    return str(escape(piece.content))

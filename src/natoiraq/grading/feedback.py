"""Writes the page that a student gets back: points, what the checks said, comments, own work."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat

from bookkit.errors import GradingError
from bookkit.files import write_text
from natoiraq.grading.handed_in import ASK
from natoiraq.grading.marks import Mark, marks
from natoiraq.grading.patience import USUAL, Patience
from natoiraq.grading.record import folder, read_record
from natoiraq.grading.safe_html import names_as_code
from natoiraq.grading.saving import by_student
from natoiraq.grading.shown import Shown, shown

if TYPE_CHECKING:
    from jinja2 import Template
    from nbformat import NotebookNode

_HERE: Final = Path(__file__).parent
_HEADING: Final = re.compile(r"^#{2,6} +(.+?) *$", re.MULTILINE)
# What `Score.total` prints last: the page says it itself, with what a person gave.
_TOTAL: Final = re.compile(r"You have [\d.]+ of [\d.]+ points\.")


@dataclass
class _Part:
    """One part of the exercise, as the page shows it."""

    title: str = ""
    answers: list[Shown] = field(default_factory=list)
    mark: Mark | None = None
    sentences: list[str] = field(default_factory=list)


def write_feedback(course: Path, student: str, exercise: str, name: str, patience: Patience = USUAL) -> Path:
    """Write a student's feedback on an exercise as one HTML file that needs nothing else.

    Parameters
    ----------
    course
        The course folder.
    student, exercise
        Whose work, on what.
    name
        The student's name for the heading.
    patience
        How long to wait for the gradebook, and how long drawing the charts may take.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    GradingError
        When the work has not been graded.
    """
    from bookkit.figures.fonts import STYLE  # it brings Altair along, which only drawing needs

    record = read_record(course, student, exercise)
    path = folder(course, student, exercise) / f"{exercise}.ipynb"
    given = {mark.grade_id: mark for mark in marks(course, exercise, student, patience)}
    if record is None or not given or not path.exists():
        raise GradingError(f"{exercise} of {student} has not been graded. Cure: run the step `grade` first.")
    notebook = nbformat.read(path, as_version=4)
    said = {part.grade_id: part.messages for part in record.parts}
    parts = list(_parts(notebook, given, said, patience))
    open_ = [mark for mark in given.values() if mark.points is None]
    style = (_HERE / "feedback.css").read_text(encoding="utf-8") + STYLE
    page = _template().render(
        name=name,
        title=notebook.metadata.get("exercise", {}).get("title", exercise),
        parts=parts,
        points=sum(mark.points or 0 for mark in given.values()),
        max_points=sum(mark.max_points for mark in given.values()),
        open=len(open_),
        unread=any(ASK in note for note in record.notes),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    target = course / "feedback" / student / exercise / f"{exercise}.html"
    write_text(target, page, private=True)
    return target


def _parts(
    notebook: NotebookNode, given: dict[str, Mark], said: dict[str, tuple[str, ...]], patience: Patience
) -> Iterator[_Part]:
    """Yield the parts from top to bottom. Of what is ours, only the headings are shown."""
    part = _Part()
    drawn = iter(shown([cell for cell in notebook.cells if by_student(cell)], patience))
    for cell in notebook.cells:
        told = cell.metadata.get("nbgrader", {})
        if by_student(cell):
            part.answers += next(drawn)
        elif cell.cell_type == "markdown" and (headings := _HEADING.findall(cell.source)):
            part.title = headings[-1].replace("`", "")
        if told.get("grade") and (mark := given.get(told["grade_id"])):
            part.mark = mark
            part.title = part.title or mark.grade_id
            part.sentences = [one for one in said.get(mark.grade_id, ()) if not _TOTAL.fullmatch(one)]
            yield part
            part = _Part()
    if part.answers:
        part.title = part.title or "More of your work"
        yield part


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["number"] = lambda value: f"{value:g}"
    environment.filters["names_as_code"] = names_as_code
    return environment.get_template("feedback.html")

"""What every exercise must have; each rule is for a mistake that would cost marks or leak an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from nbformat import NotebookNode

SOLUTION: Final = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN: Final = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")

KNOWN: Final = {"schema_version", "grade_id", "grade", "solution", "locked", "task", "cell_type", "points"}
ABOUT: Final = {"title": str, "purpose": str, "after": str, "outcomes": list, "minutes": int, "data": list}
"""What the header says of an exercise -> its type."""

GRADE_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
RUBRIC: Final = re.compile(r"\|.*What meets the mark.*\||“The rubric”")


def grade_id(cell: NotebookNode) -> str | None:
    """Return a cell's id in the gradebook; None for a cell that nbgrader leaves alone."""
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(found) if found else None


def problems(notebook: NotebookNode) -> list[str]:
    """Return what is wrong with an instructor's notebook: the cell, the fault and the cure."""
    found = [*_about(notebook.metadata.get("exercise"))]
    ids = Counter(name for cell in notebook.cells if (name := grade_id(cell)))
    for name in ("about", "variant"):
        if name not in ids:
            found.append(f"no cell has the grade_id `{name}`. Cure: add the cell; the builder fills it.")
    for name, times in ids.items():
        if times > 1:
            found.append(f"cell `{name}`: {times} cells have this grade_id. Cure: give each its own.")
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"cell `{grade_id(cell)}`" if grade_id(cell) else f"cell {number}"
        found += [f"{where}: {problem}" for problem in _cell(cell)]
    found += _rubrics(notebook)
    return found


def visible(source: str) -> str:
    """Return a test cell's source without what students do not get."""
    begin, end = map(re.escape, HIDDEN)
    return re.sub(rf"^[ \t]*{begin}.*?{end}[^\n]*\n?", "", source, flags=re.DOTALL | re.MULTILINE)


def _about(about: Any) -> Iterator[str]:
    if not isinstance(about, dict):
        yield f"the header has no `exercise:`. Cure: give it {', '.join(ABOUT)}."
        return
    for name, kind in ABOUT.items():
        if not isinstance(about.get(name), kind):
            yield f"the header's `exercise:` has no `{name}` ({kind.__name__}). Cure: add it."


def _cell(cell: NotebookNode) -> Iterator[str]:
    """Yield what is wrong with one cell."""
    given, source = cell.metadata.get("nbgrader"), cell.source
    if not isinstance(given, dict):
        if any(marker in source for marker in (*SOLUTION, *HIDDEN)):
            yield "it holds what students must not see, and nbgrader leaves it. Cure: give it a grade_id."
        elif cell.cell_type == "code" and source.strip():
            yield "a code cell without a grade_id may be lost from a hand-in. Cure: give it one."
        return
    if not GRADE_ID.fullmatch(given["grade_id"]):
        yield "its grade_id is no slug. Cure: lower case, digits and hyphens."
    if unknown := sorted(set(given) - KNOWN):
        yield f"nbgrader knows no `{unknown[0]}`. Cure: remove it."
    if given["grade"] and not (_number(given["points"]) and given["points"] > 0):
        yield "its points are no number above 0. Cure: write `points: 3`."
    for begin, end in (SOLUTION, HIDDEN):
        if not _balanced(source, begin, end):
            yield f"`{begin}` and `{end}` do not pair up. Cure: close each region before the next begins."
    if given["solution"]:
        yield from _solution(source)
    elif SOLUTION[0] in source:
        yield "it holds a solution and is locked, so students would never write one. Cure: `solution: true`."
    if given["grade"] and not given["solution"]:
        yield from _test(cell)
    elif HIDDEN[0] in source:
        yield "it hides tests and has no points. Cure: add `points:`, or move the tests."


def _solution(source: str) -> Iterator[str]:
    if SOLUTION[0] not in source:
        yield (
            "its solution stands outside markers, so students would see it. "
            f"Cure: put it between {SOLUTION[0]} and {SOLUTION[1]}."
        )


def _test(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type != "code":
        yield "it has points and is text without `solution: true`. Cure: say who writes it."
        return
    shown = visible(cell.source)
    if ".check(" not in shown:
        yield "students see no check in it. Cure: put one `score.check(...)` outside the hidden tests."
    if not shown.rstrip().endswith(".total()"):
        yield "its last line gives no points. Cure: end it with `score.total()`, outside the hidden tests."
    if not re.search(rf"checks\.Score\({cell.metadata['nbgrader']['points']:g}\)", shown):
        yield "its `checks.Score(...)` and its points differ. Cure: write the same number in both."


def _rubrics(notebook: NotebookNode) -> Iterator[str]:
    """Yield the cells that are graded by hand and do not say how."""
    before = ""
    for cell in notebook.cells:
        given = cell.metadata.get("nbgrader", {})
        if given.get("grade") and given.get("solution") and not RUBRIC.search(before):
            yield (
                f"cell `{given['grade_id']}`: no text before it says how it is marked. Cure: add the table "
                "with “What meets the mark”, or refer to a chapter's “The rubric”."
            )
        before = cell.source if cell.cell_type == "markdown" else before


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _balanced(source: str, begin: str, end: str) -> bool:
    """Say whether regions begin and end in turn."""
    marks = re.findall(f"{re.escape(begin)}|{re.escape(end)}", source)
    return len(marks) % 2 == 0 and all(mark == (begin, end)[place % 2] for place, mark in enumerate(marks))

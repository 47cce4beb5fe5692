"""Finds work that is the same word for word, and work on somebody else's numbers."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import nbformat

from natoiraq.course.folder import Course
from natoiraq.course.students import Student
from natoiraq.grading.handed_in import read_cells
from natoiraq.grading.intake import read_file
from natoiraq.grading.record import folder

VARIANT: Final = re.compile(r"^variant = (\{.*\})\s*\Z", re.DOTALL | re.MULTILINE)
LONGEST: Final = 10_000
"""Characters: no cell of ours with a student's values is longer."""


@dataclass(frozen=True)
class Same:
    """Students who gave the same answers.

    Parameters
    ----------
    students
        Two or more.
    parts
        The answers that are the same.
    words
        How many words these have.
    """

    students: tuple[Student, ...]
    parts: tuple[str, ...]
    words: int


def same_answers(course: Course, exercise: str, students: Sequence[Student]) -> list[Same]:
    """Return who gave the same answers, most words first, without what everybody gave or nobody touched.

    Parameters
    ----------
    course
        The course.
    exercise
        Id of the exercise.
    students
        Those whose work was graded.
    """
    given: dict[tuple[str, str], list[Student]] = defaultdict(list)
    answered: dict[str, int] = defaultdict(int)
    for student in students:
        for part, text in _answers(course, exercise, student):
            given[part, text].append(student)
            answered[part] += 1
    groups: dict[tuple[Student, ...], list[tuple[str, str]]] = defaultdict(list)
    for (part, text), who in given.items():
        if 1 < len(who) < answered[part]:
            groups[tuple(who)].append((part, text))
    found = [
        Same(who, tuple(part for part, _ in texts), sum(len(text.split()) for _, text in texts))
        for who, texts in groups.items()
    ]
    return sorted(found, key=lambda same: same.words, reverse=True)


def _answers(course: Course, exercise: str, student: Student) -> Iterator[tuple[str, str]]:
    """Yield each answer that the student has touched, without what nobody sees."""
    from nbgrader.utils import compute_checksum

    path = folder(course.root, student.folder, exercise) / f"{exercise}.ipynb"
    for cell in nbformat.read(path, as_version=4).cells if path.exists() else []:
        told = cell.metadata.get("nbgrader", {})
        if told.get("solution") and told.get("checksum") != compute_checksum(cell):
            yield told["grade_id"], "\n".join(line.rstrip() for line in cell.source.strip().splitlines())


def others_numbers(
    course: Course, exercise: str, students: Sequence[Student]
) -> list[tuple[Student, list[Student]]]:
    """Return who handed in a notebook that was made for others, and for whom it was made."""
    numbers = {student: _key(course.variant(exercise, student)) for student in course.students}
    found = []
    for student in students:
        raw, _ = read_file(course.root / "submitted" / student.folder / exercise / f"{exercise}.ipynb")
        held = {_key(values) for cell in read_cells(raw).cells if (values := _values(cell.source))}
        owners = [who for who in course.students if numbers[who] in held]
        if owners and numbers[student] not in held:
            found.append((student, owners))
    return found


def _key(values: Any) -> str:
    return json.dumps(values, sort_keys=True, default=repr)


def _values(source: str) -> Any:
    """Return the values in a cell that sets `variant`; None for other cells."""
    found = VARIANT.search(source[:LONGEST])
    try:
        return ast.literal_eval(found[1]) if found else None
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None

"""What the report says of one exercise, as tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from natoiraq.course.folder import Course
from natoiraq.course.same import Same, others_numbers, same_answers
from natoiraq.course.students import Student
from natoiraq.course.totals import Total, most, totals, ungraded
from natoiraq.exercises import source_notebook
from natoiraq.grading.record import read_record

NO_MISTAKE: Final = re.compile(r"^(You have [\d.]+ of [\d.]+ points\.|See (chapter|the primer)\b.*)$")
"""What a check says besides: the points, and the passage that helps."""
NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
HEADING: Final = re.compile(r"^## +(?:Part \d+\. *)?(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Findings:
    """All that is to be said of an exercise.

    Parameters
    ----------
    exercise, title
        Which one.
    totals, most
        What students earned, and the most that they could.
    parts
        For each part its title, the mean share of its points from 0 to 1 (None while nobody has any), and how
        many wait for a person; the hardest first.
    messages
        What checks said most often: part, sentence, how often; numbers that differ stand as “…”.
    same
        Who gave the same answers.
    others
        Who worked on whose numbers.
    notes
        Repairs and incidents by student.
    absent, ungraded
        Who handed nothing in, and whose work was not graded yet.
    """

    exercise: str
    title: str
    totals: list[Total]
    most: float
    parts: list[tuple[str, float | None, int]]
    messages: list[tuple[str, str, int]]
    same: list[Same]
    others: list[tuple[Student, list[Student]]]
    notes: list[tuple[Student, tuple[str, ...]]]
    absent: list[Student]
    ungraded: list[Student]


def findings(course: Course, exercise: str) -> Findings:
    """Look through the graded work of an exercise.

    Parameters
    ----------
    course
        The course.
    exercise
        Id of the exercise.
    """
    found = totals(course, exercise)
    students = [one.student for one in found]
    titles = part_titles(course, exercise)
    late = ungraded(course, exercise)
    said: dict[tuple[str, str], list[str]] = {}
    notes = []
    for student in students:
        if record := read_record(course.root, student.folder, exercise):
            if record.notes:
                notes.append((student, record.notes))
            for part in record.parts:
                lines = {NUMBER.sub("…", one): one for one in part.messages if not NO_MISTAKE.match(one)}
                for line, one in lines.items():
                    said.setdefault((titles.get(part.grade_id, part.grade_id), line), []).append(one)
    often = sorted(said.items(), key=lambda item: -len(item[1]))[:15]
    return Findings(
        exercise=exercise,
        title=course.title(exercise),
        totals=found,
        most=most(found),
        parts=_parts(found, titles),
        messages=[
            (part, whole[0] if len(set(whole)) == 1 else line, len(whole)) for (part, line), whole in often
        ],
        same=same_answers(course, exercise, students),
        others=others_numbers(course, exercise, students),
        notes=notes,
        absent=[who for who in course.students if who not in set(students) | set(late)],
        ungraded=late,
    )


def _parts(found: list[Total], titles: dict[str, str]) -> list[tuple[str, float | None, int]]:
    shares: dict[str, list[float]] = {}
    waiting: Counter[str] = Counter()
    for one in found:
        for part in one.parts:
            name = titles.get(part.grade_id, part.grade_id)
            shares.setdefault(name, [])
            if part.points is None:
                waiting[name] += 1
            else:
                shares[name].append(part.points / part.max_points)
    rows = [
        (name, sum(given) / len(given) if given else None, waiting[name]) for name, given in shares.items()
    ]
    return sorted(rows, key=lambda row: (row[1] is None, row[1]))


def part_titles(course: Course, exercise: str) -> dict[str, str]:
    """Return {graded cell: title of its part}."""
    titles, heading = {}, ""
    for cell in source_notebook(course.exercises / exercise).cells:
        if cell.cell_type == "markdown" and (there := HEADING.findall(cell.source)):
            heading = there[-1].replace("`", "")
        if cell.metadata.get("nbgrader", {}).get("grade"):
            titles[cell.metadata["nbgrader"]["grade_id"]] = heading
    return titles

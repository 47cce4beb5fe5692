"""Writes the marks of a course as files, for a learning management system or for a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from bookkit import project
from bookkit.errors import ToldError
from bookkit.files import write_bytes, write_text
from natoiraq.course.findings import part_titles
from natoiraq.course.folder import Course
from natoiraq.course.formats import WRITERS, Format, plain
from natoiraq.course.totals import Total, check_final, most, totals
from natoiraq.course.words import at, count

Rows = list[list[str | float | None]]


def export(
    course: Course,
    exercises: Sequence[str],
    form: Format,
    *,
    column: str | None = None,
    provisional: bool = False,
) -> Iterator[str]:
    """Write files of marks into `exports`, and say which.

    Parameters
    ----------
    course
        The course.
    exercises
        Ids of the exercises.
    form
        Which format, see `natoiraq.course.formats`; "plain" is a CSV file and "excel" a workbook with all
        exercises in one.
    column
        Name of the column with the marks, for one exercise; by default its title.
    provisional
        Whether to write marks that are not final, too; the file's name then says so.

    Raises
    ------
    ToldError
        When marks are not final, or nothing was graded.
    """
    found = {exercise: totals(course, exercise) for exercise in exercises}
    reasons = [reason for name in exercises if (reason := check_final(course, name, found[name]))]
    if reasons and not provisional:
        raise ToldError(
            "\n".join(reasons)
            + f"\nCure: finish them with {project.course('grade')} and {project.course('review')}, or give "
            "--provisional to write what there is; open parts then count nothing."
        )
    yield from reasons
    mark = "-provisional" if reasons else ""
    if form in WRITERS:
        for exercise in exercises:
            title = column or course.title(exercise)
            path = course.root / "exports" / f"{exercise}-{form}{mark}.csv"
            text, lost = WRITERS[form](found[exercise], title, most(found[exercise]))
            write_text(path, text, private=True)
            rows = len(found[exercise]) - len(lost)
            yield f"{exercise}: {count(rows, 'mark')} in {at(path)}, in the column “{title}”."
            for student in lost:
                yield (
                    f"{student.label} is left out: a spreadsheet would run the id as a formula. "
                    "Enter this mark by hand."
                )
            yield from _absent(course, exercise, found[exercise])
        return
    path = course.root / "exports" / f"marks{mark}.{'csv' if form == 'plain' else 'xlsx'}"
    table = _table(course, found)
    if form == "plain":
        write_text(path, plain(table), private=True)
    else:
        write_bytes(path, _workbook({"Marks": table, "Parts": _parts(course, found)}), private=True)
    yield f"The marks of {', '.join(exercises)} are in {at(path)}."


def _absent(course: Course, exercise: str, found: Sequence[Total]) -> Iterator[str]:
    if missing := len(course.students) - len(found):
        yield (
            f"{exercise}: {count(missing, 'student')} handed nothing in. Such students are not in the file, "
            "so that no mark of theirs is overwritten."
        )


def _table(course: Course, found: dict[str, list[Total]]) -> Rows:
    header: list[str | float | None] = ["id", "name", "email", "login", "lms_id", "section"]
    header += [f"{name} (of {most(found[name]):g})" for name in found]
    rows: Rows = [[*header, "waits for a person"]]
    by_student = {name: {one.student: one for one in ones} for name, ones in found.items()}
    for who in course.students:
        mine = [by_student[name].get(who) for name in found]
        waiting = [name for name, one in zip(found, mine, strict=True) if one and one.open]
        points: list[str | float | None] = [one.points if one else None for one in mine]
        about = [who.id, who.name, who.email, who.login, who.lms_id, who.section]
        rows.append([*about, *points, ", ".join(waiting)])
    return rows


def _parts(course: Course, found: dict[str, list[Total]]) -> Rows:
    rows: Rows = [["exercise", "id", "name", "part", "points", "of", "given by", "comment", "grade_id"]]
    for name, ones in found.items():
        titles = part_titles(course, name)
        for one in ones:
            for part in one.parts:
                by = "nobody yet" if part.points is None else "a person" if part.by_hand else "checks"
                what = [name, one.student.id, one.student.name, titles.get(part.grade_id, part.grade_id)]
                rows.append([*what, part.points, part.max_points, by, part.comment, part.grade_id])
    return rows


def _workbook(sheets: dict[str, Rows]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for down, row in enumerate(rows, start=1):
            for across, value in enumerate(row, start=1):
                cell = sheet.cell(down, across)
                if isinstance(value, str):
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]  # the longest text of a cell
                    cell.data_type = "s"  # a text stays a text, whatever it begins with
                else:
                    cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

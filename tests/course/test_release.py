"""What is handed out: each student's own numbers, everything to begin with, and no solution."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path

import nbformat

from natoiraq.course.folder import Course, open_course
from natoiraq.course.jobs import job_maker
from natoiraq.grading.driver import Submission
from tests.course.conftest import run


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def test_each_student_gets_a_zip_with_the_notebook_of_their_own(course: Course) -> None:
    said = run("release", "ex1", "--course", course.root)
    folder = course.root / "release" / "ex1"
    assert said.startswith("ex1: released for 3 students. Give each the zip of their own")
    wheel = next(folder.glob("*.whl")).name
    assert names(folder / "S1.zip") == ["README.md", "ex1.ipynb", wheel]
    assert names(folder / "ex1-all.zip") == [
        "README.md",
        "S1/ex1.ipynb",
        "S2/ex1.ipynb",
        "S3/ex1.ipynb",
        wheel,
    ]
    with zipfile.ZipFile(folder / "S1.zip") as archive:
        given = archive.read("ex1.ipynb")
    assert given == (folder / "S1" / "ex1.ipynb").read_bytes()
    assert b"SOLUTION" not in given
    assert b"HIDDEN" not in given
    # What is graded is what was handed out.
    job = job_maker(course)(Submission("S1", "ex1", folder))
    assert nbformat.reads(job.release, 4) == nbformat.read(io.BytesIO(given), 4)
    cell = next(cell for cell in nbformat.read(io.BytesIO(given), 4).cells if cell.id == "variant")
    values = ast.literal_eval(cell.source.partition("variant = ")[2])
    assert values == course.variant("ex1", course.students[0])


def test_releasing_again_is_skipped_until_something_changes(course: Course) -> None:
    run("release", "ex1", "--course", course.root)
    before = (course.root / "release/ex1/S1/ex1.ipynb").read_bytes()
    assert run("release", "ex1", "--course", course.root) == (
        "ex1: skipped, nothing has changed since it was released.\n"
    )
    with (course.root / "students.csv").open("a") as file:
        file.write("S4,Mary Somerville,,,,\n")
    assert "released for 4 students" in run("release", "ex1", "--course", course.root)
    assert (course.root / "release/ex1/S1/ex1.ipynb").read_bytes() == before


def test_an_interrupted_release_is_done_again(course: Course) -> None:
    run("release", "ex1", "--course", course.root)
    (course.root / "release/ex1/release.json").unlink()
    (course.root / "release/ex1/S2.zip").unlink()
    assert "released for 3" in run("release", "ex1", "--course", course.root)
    assert (course.root / "release/ex1/S2.zip").exists()


def test_without_variants_all_get_the_same(course: Course) -> None:
    path = course.root / "course.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("variants = true", "variants = false"), encoding="utf-8"
    )
    said = run("release", "ex1", "--course", course.root)
    assert "the same notebook for everybody" in said
    assert "ex1.ipynb" in names(course.root / "release/ex1/ex1.zip")
    same = open_course(course.root)
    assert same.variant("ex1", same.students[0]) == same.variant("ex1", same.students[1])


def test_a_lost_secret_is_never_replaced(course: Course) -> None:
    (course.root / "secret.key").unlink()
    said = run("release", "ex1", "--course", course.root, code=1)
    assert "secret.key is missing, and without it nobody can tell who got which numbers. Cure: put" in said


def test_an_unknown_exercise_is_named(course: Course) -> None:
    assert "there is no exercise 'ex7'. Cure: take one of ex1" in run(
        "release", "ex7", "--course", course.root, code=1
    )

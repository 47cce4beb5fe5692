"""Hands exercises out: a notebook for each student, with the package and instructions, ready to upload."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from bookkit.errors import ToldError
from bookkit.files import write_text, write_zip
from natoiraq.course.folder import Course
from natoiraq.course.words import at, count
from natoiraq.exercises import source_notebook
from natoiraq.exercises.handout import hand_out
from natoiraq.exercises.source import write_notebook
from natoiraq.grading.record import package_fingerprint

RECORD: Final = "release.json"


def release(course: Course, exercise: str, progress: Callable[[], None]) -> str:
    """Write what students get of one exercise, and say so; what is there and unchanged is left alone.

    The folder holds `EX/EX.ipynb` for each student, the package, instructions, and one zip for each student.
    `EX-all.zip` beside it holds all notebooks, with package and instructions once.

    Parameters
    ----------
    course
        The course.
    exercise
        Id of the exercise.
    progress
        Called after each notebook.

    Raises
    ------
    ToldError
        When the package cannot be built or the folder cannot be written.
    """
    target = course.root / "release" / exercise
    fingerprint = _fingerprint(course, exercise)
    if _is_done(target, fingerprint):
        return f"{exercise}: skipped, nothing has changed since it was released."
    own = course.settings.variants
    students, secret = (course.root / name if own else None for name in ("students.csv", "secret.key"))
    try:
        paths = hand_out(course.exercises / exercise, target, students, secret, progress)
    except ToldError as error:
        raise ToldError(f"{exercise} cannot be released: {error}") from error
    write_source(course, exercise)
    _write_zips(target, exercise, paths)
    write_text(target / RECORD, json.dumps({"fingerprint": fingerprint}) + "\n", private=True)
    if not own:
        return f"{exercise}: released, the same notebook for everybody: {at(target / f'{exercise}.zip')}."
    return (
        f"{exercise}: released for {count(len(paths), 'student')}. Give each the zip of their own in "
        f"{at(target)}; all notebooks together are in {exercise}-all.zip there."
    )


def write_source(course: Course, exercise: str) -> None:
    """Write the instructor's notebook, standard variant, where nbgrader's tools look for it."""
    path = course.root / "source" / exercise / f"{exercise}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_notebook(source_notebook(course.exercises / exercise), path)


def _write_zips(target: Path, exercise: str, paths: list[Path]) -> None:
    beside = [(path.name, path.read_bytes()) for path in (*target.glob("*.whl"), target / "README.md")]
    shared = [path for path in paths if path.parent == target]
    for path in paths:
        name = exercise if path in shared else path.parent.name
        write_zip(target / f"{name}.zip", [(f"{exercise}.ipynb", path.read_bytes()), *beside], private=True)
    if not shared:
        write_zip(target / f"{exercise}-all.zip", [*_all(paths), *beside], private=True)


def _all(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield f"{path.parent.name}/{path.name}", path.read_bytes()


def _fingerprint(course: Course, exercise: str) -> str:
    """Return a hash of all that a release depends on."""
    digest = hashlib.sha256(package_fingerprint().encode())
    for path in sorted((course.exercises / exercise).glob("*.[my][dm]*")):
        digest.update(path.read_bytes())
    if course.settings.variants:
        digest.update(hashlib.sha256(course.secret).digest())
        digest.update("\n".join(student.id for student in course.students).encode())
    return digest.hexdigest()


def _is_done(target: Path, fingerprint: str) -> bool:
    try:
        return bool(json.loads((target / RECORD).read_text())["fingerprint"] == fingerprint)
    except (OSError, ValueError, KeyError, TypeError):
        return False

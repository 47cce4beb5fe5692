"""`result.json`: what became of one submission, beside its autograded notebook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

import bookkit
from bookkit import project
from bookkit.files import write_text
from bookkit.fingerprint import fingerprint
from natoiraq.grading.job import Job, Part, Result

_JUDGING: Final = ("charts", "facts", "grading", "labs", "models")


@dataclass(frozen=True)
class Record:
    """What the last grading of a submission left.

    Parameters
    ----------
    fingerprint
        Of the work and of this package; empty after an incident, so that the next run tries again.
    parts
        One for each graded cell, in order.
    notes
        Repairs and incidents, a sentence each, for the instructor.
    answers
        {grade_id: hash of the answer behind it}.
    sandboxed
        Whether the student's code was locked in.
    cpu
        Seconds of processor time that the student's code used.
    """

    fingerprint: str
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    sandboxed: bool = False
    cpu: float = 0.0


def folder(course: Path, student: str, exercise: str) -> Path:
    """Return where a graded submission lies in the course folder."""
    return course / "autograded" / student / exercise


def read_record(course: Path, student: str, exercise: str) -> Record | None:
    """Return what the last grading left; None where there was none, or nothing readable is left."""
    try:
        text = (folder(course, student, exercise) / "result.json").read_text(encoding="utf-8")
        values = json.loads(text)
        parts = tuple(Part(**{**part, "messages": tuple(part["messages"])}) for part in values.pop("parts"))
        return Record(parts=parts, notes=tuple(values.pop("notes")), **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_record(course: Path, student: str, exercise: str, record: Record) -> None:
    """Write the record: the last step of a grading, so that what is recorded is done."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=True)
    write_text(folder(course, student, exercise) / "result.json", text + "\n", private=True)


def write_notebook(course: Path, student: str, exercise: str, result: Result) -> None:
    """Write the autograded notebook where formgrader looks for it."""
    write_text(folder(course, student, exercise) / f"{exercise}.ipynb", result.notebook, private=True)


def work_fingerprint(job: Job) -> str:
    """Return a hash that changes when the work, the exercise, its limits, this package or its data do."""
    decides = replace(job, patience=job.patience.deciding())
    return hashlib.sha256(package_fingerprint().encode() + decides.to_bytes()).hexdigest()


@cache
def package_fingerprint() -> str:
    """Return a hash over the code and the data that marks depend on: equal where marks are equal."""
    book = project.current()
    code = fingerprint([Path(bookkit.__file__).parent, *(book.folder / name for name in _JUDGING)], {".py"})
    return f"{book.version}-{code}-{fingerprint([book.data])}"

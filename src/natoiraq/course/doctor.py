"""Says what this machine can do, what is missing, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.course.folder import is_private, open_course
from natoiraq.course.words import count
from natoiraq.grading.sandbox import sandbox

NEEDED: Final = ("nbgrader", "notebook", "distributed", "openpyxl", "nh3", "altair", "vl-convert-python")
ROOM: Final = 2 << 30
"""Bytes that should be free for a course."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    state
        "good", "weak": it works, but something is lost; "bad": it does not work.
    text
        What was found, with the cure.
    """

    state: str
    text: str


def examine(folder: Path) -> Iterator[Finding]:
    """Look at this machine, and at the course folder if there is one.

    Parameters
    ----------
    folder
        Where a course may be.

    Yields
    ------
    Finding
        One for each thing.
    """
    number = ".".join(map(str, sys.version_info[:3]))
    yield Finding("good", f"Python {number} on {sys.platform}.")
    found = sandbox()
    if found.available:
        yield Finding(
            "good", "Students' code is locked in: no network, no files of yours, limited time and memory."
        )
    else:
        yield Finding("weak", f"{found.reason} Marks are protected all the same.")
    yield from _packages()
    sources = project.current().exercises
    if sources.is_dir():
        yield Finding("good", "The exercises with their solutions are here.")
    else:
        yield Finding(
            "bad",
            f"{sources} is missing: this is a copy for students. Cure: work in the instructors' copy.",
        )
    yield from _course(folder)


def _packages() -> Iterator[Finding]:
    there = {}
    for name in NEEDED:
        try:
            there[name] = version(name)
        except PackageNotFoundError:
            yield Finding("bad", f"{name} is not installed. Cure: run `make course`.")
    yield Finding("good", ", ".join(f"{name} {number}" for name, number in there.items()) + ".")
    major, minor = version("jsonschema").split(".")[:2]
    if (int(major), int(minor)) >= (4, 25):
        yield Finding(
            "weak",
            f"jsonschema {major}.{minor} makes grading slow. Cure: run `make course` for an earlier one.",
        )


def _course(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding("bad", f"There is no folder {folder}. Cure: give the folder of your course.")
        return
    free = shutil.disk_usage(folder).free
    room = f"{free / (1 << 30):.1f} GB are free on the disk."
    yield Finding("good" if free > ROOM else "weak", room if free > ROOM else f"{room} Cure: make room.")
    if not (folder / "course.toml").exists():
        yield Finding("good", f"No course folder here. Make one with {project.course('init')}.")
        return
    try:
        course = open_course(folder)
        _ = course.secret
    except ToldError as error:
        yield Finding("bad", str(error))
        return
    yield Finding(
        "good", f"The course “{course.settings.title}” has {count(len(course.students), 'student')}."
    )
    if not is_private(course.root):
        yield Finding(
            "weak", f"Others on this machine can look into {course.root}. Cure: run `chmod 700` on it."
        )

"""Collects what students handed in from a download, with their bytes untouched."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from bookkit.errors import ToldError
from bookkit.files import write_bytes, write_text
from natoiraq.course.archive import Member, Refused, open_download
from natoiraq.course.folder import Course
from natoiraq.course.matching import Roster
from natoiraq.course.owners import Owner, owners
from natoiraq.course.students import Student
from natoiraq.grading.handed_in import read_cells

SYSTEMS_OWN: Final = ("index.html", "onlinetext.html")
"""Files that a system adds to a download."""


@dataclass(frozen=True)
class Candidate:
    """A file that may be what a student handed in.

    Parameters
    ----------
    member, owner
        The file, and what its name says.
    digest
        SHA-256 of its content.
    """

    member: Member
    owner: Owner
    digest: str


@dataclass
class Collected:
    """What a run did.

    Parameters
    ----------
    new, replaced, same, late
        Students and exercises: taken, taken in place of an earlier file, there already; marked as late.
    unmatched
        Files that were left out, with the reason.
    notes
        What people should know besides.
    exercises
        The exercises that were met.
    """

    new: list[tuple[Student, str]] = field(default_factory=list)
    replaced: list[tuple[Student, str]] = field(default_factory=list)
    same: list[tuple[Student, str]] = field(default_factory=list)
    late: list[tuple[Student, str]] = field(default_factory=list)
    unmatched: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exercises: set[str] = field(default_factory=set)


def collect(course: Course, source: Path, exercise: str | None = None) -> Collected:
    """Take the submissions out of a folder, a zip or a file, as downloaded.

    Parameters
    ----------
    course
        The course.
    source
        The download.
    exercise
        The exercise, where neither notebooks nor names tell.

    Raises
    ------
    ToldError
        When the download cannot be opened or holds no file, or the course cannot be written.
    """
    done = Collected()
    found: dict[tuple[Student, str], list[Candidate]] = defaultdict(list)
    titles = {course.title(name): name for name in course.chosen([])}
    with open_download(source) as members:
        roster, empty = Roster(course.students), True
        for member in members:
            empty = False
            possible = owners(member.parts, list(titles.values()))
            if possible[0].file.lower() in SYSTEMS_OWN:
                continue
            tried = [_identify(member, whose, roster, titles, exercise) for whose in possible]
            sure = next((one for one in tried if not isinstance(one, str)), None)
            if sure:
                student, name, candidate = sure
                found[student, name].append(candidate)
            else:
                done.unmatched.append((member.where, str(tried[-1])))
        for (student, name), candidates in found.items():
            done.exercises.add(name)
            if chosen := _latest(student, name, candidates, done):
                try:
                    _take(course, source, student, name, chosen, done)
                except Refused as refusal:  # the file changed meanwhile
                    done.unmatched.append((chosen.member.where, str(refusal)))
    if empty:
        raise ToldError(
            f"{source}: there is no file in it. Cure: give the folder or zip that holds the work."
        )
    return done


def _identify(
    member: Member, whose: Owner, roster: Roster, titles: dict[str, str], asked: str | None
) -> tuple[Student, str, Candidate] | str:
    """Return whose file it is, of which exercise, or why that cannot be told."""
    student = roster.find(whose)
    if member.problem or isinstance(student, str):
        return member.problem or str(student)
    try:
        content = member.read()
    except Refused as refusal:
        return str(refusal)
    said = titles.get(read_cells(content).title) if _is_notebook(whose) else None
    stem = PurePosixPath(whose.file).stem.lower()
    named = [
        name
        for name in titles.values()
        if name in (stem, *stem.replace("_", "-").replace(" ", "-").split("-"))
    ]
    if asked and said and said != asked:
        return f"it is a notebook of {said}, and not of {asked}"
    exercise = asked or said or (named[0] if len(named) == 1 else None)
    if not exercise:
        return "nothing in it says which exercise it is. Cure: give --exercise"
    return student, exercise, Candidate(member, whose, hashlib.sha256(content).hexdigest())


def _is_notebook(whose: Owner) -> bool:
    return whose.file.lower().endswith(".ipynb")


def _latest(
    student: Student, exercise: str, all_of_them: list[Candidate], done: Collected
) -> Candidate | None:
    """Return the file that counts: the latest notebook, or the only other file where there is no notebook."""
    notebooks = [one for one in all_of_them if _is_notebook(one.owner)]
    candidates = notebooks or all_of_them
    newest = max(candidate.owner.version for candidate in candidates)
    last = [candidate for candidate in candidates if candidate.owner.version == newest]
    if len({candidate.digest for candidate in last}) > 1:
        for candidate in last:
            reason = (
                f"{student.label} has several files for {exercise} and nothing tells which is the latest. "
                "Cure: collect the right one alone"
            )
            done.unmatched.append((candidate.member.where, reason))
        return None
    if len({candidate.digest for candidate in candidates}) > 1:
        done.notes.append(f"{student.label}, {exercise}: the latest of {len(candidates)} files was taken.")
    if not notebooks:
        done.notes.append(
            f"{student.label}, {exercise}: {last[0].member.where} is no notebook; it was taken as it is."
        )
    return last[0]


def _take(
    course: Course, source: Path, student: Student, exercise: str, chosen: Candidate, done: Collected
) -> None:
    folder = course.root / "submitted" / student.folder / exercise
    path, notes = folder / f"{exercise}.ipynb", read_notes(course, student, exercise)
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == chosen.digest:
        done.same.append((student, exercise))
    elif path.exists() and _is_older(chosen.owner, notes):
        done.notes.append(f"{student.label}, {exercise}: a later file was collected before, and it was kept.")
        return
    else:
        (done.replaced if path.exists() else done.new).append((student, exercise))
        write_bytes(path, chosen.member.read(), private=True)
    if chosen.owner.late:
        done.late.append((student, exercise))
    kept = {"collected": datetime.now(UTC).isoformat(timespec="seconds")}
    if notes.get("sha256") == chosen.digest:
        kept["collected"] = notes["collected"]
    about = {
        **{"file": chosen.member.where, "download": source.name, "sha256": chosen.digest},
        **{"system": chosen.owner.kind, "version": chosen.owner.version, "late": chosen.owner.late},
        "reply": chosen.owner.reply,
    }
    text = json.dumps(kept | about, ensure_ascii=False, indent=1) + "\n"
    write_text(folder / "collected.json", text, private=True)


def _is_older(chosen: Owner, notes: dict[str, Any]) -> bool:
    before = tuple(notes.get("version", (0, 0, 0)))
    return notes.get("system") == chosen.kind and chosen.version < before and chosen.version > (0, 0, 0)


def read_notes(course: Course, student: Student, exercise: str) -> dict[str, Any]:
    """Return what was noted when a submission was collected; empty without notes."""
    path = course.root / "submitted" / student.folder / exercise / "collected.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

"""Whose file is it? What names in a download say of student, time and place, by learning management system.

Canvas, Download Submissions: `lovelaceada_LATE_12345_678910_ex1.ipynb`, that is name, lateness, the
student's number, the file's number (Canvas' source, lib/content_zipper.rb).
Moodle, Download all submissions: the folder `Ada Lovelace_123456_assignsubmission_file`, before Moodle 4.1
with `_` at its end, or without folders the same before the file's name; the number differs for each
assignment, and before the name stands the group, if any (mod/assign/feedback/file/importziplib.php).
Brightspace, Download of a submission folder: `12345-67890 - Ada Lovelace - Nov 28, 2026 1015 AM`.
ILIAS, Download all submissions, and the structure for multi-feedback: `Lovelace_Ada_login_12345`
(Modules/Exercise, ilExSubmission::getDirectoryNameFromUserData).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Literal

Kind = Literal["Canvas", "Moodle", "Brightspace", "ILIAS", "plain"]

CANVAS: Final = re.compile(r"^(?P<name>\w+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)$")
MOODLE: Final = re.compile(r"^(?P<name>[^_]+)_(?P<user>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)$")
BRIGHTSPACE: Final = re.compile(
    r"^(?P<user>\d+)-(?P<folder>\d+) ?- (?P<name>.+?) ?- (?P<date>[^-]+?)(?: - (?P<rest>.+))?$"
)
ILIAS: Final = re.compile(r"^(?P<names>[^_].*_.+)_(?P<user>\d+)$")
DATES: Final = ("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p", "%d %b, %Y %H%M", "%d %B, %Y %H%M")
STAMP: Final = re.compile(r"^(?P<time>\d{14})_(?P<rest>.+)$")
AGAIN: Final = re.compile(r"^(?P<stem>.+?)(?:-(?P<minus>\d{1,3})| ?\((?P<bracket>\d{1,3})\))$")


@dataclass(frozen=True)
class Owner:
    """What a file's place and name say.

    Parameters
    ----------
    kind
        Which system names files so.
    names
        The student's name, as that system spells it.
    ids, stems
        Folders, and parts of the file's name, that may be ids, where no system named the file.
    number
        Canvas' own number of the student.
    file
        The file's own name, as the student had it.
    version
        Compares hand-ins of one student: time in seconds, number of the file, number of the copy; 0 where
        nothing is told.
    late
        Whether the system marks it as late.
    reply
        Where feedback goes so that the system knows whose it is; what stands before the file's name.
    """

    kind: Kind
    file: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    number: str = ""
    version: tuple[int, int, int] = (0, 0, 0)
    late: bool = False
    reply: str = ""


def owners(parts: Sequence[str], exercises: Sequence[str]) -> list[Owner]:
    """Return what a path says: one owner, or several folders that may be a student's of ILIAS.

    Of the parts of a path, from the outside in, the first that a system wrote counts.

    Parameters
    ----------
    parts
        Folders and the file's name.
    exercises
        Ids of exercises, which may stand beside a student's id in a plain file's name.
    """
    found = []
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if one := _system(part, last):
            above = "/".join((*parts[:place], "")) if one.kind == "ILIAS" else ""
            found.append(
                _with_copy(replace(one, file=one.file if last else parts[-1], reply=above + one.reply))
            )
            if one.kind != "ILIAS":
                return found
    if found:
        return found
    alone, folders = _with_copy(Owner("plain", parts[-1])), tuple(parts[:-1])
    stems = tuple(_stems(parts[-1], alone.file, exercises))
    return [replace(alone, ids=folders, stems=stems, names=(*folders, *stems))]


def _system(part: str, last: bool) -> Owner | None:
    name = PurePosixPath(part).stem if part.lower().endswith(".zip") else part
    if found := MOODLE.match(part):
        reply = part[: found.start("rest")] or part
        return Owner("Moodle", found["rest"] or part, (found["name"],), reply=reply.rstrip("_") + "_/")
    if found := BRIGHTSPACE.match(name):
        reply = name if not found["rest"] else name[: found.start("rest") - 3]
        version = (_time(found["date"]), 0, 0)
        return Owner(
            "Brightspace", found["rest"] or part, (found["name"],), version=version, reply=reply + "/"
        )
    if found := CANVAS.match(part):
        return Owner(
            kind="Canvas",
            file=found["rest"],
            names=(found["name"],),
            number=found["user"],
            version=(0, int(found["file"]), 0),
            late=bool(found["late"]),
            reply=part[: found.start("rest")],
        )
    if not last and (found := ILIAS.match(name)):
        return Owner("ILIAS", part, (found["names"],), reply=name + "/")
    return None


def _with_copy(found: Owner) -> Owner:
    """Read the file's own name: ILIAS' time before it, the number of a copy or a new attempt behind it."""
    time, file, copy = found.version[0], found.file, found.version[2]
    if stamp := STAMP.match(file):
        time, file = time or int(stamp["time"]), stamp["rest"]
    path = PurePosixPath(file)
    if again := AGAIN.match(path.stem):
        copy, file = int(again["minus"] or again["bracket"]), again["stem"] + path.suffix
    return replace(found, file=file, version=(time, found.version[1], copy))


def _stems(given: str, without_copy: str, exercises: Sequence[str]) -> Iterator[str]:
    """Yield what in a plain file's name may be an id: all of it, or what stands beside an exercise's id."""
    for stem in dict.fromkeys(PurePosixPath(name).stem for name in (given, without_copy)):
        yield stem
        for name in exercises:
            if stem.lower().startswith(name) and stem[len(name) : len(name) + 1] in ("-", "_", " "):
                yield stem[len(name) + 1 :]
            if stem.lower().endswith(name) and stem[-len(name) - 1 : -len(name)] in ("-", "_", " "):
                yield stem[: -len(name) - 1]


def _time(text: str) -> int:
    plain = text.replace(":", "").strip()
    for form in DATES:
        try:
            return int(datetime.strptime(plain, form).strftime("%Y%m%d%H%M%S"))
        except ValueError:
            continue
    return 0

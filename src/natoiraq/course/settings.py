"""`course.toml`: the settings of a course."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from bookkit import project
from bookkit.errors import ToldError
from natoiraq.grading.job import MEBIBYTE, Limits
from natoiraq.grading.patience import USUAL, Patience

TEMPLATE: Final = """\
# The settings of this course. Change what stands behind a “=” sign, and save.

# What students and reports see.
title = "{title}"

# true: each student gets numbers of their own, made from the secret key and the student's id.
# false: everybody gets the same. Do not change this once an exercise is handed out.
variants = true

# What the code of one submission may use while it is graded. What goes beyond is stopped, and the report
# says so; the rest of the submission is graded. Of the time, each cell gets an equal part of what the cells
# before it have left, and always {patience.cpu:g} seconds of processor time and {patience.idle:g} of waiting:
# so a loop without end is stopped long before it has used up the time of the answers after it.
[limits]
cpu = {cpu}  # seconds of processor time
wall = {wall}  # seconds by the clock, for code that only waits
memory = {memory}  # megabytes
disk = {disk}  # megabytes in each file that it writes
output = {output}  # megabytes that one cell may print
processes = {processes}
files = {files}  # open at a time

# How long grading waits. These values suit every machine that we know, so leave them as they are unless a
# step says that something took too long. All are seconds but “restarts”. “Worked or waited” is processor
# time, or time in which nothing of a submission runs or wants to run: a busy machine does not shorten it.
[patience]
cpu = {patience.cpu:g}  # of processor time, that each cell of the exercise may always use
idle = {patience.idle:g}  # for which each cell of the exercise may always wait
grace = {patience.grace:g}  # worked or waited, until a cell that was told to stop is ended
rerun = {patience.rerun:g}  # of processor time, for the first lines of a stopped cell that has to run again
settle = {patience.settle:g}  # worked or waited at most, to find the cell whose alarm ended a notebook
restarts = {patience.restarts}  # of a notebook; after them, cells that a student has added are left out
test = {patience.test:g}  # of processor time, for one test
start = {patience.start:g}  # worked or waited, for a notebook to start
tick = {patience.tick:g}  # by the clock, between two looks at what is running
worker = {patience.worker:g}  # worked or waited, beyond twice the limit by the clock, for a whole submission
reading = {patience.reading:g}  # by the clock, to read a file that grading broke down over
scheduler = {patience.scheduler:g}  # by the clock, for the scheduler of a cluster to answer
gradebook = {patience.gradebook:g}  # by the clock, while another program writes to the gradebook
drawing = {patience.drawing:g}  # of processor time, for all charts of one page of feedback
page = {patience.page:g}  # by the clock, for the same charts
"""
MEGABYTES: Final = ("memory", "disk", "output")
MOST: Final = 1_000_000
"""Seconds, eleven days: a system does not count time for ever."""

WANTED: Final = {
    bool: "true or false",
    int: "a whole number above 0",
    float: "a number above 0, and not above 1000000",
    str: "text in quotes",
}


@dataclass(frozen=True)
class Settings:
    """What `course.toml` says.

    Parameters
    ----------
    title
        The course's name.
    variants
        Whether each student has numbers of their own.
    limits
        What one submission may use.
    patience
        How long grading waits.
    """

    title: str = "NATO in Iraq"
    variants: bool = True
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)


def template(title: str) -> str:
    """Return the file with its explanations, for a new course."""
    values = asdict(Limits())
    sizes = {name: values[name] // MEBIBYTE for name in MEGABYTES}
    safe = title.replace("\\", "").replace('"', "'")
    return TEMPLATE.format(title=safe, patience=USUAL, **(values | sizes))


def read_settings(path: Path) -> Settings:
    """Return the settings of a course; what is not set keeps its default.

    Raises
    ------
    ToldError
        When the file is missing, is no TOML, or holds an unknown or impossible setting.
    """
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except FileNotFoundError as error:
        raise ToldError(
            f"{path.parent} is no course folder: it has no {path.name}. Cure: go to the course folder or "
            f"give --course, or make one with {project.course('init')}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ToldError(f"{path}: {error}. Cure: mend that line; text stands in quotes.") from error
    limits = _checked(path, "limits.", given.pop("limits", {}), Limits())
    for name in MEGABYTES:
        if name in limits:
            limits[name] *= MEBIBYTE
    patience = _checked(path, "patience.", given.pop("patience", {}), USUAL)
    return Settings(
        **_checked(path, "", given, Settings()), limits=Limits(**limits), patience=Patience(**patience)
    )


def _checked(path: Path, prefix: str, given: Any, default: Any) -> dict[str, Any]:
    """Return what a table of the file sets; numbers that may have decimals always as such."""
    known = {field.name: type(getattr(default, field.name)) for field in fields(default)}
    if not isinstance(given, dict):
        name = prefix.rstrip(".")
        raise ToldError(f"{path}: {name} is {given!r}. Cure: write it as a table, below a line `[{name}]`.")
    found = {}
    for name, value in given.items():
        if name not in known:
            raise ToldError(
                f"{path}: there is no setting {prefix}{name}. Cure: take it out, or use one of "
                f"{', '.join(known)}."
            )
        kind = known[name]
        if not _fits(value, kind):
            raise ToldError(
                f"{path}: {prefix}{name} is {value!r}. Cure: write {WANTED.get(kind, 'a table')}."
            )
        found[name] = float(value) if kind is float else value
    return found


def _fits(value: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MOST
    if kind is int:
        return type(value) is int and value >= 1
    return type(value) is kind

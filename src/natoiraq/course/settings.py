"""`course.toml`: the settings of a course."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from natoiraq.course.errors import CourseError
from natoiraq.grading.job import MEBIBYTE, Limits

TEMPLATE: Final = """\
# The settings of this course. Change what stands behind a “=” sign, and save.

# What students and reports see.
title = "{title}"

# true: each student gets numbers of their own, made from the secret key and the student's id.
# false: everybody gets the same. Do not change this once an exercise is handed out.
variants = true

# What the code of one submission may use while it is graded. What goes beyond is stopped, and the report
# says so; the rest of the submission is graded. Of the time, each cell gets an equal part of what the cells
# before it have left, and always 3 seconds of processor time and 20 of waiting: so a loop without end is
# stopped long before it has used up the time of the answers after it.
[limits]
cpu = {cpu}  # seconds of processor time
wall = {wall}  # seconds by the clock, for code that only waits
memory = {memory}  # megabytes
disk = {disk}  # megabytes in each file that it writes
output = {output}  # megabytes that one cell may print
processes = {processes}
files = {files}  # open at a time
"""
MEGABYTES: Final = ("memory", "disk", "output")


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
    """

    title: str = "NATO in Iraq"
    variants: bool = True
    limits: Limits = field(default_factory=Limits)


def template(title: str) -> str:
    """Return the file with its explanations, for a new course."""
    values = asdict(Limits())
    sizes = {name: values[name] // MEBIBYTE for name in MEGABYTES}
    return TEMPLATE.format(title=title.replace("\\", "").replace('"', "'"), **(values | sizes))


def read_settings(path: Path) -> Settings:
    """Return the settings of a course; what is not set keeps its default.

    Raises
    ------
    CourseError
        When the file is missing, is no TOML, or holds an unknown or impossible setting.
    """
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except FileNotFoundError as error:
        raise CourseError(
            f"{path.parent} is no course folder: it has no {path.name}. Cure: go to the course folder or "
            "give --course, or make one with `natoiraq-course init`."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}. Cure: mend that line; text stands in quotes.") from error
    limits = _checked(path, "limits.", given.pop("limits", {}), Limits())
    for name in MEGABYTES:
        if name in limits:
            limits[name] *= MEBIBYTE
    return Settings(**_checked(path, "", given, Settings()), limits=Limits(**limits))


def _checked(path: Path, prefix: str, given: Any, default: Any) -> dict[str, Any]:
    known = {field.name: type(getattr(default, field.name)) for field in fields(default)}
    if not isinstance(given, dict):
        raise CourseError(f"{path}: {prefix}: it is no table. Cure: write it as `[limits]`.")
    for name, value in given.items():
        if name not in known:
            raise CourseError(
                f"{path}: there is no setting {prefix}{name}. Cure: take it out, or use one of "
                f"{', '.join(known)}."
            )
        if type(value) is not known[name] or (known[name] is int and value < 1):
            wanted = {bool: "true or false", int: "a whole number above 0", str: "text in quotes"}
            raise CourseError(
                f"{path}: {prefix}{name} is {value!r}. Cure: write {wanted.get(known[name], 'a table')}."
            )
    return dict(given)

"""Variants: each student's own countries, years and subsets, from the course's secret and the student's id.

An exercise's folder declares them in `variants.yml`:

    standard: {parents: [MoD, MoI], without: [Iraqi Army], year: 2014}  # the book's, and without variants
    always: [len(pairs) > 20]                               # true of each solved variant; the tests hold it
    cases:                                                  # one of these is drawn for each student
      - parents: [MoD, MoI]
        without: {draw: 1, from: [Iraqi Army, Iraqi Navy]}  # a list of so many of these
        year: {one: [2014, 2015]}                           # one of these

What is drawn is an HMAC-SHA256 of exercise, student and parameter under the secret, so nobody without the
secret can tell a student's variant, and a parameter added later changes no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from bookkit import project
from bookkit.errors import ToldError

SECRET_LENGTH: Final = 16
"""Bytes: a shorter secret could be found by trying."""

Variant: TypeAlias = dict[str, Any]
Options: TypeAlias = dict[str, list[Any]]


def standard(exercise: str, *, source: Path | None = None) -> Variant:
    """Return the variant that the book shows, and that a course without variants uses.

    Parameters
    ----------
    exercise
        Id of the exercise, such as "ex1".
    source
        Folder with one folder an exercise; the book's if none is given.
    """
    return _copy(_declared(exercise, source)[0])


def variant(exercise: str, student: str, secret: bytes, *, source: Path | None = None) -> Variant:
    """Return a student's variant: the same one each time.

    Parameters
    ----------
    exercise
        Id of the exercise, such as "ex1".
    student
        The student's id in the course.
    secret
        The course's secret, at least `SECRET_LENGTH` random bytes.
    source
        Folder with one folder an exercise; the book's if none is given.

    Raises
    ------
    ToldError
        When the secret is too short, or the declaration cannot be used.
    """
    if len(secret) < SECRET_LENGTH:
        raise ToldError(
            f"the course's secret has {len(secret)} bytes, fewer than {SECRET_LENGTH}. "
            "Cure: let the course make one, or write random bytes to its file."
        )
    cases = _declared(exercise, source)[1]
    case = cases[_draw(secret, exercise, student, "", len(cases))]
    drawn = {name: found[_draw(secret, exercise, student, name, len(found))] for name, found in case.items()}
    return _copy(drawn)


def every(exercise: str, *, source: Path | None = None) -> Iterator[Variant]:
    """Yield each variant that a student can get, once."""
    seen = set()
    for case in _declared(exercise, source)[1]:
        for values in product(*case.values()):
            found = dict(zip(case, values, strict=True))
            text = json.dumps(found, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield _copy(found)


def _draw(secret: bytes, exercise: str, student: str, name: str, size: int) -> int:
    message = json.dumps([exercise, student, name]).encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return int.from_bytes(digest, "big") % size


def _copy(values: Variant) -> Variant:
    copied: Variant = json.loads(json.dumps(values))
    return copied


def _declared(exercise: str, source: Path | None) -> tuple[Variant, list[Options]]:
    path = (source or project.current().exercises) / exercise / "variants.yml"
    if not path.is_file():
        raise ToldError(f"{path} is missing. Cure: declare at least `standard:` and `cases:` there.")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> tuple[Variant, list[Options]]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        base, cases = dict(found["standard"]), [dict(case) for case in found["cases"]]
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ToldError(
            f"{path} cannot be read as variants ({error}). Cure: give it a mapping `standard:` and a list "
            "`cases:` of mappings."
        ) from error
    for number, case in enumerate(cases, start=1):
        if case.keys() != base.keys():
            names = ", ".join(sorted(case.keys() ^ base.keys()))
            raise ToldError(
                f"{path}, case {number}: it and `standard` do not name the same parameters ({names}). "
                "Cure: give each of them in both."
            )
    options = [
        {name: _options(value, f"{path}, case {number}, {name}") for name, value in case.items()}
        for number, case in enumerate(cases, start=1)
    ]
    if not any(all(base[name] in found for name, found in case.items()) for case in options):
        raise ToldError(f"{path}: `standard` is none of the variants of `cases`. Cure: take one of them.")
    return base, options


def _options(value: Any, where: str) -> list[Any]:
    """Return all values that one parameter of a case can have."""
    if not isinstance(value, dict) or not ({"one", "draw"} & value.keys()):
        return [value]
    pool = value.get("one", value.get("from"))
    count = value.get("draw", 1)
    if not isinstance(pool, list) or len({json.dumps(item) for item in pool}) < len(pool) or not pool:
        raise ToldError(
            f"{where}: the values to draw from are no list of different ones. Cure: list each once."
        )
    if not isinstance(count, int) or not 1 <= count <= len(pool):
        raise ToldError(
            f"{where}: {count} cannot be drawn from {len(pool)}. Cure: lower `draw`, or add values."
        )
    return pool if "one" in value else [list(chosen) for chosen in combinations(pool, count)]

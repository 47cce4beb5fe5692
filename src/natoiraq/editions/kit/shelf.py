"""A folder of wheels, and whether it holds all that a Python needs: read from the wheels alone."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, NormalizedName, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from bookkit.errors import ToldError
from natoiraq.editions.kit.systems import Target

METADATA = re.compile(r"[^/]+\.dist-info/METADATA")  # a wheel may carry others' deeper down


@dataclass(frozen=True)
class Wheel:
    """A wheel: what its name says, and what is written in it.

    Attributes
    ----------
    path
        Where it is.
    name, version
        What it installs.
    tags
        Which Pythons can install it.
    """

    path: Path
    name: NormalizedName
    version: Version
    tags: frozenset[Tag]

    @classmethod
    def read(cls, path: Path) -> Wheel:
        """Return the wheel at `path`.

        Raises
        ------
        ToldError
            When its name is not a wheel's.
        """
        try:
            name, version, _, tags = parse_wheel_filename(path.name)
        except InvalidWheelFilename as error:
            raise ToldError(f"{path} is no wheel: {error}. Cure: delete it.") from error
        return cls(path, name, version, tags)

    @cached_property
    def _metadata(self) -> tuple[str | None, tuple[str, ...]]:
        """Which Python it asks for, and what it requires."""
        try:
            with ZipFile(self.path) as opened:
                (named,) = [name for name in opened.namelist() if METADATA.fullmatch(name)]
                header = HeaderParser().parsestr(opened.read(named).decode("utf-8"))
        except (BadZipFile, ValueError) as error:
            raise ToldError(f"{self.path} is damaged. Cure: delete it and try again.") from error
        return header["Requires-Python"], tuple(header.get_all("Requires-Dist", ()))

    @cached_property
    def requires(self) -> tuple[Requirement, ...]:
        """What it needs beside it."""
        return tuple(Requirement(line) for line in self._metadata[1])

    def rank(self, target: Target) -> int | None:
        """Return how well it suits a Python, 0 the best; None when that Python cannot install it."""
        ranks = [target.ranks[tag] for tag in self.tags if tag in target.ranks]
        asked = self._metadata[0]
        if not ranks or (asked and target.release not in SpecifierSet(asked)):
            return None
        return min(ranks)


@dataclass(frozen=True)
class Need:
    """Something that a Python needs and no wheel gives.

    Attributes
    ----------
    requirement
        What is needed.
    by
        What needs it.
    """

    requirement: Requirement
    by: str

    def __str__(self) -> str:
        bare = Requirement(str(self.requirement))
        bare.marker = None
        return f"{bare} for {self.by}"


@dataclass(frozen=True)
class Found:
    """What a shelf holds for a Python.

    Attributes
    ----------
    wheels
        The wheels to install, by the name of what they install.
    missing
        What is needed beside them.
    """

    wheels: dict[NormalizedName, Wheel]
    missing: list[Need]


def shelf(folder: Path) -> list[Wheel]:
    """Return the wheels of a folder, sorted by file name."""
    return [Wheel.read(path) for path in sorted(folder.glob("*.whl"))]


def find(wanted: Iterable[Requirement], target: Target, wheels: Iterable[Wheel]) -> Found:
    """Return what a Python installs for `wanted`, and what it would miss.

    Where none of a package's wheels fits, another of them tells what the package needs beside it, so that
    everything missing is found at once.

    Parameters
    ----------
    wanted
        What shall be installed, extras included.
    target
        The Python.
    wheels
        What there is to install from.
    """
    stock: dict[NormalizedName, list[Wheel]] = {}
    for wheel in wheels:
        stock.setdefault(wheel.name, []).append(wheel)
    found = Found({}, [])
    waiting = deque(Need(requirement, "the kit") for requirement in wanted)
    seen: set[str] = set()
    while waiting:
        need = waiting.popleft()
        if str(need.requirement) in seen:
            continue
        seen.add(str(need.requirement))
        name = canonicalize_name(need.requirement.name)
        right = [each for each in stock.get(name, ()) if each.version in need.requirement.specifier]
        fitting = [(each.version, -rank, each) for each in right if (rank := each.rank(target)) is not None]
        if fitting:
            found.wheels[name] = max(fitting, key=itemgetter(0, 1))[2]  # as pip would choose
        else:
            found.missing.append(need)
        for told in [found.wheels[name]] if fitting else right[:1]:
            waiting += [Need(each, name) for each in _asked(told, need.requirement.extras, target)]
    return found


def _asked(wheel: Wheel, extras: Iterable[str], target: Target) -> list[Requirement]:
    """Return what a wheel with these extras needs on a Python."""
    chosen = ("", *extras)
    return [
        each
        for each in wheel.requires
        if each.marker is None
        or any(each.marker.evaluate({**target.environment, "extra": extra}) for extra in chosen)
    ]

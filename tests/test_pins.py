"""The pins hold on every Python that is promised, and on each system they name all that gets installed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
PROMISED = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"])
assert PROMISED, "requires-python names the oldest promised Python and the first that is not promised"
LOWEST, BEYOND = int(PROMISED[1]), int(PROMISED[2])
MINORS = [f"3.{minor}" for minor in range(LOWEST, BEYOND)]
# Distributions of Linux keep the first patch of a Python for years; the last one stands for all to come.
PYTHONS = [*(f"{minor}.0" for minor in MINORS), f"{MINORS[-1]}.99"]
SYSTEMS = {
    "linux": {"os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    "darwin": {"os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
    "win32": {"os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
}
Requires = Callable[[Requirement], str]


def requirements() -> list[Requirement]:
    """Return the lines of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line.partition("  #")[0]) for line in lines if line and not line.startswith("#")]


def extra(name: str) -> Iterator[Requirement]:
    """Yield what an extra asks for, and what the extras that it names ask for."""
    for line in map(Requirement, EXTRAS[name]):
        if line.name == PROJECT["name"]:
            for other in line.extras:
                yield from extra(other)
        else:
            yield line


ALL = {"requirements.txt": requirements(), **{name: list(extra(name)) for name in EXTRAS}}


def requires_python(line: Requirement) -> str:
    """Return the Pythons that an installed package asks for.

    Raises
    ------
    AssertionError
        When it is not installed as the line says.
    """
    cure = "Cure: run `make .venv/test`, which installs what requirements.txt and pyproject.toml name."
    try:
        found = distribution(line.name)
    except PackageNotFoundError as error:
        raise AssertionError(f"{line} is not installed. {cure}") from error
    assert found.version in line.specifier, f"{line}: {found.version} is installed. {cure}"
    return "".join(found.metadata.get_all("Requires-Python") or [])


def refusals(lines: Iterable[Requirement], requires: Requires = requires_python) -> list[str]:
    """Return the lines that a promised Python cannot install.

    Lines of another system are read on a machine that has it, where they are installed.
    """
    here = [line for line in lines if line.marker is None or line.marker.evaluate()]
    asked = {line: SpecifierSet(requires(line)) for line in here}
    return [
        f"{line} needs Python {pythons}, so {python} cannot install it"
        for line, pythons in asked.items()
        for python in PYTHONS
        if python not in pythons
    ]


@pytest.mark.parametrize("place", ALL)
def test_every_promised_python_can_install_the_pins(place: str) -> None:
    """Past mistake: a pin that asked for 3.11.5 kept Debian 12 with its own 3.11.2 out."""
    assert refusals(ALL[place]) == []


@pytest.mark.parametrize(
    ("asks", "refused"),
    [
        ("", []),
        (">=3.8", []),
        (">=3.11.5", ["3.11.0"]),
        (">=3.12", ["3.11.0"]),
        ("<3.14", ["3.14.0", "3.14.99"]),
    ],
)
def test_the_check_of_pins_can_fail(asks: str, refused: list[str]) -> None:
    pin = Requirement("package==1.0")
    expected = [f"{pin} needs Python {asks}, so {python} cannot install it" for python in refused]
    assert refusals([pin], lambda line: asks) == expected


@pytest.mark.parametrize("line", ["no-such-package==1.0", "pandas==0.1"])
def test_a_pin_that_is_not_installed_is_told_with_its_cure(line: str) -> None:
    with pytest.raises(AssertionError, match=r"Cure: run `make \.venv/test`"):
        refusals([Requirement(line)])


@cache
def needs(name: str) -> tuple[Requirement, ...]:
    """Return what an installed package brings along; of another system's packages nothing is known here."""
    try:
        return tuple(Requirement(line) for line in distribution(name).requires or ())
    except PackageNotFoundError:
        return ()


def without_pin(lines: Iterable[Requirement], pins: Iterable[Requirement], system: str) -> set[str]:
    """Return each package that a system would install in a version of pip's choice, with who asks for it."""
    pinned: set[str] = set()
    for pin in pins:
        if str(pin.specifier).startswith("=="):
            pinned.add(canonicalize_name(pin.name))
    found = set()
    for python in MINORS:
        place = {**SYSTEMS[system], "sys_platform": system, "python_version": python}
        place |= {"python_full_version": f"{python}.0", "implementation_name": "cpython"}
        place |= {"platform_python_implementation": "CPython"}
        waiting = [(line, "extra of nothing", "this project") for line in lines]
        seen: set[tuple[str, str, str]] = set()
        while waiting:
            line, wanted, by = waiting.pop()
            if line.marker is not None and not line.marker.evaluate({**place, "extra": wanted}):
                continue
            if canonicalize_name(line.name) not in pinned:
                found.add(f"{line.name}, for {by}")
            for extra in ("", *line.extras):
                if (step := (line.name, extra, by)) not in seen:
                    seen.add(step)
                    waiting += [(inner, extra, line.name) for inner in needs(line.name)]
    return found


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("place", ALL)
def test_nothing_comes_along_without_a_pin(place: str, system: str) -> None:
    """Past mistake: what only Windows or macOS installs was left to chance, and so was a new part of mypy."""
    lines = ALL[place]
    assert without_pin(lines, [*ALL["requirements.txt"], *lines], system) == set()


def test_the_check_of_what_comes_along_can_fail() -> None:
    asked = [Requirement("sphinx==7.4.7")]
    assert "colorama, for sphinx" in without_pin(asked, asked, "win32")
    assert "colorama, for sphinx" not in without_pin(asked, asked, "linux")
    assert {"pandas, for this project", "numpy, for pandas"} <= without_pin(
        [Requirement("pandas")], [], "linux"
    )


def stated(pattern: str, path: str) -> list[tuple[str, ...]]:
    """Return what a file says where the pattern finds it, which must be somewhere."""
    found = re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"))
    assert found, f"{path} no longer says which Python is needed; the pattern is {pattern}"
    return [each if isinstance(each, tuple) else (each,) for each in found]


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "Makefile",
        "src/natoiraq/editions/student_files/README.md",
        "src/natoiraq/editions/student_files/Makefile",
        "book/instructors/start.md",
    ],
)
def test_the_same_pythons_are_promised_everywhere(path: str) -> None:
    promise = {(MINORS[0], MINORS[-1])}
    assert set(stated(r"\bPython (3\.\d+) to (3\.\d+)", path)) == promise
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.findall(r"Python 3\.\d+ (?:or|and) (?:newer|later)", text) == []


@pytest.mark.parametrize("path", ["Makefile", "src/natoiraq/editions/student_files/Makefile"])
def test_make_lets_the_promised_pythons_in_and_no_other(path: str) -> None:
    (bounds,) = stated(r"\(3, (\d+)\) <= sys\.version_info < \(3, (\d+)\)", path)
    assert bounds == (str(LOWEST), str(BEYOND))


def test_types_are_checked_for_the_oldest_promised_python() -> None:
    """What only a newer Python has is then found on any machine."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["mypy"]["python_version"] == MINORS[0]


def test_the_promised_pythons_are_tested() -> None:
    (tested,) = stated(r"python-version: \[(.*)\]", ".github/workflows/publish.yml")
    assert re.findall(r'"(.*?)"', tested[0]) == MINORS

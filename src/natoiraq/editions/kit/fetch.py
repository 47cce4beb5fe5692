"""Get the wheels of a kit with pip, at the pinned versions, for systems that are not this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from bookkit.errors import ToldError
from natoiraq.editions.kit.pins import all_pins, pins, wanted
from natoiraq.editions.kit.shelf import Found, Need, Wheel, find, shelf
from natoiraq.editions.kit.systems import Target

STOPPED = "The kit for {target} was not made; the last good one is as it was.\n"


def fetch(root: Path, target: Target, ours: Wheel, folder: Path) -> list[Wheel]:
    """Return the wheels that a Python installs; pip gets those that `folder` does not hold yet.

    A wheel says what it needs, so pip is asked again until nothing is missing. It never resolves by itself,
    since it would do so for the machine it runs on.

    Parameters
    ----------
    root
        The repository, with the pins.
    target
        The Python.
    ours
        The project's own wheel.
    folder
        Where wheels are kept from one time to the next.

    Raises
    ------
    ToldError
        When a pin is missing or does not fit, or pip cannot get a wheel; `folder` keeps what was got.
    """
    held, asked = pins(root, target), set[NormalizedName]()
    while (found := _look(target, ours, folder, held)).missing:
        names = {canonicalize_name(need.requirement.name) for need in found.missing}
        for need in found.missing:
            _refuse(need, target, held, asked)
        _download(sorted(str(held[name]) for name in names), target, folder)
        asked |= names
    return list(found.wheels.values())


def tidy(root: Path, folder: Path) -> None:
    """Delete the wheels in `folder` that no pin names any more.

    Parameters
    ----------
    root
        The repository, with the pins.
    folder
        Where wheels are kept.
    """
    pinned = [(canonicalize_name(pin.name), pin.specifier) for pin in all_pins(root)]
    for wheel in shelf(folder):
        if not any(wheel.name == name and wheel.version in specifier for name, specifier in pinned):
            wheel.path.unlink()


def _look(target: Target, ours: Wheel, folder: Path, held: dict[NormalizedName, Requirement]) -> Found:
    pinned = [
        each for each in shelf(folder) if each.name in held and each.version in held[each.name].specifier
    ]
    return find([wanted()], target, [ours, *pinned])


def _refuse(
    need: Need, target: Target, held: dict[NormalizedName, Requirement], asked: set[NormalizedName]
) -> None:
    """Stop at a need that no download will meet."""
    name = canonicalize_name(need.requirement.name)
    if name not in held:
        why, cure = "has no pin there", f"add a line for {name} to requirements.txt, with its reason"
    elif name in asked:
        why, cure = f"is not met by the pin {held[name]}", "change that line in requirements.txt"
    else:
        return
    raise ToldError(STOPPED.format(target=target.title) + f"{need} {why}. Cure: {cure}.")


def _download(lines: Sequence[str], target: Target, folder: Path) -> None:
    """Put the wheels of these pins into `folder`, whole ones only."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as fresh:
        done = subprocess.run(_command(lines, target, fresh), capture_output=True, text=True, check=False)
        for path in Path(fresh).glob("*.whl") if done.returncode == 0 else ():
            path.replace(folder / path.name)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [
            done.stderr.strip()
        ]
        raise ToldError(
            STOPPED.format(target=target.title) + f"pip, asked for {', '.join(lines)}, says:\n  {said[-1]}\n"
            "Cure: see that the network is there and try again, which goes on from here. If pip finds no "
            "wheel, choose a version that has one for this system, in requirements.txt."
        )


def _command(lines: Iterable[str], target: Target, folder: str) -> list[str]:
    platforms = [part for platform in target.system.platforms for part in ("--platform", platform)]
    abis = [part for abi in (target.abi, "abi3", "none") for part in ("--abi", abi)]
    # fmt: off
    return [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", folder,
        "--no-deps", "--only-binary=:all:", "--implementation", "cp",
        "--python-version", target.release, *abis, *platforms, *lines,
    ]
    # fmt: on

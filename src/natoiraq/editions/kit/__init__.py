"""The offline kit: wheels, book, notebooks and one file to double-click, as a zip for each system.

A student without the internet, or without patience for a terminal, unpacks it and double-clicks. Each kit
holds the wheels of every Python that the project promises: three more of them make a zip larger by four
fifths, but a student whose Python is another has no way on without a network.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bookkit import project
from bookkit.editions.archive import add_checksum
from bookkit.editions.source import Commit, commit
from bookkit.errors import ToldError
from bookkit.files import written_whole, zip_entry
from bookkit.notebooks.wheel import write_wheel
from natoiraq.editions.kit import contents
from natoiraq.editions.kit.contents import Choice, File
from natoiraq.editions.kit.fetch import fetch, tidy
from natoiraq.editions.kit.pins import wanted
from natoiraq.editions.kit.shelf import Wheel, find, shelf
from natoiraq.editions.kit.systems import PYTHONS, System, Target
from natoiraq.editions.withheld import leaks, secrets


@dataclass(frozen=True)
class Kit:
    """A kit that was made.

    Attributes
    ----------
    path
        The zip.
    packed, unpacked
        Its size, and that of what is in it, in bytes.
    needs
        What the environment will take beside that, in bytes.
    """

    path: Path
    packed: int
    unpacked: int
    needs: int


def name_of(system: System) -> str:
    """Return what a system's kit is called: its zip, and the folder in it."""
    return f"{project.current().slug}-kit-{system.name}"


def make(
    root: Path, folder: Path, systems: Iterable[System], pythons: Sequence[str] = PYTHONS
) -> Iterator[Kit]:
    """Make the kits of these systems in `folder`, and yield each when it is whole.

    Parameters
    ----------
    root
        The repository, with `_build/html` built from it.
    folder
        Where the zips go. Wheels are kept there too, so that the next time starts where this one ends.
    systems
        What to make kits for.
    pythons
        The Pythons that they serve.

    Raises
    ------
    ToldError
        When there is no built book, something withheld would get in, or a wheel cannot be got. The kit that
        was there before stays.
    """
    made_from = commit(root)
    wheels = folder / "wheels"
    with TemporaryDirectory() as name:
        staged = Path(name)
        shared = [*contents.book(root, made_from), *contents.notebooks(root, staged / "student")]
        ours = Wheel.read(write_wheel(root, staged / "wheels"))
        _refuse_leaks(root, [*shared, File(f"wheels/{ours.path.name}", ours.path)], staged / "checked")
        tidy(root, wheels)
        for system in systems:
            targets = [Target(system, python) for python in pythons]
            choice = Choice(system, {each.python: fetch(root, each, ours, wheels) for each in targets})
            yield _write(folder, choice, shared, made_from)


def _refuse_leaks(root: Path, files: Iterable[File], folder: Path) -> None:
    """Stop when the notebooks or the package give away what is the instructors'."""
    for file in files:
        if not file.name.startswith("book/"):  # as published, and tested there
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content if isinstance(file.content, bytes) else file.content.read_bytes())
    if found := leaks(folder, secrets(root)):
        listed = "\n".join(f"  {leak}" for leak in found)
        raise ToldError(f"The kit would give answers away, so it was not made:\n{listed}")


def _write(folder: Path, choice: Choice, shared: Sequence[File], made_from: Commit) -> Kit:
    """Write a kit; what was there stays until it is whole."""
    name = name_of(choice.system)
    wheels = [File(f"wheels/{wheel.path.name}", wheel.path) for wheel in choice.wheels]
    files = sorted([*wheels, *shared, *contents.starters(choice)], key=lambda file: file.name)
    target = folder / f"{name}.zip"
    unpacked = sum(file.size for file in files)
    with written_whole(target) as fresh:
        _pack(fresh, "w", name, files, made_from)
        # The README says how large the zip is, so it comes last; its own two thousand bytes change no figure.
        said = contents.readme(choice, made_from, fresh.stat().st_size, unpacked)
        _pack(fresh, "a", name, [said], made_from)
        _refuse_gaps(fresh, choice)
    add_checksum(target)
    return Kit(target, target.stat().st_size, unpacked, choice.needs)


def _pack(path: Path, mode: str, name: str, files: Iterable[File], made_from: Commit) -> None:
    with ZipFile(path, "a" if mode == "a" else "w") as packed:
        for file in files:
            header = zip_entry(f"{name}/{file.name}", made_from.seconds, program=file.program)
            if isinstance(file.content, bytes):
                packed.writestr(header, file.content, compresslevel=9)
                continue
            with file.content.open("rb") as source, packed.open(header, "w") as into:
                shutil.copyfileobj(source, into)


def _refuse_gaps(path: Path, choice: Choice) -> None:
    """Stop when the wheels in a zip are not all that each Python needs."""
    with TemporaryDirectory() as name, ZipFile(path) as packed:
        packed.extractall(name, [each for each in packed.namelist() if each.endswith(".whl")])
        gaps = lacking(Path(name, name_of(choice.system), "wheels"), choice.system, list(choice.by_python))
    if gaps:
        listed = "\n".join(f"  {gap}" for gap in gaps)
        raise ToldError(f"The kit would lack wheels, so it was not made:\n{listed}")


def lacking(folder: Path, system: System, pythons: Sequence[str] = PYTHONS) -> list[str]:
    """Return a sentence for each package that a kit's folder of wheels lacks; nothing else is looked at.

    Parameters
    ----------
    folder
        The wheels.
    system
        The system that the kit is for.
    pythons
        The Pythons that it serves.
    """
    wheels = shelf(folder)
    return [
        f"{target.title}: {need}"
        for target in (Target(system, python) for python in pythons)
        for need in find([wanted()], target, wheels).missing
    ]

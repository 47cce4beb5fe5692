"""What is in a kit beside its wheels: the book, the notebooks, and the files that start it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from bookkit import evidence, project
from bookkit.editions import archive
from bookkit.editions.source import Commit
from bookkit.notebooks.edition import edition, written
from bookkit.notebooks.lab import SETTINGS
from bookkit.sphinx.run.execution import is_notebook
from natoiraq.editions import student
from natoiraq.editions.kit.pins import wanted
from natoiraq.editions.kit.shelf import Wheel
from natoiraq.editions.kit.systems import System

FILES = Path(__file__).parent / "files"
FIRST = Path("chapters", "index.ipynb")
OVERRIDES = "@jupyterlab/docmanager-extension:plugin"  # how pages in Markdown open: a kit has none
OUTSIDE = re.compile(r"^Lib/site-packages/[^/]+\.data/\w+/")  # what a wheel puts elsewhere
FIRST_CELL = """\
This notebook is a page of *{name}*, with facts up to {day}.
Everything that it needs is in this kit: choose *Run All Cells* from the *Run* menu."""


@dataclass(frozen=True)
class File:
    """A file of a kit.

    Attributes
    ----------
    name
        Its path in the kit's folder.
    content
        Its bytes, or where they are.
    program
        Whether a double-click runs it.
    """

    name: str
    content: bytes | Path
    program: bool = False

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True)
class Choice:
    """The wheels of a kit, by Python."""

    system: System
    by_python: Mapping[str, list[Wheel]]

    @property
    def wheels(self) -> list[Wheel]:
        """Each of them once, sorted by file name."""
        by_name = {wheel.path.name: wheel for wheels in self.by_python.values() for wheel in wheels}
        return [by_name[name] for name in sorted(by_name)]

    @property
    def needs(self) -> int:
        """How many bytes the environment will take: that of the Python that needs most."""
        return max(sum(_installed(wheel)[0] for wheel in wheels) for wheels in self.by_python.values())

    @property
    def longest(self) -> int:
        """How many letters the longest path in the environment has."""
        return max(_installed(wheel)[1] for wheel in self.wheels)

    @property
    def spoken(self) -> str:
        """The Pythons as one says them, such as `3.11, 3.12 or 3.13`."""
        *others, last = self.by_python
        return f"{', '.join(others)} or {last}" if others else last


def _installed(wheel: Wheel) -> tuple[int, int]:
    """Return how many bytes a wheel takes when installed, and the length of its longest path."""
    with ZipFile(wheel.path) as opened:
        files = opened.infolist()
    compiled = sum(file.file_size for file in files if file.filename.endswith(".py"))  # as large again
    longest = max(len(OUTSIDE.sub("", f"Lib/site-packages/{file.filename}")) for file in files)
    return sum(file.file_size for file in files) + compiled, longest


def book(root: Path, made_from: Commit) -> Iterator[File]:
    """Yield the built book, as the offline archive has it."""
    for name, content in archive.contents(root, made_from):
        yield File(f"book/{name}", content)


def notebooks(root: Path, folder: Path) -> Iterator[File]:
    """Yield the pages with code and the exercises, as students may have them.

    Parameters
    ----------
    root
        The repository.
    folder
        Where to assemble the student edition that they are taken from.

    Raises
    ------
    ToldError
        When the student edition would give something away.
    """
    student.assemble(root, folder)
    day = evidence.facts_as_of()
    source = FIRST_CELL.format(name=project.current().name, day=f"{day.day} {day:%B %Y}")
    for page in sorted((folder / "book").glob("*.md")):
        if is_notebook(page):
            made = edition(page, f"book/{page.stem}", "")
            made["cells"][0]["source"] = source  # in place of how to install what the kit brings along
            yield File(f"notebooks/chapters/{page.stem}.ipynb", written(made).encode())
    for path in sorted((folder / "exercises").glob("*/*.ipynb")):
        yield File(f"notebooks/exercises/{path.name}", path.read_bytes())


def starters(choice: Choice) -> Iterator[File]:
    """Yield the files that start the kit, and what they read."""
    pythons = list(choice.by_python)
    tuples = "".join(f"({python.replace('.', ', ')}), " for python in pythons).strip()
    newest_first = " ".join(reversed(pythons))
    words = {
        "@NAMES@": " ".join(f"python{python}" for python in reversed(pythons)),
        "@VERSIONS@": newest_first,
        "@TUPLES@": tuples,
        "@SPOKEN@": choice.spoken,
    }
    for name, source in choice.system.starters.items():
        text = (FILES / source).read_text(encoding="utf-8")
        for word, meaning in words.items():
            text = text.replace(word, meaning)
        yield File(
            name, (text.replace("\n", "\r\n") if name.endswith(".bat") else text).encode(), program=True
        )
    yield File("inside/start.py", (FILES / "start.py").read_bytes())
    yield File("inside/kit.json", _json(_description(choice)))
    yield File("inside/requirements.txt", f"{wanted()}\n".encode())
    yield from settings()


def _description(choice: Choice) -> dict[str, object]:
    """Return what `start.py` knows of its kit."""
    names = "\n".join(wheel.path.name for wheel in choice.wheels)
    ours = b"".join(wheel.path.read_bytes() for wheel in choice.wheels if wheel.name == wanted().name)
    return {
        "system": choice.system.name,
        "title": choice.system.title,
        "parts": {python: len(wheels) for python, wheels in choice.by_python.items()},
        "first": FIRST.as_posix(),
        "id": hashlib.sha256(names.encode() + ours).hexdigest(),
        "needs": choice.needs,
        "longest": choice.longest,
    }


def settings() -> Iterator[File]:
    """Yield the settings of `make lab` that are about JupyterLab and not about pages in Markdown."""
    kept = {
        name: each
        for name, each in SETTINGS["labconfig", "default_setting_overrides"].items()
        if name != OVERRIDES
    }
    yield File("inside/jupyter/labconfig/default_setting_overrides.json", _json(kept))


def readme(choice: Choice, made_from: Commit, packed: int, unpacked: int) -> File:
    """Return what the kit says about itself.

    Parameters
    ----------
    choice
        Its wheels.
    made_from
        The commit.
    packed, unpacked
        Size of the zip and of what is in it, in bytes.
    """
    book = project.current()
    words = choice.system.words
    said = {"pythons": choice.spoken, "system": choice.system.title}
    text = (FILES / "README.txt").read_text(encoding="utf-8")
    filled = text.format(
        title=book.title,
        rule="=" * len(book.title),
        system=choice.system.title,
        version=book.version,
        facts=archive.facts_as_of(),
        commit=made_from.title,
        python=words.python.format(**said),
        start=words.start.format(**said),
        trouble=words.trouble.format(**said),
        packed=megabytes(packed),
        unpacked=megabytes(unpacked),
        needs=megabytes(choice.needs),
    )
    lines = filled.replace("\n", "\r\n") if choice.system.markers["os_name"] == "nt" else filled
    return File("README.txt", lines.encode())


def megabytes(count: int) -> int:
    """Return a number of bytes in millions, rounded."""
    return round(count / 10**6)


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()

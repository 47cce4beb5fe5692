"""What only the whole book knows: where a label stands, and which questions test which outcome."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from bookkit import evidence
from bookkit.notebooks import page
from bookkit.notebooks.generated import table

_MARKS: Final = re.compile(
    r"""^\((?P<label>[^()\n]+)\)=[ ]*$
    |^\#{1,6}[ ]+(?P<heading>.+?)[ ]*$
    |^(?P<fence>`{3,})\{(?P<kind>quiz|outcomes|codebook)\}[ ]*(?P<name>\S*)\n(?P<held>.*?)^(?P=fence)[ ]*$
    |^(?P<code>`{3,})[^`{\n]*\n.*?^(?P=code)[ ]*$""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CHART: Final = re.compile(r"\b([a-z_0-9]+)\.([a-z_0-9]+)\(")
_ROLE: Final = re.compile(r"\{[\w:+-]+\}`([^`<]*?)\s*(?:<[^`]*)?`")


@dataclass(frozen=True)
class Target:
    """Where a label leads: a page by its path below the book's root, and the heading it stands under."""

    page: str
    heading: str


@dataclass
class Whole:
    """All pages, read once."""

    labels: dict[str, Target] = field(default_factory=dict)
    headings: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    exercises: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def target(self, label: str, here: str) -> Target | None:
        """Return where a label, or the name of a heading of this page, leads from a page."""
        found = self.headings.get(label, [])
        return self.labels.get(label) or next((one for one in found if one.page == here), None)

    def outcome_map(self) -> str:
        """Return a table a chapter: its outcomes, with the questions and exercises that test each."""
        lines: list[str] = []
        for name, outcomes in self.outcomes.items():
            rows = (
                (
                    number,
                    text,
                    ", ".join(
                        f"[question {asked}](#quiz-{quiz}-{asked})"
                        for _, quiz, asked in self.questions[number]
                    )
                    or "none yet",
                    ", ".join(f"[{one}](#exercise-{one})" for one in self.exercises[number]) or "none",
                )
                for number, text in outcomes.items()
            )
            columns = ("Outcome", "What you can do", "Questions that test it", "Exercises")
            lines += [f"**{self.titles[name]}**", "", *table(columns, rows), ""]
        return "\n".join(lines)


def root_of(file: Path) -> Path:
    """Return the folder whose table of contents names a page."""
    return next(folder for folder in file.parents if (folder / page.CONTENTS).is_file())


def whole(root: Path) -> Whole:
    """Return what all pages of a book hold; they are read again when one of them has changed."""
    files = [path for name in page.named(root) if (path := root / f"{name}.md").is_file()]
    return _read(root, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _read(root: Path, files: tuple[tuple[Path, int], ...]) -> Whole:
    book = Whole()
    for path, _ in files:
        _add(book, path.relative_to(root).as_posix(), page.read(path.read_text(encoding="utf-8")))
    return book


def _add(book: Whole, name: str, opened: page.Page) -> None:
    """Note what a page holds."""
    heading, waiting = "", []
    for cell in opened.cells:
        if cell.kind == "code":
            for module, function in _CHART.findall(cell.source):
                label = f"chart-{module}-{function}".replace("_", "-")
                book.labels.setdefault(label, Target(name, heading))
            continue
        for mark in _MARKS.finditer(cell.source):
            if mark["label"]:
                waiting.append(mark["label"])
            elif mark["heading"]:
                heading = _ROLE.sub(r"\1", mark["heading"])
                book.titles.setdefault(name, heading)
                book.headings[slug(heading)].append(Target(name, heading))
                book.labels |= dict.fromkeys(waiting, Target(name, heading))
                waiting = []
            elif mark["kind"]:
                book.labels |= dict.fromkeys(_noted(book, name, mark), Target(name, heading))
    if "exercise" in opened.header:
        book.labels[f"exercise-{Path(name).stem}"] = Target(name, book.titles[name])
    for outcome in opened.header.get("exercise", {}).get("outcomes", []):
        book.exercises[str(outcome)].append(Path(name).stem)


def _noted(book: Whole, name: str, mark: re.Match[str]) -> Iterator[str]:
    """Note what a directive holds, and yield its labels."""
    if mark["kind"] == "codebook":
        tables = ((each, evidence.describe(each)["title"]) for each in evidence.table_names())
        book.labels |= {f"table-{each}": Target(name, title) for each, title in tables}
        return
    try:
        held: Any = yaml.load(mark["held"], Loader=page.LOADER)
    except yaml.YAMLError:
        return  # an author's slip, which the build reports
    if mark["kind"] == "outcomes" and isinstance(held, dict):
        book.outcomes[name] = {str(number): str(text) for number, text in held.items()}
        yield from (f"outcome-{number}".replace(".", "-").lower() for number in book.outcomes[name])
    if mark["kind"] == "quiz" and isinstance(held, list):
        for number, question in enumerate(held, start=1):
            book.questions[str(question.get("outcome"))].append((name, mark["name"], number))
            yield f"quiz-{mark['name']}-{number}"


def slug(heading: str) -> str:
    """Return the name that the build gives to a heading without one."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def joined(here: str, path: str) -> str:
    """Return the path below the book's root that a page means by a path of its own."""
    return Path(os.path.normpath(Path(here).parent / path)).as_posix()


def relative(target: str, here: str) -> str:
    """Return the path from one page to another, both below the book's root."""
    return Path(os.path.relpath(target, Path(here).parent)).as_posix()

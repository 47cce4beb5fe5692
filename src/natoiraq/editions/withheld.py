"""What no student may see: solutions, hidden tests and mark schemes, and whether any of it got out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from zipfile import ZipFile

SOURCE = Path("exercises", "source")
# It teaches the Python of the exercises, and their solutions use what it taught.
PRIMER = Path("book", "primer.md")
REGION = re.compile(
    r"^[ \t]*### BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b.*?^[ \t]*### END \1\b", re.DOTALL | re.MULTILINE
)
TAG = re.compile(r"<[^>]*>")
# A shorter line, such as `return total`, says nothing about whose it is.
TELLING = 20  # characters
PACKED = frozenset({".whl", ".zip"})
NO_TEXT = frozenset({".gif", ".ico", ".jpg", ".pdf", ".png", ".ttf", ".woff", ".woff2"})


@dataclass(frozen=True)
class Secret:
    """A line that must stay with the instructors, and where it stands."""

    line: str
    place: str


def squeeze(text: str) -> str:
    """Return `text` with each run of white space as one space."""
    return " ".join(text.split())


def secrets(root: Path) -> list[Secret]:
    """Return the telling lines of every solution, hidden test and mark scheme.

    What an exercise also shows openly, or the primer teaches, is none.

    Parameters
    ----------
    root
        The repository; it may have no exercises.
    """
    hidden: dict[str, str] = {}
    shown = [path.read_text(encoding="utf-8") for path in [root / PRIMER] if path.exists()]
    for path in sorted((root / SOURCE).rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        shown.append(REGION.sub("", text))
        for region in REGION.finditer(text):
            first = text.count("\n", 0, region.start()) + 1
            for number, line in enumerate(region[0].splitlines()[1:-1], start=first + 1):
                hidden.setdefault(squeeze(line), f"{path.relative_to(root)}:{number}")
    known = squeeze("\n".join(shown))
    return [
        Secret(line, place) for line, place in hidden.items() if len(line) >= TELLING and line not in known
    ]


def readable(path: Path) -> str:
    """Return what a reader sees: HTML without tags, a notebook without JSON's escapes, a wheel unpacked."""
    if path.suffix in PACKED:
        with ZipFile(path) as packed:
            names = [name for name in packed.namelist() if Path(name).suffix not in NO_TEXT]
            return "\n".join(packed.read(name).decode("utf-8", errors="replace") for name in names)
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = unescape(TAG.sub("", text))
    elif path.suffix == ".ipynb":
        text = "\n".join(_strings(json.loads(text)))
    return text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        lines = [item for item in value if isinstance(item, str)]
        yield "".join(lines)  # nbformat keeps a cell's text as a list of lines
        for item in value:
            yield from () if isinstance(item, str) else _strings(item)


def leaks(folder: Path, secrets: Iterable[Secret]) -> list[str]:
    """Return a sentence for each file below `folder` that holds a secret, or a marker of one.

    Parameters
    ----------
    folder
        The edition, built pages or a package.
    secrets
        From `secrets`.
    """
    known = list(secrets)
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in NO_TEXT:
            continue
        text, name = readable(path), path.relative_to(folder)
        line = squeeze(text)
        found += [f"{name} holds {secret.place}" for secret in known if secret.line in line]
        if REGION.search(text):
            found.append(f"{name} holds a region that its markers call withheld")
    return found

"""Reading a text file into lines that have the numbers that an editor shows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bookkit.evidence.problems import Problem


class Line(NamedTuple):
    """A line of text with its place: name of the file, and number from 1."""

    file: str
    number: int
    text: str

    def problem(self, message: str, cure: str) -> Problem:
        """Say what is wrong on this line."""
        return Problem(self.file, self.number, None, message, cure)


class Unreadable(Exception):
    """A file that is no text; `problem` says where and how to cure it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_lines(path: Path, name: str) -> list[str]:
    """Return the lines of a UTF-8 file, whatever ends them, without a byte order mark.

    Only line feeds and carriage returns end a line: `str.splitlines` also breaks at characters that no
    editor counts, and every number after one of them would be off.

    Raises
    ------
    Unreadable
        When the file is not UTF-8; the problem has the line of the first byte that is not.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = len(_split(content[: error.start].decode("utf-8", errors="replace")))
        message = f"the file is not UTF-8 text: byte {content[error.start]:#04x} stands here"
        raise Unreadable(Problem(name, number, None, message, "save the file as UTF-8")) from None
    return _split(text)


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

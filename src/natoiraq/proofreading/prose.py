"""What a reader reads of a line of Markdown, and the roles, links and code that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# A run of backticks, then anything up to a run of the same length; a name in braces before it is a role.
CODE: Final = re.compile(
    r"(?:\{(?P<role>[\w:.+-]+)\})?(?<!`)(?P<marks>`+)(?!`)(?P<inside>.+?)(?<!`)(?P=marks)(?!`)"
)
LINK: Final = re.compile(
    r"(?P<image>!?)\[(?P<words>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]*)(?:\s[^)]*)?\)"
)
ADDRESS: Final = re.compile(r"<[^>]*>|https?://\S+")
# A label, an option, a comment, and the break between two cells of a notebook with its metadata.
UNSEEN: Final = re.compile(r"^\s*(?:\([^)]*\)=\s*$|:[\w-]+:(?:\s|$)|%|\+\+\+)")
FILE: Final = re.compile(r"\b[\w./-]*\w\.(?:bib|cff|com|csv|ipynb|json|md|org|py|txt|yml|zip)\b")
"""Names of files and of hosts."""

MARKS: Final = re.compile(r"[*_#|\[\]>]+")
SHOWN: Final = " § "
"""Stands for code and for what a role prints."""


class Role(NamedTuple):
    """A role in a line: its name and what stands between the backticks."""

    name: str
    text: str


class Link(NamedTuple):
    """A link in a line: its words, where it leads, and whether it shows a picture."""

    words: str
    target: str
    picture: bool


def roles(text: str) -> Iterator[Role]:
    """Yield the roles of a line; those inside code are shown, not used."""
    for match in CODE.finditer(text):
        if match["role"]:
            yield Role(match["role"], match["inside"])


def links(text: str) -> Iterator[Link]:
    """Yield the links and pictures of a line, but none inside code; `<page.md>` and such count, too."""
    bare = without_code(text)
    for match in LINK.finditer(bare):
        yield Link(match["words"], match["target"].strip("<>"), bool(match["image"]))


def without_code(text: str) -> str:
    """Return a line with a sign in the place of each role and each piece of code."""
    return CODE.sub(SHOWN, text)


def readable(text: str) -> str:
    """Return what a reader reads of a line: no addresses, a sign for code and for what a role prints."""
    if UNSEEN.match(text):
        return ""
    return ADDRESS.sub(" ", LINK.sub(lambda match: f"[{match['words']}]", without_code(text)))


def plain(text: str) -> str:
    """Return a readable line without the marks of Markdown, for those who look at words alone."""
    return MARKS.sub(" ", FILE.sub(SHOWN, readable(text)))

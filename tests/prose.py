"""Reads the pages' prose: Markdown without code, roles, links' targets and directives' options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = sorted((ROOT / "book").rglob("*.md"))
FENCE = re.compile(r"^(`{3,}|:{3,})\s*(\{[\w-]+\}|\w+)?")
ROLE = re.compile(r"\{[\w:.-]+\}`[^`]*`")
TARGET = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")
CODE = re.compile(r"`[^`]*`")
# Fences whose content is prose; what stands in the others is code, YAML or a generated page.
PROSE_FENCES = {"{container}", "{glossary}", "{note}", "{admonition}"}


@dataclass(frozen=True)
class Line:
    """A line of prose with its place."""

    page: Path
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.number}: {self.text}"


def raw_lines(page: Path) -> list[Line]:
    """Return a page's lines outside its header and its code."""
    lines, stack, header = [], [], False
    for number, text in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if text == "---" and (number == 1 or header):
            header = number == 1
            continue
        fence = FENCE.match(text)
        if header:
            continue
        if fence and stack and text.strip() == stack[-1][0]:
            stack.pop()
        elif fence and text.strip() != fence[1]:
            stack.append((fence[1], fence[2] or ""))
        elif not fence and all(kind in PROSE_FENCES for _, kind in stack):
            lines.append(Line(page, number, text))
    return lines


def prose_lines(page: Path) -> list[Line]:
    """Return what a reader reads of a page: roles stand for what they print, so they are left out."""
    stripped = []
    for line in raw_lines(page):
        text = CODE.sub(" ", TARGET.sub("]", ROLE.sub(" § ", line.text)))
        if text.strip() and not text.startswith(("(", ":")):
            stripped.append(Line(line.page, line.number, text))
    return stripped


def word_count(page: Path) -> int:
    """Return the number of words of prose."""
    return sum(len(re.findall(r"[A-Za-z][\w’'-]*", line.text)) for line in prose_lines(page))

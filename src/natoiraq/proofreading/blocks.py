"""What a page is made of: its header, its fences, and the lines of text around them.

A reader of whole Markdown would take longer than all rules together, and needs Sphinx to read directives.
This one knows what the book uses: a header between `---`, fences of backticks or colons, one inside another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading.lines import Line

# A fence opens with three marks or more; no backtick follows those of backticks, else it is code in a line.
OPENING: Final = re.compile(
    r"^\s*(?P<marks>`{3,}(?=[^`]*$)|:{3,}|~{3,})\s*(?:\{(?P<kind>[^}]*)\})?(?P<rest>.*)$"
)
PROSE: Final = frozenset(
    {"container", "glossary", "note", "warning", "tip", "important", "admonition", "attention", "caution"}
)
"""Directives whose content is prose; in the others stands code, YAML or nothing."""

BARE_HEADER: Final = re.compile(r"^(?:exercise|jupytext|kernelspec):\s*$")
OPTION: Final = re.compile(r"^\s*:[\w-]+:")


@dataclass
class Fence:
    """A directive or a block of code.

    Parameters
    ----------
    kind
        Name of the directive; empty for a block of plain code.
    argument
        What stands behind the name.
    line
        Number of the line that opens it.
    marks
        What opens it, such as four colons.
    content
        The lines inside, without options; for a directive with prose also those of fences inside it.
    options
        The lines of options.
    closed
        Whether its end was found.
    """

    kind: str
    argument: str
    line: int
    marks: str
    content: list[Line] = field(default_factory=list)
    options: list[Line] = field(default_factory=list)
    closed: bool = False

    @property
    def opening(self) -> str:
        """What opens it, with its name."""
        return f"{self.marks}{{{self.kind}}}" if self.kind else self.marks

    @property
    def holds_prose(self) -> bool:
        """Whether a reader reads its content as text."""
        return self.kind in PROSE

    @property
    def text(self) -> str:
        """The content as one text."""
        return "\n".join(line.text for line in self.content)

    @property
    def first(self) -> int:
        """The number of its first line of content."""
        return self.content[0].number if self.content else self.line + len(self.options) + 1

    def ends_at(self, text: str) -> bool:
        """Say whether a line closes it: the same mark, at least as often, and nothing else."""
        bare = text.strip()
        return bare.startswith(self.marks) and set(bare) == {self.marks[0]}


@dataclass(frozen=True)
class Blocks:
    """A page taken apart: lines of the header, fences in the order of their openings, lines of text."""

    header: list[Line]
    fences: list[Fence]
    text: list[Line]
    problems: list[Problem]


def take_apart(name: str, lines: Sequence[str]) -> Blocks:
    """Take a page apart.

    Parameters
    ----------
    name
        Name of the page in problems.
    lines
        Its lines.
    """
    numbered = [Line(name, number, text) for number, text in enumerate(lines, start=1)]
    found = Blocks([], [], [], [])
    first = _header(numbered, found)
    stack: list[Fence] = []
    for line in numbered[first:]:
        _place(line, stack, found)
    for fence in stack:
        message = f"nothing closes “{fence.opening}”, so all text below counts as part of it"
        cure = f"write “{fence.marks}” on a line of its own where it ends"
        found.problems.append(Problem(name, fence.line, None, message, cure))
    for fence in found.fences:
        _part_options(fence)
    return found


def _header(lines: list[Line], found: Blocks) -> int:
    """Move the header into `found`; return how many lines it takes."""
    if BARE_HEADER.match(lines[0].text):
        message = "a header begins here, and nothing says so"
        found.problems.append(lines[0].problem(message, "write `---` on a line of its own above it"))
    if lines[0].text.rstrip() != "---":
        return 0
    end = next((place for place, line in enumerate(lines) if place and line.text.rstrip() == "---"), None)
    if end is None:
        message = "nothing closes the header that begins here"
        found.problems.append(lines[0].problem(message, "write `---` on a line of its own below it"))
        return 1
    found.header.extend(lines[1:end])
    return end + 1


def _place(line: Line, stack: list[Fence], found: Blocks) -> None:
    """Put a line where it belongs: it opens or closes a fence, stands in one, or is text."""
    if stack and stack[-1].ends_at(line.text):
        stack.pop().closed = True
        return
    readable = all(fence.holds_prose for fence in stack)
    opening = OPENING.match(line.text)
    if readable and opening and opening["marks"][0] == ":" and not opening["kind"]:
        message = f"“{opening['marks']}” closes nothing that is open"
        found.problems.append(line.problem(message, "remove it, or correct the number of colons"))
        return
    if readable and opening:
        fence = Fence(opening["kind"] or "", opening["rest"].strip(), line.number, opening["marks"])
        stack.append(fence)
        found.fences.append(fence)
        return
    for fence in stack:
        fence.content.append(line)
    if readable:
        found.text.append(line)


def _part_options(fence: Fence) -> None:
    """Move a directive's options, in either form, out of its content."""
    if not fence.kind:
        return
    count = 0
    if fence.content and fence.content[0].text.strip() == "---":
        ends = (at for at, line in enumerate(fence.content) if at and line.text.strip() == "---")
        count = next(ends, -1) + 1
    else:
        while count < len(fence.content) and OPTION.match(fence.content[count].text):
            count += 1
    fence.options, fence.content = fence.content[:count], fence.content[count:]

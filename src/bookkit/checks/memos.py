"""`memo`: the form of a text, never its argument: length, sections, citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import kind

HEADING: Final = re.compile(r"^\s*(?:#{1,6}\s+|\*\*|\d+[.)]\s+\*\*)?\s*(?:\d+[.)]\s*)?(.+?)[\s.:*#]*$")
WORD: Final = re.compile(r"[^\W_][\w’'.,-]*")
CITATION: Final = re.compile(r"\[[^\[\]]*\w[^\[\]]*\]|\([^()]*\b(?:19|20)\d\d\b[^()]*\)|https?://\S+")
SOURCES: Final = "sources"


@guarded
def memo(
    value: object,
    *,
    name: str,
    sections: Sequence[str],
    words: tuple[int, int],
    citations: int,
    sources: int,
    see: str | None = None,
) -> None:
    """Check the form of a memo; each requirement met earns its share of the points.

    Parameters
    ----------
    value
        The text, with a heading on a line of its own above each section.
    name
        What the student calls it.
    sections
        The headings, in order; marks of headings, numbers and capitals do not matter.
    words
        The fewest and the most words, without headings and the list of sources.
    citations
        The fewest places in the text that cite: `[key]`, `(Name 2021)` or an address.
    sources
        The fewest lines in the list of sources.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        One sentence for each requirement that is not met.
    """
    if not isinstance(value, str):
        raise CheckFailed(f"`{name}` must be text between triple quotes, and it is {kind(value)}.")
    if not value.strip():
        raise CheckFailed(f"`{name}` is still empty: write your text between the triple quotes.")
    parts = _parts(str.__str__(value), [*sections, SOURCES])
    body = "\n".join(lines for heading, lines in parts if heading != SOURCES)
    listed = [
        line for heading, lines in parts if heading == SOURCES for line in lines.splitlines() if line.strip()
    ]
    problems = _sections(parts, sections, name)
    count, found = len(WORD.findall(body)), len(CITATION.findall(body))
    if not words[0] <= count <= words[1]:
        fault = "too short" if count < words[0] else "too long"
        problems.append(
            f"`{name}` is {fault}: it has {count} words without its sources, "
            f"and {words[0]} to {words[1]} are asked."
        )
    if found < citations:
        problems.append(f"`{name}` cites in {found} places, and at least {citations} are asked.")
    if len(listed) < sources:
        problems.append(
            f"The list under “Sources” has {len(listed)} lines, and at least {sources} are asked."
        )
    if problems:
        raise CheckFailed(*problems, share=1 - len(problems) / (len(sections) + 4))


def _parts(text: str, headings: Sequence[str]) -> list[tuple[str, str]]:
    """Return (heading, text below it) in order; what stands before the first has the heading ""."""
    known = {heading.casefold() for heading in headings}
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        match = HEADING.match(line)
        title = match[1].casefold().strip() if match and len(line) < 80 else ""
        if title in known:
            parts.append((title, []))
        else:
            parts[-1][1].append(line)
    return [(heading, "\n".join(lines)) for heading, lines in parts]


def _sections(parts: Sequence[tuple[str, str]], sections: Sequence[str], name: str) -> list[str]:
    """Return what is wrong with the sections, and one problem when their order is."""
    texts = dict(parts)
    wanted = [section.casefold() for section in sections]
    problems = []
    for section in sections:
        if section.casefold() not in texts:
            problems.append(f"`{name}` has no heading “{section}” on a line of its own.")
        elif not texts[section.casefold()].strip():
            problems.append(f"The section “{section}” is empty.")
    order = [heading for heading, _ in parts if heading in wanted]
    if order != sorted(order, key=wanted.index):
        problems.append("The sections are not in the order that the task gives.")
    return problems

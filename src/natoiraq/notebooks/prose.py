"""A page's Markdown without directives and roles, as a notebook can show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from natoiraq import evidence
from natoiraq.evidence import Fact, Source

Link = Callable[[str], str | None]
"""Leads from a link in a page (`reference/codebook.md#x`; "" is the page) to an address, or to None."""

FOLDED: Final = {"source_hidden": True, "outputs_hidden": True}
"""Jupyter's metadata of a folded cell."""

_FENCE: Final = re.compile(r"^(`{3,}|:{3,})\s*(?:\{([\w-]+)\})?(.*)$")
_TARGET: Final = re.compile(r"^\([\w-]+\)=$")
_ROLE: Final = re.compile(r"\{([\w:-]+)\}`([^`]*)`")
_TITLED: Final = re.compile(r"(.*?)\s*<[^<>]*>", re.DOTALL)
_LINK: Final = re.compile(r"\[([^\]]*)\]\((?!https?:)([^)\s]+)\)")


@dataclass
class Prose:
    """Turns text into plain Markdown, and keeps what it met on the way.

    Parameters
    ----------
    link
        Where links lead.
    facts, sources
        What the text used, by id or key, in order of first use.
    """

    link: Link
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """Return `text` as plain Markdown.

        Raises
        ------
        EvidenceError
            If a fact is unknown.
        """
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines(text.splitlines()))).strip("\n")

    def _lines(self, lines: list[str]) -> Iterator[str]:
        waiting = iter(lines)
        for line in waiting:
            fence = _FENCE.match(line)
            if fence is None:
                if not _TARGET.match(line):
                    yield self._inline(line)
            elif fence[1].startswith("`"):
                yield from self._block(fence[2], [line, *_until(fence[1], waiting)])
            # What a colon fence holds is prose; the fence itself is dropped.

    def _block(self, directive: str | None, lines: list[str]) -> list[str]:
        """Return a fenced block: code as it is, a directive in plain words."""
        if directive is None:
            return lines
        body = "\n".join(lines[1:-1])
        if directive == "outcomes":
            return [f"- {self._inline(str(text))}" for text in (yaml.safe_load(body) or {}).values()]
        if directive == "quiz":
            return self._questions(yaml.safe_load(body) or [])
        if directive == "forecast-sheet":
            return ["*The sheet of forecasts works on the page; the lab below scores forecasts here.*"]
        if directive == "footbibliography":
            return [reference(source) for source in self.sources.values()]
        return []

    def _questions(self, questions: list[dict[str, str]]) -> list[str]:
        address = self.link("")
        page = f"[page]({address})" if address else "page of the book"
        asked = [f"{number}. {self._inline(each['ask'])}" for number, each in enumerate(questions, start=1)]
        return [
            f"The {page} asks these questions and says of each answer why it is right or wrong.",
            "",
            *asked,
        ]

    def _inline(self, text: str) -> str:
        return _LINK.sub(self._linked, _ROLE.sub(self._role, text))

    def _role(self, match: re.Match[str]) -> str:
        role, text = match[1], match[2].strip()
        if role == "fact":
            fact = self.facts.setdefault(text, evidence.fact(text))
            return fact.text
        if role.startswith("footcite"):
            known = evidence.sources()
            keys = [key.strip() for key in text.split(",")]
            self.sources |= {key: known[key] for key in keys}
            labels = dict.fromkeys(known[key].label for key in keys)
            return f"({'; '.join(labels)})"
        titled = _TITLED.fullmatch(text)
        return titled[1] if titled else text

    def _linked(self, match: re.Match[str]) -> str:
        address = self.link(match[2])
        return f"[{match[1]}]({address})" if address else match[1]

    def numbers(self) -> str:
        """Return the list of the numbers used so far, each with its date, source and confidence."""
        return "\n".join(f"- {told(fact)}" for fact in self.facts.values())


def is_answer(cell: Any) -> bool:
    """Say whether a code cell holds an answer that the page folds away; other code is there to be run."""
    return "hide-cell" in cell["metadata"].get("tags", [])


def _until(fence: str, lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a block up to the fence that ends it, which is included."""
    for line in lines:
        yield line
        if line.rstrip() == fence:
            return


def told(fact: Fact) -> str:
    """Return a fact with what it counts, its date, its source and, if disputed, its other readings."""
    known = evidence.sources()
    day = f", {fact.date_text}" if fact.date_text else ""
    said = f"**{f'{fact.text} {fact.unit}'.strip()}**: {fact.what}{day}."
    if fact.sources:
        said += f" Source: {', '.join(known[key].label for key in fact.sources)}."
    if fact.confidence:
        said += f" Confidence: {fact.confidence}."
    return " ".join([said, *(f"*Another reading:* {told(other)}" for other in fact.readings)])


def reference(source: Source) -> str:
    """Return a source as an item of a list."""
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return f"- {source.label}. {title}."

"""A page in Markdown: its prose, the texts of its questions, and what links may lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml
from natoiraq.proofreading.blocks import Blocks, Fence, take_apart
from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.prose import LINK, plain, readable

LABEL: Final = re.compile(r"^\s*\(([^)]+)\)=\s*$")
HEADING: Final = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
CHART: Final = re.compile(r"^(?!labs\.)(\w+)\.(\w+)\(\)$")
NAMED: Final = re.compile(r"""^\s*name="([\w-]+)",$""")
OUTCOME: Final = re.compile(r"""^["']?([\w.]+)["']?\s*:""")
PRINTED: Final = re.compile(r"^\s*(?::alt:|  title:|  purpose:)\s+(.+)$")
# Keys of a quiz whose values a reader reads.
READ: Final = frozenset({"ask", "why", "text", "left", "right", "when", "who", "unit"})


class Page:
    """One page.

    Parameters
    ----------
    name
        Its path below the repository, with slashes.
    lines
        Its lines.
    """

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self.name = name
        self.lines = [Line(name, number, text) for number, text in enumerate(lines, start=1)]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.name.rpartition("/")[2].removesuffix(".md")

    @property
    def folder(self) -> str:
        """The folder that it is in, such as `book/instructors`."""
        return self.name.rpartition("/")[0]

    @property
    def is_chapter(self) -> bool:
        """Whether it is the primer or one of the numbered chapters."""
        return self.folder == "book" and bool(re.match(r"\d|primer$", self.stem))

    @cached_property
    def blocks(self) -> Blocks:
        """The page taken apart."""
        return take_apart(self.name, [line.text for line in self.lines])

    @cached_property
    def prose(self) -> list[Line]:
        """What a reader reads, line by line."""
        return [
            Line(*line[:2], text)
            for line in self.blocks.text
            if (text := readable(line.text)) and text.strip()
        ]

    @cached_property
    def words(self) -> list[Line]:
        """All that a reader reads, questions and outcomes too, without the marks of Markdown."""
        lines = (*self.blocks.text, *self.asked, *self._set_apart())
        return [line._replace(text=plain(line.text)) for line in lines]

    @cached_property
    def asked(self) -> list[Line]:
        """The texts of questions and outcomes, each at the line where it begins."""
        found: list[Line] = []
        for fence in self.directives("quiz", "outcomes"):
            try:
                root = read_yaml(fence.text, fence.first)
            except YamlError:
                continue  # rules.quizzes tells it
            if root is not None:
                found += [Line(self.name, *words) for words in _read(root, fence.kind == "outcomes")]
        return found

    def _set_apart(self) -> Iterator[Line]:
        """Yield the words of pictures, and those of an exercise's header that its page prints."""
        options = [line for fence in self.directives("image", "figure") for line in fence.options]
        for line in (*options, *self.blocks.header):
            if found := PRINTED.match(line.text):
                yield line._replace(text=found[1])

    def directives(self, *kinds: str) -> Iterator[Fence]:
        """Yield the directives of these names, in order."""
        for fence in self.blocks.fences:
            if fence.kind in kinds:
                yield fence

    @cached_property
    def label_lines(self) -> list[Line]:
        """The labels, each as a line that holds its name alone."""
        return [
            Line(self.name, line.number, label[1])
            for line in self.blocks.text
            if (label := LABEL.match(line.text))
        ]

    @property
    def labels(self) -> set[str]:
        """The names of the labels."""
        return {line.text for line in self.label_lines}

    @cached_property
    def headings(self) -> list[tuple[Line, int]]:
        """The headings, each as a line that holds its title alone, and its level."""
        return [
            (Line(self.name, line.number, match[2]), len(match[1]))
            for line in self.blocks.text
            if (match := HEADING.match(line.text))
        ]

    @cached_property
    def outcomes(self) -> list[Line]:
        """The ids of the outcomes that the page lists, read even where a slip makes the list no YAML."""
        lines = [line for fence in self.directives("outcomes") for line in fence.content]
        return [line._replace(text=found[1]) for line in lines if (found := OUTCOME.match(line.text))]

    @cached_property
    def anchors(self) -> set[str]:
        """What links from elsewhere may lead to: labels, charts, questions and outcomes."""
        return {
            *self.labels,
            *(f"outcome-{outcome.text}".replace(".", "-").lower() for outcome in self.outcomes),
            *self._questions(),
            *self._charts(),
        }

    def _questions(self) -> Iterator[str]:
        for fence in self.directives("quiz"):
            yield f"quiz-{fence.argument}"
            asked = sum(line.text.startswith("- ") for line in fence.content)
            yield from (f"quiz-{fence.argument}-{number}" for number in range(1, asked + 1))

    def _charts(self) -> Iterator[str]:
        """Yield the charts: a call at the end of a cell, or one that a cell publishes itself."""
        for fence in self.directives("code-cell"):
            filled = [line.text for line in fence.content if line.text.strip()]
            if filled and (call := CHART.match(filled[-1])):
                yield f"chart-{call[1]}-{call[2]}".replace("_", "-")
            yield from (f"chart-{name[1]}" for text in filled if (name := NAMED.match(text)))

    @cached_property
    def slugs(self) -> set[str]:
        """The addresses that headings get from their titles."""
        return {slug(line.text) for line, _ in self.headings}


def slug(title: str) -> str:
    """Return the address of a heading, made as MyST and GitHub make it."""
    words = LINK.sub(lambda link: link["words"], title)
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.strip().lower()))


def _read(item: Located, every: bool) -> Iterator[tuple[int, str]]:
    """Yield the texts below a YAML value that a reader reads, with their lines."""
    for key, value in (item.mapping or {}).items():
        if isinstance(value.value, str) and (every or key in READ):
            yield value.line, value.value
        yield from _read(value, every)
    for value in item.sequence or ():
        yield from _read(value, every)

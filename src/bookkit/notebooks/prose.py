"""A page's Markdown without directives and roles, as a notebook can show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from bookkit import evidence
from bookkit.errors import ToldError
from bookkit.evidence import Fact, Source
from bookkit.notebooks import generated
from bookkit.notebooks.page import LOADER

Link = Callable[[str], str | None]
"""Leads from a link in a page (`reference/codebook.md#x`; "" is the page) to an address, or to None."""

FOLDED: Final = {"source_hidden": True, "outputs_hidden": True}
"""Jupyter's metadata of a folded cell."""

_SPECIAL: Final = re.compile(
    r"""(?P<escaped>\\.)
    |\{(?P<role>[\w:+-]+)\}(?P<tick>`+)(?P<text>.+?)(?P=tick)
    |(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    |(?P<comment><!--.*?-->)
    |(?P<math>\$)
    |\[\^(?P<note>[^\]\s]+)\]
    |(?P<picture>!?)\[(?P<label>(?:[^\[\]`]|`[^`]*`|\{[\w:+-]+\}`[^`]*`)*)\]\((?P<target>(?!\w+:)[^)\s]+)\)
    |(?<=[\])`])(?P<attributes>\{[^{}\n]*[.\#=][^{}\n]*\})""",
    re.VERBOSE | re.DOTALL,
)
_TITLED: Final = re.compile(r"(.*?)\s*<([^<>]*)>", re.DOTALL)
_ATTRIBUTES: Final = re.compile(r"^\{[#.][^{}]*\}\s*$")
_PREFIX: Final = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?")
_OPTION: Final = re.compile(r":([\w-]+):\s*(.*)")
_DIRECTIVE: Final = re.compile(r"\{([^}]+)\}\s*(.*)")
_PLAIN_ROLES: Final = frozenset({"term", "ref", "doc", "download", "abbr"})
_SHOWN: Final = frozenset({"container", "rst-class"})
_CALLS: Final = frozenset(
    ("note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "seealso", "admonition")
)
_SHEET: Final = "*The sheet of forecasts works on the page; the lab below scores forecasts here.*"


class ProseError(ToldError):
    """Says which part of a page a notebook cannot show, and what to do.

    Parameters
    ----------
    message
        What is wrong, with the cure.
    line
        Where, counted as `Prose.plain` was told.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Unreadable(ProseError):
    """What a directive or a role of the book holds is no good, which the build reports by itself."""


@dataclass
class Prose:
    """Turns text into plain Markdown, and keeps what it met on the way.

    Parameters
    ----------
    link
        Where links lead.
    titles
        Returns the title of what a link leads to, for links without a text of their own.
    tables
        Returns the outcomes of the book for the directive `{outcome-map}`, which only whole books have.
    facts, sources
        What the text used, by id or key, in order of first use.
    """

    link: Link
    titles: Callable[[str], str] = lambda target: target.rpartition("#")[2].replace("-", " ")
    tables: Callable[[], str] = lambda: ""
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    _notes: dict[str, int] = field(default_factory=dict)

    def plain(self, text: str, line: int = 1) -> str:
        """Return `text` as plain Markdown.

        Parameters
        ----------
        text
            MyST Markdown.
        line
            Where it begins in its file.

        Raises
        ------
        EvidenceError
            If a fact is unknown.
        ProseError
            If there is a directive or a role that is not known here: it would vanish, or stand there raw.
        """
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines(text.split("\n"), line))).strip("\n")

    def _lines(self, lines: list[str], line: int) -> Iterator[str]:
        """Yield lines of Markdown: blocks as they are to be shown, and between them text with its roles."""
        at = 0
        for token in _blocks("\n".join(lines)):
            start, end = token.map or (0, 0)
            if start >= at:
                yield from self._text(lines[at:start], line + at)
                yield from self._block(token, lines[start:end], line + start)
                at = end
        yield from self._text(lines[at:], line + at)

    def _block(self, token: Token, lines: list[str], line: int) -> Iterator[str]:
        """Yield a block in plain words, indented as it stood."""
        if token.type in ("myst_line_comment", "myst_block_break", "myst_target"):
            return
        if token.type == "html_block":
            yield from [] if lines[0].lstrip().startswith("<!--") else lines
        elif token.type in ("fence", "colon_fence"):
            directive = _DIRECTIVE.match(token.info.strip())
            if directive is None and token.type == "colon_fence":
                raise ProseError("a fence of colons needs a directive: `:::{container}`", line)
            if directive is None:
                yield from lines
            else:
                first = (_PREFIX.match(lines[0]) or [""])[0]
                rest = re.sub(r"[^\s>]", " ", first)
                shown = list(self._directive(directive[1], directive[2], token.content, line))
                yield from ((first if not n else rest) + each for n, each in enumerate(shown))
        elif token.type == "footnote_reference_open":
            head, _, body = "\n".join(lines).partition("]:")
            yield f"- {self._note(head.partition('[^')[2])} {self._inline(body.strip(), line)}"
        else:  # code that is indented
            yield from lines

    def _directive(self, name: str, argument: str, content: str, line: int) -> Iterator[str]:
        """Yield what a directive shows."""
        lines = content.removesuffix("\n").split("\n")
        options: dict[str, str] = {}
        while len(options) < len(lines) and (option := _OPTION.match(lines[len(options)])):
            options[option[1]] = option[2]
        body = lines[len(options) :]
        if name in _SHOWN:
            yield from self._lines(body, line + 1 + len(options))
        elif name in _CALLS:
            title = self._inline(argument, line) or name.capitalize()
            yield f"> **{title}.**"
            yield from (f"> {each}" for each in self._lines(body, line + 1))
        elif name in ("image", "figure"):
            yield self._picture(options.get("alt", ""), argument)
            yield from self._lines(["", *body], line + 1)
        elif name in ("code", "code-block"):
            yield from (f"```{argument}", *body, "```")
        elif name == "toctree":
            pages = (each.removesuffix(".md") for each in body if each.strip())
            yield from (f"- {self._linked(each, f'{each}.md')}" for each in pages)
        elif name == "glossary":
            yield from self._lines(generated.glossary(body), line + 1)
        elif name in ("codebook", "sources"):
            yield from self._lines(getattr(generated, name)().split("\n"), line)
        elif name == "outcome-map":
            yield from self._lines(self.tables().split("\n"), line)
        elif name == "forecast-sheet":
            yield _SHEET
        elif name == "footbibliography":
            yield from map(reference, self.sources.values())
        elif name == "outcomes":
            for text in _yaml(name, content, line, dict).values():
                yield f"- {self._inline(str(text), line)}"
        elif name == "quiz":
            yield from self._questions(_yaml(name, content, line, list), line)
        else:
            raise ProseError(
                f"notebooks do not know the directive {{{name}}}, and would leave out what it holds. "
                "Cure: use another, or teach it to `bookkit/notebooks/prose.py`.",
                line,
            )

    def _questions(self, questions: list[Any], line: int) -> Iterator[str]:
        address = self.link("")
        page = f"[page]({address})" if address else "page of the book"
        yield f"The {page} asks these questions and says of each answer why it is right or wrong."
        yield ""
        for number, each in enumerate(questions, start=1):
            yield f"{number}. {self._inline(str(each.get('ask', '')), line)}"

    def _text(self, lines: list[str], line: int) -> Iterator[str]:
        """Yield ordinary lines with roles and links resolved, a paragraph at a time."""
        paragraph: list[str] = []
        for number, each in enumerate([*lines, ""]):
            if each.strip():
                paragraph += [] if _ATTRIBUTES.match(each) else [each]
                continue
            if paragraph:
                yield from self._inline("\n".join(paragraph), line + number - len(paragraph)).split("\n")
            paragraph = []
            if number < len(lines):
                yield each

    def _inline(self, text: str, line: int) -> str:
        def resolved(match: re.Match[str]) -> str:
            if match["role"]:
                try:
                    return self._role(match["role"], match["text"].strip())
                except (KeyError, ValueError) as error:
                    kind = Unreadable if isinstance(error, KeyError) else ProseError
                    raise kind(error.args[0], line + text.count("\n", 0, match.start())) from error
            if match["target"]:
                label = self._inline(match["label"], line) or self.titles(match["target"])
                return (
                    self._picture(label, match["target"])
                    if match["picture"]
                    else self._linked(label, match["target"])
                )
            if match["note"]:
                return self._note(match["note"])
            if match["math"]:
                return r"\$"  # JupyterLab takes what stands between two of them for mathematics
            return "" if match["comment"] or match["attributes"] else match[0]

        return _SPECIAL.sub(resolved, text)

    def _role(self, role: str, text: str) -> str:
        if role == "fact":
            fact = self.facts.setdefault(text, evidence.fact(text))
            return fact.text
        if role.startswith("footcite"):
            known = evidence.sources()
            names = [key.strip() for key in text.split(",")]
            if unknown := [name for name in names if name not in known]:
                raise KeyError(f"no source is called {unknown[0]!r}. Cure: see `book/references.bib`.")
            self.sources |= {key: known[key] for key in names}
            labels = dict.fromkeys(known[key].label for key in names)
            return f"({'; '.join(labels)})"
        if role not in _PLAIN_ROLES:
            raise ValueError(
                f"notebooks do not know the role {{{role}}}. "
                "Cure: use another, or teach it to `bookkit/notebooks/prose.py`."
            )
        titled = _TITLED.fullmatch(text)
        shown, target = (titled[1], titled[2]) if titled else (text, text)
        if role == "ref":
            return self._linked(shown if titled else self.titles(f"#{target}"), f"#{target}")
        return shown

    def _linked(self, label: str, target: str) -> str:
        address = self.link(target)
        return f"[{label}]({address})" if address else label

    def _picture(self, label: str, target: str) -> str:
        address = self.link(target)
        return f"![{label}]({address})" if address else f"*Picture: {label}*"

    def _note(self, name: str) -> str:
        return f"<sup>{self._notes.setdefault(name, len(self._notes) + 1)}</sup>"

    def numbers(self) -> str:
        """Return the list of the numbers used so far, each with its date, source and confidence."""
        return "\n".join(f"- {told(fact)}" for fact in self.facts.values())


def _parser() -> MarkdownIt:
    """Return a parser of blocks: the syntax of MyST that `_config.yml` switches on, and footnotes."""
    parser = MarkdownIt("commonmark").enable("table").disable("inline", ignoreInvalid=True)
    parser.use(myst_block_plugin).use(colon_fence_plugin).use(footnote_plugin)
    return parser.disable("footnote_tail")  # it takes notes out of their places


_PARSER: Final = _parser()
_OPAQUE: Final = frozenset(
    (
        "fence",
        "colon_fence",
        "code_block",
        "html_block",
        "myst_line_comment",
        "myst_block_break",
        "myst_target",
        "footnote_reference_open",
    )
)


def _blocks(text: str) -> list[Token]:
    """Return what is not ordinary text, at any depth, in order."""
    found = [token for token in _PARSER.parse(text) if token.type in _OPAQUE and token.map]
    return sorted(found, key=lambda token: token.map or [])


def _yaml(name: str, content: str, line: int, kind: type) -> Any:
    """Return what a directive of ours holds."""
    try:
        held = yaml.load(content, Loader=LOADER)
    except yaml.YAMLError as error:
        raise Unreadable(f"what {{{name}}} holds cannot be read: {error}", line) from error
    if not isinstance(held, kind):
        raise Unreadable(f"what {{{name}}} holds cannot be read", line)
    return held


def is_answer(cell: Any) -> bool:
    """Say whether a code cell holds an answer that the page folds away; other code is there to be run."""
    return "hide-cell" in cell.metadata.get("tags", [])


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

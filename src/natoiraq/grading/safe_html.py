"""Makes HTML of what students wrote: it shows, and does nothing else."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import nh3
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST: Final = 50_000
"""Characters shown of one answer or output."""

LARGEST_PICTURE: Final = 4 << 20

CELLS: Final = 20_000
"""Cells of a table in Markdown: a short text can name very many."""

OPEN: Final = 20
"""Formatting tags that may be open at a time: a cleaner opens them anew in each paragraph, as browsers do."""

_TAGS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr b blockquote br caption code col colgroup dd del div dl dt em hr i kbd li ol p pre s small span
        strong sub sup table tbody td tfoot th thead tr u ul
        """,
    )
)
_ATTRIBUTES: Final = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
_COLOUR: Final = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves, hides or turns the text around it."""

_FORMATTING: Final = re.compile(
    r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE
)
_TOO_LONG: Final = Markup("<p>This output is too long to be shown.</p>")
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def joined(value: Any) -> str:
    """Return text that a notebook may hold as one string or as a list of lines."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def text(value: Any) -> str:
    """Return what a program printed as plain text: no colours, and not without end."""
    shown = _CONTROL.sub("", _COLOUR.sub("", joined(value))).strip("\n")
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}\n... (cut off)"


def markdown(source: str) -> Markup:
    """Return Markdown as HTML; HTML in it shows as it was typed, and pictures as links."""
    shown = text(source)
    bars = max(line.count("|") for line in shown.split("\n"))
    if bars * shown.count("\n") > CELLS:
        return Markup("<pre>{}</pre>").format(shown)
    return html(_reader().render(shown))


def html(source: str) -> Markup:
    """Return foreign HTML without scripts, styles, pictures, forms, frames and headings."""
    if len(source) > 4 * LONGEST or _most_open(source) > OPEN:
        return _TOO_LONG
    clean = nh3.clean(
        source,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    if len(clean) > 8 * LONGEST:
        return _TOO_LONG
    clean = re.sub(r"<th>\s*</th>", "<td></td>", clean)  # a heading of nothing helps nobody
    clean = re.sub(
        r"<table>", '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>', clean
    )
    return Markup(clean.replace("</table>", "</table></div>"))


def _most_open(source: str) -> int:
    """Return how many formatting tags are open at a time at most, as far as their names tell."""
    opened: Counter[str] = Counter()
    most = 0
    for closes, name in _FORMATTING.findall(source):
        opened[name.lower()] += -1 if closes and opened[name.lower()] else not closes
        most = max(most, opened.total())
    return most


def names_as_code(sentence: str) -> Markup:
    """Return a sentence of ours with the names between backticks set as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(sentence))))


def png(data: Any) -> Markup | None:
    """Return a picture as an element that holds it; None where it is none."""
    try:
        content = base64.b64decode(str(data), validate=False)
    except (binascii.Error, ValueError):
        return None
    if not content.startswith(_PNG) or len(content) > LARGEST_PICTURE:
        return None
    source = base64.b64encode(content).decode("ascii")
    return Markup(f'<img src="data:image/png;base64,{source}" alt="Picture that your code drew">')


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "reference"])
    # Headings are the page's: a student's would stand anywhere among them.
    reader.add_render_rule("heading_open", lambda *_: "<p><strong>")
    reader.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return reader

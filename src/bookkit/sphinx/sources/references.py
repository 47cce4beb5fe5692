"""How a source is written in a chapter's list: who published it, its linked title, its date, a note."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.config import Config

STYLE = "natoiraq"


class HouseStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
    """Our bibliography style: stock styles drop the publisher of a web page and print months as digits."""

    # pybtex' own, as classes: a name is looked up in all installed packages, for each citation of the book.
    default_name_style = NameStyle
    default_label_style = LabelStyle
    default_sorting_style = SortingStyle

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Format an entry, whatever its type: author or publisher, title, date, note."""
        fields = entry.fields
        title = Text.from_latex(fields["title"])
        linked = HRef(fields["url"], title) if "url" in fields else title
        note = [". ", Text.from_latex(fields["note"])] if "note" in fields else []
        text = Text(publisher(entry), ". ", linked, ". ", date(entry), *note, ".")
        return FormattedEntry(entry.key, text, label)


def publisher(entry: Entry) -> str:
    """Return who published a source: its authors, else the organization."""
    authors = [str(person) for person in entry.persons.get("author", [])]
    readable = [" ".join(reversed(name.split(", ", 1))) for name in authors]
    return " and ".join(readable) or entry.fields.get("organization") or entry.fields["publisher"]


def date(entry: Entry) -> str:
    """Return when a source was published, as precisely as it is known; "Undated" where it does not tell."""
    year, month, day = (entry.fields.get(name) for name in ("year", "month", "day"))
    named = calendar.month_name[int(month)] if month and month.isdigit() else month
    return " ".join(part for part in (day, named, year) if part) or "Undated"


def choose_style(app: Sphinx, config: Config) -> None:
    """Make ours the style of every list of sources."""
    config.bibtex_default_style = STYLE


def setup(app: Sphinx) -> None:
    """Register the style."""
    register_plugin("pybtex.style.formatting", STYLE, HouseStyle)
    app.connect("config-inited", choose_style)

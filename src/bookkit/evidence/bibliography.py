"""Sources: the entries of `references.bib` by their keys, with a short label for prose."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bookkit import project

from .problems import EvidenceError, shown
from .stamps import Stamp, stamp

if TYPE_CHECKING:
    from pybtex.database import Entry


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography.

    `label` is who and when, such as ``CNBC, 2021``; `date` the first day of the year, month or day given.
    """

    key: str
    label: str
    who: str
    title: str
    publisher: str
    year: str
    url: str
    note: str
    date: dt.date | None


class Sources(Mapping[str, Source]):
    """The sources by their keys. An entry is read when it is asked for: a page cites few of hundreds.

    Parameters
    ----------
    file
        The bibliography.
    entries
        Its entries as pybtex has parsed them.

    Raises
    ------
    EvidenceError
        When an entry is asked for whose LaTeX cannot be read; it names the key.
    """

    def __init__(self, file: Path, entries: Mapping[str, Entry]) -> None:
        self._file, self._entries = file, entries
        self._known: dict[str, Source] = {}

    def __getitem__(self, key: str) -> Source:
        from pybtex.exceptions import PybtexError

        if key not in self._known:
            entry = self._entries[key]
            try:
                self._known[key] = _source(key, entry)
            except (PybtexError, UnicodeDecodeError) as error:  # the latter: LaTeX that nobody knows
                cure = "balance its braces and remove stray backslashes"
                message = f"the entry cannot be read: {error}"
                raise EvidenceError(shown(self._file), message, cure, field=key) from None
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def sources(bib: Path | None = None) -> Sources:
    """Return every source of the bibliography by its key.

    Raises
    ------
    EvidenceError
        If the file is missing or is not BibTeX; it names the line.
    """
    return _read(stamp(bib or project.current().bib))


@lru_cache(maxsize=8)
def _read(key: Stamp) -> Sources:
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    path = key[0]
    try:
        entries = Parser().parse_string(path.read_text(encoding="utf-8")).entries
    except OSError as error:
        cure = "restore it: every row names its sources there"
        raise EvidenceError(shown(path), f"the file cannot be read: {error.strerror}", cure) from None
    except UnicodeDecodeError:
        raise EvidenceError(shown(path), "the file is not UTF-8 text", "save it as UTF-8") from None
    except PybtexError as error:
        raise EvidenceError(
            shown(path),
            f"the file is not valid BibTeX: {error}",
            "close every brace, put a comma after every field and give each entry a key of its own",
            row=getattr(error, "lineno", None),
        ) from None
    return Sources(path, entries)


def _source(key: str, entry: Entry) -> Source:
    who = _authors(entry)
    publisher = next((_plain(entry, name) for name in _PUBLISHERS if name in entry.fields), who)
    year = _plain(entry, "year")
    return Source(
        key=key,
        label=f"{who or publisher or key}, {year or 'undated'}",
        who=who or publisher,
        title=_plain(entry, "title"),
        publisher=publisher,
        year=year,
        url=entry.fields.get("url", ""),
        note=_plain(entry, "note"),
        date=_date(entry),
    )


# Words with single spaces between them and marks that mean nothing in LaTeX; braces that only keep capitals.
_MARK = r"[^\W_]|[.:;()\[\]/“”’–…]|[-,?!](?![-,`])"
_SIMPLE, _BRACED = re.compile(rf"(?:(?:{_MARK})+(?: (?:{_MARK})+)*)?"), re.compile(r"\{([^{}]*)\}")
_PUBLISHERS = ("publisher", "organization", "institution", "journal", "howpublished")


def _authors(entry: Entry) -> str:
    people = entry.persons.get("author", [])
    names = [
        " ".join(str(part) for part in (*person.rich_prelast_names, *person.rich_last_names))
        for person in people
    ]
    if len(names) > 2:
        return f"{names[0]} and others"
    return " and ".join(names)


def _date(entry: Entry) -> dt.date | None:
    parts = [entry.fields.get(name, "1") for name in ("year", "month", "day")]
    try:
        return dt.date(*map(int, parts)) if "year" in entry.fields else None
    except ValueError:  # "undated", or a month in letters
        return None


def _plain(entry: Entry, field: str) -> str:
    """Return a field without LaTeX; most have none, and reading LaTeX takes a third of a millisecond."""
    from pybtex.richtext import Text

    text = entry.fields.get(field, "")
    bare = _BRACED.sub(r"\1", text)
    return bare if _SIMPLE.fullmatch(bare) else str(Text.from_latex(text)).strip()

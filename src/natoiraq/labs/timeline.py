"""Lab of chapter 2: a timeline of the reader's own choice, saved as a table and as a picture."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

import altair as alt
import pandas as pd

from bookkit.evidence import dates
from bookkit.figures import theme
from bookkit.figures.axes import years
from bookkit.figures.layers import layered
from bookkit.files import write_bytes
from bookkit.labs.controls import menu, text
from bookkit.labs.lab import Action, Lab, Result
from bookkit.labs.picture import Picture, png, rows
from natoiraq.charts.history import ACTORS, ALL_KINDS, EVERYONE, events

COLUMNS: Final = {
    "when": "Date",
    "actor": "Who",
    "category": "What",
    "title": "Event",
    "description": "Details",
    "who": "Source",
}
LISTED: Final = 12
CREDIT: Final = "Events: Not a Surge? NATO in Iraq, CC BY 4.0; each event’s source stands in its table"


def lab() -> Lab:
    """Return the builder."""
    everything = events()
    drawing = picture()
    chosen: dict[str, str] = {}

    def compute(words: str, actor: str, kind: str, since: str, until: str, title: str) -> Result:
        found = select(everything, words, actor, kind, since, until)
        chosen["title"] = title.strip() or "Timeline"
        return Result(sentence(found, len(everything)), {"events": drawn(found)}, listing(found))

    def table(result: Result) -> str:
        kept = everything.loc[result.data["events"].index, list(COLUMNS)].rename(columns=COLUMNS)
        return save("timeline.csv", kept.to_csv(index=False).encode("utf-8"))

    def stand_alone(result: Result) -> str:
        heading = {"text": chosen["title"], "subtitle": CREDIT, "anchor": "start", "offset": 12}
        return drawing.svg(result.data, heading)

    actions = [
        Action("Save as CSV", table),
        Action("Save as PNG", lambda result: save("timeline.png", png(stand_alone(result)))),
        Action("Save as SVG", lambda result: save("timeline.svg", stand_alone(result).encode("utf-8"))),
    ]
    kinds = sorted(everything["category"].astype(str).unique())
    controls = {
        "words": text("Words in the event", placeholder="such as Denmark"),
        "actor": menu("Who", [EVERYONE, *ACTORS]),
        "kind": menu("What", [ALL_KINDS, *kinds]),
        "since": text("From (year, month or day)", "2003"),
        "until": text("To (year, month or day)", "2026"),
        "title": text("Title of the picture", "My timeline of NATO in Iraq"),
    }
    return Lab("the timeline builder", controls, compute, drawing, actions)


def select(
    everything: pd.DataFrame, words: str, actor: str, kind: str, since: str, until: str
) -> pd.DataFrame:
    """Return the events that fit; dates are whole periods, so "to 2020" takes all of 2020.

    Raises
    ------
    ValueError
        If a date cannot be read, the dates are in the wrong order, or nothing fits.
    """
    first, last = dates.parse(since.strip()), dates.parse(until.strip())
    if first.first > last.last:
        raise ValueError(f"{first.text} comes after {last.text}, so no event can lie between; swap the two.")
    fits = everything["date"].between(first.first, last.last)
    if actor != EVERYONE:
        fits &= everything["actor"] == actor
    if kind != ALL_KINDS:
        fits &= everything["category"] == kind
    told = everything["title"] + " " + everything["description"]
    fits &= told.str.contains(words.strip(), case=False, regex=False)
    if not fits.any():
        raise ValueError("No event fits all of this; take one of the conditions away.")
    return everything[fits]


def drawn(found: pd.DataFrame) -> pd.DataFrame:
    """Return what the picture needs of the events."""
    return found[["date", "actor"]].assign(actor=found["actor"].astype(str))


def sentence(found: pd.DataFrame, total: int) -> str:
    """Return how many events there are, and from when to when."""
    first, last = found["when"].iloc[0], found["when"].iloc[-1]
    reach = f"from {first} to {last}" if len(found) > 1 else f"of {first}"
    return f"{len(found)} of {total} events, {reach}."


def listing(found: pd.DataFrame) -> str:
    """Return the first events as an HTML list."""
    shown = found.head(LISTED)
    items = "".join(
        f"<li>{escape(when)}, {escape(str(who))}: {escape(title)}</li>"
        for when, who, title in zip(shown["when"], shown["actor"], shown["title"], strict=True)
    )
    more = len(found) - len(shown)
    return f"<ul>{items}</ul>" + (f"<p>And {more} more; the CSV holds all.</p>" if more else "")


def save(name: str, content: bytes) -> str:
    """Write a file beside the notebook, whole or not at all, and return what to tell the reader."""
    write_bytes(Path(name), content)
    return f"Saved as {name} in this notebook’s folder."


def picture() -> Picture:
    """Return the chart: one lane an actor."""
    ticks = (
        rows("events")
        .mark_tick(thickness=3, size=20)
        .encode(
            years(2003, 2027),
            alt.Y("actor:N").title(None).scale(domain=ACTORS).axis(grid=True),
            color=alt.condition("datum.actor == 'NATO'", alt.value(theme.ACCENT), alt.value(theme.INK_SOFT)),
        )
    )
    return Picture(layered(ticks).properties(height=240))

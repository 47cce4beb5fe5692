"""Charts of chapter 3 on the record: growth announced, expected and found, and the sites in play."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.catalogue import catalogued
from bookkit.figures.layers import layered
from bookkit.figures.publish import Published, publish
from bookkit.figures.words import source_text

Side: TypeAlias = Literal["left", "center", "right"]
STARTS: Final = ("headcounts:nmi-2021-02-18-deployed", "headcounts:nmi-2021-03-10-deployed")
# Each later moment with every count that is on record for it.
LATER: Final = {
    "Found,\nOctober 2021": ("nmi-2021-10-21-deployed", "nmi-2021-deployed"),
    "Found,\nMay 2022": ("nmi-2022-05-10-deployed",),
    "Found,\nJuly 2023": ("nmi-2023-07-07-deployed",),
    "Found,\nJune 2024": ("nmi-2024-06-deployed",),
}
KINDS: Final = {
    "headquarters": "NMI headquarters",
    "school": "School with NATO trainers, 2019",
    "kurdistan": "Ministry of Peshmerga, coalition base in use",
    "coalition_2026": "Coalition base until January 2026",
    "handed_over": "Coalition site handed over in 2020",
}
KIND_SHAPES: Final = ("diamond", "circle", "square", "triangle-up", "triangle-down")
KIND_COLOURS: Final = (theme.ACCENT, theme.ACCENT, *theme.CATEGORY[1:3], theme.CATEGORY[4])
# Where the name stands beside its point, so that no two names around Baghdad touch: dx, dy in pixels, side.
LABELS: Final[dict[str, tuple[int, int, Side]]] = {
    "Green Zone": (9, 4, "left"),
    "Taji": (8, -6, "left"),
    "Abu Ghraib": (4, 17, "center"),
    "Taqaddum": (-8, 10, "right"),
    "Mosul": (-9, 0, "right"),
    "Qayyarah": (-9, 4, "right"),
}
BESIDE: Final[tuple[int, int, Side]] = (9, 0, "left")


def growth() -> pd.DataFrame:
    """Return how many people were announced, expected and found on top of the mission of early 2021.

    Returns
    -------
    DataFrame
        One row a statement, in the order drawn: `what`, `kind`, `low` and `high` (people, equal unless the
        counts differ by source), `how` (the sum in words).
    """
    starts = [_count(start) for start in STARTS]
    rows: list[dict[str, Any]] = [
        {"what": "Announced,\nFebruary 2021", **_added("derived:growth-announced"), "kind": "Announced"},
        {"what": "Expected by the\nbrief for 2021", **_added("derived:growth-expected"), "kind": "Expected"},
    ]
    for what, ids in LATER.items():
        ends = [_count(f"headcounts:{each}") for each in ids]
        low, high = min(ends) - max(starts), max(ends) - min(starts)
        how = (
            f"{' or '.join(map(_number, sorted(set(ends))))} less {' or '.join(map(_number, sorted(starts)))}"
        )
        rows.append({"what": what, "low": low, "high": high, "kind": "Found", "how": how})
    return pd.DataFrame(rows)


def _count(fact_id: str) -> int:
    value = evidence.fact(fact_id).value
    assert value is not None, fact_id
    return int(value)


def _added(fact_id: str) -> dict[str, Any]:
    fact = evidence.fact(fact_id)
    return {"low": _count(fact_id), "high": _count(fact_id), "how": fact.what}


def _number(people: int) -> str:
    return f"{people:,}"


@catalogued
def path() -> Published:
    """Return the near-term path against the headline: growth announced, expected and found."""
    rows = growth()
    rows["said"] = [
        _number(low) if low == high else f"{low:,} to {high:,}"
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    base = alt.Chart(rows[["what", "kind", "low", "high", "said", "how"]]).encode(
        alt.Y("what:N").title(None).sort(None).axis(labelExpr="split(datum.label, '\\n')"),
        tooltip=[
            alt.Tooltip("what:N", title="What"),
            alt.Tooltip("said:N", title="People"),
            alt.Tooltip("how:N", title="How"),
        ],
    )
    length = alt.X("high:Q").title("People added").scale(domain=[0, 4600]).axis(grid=False)
    wide = base.transform_filter("datum.kind != 'Found'").mark_bar(height=18)
    colours = {"Announced": theme.CATEGORY[1], "Expected": theme.CATEGORY[3], "Found": theme.ACCENT}
    colour = alt.Color("what:N").scale(domain=rows["what"].tolist(), range=rows["kind"].map(colours).tolist())
    bars = wide.encode(length, color=colour.legend(None))
    ranges = (
        base.transform_filter("datum.kind == 'Found'")
        .mark_bar(height=18)
        .encode(alt.X("low:Q"), alt.X2("high:Q"), color=colour.legend(None))
    )
    labels = base.mark_text(align="left", dx=6).encode(alt.X("high:Q"), text="said:N")
    named = rows.set_index("kind")["said"]
    names = {"what": "What", "said": "People added", "how": "How it was reckoned"}
    return publish(
        (bars + ranges + labels).properties(height={"step": 38}),
        name="options-path",
        finding="The growth that the brief expected in 2021 was a small part of the growth announced",
        measure="People added to NATO Mission Iraq: announced, expected and found, 2021 to 2024",
        source="Sources: CNBC, the brief, Shafaq News, defence ministries and press, row by row in the table",
        description=(
            f"Bars for people added to the mission of early 2021. Announced: {named['Announced']}. Expected "
            f"by the brief for summer and autumn 2021: {named['Expected']}. Growth found is a range, "
            "because two starting counts stand side by side: "
            + "; ".join(
                f"{what.removeprefix('Found, ')} {said}"
                for what, said in zip(rows["what"], rows["said"], strict=True)
                if what.startswith("Found")
            )
            + "."
        ),
        table=rows.assign(what=rows["what"].str.replace("\n", " "))[list(names)].rename(columns=names),
        tables=("headcounts",),
    )


def outline() -> dict[str, Any]:
    """Return the outline of Iraq as a GeoJSON feature."""
    points = evidence.load("iraq_outline").sort_values("point")[["longitude", "latitude"]]
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [points.to_numpy().tolist()]},
    }


def sites() -> pd.DataFrame:
    """Return the sites in play with their kind and sources in words."""
    rows = evidence.load("sites")
    rows["words"] = rows["kind"].astype(str).map(KINDS)
    rows["who"] = rows["sources"].map(source_text)
    for number, name in enumerate(("dx", "dy", "side")):
        rows[name] = [LABELS.get(site, BESIDE)[number] for site in rows["name"]]
    return rows


@catalogued
def site_map() -> Published:
    """Return the map of the sites in play."""
    rows = sites()
    placed = rows.dropna(subset=["latitude"])
    land = alt.Chart(alt.InlineData(values=[outline()])).mark_geoshape(
        fill="transparent", stroke=theme.INK_SOFT, strokeWidth=1.2
    )
    base = alt.Chart(placed[["name", "words", "role", "latitude", "longitude", "dx", "dy", "side"]]).encode(
        alt.Longitude("longitude:Q"), alt.Latitude("latitude:Q")
    )
    kinds = list(KINDS.values())
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        shape=alt.Shape("words:N")
        .scale(domain=kinds, range=list(KIND_SHAPES))
        .legend(columns=1, labelLimit=0),
        color=alt.Color("words:N").scale(domain=kinds, range=list(KIND_COLOURS)),
        tooltip=[
            alt.Tooltip("name:N", title="Place"),
            alt.Tooltip("role:N", title="Role"),
        ],
    )
    labels = [
        base.transform_filter(f"datum.dx == {dx} && datum.dy == {dy}")
        .mark_text(align=side, dx=dx, dy=dy, fontSize=theme.narrow(10, 12))
        .encode(text="name:N")
        for dx, dy, side in sorted({*LABELS.values(), BESIDE})
    ]
    names = {"name": "Place", "words": "Kind", "role": "Role", "located_by": "Placed by", "who": "Sources"}
    missing = ", ".join(rows.loc[rows["latitude"].isna(), "name"])
    handed_over = int((rows["kind"] == "handed_over").sum())
    return publish(
        layered(land, points, *labels).project("mercator").properties(height=430),
        name="options-site-map",
        finding=f"NMI worked in and near Baghdad; the coalition handed over {handed_over} sites in 2020",
        measure="Points for places that the sources name, by kind; coordinates to a tenth of a degree",
        source="Sources: Natural Earth (outline), GeoNames and airportsdata (points), press (roles)",
        description=(
            f"A map of Iraq with {len(placed)} places. NMI’s headquarters and the school at Taji lie at "
            f"Baghdad, in the middle of the country. {handed_over} coalition sites that were handed over in "
            "2020 lie in the north, at Mosul, Qayyarah and Kirkuk, and in the west, at Al-Qaim, Taqaddum "
            "and Abu Ghraib. Ain al-Asad in the west was left in January 2026. Erbil in the north has the "
            f"Ministry of Peshmerga. Not drawn, because no coordinate was found: {missing}."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("sites", "iraq_outline"),
    )

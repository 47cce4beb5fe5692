"""Chart of the checks: what other sources say to points of the brief."""

from __future__ import annotations

from typing import Final

import altair as alt

from bookkit import evidence
from bookkit.figures.catalogue import catalogued
from bookkit.figures.publish import Published, publish

KINDS: Final = {
    "supported": "Borne out",
    "caveat": "True, needs a note",
    "imprecise": "True in part",
    "error": "Contradicted",
    "judgement": "An opinion",
}


@catalogued
def checked() -> Published:
    """Return what the checks of single points of the brief found, by kind."""
    rows = evidence.load("claims")
    rows = rows[rows["about"] == "brief"].copy()
    rows["kind"] = rows["verdict"].astype(str).map(KINDS)
    counts = (
        rows["kind"]
        .value_counts()
        .reindex(list(KINDS.values()))
        .rename_axis("kind")
        .reset_index(name="points")
    )
    base = alt.Chart(counts).encode(
        alt.X("points:Q").title("Points checked").axis(tickMinStep=1).scale(domain=[0, 9]),
        alt.Y("kind:N").title(None).sort(list(KINDS.values())),
        tooltip=[alt.Tooltip("kind:N", title="Found"), alt.Tooltip("points:Q", title="Points")],
    )
    told = ", ".join(f"{points} {kind.lower()}" for kind, points in counts.itertuples(index=False))
    names = {"id": "Number", "topic": "Point", "brief_says": "The brief says", "others_say": "Others say"}
    names |= {"kind": "Found"}
    return publish(
        (base.mark_bar() + base.mark_text(align="left", dx=5).encode(text="points:Q")).properties(
            height={"step": 34}
        ),
        name="claims-checked",
        finding="Most points in doubt are true in part or need a note; few are contradicted",
        measure="Points of the brief that other sources put in doubt or settle, by what was found",
        source="Verdicts: this book; each rests on sources named in the table of claims",
        description=(
            f"Bars for {len(rows)} points of the brief that were checked against other sources: {told}. "
            "Points that raised no doubt are not in the list, so the bars are no error rate."
        ),
        table=rows[list(names)].rename(columns=names),
        tables=("claims",),
    )

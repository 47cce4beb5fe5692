"""Imports what exercises and their tests use, and reads all tables, so that forks need not."""

from __future__ import annotations

import gc
import importlib
from typing import Final

PRELOADED: Final = (
    "altair",
    "natoiraq.charts",
    "bookkit.checks",
    "bookkit.evidence",
    "natoiraq.facts",
    "natoiraq.models",
    "numpy",
    "pandas",
)

REHEARSALS: Final = 3
"""Python makes code faster that has run a few times."""


def warm_up(*more: str) -> None:
    """Import modules, those given and those that every exercise needs, and do what is slow the first time."""
    for module in (*PRELOADED, *more):
        importlib.import_module(module)
    from bookkit import evidence

    for name in evidence.table_names():
        evidence.load(name)
    for _ in range(REHEARSALS):
        _rehearse()
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Do what exercises do: choose, join, count, show, publish a chart, check."""
    import altair as alt

    from bookkit import checks, evidence
    from bookkit.figures import publish

    bodies = evidence.load("institutions")
    jobs = evidence.load("institution_functions").groupby("institution_id")["function"].agg(";".join)
    bodies.assign(functions=bodies["id"].map(jobs))[["institution", "functions"]].astype(str).reset_index()
    joined = evidence.load("institution_functions").merge(bodies, left_on="institution_id", right_on="id")
    counted = joined[joined["parent"].isin(["MoD", "MoI"])].groupby("function", observed=True)["institution"]
    table = counted.nunique().rename_axis("Function").reset_index(name="Bodies")
    table = table.sort_values("Bodies", ascending=False).astype({"Function": str})
    names = alt.Y("Function:N").sort("-x").title(None)
    bars = alt.Chart(table).mark_bar().encode(names, alt.X("Bodies:Q"))
    chart = publish(
        bars,
        name="rehearsal",
        table=table,
        tables=["institutions"],
        finding="This chart is drawn before the first submission",
        measure="Number of bodies with each function",
        source="Source: this book's reading of many sources",
        description="Bars, longest first, one for each function of the two ministries; nobody sees them.",
    )
    # What a notebook shows of a table.
    repr(table)
    table.to_html(notebook=True)
    checks.table(table, table, name="table")
    checks.chart(chart, name="chart", marks=["bar"], words=True)

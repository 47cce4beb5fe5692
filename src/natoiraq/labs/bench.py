"""Lab of chapter 1: merge or retire Iraqi bodies; coverage and duplication change."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from bookkit.figures import theme
from bookkit.figures.layers import layered
from bookkit.labs.controls import several
from bookkit.labs.lab import Lab, Result
from bookkit.labs.picture import Picture, rows
from natoiraq.models.rationalisation import Structure, reorganise, structure, who_does_what


def lab() -> Lab:
    """Return the bench."""
    done = who_does_what()
    start = structure(done)
    names = sorted(done.index)

    def compute(retire: Sequence[str], merge: Sequence[str]) -> Result:
        now = structure(reorganise(done, retire=retire, merge=merge))
        counts = pd.DataFrame({"function": start.shared.index, "now": now.shared, "start": start.shared})
        return Result(sentence(now, start), {"functions": counts})

    keys = "with Ctrl or Cmd for several"
    controls = {
        "retire": several(f"Retire (bodies, {keys})", names),
        "merge": several(f"Merge into one (bodies, {keys})", names),
    }
    return Lab("the rationalisation bench", controls, compute, picture(start))


def sentence(now: Structure, start: Structure) -> str:
    """Return what the changes did, in words."""
    said = (
        f"{now.bodies} of {start.bodies} bodies are left, and {now.covered} of {len(start.shared)} functions "
        f"have one. A function has {now.duplication:.2f} bodies on average; at the start it was "
        f"{start.duplication:.2f}."
    )
    return f"{said} Nobody is left for: {', '.join(now.uncovered)}." if now.uncovered else said


def picture(start: Structure) -> Picture:
    """Return the chart: bodies for each function now, and a tick where the start was."""
    base = rows("functions")
    y = alt.Y("function:N").title(None).scale(domain=start.shared.index.tolist())
    reach = [0, int(start.shared.max()) + 1]
    bars = base.mark_bar(height=14).encode(
        alt.X("now:Q").title("Bodies with this function; the tick is the start").scale(domain=reach), y
    )
    ticks = base.mark_tick(color=theme.INK, thickness=2, size=20).encode(alt.X("start:Q"), y)
    labels = base.mark_text(align="right", dx=-4, color=theme.PAPER).encode(
        alt.X("now:Q"), y, text=alt.condition("datum.now > 0", alt.Text("now:Q"), alt.value(""))
    )
    return Picture(layered(bars, ticks, labels).properties(height={"step": 24}))

"""Lab of chapter 5: the reader's own forecasts scored beside the naive forecasters'."""

from __future__ import annotations

import re
from html import escape

import altair as alt
import pandas as pd

from bookkit import evidence
from bookkit.figures import theme
from bookkit.figures.layers import layered
from bookkit.labs.controls import between, lines, menu, tick
from bookkit.labs.lab import Lab, Result
from bookkit.labs.picture import Picture, rows
from bookkit.models import scoring
from natoiraq.models import forecasters

_LINE = re.compile(r"(F\d+)\s*[:=,]?\s+(\S+?)\s*%?", re.IGNORECASE)
YOU = "You"


def lab() -> Lab:
    """Return the scoring."""
    settled = forecasters.settled(evidence.load("forecasts"))
    naive = forecasters.naive_forecasts(settled)

    def compute(start: str, own: str, caution: float, found_only: bool) -> Result:
        given = naive[start].copy()
        for name, probability in read(own, set(given.index)).items():
            given[name] = probability
        given += (0.5 - given) * caution / 100
        kept = forecasters.on_something_found(settled) if found_only else settled
        scores = forecasters.naive_scores(kept)
        scores[YOU] = scoring.brier_score(given[kept.index], kept["happened"])
        bars = scores.rename_axis("who").reset_index(name="score")
        table = scoring.calibration_table(given[kept.index], kept["happened"])
        return Result(sentence(scores, len(kept)), {"scores": bars}, calibration(table) + statements(settled))

    controls = {
        "start": menu("Start from", list(naive.columns), forecasters.COIN),
        "own": lines("Your own (statement and %, one a line)", "F01 70\nF03 5"),
        "caution": between("Pull towards 50% (% of the way)", 0, 0, 100, 5),
        "found_only": tick("Without the verdicts that rest on absence"),
    }
    return Lab("forecast scoring", controls, compute, picture(list(naive.columns)))


def read(text: str, known: set[str]) -> dict[str, float]:
    """Return the probabilities, 0 to 1, of lines such as "F01 70".

    Raises
    ------
    ValueError
        If a line cannot be read or scored; the message names it.
    """
    given: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"Line {number}: write a statement and per cents, as in F01 70.")
        name = match[1].upper()
        if name not in known:
            raise ValueError(f"Line {number}: {name} is no settled statement; the list below has them all.")
        try:
            share = float(match[2].replace(",", "."))
        except ValueError:
            raise ValueError(f"Line {number}: “{match[2]}” is no number; write per cents.") from None
        if not 0 <= share <= 100:
            raise ValueError(f"Line {number}: {match[2]} is not between 0 and 100 per cent.")
        given[name] = share / 100
    return given


def sentence(scores: pd.Series[float], count: int) -> str:
    """Return the reader's score, skill and rank."""
    mine = scores[YOU]
    gain = scoring.skill(mine, scores[forecasters.BASE_RATE])
    better = int((scores.drop(YOU) < mine - 1e-12).sum())
    ahead = f"{better} of the {len(scores) - 1} naive forecasters do better" if better else "none does better"
    return (
        f"Your Brier score on {count} statements is {mine:.3f}, and lower is better; {ahead}. "
        f"Your skill against the base rate is {gain:.2f}."
    )


def calibration(table: pd.DataFrame) -> str:
    """Return the calibration as an HTML table."""
    body = "".join(
        f"<tr><td>{row.low:.0%} to {row.high:.0%}</td><td>{row.forecasts}</td>"
        f"<td>{row.mean_probability:.0%}</td><td>{row.share_happened:.0%}</td></tr>"
        for row in table.itertuples()
    )
    head = "".join(f"<th>{name}</th>" for name in ("Probability", "Statements", "Said, mean", "Came true"))
    return f"<table><caption>Your calibration</caption><tr>{head}</tr>{body}</table>"


def statements(settled: pd.DataFrame) -> str:
    """Return the statements as a folded HTML list, without their outcomes."""
    items = "".join(f"<li>{name}: {escape(text)}</li>" for name, text in settled["statement"].items())
    return f"<details><summary>The {len(settled)} statements</summary><ul>{items}</ul></details>"


def picture(naive: list[str]) -> Picture:
    """Return the chart: Brier scores, the reader's on top."""
    base = rows("scores")
    y = alt.Y("who:N").title(None).scale(domain=[YOU, *naive])
    mine = alt.condition(f"datum.who == '{YOU}'", alt.value(theme.ACCENT), alt.value(theme.INK_SOFT))
    x = alt.X("score:Q").title("Brier score: lower is better").scale(domain=[0, 1])
    bars = base.mark_bar(height=18).encode(x, y, color=mine)
    labels = base.mark_text(align="left", dx=5).encode(
        alt.X("score:Q"), y, text=alt.Text("score:Q", format=".3f")
    )
    return Picture(layered(bars, labels).properties(height={"step": 28}))

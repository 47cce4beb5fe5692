"""Writes one page about an exercise or all: no script, and nothing that is fetched."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from bookkit.files import write_text
from natoiraq.course.findings import Findings, findings
from natoiraq.course.folder import Course
from natoiraq.course.words import count
from natoiraq.grading.safe_html import names_as_code

if TYPE_CHECKING:
    import altair as alt
    from jinja2 import Template

HERE: Final = Path(__file__).parent
BARS: Final = 10
"""Of the distribution, at most."""

WIDTH: Final = 360
"""Pixels of the plots: on a phone their words are still large enough to read."""

LABELS: Final = 180
"""Of that, for the titles of parts, which may run out of the picture by a little."""


def write_report(course: Course, exercises: Sequence[str]) -> Path:
    """Write the report and return its path.

    Parameters
    ----------
    course
        The course.
    exercises
        Ids of the exercises that were graded.
    """
    from bookkit.figures.fonts import STYLE

    found = [findings(course, name) for name in exercises]
    style = (HERE / "report.css").read_text(encoding="utf-8") + STYLE
    page = _template().render(
        title=course.settings.title,
        found=[(one, _drawn(distribution(one)), _drawn(shares(one))) for one in found],
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        count=count,
    )
    name = f"report-{exercises[0]}.html" if len(exercises) == 1 else "report.html"
    path = course.root / "exports" / name
    write_text(path, page, private=True)
    return path


def distribution(found: Findings) -> tuple[alt.Chart, str]:
    """Return how many students have how many points, and the same in words."""
    import altair as alt
    import pandas as pd

    width = max(math.ceil(found.most / BARS), 1)
    bars = max(math.ceil(found.most / width), 1)
    slots = [min(int(one.points / width), bars - 1) for one in found.totals]
    labels = [f"{width * slot} to {min(width * (slot + 1), found.most):g}" for slot in range(bars)]
    counts = [slots.count(slot) for slot in range(bars)]
    rows = pd.DataFrame({"points": labels, "students": counts})
    words = "; ".join(
        f"{label} points: {slots.count(slot)}" for slot, label in enumerate(labels) if slot in slots
    )
    chart = (
        alt.Chart(rows, width=WIDTH, height=180)
        .mark_bar()
        .encode(
            alt.X("points:N", sort=None, title=f"Points, of {found.most:g}").axis(labelAngle=-45),
            alt.Y("students:Q", title="Students").axis(tickCount=min(max(counts), 5), format="d"),
        )
    )
    return chart, f"Bar chart of points. Students with {words}."


def shares(found: Findings) -> tuple[alt.Chart, str]:
    """Return the mean share of points in each part, the hardest first, and the same in words."""
    import altair as alt
    import pandas as pd

    known = [(part, share) for part, share, _ in found.parts if share is not None]
    rows = pd.DataFrame(known, columns=["part", "share"])
    words = "; ".join(f"{part}: {share:.0%}" for part, share in known)
    chart = (
        alt.Chart(rows, width=WIDTH - LABELS)
        .mark_bar()
        .encode(
            alt.X("share:Q", title="Mean share of the points").axis(format="%").scale(domain=[0, 1]),
            alt.Y("part:N", sort=None, title=None).axis(labelLimit=LABELS + 20),
        )
    )
    return chart, f"Bar chart of the mean share of points in each part, the hardest first. {words}."


def _drawn(given: tuple[alt.Chart, str]) -> tuple[Markup, str]:
    """Return a chart as SVG. What it holds comes from us: titles of parts and numbers."""
    import vl_convert

    from bookkit.figures.fonts import STACK
    from bookkit.figures.theme import ACCENT, INK

    chart, words = given
    axis = {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13}
    chart = chart.configure(font=STACK, background="#ffffff")
    chart = chart.configure_axis(**axis).configure_bar(color=ACCENT)
    return Markup(vl_convert.vegalite_to_svg(chart.to_json())), words


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["names_as_code"] = names_as_code
    return environment.get_template("report.html")

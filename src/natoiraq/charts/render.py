"""The Altair renderer "natoiraq": a `<figure>` in the book, a Vega-Lite output in JupyterLab and Binder."""

from __future__ import annotations

import json
import os
from html import escape
from typing import Any, Final

from natoiraq.charts.controls import controls_html
from natoiraq.charts.errors import ChartError
from natoiraq.charts.spec import Spec, draw
from natoiraq.charts.tables import Table

STATIC: Final = "NATOIRAQ_STATIC"
"""Environment variable that the Sphinx extension sets for the kernels of a build."""

# The newest that JupyterLab 4.6 draws by itself.
LIVE_MIME: Final = "application/vnd.vegalite.v5+json"
LIVE_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"

_VIEW: Final = """<div class="nq-chart-view" role="img" aria-label="{description}" style="min-height:{height}px">
<p class="nq-chart-alt">{description}</p>
<noscript>{picture}</noscript>
</div>"""

_FIGURE: Final = """<figure class="nq-chart" id="chart-{name}" data-chart="{name}" aria-labelledby="chart-{name}-title">
<figcaption><p class="nq-chart-title" id="chart-{name}-title"><strong>{finding}</strong></p>
<p class="nq-chart-measure">{measure}</p></figcaption>
{controls}
{view}
{status}
<p class="nq-chart-source">{source}{links}</p>
<div class="nq-chart-tools" role="group" aria-label="Download the chart">
<button type="button" data-save="csv">CSV</button>
<button type="button" data-save="png">PNG</button>
<button type="button" data-save="svg">SVG</button>
</div>
{table}
<script type="application/json">{payload}</script>
</figure>"""


def renderer(spec: Spec, **_: Any) -> dict[str, Any]:
    """Return the MIME bundle of a chart: the book's figure in a build, Vega-Lite everywhere else.

    Parameters
    ----------
    spec
        The chart as Vega-Lite, with the words of `publish` in `usermeta`.

    Raises
    ------
    ChartError
        If a build shows a chart that was not published.
    """
    about = spec.get("usermeta", {}).get("natoiraq")
    if not os.environ.get(STATIC):
        return live(spec)
    if about is None:
        cure = (
            "return it from publish(...), which asks for its finding, measure, source, description and table"
        )
        raise ChartError("(unnamed)", "a page shows it, but it was never published", cure)
    return {"text/html": figure(spec), "text/plain": plain(about)}


def live(spec: Spec) -> dict[str, Any]:
    """Return the bundle for a running notebook: the chart in plain colours, and its words."""
    about = spec.get("usermeta", {}).get("natoiraq")
    shown = {key: value for key, value in spec.items() if key != "usermeta"} | {"$schema": LIVE_SCHEMA}
    return {LIVE_MIME: shown, "text/plain": plain(about) if about else spec.get("description", "A chart")}


def plain(about: dict[str, Any]) -> str:
    """Return a published chart in words."""
    return f"{about['finding']}. {about['measure']}. {about['description']}"


def figure(spec: Spec) -> str:
    """Return the HTML of a published chart.

    Parameters
    ----------
    spec
        The chart as Vega-Lite, from `publish`.
    """
    about = spec["usermeta"]["natoiraq"]
    name, follow = about["name"], about["follow"]
    drawing = draw(spec, name, follow["mark"] if follow else None)
    params = spec.get("params", [])
    options = {
        param["name"]: param["bind"]["options"] for param in params if "options" in (param.get("bind") or {})
    }
    following = f'"follow":{_json({**follow, "data": drawing.followed})},' if follow else ""
    payload = f'{{{following}"options":{_json(options)},"vega":{drawing.vega}}}'
    view = _VIEW.format(
        description=escape(about["description"]), height=drawing.height, picture=drawing.picture
    )
    return _FIGURE.format(
        name=name,
        finding=escape(about["finding"]),
        measure=escape(about["measure"]),
        source=escape(about["source"]),
        links=_links(about["tables"]),
        controls=controls_html(name, params),
        view=view,
        status='<p class="nq-chart-status" role="status"></p>' if follow else "",
        table=_table_html(about["table"], about["finding"]),
        # A browser ends the script at "</script" and starts a comment at "<!--", wherever they stand.
        payload=payload.replace("<", "\\u003c"),
    )


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _links(tables: list[str]) -> str:
    # The kernel does not know where its page stands: natoiraq.sphinxext.charts completes the address.
    links = ", ".join(f'<a href="codebook:{table}">{escape(table.replace("_", " "))}</a>' for table in tables)
    return f" Data: {links}." if links else ""


def _table_html(table: Table, caption: str) -> str:
    numeric = [' class="nq-number"' if column in table["numeric"] else "" for column in table["columns"]]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column)}</th>'
        for column, kind in zip(table["columns"], numeric, strict=True)
    )
    body = "\n".join(
        f'<tr data-row="{escape(key)}">{_row_html(row, numeric)}</tr>'
        for key, row in zip(table["keys"], table["rows"], strict=True)
    )
    count = f"{len(table['rows']):,} row{'s' if len(table['rows']) != 1 else ''}"
    return (
        f'<details class="nq-chart-table"><summary>Data table ({count})</summary>\n'
        f'<div class="nq-chart-scroll" role="region" tabindex="0" aria-label="Data table: {escape(caption)}">\n'
        f"<table><caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"
        "</div></details>"
    )


def _row_html(row: list[str], numeric: list[str]) -> str:
    first = f'<th scope="row"{numeric[0]}>{escape(row[0])}</th>'
    return first + "".join(
        f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row[1:], numeric[1:], strict=True)
    )

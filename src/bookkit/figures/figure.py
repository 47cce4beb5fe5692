"""The HTML of a published chart: title, controls, picture, source, downloads and data table in one figure."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from bookkit.figures.compiled import Spec, draw
from bookkit.figures.controls import controls_html
from bookkit.figures.tables import table_html

_VIEW: Final = """<div class="nq-chart-view" role="img" aria-label="{description}" style="{heights}">
<p class="nq-chart-alt">{description}</p>
<noscript>{picture}</noscript>
</div>"""

_FIGURE: Final = """\
<figure class="nq-chart" id="chart-{name}" data-chart="{name}" aria-labelledby="chart-{name}-title">
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
    # The place is kept before the chart is drawn, so that nothing on the page jumps.
    heights = f"--wide:{drawing.height}px;--narrow:{drawing.narrow_height}px"
    view = _VIEW.format(description=escape(about["description"]), heights=heights, picture=drawing.picture)
    return _FIGURE.format(
        name=name,
        finding=escape(about["finding"]),
        measure=escape(about["measure"]),
        source=escape(about["source"].rstrip(". ") + "."),
        links=_links(about["tables"]),
        controls=controls_html(name, params),
        view=view,
        status='<p class="nq-chart-status"></p>' if follow else "",
        table=table_html(about["table"], about["finding"]),
        # A browser ends the script at "</script" and starts a comment at "<!--", wherever they stand.
        payload=payload.replace("<", "\\u003c"),
    )


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _links(tables: list[str]) -> str:
    # The kernel does not know where its page stands: bookkit.sphinx.links.charts completes the address.
    links = ", ".join(f'<a href="codebook:{table}">{escape(table.replace("_", " "))}</a>' for table in tables)
    return f" Data: {links}." if links else ""

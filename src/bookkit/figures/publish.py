"""`publish`: a chart with everything a reader needs beside it, or an error that says what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from textwrap import wrap
from typing import Any, Final, TypeAlias

import altair as alt
import pandas as pd

from bookkit.errors import ChartError
from bookkit.figures import theme
from bookkit.figures.tables import as_text

__all__ = ["ChartError", "Follow", "Published", "publish"]

Published: TypeAlias = alt.Chart | alt.LayerChart
"""What every chart function returns."""

SPEC_BUDGET: Final = 60_000
"""Bytes of Vega-Lite JSON, data included, that one chart may add to a page."""

FINDING_LENGTH: Final = 110
"""Characters: three lines of a title at a width of 360 px."""

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FILE_OR_VARIABLE = re.compile(r"\w+\.(csv|html|ipynb|jpe?g|md|png|py|svg)\b|/\w+/|\b[a-z]+_[a-z_]+\b")
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
        abstract arguments await boolean break byte case catch char class const continue debugger default
        delete do double else enum eval export extends false final finally float for function goto if
        implements import in instanceof int interface let long native new null package private protected
        public return short static super switch synchronized this throw throws transient true try typeof
        undefined var void volatile while with yield autosize background cursor datum event height item
        padding parent width
        """,
    )
)
"""JavaScript's reserved words, then the names that Vega gives its own signals and variables."""

_BOUND = {"range", "select", "radio", "checkbox", "search", "text", "number"}


@dataclass(frozen=True)
class Follow:
    """How the data table follows the chart's sliders, menus and search field.

    Parameters
    ----------
    mark
        Name of the view (`alt.Chart(..., name=...)`) whose drawn rows the table shows.
    row
        Field of the drawn data that holds the index value of the table's row.
    counted
        Plural noun for the rows, for the message "34 of 90 events shown".
    cells
        Table column -> field whose value, computed in the chart, is written into the column.
    result
        Name of a param whose value is a sentence with the new result, said instead of the count of rows.
    """

    mark: str
    row: str
    counted: str = "rows"
    cells: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None


def publish(
    chart: Published,
    *,
    name: str,
    finding: str,
    measure: str,
    source: str,
    description: str,
    table: pd.DataFrame,
    tables: Sequence[str] = (),
    follow: Follow | None = None,
) -> Published:
    """Return `chart` with its words and its table, ready to be shown in the book and live.

    Parameters
    ----------
    chart
        A single or layered Altair chart. Its width is set here.
    name
        Slug, unique in the book, such as "history-commands".
    finding
        What the chart shows, as a sentence without a full stop: the title.
    measure
        What is measured, in which unit, and when: the subtitle.
    source
        Who published the numbers: the last line.
    description
        Alternative text (Vega-Lite's word) for those who cannot see the chart: its form and what it shows.
    table
        The numbers behind the chart, with column names for readers; the index identifies the rows.
    tables
        Names of the evidence tables the chart draws on, linked to the codebook.
    follow
        How the table follows the chart's controls, if it has any.

    Raises
    ------
    ChartError
        If something is missing, or cannot be shown on a page: the message names the chart and the cure.
    """
    if not _SLUG.fullmatch(name):
        raise ChartError(
            name, "its name is no slug", 'use lower case and hyphens, such as "history-commands"'
        )
    _check_words(name, finding, measure, source, description)
    _check_form(name, chart)
    shown = as_text(name, table)
    about = {
        "name": name,
        "finding": finding,
        "measure": measure,
        "source": source,
        "description": description,
        "tables": list(tables),
        "table": shown,
        "follow": asdict(follow) if follow else None,
    }
    # In the widest font that a notebook may be shown in.
    subtitle = [*wrap(measure, 96), *wrap(source, 96)]
    title = alt.TitleParams(wrap(finding, 66), subtitle=subtitle)
    published = chart.properties(
        title=title, description=description, width=theme.LIVE_WIDTH, usermeta={"natoiraq": about}
    )
    # Altair checks the chart against its schema when it is shown; once is enough.
    _check_spec(name, published.to_dict(validate=False), follow, shown["columns"])
    return published


def _check_words(name: str, finding: str, measure: str, source: str, description: str) -> None:
    shortest = {"finding": (finding, 15), "measure": (measure, 10), "source": (source, 5)}
    for option, (text, least) in {**shortest, "description": (description, 60)}.items():
        if len(text.strip()) < least or " " not in text.strip():
            raise ChartError(
                name, f"its {option} has fewer than {least} characters", f"say it in words in {option}="
            )
        if option != "source" and (found := _FILE_OR_VARIABLE.search(text)):
            raise ChartError(
                name, f'its {option} names a file or a variable, "{found[0]}"', "say what it means"
            )
    if finding.rstrip().endswith("."):
        raise ChartError(name, "its finding ends in a full stop", "a title takes none: remove it")
    if len(finding) > FINDING_LENGTH:
        fault = f"its finding has {len(finding)} characters, more than {FINDING_LENGTH}"
        raise ChartError(name, fault, "say one thing, and move the rest to measure= or to the text")
    if description.strip().rstrip(".") == finding.strip():
        raise ChartError(
            name, "its description repeats the finding", "describe the chart to somebody who cannot see it"
        )


def _check_form(name: str, chart: Any) -> None:
    if not isinstance(chart, alt.Chart | alt.LayerChart):
        fault = f"a {type(chart).__name__} cannot take the width of the page"
        raise ChartError(name, fault, "publish its parts as charts of their own, or layer them")


def _check_spec(name: str, spec: dict[str, Any], follow: Follow | None, columns: Iterable[str]) -> None:
    drawn = {key: value for key, value in spec.items() if key != "usermeta"}
    size = len(json.dumps(drawn, separators=(",", ":")).encode())
    if size > SPEC_BUDGET:
        fault = f"it puts {size:,} bytes on the page, more than {SPEC_BUDGET:,}"
        raise ChartError(name, fault, "aggregate in pandas and keep only the plotted columns")
    if any({"row", "column", "facet"} & set(view.get("encoding", {})) for view in _views(spec)):
        fault = "a facet cannot take the width of the page"
        raise ChartError(name, fault, "put the groups on an axis, or publish one chart a group")
    params = [param for view in _views(spec) for param in view.get("params", [])]
    for param in params:
        _check_param(name, param)
    if follow:
        _check_follow(name, follow, {view.get("name") for view in _views(spec)}, columns, params)


def _check_param(name: str, param: dict[str, Any]) -> None:
    if param["name"] in _RESERVED or not param["name"].isidentifier():
        fault = f'the param name "{param["name"]}" is reserved in JavaScript or Vega, or is no identifier'
        raise ChartError(name, fault, "choose another name")
    bind = param.get("bind")
    if bind is None:
        return
    if "select" in param or not isinstance(bind, dict) or bind.get("input") not in _BOUND:
        fault = f'the param "{param["name"]}" cannot become a labelled input of the page'
        raise ChartError(name, fault, "use alt.param(value=..., bind=...) and an expression that reads it")
    if not str(bind.get("name", "")).strip() or "value" not in param:
        fault = f'the control "{param["name"]}" has no label or no starting value'
        raise ChartError(name, fault, 'give alt.param a value= and its binding a name="..." for readers')


def _check_follow(
    name: str, follow: Follow, views: set[str | None], columns: Iterable[str], params: list[dict[str, Any]]
) -> None:
    if follow.mark not in views:
        cure = f'name the view: alt.Chart(data, name="{follow.mark}")'
        raise ChartError(name, f'its table follows "{follow.mark}", which names no view of the chart', cure)
    if missing := set(follow.cells) - set(columns):
        raise ChartError(
            name, f"its table has no column {sorted(missing)[0]!r} to follow", "correct Follow(cells=)"
        )
    if follow.result and follow.result not in {param["name"] for param in params}:
        raise ChartError(name, f'the chart has no param "{follow.result}"', "correct Follow(result=)")


def _views(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a specification and all its layers."""
    yield spec
    for layer in spec.get("layer", []):
        yield from _views(layer)

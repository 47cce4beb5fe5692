"""A Vega-Lite specification as its views: what each draws, on which channel, from which rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from bookkit.checks.errors import CheckFailed
from bookkit.checks.plain import kind

DEPTH: Final = 12
"""Levels of charts in charts that are read."""

AGGREGATES: Final = {
    "sum": "sum", "mean": "mean", "average": "mean", "median": "median", "min": "min", "max": "max",
    "distinct": "nunique", "count": "size",
}  # fmt: skip
"""Vega-Lite's name of an aggregate -> pandas'."""


@dataclass(frozen=True)
class View:
    """One mark and what it encodes, its own and what it inherits.

    Parameters
    ----------
    mark
        The mark's definition; "type" is its name.
    encoding
        Channel -> definition.
    transforms
        The transforms above it, outermost first.
    rows
        The data; None when they are not in the specification.
    """

    mark: Mapping[str, Any]
    encoding: Mapping[str, Any]
    transforms: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]] | None

    def shown(self, channel: str) -> str | None:
        """Return what a channel shows, in Altair's shorthand: "bodies", "sum(bodies)" or "count()"."""
        definition = self.encoding.get(channel)
        if not isinstance(definition, Mapping):
            return None
        field, operation = definition.get("field"), definition.get("aggregate")
        if operation is None and field in (made := self._made()):
            return made[str(field)]
        name = str(field).replace("\\", "") if isinstance(field, str) else ""
        return f"{operation}({name})" if isinstance(operation, str) else name or None

    def _made(self) -> dict[str, str]:
        """Return {field: shorthand} of the fields that a transform aggregates."""
        made: dict[str, str] = {}
        for transform in self.transforms:
            for step in transform.get("aggregate") or transform.get("joinaggregate") or ():
                if isinstance(step, Mapping):
                    made[str(step.get("as"))] = f"{step.get('op')}({step.get('field', '')})"
        return made

    def computes(self) -> bool:
        """Say whether the chart filters or computes rows itself, so that its data are not what it draws."""
        if any(not {"aggregate", "joinaggregate"} & set(step) for step in self.transforms):
            return True
        channels = [one for one in self.encoding.values() if isinstance(one, Mapping)]
        return any(
            one.get("bin") not in (None, False, "binned")
            or one.get("impute") is not None
            or one.get("stack") in ("normalize", "center")
            for one in channels
        )

    def drawn(self, channel: str) -> list[Any] | None:
        """Return the values that a channel draws, None when the specification cannot tell.

        Only an aggregate over the other channels' fields is computed; other transforms are not.
        """
        shorthand = self.shown(channel)
        if self.rows is None or not shorthand or self.computes():
            return None
        frame = pd.DataFrame(list(self.rows))
        operation, _, rest = shorthand.partition("(")
        if not rest:
            return frame[shorthand].tolist() if shorthand in frame else None
        shown = [self.shown(other) for other in self.encoding]
        groups = [name for name in shown if name and name in frame]
        field = rest.removesuffix(")")
        if operation not in AGGREGATES or (field and field not in frame):
            return None
        column = (
            frame.groupby(groups, dropna=False)[field or groups[0]]
            if groups
            else frame[field or frame.columns[0]]
        )
        return list(pd.Series(column.agg(AGGREGATES[operation])).tolist())

    def starts_at_zero(self, channel: str) -> bool:
        """Say whether a channel's scale holds zero, by Vega-Lite's rules."""
        scale = self.encoding.get(channel, {}).get("scale", {})
        if not isinstance(scale, Mapping):
            return False
        domain, lowest = scale.get("domain"), scale.get("domainMin")
        if isinstance(domain, Sequence) and not isinstance(domain, str) and domain:
            return float(domain[0]) <= 0
        if lowest is not None:
            return float(lowest) <= 0
        return scale.get("zero", True) is not False and scale.get("type", "linear") not in (
            "log",
            "time",
            "utc",
        )


def specification(value: object, name: str) -> dict[str, Any]:
    """Return a chart's specification.

    Parameters
    ----------
    value
        An Altair chart, a specification, or anything with a `to_dict` that returns one.
    name
        What the student calls it.

    Raises
    ------
    CheckFailed
        When it is no chart, or Altair cannot draw it.
    """
    if isinstance(value, Mapping):
        found: object = value
    elif callable(draw := getattr(value, "to_dict", None)) and not isinstance(
        value, pd.DataFrame | pd.Series
    ):
        try:
            found = draw()
        except (Exception, SystemExit):
            raise CheckFailed(
                f"`{name}` cannot be drawn: show it in a cell of its own and read the last line of the error."
            ) from None
    else:
        raise CheckFailed(f"`{name}` must be a chart made with `alt.Chart`, and it is {kind(value)}.")
    if not isinstance(found, Mapping) or not {
        "mark",
        "layer",
        "facet",
        "concat",
        "hconcat",
        "vconcat",
        "spec",
    } & set(found):
        raise CheckFailed(f"`{name}` draws nothing: it needs a mark, such as `mark_bar()`.")
    return dict(found)


def views(spec: Mapping[str, Any]) -> list[View]:
    """Return the views of a single, layered, faceted, repeated or concatenated chart."""
    datasets = spec.get("datasets")
    return list(_walk(spec, datasets if isinstance(datasets, Mapping) else {}, {}, (), None, DEPTH))


def _walk(
    spec: Mapping[str, Any],
    datasets: Mapping[str, Any],
    encoding: Mapping[str, Any],
    transforms: tuple[Mapping[str, Any], ...],
    rows: Sequence[Mapping[str, Any]] | None,
    depth: int,
) -> Iterator[View]:
    if depth == 0:
        return
    data = spec.get("data")
    if isinstance(data, Mapping):
        found = data.get("values", datasets.get(str(data.get("name"))))
        rows = found if isinstance(found, list) else None
    facet = spec.get("facet")
    by = {} if not isinstance(facet, Mapping) else {"facet": facet} if "field" in facet else facet
    encoding = {**encoding, **(spec.get("encoding") or {}), **by}
    transforms = (*transforms, *(spec.get("transform") or ()))
    mark = spec.get("mark")
    if mark is not None:
        yield View(mark if isinstance(mark, Mapping) else {"type": mark}, encoding, transforms, rows)
    parts = [part for key in ("layer", "concat", "hconcat", "vconcat") for part in spec.get(key) or ()]
    for part in [*parts, spec.get("spec")]:
        if isinstance(part, Mapping):
            yield from _walk(part, datasets, encoding, transforms, rows, depth - 1)

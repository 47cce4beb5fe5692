"""The correlation that the page computes in Vega is the one that pandas finds."""

from __future__ import annotations

import re
from typing import Any

import pytest
import vl_convert

from natoiraq.charts import money


def said(first: int, last: int) -> str:
    """Return the sentence that the chart writes for a window of years."""
    spec: dict[str, Any] = money.window().to_dict()
    for param in spec["params"]:
        param["value"] = {"first": first, "last": last}.get(param["name"], param.get("value"))
        if param["value"] is None:
            del param["value"]
    svg = vl_convert.vegalite_to_svg(spec)
    found = re.search(r">(r = [^<]*|Choose [^<]*)<", svg)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("first", "last"), [(2003, 2021), (2010, 2021), (2003, 2009), (2014, 2019), (2019, 2021)]
)
def test_any_window_has_the_correlation_of_its_years(first: int, last: int) -> None:
    rows = money.chain_by_year().loc[first:last]
    r = rows["brent"].corr(rows["rents"])
    years = last - first + 1
    sentence = f"r = {r:.2f}, {first} to {last} ({years} years)".replace("-", "\N{MINUS SIGN}")
    assert said(first, last) == sentence


@pytest.mark.parametrize(("first", "last"), [(2010, 2011), (2015, 2010)])
def test_too_few_years_have_none(first: int, last: int) -> None:
    assert said(first, last).startswith("Choose")

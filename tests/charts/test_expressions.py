"""One model, two runners: over random settings, the page's expressions compute what numpy computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from bookkit.figures import catalogue
from bookkit.figures.compiled import compile_for_page, draw
from bookkit.figures.expressions import VEGA, slider, symbol, written
from bookkit.models import assumptions
from natoiraq.models.comparison import CRITERIA, one_against_the_rest, weighted_score
from natoiraq.models.force_planning import break_even, force_plan, withdrawal

SETTINGS = 300
RANDOM = np.random.default_rng(20210305)


def read_back(spec: dict[str, Any], data: str, expressions: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what Vega makes of expressions of a dataset's rows: it draws each row as a text of them."""
    text = f"join([{', '.join(expressions.values())}], ' | ')"
    mark = {"type": "text", "from": {"data": data}, "encode": {"update": {"text": {"signal": text}}}}
    svg = vl_convert.vega_to_svg({**spec, "marks": [mark], "axes": [], "legends": []})
    found = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return [dict(zip(expressions, unescape(text).split(" | "), strict=True)) for text in found]


def evaluated(expressions: Mapping[str, str], settings: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
    """Return what Vega makes of expressions of `datum`, for each setting."""
    columns = [each.tolist() for each in settings.values()]
    rows = [dict(zip(settings, row, strict=True)) for row in zip(*columns, strict=True)]
    spec = {"width": 10, "height": 10, "data": [{"name": "settings", "values": rows}]}
    texts = read_back(spec, "settings", expressions)
    assert len(texts) == len(rows)
    return {name: [float(text[name]) for text in texts] for name in expressions}


def same(results: Mapping[str, Any], page: Mapping[str, list[float]]) -> None:
    assert results.keys() == page.keys()
    for name, values in results.items():
        assert page[name] == pytest.approx(np.broadcast_to(values, SETTINGS).tolist(), rel=1e-12), name


def drawn(low: float, high: float) -> np.ndarray:
    return RANDOM.uniform(low, high, SETTINGS)


def test_the_force_plan_is_the_same_on_the_page_and_in_python() -> None:
    ranges = {name: (each.low, each.high) for name, each in assumptions("force_planning").items()}
    settings = {name: drawn(*reach) for name, reach in ranges.items() if name != "target"}
    year = drawn(0, 8)
    page = evaluated(
        written(force_plan(VEGA, alt.datum.year, **{name: alt.datum[name] for name in settings})),
        {"year": year, **settings},
    )
    same(force_plan(np, year, **settings), page)
    assert min(page["without_bed"]) == 0 < max(page["without_bed"]), "both sides of the cap are tried"


def test_the_break_even_is_the_same() -> None:
    settings = {
        "target": drawn(500, 5000),
        "enablers_per_adviser": drawn(0, 12),
        "coalition_share": drawn(0, 99),
    }
    page = evaluated(written(break_even(VEGA, **{name: alt.datum[name] for name in settings})), settings)
    same(break_even(np, **settings), page)


def test_the_withdrawal_is_the_same() -> None:
    settings = {"enablers_per_adviser": drawn(0, 12), "coalition_share": drawn(0, 99)}
    page = evaluated(written(withdrawal(VEGA, **{name: alt.datum[name] for name in settings})), settings)
    same(withdrawal(np, **settings), page)


def test_the_weighted_score_is_the_same_and_all_weights_may_be_nothing() -> None:
    scores = {f"score_{name}": drawn(1, 5) for name in CRITERIA}
    weights = {f"weight_{name}": RANDOM.integers(0, 3, SETTINGS).astype(float) for name in CRITERIA}
    for each in weights.values():
        each[0] = 0

    def of(values: Any, kind: str) -> dict[str, Any]:
        return {name: values[f"{kind}_{name}"] for name in CRITERIA}

    total = weighted_score(VEGA, of(alt.datum, "score"), of(alt.datum, "weight"))
    page = evaluated(written({"total": total}), {**scores, **weights})
    same({"total": weighted_score(np, of(scores, "score"), of(weights, "weight"))}, page)


@pytest.mark.parametrize("chosen", CRITERIA)
def test_one_weight_against_the_rest_is_the_same(chosen: str) -> None:
    weight = drawn(0, 100)
    page = evaluated(
        written(one_against_the_rest(VEGA, alt.datum.chosen, alt.datum.weight)),
        {
            "weight": weight,
            "chosen": np.array([chosen] * SETTINGS),
        },
    )
    same(one_against_the_rest(np, chosen, weight), page)


def test_a_slider_takes_its_range_from_the_table() -> None:
    each = assumptions("force_planning")["coalition_share_later"]
    param = slider(each).to_dict()
    assert param  # a param by name
    bind = slider(each).param.bind.to_dict()
    assert (bind["min"], bind["max"], bind["step"]) == (each.low, each.high, each.step)
    assert bind["name"].strip().endswith(", %")
    assert repr(symbol("ramp") + 1) == "(ramp + 1)"


@pytest.mark.parametrize(
    "name", ["force-planner", "force-what-it-takes", "comparison-scores", "comparison-where-the-order-turns"]
)
def test_the_page_starts_with_the_numbers_of_its_table(name: str) -> None:
    """Past mistake of others: a table computed in Python and a chart computed in the browser drift apart."""
    spec = catalogue()[name]().to_dict()
    about = spec["usermeta"]["natoiraq"]
    follow, table = about["follow"], about["table"]
    vega = compile_for_page(spec)
    signals = [
        {"name": "width", "value": 600} if each["name"] == "width" else each for each in vega["signals"]
    ]
    data = draw(spec, name, follow["mark"]).followed
    assert data
    fields = {"key": follow["row"], **follow["cells"]}
    rows = read_back(
        {**vega, "signals": signals}, data, {key: f"datum['{at}']" for key, at in fields.items()}
    )
    page = {row["key"]: row for row in rows}
    for key, cells in zip(table["keys"], table["rows"], strict=True):
        for column in follow["cells"]:
            shown = cells[table["columns"].index(column)].replace(",", "")
            assert float(shown) == pytest.approx(float(page[key][column])), (key, column)

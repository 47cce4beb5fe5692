"""A value that leaves the student's kernel arrives as it was, or as nothing that a check takes for right."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from bookkit import checks, evidence
from natoiraq.grading import dumping, values
from natoiraq.grading.values import Chart, Opaque, StudentError


def travelled(value: Any, call: values.Call | None = None) -> Any:
    try:
        sent = json.dumps(dumping.dump(value))
    except Exception as error:
        sent = json.dumps({"t": "other", "v": type(error).__name__})
    return values.read(sent, call)


class Liar(float):
    """A number that says to be equal to all others."""

    def __eq__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return 42.0

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -3, 2**53, 2**1000, 0.1, "text", "", "ü “quoted”", [1, [2, "three"]], (1, 2),
        {1, 2}, frozenset({"a"}), {"a": 1, 2: [3]}, {"t": "int"}, Decimal("1.10"), Fraction(1, 3),
        pd.NaT, pd.NA, pd.Timestamp("2021-02-18 10:00"), pd.Timedelta("3 days"), pd.Period("2021-02", "M"),
    ],
    ids=repr,
)  # fmt: skip
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    found = travelled(value)
    assert type(found) is type(value)
    assert found is value or found == value


@pytest.mark.parametrize("name", evidence.table_names())
def test_every_table_of_the_book_arrives_as_it_was(name: str) -> None:
    table = evidence.load(name)
    pd.testing.assert_frame_equal(travelled(table), table)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame([[1, 2]], columns=["twice", "twice"]),
        pd.DataFrame({"lists": [["a", "b"], []], "odd": [1, "one"]}),
        pd.DataFrame({"number": [1.5, None]}, index=pd.Index(["x", "y"], name="name")),
        pd.DataFrame({"n": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", "m"])),
        pd.DataFrame({("a", "sum"): [1], ("a", "mean"): [2]}),
        pd.DataFrame({"time": pd.to_datetime(["2021-02-18T10:00Z"]), "n": pd.array([None], dtype="Int64")}),
        pd.DataFrame({"kind": pd.Categorical(["b"], categories=["b", "a"], ordered=True)}),
    ],
    ids=lambda table: "-".join(map(str, table.columns)) or "empty",
)
def test_odd_tables_arrive_as_they_were(table: pd.DataFrame) -> None:
    found = travelled(table)
    pd.testing.assert_frame_equal(found, table, check_dtype=len(table) > 0)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1, 2], index=["a", "b"], name="n"),
        pd.Series(["x", None]),
        pd.Series([True, False]),
        pd.Series([1.0, np.nan], name=("a", "b")),
    ],
    ids=["named", "text", "truth", "tuple"],
)
def test_columns_arrive_as_they_were(column: pd.Series[Any]) -> None:
    pd.testing.assert_series_equal(travelled(column), column)


def test_indexes_arrays_and_numpys_numbers_arrive() -> None:
    pd.testing.assert_index_equal(travelled(pd.Index(["a", "b"], name="n")), pd.Index(["a", "b"], name="n"))
    assert travelled(pd.RangeIndex(3)).tolist() == [0, 1, 2]
    assert travelled(np.array([[1, 2], [3, 4]])).tolist() == [[1, 2], [3, 4]]
    assert travelled(np.int64(3)) == 3
    assert isinstance(travelled(np.bool_(True)), np.bool_)
    assert np.isnan(travelled(np.float64("nan")))
    assert travelled(10**400) == float("inf")


def test_a_chart_arrives_as_its_specification() -> None:
    chart = alt.Chart(pd.DataFrame({"n": [1, 2]})).mark_bar().encode(x="n:Q")
    found = travelled(chart)
    assert isinstance(found, Chart)
    assert found.to_dict() == chart.to_dict()
    found.to_dict().clear()
    checks.chart(found, name="chart", marks=["bar"])


def test_a_chart_that_cannot_be_drawn_is_said_to_be_one() -> None:
    broken = alt.Chart(pd.DataFrame({"n": [1]})).mark_bar().encode(x="missing")
    with pytest.raises(checks.CheckFailed, match="cannot be drawn"):
        checks.chart(travelled(broken), name="chart")


def test_a_function_is_called_by_name_with_plain_arguments() -> None:
    asked: list[Any] = []

    def call(args: list[Any]) -> str:
        asked.append(args)
        return json.dumps({"value": dumping.dump(0.625)})

    found = travelled(lambda counts: counts, call)
    assert found([np.int64(5), 2], "text") == 0.625
    assert asked == [[[5, 2], "text"]]


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ('{"error": "ZeroDivisionError"}', "ZeroDivisionError"),
        (None, "TimeoutError"),
        ('{"error": "1 x"}', "Error"),
    ],
)
def test_what_a_function_raises_keeps_its_name(sent: str | None, name: str) -> None:
    with pytest.raises(StudentError) as caught:
        values.read_result(sent)
    assert type(caught.value).__name__ == name


def _endless() -> list[Any]:
    endless: list[Any] = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    "value",
    [
        _endless(),
        object(),
        (one for one in [1]),
        1j,
        b"bytes",
        [0] * 300_000,
        pd,
        pd.DataFrame({"a": [1]}).groupby("a"),
    ],
    ids=["endless", "object", "generator", "complex", "bytes", "long", "module", "groups"],
)
def test_what_does_not_travel_is_opaque(value: Any) -> None:
    assert isinstance(travelled(value), Opaque)


def test_a_number_that_lies_arrives_as_the_number_that_it_is() -> None:
    found = travelled([Liar(1.0)])[0]
    assert type(found) is float
    with pytest.raises(checks.CheckFailed):
        checks.number(found, 7.0, name="found")


@pytest.mark.parametrize(
    "sent",
    [
        "", "{", "[" * 100_000, '{"t": "nothing"}', '{"t": []}', "{}", '{"t": "Series"}',
        '{"t": "DataFrame", "v": 3, "i": null, "c": null}', '{"t": "int", "v": "' + "9" * 100_000 + '"}',
        '{"t": "Period", "v": {"t": "dict", "v": [[[], 1]]}}', '{"t": "array", "d": "O", "v": {"t": "x"}}',
    ],
)  # fmt: skip
def test_what_is_no_value_is_opaque(sent: str) -> None:
    assert isinstance(values.read(sent), Opaque)
    assert isinstance(values.read_result(f'{{"value": {sent}}}'), Opaque)


def test_odd_cells_and_further_columns_change_no_other() -> None:
    table = pd.DataFrame({"n": [1, 2], "odd": [1j, 2j]})
    table["group"] = pd.cut(table["n"], [0, 1, 3])
    found = travelled(table)
    assert found["n"].tolist() == [1, 2]
    assert found["group"].tolist() == ["(0, 1]", "(1, 3]"]
    assert all(isinstance(cell, Opaque) for cell in found["odd"])


@pytest.mark.parametrize("name", ["your\u3164answer\u3164is\u3164right", "A" * 500, "6 of 6"])
def test_an_error_cannot_speak_for_the_checks(name: str) -> None:
    with pytest.raises(StudentError) as raised:
        values.read_result(json.dumps({"error": name}))
    assert type(raised.value).__name__ == "Error"


def test_a_fraction_that_would_take_an_hour_is_none() -> None:
    assert isinstance(values.read('{"t": "Fraction", "v": "1e999999999"}', None), Opaque)

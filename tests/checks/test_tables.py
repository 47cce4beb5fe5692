"""`table` forgives form, and says which rows or columns are wrong and which mistake explains it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from bookkit import checks
from tests.checks.failing import failing

RIGHT = pd.DataFrame(
    {
        "name": ["a", "b", "c"],
        "day": pd.to_datetime(["2020-01-01", "2020-02-01", None]),
        "people": [1.5, 2.0, None],
    }
)


@pytest.mark.parametrize(
    "table",
    [
        RIGHT,
        RIGHT.iloc[::-1],
        RIGHT.sample(frac=1, random_state=1).assign(extra=1)[["people", "extra", "day", "name"]],
        RIGHT.set_index("name"),
        RIGHT.set_index(["name", "day"])["people"],
        RIGHT.astype({"name": "category", "people": "Float64"}),
        RIGHT.assign(day=["2020-01-01", "2020-02-01", None], name=["a ", "b", "c"]),
        RIGHT.assign(people=[1.5000001, 2, None]),
    ],
    ids=["same", "reversed", "more columns", "in the index", "a Series", "dtypes", "text dates", "tolerance"],
)
def test_form_is_forgiven(table: object) -> None:
    checks.table(table, RIGHT, name="t")


@pytest.mark.parametrize(
    ("table", "options", "says"),
    [
        (None, {}, "`t` is still empty"),
        ([1], {}, "`t` must be a table, and it is a list."),
        (RIGHT.drop(columns="day"), {}, "`t` has no column “day”; it has “name”, “people”."),
        (pd.DataFrame(), {}, "`t` has no column “name”; it has none."),
        (RIGHT[["name", "day", "people", "people"]], {}, "`t` has the column “people” twice: keep one."),
        (RIGHT.iloc[:1], {}, "`t` has 2 rows too few."),
        (pd.concat([RIGHT, RIGHT.iloc[:1]]), {}, "`t` has 1 row too many."),
        (
            pd.concat([RIGHT, RIGHT.iloc[:1]]),
            {
                "traps": [
                    (lambda rows: rows.oops, "never"),
                    (lambda rows: len(rows) > 3, "a row stands there twice"),
                ]
            },
            "`t` has 1 row too many: a row stands there twice.",
        ),
        (
            RIGHT.assign(name=["a", "b", "d"]),
            {},
            "`t` has rows that do not belong, or miss their partners: look at “d,",
        ),
        (
            RIGHT.assign(people=[0, 2, None]),
            {},
            "In `t` the column “people” is wrong in 1 of 3 rows, such as “a, 2020-01-01”.",
        ),
        (RIGHT.assign(people=["1.5", "2", None]), {}, "In `t` the column “people” is wrong in 2 of 3 rows"),
    ],
)
def test_a_wrong_table_is_told_why(table: object, options: dict[str, Any], says: str) -> None:
    assert says in str(failing(checks.table, table, RIGHT, name="t", **options))


def test_each_right_column_earns_its_share() -> None:
    right = RIGHT.assign(weight=[1, 2, 3])
    error = failing(checks.table, right.assign(people=0), right, name="t", keys=["name"])
    assert error.share == pytest.approx(2 / 3)


def test_without_the_answer_columns_rows_and_mistakes_are_checked() -> None:
    checks.table(RIGHT, name="t", columns=["name"], rows=3)
    assert "1 row too few" in str(failing(checks.table, RIGHT, name="t", columns=["name"], rows=4))
    traps = [(lambda rows: rows["people"].isna().any(), "a number is missing")]
    said = str(failing(checks.table, RIGHT, name="t", columns=["name"], traps=traps))
    assert said == "`t` is not there yet: a number is missing."

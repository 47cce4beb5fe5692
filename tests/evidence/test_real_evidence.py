"""The evidence in the repository is sound, and every table and fact of it can be used."""

from __future__ import annotations

import pandas as pd
import pytest

from bookkit import evidence

DTYPES = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "boolean", "string": "str"}


def test_the_evidence_is_sound() -> None:
    assert [str(problem) for problem in evidence.validate()] == []


@pytest.mark.parametrize("name", evidence.table_names())
def test_every_table_loads_with_the_types_its_descriptor_gives(name: str) -> None:
    frame = evidence.load(name)
    assert len(frame) > 0
    for field in evidence.describe(name)["schema"]["fields"]:
        dtype = str(frame[field["name"]].dtype)
        kind = field.get("natoiraq:type", field["type"])
        enum = field.get("constraints", {}).get("enum")
        if enum:
            assert list(frame[field["name"]].cat.categories) == enum
        elif kind in ("partial-date", "date"):
            assert dtype.startswith("datetime64")
        else:
            assert dtype == DTYPES[kind]


@pytest.mark.parametrize("name", evidence.table_names())
def test_every_table_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    attrs = evidence.load(name).attrs
    assert attrs["name"] == name
    assert attrs["title"]
    assert attrs["description"]
    assert attrs["licence"]
    assert attrs["facts_as_of"] <= evidence.facts_as_of()
    assert set(attrs["sources"]) <= evidence.sources().keys()
    assert attrs["sources"] or evidence.describe(name)["schema"]["foreignKeys"]


@pytest.mark.parametrize("name", evidence.table_names())
def test_no_cell_is_lost_on_the_way_from_file_to_table(name: str) -> None:
    frame = evidence.load(name)
    raw = pd.read_csv(evidence.DATA / f"{name}.csv", dtype=str, keep_default_na=False)
    assert len(frame) == len(raw)
    for column in raw:
        assert (frame[column].isna() == (raw[column] == "")).all(), column


def test_every_fact_can_be_printed() -> None:
    ids = list(evidence.fact_ids())
    assert len(ids) == len(set(ids))
    for fact_id in ids:
        fact = evidence.fact(fact_id)
        assert fact.id == fact_id
        assert fact.text
        assert fact.what
        assert "{" not in fact.what
        assert set(fact.sources) <= evidence.sources().keys()
        assert set(fact.tables) <= set(evidence.table_names())


def test_every_row_of_headcounts_is_a_fact_with_a_source_a_date_and_a_confidence() -> None:
    for row_id in evidence.load("headcounts")["id"]:
        fact = evidence.fact(f"headcounts:{row_id}")
        assert fact.sources
        assert fact.date_text
        assert fact.confidence in ("high", "medium", "low")


def test_every_score_and_assumption_has_a_reason_of_its_own() -> None:
    """Past mistake of others: one stock phrase behind every number of a model."""
    for table in ("model_assumptions", "option_scores"):
        reasons = evidence.load(table)["reason"]
        assert reasons.is_unique
        assert (reasons.str.len() > 14).all()


def test_the_outline_is_closed_and_holds_the_sites() -> None:
    points = evidence.load("iraq_outline").sort_values("point")
    first, last = points.iloc[0], points.iloc[-1]
    assert (first["longitude"], first["latitude"]) == (last["longitude"], last["latitude"])
    sites = evidence.load("sites").dropna(subset=["latitude"])
    assert sites["latitude"].between(points["latitude"].min(), points["latitude"].max()).all()
    assert sites["longitude"].between(points["longitude"].min(), points["longitude"].max()).all()
    unplaced = evidence.load("sites")
    assert ((unplaced["located_by"] == "none") == unplaced["latitude"].isna()).all()

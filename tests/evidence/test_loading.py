"""Loading names what it does not know, starts fast and never shares a table between callers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bookkit import evidence
from bookkit.evidence import EvidenceError

from .conftest import Copy


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("heavy", ["jsonschema", "pybtex", "altair", "natoiraq.facts", "natoiraq.models"])
def test_importing_and_loading_stay_light(heavy: str) -> None:
    code = "import sys; from natoiraq import evidence; evidence.load('events')"
    assert _run(f"{code}; print({heavy!r} in sys.modules)") == "False"


def test_checking_needs_nothing_that_only_the_tests_have() -> None:
    """Guard against Frictionless coming back: readers, who do not have it, could not build the book."""
    code = "import sys; sys.modules['frictionless'] = None; from natoiraq import evidence"
    assert _run(f"{code}; print(evidence.validate())") == "[]"


def test_an_unknown_table_is_answered_with_the_closest() -> None:
    with pytest.raises(EvidenceError, match=r"no table 'headcount'\. Cure: write 'headcounts'"):
        evidence.load("headcount")
    with pytest.raises(EvidenceError, match=r"use one of .*events.*headcounts"):
        evidence.describe("zzz")


def test_a_caller_who_changes_a_table_changes_it_for_nobody_else() -> None:
    frame = evidence.load("commanders")
    frame.loc[0, "name"] = "Changed"
    frame.attrs["title"] = "Changed"
    assert evidence.load("commanders")["name"][0] == "Dany Fortin"
    assert evidence.load("commanders").attrs["title"] != "Changed"
    evidence.describe("commanders")["title"] = "Changed"
    assert evidence.describe("commanders")["title"] != "Changed"


def test_an_edited_table_is_read_anew(copy: Copy) -> None:
    assert evidence.load("commanders", copy.data)["rank"][2] == "Lieutenant General"
    copy.set("commanders", "olsen", rank="Colonel General")
    assert evidence.load("commanders", copy.data)["rank"][2] == "Colonel General"


def test_units_come_with_the_table() -> None:
    assert evidence.load("us_troops").attrs["units"]["active_duty"] == "persons"
    assert "status" not in evidence.load("us_troops").attrs["units"]


def test_a_vocabulary_keeps_its_order() -> None:
    frame = evidence.load("headcounts")
    assert list(frame["measure"].cat.categories) == ["deployed", "authorised", "announced_ceiling", "planned"]
    assert list(frame["confidence"].cat.categories) == ["high", "medium", "low"]


@pytest.mark.parametrize(
    ("cell", "field", "says"),
    [
        ("4,000", "high", "'4,000' is not a whole number. Cure: write digits only"),
        ("yes", "in_brief", "'yes' is neither true nor false. Cure: write true or false"),
        ("deploied", "measure", "'deploied' is not in the vocabulary. Cure: write 'deployed'"),
        ("2021-2-18", "date", "'2021-2-18' is not a date of the form used here. Cure: write a year, a month"),
    ],
)
def test_loading_a_broken_cell_names_file_row_field_and_cure(
    cell: str, field: str, says: str, copy: Copy
) -> None:
    row = copy.set("headcounts", "nmi-2021-02-18-announced", **{field: cell})
    with pytest.raises(EvidenceError) as caught:
        evidence.load("headcounts", copy.data)
    assert str(caught.value).startswith(f"data/headcounts.csv, row {row}, field {field}: {says}")
    assert (caught.value.file, caught.value.row, caught.value.field) == ("data/headcounts.csv", row, field)
    assert caught.value.cure in str(caught.value)


def test_a_list_in_a_cell_is_split_at_its_semicolons() -> None:
    assert evidence.split_list("advise;train") == ("advise", "train")
    assert evidence.split_list(float("nan")) == ()

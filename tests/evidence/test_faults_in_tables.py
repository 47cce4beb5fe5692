"""One cell of the real evidence is broken at a time; exactly that cell comes back, with what to do."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from .conftest import Copy


class Fault(NamedTuple):
    table: str
    row: str
    cells: dict[str, str]
    field: str
    says: str
    cure: str


FAULTS = {
    "a source key is misspelt": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"sources": "cnbc-2021-nmi-expansion;cnbc-2021-nmi-expansoin"},
        "sources",
        "no source 'cnbc-2021-nmi-expansoin'",
        "'cnbc-2021-nmi-expansion'",
    ),
    "a source key is unlike any other": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"sources": "cnbc-2021-nmi-expansion;qqq"},
        "sources",
        "no source 'qqq'",
        "add the entry to references.bib",
    ),
    "a row names no source": Fault(
        "headcounts", "nmi-2021-02-18-announced", {"sources": ""}, "sources", "empty", "fill it in"
    ),
    "sources are joined by a comma": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"sources": "cnbc-2021-nmi-expansion, knights-morcos-2021"},
        "sources",
        "no source 'cnbc-2021-nmi-expansion, knights-morcos-2021'",
        "join keys by single semicolons",
    ),
    "a source is forgotten behind its semicolon": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"sources": "cnbc-2021-nmi-expansion;"},
        "sources",
        "no source ''",
        "join keys by single semicolons",
    ),
    "low is above high": Fault(
        "headcounts",
        "nmi-2021-02-16-planned",
        {"low": "5001"},
        "high",
        "low (5001) is larger than high (5000)",
        "correct low or high",
    ),
    "value is above high": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"high": "499"},
        "high",
        "value (500) is larger than high (499)",
        "correct value or high",
    ),
    "value is below low": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"low": "501"},
        "value",
        "low (501) is larger than value (500)",
        "correct low or value",
    ),
    "a best estimate is above its range": Fault(
        "conflict_deaths",
        "irq-2014",
        {"deaths_best": "999999"},
        "deaths_high",
        "deaths_best (999999) is larger",
        "correct deaths_best or deaths_high",
    ),
    "a command ends before it starts": Fault(
        "commanders",
        "olsen",
        {"end": "2020-11-23"},
        "end",
        "ends (2020-11-23) before it starts",
        "correct start or end",
    ),
    "a period ends before it starts, both known to the month": Fault(
        "events",
        "coalition-hands-over-bases-2020",
        {"end_date": "2020-02"},
        "end_date",
        "ends (2020-02) before it starts (2020-03)",
        "correct date or end_date",
    ),
    "a date lacks a zero": Fault(
        "events",
        "euam-launched-2017",
        {"date": "2017-10-6"},
        "date",
        "not a date of the form used here",
        "2021-02-18",
    ),
    "a date is not in the calendar": Fault(
        "events",
        "euam-launched-2017",
        {"date": "2017-02-30"},
        "date",
        "'2017-02-30' is not in the calendar",
        "2021-02-18",
    ),
    "a date is written the American way": Fault(
        "events",
        "euam-launched-2017",
        {"date": "10/16/2017"},
        "date",
        "'10/16/2017' is not a date of the form used here",
        "2021-02-18",
    ),
    "a day is not a day": Fault(
        "partner_deployments",
        "canada-2020-11-24",
        {"first_edition": "24.11.2020"},
        "first_edition",
        "'24.11.2020' is not a date of the form used here",
        "write a day",
    ),
    "an event lies in the future": Fault(
        "events",
        "euam-launched-2017",
        {"date": "2071-10-16"},
        "date",
        "later than the table's facts go",
        "correct the date",
    ),
    "a count lies in the future": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"date": "2027"},
        "date",
        "later than the table's facts go",
        "correct the date",
    ),
    "a category is misspelt": Fault(
        "events",
        "euam-launched-2017",
        {"category": "deploymnet"},
        "category",
        "not in the vocabulary",
        "'deployment'",
    ),
    "a measure is made up": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"measure": "xyz"},
        "measure",
        "'xyz' is not in the vocabulary",
        "deployed, authorised, announced_ceiling, planned",
    ),
    "confidence has a word of its own": Fault(
        "events",
        "euam-launched-2017",
        {"confidence": "High"},
        "confidence",
        "not in the vocabulary",
        "'high'",
    ),
    "a required cell is empty": Fault(
        "events", "euam-launched-2017", {"title": ""}, "title", "empty", "fill it in"
    ),
    "a number has a thousands separator": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"high": "4,000"},
        "high",
        "'4,000' is not a whole number",
        "4000",
    ),
    "a number comes with a word": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"value": "about 500"},
        "value",
        "'about 500' is not a whole number",
        "digits only",
    ),
    "a number has a decimal comma": Fault(
        "oil_prices",
        "brent-2002",
        {"usd_per_barrel": "24,99"},
        "usd_per_barrel",
        "'24,99' is not a number",
        "full stop",
    ),
    "a number has a plus sign": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"value": "+500"},
        "value",
        "'+500' is not a whole number",
        "digits only",
    ),
    "a truth value is neither": Fault(
        "events",
        "euam-launched-2017",
        {"in_brief": "maybe"},
        "in_brief",
        "'maybe' is neither true nor false",
        "write true or false",
    ),
    "a count is negative": Fault(
        "headcounts",
        "nmi-2021-02-18-deployed",
        {"value": "-500"},
        "value",
        "breaks the limit minimum",
        "correct",
    ),
    "a share is above a hundred": Fault(
        "government_finance",
        "irq-2014",
        {"revenue_pct_gdp": "391.7"},
        "revenue_pct_gdp",
        "breaks the limit maximum",
        "correct",
    ),
    "a year is outside the series": Fault(
        "government_finance", "irq-2014", {"year": "1914"}, "year", "breaks the limit minimum", "correct"
    ),
    "an id is given twice": Fault(
        "commanders", "lollesgaard", {"id": "olsen"}, "id", "a second time", "give each row its own"
    ),
    "an id has blanks and capitals": Fault(
        "commanders", "olsen", {"id": "Olsen-P"}, "id", "not of the form", "write it in that form"
    ),
    "a cell ends with a blank": Fault(
        "commanders", "olsen", {"name": "Per Pugholm Olsen "}, "name", "begins or ends with a blank", "remove"
    ),
    "a country has another of its names": Fault(
        "headcounts",
        "nmi-turkey-2021-01-26-deployed",
        {"country": "Türkiye"},
        "country",
        "'Türkiye' is called 'Turkey'",
        "'Turkey'",
    ),
    "a country is misspelt": Fault(
        "commanders", "olsen", {"country": "Denmrak"}, "country", "is called 'Denmark'", "'Denmark'"
    ),
    "a country has the code of another": Fault(
        "government_finance",
        "irq-2014",
        {"country": "Iran"},
        "country",
        "is called 'Iraq'",
        "correct the country code",
    ),
    "a dispute has one side only": Fault(
        "headcounts",
        "nmi-2022-05-10-deployed",
        {"dispute": "nmi-early-2012"},
        "dispute",
        "no other row has the dispute",
        "empty the cell",
    ),
    "a ceiling is entered as a count": Fault(
        "headcounts",
        "nmi-2021-02-18-announced",
        {"value": "4000"},
        "value",
        "gives 4000 as a count",
        "move the number to high",
    ),
    "a count gives neither number nor words": Fault(
        "headcounts",
        "nmi-2024-05-27-deployed",
        {"reported_as": ""},
        "value",
        "no number and no words",
        "fill one of",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_cell_comes_back_with_file_row_field_and_cure(fault: Fault, copy: Copy) -> None:
    row = copy.set(fault.table, fault.row, **fault.cells)
    (problem,) = copy.problems()
    assert (problem.file, problem.row, problem.field) == (f"data/{fault.table}.csv", row, fault.field)
    assert fault.says in problem.message
    assert fault.cure in problem.cure


def test_a_row_pasted_under_another_id_is_found(copy: Copy) -> None:
    rows = copy.rows("events")
    copy.write("events", [*rows, rows[4] | {"id": "pasted"}])
    (problem,) = copy.problems()
    assert (problem.file, problem.row, problem.field) == ("data/events.csv", len(rows) + 2, "id")
    assert "repeats row 6" in problem.message
    assert "remove one" in problem.cure


def test_an_id_that_no_fact_could_name_is_found_even_where_the_table_allows_it(copy: Copy) -> None:
    def allow_any_id(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            if resource["name"] == "commanders":
                del resource["schema"]["fields"][0]["constraints"]["pattern"]

    copy.describe(allow_any_id)
    row = copy.set("commanders", "olsen", id="olsen.denmark")
    (problem,) = copy.problems()
    assert (problem.file, problem.row, problem.field) == ("data/commanders.csv", row, "id")
    assert "not words joined by hyphens" in problem.message
    assert "single hyphens" in problem.cure


def test_a_row_that_refers_to_nothing_is_found(copy: Copy) -> None:
    rows = copy.rows("institution_functions")
    copy.write("institution_functions", [*rows, rows[0] | {"institution_id": "iraqi-space-force"}])
    (problem,) = copy.problems()
    assert problem.file == "data/institution_functions.csv"
    assert (problem.row, problem.field) == (len(rows) + 2, "institution_id")
    assert "'iraqi-space-force' is missing in institutions" in problem.message
    assert "add it to institutions" in problem.cure


def test_a_key_of_two_fields_given_twice_is_found(copy: Copy) -> None:
    rows = copy.rows("institution_functions")
    copy.write("institution_functions", [*rows, rows[0]])
    (problem,) = copy.problems()
    assert (problem.row, problem.field) == (len(rows) + 2, "institution_id, function")
    assert "remove one of the rows" in problem.cure


def test_every_fault_is_reported_at_once_and_on_one_line_each(copy: Copy) -> None:
    copy.set("commanders", "olsen", end="2020-11-23", rank="")
    copy.set("events", "euam-launched-2017", category="party")
    lines = [str(problem) for problem in copy.problems()]
    assert [line.split(":")[0] for line in lines] == [
        "data/commanders.csv, row 4, field end",
        "data/commanders.csv, row 4, field rank",
        f"data/events.csv, row {copy.set('events', 'euam-launched-2017')}, field category",
    ]
    assert all(". Cure: " in line and "\n" not in line for line in lines)


def test_a_plan_may_lie_in_the_future(copy: Copy) -> None:
    copy.set("headcounts", "nmi-2021-03-05-planned-70-brief", date="2031")
    copy.set("forecasts", "F01", horizon="2031")
    assert copy.problems() == []

"""Facts on what needs fixing are recomputed here from the raw CSV files, another way."""

from __future__ import annotations

import statistics

import pytest

from bookkit.evidence import fact

from .raw import read_rows


def test_bodies_and_functions_are_counted() -> None:
    coded = read_rows("institution_functions")
    assert fact("derived:institutions").value == len(read_rows("institutions"))
    assert fact("derived:functions").value == len({row["function"] for row in coded})
    for function in {row["function"] for row in coded}:
        name = function.replace(" ", "-")
        bodies = [row["institution_id"] for row in coded if row["function"] == function]
        assert fact(f"derived:{name}-bodies").value == len(set(bodies))


def test_relationships_are_counted() -> None:
    assert fact("derived:partner-relationships").value == len(read_rows("partners"))
    assert fact("derived:lethal-relationships").value == len(read_rows("partners", lethal_support="true"))


@pytest.mark.parametrize(("window", "r"), [("2003-2021", 0.12), ("2010-2021", 0.9)])
def test_a_correlation_is_that_of_its_window(window: str, r: float) -> None:
    first, last = map(int, window.split("-"))
    price = {row["date"]: float(row["usd_per_barrel"]) for row in read_rows("oil_prices", frequency="annual")}
    rents = {row["year"]: float(row["oil_rents_pct_gdp"]) for row in read_rows("oil_rents", iso3="IRQ")}
    years = [str(year) for year in range(first, last + 1)]
    found = statistics.correlation([price[year] for year in years], [rents[year] for year in years])
    assert fact(f"derived:{window}-oil-correlation").value == round(found, 2) == r


def test_the_fall_of_the_oil_price_is_a_share_of_the_year_before() -> None:
    price = {row["id"]: float(row["usd_per_barrel"]) for row in read_rows("oil_prices")}
    fall = price["brent-2014"] - price["brent-2015"]
    assert fact("derived:brent-fall-2015").value == round(100 * fall / price["brent-2014"])


def _scores(indicator: str) -> dict[int, tuple[float, float]]:
    rows = read_rows("governance", iso3="IRQ", indicator=indicator)
    return {int(row["year"]): (float(row["estimate"]), float(row["standard_error"])) for row in rows}


def test_changes_beyond_their_margin_are_counted_one_by_one() -> None:
    changes = beyond = 0
    for indicator in {row["indicator"] for row in read_rows("governance")}:
        scores = _scores(indicator)
        for year in range(min(scores), max(scores)):
            (before, error), (after, later_error) = scores[year], scores[year + 1]
            changes += 1
            beyond += (after - before) ** 2 > 4 * (error**2 + later_error**2)
    assert fact("derived:governance-changes").value == changes
    assert fact("derived:governance-changes-beyond-margin").value == beyond


@pytest.mark.parametrize(
    ("name", "indicator", "first", "last"),
    [("voice", "Voice and accountability", 2003, 2023), ("corruption", "Control of corruption", 2022, 2023)],
)
def test_a_change_of_a_score_has_the_margin_of_both_years(
    name: str, indicator: str, first: int, last: int
) -> None:
    (before, error), (after, later_error) = _scores(indicator)[first], _scores(indicator)[last]
    assert fact(f"derived:{name}-change").value == round(after - before, 2)
    assert fact(f"derived:{name}-margin").value == round(2 * (error**2 + later_error**2) ** 0.5, 2)


def test_deaths_of_the_war_against_is_are_added() -> None:
    deaths = {int(row["year"]): int(row["deaths_best"]) for row in read_rows("conflict_deaths", iso3="IRQ")}
    war = sum(deaths[year] for year in (2014, 2015, 2016, 2017))
    assert fact("derived:deaths-2014-2017-share").value == round(100 * war / sum(deaths.values()))


def test_a_recount_looks_like_a_fall() -> None:
    people = {row["year"]: int(row["personnel"]) for row in read_rows("armed_forces", iso3="IRQ")}
    fall = people["2012"] - people["2013"]
    assert fact("derived:recount-fall").value == round(100 * fall / people["2012"])


def test_the_pmf_grow_by_who_counts() -> None:
    said = {row["id"]: int(row["value"]) for row in read_rows("force_claims") if row["value"]}
    committee, chairman = said["pmf-2023-finance-committee"], said["pmf-2023-fayyad"]
    assert fact("derived:pmf-difference-2023").value == committee - chairman
    growth = 100 * (committee - said["pmf-2021-finance-committee"]) / said["pmf-2021-finance-committee"]
    assert fact("derived:pmf-growth-finance-committee").value == round(growth)
    growth = 100 * (chairman - said["pmf-2021-fayyad"]) / said["pmf-2021-fayyad"]
    assert fact("derived:pmf-growth-chairman").value == round(growth)


@pytest.mark.parametrize("year", ["2020", "2023", "2025"])
def test_names_in_an_edition_are_counted(year: str) -> None:
    names = [row for row in read_rows("force_structures") if row["first_edition"].startswith(year)]
    assert fact(f"derived:{year}-factbook-forces").value == len(names)

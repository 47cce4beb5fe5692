"""Derived facts on what needs fixing: bodies and functions, money, governance, violence and strength."""

from __future__ import annotations

import math

import pandas as pd

from bookkit.evidence import dates
from bookkit.evidence.calculation_rows import row
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load

_WINDOWS = {"2003-2021": "2003 to 2021", "2010-2021": "2010 to 2021"}


def _iraq(table: str, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """Return the rows of Iraq, from one year to another if they are given."""
    rows = load(table)
    rows = rows[rows["iso3"] == "IRQ"].sort_values("year")
    return rows if first is None or last is None else rows[rows["year"].between(first, last)]


@derived("Iraqi security bodies in the table", "bodies")
def institutions() -> Result:
    """Count the rows of institutions; the count is of our own table."""
    return Result((load("institutions").head(0),), len(load("institutions")))


@derived("functions that the bodies are coded with", "functions")
def functions() -> Result:
    """Count the different functions; the count is of our own table."""
    rows = load("institution_functions")
    return Result((rows.head(0),), rows["function"].nunique())


def _function_names() -> dict[str, str]:
    functions = load("institution_functions")["function"].cat.categories
    return {str(name).replace(" ", "-"): str(name) for name in functions}


@derived("bodies with the function {}", "bodies", each=_function_names)
def bodies(name: str) -> Result:
    """Count the bodies that are coded with one function."""
    rows = load("institution_functions")
    found = rows[rows["function"].astype(str).str.replace(" ", "-") == name]
    return Result((found,), len(found))


@derived("relationships in the table of partners", "relationships")
def partner_relationships() -> Result:
    """Count the rows of partners; the count is of our own table."""
    return Result((load("partners").head(0),), len(load("partners")))


@derived("relationships in which the partner uses or supports force", "relationships")
def lethal_relationships() -> Result:
    """Count the rows of partners with lethal support."""
    rows = load("partners")
    found = rows[rows["lethal_support"]]
    return Result((found,), len(found))


@derived("correlation (r) of the Brent price and Iraq's oil rents, {}", each=lambda: _WINDOWS)
def oil_correlation(window: str) -> Result:
    """Return Pearson's r of the annual price and the oil rents in % of GDP, from one year to another."""
    first, last = map(int, window.split("-"))
    rents = _iraq("oil_rents", first, last)
    prices = load("oil_prices")
    prices = prices[(prices["frequency"] == "annual") & prices["date"].dt.year.between(first, last)]
    price = prices.set_index(prices["date"].dt.year)["usd_per_barrel"].astype("float64")
    rent = rents.set_index(rents["year"].astype("int64"))["oil_rents_pct_gdp"].astype("float64")
    return Result((rents, prices), round(float(price.corr(rent)), 2))


@derived("fall of the Brent price from 2014 to 2015", "%")
def brent_fall_2015() -> Result:
    """Return how far the annual average fell, in whole per cent."""
    before, after = row("oil_prices", "brent-2014"), row("oil_prices", "brent-2015")
    share = after["usd_per_barrel"].iloc[0] / before["usd_per_barrel"].iloc[0]
    return Result((before, after), round(100 * (1 - float(share))))


@derived("changes of Iraq's six governance scores from one year to the next, 2002 to 2023", "changes")
def governance_changes() -> Result:
    """Count all changes between neighbouring years."""
    rows = _iraq("governance")
    return Result((rows,), len(_changes(rows)))


@derived("of these changes, those larger than two standard errors of the difference", "changes")
def governance_changes_beyond_margin() -> Result:
    """Count the changes larger than 2 sqrt(s₁² + s₂²), as if the errors of two years were independent."""
    rows = _iraq("governance")
    changes = _changes(rows)
    return Result((rows,), int((changes["change"] > 2 * changes["error"]).sum()))


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the absolute change of each indicator to the year before, with its standard error."""
    groups = rows.groupby("indicator", observed=True)
    change = groups["estimate"].diff().abs()
    error = (rows["standard_error"] ** 2 + groups["standard_error"].shift() ** 2) ** 0.5
    return pd.DataFrame({"change": change, "error": error}).dropna()


@derived("change of Iraq's score for voice and accountability from 2003 to 2023", "points")
def voice_change() -> Result:
    """Return the difference of the two scores."""
    return _score_change("voice-and-accountability", 2003, 2023)


@derived("two standard errors of that change", "points")
def voice_margin() -> Result:
    """Return the margin of error of the change since 2003."""
    return _score_margin("voice-and-accountability", 2003, 2023)


@derived("change of Iraq's score for control of corruption from 2022 to 2023", "points")
def corruption_change() -> Result:
    """Return the difference of the two scores."""
    return _score_change("control-of-corruption", 2022, 2023)


@derived("two standard errors of that change", "points")
def corruption_margin() -> Result:
    """Return the margin of error of the change in one year."""
    return _score_margin("control-of-corruption", 2022, 2023)


def _score_change(indicator: str, first: int, last: int) -> Result:
    before, after = (row("governance", f"irq-{year}-{indicator}") for year in (first, last))
    return Result((before, after), round(float(after["estimate"].iloc[0] - before["estimate"].iloc[0]), 2))


def _score_margin(indicator: str, first: int, last: int) -> Result:
    """Return 2 sqrt(s₁² + s₂²), as if the errors of the two years were independent."""
    before, after = (row("governance", f"irq-{year}-{indicator}") for year in (first, last))
    error = math.hypot(before["standard_error"].iloc[0], after["standard_error"].iloc[0])
    return Result((before, after), round(2 * error, 2))


@derived("share of all Iraqi deaths in organised violence, 2003 to 2024, that fell in 2014 to 2017", "%")
def deaths_2014_2017_share() -> Result:
    """Return four years over all, in whole per cent."""
    rows = _iraq("conflict_deaths")
    part = rows[rows["year"].between(2014, 2017)]
    return Result((rows,), round(100 * int(part["deaths_best"].sum()) / int(rows["deaths_best"].sum())))


@derived("apparent fall of Iraq's armed forces from 2012 to 2013, when the rule of counting changed", "%")
def recount_fall() -> Result:
    """Return how far the published series drops, in whole per cent."""
    before, after = row("armed_forces", "irq-2012"), row("armed_forces", "irq-2013")
    return Result((before, after), _growth(after["personnel"], before["personnel"], fall=True))


@derived("growth of the PMF from 2021 to 2023 by the Finance Committee's figures", "%")
def pmf_growth_finance_committee() -> Result:
    """Return the growth in whole per cent."""
    return _pmf("finance-committee")


@derived("growth of the PMF from 2021 to 2023 by its chairman's figures", "%")
def pmf_growth_chairman() -> Result:
    """Return the growth in whole per cent."""
    return _pmf("fayyad")


@derived("difference between the two figures for the PMF in 2023", "people")
def pmf_difference_2023() -> Result:
    """Return the Finance Committee's figure less the chairman's."""
    high, low = row("force_claims", "pmf-2023-finance-committee"), row("force_claims", "pmf-2023-fayyad")
    return Result((high, low), int(high["value"].iloc[0] - low["value"].iloc[0]))


def _pmf(who: str) -> Result:
    before, after = (row("force_claims", f"pmf-{year}-{who}") for year in (2021, 2023))
    return Result((before, after), _growth(after["value"], before["value"]))


def _growth(after: pd.Series[int], before: pd.Series[int], *, fall: bool = False) -> int:
    share = int(after.iloc[0]) / int(before.iloc[0])
    return round(100 * (1 - share if fall else share - 1))


def _editions() -> dict[str, str]:
    return {str(day.year): str(day.year) for day in load("force_structures")["first_edition"]}


@derived("forces that the World Factbook of {} names for Iraq", "forces", each=_editions)
def factbook_forces(year: str) -> Result:
    """Count the names in one edition."""
    rows = load("force_structures")
    found = rows[rows["first_edition"].dt.year == int(year)]
    return Result((found,), len(found), date=dates.parse(year))

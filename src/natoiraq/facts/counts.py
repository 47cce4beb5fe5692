"""Derived facts on how many people: counts of NMI against its ceiling, and the peaks of US troops."""

from __future__ import annotations

import pandas as pd

from bookkit.evidence.calculation_rows import date, largest, row, smallest
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load

_CEILING = "nmi-2021-02-18-announced"
_STARTING_SIZE = "nmi-2021-02-18-deployed"


def _counts(mission: str) -> pd.DataFrame:
    """Return the rows of people present in a whole mission: no ceilings, plans or single contingents."""
    rows = load("headcounts")
    whole = rows["country"].isin(["all", "United States"] if mission == "US forces" else ["all"])
    return rows[
        (rows["mission"] == mission) & (rows["measure"] == "deployed") & (rows["unit"] == "personnel") & whole
    ]


@derived("largest number of people reported in NMI", "personnel")
def largest_nmi_count() -> Result:
    """Return the largest count of the whole mission."""
    return largest(_counts("NMI"))


@derived("smallest number of people reported in NMI while it was in Iraq", "personnel")
def smallest_nmi_count() -> Result:
    """Return the smallest count above zero: zero is the mission after it left the country."""
    rows = _counts("NMI")
    return smallest(rows[rows["value"] > 0])


@derived("largest reported size of NMI as a share of the ceiling announced in February 2021", "%")
def ceiling_reached() -> Result:
    """Return the largest count over the ceiling, in whole per cent."""
    return _share(largest(_counts("NMI")).rows[0], row("headcounts", _CEILING))


@derived("Danes in NMI in October 2021 as a share of the Danish ceiling", "%")
def danish_share_of_ceiling() -> Result:
    """Return the Danish count over the ceiling of June 2020, in whole per cent."""
    present = row("headcounts", "nmi-denmark-2021-10-21-deployed")
    return _share(present, row("headcounts", "nmi-denmark-2020-06-11-announced"))


@derived("size of NMI in February 2021 as a share of the US troops in Iraq in January 2021", "%")
def nmi_share_of_us_2021() -> Result:
    """Return NATO's own figure over the US one, in whole per cent."""
    return _share(row("headcounts", _STARTING_SIZE), row("headcounts", "us-2021-01-15-deployed"))


def _share(part: pd.DataFrame, whole: pd.DataFrame) -> Result:
    """Return a count over another count or a ceiling: whole per cents, as the counts are round too."""
    total = whole["value"].fillna(whole["high"])
    return Result((part, whole), round(100 * int(part["value"].iloc[0]) / int(total.iloc[0])))


@derived("ceiling announced in February 2021 over the size of NMI on that day", "times")
def ceiling_to_starting_size() -> Result:
    """Return how many times larger the ceiling was than the mission."""
    ceiling, start = row("headcounts", _CEILING), row("headcounts", _STARTING_SIZE)
    return Result((ceiling, start), int(ceiling["high"].iloc[0]) / int(start["value"].iloc[0]))


@derived("reports on the size of NMI that give no number", "reports")
def nmi_counts_without_number() -> Result:
    """Count the reports on the whole mission with words instead of a number."""
    rows = _counts("NMI")
    silent = rows[rows[["low", "value", "high"]].isna().all(axis=1)]
    return Result((silent,), len(silent))


@derived("reports on the size of NMI that give a number", "reports")
def nmi_counts_with_number() -> Result:
    """Count the reports on the whole mission with a number."""
    rows = _counts("NMI")
    telling = rows[rows[["low", "value", "high"]].notna().any(axis=1)]
    return Result((telling,), len(telling))


@derived("largest number of US troops in Iraq in press lists and reports", "personnel")
def us_troops_peak() -> Result:
    """Return the largest count of US forces among the headcounts."""
    return largest(_counts("US forces"))


@derived("largest official count of US troops in Iraq: active duty, guard and reserve", "persons")
def us_troops_official_peak() -> Result:
    """Return the largest sum of an official report; the reports that were usable begin in 2008."""
    rows = load("us_troops")
    rows = rows[rows["status"] == "official"]
    troops = rows["active_duty"] + rows["guard_reserve"].fillna(0)
    top = rows.loc[[troops.idxmax()]]
    return Result((top,), int(troops.max()), date=date(top))

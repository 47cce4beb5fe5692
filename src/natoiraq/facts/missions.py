"""Derived facts on the missions: how many events, how long the gaps."""

from __future__ import annotations

from bookkit.evidence import dates, descriptor
from bookkit.evidence.calculation_rows import date, row, span
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load


@derived("day up to which the module's facts go")
def facts_as_of() -> Result:
    """Return the date that the whole package of tables gives."""
    return Result((), date=dates.parse(descriptor.facts_as_of().isoformat()))


@derived("events in the timeline", "events")
def events() -> Result:
    """Count the rows of events; the count is of our own table, so no single source stands behind it."""
    rows = load("events")
    return Result((rows.head(0),), len(rows))


@derived("from the end of NTM-I to the first NATO course for Iraqis in Jordan", "months")
def ntm_i_to_jordan_months() -> Result:
    """Return the gap between the expired mandate and the first course."""
    return _gap("ntm-i-mandate-expires-2011", "jordan-training-begins-2016")


@derived("from the end of NTM-I to the decision that launched NMI", "months")
def ntm_i_to_nmi_launch_months() -> Result:
    """Return the gap between the expired mandate and the Brussels summit."""
    return _gap("ntm-i-mandate-expires-2011", "brussels-summit-launches-nmi-2018")


@derived("from the end of NTM-I to the first day of NMI's work in Baghdad", "months")
def ntm_i_to_nmi_start_months() -> Result:
    """Return the gap between the expired mandate and the start of work."""
    return _gap("ntm-i-mandate-expires-2011", "nmi-starts-work-2018")


@derived("from Iraq's request for help to the first NATO course for Iraqis in Jordan", "months")
def request_to_first_course_months() -> Result:
    """Return the time between the prime minister's announcement in December 2014 and the first course."""
    return _gap("abadi-announces-request-2014", "jordan-training-begins-2016")


@derived("from the first NATO AWACS flight for the coalition to NATO joining it", "months")
def awacs_to_joining_months() -> Result:
    """Return how long the aircraft had flown for a coalition that NATO was not yet part of."""
    return _gap("first-awacs-flight-2016", "nato-joins-coalition-2017")


def _gap(first: str, second: str) -> Result:
    start, end = row("events", first), row("events", second)
    return span(date(start), date(end), start, end)

"""Facts on the missions are recomputed here from the raw CSV file, another way."""

from __future__ import annotations

from bookkit.evidence import fact

from .raw import MONTH, days_between, read_rows


def event(row_id: str) -> str:
    return next(row["date"] for row in read_rows("events") if row["id"] == row_id)


def test_events_are_counted() -> None:
    assert fact("derived:events").value == len(read_rows("events"))


def test_the_gaps_between_the_missions() -> None:
    end = event("ntm-i-mandate-expires-2011")
    for name, row_id in [
        ("ntm-i-to-jordan-months", "jordan-training-begins-2016"),
        ("ntm-i-to-nmi-launch-months", "brussels-summit-launches-nmi-2018"),
        ("ntm-i-to-nmi-start-months", "nmi-starts-work-2018"),
    ]:
        assert fact(f"derived:{name}").value == round(days_between(end, event(row_id)) / MONTH)
        assert fact(f"derived:{name}").tables == ("events",)
    request = days_between(event("abadi-announces-request-2014"), event("jordan-training-begins-2016"))
    assert fact("derived:request-to-first-course-months").value == round(request / MONTH) == 16
    awacs = days_between(event("first-awacs-flight-2016"), event("nato-joins-coalition-2017"))
    assert fact("derived:awacs-to-joining-months").value == round(awacs / MONTH) == 7

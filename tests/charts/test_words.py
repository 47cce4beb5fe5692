"""The numbers in a chart's words stand in its table, so that a changed row cannot leave a stale sentence."""

from __future__ import annotations

import calendar
import re
from functools import cache

import pytest

from bookkit import evidence
from bookkit.figures import catalogue

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MONTH = "|".join(calendar.month_name[1:])
DATE = re.compile(rf"\b(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{4}})?\b|\b(?:19|20)\d\d\b")
ORDINARY = {str(number) for number in range(13)}


def numbers(text: str) -> set[str]:
    """Return the numbers of a text that are no dates and not zero to twelve, each in one spelling."""
    found = (float(number.replace(",", "")) for number in NUMBER.findall(DATE.sub(" ", text)))
    return {f"{number:.10g}" for number in found} - ORDINARY


@cache
def computed() -> set[str]:
    """Return the numbers of derived facts, the announcement, planned commands and model assumptions."""
    facts = [fact for fact in evidence.fact_ids() if fact.startswith("derived:")]
    facts += [f"command_plans:{row}.months" for row in ("denmark-2020", "brief-2021")]
    facts += [f"headcounts:nmi-2021-02-18-{row}" for row in ("announced", "deployed")]
    assumed = evidence.load("model_assumptions")[["low", "value", "high"]].stack()
    words = [evidence.fact(fact).text for fact in facts] + [f"{number:.10g}" for number in assumed]
    return {number for text in words for number in numbers(text)}


@pytest.mark.parametrize("name", catalogue())
def test_numbers_in_words_stand_in_the_table(name: str) -> None:
    about = catalogue()[name]().to_dict()["usermeta"]["natoiraq"]
    table = " ".join(" ".join(row) for row in about["table"]["rows"])
    said = numbers(f"{about['finding']}. {about['measure']}. {about['description']}")
    assert said <= numbers(table) | computed() | {str(len(about["table"]["rows"]))}

"""Derived facts on the news items of February and March 2021, and on the subsets that test the brief."""

from __future__ import annotations

from typing import Final

import pandas as pd

from bookkit.evidence import descriptor
from bookkit.evidence.calculations import Result, derived
from bookkit.evidence.tables import load
from natoiraq.models.coverage import CAVEATS, elsewhere, fair_subset, recoded

CODES: Final = {
    "number": "mentions_4000",
    "old-size": "mentions_500",
    "number-up-front": "headline_number",
    "training": "says_non_combat_or_training",
    "consent": "says_iraqi_request_or_consent",
    "beyond-baghdad": "says_beyond_baghdad",
    "steps": "says_incremental",
    "sovereignty": "says_sovereignty",
    "institutions": "says_more_institutions",
    "conditions": "says_conditions_based",
    "turkey": "mentions_turkey",
}
"""Thing that an item can say -> its code."""

REST: Final = tuple(code for code in CODES.values() if code.startswith("says_"))
FRAMES: Final = ("surge", "gradual", "neutral-report", "occupation-or-threat", "burden-sharing", "other")


def _counted(value: float) -> Result:
    """Return a count or share; its source is the coding, for the items' own would fill a page."""
    basis = load("news_items").head(0).drop(columns="sources")
    basis.attrs["sources"] = descriptor.table("news_items").sources
    return Result((basis,), value)


def _share(part: int, whole: int) -> Result:
    """Return whole per cents, halves upwards: Python's own rounding would send them to even numbers."""
    return _counted((200 * part + whole) // (2 * whole))


@derived("news items in the sample", "items")
def news_items() -> Result:
    """Count all items."""
    return _counted(len(load("news_items")))


@derived("news items of which only a part could be read", "items")
def cut_off_items() -> Result:
    """Count the items whose passage was cut off."""
    return _counted(int(load("news_items")["excerpt_truncated"].sum()))


@derived("news items in Arabic or English", "%")
def arabic_or_english_share() -> Result:
    """Return the share of two languages among all items."""
    rows = load("news_items")
    return _share(int(rows["language"].isin(["ar", "en"]).sum()), len(rows))


@derived("pages looked at and left out of the news items, each with its reason", "pages")
def excluded_pages() -> Result:
    """Count the near misses."""
    rows = load("news_excluded")
    return Result((rows.head(0),), len(rows))


@derived("news items of Iraqi outlets up to 4 March 2021", "items")
def fair_items() -> Result:
    """Count the fair subset."""
    return _counted(len(fair_subset()))


@derived("Iraqi outlets with an item up to 4 March 2021", "outlets")
def fair_outlets() -> Result:
    """Count the outlets of the fair subset; "Kitabat (after CNN)" and "Rudaw via X" are Kitabat and Rudaw."""
    names = fair_subset()["outlet"].str.replace(r" (?:via|after) .*| \(.*", "", regex=True)
    return _counted(names.nunique())


@derived("news items from outside Iraq up to 4 March 2021, without the brief", "items")
def elsewhere_items() -> Result:
    """Count the comparison group."""
    return _counted(len(elsewhere()))


def _code_names() -> dict[str, str]:
    return {name: code.replace("_", " ") for name, code in CODES.items()}


def _frame_names() -> dict[str, str]:
    return {frame: frame.replace("-", " ") for frame in FRAMES}


@derived("Iraqi news items up to 4 March 2021 coded “{}”", "items", each=_code_names)
def fair_count(element: str) -> Result:
    """Count the items of the fair subset with one element of the announcement."""
    return _counted(int(fair_subset()[CODES[element]].sum()))


@derived("Iraqi news items up to 4 March 2021 coded “{}”", "%", each=_code_names)
def fair_share(element: str) -> Result:
    """Return the share of the fair subset with one element of the announcement."""
    rows = fair_subset()
    return _share(int(rows[CODES[element]].sum()), len(rows))


@derived("news items from outside Iraq up to 4 March 2021 coded “{}”", "%", each=_code_names)
def elsewhere_share(element: str) -> Result:
    """Return the share of the comparison group with one element of the announcement."""
    rows = elsewhere()
    return _share(int(rows[CODES[element]].sum()), len(rows))


@derived("Iraqi news items up to 4 March 2021 with the main takeaway “{}”", "items", each=_frame_names)
def fair_frame(frame: str) -> Result:
    """Count the items of the fair subset with one frame."""
    return _counted(int((fair_subset()["frame"] == frame.replace("-", "_")).sum()))


@derived("Iraqi news items up to 4 March 2021 with anything else of the announcement than a size", "items")
def fair_items_with_more() -> Result:
    """Count the items with any element of the announcement beside its numbers."""
    return _counted(int(fair_subset()[list(REST)].any(axis=1).sum()))


@derived("Iraqi news items up to 4 March 2021 that give 4,000 and nothing else of the announcement", "items")
def fair_items_with_number_only() -> Result:
    """Count the items that fit the brief's statement to the letter."""
    rows = _with_number()
    return _counted(int((~rows[list(REST)].any(axis=1)).sum()))


@derived("Iraqi news items up to 4 March 2021 that give 4,000 and one or more caveats", "items")
def number_with_a_caveat() -> Result:
    """Count the items with the number and at least one of the three limits."""
    return _counted(int(_with_number()[list(CAVEATS)].any(axis=1).sum()))


@derived("Iraqi news items up to 4 March 2021 that give 4,000 and no caveat", "items")
def number_without_caveat() -> Result:
    """Count the items with the number and none of the three limits."""
    return _counted(int((~_with_number()[list(CAVEATS)].any(axis=1)).sum()))


@derived("Iraqi news items up to 4 March 2021 that give 4,000 and all three caveats", "items")
def number_with_all_caveats() -> Result:
    """Count the items with the number and all three limits."""
    return _counted(int(_with_number()[list(CAVEATS)].all(axis=1).sum()))


@derived("different texts among the Iraqi news items up to 4 March 2021", "texts")
def fair_texts() -> Result:
    """Count the texts of the fair subset when near-verbatim copies count once."""
    return _counted(_one_a_text()["id"].nunique())


@derived("different Iraqi texts up to 4 March 2021 that give 4,000", "%")
def fair_texts_with_number() -> Result:
    """Return the share of the number when near-verbatim copies count once."""
    rows = _one_a_text()
    return _share(int(rows["mentions_4000"].sum()), len(rows))


def _one_a_text() -> pd.DataFrame:
    rows = fair_subset()
    return rows[rows["text_family"].isna() | ~rows.duplicated("text_family")]


def _with_number() -> pd.DataFrame:
    rows = fair_subset()
    return rows[rows["mentions_4000"]]


@derived("news items coded twice", "items")
def recoded_items() -> Result:
    """Count the items of the second pass."""
    return _counted(len(recoded()))


@derived("news items coded twice, the second time blind", "items")
def blind_items() -> Result:
    """Count the items of the blind half."""
    return _counted(len(recoded("blind")))


def _cell(first: bool, second: bool) -> Result:
    rows = recoded("blind")
    one, other = rows["mentions_us_troops_first"], rows["mentions_us_troops_second"]
    return _counted(int(((one == first) & (other == second)).sum()))


@derived("items of the blind half coded as naming US troops in both passes", "items")
def us_troops_in_both() -> Result:
    """Count the agreement on yes."""
    return _cell(True, True)


@derived("items of the blind half coded as not naming US troops in both passes", "items")
def us_troops_in_neither() -> Result:
    """Count the agreement on no."""
    return _cell(False, False)


@derived("items of the blind half coded as naming US troops in the first pass only", "items")
def us_troops_in_first_only() -> Result:
    """Count the items that lost the code in the second pass."""
    return _cell(True, False)

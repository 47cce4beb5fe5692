"""The news items: which of them test the brief's statement, what they say, and how stable the coding is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from bookkit import evidence
from bookkit.models.proportions import agreement, cohen_kappa, gwet_ac1, wilson

BRIEF: Final = pd.Timestamp("2021-03-05")
"""The day the brief appeared; what came later may echo it."""

FAIR: Final = "Iraq, to 4 March"
ABROAD: Final = "Outside Iraq"
ARAB_STATES: Final = ("Syria", "Lebanon", "Egypt", "Jordan", "United Arab Emirates", "Kuwait", "Bahrain")

CAVEATS: Final = ("says_incremental", "says_conditions_based", "says_iraqi_request_or_consent")
"""The limits that the Secretary General named."""


def items() -> pd.DataFrame:
    """Return the news items without the brief and its repost: they would be evidence for themselves."""
    rows = evidence.load("news_items")
    return rows[~rows["flag"].isin(["source_brief", "source_brief_copy"])]


def before_the_brief() -> pd.DataFrame:
    """Return the items of up to 4 March 2021."""
    rows = items()
    return rows[rows["date"] < BRIEF]


def fair_subset() -> pd.DataFrame:
    """Return the items of Iraqi outlets up to 4 March 2021: the fair test of "inside Iraq"."""
    rows = before_the_brief()
    return rows[rows["outlet_country"] == "Iraq"]


def elsewhere() -> pd.DataFrame:
    """Return the items of other outlets up to 4 March 2021."""
    rows = before_the_brief()
    return rows[rows["outlet_country"] != "Iraq"]


def groups() -> dict[str, pd.DataFrame]:
    """Return the groups of items to compare, by name."""
    rows, early = items(), before_the_brief()
    iraq, country = rows[rows["outlet_country"] == "Iraq"], early["outlet_country"]
    grouped = country.isin(["Iraq", "Iran", "Russia", "unclear", *ARAB_STATES])
    return {
        FAIR: fair_subset(),
        "Iraq, to 31 March": iraq,
        "Iraq, in Arabic": iraq[iraq["language"] == "ar"],
        "Iraq, in English": iraq[iraq["language"] == "en"],
        ABROAD: elsewhere(),
        "Other Arab states": early[country.isin(ARAB_STATES)],
        "Iran": early[country == "Iran"],
        "Russia": early[country == "Russia"],
        "Other countries": early[~grouped],
    }


def share(rows: pd.DataFrame, code: str | pd.Series[bool]) -> dict[str, float]:
    """Return how many of some items have a code, as a count and as a share with its 95% Wilson interval.

    Parameters
    ----------
    rows
        News items.
    code
        Name of a column of truth values, or such a column.
    """
    column = rows[code] if isinstance(code, str) else code
    count, size = int(column.sum()), len(rows)
    low, high = wilson(count, size)
    return {"count": count, "size": size, "share": count / size, "low": low, "high": high}


def recoded(half: str | None = None) -> pd.DataFrame:
    """Return the items coded twice, codes of both passes side by side (suffixes _first and _second).

    Parameters
    ----------
    half
        "blind", "not_strictly_blind", or none for both.
    """
    second = evidence.load("news_recoding")
    rows = second.merge(evidence.load("news_items"), on="id", suffixes=("_second", "_first"))
    return rows if half is None else rows[rows["half"] == half]


def reliability(code: str, half: str) -> dict[str, float]:
    """Return how far the two passes agree on one code in one half of the items coded twice.

    Parameters
    ----------
    code
        Name of a code.
    half
        "blind" or "not_strictly_blind".
    """
    rows = recoded(half)
    first, second = (rows[f"{code}_{nth}"].astype(str).tolist() for nth in ("first", "second"))
    measures: dict[str, Callable[[list[str], list[str]], float]] = {
        "agreement": agreement,
        "kappa": cohen_kappa,
        "ac1": gwet_ac1,
    }
    found = {name: measure(first, second) for name, measure in measures.items()}
    differ = sum(one != other for one, other in zip(first, second, strict=True))
    return {"size": len(rows), "differ": differ, **found}

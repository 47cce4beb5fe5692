"""The news items: which of them test the brief's statement, what they say, and how stable the coding is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from natoiraq.facts.framing import (
    before_the_brief,
    elsewhere,
    fair_subset,
    items,
    recoded,
)
from natoiraq.models.proportions import agreement, cohen_kappa, gwet_ac1, wilson

FAIR: Final = "Iraq, to 4 March"
ABROAD: Final = "Outside Iraq"
ARAB_STATES: Final = ("Syria", "Lebanon", "Egypt", "Jordan", "United Arab Emirates", "Kuwait", "Bahrain")


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

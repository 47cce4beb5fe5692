"""The rationalisation bench: what becomes of functions when bodies are merged or retired.

Measures::

    coverage    = functions with at least one body
    duplication = bodies for each covered function, on average

Source: this module's own, on this module's coding of bodies and functions. A count of bodies says nothing of
size, quality or law: two bodies with one function may do it in different places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from bookkit import evidence


def who_does_what() -> pd.DataFrame:
    """Return which body does what.

    Returns
    -------
    DataFrame
        Truth values: a row a body (its name), a column a function, the most shared function first.
    """
    names = evidence.load("institutions").set_index("id")["institution"]
    done = evidence.load("institution_functions")
    matrix = pd.crosstab(done["institution_id"].map(names), done["function"].astype(str)) > 0
    matrix = matrix[matrix.sum().sort_values(ascending=False, kind="stable").index]
    return matrix.rename_axis(index=None, columns=None)


def reorganise(
    done: pd.DataFrame, *, retire: Collection[str] = (), merge: Collection[str] = ()
) -> pd.DataFrame:
    """Return who does what after some bodies are retired and others merged into one.

    Parameters
    ----------
    done
        As `who_does_what` returns it.
    retire
        Bodies that vanish, and their work with them.
    merge
        Bodies that become one, which does what each of them did.

    Raises
    ------
    ValueError
        If a body is unknown, is to be retired and merged, or is merged with nobody.
    """
    if unknown := sorted({*retire, *merge} - set(done.index)):
        raise ValueError(f"There is no body called “{unknown[0]}”.")
    if both := sorted(set(retire) & set(merge)):
        raise ValueError(f"“{both[0]}” is to be retired and merged; choose one of the two.")
    if len(set(merge)) == 1:
        raise ValueError("Merging takes at least two bodies; choose another one to merge with.")
    left = done.drop(index=[*set(retire), *set(merge)])
    if not merge:
        return left
    together = done.loc[sorted(set(merge))].any()
    return pd.concat([left, together.to_frame(" + ".join(sorted(set(merge)))).T])


@dataclass(frozen=True)
class Structure:
    """What a set of bodies covers.

    Parameters
    ----------
    bodies
        How many there are.
    shared
        Bodies for each function, 0 where none is left.
    """

    bodies: int
    shared: pd.Series[int]

    @property
    def covered(self) -> int:
        """Functions with at least one body."""
        return int((self.shared > 0).sum())

    @property
    def uncovered(self) -> list[str]:
        """Functions that no body has."""
        return self.shared.index[self.shared == 0].tolist()

    @property
    def duplication(self) -> float:
        """Bodies for each covered function, on average; 0 if nothing is covered."""
        return float(self.shared.sum()) / self.covered if self.covered else 0.0


def structure(done: pd.DataFrame) -> Structure:
    """Return what the bodies of a matrix cover, as `who_does_what` and `reorganise` return it."""
    return Structure(len(done), done.sum().astype(int))

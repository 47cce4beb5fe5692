"""Shares and agreement: the Wilson interval, Cohen's kappa and Gwet's AC1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import nan, sqrt
from typing import Final, NamedTuple

Z_95: Final = 1.959963984540054
"""The 97.5% quantile of the standard normal distribution: 95% lie within it on both sides."""


class Interval(NamedTuple):
    """The ends of an interval, between 0 and 1."""

    low: float
    high: float


def wilson(successes: int, trials: int, z: float = Z_95) -> Interval:
    """Return the Wilson score interval of a share.

    With p = successes / trials and n = trials, its ends are
    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).

    Parameters
    ----------
    successes
        How many of the trials have the property.
    trials
        How many there are.
    z
        Quantile of the standard normal distribution; the default gives 95%.

    Raises
    ------
    ValueError
        If there are no trials, or fewer trials than successes.

    References
    ----------
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (158), 209-212.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} of {trials} is no share: give 0 <= successes <= trials, trials > 0")
    share, spread = successes / trials, z * z / trials
    middle = share + spread / 2
    reach = z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return Interval(max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread)))


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return the share of items to which two passes gave the same code.

    Parameters
    ----------
    first, second
        The codes of the two passes, item by item.

    Raises
    ------
    ValueError
        If the passes are empty or of different length.
    """
    if len(first) != len(second) or not first:
        raise ValueError(
            f"the passes have {len(first)} and {len(second)} items: give as many of each, at least one"
        )
    return sum(one == other for one, other in zip(first, second, strict=True)) / len(first)


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa, (a - e) / (1 - e).

    Here a is the share of equal codes and e what chance would give: the sum over all codes of the product of
    the two passes' shares. Where both passes use one code only, kappa is not defined: nan.

    Parameters
    ----------
    first, second
        The codes of the two passes, item by item.

    References
    ----------
    J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20 (1), 37-46.
    """
    observed, size = agreement(first, second), len(first)
    one, other = Counter(first), Counter(second)
    expected = sum(one[code] * other[code] for code in one) / size**2
    return nan if expected == 1 else (observed - expected) / (1 - expected)


def gwet_ac1(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Gwet's AC1, which stays steady where a code is rare: (a - e) / (1 - e).

    Here a is the share of equal codes and e the sum of m (1 - m) over the q codes, divided by q - 1, where m
    is the mean of the two passes' shares. Where both passes use one code only, it is not defined: nan.

    Parameters
    ----------
    first, second
        The codes of the two passes, item by item.

    References
    ----------
    K. L. Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high agreement",
    British Journal of Mathematical and Statistical Psychology 61 (1), 29-48.
    """
    observed, size = agreement(first, second), len(first)
    both = Counter(first) + Counter(second)
    if len(both) < 2:
        return nan
    means = [count / (2 * size) for count in both.values()]
    expected = sum(mean * (1 - mean) for mean in means) / (len(both) - 1)
    return (observed - expected) / (1 - expected)

"""Shares and kappas of the news items equal those that the coding's own report gives."""

from __future__ import annotations

import pytest

from bookkit.models.proportions import cohen_kappa, gwet_ac1
from natoiraq.charts.framing import ELEMENTS
from natoiraq.models import coverage

# From the report that came with the coding (three decimals), computed there by another program.
FAIR = {
    "mentions_4000": 0.725,
    "mentions_500": 0.750,
    "headline_number": 0.475,
    "says_incremental": 0.275,
    "says_conditions_based": 0.125,
    "says_iraqi_request_or_consent": 0.600,
    "says_sovereignty": 0.225,
    "says_non_combat_or_training": 0.700,
    "says_beyond_baghdad": 0.350,
    "says_more_institutions": 0.200,
    "mentions_us_troops": 0.375,
    "mentions_erbil_attack": 0.200,
    "mentions_isis": 0.500,
    "mentions_iran_or_militias": 0.250,
    "mentions_turkey": 0.100,
    "quotes_iraqi_official": 0.425,
}
IRAQ = {"mentions_4000": 0.625, "says_incremental": 0.229, "says_non_combat_or_training": 0.729}
IRAQ_ARABIC = {"mentions_4000": 0.606, "says_iraqi_request_or_consent": 0.667}
KAPPA = {  # both halves, blind half, the other half
    "mentions_4000": (0.965, 1.000, 0.940),
    "headline_number": (0.943, 1.000, 0.890),
    "says_iraqi_request_or_consent": (0.942, 0.939, 0.940),
    "says_more_institutions": (0.938, 0.933, 0.943),
    "mentions_us_troops": (0.914, 0.876, 0.946),
    "mentions_turkey": (0.881, 1.000, 0.787),
    "says_non_combat_or_training": (0.944, 1.000, 0.843),
    "frame": (0.913, 0.926, 0.898),
}
AC1 = {"mentions_turkey": 0.984, "mentions_us_troops": 0.917, "frame": 0.916, "headline_number": 0.944}


@pytest.mark.parametrize(
    ("group", "size", "expected"),
    [(coverage.FAIR, 40, FAIR), ("Iraq, to 31 March", 48, IRAQ), ("Iraq, in Arabic", 33, IRAQ_ARABIC)],
)
def test_shares_equal_those_of_the_report(group: str, size: int, expected: dict[str, float]) -> None:
    rows = coverage.groups()[group]
    assert len(rows) == size
    for code, share in expected.items():
        assert coverage.share(rows, code)["share"] == pytest.approx(share, abs=0.0005)


def test_every_element_of_the_fair_subset_was_compared_with_the_report() -> None:
    assert set(FAIR) == set(ELEMENTS)


@pytest.mark.parametrize("code", KAPPA)
def test_kappas_equal_those_of_the_report(code: str) -> None:
    both, blind, other = KAPPA[code]
    rows = coverage.recoded()
    passes = (rows[f"{code}_{nth}"].astype(str).tolist() for nth in ("first", "second"))
    assert cohen_kappa(*passes) == pytest.approx(both, abs=0.0005)
    assert coverage.reliability(code, "blind")["kappa"] == pytest.approx(blind, abs=0.0005)
    assert coverage.reliability(code, "not_strictly_blind")["kappa"] == pytest.approx(other, abs=0.0005)


@pytest.mark.parametrize("code", AC1)
def test_ac1_equals_that_of_the_report(code: str) -> None:
    rows = coverage.recoded()
    passes = (rows[f"{code}_{nth}"].astype(str).tolist() for nth in ("first", "second"))
    assert gwet_ac1(*passes) == pytest.approx(AC1[code], abs=0.0005)


def test_the_brief_is_no_witness_for_itself() -> None:
    for rows in coverage.groups().values():
        assert not rows["flag"].isin(["source_brief", "source_brief_copy"]).any()


def test_groups_to_4_march_hold_nothing_later() -> None:
    early = [rows for name, rows in coverage.groups().items() if not name.startswith("Iraq, ")]
    for rows in [coverage.groups()[coverage.FAIR], *early]:
        assert rows["date"].max().isoformat()[:10] <= "2021-03-04"


def test_no_item_is_in_two_groups_of_countries() -> None:
    names = [coverage.FAIR, "Other Arab states", "Iran", "Russia", "Other countries"]
    ids = [item for name in names for item in coverage.groups()[name]["id"]]
    assert len(ids) == len(set(ids))

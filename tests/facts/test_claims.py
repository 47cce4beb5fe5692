"""Facts on the checks of the brief are recomputed here from the raw CSV file, another way."""

from __future__ import annotations

from bookkit.evidence import fact

from .raw import read_rows


def test_the_points_of_the_brief_are_counted_without_later_data() -> None:
    about = [row["about"] for row in read_rows("claims")]
    assert fact("derived:claims-checked").value == about.count("brief") == 19
    assert about.count("later_data") > 0

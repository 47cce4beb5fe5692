"""DataFrames on a page: named, scrollable, with true header cells and numbers set flush right."""

from __future__ import annotations

import pandas as pd
from bs4 import BeautifulSoup, Tag

from bookkit.sphinx.look.dataframes import DATAFRAME, name_of, readable

COUNTS = pd.DataFrame(
    {
        "mission": ["NMI", "NTM-I"],
        "people": pd.array([500, None], dtype="Int64"),
        "date": pd.to_datetime(["2021-02-18", "2004-12-16"]),
    }
)


def html(frame: pd.DataFrame) -> str:
    made: str = frame._repr_html_()
    assert DATAFRAME.search(made), "pandas writes its tables in another way than this module expects"
    return made


def page(frame: pd.DataFrame, name: str = "Table 1: counts") -> BeautifulSoup:
    return BeautifulSoup(readable(html(frame), name), "html.parser")


def test_the_table_is_named_and_the_keyboard_scrolls_it() -> None:
    soup = page(COUNTS)
    frame = soup.find("div", class_="nq-dataframe")
    assert isinstance(frame, Tag)
    assert (frame["role"], frame["tabindex"], frame["aria-label"]) == ("region", "0", "Table 1: counts")
    assert soup.select_one("table > caption:first-child") is not None
    assert soup.caption is not None
    assert soup.caption.get_text() == "Table 1: counts"


def test_header_cells_say_what_they_head_and_none_is_empty() -> None:
    soup = page(COUNTS)
    assert [cell.get_text() for cell in soup.select("th[scope=col]")] == ["mission", "people", "date"]
    assert [cell.get_text() for cell in soup.select("th[scope=row]")] == ["0", "1"]
    assert all(cell.get_text(strip=True) for cell in soup.find_all("th"))


def test_numbers_and_dates_are_marked_and_words_are_not() -> None:
    marked = [cell.get("class") for cell in page(COUNTS).select("tbody tr:first-child td")]
    assert marked == [None, ["nq-number"], ["nq-date"]]


def test_what_pandas_shows_is_kept() -> None:
    """An empty cell stays as the reader's own notebook shows it."""
    soup = page(COUNTS)
    assert [cell.get_text() for cell in soup.select("tbody td")] == [
        *("NMI", "500", "2021-02-18"),
        *("NTM-I", "<NA>", "2004-12-16"),
    ]
    assert "border" not in str(soup)
    assert "style" not in str(soup)


def test_the_name_of_the_index_joins_the_names_of_the_columns() -> None:
    """Past mistake: a line of the head that held one word and empty header cells."""
    soup = page(COUNTS.groupby("mission")[["people"]].max())
    assert [cell.get_text() for cell in soup.select("thead tr > *")] == ["mission", "people"]


def test_groups_in_groups_keep_their_columns_in_place() -> None:
    soup = page(COUNTS.groupby(["mission", "date"])[["people"]].max())
    assert [cell.get_text() for cell in soup.select("thead tr > *")] == ["mission", "date", "people"]
    assert [cell.get("class") for cell in soup.select("tbody td")] == [["nq-number"]] * 2


def test_the_size_of_a_cut_table_is_told() -> None:
    soup = page(pd.DataFrame({"number": range(100)}))
    size = soup.find("p", class_="nq-dataframe-size")
    assert isinstance(size, Tag)
    assert size.get_text() == "100 rows × 1 columns"


def test_a_table_is_named_by_the_line_that_made_it() -> None:
    assert name_of("counts = 1\ncounts[few].head()", 2) == "Table 2: counts[few].head()"
    assert name_of("%%time\ncounts", 3) == "Table 3"

"""DataFrames on pages: pandas' own HTML made into a named, scrollable table that a screen reader can read.

pandas writes a presentational border, sets all text flush right, leaves the corner an empty header cell and
gives the table no name. A notebook run live keeps pandas' version; only the page is changed.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx

from bookkit.sphinx.links.charts import cells

DATAFRAME: Final = re.compile(r'<table border="1" class="dataframe">')
NUMBER: Final = re.compile(r"-?[\d,]*\.?\d+(e[+-]?\d+)?")
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")
MISSING: Final = frozenset({"", "NaN", "NaT", "<NA>", "None", "..."})


def readable(html: str, name: str) -> str:
    """Return pandas' HTML of a DataFrame as a table with a caption, header cells and a frame that scrolls.

    Parameters
    ----------
    html
        What `DataFrame._repr_html_` returned.
    name
        Name of the table, for screen readers.
    """
    soup = BeautifulSoup(html, "html.parser")
    table = soup.find("table")
    if not isinstance(table, Tag):
        return html
    table.attrs = {}
    caption = soup.new_tag("caption", attrs={"class": "visually-hidden"})
    caption.string = name
    table.insert(0, caption)
    _join_heads(table)
    for cell in table.find_all(["th", "td"]):
        if cell.name == "th" and not cell.get_text(strip=True):
            cell.name = "td"
        elif cell.name == "th":
            cell["scope"] = "row" if cell.find_parent("tbody") else "col"
    for row in table.find_all("tr"):
        row.attrs = {}
    _align(table)
    frame = soup.new_tag("div", attrs={"class": "nq-dataframe", "role": "region", "tabindex": "0"})
    frame["aria-label"] = name
    table.wrap(frame)
    size = soup.find("p")  # "129 rows × 17 columns", under a table that is cut
    return str(frame) + (f'<p class="nq-dataframe-size">{size.get_text()}</p>' if size else "")


def _join_heads(table: Tag) -> None:
    """Join the line that names the index to the line that names the columns: their gaps fit."""
    heads = table.select("thead tr")
    if len(heads) != 2:
        return
    columns, index = (head.find_all("th") for head in heads)
    texts = [[cell.get_text(strip=True) for cell in cells] for cells in (columns, index)]
    if len(columns) == len(index) and not any(above and below for above, below in zip(*texts, strict=True)):
        for cell, name in zip(columns, texts[1], strict=True):
            cell.string = name or cell.get_text(strip=True)
        heads[1].decompose()


def _align(table: Tag) -> None:
    """Mark the columns of numbers and of dates, counted from the right: on the left, groups span rows."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    body = [row.find_all("td") for row in table.select("tbody tr")]
    for place in range(1, min(map(len, body), default=0) + 1):
        texts = {row[-place].get_text(strip=True) for row in body} - MISSING
        for pattern, name in ((NUMBER, "nq-number"), (DATE, "nq-date")):
            if texts and all(map(pattern.fullmatch, texts)):
                for row in rows:
                    row[-place]["class"] = name


def name_of(code: str, number: int) -> str:
    """Return a name for the table that a cell shows: its number on the page and the cell's last line."""
    try:
        last = ast.parse(code).body[-1]
    except (SyntaxError, IndexError):
        return f"Table {number}"
    return f"Table {number}: {' '.join(ast.unparse(last).split())}"


def name_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Rewrite the DataFrames of a page that has just been read."""
    number = 0
    for _, code, output in cells(doctree):
        for node in output:
            if isinstance(node, nodes.raw) and DATAFRAME.search(node.astext()):
                number += 1
                node.children = [nodes.Text(readable(node.astext(), name_of(code, number)))]


def setup(app: Sphinx) -> None:
    """Register the rewriting."""
    app.connect("doctree-read", name_tables)

"""Tables in Markdown: which there are, with the line of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.page import Page

RULE: Final = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$")


class Row(NamedTuple):
    """A row of a table: its line and its cells."""

    line: Line
    cells: list[str]


class Table(NamedTuple):
    """A table: its header and its rows."""

    header: Row
    rows: list[Row]

    def column(self, place: int) -> list[str]:
        """Return the cells of a column; a row that is too short has an empty one."""
        return [row.cells[place] if place < len(row.cells) else "" for row in self.rows]


def tables(page: Page) -> Iterator[Table]:
    """Yield the tables of a page."""
    rows: list[Row] = []
    for line in (*page.blocks.text, Line(page.name, 0, "")):
        if line.text.startswith("|"):
            rows.append(Row(line, [cell.strip() for cell in line.text.strip().strip("|").split("|")]))
            continue
        if len(rows) > 1 and RULE.match(rows[1].line.text):
            yield Table(rows[0], rows[2:])
        rows = []

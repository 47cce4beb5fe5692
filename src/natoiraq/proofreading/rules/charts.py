"""Rules on charts: a page calls none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem, suggest
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import CHART

FOLDER: Final = "src/natoiraq/charts"
IMPORT: Final = re.compile(r"^from natoiraq\.charts import (.+)$")
DEFINED: Final = re.compile(r"^@catalogued\ndef (\w+)\(", re.MULTILINE)


def charts_exist(book: Book) -> Iterator[Problem]:
    """Guard against a misspelt chart: the build would tell it after a minute."""
    for page in book.checked:
        modules: set[str] = set()
        for fence in page.directives("code-cell"):
            for line in fence.content:
                if found := IMPORT.match(line.text):
                    modules.update(name.strip() for name in found[1].split(","))
                call = CHART.match(line.text)
                if call and call[1] in modules:
                    known = DEFINED.findall("\n".join(book.lines(f"{FOLDER}/{call[1]}.py")))
                    if call[2] not in known:
                        otherwise = f"write it in {FOLDER}/{call[1]}.py"
                        message = f"{call[1]} has no chart {call[2]}"
                        yield line.problem(message, suggest(call[2], known, otherwise))


RULES = (charts_exist,)

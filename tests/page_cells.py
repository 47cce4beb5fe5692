"""Runs a page's code cells one after another in one namespace, as a reader's notebook does."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from natoiraq.charts import Published
from tests.conftest import ROOT

PRIMER = ROOT / "book" / "primer.md"
CELL = re.compile(
    r"^```\{code-cell\} ipython3\n(?:---\n.*?\n---\n|:[^\n]*\n)*(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Ran:
    """A cell that ran: its code, the value of its last expression, what it printed."""

    code: str
    value: Any
    printed: str


@cache
def cells(page: Path = PRIMER) -> tuple[Ran, ...]:
    """Run a page's cells and return them."""
    names: dict[str, Any] = {}
    return tuple(run(code, names) for code in CELL.findall(page.read_text(encoding="utf-8")))


def run(code: str, names: dict[str, Any]) -> Ran:
    """Run one cell; the value is None if it ends in something else than an expression."""
    *body, last = ast.parse(code).body
    shown = isinstance(last, ast.Expr)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body if shown else [*body, last], []), "cell", "exec"), names)
        value = (
            eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if isinstance(last, ast.Expr)
            else None
        )
    return Ran(code, value, printed.getvalue())


def charts() -> dict[str, Published]:
    """Return the charts that the primer builds in its cells, by name."""
    values = [cell.value for cell in cells() if hasattr(cell.value, "usermeta")]
    return {value.to_dict()["usermeta"]["natoiraq"]["name"]: value for value in values}

"""Notebooks are told from plain pages, and only several of them are run ahead."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from natoiraq.sphinxext import execution

NOTEBOOK = "# Title\n\n```{code-cell} ipython3\n1 + 1\n```\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(NOTEBOOK, True), ("# Title\n\n```python\n1 + 1\n```\n", False)],
    ids=["cell", "listing"],
)
def test_a_page_with_cells_is_a_notebook(tmp_path: Path, text: str, expected: bool) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert execution.is_notebook(page) is expected


def test_a_notebook_that_students_run_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "exercises" / "page.md"
    page.parent.mkdir()
    page.write_text(NOTEBOOK, encoding="utf-8")
    assert execution.is_notebook(page, ["exercises/*"]) is False
    assert execution.is_notebook(page, ["others/*"]) is True


@pytest.mark.parametrize("count", [1, 2])
def test_several_notebooks_are_run_ahead_and_kept(tmp_path: Path, count: int) -> None:
    header = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
    for number in range(count):
        text = f"{header}{NOTEBOOK}".replace("1 + 1", f"{number} + 1")
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    config = SimpleNamespace(
        nb_execution_cache_path=str(tmp_path / "cache"),
        nb_execution_timeout=60,
        nb_execution_excludepatterns=["exercises/*"],
    )
    env = SimpleNamespace(doc2path=lambda name: str(tmp_path / f"{name}.md"))
    names = [str(number) for number in range(count)]
    execution.run_side_by_side(SimpleNamespace(config=config), env, names)  # type: ignore[arg-type]
    kept = (tmp_path / "cache" / "executed").glob("*/base.ipynb") if count > 1 else []
    assert len(list(kept)) == (count if count > 1 else 0)

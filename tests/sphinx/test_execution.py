"""Notebooks are told from plain pages, run ahead side by side, and each in a kernel of its own."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from bookkit.sphinx.run import execution

HEADER = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
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


def run(folder: Path, *cells: str) -> list[NotebookNode]:
    """Run a notebook for each cell as the build does; return what the cache holds of those that ran."""
    for number, cell in enumerate(cells):
        text = NOTEBOOK.replace("1 + 1", cell)
        (folder / f"{number}.md").write_text(f"{HEADER}{text}", encoding="utf-8")
    config = SimpleNamespace(
        nb_execution_cache_path=str(folder / "cache"),
        nb_execution_timeout=3600,
        nb_execution_excludepatterns=["exercises/*"],
    )
    env = SimpleNamespace(doc2path=lambda name: str(folder / f"{name}.md"))
    names = [str(number) for number in range(len(cells))]
    app: Any = SimpleNamespace(config=config, srcdir=folder, emit=lambda *_: None)
    execution.run_side_by_side(app, env, names)  # type: ignore[arg-type]
    return [nbformat.read(path, 4) for path in (folder / "cache" / "executed").glob("*/base.ipynb")]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return {first word of the source: its outputs} of notebooks run side by side."""
    folder = tmp_path_factory.mktemp("notebooks")
    kept = run(
        folder,
        "import os; (os.getpid(), os.getcwd())",
        "'other', __import__('os').getpid(), 'pandas' in globals()",
        "print('to stdout'); 'shown'",
        "1 / 0",
        "kept = 1; import warnings; warnings.warn('a defect')",
    )
    codes = [cell for notebook in kept for cell in notebook.cells if cell.cell_type == "code"]
    return {"folder": str(folder)} | {cell.source.split()[0]: cell.outputs for cell in codes}


def test_each_notebook_has_a_process_of_its_own_in_its_folder(ran: dict[str, Any]) -> None:
    process, folder = ast.literal_eval(ran["import"][0].data["text/plain"])
    other, names = ast.literal_eval(ran["'other',"][0].data["text/plain"])[1:]
    assert len({os.getpid(), process, other}) == 3
    assert folder == ran["folder"]
    assert names is False


def test_output_and_result_are_kept_in_order(ran: dict[str, Any]) -> None:
    printed, shown = ran["print('to"]
    assert (printed.name, printed.text) == ("stdout", "to stdout\n")
    assert shown.data["text/plain"] == "'shown'"


def test_a_warning_is_an_output_that_stops_the_build(ran: dict[str, Any]) -> None:
    assert ran["kept"][0].name == "stderr"


def test_a_notebook_that_fails_is_not_kept(ran: dict[str, Any]) -> None:
    assert "1" not in ran
    assert len(ran) == 5


def test_what_is_in_the_cache_is_not_run_again(tmp_path: Path) -> None:
    first = run(tmp_path, "import os; os.getpid()")
    assert run(tmp_path, "import os; os.getpid()") == first

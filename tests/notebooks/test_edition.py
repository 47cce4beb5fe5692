"""The notebook to take away is valid, repeats, says truly how to run it, and holds the page's own code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

from bookkit import evidence, project
from bookkit.notebooks.edition import edition, written
from bookkit.sphinx.run.execution import is_notebook
from tests.conftest import ROOT

NOTEBOOKS = [page for page in sorted((ROOT / "book").glob("*.md")) if is_notebook(page)]
HISTORY = next(page for page in NOTEBOOKS if page.stem == "2-history")


def made(page: Path, site: str = "") -> dict[str, Any]:
    return edition(page, f"book/{page.stem}", project.current().wheel, site)


def test_there_are_notebooks_to_test() -> None:
    assert len(NOTEBOOKS) >= 7


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_it_is_valid_and_holds_the_pages_code(page: Path) -> None:
    notebook = made(page)
    nbformat.validate(nbformat.from_dict(notebook))  # type: ignore[no-untyped-call]
    code = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    source = jupytext.read(page, fmt="md:myst")
    assert code == [cell.source.strip("\n") for cell in source.cells if cell.cell_type == "code"]


def test_the_same_page_gives_the_same_bytes() -> None:
    assert written(made(HISTORY)) == written(made(HISTORY))


def test_its_first_cell_names_the_package_beside_it() -> None:
    first = made(HISTORY)["cells"][0]["source"]
    assert f'%pip install --quiet "{project.current().wheel}[labs]"' in first
    assert f"Download `{project.current().wheel}`" in first
    day = evidence.facts_as_of()
    assert f"{day:%B %Y}" in first


def test_with_an_address_it_installs_and_links_from_there() -> None:
    notebook = made(HISTORY, "https://book.example/")
    first = notebook["cells"][0]["source"]
    assert (
        f'%pip install --quiet "natoiraq[labs] @ https://book.example/book/{project.current().wheel}"'
        in first
    )
    assert "(https://book.example/book/2-history.html)" in first
    assert "(https://book.example/book/reference/which-way.html)" in first
    assert "Download `" not in first
    asked = next(cell["source"] for cell in notebook["cells"] if "asks these questions" in cell["source"])
    assert "[page](https://book.example/book/2-history.html)" in asked


def test_without_an_address_it_has_no_link_that_could_be_dead() -> None:
    text = "\n".join(cell["source"] for cell in made(HISTORY)["cells"] if cell["cell_type"] == "markdown")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets, "sources keep theirs"
    assert [target for target in targets if not target.startswith("http")] == []


def test_it_ends_with_its_numbers() -> None:
    last = made(HISTORY)["cells"][-1]["source"]
    assert last.startswith("## Numbers on this page")
    assert last.count("\n- **") > 20


def test_an_answer_is_folded_and_other_code_is_open() -> None:
    """The page folds the code of its charts as well; a notebook is there to show it."""
    page = next(page for page in NOTEBOOKS if page.stem == "primer")
    hidden = [cell["metadata"].get("jupyter") for cell in made(page)["cells"]]
    answers = page.read_text(encoding="utf-8").count("tags: [hide-cell]")
    assert hidden.count({"source_hidden": True, "outputs_hidden": True}) == answers > 0
    assert all("jupyter" not in cell["metadata"] for cell in made(HISTORY)["cells"])

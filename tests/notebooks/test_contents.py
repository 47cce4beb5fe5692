"""JupyterLab shows readable prose and never rewrites a page's text."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from natoiraq.notebooks.__main__ import CONTENTS, set_up
from natoiraq.notebooks.contents import KEPT, PageContents
from tests.conftest import ROOT

NAME = "2-history.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "book" / NAME, tmp_path)
    return tmp_path


@pytest.fixture
def contents(folder: Path) -> PageContents:
    return PageContents(root_dir=str(folder))


def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread of its own: browser tests before this one leave a loop running in theirs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def opened(contents: PageContents) -> dict[str, Any]:
    model = wait_for(contents.get(NAME, type="notebook"))
    return json.loads(json.dumps(model, default=str))  # as it travels to the browser


def saved(contents: PageContents, model: dict[str, Any]) -> None:
    wait_for(contents.save(model, NAME))


def test_prose_reads_as_in_the_book_and_cannot_be_edited(contents: PageContents) -> None:
    cells = opened(contents)["content"]["cells"]
    text = "\n".join(cell["source"] for cell in cells)
    assert "{fact}" not in text
    assert "(Knights and Morcos, 2021)" in text
    assert all(cell["metadata"]["editable"] is False for cell in cells if KEPT in cell["metadata"])
    assert all("editable" not in cell["metadata"] for cell in cells if cell["cell_type"] == "code")


def test_saving_a_page_that_was_only_run_leaves_its_bytes(contents: PageContents, folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    model = opened(contents)
    code = next(cell for cell in model["content"]["cells"] if cell["cell_type"] == "code")
    code |= {"execution_count": 1, "outputs": []}
    saved(contents, model)
    assert (folder / NAME).read_bytes() == before


def test_changed_code_is_saved_and_the_prose_stays_as_it_was(contents: PageContents, folder: Path) -> None:
    model = opened(contents)
    code = next(cell for cell in model["content"]["cells"] if cell["cell_type"] == "code")
    code["source"] += "\n# mine"
    saved(contents, model)
    source, text = (ROOT / "book" / NAME).read_text(), (folder / NAME).read_text()
    assert "# mine" in text
    assert set(source.splitlines()) <= set(text.splitlines())
    assert KEPT not in text
    assert "editable" not in text


def test_the_text_editor_gets_the_text_itself(contents: PageContents, folder: Path) -> None:
    model = wait_for(contents.get(NAME, type="file", format="text"))
    assert model["content"] == (folder / NAME).read_text()


def test_checkpoints_stay_out_of_the_books_folders(contents: PageContents, folder: Path) -> None:
    """Past mistake: they lay beside the pages as Markdown, and the next build took them for pages."""
    wait_for(contents.create_checkpoint(NAME))
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_a_page_with_an_authors_slip_still_opens(contents: PageContents, folder: Path) -> None:
    page = folder / NAME
    page.write_text(page.read_text().replace("{fact}`headcounts:", "{fact}`headcunts:", 1))
    assert "{fact}`headcunts:" in json.dumps(opened(contents))


def test_setting_up_keeps_what_was_set_before(tmp_path: Path) -> None:
    config = tmp_path / "etc" / "jupyter" / "jupyter_server_config.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"ServerApp": {"port": 9000}}')
    set_up(tmp_path)
    set_up(tmp_path)
    assert json.loads(config.read_text()) == {"ServerApp": {"port": 9000, "contents_manager_class": CONTENTS}}
    viewers = json.loads((config.parent / "labconfig" / "default_setting_overrides.json").read_text())
    assert "Jupytext Notebook" in json.dumps(viewers)

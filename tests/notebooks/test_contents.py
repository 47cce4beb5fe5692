"""JupyterLab shows readable prose and never rewrites a page's text."""

from __future__ import annotations

import asyncio
import copy
import json
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tornado.web import HTTPError

from bookkit.notebooks import own
from bookkit.notebooks.contents import PageContents
from tests.conftest import ROOT

NAME = "2-history.md"
THREE = (NAME, "primer.md", "exercises/ex1.md")
THREAD = ThreadPoolExecutor(1)
PAGES = sorted((ROOT / "book").rglob("*.md"))
NAMES = [page.relative_to(ROOT / "book").as_posix() for page in PAGES]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages of the book, and a reader with a folder of their own beside them."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "own"))
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    for name in THREE:
        target = tmp_path / "book" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "book" / name, target)
    return tmp_path / "book"


@pytest.fixture
def contents(folder: Path) -> PageContents:
    return PageContents(root_dir=str(folder))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all pages; what is saved there lands beside it."""
    place = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "book", place / "book")
    shutil.copy(ROOT / "_toc.yml", place)
    return place / "book"


def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread of its own: browser tests before this one leave a loop running in theirs."""
    return THREAD.submit(asyncio.run, work).result()


def opened(contents: PageContents, name: str = NAME) -> dict[str, Any]:
    model = wait_for(contents.get(name, type="notebook"))
    return json.loads(json.dumps(model, default=str))  # as it travels to the browser


def saved(contents: PageContents, model: dict[str, Any], name: str = NAME) -> dict[str, Any]:
    model = wait_for(contents.save({"type": "notebook", "content": model["content"]}, name))
    return model


def code_cells(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in model["content"]["cells"] if cell["cell_type"] == "code"]


def run(cell: dict[str, Any], words: str = "result") -> None:
    """Give a cell a result, as a kernel does."""
    output = {"output_type": "stream", "name": "stdout", "text": f"{words}\n"}
    cell |= {"execution_count": 1, "outputs": [output]}
    cell["metadata"]["trusted"] = True


def results(model: dict[str, Any]) -> list[str]:
    return [output["text"] for cell in code_cells(model) for output in cell["outputs"] if "text" in output]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_to_be_read_and_run_and_saving_leaves_its_bytes(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Past mistakes: text could be edited and deleted; a page without code asked for a kernel."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    contents = PageContents(root_dir=str(book))
    before = (book / name).read_bytes()
    model = opened(contents, name)
    cells = model["content"]["cells"]
    nbformat.validate(nbformat.from_dict(model["content"]))  # type: ignore[no-untyped-call]
    assert model["content"]["metadata"]["kernelspec"]["name"] == "python3"
    text = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert text
    assert all(cell["metadata"]["editable"] is False for cell in text)
    assert all(cell["metadata"]["deletable"] is False for cell in cells)
    assert all("editable" not in cell["metadata"] for cell in code_cells(model))
    for cell in code_cells(model):
        run(cell)
    saved(contents, model, name)
    assert (book / name).read_bytes() == before


CODES = ["# mine", "", "x = 1\n", "\n\nx = 1", "%pip list", ':x: "a"', "---\nx", '"""\n```\n````{y}\n"""']


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=ascii)
@pytest.mark.parametrize("code", CODES, ids=ascii)
def test_changed_code_is_all_that_changes(contents: PageContents, folder: Path, ends: str, code: str) -> None:
    """Past mistake: one changed cell cost the page's answers their metadata, and its header its order."""
    page = folder / "primer.md"
    before = page.read_text(encoding="utf-8").replace("\n", ends)
    page.write_text(before, encoding="utf-8", newline="")
    model = opened(contents, "primer.md")
    number, changed = next(
        (number, cell)
        for number, cell in enumerate(code_cells(model))
        if before.count(cell["source"].replace("\n", ends)) == 1 and "tags" in cell["metadata"]
    )
    head, _, tail = before.partition(changed["source"].replace("\n", ends))
    changed["source"] = code
    saved(contents, model, "primer.md")
    assert code_cells(opened(contents, "primer.md"))[number]["source"].rstrip("\n") == code.rstrip("\n")
    after = page.read_bytes().decode().replace("`````", "```")
    assert after.startswith(head.rstrip())
    assert after.endswith(tail.lstrip())
    assert len(after) - len(head.rstrip()) - len(tail.lstrip()) <= len(code.replace("\n", ends)) + 3 * len(
        ends
    )
    assert ends == "\n" or "\n" not in after.replace("\r\n", "")


Change = Callable[[list[dict[str, Any]]], object]
HAPPENINGS: dict[str, Change] = {
    "a text is typed over": lambda cells: cells[0].update(source="# Mine"),
    "a text is deleted": lambda cells: cells.pop(0),
    "a code cell is deleted": lambda cells: cells.pop(1),
    "all are deleted": lambda cells: cells.clear(),
    "two change places": lambda cells: cells.insert(0, cells.pop(4)),
    "all turn round": lambda cells: cells.reverse(),
    "a text is pasted": lambda cells: cells.insert(2, copy.deepcopy(cells[0])),
    "a code cell is pasted above": lambda cells: cells.insert(0, {**cells[1], "id": "new", "source": "1"}),
    "two are merged": lambda cells: cells.__setitem__(
        slice(0, 2), [{**cells[0], "id": "new", "source": cells[0]["source"] + cells[1]["source"]}]
    ),
    "a text becomes code": lambda cells: cells[0].update(cell_type="code", outputs=[], execution_count=None),
    "code becomes text": lambda cells: cells[1].update(cell_type="markdown"),
    "a cell is folded": lambda cells: cells[1]["metadata"].update(jupyter={"source_hidden": True}),
    "a cell gets tags": lambda cells: cells[0]["metadata"].update(tags=["mine"]),
    "a cell is unlocked": lambda cells: cells[0]["metadata"].update(editable=True, deletable=True),
}


@pytest.mark.parametrize("name", THREE)
@pytest.mark.parametrize("happens", HAPPENINGS)
def test_whatever_happens_to_cells_the_page_keeps_every_byte(
    contents: PageContents, folder: Path, happens: str, name: str
) -> None:
    before = (folder / name).read_bytes()
    model = opened(contents, name)
    cells = [cell["id"] for cell in model["content"]["cells"]]
    HAPPENINGS[happens](model["content"]["cells"])
    saved(contents, model, name)
    assert (folder / name).read_bytes() == before
    again = [cell["id"] for cell in opened(contents, name)["content"]["cells"]]
    assert [each for each in again if each in cells] == cells


def test_results_survive_closing(contents: PageContents, folder: Path) -> None:
    """Past mistake: eight results, saved and closed, were none when the page was opened again."""
    model = opened(contents)
    for number, cell in enumerate(code_cells(model)):
        run(cell, f"result {number}")
    saved(contents, model)
    again = opened(contents)
    assert results(again) == [f"result {number}\n" for number in range(len(code_cells(model)))]
    assert all(cell["execution_count"] == 1 and cell["metadata"]["trusted"] for cell in code_cells(again))
    assert {path.name for path in folder.iterdir()} == {Path(name).parts[0] for name in THREE}


def test_export_holds_the_results(contents: PageContents) -> None:
    model = opened(contents)
    run(code_cells(model)[0])
    saved(contents, model)
    exported = wait_for(contents.get(NAME))  # as nbconvert's handler asks for it
    assert results(exported) == ["result\n"]


def test_no_result_stands_below_code_that_did_not_give_it(contents: PageContents, folder: Path) -> None:
    model = opened(contents)
    for number, cell in enumerate(code_cells(model)):
        run(cell, f"result {number}")
    first = code_cells(model)[0]["source"].split("\n")[-1]
    saved(contents, model)
    page = folder / NAME
    page.write_text(page.read_text(encoding="utf-8").replace(f"\n{first}\n", "\nprint('new')\n", 1))
    again = opened(contents)
    assert code_cells(again)[0]["source"].endswith("print('new')")
    assert results(again) == [f"result {number}\n" for number in range(1, len(code_cells(model)))]


def test_changed_code_keeps_the_result_it_gave(contents: PageContents) -> None:
    model = opened(contents)
    code_cells(model)[2]["source"] = "print('mine')"
    run(code_cells(model)[2], "mine")
    saved(contents, model)
    again = opened(contents)
    assert code_cells(again)[2]["source"] == "print('mine')"
    assert results(again) == ["mine\n"]


def test_cells_of_ones_own_stay_where_they_were_put(contents: PageContents, folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    model = opened(contents)
    cells = model["content"]["cells"]
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": "My note"}
    trial = {"cell_type": "code", "id": "try", "metadata": {}, "source": "1 + 1"}
    run(trial, "two")
    cells.insert(3, note)
    cells.append(trial)
    cells.insert(0, {**note, "id": "first", "source": "Top"})
    place = [cell["source"] for cell in cells]
    saved(contents, model)
    again = opened(contents)
    assert [cell["source"] for cell in again["content"]["cells"]] == place
    assert results(again) == ["two\n"]
    own_cell = again["content"]["cells"][4]
    assert not {"editable", "deletable"} & set(own_cell["metadata"])
    again["content"]["cells"] = [cell for cell in again["content"]["cells"] if cell["id"] != "note"]
    saved(contents, again)
    assert "My note" not in [cell["source"] for cell in opened(contents)["content"]["cells"]]
    assert (folder / NAME).read_bytes() == before


def test_a_lab_says_that_it_wants_to_be_run_again(contents: PageContents) -> None:
    model = opened(contents)
    data = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "VBox()"}
    code_cells(model)[0]["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    saved(contents, model)
    (output,) = code_cells(opened(contents))[0]["outputs"]
    assert list(output["data"]) == ["text/markdown"]
    assert "run this cell again" in output["data"]["text/markdown"]


def test_a_page_of_somebody_else_keeps_a_readers_code_beside_it(
    contents: PageContents, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a computer pool the book belongs to an administrator; root, who runs tests, may write anywhere."""
    monkeypatch.setattr("os.access", lambda path, mode: not Path(path).is_relative_to(folder))
    before = (folder / NAME).read_bytes()
    model = opened(contents)
    assert model["writable"]
    code_cells(model)[0]["source"] = "print('mine')"
    run(code_cells(model)[0], "mine")
    saved(contents, model)
    assert (folder / NAME).read_bytes() == before
    again = opened(contents)
    assert code_cells(again)[0]["source"] == "print('mine')"
    assert results(again) == ["mine\n"]


def test_results_that_cannot_be_kept_do_not_stop_saving(
    contents: PageContents, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").write_text("a file where a folder should be")
    model = opened(contents)
    code_cells(model)[0]["source"] = "print('mine')"
    run(code_cells(model)[0])
    saved(contents, model)
    assert "print('mine')" in (folder / NAME).read_text(encoding="utf-8")


def test_code_that_markdown_cannot_hold_is_kept_beside_the_page(contents: PageContents, folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    model = opened(contents)
    code_cells(model)[0]["source"] = "line = 'a\x0cb'"  # a sign that ends a line there
    saved(contents, model)
    assert (folder / NAME).read_bytes() == before
    assert code_cells(opened(contents))[0]["source"] == "line = 'a\x0cb'"


def test_a_damaged_file_of_results_costs_the_results_only(contents: PageContents, folder: Path) -> None:
    model = opened(contents)
    run(code_cells(model)[0])
    saved(contents, model)
    (own.folder_for(str(folder)) / NAME).with_suffix(".ipynb").write_text("[")
    assert results(opened(contents)) == []


def test_a_page_that_its_author_changed_meanwhile_is_not_overwritten(
    contents: PageContents, folder: Path
) -> None:
    model = opened(contents)
    page = folder / NAME
    page.write_text("# New\n\n" + page.read_text(encoding="utf-8").split("---\n", 2)[2], encoding="utf-8")
    changed = page.read_bytes()
    with pytest.raises(HTTPError, match="changed on disk") as refused:
        saved(contents, model)
    assert refused.value.status_code == 409
    assert page.read_bytes() == changed


@pytest.mark.parametrize("name", ["mine.md", "mine.ipynb"])
def test_a_copy_under_another_name_is_the_readers_own(
    contents: PageContents, folder: Path, name: str
) -> None:
    model = opened(contents)
    saved(contents, model, name)
    assert (folder / name).exists()
    cells = opened(contents, name)["content"]["cells"]
    assert len(cells) == len(model["content"]["cells"])
    assert not [cell for cell in cells if {"editable", "deletable"} & set(cell["metadata"])]


def test_a_text_of_ones_own_can_be_edited(contents: PageContents, folder: Path) -> None:
    (folder / "notes.md").write_text("# Mine\n")
    model = opened(contents, "notes.md")
    model["content"]["cells"][0]["source"] = "# Changed"
    saved(contents, model, "notes.md")
    assert "# Changed" in (folder / "notes.md").read_text()


def test_the_text_editor_gets_the_text_itself(contents: PageContents, folder: Path) -> None:
    model = wait_for(contents.get(NAME, type="file", format="text"))
    assert model["content"] == (folder / NAME).read_text()


def test_checkpoints_stay_out_of_the_books_folders(contents: PageContents, folder: Path) -> None:
    """Past mistake: they lay beside the pages as Markdown, and the next build took them for pages."""
    before = sorted(folder.rglob("*"))
    wait_for(contents.create_checkpoint(NAME))
    assert sorted(folder.rglob("*")) == before
    (checkpoint,) = wait_for(contents.list_checkpoints(NAME))
    page = folder / NAME
    text = page.read_bytes()
    page.write_text("gone")
    wait_for(contents.restore_checkpoint(checkpoint["id"], NAME))
    assert page.read_bytes() == text


def test_a_page_with_an_authors_slip_still_opens(contents: PageContents, folder: Path) -> None:
    page = folder / NAME
    page.write_text(page.read_text().replace("{fact}`headcounts:", "{fact}`headcunts:", 1))
    assert "{fact}`headcunts:" in json.dumps(opened(contents))


def test_an_exercise_opens_to_be_read_and_says_where_its_notebook_is(
    contents: PageContents, folder: Path
) -> None:
    """Past mistake: its page could be worked in, and handed in as a file that nobody could grade."""
    cells = opened(contents, "exercises/ex1.md")["content"]["cells"]
    assert {cell["cell_type"] for cell in cells} == {"markdown"}
    assert "This page is for reading" in cells[0]["source"]
    assert "`ex1.ipynb`" in cells[0]["source"]
    assert not any("checks.Score" in cell["source"] for cell in cells)
    notebook = folder.parent / "exercises" / "ex1" / "ex1.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    first = opened(contents, "exercises/ex1.md")["content"]["cells"][0]["source"]
    assert "[exercises/ex1/ex1.ipynb](../../exercises/ex1/ex1.ipynb)" in first

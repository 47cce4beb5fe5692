"""What can be read of a file is taken, nothing else of it is believed, and repairs are said."""

from __future__ import annotations

import copy
import io
import json
import os
import random
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from bookkit import project
from natoiraq import exercises, variants
from natoiraq.grading.handed_in import LARGEST, LONGEST, MOST
from natoiraq.grading.intake import Rebuilt, read_file, rebuild

FOLDER = project.current().exercises / "ex1"
ANSWERS = {"pairs": "pairs = 'mine'", "most": "most_shared = 'café “x”'", "words": "Merge – but when?"}
Notebook = dict[str, Any]


@pytest.fixture(scope="module")
def source() -> NotebookNode:
    return exercises.source_notebook(FOLDER)


@pytest.fixture(scope="module")
def release() -> NotebookNode:
    return exercises.release_notebook(FOLDER)


@pytest.fixture
def mine(release: NotebookNode) -> Notebook:
    """A submission with three answers, as plain JSON."""
    notebook: Notebook = json.loads(json.dumps(release))
    for name, text in ANSWERS.items():
        cell(notebook, name)["source"] = text
    return notebook


@pytest.fixture
def rebuilt(release: NotebookNode, source: NotebookNode) -> Callable[[Any], Rebuilt]:
    """Rebuild what is given: bytes, or a notebook as JSON. What must always hold is looked at each time."""
    before = copy.deepcopy((release, source))

    def run(given: Any) -> Rebuilt:
        raw = given if given is None or isinstance(given, bytes) else json.dumps(given).encode()
        result = rebuild(raw, release, source)
        assert (release, source) == before
        nbformat.validate(result.notebook)
        kept = [cell for cell in result.notebook.cells if not cell.id.startswith("own-")]
        assert [cell.id for cell in kept] == [cell.id for cell in source.cells]
        for cell, locked in zip(kept, source.cells, strict=True):
            if not solution(locked):
                assert (cell.source, cell.metadata) == (locked.source, locked.metadata)
        assert "### BEGIN SOLUTION" not in nbformat.writes(result.notebook)
        assert all(not cell.get("outputs") for cell in result.notebook.cells)
        assert all(note.endswith(".") and "\n" not in note for note in result.notes)
        return result

    return run


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(cell for cell in notebook["cells"] if cell.get("id") == name)
    return found


def mark(result: Rebuilt, name: str) -> float | None:
    """Return what nbgrader gives for an answer that is marked by hand; None asks for a person."""
    found = next(cell for cell in result.notebook.cells if cell.id == name)
    points: float | None = determine_grade(found)[0]
    return points


def place(notebook: Notebook, name: str) -> int:
    return [cell.get("id") for cell in notebook["cells"]].index(name)


def solution(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def answers(result: Rebuilt) -> dict[str, str]:
    return {cell.id: cell.source for cell in result.notebook.cells if cell.id in ANSWERS}


def own(result: Rebuilt) -> list[tuple[str, str]]:
    """Return the student's own cells, each after the cell that stands before it."""
    cells = result.notebook.cells
    return [
        (cells[number - 1].id if number else "", cell.source)
        for number, cell in enumerate(cells)
        if cell.id.startswith("own-")
    ]


def code(text: str, **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": text,
        "outputs": [],
        "execution_count": None,
        **more,
    }


def stubs(release: NotebookNode) -> dict[str, str]:
    return {cell.id: cell.source for cell in release.cells if cell.id in ANSWERS}


def test_answers_are_taken_and_everything_else_is_the_instructors(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    result = rebuilt(mine)
    assert (answers(result), own(result), result.notes) == (ANSWERS, [], ())
    given = {cell.id: cell for cell in release.cells}
    for built in filter(solution, result.notebook.cells):
        assert (
            built.metadata == given[built.id].metadata
        )  # with the checksum by which nbgrader knows the stub


def test_what_was_not_answered_is_the_stub_and_never_the_solution(
    rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    for raw in (None, b"", b"{}", b"hello"):
        result = rebuilt(raw)
        assert answers(result) == stubs(release)
        assert len(result.notes) == 1


# Files


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_notebook_in_any_encoding_is_read(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], encoding: str, note: str | None
) -> None:
    result = rebuilt(json.dumps(mine, ensure_ascii=False).encode(encoding, "replace"))
    assert answers(result) == ANSWERS
    assert [note in said for said in result.notes] == ([] if note is None else [True])


def test_a_broken_byte_does_not_spoil_the_letters_around_it(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    raw = json.dumps(mine, ensure_ascii=False).encode().replace(b"Merge", b"Mer\xffe")
    result = rebuilt(raw)
    assert answers(result) == ANSWERS | {"words": "Mer\ufffde – but when?"}
    assert len(result.notes) == 1


def test_a_notebook_that_is_cut_off_keeps_its_complete_cells(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    text = nbformat.writes(nbformat.from_dict(mine), indent=1)
    result = rebuilt(text[: text.index("test-chart")].encode())
    assert answers(result) == ANSWERS | {"words": stubs(release)["words"]}
    assert "damaged" in result.notes[0]
    assert any(
        "words was missing" in note and "a person has to give the mark" in note for note in result.notes
    )
    assert mark(result, "words") is None


def test_a_written_part_that_a_whole_file_lacks_is_no_answer(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    mine["cells"] = [cell for cell in mine["cells"] if "words" not in json.dumps(cell["metadata"])]
    result = rebuilt(mine)
    assert any("words was missing and counted as not answered" in note for note in result.notes)
    assert mark(result, "words") == 0


def test_a_notebook_with_marks_of_a_merge_is_read_around_them(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    text = nbformat.writes(nbformat.from_dict(mine), indent=1)
    raw = (
        text.replace('"cells": [', '<<<<<<< HEAD\n"cells": [').replace('"nbformat": 4', ">>>>>>> x").encode()
    )
    assert answers(rebuilt(raw)) == ANSWERS


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_odd_numbers_do_no_harm(mine: Notebook, rebuilt: Callable[[Any], Rebuilt], number: str) -> None:
    mine["metadata"]["odd"] = "NUMBER"
    cell(mine, "pairs")["execution_count"] = "NUMBER"
    assert answers(rebuilt(json.dumps(mine).replace('"NUMBER"', number).encode())) == ANSWERS


def test_deep_nesting_costs_only_the_cell_in_which_it_is(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    mine["cells"].insert(3, code("deep = 1", outputs="DEEP"))
    deep = json.dumps(mine).replace('"DEEP"', "[" * 200_000 + "]" * 200_000)
    assert answers(rebuilt(deep.encode())) == ANSWERS


def test_a_file_of_many_beginnings_is_given_up(rebuilt: Callable[[Any], Rebuilt]) -> None:
    result = rebuilt(b'{"cell_type":[[' * 300_000)
    assert ["can not be read" in note for note in result.notes] == [True]


@pytest.mark.parametrize(
    "raw",
    [
        *(
            b"[]",
            b"null",
            b"1",
            b'"text"',
            b'{"cells": {}}',
            b'{"cells": [1, null, "x", []]}',
            b"{",
            b"\0" * 99,
        ),
        *(
            b"%PDF-1.7 \xe2",
            b"PK\x03\x04 broken",
            b"\x89PNG\r\n",
            b"[" * 1_000_000,
            b'{"worksheets": [1, {}]}',
        ),
        *(b"<!DOCTYPE html><title>Notebook</title>", b"print('no marks')", b'{"nbformat": 4, "cells": null}'),
    ],
)
def test_what_is_no_notebook_is_said_with_a_cure(rebuilt: Callable[[Any], Rebuilt], raw: bytes) -> None:
    result = rebuilt(raw)
    assert own(result) == []
    assert len(result.notes) == 1
    assert "Cure: " in result.notes[0]
    assert mark(result, "words") is None  # an answer may stand in it


def test_files_that_were_damaged_anywhere_give_a_notebook_all_the_same(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    whole, dice = nbformat.writes(nbformat.from_dict(mine)).encode(), random.Random(6)
    for _ in range(40):
        raw = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            at, length = dice.randrange(len(raw)), dice.choice((0, 1, 20, 2000))
            raw[at : at + length] = dice.randbytes(dice.choice((0, 1, 5)))
        rebuilt(bytes(raw[: dice.randrange(len(raw))] if dice.random() < 0.3 else raw))


def packed(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_one_notebook_of_a_zip_is_taken(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    raw = json.dumps(mine).encode()
    whole = packed(
        ("a/.ipynb_checkpoints/ex1-checkpoint.ipynb", b""), ("a/ex1.ipynb", raw), ("a/x.csv", b"1")
    )
    result = rebuilt(whole)
    assert answers(result) == ANSWERS
    assert "zip" in result.notes[0]
    for refused in (
        packed(("a.ipynb", raw), ("b.ipynb", raw)),
        packed(("a.ipynb", b" " * (LARGEST + 1))),
        packed(("a.ipynb", packed(("a.ipynb", raw)))),
        whole[:200],
    ):
        assert ["Cure: " in note for note in rebuilt(refused).notes] == [True]


def test_a_notebook_exported_as_a_script_is_read_by_its_marks(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    """As nbconvert and VS Code write them."""
    converted, percent = "#!/usr/bin/env python\n# coding: utf-8\n\n", ""
    for each in mine["cells"]:
        commented = "\n".join(f"# {line}".rstrip() for line in each["source"].splitlines())
        markdown = each["cell_type"] == "markdown"
        converted += f"{commented}\n\n" if markdown else f"# In[ ]:\n\n\n{each['source']}\n\n\n"
        percent += f"# %% [markdown]\n{commented}\n\n" if markdown else f"# %%\n{each['source']}\n\n"
    for script in (converted, percent, percent.replace("\n", "\r\n")):
        result = rebuilt(script.encode())
        assert answers(result) == ANSWERS
        assert "script" in result.notes[0]


# Formats


def test_a_notebook_of_an_old_format_is_read(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    for each in mine["cells"]:
        if each["cell_type"] == "code":
            each["input"] = each.pop("source")
    mine["worksheets"] = [{"cells": mine["cells"][:10]}, {"cells": mine.pop("cells")[10:]}]
    for number in (2, 3):
        mine["nbformat"] = number
        result = rebuilt(mine)
        assert answers(result) == ANSWERS
        assert ["format" in note for note in result.notes] == [True]


@pytest.mark.parametrize(("major", "minor"), [(5, 0), (4, 99), ("four", None), (None, "x"), (-1, 1e308)])
def test_a_format_that_does_not_exist_is_read(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], major: Any, minor: Any
) -> None:
    mine |= {"nbformat": major, "nbformat_minor": minor}
    assert answers(rebuilt(mine)) == ANSWERS


def test_source_may_be_lines_or_text_and_else_is_no_answer(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    cell(mine, "pairs")["source"] = ["pairs = (\n", None, 3, "1)"]
    cell(mine, "most")["source"] = {"most_shared": 1}
    del cell(mine, "words")["source"]
    result = rebuilt(mine)
    assert answers(result) == stubs(release) | {"pairs": "pairs = (\n1)"}
    assert any("no text: 2 cells" in note for note in result.notes)
    assert any("Cells most and words were missing" in note for note in result.notes)


def test_text_is_made_fit_to_be_written(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    cell(mine, "pairs")["source"] = "a = 1\r\nb = '\ud800\0'\rc = 3"
    assert answers(rebuilt(mine))["pairs"] == "a = 1\nb = '?'\nc = 3"


@pytest.mark.parametrize("junk", [None, 3, "x", [], [1], {"nbgrader": 7}, {"nbgrader": {"grade_id": [1]}}])
def test_junk_in_metadata_does_no_harm(mine: Notebook, rebuilt: Callable[[Any], Rebuilt], junk: Any) -> None:
    mine["metadata"] = junk
    for each in mine["cells"]:
        each["metadata"] = junk
        each["attachments"] = junk
    assert answers(rebuilt(mine)) == ANSWERS


def test_points_and_rights_that_a_file_claims_are_not_believed(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    for each in mine["cells"]:
        if "nbgrader" in each["metadata"]:
            each["metadata"]["nbgrader"] |= {"points": 1000, "solution": True, "grade": True, "locked": False}
        each["source"] = "score = 1000" if each["id"].startswith("test-") else each["source"]
    assert answers(rebuilt(mine)) == ANSWERS


# Cells


def test_a_copied_cell_counts_where_it_was_answered_last(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    first, second = (copy.deepcopy(cell(mine, "pairs")) for _ in range(2))
    first["source"], second["source"] = "helper = 1", stubs(release)["pairs"]
    at = place(mine, "pairs")
    mine["cells"][at : at + 1] = [first, mine["cells"][at], second]
    result = rebuilt(mine)
    assert answers(result) == ANSWERS
    assert own(result) == [
        ("part-1", "helper = 1")
    ]  # one half of a split cell must still run, before the other
    assert ["Cell pairs was handed in more than once" in note for note in result.notes] == [True]


def test_an_exact_copy_is_nothing_to_speak_of(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    mine["cells"] += [copy.deepcopy(cell(mine, "pairs"))]
    result = rebuilt(mine)
    assert answers(result) == ANSWERS


def test_missing_cells_are_put_back_and_named(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    gone = {"pairs", "bodies", "test-shared"}
    mine["cells"] = [each for each in mine["cells"] if each.get("id") not in gone]
    result = rebuilt(mine)
    assert answers(result) == ANSWERS | {"pairs": stubs(release)["pairs"]}
    assert result.notes == (
        "Cell pairs was missing and counted as not answered.",
        "Cells bodies and test-shared were missing; what was released stands there.",
    )


def test_a_moved_cell_is_put_back_and_named(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    mine["cells"].append(mine["cells"].pop(place(mine, "most")))
    result = rebuilt(mine)
    assert answers(result) == ANSWERS
    assert result.notes == ("Cell most was moved, and put back in place.",)


def test_an_edited_locked_cell_is_restored_and_what_was_written_into_it_runs_before_it(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    """Students answer in the test cell, or install a package in the first one."""
    cell(mine, "test-shared")["source"] = "shared = 7\n" + cell(mine, "test-shared")["source"]
    cell(mine, "introduction")["source"] = "All mine."
    cell(mine, "bodies")["source"] = "\n".join(cell(mine, "bodies")["source"].splitlines()[:2]) + "   \n"
    result = rebuilt(mine)
    assert [(after, text.splitlines()[0]) for after, text in own(result)] == [("shared", "shared = 7")]
    assert result.notes == (
        "Cells introduction, bodies and test-shared were edited although locked; the released text was used.",
    )


def test_white_space_is_no_edit(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    for each in mine["cells"]:
        if each["id"] not in ANSWERS:
            each["source"] = "\n" + each["source"].replace("\n", "  \r\n") + "\n\n"
    result = rebuilt(mine)
    assert (own(result), result.notes) == ([], ())


def test_the_variant_of_somebody_else_is_a_hint(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    other = next(
        found
        for n in range(9)
        if (found := variants.variant("ex1", f"s{n}", b"k" * 32)) != variants.standard("ex1")
    )
    theirs = exercises.release_notebook(FOLDER, other)
    cell(mine, "variant")["source"] = next(each.source for each in theirs.cells if each.id == "variant")
    notes = rebuilt(mine).notes
    assert ["variant was edited" in note and "somebody else" in note for note in notes] == [True]


def test_retyped_cells_are_turned_back(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    cell(mine, "pairs")["cell_type"] = "markdown"
    cell(mine, "most")["cell_type"] = "raw"
    cell(mine, "words")["cell_type"] = "code"
    result = rebuilt(mine)
    assert answers(result) == ANSWERS
    assert [each.cell_type for each in result.notebook.cells if each.id in ANSWERS] == [
        "code",
        "code",
        "markdown",
    ]
    assert result.notes == ("Cells pairs, most and words were turned into another type, and turned back.",)


def without_metadata(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["metadata"] = {"id": "AbC123"}


def without_ids(notebook: Notebook) -> None:
    for number, each in enumerate(notebook["cells"]):
        each["id"] = f"{number:08x}"


@pytest.mark.parametrize("lost", [[without_metadata], [without_ids], [without_metadata, without_ids]])
def test_answers_are_found_where_an_editor_dropped_metadata_or_ids(
    mine: Notebook,
    rebuilt: Callable[[Any], Rebuilt],
    lost: list[Callable[[Notebook], None]],
) -> None:
    at = place(mine, "most")
    mine["cells"].insert(at, code("x = 1"))
    mine["cells"].insert(at + 2, {"cell_type": "markdown", "metadata": {}, "source": "A remark."})
    cell(mine, "most")["source"] = (
        ANSWERS["most"] + "\nmost_share = None"
    )  # a line of the stub tells it from x
    for lose in lost:
        lose(mine)
    result = rebuilt(mine)
    assert answers(result) == ANSWERS | {"most": ANSWERS["most"] + "\nmost_share = None"}
    assert own(result) == [("part-3", "x = 1"), ("most", "A remark.")]
    told = [note for note in result.notes if "recognised by" in note]
    assert len(told) == (without_metadata in lost) == len(result.notes)


def test_an_answer_beside_the_cell_that_a_person_marks_is_found(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], release: NotebookNode
) -> None:
    """nbgrader gives zero to a cell that was left as it is, and nobody would look."""
    cell(mine, "words")["source"] = stubs(release)["words"]
    mine["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ANSWERS["words"]})
    result = rebuilt(mine)
    assert (answers(result), own(result)) == (ANSWERS, [])


def test_own_cells_stay_where_they_stood(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    mine["cells"].insert(0, code("first = 1", outputs=[{"output_type": "stream", "text": "x" * 1_000_000}]))
    mine["cells"].insert(place(mine, "pairs"), code("before = 1", metadata={"tags": ["skip-execution"]}))
    mine["cells"].insert(place(mine, "test-pairs") + 1, code("  \n"))
    mine["cells"].append({"cell_type": "raw", "source": "last"})
    result = rebuilt(mine)
    assert own(result) == [("", "first = 1"), ("part-1", "before = 1"), ("words", "last")]
    assert all(not each.metadata for each in result.notebook.cells if each.id.startswith("own-"))
    assert result.notes == ()


def test_commands_that_install_are_left_out_and_others_stay(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    mine["cells"].insert(
        0, code("%pip install --quiet \\\n natoiraq.whl\n!ls\nif x:\n    !{sys.python} -m pip list\nx %pip")
    )
    cell(mine, "pairs")["source"] = "! pip install pandas\npairs = 1"
    result = rebuilt(mine)
    assert own(result)[0][1].splitlines() == [
        "pass  # Left out when graded: %pip install --quiet \\",
        "!ls",
        "if x:",
        "    pass  # Left out when graded: !{sys.python} -m pip list",
        "x %pip",
    ]
    assert answers(result)["pairs"].splitlines()[1] == "pairs = 1"
    assert result.notes == ("Commands that install packages, or set up drawing, were left out.",)


def test_a_thousand_cells_are_taken_and_more_are_cut(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt]
) -> None:
    few = copy.deepcopy(mine)
    few["cells"] += [code(f"x = {number}") for number in range(1000)]
    assert (len(own(rebuilt(few))), rebuilt(few).notes) == (1000, ())
    mine["cells"] += [code(f"x = {number}") for number in range(5000)]
    result = rebuilt(mine)
    assert answers(result) == ANSWERS
    assert ["Only the first" in note for note in result.notes] == [True]
    assert len(result.notebook.cells) == MOST


def test_a_giant_cell_is_cut(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    cell(mine, "words")["source"] = "x" * (LONGEST + 1)
    result = rebuilt(mine)
    assert len(answers(result)["words"]) == LONGEST
    assert ["cut off" in note for note in result.notes] == [True]


def test_pasted_pictures_are_named(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    cell(mine, "words")["attachments"] = {"image.png": {"image/png": "iVBOR"}}
    result = rebuilt(mine)
    assert "attachments" not in result.notebook.cells[-1]
    assert ["Cell words was handed in with pictures" in note for note in result.notes] == [True]


def test_another_language_is_named(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    mine["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    assert ["“R”" in note for note in rebuilt(mine).notes] == [True]


def test_the_notebook_of_another_exercise_is_named(rebuilt: Callable[[Any], Rebuilt]) -> None:
    other = exercises.release_notebook(FOLDER.parent / "ex2")
    notes = rebuilt(json.loads(json.dumps(other))).notes
    assert "another exercise" in notes[0]
    assert any("pairs" in note and "not answered" in note for note in notes)


def test_equal_files_give_equal_notebooks(mine: Notebook, rebuilt: Callable[[Any], Rebuilt]) -> None:
    mine["cells"].insert(5, code("x = 1"))
    assert rebuilt(mine) == rebuilt(mine)


# Files that are none


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ex1.ipynb"
    path.write_bytes(b"content")
    assert read_file(path) == (b"content", ())


def refused(path: Path) -> str:
    content, notes = read_file(path)
    assert content is None
    assert len(notes) == 1
    return notes[0]


def test_no_link_device_folder_or_pipe_is_read(tmp_path: Path) -> None:
    """A pipe or a device must not even keep the grader waiting."""
    target = tmp_path / "secret.key"
    target.write_bytes(b"secret")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    (tmp_path / "device").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    bound = socket.socket(socket.AF_UNIX)
    bound.bind(str(tmp_path / "socket"))
    bound.close()
    for name in ("link", "lost", "device", "pipe", "socket", "."):
        assert "no plain file" in refused(tmp_path / name)
    assert "no plain file" in refused(Path("/dev/zero"))
    os.link(target, tmp_path / "hard")
    assert "hard link" in refused(tmp_path / "hard")


def test_what_is_not_there_not_readable_or_too_large_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing") == "Nothing was handed in."
    assert "Cure: " in refused(tmp_path / ("x" * 1000))
    assert "Cure: " in refused(tmp_path / "a\0b")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "larger than 32 MB" in refused(tmp_path / "huge")


def test_a_link_put_in_place_after_the_first_look_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, path = tmp_path / "secret.key", tmp_path / "ex1.ipynb"
    target.write_bytes(b"secret")
    path.symlink_to(target)
    monkeypatch.setattr(os, "lstat", os.stat)
    assert "can not be read" in refused(path)


@pytest.mark.parametrize(
    "script",
    [
        f"# In[1]:\n\n\none = 1\n\n\n{'#' * 80}\ntwo = 2\n",
        f"# In[1]:\none = 1{chr(10) * 60_000}two = 2\n",
        f"# %%\none = 1{chr(10) * 3}{'# x' + chr(10) * 4}{'#' * 5000}x\n",
    ],
    ids=["a line of hashes", "empty lines", "prose"],
)
def test_a_script_is_read_however_it_is_divided(rebuilt: Callable[[Any], Rebuilt], script: str) -> None:
    """Each of these would have taken hours."""
    assert any("A script was handed in" in note for note in rebuilt(script.encode()).notes)


def test_beginnings_in_beginnings_of_cells_are_given_up(rebuilt: Callable[[Any], Rebuilt]) -> None:
    result = rebuilt(b'{"id":' * 900 + b"[" + b"1," * 1_000_000)
    assert ["can not be read" in note for note in result.notes] == [True]


@pytest.mark.parametrize("line", ["%matplotlib inline", "import piplite", 'await piplite.install("seaborn")'])
def test_what_only_other_places_know_costs_nothing(
    mine: Notebook, rebuilt: Callable[[Any], Rebuilt], line: str
) -> None:
    cell(mine, "pairs")["source"] = f"{line}\npairs = 1"
    assert answers(rebuilt(mine))["pairs"] == f"pass  # Left out when graded: {line}\npairs = 1"

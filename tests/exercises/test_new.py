"""`make new-exercise` makes a folder that passes every test of an exercise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bookkit.errors import ToldError
from natoiraq import exercises, variants
from natoiraq.exercises.new import new_exercise
from natoiraq.exercises.page import page
from tests.conftest import ROOT
from tests.exercises.running import graded_cells, run


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "exercises" / "template", tmp_path / "exercises" / "template")
    (tmp_path / "exercises" / "source").mkdir()
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


def test_a_new_exercise_is_whole(repository: Path) -> None:
    new_exercise("ex9", repository)
    folder = repository / "exercises" / "source" / "ex9"
    assert exercises.names(repository / "exercises" / "source") == ["ex9"]
    assert (repository / "book" / "exercises" / "ex9.md").read_text(encoding="utf-8") == page(folder)
    files = [
        entry["file"]
        for part in yaml.safe_load((repository / "_toc.yml").read_text())["parts"]
        for entry in part["chapters"]
    ]
    assert files.index("book/exercises/ex9") == files.index("book/exercises/memo") + 1
    rules = yaml.safe_load((folder / "variants.yml").read_text())["always"]
    for variant in variants.every("ex9", source=folder.parent):
        notebook = exercises.source_notebook(folder, variant)
        done = run(notebook)
        assert done.points == {cell.id: cell.metadata.nbgrader.points for cell in graded_cells(notebook)}
        assert all(eval(rule, done.names) for rule in rules)
    for attempt in yaml.safe_load((folder / "attempts.yml").read_text(encoding="utf-8")):
        done = run(
            exercises.source_notebook(folder), {attempt["cell"]: str(attempt["code"])}, {attempt["test"]}
        )
        assert done.points[attempt["test"]] == attempt["points"], attempt
        assert attempt.get("says", "") in done.said[attempt["test"]]


def test_a_name_must_be_free_and_plain(repository: Path) -> None:
    new_exercise("ex9", repository)
    with pytest.raises(ToldError, match=r"ex9 exists already\. Cure: choose another name\."):
        new_exercise("ex9", repository)
    with pytest.raises(ToldError, match="is no name for an exercise"):
        new_exercise("../ex9", repository)

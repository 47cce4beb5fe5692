"""A change of code or data makes every page and every cached result stale."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from natoiraq.fingerprint import fingerprint
from natoiraq.sphinxext import freshness


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    (tmp_path / "b.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["a.csv", "b.py"])
def test_a_changed_file_changes_the_fingerprint(folder: Path, name: str) -> None:
    before = fingerprint([folder], freshness.CODE_AND_DATA)
    (folder / name).write_text("y\n", encoding="utf-8")
    assert fingerprint([folder], freshness.CODE_AND_DATA) != before


def test_a_renamed_file_changes_the_fingerprint(folder: Path) -> None:
    before = fingerprint([folder], freshness.CODE_AND_DATA)
    (folder / "a.csv").rename(folder / "c.csv")
    assert fingerprint([folder], freshness.CODE_AND_DATA) != before


def test_a_stylesheet_does_not_rerun_notebooks(folder: Path) -> None:
    before = fingerprint([folder], freshness.CODE_AND_DATA)
    (folder / "page.css").write_text("a{}", encoding="utf-8")
    assert fingerprint([folder], freshness.CODE_AND_DATA) == before


def test_all_pages_are_outdated_once_after_a_change() -> None:
    app = SimpleNamespace(config=SimpleNamespace(natoiraq_state="new"))
    env = SimpleNamespace(natoiraq_state="old", found_docs={"b", "a"})
    assert freshness.outdated(app, env, set(), set(), set()) == ["a", "b"]  # type: ignore[arg-type]
    assert freshness.outdated(app, env, set(), set(), set()) == []  # type: ignore[arg-type]


def test_results_of_other_states_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "state-old").mkdir()
    config = SimpleNamespace(nb_execution_cache_path=str(tmp_path))
    freshness.keep_results_apart(SimpleNamespace(srcdir=tmp_path), config)  # type: ignore[arg-type]
    assert not (tmp_path / "state-old").exists()
    assert config.nb_execution_cache_path.startswith(str(tmp_path / "state-"))


def test_a_changed_style_writes_all_pages_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Past mistake: an edit of a style alone was not copied into the book."""
    monkeypatch.setattr(freshness, "__file__", str(folder / "freshness.py"))
    env = SimpleNamespace(found_docs={"a"})
    (folder / "page.css").write_text("a{}", encoding="utf-8")
    assert freshness.look_changed(SimpleNamespace(), env) == ["a"]  # type: ignore[arg-type]
    assert freshness.look_changed(SimpleNamespace(), env) == []  # type: ignore[arg-type]
    (folder / "page.css").write_text("b{}", encoding="utf-8")
    assert freshness.look_changed(SimpleNamespace(), env) == ["a"]  # type: ignore[arg-type]

"""The register of calculations is filled at the first question, by the package that has them."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

import natoiraq.facts.counts
from bookkit import evidence, project
from bookkit.evidence import calculations


def test_registering_again_changes_nothing() -> None:
    before = [name for name, _ in calculations.members()]
    importlib.reload(natoiraq.facts.counts)
    assert [name for name, _ in calculations.members()] == before


def test_an_error_in_the_package_is_told_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard against “no such fact” for a fact whose module cannot be imported, at every question."""
    (tmp_path / "broken_facts.py").write_text("import natoiraq\n1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    book = replace(project.current(), facts="broken_facts")
    monkeypatch.setattr(project, "_used", [book])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError) as caught:
            evidence.fact("derived:no-such-fact")
        assert (caught.traceback[-1].path.name, caught.traceback[-1].lineno) == ("broken_facts.py", 1)

"""No book is built on broken evidence, and sound evidence is not checked twice."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from bookkit import evidence, project
from bookkit.sphinx.sources import evidence_gate
from tests.conftest import take_evidence


@pytest.fixture
def app(tmp_path: Path) -> SimpleNamespace:
    return SimpleNamespace(doctreedir=tmp_path / "doctrees")


def found(monkeypatch: pytest.MonkeyPatch, *problems: str) -> list[int]:
    """Let the validation find these problems; return a list that grows with each validation."""
    calls: list[int] = []

    def validate() -> list[str]:
        calls.append(1)
        return list(problems)

    monkeypatch.setattr(evidence, "validate", validate)
    return calls


def test_problems_stop_the_build_and_are_all_named(
    app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, "data/events.csv, row 3", "data/trained.csv, row 9")
    with pytest.raises(ExtensionError, match=r"(?s)2 problem.*events.csv, row 3.*trained.csv, row 9"):
        evidence_gate.stop_on_problems(app)  # type: ignore[arg-type]


def test_sound_evidence_is_checked_once(app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = found(monkeypatch)
    for _ in range(2):
        evidence_gate.stop_on_problems(app)  # type: ignore[arg-type]
    assert len(calls) == 1


def test_broken_evidence_is_checked_again(app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = found(monkeypatch, "data/events.csv, row 3")
    for _ in range(2):
        with pytest.raises(ExtensionError):
            evidence_gate.stop_on_problems(app)  # type: ignore[arg-type]
    assert len(calls) == 2


def test_changed_evidence_is_checked_again(
    app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = found(monkeypatch)
    take_evidence(tmp_path, project.current().bib, monkeypatch)
    evidence_gate.stop_on_problems(app)  # type: ignore[arg-type]
    (tmp_path / "events.csv").write_text("id\n", encoding="utf-8")
    evidence_gate.stop_on_problems(app)  # type: ignore[arg-type]
    assert len(calls) == 2

"""Measurements take too long to be tests, but what they import has to be there."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = sorted((ROOT / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_can_be_loaded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past mistake: one imported a name that had moved."""
    monkeypatch.syspath_prepend(file.parent)
    monkeypatch.setattr(sys, "path", [*sys.path])  # some add the repository
    assert runpy.run_path(str(file), run_name="loaded")["__doc__"]

"""The package for readers holds what notebooks import, and none of the tools of those who make the book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bookkit import project
from bookkit.notebooks.wheel import PARTS, write_wheel
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def test_it_holds_package_and_evidence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name == project.current().wheel
    assert {"bookkit/labs/lab.py", "natoiraq/_data/events.csv", "natoiraq/_data/references.bib"} <= set(names)
    assert len([name for name in names if name.endswith(".csv")]) == len(list((ROOT / "data").glob("*.csv")))


def test_it_holds_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if "dist-info" not in name]
    assert {name.split("/")[0] for name in names} == {"bookkit", "natoiraq"}
    assert {name.split("/")[1] for name in names if name.startswith("natoiraq/")} <= {*PARTS, "_data"}


def test_it_depends_on_what_the_labs_need(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("METADATA"))
        metadata = archive.read(name).decode()
    for package in ("altair", "pandas", "pybtex"):
        assert f"Requires-Dist: {package}" in metadata
    for package in ("ipywidgets", "jupyterlab", "vl-convert-python"):
        assert any(
            line.startswith(f"Requires-Dist: {package}") and "extra == 'labs'" in line
            for line in metadata.splitlines()
        )


def test_the_same_files_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert write_wheel(ROOT, tmp_path).read_bytes() == wheel.read_bytes()

"""Binder makes its image from `.binder`: checked with Binder's own program, up to the recipe of the image."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet


@pytest.fixture(scope="module")
def recipe(project: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What repo2docker would have Docker do with the student edition."""
    folder = tmp_path_factory.mktemp("binder")
    shutil.copytree(project / ".binder", folder / ".binder")
    shutil.copy2(project / "requirements.txt", folder)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_the_image_gets_the_python_that_the_book_is_tested_with(recipe: str, project: Path) -> None:
    chosen = (project / ".binder" / "runtime.txt").read_text(encoding="ascii").strip().removeprefix("python-")
    assert f"Building conda environment for python={chosen}\n" in recipe
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert chosen in SpecifierSet(described["project"]["requires-python"])


def test_the_image_gets_the_pinned_requirements_and_no_copy_of_them(recipe: str, project: Path) -> None:
    listed = (project / ".binder" / "requirements.txt").read_text(encoding="utf-8").split()
    assert listed == ["-r", "../requirements.txt"]
    copied, installed = (
        recipe.index("COPY --chown=0:0 src/ "),
        recipe.index('install --no-cache-dir -r ".binder/requi'),
    )
    assert copied < installed  # the file it points at is there by then


def test_the_package_is_installed_without_looking_for_other_versions(recipe: str, project: Path) -> None:
    assert recipe.index('-r ".binder/requi') < recipe.index("RUN ./.binder/postBuild")
    script = project / ".binder" / "postBuild"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    install = next(line for line in script.read_text(encoding="utf-8").splitlines() if "pip install" in line)
    assert {"--no-deps", "--no-build-isolation"} <= set(install.split())

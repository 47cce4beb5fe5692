"""The exercises and their standard notebooks, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode

from bookkit import project
from natoiraq import exercises

NAMES = exercises.names()


def folder(name: str) -> Path:
    return project.current().exercises / name


@cache
def standard(name: str) -> NotebookNode:
    return exercises.source_notebook(folder(name))


@cache
def always(name: str) -> list[str]:
    """Return what `variants.yml` promises of each variant: how much work it is, one right answer."""
    declared = yaml.safe_load((folder(name) / "variants.yml").read_text(encoding="utf-8"))
    rules: list[str] = declared["always"]
    return rules


@cache
def attempts(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((folder(name) / "attempts.yml").read_text(encoding="utf-8"))
    return found

"""The student's version of an exercise, made by nbgrader's own preprocessors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from natoiraq.exercises.source import source_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

CODE_STUB: Final = "# Write your answer here."
TEXT_STUB: Final = "Write your answer here."


def release_notebook(folder: Path, variant: Mapping[str, Any] | None = None) -> NotebookNode:
    """Return the student's notebook: no solutions, no hidden tests, cells locked, checksums written.

    Parameters
    ----------
    folder
        The exercise.
    variant
        The student's variant; by default the standard one.

    Raises
    ------
    ToldError
        When the source breaks a rule.
    """
    return released(source_notebook(folder, variant))


def released(notebook: NotebookNode) -> NotebookNode:
    """Return an instructor's notebook as `nbgrader generate_assignment` would release it."""
    from nbgrader.preprocessors import (
        CheckCellMetadata,
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    steps = (
        ClearSolutions(code_stub={"python": CODE_STUB}, text_stub=TEXT_STUB),
        LockCells(),
        ClearOutput(),
        CheckCellMetadata(),
        ClearHiddenTests(),
        ClearMarkScheme(),
        ComputeChecksums(),
        CheckCellMetadata(),
    )
    resources: dict[str, Any] = {}
    for step in steps:
        notebook, resources = step.preprocess(notebook, resources)
    return notebook

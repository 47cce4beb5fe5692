"""nbgrader's own door to all of this: a preprocessor for `c.Autograde.autograde_preprocessors`."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from natoiraq.grading.execute import execute
from natoiraq.grading.job import Limits
from natoiraq.grading.patience import USUAL
from natoiraq.grading.sandbox import sandbox


class SandboxExecute(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's `Execute`: students' cells run in the sandbox, tests before the judge."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run a notebook; what happened to its cells is in the log."""
        here = sandbox()
        if not here.available:
            self.log.warning(here.reason)
        for note in execute(nb, Limits(), USUAL, locked=here.available).notes:
            self.log.warning(note)
        return nb, resources

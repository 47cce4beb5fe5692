"""The result of a submission that could not be judged: shown to a person, and tried again by the next run."""

from __future__ import annotations

import nbformat

from natoiraq.grading.intake import rebuild
from natoiraq.grading.job import Job, Part, Result


def incident(job: Job, reason: str) -> Result:
    """Return a result that gives no points and takes none.

    Parameters
    ----------
    job
        What was to be graded.
    reason
        Why it was not, as part of a sentence.
    """
    source, release = (nbformat.reads(text, as_version=4) for text in (job.source, job.release))
    rebuilt = rebuild(job.raw, release, source)
    parts = tuple(
        Part(given["grade_id"], None, float(given["points"]))
        for cell in rebuilt.notebook.cells
        if (given := cell.metadata.get("nbgrader", {})).get("grade")
    )
    note = f"Nothing was judged: {reason.rstrip('.')}. Run the step again, or mark this work by hand."
    notebook = nbformat.writes(rebuilt.notebook)
    return Result(notebook, parts, (*rebuilt.notes, note), sandboxed=False, cpu=0.0)

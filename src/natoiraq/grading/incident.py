"""The result of a submission that could not be judged: shown to a person, and tried again by the next run."""

from __future__ import annotations

import json
from concurrent.futures import wait
from typing import Final

import nbformat
from nbformat import NotebookNode

from natoiraq.grading.intake import rebuild
from natoiraq.grading.job import Job, Part, Result
from natoiraq.grading.workers import LocalWorkers

UNREAD: Final = "The file handed in could not be read in time: open it yourself."


def incident(job: Job, reason: str) -> Result:
    """Return a result that gives no points and takes none.

    Parameters
    ----------
    job
        What was to be graded.
    reason
        Why it was not, as part of a sentence.
    """
    text, notes = _read_apart(job) if job.raw is not None else _read(job)
    notebook = nbformat.reads(text, as_version=4)
    parts = tuple(
        Part(given["grade_id"], None, float(given["points"]))
        for cell in notebook.cells
        if (given := cell.metadata.get("nbgrader", {})).get("grade")
    )
    note = f"Nothing was judged: {reason.rstrip('.')}. Run the step again, or mark this work by hand."
    unjudged = tuple(part.grade_id for part in parts)
    return Result(text, parts, (*notes, note), sandboxed=False, cpu=0.0, unjudged=unjudged)


def _read_apart(job: Job) -> tuple[str, tuple[str, ...]]:
    """Read a file in a process of its own: what has ended a worker must not end us."""
    workers = LocalWorkers(read, 1, job.patience)
    try:
        future = workers.submit(job.to_bytes())
        if not wait([future], timeout=job.patience.reading).done:
            workers.stop(future)
        text, notes = json.loads(workers.collect(future))
        return text, tuple(notes)
    except Exception:
        text, _ = _read(job, unread=True)
        return text, (UNREAD,)
    finally:
        workers.close()


def read(data: bytes) -> bytes:
    """Return a job's rebuilt notebook and its notes as JSON."""
    return json.dumps(_read(Job.from_bytes(data))).encode()


def _read(job: Job, *, unread: bool = False) -> tuple[str, tuple[str, ...]]:
    source, release = (nbformat.reads(text, as_version=4) for text in (job.source, job.release))
    rebuilt = rebuild(None if unread else job.raw, release, source)
    notebook: NotebookNode = rebuilt.notebook
    return nbformat.writes(notebook), rebuilt.notes

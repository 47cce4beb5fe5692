"""Makes the jobs of grading: the notebooks of each variant are built once, however many students have it."""

from __future__ import annotations

import json
from collections.abc import Callable

import nbformat

from natoiraq.course.folder import Course
from natoiraq.exercises import source_notebook
from natoiraq.exercises.release import released
from natoiraq.grading.driver import Submission
from natoiraq.grading.job import Job


def job_maker(course: Course) -> Callable[[Submission], Job]:
    """Return what `natoiraq.grading.driver.grade_all` asks for each submission's job.

    Parameters
    ----------
    course
        The course; its students decide the variants.
    """
    built: dict[tuple[str, str], tuple[str, str]] = {}

    def job_for(submission: Submission) -> Job:
        variant = course.variant(submission.exercise, course.by_folder[submission.student])
        key = submission.exercise, json.dumps(variant, sort_keys=True)
        if key not in built:
            source = source_notebook(course.exercises / submission.exercise, variant)
            text = nbformat.writes(source)
            built[key] = text, nbformat.writes(released(source))
        source_text, release_text = built[key]
        settings = course.settings
        return Job(submission.exercise, source_text, release_text, None, settings.limits, settings.patience)

    return job_for

"""Reference solutions solve every variant, a neighbour's do not; attempts get what they deserve."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from natoiraq import exercises, variants
from tests.exercises.conftest import NAMES, always, attempts, folder, standard
from tests.exercises.running import graded_cells, run, run_tests

PAIRS = 30
FULL_BY_COPYING = 0.3
"""Bound, for each part, on the share of pairs of students whose copied answers get full points."""


def points(notebook: object) -> dict[str, float]:
    return {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in graded_cells(notebook)}


@pytest.mark.parametrize("name", NAMES)
def test_every_variant_is_solved_and_copying_fails(name: str) -> None:
    chosen = list(variants.every(name))
    notebooks = [exercises.source_notebook(folder(name), variant) for variant in chosen]
    runs = [run(notebook) for notebook in notebooks]
    for variant, notebook, done in zip(chosen, notebooks, runs, strict=True):
        assert done.points == points(notebook), variant
        assert [rule for rule in always(name) if not eval(rule, done.names)] == [], variant
    pairs = list(combinations(range(len(chosen)), 2))
    picked = random.Random(name).sample(pairs, min(PAIRS, len(pairs)))
    full: Counter[str] = Counter()
    for one, other in picked:
        copied = run_tests(notebooks[other], {**runs[one].names, "variant": chosen[other]})
        full.update(test for test, most in points(notebooks[other]).items() if copied[test] == most)
    assert {test: times for test, times in full.items() if times > FULL_BY_COPYING * len(picked)} == {}


@pytest.mark.parametrize(
    ("name", "attempt"),
    [
        pytest.param(name, attempt, id=f"{name}-{attempt['attempt']}")
        for name in NAMES
        for attempt in attempts(name)
    ],
)
def test_an_attempt_gets_its_points_and_its_message(name: str, attempt: dict[str, object]) -> None:
    test, cell = str(attempt["test"]), str(attempt["cell"])
    done = run(standard(name), {cell: str(attempt["code"])}, {test})
    assert done.points[test] == pytest.approx(attempt["points"], abs=0.006), done.said[test]
    assert str(attempt.get("says", "")) in done.said[test]


@pytest.mark.parametrize("name", NAMES)
def test_six_mistakes_and_every_part_are_tried(name: str) -> None:
    wrong = [attempt for attempt in attempts(name) if attempt.get("says")]
    assert len(wrong) >= 6
    assert {attempt["test"] for attempt in wrong} == set(points(standard(name)))

"""The judge: the instructor's names stay theirs, tests do not meet, one that breaks down is one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from natoiraq.grading.bench import Bench
from natoiraq.grading.execute import finish
from natoiraq.grading.line import Message

FULL = "score = 2\nprint('You have it.')\nscore"


async def nobody(name: str, args: list[object]) -> str | None:
    raise AssertionError(f"{name} is called")


@pytest.fixture(scope="module")
def judge() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


@pytest.fixture
def bench(judge: Bench) -> Iterator[Bench]:
    yield judge
    judge.end()


def answer(bench: Bench, source: str, **values: str) -> Message:
    return finish(bench.test(source, bench.free_names(source), values, nobody, seconds=30))


def test_a_test_gives_its_points_and_what_it_says(bench: Bench) -> None:
    assert answer(bench, FULL) == {"said": "You have it.\n", "points": 2.0}


def test_free_names_are_those_that_the_student_has_to_give(bench: Bench) -> None:
    bench.locked("import pandas as pd\nvariant = {'year': 2014}")
    source = "_hidden = pd.Series(sorted(found))\n[one for one in variant if one == other] and _hidden"
    assert {"found", "other"} <= set(bench.free_names(source))
    assert not {"pd", "variant", "sorted", "_hidden"} & set(bench.free_names(source))


def test_a_name_that_the_instructor_has_bound_is_theirs(bench: Bench) -> None:
    bench.locked("variant = 1")
    assert answer(bench, "variant", variant="2")["points"] == 1


def test_a_name_that_the_instructors_cell_failed_to_bind_is_not_the_students(bench: Bench) -> None:
    assert "ZeroDivisionError" in str(bench.locked("import math as m\nvariant = 1 / 0\ndef f(): pass"))
    assert answer(bench, "variant", variant="2")["error"][0] == "NameError"
    assert not {"m", "variant", "f"} & set(bench.free_names("m, variant, f"))


def test_a_name_that_the_student_has_not_bound_is_empty(bench: Bench) -> None:
    assert answer(bench, "1 if missing is None else 0")["points"] == 1


def test_tests_do_not_meet(bench: Bench) -> None:
    assert answer(bench, "left = 1\nleft")["points"] == 1
    assert answer(bench, "1 if left is None else 0")["points"] == 1


def test_a_submission_leaves_nothing_to_the_next(bench: Bench) -> None:
    bench.locked("variant = 1")
    bench.end()
    assert answer(bench, "1 if variant is None else 0")["points"] == 1


def test_a_test_that_breaks_down_is_one_test(bench: Bench) -> None:
    bench.locked("variant = 3")
    assert "too large" in answer(bench, "import os\nos._exit(7)")["error"][1]
    assert answer(bench, "variant")["points"] == 3


def test_a_test_that_takes_too_much_memory_is_one_test(bench: Bench) -> None:
    assert answer(bench, "len('x' * (1 << 40))")["error"][0] == "MemoryError"
    assert answer(bench, FULL)["points"] == 2


@pytest.mark.parametrize("source", ["'2'", "True", "None", "float('nan')", "1/0", "raise SystemExit"])
def test_what_is_no_number_gives_no_points(source: str, bench: Bench) -> None:
    assert "points" not in answer(bench, source)


def test_a_students_function_is_called_elsewhere(bench: Bench) -> None:
    async def call(name: str, args: list[object]) -> str:
        return f'{{"value": {len(args)}}}'

    source = "double(1, 2)"
    asked = bench.test(source, bench.free_names(source), {"double": '{"t": "function"}'}, call, seconds=30)
    assert finish(asked)["points"] == 2

"""A change finds the tests that concern it: those of its room and the nearest by imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.concern import concerned, nearest
from tests.conftest import ROOT, SLOW


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("src/bookkit/checks/tables.py", "tests/checks"),
        ("src/natoiraq/grading/intake.py", "tests/grading"),
        ("src/natoiraq/grading/provisioner.py", "tests/processes/test_worker.py"),
        ("src/natoiraq/grading/seccomp.py", "tests/processes/test_worker.py"),
        ("src/natoiraq/charts/governance.py", "tests/charts"),
        ("src/natoiraq/variants.py", "tests/variants"),
        ("src/bookkit/editions/paper/order.py", "tests/site/test_paper.py"),
        ("src/natoiraq/course/formgrader.py", "tests/whole_course/test_formgrader.py"),
        ("data/headcounts.csv", "tests/evidence"),
        ("book/2-history.md", "tests/site/test_pages.py"),
        ("exercises/source/ex1/ex1.md", "tests/exercises"),
        ("tests/charts/test_theme.py", "tests/charts/test_theme.py"),
        ("tests/grading/standin.py", "tests/processes/test_driver.py"),
        ("Makefile", "tests"),
    ],
)
def test_a_change_finds_its_tests(file: str, test: str) -> None:
    assert (ROOT / file).is_file()
    assert test in concerned([file])


def test_a_module_does_not_call_for_everything() -> None:
    found = concerned(["src/bookkit/checks/tables.py"])
    assert not [each for each in found if any(each.startswith(f"tests/{slow}") for slow in SLOW)]


def test_a_file_that_no_test_reads_finds_none() -> None:
    assert concerned(["LICENSE"]) == []


def test_the_nearest_are_found_over_several_imports() -> None:
    graph = {"a": set(), "b": {"a"}, "c": {"b"}, "tests.test_c": {"c"}, "tests.test_far": {"tests.test_c"}}
    assert nearest("a", graph) == {"tests.test_c"}
    assert nearest("tests.test_far", graph) == set()
    assert nearest("a", graph, "site") == set()


def test_every_module_is_the_concern_of_some_test() -> None:
    """A module that no rule leads to would be changed untested."""
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.py")]
    assert [path for path in paths if not concerned([path])] == []


def test_every_slow_folder_is_there_and_says_why() -> None:
    assert [name for name in SLOW if not Path(ROOT, "tests", name).is_dir()] == []

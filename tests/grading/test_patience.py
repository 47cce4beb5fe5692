"""How long grading waits is one value: a course sets it, it travels with each job, and defaults stand in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest

from bookkit.errors import ToldError
from natoiraq.course.settings import Settings, read_settings, template
from natoiraq.grading.job import Job
from natoiraq.grading.patience import BESIDE, USUAL, Patience
from natoiraq.grading.record import work_fingerprint
from tests.grading import standin

NAMES = [one.name for one in fields(Patience)]


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_a_new_course_tells_each_value_with_what_it_means(tmp_path: Path) -> None:
    text = template("A course")
    assert tomllib.loads(text)["patience"] == asdict(USUAL)
    assert settings(tmp_path, text).patience == USUAL
    table = text.partition("[patience]\n")[2]
    assert re.findall(r"^(\w+) = [\d.]+  # \S.+$", table, re.MULTILINE) == NAMES


def test_what_each_cell_may_always_use_is_told_from_the_value() -> None:
    assert f"always {USUAL.cpu:g} seconds of processor time and {USUAL.idle:g} of waiting" in template("x")


def test_a_course_made_before_there_was_such_a_table_has_the_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path, "[limits]\ncpu = 30\n").patience == USUAL


@pytest.mark.parametrize("name", NAMES)
def test_a_course_can_set_each_value(tmp_path: Path, name: str) -> None:
    assert settings(tmp_path, f"[patience]\n{name} = 7\n").patience == replace(USUAL, **{name: 7})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cpu = 0", "patience.cpu is 0. Cure: write a number above 0, and not above 1000000."),
        ("cpu = -1.5", "patience.cpu is -1.5. Cure: write a number above 0"),
        ("idle = inf", "patience.idle is inf. Cure: write a number above 0"),
        ("idle = nan", "patience.idle is nan. Cure: write a number above 0"),
        ("tick = true", "patience.tick is True. Cure: write a number above 0"),
        ('grace = "2"', "patience.grace is '2'. Cure: write a number above 0"),
        ("restarts = 2.5", "patience.restarts is 2.5. Cure: write a whole number above 0."),
        ("restarts = 0", "patience.restarts is 0. Cure: write a whole number above 0."),
        ("wait = 3", "there is no setting patience.wait. Cure: take it out, or use one of cpu, idle"),
    ],
)
def test_a_wrong_value_is_named_with_file_key_and_cure(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ToldError) as caught:
        settings(tmp_path, f"[patience]\n{text}\n")
    assert str(tmp_path / "course.toml") in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["limits", "patience"])
def test_what_is_no_table_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ToldError, match=rf"{name} is 3\. Cure: write it as a table, below a line `\[{name}"):
        settings(tmp_path, f"{name} = 3\n")


def test_it_travels_with_the_job() -> None:
    job = standin.job(b"{}", patience=Patience(cpu=0.5, restarts=2, drawing=7))
    assert Job.from_bytes(job.to_bytes()) == job


def test_equal_jobs_give_equal_bytes_with_decimals_or_without(tmp_path: Path) -> None:
    whole, decimal = (settings(tmp_path, f"[patience]\ncpu = {value}\n").patience for value in ("4", "4.0"))
    assert standin.job(patience=whole).to_bytes() == standin.job(patience=decimal).to_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_work_is_graded_again_where_a_mark_may_depend_on_the_value(name: str) -> None:
    usual, other = standin.job(), standin.job(patience=replace(USUAL, **{name: getattr(USUAL, name) + 1}))
    assert (work_fingerprint(usual) == work_fingerprint(other)) is (name in BESIDE)

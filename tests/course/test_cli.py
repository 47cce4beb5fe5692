"""The command: it explains itself, says what waits, and stops with a sentence."""

from __future__ import annotations

import zipfile

import pytest

from natoiraq.course import grade as grading
from natoiraq.course import steps
from natoiraq.course.cli import app
from natoiraq.course.collect import collect
from natoiraq.course.folder import Course
from natoiraq.course.init import NBGRADER
from natoiraq.course.review import waiting
from natoiraq.grading.driver import Summary
from tests.course.conftest import make_course, notebook, put_result, run, zipped

STEPS = ["init", "release", "collect", "grade", "review", "feedback", "export", "report", "doctor"]


def test_help_lists_the_steps_in_their_order() -> None:
    said = run("--help")
    places = [said.index(f"\n  {name} ") for name in STEPS]
    assert places == sorted(places)
    assert [command.callback.__name__ for command in app.registered_commands if command.callback] == STEPS


@pytest.mark.parametrize("step", STEPS)
def test_each_step_explains_itself(step: str) -> None:
    assert "--course" in run(step, "--help") or step == "init"


def test_grading_nothing_says_what_comes_first(course: Course) -> None:
    assert "nothing was collected yet. Cure: run `natoiraq-course collect`." in run(
        "grade", "--course", course.root, code=1
    )


def test_missing_protection_is_one_sentence_at_the_start(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "Students' code runs without a sandbox here. Cure: install bubblewrap."
    monkeypatch.setattr(steps, "protection", lambda: why)
    assert run("grade", "--course", course.root, code=1).startswith(why)


def test_ctrl_c_ends_grading_with_a_promise(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({"S1.ipynb": notebook()}))
    collect(course, path)
    monkeypatch.setattr(grading, "grade_all", lambda *_, **__: Summary(interrupted=True))
    said = run("grade", "ex1", "--course", course.root, code=130)
    assert "Interrupted. What was done is kept; run the step again to go on." in said


def test_review_says_what_waits(course: Course) -> None:
    put_result(course, "S1", {})
    put_result(course, "S2", {"words": 3.0})
    assert waiting(course, ["ex1", "ex2"]) == ["ex1: 1 of 2 submissions wait for a person: words."]
    put_result(course, "S1", {"words": 3.0})
    assert waiting(course, ["ex1"]) == ["ex1: everything is marked."]


def test_formgraders_settings_are_kept_up_to_date(course: Course) -> None:
    path = course.root / "nbgrader_config.py"
    path.write_text("c = get_config()", encoding="utf-8")
    list_of_students = course.root.parent / "course.csv"
    run("init", course.root, "--students", list_of_students)
    assert path.read_text(encoding="utf-8") == NBGRADER


def test_feedback_goes_back_under_the_names_of_the_system(course: Course) -> None:
    names = {
        "S1": "Ada Lovelace_55_assignsubmission_file/ex1.ipynb",
        "S2": "babbagecharles_LATE_102_77_ex1.ipynb",
        "S3": "S3.ipynb",
    }
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({name: notebook() for name in names.values()}))
    collect(course, path)
    for student in names:
        put_result(course, student, {})
    said = run("feedback", "ex1", "--course", course.root)
    assert "ex1: 3 pages in" in said
    assert "ex1: 3 pages say that a part is not marked yet." in said
    with zipfile.ZipFile(course.root / "exports" / "feedback-ex1.zip") as archive:
        assert archive.namelist() == [
            "Ada Lovelace_55_assignsubmission_file_/ex1.html",
            "babbagecharles_LATE_102_77_ex1.html",
            "S3/ex1.html",
        ]
        assert "Feedback for Ada Lovelace" in archive.read(archive.namelist()[0]).decode()


@pytest.mark.parametrize(
    "folder",
    ["1-2 - Ada Lovelace - Nov 28, 2026 1015 AM/", "multi_feedback_Ex_1_9/Lovelace_Ada_ada_4711/"],
    ids=["Brightspace", "ILIAS"],
)
def test_folders_of_other_systems_go_back_too(course: Course, folder: str) -> None:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({f"{folder}ex1.ipynb": notebook()}))
    collect(course, path)
    put_result(course, "S1", {})
    run("feedback", "--course", course.root)
    with zipfile.ZipFile(course.root / "exports" / "feedback-ex1.zip") as archive:
        assert archive.namelist() == [f"{folder}ex1.html"]


def test_a_long_list_is_cut_unless_asked_for(course: Course) -> None:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({f"nobody-{number}.ipynb": notebook() for number in range(30)}))
    short = run("collect", path, "--course", course.root)
    assert "… and 10 more. Give --all to see them." in short
    long = run("collect", path, "--course", course.root, "--all")
    assert long.count("no part of its name") == 30


def test_many_students_are_quick_to_match(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Past mistake: each file was compared with each student."""
    rows = "".join(f"s{number},First{number} Last{number},l{number}\n" for number in range(400))
    course = make_course(tmp_path_factory.mktemp("many") / "course", f"id,name,login\n{rows}")
    names = [f"First{number} Last{number}_{number}_assignsubmission_file" for number in range(400)]
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({f"{name}/ex1.ipynb": b"{}" for name in names}))
    assert len(collect(course, path, "ex1").new) == 400


def test_files_are_named_as_one_would_type_them(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    put_result(course, "S1", {"words": 3.0})
    monkeypatch.chdir(course.root)
    assert "The marks of ex1 are in exports/marks.csv." in run("export")
    assert "ex1: 1 page in feedback, together in exports/feedback-ex1.zip." in run("feedback")
    assert "The report is in exports/report-ex1.html." in run("report")

"""The doctor says what works, what does not, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from natoiraq.course import doctor
from natoiraq.course.folder import Course
from natoiraq.grading.sandbox import Sandbox
from tests.conftest import work_for
from tests.course.conftest import run


def test_a_sound_machine_and_course_are_told(course: Course) -> None:
    said = run("doctor", "--course", course.root)
    assert "✓ Students' code is locked in" in said
    assert "✓ The course “NATO in Iraq” has 3 students." in said
    assert "nbgrader 0.9.6" in said
    assert "✗" not in said


def test_a_missing_sandbox_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    why = "Students' code runs without a sandbox here. Cure: install bubblewrap."
    monkeypatch.setattr(doctor, "sandbox", lambda: Sandbox(False, why))
    said = run("doctor", "--course", tmp_path)
    assert f"! {why} Marks are protected all the same." in said
    assert "No course folder here" in said


def test_what_is_missing_ends_with_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "NEEDED", ("nbgrader", "no-such-package"))
    work_for(tmp_path / "gone", monkeypatch)
    said = run("doctor", "--course", tmp_path, code=1)
    assert "✗ no-such-package is not installed. Cure: run `make course`." in said
    assert "this is a copy for students" in said


def test_an_open_or_broken_course_folder_is_told(course: Course) -> None:
    course.root.chmod(0o755)
    assert f"! Others on this machine can look into {course.root}. Cure: run `chmod 700`" in run(
        "doctor", "--course", course.root
    )
    (course.root / "secret.key").unlink()
    assert "secret.key is missing" in run("doctor", "--course", course.root, code=1)


def test_a_late_jsonschema_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "4.26.0")
    assert "jsonschema 4.26 makes grading slow. Cure: run `make course`" in run(
        "doctor", "--course", tmp_path
    )


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "ROOM", 1 << 60)
    assert "GB are free on the disk. Cure: make room." in run("doctor", "--course", tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """Past mistake: it ended in a traceback."""
    said = run("doctor", "--course", tmp_path / "nowhere", code=1)
    assert f"✗ There is no folder {tmp_path / 'nowhere'}. Cure: give the folder of your course." in said

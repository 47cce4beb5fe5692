"""Each student has a variant that repeats and that nobody can tell without the secret."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bookkit.errors import ToldError
from natoiraq import exercises, variants

SECRET = bytes(range(32))
STUDENTS = [f"s{number:05}@example.edu" for number in range(10_000)]
NAMES = exercises.names()

DECLARED = """\
standard: {a: 1, b: [x], c: 5}
cases:
  - {a: {one: [1, 2]}, b: {draw: 1, from: [x, y, z]}, c: 5}
  - {a: 3, b: {draw: 2, from: [x, y]}, c: 6}
"""


def declare(folder: Path, text: str) -> Path:
    (folder / "e").mkdir()
    (folder / "e" / "variants.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_students_get_variants_that_are_solved_and_evenly_spread(name: str) -> None:
    """`tests/exercises` solves every variant; here each student's is one of those."""
    every = {json.dumps(variant) for variant in variants.every(name)}
    drawn = Counter(json.dumps(variants.variant(name, student, SECRET)) for student in STUDENTS)
    assert set(drawn) == every
    assert max(drawn.values()) <= 1.6 * len(STUDENTS) / len(every)


def test_a_variant_repeats_and_depends_on_exercise_student_and_secret() -> None:
    first = [variants.variant("ex1", student, SECRET) for student in STUDENTS[:50]]
    assert first == [variants.variant("ex1", student, SECRET) for student in STUDENTS[:50]]
    assert first != [variants.variant("ex1", student, SECRET[::-1]) for student in STUDENTS[:50]]
    assert first != [variants.variant("ex1", student.upper(), SECRET) for student in STUDENTS[:50]]


def test_changing_a_variant_changes_nobody_elses() -> None:
    variants.variant("ex1", "a", SECRET)["parents"].append("mine")
    variants.standard("ex1")["parents"].append("mine")
    assert "mine" not in variants.variant("ex1", "a", SECRET)["parents"]
    assert "mine" not in variants.standard("ex1")["parents"]


def test_a_declaration_lists_what_can_be_drawn(tmp_path: Path) -> None:
    source = declare(tmp_path, DECLARED)
    assert variants.standard("e", source=source) == {"a": 1, "b": ["x"], "c": 5}
    found = [tuple(map(str, variant.values())) for variant in variants.every("e", source=source)]
    assert len(found) == len(set(found)) == 7
    assert ("3", "['x', 'y']", "6") in found


def test_a_parameter_added_later_changes_no_other(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = declare(tmp_path / "old", "standard: {a: 1}\ncases: [{a: {one: [1, 2, 3, 4]}}]")
    new = declare(
        tmp_path / "new", "standard: {z: 1, a: 1}\ncases: [{z: {one: [1, 2]}, a: {one: [1, 2, 3, 4]}}]"
    )
    for student in STUDENTS[:50]:
        before = variants.variant("e", student, SECRET, source=old)["a"]
        assert variants.variant("e", student, SECRET, source=new)["a"] == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "standard: {a: 1}",
            r"cannot be read as variants .*Cure: give it a mapping `standard:` and a list `cases:`",
        ),
        ("standard: [", "cannot be read as variants"),
        (
            "standard: {a: 1}\ncases: [{b: 1}]",
            r"case 1: it and `standard` do not name the same parameters \(a, b\)",
        ),
        ("standard: {a: 9}\ncases: [{a: 1}]", "`standard` is none of the variants of `cases`"),
        (
            "standard: {a: 1}\ncases: [{a: {one: [1, 1]}}]",
            "case 1, a: the values to draw from are no list of different",
        ),
        ("standard: {a: 1}\ncases: [{a: {draw: 3, from: [1, 2]}}]", "case 1, a: 3 cannot be drawn from 2"),
    ],
)
def test_a_faulty_declaration_names_file_and_cure(tmp_path: Path, text: str, says: str) -> None:
    source = declare(tmp_path, text)
    with pytest.raises(ToldError, match=says) as caught:
        variants.standard("e", source=source)
    assert str(source / "e" / "variants.yml") in str(caught.value)


def test_a_missing_declaration_and_a_short_secret_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ToldError, match=r"variants.yml is missing. Cure: declare"):
        variants.standard("e", source=tmp_path)
    with pytest.raises(ToldError, match="has 3 bytes, fewer than 16"):
        variants.variant("ex1", "a", b"abc")

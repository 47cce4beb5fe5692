"""Lists of students come as they are: every export is read, and each fault is named with its place."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bookkit.errors import ToldError
from natoiraq.course.init import init
from natoiraq.course.lists import read_list
from natoiraq.course.students import Student, read_students
from tests.course.conftest import LIST, run

ADA = Student("S1", "Ada Lovelace", "ada@example.org", "ada")


def read(tmp_path: Path, text: str | bytes) -> list[Student]:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_list(path).students)


@pytest.mark.parametrize(
    "text",
    [
        "First name,Last name,ID number,Email address,Username\nAda,Lovelace,S1,ada@example.org,ada\n",
        "First name\tSurname\tID number\tEmail address\tUsername\nAda\tLovelace\tS1\tada@example.org\tada\n",
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
        "#S1,#ada,Lovelace,Ada,ada@example.org,#\n",
        "Anmeldename;Vorname;Nachname;E-Mail;Matrikelnummer\nada;Ada;Lovelace;ada@example.org;S1\n",
        "Login;First name;Last name;E-Mail;Matriculation number\nada;Ada;Lovelace;ada@example.org;S1\n",
        "id,name,email,login\nS1,Ada Lovelace,ada@example.org,ada\n",
        "sep=;\nid;name;email;login\n\n S1 ;Ada Lovelace;ada@example.org;ada\n;;;\n",
    ],
    ids=["moodle", "moodle-tabs", "brightspace", "ilias-german", "ilias", "plain", "excel"],
)
def test_each_export_gives_the_same_student(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == [ADA]


def test_a_canvas_gradebook_is_a_list_too(tmp_path: Path) -> None:
    students = read(tmp_path, LIST)
    assert students[0] == Student("S1", "Lovelace, Ada", login="ada", lms_id="101", section="A")
    assert [student.id for student in students] == ["S1", "S2", "S3"]
    assert students[0].names == ("Ada", "Lovelace")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_make_no_difference(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    text = f"{mark}id,name\r\nS1,Jörg Müller\r\n".encode(encoding)
    assert read(tmp_path, text) == [Student("S1", "Jörg Müller")]


def test_the_login_stands_in_for_an_id(tmp_path: Path) -> None:
    assert read(tmp_path, "Username,Full name\nada,Ada Lovelace\n")[0].id == "ada"
    assert read(tmp_path, "Full name,Email address\nAda Lovelace,a@example.org\n")[0].id == "a@example.org"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Phone\nAda,1\n", "list.csv, row 1: no column holds an id; there are Name, Phone. Cure: name"),
        ("id,name\nS1,Ada\n,Charles\n", "list.csv, row 3, column “id”: the id is empty. Cure: fill it in"),
        ("id,name\nS1,Ada\nS1,Charles\n", "the id 'S1' stands there twice. Cure: keep one row"),
        ("id,name\nada,Ada\nADA,Charles\n", "the ids 'ada' and 'ADA' would share the folder ADA. Cure: give"),
        ("id\n", "has no student below its header"),
        ("", "is empty. Cure: export"),
        (b"PK\x03\x04xlsx", "is a spreadsheet or a zip. Cure: save the sheet as CSV"),
        (b"id\0name", "is no text. Cure"),
    ],
)
def test_a_fault_is_named_with_place_and_cure(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ToldError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)


def test_odd_ids_get_folders_that_are_safe_and_differ(tmp_path: Path) -> None:
    ids = ["../../etc/passwd", "a/b", "a b", "=1+1", "学生", "é", "e\u0301", "CON "]
    students = read(tmp_path, "id,name\n" + "".join(f'"{name}",X\n' for name in ids))
    folders = [student.folder for student in students]
    assert len(set(map(str.casefold, folders))) == len(ids)
    assert all(folder.isascii() and "/" not in folder and "." not in folder for folder in folders)


def test_init_makes_a_private_folder_that_explains_itself(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    said = run("init", tmp_path / "course", "--students", tmp_path / "list.csv", "--title", "SSR 2026")
    assert "“SIS User ID” is the id" in said
    assert "Students added: 3. In all: 3." in said
    root = tmp_path / "course"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "secret.key").stat().st_mode) == 0o600
    assert len((root / "secret.key").read_bytes()) == 32
    settings = (root / "course.toml").read_text(encoding="utf-8")
    assert 'title = "SSR 2026"' in settings
    assert settings.count("#") >= 8
    assert [student.id for student in read_students(root / "students.csv")] == ["S1", "S2", "S3"]


def test_init_again_adds_and_changes_nothing_else(tmp_path: Path) -> None:
    root, path = tmp_path / "course", tmp_path / "list.csv"
    path.write_text("id,name\nS1,Ada Lovelace\nS2,Charles Babbage\n", encoding="utf-8")
    list(init(root, path))
    secret = (root / "secret.key").read_bytes()
    (root / "course.toml").write_text('title = "Mine"\n', encoding="utf-8")
    path.write_text("id,name\nS1,Ada King\nS4,Mary Somerville\n", encoding="utf-8")
    said = list(init(root, path))
    assert "The secret key was kept." in said
    assert "Students added: 1. In all: 3." in said
    assert any(
        "the list says name “Ada King”, the course says “Ada Lovelace”, which was kept" in one for one in said
    )
    assert "Charles Babbage (S2) is not in the list any more, and was kept." in said
    assert (root / "secret.key").read_bytes() == secret
    assert (root / "course.toml").read_text(encoding="utf-8") == 'title = "Mine"\n'
    assert [one.name for one in read_students(root / "students.csv")] == [
        "Ada Lovelace",
        "Charles Babbage",
        "Mary Somerville",
    ]


def test_init_leaves_other_peoples_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id\nS1\n", encoding="utf-8")
    said = run("init", tmp_path, "--students", tmp_path / "list.csv", code=1)
    assert "holds other files. Cure: give the name of a new folder." in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("variants = maybe", "Cure: mend that line"),
        ('variants = "no"', "variants is 'no'. Cure: write true or false."),
        ("[limits]\ncpu = 0", "limits.cpu is 0. Cure: write a whole number above 0."),
        (
            "[limits]\ncores = 4",
            "there is no setting limits.cores. Cure: take it out, or use one of cpu, wall",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "list.csv").write_text("id\nS1\n", encoding="utf-8")
    list(init(tmp_path / "course", tmp_path / "list.csv"))
    (tmp_path / "course" / "course.toml").write_text(settings, encoding="utf-8")
    assert said in run("release", "--course", tmp_path / "course", code=1)


def test_elsewhere_the_command_says_that_there_is_no_course(tmp_path: Path) -> None:
    assert "is no course folder: it has no course.toml. Cure: go" in run(
        "release", "--course", tmp_path, code=1
    )

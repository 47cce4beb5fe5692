"""Whatever a system calls the files: each reaches its student with its bytes untouched, or is named."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bookkit.errors import ToldError
from natoiraq.course import archive
from natoiraq.course.archive import open_download
from natoiraq.course.collect import Collected, collect
from natoiraq.course.folder import Course
from tests.course.conftest import make_course, notebook, run, zipped

TWINS = "id,name,login\nt1,Jan Novák,jan1\nt2,Jan Novak,jan2\nt3,Ann Lee,ann\nt4,Ann Lee,lee\n"


def collected(course: Course, files: dict[str, bytes], exercise: str | None = None) -> Collected:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped(files))
    return collect(course, path, exercise)


def taken(course: Course, student: str, exercise: str = "ex1") -> bytes | None:
    path = course.root / "submitted" / student / exercise / f"{exercise}.ipynb"
    return path.read_bytes() if path.exists() else None


def reasons(done: Collected) -> str:
    return "\n".join(f"{where}: {reason}" for where, reason in done.unmatched)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("lovelaceada_101_778_ex1.ipynb", "S1"),
        ("lovelaceada_LATE_101_778_ex1-2.ipynb", "S1"),
        ("müllerlüdenscheidtjörgümit_103_779_ex1.ipynb", "S3"),
        ("Ada Lovelace_123456_assignsubmission_file/ex1.ipynb", "S1"),
        ("Ada Lovelace_123456_assignsubmission_file_/ex1.ipynb", "S1"),
        ("Ada Lovelace_123456_assignsubmission_file_ex1.ipynb", "S1"),
        ("A-Ada Lovelace_123456_assignsubmission_file/ex1.ipynb", "S1"),
        ("Jörg Ümit Müller-Lüdenscheidt_123457_assignsubmission_file/ex1.ipynb", "S3"),
        ("12345-67890 - Ada Lovelace - Nov 28, 2026 1015 AM/ex1.ipynb", "S1"),
        ("12345-67890 - Charles Babbage - Nov 28, 2026 1015 AM - ex1.ipynb", "S2"),
        ("Exercise 1/Submissions/Lovelace_Ada_ada_4711/ex1.ipynb", "S1"),
        (
            "multi_feedback_ex1_12/Mueller-Luedenscheidt_Joerg Uemit_jmueller_4713/20261128101500_ex1.ipynb",
            "S3",
        ),
        ("S1.ipynb", "S1"),
        ("ada/ex1.ipynb", "S1"),
        ("ex1-S2.ipynb", "S2"),
        ("charles_ex1.ipynb", "S2"),
        ("hand-ins/S2/ex1 (3).ipynb", "S2"),
        ("Ada Lovelace/my notebook.ipynb", "S1"),
    ],
)
def test_each_systems_names_lead_to_the_student(course: Course, name: str, student: str) -> None:
    content = notebook(text="ungewöhnlich \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))
    done = collected(course, {name: content})
    assert done.unmatched == []
    assert [(who.id, exercise) for who, exercise in done.new] == [(student, "ex1")]
    assert taken(course, student) == content


def test_what_is_no_submission_makes_no_noise(course: Course) -> None:
    files = {
        "index.html": b"<p>list</p>",
        "__MACOSX/._ex1.ipynb": b"x",
        "Ada Lovelace_1_assignsubmission_file/.ipynb_checkpoints/ex1-checkpoint.ipynb": notebook(text="old"),
        "Ada Lovelace_1_assignsubmission_onlinetext/onlinetext.html": b"<p></p>",
        "Ada Lovelace_1_assignsubmission_file/ex1.ipynb": notebook(),
        "Ada Lovelace_1_assignsubmission_file/photo.png": b"x",
    }
    done = collected(course, files, "ex1")
    assert (len(done.new), done.unmatched, done.notes) == (1, [], [])


def test_a_download_without_a_file_is_said(course: Course, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ToldError, match=r"there is no file in it\. Cure: "):
        collect(course, tmp_path / "empty")


def test_lateness_is_told(course: Course) -> None:
    done = collected(course, {"babbagecharles_LATE_102_9_ex1.ipynb": notebook()})
    assert [who.id for who, _ in done.late] == ["S2"]


@pytest.mark.parametrize(
    ("names", "latest"),
    [
        (["lovelaceada_101_778_ex1.ipynb", "lovelaceada_101_901_ex1-1.ipynb"], 1),
        (["S1/ex1.ipynb", "S1/ex1-1.ipynb", "S1/ex1-10.ipynb", "S1/ex1-2.ipynb"], 2),
        (
            [
                "1-2 - Ada Lovelace - Nov 28, 2026 1015 PM/ex1.ipynb",
                "1-2 - Ada Lovelace - Nov 28, 2026 1115 AM/ex1.ipynb",
            ],
            0,
        ),
        (["Lovelace_Ada_ada_1/20261128101500_ex1.ipynb", "Lovelace_Ada_ada_1/20261128101459_ex1.ipynb"], 0),
    ],
)
def test_the_latest_hand_in_wins_and_is_announced(course: Course, names: list[str], latest: int) -> None:
    files = {name: notebook(text=str(number)) for number, name in enumerate(names)}
    done = collected(course, files)
    assert taken(course, "S1") == notebook(text=str(latest))
    assert done.notes == [f"Lovelace, Ada (S1), ex1: the latest of {len(names)} files was taken."]


def test_two_files_without_a_time_are_left_to_a_person(course: Course) -> None:
    done = collected(course, {"S1/a/ex1.ipynb": notebook(text="a"), "S1/b/ex1.ipynb": notebook(text="b")})
    assert taken(course, "S1") is None
    assert "has several files for ex1 and nothing tells which is the latest. Cure: collect" in reasons(done)
    assert collected(course, {"S1/a/ex1.ipynb": notebook(), "S1/b/ex1.ipynb": notebook()}).unmatched == []


def test_nobody_is_matched_by_guess(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", TWINS)
    done = collected(
        course,
        {
            "Ann Lee_1_assignsubmission_file/ex1.ipynb": notebook(),
            "Mary-Ann Lee_2_assignsubmission_file/ex1.ipynb": notebook(),
            "Participant_3_assignsubmission_file/ex1.ipynb": notebook(),
            "NOVAK JAN_4_assignsubmission_file/ex1.ipynb": notebook(),
            "xyz-ann.ipynb": notebook(),
            "t1/t2.ipynb": notebook(),
        },
    )
    assert done.new == []
    said = reasons(done)
    assert "it may be of Ann Lee (t3) or Ann Lee (t4). Cure: name the file after the id" in said
    assert "nobody of the course is called “Mary-Ann Lee”" in said
    assert "nobody of the course is called “Participant”; the system hid the names" in said
    assert "it may be of Jan Novak (t2) or Jan Novák (t1)" in said
    assert "xyz-ann.ipynb: no part of its name is an id, login or name of a student" in said
    assert len(done.unmatched) == 6


def test_accents_and_logins_tell_namesakes_apart(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", TWINS)
    done = collected(
        course,
        {
            "Jan Novák_1_assignsubmission_file/ex1.ipynb": notebook(text="1"),
            "Jan Novak_2_assignsubmission_file/ex1.ipynb": notebook(text="2"),
            "Lee_Ann_lee_9/ex1.ipynb": notebook(text="4"),
        },
    )
    assert done.unmatched == []
    assert [taken(course, who) for who in ("t1", "t2", "t4")] == [notebook(text=n) for n in "124"]


def test_a_number_and_a_name_that_disagree_are_left_to_a_person(course: Course) -> None:
    done = collected(
        course, {"lovelaceada_102_1_ex1.ipynb": notebook(), "lovelaceada_555_1_ex1.ipynb": notebook()}
    )
    assert "Canvas' number 102 is that of Babbage, Charles (S2), and the name that of Lovelace" in reasons(
        done
    )
    assert "nobody has Canvas' number 555" in reasons(done)


def test_the_exercise_is_read_from_the_notebook_then_from_the_name(course: Course) -> None:
    done = collected(
        course,
        {
            "S1/homework.ipynb": notebook("Counting the mission"),
            "S1/memo.ipynb": b"broken {",
            "S2/homework.ipynb": b"broken {",
        },
    )
    assert sorted(name for _, name in done.new) == ["ex2", "memo"]
    assert "S2/homework.ipynb: nothing in it says which exercise it is. Cure: give --exercise" in reasons(
        done
    )
    again = collected(
        course, {"S2/homework.ipynb": b"broken {", "S1/a.ipynb": notebook("Counting the mission")}, "ex3"
    )
    assert taken(course, "S2", "ex3") == b"broken {"
    assert "it is a notebook of ex2, and not of ex3" in reasons(again)


def test_the_only_file_counts_even_if_it_is_no_notebook(course: Course) -> None:
    done = collected(course, {"S1/ex1.py": b"pairs = 1"})
    assert taken(course, "S1") == b"pairs = 1"
    assert "S1/ex1.py is no notebook; it was taken as it is." in done.notes[0]


def test_collecting_again_changes_nothing_and_says_so(course: Course) -> None:
    files = {"lovelaceada_101_778_ex1.ipynb": notebook()}
    collected(course, files)
    before = (course.root / "submitted/S1/ex1/collected.json").read_bytes()
    done = collected(course, files)
    assert (len(done.same), done.new) == (1, [])
    assert (course.root / "submitted/S1/ex1/collected.json").read_bytes() == before


def test_a_later_file_replaces_and_an_earlier_one_does_not(course: Course) -> None:
    collected(course, {"lovelaceada_101_778_ex1.ipynb": notebook(text="2")})
    done = collected(course, {"lovelaceada_101_500_ex1.ipynb": notebook(text="1")})
    assert done.notes == ["Lovelace, Ada (S1), ex1: a later file was collected before, and it was kept."]
    assert taken(course, "S1") == notebook(text="2")
    done = collected(course, {"lovelaceada_101_900_ex1.ipynb": notebook(text="3")})
    assert [who.id for who, _ in done.replaced] == ["S1"]
    assert taken(course, "S1") == notebook(text="3")
    notes = json.loads((course.root / "submitted/S1/ex1/collected.json").read_text())
    assert notes["file"] == "lovelaceada_101_900_ex1.ipynb"
    assert notes["reply"] == "lovelaceada_101_900_"


def test_a_students_own_zip_is_opened(course: Course) -> None:
    inner = zipped({"work/ex1.ipynb": notebook(), "work/data.csv": b"1"})
    done = collected(course, {"lovelaceada_101_778_work.zip": inner, "S2/broken.zip": b"PK no zip"}, "ex1")
    assert taken(course, "S1") == notebook()
    assert taken(course, "S2") == b"PK no zip"
    assert done.unmatched == []


def entry(name: str, **settings: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    for what, value in settings.items():
        setattr(made, what, value)
    return made


def link(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry("S2/ex1.ipynb", create_system=3, external_attr=0o120777 << 16), "/etc/passwd")


def device(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry("S2/ex1.ipynb", create_system=3, external_attr=0o020666 << 16), "")


def named(name: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(name, notebook())

    return make


def encrypted(path: Path) -> None:
    named("S2/ex1.ipynb")(path)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(raw))


def bomb(path: Path) -> None:
    path.write_bytes(zipped({"S2/ex1.ipynb": bytes(30 << 20)}))


def liar(path: Path) -> None:
    """An entry that says it is small and grows when it is read."""
    path.write_bytes(zipped({"S2/ex1.ipynb": bytes(1 << 20)}))
    raw = bytearray(path.read_bytes())
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = struct.pack("<I", 10)
    path.write_bytes(bytes(raw))


def damaged(path: Path) -> None:
    path.write_bytes(zipped({"S2/ex1.ipynb": notebook(text="a" * 5000)}))
    raw = bytearray(path.read_bytes())
    raw[60:70] = b"0123456789"
    path.write_bytes(bytes(raw))


def nested_bomb(path: Path) -> None:
    path.write_bytes(zipped({"S2/deep.zip": zipped({"ex1.ipynb": bytes(30 << 20)})}))


def too_many(path: Path) -> None:
    path.write_bytes(zipped({"S2/many.zip": zipped({f"{n}.ipynb": b"" for n in range(501)})}))


def too_deep(path: Path) -> None:
    content = notebook()
    for _ in range(5):
        content = (
            zipped({"ex1.zip": content}) if content.startswith(b"PK") else zipped({"ex1.ipynb": content})
        )
    path.write_bytes(zipped({"S2/ex1.zip": content}))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (link, "it is a link or a device"),
        (device, "it is a link or a device"),
        (named("../S2/ex1.ipynb"), "its name leads out of its folder"),
        (named("S2/../../../ex1.ipynb"), "its name leads out of its folder"),
        (named("S2\\..\\ex1.ipynb"), "its name leads out of its folder"),
        (named("/S2/ex1.ipynb"), "its name leads to a fixed place on the disk"),
        (named("C:\\S2\\ex1.ipynb"), "its name leads to a fixed place on the disk"),
        (named("S2/ex1\n.ipynb"), "its name holds characters that cannot be written"),
        (encrypted, "it is encrypted"),
        (bomb, "it grows so much by unpacking that it looks like a trap"),
        (liar, "it is damaged"),
        (damaged, "it is damaged"),
        (nested_bomb, "it grows so much by unpacking that it looks like a trap"),
        (too_many, "it has 501 entries, more than the 500 that are read"),
        (too_deep, "zips lie too deep in one another"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_trap_is_left_out_and_stops_nobody(course: Course, make: Callable[[Path], None], said: str) -> None:
    path = course.root.parent / "download.zip"
    make(path)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("S1/ex1.ipynb", notebook())
    before = sorted(course.root.parent.rglob("*"))
    done = collect(course, path, "ex1")
    assert said in reasons(done)
    assert taken(course, "S1") == notebook()
    assert taken(course, "S2") is None
    new = {path.name for path in course.root.parent.rglob("*") if path not in before}
    assert new == {"S1", "ex1", "ex1.ipynb", "collected.json"}


def test_a_zero_byte_does_not_hide_the_end_of_a_name(course: Course) -> None:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({"S2/ex1.ipynb?x.txt": notebook()}).replace(b"ipynb?x", b"ipynb\0x"))
    assert "its name holds a zero byte" in reasons(collect(course, path))


def test_all_of_one_zip_together_has_a_limit(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "NESTED_TOTAL", 1000)
    inner = zipped({f"{number}.txt": b"x" * 600 for number in range(4)} | {"ex1.ipynb": notebook()})
    done = collected(course, {"S2/work.zip": inner, "S1/ex1.ipynb": notebook()}, "ex1")
    assert "the zip holds more than is read of one zip" in reasons(done)
    assert taken(course, "S1") == notebook()


def test_the_same_name_twice_in_a_zip_is_no_choice_of_ours(course: Course) -> None:
    path = course.root.parent / "download.zip"
    two = zipped({"S1/ex1.ipynb": notebook(text="a"), "S1/ex2.ipynb": notebook(text="b")})
    path.write_bytes(two.replace(b"S1/ex2", b"S1/ex1"))
    assert "has several files for ex1" in reasons(collect(course, path))


def test_links_in_a_folder_are_not_followed(course: Course, tmp_path: Path) -> None:
    (tmp_path / "secret.ipynb").write_bytes(notebook())
    folder = tmp_path / "download"
    (folder / "S1").mkdir(parents=True)
    (folder / "S1" / "ex1.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "S2").symlink_to(tmp_path)
    done = collect(course, folder)
    assert done.new == []
    assert reasons(done).count("it was not read") == 2


def test_a_folder_is_read_like_a_zip(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "download"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "e\u0301.txt").write_bytes(b"x")
    (folder / "S1.ipynb").write_bytes(notebook())
    (folder / "babbagecharles_102_5_work.zip").write_bytes(zipped({"ex1.ipynb": notebook(text="zip")}))
    done = collect(course, folder)
    assert (taken(course, "S1"), taken(course, "S2")) == (notebook(), notebook(text="zip"))
    assert "sub/é.txt: no part of its name" in reasons(done)


def test_names_in_utf8_without_a_mark_are_read(course: Course) -> None:
    path = course.root.parent / "download.zip"
    named("Jorg Umit Muller-Ludenscheidt_1_assignsubmission_file/ex1.ipynb")(path)
    raw = path.read_bytes()
    short, long = b"Jorg Umit Muller-Lu", "Jörg Ümit Müller-L".encode()[:19]
    assert len(short) == len(long)
    path.write_bytes(raw.replace(short, long))
    with open_download(path) as members:
        assert next(members).parts[0].startswith("Jörg Ümit Mülle")


def test_the_command_says_what_it_did_and_who_is_missing(course: Course) -> None:
    path = course.root.parent / "download.zip"
    path.write_bytes(zipped({"S1.ipynb": notebook(), "who.ipynb": notebook(), "evil\x1b[2J.ipynb": b""}))
    said = run("collect", path, "--course", course.root)
    assert "Collected from download.zip: 1 new, 0 in place of an earlier file, 0 there already." in said
    assert "who.ipynb: no part of its name is an id, login or name of a student." in said
    assert "Nothing yet for ex1 from 2 students" in said
    assert "Babbage, Charles (S2)" in said
    assert "\x1b" not in said


def test_a_download_that_is_none_is_named(course: Course) -> None:
    assert "gone.zip is missing. Cure: give the folder or the zip" in run(
        "collect", course.root / "gone.zip", "--course", course.root, code=1
    )
    assert "there is no exercise 'ex9'. Cure: take one of ex1" in run(
        "collect", course.root, "--exercise", "ex9", "--course", course.root, code=1
    )


def test_a_zip_with_too_many_files_is_refused_whole(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ENTRIES", 2)
    with pytest.raises(ToldError, match="it has 3 entries, more than the 2"):
        collected(course, {f"{number}.txt": b"" for number in range(3)})

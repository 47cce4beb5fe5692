"""What students get runs, gives nothing away, and is what nbgrader itself would grade."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from bookkit import project
from bookkit.errors import ToldError
from bookkit.notebooks.wheel import write_wheel
from natoiraq import exercises, variants
from natoiraq.exercises import handout
from natoiraq.exercises.__main__ import main
from natoiraq.exercises.rules import HIDDEN, SOLUTION, visible
from tests.conftest import ROOT
from tests.exercises.conftest import NAMES, folder, standard
from tests.exercises.running import graded_cells, run


def stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def secrets(notebook: NotebookNode) -> set[str]:
    """Return what only instructors have, as pairs of lines: single lines may stand in the primer too."""
    found: set[str] = set()
    for cell in notebook.cells:
        for begin, end in (SOLUTION, HIDDEN):
            for region in re.findall(f"{begin}\n(.*?)\n[ ]*{end}", cell.source, re.DOTALL):
                lines = stripped(region).splitlines()
                found |= {"\n".join(pair) for pair in pairwise(lines)} if len(lines) > 1 else set(lines)
    given = "\n".join(cell.source for cell in notebook.cells)
    for begin, end in (SOLUTION, HIDDEN):
        given = re.sub(f"{begin}\n.*?{end}", "", given, flags=re.DOTALL)
    public = stripped(given)
    said = {pair for pair in found if pair.startswith("see=") or pair.strip() in public}
    return {pair for pair in found - said if len(pair.strip()) > 20}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wheel(project.current().root, tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_solution_or_a_hidden_test_is_in_what_students_get(name: str, wheel: Path) -> None:
    hidden = secrets(standard(name))
    assert len(hidden) > 10
    released = "\n".join(cell.source for cell in exercises.release_notebook(folder(name)).cells)
    book = project.current().book
    # Alike in form, not in answers.
    others = {book / "exercises" / f"{other}.md" for other in NAMES if other != name}
    paths = set(book.rglob("*.md")) - others
    pages = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    with zipfile.ZipFile(wheel) as package:
        files = [path for path in package.namelist() if path.endswith((".py", ".json", ".csv", ".js", ".md"))]
        installed = "\n".join(package.read(path).decode() for path in files)
        assert not [path for path in package.namelist() if path.endswith(".yml")]
    for text in (released, pages, installed):
        searched = stripped(text)
        assert [pair for pair in hidden if pair in searched] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_release_runs_and_earns_nothing(name: str) -> None:
    done = run(exercises.release_notebook(folder(name)))
    assert set(done.points) == {cell.metadata.nbgrader.grade_id for cell in graded_cells(standard(name))}
    assert sum(done.points.values()) < 1
    assert all(said.strip() for said in done.said.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_visible_checks_pass_with_the_solution(name: str) -> None:
    """A student who is right sees no complaint."""
    notebook = exercises.source_notebook(folder(name))
    for cell in graded_cells(notebook):
        cell.source = visible(cell.source)
    complaints = [line for said in run(notebook).said.values() for line in said.splitlines() if "`" in line]
    assert complaints == []


def test_cells_are_locked_and_marked_as_nbgrader_expects() -> None:
    notebook = exercises.release_notebook(folder("ex1"))
    nbformat.validate(notebook)
    for cell in notebook.cells:
        given = cell.metadata.get("nbgrader")
        if given and given.locked:
            assert cell.metadata.editable is False
        if given and (given.grade or given.locked):
            assert given.checksum
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("name", NAMES)
def test_the_code_of_the_checks_is_folded_and_the_students_is_open(name: str) -> None:
    """Past mistake: up to 88 lines of checks stood open between a task and the next."""
    for cell in exercises.release_notebook(folder(name)).cells:
        given = cell.metadata.get("nbgrader", {})
        folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert folded == (cell.cell_type == "code" and given.get("grade", False))


def test_a_release_is_the_same_each_time() -> None:
    assert exercises.release_notebook(folder("ex1")) == exercises.release_notebook(folder("ex1"))


def test_one_notebook_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Path) -> None:
    monkeypatch.setattr(handout, "write_wheel", lambda root, target: Path(target / wheel.name))
    (path,) = handout.hand_out(folder("ex1"), tmp_path / "ex1")
    assert path == tmp_path / "ex1" / "ex1.ipynb"
    assert nbformat.read(path, as_version=4).metadata.exercise.title == "Who does what"
    told = (tmp_path / "ex1" / "README.md").read_text(encoding="utf-8")
    assert f'%pip install --quiet "{wheel.name}"' in told


def test_a_notebook_for_each_student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "write_wheel", lambda root, target: target / "natoiraq.whl")
    students, secret = tmp_path / "students.csv", tmp_path / "secret.key"
    students.write_text("id,name\nanna,Anna\nJosé Ñ/../x,José\n", encoding="utf-8")
    secret.write_bytes(bytes(32))
    paths = handout.hand_out(folder("ex1"), tmp_path / "ex1", students, secret)
    assert [path.parent.name[:5] for path in paths] == ["anna", "Jos-x"]
    assert all(path.parents[1] == tmp_path / "ex1" for path in paths)
    cell = next(cell for cell in nbformat.read(paths[0], as_version=4).cells if cell.id == "variant")
    names: dict[str, object] = {}
    exec(cell.source, names)
    assert names["variant"] == variants.variant("ex1", "anna", bytes(32))
    everything = b"".join(path.read_bytes() for path in (tmp_path / "ex1").rglob("*") if path.is_file())
    assert bytes(32) not in everything


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "students.csv is missing. Cure: give a CSV file"),
        ("id\n", "students.csv has no ids below its header. Cure: write one row"),
        ("id\na\na\n", "the id 'a' stands there twice. Cure: keep one row."),
    ],
)
def test_a_faulty_list_of_students_is_refused(tmp_path: Path, text: str | None, says: str) -> None:
    if text is not None:
        (tmp_path / "students.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ToldError, match=says):
        handout.read_students(tmp_path / "students.csv")


def test_a_failed_release_leaves_the_last_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "write_wheel", lambda root, target: target / "natoiraq.whl")
    handout.hand_out(folder("ex1"), tmp_path / "ex1")
    students = tmp_path / "students.csv"
    students.write_text("id\na\n", encoding="utf-8")
    with pytest.raises(ToldError, match=r"needs the course's secret\. Cure: give SECRET=file"):
        handout.hand_out(folder("ex1"), tmp_path / "ex1", students)
    assert (tmp_path / "ex1" / "ex1.ipynb").is_file()


def test_the_package_holds_the_data_and_nothing_for_instructors(wheel: Path) -> None:
    """Past mistake: students were handed the grading engine, in a wheel of the readers' name and version."""
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
    assert "natoiraq/_data/headcounts.csv" in names
    assert wheel.name == project.current().wheel
    tools = {"grading", "course", "proofreading", "variants.py", "student.py", "withheld.py"}
    assert [name for name in names if tools.intersection(Path(name).parts)] == []


def test_the_command_line_says_what_it_cannot_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "Not A Slug"]) == 1
    assert "Cure: lower case, digits, hyphens." in capsys.readouterr().err


def test_no_solution_is_outside_the_course_folder() -> None:
    """What `exercises/` alone holds, the student edition leaves out with it."""
    places = [ROOT / "src", ROOT / "book", ROOT / "data"]
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for place in places
        for path in place.rglob("*")
        if path.suffix in {".py", ".md", ".yml", ".json", ".csv"} and path.name != "rules.py"
    )
    assert SOLUTION[0] not in text
    assert HIDDEN[0] not in text

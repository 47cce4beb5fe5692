"""`natoiraq check` speaks to authors: a line for each problem, a sentence at the end, an exit code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bookkit.evidence import EvidenceError, Problem
from natoiraq import __main__
from natoiraq.proofreading import checking, command
from natoiraq.proofreading.checking import check
from natoiraq.proofreading.rules import spelling
from tests.conftest import ROOT, work_for
from tests.proofreading.conftest import PAGE, Make


def run(*arguments: str, cwd: Path = ROOT, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path or ROOT / "src")}
    line = [sys.executable, "-m", "natoiraq", *arguments]
    return subprocess.run(line, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(make: Make, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small repository, as the one that the command checks and is run in."""
    root = make({PAGE: "# A page\n\nTeh end.\nComing soon.\n"}).root
    work_for(root, monkeypatch)
    monkeypatch.setattr(checking, "_evidence", lambda book: ())
    monkeypatch.chdir(root)
    return root


def test_problems_are_one_line_each_in_order(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["check"]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{PAGE}:3: “Teh” is in no British dictionary. Cure: write “The”")
    assert second == f"{PAGE}:4: “Coming soon” was left here. Cure: finish the passage, or take it out."
    assert last == "Pages, words of charts, and evidence: 2 problems."


def test_only_the_files_that_are_named_are_checked(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["check", "book/index.md", "book/reference"]) == 0
    assert capsys.readouterr().out == "2 files: no problems.\n"
    assert __main__.main(["check", str(repository / PAGE), PAGE]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 file: 2 problems."


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("book/nowhere.md", "book/nowhere.md: there is no such file. Cure: "),
        (str(Path(sys.executable).resolve()), "the file is not in "),
        ("a.png", "a.png: no rule looks at such files. Cure: name one of md, "),
    ],
)
def test_a_file_that_cannot_be_checked_is_told(
    repository: Path, capsys: pytest.CaptureFixture[str], file: str, said: str
) -> None:
    (repository / "a.png").write_bytes(b"")
    assert __main__.main(["check", file]) == 2
    assert said in capsys.readouterr().err


def test_a_page_that_is_made_is_checked_in_its_source(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = repository / "exercises" / "source" / "ex1" / "ex1.md"
    for path in (source, repository / "book" / "exercises" / "ex1.md"):
        path.parent.mkdir(parents=True)
        path.write_text("# An exercise\n\nTeh task.\n", encoding="utf-8")
    assert __main__.main(["check", "book/exercises/ex1.md"]) == 1
    printed = capsys.readouterr()
    assert "book/exercises/ex1.md is made from exercises/source/ex1/ex1.md" in printed.err
    assert printed.out.startswith("exercises/source/ex1/ex1.md:3: “Teh”")


def test_a_page_that_is_no_text_is_a_problem_and_no_traceback(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / PAGE).write_bytes(b"# A page\n\nGr\xfc\xdfe\n")
    assert __main__.main(["check", PAGE]) == 1
    assert capsys.readouterr().out.startswith(f"{PAGE}:3: the file is not UTF-8 text: byte 0xfc stands here.")


def test_an_empty_page_is_no_traceback(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / PAGE).write_bytes(b"")
    assert __main__.main(["check", PAGE]) == 1
    assert f"{PAGE}:1: the page does not begin with a title." in capsys.readouterr().out


def test_without_the_dictionary_it_says_how_to_get_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "harper", None)
    assert check(make(chosen=(PAGE,))) == [spelling.MISSING]
    assert "-e '.[test]'" in spelling.MISSING.cure.replace('"', "'")


def test_tables_and_sources_are_checked_too(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence is checked with all the rest and with its own files, and not for a page alone."""
    problem = Problem("data/events.csv", 12, "end_date", "the period ends too early", "correct date")
    monkeypatch.setattr("bookkit.evidence.validate", lambda *_: [problem])
    assert problem in check(make())
    assert problem in check(make(chosen=("data/events.csv",)))
    assert check(make(chosen=(PAGE,))) == []
    assert command.shown(problem) == (
        "data/events.csv:12: field end_date: the period ends too early. Cure: correct date."
    )


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("book/references.bib", "@misc{a", "book/references.bib, line 1: the file is not valid BibTeX"),
        (
            "book/references.bib",
            b"@misc{a, title = {\xfc}}",
            "book/references.bib: the file is not UTF-8 text",
        ),
        ("_toc.yml", b"root: \xfc\n", "_toc.yml, line 1: the file is not UTF-8 text"),
    ],
)
def test_what_a_page_rests_on_is_told_when_it_cannot_be_read(
    make: Make, file: str, content: str | bytes, says: str
) -> None:
    """Guard against “no problems” where a rule could not be asked, and against a problem for every page."""
    (problem,) = check(make({file: content}, chosen=("book/1-counts.md",)))
    assert str(problem).startswith(says)


def test_a_table_that_cannot_be_read_is_told_and_not_each_number_of_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = EvidenceError("data/headcounts.csv", "it is no date", "write 2021", row=3, field="date")

    def broken(fact_id: str) -> None:
        raise error

    monkeypatch.setattr("bookkit.evidence.fact", broken)
    assert check(make(chosen=("book/1-counts.md",))) == [error.problem]


def test_the_projects_own_files_have_no_problem() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout == "Pages, words of charts, and evidence: no problems.\n"


def test_a_page_is_checked_without_sphinx_and_altair() -> None:
    """Guard against a command that makes authors wait: these two take longer to load than the rest."""
    code = (
        "import sys; from natoiraq.__main__ import main; main(['check', 'book/2-history.md']);"
        "print({'sphinx', 'altair', 'docutils', 'frictionless', 'jupytext'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1 file: no problems.\nset()\n"


@pytest.mark.parametrize("left_out", ["proofreading", "_toc.yml"])
def test_outside_a_clone_it_says_where_it_works(tmp_path: Path, left_out: str) -> None:
    """The readers' wheel and the student edition have no proofreading; a wheel of the whole has no pages."""
    shutil.copytree(ROOT / "src", tmp_path / "site", ignore=shutil.ignore_patterns(left_out))
    done = run("check", cwd=tmp_path, path=tmp_path / "site")
    assert done.returncode == 2
    assert "in a clone of the repository" in done.stderr
    assert "natoiraq check" in done.stderr


def test_help_names_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        __main__.main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in __main__.COMMANDS if f"    {name}" not in shown] == []


def test_the_command_is_installed() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'natoiraq = "natoiraq.__main__:main"' in text

"""A book built after an edit is, byte for byte, the one built from nothing; only what depends is written."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bookkit import sphinx_run
from bookkit.sphinx.look import assets
from bookkit.sphinx.run import freshness
from tests.conftest import ROOT

TOC = "format: jb-book\nroot: book/index\nchapters:\n"
NAMES = ("one", "two", "three", "exercises/ex", "reference/glossary", "reference/outcomes")
CODE = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
"""
EXERCISE = """\
---
exercise: {outcomes: [1.1]}
---
# Exercise

(which-way)=
## How

Try.
"""
PAGES = {
    "index": "# The book\n\nIt begins here.\n",
    "one": f"""{CODE}# One

```{{outcomes}}
1.1: Count heads.
```

(the-count)=
## The count

There were {{fact}}`headcounts:nmi-2021-02-18-deployed` people {{footcite:p}}`cnbc-2021-nmi-expansion`.
They met the {{term}}`NATO` staff.

```{{code-cell}} ipython3
6 * 7
```

```{{quiz}} one
- type: number
  ask: "How many?"
  outcome: 1.1
  passage: the-count
  answer: 42
  why: "It was counted."
```

```{{footbibliography}}
```
""",
    "two": "# Two\n\nSee [](#the-count), [a question](#quiz-one-1) and {doc}`three`.\n\n![A map](map.png)\n",
    "three": "# Three\n\nThe {term}`NATO` of today. {download}`A list <list.txt>`\n",
    "exercises/ex": EXERCISE,
    "reference/glossary": "# Glossary\n\n```{glossary}\nNATO\n  An alliance.\n```\n",
    "reference/outcomes": "# Outcomes\n\n```{outcome-map}\n```\n",
}
MORE = """- type: number
  ask: "How many more?"
  outcome: 1.1
  passage: the-count
  answer: 7
  why: "It was counted, too."
"""
ALL = {f"book/{name}" for name in PAGES}


class Edit(NamedTuple):
    """A file, what is replaced in it by what, and the pages that must be written then."""

    file: str
    old: str
    new: str
    written: set[str]


ROOT_PAGE = "book/index"
ONE, TWO = {"book/one"}, {"book/two"}
EDITS = {
    "a sentence": Edit("book/one.md", "people", "people, and more than once", ONE),
    "a line": Edit("book/one.md", "# One\n", "# One\n\nA new sentence.\n", ONE),
    "a note on a source": Edit(
        "book/one.md", "staff.", "staff {footcite:p}`nato-2004-istanbul-training`.", ONE
    ),
    "another number": Edit("book/one.md", "deployed`", "announced`", ONE),
    "code": Edit("book/one.md", "6 * 7", "6 * 8", ONE),
    "a style of the page": Edit("static/natoiraq.css", "", "p {margin: 0}", {ROOT_PAGE}),
    "a script that names a class": Edit("static/natoiraq-page.js", "", '"modal-dialog";', {ROOT_PAGE}),
    "a template": Edit("templates/navbar-logo.html", 'aria-label="Home"', 'aria-label="Start"', ALL),
    "a heading that others show": Edit("book/one.md", "## The count", "## The head count", ALL),
    "a title": Edit("book/three.md", "# Three", "# Third", ALL),
    "a question": Edit("book/one.md", "```{quiz} one\n", f"```{{quiz}} one\n{MORE}", ALL),
    "an outcome": Edit("book/one.md", "1.1: Count heads.", "1.1: Count heads.\n1.2: Count again.", ALL),
    "an outcome that an exercise tests": Edit("book/exercises/ex.md", "[1.1]", "[]", ALL),
    "a definition": Edit("book/reference/glossary.md", "An alliance.", "A treaty.", ALL),
    "a picture": Edit("book/map.png", "picture", "map", TWO),
    "a picture less": Edit("book/two.md", "![A map](map.png)", "", ALL),  # another's name may change
    "a download less": Edit("book/three.md", "{download}`A list <list.txt>`", "", ALL),
    "code less": Edit("book/one.md", "```{code-cell} ipython3\n6 * 7\n```\n", "", ONE),
    "another order": Edit(
        "_toc.yml", "- file: book/one\n- file: book/two", "- file: book/two\n- file: book/one", ALL
    ),
    "another title of the book": Edit("_config.yml", 'title: "Not a Surge?', 'title: "A Surge?', ALL),
    "the package's description": Edit("README.md", "", "More.\n", set()),
}


class Repository:
    """A small book that can be edited and put back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: dict[Path, tuple[str, os.stat_result]] = {}
        toc = TOC + "".join(f"- file: book/{name}\n" for name in NAMES)
        for name, text in {
            "_toc.yml": toc,
            **{f"book/{page}.md": text for page, text in PAGES.items()},
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        (root / "book" / "map.png").write_text("a picture", encoding="utf-8")
        (root / "book" / "list.txt").write_text("a list", encoding="utf-8")
        for name in ("_config.yml", "README.md", "LICENSE", "pyproject.toml"):
            shutil.copy(ROOT / name, root / name)
        shutil.copy(ROOT / "book" / "references.bib", root / "book")
        for name in ("static", "templates"):
            shutil.copytree(ROOT / "src" / "bookkit" / "sphinx" / name, root / name)
        (root / "src").symlink_to(ROOT / "src")
        (root / "data").symlink_to(ROOT / "data")

    def edit(self, edit: Edit) -> None:
        path = self.root / edit.file
        text = path.read_text(encoding="utf-8")
        self.before[path] = text, path.stat()
        assert edit.old in text
        path.write_text(text.replace(edit.old, edit.new, 1), encoding="utf-8")

    def keep(self) -> None:
        """Keep what the first build made, to begin each test with."""
        shutil.copytree(self.root / "_build" / "kept", self.root / "_build" / "first")

    def put_back(self) -> None:
        """Put the files back, with their times, and what the first build made of them."""
        for path, (text, then) in self.before.items():
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        self.before.clear()
        shutil.rmtree(self.root / "_build" / "kept")
        shutil.copytree(self.root / "_build" / "first", self.root / "_build" / "kept")

    def build(self, stage: str) -> Path:
        """Build; return the folder of the pages."""
        assert sphinx_run.run(self.root, self.root / "_build" / stage) == []
        return self.root / "_build" / stage / "_build" / "html"

    def build_from_nothing(self) -> Path:
        """Build in a new folder, but for the note that the evidence, which nobody edits, is sound."""
        note = Path("_build", ".doctrees", "natoiraq-evidence-sound")
        stages = self.root / "_build"
        shutil.rmtree(stages / "new", ignore_errors=True)
        (stages / "new" / note).parent.mkdir(parents=True)
        shutil.copy(stages / "kept" / note, stages / "new" / note)
        return self.build("new")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """Return a small book of which the first build is done."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        repository = Repository(tmp_path_factory.mktemp("repository"))
        monkeypatch.setattr(assets, "STATIC", repository.root / "static")
        monkeypatch.setattr(assets, "TEMPLATES", repository.root / "templates")
        monkeypatch.setattr(freshness, "STATIC", repository.root / "static")
        monkeypatch.setattr(freshness, "TEMPLATES", repository.root / "templates")
        repository.build("kept")
        repository.build("kept")  # what a first build leaves to the second, too
        repository.keep()
        yield repository


@pytest.fixture
def book(made: Repository) -> Iterator[Repository]:
    """Return the small book as it was, built."""
    yield made
    made.put_back()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_gives_what_a_build_from_nothing_gives(
    book: Repository, capsys: pytest.CaptureFixture[str], edit: Edit
) -> None:
    book.edit(edit)
    capsys.readouterr()
    kept = book.build("kept")
    said = capsys.readouterr().out
    new = book.build_from_nothing()
    assert files(kept) == files(new)
    _, different, unread = filecmp.cmpfiles(kept, new, files(new), shallow=False)
    assert (different, unread) == ([], [])
    assert set(re.findall(r"^Writing +(\S+)$", said, re.MULTILINE)) == edit.written
    assert ("Ran" in said) is ("code" in edit.file or edit.old == "6 * 7")


def test_a_page_that_is_gone_leaves_the_book(book: Repository) -> None:
    page = book.root / "book" / "three.md"
    book.edit(Edit("_toc.yml", "- file: book/three\n", "", set()))
    book.edit(Edit("book/two.md", "{doc}`three`", "three", set()))
    book.edit(Edit("book/three.md", "", "", set()))  # to be put back
    page.unlink()
    kept, new = book.build("kept"), book.build_from_nothing()
    assert files(kept) == files(new)
    assert filecmp.cmpfiles(kept, new, files(new), shallow=False)[1:] == ([], [])
    assert not list(kept.glob("_downloads/**/list.txt"))


def test_nothing_is_done_without_an_edit(book: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    book.build("kept")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("edit", [EDITS["a heading that others show"], EDITS["a title"]])
def test_what_a_build_that_was_cut_off_left_undone_is_done_by_the_next(
    book: Repository, monkeypatch: pytest.MonkeyPatch, edit: Edit
) -> None:
    book.edit(edit)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(sphinx_run.Sphinx, "build", cutting(sphinx_run.Sphinx.build, cut_off))
        with pytest.raises(KeyboardInterrupt):
            book.build("kept")
    kept, new = book.build("kept"), book.build_from_nothing()
    assert files(kept) == files(new)
    assert filecmp.cmpfiles(kept, new, files(new), shallow=False)[1:] == ([], [])


def cutting(build: Callable[..., None], cut_off: Callable[..., None]) -> Callable[..., None]:
    """Return a build that is cut off when it has read the pages and begins to write them."""

    def run(app: sphinx_run.Sphinx) -> None:
        app.connect("write-started", cut_off)
        build(app)

    return run

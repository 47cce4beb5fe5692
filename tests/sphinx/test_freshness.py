"""Each kind of change redoes what it can change, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from bookkit import fingerprint, reach
from bookkit.sphinx.run import freshness
from tests.conftest import ROOT, take_evidence, work_for

PAGE, OTHER = "book/chapter", "book/about"
CODE = """\
---
kernelspec: {name: python3}
---
# A chapter

```{code-cell} ipython3
from natoiraq.charts import history
from natoiraq import labs
```

![](pictures/map.png)
"""
ALL, FIRST, NONE = (PAGE, OTHER), (PAGE,), ()


class Redone(NamedTuple):
    """What a build does again: run all notebooks, read these pages, write these because of how pages look."""

    runs: bool
    reads: tuple[str, ...]
    writes: tuple[str, ...]


EVERYTHING = Redone(runs=True, reads=ALL, writes=NONE)
READING = Redone(runs=False, reads=ALL, writes=NONE)
PAGE_ALONE = Redone(runs=False, reads=(PAGE,), writes=NONE)
WRITING = Redone(runs=False, reads=NONE, writes=ALL)
COPYING = Redone(runs=False, reads=NONE, writes=FIRST)  # Sphinx copies when it writes some page
NOTHING = Redone(runs=False, reads=NONE, writes=NONE)

EDITED = {
    # Notebooks run on these.
    "data/headcounts.csv": EVERYTHING,
    "data/datapackage.json": EVERYTHING,
    "data/new.csv": EVERYTHING,
    "book/references.bib": EVERYTHING,
    "src/natoiraq/__init__.py": EVERYTHING,
    "src/natoiraq/charts/history.py": EVERYTHING,
    "src/natoiraq/charts/new_subject.py": EVERYTHING,
    "src/natoiraq/charts/outline.geojson": EVERYTHING,
    "src/bookkit/models/scoring.py": EVERYTHING,
    "src/natoiraq/facts/counts.py": EVERYTHING,
    "src/natoiraq/labs/timeline.py": EVERYTHING,  # a cell imports it
    "src/bookkit/kernels/running.py": EVERYTHING,
    # Directives run on these.
    "src/bookkit/sphinx/sources/fact.py": READING,
    "src/bookkit/sphinx/quiz/forms.py": READING,
    "src/bookkit/notebooks/prose.py": READING,
    "src/bookkit/fingerprint.py": READING,
    "src/natoiraq/extension.py": READING,
    "src/natoiraq/forecast/sheet.py": READING,
    # What a page holds and shows; jupyter-cache runs a notebook again when its own cells changed.
    f"{PAGE}.md": PAGE_ALONE,
    "book/pictures/map.png": PAGE_ALONE,
    # How pages look.
    "src/bookkit/sphinx/templates/natoiraq-launch.html": WRITING,
    "src/bookkit/sphinx/templates/static/webpack-macros.html": WRITING,
    "src/bookkit/sphinx/static/natoiraq.css": COPYING,
    "src/bookkit/sphinx/static/natoiraq-quiz.js": COPYING,
    "src/bookkit/sphinx/static/new.css": COPYING,
    # Nothing in the book comes from these. _config.yml and _toc.yml are compared by Sphinx itself.
    "src/natoiraq/primer.py": NOTHING,  # none of these pages imports it
    "src/natoiraq/grading/judge.py": NOTHING,
    "src/natoiraq/grading/feedback.css": NOTHING,
    "src/natoiraq/course/cli.py": NOTHING,
    "src/natoiraq/course/report.html": NOTHING,
    "src/natoiraq/exercises/rules.py": NOTHING,
    "src/bookkit/checks/tables.py": NOTHING,
    "src/bookkit/editions/archive.py": NOTHING,
    "src/natoiraq/variants.py": NOTHING,
    "src/bookkit/build.py": NOTHING,
    "src/natoiraq/charts/__pycache__/history.cpython-311.pyc": NOTHING,
    "src/natoiraq/charts/.ipynb_checkpoints/history.py": NOTHING,
    "src/bookkit/evidence/_build/cache.csv": NOTHING,
    "data/.~lock.headcounts.csv#": NOTHING,
    "exercises/source/ex1/ex1.md": NOTHING,
    "tests/test_book.py": NOTHING,
    "benchmarks/build.py": NOTHING,
    "docs/front-page.png": NOTHING,
    "README.md": NOTHING,
    "requirements.txt": NOTHING,  # what is installed counts
    "Makefile": NOTHING,
}


class Copy:
    """A copy of the repository with two pages, and what a build of it keeps from one time to the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.dependencies: dict[str, set[str]] = {PAGE: {"book/pictures/map.png"}, OTHER: set()}
        self.env: Any = SimpleNamespace(
            srcdir=root,
            found_docs={PAGE, OTHER},
            dependencies=self.dependencies,
            doc2path=lambda name: str(root / f"{name}.md"),
        )
        self.state = ""

    def build(self) -> Redone:
        """Compare as a build does; return what it would do again."""
        options = {"nb_execution_excludepatterns": [], "nb_execution_timeout": 60}
        config: Any = Settings(options, nb_execution_cache_path=str(self.root / "cache"), root_doc=PAGE)
        app: Any = SimpleNamespace(srcdir=self.root, outdir=self.root / "html", config=config)
        freshness.note_states(app, config)
        before, self.state = self.state, config.nb_execution_cache_path
        reads = freshness.outdated(app, self.env, set(), set(), set())
        freshness.note_files(app, self.env)
        writes = freshness.look_changed(app, self.env)
        in_order = [tuple(page for page in ALL if page in pages) for pages in (reads, writes)]
        return Redone(before != self.state, *in_order)


class Settings(SimpleNamespace):
    """Sphinx' configuration, as far as the states are made from it."""

    def __init__(self, values: dict[str, object], **others: object) -> None:
        super().__init__(values=values, **values, **others)

    def __getitem__(self, name: str) -> object:
        return self.values[name]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what can be edited."""
    root = tmp_path_factory.mktemp("repository")
    for name in ("src/bookkit", "src/natoiraq", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "book" / "pictures").mkdir(parents=True)
    (root / f"{PAGE}.md").write_text(CODE, encoding="utf-8")
    (root / f"{OTHER}.md").write_text("# About\n", encoding="utf-8")
    (root / "book" / "pictures" / "map.png").write_bytes(b"a picture")
    shutil.copy(ROOT / "book" / "references.bib", root / "book")
    return root


@pytest.fixture(scope="module")
def built(files: Path) -> Iterator[Copy]:
    """Return the copy after a first build."""
    kit = files / "src" / "bookkit"
    with pytest.MonkeyPatch.context() as monkeypatch:
        work_for(files, monkeypatch)
        monkeypatch.setattr(reach, "PACKAGE", kit)
        monkeypatch.setattr(freshness, "STATIC", kit / "sphinx" / "static")
        monkeypatch.setattr(freshness, "TEMPLATES", kit / "sphinx" / "templates")
        take_evidence(files / "data", files / "book" / "references.bib", monkeypatch)
        first = Copy(files)
        assert first.build() == Redone(runs=True, reads=ALL, writes=ALL)
        assert first.build() == NOTHING
        yield first


@pytest.fixture
def copy(built: Copy) -> Copy:
    """Return the copy after a first build; what it notes later, no other test sees."""
    return deepcopy(built)


@pytest.fixture
def edit(files: Path) -> Iterator[Callable[[str], None]]:
    """Return what adds a line to a file, which may be a new one; afterwards all is as it was."""
    before: dict[Path, bytes | None] = {}

    def add_line(name: str) -> None:
        path = files / name
        content = path.read_bytes() if path.exists() else None
        before.setdefault(path, content)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((content or b"") + b"\n")

    yield add_line
    for path, content in before.items():
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)


@pytest.mark.parametrize(("name", "expected"), EDITED.items(), ids=EDITED)
def test_an_edit_redoes_what_it_can_change(
    copy: Copy, edit: Callable[[str], None], name: str, expected: Redone
) -> None:
    edit(name)
    assert copy.build() == expected
    assert copy.build() == NOTHING


@pytest.mark.parametrize("name", ["data/headcounts.csv", "src/natoiraq/charts/history.py"])
def test_a_file_that_goes_counts_as_much_as_one_that_comes(
    copy: Copy, edit: Callable[[str], None], name: str
) -> None:
    edit(name)
    (copy.root / name).unlink()
    assert copy.build() == EVERYTHING


def test_a_page_put_back_with_its_old_time_is_read_again(copy: Copy, edit: Callable[[str], None]) -> None:
    """Past mistake: Sphinx compares times, so what version control or a copy put back stayed unread."""
    edit(f"{PAGE}.md")
    copy.build()
    (copy.root / f"{PAGE}.md").write_text(CODE, encoding="utf-8")
    assert copy.build() == PAGE_ALONE


def test_a_new_import_in_a_cell_brings_its_part_in(copy: Copy, edit: Callable[[str], None]) -> None:
    edit(f"{PAGE}.md")
    text = CODE.replace("import labs", "import labs, primer")
    (copy.root / f"{PAGE}.md").write_text(text, encoding="utf-8")
    assert copy.build().runs
    edit("src/natoiraq/primer.py")
    assert copy.build() == EVERYTHING


def test_a_style_that_is_gone_leaves_the_book(copy: Copy, edit: Callable[[str], None]) -> None:
    edit("src/bookkit/sphinx/static/new.css")
    copy.build()
    (copy.root / "src/bookkit/sphinx/static/new.css").unlink()
    copied = copy.root / "html" / "_static" / "new.css"
    copied.parent.mkdir(parents=True)
    copied.touch()
    assert copy.build() == COPYING
    assert not copied.exists()


INSTALLED = {
    "pandas": EVERYTHING,
    "altair": EVERYTHING,
    "vl_convert_python": EVERYTHING,
    "numpy": EVERYTHING,  # pandas needs it
    "ipykernel": EVERYTHING,
    "nbclient": EVERYTHING,
    "pyarrow": EVERYTHING,  # pandas uses it unasked
    "sphinx": READING,
    "pytest": READING,
}


@pytest.mark.parametrize(("name", "expected"), INSTALLED.items(), ids=INSTALLED)
def test_another_version_redoes_what_it_can_change(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: Redone
) -> None:
    site = Path(fingerprint.sysconfig.get_path("purelib"))
    for package in fingerprint.installed():
        (tmp_path / package).mkdir()
        shutil.copy(site / package / "METADATA", tmp_path / package)
    monkeypatch.setattr(fingerprint.sysconfig, "get_path", lambda _: str(tmp_path))
    assert copy.build() == NOTHING
    for old in tmp_path.glob(f"{name}-*"):
        shutil.rmtree(old)
    (tmp_path / f"{name}-99.dist-info").mkdir()
    assert copy.build() == expected


def test_another_python_redoes_everything(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", "4.0")
    assert copy.build() == EVERYTHING


def test_results_of_other_states_are_dropped(copy: Copy) -> None:
    old = copy.root / "cache" / "state-old"
    old.mkdir(parents=True)
    copy.build()
    assert not old.exists()
    assert copy.state.startswith(str(copy.root / "cache" / "state-"))


IMPORTED = """
import sys
from bookkit.kernels import forked, running, warm
from natoiraq import labs
from natoiraq.labs import *
kept = [name.split(".") for name in sys.modules if name.startswith(("bookkit.", "natoiraq."))]
print(*sorted({".".join(parts[:2]) for parts in kept}))
"""


def test_no_kernel_imports_a_part_that_does_not_count() -> None:
    """What is read out of import statements holds what a kernel really imports."""
    command = [sys.executable, "-c", IMPORTED]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"bookkit.evidence", "bookkit.figures", "natoiraq.charts", "natoiraq.labs"} <= set(imported)
    found = reach.parts(["bookkit.kernels"], [IMPORTED])
    assert set(imported) <= {f"{part.parent.name}.{part.stem}" for part in found}


def test_computed_facts_count_wherever_the_evidence_does() -> None:
    """The evidence names their package and imports it at the first question."""
    assert {"facts", "models"} <= {part.stem for part in reach.parts(["bookkit.evidence"])}

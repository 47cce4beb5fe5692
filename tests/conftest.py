"""What all tests share: the repository's root, and which folders `make check` leaves to `make test`."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bookkit import project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Shells let what they start in the background ignore Ctrl-C; what the tests start is to hear it all the same.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
SLOW = {
    "install": "environments made from nothing",
    "jupyterlab": "the pages in a real JupyterLab",
    "whole_course": "a course from its list of students to its marks, formgrader in a browser",
    "processes": "students' code in real kernels and sandboxes, workers that are killed",
    "site": "the built book in a real browser",
}
"""Folder of tests -> what its tests need. The other folders need none of it and mirror `src/natoiraq`."""
SPREAD = frozenset(
    {
        "tests/processes/test_attacks.py",
        "tests/processes/test_worker.py",
        "tests/processes/test_crash.py",
        "tests/site/test_pages.py",
        "tests/exercises/test_solutions.py",
    }
)
"""Files whose tests share nothing dear."""
DEAR = frozenset({"browser", "locked_in"})
"""Fixtures for slow tests only."""


def work_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that asks for the book's repository find another one; the evidence stays."""
    book = project.current()
    moved = replace(book, folder=root / "src" / book.package)
    take_evidence(book.data, book.bib, monkeypatch, moved)
    monkeypatch.setattr(project, "_used", [moved])


def take_evidence(
    data: Path, bib: Path, monkeypatch: pytest.MonkeyPatch, book: project.Project | None = None
) -> None:
    """Let all that asks for the book's evidence find other tables and another bibliography."""
    monkeypatch.setitem(vars(book or project.current()), "_evidence", (data, bib))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a network: the one on the PATH, else Playwright's own (`make programs` finds one)."""
    from playwright.sync_api import expect, sync_playwright

    from bookkit.editions.paper.pdf import browser_on_path
    from tests.browser import OFFLINE, PATIENCE, patient

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser_on_path(), args=OFFLINE, timeout=PATIENCE
        )
        yield patient(chromium)
        chromium.close()


@pytest.fixture(scope="session")
def locked_in() -> None:
    """Let code that attacks this machine run in a sandbox only; on Linux there has to be one."""
    from natoiraq.grading.sandbox import sandbox

    if not sandbox().available:
        (pytest.fail if sys.platform == "linux" else pytest.skip)(sandbox().reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--quick`, which `make check` gives."""
    parser.addoption("--quick", action="store_true", help=f"leave out the folders {', '.join(SLOW)}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the slow folders out, unread, when asked."""
    if (
        config.getoption("quick")
        and collection_path.parent == ROOT / "tests"
        and collection_path.name in SLOW
    ):
        return True
    return None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Stop the run at a quick test that asks for what only slow ones may use."""
    if _folder(item) not in SLOW and (asked := DEAR & set(getattr(item, "fixturenames", ()))):
        raise pytest.UsageError(f"{item.nodeid} asks for {', '.join(asked)}. Cure: move it to a slow folder.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep a file's tests on one worker, so that what they share is made once.

    One JupyterLab serves its whole folder; the tests of a file in `SPREAD` go to whoever is free. (With this
    pytest, xdist does not see its own marks for groups.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if file in SPREAD:
                return nodeid
            return "jupyterlab" if file.startswith("tests/jupyterlab/") else file

    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Look for garbage less often: all that the tests have loaded by now stays to the end."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that the quick ones fill what is left of each worker's time."""
    order = [*SLOW]
    items.sort(key=lambda item: order.index(folder) if (folder := _folder(item)) in order else len(order))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]

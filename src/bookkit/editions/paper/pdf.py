"""The document printed by a browser: first to learn where everything stands, then with the page numbers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bookkit.editions.archive import FOLDER, name
from bookkit.editions.paper.document import document
from bookkit.editions.source import commit
from bookkit.errors import ToldError
from bookkit.files import written_whole

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The first is the same browser without windows, and the lighter one.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def browser_on_path() -> str | None:
    """Return the browser on the PATH; with none, Playwright takes its own."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def browser_page() -> Iterator[Page]:
    """Open a page without scripts in the browser on the PATH, else in Playwright's own.

    Raises
    ------
    ToldError
        When there is no browser.
    """
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=browser_on_path(), args=["--no-sandbox"])
        except Error as error:
            raise ToldError(
                "No browser can print the book. Cure: install Chromium or Chrome, or run "
                f"`.venv/bin/playwright install chromium`.\n{error.message.splitlines()[0]}"
            ) from error
        try:
            yield browser.new_context(java_script_enabled=False).new_page()
        finally:
            browser.close()


def print_to(page: Page, source: Path, target: Path) -> None:
    """Print an HTML file to a PDF with bookmarks and tags for screen readers."""
    page.goto(source.as_uri())
    page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def page_numbers(printed: Path) -> dict[str, int]:
    """Return {id: number of its sheet, from 1} for everything in a PDF that a link leads to."""
    from pypdf import PdfReader

    reader = PdfReader(printed)
    places = {
        name: reader.get_destination_page_number(where) for name, where in reader.named_destinations.items()
    }
    return {name.removeprefix("/"): place + 1 for name, place in places.items() if place is not None}


def make(root: Path) -> Path:
    """Write the PDF of the built book and return it.

    Parameters
    ----------
    root
        The repository, with `_build/html` built from it.

    Raises
    ------
    ToldError
        When there is no built book or no browser.
    """
    with browser_page() as page:
        return print_book(root, page)


def print_book(root: Path, page: Page) -> Path:
    """Print the built book with an open browser, as `make` does."""
    made_from = commit(root)
    source = root / "_build" / "print" / "index.html"
    source.parent.mkdir(parents=True, exist_ok=True)
    draft, target = source.with_name("draft.pdf"), root / FOLDER / f"{name()}.pdf"
    source.write_text(document(root, made_from, {}), encoding="utf-8")
    print_to(page, source, draft)
    source.write_text(document(root, made_from, page_numbers(draft)), encoding="utf-8")
    with written_whole(target) as fresh:
        print_to(page, source, fresh)
    return target

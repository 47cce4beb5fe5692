"""One offline browser for the tests of pages; the folders that may open it take the fixture from here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No name resolves, so a page that needs the network fails here as it would on a train.
OFFLINE = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def browser_on_path() -> str | None:
    """Return the browser on the PATH; with none, Playwright takes its own."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a network: the one on the PATH, else Playwright's own (`make programs` finds one)."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_on_path(), args=OFFLINE)
        yield chromium
        chromium.close()


def broken_rules(
    page: Page, context: str | None = None, rules: Sequence[str] = ()
) -> list[tuple[str, str, str]]:
    """Return each accessibility rule of axe's that a page breaks: id, impact and the first element.

    Parameters
    ----------
    page
        An open page.
    context
        Selector of the part to look at; the whole page if none is given.
    rules
        Ids of the rules to apply; all if none are given.
    """
    # Unasked, axe describes at length all it finds sound, and fetches styles, which files do not allow.
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = list(rules)
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [(rule["id"], rule["impact"], rule["nodes"][0]["html"][:160]) for rule in found]

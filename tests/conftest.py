"""What all tests share: the repository's root and one offline browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
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
    """Chromium without a network: the one on the PATH, else Playwright's own (`make browser` finds one)."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_on_path(), args=OFFLINE)
        yield chromium
        chromium.close()

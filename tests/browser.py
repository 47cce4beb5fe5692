"""The offline browser of the tests of pages: where it is, how it starts, and what axe says in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

T = TypeVar("T", Page, BrowserContext)

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


PATIENCE = 300_000
"""Milliseconds to wait for what must happen: the machine may be busy, and nothing here is timed."""


def patient(browser: Browser) -> Browser:
    """Return a browser whose pages wait as long as it takes, where Playwright's own would wait 30 seconds."""

    def waiting(make: Callable[..., T]) -> Callable[..., T]:
        def made(**options: Any) -> T:
            found = make(**options)
            found.set_default_timeout(PATIENCE)
            return found

        return made

    # They are methods, and a test calls them on this one browser only.
    browser.new_context = waiting(browser.new_context)  # type: ignore[method-assign]
    browser.new_page = waiting(browser.new_page)  # type: ignore[method-assign]
    return browser


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

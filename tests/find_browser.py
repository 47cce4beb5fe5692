"""Find a browser for the tests: on the PATH, else Playwright's own, else Debian's package when root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import browser_on_path

WAYS = """The tests need Chromium and none was found. Any one of these helps:
  1. put chromium or google-chrome on the PATH (on Debian: apt-get install chromium)
  2. .venv/bin/playwright install chromium
  3. run `make test` as root on Debian, which installs the package by itself"""


def playwrights_own() -> Path | None:
    """Return the browser that `playwright install` put in place, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install_debians() -> bool:
    """Install Debian's package when this is Debian and we may; say whether it worked."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print("Installing Debian's chromium for the tests ...")
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Return 0 when a browser is there at the end."""
    if browser_on_path() or playwrights_own() or install_debians():
        return 0
    print(WAYS, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

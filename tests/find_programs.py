"""Find what the tests need besides Python, or install Debian's packages when root: a browser, a sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bookkit.editions.paper.pdf import BROWSERS, browser_on_path

BROWSER_WAYS = """The tests need Chromium and none was found. Any one of these helps:
  1. put chromium or google-chrome on the PATH (on Debian: apt-get install chromium-headless-shell)
  2. .venv/bin/playwright install chromium
  3. run `make test` as root on Debian, which installs the package by itself"""

SANDBOX_WAYS = """On Linux the tests need bubblewrap, which locks students' code in. Either of these helps:
  1. put bwrap on the PATH (on Debian: apt-get install bubblewrap)
  2. run `make test` as root on Debian, which installs the package by itself"""


def playwrights_own() -> Path | None:
    """Return the browser that `playwright install` put in place, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install_debians(*packages: str) -> bool:
    """Install Debian's packages when this is Debian and we may; say whether it worked."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print(f"Installing Debian's {packages[0]} for the tests ...")
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Return 0 when all is there at the end."""
    missing = []
    if not (browser_on_path() or playwrights_own() or install_debians(BROWSERS[0], "fonts-dejavu-core")):
        missing.append(BROWSER_WAYS)
    # Elsewhere nothing can lock code in, and grading says so.
    if sys.platform == "linux" and not (shutil.which("bwrap") or install_debians("bubblewrap")):
        missing.append(SANDBOX_WAYS)
    print("\n\n".join(missing), file=sys.stderr, end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""Build and serve the book: ``python -m natoiraq.book build`` or ``... serve``.

The build happens in `_build/stage`; `_build/html` is replaced only by a book that is whole, so a failed build
leaves the last good one in place.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bookkit import project
from bookkit.fingerprint import fingerprint, inputs


class BuildError(Exception):
    """The book was not built; the message says why and what to do."""


def publish(built: Path, target: Path) -> None:
    """Put a copy of the finished pages in the place of the old ones by renaming, never file by file."""
    fresh, old = target.with_suffix(".new"), target.with_suffix(".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(built, fresh, copy_function=shutil.copyfile)  # no page depends on times of files
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def build(root: Path) -> Path:
    """Build the book, unless the last one was built from the same and is whole; return the page to open.

    Parameters
    ----------
    root
        The repository.

    Returns
    -------
    Path
        `_build/html/index.html`.

    Raises
    ------
    BuildError
        When anything is wrong with the evidence, a page, a chart or a self-check.
    """
    start = time.monotonic()
    target, receipt = root / "_build" / "html", root / "_build" / "receipt.txt"
    made_from = inputs(root)  # taken first: an edit during the build calls for another one
    if receipt.exists() and receipt.read_text(encoding="utf-8") == f"{made_from} {fingerprint([target])}":
        print(f"Nothing has changed since the last build. Open {target / 'index.html'}")
        return target / "index.html"
    make(root, root / "_build" / "stage")
    publish(root / "_build" / "stage" / "_build" / "html", target)
    receipt.write_text(f"{made_from} {fingerprint([target])}", encoding="utf-8")
    pages = sum(1 for _ in (target / "book").rglob("*.html"))
    print(f"\nBuilt {pages} pages in {time.monotonic() - start:.0f} s. Open {target / 'index.html'}")
    return target / "index.html"


def make(root: Path, stage: Path) -> None:
    """Build the book in `stage`.

    Raises
    ------
    BuildError
        With every problem found, one a line: file, line, what, cure.
    """
    # A build ends soon and keeps nearly all that it makes; looking for garbage costs it a tenth of its time.
    gc.disable()
    from natoiraq.sphinx_run import run  # half a second, which a book that is built already need not wait for

    if problems := run(root, stage):
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise BuildError(f"The book was not built; the last good one stays. To mend:\n{listed}")


def rebuild() -> None:
    """Build again while serving, in a process of its own: this one would go on with code that was edited."""
    subprocess.run([sys.executable, "-m", "natoiraq.book", "build"], check=False)


def serve(port: int) -> None:
    """Build, serve on this machine only, and build and reload after each edit."""
    from livereload import Server

    root = project.current().root
    rebuild()
    server = Server()
    for watched in ("book", "data", "src", "_config.yml", "_toc.yml"):
        server.watch(str(root / watched), rebuild)
    server.serve(root=str(root / "_build" / "html"), host="127.0.0.1", port=port)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.book", description=__doc__)
    parser.add_argument("command", choices=("build", "serve"))
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default 8000)")
    options = parser.parse_args(arguments)
    try:
        if options.command == "serve":
            serve(options.port)
        else:
            build(project.current().root)
            gc.freeze()  # else Python looks for garbage once more at its end, which takes half a second
    except BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the last good book stays.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

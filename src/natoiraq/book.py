"""Build and serve the book: ``python -m natoiraq.book build`` or ``... serve``.

The build happens in `_build/stage`; `_build/html` is replaced only by a book that is whole, so a failed build
leaves the last good one in place.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from natoiraq.fingerprint import fingerprint, inputs

ROOT = Path(__file__).parents[2]
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
STEP = re.compile(r"(reading|writing) (?:sources|output)\.\.\. \[\s*(\d+%)\] (\S+)")
EXECUTED = re.compile(r"(book/\S+): Executed notebook")
PROBLEM = re.compile(r"(WARNING|ERROR|CRITICAL|SEVERE): ")
# How Sphinx announces that it stops, and what that means.
STOPS = {
    "Extension error:": "The build stopped:",
    "Configuration error:": "The build stopped at _config.yml:",
    "Exception occurred:": "The build stopped on an error that no check foresaw:",
}
# What to do about messages of others, which only say what is wrong.
CURES = {"could not find bibtex key": "Cure: add the source to book/references.bib, or correct the key."}
# The command line of this environment's Jupyter Book, which has no __main__ and may not be on the PATH.
JUPYTER_BOOK = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()")
COMMAND = (*JUPYTER_BOOK, "build", ".", "-W", "--keep-going")


class BuildError(Exception):
    """The book was not built; the message says why and what to do."""


def problems_in(lines: Iterable[str], root: Path) -> list[str]:
    """Return what the build complained about, once each, with paths relative to `root`.

    Parameters
    ----------
    lines
        What the build wrote to standard error.
    root
        The repository.
    """
    found: list[str] = []
    inside = False  # the message of a stop goes on until an empty line or the offer of a traceback
    for line in lines:
        text = ESCAPES.sub("", line).rstrip().replace(f"{root}/", "")
        if PROBLEM.search(text):
            cure = next((cure for words, cure in CURES.items() if words in text), "")
            found.append(f"{PROBLEM.sub('', text)} {cure}".rstrip())
        elif text in STOPS:
            inside = True
            found.append(STOPS[text])
        elif not text or text.startswith(("The full traceback", "Traceback")):
            inside = False
        elif inside:
            found[-1] = f"{found[-1]}\n    {text.strip()}"
    return list(dict.fromkeys(found))


def show_progress(line: str) -> None:
    """Print a line of Sphinx's that says which page it is at; leave out the rest of its talk."""
    if step := STEP.match(line):
        print(f"{step[1].capitalize():8} {step[2]:>4}  {step[3]}", flush=True)
    elif executed := EXECUTED.search(line):
        print(f"Ran            {executed[1]}", flush=True)


def run_jupyter_book(root: Path, stage: Path) -> None:
    """Build the book into `stage`, showing progress.

    Parameters
    ----------
    root
        The repository: holds `_config.yml` and `_toc.yml`.
    stage
        Folder for this build; kept, so that the next build only redoes what changed.

    Raises
    ------
    BuildError
        With every problem found, one a line: file, line, what, cure.
    """
    log = stage / "problems.log"
    stage.mkdir(parents=True, exist_ok=True)
    command = [*COMMAND, "--path-output", str(stage)]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=errors, text=True) as build,
    ):
        for line in build.stdout or ():
            show_progress(ESCAPES.sub("", line))
    code, lines = build.returncode, log.read_text(encoding="utf-8").splitlines()
    problems = problems_in(lines, root)
    if code or problems:
        # Sphinx does not repeat the warnings of pages it has read: a second try would look clean.
        shutil.rmtree(stage / "_build" / ".doctrees", ignore_errors=True)
        listed = "\n".join(f"  {problem}" for problem in problems) or "\n".join(lines[-20:])
        raise BuildError(f"The book was not built; the last good one stays. To mend:\n{listed}")


def publish(built: Path, target: Path) -> None:
    """Put a copy of the finished pages in the place of the old ones by renaming, never file by file."""
    fresh, old = target.with_suffix(".new"), target.with_suffix(".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(built, fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def build(root: Path = ROOT) -> Path:
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
    run_jupyter_book(root, root / "_build" / "stage")
    publish(root / "_build" / "stage" / "_build" / "html", target)
    receipt.write_text(f"{made_from} {fingerprint([target])}", encoding="utf-8")
    pages = sum(1 for _ in (target / "book").rglob("*.html"))
    print(f"\nBuilt {pages} pages in {time.monotonic() - start:.0f} s. Open {target / 'index.html'}")
    return target / "index.html"


def rebuild(root: Path = ROOT) -> None:
    """Build again and say what went wrong instead of stopping: used while serving."""
    try:
        build(root)
    except BuildError as error:
        print(error, file=sys.stderr)


def serve(root: Path = ROOT, port: int = 8000) -> None:
    """Build, serve on this machine only, and build and reload after each edit."""
    from livereload import Server

    rebuild(root)
    server = Server()
    for watched in ("book", "data", "src", "_config.yml", "_toc.yml"):
        server.watch(str(root / watched), lambda: rebuild(root))
    server.serve(root=str(root / "_build" / "html"), host="127.0.0.1", port=port)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.book", description=__doc__)
    parser.add_argument("command", choices=("build", "serve"))
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default 8000)")
    options = parser.parse_args(arguments)
    try:
        if options.command == "serve":
            serve(port=options.port)
        else:
            build()
    except BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Run the tests that concern what has changed: `make concern`, or `python -m tests.concern FILE ...`.

A module's tests are those of its room, the folder of tests named after its package, and the files that are
nearest to it by imports: of the quick tests, and of the slow folder that stands beside its room. Without a
file, what differs from the last commit counts; where nothing does, what the last commit changed.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

from tests.conftest import ROOT, SLOW

# The first pattern that a file matches gives its room's tests.
OTHERS: Final = {
    "data/*": ("tests/evidence", "tests/models", "tests/facts", "tests/charts"),
    "book/references.bib": ("tests/evidence",),
    "book/*": ("tests/notebooks", "tests/site/test_contents.py", "tests/site/test_pages.py"),
    "exercises/*": ("tests/exercises",),
    "src/bookkit/sphinx/static/*": ("tests/site",),
    "src/bookkit/figures/*": ("tests/charts",),
    "src/natoiraq/extension.py": ("tests/site/test_contents.py",),
    "src/natoiraq/book.py": ("tests/test_older_names.py",),
    "src/natoiraq/notebooks.py": ("tests/test_older_names.py",),
    "src/*": ("tests/{room}",),
    "requirements.txt": ("tests/install",),
    "pyproject.toml": ("tests/install",),
    ".binder/*": ("tests/editions",),
    ".github/*": ("tests/test_workflows.py",),
}
BESIDE: Final = {
    "charts": "site",
    "figures": "site",
    "course": "whole_course",
    "editions": "site",
    "grading": "processes",
    "labs": "jupyterlab",
    "notebooks": "jupyterlab",
    "sphinx": "site",
}
"""Room -> the slow folder whose tests use it for real."""

ANYTHING: Final = ("Makefile", "tests/conftest.py", "tests/browser.py")
"""Files after which only `make test` will do."""


def changed(root: Path = ROOT) -> list[str]:
    """Return the files that differ from the last commit, or those that it changed if none does."""

    def listed(*arguments: str) -> list[str]:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    here = [*listed("diff", "--name-only", "HEAD"), *listed("ls-files", "--others", "--exclude-standard")]
    return here or listed("show", "--name-only", "--format=", "HEAD")


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Return each module of the package and of the tests by its dotted name."""
    found = {}
    for base, inside in ((root / "src", root / "src"), (root / "tests", root)):
        for path in sorted(base.rglob("*.py")):
            parts = path.relative_to(inside).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def plugins(root: Path = ROOT) -> dict[str, str]:
    """Return the modules that others find by the name of an entry point."""
    with (root / "pyproject.toml").open("rb") as file:
        groups = tomllib.load(file)["project"].get("entry-points", {})
    return {name: where.partition(":")[0] for group in groups.values() for name, where in group.items()}


def imports(name: str, path: Path, known: Iterable[str], named: Mapping[str, str]) -> set[str]:
    """Return the modules that a module imports, anywhere in it, or names in a text.

    Parameters
    ----------
    name, path
        The module.
    known
        The modules that count.
    named
        {name of an entry point: its module}.
    """
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and package[:5] != "tests":
            # Plug-ins, programs and settings are named, not imported; a test may name anything.
            found |= {named.get(node.value, ""), *re.findall(r"(?:bookkit|natoiraq)(?:\.\w+)+", node.value)}
    return found & set(known)


@cache
def imported(root: Path = ROOT) -> dict[str, set[str]]:
    """Return {module: the modules that it imports} of the package and the tests."""
    known, named = modules(root), plugins(root)
    return {name: imports(name, path, known, named) for name, path in known.items()}


def nearest(name: str, graph: Mapping[str, set[str]], folder: str | None = None) -> set[str]:
    """Return the files of tests that reach a module by the fewest imports.

    Parameters
    ----------
    name
        The module.
    graph
        {module: the modules that it imports}.
    folder
        The slow folder to look in; the quick tests by default.
    """
    seen, here = {name}, {name}
    while here:
        here = {other for other, used in graph.items() if used & here} - seen
        seen |= here
        if tests := {other for other in here if _is_test(other, folder)}:
            return tests
    return set()


def _is_test(module: str, folder: str | None) -> bool:
    top, *inner = module.split(".")
    slow = inner[0] if inner and inner[0] in SLOW else None
    return top == "tests" and inner[-1].startswith("test_") and slow == folder


def concerned(files: Iterable[str], root: Path = ROOT) -> list[str]:
    """Return the folders and files of tests to run after a change of files.

    Parameters
    ----------
    files
        Paths relative to the repository.

    Returns
    -------
    list of str
        What to give to pytest; empty when no test concerns the files.
    """
    known = modules(root)
    names = {path.relative_to(root).as_posix(): name for name, path in known.items()}
    graph = imported(root)
    tested = {each for each in known if each.rpartition(".")[2].startswith("test_")}
    chosen: set[str] = set()
    for file in files:
        if file in ANYTHING:
            return ["tests"]
        name, parts = names.get(file), Path(file).parts
        room = parts[2].removesuffix(".py") if parts[0] == "src" else ""
        tests = nearest(name, graph) if name else set()
        if name in tested:
            tests = {name}
        elif parts[-1] == "conftest.py":
            chosen.add(str(Path(file).parent))
        elif name and parts[0] == "tests":  # a helper, of tests of any tier
            tests |= {each for each, used in graph.items() if name in used and each in tested}
        elif name and (slow := BESIDE.get(room)):
            tests |= nearest(name, graph, slow)
        if parts[0] != "tests" and (matched := [each for each in OTHERS if fnmatch(file, each)]):
            chosen |= {place.format(room=room) for place in OTHERS[matched[0]]}
        chosen |= {known[test].relative_to(root).as_posix() for test in tests}
    there = {each for each in chosen if (root / each).exists()}
    return sorted(each for each in there if not there & {str(above) for above in Path(each).parents})


def main(files: list[str]) -> int:
    """Run the tests; return pytest's exit code."""
    wanted = [Path(file).resolve().relative_to(ROOT).as_posix() for file in files] or changed()
    if not (tests := concerned(wanted)):
        print(f"No test concerns {', '.join(wanted)}.")
        return 0
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadscope", *tests]
    print("pytest", *tests, flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

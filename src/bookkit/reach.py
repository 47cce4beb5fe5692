"""What code can reach by its imports: parts of the book's package and its kits, and installed packages.

Nobody keeps a list: a part counts from the import on that leads to it.
"""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from bookkit import project
from bookkit.fingerprint import files, installed

PACKAGE: Final = Path(__file__).parent
NAMES: Final = r"\([^)]*\)|[^\n(]*"
EXTRA: Final = re.compile(r"""\bextra\s*==\s*["']([\w.-]+)["']""")
REQUIRED: Final = re.compile(r"^Requires-Dist: (.*)", re.MULTILINE)
REQUIREMENT: Final = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?")


def packages() -> dict[str, Path]:
    """Return the packages of which parts may count, by name: the book's, and the kits that it stands on."""
    book = project.current()
    return {PACKAGE.name: PACKAGE, book.package: book.folder}


def parts(roots: Iterable[str], code: Iterable[str] = ()) -> list[Path]:
    """Return the parts of these packages that some code can reach; the `__init__.py` of each is one.

    A part is a module or a folder directly in a package. Who imports one module of a folder may reach all of
    it: some folders import their modules by looking through themselves.

    Parameters
    ----------
    roots
        Names of parts to begin with, such as "bookkit.evidence".
    code
        Other code, whose imports count.
    """
    folders = packages()
    known = {
        f"{package}.{path.stem}": path
        for package, folder in folders.items()
        for path in folder.iterdir()
        if path.suffix == ".py" or path.is_dir()
    }
    found: set[str] = set()
    pattern = _imports(tuple(folders))
    waiting = {*(f"{package}.__init__" for package in folders), *roots}
    waiting.update(name for text in code for name in imported(text, pattern))
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            package = name.partition(".")[0]
            for module in files(known[name]):
                if module.suffix == ".py":
                    waiting |= imported(module.read_text(encoding="utf-8"), pattern, package)
    return [known[name] for name in sorted(found)]


@cache
def _imports(packages: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for what imports a part of these packages."""
    known = "|".join(packages)
    return re.compile(
        rf"from[ \t]+(?P<of>(?:{known})\.\w+)|from[ \t]+(?P<from>{known})[ \t]+import[ \t]+(?P<names>{NAMES})"
        rf"|from[ \t]+\.\.+(?P<climbing>\w*[ \t]+import[ \t]+(?:{NAMES}))"
        rf"|import[ \t]+(?P<whole>[^\n]*\b(?:{known})\.[^\n]*)"
        rf"|[\"'](?P<quoted>(?:{known})\.\w+)"  # how a module is named to what imports it
    )


@cache
def imported(code: str, pattern: re.Pattern[str], package: str = "") -> frozenset[str]:
    """Return each name that may be a part which `code` imports, and some that are none.

    Parameters
    ----------
    code
        What to look through.
    pattern
        Of the imports that count.
    package
        The package that the code belongs to; empty for code of no package.
    """
    found: set[str] = set()
    for match in pattern.finditer(code):
        if match["of"]:
            found.add(match["of"])
        elif match["from"] or match["climbing"]:
            names = re.findall(r"\w+", match["names"] or match["climbing"])
            found.update(f"{match['from'] or package}.{name}" for name in names)
        elif match["quoted"]:
            found.add(match["quoted"])
        else:
            found.update(re.findall(r"\b\w+\.\w+", match["whole"]))
    return frozenset(found)


def versions(*roots: str) -> list[str]:
    """Return the folder names, with name and version, of installed packages and of all that these require.

    Parameters
    ----------
    roots
        Requirements such as ``natoiraq[labs]``; what is not installed is left out.
    """
    packages = Path(sysconfig.get_path("purelib"))
    folders = {_plain(name.partition("-")[0]): name for name in installed()}
    known: set[tuple[str, str]] = set()  # package and extra
    waiting = list(roots)
    while waiting:
        match = REQUIREMENT.match(waiting.pop())
        name = _plain(match[1]) if match else ""
        if match is None or name not in folders:
            continue
        wanted = {(name, extra) for extra in ("", *re.findall(r"[\w.-]+", match[2] or ""))} - known
        known |= wanted
        for requirement in REQUIRED.findall(_head(packages / folders[name])) if wanted else ():
            extra = EXTRA.search(requirement)
            if (name, extra[1] if extra else "") in wanted:
                waiting.append(requirement)
    return sorted({folders[name] for name, _ in known})


def _plain(name: str) -> str:
    """Return the name of a package in the one form that all its spellings have in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _head(folder: Path) -> str:
    """Return the fields with which the description of an installed package begins."""
    path = folder / "METADATA"
    return path.read_text(encoding="utf-8").partition("\n\n")[0] if path.is_file() else ""

"""What code can reach by its imports: parts of this package, and installed packages.

Nobody keeps a list: a part counts from the import on that leads to it.
"""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from natoiraq.fingerprint import files, installed

PACKAGE: Final = Path(__file__).parent
NAMES: Final = r"\([^)]*\)|[^\n(]*"
IMPORT: Final = re.compile(
    rf"from[ \t]+natoiraq\.(?P<of>\w+)|from[ \t]+natoiraq[ \t]+import[ \t]+(?P<names>{NAMES})"
    rf"|from[ \t]+\.\.+(?P<climbing>\w*[ \t]+import[ \t]+(?:{NAMES}))"
    r"|import[ \t]+(?P<whole>[^\n]*\bnatoiraq\.[^\n]*)"
    r"|[\"'](?P<quoted>natoiraq\.\w+)"  # how a module is named to what imports it
)
EXTRA: Final = re.compile(r"""\bextra\s*==\s*["']([\w.-]+)["']""")
REQUIRED: Final = re.compile(r"^Requires-Dist: (.*)", re.MULTILINE)
REQUIREMENT: Final = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?")


def parts(roots: Iterable[str], code: Iterable[str] = ()) -> list[Path]:
    """Return the parts of this package that some code can reach; the package's own `__init__.py` is one.

    A part is a module or a folder directly in the package. Who imports one module of a folder may reach all
    of it: some folders import their modules by looking through themselves.

    Parameters
    ----------
    roots
        Names of parts to begin with.
    code
        Other code, whose imports count.
    """
    known = {path.stem: path for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    found: set[str] = set()
    waiting = {"__init__", *roots, *(name for text in code for name in imported(text))}
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            modules = (path for path in files(known[name]) if path.suffix == ".py")
            waiting.update(name for path in modules for name in imported(path.read_text(encoding="utf-8")))
    return [known[name] for name in sorted(found)]


@cache
def imported(code: str) -> frozenset[str]:
    """Return each name that may be a part which `code` imports, and some that are none."""
    found: set[str] = set()
    for match in IMPORT.finditer(code):
        if match["of"]:
            found.add(match["of"])
        elif match["names"] or match["climbing"]:
            found.update(re.findall(r"\w+", match["names"] or match["climbing"]))
        else:
            found.update(re.findall(r"\bnatoiraq\.(\w+)", match["whole"] or match["quoted"]))
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

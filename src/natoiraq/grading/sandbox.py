"""The sandbox: bubblewrap's command line, what is seen from inside, and whether this machine can make one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import bookkit
from bookkit import project
from natoiraq.grading.patience import USUAL

SEEN: Final = (
    "__init__.py",
    "charts",
    "checks.py",
    "evidence.py",
    "facts",
    "labs",
    "models",
    "primer.py",
    "_data",
)
"""What students' code sees of the book's package: no exercise, no grading, no way to a variant."""

SYSTEM: Final = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ssl", "/etc/fonts", "/etc/ld.so.cache")
WORK: Final = "/tmp/work"
"""The private folder in which the code runs, as seen from inside."""

DRAWN_ELSEWHERE: Final = {"NATOIRAQ_DRAWN_ELSEWHERE": "1"}
"""What tells `bookkit.figures.still` to draw nothing: feedback draws, and only what is shown to somebody.

The name stands here again because `natoiraq.charts` brings Altair along.
"""

SPACE: Final = 256 << 20
"""Bytes of the only places that can be written, `/tmp` and `/dev/shm`."""

MISSING: Final = (
    "Students' code runs without a sandbox here: {why}, so it could read and change files of this account, "
    "and use the network. Cure: {cure}."
)


@dataclass(frozen=True)
class Sandbox:
    """Whether a sandbox can be made here.

    Parameters
    ----------
    available
        Whether it can.
    reason
        Otherwise what protection is missing, and the cure; one paragraph.
    """

    available: bool
    reason: str = ""


@cache
def sandbox(patience: float = USUAL.start) -> Sandbox:
    """Try bubblewrap once, and say whether this machine can lock students' code in.

    Parameters
    ----------
    patience
        Seconds by the clock in which it has to start.
    """
    if sys.platform != "linux":
        cure = "grade on Linux, for example in Docker or in the Windows Subsystem for Linux"
        return Sandbox(False, MISSING.format(why="it needs Linux", cure=cure))
    if not shutil.which("bwrap"):
        cure = "install bubblewrap, for example with `sudo apt install bubblewrap`"
        return Sandbox(False, MISSING.format(why="the program `bwrap` is missing", cure=cure))
    try:
        with tempfile.TemporaryDirectory(prefix="natoiraq-") as folder:
            command = [*arguments(Path(folder), root=os.geteuid() == 0), "--", "true"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=patience, check=False)
        said = done.stderr.strip().splitlines()[-1:] or [f"it ends with code {done.returncode}"]
        works = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        said, works = [str(error)], False
    if works:
        return Sandbox(True)
    cure = "install bubblewrap 0.8 or newer, and allow user namespaces to this account or container"
    return Sandbox(False, MISSING.format(why=f"bubblewrap does not start ({said[0]})", cure=cure))


def arguments(run: Path, *, root: bool) -> list[str]:
    """Return bubblewrap's command line, without the program.

    Parameters
    ----------
    run
        Folder for the kernel's sockets; the only one that both sides see.
    root
        Whether we are root: then processes are given away by changing their user, else by a user namespace.
    """
    namespaces = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if not root:
        namespaces += ["--unshare-user", "--disable-userns"]
    return [
        *("bwrap", *namespaces, "--cap-drop", "ALL", "--hostname", "sandbox"),
        *("--die-with-parent", "--new-session", "--clearenv"),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--perms", "1777", "--size", str(SPACE), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"),
        *("--perms", "1777", "--size", str(SPACE), "--tmpfs", "/tmp", "--perms", "1777", "--dir", WORK),
        *_seen(),
        *_parents(run),
        *("--bind", str(run), str(run)),
        *("--remount-ro", "/", "--chdir", WORK),
    ]


def environment() -> dict[str, str]:
    """Return the environment of students' code: nothing of ours."""
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "IPYTHONDIR": "/tmp/ipython",
        "JUPYTER_PLATFORM_DIRS": "1",
        **DRAWN_ELSEWHERE,
    }


@cache
def _seen() -> tuple[str, ...]:
    """Return the mounts that are the same for all."""
    return (*_system(), *_readable())


def _system() -> Iterator[str]:
    yield from ("--perms", "0755", "--dir", "/etc")
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", os.readlink(path), str(path))
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))


def _readable() -> Iterator[str]:
    """Yield the mounts of Python, its libraries and the packages that students have too."""
    for prefix in dict.fromkeys((Path(sys.base_prefix), Path(sys.prefix))):
        if not prefix.is_relative_to("/usr"):
            yield from _parents(prefix)
            yield from ("--ro-bind", str(prefix), str(prefix))
    book = project.current()
    yield from _parents(book.folder)
    yield from ("--perms", "0755", "--tmpfs", str(book.folder))
    seen = [book.folder / name for name in SEEN]
    beside = [path for path in (book.data, book.bib) if not path.is_relative_to(book.folder)]
    for path in (Path(bookkit.__file__).parent, *seen, *beside):
        if path.exists():
            yield from _parents(path)
            yield from ("--ro-bind", str(path), str(path))
    yield from ("--remount-ro", str(book.folder))


def _parents(path: Path) -> Iterator[str]:
    """Yield the folders above a mount, open to every user: bubblewrap would close them to others."""
    for parent in reversed(path.parents):
        if parent not in (Path("/"), Path("/tmp")) and not any(parent.is_relative_to(top) for top in SYSTEM):
            yield from ("--perms", "0755", "--dir", str(parent))

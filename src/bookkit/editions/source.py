"""The commit that an edition is made from: its files, its name and its date."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bookkit.errors import ToldError


@dataclass(frozen=True)
class Commit:
    """A state of the repository.

    Attributes
    ----------
    name
        The commit's hash, 40 hexadecimal digits.
    seconds
        When it was made, in seconds since 1970 (UTC).
    clean
        Whether the files are those of the commit.
    """

    name: str
    seconds: int
    clean: bool

    @property
    def title(self) -> str:
        """The short hash, and a word when the files differ from the commit."""
        return self.name[:12] + ("" if self.clean else ", with changes that are not committed")


def git(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run git in `root` and return what it printed, without the last line break.

    Parameters
    ----------
    root
        The repository.
    arguments
        What follows `git` on the command line.
    environment
        Variables to set for this run.

    Raises
    ------
    ToldError
        With git's own message, or when git is missing.
    """
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, **(environment or {})}
        )
    except FileNotFoundError:
        raise ToldError("git is not installed, and editions are made from a git repository.") from None
    except subprocess.CalledProcessError as error:
        raise ToldError(f"git {arguments[0]} failed: {error.stderr.strip()}") from error
    return done.stdout.rstrip("\n")


def tracked(root: Path) -> list[Path]:
    """Return the files that git knows and that exist, relative to `root`; stray notes are not among them."""
    listed = git(root, "ls-files", "-z").split("\0")
    return sorted(Path(name) for name in listed if name and (root / name).is_file())


def commit(root: Path) -> Commit:
    """Return the commit that is checked out in `root`."""
    name, seconds = git(root, "log", "-1", "--format=%H %ct").split()
    return Commit(name, int(seconds), clean=not git(root, "status", "--porcelain"))

"""Opens a course's gradebook: nbgrader's database in one file."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bookkit.errors import GradingError
from bookkit.files import written_whole
from natoiraq.grading.patience import USUAL, Patience

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@contextmanager
def open_gradebook(course: Path, patience: Patience = USUAL) -> Iterator[Gradebook]:
    """Open the gradebook of a course, and make it if there is none.

    Parameters
    ----------
    course
        The course folder.
    patience
        How long to wait while another program writes.

    Yields
    ------
    Gradebook
        nbgrader's own; whatever was not committed when the block ends is dropped.

    Raises
    ------
    GradingError
        When the disk is full or the file is no gradebook.
    """
    import sqlalchemy
    from nbgrader.api import Gradebook, InvalidEntry

    path = course / "gradebook.db"
    try:
        if not path.exists():
            _make(path)
        with Gradebook(_address(path, patience)) as gradebook:
            with gradebook.engine.connect() as connection:
                # Readers such as formgrader need not wait for the writer.
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            yield gradebook
    except (sqlalchemy.exc.DBAPIError, InvalidEntry) as error:
        raise GradingError(
            f"{path}: {getattr(error, 'orig', error)}. Cure: make room on the disk and close other programs "
            "that use the gradebook, then run the step again; what was done is kept."
        ) from error


@contextmanager
def only_writer(course: Path) -> Iterator[None]:
    """Keep a second run out of a course; the system lets go of it even if this process is killed.

    Raises
    ------
    GradingError
        When another run is at work.
    """
    with closing(sqlite3.connect(course / "grading.lock", timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise GradingError(
                f"{course}: this course is being graded already. Cure: wait until that run has ended."
            ) from error
        yield


def _make(path: Path) -> None:
    """Make an empty gradebook; a crash on the way leaves none, not half of one."""
    from nbgrader.api import Gradebook

    before = os.environ.get("PATH", "")
    # nbgrader calls alembic by name, which an environment that was not activated does not find.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        with written_whole(path, private=True) as fresh:
            Gradebook(_address(fresh, USUAL)).close()
    finally:
        os.environ["PATH"] = before


def _address(path: Path, patience: Patience) -> str:
    from sqlalchemy import URL

    address = URL.create("sqlite", database=str(path), query={"timeout": str(patience.gradebook)})
    return address.render_as_string(hide_password=False)

"""Rebuilds a submission on the notebook that we released: of the file handed in, only text is taken.

The instructor's notebook gives every cell, its order, its type and its metadata. The student gives the text
of the solution cells, and cells of their own between them.
"""

from __future__ import annotations

import copy
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nbformat import from_dict

from natoiraq.grading.cells import without_installs
from natoiraq.grading.handed_in import LARGEST, read_cells
from natoiraq.grading.matching import Matched, about, match
from natoiraq.grading.repairs import repairs

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A link must not lead elsewhere, a FIFO or device must not keep us waiting. Windows lacks all but O_BINARY.
FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)
TOO_LARGE: Final = (
    f"The file handed in is larger than {LARGEST >> 20} MB and was not read. "
    "Cure: ask for it with its outputs cleared, and collect it."
)


@dataclass(frozen=True)
class Rebuilt:
    """A submission on the instructor's notebook.

    Parameters
    ----------
    notebook
        The instructor's notebook with the student's answers, not run yet.
    notes
        Repairs, a sentence each, for the instructor.
    """

    notebook: NotebookNode
    notes: tuple[str, ...]


def read_file(path: Path) -> tuple[bytes | None, tuple[str, ...]]:
    """Return the bytes of a file handed in, and notes for the instructor.

    Only a plain file with one name is read: no link, folder, device or pipe, and none over `LARGEST` bytes.

    Returns
    -------
    content : bytes or None
        None when there is no such file.
    notes : tuple of str
        Why there is none.
    """
    try:
        if problem := _not_plain(os.lstat(path)):
            return None, (problem,)
        with open(path, "rb", opener=lambda name, _: os.open(name, FLAGS)) as file:
            if problem := _not_plain(os.fstat(file.fileno())):  # it may have been exchanged meanwhile
                return None, (problem,)
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None, ("Nothing was handed in.",)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is no name of a file"
        return None, (
            f"The file handed in can not be read ({why}). Cure: look at its rights, and grade again.",
        )
    return (None, (TOO_LARGE,)) if len(content) > LARGEST else (content, ())


def _not_plain(found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return "What was handed in is no plain file, but a link, a folder or a device; it was not read."
    if found.st_nlink > 1:
        return "The file handed in is a hard link to another file; it was not read."
    return TOO_LARGE if found.st_size > LARGEST else None


def rebuild(raw: bytes | None, release: NotebookNode, source: NotebookNode) -> Rebuilt:
    """Return the instructor's notebook with the student's answers; never raises for what a file holds.

    Parameters
    ----------
    raw
        The file as handed in; None counts as nothing answered.
    release
        The notebook that this student was given.
    source
        The instructor's notebook in the same variant: it has the same cells, with solutions and hidden tests.
    """
    handed_in = read_cells(raw)
    matched = match(handed_in.cells, release.cells)
    notebook = copy.deepcopy(source)
    for place, (cell, given) in enumerate(zip(notebook.cells, release.cells, strict=True)):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if about(given).get("solution"):  # a missing answer is the stub, and never the solution
            cell.source, cell.metadata = given.source, copy.deepcopy(given.metadata)
            if place in matched.chosen:
                answer = handed_in.cells[matched.chosen[place]].source
                code = cell.cell_type == "code" and not about(given).get("grade")
                cell.source = without_installs(answer) if code else answer
            elif handed_in.damaged:  # it may be lost: without the checksum, nbgrader asks a person for marks
                cell.metadata.nbgrader.pop("checksum", None)
    _add_own_cells(notebook, matched)
    return Rebuilt(notebook, (*handed_in.notes, *repairs(handed_in, matched, release)))


def _add_own_cells(notebook: NotebookNode, matched: Matched) -> None:
    """Put the student's own cells where they stood: each after the cell that it followed."""
    after: dict[int, list[NotebookNode]] = {}
    for number, (place, own) in enumerate(matched.own_cells(), start=1):
        cell: dict[str, Any] = {"id": f"own-{number}", "cell_type": own.kind, "metadata": {}}
        cell["source"] = own.source
        if own.kind == "code":
            cell |= {"source": without_installs(own.source), "outputs": [], "execution_count": None}
        after.setdefault(place, []).append(from_dict(cell))
    cells = after.get(-1, [])
    for place, given in enumerate(notebook.cells):
        cells += [given, *after.get(place, [])]
    notebook.cells = cells

"""What goes to a worker and what comes back, as bytes: JSON, and never a pickle."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field
from typing import Final

from natoiraq.grading.patience import Patience

MEBIBYTE: Final = 1 << 20
RESERVE: Final = 512 * MEBIBYTE
"""Of each process's addresses beyond the memory that a submission may use: see `sending.make_room`."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    cpu
        Seconds of processor time; waiting for a busy machine costs nothing.
    wall
        Seconds by the clock, generous, against code that only sleeps.
    memory, disk, output
        Bytes: of the kernel, of each file it writes, and of what one cell prints.
    processes, files
        How many it may have at a time.
    """

    cpu: int = 60
    wall: int = 600
    memory: int = 2048 * MEBIBYTE
    disk: int = 64 * MEBIBYTE
    output: int = MEBIBYTE
    processes: int = 64
    files: int = 256

    def resources(self) -> dict[str, int]:
        """Return what the kernel holds each process to; of time it is the last resort."""
        return {
            "AS": self.memory + RESERVE,
            "CORE": 0,
            "CPU": 2 * self.cpu + 60,
            "FSIZE": self.disk,
            "MSGQUEUE": 0,
            "NOFILE": self.files,
            "NPROC": self.processes,
        }


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    Parameters
    ----------
    exercise
        Id of the exercise, such as "ex1".
    source
        The instructor's notebook in the student's variant, as JSON: it holds the hidden tests.
    release
        The notebook that the student was given, as JSON.
    raw
        The file that was handed in, untouched; None when there is none.
    limits
        What the student's code may use.
    patience
        How long to wait for it, and what each cell may use whatever others have used.
    require_sandbox
        Whether to refuse to run anything where no sandbox can be made.
    """

    exercise: str
    source: str
    release: str
    raw: bytes | None
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    require_sandbox: bool = False

    def to_bytes(self) -> bytes:
        """Return the job for a worker; equal jobs give equal bytes."""
        values = asdict(self)
        values["raw"] = None if self.raw is None else base64.b64encode(self.raw).decode("ascii")
        return json.dumps(values, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Job:
        """Return the job that `to_bytes` wrote."""
        values = json.loads(data)
        raw = values.pop("raw")
        limits, patience = Limits(**values.pop("limits")), Patience(**values.pop("patience"))
        return cls(
            raw=None if raw is None else base64.b64decode(raw), limits=limits, patience=patience, **values
        )


@dataclass(frozen=True)
class Part:
    """The result of one graded cell.

    Parameters
    ----------
    grade_id
        The cell.
    points, max_points
        Points earned, None where a person has to mark, and the most that can be earned.
    messages
        What the checks said, a sentence each.
    """

    grade_id: str
    points: float | None
    max_points: float
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """One graded submission.

    Parameters
    ----------
    notebook
        The autograded notebook as JSON, with outputs from which nbgrader reads the points of `parts`.
    parts
        One for each graded cell, in order.
    notes
        Repairs and incidents, a sentence each, for the instructor.
    sandboxed
        Whether the student's code was locked in.
    cpu
        Seconds of processor time that the student's code used.
    unjudged
        Graded cells whose answer did not come though no code of the student is known to have kept it back:
        their parts have no points, and the next run tries again.
    """

    notebook: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    sandboxed: bool
    cpu: float
    unjudged: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the result for the driver."""
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Result:
        """Return the result that `to_bytes` wrote."""
        values = json.loads(data)
        parts = tuple(Part(**{**part, "messages": tuple(part["messages"])}) for part in values.pop("parts"))
        notes, unjudged = (tuple(values.pop(name)) for name in ("notes", "unjudged"))
        return cls(parts=parts, notes=notes, unjudged=unjudged, **values)

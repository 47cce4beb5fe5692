"""For the primer: lets a page show an error as Python says it, and go on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import wrap
from typing import Final

WIDTH: Final = 72
"""Characters a line: a message that pandas writes on one long line stays readable."""


@contextmanager
def mistake() -> Iterator[None]:
    """Print the error or the warning that the lines inside cause, instead of stopping at it.

    Printed is what stands last under a cell that failed: the kind of error, a colon, the message. Lines that
    cause none are answered with that news, so a reader can mend them and try again.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield
        except Exception as error:
            said = [_last_line(error)]
        else:
            said = [_last_line(warning.message) for warning in caught]
    print("\n\n".join(said) or "No error: these lines work.")


def _last_line(error: Warning | Exception | str) -> str:
    # pandas adds advice in paragraphs of their own; the first one says what happened.
    message = str(error).partition("\n\n")[0]
    text = f"{type(error).__name__}: {message}"
    return "\n".join(part for line in text.splitlines() for part in wrap(line, WIDTH))

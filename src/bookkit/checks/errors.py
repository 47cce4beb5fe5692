"""The one error of all checks, and the wrapper that turns every other into it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

P = ParamSpec("P")

EMPTY: Final = "`{name}` is still empty: write your code in the cell above, run it, then run this cell again."
UNREADABLE: Final = (
    "`{name}` holds something that cannot be read here: make it again with the primer's tools."
)


class CheckFailed(Exception):
    """A check that is not passed.

    Parameters
    ----------
    sentences
        What is wrong and where to look, one plain sentence each; never the answer.
    share
        Share of the check's points earned all the same, from 0 to 1.
    """

    def __init__(self, *sentences: str, share: float = 0.0) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        self.share = share


def guarded(check: Callable[P, None]) -> Callable[P, None]:
    """Let a check raise nothing but `CheckFailed`, and end its sentences with the passage to see.

    A value may be of any kind: one that raises when it is looked at is reported as unreadable.
    Warnings are silenced, because nbgrader takes a cell that writes to stderr for a failed one.
    """

    @wraps(check)
    def run(*args: P.args, **options: P.kwargs) -> None:
        name, see = options.get("name", "the value"), options.get("see")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if args and args[0] is None:
                    raise CheckFailed(EMPTY.format(name=name))
                check(*args, **options)
        except CheckFailed as error:
            passage = (f"See {see}.",) if see else ()
            raise CheckFailed(*error.sentences, *passage, share=error.share) from None
        except (Exception, SystemExit):
            raise CheckFailed(UNREADABLE.format(name=name)) from None

    return run

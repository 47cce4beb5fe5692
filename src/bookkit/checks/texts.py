"""`text`: a word or a name, out of those that there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import kind


@guarded
def text(
    value: object,
    expected: str | Collection[str] | None = None,
    *,
    name: str,
    options: Collection[str] = (),
    traps: Mapping[str, str] | None = None,
    see: str | None = None,
) -> None:
    """Check a word or a name; capitals and blanks at the ends do not matter.

    Parameters
    ----------
    value
        What the student wrote or computed.
    expected
        The right word, or all that are right; without one, only the options and traps are checked.
    name
        What the student calls it.
    options
        All words that make sense, such as the names in a column.
    traps
        {wrong word: the sentence about the mistake behind it}.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        When it is wrong.
    """
    if not isinstance(value, str):
        raise CheckFailed(f"`{name}` must be text in quotes, and it is {kind(value)}.")
    found = _fold(value)
    known = {_fold(option): option for option in options}
    if known and found not in known:
        close = get_close_matches(found, known, n=1)
        hint = f": did you mean “{known[close[0]]}”?" if close else ": copy one from the table."
        raise CheckFailed(f"`{name}` is no name that the table has{hint}")
    right = {_fold(word) for word in ([expected] if isinstance(expected, str) else expected or ())}
    sentences = {_fold(word): sentence for word, sentence in (traps or {}).items()}
    if found in sentences and found not in right:
        raise CheckFailed(sentences[found])
    if right and found not in right:
        raise CheckFailed(f"`{name}` is not right: look again at what the task compares.")


def _fold(word: str) -> str:
    return " ".join(str.__str__(word).split()).casefold()

"""How the command speaks: sentences on the screen, a progress bar where something takes time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bookkit.errors import told

SHOWN: Final = 20
"""Lines of a list on the screen; more are counted."""

console = Console(highlight=False, markup=False, soft_wrap=True)
problems = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def telling() -> Iterator[None]:
    """Turn the errors of a step into sentences and an exit code, and Ctrl-C into a promise."""
    try:
        yield
    except KeyboardInterrupt as error:
        problems.print("Interrupted. What was done is kept; run the step again to go on.")
        raise typer.Exit(130) from error
    except Exception as error:
        if (said := told(error)) is None:
            raise
        problems.print(f"Stopped: {said}", style="bold red")
        raise typer.Exit(1) from error


def say(sentences: Iterable[str]) -> None:
    """Print sentences as they come, one on a line."""
    for sentence in sentences:
        console.print(printable(sentence))


def listed(title: str, lines: Sequence[str], everything: bool = False) -> None:
    """Print a list under its title; nothing if it is empty."""
    if not lines:
        return
    console.print(f"\n{title}", style="bold")
    shown = lines if everything else lines[:SHOWN]
    say(f"  {line}" for line in shown)
    if len(lines) > len(shown):
        console.print(f"  … and {len(lines) - len(shown)} more. Give --all to see them.")


def printable(text: str) -> str:
    """Return a text in which nothing moves the cursor: names of files come from students."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar, and give what moves it on by one. It leaves no trace in a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True, disable=not problems.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)

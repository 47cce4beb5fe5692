"""The command `natoiraq`, also `python -m natoiraq`: what authors do with the book, one subcommand each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, NamedTuple

from bookkit import project
from bookkit.errors import telling


class Command(NamedTuple):
    """A subcommand: what it is for, and the module with its `add_arguments(parser)` and `run(arguments)`.

    A module with `PASSES_ON` gets the arguments that it does not know as `arguments.passed_on`.
    """

    module: str
    help: str


COMMANDS: Final = {
    "build": Command("bookkit.build", "build the book"),
    "serve": Command("bookkit.serve", "build, serve on this machine and reload on edits"),
    "lab": Command("bookkit.notebooks.lab", "open the pages as notebooks in JupyterLab"),
    "check": Command("natoiraq.proofreading.command", "check the text, the pages and the evidence, unbuilt"),
    "evidence": Command("bookkit.evidence.command", "check data/ and the sources"),
}
AUTHORS: Final = (
    "The command natoiraq is for authors and works in a clone of the repository; readers need none. "
    "Cure: there, run `make .venv/test`, then `.venv/bin/natoiraq {command}`."
)


@telling
def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="natoiraq", description="Commands for authors of the book.")
    names = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = None
    for name, command in COMMANDS.items():
        one = names.add_parser(name, help=command.help, description=command.help)
        if given and given[0] == name:  # no other is loaded
            if not _is_there(command.module):
                print(AUTHORS.format(command=name), file=sys.stderr)
                return 2
            asked = import_module(command.module)
            asked.add_arguments(one)
    arguments, more = parser.parse_known_args(given)
    if asked is None or (more and not hasattr(asked, "PASSES_ON")):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    arguments.passed_on = more
    return int(asked.run(arguments))


def _is_there(module: str) -> bool:
    """Say whether this is a clone of the repository or an edition of it that holds a module."""
    if not (project.current().root / "_toc.yml").is_file():
        return False
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # its package is left out, too
        return False


if __name__ == "__main__":
    sys.exit(main())

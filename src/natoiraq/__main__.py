"""The command `natoiraq`, also `python -m natoiraq`: what authors do with the book, one subcommand each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

COMMANDS: Final = {"check": "natoiraq.proofreading.command", "evidence": "bookkit.evidence.command"}
"""Name -> module with `HELP`, `add_arguments(parser)` and `run(arguments)`, light to import."""

AUTHORS: Final = (
    "The command natoiraq is for authors and works in a clone of the repository; readers need none. "
    "Cure: there, run `make .venv/test`, then `.venv/bin/natoiraq check`."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code."""
    parser = argparse.ArgumentParser(prog="natoiraq", description="Commands for authors of the book.")
    names = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        try:
            command = import_module(module)
        except ModuleNotFoundError:  # the wheel for readers and the student edition leave it out
            print(AUTHORS, file=sys.stderr)
            return 2
        one = names.add_parser(name, help=command.HELP, description=command.__doc__)
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())

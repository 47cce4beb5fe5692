"""Build the book, serve it on this machine only, and build and reload after each edit."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from bookkit import project
from bookkit.build import STOPPED

if TYPE_CHECKING:
    import argparse

WATCHED: Final = ("book", "data", "src", "_config.yml", "_toc.yml")


def rebuild() -> None:
    """Build again in a process of its own: this one would go on with code that was edited."""
    subprocess.run([sys.executable, "-m", project.current().package, "build"], check=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default 8000)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; return the exit code."""
    from livereload import Server

    root = project.current().root
    server = Server()
    try:
        rebuild()
        for watched in WATCHED:
            server.watch(str(root / watched), rebuild)
        server.serve(root=str(root / "_build" / "html"), host="127.0.0.1", port=arguments.port)
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    return 0

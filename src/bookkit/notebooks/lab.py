"""Open the book in JupyterLab, or only prepare for it with `--set-up-only`.

The settings go into this Python environment and nowhere else, so a reader's own JupyterLab stays as it is.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any, Final

from traitlets.config.manager import BaseJSONConfigManager, recursive_update

from bookkit import project
from bookkit.errors import ToldError
from bookkit.notebooks import own
from bookkit.notebooks.keyboard import shortcuts

PASSES_ON: Final = True
READER: Final = Path(__file__).parent / "reader"
"""Jupyter's configuration for readers alone: where nbgrader is installed, it stays out of their way."""
CONTENTS: Final = "bookkit.notebooks.contents.PageContents"
OVERRIDES: Final = ("labconfig", "default_setting_overrides")
# Folder and file of Jupyter's configuration -> what to set there.
SETTINGS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    # A page (.md) opens as a notebook, as `jupytext-config set-default-viewer markdown` would have it.
    OVERRIDES: {
        "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}},
        # A double click on text that is fixed does not show its Markdown.
        "@jupyterlab/notebook-extension:tracker": {"showEditorForReadOnlyMarkdown": False},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    },
    (".", "jupyter_server_config"): {"ServerApp": {"contents_manager_class": CONTENTS}},
}
KEYS: Final = "@jupyterlab/shortcuts-extension:shortcuts"
STARTED: Final = """\
JupyterLab on the book: the text reads as on the pages, and the code is yours to change and run.

    {address}

Your browser should open it; if not, copy that address.
{kept}
To stop, press Ctrl-C here.
"""
LASTING: Final = "Results and cells of your own are kept in {folder}"
PASSING: Final = "You may not write in your home folder, so what you do here is lost when you stop."


def settings() -> dict[tuple[str, str], dict[str, Any]]:
    """Return what to set, the shortcuts of the JupyterLab that is installed included."""
    from jupyterlab.commands import get_app_dir

    ours = shortcuts(Path(get_app_dir()).parent)
    return {**SETTINGS, OVERRIDES: {**SETTINGS[OVERRIDES], KEYS: {"shortcuts": ours}}}


def set_up(prefix: Path) -> None:
    """Add the settings to those of an environment; where all are there, nothing is written.

    Parameters
    ----------
    prefix
        Its folder, as in `sys.prefix`.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    for (folder, name), wanted in settings().items():
        manager = BaseJSONConfigManager(config_dir=str(prefix / "etc" / "jupyter" / folder))
        there, changed = manager.get(name), manager.get(name)
        recursive_update(changed, wanted)
        if changed != there:
            manager.set(name, changed)


def set_up_for_reader() -> None:
    """Set up this environment; one that belongs to somebody else, as in a computer pool, stays as it is."""
    configured = [str(READER), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    try:
        set_up(Path(sys.prefix))
    except OSError:
        set_up(own.folder())
        configured.insert(0, str(own.folder() / "etc" / "jupyter"))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(configured)


def open_book(lasting: bool, passed_on: list[str]) -> None:
    """Run JupyterLab until Ctrl-C; the terminal says where it is, and then errors only.

    Parameters
    ----------
    lasting
        Whether what the reader does is kept.
    passed_on
        More arguments for JupyterLab.
    """
    import zmq
    from jupyterlab.labapp import LabApp

    # The student edition has exercises to work in beside the pages.
    book = project.current()
    root = book.root if any(book.root.glob("exercises/*/*.ipynb")) else book.book
    chosen = {
        "LabApp.default_url": f"/lab/tree/{(book.book / 'index.md').relative_to(root).as_posix()}",
        "Application.log_level": "ERROR",
        "IdentityProvider.token": secrets.token_hex(16),
        "ServerApp.answer_yes": True,  # Ctrl-C ends it, without another question
        # Root is who one is in a container; the server answers this machine only, and asks for its token.
        "ServerApp.allow_root": getattr(os, "geteuid", lambda: 1)() == 0,
        # Else each kernel warns that whoever listens on this machine hears what it says.
        "MappingKernelManager.transport_encryption": "auto" if zmq.has("curve") else "disabled",
    }
    os.chdir(root)
    server = LabApp.initialize_server([*(f"--{name}={value}" for name, value in chosen.items()), *passed_on])
    kept = LASTING.format(folder=own.folder_for(server.root_dir)) if lasting else PASSING
    address = (
        f"{server.connection_url.rstrip('/')}{server.default_url}?token={server.identity_provider.token}"
    )

    async def tell() -> None:
        await asyncio.sleep(0)  # by then the server has begun, and a Ctrl-C ends it as it should
        print(STARTED.format(address=address, kept=kept), flush=True)

    server.io_loop.add_callback(tell)
    server.start()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments; JupyterLab gets the others."""
    parser.add_argument("--set-up-only", action="store_true", help="do not start JupyterLab")


def run(arguments: argparse.Namespace) -> int:
    """Open the book; return the exit code."""
    if arguments.set_up_only:
        try:
            set_up(Path(sys.prefix))
        except OSError as error:
            raise ToldError(
                f"The settings could not be written: {error}. "
                "Cure: run this as the owner of the Python environment, or leave it out: "
                "without it each reader gets the settings in a folder of their own."
            ) from error
        return 0
    lasting = own.make_writable()
    set_up_for_reader()
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C before JupyterLab listens for it
        open_book(lasting, arguments.passed_on)
    return 0

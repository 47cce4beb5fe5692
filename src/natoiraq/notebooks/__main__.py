"""Open the book in JupyterLab: ``python -m natoiraq.notebooks``; only prepare for it: ``... --set-up-only``.

The settings go into this Python environment and nowhere else, so a reader's own JupyterLab stays as it is.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, Final

from traitlets.config.manager import BaseJSONConfigManager

ROOT: Final = Path(__file__).parents[3]
CONTENTS: Final = "natoiraq.notebooks.contents.PageContents"
# Folder and file of Jupyter's configuration -> what to set there.
SETTINGS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    # A page (.md) opens as a notebook, as `jupytext-config set-default-viewer markdown` would have it.
    ("labconfig", "default_setting_overrides"): {
        "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    },
    (".", "jupyter_server_config"): {"ServerApp": {"contents_manager_class": CONTENTS}},
}


def set_up(prefix: Path) -> None:
    """Add the settings to those of an environment.

    Parameters
    ----------
    prefix
        Its folder, as in `sys.prefix`.
    """
    for (folder, name), settings in SETTINGS.items():
        BaseJSONConfigManager(config_dir=str(prefix / "etc" / "jupyter" / folder)).update(name, settings)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m natoiraq.notebooks", description=__doc__)
    parser.add_argument("--set-up-only", action="store_true", help="do not start JupyterLab")
    options, passed_on = parser.parse_known_args(arguments)
    set_up(Path(sys.prefix))
    if not options.set_up_only:
        from jupyterlab.labapp import LabApp

        # Root is who one is in a container; the server answers this machine only, and asks for its token.
        root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        os.chdir(ROOT / "book")
        LabApp.launch_instance(["--LabApp.default_url=/lab/tree/index.md", *root, *passed_on])
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Stale charts never get published: results are kept per state of `src/` and `data/`.

jupyter-cache compares notebook cells only, and Sphinx compares page sources only; neither sees that a
chart function, a table or a style has changed. Both are told here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from natoiraq import evidence
from natoiraq.fingerprint import fingerprint

PACKAGE = Path(__file__).parents[1]
LOOK = frozenset({".css", ".js", ".html"})
CODE_AND_DATA = frozenset({".py", ".csv", ".json", ".bib"})


def keep_results_apart(app: Sphinx, config: Config) -> None:
    """Give the notebook cache a folder of its own for this state of code and data; drop older ones."""
    state = fingerprint([PACKAGE, evidence.DATA])
    root = Path(config.nb_execution_cache_path or Path(app.srcdir) / "_build" / ".jupyter_cache")
    for other in root.glob("state-*"):
        if other.name != f"state-{state}":
            shutil.rmtree(other, ignore_errors=True)
    config.nb_execution_cache_path = str(root / f"state-{state}")
    config.natoiraq_state = state


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return every page when code or data changed since the pages were last read."""
    fresh = getattr(env, "natoiraq_state", None) == app.config.natoiraq_state
    env.natoiraq_state = app.config.natoiraq_state  # type: ignore[attr-defined]
    return [] if fresh else sorted(env.found_docs)


def look_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page, to be written again, when a style, script or template changed since the last build.

    Sphinx copies styles and scripts only when it writes some page.
    """
    look = fingerprint([Path(__file__).parent], LOOK)
    same = getattr(env, "natoiraq_look", None) == look
    env.natoiraq_look = look  # type: ignore[attr-defined]
    return [] if same else sorted(env.found_docs)


def setup(app: Sphinx) -> None:
    """Register the cache key and the two checks."""
    app.add_config_value("natoiraq_state", "", "")
    app.connect("config-inited", keep_results_apart)
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", look_changed)

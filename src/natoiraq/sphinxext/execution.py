"""Notebooks run side by side, on all cores, before the pages are read one after another.

MyST-NB runs each notebook when its page is read, and finds here that the cache holds the result already.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

logger = logging.getLogger(__name__)

READER = {"name": "myst_nb_md", "type": "plugin"}


def is_notebook(page: Path, excluded: Iterable[str] = ()) -> bool:
    """Say whether a page has code to run, and is none of those that students run."""
    if page.suffix != ".md" or any(page.match(pattern) for pattern in excluded):
        return False
    return "\n```{code-cell}" in page.read_text(encoding="utf-8")


def run_side_by_side(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the notebooks among the pages to read, unless their results are in the cache.

    A notebook that fails is left to MyST-NB, which runs it again and reports its page and cell.
    """
    pages = [Path(env.doc2path(name)) for name in docnames]
    notebooks = [str(page) for page in pages if is_notebook(page, app.config.nb_execution_excludepatterns)]
    if len(notebooks) < 2:
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    for notebook in notebooks:
        cache.add_nb_to_project(notebook, read_data=READER)
    executor = load_executor("local-parallel", cache, logger=logger.logger)
    result = executor.run_and_cache(filter_uris=notebooks, timeout=app.config.nb_execution_timeout)
    for notebook in result.succeeded:
        logger.info("%s: Executed notebook side by side", notebook)


def setup(app: Sphinx) -> None:
    """Register the runs."""
    app.connect("env-before-read-docs", run_side_by_side)

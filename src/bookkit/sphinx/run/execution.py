"""Notebooks run side by side, on all cores, before the pages are read one after another.

MyST-NB runs each notebook when its page is read, and finds here that the cache holds the result already.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors.utils import create_cache_bundle
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bookkit.kernels.forked import fork_kernels
from bookkit.kernels.running import run, set_environment

RAN = "natoiraq-notebook-ran"
"""Event: a notebook has run; its handlers get the path of its page from the book's folder."""
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
    if not notebooks:
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    for notebook in notebooks:
        cache.add_nb_to_project(notebook, read_data=READER)
    waiting = [cache.get_project_notebook(one.pk) for one in cache.list_unexecuted(filter_uris=notebooks)]
    if waiting:
        fork_kernels()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(partial(run, timeout=app.config.nb_execution_timeout), waiting)
        for notebook, result in zip(waiting, results, strict=True):
            if result.err is None:
                bundle = create_cache_bundle(notebook, result.cwd, None, result.time, result.exc_string)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                app.emit(RAN, Path(notebook.uri).relative_to(app.srcdir).as_posix())


def setup(app: Sphinx) -> None:
    """Register the runs."""
    set_environment()
    app.add_event(RAN)
    app.connect("env-before-read-docs", run_side_by_side)

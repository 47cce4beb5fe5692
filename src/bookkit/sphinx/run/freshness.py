"""What has to be done again: each kind of change runs, reads, writes or copies what it can change, no more.

| what changed | notebooks run | pages read | pages written |
| --- | --- | --- | --- |
| data, sources; code or packages that notebooks can reach; Python | all | all | all |
| code that directives can reach; other packages | none | all | all |
| the code of a page | its own | it | it, and those that show what changed of it |
| the text of a page, a picture on it | none | it | it, and those that show what changed of it |
| a template | none | none | all |
| a style, a script | none | none | the first, so that Sphinx copies files |
| anything else | none | none | none |

jupyter-cache compares cells only and Sphinx compares times only, so both are told here. What a page shows of
others is for `bookkit.sphinx.run.shown` to say.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from bookkit import project, reach, sphinx
from bookkit.fingerprint import files, fingerprint, installed, joined
from bookkit.sphinx import STATIC, TEMPLATES
from bookkit.sphinx.run.execution import is_notebook

# What notebooks use, what pandas uses unasked where it is installed, and what runs them.
PACKAGES: Final = ("pandas[performance,pyarrow]", "ipykernel", "jupyter-cache")
CELL: Final = re.compile(r"^(`{3,})\{code-cell\}.*?^\1", re.DOTALL | re.MULTILINE)


class Look(NamedTuple):
    """States of the styles and scripts and of the templates, and the names of the first."""

    copied: str
    templates: str
    copies: list[str]


def results_state(pages: Iterable[Path], settings: Iterable[str]) -> str:
    """Return a short hash over all that can change the result of a notebook, but for its own cells.

    Parameters
    ----------
    pages
        The pages with code that a build runs. Their imports say which parts of the package count.
    settings
        How notebooks are run.
    """
    cells = (match[0] for page in pages for match in CELL.finditer(page.read_text(encoding="utf-8")))
    book = project.current()
    used = [*reach.parts(["bookkit.kernels"], cells), book.data, book.bib]
    return joined(
        sys.version, *reach.versions(f"{book.package}[labs]", *PACKAGES), *settings, fingerprint(used)
    )


def pages_state(results: str) -> str:
    """Return a short hash over all that can change what is read of a page, but for the page itself.

    Parameters
    ----------
    results
        What `results_state` returned.
    """
    code = fingerprint(
        reach.parts([sphinx.__name__, f"{project.current().package}.extension"]),
        without={STATIC.name, TEMPLATES.name},
    )
    return joined(results, *installed(), code)


def notebooks(app: Sphinx, config: Config) -> Iterator[Path]:
    """Yield the pages with code that a build runs."""
    for page in sorted(Path(app.srcdir, "book").rglob("*.md")):
        if is_notebook(page, config.nb_execution_excludepatterns):
            yield page


def note_states(app: Sphinx, config: Config) -> None:
    """Give the notebook cache a folder of its own for this state, and drop older ones."""
    names = (name for name in sorted(config.values) if name.startswith("nb_execution_"))
    settings = [f"{name}={config[name]}" for name in names if name != "nb_execution_cache_path"]
    state = results_state(notebooks(app, config), settings)
    root = Path(config.nb_execution_cache_path or Path(app.srcdir) / "_build" / ".jupyter_cache")
    for other in root.glob("state-*"):
        if other.name != f"state-{state}":
            shutil.rmtree(other, ignore_errors=True)
    config.nb_execution_cache_path = str(root / f"state-{state}")
    config.natoiraq_state = pages_state(state)


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages to be read again: all of them in a new state, else those with a changed file.

    Sphinx alone would miss a file that was put back with its old time, or edited while it was read.
    """
    known: dict[str, str] = getattr(env, "natoiraq_files", {})
    same = getattr(env, "natoiraq_state", None) == app.config.natoiraq_state
    env.natoiraq_state = app.config.natoiraq_state  # type: ignore[attr-defined]
    pages = {name: files_of(env, name) for name in env.found_docs}
    now = {file: fingerprint([Path(file)]) for used in pages.values() for file in used}
    env.natoiraq_files = now  # type: ignore[attr-defined]
    return sorted(
        name
        for name, used in pages.items()
        if not same or any(known.get(file, now[file]) != now[file] for file in used)
    )


def files_of(env: BuildEnvironment, page: str) -> list[str]:
    """Return the file of a page and those that it includes or shows, as far as it has been read."""
    return [str(env.doc2path(page)), *(str(Path(env.srcdir, file)) for file in env.dependencies[page])]


def note_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Note the files that the pages were found to show when they were read."""
    known: dict[str, str] = env.natoiraq_files  # type: ignore[attr-defined]
    for file in {file for name in env.found_docs for file in files_of(env, name)} - known.keys():
        known[file] = fingerprint([Path(file)])


def look_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to be written again because of how pages look.

    A template changes all of them. A style or script changes only its own copy and, in pages that name it,
    the hash that `sphinx.look.stamps` corrects; but Sphinx copies files only when it writes some page.
    """
    look = Look(fingerprint([STATIC]), fingerprint([TEMPLATES]), [path.name for path in files(STATIC)])
    before: Look = getattr(env, "natoiraq_look", Look("", "", []))
    env.natoiraq_look = look  # type: ignore[attr-defined]
    for name in set(before.copies) - set(look.copies):
        Path(app.outdir, "_static", name).unlink(missing_ok=True)
    if look.templates != before.templates:
        return sorted(env.found_docs)
    return [app.config.root_doc] if look != before else []


def setup(app: Sphinx) -> None:
    """Register the states and what compares them."""
    app.add_config_value("natoiraq_state", "", "")
    app.connect("config-inited", note_states)
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", note_files)
    app.connect("env-updated", look_changed)

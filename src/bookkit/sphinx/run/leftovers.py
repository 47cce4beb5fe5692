"""Nothing of an earlier build stays: Sphinx writes what there is and removes nothing that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from bookkit import project
from bookkit.sphinx.run.execution import is_notebook
from bookkit.sphinx.teaching import exercises

# Made without a page: the index, the search, the door at the top.
GENERATED: Final = frozenset({"genindex.html", "search.html", "index.html"})
PAGES: Final = frozenset({".html", ".ipynb", ".whl"})


def wanted(app: Sphinx) -> Iterator[str]:
    """Yield the pages, notebooks, pictures and downloads that the book has, by their paths in it."""
    yield from GENERATED
    yield from (f"{name}.html" for name in app.config.html_additional_pages)
    for name in app.env.found_docs:
        yield f"{name}.html"
        if name.startswith(exercises.FOLDER) or is_notebook(Path(app.env.doc2path(name))):
            yield f"{name}.ipynb"
    yield f"book/{project.current().wheel}"
    yield from (f"_images/{file}" for _, file in app.env.images.values())
    yield from (f"_downloads/{file}" for _, file in app.env.dlfiles.values())


def remove_leftovers(app: Sphinx, exception: Exception | None) -> None:
    """Remove pages, notebooks, pictures and downloads that the book no longer has."""
    if exception is not None or app.builder.format != "html":
        return
    built = Path(app.outdir)
    kept = set(wanted(app))
    for path in [file for file in built.rglob("*") if file.is_file()]:
        name = path.relative_to(built)
        copied = name.parts[0] in ("_images", "_downloads")
        made = name.parts[0] != "_static" and path.suffix in PAGES
        if (copied or made) and name.as_posix() not in kept:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def setup(app: Sphinx) -> None:
    """Register the clearing."""
    app.connect("build-finished", remove_leftovers)

"""Which pages are written: those that were read, and all of them when something changed that others can show.

A page shows titles, headings, labels, definitions, questions and much more of other pages, all of it by way
of Sphinx' environment. So the environment is compared with the one of the last whole build, but for what
concerns one page alone or the build itself. Whatever is not named here counts: to forget it costs only time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Final, Literal

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

# Read by the page itself only.
OF_ONE_PAGE: Final = frozenset({"metadata", "nb_metadata", "toc_num_entries"})
# How, when and from what pages were read: when it matters, all pages are read or written again.
OF_THE_BUILD: Final = frozenset(
    {
        "all_docs",
        "app",
        "config",
        "config_status",
        "config_status_extra",
        "dependencies",
        "doctreedir",
        "domains",
        "events",
        "included",
        "myst_config",
        "mystnb_config",
        "natoiraq_files",
        "natoiraq_look",
        "natoiraq_shown",
        "natoiraq_state",
        "nb_new_exec_data",
        "project",
        "reread_always",
        "settings",
        "srcdir",
        "temp_data",
        "titles_old",
        "version",
    }
)
# Bibliographies are read from references.bib, and when that changes all pages are.
OF_SOURCES: Final = frozenset({"bibdata"})
LINES: Final = frozenset({"line", "lineno"})  # named by messages only
PRIORITY: Final = 900  # after all that adds to the environment


class HTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx' builder of pages, which writes the first page only when it has to be written, too.

    Sphinx writes it each time, and every page with a table of contents for each page named there.
    """

    def write(
        self,
        build_docnames: Iterable[str] | None,
        updated_docnames: Sequence[str],
        method: Literal["all", "specific", "update"] = "update",
    ) -> None:
        """Write the pages that are out of date, by their files or by what they show."""
        if build_docnames is None or build_docnames == ["__all__"]:
            build_docnames = self.env.found_docs
        self._outdated = {*build_docnames, *updated_docnames}
        super().write(build_docnames, updated_docnames, method)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Take the pages out that Sphinx has added, before it drops their words from the search."""
        docnames &= self._outdated
        super().prepare_writing(docnames)


def digest(env: BuildEnvironment) -> str:
    """Return a hash over all that pages can show of others; the same whatever was read in which order."""
    shown = {
        name: value
        for name, value in env.__getstate__().items()
        if name not in OF_ONE_PAGE and name not in OF_THE_BUILD
    }
    return hashlib.sha256("\n".join(spelled(shown)).encode()).hexdigest()


def spelled(value: Any) -> Iterator[str]:
    """Yield a value as text, piece by piece: sorted where it has no order, without numbers of lines."""
    if isinstance(value, nodes.Node):
        yield value.pformat()
    elif isinstance(value, Mapping):
        for key in sorted(value, key=repr):
            if key not in OF_SOURCES:
                yield repr(key)
                yield from spelled(value[key])
    elif isinstance(value, Set):
        yield from sorted(map(repr, value))
    elif hasattr(value, "_asdict"):
        yield from spelled({name: each for name, each in value._asdict().items() if name not in LINES})
    elif isinstance(value, list | tuple):
        yield str(len(value))
        for each in value:
            yield from spelled(each)
    elif hasattr(value, "as_json"):  # the table of contents
        yield from spelled(value.as_json())
    else:
        yield repr(value)


def note(app: Sphinx) -> Path:
    """Return the file that holds the digest of the last whole build."""
    return Path(app.doctreedir, "natoiraq-shown")


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page when the digest is another than that of the last whole build."""
    known = note(app).read_text(encoding="utf-8") if note(app).exists() else ""
    env.natoiraq_shown = digest(env)  # type: ignore[attr-defined]
    return [] if env.natoiraq_shown == known else sorted(env.found_docs)  # type: ignore[attr-defined]


def note_digest(app: Sphinx, exception: Exception | None) -> None:
    """Note what the pages that were written show."""
    if exception is None and app.builder.format == "html":
        note(app).write_text(app.env.natoiraq_shown, encoding="utf-8")  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Register the builder, the comparison, which every builder makes, and the note of pages alone."""
    app.add_builder(HTMLBuilder, override=True)
    app.connect("env-updated", pages_to_write, priority=PRIORITY)
    app.connect("build-finished", note_digest)

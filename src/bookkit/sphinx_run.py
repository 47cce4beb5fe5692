"""One run of Sphinx in this process, set up as Jupyter Book does: progress as it goes, problems at its end.

The problems come as Sphinx's own log records, each with its place, so nothing is read out of printed text.
"""

from __future__ import annotations

import logging
import shutil
import traceback
from pathlib import Path
from typing import Any, Final

import jsonschema
import yaml
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import NAMESPACE, OnceFilter, WarningLogRecordTranslator, WarningSuppressor

from bookkit.errors import ToldError

# What to do about messages of others, which only say what is wrong.
CURES: Final = {
    "could not find bibtex key": "Cure: add the source to book/references.bib, or correct the key."
}
LAST: Final = 1000  # priority of a handler that comes after all others


class Problems(logging.Handler):
    """What the build complains about, once each: file, line, what and cure; paths begin at the repository."""

    def __init__(self, root: Path) -> None:
        super().__init__(logging.WARNING)
        self.root = root
        self.found: list[str] = []

    def listen(self, app: Sphinx) -> None:
        """Hear what Sphinx reports, but for what `suppress_warnings` names."""
        for each in (WarningSuppressor(app), WarningLogRecordTranslator(app), OnceFilter()):
            self.addFilter(each)
        logging.getLogger(NAMESPACE).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Note what a record says and where."""
        text = logging.LogRecord.getMessage(record)
        place = getattr(record, "location", None)
        cure = next((cure for words, cure in CURES.items() if words in text), "")
        self.add(f"{place}: {text}" if place else text, cure)

    def add(self, text: str, cure: str = "") -> None:
        """Note a problem, unless it is known."""
        problem = f"{text} {cure}".strip().replace(f"{self.root}/", "")
        if problem not in self.found:
            self.found.append(problem)

    def add_stop(self, error: Exception, log: Path) -> None:
        """Note why the build stopped; of an error that nobody foresaw, the traceback goes into `log`."""
        cause = getattr(error, "orig_exc", None) or error
        if isinstance(cause, ConfigError):
            said, text = "The build stopped at _config.yml:", str(cause)
        elif isinstance(cause, SphinxError | ToldError):
            said, text = "The build stopped:", str(cause)
        else:
            log.write_text("".join(traceback.format_exception(cause)), encoding="utf-8")
            place = traceback.extract_tb(cause.__traceback__)[-1]
            said = "The build stopped on an error that no check foresaw:"
            what = f"{place.filename}:{place.lineno}: {type(cause).__name__}: {cause}"
            text = f"{what}\nIts traceback is in {log}"
        self.add("\n".join([said, *(f"    {line.strip()}" for line in text.splitlines() if line.strip())]))


class Book(Sphinx):
    """Sphinx with one more that hears its warnings from the first one on."""

    def __init__(self, problems: Problems, **arguments: Any) -> None:
        self._unheard: Problems | None = problems
        super().__init__(**arguments)

    def setup_extension(self, extname: str) -> None:
        """Set up an extension; listen from the first one on, when Sphinx has dropped all other handlers."""
        if self._unheard:
            self._unheard.listen(self)
            self._unheard = None
        super().setup_extension(extname)


def run(root: Path, stage: Path) -> list[str]:
    """Build the book into `stage`, showing progress; return the problems found, none if all is well.

    Parameters
    ----------
    root
        The repository: holds `_config.yml` and `_toc.yml`.
    stage
        Folder for this build; kept, so that the next build only redoes what changed.
    """
    problems, built = Problems(root), stage / "_build"
    unsound = stage / "unsound"
    if unsound.exists():
        # Sphinx does not repeat the warnings of pages it has read: a second try would look clean.
        shutil.rmtree(built / ".doctrees", ignore_errors=True)
    stage.mkdir(parents=True, exist_ok=True)
    unsound.touch()
    logging.disable(logging.INFO)  # what libraries tell of their doings; progress comes from Sphinx' events
    try:
        with patch_docutils(None), docutils_namespace():
            app = Book(
                problems,
                srcdir=root,
                confdir=None,
                outdir=built / "html",
                doctreedir=built / ".doctrees",
                buildername="html",
                confoverrides=configuration(root),
                status=None,
                warning=None,
            )
            show_progress(app)
            app.build()
    except Exception as error:
        problems.add_stop(error, stage / "traceback.txt")
    finally:
        logging.disable(logging.NOTSET)
        logging.getLogger(NAMESPACE).removeHandler(problems)
    if not problems.found:
        unsound.unlink()
    return problems.found


def configuration(root: Path) -> dict[str, Any]:
    """Return Sphinx' settings: Jupyter Book's, with those of `_config.yml`.

    Raises
    ------
    ConfigError
        When `_config.yml` is no YAML or a value in it is of a wrong kind.
    """
    given = {"external_toc_path": (root / "_toc.yml").as_posix(), "latex_individualpages": False}
    file = root / "_config.yml"
    try:
        settings: dict[str, Any]
        settings, _ = get_final_config(
            user_yaml=file, cli_config=given, sourcedir=root, raise_on_invalid=True
        )
    except yaml.YAMLError as error:
        raise ConfigError(f"this is no YAML: {error}") from error
    except jsonschema.ValidationError as error:
        raise ConfigError(error.message) from error
    # Lists of this run's own: what extensions add to Sphinx' defaults would stay for the next run.
    fresh: dict[str, Any] = {name: [] for name in ("html_static_path", "html_css_files", "templates_path")}
    return fresh | settings


def show_progress(app: Sphinx) -> None:
    """Print each page as it is read and written, and each notebook that has run."""
    from bookkit.sphinx.run.execution import RAN  # when Sphinx has loaded it, and told what is wrong with it

    waiting: list[str] = []

    def begin(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        waiting[:] = pages

    def read(app: Sphinx, page: str, source: list[str]) -> None:
        done = waiting.index(page) + 1
        print(f"Reading  {100 * done // len(waiting):3}%  {page}", flush=True)

    def ran(app: Sphinx, page: str) -> None:
        print(f"Ran            {page}", flush=True)

    def write(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
        if doctree is not None:
            print(f"Writing        {page}", flush=True)

    app.connect("env-before-read-docs", begin, priority=LAST)
    app.connect("source-read", read)
    app.connect(RAN, ran)
    app.connect("html-page-context", write)

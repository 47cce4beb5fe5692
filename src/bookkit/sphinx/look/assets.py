"""Scripts and styles: each page gets what it uses, from the book itself, and nothing else.

Stock pages load an icon script of 1.45 MB, fonts ahead of need and helpers for features that are off. The
theme's macros are replaced in `templates/static/webpack-macros.html`; the book's own scripts are added only
to pages that hold the element they serve.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from bookkit.sphinx import STATIC, TEMPLATES

# Script -> starts of the classes of the elements that need it, in the order in which scripts must run.
SCRIPTS = {
    "natoiraq-charts.js": ("nq-chart",),
    "natoiraq-store.js": ("nq-quiz", "nq-sheet"),
    "natoiraq-brier.js": ("nq-quiz", "nq-sheet"),
    "natoiraq-quiz.js": ("nq-quiz",),
    "natoiraq-forecast.js": ("nq-sheet",),
    "natoiraq-notes.js": ("nq-note",),
}
STYLES = ("natoiraq.css", "natoiraq-charts.css", "natoiraq-quiz.css", "natoiraq-forecast.css")


def add_paths(app: Sphinx, config: Config) -> None:
    """Let Sphinx find our static files and template overrides."""
    config.html_static_path.append(str(STATIC))
    config.templates_path.insert(0, str(TEMPLATES))
    config.html_css_files.extend(STYLES)


def keep_compiled_templates(app: Sphinx) -> None:
    """Let Jinja keep the theme's templates as code: compiling them takes as long as writing three pages."""
    if isinstance(templates := getattr(app.builder, "templates", None), BuiltinTemplateLoader):
        folder = Path(app.doctreedir, "templates")
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def make_tables_reachable(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the keyboard scroll a wide table; the theme's frame around it takes no focus."""
    frame = '<div class="pst-scrollable-table-container"'
    named = f'{frame} tabindex="0" role="group" aria-label="Table; scrolls sideways on a narrow screen"'
    context["body"] = context.get("body", "").replace(frame, named)


def name_folded_cells(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let a screen reader say the words on a folded cell; MyST-NB names each one "Toggle hidden content"."""
    named = '<summary aria-label="Toggle hidden content">'
    context["body"] = context.get("body", "").replace(named, "<summary>")


def add_needed_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add each of our scripts to the pages whose body holds what the script serves."""
    body = context.get("body", "")
    for script, markers in SCRIPTS.items():
        if any(f'class="{marker}' in body for marker in markers):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the assets."""
    app.connect("config-inited", add_paths)
    app.connect("builder-inited", keep_compiled_templates)
    app.connect("html-page-context", make_tables_reachable)
    app.connect("html-page-context", name_folded_cells)
    app.connect("html-page-context", add_needed_scripts)

"""Charts on pages: links to the codebook, no chart lost or doubled unseen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from bookkit import project
from bookkit.sphinx.records import Records

logger = logging.getLogger(__name__)
charts = Records[str]("natoiraq_charts")

FIGURE = re.compile(r'<figure class="nq-chart" id="chart-([\w-]+)"')
CODEBOOK_LINK = re.compile(r'<a href="codebook:(\w+)">[^<]*</a>')


def shows_chart(code: str, names: set[str]) -> bool:
    """Say whether a cell ends in a call of something that `names` holds, and so must show a chart.

    Parameters
    ----------
    code
        Source of the cell.
    names
        Names that earlier cells of the page imported from the book's charts; this cell's are added.
    """
    try:
        statements = ast.parse(code).body
    except SyntaxError:  # a magic; running the cell has its own say about it
        return False
    catalogued = f"{project.current().package}.charts"
    for statement in statements:
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(catalogued):
            names.update(alias.asname or alias.name for alias in statement.names)
    last = statements[-1] if statements else None
    called = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(called, ast.Call):
        return False
    root: ast.expr = called
    while isinstance(root, ast.Call | ast.Attribute):
        root = root.func if isinstance(root, ast.Call) else root.value
    return isinstance(root, ast.Name) and root.id in names


def cells(doctree: nodes.document) -> Iterator[tuple[nodes.container, str, list[nodes.Node]]]:
    """Yield each code cell of a page with its source and the nodes of its output."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code":
            continue
        parts = {part.get("nb_element"): part for part in cell.children if isinstance(part, nodes.Element)}
        source, output = parts.get("cell_code_source"), parts.get("cell_code_output")
        yield cell, source.astext() if source else "", list(output.findall()) if output else []


def check_page(app: Sphinx, doctree: nodes.document) -> None:
    """Note the page's charts; warn about a cell that should show one and does not, or that failed."""
    names: set[str] = set()
    for cell, code, output in cells(doctree):
        texts = [node.astext() for node in output if isinstance(node, nodes.raw)]  # HTML: figures, tables
        found = [name for text in texts for name in FIGURE.findall(text)]
        for name in found:
            charts.add(app.env, name)
        # IPython catches what a renderer raises and goes on, so the build would, too.
        errors = [
            node
            for node in output
            if isinstance(node, nodes.Element) and "traceback" in node.get("classes", [])
        ]
        if errors:
            logger.warning("%s", last_line(errors[0].astext()), location=cell)
        elif shows_chart(code, names) and not texts:
            logger.warning(
                "the cell calls a chart function, but no chart is in its output. "
                "Cure: end the cell with the call alone, of a function that returns publish(...)",
                location=cell,
            )


def last_line(traceback: str) -> str:
    """Return the message at the end of a traceback, without colours and the error's class."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback).strip()
    return re.sub(r"^\w*Error: ", "", plain.splitlines()[-1])


def check_names(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about two charts of one name: links and downloads would mix them up."""
    pages: dict[str, str] = {}
    for page, name in charts.all(env):
        if name in pages:
            logger.warning(
                'the chart "%s" is shown here and in %s. Cure: show it once and link to #chart-%s, '
                "or publish it under another name",
                name,
                env.doc2path(pages[name], base=False),
                name,
                location=page,
            )
        pages.setdefault(name, page)


def link_codebook(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Lead a figure's links to the sections of the tables in the codebook, named by their titles."""
    labels = app.env.get_domain("std").labels  # type: ignore[attr-defined]

    def link(match: re.Match[str]) -> str:
        table = match[1]
        place = labels.get(f"table-{table}")
        if place is None:
            logger.warning(
                'a chart names the table "%s", which the codebook does not have. Cure: correct tables=',
                table,
                location=page,
            )
            return table
        codebook, anchor, title = place
        address = app.builder.get_relative_uri(page, codebook)
        return f'<a href="{address}#{anchor}">{nodes.unescape(title)}</a>'

    for node in doctree.findall(nodes.raw):
        if "codebook:" in node.astext():
            linked: Any = CODEBOOK_LINK.sub(link, node.astext())
            node.children = [nodes.Text(linked)]


def setup(app: Sphinx) -> None:
    """Register the charts' part of the build."""
    charts.connect(app)
    app.connect("doctree-read", check_page)
    app.connect("env-check-consistency", check_names)
    app.connect("doctree-resolved", link_codebook)

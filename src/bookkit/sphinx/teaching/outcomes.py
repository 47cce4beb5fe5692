"""The `{outcomes}` directive: what a reader can do after a chapter, each with an id that questions name."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bookkit.sphinx.records import Records
from bookkit.sphinx.yaml_lines import Located, YamlError, read_yaml

logger = logging.getLogger(__name__)

CURE = "Cure: write one outcome a line, such as `2.1: Tell a ceiling from a count.`"


class Outcome(NamedTuple):
    """A learning outcome: id, what it says, page, anchor on the page, line of its source file."""

    id: str
    text: str
    page: str
    anchor: str
    line: int


OUTCOMES: Records[Outcome] = Records("natoiraq_outcomes")


def outcomes_of(env: BuildEnvironment) -> dict[str, Outcome]:
    """Return the book's learning outcomes by id."""
    return {outcome.id: outcome for _, outcome in OUTCOMES.all(env)}


def warn(page: str, line: int, message: str) -> None:
    """Report a problem at its line."""
    logger.warning("outcomes: %s", message, location=(page, line), type="natoiraq", subtype="outcomes")


class OutcomesDirective(SphinxDirective):
    """List a chapter's learning outcomes from a YAML mapping of id to text."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        try:
            root = read_yaml("\n".join(self.content), self.lineno + self.content_offset + 1)
        except YamlError as error:
            warn(self.env.docname, error.line, str(error))
            return []
        if root is None or not root.mapping:
            warn(self.env.docname, root.line if root else self.lineno, f"outcomes are needed here. {CURE}")
            return []
        items = [self.item(name, text) for name, text in root.mapping.items()]
        return [nodes.bullet_list("", *items, classes=["nq-outcomes"])]

    def item(self, name: str, text: Located) -> nodes.list_item:
        """Return the list item of one outcome, and note it for the questions that name it."""
        outcome = Outcome(name, text.raw or "", self.env.docname, nodes.make_id(f"outcome-{name}"), text.line)
        OUTCOMES.add(self.env, outcome)
        if not text.raw:
            warn(outcome.page, outcome.line, f'the text of outcome "{name}" is missing. {CURE}')
        # MyST counts from the line before.
        parsed, messages = self.parse_inline(text.raw or "", lineno=text.line - 1)
        label = nodes.inline("", name, classes=["nq-outcome-id"])
        paragraph = nodes.paragraph("", "", label, nodes.Text(" "), *parsed, *messages)
        return nodes.list_item("", paragraph, ids=[outcome.anchor])


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Report ids used twice."""
    seen: dict[str, Outcome] = {}
    for page, outcome in OUTCOMES.all(env):
        if outcome.id in seen:
            first = seen[outcome.id]
            where = f"{env.doc2path(first.page, base=False)}, line {first.line}"
            warn(page, outcome.line, f'the id "{outcome.id}" is taken in {where}. Cure: choose another.')
        seen.setdefault(outcome.id, outcome)


def setup(app: Sphinx) -> None:
    """Register the directive and its check."""
    OUTCOMES.connect(app)
    app.add_directive("outcomes", OutcomesDirective)
    app.connect("env-check-consistency", check)

"""The `{forecast-sheet}` directive: the reader forecasts each statement before any outcome is shown.

The form and the outcomes are plain HTML made here; `static/natoiraq-forecast.js` scores them in the page. Its
scores are those of `natoiraq.models`, and a browser test compares the two. Who reads the page's source reads
the outcomes: this is an exercise, not an examination.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from bookkit import evidence
from bookkit.sphinx.element import el, element
from bookkit.sphinx.sources.fact import SOURCES_PAGE
from natoiraq.models.forecasters import CONFIDENCE

PRIVACY = (
    "Your forecasts stay in this browser; nothing is sent anywhere. "
    "A link holds them only if you make one, and only who has the link sees them."
)
NO_SCRIPT = "Scoring needs JavaScript. Without it, write your forecasts down and open the outcomes below."
HINT = (
    "Write a probability in per cent: 0 cannot happen, 100 is certain. Take yourself back to 5 March 2021. "
    "You may leave statements out."
)
OUTCOMES = {
    "yes": "It came true.",
    "no": "It did not come true.",
    "unresolved": "Unresolved: no source decides it, so it is not scored.",
}
ABSENCE = "No sign of it was found. It is scored as no, but not found is not the same as did not happen."


class ForecastSheetDirective(SphinxDirective):
    """Ask for a probability of every statement in the table of forecasts."""

    def run(self) -> list[nodes.Node]:
        """Return the sheet."""
        rows = evidence.load("forecasts")
        entries = [entry(row) for _, row in rows.iterrows()]
        outcomes = [self.outcome(row) for _, row in rows.iterrows()]
        form = el(
            "form",
            el("p", HINT, class_="nq-sheet-hint", id="forecast-hint"),
            el("ol", *entries, class_="nq-sheet-list"),
            el(
                "div",
                el("button", "Score my forecasts", type="submit", class_="nq-sheet-score"),
                el("button", "Show the outcomes", type="button", class_="nq-sheet-show"),
                el("button", "Copy a link to my forecasts", type="button", class_="nq-sheet-copy"),
                el("button", "Start again", type="button", class_="nq-sheet-clear"),
                class_="nq-sheet-buttons",
            ),
            # Outside a dialog this method does nothing, so Enter is harmless without JavaScript.
            method="dialog",
            novalidate=True,
            autocomplete="off",
        )
        sheet = el(
            "div",
            el("p", PRIVACY, class_="nq-sheet-privacy"),
            el("p", NO_SCRIPT, class_="nq-sheet-no-script"),
            form,
            el("div", class_="nq-sheet-said", role="status"),
            el("div", class_="nq-sheet-results"),
            el("div", el("p", "Outcomes", class_="nq-sheet-title"), *outcomes, class_="nq-sheet-outcomes"),
            class_="nq-sheet",
            id="forecast-sheet",
            role="group",
            aria_label="Forecasting sheet",
            data_confidence=f"{CONFIDENCE!r}",
            data_key=fingerprint(rows),
        )
        return [sheet]

    def outcome(self, row: pd.Series[Any]) -> element:
        """Return a statement's outcome with its evidence, folded until the reader opens it."""
        verdict = ABSENCE if row["rests_on_absence"] else OUTCOMES[str(row["outcome"])]
        evidence_and_sources = nodes.inline("", f"{row['evidence']} Source: ", *self.links(row["sources"]))
        evidence_and_sources += nodes.Text(f". Confidence: {row['confidence']}.")
        piece = el(
            "div",
            el("strong", verdict),
            " ",
            evidence_and_sources,
            class_="nq-sheet-piece",
            data_for=row["id"],
        )
        return el(
            "details",
            el("summary", f"Outcome of {row['id']}: {row['statement']}"),
            el("div", piece),
            class_="nq-sheet-outcome",
        )

    def links(self, keys: str) -> list[nodes.Node]:
        """Return links to sources, with commas between them."""
        known = evidence.sources()
        base = self.env.app.builder.get_relative_uri(self.env.docname, SOURCES_PAGE)
        found: list[nodes.Node] = []
        for key in evidence.split_list(keys):
            found += [nodes.Text(", ")] if found else []
            found.append(nodes.reference("", known[key].label, refuri=f"{base}#source-{key}", internal=True))
        return found


def fingerprint(rows: pd.DataFrame) -> str:
    """Return a short key that changes when kept forecasts would no longer fit the statements."""
    text = "\0".join((rows["id"] + rows["statement"]).tolist())
    return sha256(text.encode()).hexdigest()[:8]


def entry(row: pd.Series[Any]) -> element:
    """Return the labelled field of one statement; what the script needs stands in data attributes."""
    name = f"forecast-{row['id']}"
    field = el(
        "input",
        id=name,
        type="text",
        inputmode="decimal",
        maxlength="6",
        aria_describedby=f"{name}-base forecast-hint",
        data_id=row["id"],
        data_outcome=str(row["outcome"]),
        data_unchanged=bool(row["if_nothing_changed"]),
        data_absence=bool(row["rests_on_absence"]),
    )
    return el(
        "li",
        el("label", el("span", row["id"], class_="nq-sheet-id"), f" {row['statement']}", for_=name),
        el("p", row["base_in_brief"], class_="nq-sheet-base", id=f"{name}-base"),
        el("div", field, el("span", "%", aria_hidden="true"), class_="nq-sheet-entry"),
        el("div", class_="nq-sheet-slot", data_slot=row["id"]),
    )


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("forecast-sheet", ForecastSheetDirective)

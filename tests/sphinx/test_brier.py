"""The Brier score of the pages' script is the models', and only pages that score anything have it."""

from __future__ import annotations

import json
import random
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from bookkit.models.scoring import brier_score
from bookkit.sphinx.look import assets

SCRIPT = (assets.STATIC / "natoiraq-brier.js").read_text(encoding="utf-8")
CALLED = """
const window = {};
%s
const cases = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(cases.map(([said, came]) => window.natoiraqBrier(said, came))));
"""


def _cases() -> list[tuple[list[float], list[int]]]:
    """Return each whole per cent with both outcomes, and many forecasts of many events."""
    chance = random.Random(1950)
    single = [([percent / 100], [came]) for percent in range(101) for came in (0, 1)]
    return single + [
        ([chance.random() for _ in range(events)], [chance.randrange(2) for _ in range(events)])
        for events in range(1, 300)
    ]


def test_the_script_scores_as_the_models_do() -> None:
    node, *_ = compute_driver_executable()  # the engine that the browser's driver brings along
    done = subprocess.run(
        [node, "-e", CALLED % SCRIPT], input=json.dumps(_cases()), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == pytest.approx([brier_score(*case) for case in _cases()], rel=1e-12)


@pytest.mark.parametrize(
    ("body", "there"),
    [('<div class="nq-quiz">', True), ('<div class="nq-sheet">', True), ('<figure class="nq-chart">', False)],
)
def test_only_pages_that_score_have_the_script(body: str, there: bool) -> None:
    added: list[str] = []
    app: Any = SimpleNamespace(add_js_file=lambda name, **_: added.append(name))
    assets.add_needed_scripts(app, "page", "page.html", {"body": body}, None)
    assert ("natoiraq-brier.js" in added) == there
    if there:  # and what uses it comes after it
        assert added[-2] == "natoiraq-brier.js"

"""Every table is used by a chart, a model, a calculation or a page; what nobody uses goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookkit import evidence

ROOT = Path(__file__).parents[2]
CODE = "".join(
    path.read_text(encoding="utf-8")
    for folder in ("charts", "facts", "models", "forecast")
    for path in (ROOT / "src" / "natoiraq" / folder).rglob("*.py")
)
PAGES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").rglob("*.md"))


@pytest.mark.parametrize("name", evidence.table_names())
def test_the_table_is_used(name: str) -> None:
    loaded = f'"{name}"' in CODE or f'load("{name}")' in PAGES
    cited = f"`{name}:" in PAGES or f"fact:{name}:" in PAGES
    assert loaded or cited, f"no chart, model, fact or page uses data/{name}.csv: use it or remove it"

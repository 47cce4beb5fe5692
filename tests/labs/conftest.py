"""The labs are live: outside of a build, whatever ran before in this process."""

from __future__ import annotations

import pytest

from bookkit.figures.render import STATIC


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STATIC, raising=False)

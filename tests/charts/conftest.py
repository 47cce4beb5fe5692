"""`pytest tests/charts --update-references` takes today's pictures of the charts as the right ones."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-references", action="store_true", help="rewrite tests/charts/reference/*.svg")

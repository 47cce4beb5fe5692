"""What tests of real processes share: they harm this machine unless they are locked in."""

from __future__ import annotations

import sys

import pytest

from tests.browser import browser
from tests.grading.conftest import alembic_asked_once, course, fresh_course

__all__ = ["alembic_asked_once", "browser", "course", "fresh_course"]  # fixtures


@pytest.fixture(scope="session")
def locked_in() -> None:
    """Let code that attacks this machine run in a sandbox only; on Linux there has to be one."""
    from natoiraq.grading.sandbox import sandbox

    if not sandbox().available:
        (pytest.fail if sys.platform == "linux" else pytest.skip)(sandbox().reason)

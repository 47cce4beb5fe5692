"""What tests of whole courses share."""

from __future__ import annotations

from tests.browser import browser
from tests.course.conftest import course
from tests.grading.conftest import alembic_asked_once
from tests.processes.conftest import locked_in

__all__ = ["alembic_asked_once", "browser", "course", "locked_in"]  # fixtures

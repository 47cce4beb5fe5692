"""What tests of whole courses share."""

from __future__ import annotations

from tests.course.conftest import course
from tests.grading.conftest import alembic_asked_once

__all__ = ["alembic_asked_once", "course"]  # fixtures

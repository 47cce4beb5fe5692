"""What tests of real processes share: a course, ready to be graded."""

from __future__ import annotations

from tests.grading.conftest import alembic_asked_once, course, fresh_course

__all__ = ["alembic_asked_once", "course", "fresh_course"]  # fixtures

"""What tests of whole courses share."""

from __future__ import annotations

from tests.browser import browser
from tests.course.conftest import course
from tests.processes.conftest import locked_in

__all__ = ["browser", "course", "locked_in"]  # fixtures

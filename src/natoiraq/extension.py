"""The book's Sphinx extension: the kit's, and the forecasting sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bookkit.sphinx
from natoiraq.forecast import sheet

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both with Sphinx."""
    sheet.setup(app)
    return bookkit.sphinx.setup(app)

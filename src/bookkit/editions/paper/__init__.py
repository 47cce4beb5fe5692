"""The print edition: the whole book in reading order as one PDF, printed by a browser.

`document` puts the built pages together, `pdf` prints them.
"""

from __future__ import annotations

from bookkit.editions.paper.pdf import make

__all__ = ["make"]

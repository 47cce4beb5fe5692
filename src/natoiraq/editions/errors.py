"""What stops an edition."""

from __future__ import annotations


class EditionError(Exception):
    """The edition was not made; the message says why and what to do."""

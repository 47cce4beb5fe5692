"""The models of the book: this module's own, each one function that runs on numpy and writes the charts."""

from bookkit.models import Assumption, assumptions

__all__ = ["Assumption", "assumptions"]

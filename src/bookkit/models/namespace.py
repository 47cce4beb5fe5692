"""What a model may use of an array namespace: the three functions that numpy and Vega have in common."""

from __future__ import annotations

from typing import Any, Protocol


class Namespace(Protocol):
    """Numpy, or anything with these three of its functions."""

    def where(self, condition: Any, x: Any, y: Any, /) -> Any:
        """Return `x` where the condition holds, else `y`."""

    def minimum(self, x: Any, y: Any, /) -> Any:
        """Return the smaller of two numbers."""

    def maximum(self, x: Any, y: Any, /) -> Any:
        """Return the larger of two numbers."""

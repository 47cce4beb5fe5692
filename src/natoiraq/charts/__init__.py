"""Charts of the book, one module a subject."""

from bookkit.figures import ChartError, Follow, Published, catalogue, catalogued, publish, theme

__all__ = ["ChartError", "Follow", "Published", "catalogue", "catalogued", "publish", "theme"]

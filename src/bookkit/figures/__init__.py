"""Figures: charts drawn with Altair, published with their finding, measure, source, words and table.

Importing this package makes its theme and its renderer Altair's own, so every chart drawn afterwards looks
and behaves like the book's.
"""

import altair as alt

from bookkit.figures import theme
from bookkit.figures.catalogue import catalogue, catalogued
from bookkit.figures.publish import ChartError, Follow, Published, publish
from bookkit.figures.render import renderer

__all__ = ["ChartError", "Follow", "Published", "catalogue", "catalogued", "publish", "theme"]

alt.renderers.register("natoiraq", renderer)
alt.renderers.enable("natoiraq")

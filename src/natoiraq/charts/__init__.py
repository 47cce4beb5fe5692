"""Charts of the book: built with Altair, published with their finding, measure, source, words and table.

Importing this package makes the theme and the renderer "natoiraq" Altair's own, so every chart drawn
afterwards looks and behaves like the book's.
"""

import altair as alt

from natoiraq.charts import theme
from natoiraq.charts.catalogue import catalogue, catalogued
from natoiraq.charts.publish import ChartError, Follow, Published, publish
from natoiraq.charts.render import renderer

__all__ = ["ChartError", "Follow", "Published", "catalogue", "catalogued", "publish", "theme"]

alt.renderers.register("natoiraq", renderer)
alt.renderers.enable("natoiraq")

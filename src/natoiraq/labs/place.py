"""A lab's place in a static page: its sibling that needs no Python, and how to run the lab itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from bookkit.figures.compiled import draw
from natoiraq.charts import Published, comparison, force, history, institutions, looking_back

_CARD: Final = """\
<div class="nq-lab">
<p class="nq-lab-name"><strong>Live lab: {name}</strong></p>
<p>{does}</p>
<a class="nq-lab-sibling" href="{address}">
<span role="img" aria-label="{description}">{picture}</span>
<span>Without Python: {sibling}</span></a>
<p>To run the lab, download this page as a notebook (the link is at the top), or take a copy of the book’s
files and type <code>make lab</code>.</p>
</div>"""


@dataclass(frozen=True)
class Place:
    """What a page shows where a lab stands.

    Parameters
    ----------
    name
        The lab's name, with its article.
    does
        What the lab does, as a sentence.
    sibling
        What the reader can do without a kernel, as a clause.
    chart
        The function of the chart whose picture stands for the sibling.
    address
        Where the sibling stands, from the lab's page.
    """

    name: str
    does: str
    sibling: str
    chart: Callable[[], Published]
    address: str

    def _repr_html_(self) -> str:
        spec = self.chart().to_dict()
        about = spec["usermeta"]["natoiraq"]
        # The sibling may stand on the same page, and an id only once.
        picture = draw(spec, f"lab-{about['name']}").picture
        return _CARD.format(
            name=escape(self.name),
            does=escape(self.does),
            sibling=escape(self.sibling),
            address=self.address,
            description=escape(about["description"]),
            picture=picture,
        )


@dataclass(frozen=True)
class Sequel:
    """What a page shows where a lab stands a second time: what it does there, as a sentence."""

    does: str

    def _repr_html_(self) -> str:
        return f'<div class="nq-lab"><p>{escape(self.does)}</p></div>'


@dataclass(frozen=True)
class Missing:
    """What a notebook shows where a lab cannot start: the cure, as a sentence, and no traceback."""

    cure: str

    def __repr__(self) -> str:
        return self.cure

    def _repr_html_(self) -> str:
        return f'<p role="alert">{escape(self.cure)}</p>'


MISSING: Final = Missing(
    'This lab needs controls that are not installed here. Cure: run %pip install "natoiraq[labs]" in a '
    "cell of its own, restart the kernel (menu Kernel, Restart), then run all cells from the top."
)
BENCH: Final = Place(
    name="the rationalisation bench",
    does="Retire bodies or merge them into one, and see which functions lose their last body.",
    sibling="the chart of bodies and functions counts again for the bodies under one parent",
    chart=institutions.overlap,
    address="#chart-institutions-overlap",
)
TIMELINE: Final = Place(
    name="the timeline builder",
    does="Choose events by words, actor, kind and dates, give them a title, and save table and picture.",
    sibling="the timeline filters by words, actor and kind, and its table can be saved",
    chart=history.timeline,
    address="#chart-history-timeline",
)
PLANNER: Final = Place(
    name="the force planner",
    does="Move every assumption, the size at the start included, and then change the model itself.",
    sibling="the planner’s sliders move five of the assumptions",
    chart=force.planner,
    address="#chart-force-planner",
)
OWN_MODEL: Final = Sequel(
    "In the notebook this cell shows the planner again, with the function above in the place of the book’s."
)
WEIGHTS: Final = Place(
    name="option weights",
    does="Weigh the criteria, and see at which share of all weight another option takes the lead.",
    sibling="chapter 3 lets one criterion grow while the other three weigh alike",
    chart=comparison.where_the_order_turns,
    address="3-options.html#chart-comparison-where-the-order-turns",
)
SCORING: Final = Place(
    name="forecast scoring",
    does="Score forecasts of your own beside the naive ones, and see what caution does to a score.",
    sibling="the sheet of this chapter scores what you enter; the picture is the naive forecasters’",
    chart=looking_back.naive,
    address="#forecast-first",
)

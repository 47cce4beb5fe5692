"""What is said about a chart that cannot be published."""

from __future__ import annotations


class ChartError(ValueError):
    """A chart that lacks what a reader needs: the message names the chart, the fault and the cure.

    Parameters
    ----------
    chart
        The chart's name.
    fault
        What is wrong, as a clause.
    cure
        What to do, as an imperative clause.
    """

    def __init__(self, chart: str, fault: str, cure: str) -> None:
        super().__init__(f'chart "{chart}": {fault}. Cure: {cure}.')

"""The numbers that questions take from the evidence."""

from __future__ import annotations

from bookkit import evidence
from bookkit.errors import ToldError
from bookkit.sphinx.quiz.model import Figure


def fact_figure(fact_id: str) -> Figure:
    """Return the number of a fact.

    Raises
    ------
    ToldError
        When there is no such fact, or it is a range or a date instead of one number.
    """
    fact = evidence.fact(fact_id)
    if fact.value is None:
        ends = [f"`fact:{fact_id}.{end}`" for end in ("low", "high") if getattr(fact, end) is not None]
        cure = f"write {' or '.join(ends)}" if ends else "name a fact that is"
        raise ToldError(f'the fact "{fact_id}" ({fact.text}) is no single number. Cure: {cure}.')
    return Figure(fact.value, fact.text)

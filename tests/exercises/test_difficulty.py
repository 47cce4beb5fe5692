"""No variant is harder than another: what is handled lies within the bounds that `variants.yml` states."""

from __future__ import annotations

from natoiraq import exercises, variants
from tests.exercises.conftest import folder
from tests.exercises.running import run


def test_ex1_variants_are_alike() -> None:
    for variant in variants.every("ex1"):
        names = run(exercises.source_notebook(folder("ex1"), variant), tests=set()).names
        assert 24 <= len(names["pairs"]) <= 40
        assert 8 <= len(names["shared"]) <= 11
        assert names["shared"]["bodies"].nlargest(2).diff().iloc[1] < 0, "one function leads"

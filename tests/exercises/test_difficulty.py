"""No variant is harder than another: what is handled lies within the bounds that `variants.yml` states."""

from __future__ import annotations

from natoiraq import evidence, exercises, variants
from tests.exercises.conftest import folder
from tests.exercises.running import run


def test_ex1_variants_are_alike() -> None:
    for variant in variants.every("ex1"):
        names = run(exercises.source_notebook(folder("ex1"), variant), tests=set()).names
        assert 24 <= len(names["pairs"]) <= 40
        assert 8 <= len(names["shared"]) <= 11
        assert names["shared"]["bodies"].nlargest(2).diff().iloc[1] < 0, "one function leads"


def test_ex3_variants_are_alike() -> None:
    ranges = evidence.load("model_assumptions").set_index("parameter")
    for variant in variants.every("ex3"):
        inside = [ranges["low"][name] <= value <= ranges["high"][name] for name, value in variant.items()]
        assert all(inside), "the book would defend each setting"
        names = run(exercises.source_notebook(folder("ex3"), variant), tests=set()).names
        assert names["path"]["wanted"].iloc[0] < variant["living_space"] < names["path"]["wanted"].iloc[-1]
        assert names["moves"]["swing"].is_unique


def test_ex4_variants_are_alike() -> None:
    for variant in variants.every("ex4"):
        names = run(exercises.source_notebook(folder("ex4"), variant), tests=set()).names
        assert 75 <= len(names["fair"]) <= 90
        assert names["shares"]["items"].between(11, 40).all()
        assert names["shares"]["share"].between(1, 99).all()
        assert 0 < names["my_kappa"] < 1


def test_ex5_variants_are_alike() -> None:
    for variant in variants.every("ex5"):
        names = run(exercises.source_notebook(folder("ex5"), variant), tests=set()).names
        assert len(names["scored"]) == 23
        assert names["calibration"]["statements"].between(2, 18).all()
        assert len(names["calibration"]) == 3
        assert abs(names["found_score"] - names["found_base"]) > 0.001, "somebody is ahead"

"""The bench says what merging and retiring did."""

from __future__ import annotations

from natoiraq import labs
from natoiraq.models.rationalisation import who_does_what


def test_a_function_that_loses_its_last_body_is_named() -> None:
    done = who_does_what()
    lab = labs.rationalisation_bench()
    lab.controls["retire"].value = tuple(done.index[done["local policing"]])
    assert "Nobody is left for: local policing" in lab.sentence.value
    assert f"{len(done.columns) - 1} of {len(done.columns)} functions" in lab.sentence.value


def test_merging_everybody_leaves_one_body_that_does_everything() -> None:
    lab = labs.rationalisation_bench()
    lab.controls["merge"].value = lab.controls["merge"].options
    assert "1 of 31 bodies are left, and 11 of 11 functions" in lab.sentence.value
    assert "1.00 bodies on average" in lab.sentence.value


def test_the_picture_follows() -> None:
    lab = labs.rationalisation_bench()
    before = lab.drawn.value
    lab.controls["retire"].value = lab.controls["retire"].options[:5]
    assert lab.drawn.value != before
    assert (lab.result.data["functions"]["now"] <= lab.result.data["functions"]["start"]).all()

"""A picture gets shorter, and what it paints stays: each mark, where it was, in its colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bookkit.figures import picture
from bookkit.figures.compiled import PICTURE_WIDTH, compile_for_page, svg
from tests.charts.pictures import painted
from tests.charts.samples import model, timeline

SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="9" height="9" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize("chart", [timeline, model], ids=["points", "round bars"])
def test_a_shortened_picture_paints_the_same(chart: Callable[[], Any]) -> None:
    own = svg(compile_for_page(chart().to_dict()), PICTURE_WIDTH)
    short = picture.for_page(own, "sample")
    plain = re.sub(r"var\(--[\w-]+,([^)]+)\)", r"\1", short).replace("#sample-", "#")
    assert len(painted(own)) > 10
    assert painted(plain) == painted(own)
    assert len(plain) < len(own) * 0.7


def test_what_all_marks_share_is_said_once() -> None:
    short = picture.for_page(
        SVG.format('<g><path d="M0,0h1" fill="red"/><path d="M0,1h1" fill="red"/></g>'), "a"
    )
    assert short.count("red") == 1


def test_what_marks_do_not_share_stays_on_them() -> None:
    marks = '<g fill="none"><path d="M0,0h1" fill="red"/><path d="M0,1h1" stroke="red"/></g>'
    short = picture.for_page(SVG.format(marks), "a")
    assert '<path d="M0,0h1" fill="red"/><path d="M0,1h1" stroke="red"/>' in short


def test_what_paints_nothing_goes_and_an_outline_to_cut_by_stays() -> None:
    """Past mistake: an outline has no colour, and without it the whole chart is cut away."""
    frame = '<g fill="none"><path class="background" d="M0,0h1"/><g class="mark-text"></g></g>'
    cut = '<defs><clipPath id="c"><path d="M0,0h1.23456v1Z"/></clipPath></defs>'
    short = picture.for_page(SVG.format(frame + cut), "a")
    assert short.endswith('<defs><clipPath id="a-c"><path d="M0,0h1.23v1Z"/></clipPath></defs></svg>')

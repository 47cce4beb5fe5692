"""The builder chooses as its controls say, and saves what it shows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from bookkit import evidence
from natoiraq import labs
from natoiraq.charts.history import ALL_KINDS, EVERYONE, events
from natoiraq.labs.timeline import select


def chosen(**changes: str) -> pd.DataFrame:
    settings = {"words": "", "actor": EVERYONE, "kind": ALL_KINDS, "since": "2003", "until": "2026"}
    return select(events(), **{**settings, **changes})


def test_everything_is_chosen_at_the_start() -> None:
    assert len(chosen()) == len(evidence.load("events"))


def test_dates_are_whole_periods() -> None:
    assert set(chosen(since="2020", until="2020")["date"].dt.year) == {2020}
    assert set(chosen(since="2020-01", until="2020-01")["date"].dt.month) == {1}
    whole, part = chosen(since="2020", until="2020"), chosen(since="2020-01-03", until="2020-01-03")
    assert 1 <= len(part) < len(whole)


def test_words_actor_and_kind_narrow_the_choice() -> None:
    danish = chosen(words="danish")
    assert danish["title"].add(danish["description"]).str.contains("Danish", case=False).all()
    assert set(chosen(actor="Iraq")["actor"]) == {"Iraq"}
    both = chosen(words="training", actor="NATO")
    assert 0 < len(both) < len(chosen(words="training"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"since": "2021-13"}, "not in the calendar"),
        ({"since": "2022", "until": "2021"}, "2022 comes after 2021"),
        ({"words": "zeppelin"}, "No event fits"),
    ],
)
def test_what_cannot_be_chosen_is_said(changes: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        chosen(**changes)


def test_it_saves_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lab = labs.timeline_builder()
    lab.controls["actor"].value = "UN"
    lab.controls["title"].value = "The UN & Iraq"
    for button in lab.buttons.values():
        button.click()
        assert "Saved as timeline." in lab.sentence.value
    table = pd.read_csv("timeline.csv")
    assert list(table["Event"]) == list(chosen(actor="UN")["title"])
    assert table["Source"].notna().all()
    assert Path("timeline.png").read_bytes().startswith(b"\x89PNG")
    picture = Path("timeline.svg").read_text(encoding="utf-8")
    assert "The UN &amp; Iraq" in picture
    assert "CC BY 4.0" in picture
    assert {path.name for path in tmp_path.iterdir()} == {"timeline.csv", "timeline.png", "timeline.svg"}


def test_a_folder_that_cannot_be_written_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    lab = labs.timeline_builder()
    lab.buttons["Save as CSV"].click()
    assert "Nothing was saved" in lab.fault.value

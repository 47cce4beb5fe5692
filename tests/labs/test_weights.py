"""The weights decide the order, and the lab says where it turns."""

from __future__ import annotations

from natoiraq import labs


def test_it_names_the_leader_and_the_turn() -> None:
    lab = labs.option_weights()
    assert "Ahead with these weights: Other ministries, 3.75" in lab.sentence.value
    assert "from 50% on The contingent 4,000" in lab.sentence.value
    lab.controls["independence"].value = 10
    lab.controls["consent"].value = 0
    lab.controls["footprint"].value = 0
    assert "Ahead with these weights: The contingent 4,000" in lab.sentence.value


def test_the_order_is_listed_from_best_to_worst() -> None:
    lab = labs.option_weights()
    scores = [float(item.rpartition(" ")[2]) for item in lab.result.more.split("</li>")[:-1]]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)


def test_the_mark_stands_at_the_share_of_the_criterion() -> None:
    lab = labs.option_weights()
    lab.controls["moved"].value = "need"
    lab.controls["need"].value = 10
    assert lab.result.data["now"]["share"].unique().tolist() == [40]

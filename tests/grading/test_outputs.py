"""Of a kernel's messages the notebook keeps text, and charts as data."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, output_from_msg

from natoiraq.grading.outputs import kept


def message(kind: str, **content: Any) -> dict[str, Any]:
    return {"msg_type": kind, "content": content, "header": {}, "parent_header": {}, "metadata": {"a": 1}}


def nested(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"a": found}
    return found


@pytest.mark.parametrize(
    "given",
    [
        message("stream", name="stdout", text="half \ud800"),
        message(
            "display_data", data={"text/plain": "\udfff", "a/json": {"a": "\ud800"}}, metadata=nested(900)
        ),
        message("display_data", data={"text/plain": "x", "application/json": nested(900)}),
        message("display_data", data={"text/plain": 3, "b/json": {"a": float("nan")}}, transient=[]),
        message("execute_result", data={"text/plain": "1"}, execution_count="1"),
        message("error", ename="E\ud800", evalue="", traceback=["line"] * 10_000),
    ],
)
def test_what_is_kept_can_be_written_and_read_again(given: dict[str, Any]) -> None:
    found = kept(given)
    assert found is not None
    notebook = new_notebook(cells=[new_code_cell("", outputs=[output_from_msg(found)])])
    text = nbformat.writes(notebook)
    assert nbformat.reads(text.encode().decode(), as_version=4) == notebook
    assert len(text) < 10_000
    assert "NaN" not in text


def test_a_chart_is_kept_whole() -> None:
    spec = {"mark": "bar", "data": {"values": [{"n": 1.5}]}}
    found = kept(message("display_data", data={"application/vnd.vegalite.v5+json": spec}))
    assert found is not None
    assert found["content"]["data"] == {"application/vnd.vegalite.v5+json": spec}


@pytest.mark.parametrize("kind", ["comm_open", "input_request", "execute_input", "odd"])
def test_what_is_no_output_is_left_out(kind: str) -> None:
    assert kept(message(kind, data={})) is None


@pytest.mark.parametrize(
    "given", [message("stream", name="stdout", text=3), message("error", ename="E"), message("display_data")]
)
def test_what_is_forged_raises(given: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        kept(given)

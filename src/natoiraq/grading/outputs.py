"""Takes from a kernel's messages what a notebook may keep: text, and charts as data; no more is believed."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from nbformat import NotebookNode
from nbformat.v4 import new_output

DEPTH: Final = 40
"""Levels of lists in lists in a chart: readers of notebooks go astray at a thousand."""

Message = dict[str, Any]


def kept(message: Message) -> Message | None:
    """Return a message with nothing in it that could harm who reads the notebook later.

    Parameters
    ----------
    message
        Of students' code, so possibly forged.

    Returns
    -------
    dict or None
        None when it is no output.
    """
    kind, content = message["msg_type"], message["content"]
    clean: Message
    if kind == "stream" and content["name"] in ("stdout", "stderr"):
        clean = {"name": content["name"], "text": readable(content["text"])}
    elif kind in ("display_data", "execute_result", "update_display_data"):
        data = {str(mime): value for mime, found in content["data"].items() if (value := _datum(found))}
        count = content.get("execution_count")
        clean = {"data": data, "metadata": {}, "transient": _transient(content)}
        clean |= (
            {"execution_count": count if type(count) is int else None} if kind == "execute_result" else {}
        )
    elif kind == "error":
        lines = [readable(line) for line in content["traceback"][:200]]
        clean = {
            "ename": readable(content["ename"]),
            "evalue": readable(content["evalue"]),
            "traceback": lines,
        }
    elif kind == "clear_output":
        clean = {"wait": bool(content.get("wait"))}
    else:
        return None
    return {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": {}, "content": clean}


def size(message: Message) -> int:
    """Return how many bytes a kept message adds to the notebook."""
    return len(json.dumps(message["content"]))


def readable(text: object) -> str:
    """Return a text that every file can hold: halves of characters become question marks."""
    if not isinstance(text, str):
        raise TypeError("no text")
    return text.encode("utf-8", "replace").decode("utf-8")


def note(name: str, text: str) -> NotebookNode:
    """Return an output that says what happened to a cell."""
    output: NotebookNode = new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
    return output


def judged(answer: Message, most: float) -> list[NotebookNode]:
    """Return the outputs of a test: what it said, and the points where nbgrader looks for them.

    Parameters
    ----------
    answer
        Of the judge: "said", and "points" or "error".
    most
        Points that it may give.
    """
    outputs = [new_output("stream", name="stdout", text=answer["said"])] if answer.get("said") else []
    if "points" in answer and 0 <= answer["points"] <= most + 1e-9:
        points = min(round(answer["points"], 2), most)
        result = new_output("execute_result", {"text/plain": f"{points:g}"}, execution_count=None)
        return [*outputs, result]
    name, text = answer.get("error") or ("NoPoints", "The test gave no number of points that it may give.")
    return [*outputs, note(name, text)]


def _transient(content: Message) -> Message:
    found = content.get("transient")
    name = found.get("display_id") if isinstance(found, dict) else None
    return {"display_id": name} if isinstance(name, str) else {}


def _datum(found: Any) -> Any:
    """Return a text, or JSON that is sound; nothing otherwise."""
    if isinstance(found, str):
        return readable(found)
    return found if isinstance(found, dict) and _sound(found, DEPTH) else None


def _sound(found: Any, depth: int) -> bool:
    if isinstance(found, dict):
        return depth > 0 and all(
            key == readable(key) and _sound(item, depth - 1) for key, item in found.items()
        )
    if isinstance(found, list):
        return depth > 0 and all(_sound(item, depth - 1) for item in found)
    if isinstance(found, str):
        return found == readable(found)
    return not isinstance(found, float) or math.isfinite(found)

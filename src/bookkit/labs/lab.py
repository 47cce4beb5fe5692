"""What all labs share: controls, the sentence and the picture that follow them, a reset, and kind errors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

import ipywidgets as widgets

from bookkit.errors import ToldError
from bookkit.labs.controls import align
from bookkit.labs.picture import Data, NotDrawnError, Picture

_SENTENCE: Final = '<p role="status" style="font-weight:600;margin:.5em 0">{}</p>'
_FAULT: Final = '<p role="alert" style="border-left:4px solid #b5580a;padding:.4em .8em;margin:.5em 0">{}</p>'
_LISTED: Final = 30  # rows of a table that stands for a picture
# A picture's ink is dark, so it brings its paper along into JupyterLab's dark theme.
_PICTURE: Final = '<div role="img" aria-label="{}" style="background:#fff;overflow-x:auto">{}</div>'


@dataclass(frozen=True)
class Result:
    """What a lab shows for one setting of its controls.

    Parameters
    ----------
    sentence
        The result in words, with its numbers.
    data
        Rows for the picture.
    more
        HTML that stands below it.
    """

    sentence: str
    data: Data
    more: str = ""


@dataclass(frozen=True)
class Action:
    """A button beside the reset: its words, and what it does with a result, as a sentence to show."""

    label: str
    act: Callable[[Result], str] = field(repr=False)


class Lab:
    """Controls, and what follows them.

    Parameters
    ----------
    name
        The lab's name.
    controls
        Widgets by the name of the argument of `compute` that they set.
    compute
        Returns the result for the controls' values. A `ValueError` that it raises is shown as its sentence.
    picture
        The chart of the result.
    actions
        More buttons.
    """

    def __init__(
        self,
        name: str,
        controls: Mapping[str, Any],
        compute: Callable[..., Result],
        picture: Picture,
        actions: Sequence[Action] = (),
    ) -> None:
        self.controls = dict(controls)
        self.result: Result | None = None
        self._start = {key: control.value for key, control in self.controls.items()}
        self._compute, self._picture, self._name = compute, picture, name
        self._lock = threading.RLock()
        self.fault, self.sentence, self.drawn, self.more = (widgets.HTML() for _ in range(4))
        self.reset = widgets.Button(description="Reset", tooltip="Set every control to its start")
        self.reset.on_click(self._reset)
        self.buttons = {action.label: self._button(action) for action in actions}
        for control in self.controls.values():
            control.observe(self.update, "value")
        align(self.controls.values())
        heading = widgets.HTML(f"<strong>Lab: {escape(name)}</strong>")
        buttons = widgets.HBox([self.reset, *self.buttons.values()])
        shown = [self.fault, self.sentence, self.drawn, self.more]
        self.box = widgets.VBox([heading, *self.controls.values(), buttons, *shown])
        self.update()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)

    def _button(self, action: Action) -> Any:
        button = widgets.Button(description=action.label)
        button.on_click(lambda _: self._do(action))
        return button

    def _do(self, action: Action) -> None:
        if self.result is not None:
            self._say(action.act, self.result)

    def _say(self, act: Callable[[Result], str], result: Result) -> None:
        try:
            self.sentence.value = _SENTENCE.format(escape(act(result)))
        except (ToldError, NotDrawnError) as error:
            self.fault.value = _FAULT.format(f"Nothing was saved: {escape(str(error).removesuffix('.'))}.")

    def _drawn(self, result: Result) -> str:
        """Return the picture as HTML; where none can be drawn, why, and its rows as tables."""
        try:
            picture = self._picture.svg(result.data)
        except NotDrawnError as why:
            tables = [rows.to_html(index=False, max_rows=_LISTED) for rows in result.data.values()]
            return f"<p>No picture here: {escape(str(why))}. Its rows:</p>" + "".join(tables)
        return _PICTURE.format(escape(f"Chart of the lab. {result.sentence}"), picture)

    def _reset(self, _: Any = None) -> None:
        for control in self.controls.values():
            control.unobserve(self.update, "value")
        for key, control in self.controls.items():
            control.value = self._start[key]
            control.observe(self.update, "value")
        self.update()

    def update(self, _: Any = None) -> None:
        """Follow the controls; on a wrong input say what is wrong and keep the last good result."""
        with self._lock:  # JupyterLab moves controls from several threads: the last is to have the last word
            self._follow()

    def _follow(self) -> None:
        try:
            result = self._compute(**{key: control.value for key, control in self.controls.items()})
        except ValueError as error:
            kept = " What stands below is the last result that worked." if self.result else ""
            self.fault.value = _FAULT.format(escape(str(error)) + kept)
            return
        self.result = result
        self.drawn.value = self._drawn(result)
        self.more.value = result.more
        self.fault.value = ""
        # Last, so that whoever hears the new sentence finds the picture in place.
        self.sentence.value = _SENTENCE.format(escape(result.sentence))

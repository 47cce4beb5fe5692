"""A chart's sliders, menus and search field, as labelled native inputs of the page."""

from __future__ import annotations

from html import escape
from typing import Any

Param = dict[str, Any]


def controls_html(chart: str, params: list[Param]) -> str:
    """Return the form of a chart's controls; empty when it has none.

    Parameters
    ----------
    chart
        The chart's name.
    params
        Vega-Lite params; those with a binding become inputs.
    """
    inputs = [_control(f"chart-{chart}-{param['name']}", param) for param in params if param.get("bind")]
    if not inputs:
        return ""
    reset = '<button type="reset" aria-label="Reset the chart to its start">Reset</button>'
    return f'<form class="nq-chart-controls" autocomplete="off">{"".join(inputs)}{reset}</form>'


def _control(ident: str, param: Param) -> str:
    bind, value = param["bind"], param["value"]
    label = str(bind["name"]).strip().rstrip(":")
    name = f'data-param="{escape(param["name"])}"'
    if bind["input"] in {"select", "radio"}:
        control = _menu(ident, name, bind, value)
    elif bind["input"] == "checkbox":
        checked = " checked" if value else ""
        control = f'<input type="checkbox" id="{ident}" {name}{checked}>'
    elif bind["input"] == "range":
        step = f' step="{bind["step"]}"' if "step" in bind else ""
        reach = f'min="{bind["min"]}" max="{bind["max"]}"{step}'
        control = f'<input type="range" id="{ident}" {name} {reach} value="{value}">'
        control += f'<output for="{ident}">{value}</output>'
    else:
        kind = bind["input"]
        hint = f' placeholder="{escape(bind["placeholder"])}"' if "placeholder" in bind else ""
        control = f'<input type="{kind}" id="{ident}" {name} value="{escape(str(value))}"{hint}>'
    return f'<div class="nq-chart-control"><label for="{ident}">{escape(label)}</label>{control}</div>'


def _menu(ident: str, name: str, bind: dict[str, Any], value: Any) -> str:
    labels = bind.get("labels", bind["options"])
    options = "".join(
        f'<option value="{index}"{" selected" if option == value else ""}>{escape(str(label))}</option>'
        for index, (option, label) in enumerate(zip(bind["options"], labels, strict=True))
    )
    return f'<select id="{ident}" {name}>{options}</select>'

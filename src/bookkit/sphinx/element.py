"""HTML elements as document nodes, so that Markdown inside them is parsed and checked as elsewhere."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

VOID = {"input"}


class element(nodes.General, nodes.Element):
    """One HTML element: `tag`, its attributes in `html`, and any nodes inside."""


class text_element(element, nodes.TextElement):
    """An element that holds nothing but text, whose quotes Sphinx then sets as it does in prose."""


def el(tag: str, *content: nodes.Node | str, **attributes: str | bool | None) -> element:
    """Return an element.

    Parameters
    ----------
    tag
        Name of the HTML element.
    content
        Nodes or plain text, in order.
    attributes
        HTML attributes. A trailing underscore is dropped (`class_`), other underscores become hyphens
        (`aria_describedby`). True writes the bare attribute, False and None leave it out.
    """
    html = {
        name.rstrip("_").replace("_", "-"): "" if value is True else value
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    only_text = content and all(isinstance(part, str) for part in content)
    node = (text_element if only_text else element)(tag=tag, html=html)
    node.extend(nodes.Text(part) if isinstance(part, str) else part for part in content)
    return node


def visit_element(self: HTML5Translator, node: element) -> None:
    """Write the start tag."""
    attributes = "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in node["html"].items()
    )
    self.body.append(f"<{node['tag']}{attributes}>")


def depart_element(self: HTML5Translator, node: element) -> None:
    """Write the end tag, which an `<input>` has not."""
    if node["tag"] not in VOID:
        self.body.append(f"</{node['tag']}>")


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(element, html=(visit_element, depart_element))
    app.add_node(text_element, html=(visit_element, depart_element))

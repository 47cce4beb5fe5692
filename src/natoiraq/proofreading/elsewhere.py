"""Words that readers read and that stand in no page: the texts of charts, and the codebook's of tables."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from natoiraq.proofreading.lines import Line
from natoiraq.proofreading.prose import SHOWN

PUBLISHED: Final = frozenset({"finding", "measure", "source", "description"})
"""Arguments of `publish` that a reader reads."""

STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
VALUE: Final = re.compile(r"\{[^}]*\}")
"""What stands in a string for a value."""

# A string of JSON, which knows these escapes only.
TEXT: Final = r'("(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")'
DESCRIBED: Final = re.compile(rf'^\s*"(?:title|description|reason|natoiraq:what)": {TEXT},?$')
CAVEAT: Final = re.compile(rf"^\s*{TEXT},?$")
LIST: Final = re.compile(r'^(?P<indent>\s*)"(?P<name>[\w:]+)": \[$')
TITLES_OF_OTHERS: Final = frozenset({"sources", "licenses"})
FIELD: Final = re.compile(r"\{\w+\}|\b[\w-]+\.(?:csv|json)\b|\b\w+(?:_\w+)+\b")
"""Names of fields, tables and files."""


def chart_words(name: str, lines: Sequence[str]) -> Iterator[Line]:
    """Yield the texts that a module gives to `publish`; one that is no Python is told by other checks."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in PUBLISHED:
            for string in _strings(node.value):
                yield from _by_line(name, lines, string)


def _strings(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    """Yield the strings of an expression, but no names of columns and no conditions."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    elif not isinstance(node, ast.Subscript | ast.comprehension):
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)


def _by_line(name: str, lines: Sequence[str], string: ast.JoinedStr | ast.Constant) -> Iterator[Line]:
    """Yield what stands of a string on each of its lines, with a sign for each value; Python joins them."""
    last = string.end_lineno or string.lineno
    for number in range(string.lineno, last + 1):
        # Python counts columns in bytes.
        begin = string.col_offset if number == string.lineno else 0
        end = string.end_col_offset if number == last else None
        text = lines[number - 1].encode()[begin:end].decode()
        yield Line(name, number, "".join(STRING.findall(VALUE.sub(SHOWN, text))))


def table_words(name: str, lines: Sequence[str]) -> Iterator[Line]:
    """Yield the words of `datapackage.json` that the codebook prints, without titles of others' works.

    The file is read line by line, since JSON's readers know no lines; it is kept in the form that
    `json.dumps(..., indent=2)` writes.
    """
    inside, indent = "", ""
    for number, text in enumerate(lines, start=1):
        if inside and re.match(rf"{indent}\]", text):
            inside = ""
        elif (
            not inside
            and (begins := LIST.match(text))
            and begins["name"]
            in (
                *TITLES_OF_OTHERS,
                "natoiraq:caveats",
            )
        ):
            inside, indent = begins["name"], begins["indent"]
        elif inside not in TITLES_OF_OTHERS and (found := (CAVEAT if inside else DESCRIBED).match(text)):
            yield Line(name, number, FIELD.sub(SHOWN, json.loads(found[1], strict=False)))

"""Lines have the numbers that an editor shows, whatever stands above them."""

from __future__ import annotations

import sys

import pytest

from natoiraq.proofreading.blocks import take_apart
from natoiraq.proofreading.elsewhere import chart_words, table_words
from natoiraq.proofreading.lines import Unreadable, read_lines
from natoiraq.proofreading.page import Page, slug
from natoiraq.proofreading.prose import links, plain, readable, roles
from tests.proofreading.conftest import PAGE, Make

TEXT = """\
---
header: 1
---
# Title on line 4

Text on line 6.

:::::{container} outer
:class: wide

Text on line 11.

::::{container}
Text on line 14.

```{code-cell} ipython3
---
tags: [hide-input]
---
not = "text"
```

Text on line 23.
::::

````md
```{quiz} shown
```
Not text.
````
:::::

1. A list on line 33

   ```{image} list.png
   :alt: A picture of a list
   ```

   Text on line 39.

~~~text
Not text.
~~~

    Text on line 45.
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_lines_are_numbered_as_an_editor_numbers_them(make: Make, ends: str, mark: bytes) -> None:
    book = make({PAGE: mark + TEXT.replace("\n", ends).encode()})
    page = book.pages[PAGE]
    numbered = [line for line in page.prose if " line " in line.text]
    assert [int(line.text.rstrip(".").split()[-1]) for line in numbered] == [line.number for line in numbered]
    assert len(numbered) == 8
    assert not [line for line in page.prose if "ot text" in line.text or "not =" in line.text]
    assert page.blocks.problems == []


def test_signs_that_only_python_takes_for_ends_of_lines_count_for_nothing(make: Make) -> None:
    """Guard against `str.splitlines`, which breaks at form feeds and at U+2028 and puts all numbers off."""
    book = make({PAGE: "# A page\n\nOne\u2028two\x0cthree.\x85\nLine 4.\n"})
    assert [(line.number, line.text) for line in book.pages[PAGE].prose][-1] == (4, "Line 4.")


def test_fences_know_their_lines() -> None:
    blocks = take_apart("a.md", TEXT.split("\n"))
    assert [(fence.kind, fence.line, fence.first) for fence in blocks.fences] == [
        ("container", 8, 10),
        ("container", 13, 14),
        ("code-cell", 16, 20),
        ("", 26, 27),
        ("image", 35, 37),
        ("", 41, 42),
    ]


def test_a_page_that_is_no_text_is_told_with_its_line(make: Make) -> None:
    book = make({PAGE: b"# A page\n\nGr\xfc\xdfe\n"})
    with pytest.raises(Unreadable) as caught:
        read_lines(book.root / PAGE, PAGE)
    assert str(caught.value.problem) == (
        f"{PAGE}, line 3: the file is not UTF-8 text: byte 0xfc stands here. Cure: save the file as UTF-8."
    )
    assert PAGE not in book.pages
    assert [problem.row for problem in book.unreadable] == [3]


def test_questions_and_outcomes_are_read_at_their_lines() -> None:
    text = (
        "# A\n\n```{quiz} one\n- type: choice\n  ask: >\n    Which of\n    these?\n  choices:\n"
        '    - {text: "One", why: "No."}\n    - text: Two\n      right: true\n      why: Yes.\n```\n'
    )
    lines = Page("a.md", text.split("\n")).asked
    assert [(line.number, line.text.strip()) for line in lines] == [
        (5, "Which of these?"),
        (9, "One"),
        (9, "No."),
        (10, "Two"),
        (12, "Yes."),
    ]


def test_roles_and_links_in_code_are_shown_and_not_used() -> None:
    text = "`` {term}`NMI` `` and {fact}`a:b`, `[no](x.md)` but [yes [1.1]](y.md#z) and ![a picture](p.png)"
    assert [(role.name, role.text) for role in roles(text)] == [("fact", "a:b")]
    assert [(link.words, link.target, link.picture) for link in links(text)] == [
        ("yes [1.1]", "y.md#z", False),
        ("a picture", "p.png", True),
    ]


def test_what_a_reader_does_not_read_is_left_out() -> None:
    for unseen in ("(a-label)=", ":class: wide", "% a comment", '+++ {"nbgrader": {"grade_id": "bca"}}'):
        assert readable(unseen) == ""
    assert plain("| **Bold** | _see_ [it](x.md), CONTRIBUTING.md and <https://a.org/b> |").split() == [
        *("Bold", "see", "it", ",", "§", "and"),
    ]


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("A ceiling is not a headcount", "a-ceiling-is-not-a-headcount"),
        ("“Trained” is a claim, not a count", "trained-is-a-claim-not-a-count"),
        ("1. What needs *fixing*", "1-what-needs-fixing"),
    ],
)
def test_headings_have_the_addresses_that_the_book_gives_them(title: str, address: str) -> None:
    assert slug(title) == address


def test_words_of_tables_are_read_at_their_lines_even_from_json_that_is_broken() -> None:
    text = (
        '{\n  "title": "One \\u00e9 \\x",\n  "description": "Two {field} of a_table.csv",\n  "name": "No"\n'
    )
    assert [(line.number, line.text.split()) for line in table_words("a.json", text.split("\n"))] == [
        (3, ["Two", "§", "of", "§"])
    ]


def test_words_of_charts_are_read_at_their_lines() -> None:
    text = """publish(
    chart,
    finding="One é " + rows["no"],
    description=(
        f"Two {counted["x"]} "
        "three "
        f"{sum(1 for row in rows if row == 'no')} four"
    ),
    name="no",
)
"""
    if sys.version_info < (3, 12):
        text = text.replace('counted["x"]', "counted['x']")
    found = [(line.number, line.text.split()) for line in chart_words("a.py", text.split("\n"))]
    assert found == [(3, ["One", "é"]), (5, ["Two", "§"]), (6, ["three"]), (7, ["§", "four"])]
    assert list(chart_words("a.py", ["def broken(:"])) == []

"""What a student gets back: all that is theirs, nothing that is ours, and nothing that acts."""

from __future__ import annotations

import base64
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from playwright.sync_api import Browser

from bookkit.errors import GradingError
from bookkit.figures.fonts import AS_WIDE, STACK
from natoiraq.grading import safe_html
from natoiraq.grading.driver import grade_all
from natoiraq.grading.feedback import write_feedback
from natoiraq.grading.shown import shown
from tests.browser import broken_rules
from tests.charts.cut import outside
from tests.grading import standin
from tests.grading.conftest import comment_by_hand, hand_in, mark_by_hand

VEGALITE = "application/vnd.vegalite.v5+json"
BARS: dict[str, Any] = {
    "description": "Bars, one for each job.",
    "data": {"values": [{"job": "Police", "bodies": 3}, {"job": "Border", "bodies": 2}]},
    "mark": "bar",
    "encoding": {"x": {"field": "bodies"}, "y": {"field": "job", "type": "nominal"}},
}
RUN = "document.body.dataset.hacked = 1; alert(1)"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    "<img src='http://127.0.0.1:PORT/pixel.png'>",
    f"<svg onload='{RUN}'><animate onbegin='{RUN}' attributeName='x' dur='1s'></svg>",
    f"<svg><foreignObject><iframe srcdoc='<script>{RUN}</script>'></foreignObject></svg>",
    f'<iframe src="javascript:{RUN}"></iframe>',
    f'<a href="javascript:{RUN}" autofocus onfocus="{RUN}">click</a>',
    "<link rel=stylesheet href='http://127.0.0.1:PORT/style.css'>",
    "<style>@import 'http://127.0.0.1:PORT/import.css'; main { display: none }</style>",
    "<p style='background: url(http://127.0.0.1:PORT/background)'>styled</p>",
    "<meta http-equiv=refresh content='0; url=http://127.0.0.1:PORT/refresh'>",
    "<base href='http://127.0.0.1:PORT/'>",
    f"<form action='http://127.0.0.1:PORT/form'><button formaction='javascript:{RUN}'>send</button></form>",
    "<object data='http://127.0.0.1:PORT/object'></object><embed src='http://127.0.0.1:PORT/embed'>",
    f"</pre></div></main></body></html><script>{RUN}</script>",
    f"]]>--!><title></title><noscript><p title='</noscript><img src=x onerror={RUN!r}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN!r}&gt;'>",
    f'"><details open ontoggle="{RUN}"><video><source onerror="{RUN}"></video>',
    f"{{{{ {RUN} }}}} {{% raw %}} ${{{RUN}}}",
    "<video poster='http://127.0.0.1:PORT/poster' autoplay></video>",
]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[int, list[str]]]:
    """A server that remembers what was asked of it: nothing, if all goes well."""
    asked: list[str] = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield listening.server_port, asked
    listening.shutdown()


def graded(course: Path, outputs: list[Any] | None = None, **answers: str) -> Path:
    """Grade Ada's work and put outputs below her first answer."""
    submissions = hand_in(course, {"ada": standin.handed_in(**answers)})
    grade_all(course, submissions, job_for=lambda one: standin.job(), work=standin.grade, workers=1)
    path = course / "autograded" / "ada" / "ex" / "ex.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = outputs or []
    nbformat.write(notebook, path)
    return path


def shows(**data: Any) -> Any:
    return new_output("display_data", data)


def chart(spec: dict[str, Any]) -> Any:
    return shows(**{VEGALITE: spec, "text/plain": "A chart"})


def nested(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"deeper": found}
    return found


def page(course: Path, name: str = "Ada Lovelace") -> str:
    return write_feedback(course, "ada", "ex", name).read_text(encoding="utf-8")


def test_all_that_is_the_students_stands_there(course: Path) -> None:
    printed = new_output("stream", name="stdout", text="my print\n")
    table = shows(**{"text/html": "<table><tr><th></th><th>Job</th></tr></table>", "text/plain": "Job"})
    graded(course, [printed, table, chart(BARS)], one="one = 3", words="**My** words.")
    mark_by_hand(course, "ada", "words", 2.5)
    comment_by_hand(course, "ada", "words", "Well argued, Ada.")
    found = page(course)
    assert "<strong>7.5 of 9 points</strong>" in found
    assert "3 of 4 points" in found
    assert "2.5 of 3 points" in found
    for own in (
        "one = 3",
        "<strong>My</strong> words.",
        "Well argued, Ada.",
        "my print",
        "<th>Job</th>",
        "Police",
    ):
        assert own in found
    assert 'aria-label="Bars, one for each job."' in found


def test_nothing_of_ours_stands_there(course: Path) -> None:
    """Neither tests nor hidden tests; nor the checks' own total, which knows no mark by hand."""
    path = graded(course)
    assert "SECRET" in path.read_text(encoding="utf-8")
    found = page(course)
    assert "SECRET" not in found
    assert "score = 0" not in found
    assert "An exercise" not in found
    assert "You have" not in found


def test_what_nobody_marked_yet_is_said(course: Path) -> None:
    graded(course)
    assert "6 of 9 points</strong> so far; 1 part is not marked yet" in page(course)


def test_what_the_checks_said_is_a_list(course: Path) -> None:
    graded(course)
    path = course / "autograded" / "ada" / "ex" / "result.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["parts"][0]["messages"] = ["`one` is <too> small.", "You have 3 of 4 points."]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert "<li><code>one</code> is &lt;too&gt; small.</li>" in page(course)


def test_work_that_was_not_graded_has_no_page(course: Path) -> None:
    with pytest.raises(GradingError, match="has not been graded"):
        write_feedback(course, "ada", "ex", "Ada")


def test_one_file_that_may_do_nothing(course: Path) -> None:
    graded(course, [chart(BARS)])
    found = page(course)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', found)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "<script" not in found
    assert re.findall(r'(?:src|href)="(?!#|data:image/png;)[^"]*"', found) == []


def test_every_picture_is_drawn_in_fonts_that_are_as_wide_as_those_measured(
    course: Path, browser: Browser
) -> None:
    """Past mistake: a student's own font was missing where the page was read."""
    own = {
        "config": {"font": "Georgia"},
        "mark": {"type": "bar"},
        "title": {"text": "Jobs", "font": "Papyrus"},
    }
    graded(course, [chart(BARS), chart(BARS | own)])
    found = page(course)
    assert set(re.findall(r'font-family="([^"]*)"', found)) == {STACK}
    tab = browser.new_page()
    tab.goto((course / "feedback" / "ada" / "ex" / "ex.html").as_uri())
    adjusted = "all => all.map(text => getComputedStyle(text).fontSizeAdjust)"
    assert set(tab.locator("svg text").evaluate_all(adjusted)) == {AS_WIDE.partition(": ")[2]}
    assert outside(tab.locator("svg")) == []
    tab.close()


def hostile_outputs(port: int) -> list[Any]:
    """Return every payload in every kind of output."""
    spoiled = [payload.replace("PORT", str(port)) for payload in PAYLOADS]
    together = "\n\n".join(spoiled)
    words = {"description": together, "title": together}
    named = {"data": {"values": [{"job": one, "bodies": 1} for one in spoiled]}}
    return [
        *(shows(**{"text/html": one, "text/plain": one}) for one in spoiled[:8]),
        shows(**{"text/html": together}),
        new_output("stream", name="stdout", text=together),
        new_output("stream", name="stderr", text="\x1b[31m" + together),
        new_output("error", ename=together, evalue=together, traceback=[together]),
        shows(**{"image/svg+xml": together, "application/javascript": RUN, "text/latex": together}),
        shows(**{"image/png": base64.b64encode(together.encode()).decode()}),
        shows(**{"image/png": f'" onerror="{RUN}'}),
        chart(BARS | named | words),
    ]


def test_hostile_work_is_inert_in_a_real_browser(
    course: Path, browser: Browser, server: tuple[int, list[str]]
) -> None:
    """No window opens, nothing is fetched, nothing runs, and the policy has nothing to refuse."""
    port, asked = server
    together = "\n\n".join(payload.replace("PORT", str(port)) for payload in PAYLOADS)
    graded(course, hostile_outputs(port), two="two = 2\n" + together, words=together)
    comment_by_hand(course, "ada", "words", together)
    path = write_feedback(course, "ada", "ex", together)
    tab = browser.new_page()
    happened: list[str] = []
    tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    tab.on("console", lambda message: happened.append(message.text))
    tab.on("pageerror", lambda error: happened.append(str(error)))
    tab.on("request", lambda request: happened.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri())
    tab.wait_for_timeout(300)
    assert tab.locator("svg").count() == 1
    acting = "script, iframe, object, embed, form, link, base, video, details, [onerror], [style], [srcdoc]"
    assert tab.locator(f"body :is({acting})").count() == 0
    assert tab.locator("h1").inner_text() == "ex"
    tab.locator("main a", has_text="click").first.click()
    tab.wait_for_timeout(100)
    assert tab.evaluate("document.body.dataset.hacked") is None
    assert happened == asked == []
    tab.close()


def test_a_hostile_chart_reads_nothing_and_spoils_no_other(
    course: Path, server: tuple[int, list[str]]
) -> None:
    port, asked = server
    secret = course / "secret.json"
    secret.write_text('[{"job": "LEAKED"}]', encoding="utf-8")
    address = f"http://127.0.0.1:{port}/data.json"
    image = {"type": "image", "url": address, "width": 9, "height": 9}
    many = {"field": "data", "type": "quantitative"}
    endless = {"data": {"sequence": {"start": 0, "stop": 1e9}}, "mark": "point", "encoding": {"x": many}}
    charts = [
        BARS,
        BARS | {"data": {"url": address}},
        BARS | {"data": {"url": secret.as_uri()}},
        BARS | {"mark": image},
        BARS | {"mark": {"type": "bar", "href": f"javascript:{RUN}"}},
        BARS | {"mark": {"type": "bar", "fill": f"url({address}#x)", "cursor": f"url({address})"}},
        {"mark": 1},
        BARS | {"usermeta": nested(400)},
        endless,
    ]
    graded(course, [chart(one) for one in charts])
    found = page(course)
    assert found.count("<svg") == 2
    assert found.count("This chart could not be drawn here.") == 7
    assert "LEAKED" not in found
    assert str(port) not in found
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_read_it(course: Path, browser: Browser, width: int, scheme: Any) -> None:
    wide = "<table>" + "<tr>" + "<th>A long heading</th>" * 12 + "</tr></table>"
    outputs = [
        new_output("stream", name="stdout", text="x" * 300),
        new_output("error", ename="NameError", evalue="no", traceback=["NameError: no"]),
        shows(**{"text/html": wide}),
        shows(**{"text/html": wide}),
        chart(BARS),
        chart(BARS),
    ]
    words = "# My heading\n\nA [source](https://example.org).\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"
    graded(course, outputs, words=words)
    comment_by_hand(course, "ada", "words", "Good.")
    path = write_feedback(course, "ada", "ex", "Ada Lovelace")
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.goto(path.as_uri())
    assert broken_rules(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.close()


def test_own_cells_of_a_student_are_shown_with_the_part_they_stand_in(course: Path) -> None:
    path = graded(course)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, new_code_cell("my_scratch = 1", id="own-1"))
    notebook.cells.append(new_code_cell("my_last = 1", id="own-2"))
    nbformat.write(notebook, path)
    found = page(course)
    assert found.index("one = 4") < found.index("my_scratch") < found.index("two = 2")
    assert "More of your work" in found


@pytest.mark.parametrize(
    "show",
    [
        lambda: safe_html.html("<p>" + "".join(f"<b a={n}>" for n in range(1000)) + "</p><p>x" * 1000),
        lambda: safe_html.markdown("".join(f"[{n}]: x\n" for n in range(4000))),
        lambda: safe_html.markdown("|a" * 200 + "\n" + "|-" * 200 + "\n" + "x\n" * 10_000),
    ],
    ids=["open tags", "references", "a wide table"],
)
def test_a_short_text_makes_no_giant_page(show: Callable[[], str]) -> None:
    assert len(show()) < 100_000


def test_a_page_has_an_end() -> None:
    cells = [new_code_cell("x" * 40_000) for _ in range(200)]
    pieces = [piece for one in shown(cells) for piece in one]
    assert sum(len(piece.content) for piece in pieces) < 3 << 20
    assert "left out" in pieces[-1].content


def test_a_traceback_keeps_the_students_lines_and_drops_the_libraries() -> None:
    lines = [
        "Traceback (most recent call last):", "", "  Cell In[5], line 2", "    table['x']", "",
        "  File /home/me/.venv/pandas/frame.py:926 in __getitem__", "    indexer = 1", "",
        "KeyError: 'x'",
    ]  # fmt: skip
    output = new_output("error", ename="KeyError", evalue="'x'", traceback=["\n".join(lines)])
    found = shown([new_code_cell("", outputs=[output])])[0][0]
    assert found.content == "\n".join([*lines[:5], lines[-1]])


def test_a_student_is_told_that_a_file_could_not_be_read(course: Path) -> None:
    submissions = hand_in(course, {"ada": b"  "})
    grade_all(course, submissions, job_for=lambda one: standin.job(), work=standin.grade, workers=1)
    assert "Your file could not be read as a notebook" in page(course)

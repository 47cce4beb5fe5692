"""Measure pages in a real browser: weight, requests, paint, blocking, first chart, the answer of a menu."""

from __future__ import annotations

import functools
import gzip
import http.server
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from figures import BLOCKING_MS, FIRST_PAINT_MS, PAGE_GZIP_KB, PAGE_RAW_KB, PEER_PAGES, table, verdict
from playwright.sync_api import Browser, Page, Response, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser import OFFLINE  # noqa: E402

from bookkit.editions.paper.pdf import browser_on_path  # noqa: E402

BOOK = ROOT / "_build" / "html"
RUNS = 5
OBSERVE = """(() => {
  const m = (window.measured = { lcp: 0, long: [], chart: 0 });
  const on = (type, f) =>
    new PerformanceObserver((list) => list.getEntries().forEach(f)).observe({ type, buffered: true });
  on('largest-contentful-paint', (e) => { m.lcp = e.startTime; });
  on('longtask', (e) => m.long.push(e.duration));
  new MutationObserver(() => {
    const drawn = document.querySelector('figure.nq-chart[data-state="drawn"]');
    if (!m.chart && drawn) m.chart = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
})()"""
PROBE = """() => ({
  fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  lcp: measured.lcp,
  load: performance.getEntriesByType('navigation')[0].loadEventEnd,
  blocking: measured.long.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0),
  chart: measured.chart,
})"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({ top: y, behavior: 'instant' });
    await new Promise((done) => setTimeout(done, 60));
  }
}"""
MENU = """async () => {
  const figure = document.querySelector('#chart-history-timeline');
  const menu = figure?.querySelector('select');
  if (!menu) return null;
  const before = figure.querySelector('svg').outerHTML;
  const start = performance.now();
  menu.selectedIndex = menu.selectedIndex ? 0 : 1;
  menu.dispatchEvent(new Event('input', { bubbles: true }));
  menu.dispatchEvent(new Event('change', { bubbles: true }));
  while (figure.querySelector('svg').outerHTML === before && performance.now() - start < 2000)
    await new Promise((done) => setTimeout(done, 0));
  return performance.now() - start;
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def load(browser: Browser, url: str) -> tuple[dict[str, float], dict[str, tuple[int, int]], int]:
    """Load a page with an empty cache; return its timings, {kind: (raw, gzip) bytes} and foreign requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(url, wait_until="load")
    timings = settle(page)
    weights: dict[str, tuple[int, int]] = {}
    foreign = 0
    for response in responses:
        address = urlsplit(response.url)
        if address.scheme in {"data", "blob"}:
            continue
        foreign += address.hostname != "127.0.0.1"
        body = response.body()
        raw, packed = weights.get(response.request.resource_type, (0, 0))
        weights[response.request.resource_type] = (raw + len(body), packed + len(gzip.compress(body)))
    context.close()
    return timings, weights, foreign


def settle(page: Page) -> dict[str, float]:
    """Scroll through a loaded page, let its charts draw, use a menu; return milliseconds."""
    page.evaluate(SCROLL)
    page.wait_for_function(
        "[...document.querySelectorAll('figure.nq-chart')].every((f) => f.dataset.state === 'drawn')",
        timeout=30_000,
    )
    timings: dict[str, float] = page.evaluate(PROBE)
    timings["menu"] = page.evaluate(MENU) or 0.0
    return timings


def report() -> str:
    """Return the pages' figures beside the targets and the peers."""
    rows, kinds = [], []
    names = sorted(path.relative_to(BOOK).as_posix() for path in BOOK.glob("book/**/*.html"))
    with served(BOOK) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_on_path(), args=OFFLINE)
        for name in names:
            loads = [load(browser, f"{address}/{name}") for _ in range(RUNS)]
            middle = {key: statistics.median(timings[key] for timings, _, _ in loads) for key in loads[0][0]}
            _, weights, foreign = loads[0]
            raw, packed = (sum(sizes[i] for sizes in weights.values()) / 1000 for i in (0, 1))
            rows.append(
                [
                    name,
                    f"{raw:.0f}",
                    verdict(raw, PAGE_RAW_KB),
                    f"{packed:.0f}",
                    verdict(packed, PAGE_GZIP_KB),
                    str(foreign),
                ]
            )
            rows[-1] += [
                f"{middle['fcp']:.0f}",
                verdict(middle["fcp"], FIRST_PAINT_MS),
                f"{middle['lcp']:.0f}",
            ]
            rows[-1] += [
                f"{middle['blocking']:.0f}",
                verdict(middle["blocking"], BLOCKING_MS),
                f"{middle['chart']:.0f}",
                f"{middle['menu']:.0f}",
            ]
            kinds.append(
                [
                    name,
                    *(
                        f"{weights.get(kind, (0, 0))[0] / 1000:.0f}"
                        for kind in ("document", "stylesheet", "script", "font", "image")
                    ),
                ]
            )
        browser.close()
    head = [
        "page",
        "raw KB",
        "",
        "gzip KB",
        "",
        "foreign requests",
        "FCP ms",
        "",
        "LCP ms",
        "blocking ms",
        "",
        "first chart ms",
        "menu ms",
    ]
    peers = table(["peer", "figures to beat"], [list(item) for item in PEER_PAGES.items()])
    weights_table = table(["raw KB by kind", "HTML", "CSS", "script", "font", "image"], kinds)
    return f"{table(head, rows)}\n\n{weights_table}\n\n{peers}"


if __name__ == "__main__":
    print(report())

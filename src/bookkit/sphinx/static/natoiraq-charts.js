/* Charts: drawn one at a time as they near the screen, with controls, a table that follows, downloads, values by
   arrow keys, and pictures for paper. Works from file://. One copy of Vega serves all charts of the site. */
(() => {
  const BASE = new URL(".", document.currentScript.src);
  const charts = new WeakMap(); // figure -> { vega, view, spec, follow, options }

  /* ---- Drawing ---- */

  const pause = () =>
    globalThis.scheduler?.yield ? scheduler.yield() : new Promise((done) => setTimeout(done));

  const loading = new Map();

  /* A classic script that leaves one global behind: modules do not load from file://. */
  function load(name, global) {
    if (!loading.has(name))
      loading.set(name, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = new URL(name, BASE);
        script.onload = () => done(globalThis[global]);
        script.onerror = () => fail(new Error(`${name} is missing`));
        document.head.append(script);
      }));
    return loading.get(name);
  }

  /* What the page holds of a chart; its data name their fields once. */
  function read(figure) {
    const held = JSON.parse(figure.querySelector("script").textContent);
    held.vega.data = held.vega.data.map(({ fields, rows, ...data }) =>
      rows ? { ...data, values: rows.map((row) => Object.fromEntries(row.map((value, at) => [fields[at], value]))) } : data);
    return held;
  }

  async function draw(figure) {
    const host = figure.querySelector(".nq-chart-view");
    const plot = Object.assign(document.createElement("div"), { className: "nq-chart-plot" });
    plot.setAttribute("aria-hidden", "true"); // the host carries the alternative text
    try {
      const vega = await load("natoiraq-vega.js", "natoiraqVega");
      await pause(); // between each two steps, so that none of them blocks the reader for long
      const { vega: spec, follow, options } = read(figure);
      host.append(plot);
      spec.signals.find(({ name }) => name === "width").init = String(plot.clientWidth);
      const parsed = vega.parse(spec);
      await pause();
      const tooltip = (_, event, item, value) => hover(event, value);
      const view = new vega.View(parsed, { renderer: "svg", tooltip });
      charts.set(figure, { vega, view, spec, follow, options });
      readControls(figure);
      await pause();
      await view.runAsync(); // computes; with no place to draw in, it does not draw yet
      await pause();
      await view.initialize(plot).runAsync();
      plot.querySelector("svg").setAttribute("focusable", "false");
      keepWidth(view, plot);
      if (follow) startFollowing(figure);
      if (stops(view).length) host.tabIndex = 0;
      figure.dataset.state = "drawn";
    } catch (error) {
      plot.remove();
      fail(figure, error);
    }
  }

  function fail(figure, error) {
    console.error(error);
    figure.dataset.state = "failed";
    const note = "This chart could not be drawn. Its description and its data table hold what it shows.";
    figure
      .querySelector(".nq-chart-view")
      .before(Object.assign(document.createElement("p"), { className: "nq-chart-failed", textContent: note }));
    figure.querySelector("details").open = true;
  }

  /* The column also changes when the sidebar opens, which the window does not tell Vega. */
  function keepWidth(view, plot) {
    let width = plot.clientWidth;
    new ResizeObserver(() => {
      if (!plot.clientWidth || plot.clientWidth === width) return;
      width = plot.clientWidth;
      view.signal("width", width).runAsync();
    }).observe(plot);
  }

  /* ---- Controls ---- */

  function readControls(figure) {
    const { view, options } = charts.get(figure);
    for (const input of figure.querySelectorAll("[data-param]")) {
      const name = input.dataset.param;
      const value =
        input.type === "checkbox" ? input.checked
        : options[name] ? options[name][input.value]
        : ["range", "number"].includes(input.type) ? input.valueAsNumber
        : input.value;
      if (input.nextElementSibling?.matches("output")) input.nextElementSibling.value = input.value;
      if (!Number.isNaN(value)) view.signal(name, value);
    }
  }

  async function controlsChanged(figure) {
    if (!charts.has(figure)) return;
    readControls(figure);
    await charts.get(figure).view.runAsync();
    if (charts.get(figure).follow) followTable(figure);
  }

  /* ---- The table follows the chart ---- */

  const shown = (value) =>
    typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 2 }) : String(value ?? "");

  function followTable(figure) {
    const { view, follow } = charts.get(figure);
    const drawn = new Map(view.data(follow.data).map((row) => [String(row[follow.row]), row]));
    const table = figure.querySelector("table");
    const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows];
    let count = 0;
    for (const row of rows) {
      const values = drawn.get(row.dataset.row);
      row.hidden = !values;
      if (!values) continue;
      count += 1;
      for (const [column, field] of Object.entries(follow.cells))
        row.cells[columns.indexOf(column)].textContent = shown(values[field]);
    }
    const of = count === rows.length ? `${shown(count)} rows` : `${shown(count)} of ${shown(rows.length)} rows`;
    figure.querySelector("summary").textContent = `Data table (${of})`;
    const few = count === rows.length ? `All ${shown(count)}` : `${shown(count)} of ${shown(rows.length)}`;
    say(figure, follow.result ? view.signal(follow.result) : `${few} ${follow.counted} shown.`);
  }

  /* Said once the reader pauses, so that a slider does not queue twenty sentences. */
  function say(figure, sentence) {
    const { follow } = charts.get(figure);
    clearTimeout(follow.timer);
    follow.timer = setTimeout(() => (figure.querySelector(".nq-chart-status").textContent = sentence), 300);
  }

  function startFollowing(figure) {
    followTable(figure);
    // The first sentence is no news: only what changes later is announced.
    setTimeout(() => figure.querySelector(".nq-chart-status").setAttribute("role", "status"), 1000);
  }

  /* ---- Values: by pointer and by arrow keys ---- */

  const tip = Object.assign(document.createElement("div"), { className: "nq-chart-tip", hidden: true });
  const ring = Object.assign(document.createElement("div"), { className: "nq-chart-ring", hidden: true });

  function fillTip(value) {
    const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    tip.replaceChildren(
      ...pairs.map(([name, text]) => {
        const line = document.createElement("p");
        if (name) line.append(Object.assign(document.createElement("b"), { textContent: `${name}: ` }));
        line.append(String(text));
        return line;
      }),
    );
    tip.hidden = false;
  }

  function placeTip(x, y) {
    const page = document.documentElement;
    const left = x + 12 + tip.offsetWidth > page.clientWidth ? Math.max(4, x - tip.offsetWidth - 12) : x + 12;
    const top = y + 12 + tip.offsetHeight > page.clientHeight ? Math.max(4, y - tip.offsetHeight - 12) : y + 12;
    tip.style.left = `${left}px`;
    tip.style.top = `${top}px`;
  }

  function hideTip() {
    tip.hidden = ring.hidden = true;
  }

  function hover(event, value) {
    ring.hidden = true;
    if (value == null || value === "") return hideTip();
    tip.setAttribute("aria-live", "off");
    fillTip(value);
    placeTip(event.clientX, event.clientY);
  }

  /* Every mark with a tooltip, from left to right, with its box inside the drawing. */
  function stops(view) {
    const found = [];
    const walk = (mark, x, y) => {
      for (const item of mark.items) {
        if (mark.marktype === "group") item.items.forEach((inner) => walk(inner, x + (item.x ?? 0), y + (item.y ?? 0)));
        else if (item.tooltip && item.opacity !== 0) {
          const { x1, y1, x2, y2 } = item.bounds;
          found.push({ value: item.tooltip, x1: x + x1, y1: y + y1, x2: x + x2, y2: y + y2 });
        }
      }
    };
    const [x, y] = view.origin();
    walk(view.scenegraph().root, x + view.padding().left, y + view.padding().top);
    return found.sort((a, b) => a.x1 - b.x1 || a.y1 - b.y1);
  }

  function invite({ target }) {
    if (!target.matches(".nq-chart-view:focus-visible")) return;
    tip.setAttribute("aria-live", "polite");
    fillTip("Arrow keys step through the values.");
    const { left, top } = target.getBoundingClientRect();
    placeTip(left, Math.max(top, 0));
  }

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  function step(event) {
    const host = event.target;
    if (!host.matches?.(".nq-chart-view") || !(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const all = stops(charts.get(host.closest("figure")).view);
    if (!all.length) return;
    const last = Number(host.dataset.stop ?? (STEPS[event.key] > 0 ? -1 : all.length));
    const next = Math.min(Math.max(last + STEPS[event.key], 0), all.length - 1);
    host.dataset.stop = next;
    const { value, x1, y1, x2, y2 } = all[next];
    const frame = host.querySelector("svg").getBoundingClientRect();
    tip.setAttribute("aria-live", "polite");
    fillTip(value);
    Object.assign(ring.style, {
      left: `${frame.left + x1 - 4}px`, top: `${frame.top + y1 - 4}px`, width: `${x2 - x1 + 8}px`, height: `${y2 - y1 + 8}px`,
    });
    ring.hidden = false;
    placeTip(frame.left + x2, frame.top + y2);
  }

  /* ---- Downloads: their script is fetched by the first reader who asks for one ---- */

  async function download(figure, ending) {
    await near(figure); // the keyboard may ask before the chart has come near
    const files = await load("natoiraq-downloads.js", "natoiraqDownloads");
    const blob = await files[ending](figure, charts.get(figure));
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download: `${figure.dataset.chart}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  /* ---- When ---- */

  let queue = Promise.resolve();
  const asked = new WeakMap();

  /* One chart at a time, so that a page of ten stays as quick to the touch as a page of one. */
  function near(figure) {
    if (!asked.has(figure)) {
      figure.dataset.state = "drawing";
      asked.set(figure, (queue = queue.then(() => draw(figure)).then(pause)));
    }
    return asked.get(figure);
  }

  /* Paper waits for nothing: a chart that is not drawn yet lends its picture. */
  function print(on) {
    for (const figure of document.querySelectorAll("figure.nq-chart")) {
      figure.querySelector(".nq-chart-paper")?.remove();
      if (!on || figure.dataset.state === "drawn") continue;
      const paper = Object.assign(document.createElement("div"), { className: "nq-chart-paper" });
      paper.innerHTML = figure.querySelector("noscript").textContent;
      figure.querySelector(".nq-chart-view").append(paper);
    }
  }

  const figures = document.querySelectorAll("figure.nq-chart");
  const watcher = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
      watcher.unobserve(target);
      near(target);
    }),
    { rootMargin: "600px" },
  );
  for (const figure of figures) {
    figure.dataset.state = "waiting";
    watcher.observe(figure);
    figure.addEventListener("input", (event) => event.target.matches("[data-param]") && controlsChanged(figure));
    figure.addEventListener("reset", () => setTimeout(() => controlsChanged(figure)));
    figure.addEventListener("submit", (event) => event.preventDefault());
    figure.addEventListener("keydown", step);
    figure.addEventListener("focusin", invite);
    figure.addEventListener("focusout", hideTip);
    figure.addEventListener("click", ({ target }) => target.dataset.save && download(figure, target.dataset.save));
  }
  document.body.append(tip, ring);
  addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
  addEventListener("scroll", hideTip, { passive: true, capture: true });
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
})();

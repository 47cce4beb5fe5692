/* The forecasting sheet. Its fields and outcomes are written at build time (forecast_sheet.py); this reads the
   reader's probabilities, scores them (natoiraq-brier.js), moves each outcome beside its field, and keeps the
   forecasts in the browser and, if asked, in the page's address. */
(() => {
  "use strict";
  const store = natoiraqStore("natoiraq-forecast:1:");
  const MARK = "#forecasts=";
  const FIFTHS = [0, 20, 40, 60, 80, 100];

  const make = (tag, text = "", className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const round = (number, digits = 3) => number.toFixed(digits);

  /* ---- probabilities as people write them ---- */

  const read = (text) => {
    const share = /%|per ?cent$/i.test(text.trim());
    const plain = text.trim().replace(/\s*(%|per ?cent)$/i, "").replace(",", ".");
    if (!plain && !share) return { empty: true };
    const percent = /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
    if (!(percent >= 0 && percent <= 100)) return { fault: "write a number from 0 to 100, such as 70" };
    if (percent > 0 && percent < 1 && !share) return { fault: "write per cent, 70 rather than 0.7; add % if you mean less than 1%" };
    return { percent };
  };

  /* ---- scores ---- */

  const brier = (rows, says) => natoiraqBrier(rows.map(says), rows.map(({ happened }) => happened));

  const forecasters = (rows, confidence) => {
    const rate = mean(rows.map(({ happened }) => happened));
    return [
      ["Probably nothing changes", (row) => (row.unchanged ? confidence : 1 - confidence)],
      ["Base rate", () => rate],
      ["Always 50%", () => 0.5],
      ["Nothing changes", (row) => Number(row.unchanged)],
    ].map(([name, says]) => ({ name, score: brier(rows, says) }));
  };

  const calibration = (rows) =>
    FIFTHS.slice(0, -1).flatMap((low, i) => {
      const last = i === FIFTHS.length - 2;
      const group = rows.filter(({ percent }) => percent >= low && (last || percent < FIFTHS[i + 1]));
      if (!group.length) return [];
      const came = group.filter(({ happened }) => happened).length;
      return [{ low, high: FIFTHS[i + 1], last, count: group.length, said: mean(group.map(({ percent }) => percent)), came }];
    });

  /* ---- what the results look like ---- */

  const table = (caption, head, body) => {
    const box = make("table");
    box.append(make("caption", caption));
    const row = (cells, tag) => {
      const line = make("tr");
      line.append(...cells.map((cell, i) => Object.assign(make(i && tag === "td" ? "td" : "th", cell), { scope: tag === "th" ? "col" : i ? "" : "row" })));
      line.querySelectorAll("td").forEach((cell) => cell.removeAttribute("scope"));
      return line;
    };
    const top = make("thead");
    top.append(row(head, "th"));
    const rest = make("tbody");
    rest.append(...body.map((cells) => row(cells, "td")));
    box.append(top, rest);
    const frame = make("div", "", "nq-sheet-scroll");
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", `Table: ${caption}`);
    frame.append(box);
    return frame;
  };

  const drawn = (tag, attributes, text = "") => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.textContent = text;
    return node;
  };

  /* Across: what was said; up: how much of it came true. 58 and 16 leave room for the axes' words. */
  const picture = (groups) => {
    const x = (percent) => 58 + 2.4 * percent;
    const y = (percent) => 256 - 2.4 * percent;
    const told = groups.map(({ said, came, count }) => `of ${count} given about ${Math.round(said)}%, ${came} came true`).join("; ");
    const svg = drawn("svg", { viewBox: "0 0 322 306", role: "img", "aria-label": `Your calibration: ${told}. The dashed diagonal is perfect calibration.` });
    svg.append(drawn("rect", { class: "frame", x: x(0), y: y(100), width: 240, height: 240 }));
    svg.append(drawn("line", { class: "perfect", x1: x(0), y1: y(0), x2: x(100), y2: y(100) }));
    [0, 50, 100].forEach((percent) => {
      svg.append(drawn("text", { x: x(percent), y: 274, "text-anchor": "middle" }, `${percent}%`));
      svg.append(drawn("text", { x: 52, y: y(percent) + 4, "text-anchor": "end" }, `${percent}%`));
    });
    svg.append(drawn("text", { x: x(50), y: 298, "text-anchor": "middle" }, "What you said"));
    svg.append(drawn("text", { x: 12, y: y(50), "text-anchor": "middle", transform: `rotate(-90 12 ${y(50)})` }, "What came true"));
    groups.forEach(({ said, came, count }, i) => {
      const [across, up] = [x(said), y((100 * came) / count)];
      svg.append(drawn("circle", { class: "point", cx: across, cy: up, r: 5 }));
      // Neighbours' words stand at two heights, so that they never meet.
      const away = 10 + 14 * (i % 2);
      const anchor = said > 85 ? "end" : said < 15 ? "start" : "middle";
      svg.append(drawn("text", { x: across, y: up < 136 ? up + away + 10 : up - away, "text-anchor": anchor }, `${came} of ${count}`));
    });
    return svg;
  };

  /* ---- the sheet ---- */

  class Sheet {
    constructor(box) {
      this.box = box;
      this.key = box.dataset.key;
      this.fields = [...box.querySelectorAll("input[data-id]")];
      this.said = box.querySelector(".nq-sheet-said");
      this.results = box.querySelector(".nq-sheet-results");
      this.pieces = [...box.querySelectorAll(".nq-sheet-piece")];
      this.homes = new Map(this.pieces.map((piece) => [piece, piece.parentElement]));
      this.shown = false;
      this.warned = false;
      box.querySelectorAll(".nq-sheet-outcome").forEach((details) => (details.open = true));
      box.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        this.score();
      });
      box.querySelector("form").addEventListener("input", () => this.changed());
      box.querySelector(".nq-sheet-show").addEventListener("click", () => this.show());
      box.querySelector(".nq-sheet-copy").addEventListener("click", () => this.copy());
      box.querySelector(".nq-sheet-clear").addEventListener("click", () => this.clear());
      addEventListener("hashchange", () => this.fromAddress());
      addEventListener("beforeprint", () => this.goHome());
      addEventListener("afterprint", () => this.shown && this.reveal());
      box.classList.add("is-live");
      if (!store.write("", 1) || !store.write("", null)) box.querySelector(".nq-sheet-privacy").textContent =
        "This browser keeps nothing: your forecasts last until you leave the page. Nothing is sent anywhere.";
      if (!this.fromAddress()) this.restore();
    }

    /* What the reader gave: one row a field that holds a probability. */
    rows() {
      return this.fields.flatMap((field) => {
        const { percent } = read(field.value);
        const { id, outcome } = field.dataset;
        if (percent === undefined) return [];
        const settled = outcome !== "unresolved";
        return [{ id, percent, settled, happened: outcome === "yes" ? 1 : 0, unchanged: "unchanged" in field.dataset, absence: "absence" in field.dataset }];
      });
    }

    say(...sentences) {
      this.said.replaceChildren(...sentences.filter(Boolean).map((sentence) => (typeof sentence === "string" ? make("p", sentence) : sentence)));
    }

    changed() {
      this.warned = false;
      this.fields.forEach((field) => field.removeAttribute("aria-invalid"));
      if (this.said.hasChildNodes()) this.say();
      this.save();
    }

    save() {
      const values = Object.fromEntries(this.fields.filter(({ value }) => value).map(({ value, dataset }) => [dataset.id, value]));
      store.write(this.key, { values, shown: this.shown });
    }

    fill(values) {
      this.fields.forEach((field) => (field.value = typeof values[field.dataset.id] === "string" ? values[field.dataset.id].slice(0, 6) : ""));
    }

    restore() {
      const state = store.read(this.key);
      if (!state || typeof state.values !== "object" || !state.values) return;
      this.fill(state.values);
      this.said.setAttribute("aria-live", "off");
      if (state.shown && !this.fields.some((field) => read(field.value).fault)) this.reveal();
      this.said.removeAttribute("aria-live");
    }

    score() {
      if (this.shown) return;
      const wrong = this.fields.filter((field) => read(field.value).fault);
      this.fields.forEach((field) => field.removeAttribute("aria-invalid"));
      wrong.forEach((field) => field.setAttribute("aria-invalid", "true"));
      if (wrong.length) {
        this.say(`${wrong[0].dataset.id}: ${read(wrong[0].value).fault}.`);
        wrong[0].focus();
        return;
      }
      const given = this.rows().length;
      const missing = this.fields.length - given;
      if (!given) return this.say("Give at least one forecast first, or press “Show the outcomes”.");
      if (missing && !this.warned) {
        this.warned = true;
        return this.say(`${plural(missing, "statement has", "statements have")} no forecast yet. Press “Score my forecasts” again to score the ${given} you gave.`);
      }
      this.reveal();
      this.save();
    }

    show() {
      this.fields.filter((field) => read(field.value).fault).forEach((field) => (field.value = ""));
      this.fields.forEach((field) => field.removeAttribute("aria-invalid"));
      this.reveal();
      this.save();
    }

    reveal() {
      this.shown = true;
      this.fields.forEach((field) => (field.readOnly = true));
      this.pieces.forEach((piece) => this.box.querySelector(`[data-slot="${piece.dataset.for}"]`).append(piece));
      this.report();
    }

    report() {
      const rows = this.rows().filter(({ settled }) => settled);
      const open = this.rows().length - rows.length;
      if (!rows.length) {
        this.results.replaceChildren();
        this.say("The outcomes stand under the statements. No settled statement has a forecast, so there is no score.");
        return;
      }
      const found = rows.filter(({ absence }) => !absence);
      const own = (some) => brier(some, ({ percent }) => percent / 100);
      const confidence = Number(this.box.dataset.confidence);
      const others = forecasters(rows, confidence);
      const beaten = others.filter(({ score }) => own(rows) < score - 1e-9).map(({ name }) => `“${name}”`);
      const without = found.length ? forecasters(found, confidence) : [];
      this.say(
        `Your Brier score is ${round(own(rows))} on ${plural(rows.length, "settled statement", "settled statements")}; 0 is best, 1 is worst.`,
        beaten.length ? `On the same statements you did better than ${beaten.join(", ")}.` : "On the same statements no naive forecaster did worse than you.",
        found.length && found.length < rows.length && `Without the ${plural(rows.length - found.length, "verdict that rests", "verdicts that rest")} on absence of evidence your score is ${round(own(found))}.`,
        open && `${plural(open, "forecast is", "forecasts are")} not scored because nothing settles the statement.`,
        "The outcomes stand under the statements.",
      );
      const line = (name, all, some) => [name, round(all), some === undefined ? "–" : round(some)];
      const scores = [
        line("You", own(rows), found.length ? own(found) : undefined),
        ...others.map(({ name, score }, i) => line(name, score, without[i]?.score)),
      ];
      const compared = table("Brier scores on the statements you forecast", ["Forecaster", `All ${rows.length}`, `Without absence: ${found.length}`], scores);
      compared.querySelector("tbody tr").classList.add("is-you");
      const groups = calibration(rows);
      const calibrated = table(
        "Your calibration",
        ["You said", "Statements", "Mean forecast", "Came true"],
        groups.map(({ low, high, last, count, said, came }) => [
          last ? `${low} to ${high}%` : `${low} to under ${high}%`, String(count), `${round(said, 0)}%`, `${came} (${Math.round((100 * came) / count)}%)`]),
      );
      this.results.replaceChildren(compared, calibrated, picture(groups));
    }

    /* ---- the address ---- */

    link() {
      const parts = this.rows().map(({ id, percent }) => `${id}-${percent}`);
      return `${location.href.split("#")[0]}${MARK}${[this.key, ...parts].join("_")}`;
    }

    fromAddress() {
      if (!location.hash.startsWith(MARK) || location.href === this.made) return false;
      const [key, ...parts] = location.hash.slice(MARK.length).split("_");
      this.box.scrollIntoView();
      if (key !== this.key) {
        this.say("The link was made for other statements than these, so nothing was taken from it.");
        return false;
      }
      this.hide();
      this.fill(Object.fromEntries(parts.map((part) => part.split("-"))));
      const given = this.rows().length;
      this.say(`${plural(given, "forecast comes", "forecasts come")} from the link. Forecasts kept in this browser stay until you change or score these.`);
      return true;
    }

    async copy() {
      if (!this.rows().length) return this.say("Give at least one forecast first.");
      this.made = this.link();
      try {
        history.replaceState(null, "", this.made);
      } catch {
        location.hash = this.made.slice(this.made.indexOf("#"));
      }
      const label = make("label", "Link to my forecasts", "nq-sheet-link");
      const field = Object.assign(make("input"), { type: "text", readOnly: true, value: this.made });
      label.append(field);
      let copied = true;
      try {
        await navigator.clipboard.writeText(this.made);
      } catch {
        copied = false;
      }
      this.say(copied ? "Copied. The link also stands in the address of this page." : "Copy the link from this field; it also stands in the address of this page.", label);
      if (!copied) field.select();
    }

    /* ---- back to the start ---- */

    goHome() {
      for (const [piece, home] of this.homes) home.append(piece);
    }

    hide() {
      this.shown = this.warned = false;
      this.goHome();
      this.results.replaceChildren();
      this.fields.forEach((field) => {
        field.readOnly = false;
        field.removeAttribute("aria-invalid");
      });
    }

    clear() {
      if (!confirm("Clear all your forecasts?")) return;
      this.hide();
      this.fill({});
      store.write(this.key, null);
      if (location.hash.startsWith(MARK)) history.replaceState(null, "", location.href.split("#")[0]);
      this.say("Cleared.");
      this.fields[0].focus();
    }
  }

  const box = document.querySelector(".nq-sheet");
  if (box) new Sheet(box);
})();

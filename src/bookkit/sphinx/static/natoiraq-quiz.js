/* Self-checks in the page. A quiz's forms and answers are written at build time (quiz/forms.py, quiz/answers.py);
   this reads what the reader gave, moves the reasons that fit beside it, and keeps it in the browser. */
(() => {
  "use strict";
  const store = natoiraqStore("natoiraq-quiz:1:");
  const SMALL = 1e-9;

  const make = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /* ---- numbers as people write them ---- */

  const readings = (text, unit, percent) => {
    let rest = text.trim().replace(/[\u2212\u2013]/g, "-");
    if (unit && rest.toLowerCase().endsWith(unit.toLowerCase()) && unit !== "%") rest = rest.slice(0, -unit.length).trim();
    const share = /%|per ?cent$/i.test(rest);
    rest = rest.replace(/\s*(%|per ?cent)$/i, "");
    const [over, under, ...more] = rest.split("/").map(decimals);
    if (more.length || !over.length || (under && !under.length)) return [];
    const plain = under ? [over[0] / under[0]] : over;
    // A fraction may be meant as a share of 1 or, where the unit is per cent, as so many per cent.
    const meant = percent ? (under ? plain.flatMap((n) => [n * 100, n]) : plain) : share ? plain.map((n) => n / 100) : plain;
    return meant.filter(Number.isFinite);
  };

  /* "1,234" is 1234, or 1.234 to a reader who writes decimal commas: all that it can mean, the likeliest first. */
  const decimals = (text) => {
    const joined = text.trim().replace(/(\d)[\s'\u2019](?=\d{3}(?!\d))/g, "$1");
    const found = [];
    if (/^[+-]?(\d*|[1-9]\d{0,2}(,\d{3})+)(\.\d*)?$/.test(joined)) found.push(Number(joined.replaceAll(",", "")));
    if (/^[+-]?(\d*|[1-9]\d{0,2}(\.\d{3})+)(,\d*)?$/.test(joined)) found.push(Number(joined.replaceAll(".", "").replace(",", ".")));
    return /\d/.test(joined) ? [...new Set(found)] : [];
  };

  /* ---- the five kinds of question ----
     value: what the reader gave · fill: put it back · check: judge it · solve: put the right answer in.
     A judgement: verdict (open, right, wrong, shown, noted), say (a sentence), beside ([piece, slot] pairs),
     below (names of pieces), heard (pieces beside that a screen reader should hear at once). */

  const allBeside = (question, slots) => slots.map((slot, i) => [String(i), slot]);

  const choice = {
    start(question) {
      question.inputs = [...question.form.querySelectorAll("input")];
      question.slots = question.inputs.map((input) => input.closest(".nq-row").querySelector(".nq-slot"));
    },
    value: ({ inputs }) => inputs.flatMap((input, i) => (input.checked ? [i] : [])),
    fill: ({ inputs }, value) => inputs.forEach((input, i) => (input.checked = value.includes(i))),
    check(question) {
      const { inputs, slots } = question;
      const picked = inputs.flatMap((input, i) => (input.checked ? [i] : []));
      if (!picked.length) return { verdict: "open", say: "Choose an answer first." };
      const isRight = (i) => "right" in inputs[i].dataset;
      const extra = picked.filter((i) => !isRight(i)).length;
      const missing = inputs.filter((input, i) => isRight(i) && !input.checked).length;
      const heard = picked.map(String);
      if (!extra && !missing) return { verdict: "right", beside: allBeside(question, slots), below: ["why"], heard };
      const beside = picked.map((i) => [String(i), slots[i]]);
      if (inputs[0].type === "radio") return { verdict: "wrong", beside, heard };
      const parts = [extra && `${plural(extra, "tick is", "ticks are")} wrong`, missing && `${missing} more to find`];
      return { verdict: "wrong", say: `${parts.filter(Boolean).join(", ")}.`, beside, heard };
    },
    solve: (question) => ({ verdict: "shown", beside: allBeside(question, question.slots), below: ["why"] }),
  };

  const number = {
    start(question) {
      question.entry = question.form.querySelector("input");
      question.unit = question.form.querySelector(".nq-unit").textContent;
    },
    value: ({ entry }) => entry.value,
    fill: ({ entry }, value) => (entry.value = value),
    check({ entry, unit, pieces }) {
      const right = Number(entry.dataset.answer);
      const near = (value, tolerance) => (n) => Math.abs(n - value) <= tolerance + SMALL * Math.max(1, Math.abs(value));
      const found = readings(entry.value, unit, "percent" in entry.dataset);
      if (!found.length) return { verdict: "open", say: "Write a number, such as 12.5, 1,200 or 1/8.", invalid: [entry] };
      if (found.some(near(right, Number(entry.dataset.tolerance)))) return { verdict: "right", below: ["answer", "why"] };
      const trap = [...pieces].find(([name, piece]) =>
        name.startsWith("trap-") && found.some(near(Number(piece.dataset.value), Number(piece.dataset.tolerance))));
      const say = `Too ${found[0] > right ? "high" : "low"}.`;
      return { verdict: "wrong", say, below: trap ? [trap[0]] : [], invalid: [entry] };
    },
    solve: () => ({ verdict: "shown", below: ["answer", "why"] }),
  };

  const order = {
    start(question) {
      question.list = question.form.querySelector(".nq-items");
      question.items = [...question.list.children];
      question.list.addEventListener("click", (event) => {
        const button = event.target.closest(".nq-move");
        if (button) move(question, button);
      });
      showEnds(question.list);
    },
    value: ({ list }) => [...list.children].map((item) => Number(item.dataset.place)),
    fill({ list, items }, value) {
      list.append(...value.map((place) => items.find((item) => Number(item.dataset.place) === place)));
      showEnds(list);
    },
    clear({ list, items }) {
      list.append(...items);
      showEnds(list);
    },
    check({ list }) {
      const now = [...list.children];
      const inPlace = now.filter((item, i) => Number(item.dataset.place) === i);
      const marks = now.map((item) => [item.querySelector(".nq-mark"), inPlace.includes(item), "In its place", "Not in its place"]);
      const beside = inPlace.map((item) => [item.dataset.place, item.querySelector(".nq-slot")]);
      if (inPlace.length === now.length) return { verdict: "right", beside, below: ["why"], marks };
      const first = now.findIndex((item) => !inPlace.includes(item)) + 1;
      const say = inPlace.length ? `${inPlace.length} of ${now.length} in place; the first that is not is number ${first}.` : "None is in its place.";
      return { verdict: "wrong", say, beside, marks };
    },
    solve(question) {
      order.fill(question, question.items.map((_, place) => place));
      return { ...order.check(question), verdict: "shown" };
    },
  };

  const showEnds = (list) => {
    const items = [...list.children];
    items.forEach((item, i) => {
      item.querySelector('[data-way="up"]').setAttribute("aria-disabled", i === 0);
      item.querySelector('[data-way="down"]').setAttribute("aria-disabled", i === items.length - 1);
    });
  };

  /* The item moves and the keyboard's focus stays with it. */
  const move = (question, button) => {
    const item = button.closest("li");
    const up = button.dataset.way === "up";
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    button.focus();
    showEnds(question.list);
    const place = [...question.list.children].indexOf(item) + 1;
    const text = item.querySelector("[id$='-text']").innerText;
    question.changed(`${text}: place ${place} of ${question.items.length}.`);
  };

  const match = {
    start(question) {
      question.selects = [...question.form.querySelectorAll("select")];
    },
    value: ({ selects }) => selects.map((select) => select.value),
    fill: ({ selects }, value) => selects.forEach((select, i) => (select.value = value[i] ?? "")),
    check({ selects, pieces }) {
      const row = (select, selector) => select.closest(".nq-row").querySelector(selector);
      const empty = selects.filter((select) => !select.value);
      if (empty.length) return { verdict: "open", say: `Choose for every line first; ${empty.length} to go.`, invalid: empty };
      const isRight = (select) => select.value === select.dataset.right;
      const wrong = selects.filter((select) => !isRight(select));
      const marks = selects.map((select) => [row(select, ".nq-mark"), isRight(select), "Right", "Not this one"]);
      const beside = selects.flatMap((select, i) => (isRight(select) ? [[String(i), row(select, ".nq-slot")]] : []));
      if (!wrong.length) return { verdict: "right", beside, below: [...extras(pieces), "why"], marks };
      const chosen = new Set(wrong.map((select) => `extra-${select.value}`));
      const below = extras(pieces).filter((name) => chosen.has(name));
      const say = `${selects.length - wrong.length} of ${selects.length} right.`;
      return { verdict: "wrong", say, beside, below, marks, invalid: wrong };
    },
    solve(question) {
      match.fill(question, question.selects.map((select) => select.dataset.right));
      return { ...match.check(question), verdict: "shown" };
    },
  };

  const extras = (pieces) => [...pieces.keys()].filter((name) => name.startsWith("extra-"));

  const forecast = {
    start(question) {
      question.entry = question.form.querySelector("input");
    },
    value: ({ entry }) => entry.value,
    fill: ({ entry }, value) => (entry.value = value),
    check({ entry }) {
      const found = readings(entry.value, "%", true).filter((n) => n >= 0 && n <= 100);
      if (!found.length) return { verdict: "open", say: "Write a number from 0 to 100, such as 70.", invalid: [entry] };
      if (found[0] > 0 && found[0] < 1 && !entry.value.includes("%")) {
        return { verdict: "open", say: "Write per cent: 70 rather than 0.7. Add % if you mean less than 1%.", invalid: [entry] };
      }
      const below = ["happened", "comparison", "why"];
      const said = `You said ${Number(found[0].toPrecision(6))}%.`;
      if (!entry.dataset.happened) return { verdict: "noted", say: said, below, score: null };
      const happened = entry.dataset.happened === "yes" ? 1 : 0;
      const score = natoiraqBrier([found[0] / 100], [happened]);
      const say = `${said} Brier score: (${(found[0] / 100).toFixed(2)} − ${happened})² = ${score.toFixed(2)}.`;
      return { verdict: "noted", say, below, score };
    },
  };

  const KINDS = { choice, number, order, match, forecast };
  const HEADLINES = { right: "Right.", wrong: "Not right yet.", shown: "Answer shown.", noted: "Noted.", open: "" };

  /* ---- one question ---- */

  class Question {
    constructor(form, quiz) {
      this.form = form;
      this.quiz = quiz;
      this.kind = KINDS[form.dataset.kind];
      this.answer = quiz.box.querySelector(`[data-for="${form.id}"]`);
      this.pieces = new Map([...this.answer.querySelectorAll("[data-piece]")].map((piece) => [piece.dataset.piece, piece]));
      this.homes = new Map([...this.pieces.values()].map((piece) => [piece, piece.parentElement]));
      this.result = form.querySelector(".nq-result");
      this.more = form.querySelector(".nq-more");
      this.showButton = form.querySelector(".nq-show");
      this.judgement = null;
      this.answer.open = true;
      this.kind.start(this);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      form.addEventListener("reset", () => this.clear());
      form.addEventListener("input", () => this.changed());
      this.showButton?.addEventListener("click", () => this.solve());
    }

    get verdict() {
      return this.judgement?.verdict ?? "open";
    }

    check() {
      this.judge(this.kind.check(this));
    }

    solve() {
      this.judge(this.kind.solve(this));
      this.form.querySelector('[type="reset"]').focus();
    }

    judge(judgement) {
      this.render(judgement);
      this.save();
      this.quiz.page.count();
    }

    save() {
      const { verdict } = this;
      store.write(this.form.dataset.key, { value: this.kind.value(this), verdict: verdict === "open" ? null : verdict });
    }

    /* What was said about an earlier answer no longer holds; reasons that stand beside a choice do. */
    changed(say = "") {
      if (this.verdict !== "open" || say || this.result.hasChildNodes()) {
        const keep = this.kind === choice && this.judgement?.beside;
        this.render({ verdict: "open", say, beside: keep || [] });
        this.quiz.page.count();
      }
      this.save();
    }

    restore() {
      const state = store.read(this.form.dataset.key);
      if (!state) return;
      try {
        this.kind.fill(this, state.value);
        if (state.verdict) this.render(state.verdict === "shown" ? this.kind.solve(this) : this.kind.check(this), true);
      } catch {
        store.write(this.form.dataset.key, null);
      }
    }

    /* The browser empties the controls itself, after this. */
    clear() {
      store.write(this.form.dataset.key, null);
      this.kind.clear?.(this);
      this.render(null);
      this.quiz.page.count();
    }

    goHome() {
      for (const [piece, home] of this.homes) if (piece.parentElement !== home) home.append(piece);
    }

    render(judgement, quiet = false) {
      const { verdict = "open", say = "", beside = [], below = [], heard = [], marks = [], invalid = [] } = judgement ?? {};
      const done = verdict !== "open";
      this.judgement = judgement;
      this.goHome();
      this.form.dataset.verdict = verdict;
      this.form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
      invalid.forEach((control) => control.setAttribute("aria-invalid", "true"));
      this.form.querySelectorAll(".nq-mark").forEach((mark) => mark.replaceChildren());
      marks.forEach(([mark, right, yes, no]) => mark.append(make("span", `${right ? yes : no}. `, right ? "nq-is-right" : "nq-is-wrong")));
      beside.forEach(([name, slot]) => this.pieces.has(name) && slot.append(this.pieces.get(name)));
      const spoken = heard.map((name) => this.pieces.get(name).innerText).join(" ");
      this.result.setAttribute("aria-live", quiet ? "off" : "polite");
      const headline = HEADLINES[verdict];
      const said = [headline && make("strong", headline), say && make("span", say), spoken && make("span", spoken, "visually-hidden")];
      const shown = below.flatMap((name) => this.pieces.get(name) ?? []);
      this.result.replaceChildren(...[...said, ...shown].filter(Boolean).flatMap((part) => [part, " "]));
      if (done) this.more.append(this.pieces.get("source"));
      if (this.kind === forecast) this.entry.readOnly = done;
      else if (verdict === "wrong") this.showButton.hidden = false;
      else if (done || !judgement) this.showButton.hidden = true;
    }

    /* On paper: an empty question, and its answer complete at the end. */
    forPaper() {
      this.goHome();
      if (this.kind === order) {
        this.kept = order.value(this);
        order.clear(this);
      }
    }

    fromPaper() {
      if (this.kept) order.fill(this, this.kept);
      this.render(this.judgement, true);
    }
  }

  /* ---- one quiz, one page ---- */

  class Quiz {
    constructor(box, page) {
      this.box = box;
      this.page = page;
      this.questions = [...box.querySelectorAll(".nq-question")].map((form) => new Question(form, this));
      this.progress = box.querySelector(".nq-progress");
      this.hasForecast = this.questions.some(({ kind }) => kind === forecast);
      box.querySelector(".nq-clear").addEventListener("click", () => page.clear());
      box.classList.add("is-live");
    }

    say(forecasts, before = "") {
      const judged = this.questions.filter(({ kind }) => kind !== forecast);
      const right = judged.filter(({ verdict }) => verdict === "right").length;
      const parts = [before, judged.length && `${right} of ${judged.length} right.`, this.hasForecast && forecasts];
      const text = parts.filter(Boolean).join(" ");
      if (this.progress.textContent !== text) this.progress.textContent = text;
    }
  }

  class QuizPage {
    constructor(boxes) {
      this.quizzes = boxes.map((box) => new Quiz(box, this));
      this.questions = this.quizzes.flatMap(({ questions }) => questions);
      this.questions.forEach((question) => question.restore());
      if (!store.works()) this.quizzes.forEach(({ box }) => (box.querySelector(".nq-privacy").textContent =
        "This browser keeps nothing: your answers last until you leave the page. Nothing is sent anywhere."));
      this.count();
      addEventListener("beforeprint", () => this.questions.forEach((question) => question.forPaper()));
      addEventListener("afterprint", () => this.questions.forEach((question) => question.fromPaper()));
    }

    /* The forecasts of a page add up, across its quizzes. */
    forecasts() {
      const scored = this.questions.filter(({ judgement }) => typeof judgement?.score === "number");
      if (!scored.length) return "No forecast scored.";
      const mean = (scores) => (scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(2);
      const compared = scored.filter(({ pieces }) => pieces.get("comparison")?.dataset.score);
      const other = compared.map(({ pieces }) => Number(pieces.get("comparison").dataset.score));
      const yours = compared.map(({ judgement }) => judgement.score);
      const all = `${plural(scored.length, "forecast", "forecasts")} scored, mean Brier score ${mean(scored.map(({ judgement }) => judgement.score))}.`;
      if (!other.length) return all;
      const same = compared.length === scored.length ? "" : `, you ${mean(yours)}`;
      return `${all} The comparison has ${mean(other)}${same} on ${plural(other.length, "forecast", "forecasts")}.`;
    }

    count(before = "") {
      const forecasts = this.forecasts();
      this.quizzes.forEach((quiz) => quiz.say(forecasts, before));
    }

    clear() {
      if (!confirm("Clear all your answers on this page?")) return;
      this.questions.forEach(({ form }) => form.reset());
      this.count("Cleared.");
    }
  }

  const boxes = [...document.querySelectorAll(".nq-quiz")];
  if (boxes.length) new QuizPage(boxes);
})();

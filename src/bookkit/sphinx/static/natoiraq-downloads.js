/* What a chart gives away: its table as CSV, its picture as SVG and PNG, as the reader has set it. */
globalThis.natoiraqDownloads = (() => {
  const PICTURE = { width: 760, margin: 16, font: "system-ui, sans-serif", ink: "#1d2733", soft: "#4a5868" };

  /* The rows now shown. The mark at the start tells spreadsheets that the file is UTF-8. */
  function csv(figure) {
    const field = (cell) => {
      const number = cell.matches("tbody .nq-number");
      const text = number ? cell.textContent.replaceAll(",", "") : cell.textContent;
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const rows = [...figure.querySelector("table").rows].filter((row) => !row.hidden);
    return new Blob([`\ufeff${rows.map((row) => [...row.cells].map(field).join(",")).join("\r\n")}\r\n`], { type: "text/csv" });
  }

  function lines(text, size, weight) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${weight} ${size}px ${PICTURE.font}`;
    const fits = (line) => pen.measureText(line).width <= PICTURE.width - 2 * PICTURE.margin;
    return text.trim().split(/\s+/).reduce((done, word) => {
      const longer = done.length ? `${done.at(-1)} ${word}` : word;
      return done.length && fits(longer) ? [...done.slice(0, -1), longer] : [...done, word];
    }, []);
  }

  const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

  /* What the reader has set, in words: a filtered chart must not travel as if it were whole. */
  function settings(figure) {
    const changed = (input) =>
      input.type === "checkbox" ? input.checked !== input.defaultChecked
      : input.options ? !input.options[input.selectedIndex].defaultSelected
      : input.value !== input.defaultValue;
    const value = (input) =>
      input.type === "checkbox" ? (input.checked ? "yes" : "no") : (input.options?.[input.selectedIndex].text ?? input.value);
    const inputs = [...figure.querySelectorAll("[data-param]")].filter(changed);
    return inputs.map((input) => `${input.labels[0].textContent}: ${value(input)}`).join("; ");
  }

  /* The chart as the reader has set it, drawn again at full width: a phone's picture is no smaller than a laptop's. */
  async function redraw(figure, { vega, view, spec }) {
    const width = { name: "width", value: PICTURE.width - 2 * PICTURE.margin };
    const signals = spec.signals.map((signal) => (signal.name === "width" ? width : signal));
    const copy = new vega.View(vega.parse({ ...spec, signals }), { renderer: "none" });
    for (const { dataset } of figure.querySelectorAll("[data-param]")) copy.signal(dataset.param, view.signal(dataset.param));
    const drawing = await (await copy.runAsync()).toSVG();
    copy.finalize();
    return drawing.replace(/var\(--[\w-]+,\s*([^)]+)\)/g, "$1");
  }

  /* Title, measure and source belong to a chart that leaves the page. */
  async function svg(figure, chart) {
    const drawing = await redraw(figure, chart);
    const { margin, ink, soft } = PICTURE;
    let y = margin;
    const write = (text, size, weight, colour) =>
      lines(text, size, weight)
        .map((line) => {
          y += size * 1.35;
          const style = `font-size="${size}" font-weight="${weight}" fill="${colour}"`;
          return `<text x="${margin}" y="${y.toFixed(1)}" ${style}>${line.replace(/[&<>]/g, (sign) => XML[sign])}</text>`;
        })
        .join("");
    const textOf = (part) => figure.querySelector(`.nq-chart-${part}`).textContent;
    const set = settings(figure);
    const head =
      write(textOf("title"), 17, 700, ink) +
      write(textOf("measure"), 13, 400, soft) +
      (set && write(`Set by the reader: ${set}`, 13, 400, soft));
    y += 12;
    const body = drawing.replace("<svg ", `<svg x="${margin}" y="${y.toFixed(1)}" `);
    y += Number(/ height="([\d.]+)"/.exec(drawing)[1]);
    const foot = write(textOf("source"), 12, 400, soft);
    const frame = `width="${PICTURE.width}" height="${Math.ceil(y + margin)}" font-family="${PICTURE.font}"`;
    const paper = '<rect width="100%" height="100%" fill="#ffffff"/>';
    const whole = `<svg xmlns="http://www.w3.org/2000/svg" ${frame}>${paper}${head}${body}${foot}</svg>`;
    return new Blob([whole], { type: "image/svg+xml" });
  }

  async function png(figure, chart) {
    const image = new Image();
    const address = URL.createObjectURL(await svg(figure, chart));
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * image.width, height: 2 * image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  return { csv, png, svg };
})();

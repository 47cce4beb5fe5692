/* Tooltips of numbers and terms: the text stands in the page, this only shows it beside its link.
   Shown on hover and focus, stays while the pointer is on it, Escape puts it away (WCAG 1.4.13). */
(() => {
  const tip = Object.assign(document.createElement("div"), { className: "nq-tip", id: "nq-tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  let owner = null;
  let timer = 0;

  const textOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)) + "-text");

  const place = (link) => {
    const box = link.getBoundingClientRect();
    const width = Math.min(352, document.documentElement.clientWidth - 24);
    tip.style.width = `${width}px`;
    const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - width - 12));
    tip.style.left = `${left + scrollX}px`;
    const above = box.bottom + tip.offsetHeight + 8 > innerHeight && box.top > tip.offsetHeight + 8;
    tip.style.top = `${scrollY + (above ? box.top - tip.offsetHeight - 6 : box.bottom + 6)}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    const text = textOf(link);
    if (!text || owner === link) return;
    owner = link;
    tip.innerHTML = text.innerHTML;
    tip.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    tip.hidden = false;
    place(link);
  };

  const hide = () => {
    clearTimeout(timer);
    owner = null;
    tip.hidden = true;
  };

  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, 250);
  };

  document.body.append(tip);
  for (const link of document.querySelectorAll("a.nq-note")) {
    if (textOf(link)) link.setAttribute("aria-describedby", textOf(link).id);
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", hideSoon);
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hideSoon);
  }
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();

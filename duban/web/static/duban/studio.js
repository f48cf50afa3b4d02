"use strict";
// The studio: the clause that is open stays in sight in the list; j and k, or the arrows beside the list, turn to the next card.
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], summary, dialog[open]");
  const show = () => {
    const list = document.querySelector("[data-clauses]"), here = list?.querySelector("[aria-current]");
    if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = { j: "j", ArrowRight: "j", k: "k", ArrowLeft: "k" }[event.key];
    const link = key && document.querySelector(`[data-turn=${key}]`);
    if (link) window.location.assign(link.href);
  });
  document.addEventListener("htmx:beforeRequest", () => {
    const kept = document.getElementById("kept");
    if (kept) kept.textContent = "正在保存…";
  });
  for (const lost of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(lost, () => {
      const kept = document.getElementById("kept");
      if (kept) kept.textContent = "⚠ 没有保存";
    });
  }
  // What is open stays open, and what was typed while the answer was under way stays typed.
  let open = [], typed = [], top = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "studio") return;
    top = document.querySelector("[data-clauses]")?.scrollTop || 0;
    open = [...document.querySelectorAll("#studio details[open][id]")].map((each) => each.id);
    const sent = event.detail.requestConfig.elt;
    typed = [...document.querySelectorAll("#studio input[id]:not([type=checkbox], [type=radio]), #studio textarea[id]")]
      .filter((each) => each.value !== each.defaultValue && (each === document.activeElement || !sent.contains(each)))
      .map((each) => [each.id, each.value]);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) { const each = document.getElementById(id); if (each) each.open = true; }
    for (const [id, value] of typed) { const each = document.getElementById(id); if (each) each.value = value; }
    const list = document.querySelector("[data-clauses]");
    if (list && top) list.scrollTop = top; else show();
    [open, typed] = [[], []];
  });
  show();
})();

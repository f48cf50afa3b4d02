"use strict";
// Tables with data-rows: j and k move, Enter opens the row's data-href or first link, x ticks its box; a click opens it too.
(() => {
  const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr:not(.unfolded, .unfolded *)")];
  const open = (row) => {
    const href = row.dataset.href || row.querySelector("a[href]")?.getAttribute("href");
    if (href) window.location.assign(href);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, a, button, summary, dialog[open]")) return;
    const all = rows();
    const at = all.findIndex((row) => row.classList.contains("at"));
    if (event.key === "j" || event.key === "k") {
      if (!all.length) return;
      const next = Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1);
      if (at >= 0) { all[at].classList.remove("at"); all[at].removeAttribute("aria-current"); }
      all[next].classList.add("at");
      all[next].setAttribute("aria-current", "true");
      all[next].scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter" && at >= 0) open(all[at]);
    if (event.key === "x" && at >= 0) all[at].querySelector("input[type=checkbox]")?.click();
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("table[data-rows] tr[data-href]");
    if (row && !event.target.closest("a, button, input, label, select, details") && !String(window.getSelection())) open(row);
  });
})();

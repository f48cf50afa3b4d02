"use strict";
// Ctrl K, / and the box at the top open 查找: results come while one types, the arrows walk through them, Enter opens the first or the one chosen.
(() => {
  const dialog = document.getElementById("finder");
  if (!dialog) return;
  const box = dialog.querySelector("input"), found = document.getElementById("finder-found");
  const links = () => [...found.querySelectorAll("a[href]")];
  const open = (words) => {
    if (dialog.open) return;
    if (words !== undefined) box.value = words;
    dialog.showModal();
    box.select();
    window.htmx.trigger(box, "opened");
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") { event.preventDefault(); open(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key !== "/") return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-finds]") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
    if (event.target === dialog || event.target.closest("[data-closes-dialog]")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = links(), at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (next < 0) box.focus(); else all[Math.min(next, all.length - 1)]?.focus();
    } else if (event.key === "Enter" && event.target === box && box.value.trim() && found.dataset.of === box.value.trim() && all.length) {
      event.preventDefault();
      all[0].click();
    } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") box.focus();
  });
  // What is shown belongs to these words: Enter pressed sooner asks the server.
  dialog.addEventListener("htmx:afterSwap", (event) => { found.dataset.of = (new URL(event.detail.xhr.responseURL).searchParams.get("q") || "").trim(); });
})();

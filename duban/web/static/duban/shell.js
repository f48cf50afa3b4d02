"use strict";
// The frame: ? shows the keys, Esc closes the panel, a form is sent once, no date is broken.
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const closePanel = () => document.getElementById("panel").replaceChildren();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { closePanel(); document.querySelectorAll("details.about[open]").forEach((each) => { each.open = false; }); }
    if (typing(event.target)) return;
    if (event.key === "?") document.getElementById("keys")?.showModal();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest(closer.dataset.closes).remove();
    if (event.target.closest("[data-closes-panel]")) closePanel();
    if (event.target.closest("[data-prints]")) window.print();
    const setter = event.target.closest("[data-sets]");
    if (setter) { document.getElementById(setter.dataset.sets).value = setter.dataset.value; setter.closest("[data-said]")?.replaceChildren(); }
    for (const menu of document.querySelectorAll("details.me[open], details.menu-more[open], details.about[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // Browsers break 2026-03-01 and 2026-43 behind a hyphen. Wherever one stands, in a cell or within a sentence, it stays whole.
  const DAY = /(?<![\d-])\d{1,4}(?:-\d{1,4}){1,2}(?![\d-])/g;
  const WHOLE = "script, style, textarea, select, title, svg, [contenteditable], .nowrap";
  const keepWhole = (part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.data.search(DAY) >= 0 && !walker.currentNode.parentElement.closest(WHOLE)) found.push(walker.currentNode);
    for (const node of found) {
      for (const { 0: word, index } of [...node.data.matchAll(DAY)].reverse()) {
        const day = node.splitText(index);
        day.splitText(word.length);
        const span = document.createElement("span");
        span.className = "nowrap";
        day.replaceWith(span);
        span.append(day);
      }
    }
  };
  keepWhole(document.body);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) keepWhole(event.target); });

  const lock = (form, locked) => {
    // What the server does not let be pressed stays so: only what was locked here is let go again.
    for (const button of form.querySelectorAll("button[type=submit], button:not([type]), input[type=submit]")) {
      if (locked && !button.disabled) button.dataset.locked = "";
      if (locked || "locked" in button.dataset) button.disabled = locked;
      if (!locked) delete button.dataset.locked;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.method === "get") return;
    // After this tick, so that the name of the pressed button is still sent.
    setTimeout(() => { if (!event.defaultPrevented) lock(form, true); });
    // What is answered with a file leaves the page as it is: say what comes next, and let it be pressed again.
    const next = form.dataset.downloads;
    if (next) setTimeout(() => { document.getElementById(next).hidden = false; lock(form, false); }, 3000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => lock(form, false)));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-checks-all]")) {
      const table = event.target.closest("table");
      table.querySelectorAll("tbody .tick input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
      table.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();

"use strict";
// The frame: ? shows the keys, Esc closes the panel, a form is sent once.
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

  const lock = (form, locked) => {
    for (const button of form.querySelectorAll("button[type=submit], button:not([type]), input[type=submit]")) button.disabled = locked;
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

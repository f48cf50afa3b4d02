"use strict";
// Forms: what is wrong takes the focus, its links lead into the fields, corrections are taken with one press.
(() => {
  document.documentElement.classList.add("scripted");
  const enter = (field) => {
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.closest(".field")?.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  };
  const summary = document.querySelector("[data-summary]") || document.querySelector("main .refusal[role=alert]");
  if (summary) setTimeout(() => summary.focus());

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-summary] a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (field) { event.preventDefault(); enter(field); }
    const fix = event.target.closest("[data-sets].fix");
    if (!fix) return;
    const set = document.getElementById(fix.dataset.sets);
    // A picker takes what it is given as a chip; any other field tells that it has changed.
    if (set.getAttribute("role") === "combobox") set.dispatchEvent(new CustomEvent("duban:pick", { detail: fix.dataset.value }));
    else { set.value = fix.dataset.value; set.dispatchEvent(new Event("change", { bubbles: true })); }
    fix.closest(".fixes").remove();
  });
  // What was preset and is changed by hand is no preset any more.
  document.addEventListener("input", (event) => document.querySelector(`[data-origin="${event.target.id}"]`)?.remove());
})();

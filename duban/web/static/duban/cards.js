"use strict";
// Cards: the seconds left to undo, words put into a reason by a press, how many are ticked; without it the buttons say it in general.
(() => {
  const bar = document.querySelector("[data-seconds]");
  if (bar) {
    const end = Date.now() + 1000 * Number(bar.dataset.seconds);
    const left = bar.querySelector("[data-left]");
    const tick = () => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      if (seconds <= 0) { bar.querySelector("form")?.remove(); window.clearInterval(clock); return; }
      if (left) left.textContent = ` · ${seconds} 秒`;
    };
    const clock = window.setInterval(tick, 1000);
    tick();
  }
  for (const words of document.querySelectorAll("[data-words]")) {
    const field = document.getElementById(words.dataset.words);
    words.hidden = false;
    words.addEventListener("click", (event) => {
      const chosen = event.target.closest("button");
      if (!chosen) return;
      const said = field.value.trim();
      field.value = said ? `${said}；${chosen.textContent.trim()}` : chosen.textContent.trim();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
  for (const form of document.querySelectorAll("form[data-counted]")) {
    const count = () => {
      const ticked = form.querySelectorAll("input[name=of]:checked").length;
      for (const said of form.querySelectorAll("[data-count]")) {
        said.textContent = said.dataset.count.replace("#", ticked);
        said.closest("button").disabled = !ticked;
      }
    };
    form.addEventListener("change", count);
    count();
  }
  // A report's form unfolds in its row; pressed again, it goes, and what was typed stays in this browser.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-unfolds]");
    const into = opener && document.getElementById(opener.dataset.unfolds);
    if (!into?.firstElementChild) return;
    event.preventDefault();
    event.stopPropagation();
    into.replaceChildren();
    opener.textContent = opener.dataset.word;
    opener.setAttribute("aria-expanded", "false");
  }, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    const opener = document.querySelector(`[data-unfolds="${event.target.id}"]`);
    if (!opener) return;
    opener.dataset.word ||= opener.textContent;
    opener.textContent = "收起";
    opener.setAttribute("aria-expanded", "true");
    event.target.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
  });
  // No progress is told with its reason: the field for it unfolds.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=what]")) return;
    const fold = event.target.value === "none" && event.target.form.querySelector("[name=blocked]")?.closest("details");
    if (fold) fold.open = true;
  });
  // What is unfolded is read and typed into at once.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.decide-part[open]") && event.isTrusted) event.target.querySelector("textarea")?.focus({ preventScroll: true });
  }, true);
})();

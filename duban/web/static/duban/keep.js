"use strict";
// Text areas with data-keep: what is typed stays in this browser until a page with a success message follows its form.
(() => {
  const owner = document.body.dataset.officer;
  if (!owner) return;
  // Of this page alone: what was typed about one matter must not turn up in the form of another.
  const name = (field) => `duban:${owner}:${location.pathname}:${field.dataset.keep}`;
  const sent = `duban:${owner}:sent`;
  try {
    if (document.querySelector("[data-done]")) {
      for (const key of JSON.parse(sessionStorage.getItem(sent) || "[]")) localStorage.removeItem(key);
      sessionStorage.removeItem(sent);
    }
    for (const field of document.querySelectorAll("textarea[data-keep]")) {
      const kept = localStorage.getItem(name(field));
      if (kept === null || kept === field.value) continue;
      const original = field.value;
      field.value = kept;
      const note = document.createElement("p");
      note.className = "kept";
      note.textContent = "已恢复上次未提交的内容。";
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "清除";
      drop.addEventListener("click", () => { field.value = original; localStorage.removeItem(name(field)); note.remove(); });
      note.append(drop);
      field.after(note);
    }
    document.addEventListener("input", (event) => {
      if (event.target.matches("textarea[data-keep]")) localStorage.setItem(name(event.target), event.target.value);
    });
    document.addEventListener("submit", (event) => {
      const keys = [...event.target.querySelectorAll("textarea[data-keep]")].map(name);
      if (keys.length) sessionStorage.setItem(sent, JSON.stringify(keys));
    });
  } catch (error) {
    // A browser that forbids storage keeps nothing: the page works all the same.
    console.warn(error);
  }
})();

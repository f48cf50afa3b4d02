"use strict";
// Pages of the ledger: boxes to tick, counting words, fields of a record.
(() => {
  // Select many: the bar says how many.
  for (const form of document.querySelectorAll("form[data-batch]")) {
    const bar = form.querySelector(".batch");
    if (!bar) continue;
    const count = () => {
      const number = form.querySelectorAll("tbody input[name=no]:checked").length;
      bar.querySelector("[data-count]").textContent = number;
      bar.hidden = number === 0;
    };
    form.addEventListener("change", () => setTimeout(count));
    window.addEventListener("pageshow", count);
  }

  // An act of a row unfolds below it, one at a time: of its page the part that `data-part` names. Pressed again, it goes; what cannot be fetched is led to.
  const fold = (row) => {
    row.remove();
    const opener = document.querySelector("a[data-part][aria-expanded=true]");
    if (!opener) return;
    opener.textContent = opener.dataset.word;
    opener.removeAttribute("aria-expanded");
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("tr[data-href] a[data-part]");
    if (!opener || !window.htmx || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const again = opener.getAttribute("aria-expanded") === "true";
    document.querySelectorAll("tr.unfolded").forEach(fold);
    if (again) return;
    const row = document.createElement("tr");
    row.className = "unfolded";
    const cell = row.insertCell();
    cell.colSpan = 20;
    const into = cell.appendChild(document.createElement("div"));
    opener.closest("tr").after(row);
    opener.dataset.word = opener.textContent;
    opener.textContent = "收起";
    opener.setAttribute("aria-expanded", "true");
    const leave = () => { if (row.isConnected && !into.firstElementChild) window.location.assign(opener.href); };
    const how = { target: into, swap: "innerHTML ignoreTitle:true", select: opener.dataset.part };
    window.htmx.ajax("GET", opener.getAttribute("href"), how).then(leave, leave);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.matches("tr.unfolded > td > div")) event.target.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
  });

  // Words written, and the limit.
  const counts = (part) => {
    for (const field of part.querySelectorAll("textarea[data-counts]")) {
      const note = document.createElement("small");
      note.className = "count";
      const say = () => { note.textContent = `${[...field.value].length} / ${field.dataset.counts} 字`; };
      field.after(note);
      field.addEventListener("input", say);
      setTimeout(say);
    }
  };
  counts(document);
  document.addEventListener("htmx:afterSwap", (event) => counts(event.target));

  // A record shows the fields of its kind; the server takes no others.
  for (const form of document.querySelectorAll("form[data-record]")) {
    const fields = JSON.parse(form.dataset.record || "{}");
    const own = new Set(Object.values(fields).flat());
    const kind = form.querySelector("[name=kind]");
    const notes = JSON.parse(form.dataset.notes || "{}");
    const note = form.querySelector("[data-note]");
    const show = () => {
      if (note) { note.textContent = notes[kind.value] || ""; note.hidden = !notes[kind.value]; }
      for (const part of form.querySelectorAll("[data-field]")) {
        const name = part.dataset.field;
        part.hidden = own.has(name) && !(fields[kind.value] || []).includes(name);
      }
    };
    kind.addEventListener("change", show);
    show();
  }

  // Choices in groups: only the group that another field names.
  for (const field of document.querySelectorAll("select[data-grouped-by]")) {
    const by = field.form.elements[field.dataset.groupedBy];
    const groups = [...field.querySelectorAll("optgroup")];
    const show = () => {
      const word = by.selectedOptions[0] && by.value ? by.selectedOptions[0].textContent : "";
      const chosen = field.value;
      for (const group of groups) { group.hidden = group.disabled = group.label !== word; }
      const own = groups.filter((group) => !group.disabled).flatMap((group) => [...group.children]).find((each) => each.value === chosen);
      if (own) own.selected = true; else field.value = "";
    };
    by.addEventListener("change", show);
    show();
  }

  // Empty questions stay out of the address.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-drops-empty]")) return;
    for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form[data-drops-empty] :disabled")) field.disabled = false;
  });
})();

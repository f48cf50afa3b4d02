"use strict";
// Registering an instruction: what its words suggest goes into fields that nobody has filled in, each with where it comes from.
(() => {
  const value = (field) => (field.getAttribute("role") === "combobox" ? field.closest(".picker").previousElementSibling.value : field.value);
  const tag = (field, words) => {
    const line = field.closest(".fold-line"), fold = line && line.querySelectorAll(".field").length > 4 ? null : line, place = fold ? fold.querySelector("summary") : field.closest(".field");
    place.querySelector(".origin")?.remove();
    const made = document.createElement("span");
    Object.assign(made, { className: "origin", textContent: words });
    made.dataset.origin = field.id;
    if (fold) place.append(made); else place.querySelector(".form-label").after(made);
  };
  const say = (fold) => {
    const field = fold.querySelector("input:not([type=hidden]):not([type=file]), select, textarea"), said = fold.querySelector(".fold-said");
    // Of the many that are seldom filled in their names are said, not what stands in them.
    if (!field || fold.querySelectorAll(".field").length > 4) return;
    said.textContent = field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent : value(field);
  };
  const apply = () => {
    for (const each of document.querySelectorAll("#suggestions [data-for]")) {
      const field = document.getElementById(each.dataset.for), now = field && value(field);
      // What a person has typed stays; what was preset or suggested before gives way to what the words say.
      const preset = field && (field.dataset.suggested === now || document.querySelector(`[data-origin="${field.id}"]`)?.textContent.startsWith("按〔"));
      if (!field || (now && !preset) || now === each.dataset.value) continue;
      if (field.getAttribute("role") === "combobox") field.dispatchEvent(new CustomEvent("duban:pick", { detail: each.dataset.value.split("、") }));
      else { field.value = each.dataset.value; field.dispatchEvent(new Event("change", { bubbles: true })); }
      field.dataset.suggested = each.dataset.value;
      tag(field, each.dataset.origin);
    }
    const title = document.getElementById("id_title"), line = document.getElementById("title-line");
    line.replaceChildren();
    if (title.value) {
      const name = document.createElement("b"), change = document.createElement("a"), from = document.createElement("span");
      name.textContent = title.value;
      Object.assign(change, { href: "#id_title", textContent: "改" });
      change.addEventListener("click", (event) => { event.preventDefault(); title.closest("details").open = true; title.focus(); });
      Object.assign(from, { className: "origin", textContent: title.dataset.suggested === title.value ? "由批示首句拟出" : "" });
      line.append("事项名称：", name, " ", change, ...(from.textContent ? [from] : []));
    }
  };
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target.id === "foretold") apply(); });
  document.addEventListener("change", (event) => { const fold = event.target.closest(".fold-line"); if (fold) say(fold); });
})();

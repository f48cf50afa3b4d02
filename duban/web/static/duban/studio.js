"use strict";
// The studio: the clause that is open stays in sight in the list; j and k, or the arrows beside the list, turn to the next card.
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], summary, dialog[open]");
  const show = () => {
    const list = document.querySelector("[data-clauses]"), here = list?.querySelector("[aria-current]");
    if (here) list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
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
  // What is open stays open; what was typed while the answer was under way stays typed, and is sent after it.
  const fields = () => [...document.querySelectorAll("#studio :is(input, textarea, select)[id]")];
  const held = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
  // Sentences are told by their place: where one went or came, a place means another sentence, and nothing is put there.
  const sentences = () => document.querySelectorAll("#studio [id^=sentence-]").length;
  const words = (id) => document.querySelector(`#studio label[for="${id}"]`)?.textContent.trim() || document.getElementById(id)?.getAttribute("aria-label") || "一个空格";
  let sent = new Map(), open = [], later = [], top = 0, before = 0;
  document.addEventListener("htmx:beforeSend", () => { sent = new Map(fields().map((each) => [each.id, held(each)])); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "studio") return;
    top = document.querySelector("[data-clauses]")?.scrollTop || 0;
    open = [...document.querySelectorAll("#studio details[open][id]")].map((each) => each.id);
    before = sentences();
    later = fields().filter((each) => sent.has(each.id) && sent.get(each.id) !== held(each)).map((each) => [each.id, held(each), each === document.activeElement, words(each.id)]);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "studio" && event.detail.elt?.id !== "studio") return;
    for (const id of open) { const each = document.getElementById(id); if (each) each.open = true; }
    const list = document.querySelector("[data-clauses]");
    if (list && top) list.scrollTop = top; else show();
    const moved = (each) => before !== sentences() && each.closest("[id^=sentence-]");
    const known = later.map(([id, value, typing, label]) => [document.getElementById(id), value, typing, label]);
    const again = known.filter(([each]) => each && !moved(each)), lost = known.filter(([each]) => !each || moved(each));
    [open, later] = [[], []];
    const kept = document.getElementById("kept");
    if (lost.length && kept) kept.textContent = `⚠ 句子增减时，刚填的“${lost.map(([, , , label]) => label).join("”“")}”没有保存，请再填一次`;
    for (const [each, value] of again) { if (typeof value === "boolean") each.checked = value; else each.value = value; }
    again.find(([, , typing]) => !typing)?.[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
  // The sentences that may be added, found by words: each word must stand in the sentence or over its group.
  const find = (box) => {
    const words = box.value.trim().split(/\s+/).filter(Boolean), all = box.closest("details");
    for (const group of all.querySelectorAll("section")) {
      const head = group.querySelector("h4").textContent;
      for (const line of group.querySelectorAll("li")) line.hidden = !words.every((word) => (head + line.textContent).includes(word));
      for (const rare of group.querySelectorAll("details")) rare.open = words.length > 0;
      group.hidden = ![...group.querySelectorAll("li")].some((line) => !line.hidden);
    }
  };
  const finds = () => document.querySelectorAll("[data-finds]").forEach((each) => { each.hidden = false; });
  document.addEventListener("input", (event) => { if (event.target.closest("[data-finds]")) find(event.target); });
  document.addEventListener("toggle", (event) => { if (event.target.id === "kinds" && event.target.open) event.target.querySelector("input").focus(); }, true);
  document.addEventListener("htmx:afterSettle", finds);
  finds();
  // An entry of the whole is drawn again where what is chosen decides what else is asked.
  document.addEventListener("change", (event) => {
    const draw = event.target.matches("select[name$=shape], select[name$='.on'], select[name$='.event'], select[name$='.type']") && event.target.form?.querySelector("button[name=act][value=draw]");
    if (draw) event.target.form.requestSubmit(draw);
  });
  // Many clauses at once: one box ticks all of its form.
  for (const all of document.querySelectorAll("[data-ticks-all]")) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", (event) => {
      all.closest("form").querySelectorAll("input[name=clauses], input[name=sentences]").forEach((box) => { box.checked = event.target.checked; });
    });
  }
  show();
})();

"use strict";
// Fields with data-picker: names become removable chips, and a list finds by full name, other names, initials or any characters.
(() => {
  const fields = [...document.querySelectorAll("input[data-picker]:not([data-picker-on])")];
  if (!fields.length) return;
  // Once, however often a page names this script.
  for (const field of fields) field.dataset.pickerOn = "";
  let asked;
  const fetched = () => (asked ||= fetch("/picker/units", { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { choices: [], recent: [], groups: [] })).catch(() => ({ choices: [], recent: [], groups: [] })));
  const folded = (words) => words.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  const follows = (places, words) => {
    let at = 0;
    for (const place of places) if (at < words.length && place.includes(words[at])) at += 1;
    return at === words.length;
  };
  // The same order of fits as on the server (duban/people/pinyin.py).
  const fit = (words, [name, others, letters]) => Math.max(...[name, ...others].map((each, number) => {
    const plain = folded(each), read = (letters[number] || "").split(" ");
    if (plain === words) return 5;
    if (plain.startsWith(words)) return 4;
    if (plain.includes(words)) return 3;
    if (/[^\x00-\x7f]/.test(words)) return words.length > 1 && follows([...plain], words) ? 1 : 0;
    if (read.length === words.length && follows(read, words)) return 4;
    if (follows(read.slice(0, words.length), words)) return 2;
    return words.length > 1 && follows(read, words) ? 1 : 0;
  }));

  fields.forEach((field, number) => {
    const most = Number(field.dataset.most || 0), id = field.id || `pick-${number}`;
    const box = document.createElement("div"), chips = document.createElement("span"), search = document.createElement("input");
    const list = document.createElement("div"), label = document.querySelector(`label[for="${id}"]`);
    let picked = field.value.split(/[、，,;；]/).map((each) => each.trim()).filter(Boolean), options = [], at = -1;
    box.className = "picker"; chips.className = "picker-chips"; list.className = "picker-list"; list.hidden = true;
    Object.assign(search, { type: "text", id, autocomplete: "off", className: "form-control", placeholder: field.placeholder });
    Object.assign(list, { id: `${id}-list`, role: "listbox" });
    search.setAttribute("role", "combobox"); search.setAttribute("aria-autocomplete", "list");
    search.setAttribute("aria-controls", list.id); search.setAttribute("aria-expanded", "false");
    search.setAttribute("aria-label", label?.textContent.trim() || field.closest("fieldset")?.querySelector("legend")?.textContent.trim() || "选择");
    field.removeAttribute("id"); field.type = "hidden";
    field.after(box); box.append(chips, search, list);

    const own = field.dataset.choices ? Promise.resolve({ choices: JSON.parse(field.dataset.choices), recent: [], groups: [] }) : null;
    const known = () => own || fetched();
    const tell = (isNew = true) => {
      field.value = picked.join("、");
      chips.replaceChildren(...picked.map((name) => {
        const chip = document.createElement("button");
        Object.assign(chip, { type: "button", className: "chip", textContent: `${name} ×` });
        chip.setAttribute("aria-label", `去掉 ${name}`);
        chip.addEventListener("click", () => { picked = picked.filter((each) => each !== name); tell(); search.focus(); });
        return chip;
      }));
      search.placeholder = picked.length ? (most === 1 ? "" : "再加一个") : field.placeholder;
      if (isNew) field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const close = () => { list.hidden = true; at = -1; search.setAttribute("aria-expanded", "false"); search.removeAttribute("aria-activedescendant"); };
    const take = (names) => {
      picked = most === 1 ? names.slice(0, 1) : [...new Set([...picked, ...names])];
      search.value = ""; tell(); close();
    };
    const row = (text, names, look) => {
      const option = document.createElement("div");
      Object.assign(option, { id: `${id}-${options.length}`, className: look, textContent: text });
      option.setAttribute("role", "option"); option.setAttribute("aria-selected", "false");
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(names); });
      options.push({ option, names });
      return option;
    };
    const heading = (text) => { const made = document.createElement("p"); made.className = "picker-head"; made.textContent = text; return made; };
    const show = async () => {
      const { choices, recent, groups } = await known(), words = folded(search.value);
      options = []; at = -1;
      const free = choices.filter(([name]) => !picked.includes(name));
      if (words) {
        const found = free.map((each) => [fit(words, each), each]).filter(([how]) => how).sort((one, other) => other[0] - one[0]).slice(0, 8);
        const named = most === 1 ? [] : groups.filter(([word]) => folded(word).includes(words));
        list.replaceChildren(...found.map(([, [name, others]]) => row(others.length ? `${name}（${others.join("、")}）` : name, [name], "picker-option")),
          ...named.map(([word, names]) => row(`${word}（${names.length} 个）`, names, "picker-option")));
        if (!options.length) list.replaceChildren(heading("没有找到。全称、简称、拼音首字母、任意两个字都可以。"));
        else mark(0);
      } else {
        const parts = [];
        const late = recent.filter((name) => !picked.includes(name));
        if (late.length) parts.push(heading("最近用过"), ...late.map((name) => row(name, [name], "chip")));
        if (most !== 1 && groups.length) parts.push(heading("一次选一组"), ...groups.map(([word, names]) => row(`${word} ${names.length}`, names, "chip")));
        if (!recent.length && free.length <= 12) parts.push(...free.map(([name]) => row(name, [name], "chip")));
        parts.push(heading("全称、简称、拼音首字母、任意两个字都可以"));
        list.replaceChildren(...parts);
      }
      list.hidden = false; search.setAttribute("aria-expanded", "true");
    };
    const mark = (to) => {
      options[at]?.option.setAttribute("aria-selected", "false");
      at = to; const here = options[at]?.option;
      if (!here) return;
      here.setAttribute("aria-selected", "true"); here.scrollIntoView({ block: "nearest" });
      search.setAttribute("aria-activedescendant", here.id);
    };
    // Picked by another script: one name is added, a list takes the place of what was picked.
    search.addEventListener("duban:pick", ({ detail }) => { if (Array.isArray(detail)) picked = []; take([].concat(detail)); });
    search.addEventListener("focus", show);
    search.addEventListener("input", show);
    search.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== search) close(); }, 150));
    search.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show(); else mark((at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % Math.max(options.length, 1));
      } else if (event.key === "Enter" && !list.hidden && options[at]) { event.preventDefault(); take(options[at].names); }
      else if (event.key === "Enter" && search.value) event.preventDefault();
      else if (event.key === "Escape") close();
      else if (event.key === "Backspace" && !search.value && picked.length) { picked.pop(); tell(); show(); }
    });
    // What was typed and not picked is not lost: the server finds it, or asks which is meant.
    field.form?.addEventListener("submit", () => { if (search.value.trim()) field.value = [...picked, search.value.trim()].join("、"); });
    tell(false);
  });
})();

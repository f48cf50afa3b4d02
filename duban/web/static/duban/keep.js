"use strict";
// What is typed stays in this browser until a page with a success message follows its form: text areas with data-keep by that name, and every
// field of a form with a text area, which comes back as long as the form still begins with the same.
(() => {
  const owner = document.body.dataset.officer;
  if (!owner) return;
  const DAYS = 7 * 86400000, FORMS = "main form[method=post]", OWN = "textarea[data-keep]";
  const KINDS = ["text", "date", "month", "number", "checkbox", "radio", "select-one", "select-multiple", "textarea"];
  // Of this page alone: what was typed about one matter must not turn up in the form of another.
  const here = `duban:${owner}:${location.pathname}`, sent = `duban:${owner}:sent`, going = `duban:${owner}:going`, done = `duban:${owner}:done`;
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  // By its attributes: a form may have fields that are called action, method or elements.
  const actionOf = (form) => new URL(form.getAttribute("action") || "", location).pathname;
  const name = (field) => (field.matches(OWN) ? `${here}:${field.dataset.keep}`
    : `${here}#${actionOf(field.form)}#${field.name}${ticks(field) ? `#${field.value}` : ""}`);
  // Forms with a key: the page after their act says what was done. The studio's have none, and versions of their own.
  const keeps = (form) => form?.matches(FORMS) && ["textarea", "input[name=form_key]"].every((each) => form.querySelector(each)) && !form.querySelector("[type=password]");
  // Who wrote to the office, and where they live, stays out of the browser: data-forgets.
  const kept = (form) => (keeps(form) ? [...form.querySelectorAll("input, select, textarea")].filter((field) => field.name && !("forgets" in field.dataset) && (KINDS.includes(field.type) || "picker" in field.dataset)) : []);
  const keyName = (form) => `${here}#${actionOf(form)}#form_key`;
  const read = (field) => (ticks(field) ? field.checked : field.multiple ? [...field.selectedOptions].map((each) => each.value) : field.value);
  const write = (field, value) => {
    const search = field.matches("[data-picker]") && field.nextElementSibling?.querySelector("[role=combobox]");
    if (search) search.dispatchEvent(new CustomEvent("duban:pick", { detail: value.split("、").filter(Boolean) }));
    else if (ticks(field)) field.checked = value;
    else if (field.multiple) for (const each of field.options) each.selected = value.includes(each.value);
    else field.value = value;
  };
  const fieldsOf = (form) => [...form.querySelectorAll(OWN), ...kept(form)], valuesOf = (form) => fieldsOf(form).map(read);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const unfold = (field) => { for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true; };
  const say = (place, words, undo) => {
    const note = document.createElement("p"), drop = document.createElement("button");
    note.className = "kept";
    note.textContent = words;
    Object.assign(drop, { type: "button", textContent: "清除" });
    drop.addEventListener("click", () => { undo(); note.remove(); });
    note.append(drop);
    place(note);
  };
  const label = (field) => (field.labels?.[0] || field.closest("fieldset, .field")?.querySelector("legend, .form-label"))?.textContent.replace(/[*＊]/g, "").trim() || field.getAttribute("aria-label") || "";
  try {
    if (document.querySelector("[data-done]")) {
      for (const key of JSON.parse(sessionStorage.getItem(sent) || "[]")) localStorage.removeItem(key);
      sessionStorage.removeItem(sent);
      // What has been done now, for who goes back to its form.
      const form = sessionStorage.getItem(going);
      if (form) sessionStorage.setItem(done, form);
      sessionStorage.removeItem(going);
    }
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`duban:${owner}:`) && key.includes("#") && !(JSON.parse(localStorage.getItem(key)).at > Date.now() - DAYS)) localStorage.removeItem(key);
    }
    for (const field of document.querySelectorAll(OWN)) {
      const words = localStorage.getItem(name(field));
      if (words === null || words === field.value) continue;
      const original = field.value;
      field.value = words;
      unfold(field);
      say((note) => field.after(note), "已恢复上次未提交的内容。", () => { field.value = original; localStorage.removeItem(name(field)); });
    }
    const begun = new Map(), fresh = new Map();
    const anew = (form) => { if (fresh.has(form)) form.querySelector("input[name=form_key]").value = fresh.get(form); };
    for (const form of document.querySelectorAll(FORMS)) {
      const back = [];
      for (const field of kept(form)) {
        if (field.matches(OWN)) continue;
        const was = read(field), held = JSON.parse(localStorage.getItem(name(field)));
        begun.set(field, was);
        // What the form said meanwhile is another's word, or the server's answer to what was sent: it stands.
        if (!held || !same(held.was, was) || same(held.value, was)) continue;
        write(field, held.value);
        unfold(field);
        back.push([field, was]);
      }
      const names = [...new Set(back.map(([field]) => label(field)).filter(Boolean))];
      // Sent as it stands it is the form that was on its way when the network or the session went: it makes nothing twice. Changed, it is a new one.
      const key = form.querySelector("input[name=form_key]"), before = key && JSON.parse(localStorage.getItem(keyName(form)));
      if (before && (back.length || form.querySelector("p.kept"))) { fresh.set(form, key.value); key.value = before.value; }
      if (back.length) say((note) => form.prepend(note), `已恢复上次未提交的内容${names.length ? `：${names.join("、")}` : ""}。`, () => {
        for (const [field, was] of back) { write(field, was); localStorage.removeItem(name(field)); }
        anew(form);
      });
    }
    // Who goes back finds the form as the browser remembers it, with a key of its own: as it stands it is the one that was taken.
    addEventListener("pageshow", () => {
      if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
      const taken = JSON.parse(sessionStorage.getItem(done));
      for (const form of document.querySelectorAll(FORMS)) {
        const key = form.querySelector("input[name=form_key]");
        if (!taken || !key || keyName(form) !== taken.form) continue;
        // What is picked from a list the browser does not remember.
        const fields = fieldsOf(form), picked = fields.map((field) => "picker" in field.dataset);
        if (fields.length !== taken.values.length || !fields.every((field, at) => picked[at] || same(read(field), taken.values[at]))) continue;
        fields.forEach((field, at) => { if (picked[at]) write(field, taken.values[at]); });
        if (!fresh.has(form)) fresh.set(form, key.value);
        key.value = taken.key;
        const said = document.createElement("p");
        Object.assign(said, { className: "kept", textContent: "这张表单刚才已经提交；不改内容再提交，不会重复办理。" });
        form.prepend(said);
      }
    });
    const note = ({ target: field }) => {
      anew(field.form);
      if (field.matches(OWN)) { localStorage.setItem(name(field), field.value); return; }
      if (!kept(field.form).includes(field)) return;
      // Of boxes of which one is chosen the others change along.
      for (const each of field.type === "radio" ? field.form.querySelectorAll(`[type=radio][name="${CSS.escape(field.name)}"]`) : [field]) {
        localStorage.setItem(name(each), JSON.stringify({ value: read(each), was: begun.get(each) ?? "", at: Date.now() }));
      }
    };
    document.addEventListener("input", note);
    document.addEventListener("change", note);
    document.addEventListener("submit", (event) => {
      // Each form takes the place of the one before: what is said of this one is not said of that.
      const form = event.target, own = [...form.querySelectorAll(OWN)];
      if (form.getAttribute("method") !== "post") return;
      const key = own.length || kept(form).length ? form.querySelector("input[name=form_key]") : null;
      if (key) localStorage.setItem(keyName(form), JSON.stringify({ value: key.value, at: Date.now() }));
      if (key) sessionStorage.setItem(going, JSON.stringify({ form: keyName(form), key: key.value, values: valuesOf(form) }));
      sessionStorage.setItem(sent, JSON.stringify([...new Set([...own, ...kept(form)].map(name)), ...(key ? [keyName(form)] : [])]));
    });
  } catch (error) {
    // A browser that forbids storage keeps nothing: the page works all the same.
    console.warn(error);
  }
})();

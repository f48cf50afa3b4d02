"use strict";
// A text area with data-grid as a table: cells to type in, rows pasted out of a spreadsheet from any cell on, what is wrong at its cell.
(() => {
  const area = document.querySelector("textarea[data-grid]");
  if (!area) return;
  // A pasted row may hold quoted cells with line breaks.
  const cut = (text) => {
    const rows = [[""]]; let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at], row = rows[rows.length - 1];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; } else if (sign === '"') quoted = false; else row[row.length - 1] += sign;
      } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
      else if (sign === "\t") row.push(""); else if (sign === "\n") rows.push([""]); else if (sign !== "\r") row[row.length - 1] += sign;
    }
    return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim())).filter((row) => row.some(Boolean));
  };
  const said = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
  const isFixed = "gridFixed" in area.dataset, usual = area.dataset.grid.split("|"), isHead = (row) => row.filter((cell) => usual.includes(cell)).length > 1 || (row.filter((cell) => /任务|事项|内容|单位|部门|时限|期限|序号|标准/.test(cell) && cell.length < 12).length > 1 && !isFixed);
  const known = said("#grid-head i"), typed = cut(area.value);
  let head = known.length ? known : typed.length && isHead(typed[0]) ? typed[0] : [...usual];
  const rows = known.length ? [...document.querySelectorAll("#grid-rows p")].map((row) => [...row.children].map((cell) => cell.textContent)) : typed.length && isHead(typed[0]) ? typed.slice(1) : typed;

  const wrap = document.createElement("div"), table = document.createElement("table"), more = document.createElement("button"), note = document.createElement("p");
  wrap.className = "table-wrap wide grid"; table.className = "table"; more.type = "button"; more.className = "btn btn-sm"; more.textContent = "加 5 行"; note.className = "form-hint";
  note.textContent = `可以直接填；也可以在 Excel 里复制几行，点一个格子粘贴。${isFixed ? "" : "表头写错了可以改，读入时按表头认各列。"}`;
  const look = (name) => (/序号|编号|备注/.test(name) ? "short" : /任务|事项|内容|标准|要求/.test(name) ? "long" : "");
  const cell = (value, name, isTop, of) => {
    const made = document.createElement(isTop ? "th" : "td"), field = document.createElement(isTop ? "input" : "textarea");
    field.value = value || ""; field.setAttribute("aria-label", name); field.spellcheck = false; field.readOnly = isTop && isFixed;
    if (!isTop) field.rows = Math.min(4, Math.ceil((field.value.length || 1) / 18));
    made.className = look(of);
    made.append(field);
    return made;
  };
  const draw = () => {
    const top = document.createElement("tr"), number = document.createElement("th");
    number.textContent = "行"; number.className = "num"; top.append(number, ...head.map((name, place) => cell(name, `第 ${place + 1} 列的表头`, true, name)));
    const body = document.createElement("tbody"), heads = document.createElement("thead");
    heads.append(top);
    rows.forEach((row, at) => {
      const line = document.createElement("tr"), place = document.createElement("td");
      place.className = "num"; place.textContent = at + 1;
      line.append(place, ...head.map((name, column) => cell(row[column], `第 ${at + 1} 行 ${name}`, false, name)));
      body.append(line);
    });
    table.replaceChildren(heads, body);
  };
  const read = () => [...table.rows].map((line) => [...line.querySelectorAll("input, textarea")].map((field) => field.value.replace(/\s+/g, " ").trim()));
  const keep = () => {
    const all = read(), filled = all.slice(1).filter((row) => row.some(Boolean));
    area.value = filled.length ? [all[0], ...filled].map((row) => row.join("\t")).join("\n") : "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const grow = (number) => { while (rows.length < number) rows.push([]); };
  grow(Math.max(rows.length, 5));
  draw();
  wrap.append(table); area.before(wrap, more, note); area.hidden = true; area.parentElement.querySelector("small.form-hint")?.remove();
  const id = area.id || "id_rows";
  area.removeAttribute("id"); table.querySelector("tbody textarea").id = id;

  table.addEventListener("input", (event) => { event.target.closest("td, th").querySelector(".wrong")?.remove(); event.target.removeAttribute("aria-invalid"); keep(); });
  table.addEventListener("paste", (event) => {
    const given = cut(event.clipboardData.getData("text/plain"));
    if (given.length < 2 && (given[0] || []).length < 2) return;
    event.preventDefault();
    const line = event.target.closest("tr").rowIndex - 1, column = event.target.closest("td, th").cellIndex - 1, before = read();
    head = before[0]; rows.length = 0; rows.push(...before.slice(1));
    if (isHead(given[0]) && column === 0) head = given.shift();
    const first = Math.max(line, 0), width = Math.max(head.length, ...given.map((row) => row.length + column));
    while (head.length < width && !isFixed) head.push(`第${head.length + 1}列`);
    grow(first + given.length);
    given.forEach((row, at) => row.forEach((value, place) => { rows[first + at][column + place] = value; }));
    draw(); keep();
    table.rows[Math.min(first + given.length, table.rows.length - 1)].querySelector("textarea")?.focus();
  });
  // Enter goes down, as in a spreadsheet.
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const line = event.target.closest("tr"), at = event.target.closest("td, th").cellIndex;
    table.rows[line.rowIndex + 1]?.cells[at]?.querySelector("textarea, input")?.focus();
  });
  more.addEventListener("click", () => { const all = read(); head = all[0]; rows.length = 0; rows.push(...all.slice(1)); grow(rows.length + 5); draw(); });
  const faults = [...document.querySelectorAll(".cell-faults li")];
  for (const fault of faults) {
    const field = table.rows[Number(fault.dataset.row) + 1]?.cells[Number(fault.dataset.column) + 1]?.querySelector("textarea");
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    const words = document.createElement("p");
    words.className = "wrong"; words.textContent = fault.dataset.words; field.after(words);
  }
  // On a phone the cells lie beside one another out of sight: there the list stays.
  if (faults.length && window.matchMedia("(min-width: 721px)").matches) document.querySelector(".cell-faults").hidden = true;
})();

"use strict";
// Lists are found again as they were left: filter, page, place and row; the way back at the head of a page leads there. On a phone filters fold.
(() => {
  const key = (path) => `duban:left:${path}`;
  const recall = (path) => { try { return JSON.parse(sessionStorage.getItem(key(path))); } catch { return null; } };
  const keep = (path, left) => { try { sessionStorage.setItem(key(path), JSON.stringify(left)); } catch (error) { console.warn(error); } };
  const here = location.pathname, table = document.querySelector("table[data-rows]");
  const hrefOf = (row) => row?.dataset.href || row?.querySelector("a[href]")?.getAttribute("href") || "";
  if (table) {
    const left = recall(here), rows = [...document.querySelectorAll("table[data-rows] tbody tr")];
    let opened = "";
    const row = left?.search === location.search && left.row ? rows.find((each) => hrefOf(each) === left.row) : null;
    if (row) {
      row.classList.add("at");
      const came = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || (document.referrer && new URL(document.referrer).pathname !== here);
      if (came) { window.scrollTo(0, left.y); row.scrollIntoView({ block: "nearest" }); }
    }
    document.addEventListener("click", (event) => {
      const at = event.target.closest("table[data-rows] tbody tr");
      if (at && !event.target.closest("input, label, button, select, summary")) opened = hrefOf(at);
    }, true);
    window.addEventListener("pagehide", () => keep(here, { search: location.search, y: window.scrollY, row: opened || hrefOf(document.querySelector("table[data-rows] tr.at")) }));
  }
  for (const link of document.querySelectorAll(".crumbs a[href], a[data-back]")) {
    const to = new URL(link.href), left = to.search || to.pathname === here ? null : recall(to.pathname);
    if (left?.search) link.search = left.search;
  }
  // A table that is as wide as its page needs no frame of its own to scroll in: its head can stay in sight.
  const wide = [...document.querySelectorAll(".table-wrap.wide")];
  // One with a height of its own (not free) keeps its heads in sight itself; let out of it, its rows would lie over what follows.
  const isFree = (each) => getComputedStyle(each).maxHeight === "none";
  const fit = () => wide.forEach((each) => { each.classList.remove("fits"); each.classList.toggle("fits", isFree(each) && each.scrollWidth <= each.clientWidth); });
  fit();
  window.addEventListener("resize", fit);
  if (!window.matchMedia("(max-width: 720px)").matches) return;
  for (const form of document.querySelectorAll("form.filters[method=get], .filter-fold > form.filters")) {
    const fields = [...form.querySelectorAll("select, input:not([type=hidden])")];
    const set = fields.filter((each) => each.value && each.value !== "all" && new URLSearchParams(location.search).get(each.name)).length;
    let fold = form.closest("details");
    if (!fold) {
      if (fields.length < 2) continue;
      fold = document.createElement("details");
      fold.className = "filter-fold";
      fold.append(Object.assign(document.createElement("summary"), { textContent: "筛选" }));
      form.before(fold);
      fold.append(form);
    }
    fold.open = false;
    if (set) fold.querySelector("summary").append(`（已选 ${set} 项）`);
  }
})();

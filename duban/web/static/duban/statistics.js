"use strict";
// Draws the tables of the statistics as charts; every mark opens the list that its cell in the table opens. Without this the tables stand alone.
(() => {
  const told = document.getElementById("charts");
  if (!told || !window.echarts) return;
  const data = JSON.parse(told.textContent), drawn = [];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const INK = "#16212b", GREEN = "#0f6e5c", MIDDLE = "#8fb8ad", PALE = "#cfe3dd", QUIET = "#5c6b76";
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, color: INK, fontSize: 13 };
  const whole = (lines) => lines.filter((line) => line.word !== "合计");
  const label = (more) => ({ ...font, show: true, ...more });

  function ladder({ heads, lines }) {
    const looks = [{ color: MIDDLE }, { color: "#fff", borderColor: INK, borderWidth: 1 }, { color: INK }], inks = [INK, INK, "#fff"];
    return {
      height: lines.length * 44 + 60,
      option: {
        grid: { left: 4, right: 16, top: 8, bottom: 36, containLabel: true },
        legend: { bottom: 0, left: 0, textStyle: font, itemWidth: 14, itemHeight: 10, selectedMode: false },
        xAxis: { type: "value", show: false },
        yAxis: { type: "category", inverse: true, data: lines.map((line) => `${line.word}  ${line.marks[0].count}`), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...font, width: 150, overflow: "break" } },
        series: [1, 2, 3].map((place) => ({
          name: heads[place + 1], type: "bar", stack: "all", barWidth: 24, itemStyle: looks[place - 1],
          data: lines.map((line) => ({ value: line.marks[place].count, url: line.marks[place].url })),
          label: label({ color: inks[place - 1], formatter: (each) => each.value || "" }),
        })),
      },
    };
  }

  // The library's small build has no ribbons: they are drawn here, each a link.
  function flow(place, { heads, lines }) {
    const rows = whole(lines), fates = heads.slice(1, -1), last = lines[lines.length - 1], all = last.marks[fates.length].count;
    const tones = { 按期办结: GREEN, 超期办结: QUIET, 在办未超期: MIDDLE, 在办已超期: INK };
    const width = Math.max(300, place.clientWidth), gap = 16, side = 13, most = Math.max(rows.length, fates.length);
    const height = Math.max(260, most * 46), unit = (height - gap * (most - 1)) / all;
    const svg = (name, set, into, said) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(set)) made.setAttribute(key, value);
      if (said) made.textContent = said;
      return into.appendChild(made);
    };
    const page = svg("svg", { viewBox: `0 0 ${width} ${height}`, width: "100%", class: "flow" }, place);
    const left = 0, right = width - 118, tops = {}, into = {};
    const stand = (key, x, y, mark, word, tone, textX) => {
      const link = svg("a", { href: mark.url }, page), tall = Math.max(2, mark.count * unit);
      svg("rect", { x, y, width: side, height: tall, fill: tone }, link);
      svg("text", { x: textX, y: y + tall / 2 + 5 }, link, `${word} ${mark.count}`);
      tops[key] = y;
      return y + tall + gap;
    };
    const ribbons = svg("g", {}, page);
    let y = 0;
    for (const line of rows) y = stand(`s${line.word}`, left, y, line.marks[fates.length], line.word, GREEN, side + 8);
    y = 0;
    fates.forEach((fate, at) => (y = stand(`f${fate}`, right, y, last.marks[at], fate, tones[fate] || "#9aa5ae", right + side + 8)));
    for (const line of rows) {
      let from = tops[`s${line.word}`];
      fates.forEach((fate, at) => {
        const mark = line.marks[at], thick = mark.count * unit, to = tops[`f${fate}`] + (into[fate] || 0), middle = (side + right) / 2;
        if (!mark.count) return;
        const link = svg("a", { href: mark.url }, ribbons);
        svg("path", { d: `M${side} ${from}C${middle} ${from} ${middle} ${to} ${right} ${to}v${thick}C${middle} ${to + thick} ${middle} ${from + thick} ${side} ${from + thick}z`, fill: tones[fate] || "#9aa5ae" }, link);
        svg("title", {}, link, `${line.word}，${fate} ${mark.count} 件`);
        from += thick;
        into[fate] = (into[fate] || 0) + thick;
      });
    }
    return height + 24;
  }

  function days({ lines }) {
    const rows = lines.filter((line) => line.texts[1] !== "—"), number = (text) => (text === "—" ? null : Number(text));
    const at = (place) => rows.map((line) => ({ value: number(line.texts[place]), url: line.marks[0].url }));
    const said = rows.map((line) => `${line.word}\n${line.texts[3] === "—" ? "没有期限" : `期限 ${line.texts[3]} 天`}`);
    return {
      height: rows.length * 58 + 70,
      option: {
        grid: { left: 4, right: 24, top: 12, bottom: 40, containLabel: true },
        legend: { bottom: 0, left: 0, data: ["中间一半", "一半办结", "期限"], textStyle: font, itemWidth: 14, itemHeight: 10, selectedMode: false },
        xAxis: { type: "value", axisLabel: { ...font, color: QUIET, formatter: "{value} 天" }, splitLine: { lineStyle: { color: "#dde3e8" } }, splitNumber: 4 },
        yAxis: { type: "category", inverse: true, data: said, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...font, lineHeight: 17, width: window.innerWidth < 600 ? 104 : 160, overflow: "break" } },
        series: [
          { name: "从", type: "bar", stack: "span", silent: true, itemStyle: { color: "transparent" }, data: at(0), barWidth: 16 },
          { name: "中间一半", type: "bar", stack: "span", itemStyle: { color: PALE, borderColor: MIDDLE, borderWidth: 1, borderRadius: 4 }, data: rows.map((line) => ({ value: number(line.texts[2]) - number(line.texts[0]), url: line.marks[0].url })) },
          { name: "期限", type: "scatter", symbol: "rect", symbolSize: [3, 26], itemStyle: { color: INK, opacity: 1 }, data: at(3) },
          { name: "一半办结", type: "scatter", symbolSize: 13, itemStyle: { color: GREEN, opacity: 1, borderColor: "#fff", borderWidth: 2 }, data: at(1), label: label({ position: "top", distance: 4, fontWeight: 600, formatter: (each) => `${each.value} 天` }) },
        ],
      },
    };
  }

  // Places, the first on top; what the sentence is about before the others.
  function ranks({ heads, lines, marked }) {
    const most = Math.max(...lines.flatMap((line) => line.marks.map((mark) => mark.count))), looks = [{ color: GREEN, symbol: "circle" }, { color: INK, symbol: "rect" }];
    return {
      height: Math.max(260, most * 22 + 60),
      option: {
        grid: { left: 4, right: 110, top: 12, bottom: 8, containLabel: true },
        tooltip: { trigger: "item", formatter: (each) => `${each.seriesName} ${each.name} 第 ${each.value}` },
        xAxis: { type: "category", data: heads.slice(1), boundaryGap: false, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...font, color: QUIET } },
        yAxis: { type: "value", inverse: true, min: 1, max: Math.max(2, most), minInterval: 1, axisLabel: { ...font, color: QUIET, formatter: "第{value}" }, splitLine: { lineStyle: { color: "#edf0f2" } } },
        series: lines.map((line) => {
          const place = marked.indexOf(line.word), look = looks[place] || { color: "#cbd2d8", symbol: "circle" };
          const last = line.marks.reduce((found, mark, at) => (mark.count ? at : found), -1);
          const named = label({ position: "right", distance: 8, fontWeight: 600, formatter: (each) => `${line.word} 第${each.value}`, width: 104, overflow: "break" });
          return {
            name: line.word, type: "line", symbol: look.symbol, symbolSize: place < 0 ? 5 : 9, z: place < 0 ? 2 : 5, connectNulls: true,
            itemStyle: { color: look.color }, lineStyle: { color: look.color, width: place < 0 ? 1 : 2.5 },
            data: line.marks.map((mark, at) => ({ value: mark.count || null, url: mark.url, ...(place >= 0 && at === last ? { label: named } : {}) })),
          };
        }),
      },
    };
  }

  // Bars of parts, one a line of the table; the tones stay apart in grey.
  function parts(looks, count) {
    return ({ heads, lines }) => ({
      height: lines.length * 38 + 70,
      option: {
        grid: { left: 4, right: 40, top: 4, bottom: 44, containLabel: true },
        legend: { bottom: 0, left: 0, textStyle: font, itemWidth: 14, itemHeight: 10, selectedMode: false },
        xAxis: { type: "value", show: false },
        yAxis: { type: "category", inverse: true, data: lines.map((line) => `${line.word}  ${line.marks[count].count}`), axisLine: { show: false }, axisTick: { show: false }, axisLabel: font },
        series: looks.map((look, place) => ({
          name: heads[place + 1], type: "bar", stack: "all", barWidth: 22, itemStyle: look.style,
          data: lines.map((line) => ({ value: line.marks[place].count, url: line.marks[place].url })),
          label: label({ color: look.ink, formatter: (each) => each.value || "" }),
        })),
      },
    });
  }
  const hatched = (color) => ({ color: "#fff", borderColor: color, borderWidth: 1, decal: { symbol: "rect", color, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 } });
  const burden = parts([
    { style: { color: PALE }, ink: INK }, { style: { color: GREEN }, ink: "#fff" }, { style: { color: MIDDLE }, ink: INK },
    { style: { color: "#fff", borderColor: INK, borderWidth: 1 }, ink: INK }, { style: { color: INK }, ink: "#fff" }, { style: hatched(QUIET), ink: INK },
  ], 6);
  const satisfaction = parts([{ style: { color: GREEN }, ink: "#fff" }, { style: { color: PALE }, ink: INK }, { style: { color: INK }, ink: "#fff" }], 3);

  const drawings = { ladder, days, ranks, burden, satisfaction };
  for (const [key, told] of Object.entries(data)) {
    const card = document.querySelector(`[data-statistic=${key}]`), place = card?.querySelector(".statistic-chart");
    if (!place) continue;
    const table = card.querySelector(".statistic-table"), views = card.querySelector(".statistic-views");
    place.hidden = views.hidden = false;
    table.classList.add("seen-late");
    if (key === "flow") place.style.height = `${flow(place, told)}px`;
    else {
      const { height, option } = drawings[key](told);
      place.style.height = `${height}px`;
      const chart = window.echarts.init(place, null, { renderer: "svg" });
      chart.setOption({ animation: !still, animationDuration: 400, textStyle: font, ...option });
      chart.on("click", (each) => each.data?.url && window.location.assign(each.data.url));
      place.setAttribute("role", "img");
      place.setAttribute("aria-label", `${card.querySelector("h2").textContent.trim()}（数字见表）`);
      drawn.push(chart);
    }
    views.addEventListener("click", (event) => {
      const view = event.target.dataset.view;
      if (!view) return;
      for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.view === view));
      place.hidden = view !== "chart";
      table.classList.toggle("seen-late", view === "chart");
      if (view === "chart") fit();
    });
  }
  function fit() {
    drawn.forEach((chart) => chart.getDom().hidden || chart.resize());
  }
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.getDom().hidden || chart.resize({ width: 620 })));
  window.addEventListener("afterprint", fit);
})();

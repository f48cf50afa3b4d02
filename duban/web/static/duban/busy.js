"use strict";
// What takes long says so: a line beneath it, which counts the seconds and says what leaving the page means. For forms with data-slow and for files after half a second,
// for every other form that is posted after a whole one. A file is fetched and then saved, so that the page knows when it is there.
(() => {
  const FILES = /\/export$|\.(xlsx|docx|pdf|zip)$/;
  // On a phone the browser fetches it itself: one within another program (WeChat) cannot save what a page holds.
  const SAVES = window.matchMedia("(pointer: fine)").matches;
  const LEAVING = {
    get: "可以离开这一页：什么也没有写入，回来再点一次即可。",
    post: "可以离开这一页：办理照常进行，回来就能看到结果。",
    file: "请留在这一页，备好后自动保存。",
  };
  let clock = 0, said = null;
  const stop = () => { window.clearInterval(clock); clock = 0; said?.remove(); said = null; };
  const begin = (word, kind, wait, place) => {
    const begun = Date.now();
    clock = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      if (Date.now() - begun < wait) return;
      if (!said) {
        said = Object.assign(document.createElement("p"), { className: "busy-line" });
        said.setAttribute("role", "status");
        said.append(document.createElement("progress"), document.createElement("span"));
        place(said);
      }
      const words = seconds < 3 ? `正在${word}…` : `正在${word}，已用 ${seconds} 秒。${LEAVING[kind]}`;
      if (said.lastChild.textContent !== words) said.lastChild.textContent = words;
    }, 250);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, word = form.dataset?.slow, isAsking = form.method === "get";
    if (event.defaultPrevented || clock || (!word && isAsking) || form.target === "_blank") return;
    begin(word || "办理", isAsking ? "get" : "post", word ? 500 : 1000, (line) => form.append(line));
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("main a[href]");
    const isPlain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!SAVES || !link || !isPlain || link.target || link.origin !== location.origin || !FILES.test(link.pathname)) return;
    event.preventDefault();
    if (clock) return;
    begin("生成文件", "file", 500, (line) => (link.closest(".head-actions") || link.closest("p, li, td, div")).append(line));
    try {
      const answer = await fetch(link.href), name = /filename\*=utf-8''([^;]+)/i.exec(answer.headers.get("Content-Disposition") || "");
      const plain = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
      // No file (signed out, refused): the page itself says what it is.
      if (!answer.ok || !(name || plain)) { location.assign(link.href); return; }
      const made = URL.createObjectURL(await answer.blob());
      const saving = Object.assign(document.createElement("a"), { href: made, download: name ? decodeURIComponent(name[1]) : plain[1] });
      saving.click();
      window.setTimeout(() => URL.revokeObjectURL(made), 60000);
    } catch {
      location.assign(link.href);
    } finally {
      stop();
    }
  });
  // A page that the browser kept comes back as it was left.
  window.addEventListener("pageshow", stop);
})();

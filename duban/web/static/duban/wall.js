"use strict";
// Hangs new figures every five minutes, for weeks: the old ones go, nothing is kept. Where none come, the old ones stay and say so.
(() => {
  const EVERY = 300000, SOON = 30000;
  const say = (words) => (document.getElementById("stale").textContent = words);
  async function hang() {
    let next = EVERY;
    try {
      const answer = await fetch(window.location.href, { cache: "no-store", redirect: "error" });
      if (answer.status === 404) {
        document.getElementById("wall").textContent = "这个地址已经停用，请向督查室要新的地址。";
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
      document.getElementById("wall").replaceWith(fresh);
    } catch {
      say("连接中断，暂为原来的数字");
      next = SOON;
    }
    window.setTimeout(hang, next);
  }
  window.setTimeout(hang, EVERY);
})();

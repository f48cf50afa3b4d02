"use strict";
// What takes long says so: half a second after a form with data-slow was sent a line appears beneath it, which counts the seconds and says what leaving the page means.
(() => {
  let clock = 0, said = null;
  const stop = () => { window.clearInterval(clock); clock = 0; said?.remove(); said = null; };
  document.addEventListener("submit", (event) => {
    const form = event.target, word = form.dataset?.slow;
    if (!word || event.defaultPrevented || clock) return;
    const begun = Date.now(), isAsking = form.method === "get";
    const leaving = isAsking ? "可以离开这一页：什么也没有写入，回来再点一次即可。" : "可以离开这一页：办理照常进行，回来就能看到结果。";
    clock = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      if (Date.now() - begun < 500) return;
      if (!said) {
        said = Object.assign(document.createElement("p"), { className: "busy-line" });
        said.setAttribute("role", "status");
        said.append(document.createElement("progress"), document.createElement("span"));
        form.append(said);
      }
      const words = seconds < 3 ? `正在${word}…` : `正在${word}，已用 ${seconds} 秒。${leaving}`;
      if (said.lastChild.textContent !== words) said.lastChild.textContent = words;
    }, 250);
  });
  // A page that the browser kept comes back as it was left.
  window.addEventListener("pageshow", stop);
})();

// Pictures in full width over the page, one after the other; without this script each is a page of its own. Arrow keys, swipes, Esc.
(function () {
  "use strict";
  var dialog, stage, caption, place, original, buttons, row, at, startX;

  function part(name, attributes, words) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (words) { made.textContent = words; }
    return made;
  }

  function build() {
    dialog = part("dialog", { "class": "viewer", "aria-label": "查看图片" });
    var head = part("div", { "class": "viewer-head" }), foot = part("div", { "class": "viewer-foot", "aria-live": "polite" });
    place = part("span");
    original = part("a", { download: "" }, "下载原图");
    var close = part("button", { type: "button" }, "关闭");
    head.append(place, original, close);
    stage = part("div", { "class": "viewer-stage" });
    caption = part("span");
    buttons = [part("button", { type: "button", "aria-label": "上一张" }, "←"), part("button", { type: "button", "aria-label": "下一张" }, "→")];
    foot.append(buttons[0], caption, buttons[1]);
    dialog.append(head, stage, foot);
    document.body.append(dialog);
    close.addEventListener("click", function () { dialog.close(); });
    buttons[0].addEventListener("click", function () { go(-1); });
    buttons[1].addEventListener("click", function () { go(1); });
    dialog.addEventListener("keydown", function (event) {
      if (event.key === "ArrowLeft") { go(-1); } else if (event.key === "ArrowRight") { go(1); }
    });
    stage.addEventListener("pointerdown", function (event) { startX = event.isPrimary ? event.clientX : null; });
    stage.addEventListener("pointerup", function (event) {
      if (startX !== null && Math.abs(event.clientX - startX) > 50) { go(event.clientX < startX ? 1 : -1); }
      startX = null;
    });
    dialog.addEventListener("close", function () { stage.replaceChildren(); row[at].focus(); });
  }

  function go(step) { if (row[at + step]) { at += step; show(); } }

  function show() {
    var link = row[at], alt = link.querySelector("img").alt;
    stage.replaceChildren(part("img", { src: link.dataset.preview, alt: alt, draggable: "false" }));
    caption.textContent = alt;
    place.textContent = (at + 1) + " / " + row.length;
    original.href = link.dataset.original;
    buttons[0].disabled = at === 0;
    buttons[1].disabled = at === row.length - 1;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) { return; }
    event.preventDefault();
    if (!dialog) { build(); }
    row = Array.from(link.closest("[data-gallery]").querySelectorAll("[data-preview]"));
    at = row.indexOf(link);
    show();
    dialog.showModal();
  });
}());

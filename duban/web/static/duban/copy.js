// A button that copies the field beside it; where the browser lets nobody copy, the field is marked for the keyboard.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  const field = button && document.getElementById(button.dataset.copies);
  if (!field) return;
  field.select();
  const said = button.textContent;
  const tell = (words) => {
    button.textContent = words;
    setTimeout(() => { button.textContent = said; }, 3000);
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(field.value).then(() => tell("已复制"), () => tell("请按 Ctrl C 复制"));
  } else {
    tell(document.execCommand("copy") ? "已复制" : "请按 Ctrl C 复制");
  }
});

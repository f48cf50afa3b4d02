"use strict";
// The documentation of the interface: the box leaves the operations whose text holds every word; an address with #name opens it.
(() => {
  const box = document.querySelector("[data-seeks=operations]");
  const none = document.querySelector("[data-found=none]");
  const operations = [...document.querySelectorAll(".api-operation")];
  const texts = operations.map((each) => each.textContent.toLowerCase());
  const seek = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    operations.forEach((each, i) => { each.hidden = !words.every((word) => texts[i].includes(word)); });
    document.querySelectorAll(".api-group").forEach((group) => { group.hidden = !group.querySelector(".api-operation:not([hidden])"); });
    none.hidden = operations.some((each) => !each.hidden);
  };
  const open = () => { const named = document.getElementById(window.location.hash.slice(1)); if (named?.matches("details")) named.open = true; };
  box.parentElement.hidden = false;
  box.addEventListener("input", seek);
  window.addEventListener("hashchange", open);
  open();
  seek();
})();

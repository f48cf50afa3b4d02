"use strict";
// Files in forms: dropped anywhere on the page, looked at before they are sent, photos made smaller, progress while they go.
(() => {
  const inputs = [...document.querySelectorAll("main input[type=file]")];
  if (!inputs.length || !window.DataTransfer) return;
  const LONG = 2560, LARGE = 1.5 * 1024 * 1024, SHOWN = 512 * 1024;
  const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(Math.round(bytes / 1024), 1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  const extension = (file) => `.${file.name.split(".").pop().toLowerCase()}`;
  const originals = new WeakMap();
  const put = (input, files) => { const held = new DataTransfer(); files.forEach((file) => held.items.add(file)); input.files = held.files; };

  // What the server would refuse is said here: nothing is sent first.
  const fault = (input, file) => {
    const kinds = (input.accept || "").split(",").filter((each) => each.startsWith(".")), types = (input.accept || "").split(",");
    const isTaken = !input.accept || kinds.includes(extension(file)) || types.includes(file.type) || (types.includes("image/*") && file.type.startsWith("image/"));
    if (!isTaken) return `不收这种文件：${file.name}。可以上传 ${kinds.map((each) => each.slice(1)).join("、") || "图片、PDF"}。`;
    if (!file.size) return `${file.name} 是空文件。`;
    if (file.name.length > 200) return `文件名有 ${file.name.length} 字，过长，没有加入：${file.name.slice(0, 30)}…。请改短（不超过 200 字）再选。`;
    const most = Number(input.dataset.mostBytes || 0);
    return most && file.size > most ? `${file.name} 有 ${size(file.size)}，超过 ${size(most)}，没有加入。请压缩或分开上传。` : "";
  };

  // A photo of a phone is larger than any screen: it goes smaller, and says so; the original can be sent all the same.
  const smaller = async (file) => {
    if (!/^image\/(jpeg|heic|heif|webp)$/.test(file.type) || file.size < LARGE || !window.createImageBitmap) return file;
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      const by = Math.min(1, LONG / Math.max(bitmap.width, bitmap.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(bitmap.width * by); canvas.height = Math.round(bitmap.height * by);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.86); });
      if (!blob || blob.size >= file.size) return file;
      const made = new File([blob], `${file.name.replace(/\.[^.]+$/, "")}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
      originals.set(made, file);
      return made;
    } catch { return file; }
  };

  const list = (input) => {
    let box = input.parentElement.querySelector(".files");
    if (!box) { box = document.createElement("ul"); box.className = "files"; input.after(box); }
    box.replaceChildren(...[...input.files].map((file, at) => {
      const line = document.createElement("li"), name = document.createElement("span"), drop = document.createElement("button"), before = originals.get(file);
      name.textContent = `${file.name}　${before ? `${size(before.size)} 已缩小为 ${size(file.size)}` : size(file.size)}`;
      Object.assign(drop, { type: "button", textContent: "去掉", className: "link" });
      drop.setAttribute("aria-label", `去掉 ${file.name}`);
      drop.addEventListener("click", () => { put(input, [...input.files].filter((each) => each !== file)); list(input); });
      line.append(name, drop);
      if (before) {
        const keep = document.createElement("button");
        Object.assign(keep, { type: "button", textContent: "改用原图", className: "link" });
        keep.addEventListener("click", () => { put(input, [...input.files].map((each, place) => (place === at ? before : each))); list(input); });
        line.append(keep);
      }
      return line;
    }));
  };
  const say = (input, words) => {
    input.parentElement.querySelector(".wrong[data-files]")?.remove();
    if (!words.length) return;
    const made = document.createElement("p");
    made.className = "wrong"; made.dataset.files = ""; made.setAttribute("role", "alert"); made.textContent = words.join(" ");
    input.before(made);
  };
  const take = async (input, given, held = []) => {
    const wrong = given.map((file) => fault(input, file)).filter(Boolean), fine = [];
    for (const file of given) {
      // Too large may be small enough once it was made smaller.
      const made = fault(input, file) && !/^image\/jpeg$/.test(file.type) ? file : await smaller(file);
      if (!fault(input, made)) fine.push(made);
    }
    const files = input.multiple ? [...held, ...fine] : fine.slice(-1).concat(fine.length ? [] : held);
    put(input, files);
    say(input, fine.length === given.length ? [] : wrong);
    list(input);
  };
  for (const input of inputs) {
    let held = [];
    input.addEventListener("click", () => { held = [...input.files]; });
    input.addEventListener("change", () => { take(input, [...input.files], held); held = []; });
  }

  // Dropped anywhere: into the field beneath, else the first of the page.
  const veil = document.createElement("div");
  veil.className = "drop-veil"; veil.hidden = true; veil.textContent = "松开鼠标，文件就加进表单";
  document.body.append(veil);
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  const target = (event) => event.target.closest?.(".field")?.querySelector("input[type=file]") || inputs.find((each) => each.offsetParent) || inputs[0];
  let depth = 0;
  document.addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; veil.hidden = false; } });
  document.addEventListener("dragleave", (event) => { if (carries(event)) { depth -= 1; if (depth <= 0) { depth = 0; veil.hidden = true; } } });
  document.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault(); depth = 0; veil.hidden = true;
    const input = target(event);
    for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    take(input, [...event.dataTransfer.files], [...input.files]);
    input.closest(".field")?.scrollIntoView({ block: "center" });
  });

  // While large files go, how far they have come; what is refused is said in the form as it stands, the files still chosen.
  const refused = (form, page) => {
    form.querySelectorAll(".form-summary, .wrong").forEach((each) => each.remove());
    form.querySelectorAll(".field-wrong").forEach((each) => each.classList.remove("field-wrong"));
    const said = page.querySelector("main .form-summary, main .refusal, .refusal");
    if (!said) return false;
    form.prepend(document.importNode(said, true));
    for (const error of page.querySelectorAll("[id$=_error]")) {
      const field = document.getElementById(error.id.replace(/_error$/, ""))?.closest(".field");
      if (field) { field.classList.add("field-wrong"); field.querySelector(".form-label")?.after(document.importNode(error, true)); }
    }
    const summary = form.firstElementChild;
    // Here they are chosen still.
    form.querySelectorAll("[data-files-lost]").forEach((each) => each.remove());
    summary.tabIndex = -1; summary.focus(); summary.scrollIntoView({ block: "center" });
    return true;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, chosen = [...form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
    const all = chosen.reduce((sum, file) => sum + file.size, 0);
    if (event.defaultPrevented || form.enctype !== "multipart/form-data" || all < SHOWN) return;
    event.preventDefault();
    const bar = document.createElement("div"), meter = document.createElement("progress"), words = document.createElement("span"), stop = document.createElement("button");
    bar.className = "sending"; bar.setAttribute("role", "status"); meter.max = 100; meter.value = 0;
    Object.assign(stop, { type: "button", className: "btn btn-sm", textContent: "停止" });
    bar.append(words, meter, stop); (event.submitter || form.lastElementChild).after(bar);
    const buttons = [...form.querySelectorAll("button:not([type=button])")], lock = (locked) => buttons.forEach((each) => { each.disabled = locked; });
    const data = new FormData(form, event.submitter || undefined), sent = new XMLHttpRequest();
    lock(true);
    const end = (text) => { lock(false); words.textContent = text; meter.remove(); stop.remove(); };
    sent.open("POST", form.getAttribute("action") || window.location.href);
    sent.setRequestHeader("HX-Request", "true");
    sent.upload.onprogress = ({ loaded, total }) => {
      meter.value = (loaded * 100) / total;
      words.textContent = loaded < total ? `正在上传 ${size(loaded)} / ${size(total)}` : "已传完，正在办理";
    };
    sent.onload = () => {
      const to = sent.getResponseHeader("HX-Redirect");
      if (to) { window.location.assign(to); return; }
      const page = new DOMParser().parseFromString(sent.responseText, "text/html");
      if (refused(form, page)) { lock(false); bar.remove(); } else end("没有提交成功，填写的内容和文件都还在，请再提交一次。");
    };
    sent.onerror = () => end("网络中断，没有提交。填写的内容和文件都还在，恢复后请再提交一次。");
    stop.addEventListener("click", () => { sent.abort(); end("已停止，没有提交。"); });
    sent.send(data);
  });
})();

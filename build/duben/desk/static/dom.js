// Elements made by function, and what the screens share of them.
import { t } from "./words.js";

/** An element with attributes (on… are listeners, false and null are left out) and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

/** Puts children (elements, texts, lists of them) behind what an element has. */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Takes out all that an element has and puts these children in. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Calls a function once, when it was not called for so many ms. */
export function later(wait, action) {
  let timer = 0;
  const call = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}

let status;

/** The line at the foot that a screen reader speaks: what was done. */
export function statusLine() {
  status = h("p", { class: "status", role: "status", "aria-live": "polite" });
  return status;
}

const SAID = 10_000; // ms: what was done stands so long, and goes with its screen
const clearSaid = later(SAID, () => say(""));

/** Says what was done; what went wrong stays until something else is said. */
export function say(text, stays = false) {
  if (status) status.textContent = text;
  clearSaid.cancel();
  if (text && !stays) clearSaid();
}

/** A question in a dialog; gives the values of its fields by name, null where it was given up. */
export function ask({ title, text = "", fields = [], confirm, cancel, danger = false }) {
  return new Promise((resolve) => {
    const inputs = fields.map((field) =>
      h("label", { class: "field" }, h("span", {}, field.label),
        h("input", { name: field.name, type: field.type || "text", value: field.value || "", required: field.required || false, placeholder: field.placeholder || null })),
    );
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      text ? h("p", {}, text) : null,
      inputs,
      h("div", { class: "buttons" },
        h("button", { type: "button", onclick: () => { dialog.close(); done(null); } }, cancel),
        h("button", { type: "submit", class: danger ? "danger" : "primary" }, confirm)),
    );
    const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
    const before = document.activeElement;
    const done = (value) => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(value);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(form));
      dialog.close();
      done(values);
    });
    dialog.addEventListener("cancel", () => done(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A question with some answers to choose from, [key, label, note]; gives the key, null where it was
 * given up. */
export function askChoice({ title, choices }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const done = (value) => {
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(value);
    };
    const dialog = h("dialog", { "aria-labelledby": "choice-title" },
      h("h2", { id: "choice-title" }, title),
      h("div", { class: "choices" }, choices.map(([key, label, note]) => h("button", { onclick: () => done(key) }, h("strong", {}, label), h("span", {}, note)))),
      h("div", { class: "buttons" }, h("button", { class: "quiet", onclick: () => done(null) }, t("cancel"))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(null); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Shows in a place for files that it is at work: what it does; "" when that is over. */
export function busy(place, text) {
  place.querySelector(".wait")?.remove();
  place.classList.toggle("busy", Boolean(text));
  if (text) place.append(h("span", { class: "wait", role: "status" }, text));
}

/** A large place for files: a click opens the dialog of files, files may be dropped on it. */
export function dropPlace({ name, text, note, accept, multiple = false, onFiles }) {
  const input = h("input", { type: "file", accept, multiple, class: "hidden-input", "aria-label": text });
  const place = h("label", { class: "drop", "data-drop": name },
    input, h("strong", {}, text), note ? h("span", {}, note) : null);
  const take = (files) => { if (files.length) onFiles([...files]); input.value = ""; };
  input.addEventListener("change", () => take(input.files));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") input.click(); });
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("over"); });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    take(event.dataTransfer.files);
  });
  return place;
}

// A file dropped beside a place for files must not replace the desk.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.closest?.("[data-drop]")) event.preventDefault();
  });
}

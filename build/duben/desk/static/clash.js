// The places of a text that two changed at once, beside the text: one side of each is chosen, and
// typing goes on meanwhile.
import { fill, h } from "./dom.js";
import { t } from "./words.js";

const AROUND = 24; // characters beside a place, of its own line

const before = (text) => { const line = text.slice(text.lastIndexOf("\n") + 1); return line.length > AROUND ? `……${line.slice(-AROUND)}` : line; };
const behind = (text) => { const [line] = text.split("\n"); return line.length > AROUND ? `${line.slice(0, AROUND)}……` : line; };

export class ClashPanel {
  constructor() {
    this.element = h("section", { class: "clashes", "aria-labelledby": "clash-title", hidden: true });
  }

  /** Shows the places of these pieces, texts and {mine, theirs}; choose(text) takes what is chosen. */
  show(pieces, choose) {
    const places = pieces.flatMap((piece, at) => (typeof piece === "string" ? [] : [this.#place(pieces, at)]));
    const done = h("button", { class: "primary", onclick: async () => {
      done.disabled = true;
      done.disabled = await choose(this.#chosen(pieces));
    } }, t("clashDone"));
    fill(this.element, h("h2", { id: "clash-title" }, t("conflict")), h("p", { role: "alert" }, t("conflictText", { n: places.length })),
      h("div", { class: "clash-places", tabindex: "0", role: "group", "aria-labelledby": "clash-title" }, places), h("div", { class: "buttons" }, done));
    this.element.hidden = false;
  }

  #place(pieces, at) {
    const around = [before(pieces[at - 1] || ""), behind(pieces[at + 1] || "")];
    const side = (name) => h("label", { class: "clash-side" },
      h("span", {}, h("input", { type: "radio", name: `clash-${at}`, value: name, checked: name === "mine" }), " ", t(name)),
      h("span", { class: "clash-words", lang: "zh" }, around[0], h("mark", {}, pieces[at][name] || t("clashNothing")), around[1]));
    return h("div", { class: "sides", role: "radiogroup", "aria-label": `${around[0]}……${around[1]}` }, side("mine"), side("theirs"));
  }

  #chosen(pieces) {
    return pieces.map((piece, at) => (typeof piece === "string" ? piece : piece[this.element.querySelector(`[name=clash-${at}]:checked`).value])).join("");
  }

  hide() {
    this.element.hidden = true;
    fill(this.element);
  }
}

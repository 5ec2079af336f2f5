// Bars above the screen: what the author must know, and what can be done about it at once.
import { fill, h } from "./dom.js";
import { t } from "./words.js";

const SECONDS = 12; // that a bar stands which asks for nothing

export class Bars {
  constructor() {
    this.element = h("div", { class: "bars" });
    this.shown = new Map(); // id → element
  }

  /**
   * Shows a bar in the place of that of the same id. kind: "alert" stays until it is dealt with,
   * "done" (what went well) until it is closed, "told" goes by itself. actions: [{label, action}], each of which takes the bar away when it is done.
   */
  show(id, { kind = "alert", text, actions = [], closable = true, onGone = () => {} }) {
    const bar = h("div", { class: `bar-notice ${kind}`, role: kind === "alert" ? "alert" : "status" });
    const gone = () => { this.hide(id); onGone(); };
    fill(bar, h("p", {}, text), h("div", { class: "buttons" },
      actions.map(({ label, action, stays }) => h("button", { onclick: async () => { await action(); if (!stays) gone(); } }, label)),
      closable ? h("button", { class: "quiet", onclick: gone }, t("close")) : null));
    this.shown.get(id)?.remove();
    this.shown.set(id, bar);
    this.element.append(bar);
    if (kind === "told") setTimeout(() => { if (this.shown.get(id) === bar) this.hide(id); }, SECONDS * 1000);
    return bar;
  }

  hide(id) {
    this.shown.get(id)?.remove();
    this.shown.delete(id);
  }
}

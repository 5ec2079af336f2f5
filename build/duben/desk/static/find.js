// Find and replace over all chapters of a book.
import { get, post } from "./api.js";
import { fill, h, later, say } from "./dom.js";
import { t } from "./words.js";

/** Where words stand in a text. */
export function placesOf(text, words) {
  const places = [];
  for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + words.length)) places.push(at);
  return places;
}

export class FindPanel {
  /** book; texts(): its chapters; name(text); open: what is edited now; show(key); flush(); reload(); bars. */
  constructor(parts) {
    Object.assign(this, parts);
    this.found = new Map(); // key → how often
    this.words = h("input", { type: "search", "aria-label": t("findWords"), placeholder: t("findWords"), oninput: later(250, () => this.count()) });
    this.other = h("input", { "aria-label": t("replaceWith"), placeholder: t("replaceWith") });
    this.told = h("span", { class: "found", role: "status" });
    this.chapters = h("div", { class: "bar found-in" });
    this.replaceOne = h("button", { type: "button", onclick: () => this.replace() }, t("replaceOne"));
    this.replaceBook = h("button", { type: "button", onclick: () => this.replaceAll() }, t("replaceBook"));
    this.element = h("form", { class: "find", role: "search", hidden: true, onsubmit: (event) => { event.preventDefault(); this.go(1); } },
      h("div", { class: "row" }, this.words, h("button", { type: "button", onclick: () => this.go(-1) }, t("findBefore")), h("button", { type: "submit" }, t("findNext")), this.told,
        h("button", { type: "button", class: "quiet close", onclick: () => this.close() }, t("close"))),
      h("div", { class: "row" }, this.other, this.replaceOne, this.replaceBook), this.chapters);
    this.element.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  show() {
    const { from, to } = this.open.editor.selection;
    const selected = this.open.editor.text.slice(from, to);
    if (selected && !selected.includes("\n")) this.words.value = selected;
    this.element.hidden = false;
    this.words.focus();
    this.words.select();
    this.count();
  }

  close() {
    this.element.hidden = true;
    this.open.editor.focus();
  }

  /** Reads all chapters and tells how often the words stand in each. */
  async count() {
    const words = this.words.value;
    const turn = (this.turn = (this.turn || 0) + 1);
    const found = new Map();
    if (words) {
      for (const { key } of this.texts()) {
        const n = placesOf(key === this.open.key ? this.open.editor.text : (await get(`books/${this.book}/texts/${key}`)).text, words).length;
        if (n) found.set(key, n);
      }
    }
    if (turn !== this.turn) return;
    this.found = found;
    const all = [...found.values()].reduce((sum, n) => sum + n, 0);
    this.told.textContent = words ? (all ? t("foundCount", { n: all, here: found.get(this.open.key) || 0 }) : t("foundNone")) : "";
    this.replaceOne.disabled = this.replaceBook.disabled = !all;
    fill(this.chapters, this.texts().filter(({ key }) => found.has(key)).map((text) =>
      h("button", { type: "button", class: "quiet", "aria-current": text.key === this.open.key ? "true" : null, onclick: async () => { await this.show1(text.key); this.go(1, -1); } }, `${this.name(text)} ${found.get(text.key)}`)));
  }

  async show1(key) {
    await this.showText(key);
    await this.count();
  }

  /** Selects the next place, or the one before; the next chapter that has one follows the last. */
  async go(step, from = null) {
    const words = this.words.value;
    if (!words) return;
    const places = placesOf(this.open.editor.text, words);
    const at = from ?? this.open.editor.selection.from;
    let place = step > 0 ? places.find((one) => one > at) : [...places].reverse().find((one) => one < at);
    if (place === undefined) {
      await this.count();
      const keys = this.texts().map(({ key }) => key).filter((key) => this.found.has(key));
      if (!keys.length) return;
      const all = this.texts().map(({ key }) => key);
      const here = all.indexOf(this.open.key);
      const order = [...all.slice(here + 1), ...all.slice(0, here + 1)];
      if (step < 0) order.unshift(...order.splice(0).reverse().filter((key) => key !== this.open.key), this.open.key);
      const key = order.find((one) => keys.includes(one));
      if (key !== this.open.key) await this.show1(key);
      const there = placesOf(this.open.editor.text, words);
      place = step > 0 ? there[0] : there[there.length - 1];
    }
    if (place !== undefined) this.open.editor.select(place, place + words.length);
  }

  /** Replaces what is selected, where it is the words; goes on to the next. */
  async replace() {
    const { from, to } = this.open.editor.selection;
    if (this.words.value && this.open.editor.text.slice(from, to) === this.words.value) {
      const insert = this.other.value;
      this.open.editor.change({ from, to, insert, start: from + insert.length, end: from + insert.length });
      this.replaceOne.focus();
      await this.count();
    }
    await this.go(1, this.open.editor.selection.from - 1);
  }

  /** Replaces all in all chapters; a click takes it back. */
  async replaceAll() {
    const words = this.words.value, other = this.other.value;
    if (!words) return;
    await this.flush();
    const done = [];
    let n = 0;
    for (const { key } of this.texts()) {
      const { text, revision } = await get(`books/${this.book}/texts/${key}`);
      const places = placesOf(text, words);
      if (!places.length) continue;
      const after = text.split(words).join(other);
      await post(`books/${this.book}/texts/${key}`, { text: after, revision, tab: "find" });
      done.push({ key, before: text, after });
      n += places.length;
    }
    await this.reload();
    await this.count();
    say(t("replacedCount", { n, chapters: done.length }));
    this.bars.show("replaced", { kind: "done", text: t("replacedCount", { n, chapters: done.length }), actions: [{ label: t("takeBack"), action: async () => {
      for (const { key, before, after } of done) await post(`books/${this.book}/texts/${key}`, { text: before, base: after, tab: "find" });
      await this.reload();
      await this.count();
    } }] });
  }
}

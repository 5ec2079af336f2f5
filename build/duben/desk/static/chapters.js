// The list of chapters beside the text: chosen, named, moved, joined and put away by buttons and keys.
import { get, post } from "./api.js";
import { ask, fill, h, say } from "./dom.js";
import { language, t } from "./words.js";

const zh = {
  add: "＋ 新的一章", addTitle: "新的一章", name: "章名", rename: "改名", up: "上移", down: "下移", join: "并入上一章", remove: "删去", undo: "撤销",
  removeAsk: "删去“{title}”？可以马上撤销，以后也能从“{versions}”里恢复。", removed: "已删去“{title}”。", joined: "“{title}”已并入上一章。", moved: "“{title}”已移动。", renamed: "已改名为“{title}”。", added: "已加上“{title}”。", split: "已从这里另起一章。", undone: "已撤销。",
  untitled: "没有标题的一章", front: "印在目录前面。", frontNote: "读本按收来的文件写的，说明文字出自哪里、改过什么，印在目录前面。改了文字，请看看这里的话还对不对。", leaveOut: "不印这一页", splitHere: "从这里另起一章", more: "对“{title}”", settings: "书的设置", advanced: "高级",
};
const en = {
  add: "＋ New chapter", addTitle: "New chapter", name: "Title", rename: "Rename", up: "Up", down: "Down", join: "Join to the one before", remove: "Delete", undo: "Undo",
  removeAsk: "Delete “{title}”? It can be undone at once, and taken back later under “{versions}”.", removed: "“{title}” is deleted.", joined: "“{title}” is part of the chapter before.", moved: "“{title}” was moved.", renamed: "It is called “{title}” now.", added: "“{title}” was added.", split: "A new chapter begins here.", undone: "Undone.",
  untitled: "a chapter without a title", front: "Stands before the contents.", frontNote: "Written by duben when the document was taken in: where the text is from and what was changed. It stands before the contents. When you change the text, see whether this still holds.", leaveOut: "Leave this page out", splitHere: "Begin a new chapter here", more: "What can be done with “{title}”", settings: "Settings of the book", advanced: "Advanced",
};
const words = language === "zh" ? zh : en;
export const chapterKeys = { zh, en };
const c = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const EDITORS_NOTE = /^(编者说明|編者說明)$/;
const HEAD = /^#(?!#)[ \t]*(.*?)[ \t]*(?:\{[^{}]*\})?[ \t]*$/m;
const OTHER = ["settings", "decisions"];

export class ChapterList {
  /** book: its head, whose texts are kept up; flush(): what was typed is sent; show(key), reload():
      the text is shown, or read again where it is shown already. */
  constructor({ book, names, flush, show, reload }) {
    Object.assign(this, { book, names, flush, show, reload, current: "" });
    this.list = h("ul");
    this.told = h("p", { class: "chapter-told", role: "status" });
    this.raw = h("details", {}, h("summary", {}, c("advanced")), h("ul", {}, OTHER.map((key) => h("li", {}, this.#button({ key, title: names[key] })))));
    this.element = h("nav", { class: "chapters", "aria-label": t("chaptersOf"), tabindex: "0" },
      this.list, h("button", { class: "add", onclick: () => this.#add() }, c("add")), this.told, h("hr"),
      h("a", { class: "to-settings", href: `#/${book.key}/settings` }, c("settings")), this.raw);
    this.#fill();
  }

  get chapters() {
    return this.book.texts.filter((one) => !OTHER.includes(one.key));
  }

  /** Marks the text that is shown. */
  mark(key) {
    this.current = key;
    if (OTHER.includes(key)) this.raw.open = true;
    this.#fill();
  }

  /** The title of a chapter as it is being typed. */
  retitle(key, text) {
    const chapter = this.chapters.find((one) => one.key === key);
    const title = HEAD.exec(text)?.[1] ?? "";
    if (!chapter || chapter.title === title) return;
    chapter.title = title;
    const button = this.#find(key);
    if (button) button.textContent = this.name(chapter);
  }

  /** What was done with a chapter cannot be undone by itself once something is typed there. */
  typed(key) {
    if (key === this.touched) fill(this.told);
  }

  name(chapter) {
    return this.names[chapter.key] || chapter.title || c("untitled");
  }

  /** Begins a new chapter at a line of a file. */
  async split(file, line) {
    const chapter = this.chapters.find((one) => one.file === file);
    if (chapter) await this.#do({ action: "split", key: chapter.key, line }, c("split"));
  }

  #find(key) {
    return [...this.element.querySelectorAll("button[data-text]")].find((one) => one.dataset.text === key);
  }

  #button(text) {
    return h("button", { "data-text": text.key, "aria-current": text.key === this.current ? "true" : null, onclick: () => this.show(text.key) }, this.name(text));
  }

  #fill() {
    const focused = document.activeElement?.dataset?.text;
    const { chapters } = this;
    fill(this.list, chapters.map((one, at) => h("li", { onkeydown: (event) => this.#key(event, one) },
      this.#button(one), one.key === this.current ? this.#actions(one, chapters, at) : null)));
    for (const button of this.raw.querySelectorAll("button")) {
      if (button.dataset.text === this.current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (focused) this.#find(focused)?.focus();
  }

  #actions(one, chapters, at) {
    const front = one.part === "front";
    const action = (name, run, disabled = false) => front && disabled ? null : h("button", { "data-action": name, disabled, onclick: run }, c(name));
    const beside = (by) => chapters[at + by]?.part === one.part;
    return h("div", { class: "chapter-actions", role: "group", "aria-label": c("more", { title: this.name(one) }) },
      front ? h("p", { class: "hint" }, EDITORS_NOTE.test(one.title) ? c("frontNote") : c("front")) : null,
      front ? h("button", { "data-action": "remove", onclick: () => this.#remove(one) }, c("leaveOut")) : null,
      action("rename", () => this.#rename(one)),
      action("up", () => this.#move(one, -1), !beside(-1)), action("down", () => this.#move(one, 1), !beside(1)),
      action("join", () => this.#join(one), !beside(-1)),
      front ? null : action("remove", () => this.#remove(one), chapters.filter((other) => other.part !== "front").length < 2));
  }

  #key(event, one) {
    if (event.target.dataset.text === undefined) return;
    const run = { F2: () => this.#rename(one), Delete: () => this.#remove(one) }[event.key]
      || (event.altKey && { ArrowUp: () => this.#move(one, -1), ArrowDown: () => this.#move(one, 1) }[event.key]);
    if (!run) return;
    event.preventDefault();
    run();
  }

  async #add() {
    const values = await ask({ title: c("addTitle"), confirm: t("make"), cancel: t("cancel"), fields: [{ name: "title", label: c("name"), required: true }] });
    if (values) await this.#do({ action: "add", key: this.current, title: values.title }, c("added", { title: values.title }));
  }

  async #rename(one) {
    const values = await ask({ title: c("rename"), confirm: c("rename"), cancel: t("cancel"), fields: [{ name: "title", label: c("name"), value: one.title, required: true }] });
    if (values) await this.#do({ action: "rename", key: one.key, title: values.title }, c("renamed", { title: values.title }), "rename");
    else this.#focus("rename");
  }

  #move(one, by) {
    return this.#do({ action: "move", key: one.key, by }, c("moved", { title: this.name(one) }), by < 0 ? "up" : "down");
  }

  #join(one) {
    return this.#do({ action: "join", key: one.key }, c("joined", { title: this.name(one) }));
  }

  async #remove(one) {
    const title = this.name(one);
    if (await ask({ title: c("remove"), text: c("removeAsk", { title, versions: t("compare") }), confirm: c("remove"), cancel: t("cancel"), danger: true })) {
      await this.#do({ action: "remove", key: one.key }, c("removed", { title }));
    } else this.#focus("remove");
  }

  /** Asks for a change, shows the list and the text that the server names, and offers to undo. */
  async #do(what, told, action = "") {
    await this.flush();
    const { key, undo } = await post(`books/${this.book.key}/chapters`, what);
    this.book.texts = (await get(`books/${this.book.key}`)).texts;
    this.touched = ["remove", "move"].includes(what.action) ? "" : key;
    const same = key === this.current;
    this.current = key;
    this.#fill();
    await (same ? this.reload() : this.show(key));
    fill(this.told, told, " ", undo === 0 ? null : h("button", { onclick: () => this.#do({ action: "undo", key: this.current }, c("undone")) }, c("undo")));
    say(told);
    this.#focus(action);
  }

  /** The focus goes to an action of the chapter that is shown, else to the chapter. */
  #focus(action) {
    const button = this.element.querySelector(`[data-action="${action}"]:not(:disabled)`);
    (button || this.#find(this.current))?.focus();
  }
}

export const splitWords = () => c("splitHere");

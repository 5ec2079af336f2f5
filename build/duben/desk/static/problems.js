// The list of problems: each with its place, what to do, and its mend where there is one.
import { fill, h } from "./dom.js";
import { t } from "./words.js";

/** A hint for somebody who types no commands: what a command or a file would do is a screen here. */
export function plainHint(hint) {
  if (document.documentElement.dataset.mode === "preview") return hint || "";
  if (/duben enumerations|enumerations\.toml/.test(hint || "")) return t("hintTerms");
  return /duben [a-z]/.test(hint || "") ? "" : hint || "";
}

/** What a click does. */
const mendWords = (mend) => (mend.new ? t("mend") : t("takeOut", { words: mend.old }));

const SETTINGS = "book.toml"; // what is wrong there is set right in the form
const ORDER = { error: 0, warning: 1, note: 2 };

export class ProblemList {
  /** onGo(problem): its place is wanted; onMend(problem), onMendAll(): where mending is offered. */
  constructor({ onGo, onMend = null, onMendAll = null, onUndo = null, actions = {} }) {
    Object.assign(this, { onGo, onMend, onMendAll, onUndo, actions }); // actions: buttons by rule
    this.count = h("span", { role: "status" }, t("composing"));
    this.all = h("button", { onclick: () => onMendAll(), hidden: true }, t("mendAll"));
    this.undo = h("button", { class: "quiet", onclick: () => onUndo(), hidden: true }, t("undo"));
    this.rows = h("ul");
    this.element = h("section", { class: "problems", "aria-label": t("problems"), tabindex: "0" },
      h("div", { class: "bar" }, h("h2", {}, t("problems")), this.count, h("span", { class: "bar" }, this.undo, this.all)), this.rows);
    this.shown = "";
  }

  show(problems) {
    const digest = JSON.stringify(problems);
    if (digest === this.shown) return;
    this.shown = digest;
    const counts = ["error", "warning", "note"].map((kind) => problems.filter((one) => one.severity === kind).length);
    const words = [["errors", counts[0]], ["warnings", counts[1]], ["notes", counts[2]]].filter(([, n]) => n);
    this.count.textContent = words.length ? words.map(([key, n]) => t(key, { n })).join(" · ") : t("noProblems");
    this.all.hidden = !this.onMendAll || !problems.some((one) => one.mend?.certain);
    const sorted = [...problems].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
    const focused = this.rows.contains(document.activeElement) ? [...this.rows.children].findIndex((row) => row.contains(document.activeElement)) : -1;
    fill(this.rows, sorted.map((one) => this.#row(one)));
    // The row that was acted upon is gone: the keys go on at the one in its place.
    if (focused >= 0) (this.rows.children[Math.min(focused, sorted.length - 1)]?.querySelector("button, a") || this.element).focus();
  }

  #row(problem) {
    const place = problem.file ? `${problem.file}:${problem.line}` : "";
    const action = this.actions[problem.rule];
    const hint = action ? "" : this.book && problem.file === SETTINGS ? t("hintSettings") : plainHint(problem.hint);
    return h("li", { class: problem.severity, "data-problem": problem.rule, "data-place": place },
      h("span", { class: "mark", "aria-hidden": "true" }),
      h("div", {}, h("span", {}, problem.message, " "),
        place ? h("button", { class: "place", onclick: () => this.onGo(problem) }, this.placeName ? this.placeName(problem) : place) : null),
      action ? h("button", { onclick: () => action.run(problem) }, action.label) : problem.mend && this.onMend ? h("button", { onclick: () => this.onMend(problem), "aria-label": `${mendWords(problem.mend)}：${problem.message}` }, mendWords(problem.mend)) : h("span"),
      problem.sheet !== null && problem.sheet !== undefined && this.book ? h("p", { class: "hint" }, h("a", { href: `#/${this.book}/terms/${encodeURIComponent(problem.sheet)}` }, t("toTerm"))) : hint ? h("p", { class: "hint" }, hint) : null);
  }
}

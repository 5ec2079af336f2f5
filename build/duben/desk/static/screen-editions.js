// Editions: tick, make, see the first page of each.
import { get, job, post } from "./api.js";
import { fill, h, say } from "./dom.js";
import { made } from "./file-words.js";
import { plainHint } from "./problems.js";
import { nextVersion, printedBar } from "./prints.js";
import { t } from "./words.js";

const PROBLEMS_SHOWN = 8;
const COMPANION = /-(fronts|backs|guide|trial|cover|marked)\.pdf$/;

export async function editionsScreen({ main, book, tell }) {
  const [{ editions, cover, two_inks: twoInks }, files] = await Promise.all([get(`books/${book.key}/editions`), get(`books/${book.key}/files`)]);
  const outcome = h("div", { role: "status", tabindex: "-1" });
  const progress = h("span", { class: "hint", role: "status" });
  const choices = h("div", { class: "editions" });
  const button = h("button", { class: "primary", onclick: make }, t("build"));
  const printed = printedBar(book);
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("editionsIntro"), " ", h("a", { href: `#/${book.key}/settings/cover.design` }, made("cover", { cover }))),
    h("form", { onsubmit: (event) => event.preventDefault() }, choices,
      h("p", { class: "bar after" }, button, progress, h("a", { class: "button", href: `#/${book.key}/files` }, t("toFiles")))), outcome, printed.element));
  const asked = new Set(book.ticks);
  const rows = [...editions.map((row) => ({ ...row, note: row.name === "press" ? `${row.note}，${made(twoInks ? "twoInks" : "oneInk")}` : row.note })),
    { name: "epub", title: made("epub"), note: t("alsoEpub") }, { name: "docx", title: "Word", note: made("docx") }];
  show(files);

  function show(done) {
    const before = new Set([...choices.querySelectorAll("input")].filter((one) => one.checked).map((one) => one.value));
    fill(choices, rows.map((row) => {
      const file = done.find((one) => !one.group && one.edition === row.name && one.pages && !COMPANION.test(one.name));
      const checked = before.size ? before.has(row.name) : asked.has(row.name);
      return h("label", { class: "edition" }, h("input", { type: "checkbox", value: row.name, checked }), h("strong", {}, row.title), h("small", {}, row.note || ""),
        file ? h("span", { class: "thumb" }, h("img", { src: `/api/books/${book.key}/files/${file.key}/pages/0?scale=1&v=${file.bytes}`, alt: `${row.title} ${t("firstPage")}`, loading: "lazy" })) : null);
    }));
  }

  /** What was said of a making, each with its chapter and the way there. */
  function told(problems) {
    return problems.slice(0, PROBLEMS_SHOWN).map((problem) => {
      const text = book.texts.find((one) => one.file === problem.file);
      const href = problem.file === "book.toml" ? `#/${book.key}/settings/line/${problem.line}` : `#/${book.key}/text/${encodeURIComponent(`${problem.file}:${problem.line}`)}`;
      const place = text ? h("a", { href }, problem.file === "book.toml" ? t("settings") : `${text.title} ${t("line", { line: problem.line })}`) : null;
      const hint = problem.file === "book.toml" ? "" : plainHint(problem.hint);
      return h("p", { class: problem.severity === "error" ? "notice error" : "notice" }, problem.message, " ", place, hint && !/book\.toml/.test(hint) ? `\n${hint}` : "");
    });
  }

  async function make() {
    const chosen = [...choices.querySelectorAll("input:checked")].map((one) => one.value);
    if (!chosen.length) return void fill(outcome, h("p", { class: "notice" }, made("chooseOne")));
    const formats = chosen.filter((one) => one === "epub" || one === "docx");
    const wanted = chosen.filter((one) => !formats.includes(one));
    if (!(await nextVersion(book))) return;
    button.disabled = true;
    fill(outcome);
    progress.textContent = t("building", { stage: "" });
    try {
      const { job: key } = await post(`books/${book.key}/build`, { editions: wanted, formats: [...(wanted.length ? ["pdf"] : []), ...formats] });
      const state = await job(key, (stage) => { progress.textContent = t("building", { stage }); tell(t("building", { stage })); });
      show(await get(`books/${book.key}/files`));
      const n = state.files.length;
      fill(outcome, h("p", { class: "notice good" }, t("built", { n }), " ", h("a", { href: `#/${book.key}/files` }, t("toFiles"))), told(state.problems || []));
      say(t("built", { n }));
    } catch (error) {
      fill(outcome, h("p", { class: "notice error" }, t("notBuilt")), told((error.problems || []).filter((one) => one.severity === "error")));
      say(t("notBuilt"));
    } finally {
      button.disabled = false;
      progress.textContent = "";
      outcome.focus({ preventScroll: true });
      outcome.scrollIntoView({ block: "nearest" });
      tell("");
      printed.update();
    }
  }
}

// Editions: tick, make, see the first page of each.
import { get, job, post } from "./api.js";
import { fill, h, say } from "./dom.js";
import { nextVersion, printedBar } from "./prints.js";
import { t } from "./words.js";

export async function editionsScreen({ main, book, tell }) {
  const [editions, files] = await Promise.all([get("editions"), get(`books/${book.key}/files`)]);
  const outcome = h("div", { role: "status" });
  const choices = h("div", { class: "editions" });
  const button = h("button", { class: "primary", onclick: make }, t("build"));
  const printed = printedBar(book);
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("editionsIntro")),
    h("form", { onsubmit: (event) => event.preventDefault() }, choices,
      h("p", { class: "bar" }, button, h("a", { class: "button", href: `#/${book.key}/files` }, t("toFiles")))), outcome, printed.element));
  const asked = new Set([...(book.editions || []), ...(book.formats || []).filter((one) => one !== "pdf")]);
  const rows = [...editions, { name: "epub", title: "EPUB", note: t("alsoEpub") }, { name: "docx", title: "Word", note: t("alsoDocx") }];
  show(files);

  function show(made) {
    const before = new Set([...choices.querySelectorAll("input")].filter((one) => one.checked).map((one) => one.value));
    fill(choices, rows.map((row) => {
      const file = made.find((one) => one.edition === row.name && one.pages && !/-(fronts|backs|guide|trial|cover|marked)\.pdf$/.test(one.name));
      const checked = before.size ? before.has(row.name) : asked.has(row.name);
      return h("label", { class: "edition" }, h("input", { type: "checkbox", value: row.name, checked }), h("strong", {}, row.title), h("small", {}, row.note || ""),
        file ? h("span", { class: "thumb" }, h("img", { src: `/api/books/${book.key}/files/${file.key}/pages/0?scale=1&v=${file.bytes}`, alt: `${row.title} ${t("firstPage")}`, loading: "lazy" })) : null);
    }));
  }

  async function make() {
    const chosen = [...choices.querySelectorAll("input:checked")].map((one) => one.value);
    const formats = chosen.filter((one) => one === "epub" || one === "docx");
    const wanted = chosen.filter((one) => !formats.includes(one));
    if (!(await nextVersion(book))) return;
    button.disabled = true;
    fill(outcome);
    try {
      const { job: key } = await post(`books/${book.key}/build`, { editions: wanted, formats: [...(wanted.length ? ["pdf"] : []), ...formats] });
      const state = await job(key, (stage) => tell(t("building", { stage })));
      const made = await get(`books/${book.key}/files`);
      show(made);
      const n = state.result?.files?.length ?? made.length;
      fill(outcome, h("p", { class: "notice" }, t("built", { n })), (state.problems || []).slice(0, 3).map((problem) => h("p", { class: "notice" }, problem.message)));
      say(t("built", { n }));
    } catch (error) {
      fill(outcome, h("p", { class: "notice error" }, t("notBuilt")), (error.problems || []).map((problem) =>
        h("p", { class: "notice error" }, problem.file ? `${problem.file}:${problem.line} ` : "", problem.message, problem.hint ? `\n${problem.hint}` : "")));
      say(t("notBuilt"));
    } finally {
      button.disabled = false;
      tell("");
      printed.update();
    }
  }
}

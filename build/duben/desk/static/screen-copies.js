// Copies for recipients: drop the spreadsheet, check the rows, run.
import { get, job, post, upload } from "./api.js";
import { dropPlace, fill, h, say } from "./dom.js";
import { givenOut } from "./prints.js";
import { made as all } from "./file-words.js";
import { t } from "./words.js";

const COLUMNS = ["name", "copies", "number", "contact", "address", "note"];

export async function copiesScreen({ main, book, tell }) {
  const editions = await get("editions");
  const outcome = h("div", { role: "status" });
  const given = h("div");
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("copiesIntro")),
    dropPlace({ name: "recipients", text: t("dropList"), note: t("dropListNote"), accept: ".xlsx,.xls,.csv", onFiles: ([file]) => check(file) }), outcome, given));
  fill(given, await givenOut(book));

  function faults(problems) {
    return problems.map((problem) => h("p", { class: problem.severity === "error" ? "notice error" : "notice" }, problem.line && !problem.message.includes(String(problem.line)) ? `${t("line", { line: problem.line })}：` : "", problem.message, problem.hint ? `\n${problem.hint}` : ""));
  }

  async function check(file) {
    tell(t("working"));
    fill(outcome);
    try {
      const key = await upload(file);
      const list = await post(`books/${book.key}/recipients`, { upload: key });
      const choices = editions.filter((one) => one.copies !== false).map((one) => h("label", { class: "edition" },
        h("input", { type: "checkbox", value: one.name, checked: one.name === "screen" || one.name === "booklet" }), h("strong", {}, one.title)));
      const used = list.columns.map((_, index) => list.rows.some((row) => row[index]));
      const kept = (cells) => cells.filter((_, index) => used[index]);
      const fatal = list.problems.some((problem) => problem.severity === "error");
      fill(outcome, faults(list.problems), h("h2", {}, t("checkRows"), " ", h("span", { class: "tag" }, t("total", { n: list.total }))),
        h("div", { class: "table-scroll", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, kept(list.columns).map((one) => h("th", { scope: "col" }, COLUMNS.includes(one) ? t(`column-${one}`) : one)))), h("tbody", {}, list.rows.slice(0, 300).map((row) => h("tr", {}, kept(row).map((cell) => h("td", {}, cell))))))),
        h("div", { class: "editions" }, choices),
        h("p", { class: "bar" }, h("button", { class: "primary", disabled: fatal, onclick: (event) => run(key, event.target) }, t("run"))));
    } catch (error) {
      fill(outcome, faults(error.problems?.length ? error.problems : [{ severity: "error", message: error.message }]));
    } finally {
      tell("");
    }
  }

  async function run(key, button) {
    button.disabled = true;
    const chosen = [...outcome.querySelectorAll("input:checked")].map((one) => one.value);
    try {
      const { job: id } = await post(`books/${book.key}/distribute`, { upload: key, editions: chosen, formats: [] });
      const state = await job(id, (stage) => tell(t("building", { stage })));
      const made = (state.result?.files || []).filter((file) => !file.for_programs);
      const told = h("p", { class: "notice good", tabindex: "-1" }, all("done"));
      outcome.append(told, made.length ? h("p", { class: "bar after" }, h("a", { class: "button primary", href: `/api/books/${book.key}/files.zip?group=${encodeURIComponent(made[0].group)}`, download: "" }, all("all"))) : "",
        h("p", { class: "bar after" }, made.map((file) => h("a", { class: "button", href: `/api/books/${book.key}/files/${file.key}`, download: "" }, file.recipient || file.title || file.name))));
      button.disabled = false;
      told.focus();
      say(t("done"));
      fill(given, await givenOut(book));
    } catch (error) {
      outcome.append(...faults(error.problems?.length ? error.problems : [{ severity: "error", message: error.message }]));
      button.disabled = false;
    } finally {
      tell("");
    }
  }
}

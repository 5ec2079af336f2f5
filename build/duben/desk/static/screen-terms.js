// Enumerations: those that wait first; accept, strike, edit; the spreadsheet out and in.
import { get, post, send } from "./api.js";
import { dropPlace, fill, h, say } from "./dom.js";
import { t } from "./words.js";

const STATES = { waiting: "waiting", sure: "sure", named: "named", struck: "struck" };

export async function termsScreen({ main, book, tell }) {
  const table = h("tbody");
  const count = h("p", { class: "intro", role: "status" });
  const screen = h("div", { class: "screen" }, h("p", { class: "intro" }, t("termsIntro")),
    h("div", { class: "bar" },
      h("a", { class: "button", href: `/api/books/${book.key}/enumerations.xlsx`, download: "" }, t("sheetOut")),
      dropPlace({ name: "enumerations", text: t("sheetIn"), accept: ".xlsx,.csv", onFiles: takeSheet })),
    count,
    h("div", { class: "table-scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("count")), h("th", { scope: "col" }, t("terms")), h("th", { scope: "col" }, t("members")), h("th", { scope: "col" }, t("where")), h("th", { scope: "col" }, t("decide")))),
      table)));
  screen.querySelector(".drop").classList.add("small");
  main.append(screen);
  await list();

  async function list() {
    const rows = await get(`books/${book.key}/enumerations`);
    const waiting = rows.filter((row) => state(row) === "waiting").length;
    count.textContent = rows.length ? t("nWaiting", { n: waiting }) : t("noTerms");
    fill(table, rows.map(line));
  }

  function state(row) {
    if (row.status === "ignored" || row.status === "struck") return "struck";
    if (row.members.length && !row.sure) return "waiting";
    return row.members.length ? "sure" : "named";
  }

  async function decide(row, action, more = {}) {
    tell(t("saving"));
    await post(`books/${book.key}/enumerations`, { term: row.term, action, ...more });
    tell("");
    say(`${row.term}：${t(action)}`);
    await list();
  }

  function line(row) {
    const now = state(row);
    const members = h("td", {}, row.members.length ? h("ol", { lang: "zh" }, row.members.map((one) => h("li", {}, one))) : h("span", { class: "tag" }, t("named")),
      row.sentence && now === "waiting" ? h("p", { class: "sentence", lang: "zh" }, row.sentence) : null);
    const buttons = h("td", {}, h("div", { class: "bar" },
      now === "waiting" ? h("button", { class: "primary", onclick: () => decide(row, "accept") }, t("accept")) : null,
      h("button", { onclick: () => edit(row, members, buttons) }, t("edit")),
      now !== "struck" ? h("button", { class: "quiet", onclick: () => decide(row, "strike") }, t("strike")) : null,
      now === "struck" || row.decided ? h("button", { class: "quiet", onclick: () => decide(row, "clear") }, t("clear")) : null));
    for (const button of buttons.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent} ${row.term}`);
    const pages = new Set(); // a page once
    const places = row.places.filter((place) => !place.page || (!pages.has(place.page) && pages.add(place.page))).slice(0, 6).map((place) =>
      h("a", { href: `#/${book.key}/text/${encodeURIComponent(`${place.file}:${place.line}`)}` }, place.page ? t("page", { label: place.page }) : t("line", { line: place.line })));
    return h("tr", { "data-term": row.term },
      h("td", { class: "number" }, String(row.count ?? "")),
      h("td", { class: "term", lang: "zh" }, row.term, " ", h("div", {}, h("span", { class: `tag ${STATES[now]}` }, t(now)))),
      members, h("td", {}, places.flatMap((one, index) => (index ? ["、", one] : [one]))), buttons);
  }

  function edit(row, cell, buttons) {
    const area = h("textarea", { rows: Math.max(3, row.members.length + 1), "aria-label": `${t("members")} ${row.term}` });
    area.value = row.members.join("\n");
    const number = h("input", { type: "number", min: "1", max: "9999", value: String(row.count ?? ""), "aria-label": `${t("count")} ${row.term}` });
    fill(cell, h("label", { class: "field" }, h("span", {}, `${t("members")}（${t("membersHint")}）`), area), h("label", { class: "field" }, h("span", {}, t("count")), number));
    fill(buttons, h("div", { class: "bar" },
      h("button", { class: "primary", onclick: () => decide(row, "edit", { members: area.value.split("\n").map((one) => one.trim()).filter(Boolean), count: Number(number.value) || null }) }, t("done")),
      h("button", { class: "quiet", onclick: list }, t("cancel"))));
    area.focus();
  }

  async function takeSheet([file]) {
    const answer = await send(`books/${book.key}/enumerations/table?name=${encodeURIComponent(file.name)}`, file);
    say(t("sheetTaken", { n: answer.taken }));
    await list();
  }
}

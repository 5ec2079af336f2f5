// Enumerations: those that wait first; each is decided by itself, and the last decision taken back.
import { get, post, send } from "./api.js";
import { append, dropPlace, fill, h, later, say } from "./dom.js";
import { pageName, t } from "./words.js";

const PLACES = 6; // that are shown of a term

export async function termsScreen({ main, book, events, rest }) {
  const lines = new Map(); // term → {row, digest, element}
  const table = h("tbody");
  const count = h("p", { class: "intro", role: "status" }, h("span", { class: "wait" }, t("termsWait")));
  const note = h("p", { class: "done-note", hidden: true });
  const frame = h("div", { class: "table-scroll", hidden: true }, h("table", { class: "terms" },
    h("thead", {}, h("tr", {}, ["count", "terms", "members", "where", "decide"].map((name) => h("th", { scope: "col", class: name }, t(name))))), table));
  const out = h("a", { class: "button", href: `/api/books/${book.key}/enumerations.xlsx`, download: "" }, t("sheetOut"));
  const screen = h("div", { class: "screen" }, h("p", { class: "intro" }, t("termsIntro")),
    h("div", { class: "bar" }, out,
      dropPlace({ name: "enumerations", text: t("sheetIn"), accept: ".xlsx,.csv", onFiles: takeSheet })),
    h("div", { class: "sheet-head" }, count, note), frame);
  screen.querySelector(".drop").classList.add("small");
  main.append(screen);
  await list(true);
  list();
  find(decodeURIComponent(rest.join("/")));
  const stop = events.on("state", later(300, (state) => { if (state.settled && !table.querySelector(".editing")) list(); }));
  return () => stop();

  /** Asks for the rows again; only those that have changed are drawn anew, each where it stood.
   *  With `now` the pages are not waited for: they are made anew after a decision. */
  async function list(now = false) {
    const rows = await get(`books/${book.key}/enumerations${now ? "?pages=no" : ""}`);
    const there = new Set(rows.map((row) => row.term));
    for (const [term, { element }] of lines) {
      if (!there.has(term)) {
        element.remove();
        lines.delete(term);
      }
    }
    for (const row of rows) {
      const old = lines.get(row.term);
      if (old) keepPages(row, old.row);
      const digest = JSON.stringify(row);
      if (old?.digest === digest) continue;
      const element = line(row);
      const focused = old?.element.contains(document.activeElement);
      if (old) old.element.replaceWith(element);
      else table.append(element);
      lines.set(row.term, { row, digest, element });
      if (focused) focusOn(row.term);
    }
    const waiting = rows.filter((row) => state(row) === "waiting" || row.problems.length).length;
    count.textContent = !rows.length ? t("noTerms") : waiting ? t("nWaiting", { n: waiting }) : t("noneWaits");
    frame.hidden = !rows.length;
  }

  /** While the pages are made anew those of before are shown. */
  function keepPages(row, old) {
    for (const place of row.places) {
      place.page ??= old.places.find((one) => one.file === place.file && one.line === place.line)?.page ?? null;
    }
  }

  function state(row) {
    if (row.status === "ignored" || row.status === "hidden") return "struck";
    if (row.status === "struck") return "nameOnly";
    if (row.members.length && !row.sure) return "waiting";
    if (row.decided) return "settledTerm";
    return row.members.length ? "sure" : "named";
  }

  async function decide(row, action, more = {}) {
    await post(`books/${book.key}/enumerations`, { term: row.term, action, ...more });
    await list(true);
    told(`“${row.term}”：${t(`${action}Done`)}`);
    focusOn(row.term);
  }

  /** What was done, with the way back. */
  function told(text) {
    fill(note, text, " ", h("button", { onclick: takeBack }, t("undoTerm")));
    note.hidden = false;
    say(text);
  }

  async function takeBack() {
    const { more } = await post(`books/${book.key}/enumerations/undo`);
    await list(true);
    fill(note, t("undone"), " ", more ? h("button", { onclick: takeBack }, t("undoMore")) : null);
    say(t("undone"));
    (note.querySelector("button") || out).focus();
  }

  function focusOn(term) {
    lines.get(term)?.element.querySelector("button")?.focus();
  }

  /** Leads to the row of a term that the address names. */
  function find(term) {
    const element = lines.get(term)?.element;
    if (!element) return;
    element.classList.add("target");
    element.scrollIntoView({ block: "center" });
    focusOn(term);
  }

  function line(row) {
    const now = state(row);
    const button = (name, action, look = null) => h("button", { class: look, "aria-label": `${t(name)} ${row.term}`, onclick: action }, t(name));
    const gone = now === "struck" || now === "nameOnly";
    const doubtful = now === "waiting" || row.problems.length > 0;
    const buttons = [
      doubtful && !gone ? button(row.members.length ? "accept" : "right", () => decide(row, "accept"), "primary") : null,
      button("edit", () => edit(row)),
      now === "struck" ? null : button("strike", () => decide(row, "strike")),
      row.decided || gone ? button("clear", () => decide(row, "clear")) : null,
    ];
    return h("tr", { "data-term": row.term },
      h("td", { class: "number" }, row.number),
      h("td", { class: "term", lang: "zh" }, row.term, h("div", {}, h("span", { class: `tag ${now}` }, t(now)))),
      h("td", {}, members(row, now), row.problems.map(doubt)),
      h("td", {}, places(row)),
      h("td", {}, h("div", { class: "bar" }, buttons)));
  }

  function members(row, now) {
    const listed = row.members.length
      ? h("ol", { lang: "zh", class: now === "struck" || now === "nameOnly" ? "gone" : null }, row.members.map((one) => h("li", {}, one)))
      : h("span", { class: "sentence" }, t("unlisted"));
    return [listed, now === "waiting" ? [row.sentence ? h("p", { class: "sentence", lang: "zh" }, row.sentence) : null, row.signs.map((sign) => h("p", { class: "sentence" }, sign))] : null];
  }

  function doubt(problem) {
    return h("p", { class: "doubt" }, problem.message, " ", problem.file ? link(problem, "", t("look")) : null);
  }

  function places(row) {
    const pages = new Set(); // a page once
    return row.places
      .filter((place) => !place.page || (!pages.has(place.page) && pages.add(place.page)))
      .slice(0, PLACES)
      .flatMap((place, index) => [index ? "、" : "", link(place, row.term, place.page ? pageName(place.page) : t("inText"))]);
  }

  function link(place, words, text) {
    const at = `${place.file}:${place.line}${words ? `~${words}` : ""}`;
    return h("a", { href: `#/${book.key}/text/${encodeURIComponent(at)}` }, text);
  }

  /** A form below the row; Escape gives it up. */
  function edit(row) {
    table.querySelector(".editing")?.remove();
    const area = h("textarea", { rows: Math.min(14, Math.max(4, row.members.length + 1)), lang: "zh" });
    area.value = row.members.join("\n");
    const number = h("input", { type: "number", min: "1", max: "999", value: String(row.count ?? "") });
    const fault = h("p", { class: "notice", role: "alert", hidden: true });
    const close = () => {
      form.remove();
      lines.get(row.term).element.querySelector("button[aria-label^='" + t("edit") + "']")?.focus();
    };
    const save = async (more = {}) => {
      const values = area.value.split("\n").map((one) => one.trim()).filter(Boolean);
      try {
        await post(`books/${book.key}/enumerations`, { term: row.term, action: "edit", members: values, count: Number(number.value) || null, ...more });
      } catch (error) {
        fill(fault, error.message, " ", error.problems?.[0]?.hint || "");
        fault.hidden = false;
        const miscounted = error.problems?.[0]?.rule === "desk-members-count";
        if (miscounted) append(fault, [" ", h("button", { type: "button", onclick: () => save({ anyway: true }) }, t("saveAnyway"))]);
        (miscounted ? fault.querySelector("button") : area).focus();
        return;
      }
      form.remove();
      await list(true);
      told(`“${row.term}”：${t("editDone")}`);
      focusOn(row.term);
    };
    const form = h("tr", { class: "editing" }, h("td", { colspan: "5" }, h("form", { onsubmit: (event) => { event.preventDefault(); save(); } },
      h("label", { class: "field" }, h("span", {}, `${row.term}：${t("members")}（${t("membersHint")}）`), area),
      h("label", { class: "field narrow" }, h("span", {}, t("count")), number), fault,
      h("div", { class: "bar" }, h("button", { class: "primary" }, t("save")), h("button", { type: "button", onclick: close }, t("cancel"))))));
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    lines.get(row.term).element.after(form);
    area.focus();
  }

  async function takeSheet([file]) {
    const answer = await send(`books/${book.key}/enumerations/table?name=${encodeURIComponent(file.name)}`, file);
    await list(true);
    const problems = answer.problems.map((problem) => `\n${problem.message}`).join("");
    if (answer.taken) told(t("sheetTaken", { n: answer.taken }) + problems);
    else say(t("sheetTaken", { n: 0 }) + problems);
  }
}

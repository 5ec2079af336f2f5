// What was taken in: what of the document was left out, moved, mended, and what is not sure.
import { get, post } from "./api.js";
import { fill, h, say } from "./dom.js";
import { t } from "./words.js";

const KINDS = ["unsure", "left_out", "moved", "mended"];
const SHOWN = 12; // rows of a kind at first
const ALIKE = 3; // so many mends that are the same stand in one row
const HEAD = ["title", "subtitle", "author", "date"]; // what the settings have

/** What a row is about in words: title, date …; anything else as it stands. */
function whatName(what) {
  const key = `what${what[0].toUpperCase()}${what.slice(1)}`;
  const name = t(key);
  return name === key ? what : name;
}

/** A piece of text of which blanks can be seen, too. */
function visible(text) {
  if (!text) return t("nothing");
  if (/^[ \t\u3000\u00a0]+$/.test(text)) return t(text.length === 1 ? "blank" : "blanks", { n: text.length });
  return text.replace(/\n/g, "⏎");
}

/** Mends that are the same are one entry: {row, rows}. */
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.old, row.new]);
    groups.set(key, [...(groups.get(key) || []), row]);
  }
  return [...groups.values()].flatMap((same) => (same.length >= ALIKE ? [same] : same.map((row) => [row])));
}

export async function takenScreen({ main, book }) {
  const report = await get(`books/${book.key}/taken`);
  const screen = h("div", { class: "screen" }, h("p", { class: "intro" }, t("takenIntro")));
  main.append(screen);
  if (!report || !KINDS.some((kind) => report[kind]?.length)) {
    screen.append(h("p", {}, t("nothingTaken")));
    return;
  }
  for (const kind of KINDS) {
    const rows = report[kind] || [];
    if (!rows.length) continue;
    const groups = kind === "mended" ? grouped(rows) : rows.map((row) => [row]);
    const list = h("ul", { class: "rows" });
    const more = h("button", { onclick: () => { const first = list.children.length; show(groups.length); list.children[first]?.querySelector("a, button, summary")?.focus(); } }, t("showMore", { n: groups.length - SHOWN }));
    const show = (limit) => {
      fill(list, groups.slice(0, limit).map((same) => (same.length > 1 ? together(kind, same) : line(kind, same[0]))));
      more.hidden = limit >= groups.length;
    };
    screen.append(h("section", {}, h("h2", {}, `${t(kind)} `, h("span", { class: "tag" }, String(rows.length))), list, more));
    show(SHOWN);
  }
  screen.append(h("p", { class: "bar next" }, h("a", { class: "button", href: `#/${book.key}/text` }, t("nextText"))));

  /** Mends that are the same, one below the other when they are opened. */
  function together(kind, rows) {
    return h("li", { class: "whole" }, h("details", {}, h("summary", {}, change(rows[0]), " ", h("span", { class: "tag" }, t("times", { n: rows.length }))),
      h("ul", { class: "rows" }, rows.map((row) => line(kind, row)))));
  }

  function change(row) {
    return [h("del", {}, visible(row.old)), " → ", h("ins", {}, visible(row.new))];
  }

  function quote(kind, row) {
    if (kind !== "mended") return row.text || t("absent");
    const [before, behind] = (row.around || []).map((text) => text.replace(/\*+/g, ""));
    return row.around ? [before ? `…${before}` : "", h("del", {}, visible(row.old)), h("ins", {}, visible(row.new)), behind ? `${behind}…` : ""] : change(row);
  }

  /** Where a row stands: chapter and line there; else where it stood in the document. */
  function where(row) {
    const [, file, number] = /^(.+):(\d+)$/.exec(row.place || "") || [];
    const chapter = book.texts.find((text) => text.file === file);
    if (chapter) return h("a", { href: `#/${book.key}/text/${encodeURIComponent(row.place)}` }, `${chapter.title || file} ${t("line", { line: number })}`);
    return [row.file, row.line && t("sourceLine", { line: row.line })].filter(Boolean).join(" ");
  }

  function meta(kind, row) {
    const words = [
      kind === "unsure" ? row.taken_as ? t("takenAs", { what: whatName(row.what) }) : t("lacks", { what: whatName(row.what) }) : "",
      row.why ? t("why", { why: row.why }) : "",
      row.to ? t("movedTo", { what: whatName(row.to) }) : "",
    ];
    return [...words.filter(Boolean), where(row)].filter((part) => part.length !== 0).flatMap((part, index) => (index ? [" · ", part] : [part]));
  }

  function line(kind, row) {
    const element = h("li", { class: row.seen ? "seen" : null }, h("p", { class: "quote", lang: "zh" }, quote(kind, row)), h("p", { class: "meta" }, meta(kind, row)),
      h("div", { class: "bar" }, kind === "unsure" ? doubtButtons() : restoreButtons()));
    return element;

    function again(changes, focus = true) {
      Object.assign(row, changes);
      const next = line(kind, row);
      element.replaceWith(next);
      if (focus) next.querySelector("button")?.focus();
    }

    function doubtButtons() {
      if (row.seen) return [h("span", { class: "tag sure" }, t("seen")), button("seeAgain", () => tick(false))];
      const target = HEAD.includes(row.what) ? `#/${book.key}/settings` : row.what === "enumeration" ? `#/${book.key}/terms` : `#/${book.key}/text/${encodeURIComponent(row.place || "")}`;
      return [row.taken_as ? button("isRight", () => tick(true)) : button("leaveEmpty", () => tick(true)),
        h("a", { class: "button", href: target, "aria-label": `${t("changeIt")} ${row.text || whatName(row.what)}` }, t(row.taken_as ? "changeIt" : "fillIn"))];
    }

    function restoreButtons() {
      if (row.seen) return [h("span", { class: "tag sure" }, t("restoredTag")), row.undoable ? button("undoTerm", takeBack) : null];
      return row.restorable ? button("restore", restore) : null;
    }

    function button(name, action) {
      return h("button", { onclick: action, "aria-label": `${t(name)} ${row.text || row.new || whatName(row.what || "other")}` }, t(name));
    }

    async function tick(seen) {
      await post(`books/${book.key}/taken/seen`, { kind, row: row.row, seen });
      again({ seen });
      say(t(seen ? "seen" : "seeAgain"));
    }

    async function restore() {
      const place = await post(`books/${book.key}/taken/restore`, { kind, row: row.row });
      again({ seen: true, undoable: true });
      say(t("restored"));
      if (place?.file) sessionStorage.setItem("duben-place", JSON.stringify(place));
    }

    async function takeBack() {
      await post(`books/${book.key}/mend/undo`);
      await post(`books/${book.key}/taken/seen`, { kind, row: row.row, seen: false });
      again({ seen: false, undoable: false });
      say(t("undone"));
    }
  }
}

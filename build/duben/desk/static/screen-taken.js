// What was taken in: what of the document was left out, moved, mended, and what is not sure.
import { get, post } from "./api.js";
import { fill, h, say } from "./dom.js";
import { t } from "./words.js";

const KINDS = ["unsure", "left_out", "moved", "mended"];
const SHOWN = 12; // rows of a kind at first

/** What a row is about in words: title, date …; anything else as it stands. */
function whatName(what) {
  const key = `what${what[0].toUpperCase()}${what.slice(1)}`;
  const name = t(key);
  return name === key ? what : name;
}

/** A piece of text of which blanks can be seen, too. */
function visible(text) {
  return text ? text.replace(/\n/g, "⏎").replace(/^[ \t\u3000\u00a0]+|[ \t\u3000\u00a0]+$/g, (blanks) => "␣".repeat(Math.min(4, blanks.length))) : t("nothing");
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
    const list = h("ul", { class: "rows" });
    const more = h("button", { class: "quiet", onclick: () => show(rows.length) }, t("showMore", { n: rows.length - SHOWN }));
    const show = (limit) => {
      fill(list, rows.slice(0, limit).map((row, index) => line(kind, row, index)));
      more.hidden = limit >= rows.length;
    };
    screen.append(h("section", {}, h("h2", {}, `${t(kind)} `, h("span", { class: "tag" }, String(rows.length))), list, more));
    show(SHOWN);
  }

  function line(kind, row, index) {
    const words = kind === "mended" ? [h("del", {}, visible(row.old)), " → ", h("ins", {}, visible(row.new))] : row.text || t("absent");
    const meta = [
      row.line ? t("line", { line: row.line }) : "", row.file || "",
      row.why ? t("why", { why: row.why }) : "",
      kind === "unsure" ? [whatName(row.what), row.taken_as && t("takenAs", { what: row.taken_as })].filter(Boolean).join("：") : "",
      row.to ? `→ ${whatName(row.to)}` : "",
    ].filter(Boolean).join(" · ");
    const restore = kind === "left_out" || kind === "mended"
      ? h("button", { onclick: async (event) => {
          const place = await post(`books/${book.key}/taken/restore`, { kind, row: row.row ?? index });
          event.target.disabled = true;
          event.target.textContent = t("restored");
          say(t("restored"));
          if (place?.file) sessionStorage.setItem("duben-place", JSON.stringify(place));
        } }, t("restore"))
      : null;
    return h("li", {}, h("p", { class: "quote", lang: "zh" }, words), h("p", { class: "meta" }, meta),
      h("div", { class: "bar" }, row.place ? h("a", { class: "button", href: `#/${book.key}/text/${encodeURIComponent(row.place)}` }, t("look")) : null, restore));
  }
}

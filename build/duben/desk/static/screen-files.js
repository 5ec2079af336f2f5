// The files that were made, in groups, to be downloaded.
import { get } from "./api.js";
import { h } from "./dom.js";
import { made } from "./file-words.js";
import { t } from "./words.js";

const SIDES = /-(booklet|fronts|backs)\.pdf$/; // pages of these are sides of sheets

/** Bytes as people write them. */
function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What is read and printed first, what belongs to it then, records last. */
function order(file) {
  if (file.edition && file.pages) return /-(fronts|backs|guide|trial|cover)\.pdf$/.test(file.name) ? 1 : 0;
  return /\.json$/.test(file.name) ? 3 : 2;
}

/** How long a file is: pages, or sides and sheets of paper. */
function pages(file) {
  if (!file.pages) return "";
  if (!SIDES.test(file.name)) return t("nPages", { n: file.pages });
  return made("sheets", { n: file.pages, sheets: /-booklet\.pdf$/.test(file.name) ? Math.ceil(file.pages / 2) : file.pages });
}

/** What a group of files is: of a build, a comparison with its time, copies, a print. */
function groupTitle(name) {
  if (!name) return made("newest");
  const time = /(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})/.exec(name);
  if (name.startsWith("changes-")) return made("changes", { time: time ? `${time[1]}-${time[2]}-${time[3]} ${time[4]}:${time[5]}` : "" });
  return made(name.startsWith("printed-") ? "printed" : "copies");
}

export async function filesScreen({ main, book }) {
  const files = (await get(`books/${book.key}/files`)).filter((file) => !file.for_programs);
  const groups = [...new Set(files.map((file) => file.group))];
  const address = (file) => `/api/books/${book.key}/files/${file.key}`;

  function row(file) {
    return h("tr", {}, h("td", {}, h("a", { href: address(file), download: "" }, file.recipient || file.title || file.name)),
      h("td", {}, pages(file)), h("td", {}, size(file.bytes)),
      h("td", {}, file.older ? h("span", { class: "tag waiting" }, made("olderText")) : ""));
  }

  function group(name) {
    const rows = files.filter((file) => file.group === name).sort((a, b) => order(a) - order(b));
    const units = rows.filter((file) => file.recipient).length;
    const count = units ? made("units", { n: units }) : made("files", { n: rows.length });
    const head = [groupTitle(name), " ", h("span", { class: "tag" }, count), " ", rows.some((file) => file.older) && name ? h("span", { class: "tag waiting" }, made("olderText")) : null];
    const table = [h("div", { class: "table-scroll" }, h("table", {}, h("tbody", {}, rows.map(row)))),
      h("p", { class: "bar after" }, h("a", { class: "button", href: `/api/books/${book.key}/files.zip?group=${encodeURIComponent(name)}`, download: "" }, made("all")))];
    return name ? h("details", { class: "file-group" }, h("summary", {}, head), table) : h("section", { class: "file-group" }, h("h2", {}, head), table);
  }

  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("filesIntro")),
    groups.length ? groups.map(group) : h("p", {}, t("noFiles"), " ", h("a", { href: `#/${book.key}/editions` }, made("none"))),
    h("hr"), h("p", { class: "bar after" }, h("a", { class: "button", href: `/api/books/${book.key}/pack`, download: "" }, t("pack")), h("a", { href: `#/${book.key}/compare` }, made("historyAt")))));
}

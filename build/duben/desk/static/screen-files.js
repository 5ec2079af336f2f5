// The files that were made, to be downloaded; the history of the text.
import { get } from "./api.js";
import { h } from "./dom.js";
import { t } from "./words.js";

/** Bytes as people write them. */
function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What is read and printed first, what programs read last. */
function order(file) {
  if (file.edition && file.pages) return /-(fronts|backs|guide|trial|cover)\.pdf$/.test(file.name) ? 1 : 0;
  return /\.json$/.test(file.name) ? 3 : 2;
}

export async function filesScreen({ main, book }) {
  const [files, versions] = await Promise.all([get(`books/${book.key}/files`), get(`books/${book.key}/versions`)]);
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("filesIntro")),
    files.length ? h("table", {}, h("tbody", {}, [...files].sort((a, b) => order(a) - order(b)).map((file) => h("tr", {},
      h("td", {}, h("a", { href: `/api/books/${book.key}/files/${file.key}`, download: "" }, file.title || file.name), file.title ? h("div", { class: "sentence" }, file.name) : null),
      h("td", {}, file.pages ? t("nPages", { n: file.pages }) : ""), h("td", {}, size(file.bytes)),
      h("td", {}, file.older ? h("span", { class: "tag waiting" }, t("older")) : ""))))) : h("p", {}, t("noFiles")),
    h("p", { class: "bar" }, h("a", { class: "button", href: `/api/books/${book.key}/pack`, download: "" }, t("pack"))),
    h("h2", {}, t("history")), h("p", { class: "intro" }, t("historyIntro")),
    h("ul", { class: "rows" }, versions.map((version) => h("li", {}, h("p", {}, version.time), h("p", { class: "meta" }, version.words || ""))))));
}

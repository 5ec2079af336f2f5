// Comparison with an earlier version: what changed, and the slip, the marked pages, the sheets.
import { get, job, post, upload } from "./api.js";
import { ask, dropPlace, fill, h, say } from "./dom.js";
import { correctedPlace } from "./prints.js";
import { t } from "./words.js";

/** For people first, for programs last. */
function order(file) {
  return /report\.pdf$/.test(file.name) ? 0 : /\.(json)$/.test(file.name) ? 2 : 1;
}

const KINDS = { added: "added", removed: "removed", changed: "changed", renumbered: "renumbered", moved: "movedChange" };

export async function compareScreen({ main, book, tell }) {
  const versions = await get(`books/${book.key}/versions`);
  const outcome = h("div", { role: "status" });
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("compareIntro")), correctedPlace(book, (version) => run({ version })),
    versions.length ? h("ul", { class: "rows" }, versions.slice(0, 20).map((version) => h("li", {}, h("p", {}, version.time), h("p", { class: "meta" }, versionWords(version)),
      h("div", { class: "bar" }, h("button", { "aria-label": `${t("withVersion")} ${version.time}`, onclick: () => run({ version: version.key }) }, t("withVersion")),
        version.restorable === false ? null : h("button", { class: "quiet", "aria-label": `${t("restoreVersion")} ${version.time}`, onclick: () => restore(version) }, t("restoreVersion")))))) : h("p", {}, t("noVersions")),
    dropPlace({ name: "compare", text: t("dropOld"), note: t("dropOldNote"), accept: ".zip,.docx,.md,.txt,.html,.json", onFiles: async ([file]) => run({ upload: await upload(file) }) }),
    outcome));

  /** What is told of a version, chapters by their titles. */
  function versionWords(version) {
    return book.texts.reduce((words, text) => words.replace(text.file, text.title || t(text.key) || text.file), version.words || "");
  }

  async function restore(version) {
    if (await ask({ title: t("restoreVersion"), text: t("restoreAsk", { time: version.time }), confirm: t("restoreVersion"), cancel: t("cancel") })) {
      await post(`books/${book.key}/versions/${version.key}/restore`);
      say(t("restored"));
    }
  }

  async function run(what) {
    tell(t("working"));
    fill(outcome);
    try {
      const { job: key } = await post(`books/${book.key}/compare`, what);
      const { result } = await job(key);
      fill(outcome, result.changes.length ? null : h("p", { class: "notice" }, t("nothingChanged")),
        h("div", { class: "notice" }, result.summary.filter((sentence) => sentence.trim()).join("\n")),
        result.files.length ? h("p", { class: "bar" }, [...result.files].sort((a, b) => order(a) - order(b)).map((file) => h("a", { class: "button", href: `/api/books/${book.key}/files/${file.key}`, download: "" }, file.title || file.name))) : null,
        result.changes.length ? [h("h2", {}, t("changes"), " ", h("span", { class: "tag" }, String(result.changes.length))), h("ul", { class: "rows" }, result.changes.map(change))] : null);
      say(t("done"));
    } catch (error) {
      fill(outcome, (error.problems?.length ? error.problems : [error]).map((problem) => h("p", { class: "notice error" }, problem.message)));
    } finally {
      tell("");
    }
  }

  function change(row) {
    const words = row.segments?.length ? row.segments.map(([sign, text]) => (sign === "=" ? text : h(sign === "-" ? "del" : "ins", {}, text)))
      : [row.old_text && h("del", {}, row.old_text), row.new_text && h("ins", {}, row.new_text)];
    const at = [...new Set([...(row.old_pages || []), ...(row.new_pages || [])])].map((label) => t("page", { label })).join("、");
    return h("li", {}, h("p", { class: "quote", lang: "zh" }, words), h("p", { class: "meta" }, at), h("div", { class: "bar" }, h("span", { class: "tag" }, t(KINDS[row.kind] || row.kind))));
  }
}

// Comparison with an earlier version: what changed, and the slip, the marked pages, the sheets.
import { get, job, post, upload } from "./api.js";
import { ask, dropPlace, fill, h, say } from "./dom.js";
import { correctedPlace, nextVersion } from "./prints.js";
import { shortTime, t } from "./words.js";

const KINDS = { added: "added", removed: "removed", changed: "changed", renumbered: "renumbered", moved: "movedChange" };
const SHOWN = 12; // versions at first

/** For people first; what only programs read is under 文件. */
function shownFiles(files) {
  const order = (file) => (/report\.pdf$/.test(file.name) ? 0 : 1);
  return files.filter((file) => !/\.json$/.test(file.name)).sort((a, b) => order(a) - order(b));
}

export async function compareScreen({ main, book, rest, tell }) {
  const outcome = h("div", { class: "outcome", tabindex: "-1" });
  const note = h("p", { class: "done-note", hidden: true });
  const list = h("div");
  const old = dropPlace({ name: "compare", text: t("dropOld"), note: t("dropOldNote"), accept: ".zip,.docx,.md,.txt,.html,.json", onFiles: async ([file]) => {
    wait(t("reading", { name: file.name }));
    await run({ upload: await upload(file) });
  } });
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, t("compareIntro")), outcome, correctedPlace(book, compareMerged),
    h("h2", {}, t("versionsHead")), h("p", { class: "intro" }, t("versionsIntro")), note, list, old));
  await showVersions();
  if (rest[0]) compareMerged(rest[0]);

  /** After a corrected file was merged: the text is another version than what was printed. */
  async function compareMerged(version) {
    await nextVersion(book);
    await run({ version });
    await showVersions();
  }

  async function showVersions(limit = SHOWN) {
    const versions = await get(`books/${book.key}/versions`);
    fill(list, versions.length ? h("ul", { class: "rows" }, versions.slice(0, limit).map(versionRow)) : h("p", { class: "empty" }, t("noVersions")),
      versions.length > limit ? h("button", { onclick: () => showVersions(versions.length) }, t("showMore", { n: versions.length - limit })) : null);
    return versions;
  }

  function versionRow(version) {
    const time = shortTime(version.time);
    return h("li", {}, h("p", {}, time, version.print ? [" ", h("span", { class: "tag sure" }, t("printedTag"))] : null), h("p", { class: "meta" }, versionWords(version)),
      h("div", { class: "bar" }, h("button", { "aria-label": `${t("withVersion")} ${time}`, onclick: () => run({ version: version.key }) }, t("withVersion")),
        version.restorable === false ? null : h("button", { "aria-label": `${t("restoreVersion")} ${time}`, onclick: (event) => restore(version, time, event.target) }, t("restoreVersion"))));
  }

  /** What is told of a version, chapters by their titles. */
  function versionWords(version) {
    const named = (text) => text.title || (text.part === "other" ? t(text.key) : text.file);
    return book.texts.reduce((words, text) => words.replace(text.file, named(text)), version.words || "");
  }

  async function restore(version, time, button) {
    if (!(await ask({ title: t("restoreVersion"), text: t("restoreAsk", { time }), confirm: t("restoreVersion"), cancel: t("cancel") }))) return button.focus();
    await bring(version.key, t("restoredTo", { time }));
  }

  /** Brings a version back; the text of before stands behind it, and can be brought back too. */
  async function bring(key, words) {
    await post(`books/${book.key}/versions/${key}/restore`);
    const [, before] = (await showVersions()).filter((version) => version.restorable !== false);
    fill(note, words, " ", before ? h("button", { onclick: () => bring(before.key, t("undone")) }, t("undoTerm")) : null);
    note.hidden = false;
    say(words);
    (note.querySelector("button") || outcome).focus();
  }

  /** A sign of work where one looks. */
  function wait(text) {
    fill(outcome, h("p", { role: "status" }, h("span", { class: "wait" }, text)));
    outcome.scrollIntoView({ block: "nearest" });
    outcome.focus();
  }

  async function run(what) {
    wait(t("comparing"));
    try {
      const { job: key } = await post(`books/${book.key}/compare`, what);
      const { result } = await job(key);
      const files = shownFiles(result.files);
      fill(outcome, h("h2", {}, t("changes"), " ", h("span", { class: "tag" }, String(result.changes.length))),
        result.changes.length ? null : h("p", { class: "notice plain" }, t("nothingChanged")),
        h("div", { class: "notice plain" }, result.summary.filter((sentence) => sentence.trim()).join("\n")),
        result.advice?.length ? h("div", { class: "notice plain" }, result.advice.map((line) => named(line, result.files)).join("\n")) : null,
        files.length ? h("p", { class: "bar" }, files.map((file) => h("a", { class: "button", href: `/api/books/${book.key}/files/${file.key}`, download: "" }, file.title || file.name))) : null,
        result.changes.length ? h("ul", { class: "rows" }, result.changes.map(change)) : null);
      say(t("compared"));
    } catch (error) {
      fill(outcome, (error.problems?.length ? error.problems : [error]).map((problem) => h("p", { class: "notice error", role: "alert" }, problem.message)));
    } finally {
      tell("");
    }
    outcome.scrollIntoView({ block: "start" });
    outcome.focus();
  }

  /** What to do, with files called as their buttons are. */
  function named(line, files) {
    return files.reduce((text, file) => text.replace(file.name.split("/").pop(), file.title.split(/[，,]/)[0]), line);
  }

  function change(row) {
    const words = row.segments?.length ? row.segments.map(([sign, text]) => (sign === "=" ? text : h(sign === "-" ? "del" : "ins", {}, text)))
      : [row.old_text && h("del", {}, row.old_text), row.new_text && h("ins", {}, row.new_text)];
    const at = [...new Set([...(row.old_pages || []), ...(row.new_pages || [])])].map((label) => t("page", { label })).join("、");
    return h("li", {}, h("p", { class: "quote", lang: "zh" }, words), h("p", { class: "meta" }, at), h("div", { class: "bar" }, h("span", { class: "tag" }, t(KINDS[row.kind] || row.kind))));
  }
}

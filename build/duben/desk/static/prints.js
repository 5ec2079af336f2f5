// What was printed, the version after it, corrected files, copies that were given out.
import { get, post, upload } from "./api.js";
import { ask, dropPlace, fill, h, say } from "./dom.js";
import { t } from "./words.js";

const DOCUMENTS = ".docx,.doc,.wps,.rtf,.html,.htm,.mhtml,.mht,.pdf,.txt,.md";

/** Whether this version was printed, with the buttons to tell so and to begin the next one. */
export function printedBar(book) {
  const bar = h("div", { class: "bar" });
  const update = async () => show(await get(`books/${book.key}/prints`));

  function show(state) {
    const version = state.version;
    if (state.printed && state.changed && state.next) {
      fill(bar, h("p", {}, t("printedChanged", { version })), h("button", { onclick: () => act("version", "versionBegun") }, t("beginVersion", { version: state.next })));
    } else if (state.printed) {
      fill(bar, h("p", {}, t("printedAlready", { version })));
    } else if (state.ready) {
      fill(bar, h("button", { onclick: () => act("prints", "printedKept") }, t("tellPrinted", { version })), h("p", { class: "meta" }, t("tellPrintedNote")));
    } else fill(bar);
  }

  async function act(what, words) {
    const answer = await post(`books/${book.key}/${what}`);
    say(t(words, answer));
    await update();
  }

  update();
  return { element: bar, update };
}

/** Before editions are made: where the printed text was changed, asks for the next version. Whether
 * to go on. */
export async function nextVersion(book) {
  const state = await get(`books/${book.key}/prints`);
  if (!state.printed || !state.changed || !state.next) return true;
  const values = await ask({ title: t("beginVersion", { version: state.next }), text: t("beginVersionAsk", { version: state.version, next: state.next }), confirm: t("beginVersion", { version: state.next }), cancel: t("cancel") });
  if (values) await post(`books/${book.key}/version`);
  return Boolean(values);
}

/** Merges a corrected file into a book; tells what was taken over. The version before it. */
export async function mergeCorrected(book, key, told) {
  const answer = await post(`books/${book.key}/update`, { upload: key });
  fill(told, h("h2", {}, t("mergedCount", { n: answer.taken.length })),
    h("ul", { class: "rows" }, answer.taken.slice(0, 40).map((row) => h("li", {}, h("p", { class: "quote", lang: "zh" }, row.words)))),
    answer.conflicts ? h("div", { class: "notice error" }, `${t("mergedLeft", { n: answer.conflicts })}\n\n${answer.left}`) : null);
  say(t("mergedCount", { n: answer.taken.length }));
  return answer.before;
}

/** A place for a corrected file; calls ``onMerged`` with the version before. */
export function correctedPlace(book, onMerged) {
  const told = h("div", { role: "status" });
  const place = dropPlace({ name: "corrected", text: t("dropCorrected"), note: t("dropCorrectedNote"), accept: DOCUMENTS, onFiles: async ([file]) => {
    fill(told, h("p", {}, t("reading", { name: file.name })));
    try {
      await onMerged(await mergeCorrected(book, await upload(file), told));
    } catch (error) {
      fill(told, (error.problems?.length ? error.problems : [error]).map((problem) => h("p", { class: "notice error" }, problem.message, problem.hint ? `\n${problem.hint}` : "")));
    }
  } });
  return h("section", {}, place, told);
}

/** A dropped file whose title a book has already: asks whether it is that book, corrected; then
 * merges it there and puts the new one into the bin. The key of the book to show. */
export async function sameBook(key, uploads) {
  const { books } = await get("books");
  const made = books.find((book) => book.key === key);
  const twin = books.find((book) => !book.binned && book.key !== key && book.title === made?.title);
  if (!twin || uploads.length !== 1 || !made.title) return null;
  const values = await ask({ title: t("sameTitle"), text: t("sameTitleAsk", { title: made.title }), confirm: t("sameTitleMerge"), cancel: t("sameTitleOther") });
  if (!values) return null;
  await mergeCorrected(twin, uploads[0], h("div"));
  await post(`books/${key}/bin`);
  return twin.key;
}

/** Who holds which copies; those of an older text stand out. */
export async function givenOut(book) {
  const rows = await get(`books/${book.key}/copies`);
  if (!rows.length) return null;
  const older = rows.filter((row) => row.older);
  return h("section", {}, h("h2", {}, t("givenOut"), " ", h("span", { class: "tag" }, t("copyCount", { n: rows.reduce((sum, row) => sum + row.copies, 0) }))),
    older.length ? h("p", { class: "notice" }, t("givenOlder", { n: older.reduce((sum, row) => sum + row.copies, 0) })) : null,
    h("div", { class: "table-scroll", tabindex: "0" }, h("table", {},
      h("thead", {}, h("tr", {}, ["column-name", "column-copies", "column-number", "givenVersion", "date", "givenState"].map((key) => h("th", { scope: "col" }, t(key))))),
      h("tbody", {}, rows.slice(0, 300).map((row) => h("tr", {}, [row.recipient, String(row.copies), row.numbers, row.version, row.date, row.older ? t("givenOlderOne") : t("givenNow")].map((cell) => h("td", {}, cell))))))));
}

// What was printed, the version after it, corrected files, copies that were given out.
import { get, post, upload } from "./api.js";
import { ask, askChoice, dropPlace, fill, h, say } from "./dom.js";
import { t } from "./words.js";

const DOCUMENTS = ".docx,.doc,.wps,.rtf,.html,.htm,.mhtml,.mht,.pdf,.txt,.md";

/** Whether this version was printed, with the buttons to tell so and to begin the next one. */
export function printedBar(book) {
  const bar = h("div", { class: "bar after" });
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

/** A dropped file that reads like a book of the shelf: asks whether it is that book, corrected; then
 * merges it there and puts the new one into the bin. Where to go on: an address, "" to stay. */
export async function sameBook({ key, twin }, uploads) {
  const own = `#/${key}/taken`;
  if (!twin || uploads.length !== 1) return own;
  const choice = await askChoice({ title: t("sameTitle", twin), choices: ["sameTitleMerge", "sameTitleOther"].map((one) => [one, t(one, twin), t(`${one}Note`)]) });
  if (choice === "sameTitleOther") return own;
  const before = choice && (await mergeCorrected({ key: twin.key }, uploads[0], h("div")));
  await post(`books/${key}/bin`);
  return choice ? `#/${twin.key}/compare/${before}` : "";
}

/** Who holds which copies; those of an older text stand out, and are marked when they were exchanged. */
export async function givenOut(book) {
  const place = h("section");
  let rows = await get(`books/${book.key}/copies`);
  if (!rows.length) return null;
  show();
  return place;

  function show() {
    const older = rows.filter((row) => row.state === "older");
    const heads = ["column-name", "column-copies", "column-number", "givenVersion", "givenDay", "givenState"];
    fill(place, h("h2", {}, t("givenOut"), " ", h("span", { class: "tag" }, t("copyCount", { n: total(rows) }))),
      older.length ? h("p", { class: "notice" }, t("givenOlder", { n: total(older), units: new Set(older.map((row) => row.recipient)).size })) : null,
      h("div", { class: "table-scroll", tabindex: "0" }, h("table", { class: "given" },
        h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col" }, t(key))))),
        h("tbody", {}, rows.slice(0, 300).map((row) => h("tr", {},
          [row.recipient, String(row.copies), row.numbers, row.version, row.date].map((cell) => h("td", {}, cell)), h("td", {}, state(row))))))));
  }

  function state(row) {
    const mark = (exchanged, words) => h("button", { "data-copies": row.key, "aria-label": `${t(words)} ${row.recipient}`, onclick: () => note(row, exchanged) }, t(words));
    return h("div", { class: "bar" }, h("span", { class: row.state === "older" ? "tag waiting" : "tag sure" }, t(`given ${row.state}`)),
      row.state === "older" ? mark(true, "givenMark") : row.state === "exchanged" && row.marked ? mark(false, "givenUnmark") : null);
  }

  async function note(row, exchanged) {
    rows = await post(`books/${book.key}/copies`, { key: row.key, exchanged });
    show();
    place.querySelector(`[data-copies="${row.key}"]`)?.focus();
    say(t(exchanged ? "givenMarked" : "undone"));
  }
}

const total = (rows) => rows.reduce((sum, row) => sum + row.copies, 0);

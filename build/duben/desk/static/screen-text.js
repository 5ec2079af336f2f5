// The text: chapters, editor and pages side by side; problems below.
import { get, post, send, upload } from "./api.js";
import { ChapterList, splitWords } from "./chapters.js";
import { ClashPanel } from "./clash.js";
import { ask, askChoice, fill, h, later, say } from "./dom.js";
import { addNote, editTable, newTable, tableAt, toggleHeading, toggleStrong } from "./marks.js";
import { FindPanel } from "./find.js";
import { PageView } from "./pages.js";
import { pastedHtml, plainParagraphs } from "./paste.js";
import { ProblemList } from "./problems.js";
import { TAB, TextSync, draftOf, dropDraft, keepDraft } from "./sync.js";
import { editorWords, t } from "./words.js";

const SETTINGS = "book.toml"; // whose problems lead to the form
const CLICKS_APART = 400; // ms: between cursor and pages

/** The editor that was bundled, else the plain text area. */
async function loadEditor() {
  try {
    return (await import("/static/editor.js")).createEditor;
  } catch {
    return (await import("/static/text-area.js")).createEditor;
  }
}

export async function textScreen({ main, book, events, rest, bars, tell }) {
  const createEditor = await loadEditor();
  const lastChapter = `duben-chapter ${book.key}`; // under which the browser keeps which was open
  const open = { key: "", file: "", editor: null, sync: null };
  const box = h("div", { class: "editor-box" });
  const stale = h("p", { class: "stale-note", role: "status", hidden: true });
  const pages = new PageView(book.key, { onPlace: (place) => goTo(place, false) });
  const problems = new ProblemList({
    onGo: (problem) => goTo(problem, true),
    onMend: (problem) => mend({ file: problem.file, line: problem.line, column: problem.column, rule: problem.rule }),
    onMendAll: () => mend({ all: true }),
    actions: { "title-twice": { label: splitWords(), run: (problem) => chapters.split(problem.file, problem.line) } },
    onUndo: async () => { await post(`books/${book.key}/mend/undo`); problems.undo.hidden = true; say(t("undone")); await reload(); },
  });
  let zoom = Number(localStorage.getItem("duben-zoom") || (window.innerWidth > 1700 ? 48 : 36));
  const setZoom = (next) => {
    zoom = Math.min(72, Math.max(18, next));
    localStorage.setItem("duben-zoom", String(zoom));
    pages.list.style.setProperty("--page-width", `${zoom}rem`);
  };
  setZoom(zoom);

  const tool = (label, action) => h("button", { class: "quiet", onclick: action }, label);
  const picture = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", class: "hidden-input", "aria-label": t("picture"), tabindex: "-1" });
  picture.addEventListener("change", addPicture);
  const edit = (change) => { if (change) open.editor.change(change); };
  const onText = (change) => edit(change(open.editor.text, open.editor.selection));
  const tableTool = (key) => tool(t(key), () => onText((text, at) => editTable(text, at, key)));
  const tableTools = h("div", { class: "tools table-tools", role: "toolbar", "aria-label": t("table"), hidden: true },
    h("span", {}, t("inTable")), ["addRow", "dropRow", "addColumn", "dropColumn"].map(tableTool));
  const finder = new FindPanel({ book: book.key, texts: () => chapters.chapters, name: (text) => chapters.name(text), open, bars, showText: (key) => show(key), flush, reload });
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": t("editor") },
    tool(t("heading"), () => onText((text, at) => toggleHeading(text, at, 2))), tool(t("heading2"), () => onText((text, at) => toggleHeading(text, at, 3))),
    tool(t("strong"), () => onText((text, at) => toggleStrong(text, at, t("sample")))),
    tool(t("note"), () => onText((text, at) => addNote(text, at, t("noteText")))), tool(t("table"), askTable),
    tool(t("box"), () => open.editor.insertBlock(t("boxSample"))), tool(t("picture"), () => picture.click()), picture,
    tool(t("find"), () => finder.show()),
    h("details", { class: "marks-help" }, h("summary", {}, t("marksHelp")), h("dl", {}, ["#", "##", "**", "[^1]", "|", "!!!", "![]"].map((mark) =>
      [h("dt", {}, mark), h("dd", {}, t(`mark ${mark}`))]))));
  const clashes = new ClashPanel();
  const editorPane = h("section", { class: "editor-pane", "aria-label": t("editor") }, h("div", {}, tools, tableTools, finder.element, clashes.element), box);
  // The share of the pages, moved with the pointer or the arrow keys.
  let share = Number(localStorage.getItem("duben-share") || 1);
  const setShare = (next) => {
    share = Math.min(3, Math.max(0.4, next));
    localStorage.setItem("duben-share", String(share));
    divider.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    editorPane.parentElement?.style.setProperty("--pages-share", `${share}fr`);
  };
  const divider = h("div", { class: "divider", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": t("divider"), "aria-valuemin": "40", "aria-valuemax": "300", "aria-valuenow": "100",
    onkeydown: (event) => { const step = { ArrowLeft: 0.1, ArrowRight: -0.1 }[event.key]; if (step) { event.preventDefault(); setShare(share + step); } },
    onpointerdown: (event) => divider.setPointerCapture(event.pointerId),
    onpointermove: (event) => {
      if (!divider.hasPointerCapture(event.pointerId)) return;
      const left = editorPane.getBoundingClientRect().left, right = pagesPane.getBoundingClientRect().right;
      setShare((right - event.clientX) / Math.max(1, event.clientX - left));
    } });
  editorPane.append(divider);
  const pagesPane = h("div", { class: "pages-pane" },
    h("div", { class: "tools" }, tool("−", () => setZoom(zoom - 6)), tool("+", () => setZoom(zoom + 6)), stale), pages.element);
  const [smaller, larger] = pagesPane.querySelectorAll(".tools button");
  smaller.setAttribute("aria-label", t("smaller"));
  larger.setAttribute("aria-label", t("larger"));
  problems.book = book.key;
  const names = { settings: t("settingsFile"), decisions: t("decisions") };
  const chapters = new ChapterList({ book, names, flush, show, reload });
  main.append(h("div", { class: "writing" }, chapters.element, editorPane, pagesPane, problems.element));
  setShare(share);
  problems.placeName = (problem) => {
    const text = book.texts.find((one) => one.file === problem.file);
    if (problem.file === SETTINGS) return t("settings");
    return `${text ? chapters.name(text) : problem.file} ${t("line", { line: problem.line })}`;
  };

  async function show(key) {
    if (open.key === key) return;
    await flush();
    const text = await get(`books/${book.key}/texts/${key}`);
    if (open.sync?.unsent) await flush(); // typed while the other chapter came
    open.sync?.close();
    open.editor?.destroy();
    fill(box);
    clashes.hide();
    tableTools.hidden = true;
    Object.assign(open, { key, file: text.file });
    open.editor = createEditor(box, { text: text.text, label: t("editor"), words: editorWords, onChange: changed, onCursor: cursor, onMend: (problem) => problems.onMend(problem), onPaste: pasted, onDrop: dropped, onFind: () => finder.show() });
    chapters.mark(key);
    if (book.texts.find((one) => one.key === key)?.part !== "other") localStorage.setItem(lastChapter, key);
    open.sync = newSync(key, text);
    takeDraft(key);
    follow(1); // its first page
    if (events.last) tellProblems(events.last);
  }

  function newSync(key, known) {
    const { editor } = open;
    return new TextSync(`books/${book.key}/texts/${key}`, known, {
      read: () => editor.text,
      write: (text) => editor.setText(text),
      composing: () => editor.composing,
      onClash: (pieces, choose) => {
        bars.hide(conflictBar(key));
        clashes.show(pieces, choose);
        keepUnsent(t("clashWaits"));
      },
      onChosen: () => {
        if (clashes.element.contains(document.activeElement)) editor.focus();
        clashes.hide();
        dropDraft(book.key, key);
      },
      onMerged: () => say(t("merged")),
      onRefused: (error) => tell(error.message),
      onGone: keepUnsent,
      onSent: () => dropDraft(book.key, key),
    });
  }

  /** What the server has not got is kept by the browser too. */
  function keepUnsent(why = t("notSaved")) {
    if (open.sync?.unsent) keepDraft(book.key, open.key, { base: open.sync.base, text: open.editor.text });
    tell(why);
  }

  /** Words that an earlier page could not send are put back and sent. */
  function takeDraft(key) {
    const draft = draftOf(book.key, key);
    if (!draft || draft.text === draft.base) return dropDraft(book.key, key);
    open.sync.base = draft.base;
    open.sync.forgetRevision();
    open.editor.setText(draft.text);
    bars.show("draft", { kind: "told", text: t("draftTaken") });
    open.sync.run();
  }

  // An edit goes out 60 ms after the last key, never while an input method composes.
  const sendSoon = later(60, () => open.sync?.run());

  function changed(text, composing) {
    if (composing) return;
    chapters.retitle(open.key, text);
    chapters.typed(open.key);
    if (open.sync.clash) keepUnsent(t("clashWaits"));
    else tell(t("saving"));
    pages.follow(open.file, open.editor.line);
    sendSoon();
  }

  async function flush() {
    sendSoon.cancel();
    await open.sync?.run();
    if (open.sync?.unsent) keepUnsent();
  }

  /** The bar that offers a text that could not be merged: of no use once one was chosen. */
  const conflictBar = (key) => `conflict ${key}`;

  /** The text as the server has it now. */
  function reload() {
    open.sync.forgetRevision();
    return open.sync.run();
  }

  const follow = later(CLICKS_APART, (line) => pages.goTo(open.file, line));
  const cursor = (line) => {
    follow(line);
    tableTools.hidden = !tableAt(open.editor.text, open.editor.selection.from);
  };

  async function goTo(place, inPages) {
    if (place.file === SETTINGS) return void (location.hash = `#/${book.key}/settings/line/${place.line}`);
    const text = book.texts.find((one) => one.file === place.file);
    if (!text) return;
    await show(text.key);
    follow.cancel();
    const words = place.words || "";
    const column = place.column || (open.editor.text.split("\n")[place.line - 1] || "").indexOf(words) + 1 || 1;
    open.editor.goTo(place.line, column, words.length);
    if (inPages) pages.goTo(place.file, place.line, column);
  }

  async function mend(what) {
    await flush();
    const { changes } = await post(`books/${book.key}/mend`, what);
    say(t("mended_n", { n: changes.length }));
    problems.undo.hidden = false;
    await reload();
  }

  async function askTable() {
    const values = await ask({ title: t("table"), confirm: t("putTable"), cancel: t("cancel"), fields: [
      { name: "rows", label: t("tableRows"), type: "number", value: "3", required: true }, { name: "columns", label: t("tableColumns"), type: "number", value: "3", required: true }] });
    if (!values) return open.editor.focus();
    const within = (value, most) => Math.min(most, Math.max(1, Number(value) || 1));
    open.editor.insertBlock(newTable(within(values.rows, 200), within(values.columns, 12), t("columnHead")));
  }

  // What is pasted: plain text at once; that of pages and of Word again when it was read.
  function pasted(clipboard, own) {
    const plain = clipboard.getData("text/plain").replace(/\r\n?/g, "\n");
    const image = [...clipboard.files].find((file) => file.type.startsWith("image/"));
    const html = plain === own ? "" : pastedHtml(clipboard.getData("text/html"));
    if (image && !plain) return putPicture(image), true;
    const text = plain === own ? plain : plainParagraphs(plain);
    if (!html && text === plain) return false;
    open.editor.insert(text);
    if (html) readPasted(html, text);
    else bars.show("paste", { kind: "told", text: t("pastedLines"), actions: [{ label: t("pasteAsWas"), action: () => exchange(text, plain) }] });
    return true;
  }

  async function readPasted(html, plain) {
    bars.show("paste", { kind: "told", text: t("pasteReading") });
    const answer = await post(`books/${book.key}/fragment`, { html }).catch((error) => error);
    const text = answer.text?.trim();
    if (!text) return bars.show("paste", { kind: "told", text: t("pastePlain", { reason: answer.message || "" }) });
    if (!exchange(plain, text)) return bars.hide("paste");
    bars.show("paste", { kind: "told", text: t("pasteRead"), actions: [{ label: t("pasteWords"), action: () => exchange(text, plain) }] });
  }

  /** Puts other words in the place of some, where they still stand; whether they did. */
  function exchange(old, next) {
    const from = open.editor.text.indexOf(old);
    if (from < 0) return false;
    open.editor.change({ from, to: from + old.length, insert: next, start: from + next.length, end: from + next.length });
    return true;
  }

  // A file dropped on the text: what is wanted is asked.
  async function dropped(files) {
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    for (const file of pictures) await putPicture(file);
    const [file] = files.filter((one) => !one.type.startsWith("image/"));
    if (!file) return;
    const choice = await askChoice({ title: t("dropAsk", { name: file.name }), choices: ["dropWords", "dropChapter", "dropUpdate"].map((key) => [key, t(key), t(`${key}Note`)]) });
    if (!choice) return open.editor.focus();
    bars.show("paste", { kind: "told", text: t("reading", { name: file.name }) });
    try {
      await flush();
      const key = await upload(file);
      if (choice === "dropUpdate") {
        const answer = await post(`books/${book.key}/update`, { upload: key });
        bars.show("paste", { text: t("updated", { n: answer.taken.length, left: answer.conflicts }) });
        return reload();
      }
      const answer = await post(`books/${book.key}/fragment`, { upload: key, chapter: choice === "dropChapter" });
      if (choice === "dropWords") {
        open.editor.insertBlock(answer.text.trim());
        bars.show("paste", { kind: "told", text: t("dropDone") });
      } else {
        sessionStorage.setItem("duben-place", JSON.stringify({ file: answer.file, line: 1 }));
        window.dispatchEvent(new HashChangeEvent("hashchange"));
        bars.show("paste", { kind: "told", text: t("chapterAdded") });
      }
    } catch (error) {
      bars.show("paste", { text: error.message });
    }
  }

  async function addPicture() {
    const [file] = picture.files;
    picture.value = "";
    if (file) await putPicture(file);
  }

  async function putPicture(file) {
    const { name } = await send(`books/${book.key}/pictures?name=${encodeURIComponent(file.name)}`, file);
    const caption = file.name.replace(/\.[^.]+$/, "");
    open.editor.insertBlock(`![${caption}](${name})`);
    say(t("pictureAdded"));
  }

  function tellProblems(state) {
    problems.show(state.problems);
    open.editor?.setProblems(state.problems.filter((problem) => problem.file === open.file));
  }

  const stops = [
    events.on("state", (state) => {
      stale.hidden = !state.stale;
      stale.textContent = state.since ? t("stale", { since: state.since }) : t("staleYet");
      tellProblems(state);
      pages.show(state);
    }),
    events.on("text", ({ key, revision, tab }) => { if (tab !== TAB && key === open.key) open.sync.told(revision); }),
    events.on("outside", tellOutside),
  ];

  /** Others changed a file of this book. */
  function tellOutside({ key, file, how, lost, version }) {
    const text = book.texts.find((one) => one.file === file);
    const name = text ? chapters.name(text) : file;
    if (how === "conflict" && key === open.key && open.sync.clash) return; // it is being decided
    if (how === "note") return bars.show("note", { kind: "told", text: t("noteCorrected", { name }) });
    if (lost) {
      bars.show(how === "conflict" ? conflictBar(key) : `outside ${version}`, { text: t(how === "conflict" ? "outsideConflict" : "outsideLost", { name }), actions: [{ label: t("recall"), action: async () => {
        await post(`books/${book.key}/recall`, { version });
        await show(key);
        await reload();
        open.editor.focus();
        say(t("recalled"));
      } }] });
    } else if (key === open.key) bars.show("outside", { kind: "told", text: t(how === "merged" ? "outsideMerged" : "outsideTaken", { name }) });
  }

  /** The server is gone, or back. */
  function linked({ detail }) {
    if (detail === "here") {
      open.sync?.forgetRevision();
      open.sync?.run().then(() => { if (!open.sync.unsent) tell(""); });
    } else if (detail === "gone") {
      bars.shown.get("link")?.querySelector(".buttons").append(
        h("button", { onclick: () => navigator.clipboard.writeText(open.editor.text).then(() => say(t("copied"))) }, t("copyText")));
      keepUnsent();
    }
  }

  function leaving(event) {
    if (!open.sync?.unsent) return;
    open.sync.run();
    keepUnsent();
    if (event.type === "beforeunload") event.preventDefault();
  }
  window.addEventListener("duben-link", linked);
  window.addEventListener("beforeunload", leaving);
  window.addEventListener("pagehide", leaving);

  const first = book.texts.find((one) => one.key === localStorage.getItem(lastChapter)) || book.texts.find((one) => one.part === "body") || book.texts[0];
  const kept = sessionStorage.getItem("duben-place");
  const place = rest.length ? readPlace(decodeURIComponent(rest.join("/"))) : kept ? JSON.parse(kept) : null;
  sessionStorage.removeItem("duben-place");
  await show(book.texts.find((one) => one.key === rest[0])?.key ?? first.key);
  if (place) await goTo(place, true);

  return async () => {
    await flush();
    window.removeEventListener("duben-link", linked);
    window.removeEventListener("beforeunload", leaving);
    window.removeEventListener("pagehide", leaving);
    for (const stop of stops) stop();
    bars.hide("replaced"); // what it takes back is of this screen
    open.sync?.close();
    open.editor?.destroy();
    pages.destroy();
  };
}

/** FILE:LINE, or FILE:LINE~WORDS that stand there, as an object. */
export function readPlace(text) {
  const match = /^(.+?):(\d+)(?:~(.*))?$/.exec(text);
  return match ? { file: match[1], line: Number(match[2]), words: match[3] } : null;
}

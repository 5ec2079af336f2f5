// The text: chapters, editor and pages side by side; problems below.
import { get, post, send, Failure } from "./api.js";
import { ask, fill, h, later, say } from "./dom.js";
import { PageView } from "./pages.js";
import { ProblemList } from "./problems.js";
import { editorWords, t } from "./words.js";

const TAB = Math.random().toString(36).slice(2); // tells our own edits from those of other tabs
const CLICKS_APART = 400; // ms: between cursor and pages

/** The editor that was bundled, else the plain text area. */
async function loadEditor() {
  try {
    return (await import("/static/editor.js")).createEditor;
  } catch {
    return (await import("/static/text-area.js")).createEditor;
  }
}

export async function textScreen({ main, book, events, rest, tell }) {
  const createEditor = await loadEditor();
  const open = { key: "", file: "", revision: 0, editor: null, sent: "" };
  const box = h("div", { class: "editor-box" });
  const chapters = h("nav", { class: "chapters", "aria-label": t("chaptersOf"), tabindex: "0" });
  const stale = h("p", { class: "stale-note", role: "status", hidden: true });
  const pages = new PageView(book.key, { onPlace: (place) => goTo(place, false) });
  const problems = new ProblemList({
    onGo: (problem) => goTo(problem, true),
    onMend: (problem) => mend({ file: problem.file, line: problem.line, column: problem.column, rule: problem.rule }),
    onMendAll: () => mend({ all: true }),
    onUndo: async () => { await post(`books/${book.key}/mend/undo`); problems.undo.hidden = true; say(t("undone")); await reload(); },
  });
  let zoom = Number(localStorage.getItem("duben-zoom") || 36);
  const setZoom = (next) => {
    zoom = Math.min(72, Math.max(18, next));
    localStorage.setItem("duben-zoom", String(zoom));
    pages.list.style.setProperty("--page-width", `${zoom}rem`);
  };
  setZoom(zoom);

  const tool = (label, action) => h("button", { class: "quiet", onclick: action }, label);
  const picture = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", class: "hidden-input", "aria-label": t("picture"), tabindex: "-1" });
  picture.addEventListener("change", addPicture);
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": t("editor") },
    tool(t("heading"), () => open.editor.startLine("## ")), tool(t("heading2"), () => open.editor.startLine("### ")),
    tool(t("strong"), () => open.editor.wrap("**", "**", t("sample"))),
    tool(t("note"), addNote), tool(t("table"), () => open.editor.insertBlock(t("tableSample"))),
    tool(t("box"), () => open.editor.insertBlock(t("boxSample"))), tool(t("picture"), () => picture.click()), picture,
    tool(t("find"), () => open.editor.search()));
  const editorPane = h("section", { class: "editor-pane", "aria-label": t("editor") }, tools, box);
  const pagesPane = h("div", { class: "pages-pane" },
    h("div", { class: "tools" }, tool("−", () => setZoom(zoom - 6)), tool("+", () => setZoom(zoom + 6)), stale), pages.element);
  const [smaller, larger] = pagesPane.querySelectorAll(".tools button");
  smaller.setAttribute("aria-label", t("smaller"));
  larger.setAttribute("aria-label", t("larger"));
  main.append(h("div", { class: "writing" }, chapters, editorPane, pagesPane, problems.element));

  problems.book = book.key;
  const names = { settings: t("settings"), decisions: t("decisions") };
  const chapterName = (text) => names[text.key] || text.title || text.file;
  problems.placeName = (problem) => {
    const text = book.texts.find((one) => one.file === problem.file);
    return `${text ? chapterName(text) : problem.file} ${t("line", { line: problem.line })}`;
  };
  const own = (key) => key in names;
  fill(chapters, h("ul", {}, book.texts.filter((one) => !own(one.key)).map(entry)), h("hr"),
    h("ul", {}, book.texts.filter((one) => own(one.key)).map(entry)));

  function entry(text) {
    return h("li", {}, h("button", { "data-text": text.key, onclick: () => show(text.key) }, chapterName(text)));
  }

  async function show(key) {
    if (open.key === key) return;
    await flush();
    const text = await get(`books/${book.key}/texts/${key}`);
    open.editor?.destroy();
    fill(box);
    Object.assign(open, { key, file: text.file, revision: text.revision, sent: text.text });
    open.editor = createEditor(box, { text: text.text, label: t("editor"), words: editorWords, onChange: changed, onCursor: cursor, onMend: (problem) => problems.onMend(problem) });
    for (const button of chapters.querySelectorAll("button")) {
      if (button.dataset.text === key) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (events.last) tellProblems(events.last);
  }

  // An edit goes out 60 ms after the last key, never while an input method composes; one at a time,
  // and always the newest text.
  let sending = null;
  const sendSoon = later(60, () => { sending = sending || deliver().finally(() => (sending = null)); });

  function changed(text, composing) {
    if (composing) return;
    tell(t("saving"));
    sendSoon();
  }

  async function deliver() {
    while (open.editor && !open.editor.composing && open.editor.text !== open.sent) {
      const { key, revision } = open;
      const text = open.editor.text;
      try {
        const answer = await post(`books/${book.key}/texts/${key}`, { text, revision, composing: false, tab: TAB });
        if (open.key !== key) return;
        open.revision = answer.revision;
        open.sent = text;
        if (answer.text !== undefined && answer.text !== text) {
          if (open.editor.text === text) open.editor.setText(answer.text);
          open.sent = open.editor.text;
          say(t("merged"));
        }
      } catch (error) {
        if (error instanceof Failure && error.status === 409) await choose(text, error.data);
        else {
          tell(error.message);
          if (!error.status) return; // the server is gone: the page says so
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
      }
    }
  }

  async function flush() {
    sendSoon.cancel();
    if (sending) await sending;
    await deliver();
  }

  /** Two texts, one of which must be chosen. */
  function choose(mine, { text, revision }) {
    return new Promise((resolve) => {
      const pick = (value) => {
        dialog.close();
        dialog.remove();
        open.revision = revision;
        open.sent = text;
        open.editor.setText(value);
        resolve();
      };
      const dialog = h("dialog", { class: "wide", "aria-labelledby": "conflict" },
        h("h2", { id: "conflict" }, t("conflict")), h("p", {}, t("conflictText")),
        h("div", { class: "sides" }, h("pre", { tabindex: "0" }, mine), h("pre", { tabindex: "0" }, text)),
        h("div", { class: "buttons" }, h("button", { onclick: () => pick(mine) }, t("mine")), h("button", { onclick: () => pick(text) }, t("theirs"))));
      dialog.addEventListener("cancel", (event) => event.preventDefault());
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  async function reload() {
    const { key } = open;
    const text = await get(`books/${book.key}/texts/${key}`);
    // Words that were not sent yet keep the revision they were written on: the server merges them.
    if (open.key !== key || open.editor.text !== open.sent) return;
    open.sent = text.text;
    open.editor.setText(text.text);
    open.revision = text.revision;
  }

  const follow = later(CLICKS_APART, (line) => pages.goTo(open.file, line));
  const cursor = (line) => follow(line);

  async function goTo(place, inPages) {
    const text = book.texts.find((one) => one.file === place.file);
    if (!text) return;
    await show(text.key);
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

  function addNote() {
    const used = [...open.editor.text.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
    const number = Math.max(0, ...used) + 1;
    open.editor.wrap("", `[^${number}]`, "");
    open.editor.insertBlock(`[^${number}]: ${t("noteText")}`);
  }

  async function addPicture() {
    const [file] = picture.files;
    picture.value = "";
    if (!file) return;
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
      stale.textContent = t("stale", { since: state.since || "" });
      tellProblems(state);
      pages.show(state);
    }),
    events.on("text", async ({ key, revision, tab }) => {
      if (tab !== TAB && key === open.key && revision !== open.revision && !sending && open.editor.text === open.sent) await reload();
    }),
  ];
  const leaving = () => { if (open.editor && open.editor.text !== open.sent) deliver(); };
  window.addEventListener("pagehide", leaving);

  const first = book.texts.find((one) => one.part === "body") || book.texts.find((one) => !own(one.key)) || book.texts[0];
  const kept = sessionStorage.getItem("duben-place");
  const place = rest.length ? readPlace(decodeURIComponent(rest.join("/"))) : kept ? JSON.parse(kept) : null;
  sessionStorage.removeItem("duben-place");
  await show(first.key);
  if (place) await goTo(place, true);

  return async () => {
    await flush();
    window.removeEventListener("pagehide", leaving);
    for (const stop of stops) stop();
    open.editor?.destroy();
    pages.destroy();
  };
}

/** FILE:LINE, or FILE:LINE~WORDS that stand there, as an object. */
export function readPlace(text) {
  const match = /^(.+?):(\d+)(?:~(.*))?$/.exec(text);
  return match ? { file: match[1], line: Number(match[2]), words: match[3] } : null;
}

// The settings of a book, and the form of a new one.
import { Failure, get, post } from "./api.js";
import { fill, h, say } from "./dom.js";
import { SettingForm, saveLine } from "./setting-form.js";
import { s } from "./setting-words.js";
import { t } from "./words.js";

// What is asked of a new book.
const NEW = ["book.title", "book.subtitle", "book.authors", "book.publisher", "book.date", "print.size"];

export async function settingsScreen({ main, book, rest, retitle }) {
  const draftName = `duben-settings-${book.key}`; // what was typed and could not be saved yet
  const box = h("div");
  const button = h("button", { type: "submit", class: "primary" }, s("save"));
  const line = saveLine(button);
  const broken = h("p", { class: "notice error", hidden: true }, s("broken"));
  const element = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(true); } }, box, line.element);
  main.append(h("div", { class: "screen" }, h("p", { class: "intro" }, s("intro")), broken, element,
    h("p", { class: "advanced" }, h("a", { href: `#/${book.key}/text/settings` }, s("advanced")))));
  let form;

  async function show() {
    const data = await get(`books/${book.key}/settings`);
    const draft = JSON.parse(sessionStorage.getItem(draftName) || "{}");
    form = new SettingForm(data, { book: book.key, onInput: keepDraft });
    broken.hidden = !data.broken;
    form.put(draft);
    fill(box, form.element);
    form.tell(data.problems);
    line.tell(Object.keys(form.changes).length ? s("unsaved") : "");
    return data;
  }

  function keepDraft() {
    sessionStorage.setItem(draftName, JSON.stringify(form.changes));
    line.tell(Object.keys(form.changes).length ? s("unsaved") : "");
  }

  async function save(byHand) {
    const values = form.changes;
    if (!byHand && !Object.keys(values).length) return;
    button.disabled = true;
    line.tell(t("saving"));
    try {
      await post(`books/${book.key}/settings`, { values });
      sessionStorage.removeItem(draftName);
      if (!byHand) return;
      const top = main.parentElement.scrollTop;
      await show();
      main.parentElement.scrollTop = top;
      if (values["book.title"]) retitle(values["book.title"]);
      line.tell(s("saved"), "good");
      say(s("saved"));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      keepDraft();
      tellFaults(form, line, error);
    } finally {
      button.disabled = false;
      if (byHand && form.element.isConnected && document.activeElement === document.body) button.focus();
    }
  }

  const data = await show();
  const wanted = rest[0] === "line" ? fieldOfLine(data, Number(rest[1])) : rest[0];
  if (wanted) form.focus(wanted);
  return () => save(false);
}

/** The field that stands on a line of book.toml, else the first that something is wrong with. */
function fieldOfLine({ lines, problems }, line) {
  const named = Object.entries(lines).find(([, at]) => at === line)?.[0];
  return named ?? problems.find((one) => one.field)?.field;
}

/** Tells what was refused: beside the fields where it is about them, else under the form. */
function tellFaults(form, line, error) {
  const told = form.tell(error.data.fields || []).filter((one) => one.fatal);
  line.tell(told.length ? s("wrong", { n: told.length }) : error.message, "fault");
  if (told.length) form.focus(told[0].field);
}

export async function newBookScreen({ main }) {
  const data = await get("settings");
  const form = new SettingForm(data, { only: NEW });
  const button = h("button", { type: "submit", class: "primary" }, t("make"));
  const line = saveLine(button);

  async function make(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      location.hash = `#/${(await post("books", { values: form.changes })).key}/text`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      tellFaults(form, line, error);
    } finally {
      button.disabled = false;
    }
  }

  main.append(h("div", { class: "screen" }, h("h2", {}, t("newBook")), h("p", { class: "intro" }, s("newIntro")),
    h("form", { novalidate: true, onsubmit: make }, form.element, line.element,
      h("p", { class: "advanced" }, h("a", { href: "#/" }, t("cancel"))))));
  form.focus("book.title");
}

// The shelf: the books of the folder, a large place for files, a new book.
import { get, post, upload } from "./api.js";
import { ask, busy, dropPlace, fill, h, say } from "./dom.js";
import { sameBook } from "./prints.js";
import { shortTime, t } from "./words.js";

const ACCEPTED = ".docx,.doc,.wps,.rtf,.html,.htm,.mhtml,.mht,.pdf,.txt,.md,.zip";

export async function booksScreen({ main, tell }) {
  const cards = h("div");
  const faults = h("div", { role: "alert" });
  let twins = new Set(); // titles that several books have

  async function take(files) {
    fill(faults);
    busy(place, t("reading", { name: files[0].name }));
    main.setAttribute("aria-busy", "true");
    try {
      const uploads = [];
      for (const file of files) uploads.push(await upload(file));
      const answer = await post("import", { uploads });
      const packed = files.length === 1 && /\.zip$/i.test(files[0].name);
      if (packed) return await tellPacked(answer.key);
      const next = await sameBook(answer, uploads);
      if (next) location.hash = next;
      else await list();
    } catch (error) {
      fill(faults, (error.problems?.length ? error.problems : [error]).map((problem) =>
        h("p", { class: "notice error" }, problem.message, problem.hint ? `\n${problem.hint}` : "")));
      say(error.message, true);
    } finally {
      busy(place, "");
      main.removeAttribute("aria-busy");
    }
  }

  /** A packed book that came back: told where a book of its title is there already. */
  async function tellPacked(key) {
    const shown = await list();
    const book = shown.find((one) => one.key === key);
    const twin = shown.find((one) => one.key !== key && one.title === book.title);
    fill(faults, h("p", { class: "done-note", role: "status" }, t(twin ? "packedTwice" : "packedIn", { title: book.title, folder: book.folder })));
    cards.querySelector(`[data-book="${key}"] h3 a`).focus();
  }

  async function list() {
    const { books } = await get("books");
    const shown = books.filter((book) => !book.binned);
    const titles = shown.map((book) => book.title);
    twins = new Set(titles.filter((title, index) => titles.indexOf(title) !== index));
    const binned = books.filter((book) => book.binned);
    fill(cards,
      shown.length ? h("div", { class: "cards" }, shown.map((book) => card(book))) : h("p", { class: "empty" }, t("noBooks")),
      binned.length ? [h("h2", {}, t("binned")), h("div", { class: "cards" }, binned.map((book) =>
        h("section", { class: "card" }, h("h3", {}, book.title || t("untitled")),
          h("div", { class: "bar" }, h("button", { onclick: () => post("unbin", { key: book.key }).then(list) }, t("unbin"))))))] : null);
    return shown;
  }

  function card(book) {
    const name = book.title || t("untitled");
    const button = (words, action) => h("button", { "aria-label": `${t(words)} ${name}`, onclick: action }, t(words));
    const meta = [t("chapters", { n: book.chapters }), book.version && t("version", { version: book.version }), book.date].filter(Boolean).join(" · ");
    return h("section", { class: "card book", "data-book": book.key },
      h("a", { class: "cover", href: `#/${book.key}/text`, tabindex: "-1", "aria-hidden": "true" }, book.cover ? h("img", { src: `/api/books/${book.key}/cover?v=${book.cover}`, alt: "" }) : null),
      h("h3", {}, h("a", { href: `#/${book.key}/text` }, name)),
      book.subtitle ? h("p", {}, book.subtitle) : null,
      h("p", { class: "meta" }, meta),
      h("p", { class: "meta" }, [book.changed && t("changedAt", { time: shortTime(book.changed) }), twins.has(book.title) && t("inFolder", { folder: book.folder })].filter(Boolean).join(" · ")),
      h("div", { class: "bar" },
        h("a", { class: "button", href: `#/${book.key}/text`, "aria-label": `${t("open")} ${name}` }, t("open")),
        button("rename", (event) => rename(book, event.target)),
        h("a", { class: "button", href: `/api/books/${book.key}/pack`, download: "", title: t("packNote"), "aria-label": `${t("pack")} ${name}` }, t("packShort")),
        button("bin", (event) => bin(book, name, event.target))));
  }

  async function rename(book, button) {
    const values = await ask({ title: t("rename"), confirm: t("rename"), cancel: t("cancel"), fields: [{ name: "title", label: t("renameTo"), value: book.title, required: true }] });
    if (!values) return button.focus();
    await post(`books/${book.key}/rename`, values);
    await list();
    cards.querySelector(`[data-book="${book.key}"] h3 a`)?.focus();
  }

  async function bin(book, name, button) {
    if (!(await ask({ title: t("bin"), text: t("binAsk", { title: name }), confirm: t("bin"), cancel: t("cancel"), danger: true }))) return button.focus();
    await post(`books/${book.key}/bin`);
    await list();
    main.focus();
  }

  const place = dropPlace({ name: "books", text: t("dropBooks"), note: t("dropBooksNote"), accept: ACCEPTED, multiple: true, onFiles: take });
  main.append(h("div", { class: "screen" },
    h("div", { class: "bar" }, h("h2", {}, t("books")), h("a", { class: "button primary", href: "#/new" }, t("newBook"))),
    place,
    faults, cards));
  await list();
}

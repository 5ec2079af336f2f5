// The shelf: the books of the folder, a large place for files, a new book.
import { get, job, post, upload } from "./api.js";
import { ask, dropPlace, fill, h, say } from "./dom.js";
import { sameBook } from "./prints.js";
import { t } from "./words.js";

const ACCEPTED = ".docx,.doc,.wps,.rtf,.html,.htm,.mhtml,.mht,.pdf,.txt,.md,.zip";

export async function booksScreen({ main, tell }) {
  const cards = h("div");
  const faults = h("div", { role: "alert" });

  async function take(files) {
    fill(faults);
    tell(t("reading", { name: files[0].name }));
    main.setAttribute("aria-busy", "true");
    try {
      const uploads = [];
      for (const file of files) uploads.push(await upload(file));
      const answer = await post("import", { uploads });
      const key = answer.key || (await job(answer.job)).result.key;
      const twin = await sameBook(key, uploads);
      location.hash = twin ? `#/${twin}/compare` : `#/${key}/taken`;
    } catch (error) {
      fill(faults, (error.problems?.length ? error.problems : [error]).map((problem) =>
        h("p", { class: "notice error" }, problem.message, problem.hint ? `\n${problem.hint}` : "")));
      say(error.message);
    } finally {
      tell("");
      main.removeAttribute("aria-busy");
    }
  }

  async function list() {
    const { books } = await get("books");
    const shown = books.filter((book) => !book.binned);
    const binned = books.filter((book) => book.binned);
    fill(cards,
      shown.length ? h("div", { class: "cards" }, shown.map((book) => card(book))) : h("p", { class: "intro" }, t("noBooks")),
      binned.length ? [h("h2", {}, t("binned")), h("div", { class: "cards" }, binned.map((book) =>
        h("section", { class: "card" }, h("h3", {}, book.title || t("untitled")),
          h("div", { class: "bar" }, h("button", { onclick: () => post("unbin", { key: book.key }).then(list) }, t("unbin"))))))] : null);
  }

  function card(book) {
    const name = book.title || t("untitled");
    const meta = [t("chapters", { n: book.chapters }), book.version && t("version", { version: book.version }), book.date].filter(Boolean).join(" · ");
    return h("section", { class: "card" },
      h("h3", {}, h("a", { href: `#/${book.key}/text` }, name)),
      book.subtitle ? h("p", {}, book.subtitle) : null,
      h("p", { class: "meta" }, meta),
      h("div", { class: "bar" },
        h("a", { class: "button", href: `#/${book.key}/text`, "aria-label": `${t("open")} ${name}` }, t("open")),
        h("button", { class: "quiet", "aria-label": `${t("rename")} ${name}`, onclick: async () => {
          const values = await ask({ title: t("rename"), confirm: t("rename"), cancel: t("cancel"), fields: [{ name: "title", label: t("renameTo"), value: book.title, required: true }] });
          if (values) await post(`books/${book.key}/rename`, values).then(list);
        } }, t("rename")),
        h("a", { class: "button", href: `/api/books/${book.key}/pack`, download: "", "aria-label": `${t("pack")} ${name}` }, t("pack")),
        h("button", { class: "quiet", "aria-label": `${t("bin")} ${name}`, onclick: async () => {
          if (await ask({ title: t("bin"), text: t("binAsk", { title: name }), confirm: t("bin"), cancel: t("cancel"), danger: true })) {
            await post(`books/${book.key}/bin`).then(list);
          }
        } }, t("bin"))));
  }

  main.append(h("div", { class: "screen" },
    h("div", { class: "bar" }, h("h2", {}, t("books")), h("a", { class: "button primary", href: "#/new" }, t("newBook"))),
    dropPlace({ name: "books", text: t("dropBooks"), note: t("dropBooksNote"), accept: ACCEPTED, multiple: true, onFiles: take }),
    faults, cards));
  await list();
}

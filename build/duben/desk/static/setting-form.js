// The settings as a form: fields in groups, what is wrong beside each.
import { send } from "./api.js";
import { append, fill, h } from "./dom.js";
import { choiceName, fieldWords, groupName, s } from "./setting-words.js";

const OPEN = ["book", "cover", "paper"]; // groups that are not folded away
const SHOWN_FOR = { "cover.picture": "picture", "cover.logo": "logo" }; // a field of one design alone

export class SettingForm {
  /** data: groups and sizes as the server gives them; book: its key, "" for a new one, whose form has
      these fields alone. */
  constructor(data, { book = "", only = null, onInput = () => {} }) {
    Object.assign(this, { data, book, onInput });
    this.fields = new Map();
    const groups = data.groups.map((one) => ({ ...one, fields: one.fields.filter((field) => !only || only.includes(field.name)) }));
    this.element = h("div", { class: "settings" }, groups.filter((one) => one.fields.length).map((one) => this.#group(one)));
    this.#showForDesign();
  }

  /** The values that differ from those that were given, by name. */
  get changes() {
    return Object.fromEntries([...this.fields].filter(([, one]) => one.value() !== one.given).map(([name, one]) => [name, one.value()]));
  }

  /** Puts values into their fields. */
  put(values) {
    for (const [name, value] of Object.entries(values)) this.fields.get(name)?.put(value);
    this.#showForDesign();
  }

  /** Tells what is wrong beside each field; gives those that were told. */
  tell(faults) {
    for (const [name, field] of this.fields) {
      const rows = faults.filter((one) => one.field === name);
      fill(field.told, rows.map((one) => h("span", { class: one.fatal ? "fault" : "hint" }, one.message)));
      field.inputs.forEach((input) => (rows.some((one) => one.fatal) ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid")));
      if (rows.length) field.row.hidden = false;
    }
    return faults.filter((one) => this.fields.has(one.field));
  }

  /** Shows a field and puts the focus into it. */
  focus(name) {
    const field = this.fields.get(name);
    if (!field) return;
    field.row.closest("details")?.setAttribute("open", "");
    field.row.hidden = false;
    field.row.scrollIntoView({ block: "center" });
    (field.inputs.find((one) => one.checked) || field.inputs[0]).focus({ preventScroll: true });
  }

  #group(group) {
    const rows = h("div", { class: "setting-rows" }, group.fields.map((field) => this.#row(field)));
    const id = `group-${group.name}`;
    if (!OPEN.includes(group.name)) return h("details", { class: "setting-group" }, h("summary", {}, groupName(group.name), " ", h("span", { class: "hint" }, s("optional"))), rows);
    return h("section", { class: "setting-group", "aria-labelledby": id }, h("h2", { id }, groupName(group.name)), rows);
  }

  #row(field) {
    const [label, help] = fieldWords(field.name);
    const id = `field-${field.name.replace(".", "-")}`;
    const told = h("span", { id: `${id}-told`, class: "told", role: "alert" });
    const described = `${id}-told${help ? ` ${id}-help` : ""}`;
    const control = this.#control(field, id, described);
    const several = control.wide || field.kind === "picture"; // named as a group
    const needed = field.name === "book.title" ? s("needed") : "";
    const row = h("div", { class: `setting ${field.kind}${control.wide ? " wide" : ""}`, "data-field": field.name, role: several ? "group" : null, "aria-labelledby": several ? `${id}-label` : null },
      h(several ? "span" : "label", { id: `${id}-label`, class: "label", for: several ? null : id }, label, needed),
      control.element, told, help ? h("span", { id: `${id}-help`, class: "hint" }, help) : null);
    this.fields.set(field.name, { ...control, row, told, given: field.value });
    row.addEventListener("input", () => {
      fill(told);
      control.inputs.forEach((input) => input.removeAttribute("aria-invalid"));
      if (field.name === "cover.design") this.#showForDesign();
      this.onInput(field.name);
    });
    return row;
  }

  #control(field, id, described) {
    const common = { id, name: field.name, "aria-describedby": described };
    if (field.name === "cover.design" && this.book) return this.#covers(field, described);
    if (field.kind === "choice") return this.#select(field, common, field.choices);
    if (field.kind === "size") return this.#size(field, common);
    if (field.kind === "picture") return this.#picture(field, id, described);
    if (field.kind === "truth") {
      const input = h("input", { ...common, type: "checkbox", checked: field.value });
      return { element: input, inputs: [input], value: () => input.checked, put: (value) => (input.checked = value === true) };
    }
    const input = h("input", { ...common, type: "text", value: field.value, inputmode: field.kind === "number" ? "numeric" : null, autocomplete: "off" });
    return { element: input, inputs: [input], value: () => input.value.trim(), put: (value) => (input.value = value) };
  }

  #select(field, common, choices) {
    const select = h("select", common, choices.map((one) => h("option", { value: one.value }, choiceName(field.name, one))));
    select.value = field.value;
    return { element: select, inputs: [select], value: () => select.value, put: (value) => (select.value = value) };
  }

  #size(field, common) {
    const { sizes } = this.data;
    const select = h("select", common, sizes.map((one) => h("option", { value: one.value }, one.title)), h("option", { value: "" }, s("other")));
    const other = h("input", { type: "text", "aria-label": s("otherSize"), placeholder: s("otherSize"), "aria-describedby": common["aria-describedby"] });
    const put = (value) => {
      const named = sizes.some((one) => one.value === value);
      select.value = named ? value : "";
      other.value = named ? "" : value;
      other.hidden = named;
    };
    put(field.value);
    select.addEventListener("change", () => { other.hidden = select.value !== ""; if (!other.hidden) other.focus(); });
    return { element: h("span", { class: "bar" }, select, other), inputs: [select, other], value: () => select.value || other.value.trim(), put };
  }

  /** The designs as small pictures of the real first page. */
  #covers(field, described) {
    const inputs = field.choices.map((one) => h("input", { type: "radio", name: field.name, value: one.value, checked: one.value === field.value, "aria-describedby": described }));
    const element = h("div", { class: "covers" }, field.choices.map((one, index) => {
      const wait = h("span", { class: "cover-wait" }, s("coverWaits"));
      const image = h("img", { alt: "", hidden: true, src: `/api/books/${this.book}/covers/${one.value}?v=${this.data.covers}` });
      image.addEventListener("load", () => { image.hidden = false; wait.remove(); });
      image.addEventListener("error", () => fill(wait, s("coverNeeds")));
      return h("label", { class: "cover" }, h("span", { class: "cover-page" }, image, wait), h("span", {}, inputs[index], " ", choiceName(field.name, one)));
    }));
    return { element, inputs, wide: true, value: () => inputs.find((one) => one.checked)?.value ?? "", put: (value) => inputs.forEach((one) => (one.checked = one.value === value)) };
  }

  #picture(field, id, described) {
    let name = field.value;
    const input = h("input", { id, type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", class: "hidden-input", tabindex: "-1", "aria-hidden": "true" });
    const choose = h("button", { type: "button", "aria-describedby": described, onclick: () => input.click() });
    const none = h("button", { type: "button", class: "quiet", onclick: () => set("") }, s("noFile"));
    const state = h("span", { class: "hint", role: "status" });
    const show = () => {
      fill(choose, s(name ? "changeFile" : "chooseFile"));
      none.hidden = !name;
      state.textContent = name ? s("hasFile") : "";
    };
    const set = (value) => { name = value; show(); choose.dispatchEvent(new Event("input", { bubbles: true })); choose.focus(); };
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = "";
      if (file) set((await send(`books/${this.book}/pictures?name=${encodeURIComponent(file.name)}`, file)).name);
    });
    show();
    return { element: h("span", { class: "bar" }, choose, none, state, input), inputs: [choose], value: () => name, put: (value) => { name = value; show(); } };
  }

  #showForDesign() {
    const design = this.fields.get("cover.design")?.value();
    for (const [name, wanted] of Object.entries(SHOWN_FOR)) {
      const field = this.fields.get(name);
      if (field) field.row.hidden = design !== wanted;
    }
  }
}

/** The line under a form: a button, and what came of it. */
export function saveLine(button) {
  const told = h("span", { class: "told", role: "status" });
  const element = h("div", { class: "save-line bar" }, button, told);
  return { element, tell: (text, kind = "") => { told.className = `told ${kind}`; fill(told); append(told, [text]); } };
}

// The pages of a book: pictures of the real pages, exchanged only when the new one is decoded, and
// the place that is looked at held by its line.
import { get } from "./api.js";
import { h } from "./dom.js";
import { pageName, t } from "./words.js";

const NEAR = "1200px"; // above and below the view: pages that are loaded
const SCALES = [1, 1.5, 3]; // pixels to the pt

export class PageView {
  /** book: its key. onPlace({file, line, column}): a line was clicked. */
  constructor(book, { onPlace }) {
    this.book = book;
    this.onPlace = onPlace;
    this.pages = []; // {digest, label, width, height, element, image}
    this.lines = new Map(); // digest → promise of the lines of a page
    this.settled = false;
    this.list = h("div", { class: "pages" });
    this.element = h("div", { class: "page-view", tabindex: "0", role: "region", "aria-label": t("pages") },
      (this.wait = h("p", { class: "pages-wait" }, t("composing"))), this.list);
    this.wanted = null; // a place to be shown when the pages are settled: {file, line, column}
    this.near = new IntersectionObserver((entries) => this.#seen(entries), { root: this.element, rootMargin: NEAR });
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.resize = new ResizeObserver(() => this.#resized());
    this.resize.observe(this.element);
    this.anchor = null; // the line in mid-view: {block, offset, y}
    this.waiting = 0;
  }

  destroy() {
    this.near.disconnect();
    this.resize.disconnect();
  }

  /** Shows the pages of a state. */
  async show(state) {
    const anchor = this.settled ? this.anchor : null;
    const fresh = state.pages.map(([digest, label, width, height]) => ({ digest, label, width, height }));
    const changed = this.#exchange(fresh);
    this.settled = state.settled;
    const provisional = new Set(state.provisional || []);
    this.pages.forEach((page, index) => page.element.classList.toggle("provisional", provisional.has(index)));
    if (changed && state.settled) this.lines.clear();
    this.wait.hidden = state.pages.length > 0;
    this.wait.textContent = t(state.stale ? "staleYet" : "composing");
    if (changed && anchor && state.settled) await this.#hold(anchor);
    if (!this.anchor) this.#scrolled();
    if (this.wanted && state.settled) {
      const { file, line, column } = this.wanted;
      this.wanted = null;
      await this.goTo(file, line, column);
    }
  }

  /** Keeps the elements of pages that are the same at both ends; the others get another picture. */
  #exchange(fresh) {
    const old = this.pages;
    const same = (a, b) => a.digest === b.digest && a.label === b.label;
    let start = 0;
    while (start < old.length && start < fresh.length && same(old[start], fresh[start])) start++;
    if (start === old.length && start === fresh.length) return false;
    let end = 0;
    while (end < old.length - start && end < fresh.length - start && same(old[old.length - 1 - end], fresh[fresh.length - 1 - end])) end++;
    const middle = fresh.slice(start, fresh.length - end);
    const before = old.slice(start, old.length - end);
    const next = middle.map((page, index) => {
      const kept = before[index];
      if (!kept) return this.#element(page);
      const stale = kept.digest !== page.digest;
      Object.assign(kept, page);
      this.#describe(kept);
      if (stale && kept.visible) this.#load(kept);
      return kept;
    });
    for (const gone of before.slice(middle.length)) {
      this.near.unobserve(gone.element);
      gone.element.remove();
    }
    const following = old[old.length - end]?.element || null;
    for (const page of next.slice(before.length)) {
      this.list.insertBefore(page.element, following);
      this.near.observe(page.element);
    }
    this.pages = [...old.slice(0, start), ...next, ...old.slice(old.length - end)];
    return true;
  }

  #element(page) {
    page.image = h("img", { alt: "", draggable: false });
    page.marker = h("div", { class: "line-mark", hidden: true });
    page.sheet = h("div", { class: "sheet" }, page.marker);
    page.element = h("figure", { class: "page" }, page.sheet, (page.caption = h("figcaption")));
    page.sheet.addEventListener("click", (event) => this.#clicked(page, event));
    page.visible = false;
    this.#describe(page);
    return page;
  }

  #describe(page) {
    page.element.dataset.page = page.label;
    page.element.dataset.digest = page.digest;
    page.caption.textContent = pageName(page.label);
    page.image.alt = pageName(page.label);
    page.sheet.style.aspectRatio = `${page.width} / ${page.height}`;
    page.element.style.setProperty("--wide", page.width);
  }

  #seen(entries) {
    for (const entry of entries) {
      const page = this.pages.find((one) => one.element === entry.target);
      if (!page) continue;
      page.visible = entry.isIntersecting;
      if (page.visible && page.shown !== this.#address(page)) this.#load(page);
    }
  }

  #address(page) {
    const wanted = (page.sheet.clientWidth / page.width) * window.devicePixelRatio || 1.5;
    const scale = SCALES.find((one) => one >= wanted * 0.9) || SCALES[SCALES.length - 1];
    return `/api/books/${this.book}/pages/${page.digest}?scale=${scale}`;
  }

  /** Loads the picture of a page; the old one stands until the new one is decoded. */
  async #load(page) {
    const address = this.#address(page);
    if (page.asked === address) return;
    page.asked = address;
    const image = new Image();
    image.draggable = false;
    image.src = address;
    this.waiting++;
    try {
      await image.decode();
      if (page.asked !== address) return; // a newer text came meanwhile
      image.alt = page.image.alt;
      if (page.image.isConnected) page.image.replaceWith(image);
      else page.sheet.prepend(image);
      page.image = image;
      page.shown = address;
    } catch {
      if (page.asked === address) page.asked = ""; // no longer shown by the server: the next state has another
    } finally {
      this.waiting--;
    }
  }

  #resized() {
    const anchor = this.anchor;
    for (const page of this.pages) if (page.visible) this.#load(page);
    if (anchor) this.#place(anchor, anchor.index, anchor.top);
  }

  /** Notes which line stands in mid-view. */
  #scrolled() {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.#note(), 120);
  }

  async #note() {
    const middle = this.element.getBoundingClientRect().top + this.element.clientHeight / 2;
    const index = this.pages.findIndex((page) => page.element.getBoundingClientRect().bottom >= middle);
    if (index < 0) return;
    const box = this.pages[index].sheet.getBoundingClientRect();
    const y = ((middle - box.top) / box.height) * this.pages[index].height;
    const lines = await this.#linesOf(index);
    let line = null;
    for (const row of lines) if (!line || Math.abs(row[1] - y) < Math.abs(line[1] - y)) line = row;
    const top = line ? line[1] : y;
    const at = box.top + (top / this.pages[index].height) * box.height - this.element.getBoundingClientRect().top;
    this.anchor = { block: line?.[7] || "", offset: line?.[8] || 0, index, top, at };
  }

  async #linesOf(index) {
    const { digest } = this.pages[index];
    if (!this.settled) return [];
    if (!this.lines.has(digest)) {
      this.lines.set(digest, get(`books/${this.book}/lines/${index}`).catch(() => []));
    }
    return this.lines.get(digest);
  }

  /** Puts the line that stood in mid-view where it stood. */
  async #hold(anchor) {
    let spot = null;
    if (anchor.block) {
      spot = await get(`books/${this.book}/find?block=${encodeURIComponent(anchor.block)}&offset=${anchor.offset}`).catch(() => null);
    }
    if (spot) this.#place(anchor, spot.page, spot.top);
    this.#scrolled();
  }

  #place(anchor, index, top) {
    const page = this.pages[index];
    if (!page) return;
    const box = page.sheet.getBoundingClientRect();
    const now = box.top + (top / page.height) * box.height - this.element.getBoundingClientRect().top;
    this.element.scrollTop += now - anchor.at;
  }

  async #clicked(page, event) {
    const index = this.pages.indexOf(page);
    const box = page.sheet.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * page.width;
    const y = ((event.clientY - box.top) / box.height) * page.height;
    const distance = ([left, top, right, bottom]) =>
      Math.max(top - y, 0, y - bottom) * 4 + Math.max(left - x, 0, x - right);
    const lines = await this.#linesOf(index);
    const line = lines.reduce((best, row) => (!best || distance(row) < distance(best) ? row : best), null);
    if (!line || distance(line) > 60) return;
    this.#mark(page, wholeLine(lines, line));
    this.onPlace({ file: line[4], line: line[5], column: line[6] });
  }

  #mark(page, [left, top, right, bottom]) {
    const { marker } = page;
    marker.style.left = `${(left / page.width) * 100}%`;
    marker.style.top = `${(top / page.height) * 100}%`;
    marker.style.width = `${((right - left) / page.width) * 100}%`;
    marker.style.height = `${((bottom - top) / page.height) * 100}%`;
    marker.hidden = false;
    clearTimeout(page.unmark);
    page.unmark = setTimeout(() => (marker.hidden = true), 1600);
  }

  /** Shows the page of a line when it is settled: what is typed there. */
  follow(file, line, column = 1) { this.wanted = { file, line, column }; }

  /** Shows the page on which a line of a file stands, if it is not in view. */
  async goTo(file, line, column = 1) {
    if (!this.settled) return this.follow(file, line, column);
    const spot = await get(`books/${this.book}/find?file=${encodeURIComponent(file)}&line=${line}&column=${column}`).catch(() => null);
    const page = spot && this.pages[spot.page];
    if (!page) return;
    const view = this.element.getBoundingClientRect();
    const box = page.sheet.getBoundingClientRect();
    const y = box.top + (spot.top / page.height) * box.height;
    if (y < view.top + 20 || y > view.bottom - 60) this.element.scrollTop += y - view.top - view.height / 3;
    const lines = await this.#linesOf(spot.page);
    const row = lines.find((one) => Math.abs(one[1] - spot.top) < 0.6);
    if (row) this.#mark(page, wholeLine(lines, row));
  }
}

/** The rectangle of a line with its other pieces: bold words are pieces of their own. */
function wholeLine(lines, row) {
  const [, top, , bottom] = row;
  const beside = lines.filter((one) => one[7] === row[7] && Math.min(one[3], bottom) - Math.max(one[1], top) > (bottom - top) / 2);
  const ends = (index, end) => end(...beside.map((one) => one[index]), row[index]);
  return [ends(0, Math.min), ends(1, Math.min), ends(2, Math.max), ends(3, Math.max)];
}

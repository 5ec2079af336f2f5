// The folded booklet: spreads to turn, and each sheet's front and back.
import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./words.js";

export async function foldedScreen({ main, book }) {
  const files = await get(`books/${book.key}/files`);
  const sheets = files.find((one) => /-booklet\.pdf$/.test(one.name));
  const screen = h("div", { class: "screen" }, h("p", { class: "intro" }, t("foldedIntro")));
  main.append(screen);
  if (!sheets) {
    screen.append(h("p", { class: "notice" }, t("noBooklet")), h("a", { class: "button", href: `#/${book.key}/editions` }, t("editions")));
    return undefined;
  }
  // A side of a sheet holds two pages: the last and the first, the second and the last but one …
  const sides = sheets.pages;
  const total = sides * 2;
  const address = (side, scale) => `/api/books/${book.key}/files/${sheets.key}/pages/${side}?scale=${scale}&v=${sheets.bytes}`;
  const sideOf = (page) => {
    const index = page < total / 2 ? page : total - 1 - page; // which side, from the outside in
    return [index, page % 2 === 0 ? "right" : "left"];
  };
  let spread = 0; // 0: the cover alone
  const box = h("div", { class: "spread", "aria-live": "polite" });
  const label = h("p", { role: "status" });
  const before = h("button", { onclick: () => turn(-1) }, t("before"));
  const next = h("button", { onclick: () => turn(1) }, t("next"));
  const last = total / 2;

  function turn(by) {
    spread = Math.min(last, Math.max(0, spread + by));
    const [left, right] = [spread * 2 - 1, spread * 2];
    fill(box, [left, right].map((page) => {
      if (page < 0 || page >= total) return h("div", { class: "empty" });
      const [side, half] = sideOf(page);
      return h("div", { class: half }, h("img", { src: address(side, 2), alt: t("spread", { n: spread + 1, all: last + 1 }) }));
    }));
    label.textContent = t("spread", { n: spread + 1, all: last + 1 });
    before.disabled = spread === 0;
    next.disabled = spread === last;
  }

  const keys = (event) => {
    if (event.target.closest("input, textarea")) return;
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  };
  document.addEventListener("keydown", keys);
  screen.append(h("div", { class: "bar" }, before, next, label), box, h("h2", {}, t("sheets")),
    h("div", { class: "thumbs" }, Array.from({ length: sides }, (_, side) => h("figure", {},
      h("img", { src: address(side, 1), alt: "", loading: "lazy" }),
      h("figcaption", {}, t(side % 2 ? "back" : "front", { n: Math.floor(side / 2) + 1 }))))));
  turn(0);
  return () => document.removeEventListener("keydown", keys);
}

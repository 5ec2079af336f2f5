// The frame of the desk: head, steps, the screen that the address names.
import { Failure, get } from "./api.js";
import { Bars } from "./bars.js";
import { fill, h, say, statusLine } from "./dom.js";
import { BookEvents } from "./events.js";
import { Link } from "./link.js";
import { previewScreen } from "./screen-preview.js";
import { booksScreen } from "./screen-books.js";
import { takenScreen } from "./screen-taken.js";
import { textScreen } from "./screen-text.js";
import { newBookScreen, settingsScreen } from "./screen-settings.js";
import { termsScreen } from "./screen-terms.js";
import { editionsScreen } from "./screen-editions.js";
import { foldedScreen } from "./screen-folded.js";
import { compareScreen } from "./screen-compare.js";
import { copiesScreen } from "./screen-copies.js";
import { filesScreen } from "./screen-files.js";
import { t } from "./words.js";

const SCREENS = {
  taken: takenScreen, text: textScreen, settings: settingsScreen, terms: termsScreen, editions: editionsScreen, folded: foldedScreen,
  compare: compareScreen, copies: copiesScreen, files: filesScreen,
};
const RECONNECT = 4000; // ms
const preview = document.documentElement.dataset.mode === "preview";

const title = h("h1");
const state = h("p", { class: "state" });
const steps = h("nav", { class: "steps", "aria-label": t("menu") });
const bars = new Bars();
const main = h("main", { id: "main", tabindex: "-1" });
fill(document.getElementById("app"),
  h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, t("skip")),
  h("header", {}, h("a", { class: "brand", href: "#/" }, t("desk")), title, state), bars.element,
  steps, main, statusLine());

let address = location.hash; // of the screen that is shown
let leave = () => {}; // what the screen does before another takes its place
let turn = 0; // counts the screens: one that was left while it was fetched must not be shown
let events = null; // of the book that is open

/** What the screens are given: the book, its events, and where they may write. */
async function open() {
  if (link.state !== "here") {
    history.replaceState(null, "", address || "#/"); // what is on this screen is not to be lost
    return say(t("gone"));
  }
  address = location.hash;
  const [, key = "", name = "", ...rest] = location.hash.split("/");
  turn += 1;
  say("");
  state.textContent = t("working");
  main.setAttribute("aria-busy", "true");
  const left = leave;
  leave = () => {};
  await left();
  try {
    if (preview) return await show(previewScreen, (await get("books")).books[0].key);
    if (!key) return await show(booksScreen);
    if (key === "new") return await show(newBookScreen);
    await show(SCREENS[name] || textScreen, key, name in SCREENS ? name : "text", rest);
  } catch (error) {
    fill(main, h("div", { class: "screen" }, h("p", { class: "notice error", role: "alert" }, error.message)));
  }
}

async function show(screen, key = "", name = "", rest = []) {
  const mine = turn;
  if (events && events.book !== key) {
    events.close();
    events = null;
  }
  const book = key ? await get(`books/${key}`) : null;
  if (mine !== turn) return;
  // A page of no book listens too: the server ends when nobody does.
  events ??= new BookEvents(key, { onState: tellState, onSaved: (time) => say(t("saved", { time })), onEnd: () => link.ended(), onBroken: broken, onTold: (text) => bars.show("told", { text }) });
  retitle(book ? book.title || t("untitled") : t("books"));
  title.lang = book ? "zh" : "";
  steps.hidden = !key || preview;
  fill(steps, key && !preview ? h("ul", {}, Object.keys(SCREENS).map((step) =>
    h("li", {}, h("a", { href: `#/${key}/${step}`, "aria-current": step === name ? "page" : null }, t(step))))) : null);
  const place = h("div", { class: "place" });
  fill(main, place);
  main.scrollTop = 0;
  const tell = (text) => { if (mine === turn) state.textContent = text; };
  const after = (await screen({ main: place, book, events, rest, bars, tell, retitle })) || (() => {});
  if (mine !== turn) return void after();
  leave = after;
  main.removeAttribute("aria-busy");
  state.textContent = "";
  if (events?.last) tellState(events.last);
  // The link that led here is another one now: the keys go on in the steps, or at the screen.
  if (document.activeElement === document.body) (steps.querySelector("[aria-current]") || main).focus({ preventScroll: true });
}

/** The title of what is open. */
function retitle(text) {
  title.textContent = text;
  document.title = `${text} · ${t("desk")}`;
}

function tellState(now) {
  state.textContent = now.stale ? t("errors", { n: now.problems.filter((one) => one.severity === "error").length })
    : now.settled ? t("settled") : t("composing");
}

// --- the server, whether it is there -----------------------------------------------------------------

const link = new Link((now) => {
  window.dispatchEvent(new CustomEvent("duben-link", { detail: now }));
  if (now === "here") {
    bars.hide("link");
    say(t("backAgain"));
    events?.connect();
  } else bars.show("link", { text: t(now === "gone" ? "ended" : "startedAnew"), closable: false });
});

function broken() {
  link.check().then(() => {
    // A browser connects again by itself, but not after a refusal.
    if (link.state === "here" && events?.source.readyState === EventSource.CLOSED) setTimeout(() => events?.connect(), RECONNECT);
  });
}

window.addEventListener("duben-gone", () => link.check());
window.addEventListener("hashchange", open);
// A request that was refused is told at the foot; anything else is a fault of ours.
window.addEventListener("unhandledrejection", (event) => {
  say(event.reason?.message || t("failed"), true);
  if (event.reason instanceof Failure) event.preventDefault();
});
open();

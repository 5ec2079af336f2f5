// Whether the server is there. Where it has ended the page stays as it is, looks for it again, and
// goes on with the new one when it has let this browser in.
import { setToken } from "./api.js";

const LOOK = 2000; // ms

export class Link {
  /** onChange(state): "here", "gone" (no server answers), "locked" (one that does not know us). */
  constructor(onChange) {
    this.onChange = onChange;
    this.state = "here";
    this.looking = 0;
  }

  /** The server said that it ends. */
  ended() { this.#set("gone"); this.#lookLater(LOOK); }

  /** A request did not get through: looks whether the server is there. */
  async check() {
    if (this.asking) return;
    this.asking = true;
    const found = await ask();
    this.asking = false;
    if (found.token) setToken(found.token);
    this.#set(found.state);
    if (found.state !== "here") this.#lookLater(LOOK);
  }

  #lookLater(wait) {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.check(), wait);
  }

  #set(state) {
    if (state === this.state) return;
    this.state = state;
    this.onChange(state);
  }
}

/** The state of the server, and its token where it lets us in: it may be another one than before. */
async function ask() {
  try {
    const response = await fetch("/", { credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return { state: "locked" };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { state: "here", token: page.querySelector('meta[name="duben-token"]')?.content };
  } catch {
    return { state: "gone" };
  }
}

// A text of the editor kept in step with the server's: what is typed goes out, what others changed
// comes in, and neither overwrites the other. Each text that is sent goes with what it was made of.
import { get, post, Failure } from "./api.js";

export const TAB = Math.random().toString(36).slice(2); // tells our own edits from those of other tabs
const AGAIN = 3000; // ms: a text that was refused is sent again

export class TextSync {
  /**
   * path: the address of the text; known: {text, revision} as it was read.
   * hooks: read() and write(text) of the editor, composing(); onClash(pieces, choose) shows the places
   * that both changed, and gives the text that is wanted to choose(text), whether it was taken;
   * onChosen(), onMerged(), onRefused(error), onGone(), onSent().
   */
  constructor(path, known, hooks) {
    Object.assign(this, { path, hooks, base: known.text, revision: known.revision, newest: known.revision });
    this.inFlight = null; // a text of which we do not know whether it arrived
    this.running = null;
    this.closed = false;
    this.clash = null; // {mine, theirs} while an author decides; what is typed meanwhile waits
  }

  /** Whether something was typed that the server has not got. */
  get unsent() { return this.hooks.read() !== this.base; }

  /** The server has a newer text. */
  told(revision) {
    this.newest = Math.max(this.newest, revision);
    return this.run();
  }

  /** The server may be another one now: its numbers mean nothing any more. */
  forgetRevision() { this.revision = null; this.newest = 0; }

  /** Sends and takes until both are the same; one run at a time. */
  run() {
    this.running ??= this.#run().finally(() => (this.running = null));
    return this.running;
  }

  async #run() {
    let goOn = true;
    while (goOn && !this.closed && !this.clash && !this.hooks.composing()) {
      if (this.unsent) goOn = await this.#attempt(() => this.#send(this.hooks.read()));
      else if (this.revision === null || this.newest > this.revision) goOn = await this.#attempt(() => this.#load());
      else goOn = false;
    }
  }

  /** Whether to go on after some work. */
  async #attempt(work) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.gone) this.hooks.onGone();
      else {
        this.hooks.onRefused(error);
        setTimeout(() => this.run(), AGAIN);
      }
      return false;
    }
  }

  async #send(text) {
    if (this.revision === null && this.inFlight !== null) await this.#lookForInFlight();
    const made = this.revision === null ? { base: this.base } : { revision: this.revision };
    this.inFlight = text;
    let answer;
    try {
      answer = await post(this.path, { text, composing: false, tab: TAB, ...made });
    } catch (error) {
      if (error.status !== 409) throw error;
      return this.#ask(text, error.data);
    }
    this.inFlight = null;
    const taken = answer.text ?? text;
    this.base = text;
    this.revision = taken === text ? answer.revision : null;
    if (taken !== text) {
      // What was typed since builds on what was sent, not on what came back.
      if (this.hooks.read() === text && !this.hooks.composing()) this.#put(taken, answer.revision);
      this.hooks.onMerged();
    }
    this.hooks.onSent();
  }

  async #load() {
    const { text, revision } = await get(this.path);
    if (this.hooks.read() === this.base && !this.hooks.composing()) this.#put(text, revision);
  }

  #put(text, revision) {
    this.base = text;
    this.revision = revision;
    this.newest = Math.max(this.newest, revision);
    this.hooks.write(text);
  }

  /** A text whose answer was lost may have arrived all the same. */
  async #lookForInFlight() {
    const { text, revision } = await get(this.path);
    if (text === this.inFlight || text === this.base) {
      this.base = text;
      this.revision = this.newest = revision;
    }
    this.inFlight = null;
  }

  /** Lets the author decide; typing goes on meanwhile. */
  #ask(mine, { text, pieces }) {
    this.inFlight = null;
    this.clash = { mine, theirs: text };
    this.hooks.onClash(pieces, (chosen) => this.#attempt(() => this.#decide(chosen)));
  }

  /** Sends what was chosen; what was typed since builds on the author's own text, and is merged. */
  async #decide(chosen) {
    const { mine, theirs } = this.clash;
    try {
      await post(this.path, { text: chosen, base: theirs, composing: false, tab: TAB });
    } catch (error) {
      if (error.status !== 409) throw error;
      return this.#ask(mine, error.data);
    }
    this.clash = null;
    this.base = mine;
    this.revision = null;
    this.hooks.onChosen();
    this.run();
  }

  close() { this.closed = true; }
}

// --- what could not be sent, kept by the browser ----------------------------------------------------

const draftName = (book, key) => `duben-unsent ${book} ${key}`;

/** Keeps a text that the server has not got, with what it was made of. */
export function keepDraft(book, key, { base, text }) {
  try {
    localStorage.setItem(draftName(book, key), JSON.stringify({ base, text }));
  } catch { /* the browser keeps nothing: the page has it */ }
}

export function dropDraft(book, key) { localStorage.removeItem(draftName(book, key)); }

/** A text that was kept; null where there is none. */
export function draftOf(book, key) {
  try {
    const draft = JSON.parse(localStorage.getItem(draftName(book, key)));
    return typeof draft?.base === "string" && typeof draft.text === "string" ? draft : null;
  } catch {
    return null;
  }
}

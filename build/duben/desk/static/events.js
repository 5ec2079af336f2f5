// What the server tells of an open book, as it happens.
export class BookEvents {
  /** book: its key, "" for a page that looks at no book; onTold(text): what the author must know. */
  constructor(book, { onState, onSaved, onEnd, onBroken, onTold }) {
    this.book = book;
    this.onBroken = onBroken;
    this.last = null; // the state that was told last
    this.listeners = { state: new Set([onState]), saved: new Set([(data) => onSaved(data.time)]), text: new Set(), outside: new Set(), end: new Set([onEnd]), unsaved: new Set([(data) => onTold(data.problems.map((problem) => problem.message).join("\n"))]) };
    this.connect();
  }

  /** Begins to listen, again where the server was started anew. */
  connect() {
    this.source?.close();
    this.last = null;
    this.source = new EventSource(this.book ? `/api/books/${this.book}/events` : "/api/events");
    for (const kind of Object.keys(this.listeners)) {
      this.source.addEventListener(kind, (event) => this.#told(kind, JSON.parse(event.data || "{}")));
    }
    this.source.onerror = () => this.onBroken();
  }

  #told(kind, data) {
    if (kind === "state") {
      if (this.last && data.revision < this.last.revision) return;
      this.last = data;
    }
    for (const listener of this.listeners[kind]) listener(data);
  }

  /** Calls a function for each event of a kind; gives the function that ends it. */
  on(kind, listener) {
    this.listeners[kind].add(listener);
    if (kind === "state" && this.last) listener(this.last);
    return () => this.listeners[kind].delete(listener);
  }

  close() { this.source.close(); }
}

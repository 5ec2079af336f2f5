// The editor of the desk: CodeMirror 6 behind the few calls that static/text-area.js has as well.
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { forEachDiagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder, Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";

// Chinese input methods: the older way of reading what is typed is the one that all of them know.
EditorView.EDIT_CONTEXT = false;

const KINDS = [
  [/^#{1,6}\s/, "heading"],
  [/^\s*\|/, "table"],
  [/^\s*>/, "quote"],
  [/^\s*!!!/, "box"],
  [/^\[\^[^\]]+\]:/, "note"],
];
const LINES = Object.fromEntries(KINDS.map(([, name]) => [name, Decoration.line({ class: `md-${name}` })]));

// Lines of Markdown that are no plain paragraphs look a little otherwise.
const markdownLines = ViewPlugin.fromClass(
  class {
    constructor(view) { this.decorations = this.read(view); }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = this.read(update.view);
    }
    read(view) {
      const builder = new RangeSetBuilder();
      for (const { from, to } of view.visibleRanges) {
        for (let at = from; at <= to; ) {
          const line = view.state.doc.lineAt(at);
          const kind = KINDS.find(([pattern]) => pattern.test(line.text));
          if (kind) builder.add(line.from, line.from, LINES[kind[1]]);
          at = line.to + 1;
        }
      }
      return builder.finish();
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/**
 * Puts an editor into an element.
 *
 * onChange(text, composing), onCursor(line), onMend(problem); onPaste(clipboard, own) and onDrop(files)
 * give whether they deal with it, own is what was copied here last;
 * words: what the editor says, by the English of CodeMirror.
 */
export function createEditor(parent, { text, label, words, onChange, onCursor, onMend, onPaste, onDrop, onFind }) {
  let quiet = false; // while the text is put in from outside
  let lastLine = 0;
  let copied = "";
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorState.phrases.of(words),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        markdownLines,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", lang: "zh", tabindex: "0" }),
        keymap.of([{ key: "Mod-f", run: () => (onFind?.(), true) }, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) onChange(update.state.doc.toString(), view.composing);
          if (update.selectionSet || update.docChanged) {
            const line = update.state.doc.lineAt(update.state.selection.main.head).number;
            if (line !== lastLine && !quiet) onCursor(line);
            lastLine = line;
          }
        }),
        EditorView.domEventHandlers({
          compositionend() { onChange(view.state.doc.toString(), false); },
          copy: () => noteCopied(),
          cut: () => noteCopied(),
          paste(event) {
            if (!onPaste?.(event.clipboardData, copied)) return false;
            event.preventDefault();
            return true;
          },
          drop(event) {
            const { files } = event.dataTransfer;
            if (!files.length || !onDrop) return false;
            event.preventDefault();
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            if (at !== null) view.dispatch({ selection: { anchor: at } });
            onDrop([...files]);
            return true;
          },
        }),
      ],
    }),
  });

  function noteCopied() {
    copied = view.state.selection.ranges.map(({ from, to }) => view.state.sliceDoc(from, to)).join("\n");
    return false;
  }

  // The line that is typed stays in view when what is below grows.
  const shrunk = new ResizeObserver(() => {
    if (view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { yMargin: 40 }) });
  });
  shrunk.observe(parent);

  const position = (line, column) => {
    const row = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
    return Math.min(row.from + Math.max(0, column - 1), row.to);
  };

  /** The words of a problem: those to be mended, else those that it quotes, where they stand nearest
   * to its place; else the character there, behind the marks that begin its line. */
  function placeOf(problem) {
    const at = position(problem.line, problem.column || 1);
    const row = view.state.doc.lineAt(at);
    const quoted = [...problem.message.matchAll(/“([^“”]+)”/g)].flatMap(([, words]) => words.split(/……|…/));
    for (const words of [problem.mend?.old, ...quoted]) {
      const starts = words ? [...row.text.matchAll(new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g"))].map((match) => row.from + match.index) : [];
      if (starts.length) {
        const from = starts.reduce((best, start) => (Math.abs(start - at) < Math.abs(best - at) ? start : best));
        return { from, to: from + words.length };
      }
    }
    const marks = /^[\s#>|*-]*/.exec(row.text)[0].length;
    const from = Math.min(row.to, Math.max(at, row.from + marks));
    return { from, to: Math.min(row.to, from + 1) };
  }

  return {
    get text() { return view.state.doc.toString(); },
    get composing() { return view.composing; },
    setText(next) {
      const old = view.state.doc.toString();
      if (old === next) return;
      let start = 0;
      while (start < old.length && start < next.length && old[start] === next[start]) start++;
      let end = 0;
      while (end < old.length - start && end < next.length - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end++;
      quiet = true;
      view.dispatch({
        changes: { from: start, to: old.length - end, insert: next.slice(start, next.length - end) },
        annotations: [isolateHistory.of("full"), Transaction.remote.of(true)],
      });
      quiet = false;
    },
    goTo(line, column = 1, length = 0) {
      const at = position(line, column);
      quiet = true;
      view.dispatch({ selection: { anchor: at, head: Math.min(at + length, view.state.doc.lineAt(at).to) }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      quiet = false;
      view.focus();
    },
    setProblems(problems) {
      const rows = problems.map((problem) => {
        return {
          ...placeOf(problem),
          severity: problem.severity === "note" ? "info" : problem.severity,
          message: problem.hint ? `${problem.message}\n${problem.hint}` : problem.message,
          actions: problem.mend ? [{ name: words.mend, apply: () => onMend(problem) }] : [],
        };
      });
      rows.sort((a, b) => a.from - b.from || a.to - b.to);
      view.dispatch(setDiagnostics(view.state, rows));
    },
    get problemCount() {
      let count = 0;
      forEachDiagnostic(view.state, () => count++);
      return count;
    },
    /** Puts a text in the place of what is selected. */
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: "input.paste", annotations: isolateHistory.of("full") });
      view.focus();
    },
    /** What of a change from one text to another is selected, and the line it stands in. */
    get selection() {
      const { from, to } = view.state.selection.main;
      return { from, to };
    },
    get line() { return view.state.doc.lineAt(view.state.selection.main.head).number; },
    /** Selects a place; the keys stay where they are. */
    select(from, to) {
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    },
    /** Changes a place and selects there: {from, to, insert, start, end}. */
    change({ from, to, insert, start, end }) {
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: start, head: end }, scrollIntoView: true, annotations: isolateHistory.of("full") });
      view.focus();
    },
    /** Puts before and after around what is selected; where nothing is, sample stands there. */
    wrap(before, after, sample) {
      const { from, to } = view.state.selection.main;
      const inner = view.state.sliceDoc(from, to) || sample;
      view.dispatch({
        changes: { from, to, insert: before + inner + after },
        selection: { anchor: from + before.length, head: from + before.length + inner.length },
        scrollIntoView: true,
      });
      view.focus();
    },
    /** Puts a block of its own below the paragraph of the cursor. */
    insertBlock(block) {
      const { doc, selection } = view.state;
      let line = doc.lineAt(selection.main.head);
      while (line.number < doc.lines && line.text.trim()) line = doc.line(line.number + 1);
      const at = line.text.trim() ? line.to : line.from;
      const insert = (line.text.trim() ? "\n\n" : "\n") + block + "\n";
      view.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length - 1 }, scrollIntoView: true });
      view.focus();
    },
    /** Puts a text before the line of the cursor. */
    startLine(prefix) {
      const line = view.state.doc.lineAt(view.state.selection.main.head);
      const old = /^#{1,6}\s+/.exec(line.text)?.[0] || "";
      const next = old === prefix ? "" : prefix;
      view.dispatch({ changes: { from: line.from, to: line.from + old.length, insert: next } });
      view.focus();
    },
    search() { openSearchPanel(view); },
    focus() { view.focus(); },
    destroy() { shrunk.disconnect(); view.destroy(); },
  };
}

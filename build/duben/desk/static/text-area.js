// A plain text area with the calls of the editor, for a program that was made without npm.
import { h } from "./dom.js";

export function createEditor(parent, { text, label, onChange, onCursor, onPaste, onDrop }) {
  let composing = false;
  let lastLine = 0;
  const area = h("textarea", { class: "plain-editor", "aria-label": label, spellcheck: false, lang: "zh" });
  area.value = text;
  const lineOf = (at) => area.value.slice(0, at).split("\n").length;
  area.addEventListener("compositionstart", () => (composing = true));
  area.addEventListener("compositionend", () => { composing = false; onChange(area.value, false); });
  area.addEventListener("input", () => onChange(area.value, composing));
  const moved = () => {
    const line = lineOf(area.selectionStart);
    if (line !== lastLine) onCursor((lastLine = line));
  };
  area.addEventListener("keyup", moved);
  area.addEventListener("click", moved);
  let copied = "";
  const noteCopied = () => (copied = area.value.slice(area.selectionStart, area.selectionEnd));
  area.addEventListener("copy", noteCopied);
  area.addEventListener("cut", noteCopied);
  area.addEventListener("paste", (event) => { if (onPaste?.(event.clipboardData, copied)) event.preventDefault(); });
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length || !onDrop) return;
    event.preventDefault();
    onDrop([...event.dataTransfer.files]);
  });
  parent.append(area);
  const offset = (line, column) => area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
  const replace = (from, to, insert, select) => {
    area.setRangeText(insert, from, to, "end");
    if (select) area.setSelectionRange(...select);
    area.focus();
    onChange(area.value, false);
  };
  return {
    get text() { return area.value; },
    get composing() { return composing; },
    setText(next) {
      if (next === area.value) return;
      const at = area.selectionStart;
      area.value = next;
      area.setSelectionRange(at, at);
    },
    goTo(line, column = 1, length = 0) {
      const at = offset(line, column);
      area.focus();
      area.setSelectionRange(at, at + length);
      area.scrollTop = (line / area.value.split("\n").length) * area.scrollHeight - area.clientHeight / 2;
    },
    setProblems() {},
    insert(text) { replace(area.selectionStart, area.selectionEnd, text); },
    get selection() { return { from: area.selectionStart, to: area.selectionEnd }; },
    change({ from, to, insert, start, end }) { replace(from, to, insert, [start, end]); },
    get line() { return lineOf(area.selectionStart); },
    select(from, to) { area.setSelectionRange(from, to); },
    wrap(before, after, sample) {
      const { selectionStart: from, selectionEnd: to } = area;
      const inner = area.value.slice(from, to) || sample;
      replace(from, to, before + inner + after, [from + before.length, from + before.length + inner.length]);
    },
    insertBlock(block) {
      const end = area.value.indexOf("\n\n", area.selectionStart);
      const at = end < 0 ? area.value.length : end;
      replace(at, at, `\n\n${block}\n`);
    },
    startLine(prefix) {
      const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
      const old = /^#{1,6}\s+/.exec(area.value.slice(from))?.[0] || "";
      replace(from, from + old.length, old === prefix ? "" : prefix);
    },
    search() { area.focus(); },
    focus() { area.focus(); },
    destroy() { area.remove(); },
  };
}

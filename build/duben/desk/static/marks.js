// Marks of Markdown put into a text and taken out again: functions from a text and a selection to a
// change {from, to, insert, start, end} (start and end: what is selected then).

/** A line as its letters and which of them are bold; a ** without its other half is a letter. */
function lettersOf(line) {
  const marks = [];
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line.startsWith("**", at)) marks.push(at++);
  }
  if (marks.length % 2) marks.pop();
  const letters = [];
  let bold = false;
  for (let at = 0; at < line.length; at++) {
    if (marks.includes(at)) { bold = !bold; at++; }
    else letters.push({ at, letter: line[at], bold });
  }
  return letters;
}

/** Letters as a line; no ** stands at a blank, none beside another. */
function lineOf(letters) {
  const text = letters.map(({ letter }) => letter).join("");
  const bold = letters.map((one) => one.bold);
  for (let at = 0; at < bold.length; at++) if (bold[at] && !bold[at - 1]) for (let on = at; bold[on] && /\s/.test(text[on]); on++) bold[on] = false;
  for (let at = bold.length - 1; at >= 0; at--) if (bold[at] && !bold[at + 1]) for (let on = at; bold[on] && /\s/.test(text[on]); on--) bold[on] = false;
  let line = "";
  const places = []; // of each letter in the line
  bold.forEach((now, at) => {
    if (now !== Boolean(bold[at - 1])) line += "**";
    places.push(line.length);
    line += text[at];
  });
  if (bold[bold.length - 1]) line += "**";
  return { line, places };
}

/** Where the words of a line begin, behind the marks of a heading, a list, a note. */
const wordsBegin = (line) => /^\s*(#{1,6}\s+|[-*+]\s+|\d+\.\s+|>\s*|\[\^[^\]]+\]:\s*)?/.exec(line)[0].length;

/** Makes what is selected bold, or no longer where all of it is; with nothing selected the bold words
 * at the cursor are made plain, else a sample is put there. */
export function toggleStrong(text, { from, to }, sample) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = (text.indexOf("\n", to) + 1 || text.length + 1) - 1;
  const lines = text.slice(start, end).split("\n");
  let offset = start;
  const read = lines.map((line) => {
    const letters = lettersOf(line).map((one) => ({ ...one, at: one.at + offset }));
    offset += line.length + 1;
    return letters;
  });
  const all = read.flat();
  let chosen = all.filter(({ at }) => at >= from && at < to);
  if (!chosen.length) {
    // The bold words round the cursor.
    const near = all.findIndex(({ at, bold }) => bold && at >= from - 1 && at <= from + 2);
    const inside = near >= 0 && all.some(({ at, bold }) => bold && at < from) && all.some(({ at, bold }) => bold && at >= from);
    if (!inside) {
      const close = text.startsWith("**", from) || text.slice(from - 2, from) === "**" ? " " : "";
      return { from, to, insert: `${close}**${sample}**`, start: from + close.length + 2, end: from + close.length + 2 + sample.length };
    }
    let first = near, last = near;
    while (all[first - 1]?.bold) first--;
    while (all[last + 1]?.bold) last++;
    chosen = all.slice(first, last + 1);
  }
  const solid = chosen.filter(({ letter }) => letter.trim());
  const bold = !(solid.length ? solid : chosen).every((one) => one.bold);
  const changed = new Set(chosen);
  let insert = "", first = -1, last = -1;
  read.forEach((letters, index) => {
    const words = wordsBegin(lines[index]);
    const row = lines[index].trimStart().startsWith("|");
    const marked = letters.map((one, at) => (changed.has(one) ? { ...one, bold: bold && at >= words && !(row && one.letter === "|") } : one));
    const { line, places } = lineOf(marked);
    letters.forEach((one, at) => {
      if (!changed.has(one)) return;
      if (first < 0) first = start + insert.length + places[at];
      last = start + insert.length + places[at] + 1;
    });
    insert += line + (index < lines.length - 1 ? "\n" : "");
  });
  return { from: start, to: end, insert, start: first, end: last };
}

/** A line as a heading of a level, or plain where it is that already. The title of a chapter (its
 * first line, #) stays. */
export function toggleHeading(text, { from }, level) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const old = /^(#{1,6})[ \t]+/.exec(text.slice(start)) || ["", ""];
  const isTitle = !text.slice(0, start).trim() && (old[1].length <= 1);
  const next = isTitle ? "# " : old[1].length === level ? "" : `${"#".repeat(level)} `;
  const moved = Math.max(start + next.length, from + next.length - old[0].length);
  return { from: start, to: start + old[0].length, insert: next, start: moved, end: moved };
}

/** A note at the end of what is selected; its text, selected, stands below the paragraph. */
export function addNote(text, { to }, sample) {
  const used = [...text.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const mark = `[^${Math.max(0, ...used) + 1}]`;
  const gap = /\n[ \t]*(\n|$)/.exec(text.slice(to));
  const end = gap ? to + gap.index : text.length;
  const before = `${mark}${text.slice(to, end).trimEnd()}\n\n${mark}: `;
  return { from: to, to: end, insert: before + sample, start: to + before.length, end: to + before.length + sample.length };
}

/** The text of an empty table. */
export function newTable(rows, columns, head) {
  const row = (cell) => `| ${Array.from({ length: columns }, cell).join(" | ")} |`;
  return [row((_, at) => `${head}${at + 1}`), row(() => "---"), ...Array.from({ length: rows }, () => row(() => "　"))].join("\n");
}

/** The table at a place: {start, end, lines, row}; null where there is none. */
export function tableAt(text, at) {
  const lines = text.split("\n");
  let offset = 0, index = 0;
  while (index < lines.length - 1 && offset + lines[index].length < at) offset += lines[index++].length + 1;
  const isRow = (line) => line !== undefined && line.trimStart().startsWith("|");
  if (!isRow(lines[index])) return null;
  let first = index, last = index;
  while (isRow(lines[first - 1])) first--;
  while (isRow(lines[last + 1])) last++;
  const start = lines.slice(0, first).join("\n").length + (first ? 1 : 0);
  const own = lines.slice(first, last + 1);
  return { start, end: start + own.join("\n").length, lines: own, row: index - first, column: (lines[index].slice(0, at - offset).match(/\|/g) || []).length };
}

const cellsOf = (line) => line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1").split(/(?<!\\)\|/);
const isRule = (line) => /^\s*\|[\s:|-]*-[\s:|-]*$/.test(line);

/** Adds or takes away the row or column of the cursor: "addRow", "dropRow", "addColumn", "dropColumn". */
export function editTable(text, { from }, what) {
  const table = tableAt(text, from);
  if (!table) return null;
  const { lines, row } = table;
  const column = Math.max(0, Math.min(table.column - 1, cellsOf(lines[0]).length - 1));
  const rule = lines.findIndex(isRule);
  let next = lines, at = row;
  if (what === "addRow") {
    at = Math.max(row, rule) + 1;
    next = [...lines.slice(0, at), `| ${cellsOf(lines[0]).map(() => "　").join(" | ")} |`, ...lines.slice(at)];
  } else if (what === "dropRow") {
    if (row <= rule) return null;
    next = lines.filter((_, index) => index !== row);
    at = Math.min(row, next.length - 1);
  } else {
    if (what === "dropColumn" && cellsOf(lines[0]).length < 2) return null;
    next = lines.map((line) => {
      const cells = cellsOf(line).map((cell) => cell.trim() || "　");
      if (what === "addColumn") cells.splice(column + 1, 0, isRule(line) ? "---" : "　");
      else cells.splice(column, 1);
      return `| ${cells.join(" | ")} |`;
    });
  }
  const place = table.start + next.slice(0, at).join("\n").length + (at ? 1 : 0) + 2;
  return { from: table.start, to: table.end, insert: next.join("\n"), start: place, end: place };
}

// What is pasted or dropped: HTML of pages and of Word goes through the program's own reader, lines of
// plain text become paragraphs.

const MARKDOWN = /^\s*(#{1,6} |\||[-*+] |> |\d+\. |```|!!!|\[\^|!\[|:::|\{)|^ {4}/;
const END = /[。！？!?…：:；;”"」』）)]$/;

/** Plain text as paragraphs: a line is one, but lines of one width that end in mid-sentence are the
 * lines of one paragraph. Text with marks of Markdown stays as it is. */
export function plainParagraphs(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.replace(/\s+$/, ""));
  if (lines.filter(Boolean).length < 2 || lines.some((line) => MARKDOWN.test(line))) return text;
  return lines.join("\n").split(/\n{2,}/).map((block) => blockOf(block.split("\n").filter(Boolean))).filter(Boolean).join("\n\n");
}

function blockOf(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const full = lines.slice(0, -1).filter((line) => line.length >= width - 3);
  const broken = full.filter((line) => !END.test(line));
  const wrapped = lines.length > 1 && width >= 12 && full.length === lines.length - 1 && broken.length * 2 > full.length;
  if (!wrapped) return lines.map((line) => line.trim()).join("\n\n");
  return lines.map((line) => line.trim()).reduce((text, line) => text + (/[A-Za-z0-9,]$/.test(text) && /^[A-Za-z0-9]/.test(line) ? " " : "") + line);
}

/** The HTML of the clipboard as our reader takes it: its bold words between ⸨ and ⸩. "" where it has
 * nothing that plain text has not. */
export function pastedHtml(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const has = page.body.querySelector("h1,h2,h3,h4,h5,h6,li,table,b,strong,img") || page.body.querySelectorAll("p,div,br").length > 1;
  if (!has) return "";
  for (const bold of page.body.querySelectorAll("b,strong")) {
    if (/font-weight:\s*(normal|[1-4]00)/.test(bold.getAttribute("style") || "")) continue;
    if (bold.closest("h1,h2,h3,h4,h5,h6,th") || bold.parentElement.closest("b,strong") || bold.querySelector("p,div,li,table,br") || !bold.textContent.trim()) continue;
    bold.prepend("⸨");
    bold.append("⸩");
  }
  return page.body.innerHTML;
}

"""Words that a page marks: raised and lowered signs (m², H₂O) keep their place, struck words are
left out and told.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from duben import chinese
from duben.intake import line_editing
from duben.intake.document import ChangeLog, Omission, SourceLine, SpanKind, TextSpan
from duben.intake.escaping import MarkdownText, inline
from duben.intake.html.elements import count_characters

# What stands round such a sign while the page is walked through: no text has these.
OPENINGS, CLOSING = {"sup": "\ue1f0", "sub": "\ue1f1"}, "\ue1f2"
KINDS: dict[str, SpanKind] = {"\ue1f0": "superscript", "\ue1f1": "subscript"}
MARK = re.compile("[\ue1f0-\ue1f2]")
MARKED = re.compile(f"(?P<opening>[\ue1f0\ue1f1])(?P<text>[^{CLOSING}]*){CLOSING}")
NO_MARKS = dict.fromkeys(range(0xE1F0, 0xE1F3))
RAISED = re.compile("[0-9A-Za-z+\\-−－.·°]{1,6}")  # of a formula or a unit; (1) and [1] are notes
STRUCK = ("del", "s", "strike")
STRUCK_SHARE = 0.2  # of the 汉字 of a page; with more an element was never closed
WHY = "划去的字"


def mark_raised(root: etree._Element) -> None:
    """Puts marks round the raised and lowered signs of a page, so that its lines tell them."""
    for element in root.iter(*OPENINGS):
        text = (element.text or "").strip()
        if len(element) == 0 and RAISED.fullmatch(text) and _text_before(element)[-1:].strip():
            element.text = f"{OPENINGS[element.tag]}{text}{CLOSING}"


def _text_before(element: etree._Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or "".join(before.itertext())
    return (parent.text or "") if parent is not None else ""


def omit_struck(root: etree._Element, log: ChangeLog, above: int = 0) -> None:
    """Takes the words out of a page, or of a part of a file with so many lines ``above`` it, that
    it shows as struck; they are told.
    """
    struck = [*root.iter(*STRUCK)]
    han = count_characters(root, chinese.is_han) if struck else {}
    for element in struck:
        text = " ".join("".join(element.itertext()).split())
        if text and han[element] <= STRUCK_SHARE * han[root]:
            log.left_out.append(Omission(above + (element.sourceline or 1), text, why=WHY))
            element.text = None
            del element[:]


def with_spans(line: SourceLine) -> SourceLine:
    """A line whose marks are spans."""
    if CLOSING not in line.text:
        return line
    changes = [(match.start(), match.group(), "") for match in MARK.finditer(line.text)]
    plain = line_editing.change_line(line, changes, ChangeLog(), tell=False)
    return replace(plain, spans=_spans(line.text))


def as_markdown(text: str) -> str:
    """The text of a cell: as it is, or Markdown where it has marks."""
    plain, spans = text.translate(NO_MARKS), _spans(text)
    return MarkdownText(inline(plain, (), spans)) if spans else plain


def _spans(text: str) -> tuple[TextSpan, ...]:
    """The spans that the marks of a text make of it, at the offsets that they have without them."""
    spans = []
    for match in MARKED.finditer(text):
        start = match.start() - len(MARK.findall(text, 0, match.start()))
        spans.append(TextSpan(start, start + len(match["text"]), KINDS[match["opening"]]))
    return tuple(spans)

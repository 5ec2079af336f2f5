"""Words that a page marks: raised and lowered signs (m², H₂O) keep their place, struck words are
left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from duben import chinese
from duben.intake import line_editing
from duben.intake.document import ChangeLog, Omission, SourceLine, SpanKind, TextSpan
from duben.intake.escaping import MarkdownText, inline

# What stands round such a sign while the page is walked through: no text has these.
KINDS: dict[str, SpanKind] = {"sup": "superscript", "sub": "subscript"}
OPENINGS = {"sup": "\ue1f0", "sub": "\ue1f1"}
CLOSING = "\ue1f2"
MARKED = re.compile(f"(?P<opening>[{''.join(OPENINGS.values())}])(?P<text>[^{CLOSING}]*){CLOSING}")
NO_MARKS = str.maketrans("", "", "".join((*OPENINGS.values(), CLOSING)))
RAISED = re.compile("[0-9A-Za-z+\\-−－.·°]{1,6}")  # of a formula or a unit; (1) and [1] are notes
STRUCK = ("del", "s", "strike")
STRUCK_SHARE = 0.2  # of the 汉字 of a page; with more an element was never closed
WHY = "划去的字"


def mark_raised(root: etree._Element) -> None:
    """Puts marks round the raised and lowered signs of a page, so that its lines tell them."""
    for element in root.iter(*KINDS):
        text = (element.text or "").strip()
        if len(element) == 0 and RAISED.fullmatch(text) and _text_before(element)[-1:].strip():
            element.text = f"{OPENINGS[element.tag]}{text}{CLOSING}"


def _text_before(element: etree._Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or "".join(before.itertext())
    return (parent.text or "") if parent is not None else ""


def omit_struck(root: etree._Element, log: ChangeLog) -> None:
    """Takes the words out of a page that it shows as struck; they are told."""
    most = STRUCK_SHARE * sum(map(chinese.is_han, "".join(root.itertext())))
    for element in [*root.iter(*STRUCK)]:
        text = " ".join("".join(element.itertext()).split())
        if text and sum(map(chinese.is_han, text)) <= most:
            log.left_out.append(Omission(element.sourceline or 1, text, why=WHY))
            element.text = None
            del element[:]


def with_spans(line: SourceLine) -> SourceLine:
    """A line whose marks are spans."""
    if CLOSING not in line.text:
        return line
    spans, taken = [], 0
    changes: list[tuple[int, str, str]] = []
    for match in MARKED.finditer(line.text):
        start = match.start() - taken
        spans.append(TextSpan(start, start + len(match["text"]), _kind(match["opening"])))
        changes += [(match.start(), match["opening"], ""), (match.end() - 1, CLOSING, "")]
        taken += 2
    plain = line_editing.change_line(line, changes, ChangeLog(), tell=False)
    return replace(plain, text=plain.text.translate(NO_MARKS), spans=tuple(spans))


def as_markdown(text: str) -> str:
    """The text of a cell: as it is, or Markdown where it has marks."""
    return MarkdownText("".join(_pieces(text))) if MARKED.search(text) else text.translate(NO_MARKS)


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for match in MARKED.finditer(text):
        span = TextSpan(0, len(match["text"]), _kind(match["opening"]))
        yield inline(text[at : match.start()])
        yield inline(match["text"], (), (span,))
        at = match.end()
    yield inline(text[at:])


def _kind(opening: str) -> SpanKind:
    return next(KINDS[tag] for tag, mark in OPENINGS.items() if mark == opening)

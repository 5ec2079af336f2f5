"""The parts of an official letter (党政机关公文格式, GB/T 9704-2012, 7.2 to 7.4): its head
(``letter_head.py``), the list of annexes, 附注 and 版记. Signatures are found in ``signatures.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from duben import chinese
from duben.intake import dates, head_lines
from duben.intake.body_names import BODIES
from duben.intake.document import ImportedParagraph, LetterPart
from duben.intake.letter_head import (
    HEAD_PARAGRAPHS,
    ISSUE,
    head_part,
    is_issuer,
    is_mark_over_title,
    split_issuers,
    split_tokens,
)
from duben.intake.line_editing import BLANKS

FIRST_ANNEX = re.compile(
    f"附[件表录]([{BLANKS}]{{0,2}}[1１一](?=[{BLANKS}]?[：:]))?[{BLANKS}]{{0,2}}[：:][{BLANKS}]{{0,2}}"
    "(?P<first>[1１][.．、])?"
)
NUMBERED_ANNEX = re.compile(f"附[件表录][{BLANKS}]{{0,2}}(?P<number>[0-9]{{1,2}})[{BLANKS}]?[：:]")
# Where the next annex begins in a line that names several: 附件：1.甲 2.乙.
NEXT_ANNEX = re.compile(f"[{BLANKS}；;]+(?=[2-9２-９][.．、][^0-9])")
COPIES = re.compile(
    f"(?:抄[{BLANKS}]?[送报發]|主[{BLANKS}]?送|分[{BLANKS}]?[送发])[{BLANKS}]*[：:].+"
)
PRINTED = re.compile(
    "(?P<office>[一-鿿（） \u3000]{3,40})(?P<day>[^一-鿿]*[12][0-9]{3}.{4,12})印[发制]"
)
# 版记 as it was before 2012, and is in schools.
OLD_IMPRINT = re.compile("(?:[主承]办单位|印发单位|发文日期|印发日期|印数|校对)[：:].{1,60}")
IMPRINT_LINES = 6  # of 版记 at most, at the end of a letter
REMARK = re.compile("[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]")
REMARK_LENGTH = 60  # characters of a 附注
ATTENDANCE = re.compile(
    f"(?:出[{BLANKS}]*席|请[{BLANKS}]*假|列[{BLANKS}]*席)(?:人员)?[{BLANKS}]*[：:]"
)


def mark_letter_parts(paragraphs: Sequence[ImportedParagraph]) -> list[ImportedParagraph]:
    """The paragraphs, those that are parts of a letter known as such."""
    result = list(paragraphs)
    for start in reversed([index for index, each in enumerate(result) if each.level == 1]):
        _mark_head(result, start + 1)
    for index, paragraph in reversed(list(enumerate(result))):
        if _is_text(paragraph) and _opens_annexes(result, index):
            _mark_annexes(result, index)
    result = [each for paragraph in result for each in _split_signature(paragraph)]
    for index, paragraph in enumerate(result):
        if _is_text(paragraph) and _is_imprint(result, index):
            result[index] = replace(paragraph, part="record")
        elif _is_text(paragraph) and _is_remark(result, index):
            result[index] = replace(paragraph, part="note")
        elif _is_text(paragraph) and _is_attendance(result, index):
            result[index] = replace(paragraph, part="attendance")
    return result


def _is_mark(title: ImportedParagraph, paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether the mark of minutes stood before their title."""
    texts = [*(each.text for each in paragraphs[index : index + 2]), title.text]
    return paragraphs[index].line < title.line and is_mark_over_title(texts, 0)


def _split_signature(paragraph: ImportedParagraph) -> list[ImportedParagraph]:
    """A signature of several bodies as a paragraph for each."""
    names = [name for name in re.split(f"[{BLANKS}]+", paragraph.text) if name]
    if not paragraph.signature or len(names) < 2 or not all(map(is_issuer, names)):
        return [paragraph]
    plain = replace(paragraph, spans=(), note_marks=())
    return [replace(plain, text=name) for name in names]


def _is_imprint(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a paragraph is one of 版记, behind the signature: who gets copies, who printed the
    letter and when.
    """
    text = paragraphs[index].text
    if PRINTED.fullmatch(text):
        return True
    before = paragraphs[max(index - IMPRINT_LINES, 0) : index]
    if OLD_IMPRINT.fullmatch(text):
        return any(entry.signature for entry in before)
    after = paragraphs[index + 1 : index + IMPRINT_LINES]
    return COPIES.fullmatch(text) is not None and (
        any(entry.signature or entry.part in ("record", "note") for entry in before)
        or any(PRINTED.fullmatch(entry.text) for entry in after)
        or (not after and any(entry.signature for entry in paragraphs))
    )


def is_imprint_line(text: str) -> bool:
    """抄送：…, or …办公室　2024年3月6日印发."""
    return bool(COPIES.fullmatch(text) or PRINTED.fullmatch(text))


def _is_remark(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """（此件公开发布） right behind the signature."""
    text, before = paragraphs[index].text, paragraphs[index - 1]
    return (
        index > 0
        and len(text) <= REMARK_LENGTH
        and REMARK.fullmatch(text) is not None
        and (before.signature or before.part == "note")
        and not head_lines.is_state(text)
        and not is_issuer(text[1:-1])
    )


def _is_attendance(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """出席：… at the end of minutes, two such lines at least or one before 分送：…."""
    near = [each.text for each in paragraphs[max(index - 1, 0) : index + 2]]
    return ATTENDANCE.match(paragraphs[index].text) is not None and (
        sum(ATTENDANCE.match(text) is not None for text in near) > 1
        or any(map(COPIES.fullmatch, near))
    )


def _mark_head(result: list[ImportedParagraph], start: int) -> None:
    """Marks issuer, number and recipients under a title; the first sentence ends the head."""
    title = result[start - 1]
    numbered = title.text.endswith(head_lines.KINDS) and _is_signed(result, start)
    index, end = start, start + HEAD_PARAGRAPHS
    while index < min(end, len(result)):
        paragraph = result[index]
        if _is_issue(title, paragraph):
            result[index] = replace(paragraph, part="number", level=0)
            index += 1
            continue
        if not _is_text(paragraph):
            return
        entries = _head_entries(paragraph, numbered)
        if not entries and (_stands_over(title, result, index) or _is_mark(title, result, index)):
            entries = [(paragraph.text, "issuer")]
        if not (
            entries or dates.date_alone(paragraph.text) or head_lines.is_office_line(paragraph.text)
        ):
            return
        result[index : index + 1] = _parts(paragraph, entries)
        if "recipients" in (parts := [part for _, part in entries]):
            return
        numbered = numbered or "number" in parts
        index += max(len(entries), 1)


def _head_entries(paragraph: ImportedParagraph, numbered: bool) -> list[tuple[str, LetterPart]]:
    """The elements that a line of a head holds, each with its part; none for another line."""
    text = paragraph.text
    if tokens := split_tokens(text):
        return tokens
    part = head_part(text, numbered)
    if part == "number":
        number, signer = head_lines.split_signer(text)
        signers: list[tuple[str, LetterPart]] = [(signer, "signer")] if signer else []
        return [(number, part), *signers]
    if part == "issuer":
        return [(name, part) for name in split_issuers(text)]
    return [(text, part)] if part else []


def _parts(
    paragraph: ImportedParagraph, entries: Sequence[tuple[str, LetterPart]]
) -> list[ImportedParagraph]:
    """A paragraph of a head as its elements: without what makes it bold, as its part says how it is
    set.
    """
    if not entries:
        return [paragraph]
    if len(entries) == 1:
        spans = tuple(span for span in paragraph.spans if span.kind != "strong")
        return [replace(paragraph, part=entries[0][1], spans=spans)]
    plain = replace(paragraph, spans=(), note_marks=())
    return [replace(plain, text=text, part=part) for text, part in entries]


def _is_signed(paragraphs: Sequence[ImportedParagraph], start: int) -> bool:
    """Whether a text that begins here is signed, before the next one."""
    text = (paragraphs[index] for index in range(start, len(paragraphs)))
    return any(each.signature for each in takewhile(lambda each: each.level != 1, text))


def _is_issue(title: ImportedParagraph, paragraph: ImportedParagraph) -> bool:
    """第5号 under the name of an order, 第3期 under that of minutes; 青石镇人民政府令第5号."""
    named = title.text.endswith(("令", "纪要")) and ISSUE.fullmatch(paragraph.text)
    return paragraph.kind == "text" and bool(
        named or head_lines.ORDER_NUMBER.fullmatch(paragraph.text)
    )


def _stands_over(
    title: ImportedParagraph, paragraphs: Sequence[ImportedParagraph], index: int
) -> bool:
    """Whether the name of a body stood before the title, with the number of a letter below it."""
    paragraph = paragraphs[index]
    after = paragraphs[index + 1 : index + HEAD_PARAGRAPHS]
    return (
        paragraph.line < title.line
        and is_issuer(paragraph.text)
        and any(_is_text(each) and head_part(each.text, numbered=True) for each in after)
    )


# --- the list of annexes --------------------------------------------------------------------------


def _opens_annexes(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a list of annexes begins under a text: 附件：1.…, or 附件：a name alone, or 附件：
    with the names below it.
    """
    text = paragraphs[index].text
    match = FIRST_ANNEX.match(text)
    if (
        match is None
        or not index
        or (len(text) > head_lines.ANNEX_NAME_LENGTH and not match["first"])
    ):
        return False
    if match.end() == len(text):
        return _annex_number(paragraphs, index + 1) == 1
    return bool(match["first"] or NUMBERED_ANNEX.match(text)) or text[-1] not in "。；，："


def _annex_number(paragraphs: Sequence[ImportedParagraph], index: int) -> int:
    """The number of an annex that a paragraph of the list names; 0 for none."""
    if index >= len(paragraphs) or not _is_text(paragraphs[index]):
        return 0
    text = paragraphs[index].text
    if (match := NUMBERED_ANNEX.match(text)) is not None:
        return int(match["number"])
    label = chinese.read_label(text)
    return label.number if label is not None and label.kind == "digit" else 0


def _mark_annexes(result: list[ImportedParagraph], index: int) -> None:
    """Marks the list of annexes from its first line on, a paragraph for each name: lines on which
    a name goes on are joined to it, names on one line are parted.
    """
    first = replace(result[index], part="annexes")
    if FIRST_ANNEX.fullmatch(first.text):
        first = _joined(first, result.pop(index + 1))
    entries = _parted(first)
    end = index + 1
    while end < len(result):
        if _annex_number(result, end) == len(entries) + 1:
            is_labelled = NUMBERED_ANNEX.match(result[end].text) is not None
            part: LetterPart = "annexes" if is_labelled else "further-annexes"
            entries.append(replace(result[end], part=part))
        elif _goes_on(result, end, len(entries) + 1):
            entries[-1] = _joined(entries[-1], result[end])
        else:
            break
        end += 1
    result[index:end] = entries


def _parted(paragraph: ImportedParagraph) -> list[ImportedParagraph]:
    """The names of several annexes on one line, each as a paragraph."""
    texts = NEXT_ANNEX.split(paragraph.text) if FIRST_ANNEX.match(paragraph.text)["first"] else []  # type: ignore[index]
    numbers = [label.number for text in texts[1:] if (label := chinese.read_label(text))]
    if len(texts) < 2 or numbers != list(range(2, len(texts) + 1)):
        return [paragraph]
    plain = replace(paragraph, spans=(), note_marks=())
    return [
        replace(plain, text=text, part="further-annexes" if number else "annexes")
        for number, text in enumerate(texts)
    ]


def _goes_on(paragraphs: Sequence[ImportedParagraph], index: int, number: int) -> bool:
    """Whether the name of an annex goes on in a line: the next one stands behind it."""
    paragraph = paragraphs[index]
    return (
        _is_text(paragraph)
        and len(paragraph.text) <= head_lines.ANNEX_NAME_LENGTH
        and not _annex_number(paragraphs, index)
        and not paragraph.text.endswith(BODIES)
        and dates.date_alone(paragraph.text) is None
        and _annex_number(paragraphs, index + 1) == number
    )


def _joined(first: ImportedParagraph, second: ImportedParagraph) -> ImportedParagraph:
    """Two paragraphs of plain text as one."""
    lines = [(offset + len(first.text), line) for offset, line in second.lines]
    spans = [
        replace(span, start=span.start + len(first.text), end=span.end + len(first.text))
        for span in second.spans
    ]
    return replace(
        first,
        text=first.text + second.text,
        lines=(*first.lines, *lines),
        spans=(*first.spans, *spans),
    )


def _is_text(paragraph: ImportedParagraph) -> bool:
    return paragraph.kind == "text" and not paragraph.level and not paragraph.signature

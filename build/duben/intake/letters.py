"""The parts of an official letter (党政机关公文格式, GB/T 9704-2012, 7.2 to 7.4): issuer, 发文字号,
签发人, 主送机关, the list of annexes and 版记. Signatures are found in ``signatures.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import dates, head_lines
from duben.intake.document import ImportedParagraph, LetterPart
from duben.intake.line_editing import BLANKS
from duben.intake.signatures import BODIES

HEAD_PARAGRAPHS = 8  # under the title in which issuer, number and recipients stand
LETTERHEAD = re.compile("[一-鿿 \u3000]{3,40}文[ \u3000]{0,4}件")
RECIPIENTS_LENGTH = 200  # characters
# What recipients are called that are no bodies by their last character.
ADDRESSEES = (
    *BODIES,
    *("单位", "部门", "机构", "学校", "企业", "公司", "政府", "机关", "团体", "组织", "银行"),
    *("大学", "学院", "医院", "协会", "学会", "村民", "居民", "师生", "同学", "教师", "员工"),
    *("市", "区", "县", "镇", "乡", "村", "州", "旗", "盟"),
)
FIRST_ANNEX = re.compile(f"附[件表录][{BLANKS}]{{0,2}}[：:][{BLANKS}]{{0,2}}(?:[1１][.．、])?")
COPIES = re.compile(f"(?:抄[{BLANKS}]?[送报發]|主[{BLANKS}]?送|分[{BLANKS}]?送)[{BLANKS}]*[：:].+")
PRINTED = re.compile("(?P<office>[一-鿿 \u3000]{3,40})(?P<day>[^一-鿿]*[12][0-9]{3}.{4,12})印发")
IMPRINT_LINES = 6  # of 版记 at most, at the end of a letter
ANNEX_LENGTH = 90  # characters of the name of an annex


def mark_letter_parts(paragraphs: Sequence[ImportedParagraph]) -> list[ImportedParagraph]:
    """The paragraphs, those that are parts of a letter known as such."""
    result = list(paragraphs)
    for start in (index for index, each in enumerate(result) if each.level == 1):
        _mark_head(result, start + 1)
    for index, paragraph in enumerate(result):
        if _is_text(paragraph) and _opens_annexes(result, index):
            _mark_annexes(result, index)
        elif _is_text(paragraph) and _is_imprint(result, index):
            result[index] = replace(paragraph, part="record")
    return result


def _is_imprint(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a paragraph is one of 版记, behind the signature: who gets copies, who printed the
    letter and when.
    """
    text = paragraphs[index].text
    if PRINTED.fullmatch(text):
        return True
    before = paragraphs[max(index - IMPRINT_LINES, 0) : index]
    return COPIES.fullmatch(text) is not None and any(
        entry.signature or entry.part == "record" for entry in before
    )


def is_imprint_line(text: str) -> bool:
    """抄送：…, or …办公室　2024年3月6日印发."""
    return bool(COPIES.fullmatch(text) or PRINTED.fullmatch(text))


def _mark_head(result: list[ImportedParagraph], start: int) -> None:
    """Marks issuer, number and recipients under a title; the first sentence ends the head."""
    for index in range(start, min(start + HEAD_PARAGRAPHS, len(result))):
        paragraph = result[index]
        if not _is_text(paragraph):
            return
        part = head_part(paragraph.text)
        if part == "number":
            result[index : index + 1] = _split_number(paragraph)
            continue
        if part:
            result[index] = replace(paragraph, part=part)
        elif not (dates.date_alone(paragraph.text) or head_lines.is_office_line(paragraph.text)):
            return
        if part == "recipients":
            return


def _split_number(paragraph: ImportedParagraph) -> list[ImportedParagraph]:
    """发文字号, and 签发人 as a paragraph of its own where it stands on the same line."""
    number, signer = head_lines.split_signer(paragraph.text)
    if not signer:
        return [replace(paragraph, part="number")]
    plain = replace(paragraph, spans=(), note_marks=())
    return [replace(plain, text=number, part="number"), replace(plain, text=signer, part="signer")]


def head_part(text: str) -> LetterPart:
    """Which part of a letter a line over its text is; "" for none."""
    number, signer = head_lines.split_signer(text)
    if signer and not number:
        return "signer"
    if head_lines.NUMBER.fullmatch(number):
        return "number"
    if is_letterhead(text):
        return "issuer"
    return "recipients" if is_recipients(text) else ""


def is_letterhead(text: str) -> bool:
    """青石镇人民政府文件."""
    return (
        LETTERHEAD.fullmatch(text) is not None
        and text.rstrip(BLANKS + "文件").endswith((*head_lines.ISSUERS, "党"))
        and not head_lines.OPEN_TITLE.search(text)
    )


def is_recipients(text: str) -> bool:
    """各村民委员会，镇直各单位：: names of bodies, up to a colon."""
    if not text.endswith(("：", ":")) or len(text) > RECIPIENTS_LENGTH or "。" in text:
        return False
    names = [name.strip(BLANKS) for name in re.split("[、，,；;：:]", text) if name.strip(BLANKS)]
    return bool(names) and all(
        name.endswith(ADDRESSEES) or (name.startswith("各") and len(name) <= 20)
        for name in (re.sub("[（(][^（）()]*[）)]$", "", name) for name in names)
    )


def _opens_annexes(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a list of annexes begins under a text: 附件：1.…, or 附件：a name alone."""
    text = paragraphs[index].text
    match = FIRST_ANNEX.match(text)
    return (
        match is not None
        and index > 0
        and len(text) <= ANNEX_LENGTH
        and text[-1] not in "。；，："
        and len(text) > match.end()
    )


def _mark_annexes(result: list[ImportedParagraph], index: int) -> None:
    """Marks the list of annexes from its first line on."""
    result[index] = replace(result[index], part="annexes")
    for number, place in enumerate(range(index + 1, len(result)), 2):
        paragraph = result[place]
        label = chinese.read_label(paragraph.text) if _is_text(paragraph) else None
        if (
            label is None
            or label.kind != "digit"
            or label.number != number
            or len(paragraph.text) > ANNEX_LENGTH
        ):
            return
        result[place] = replace(paragraph, part="further-annexes")


def _is_text(paragraph: ImportedParagraph) -> bool:
    return paragraph.kind == "text" and not paragraph.level and not paragraph.signature

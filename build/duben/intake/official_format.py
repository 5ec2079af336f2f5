"""Which of the formats of an official document a text has (GB/T 9704-2012, 7 and 10): 文件, 信函,
纪要 or 命令（令）, by its head and its number, and what only [official] of book.toml can say of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from duben.intake import dates, head_lines
from duben.intake.document import ChangeLog, Doubt, ImportedParagraph
from duben.intake.letter_head import ISSUE, is_letterhead
from duben.intake.line_editing import BLANKS
from duben.model import OfficialSettings

# 青石镇人民政府令, 青石镇人民政府令第5号, 青石镇人民政府令（第5号）
ORDER = re.compile(
    f"(?P<mark>[一-鿿]{{3,}}令)(?:[（(]?(?P<number>第[{BLANKS}]?[0-9]{{1,4}}[{BLANKS}]?号)[）)]?)?"
)
LETTER_NUMBER = re.compile(f"[一-鿿]{{0,11}}函[{BLANKS}]*[〔\\[（(【［]")  # 青政函〔2024〕7号
TAKEN_AS_LETTER = "信函格式的公文"


def read_official(paragraphs: Sequence[ImportedParagraph], log: ChangeLog) -> OfficialSettings:
    """What [official] has to say of the document of these paragraphs; nothing of a text that is
    none, or of one in the format of 文件. What rests on 函 in the number alone is told as a doubt.
    """
    letter = _letter(paragraphs)
    parts = {each.part: each for each in reversed(letter) if each.part}
    title = letter[0].text if letter else ""
    number = parts["number"].text if "number" in parts else ""
    issue = ISSUE.fullmatch(number) is not None
    marked = "issuer" in parts and parts["issuer"].text.endswith("纪要")
    if marked or (title.endswith("纪要") and (issue or "attendance" in parts)):
        return OfficialSettings("minutes", mark="" if marked else title)
    order = ORDER.fullmatch(title)
    if order is not None and (order["number"] or issue):
        posts, names = _signing(letter)
        return OfficialSettings(
            "order", mark=order["mark"], number=order["number"] or "", signers=names, posts=posts
        )
    if head_lines.ORDER_NUMBER.fullmatch(number):  # the mark is in it
        posts, names = _signing(letter)
        return OfficialSettings("order", signers=names, posts=posts)
    if number and _is_headed_by_name(letter):
        return OfficialSettings("letter")
    if LETTER_NUMBER.match(number) and "issuer" not in parts:
        log.unsure.append(Doubt(parts["number"].line, "other", number, TAKEN_AS_LETTER))
        return OfficialSettings("letter")
    return OfficialSettings()


def _letter(paragraphs: Sequence[ImportedParagraph]) -> list[ImportedParagraph]:
    """The paragraphs of the document itself, before its annexes."""
    return [*paragraphs[:1], *takewhile(lambda each: each.level != 1, paragraphs[1:])]


def _is_headed_by_name(letter: Sequence[ImportedParagraph]) -> bool:
    """Whether the name of the issuer stands at the head without 文件, as in 信函格式."""
    issuers = [each.text for each in letter if each.part == "issuer"]
    return bool(issuers) and not any(map(is_letterhead, issuers))


def _signing(letter: Sequence[ImportedParagraph]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The posts and the names of those who sign: 镇长　甲乙, 镇长：甲乙."""
    signed = [
        match
        for each in letter
        if each.signature and dates.date_alone(each.text) is None
        if (match := head_lines.POSTED.fullmatch(head_lines.spaced_post(each.text))) is not None
    ]
    return tuple(match["post"] for match in signed), tuple(match["name"] for match in signed)

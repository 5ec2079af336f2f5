"""Captions typed as paragraphs (图1 …, 表1 …) go to the picture before them or the table after
them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duben.intake import dates
from duben.intake.document import SourceLine
from duben.intake.line_editing import ASIDE, BLANKS, ends_sentence

NUMBER = (
    f"[{BLANKS}]?[0-9０-９一二三四五六七八九十]{{1,3}}(?:[-—－.．][0-9０-９]{{1,3}})?(?=$|"
    f"[{BLANKS}：:])"
)
FORMS = {"figure": re.compile(f"[图圖]{NUMBER}"), "table": re.compile(f"附?表{NUMBER}")}
# Right above a table a name may follow its number at once: 表1河段长度; 表2，河段长度.
TABLE_NAME = re.compile(
    f"附?表[{BLANKS}]?[0-9０-９]{{1,3}}(?:[-—－.．][0-9０-９]{{1,3}})?[，、,]?[^，。；！？]+"
)
LONGEST = 60


def attach_captions(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with each caption where it belongs; one that belongs nowhere is a paragraph. 附表
    behind the date of a letter is an annex.
    """
    result: list[SourceLine] = []
    signed = False
    for index, line in enumerate(lines):
        before = result[-1] if result else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        if (
            before is not None
            and before.picture
            and not before.label
            and _is_caption(line, "figure")
            and _can_be_title(line)
        ):
            result[-1] = replace(before, label=line.text)
        elif (
            after is not None
            and after.kind == "table"
            and _is_caption(line, "table")
            and not (signed and line.text.startswith("附表"))
        ):
            result.append(replace(line, kind="caption", heading_level=0))
        else:
            result.append(
                replace(line, kind="text", indent=ASIDE) if line.kind == "caption" else line
            )
        if line.kind == "text":
            dated = dates.date_alone(line.text) is not None
            signed = dated or (signed and not _goes_on_with_text(line))
    return result


def _goes_on_with_text(line: SourceLine) -> bool:
    """Whether a line is a sentence, and no note of a table."""
    return ends_sentence(line.text, "。！？") and not line.text.startswith(("附", "注", "备注"))


# What stands under a picture, by its words: ▲汛期的河道; 图为…; （图/甲乙）; 甲乙 摄; 青石镇供图.
PICTURE_WORDS = re.compile(
    "[▲△↑▴⬆☝][^。]{1,120}。?"
    "|[（(]?(?:图为|上图|下图|左图|右图|资料图|题图|配图|图源|图片来源|图片|图)[ \u3000]{0,2}"
    "(?:[:：/／|｜丨][^。]{1,60}|为[^。]{2,120}。?)?[）)]?"
    "|[^。；！？]{0,60}[^。；！？，一二三四五六七八九十]"
    "(?:[ \u3000]摄|摄影|供图|资料图|资料图片|制图|摄(?=[）)]))[）)]?"
)


def stands_under_picture(text: str) -> bool:
    """Whether a text says of a picture what it shows or whose it is."""
    return len(text) <= 2 * LONGEST and PICTURE_WORDS.fullmatch(text) is not None


def looks_like_caption(text: str) -> bool:
    """Whether a text reads as the caption of a picture or a table."""
    return any(form.match(text) for form in FORMS.values())


def _is_caption(line: SourceLine, kind: str) -> bool:
    if line.kind == "caption":
        return True
    return (
        line.kind == "text"
        and len(line.text) <= LONGEST
        and not ends_sentence(line.text, "。！？；：，")
        and (names_table(line.text) if kind == "table" else bool(FORMS[kind].match(line.text)))
    )


def names_table(text: str) -> bool:
    """Whether a line beside a table opens with the number and the name of one."""
    return bool(FORMS["table"].match(text) or TABLE_NAME.fullmatch(text))


def _can_be_title(line: SourceLine) -> bool:
    """Markdown puts the caption of a picture into quotation marks, without notes."""
    return not line.note_marks and '"' not in line.text

"""Signatures (落款): the lines with the name of the body that issues a document and the date, told
from other short lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import dates, head_lines
from duben.intake.body_names import BODIES, MOST_BODIES
from duben.intake.document import ImportedParagraph
from duben.intake.letters import is_imprint_line
from duben.intake.line_editing import ASIDE, BLANKS, CLOSING

LONGEST = 30  # characters of a name
# What a text of a letter may end with besides a sentence: 联系人：…, 特此通知.
LAST_LINE = re.compile(
    f"[一-鿿{BLANKS}]{{2,10}}[：:][^。]{{2,60}}|(?:特此|此[复令]|专此|[妥当]否|以上)[^。]{{0,20}}"
)
# What a page has below a signature: the files that belong to a letter, 主办单位：….
BELOW = re.compile(
    r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar)$|^(?:[主承]办单位|发文日期|印数|校对)[：:]",
    re.IGNORECASE,
)
OTHER_NAME = re.compile(r"(?<=[一-鿿])[（(][一-鿿]{2,20}[）)]$")  # of a body with two
IN_FIGURES = re.compile("[12][0-9]{3}[.．/-][0-9]{1,2}[.．/-][0-9]{1,2}")  # 2024.3.6
PLACES = "国省市州盟县区旗镇乡村"
NAMES = ("政府", "公司", "学校", "大学", "海关")
MOST_ANNEXES = 30  # of a list, with the lines on which their names go on
# What may follow a signature: （此件公开发布）, annexes, to whom a copy goes.
AFTER = ("（", "(", "附件", "附錄", "附录", "附：", "附:", "抄送", "主题词", "主題詞")


def mark_signatures(paragraphs: Sequence[ImportedParagraph]) -> list[ImportedParagraph]:
    """The paragraphs, those of signatures known as such: a name and a date, or the reverse, at the
    end of a text.
    """
    result = list(paragraphs)
    for index in range(1, len(result)):
        if _signs_alone(result, index):
            result[index] = replace(result[index], signature=True)
    for index in range(1, len(result) - 1):
        last = index + 1
        while last + 1 < len(result) and _is_date(result[last]) and _is_date(result[last + 1]):
            last += 1  # 2024年3月6日签发, 2024年3月9日发布
        if not _is_pair(result[index], result[index + 1]) or not _is_last(result, last):
            continue
        first = index
        while (
            first > 1
            and index - first < MOST_BODIES - 1
            and result[first - 1].text.endswith((*BODIES, *NAMES))
            and _is_name(result[first - 1])
            and _is_date(result[index + 1])
            and not _ends(result, first - 1)
        ):
            first -= 1  # issued by several
        if not _ends(result, first - 1) and first > 1 and _is_broken_name(result, first):
            first -= 1
        if _ends(result, first - 1):
            result[first : last + 1] = [
                replace(paragraph, signature=True) for paragraph in result[first : last + 1]
            ]
    return result


def _is_broken_name(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a name begins on the line before: 青石镇东河村 / 清淤工作专班."""
    before, text = paragraphs[index - 1], paragraphs[index].text
    return _is_name(before) and before.text[-1] in PLACES and text.endswith(BODIES)


def _signs_alone(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a name without a date, or a date without a name, stands at the right at the end of a
    text.
    """
    paragraph = paragraphs[index]
    return (
        paragraph.indent >= ASIDE
        and (
            _is_date(paragraph)
            or (_is_name(paragraph) and paragraph.text.endswith((*BODIES, *NAMES)))
        )
        and _is_last(paragraphs, index)
        and _ends(paragraphs, index - 1)
    )


def _is_pair(first: ImportedParagraph, second: ImportedParagraph) -> bool:
    return (_is_name(first) and _is_date(second)) or (
        _is_date(first) and _is_name(second) and second.text.endswith(BODIES)
    )


def _is_name(paragraph: ImportedParagraph) -> bool:
    """A short line of nothing but 汉字; a post may stand before its name, 镇长：王小明, another
    name behind it, 水务站（河长办）.
    """
    text = OTHER_NAME.sub("", head_lines.spaced_post(paragraph.text))
    return (
        _is_text(paragraph)
        and 2 <= len(text) <= LONGEST
        and all(chinese.is_han(c) or c in BLANKS for c in text)
    )


def _is_date(paragraph: ImportedParagraph) -> bool:
    text = paragraph.text
    return (
        _is_text(paragraph)
        and (
            text.endswith(("日", "号", "號", "签发", "印发", "发布", *dates.MADE))
            or IN_FIGURES.fullmatch(text) is not None
        )
        and dates.date_alone(text) is not None
    )


def _is_text(paragraph: ImportedParagraph) -> bool:
    return paragraph.kind == "text" and not paragraph.level


def _ends(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether a text can end here: with its full stop, or with the list of its annexes (附件：1.…
    and 2.… under it).
    """
    before = paragraphs[index]
    if before.level:
        return False
    return (
        before.text[-1:] in "。！？…" + CLOSING
        or before.text.startswith("附")
        or LAST_LINE.fullmatch(before.text) is not None
        or _names_annex(
            [each.text for each in paragraphs[max(index - MOST_ANNEXES, 0) : index + 1]]
        )
    )


def _names_annex(texts: Sequence[str]) -> bool:
    """Whether the last of some lines is of a list of annexes."""
    return len(texts) - 1 in chinese.annex_names(texts, list(map(chinese.read_label, texts)))


def _is_last(paragraphs: Sequence[ImportedParagraph], index: int) -> bool:
    """Whether nothing of the text follows."""
    after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    return (
        after is None
        or after.level == 1
        or after.text.startswith(AFTER)
        or BELOW.search(after.text) is not None
        or is_imprint_line(after.text)
    )

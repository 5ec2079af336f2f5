"""The head of an official document (党政机关公文格式, GB/T 9704-2012, 7.2 and 7.3.2): 份号, 密级和
保密期限, 紧急程度, 发文机关标志, 发文字号, 签发人 and 主送机关, told by their form and their place.

Before the title is looked for, lines that are one element are joined (``join_head_lines``);
``letters.py`` marks the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duben import chinese
from duben.intake import head_lines
from duben.intake.body_names import BODIES
from duben.intake.document import LetterPart, SourceLine
from duben.intake.line_editing import BLANKS, join_lines

HEAD_PARAGRAPHS = 12  # under the title in which the elements of the head stand
MOST_ISSUERS = 6  # that issue a document together
ISSUER_LENGTH = 30  # characters of the name of a body
RECIPIENTS_LENGTH = 200  # characters; behind a 发文字号 LISTED_LENGTH
LISTED_LENGTH = 500
LETTERHEAD = re.compile("[一-鿿（） \u3000]{3,80}文[ \u3000]{0,4}件")
ISSUE = re.compile(  # 第5号 of an order, 第3期 of minutes
    f"[（(]?(?:[12][0-9]{{3}}年)?第?[{BLANKS}]*[0-9０-９一二三四五六七八九十百]{{1,5}}[{BLANKS}]*[号期次][）)]?"
)
NAMES = re.compile(f"[一-鿿]{{2,4}}(?:[{BLANKS}、，]+[一-鿿]{{2,4}}){{0,3}}")
# What recipients are called that are no bodies by their last character.
ADDRESSEES = (
    *BODIES,
    *("单位", "部门", "机构", "学校", "企业", "公司", "政府", "机关", "团体", "组织", "银行"),
    *("大学", "学院", "医院", "协会", "学会", "村民", "居民", "师生", "同学", "教师", "员工"),
    *("市", "区", "县", "镇", "乡", "村", "州", "旗", "盟"),
)
# What opens the text and no list of recipients, with a colon at its end as they have.
OPENING = re.compile("如下|以下|下列|现[将就对予]|^(?:为|根据|按照|经|按)|同志们|朋友们")
# 机密★1年, 特急, 000012, alone on a line or beside each other.
TOKEN = re.compile(
    rf"(?P<security>(?:绝密|机密|秘密)(?:[{BLANKS}]*[★☆](?:[{BLANKS}]*"
    rf"(?:[0-9０-９一二三四五六七八九十]{{1,3}}个?[年月日]|长期))?)?)"
    rf"|(?P<urgency>特急|加急|急件|平急|特提|急(?=[{BLANKS}]|$))"
    rf"|(?:No[.．]?[{BLANKS}]*)?(?P<copy_number>[0-9０-９]{{6}})(?![0-9０-９])"
)
PARTS: dict[str, LetterPart] = {
    "security": "security",
    "urgency": "urgency",
    "copy_number": "copy-number",
}
BRACKETED = re.compile("[（(][^（）()]*[）)]")


def join_head_lines(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines of the head of a document, those that are one element joined: names of several
    bodies and 文件 beside them, the names of several who signed.
    """
    result: list[SourceLine] = []
    for line in lines[: 2 * HEAD_PARAGRAPHS]:
        signs = bool(result) and head_lines.split_signer(result[-1].text)[1] != ""
        if line.kind == "text" and signs and NAMES.fullmatch(line.text):
            result[-1] = join_lines([result[-1], line], ["\u3000"])
            continue
        result.append(line)
        count = _issuer_lines(result)
        if count > 1:
            gaps = ["\u3000"] * (count - 1)
            if "".join(line.text.split()) == "文件":
                gaps[-1] = ""
            result[-count:] = [join_lines(result[-count:], gaps)]
    return [*result, *lines[2 * HEAD_PARAGRAPHS :]]


def _issuer_lines(lines: Sequence[SourceLine]) -> int:
    """How many lines at the end, the last of them with 文件, are one letterhead; 0 for none."""
    if not re.search(f"文[{BLANKS}]*件$", lines[-1].text):
        return 0
    count = 1
    for line in reversed(lines[-MOST_ISSUERS:-1]):
        if line.kind != "text" or not is_issuer(line.text):
            break
        count += 1
    text = "\u3000".join(line.text for line in lines[-count:])
    return count if count > 1 and is_letterhead(text) else 0


def is_issuer(text: str) -> bool:
    """青石镇人民政府: the name of a body and nothing else."""
    return (
        4 <= len(text) <= ISSUER_LENGTH
        and text.rstrip(BLANKS).endswith((*head_lines.GROUPS, *BODIES, "队", "海关"))
        and all(chinese.is_han(c) or c in BLANKS + "（）" for c in text)
        and not head_lines.OPEN_TITLE.search(text)
    )


def is_letterhead(text: str) -> bool:
    """青石镇人民政府文件."""
    return (
        LETTERHEAD.fullmatch(text) is not None
        and text.rstrip(BLANKS + "文件").endswith((*head_lines.ISSUERS, "党", "队"))
        and not head_lines.OPEN_TITLE.search(text)
    )


def is_number(text: str) -> bool:
    """青政发〔2024〕12号, 〔2024〕12号."""
    return head_lines.NUMBER.fullmatch(text) is not None


def stands_over_number(texts: Sequence[str], index: int) -> bool:
    """Whether a line of a head is the name of a body over a 发文字号, as in 信函格式."""
    return index + 1 < len(texts) and is_issuer(texts[index]) and is_number(texts[index + 1])


def is_mark_over_title(texts: Sequence[str], index: int) -> bool:
    """Whether a line is the mark of minutes with their number below it and a title of their own
    below that: 青石镇人民政府办公会议纪要 / 第3期 / 关于清淤的会议纪要.
    """
    if not texts[index].endswith("纪要") or index + 2 >= len(texts):
        return False
    after = texts[index + 2 : index + HEAD_PARAGRAPHS]
    return is_issue_or_number(texts[index + 1]) and any(
        text.endswith(head_lines.KINDS) and head_lines.OPEN_TITLE.search(text) for text in after
    )


def is_issue_or_number(text: str) -> bool:
    """青政发〔2024〕12号, 第3期."""
    return is_number(head_lines.split_signer(text)[0]) or ISSUE.fullmatch(text) is not None


def is_recipients(text: str, numbered: bool = False) -> bool:
    """各村民委员会，镇直各单位：: names of bodies, up to a colon. ``numbered``: a 发文字号 stands
    before it, so that names of other kinds, and of persons, are recipients too.
    """
    longest = LISTED_LENGTH if numbered else RECIPIENTS_LENGTH
    if not text.endswith(("：", ":")) or len(text) > longest or "。" in text:
        return False
    if OPENING.search(text) or chinese.read_label(text) is not None:
        return False
    names = [
        name.strip(BLANKS)
        for name in re.split("[、，,；;：:]", BRACKETED.sub("", text))
        if name.strip(BLANKS)
    ]
    return bool(names) and all(
        name.endswith(ADDRESSEES)
        or (name.startswith("各") and len(name) <= 20)
        or (numbered and len(name) <= ISSUER_LENGTH)
        for name in names
    )


def head_part(text: str, numbered: bool = False) -> LetterPart:
    """Which part of a letter a line over its text is; "" for none."""
    number, signer = head_lines.split_signer(text)
    if signer and not number:
        return "signer"
    if is_number(number):
        return "number"
    if is_letterhead(text):
        return "issuer"
    return "recipients" if is_recipients(text, numbered) else ""


def is_table_of_head(texts: Sequence[str]) -> bool:
    """Whether the texts of the cells of a table are the elements of a head, and nothing else."""
    parts = [part for text in texts for part in _parts_of(text)]
    return "" not in parts and bool({"issuer", "number"} & set(parts))


def _parts_of(text: str) -> list[str]:
    if text.replace(" ", "") == "文件" or is_issuer(text):
        return []
    return [part for _, part in split_tokens(text)] or [head_part(text)]


def split_tokens(text: str) -> list[tuple[str, LetterPart]]:
    """份号, 密级和保密期限 and 紧急程度 of a line that holds nothing else, each with its part; none
    of another line.
    """
    if TOKEN.sub("", text).strip(BLANKS):
        return []
    return [
        (match.group().strip(BLANKS), PARTS[str(match.lastgroup)]) for match in TOKEN.finditer(text)
    ]


def split_issuers(text: str) -> list[str]:
    """The names of bodies on a letterhead, the last with 文件."""
    names = [name for name in re.split(f"[{BLANKS}]+", text) if name]
    if len(names) > 1 and names[-1] in ("文件", "件"):
        names[-2:] = [text[text.rindex(names[-2]) :]]
    several = len(names) > 1 and all(map(is_issuer, names[:-1])) and is_letterhead(names[-1])
    return names if several else [text]

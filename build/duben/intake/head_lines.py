"""The lines at the head of a document: one that holds title, occasion, author and date is cut, and
what a line tells is recognised.

A head is what stands before the first sentence. Its lines are short, and each says one thing where
a person typed it; where it was pasted, one line may hold all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from duben import chinese
from duben.intake import dates
from duben.intake.body_names import BODIES, MOST_BODIES
from duben.intake.document import SourceLine
from duben.intake.line_editing import BLANKS, ends_sentence, slice_line
from duben.intake.word_files import read_words

# In a line that is no head: a full stop or a semicolon anywhere, other marks at the end.
SENTENCE_MARK = re.compile("[。；]|[\u3400-\u9fff）][.;](?![0-9])|[！？，]$")
LINES_OVER_DATE = 3  # of any kind between the names of annexes and the date of a letter
ANNEX_NAME_LENGTH = 90  # characters of the name of an annex
HEAD_LENGTH = 160  # characters of a line that may hold a whole head
PART_LENGTH = 4  # 汉字 that a title, or what stands behind its dash, has at least
AUTHOR_LENGTH = 26  # characters of a line that names who speaks or writes
BLANK = f"[{BLANKS}]"
# ——2024年3月5日在…会议上, and a subtitle of any kind behind two dashes.
DASHES = re.compile(rf"{BLANK}*(?:[—－―─]{{1,3}}|-{{2,3}}){BLANK}*")
BRACKETED = re.compile(rf"{BLANK}*[（(](?P<inner>[^（）()]{{4,90}})[）)]$")
OPENING_DATE = re.compile(
    rf"{BLANK}+(?=[（(]?[12１２一二][0-9０-９〇○零一二三四五六七八九]{{3}}[年\-/.])"
)
# A meeting at which something is said: 在…会议上, 在…上的讲话.
MEETING = re.compile(
    "在.{2,80}(?:[上时中]|会议|大会|大學|大学|[上时](?:的)?(?:讲话|報告|报告|发言|致辞|演讲|講話|讲稿|讲课|党课).{0,8})[）)]?"
)
YEAR = re.compile(f"(?:[12１２][0-9０-９]{{3}}|{chinese.YEAR_IN_HAN})年")
AT_MEETING = re.compile(
    "(?:[（(]|[—－―─-]{1,3})?(?:根据.{0,30})?在.{2,80}(?:讲话|报告|发言|致辞|演讲|講話|報告|党课|宣讲|辅导)(?:稿|提纲|摘要|要点|（.{1,6}）)?[）)]?"
)
# Words that open a detail, where it stands behind a title in the same line.
DETAIL_AT = re.compile(
    rf"{BLANK}+(?=[【\[（(]?(?:发布|发文|成文|公布|印发|更新)?(?:日期|时间)[:：]|[（(]?(?:(?:信息|文章|稿件)?(?:来源|作者|出处|主讲人|主讲|讲话人|报告人)){BLANK}{{0,2}}[:：])"
)
NUMBER = re.compile(
    rf"[一-鿿]{{0,12}}{BLANK}*[〔\[（(【［][12][0-9]{{3}}[〕\]）)】］]{BLANK}*第?{BLANK}*[0-9]{{1,5}}{BLANK}*号"
    # The year before the brackets: 青水2024〔3〕号.
    rf"|[一-鿿]{{0,12}}{BLANK}*[12][0-9]{{3}}年?{BLANK}*[〔\[（(【［][0-9]{{1,5}}[〕\]）)】］]{BLANK}*号"
)
# 青石镇人民政府令〔2026〕第5号, 青石镇人民政府令第5号, below the title of what the order issues.
ORDER_NUMBER = re.compile(
    rf"[一-鿿]{{2,30}}令{BLANK}*[（(]?(?:[〔\[（(【［][12][0-9]{{3}}[〕\]）)】］])?"
    rf"{BLANK}*第?{BLANK}*[0-9]{{1,4}}{BLANK}*号[）)]?"
)
SIGNER = re.compile(f"签{BLANK}?发{BLANK}?人{BLANK}*[：:]{BLANK}*[^：:，。]{{2,40}}$")
# Lines of an office above or under the title that say nothing of it: 密级, 紧急程度, 份号, 签发人.
OFFICE_TOKEN = (
    rf"(?:[★☆]{BLANK}*)?(?:绝密|机密|秘密|内部资料|内部文件|内部材料|特急|急件|加急|平急|特提|明电|急)"
    rf"(?:{BLANK}*[★☆]{BLANK}*(?:[0-9一二三四五六七八九十]{{1,3}}[年月])?)?"
    rf"|注意保存|会后收回|阅后收回|不得外传|请注意保存|[0-9０-９]{{6}}|签发人{BLANK}*[:：].{{2,20}}"
    rf"|[（(]?(?:[12][0-9]{{3}}年)?第?{BLANK}*[0-9]{{1,4}}{BLANK}*期[）)]?"
    rf"|[（(]?总第{BLANK}*[0-9]{{1,5}}{BLANK}*期[）)]?"
)
OFFICE = re.compile(rf"(?:(?:{OFFICE_TOKEN}){BLANK}*){{1,4}}")
# 新华社北京3月17日电 alone: it opens the text.
DATELINE = re.compile("(?:据|本报|本刊)?[一-鿿]{2,8}[0-9]{1,2}月[0-9]{1,2}日电.{0,16}")
ANNEX_LABEL = re.compile(
    rf"附{BLANK}*(?:[件录錄]{BLANK}*[0-9０-９一二三四五六七八九十]{{0,3}}"
    rf"|[0-9０-９一二三四五六七八九十]{{1,3}}){BLANK}*[:：]?"
)
# 附件1：《清淤验收单》 of a list.
ANNEX_NUMBER = re.compile("附件[ 　]?([0-9０-９一二三四五六七八九十]{1,3})[ 　]?[：:]")
# 《青石日报》（2024年3月5日 第1版）: where a text was printed, and when.
PAPER = re.compile(
    f"[（(]?(?:原载|载|摘自|来源)?[:：]?(?P<paper>《[^《》]{{2,16}}》)[（(]?{BLANK}*(?P<day>[12][0-9]{{3}}.{{4,24}})[）)]"
)
PAPER_PAGE = re.compile(f"[0-9０-９一二三四五六七八九十]{BLANK}*[版期]")  # 第1版, 2024年第3期
MEDIA = re.compile(
    "[一-鿿]{2,10}(?:日报|晚报|时报|早报|新闻网|融媒体?|融媒体中心|发布|之声|微讯|电视台|广播电台|通讯社|客户端|公众号|网站|杂志社?)|新华社|人民网|新华网"
)
LESSON = re.compile(
    f"第{BLANK}*[0-9０-９一二三四五六七八九十百]{{1,4}}{BLANK}*(?:讲|課|课|专题|期|辑|集|回){BLANK}*[:：]?{BLANK}*\\S"
)
STATE = re.compile(
    "[（(](?:征求意见稿|送审稿|审议稿|讨论稿|修改稿|修订稿|草案|试行|暂行|讲话稿|初稿|建议稿|提纲|摘要|节选|摘编|全文|修订|修订版|代拟稿|报批稿|"
    "(?:试行|暂行)?第?[0-9一二三四五六七八九十]{1,3}(?:次修订|次修改)?(?:版|稿)(?:修订版)?|最终版|终稿|定稿|"
    "草案送审稿|(?:[0-9]{4}年)?(?:修订|修正|版|本|修订版)|[0-9]{4}[—\\-－–~～至][0-9]{4}年?(?:度)?)[）)]"
)
AUTHOR_KEY = re.compile(
    rf"[□■◎●○◆▲△☆★]{BLANK}*(?P<signed>.{{2,24}})|(?:文|图文|撰文|执笔|作者|記者|记者)"
    rf"{BLANK}*[/／|丨｜│]{BLANK}*(?P<text>.{{2,24}})|(?:文|作者|撰文)[:：]{BLANK}*(?P<who>.{{2,24}})"
    rf"|(?P<paper>[一-鿿]{{2,4}}(?:[、 ][一-鿿]{{2,4}}){{0,3}}){BLANK}*[/／]{BLANK}*"
    "[一-鿿]{2,12}[报社网刊台闻]"
)
# □ 甲 □ 乙, √ 丙: choices of a form.
CHECK_BOX = re.compile("[□☐].*[□☐☑√✓]|[□☐☑√✓][ \u3000]*[^ \u3000]{5,}$")
# 学　校　青石小学, 指 导 教 师 王清: the key is set apart, its value is not.
SPACED_FIELD = re.compile("(?:[一-鿿][ \u3000]+){2,6}[^ \u3000]{2,}")
# 2023—2024学年第2学期, 2020年秋季学期: when a course is held.
SCHOOL_TERM = re.compile(
    f"[12][0-9]{{3}}年?{BLANK}*(?:[—–~～至－-]{{1,2}}{BLANK}*[12][0-9]{{3}}年?{BLANK}*)?(?:学年)?(?:度)?{BLANK}*"
    f"(?:第{BLANK}*[一二三1-3]{BLANK}*|[春夏秋冬]季?)学期"
)
# The same alone, and of whom: 2020年秋季（水利专业）
TERM_ALONE = re.compile(
    f"(?:{SCHOOL_TERM.pattern}|[12][0-9]{{3}}{BLANK}*年?{BLANK}*[春夏秋冬]季?)(?:[（(][^（）()]{{2,20}}[）)])?"
)
POST_BODIES = (
    "[部司局厅廳处處科所站院校省市县縣区區镇鎮乡鄉村行社会盟州旗团團队隊组組班店厂廠馆館署台室园園段港]长"
    "|委员(?!会)|委員(?!會)"
)
NAME = "[一-鿿][一-鿿·]{1,3}|[一-鿿][ \u3000]{1,3}[一-鿿]"
POSTED = re.compile(
    rf"(?P<post>(?:[一-鿿、（）·A-Za-z0-9]{{0,24}}?)(?:{'|'.join(read_words('posts'))}|{POST_BODIES}))"
    rf"(?P<gap>{BLANK}{{0,4}})(?P<name>(?:{NAME})(?:[ \u3000、]{{1,3}}(?:{NAME})){{0,5}})"
)
# 青石镇 甲乙; 甲乙教授; 青石镇水务站 编.
CALLED = re.compile(
    rf"(?:[一-鿿]{{1,18}}[{''.join('国省市县縣区區镇鎮乡鄉村盟州旗局厅部委院校社站司学团处科队厂所')}]{BLANK}+"
    rf"(?P<name>(?:{NAME})(?:[ \u3000、]{{1,3}}(?:{NAME})){{0,5}}))"
)
TITLED_NAME = re.compile(rf"(?P<name>[一-鿿]{{2,3}})(?:{'|'.join(read_words('posts'))})")
POST_ALONE = re.compile(rf"[一-鿿、（）·]{{0,24}}(?:{'|'.join(read_words('posts'))}|{POST_BODIES})")
EDITED = re.compile(rf"(?P<who>.{{2,22}}?){BLANK}*(?:编印|编著|编写|编制|主编|编|著|撰|供稿)")
NAMES = re.compile(rf"(?:{NAME})(?:[ \u3000、，,]{{1,4}}(?:{NAME})){{0,5}}")
LATIN_NAME = re.compile("[A-Z][A-Za-z]{1,15}(?: [A-Z][A-Za-z]{1,15}){0,2}")
# How groups that write are called that are no bodies by their last character.
GROUPS = (
    *("课题组", "调研组", "编写组", "写作组", "编委会", "评论员", "编辑部", "宣讲团", "讲师团"),
    *("教研室", "教研组", "项目组", "专班", "党支部", "党委", "党组", "工会", "团委"),
    *("研究中心", "委员会", "研究院", "大学", "学院", "中学", "小学", "集团", "公司", "人民政府"),
)
# How bodies that write end; others of BODIES end many words of headings, too.
WRITERS = (
    "局",
    "厅",
    "廳",
    "部",
    "院",
    "委",
    "办公室",
    "中心",
    "馆",
    "館",
    "社",
    "协会",
    "学会",
    "联合会",
)
# A title goes on behind these, and after 关于 up to the kind of document.
UNFINISHED = re.compile("(?:关于|關於|以及|[和及与與暨的、在为為对對从從向])$")
BRACKETED_STATE = re.compile("[（(][^（）()]{2,8}[）)]$")  # 办法（试行）
NOTE = re.compile("[\\[［][0-9]{1,2}[\\]］]$")  # the mark of a note
KINDS = read_words("title-endings")
# A title may begin with who issues it, on a line of its own: 青石镇 / 2024年工作总结.
ISSUERS = (*GROUPS, *BODIES, *"国省市县區区镇鄉乡村盟州旗")
ISSUING = ("印发", "转发", "批转", "颁发", "颁布", "发布", "公布", "修改", "废止")
ISSUER_LENGTH = 20  # characters
OPEN_TITLE = re.compile("(?:关于|關於)")


def paper_name(paper: re.Match[str]) -> str:
    """The name of the paper that a PAPER tells, without blanks at its ends: 《青石日报》."""
    return f"《{paper['paper'][1:-1].strip(BLANKS)}》"


def is_printed_in(paper: re.Match[str]) -> bool:
    """Whether a PAPER names a newspaper, a page or an issue: no law with the day it was revised."""
    return paper_name(paper).endswith("报》") or bool(PAPER_PAGE.search(paper["day"]))


def split_head_lines(lines: Sequence[SourceLine], limit: int) -> list[SourceLine]:
    """The lines, those of the head (the first ``limit`` at most) cut where one holds several
    parts.
    """
    result: list[SourceLine] = []
    for index, line in enumerate(lines):
        if index >= limit or line.kind != "text" or _is_text(line):
            return [*result, *lines[index:]]
        result += _split(line)
    return result


def _is_text(line: SourceLine) -> bool:
    """Whether the text has begun: a sentence, or a paragraph too long for a head."""
    return len(line.text) > HEAD_LENGTH or bool(SENTENCE_MARK.search(line.text))


def _split(line: SourceLine) -> Iterator[SourceLine]:
    """A line of the head at the first place where another part begins, and the rest in turn."""
    cut = _place_of_cut(line.text)
    if cut is None:
        yield line
        return
    before, after = cut
    yield slice_line(line, 0, before)
    yield from _split(replace(slice_line(line, after, len(line.text)), blank=False))


def _place_of_cut(text: str) -> tuple[int, int] | None:
    """Where the first part of a line ends and where the next begins."""
    for cut in (_cut_at_dash, _cut_at_bracket, _cut_at_detail, _cut_at_date, _cut_before_name):
        if (place := cut(text)) is not None:
            return place
    return None


def _han(text: str) -> int:
    return sum(map(chinese.is_han, text))


def _cut_at_dash(text: str) -> tuple[int, int] | None:
    for match in DASHES.finditer(text):
        before, after, dash = (
            text[: match.start()],
            text[match.end() :],
            match.group().strip(BLANKS),
        )
        if _han(before) < PART_LENGTH or _han(after) < PART_LENGTH or _is_open(before):
            continue
        if len(dash) == 1 and not (dates.first_date(after[:14]) or MEETING.match(after)):
            continue  # 北京—上海: a range
        if before[-1:].isdigit() and after[:1].isdigit():
            continue  # 2025--2026学年: years
        return match.start(), match.start() + len(match.group()) - len(match.group().lstrip(BLANKS))
    return None


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation mark is open at the end of a text."""
    return any(
        text.count(pair[0]) > text.count(pair[1])
        for pair in ("《》", "“”", "（）", "()", "「」", "【】")
    )


def _cut_at_bracket(text: str) -> tuple[int, int] | None:
    """Title（2024年3月5日）; title（2024年3月5日 甲乙）is cut inside its bracket, too."""
    match = BRACKETED.search(text)
    if (
        match is not None
        and not PAPER.fullmatch(text)
        and (dates.first_date(match["inner"]) or _is_remark(match.group()))
        and _han(text[: match.start()]) >= PART_LENGTH
    ):
        return match.start(), match.start() + len(match.group()) - len(match.group().lstrip(BLANKS))
    return None


def _is_remark(text: str) -> bool:
    """Whether a text in brackets, a blank before it, is a remark of more clauses than one."""
    return text[0] in BLANKS and "，" in text and "记者" not in text


def _cut_at_detail(text: str) -> tuple[int, int] | None:
    match = DETAIL_AT.search(text)
    if match is None or _han(text[: match.start()]) < PART_LENGTH or DETAIL_AT.match(" " + text):
        return None
    return match.start(), match.end()


def _cut_at_date(text: str) -> tuple[int, int] | None:
    for match in OPENING_DATE.finditer(text):
        rest = text[match.end() :]
        day = next(dates.find_dates(rest[:24]), None)
        before = text[: match.start()]
        if day is None or day[0] > 1 or _han(before) < PART_LENGTH or _is_open(before):
            continue
        behind = rest[day[1] :].strip(BLANKS + "）)")
        if not behind or MEETING.match(behind) or author_of(behind):
            return match.start(), match.end()
    return None


GLUED = re.compile("(?P<occasion>.{12,80}(?:会议|大会)上)(?P<who>.{4,26})")


def _cut_before_name(text: str) -> tuple[int, int] | None:
    """…会议上 国务院总理 甲乙; （2024年3月5日） 县长 甲乙; 2024年3月5日 甲乙."""
    glued = GLUED.fullmatch(text)
    if glued and is_occasion(glued["occasion"]) and POSTED.fullmatch(glued["who"]):
        return glued.end("occasion"), glued.end("occasion")
    for match in re.finditer(f"{BLANK}+", text):
        before, after = text[: match.start()], text[match.end() :]
        post = POSTED.fullmatch(after)
        framed = is_occasion(before) or dates.date_alone(before) is not None
        if _is_open(before):
            continue
        if (post is not None and (framed or _han(before) >= 6)) or (framed and is_name(after)):
            return match.start(), match.end()
    return None


# --- what a line tells ----------------------------------------------------------------------------


def is_office_line(text: str) -> bool:
    """Whether a line is 文号, 密级, a dateline or a rule: it stays where it stands."""
    return bool(
        NUMBER.fullmatch(split_signer(text)[0])
        or OFFICE.fullmatch(text)
        or DATELINE.fullmatch(text)
        or not _han(text)
    )


def split_signer(text: str) -> tuple[str, str]:
    """发文字号 and 签发人：…, which may stand on one line; "" for what is not there."""
    signer = SIGNER.search(text)
    at = signer.start() if signer else len(text)
    return text[:at].rstrip(BLANKS), text[at:]


def is_occasion(text: str) -> bool:
    """2024年3月5日在…会议上, with dash or brackets or without."""
    body = text.strip(BLANKS).lstrip("（(—－―─-").rstrip("）)").strip(BLANKS)
    day = next(dates.find_dates(body), None)
    return (
        day is not None
        and day[0] == 0
        and MEETING.fullmatch(_after_date(body[day[1] :])) is not None
    )


def _after_date(text: str) -> str:
    """What follows a date, without further days (11月30日和12月1日) and commas."""
    return re.sub(
        f"^(?:(?:[和、至到—-]|{BLANK})*[0-9０-９]{{1,2}}月?[0-9０-９]{{0,2}}日|[{BLANKS}，,]|星期.|[上下]午)+",
        "",
        text,
    )


def is_speech_title(text: str) -> bool:
    """在…会议上的讲话."""
    return AT_MEETING.fullmatch(text) is not None


def author_of(text: str) -> str:
    """Who wrote or speaks, where a line says nothing else: 县长 甲乙, 本报记者 甲乙, 文/甲乙;
    "" where it does not.
    """
    if len(text) > AUTHOR_LENGTH or ends_sentence(text, "。！？；：:;!?，,、"):
        return ""
    if CHECK_BOX.match(text):
        return ""
    if keyed := AUTHOR_KEY.fullmatch(text):
        who = str(keyed["signed"] or keyed["text"] or keyed["who"] or keyed["paper"])
        return who.strip(BLANKS) if not keyed["paper"] or is_name(who) else ""
    posted = POSTED.fullmatch(text)
    if posted is not None and (posted["gap"] or is_name(posted["name"])):
        return text
    if (edited := EDITED.fullmatch(text)) is not None:
        who = edited["who"].rstrip(BLANKS)
        return who if who.endswith(ISSUERS) or is_name(who) else ""
    called = CALLED.fullmatch(text) or TITLED_NAME.fullmatch(text)
    if called is not None and is_name(called["name"]):
        return text
    return text if is_name(text) else ""


def spaced_post(text: str) -> str:
    """镇长：甲乙 as 镇长　甲乙; another line as it is."""
    post, _, name = text.replace(":", "：").partition("：")
    name = name.strip(BLANKS)
    return f"{post}\u3000{name}" if POST_ALONE.fullmatch(post) and is_name(name) else text


def is_post(text: str) -> bool:
    """Whether a line is a post without its name, which stands below."""
    return len(text) <= AUTHOR_LENGTH and POST_ALONE.fullmatch(text) is not None


def date_and_name(text: str) -> tuple[date, str] | None:
    """（2024年3月5日 甲乙）, 青石县水务局　青石县林业局　2024年3月5日: a date and who spoke or
    issued, and nothing else.
    """
    body = text.strip(BLANKS).strip("（()）")
    day = next(dates.find_dates(body), None)
    if day is None:
        return None
    begin, end, value = day
    before, after = (part.strip(BLANKS + "，,") for part in (body[:begin], body[end:]))
    if not before and author_of(after):
        return value, after
    signed = author_of(before) or LATIN_NAME.fullmatch(before) or names_bodies(before)
    return (value, before) if not after and signed else None


def names_bodies(text: str) -> bool:
    """Whether a line names two bodies or more that issue a document together, and nothing else."""
    names = text.split()
    return len(names) > 1 and all(
        len(name) >= 3 and name.endswith((*BODIES, *GROUPS, "队")) for name in names
    )


def is_name(text: str) -> bool:
    """Whether a text is one name or several: 甲乙, 甲　乙, 甲乙 丙丁."""
    if not NAMES.fullmatch(text):
        return False
    surnames = read_words("surnames")
    parts = [part for part in re.split(f"[{BLANKS}、，,]+", text) if part]
    if all(len(part) == 1 for part in parts) and len(parts) in (2, 3):
        parts = ["".join(parts)]
    joined = _join_single(parts)
    return all(
        2 <= len(part) <= 4
        and part.startswith(surnames)
        and (len(part) < 4 or part[:2] in surnames or "·" in part)
        and not _is_word(part)
        for part in joined
    )


def _join_single(parts: Sequence[str]) -> list[str]:
    """甲 乙 丙丁丁: the characters of a name of two are set apart."""
    joined: list[str] = []
    for part in parts:
        if joined and len(part) == 1 and len(joined[-1]) == 1:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_word(text: str) -> bool:
    """Whether the dictionary has a text as a word that is no name, or it ends as places do."""
    words = chinese.tag_words(text)
    place = len(text) > 2 and text[-1] in "村镇鎮乡鄉县縣市区區州省路街河湖"
    return place or (len(words) == 1 and not words[0].kind.startswith(("nr", "x")))


def is_body(text: str) -> bool:
    """Whether a short line names a body that writes: 国家统计局, 县委宣传部课题组."""
    return (
        4 <= len(text) <= AUTHOR_LENGTH
        and (text.endswith(GROUPS) or (len(text) > 4 and text.endswith(WRITERS)))
        and all(chinese.is_han(c) or c in BLANKS + "（）()、·" for c in text)
        and not OPEN_TITLE.search(text)
    )


def continues_title(before: str, text: str) -> bool:
    """Whether a line goes on a title that the line before it breaks off: inside brackets too."""
    if _is_open(before) and not _is_open(before + text) and not ends_sentence(text, "。；：，！"):
        return True
    if (
        ends_sentence(text, "。；：，、！")
        or dates.first_date(text)
        or text.startswith(("—", "-", "（", "("))
    ):
        return False
    before, text = NOTE.sub("", before), NOTE.sub("", text)
    if text.startswith("《") and before.endswith(ISSUING):
        return True
    if before.endswith(KINDS):
        return False
    issuer = len(before) <= ISSUER_LENGTH and before.endswith(ISSUERS)
    issued = issuer and BRACKETED_STATE.sub("", text).endswith(KINDS)
    return bool(UNFINISHED.search(before)) or text in KINDS or issued


def opens_annex_list(texts: Sequence[str], index: int) -> bool:
    """Whether 附件： alone on a line is followed by the names of annexes, 1.… 2.…, and the end of
    the letter, or by 附件1：… 附件2：…, not by an annex itself.
    """
    numbers = (ANNEX_NUMBER.match(text) for text in texts[index + 1 : index + 3])
    if [number and chinese.parse_number(number[1]) for number in numbers] == [1, 2]:
        return ANNEX_LABEL.fullmatch(texts[index]) is not None
    if not texts[index].endswith(("：", ":")) or not ANNEX_LABEL.fullmatch(texts[index]):
        return False
    count = 0
    for text in texts[index + 1 :]:
        label = chinese.read_label(text)
        named = label is not None and label.kind == "digit" and label.number == count + 1
        if not named or len(text) > ANNEX_NAME_LENGTH:
            break
        count += 1
    after = texts[index + 1 + count :]
    return count > 0 and (not after or _is_dated_below(after))


def _is_dated_below(texts: Sequence[str]) -> bool:
    """Whether a date stands alone below a few lines, or below the names of those who issue a
    document together.
    """
    for number, text in enumerate(texts[:MOST_BODIES]):
        if dates.date_alone(text):
            return True
        if number >= LINES_OVER_DATE - 1 and not is_signer(text):
            return False
    return False


def is_matter(text: str) -> bool:
    """关于清淤工作的通知: a title but for who issues it."""
    return text.startswith(("关于", "關於")) and text.endswith(KINDS)


def is_state(text: str) -> bool:
    """（征求意见稿）, （试行）: it belongs to the title above it."""
    return STATE.fullmatch(text) is not None


def is_subtitle(text: str) -> bool:
    """——以某某镇为例; 在…会议上的讲话, under a title of another kind."""
    if ends_sentence(text, "。！？；：:;!?，,"):
        return False
    if text[0] in "（(" and text[-1] in "）)" and (YEAR.search(text) or _is_remark(" " + text)):
        return not dates.is_month(text)
    dash = DASHES.match(text)
    if dash is not None and len(dash.group().strip(BLANKS)) >= 2:
        return _han(text) >= PART_LENGTH
    return is_speech_title(text)


def is_signer(text: str) -> bool:
    """Whether a line is the name of who signs: a body, or a person."""
    return not ends_sentence(text) and (
        text.endswith((*GROUPS, *BODIES, "代表", "人")) or bool(author_of(spaced_post(text)))
    )


def is_lesson(text: str) -> bool:
    """第三讲　怎样清淤: a title with its number in a series."""
    return LESSON.match(text) is not None

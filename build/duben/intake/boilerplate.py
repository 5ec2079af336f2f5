"""Which lines of a page or its copied text are no text of the document.

The lines before the first sentence (at most TOP_LINES) tell title, date and source, which go to
book.toml. Buttons, menus and the foot of the page, before that sentence and after the last one, are
left out. Between the two nothing is touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from itertools import compress

from duben import chinese
from duben.intake import dates
from duben.intake.document import ChangeLog, Omission, Relocation, SourceLine
from duben.intake.line_editing import (
    BLANKS,
    ENDS,
    ends_sentence,
    join_lines,
    slice_line,
    word_set,
)

TOP_LINES, FOOT_LINES = 40, 60  # lines at most before the first sentence and after the last one
BOILERPLATE_LENGTH = 150  # characters of a line that may be boilerplate
TITLE_LENGTH = 80
REPEAT_LINES = 8  # lines in which a title is taken for a repetition

# The words of buttons and menus. A line of nothing but these is boilerplate; those in
# MUTE_BUTTONS only beside others.
BUTTONS = word_set(
    "打印 打印本页 打印文章 打印此页 列印 关闭 关闭窗口 关闭本页 关闭此页 關閉 返回 "
    "返回顶部 返回首页 返回上一页 首页 字号 字体 字號 字体大小 收藏 "
    "加入收藏 设为首页 分享 分享到 分享至 微信 微博 新浪微博 朋友圈 微信朋友圈 QQ空间 "
    "QQ好友 复制链接 纠错 我要纠错 扫一扫 二维码 繁體 简体 简体版 繁体版 "
    "无障碍 无障碍浏览 长者版 关怀版 适老版 手机版 电脑版 登录 注册 搜索 智能问答 "
    "网站地图 上一篇 下一篇 上一页 下一页 相关链接 相关阅读 相关新闻 "
    "相关文章 阅读全文 展开全文 点赞 评论 收起 保护视力色 保存 下载 朗读 语音播报 听全文 "
    "放大 缩小 默认 关注我们 联系我们 网站声明 隐私声明 "
    "关于我们 版权声明 English 正文 TOP 图集 举报 退出 个人中心 邮箱 关注 调整字体 我已授权"
)
JOINED = re.compile(
    "(?:打印(?:本页|文章)?|关闭(?:窗口|本页)?|返回(?:顶部|首页)?|收藏|分享|字[号体]|"
    "[【】\\[\\]|｜ ])+"
)
MUTE_BUTTONS = word_set(
    "简 繁 EN 大 中 小 大中小 小中大 特大 + - A A+ A- 没有了 没有 无 正文 保存 默认 | 窗口 本页"
)
BETWEEN = re.compile(f"[{BLANKS}|｜/·、，,:：【】\\[\\]（）()<>《》>»\\-]+")

# Lines of boilerplate that carry words of their own.
BOILERPLATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?:微信)?扫(?:一扫|码|描)?.{0,12}(?:分享|关注|二维码|手机|浏览|打开|查看).{0,20}",
        r"(?:上|下|前|后)一?[篇条页则][:：].{0,100}",
        r"[（(【\[]?(?:责任编辑|责编|編輯|编辑|网络编辑|初审|复审|终审|校对|审核|排版)[:：].{0,40}",
        r"[您你]?(?:的|现在的|当前的|當前)?(?:当前|現在|现在|所在|當前)?(?:所在)?(?:的)"
        r"?位置(?:是)?[:：].{0,100}",
        r"首页(?:\s{0,3}[>＞»/]\s{0,3}[^>＞»/]{1,20}){1,8}",
        r"(?:本文)?(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]?\s{0,3}\d{0,9}\s{0,3}(?:次|人)?",
        r"(?:Copyright|COPYRIGHT|copyright|©|版权所有|版權所有).{0,140}",
        r".{0,60}(?:ICP备|ICP證|ICP证|公网安备).{0,60}",
        r"(?:政府)?网站标识码[:：].{0,60}",
        r"(?:主办|承办|运维|技术支持|主管)(?:单位)?[:：].{0,60}(?:主办|承办|运维|技术支持|"
        r"维护).{0,60}",
        r"技术支持[:：].{0,40}",
        r"(?:分享到|分享至|分享)[:：].{0,40}",
        r"(?:相关(?:链接|阅读|新闻|文章|附件)|延伸阅读|推荐阅读|热门推荐)[:：]?",
        r"(?:索引号|发文字号|主题词|公文种类|有效性|主题分类|统一编号)[:：].{0,60}",
        r"[—\-\s·*＊=_]{3,40}|[—\-=*·\s]{0,10}(?:完|END|end)[—\-=*·\s]{0,10}",
        r"(?:来源|信息来源)[:：]\s{0,3}",
        r"[（(【]?原标题[:：].{0,100}",
        r"(?:本文)?(?:来源|转自)[:：].{0,30}责任编辑[:：].{0,40}",
        r"[【\[]?(?:纠错|举报|反馈)[】\]]?.{0,6}(?:责任编辑|编辑)[:：].{0,40}",
        r"[（(]?(?:点击|猛戳|长按|识别)(?:进入|查看|这里|阅读|下载|图片|二维码).{0,40}",
        r"(?:【?[0-9]{1,2}】?[ \u3000]{0,2}){2,20}(?:下一页|末页|尾页)?",
        r"(?:第[ \u3000]{0,2}[0-9]{1,4}[ \u3000]{0,2}页)?[ \u3000,，/]{0,3}共[ \u3000]{0,"
        r"2}[0-9]{1,4}[ \u3000]{0,2}页",
        r"\+1|[↓↑→➨]{1,9}",
    )
)

# What a line of details under a title may tell, by its key.
DETAIL_KEYS = {
    "date": "发布日期|发布时间|发文日期|成文日期|公布日期|印发日期|日期|时间|發布日期|發佈日期|發布時間|日期時間",  # noqa: E501
    "source": "信息来源|文章来源|稿件来源|本文来源|来源|來源|出处|出處",
    "authors": "作者",
    "": "责任编辑|责编|编辑|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击量|点击数|点击|访问量|字号|字体|字體|字體大小|分享到|分享至|分享|发布机构|发布单位|"  # noqa: E501
        "索引号|审核|录入|打印|【字号|【字体",
}  # fmt: skip
KEY = re.compile(
    "(?P<key>"
    + "|".join(sorted(("|".join(DETAIL_KEYS.values())).split("|"), key=len, reverse=True))
    + ")[ \u3000]{0,4}[:：]"
)
FOOT_KEY = re.compile(
    "[（(【]?(?:本文|信息|文章|稿件)?(?:来源|來源|出处|责任编辑|责编|编辑)[ \u3000]{0,4}[:：]"
)
DETAIL_KINDS = {key: kind for kind, keys in DETAIL_KEYS.items() for key in keys.split("|")}
VALUE_LENGTH = 40
TIME = re.compile("[ \u3000T]{0,3}(?:星期.)?[ \u3000]{0,3}[0-9:：时分秒]{0,9}[ \u3000|｜]{0,4}")

# 新华社 举报, 某某网 调整字体: buttons behind the name of a source.
SOURCE_ENDS = re.compile(
    "(?:[ \u3000]{0,3}(?:举报|调整字体|字[号体].{0,12}|我要纠错|纠错|打印|收藏|分享|关注|"
    "点击.{0,12}|\\+1))+$"
)
# 2025/01/20 价格司: a date and who published, without a key.
DATED = re.compile(
    "(?:[ \u3000T]{0,3}[0-9]{1,2}[:：时][0-9:：时分秒]{1,8})?[ \u3000|｜]{0,"
    "4}(?:来源[:：])?(?P<who>[一-鿿·]{2,15})"
)

# The site's name after the title of a page: «标题 - 某某网», «标题_某某», «标题-某某人民政府».
SITE = re.compile(
    "(?P<between>[ \u3000][-—–_|｜－]{1,3}[ \u3000]|[_|｜]|-)[ \u3000]?(?P<site>[^-—–_|"
    "｜－]{2,30})$"
)
SITE_WORDS = (
    "网",
    "網",
    "门户",
    "政府",
    "人大",
    "政协",
    "新闻",
    "日报",
    "委员会",
    "办公厅",
    "频道",
    "头条",
    "公众号",
    "平台",
    "局",
    "厅",
)
OCCASION = re.compile("会议|會議|大会|大會|讲话|講話|通过|通過|上$|上[）)]$|批准|修订|修正|公布")
ADOPTED = re.compile("通过|通過|批准|公布|修正|修订|施行|发布|印发")
CONTENTS = re.compile("目[ \u3000]{0,4}[录錄次]")
STRUCTURE = frozenset(
    {"part", "chapter", "section", "article", "formal", "comma", "paren", "decimal", "digit"}
)


@dataclass(slots=True)
class DocumentHead:
    """What the head of a document tells of it, and its language (zh-Hans or zh-Hant).

    ``published`` is when a page was published: the date where none of the document is told.
    """

    title_line: SourceLine | None = None
    subtitle: list[SourceLine] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    date: Day | None = None
    source: str = ""
    published: Day | None = None
    language: str = "zh-Hans"


def title_key(text: str) -> str:
    """Text as titles are compared: without blanks, marks in one width."""
    return "".join(text.split()).translate(str.maketrans("，：；（）？！", ",:;()?!"))


def remove_boilerplate(
    lines: Sequence[SourceLine],
    log: ChangeLog,
    head: DocumentHead,
    title: SourceLine | None = None,
    site: SourceLine | None = None,
) -> list[SourceLine]:
    """The lines of the text itself; what the lines before them tell goes into ``head``.

    ``title`` is the line that a page shows as its title, ``site`` its title with, perhaps, the name
    of the site. Only lines before the first sentence and after the last one are looked at.
    """
    lines = _without_related(lines, log)
    first, last = _body_range(lines, title_key(title.text) if title is not None else "")
    figures = [line for line in lines[:first] if line.kind == "figure"]
    top = _without_buttons([line for line in lines[:first] if line.kind != "figure"], log)
    rest = [*lines[first:last], *_without_buttons(lines[last:], log)]
    top = _take_title(top, rest, head, log, title, site)
    top = [
        line
        for line in top
        if not take_details(line, head, log) and not _take_publisher(line, head, log)
    ]
    rest = [
        line
        for line in rest
        if not (
            FOOT_KEY.match(line.text) and line in lines[last:] and take_details(line, head, log)
        )
    ]
    top = _take_subtitle(top, rest, head, log)
    head.date = head.date or _date_in_text(top, rest, head) or head.published
    return [*top, *figures, *rest]


SIGNED = re.compile(
    "(?:^|[。！；])[一-鿿 \u3000]{1,20}[院部委厅局办会府署司处室科股组社行校所站心团][ "
    "\u3000]{0,4}$"
)


def _date_in_text(
    top: Sequence[SourceLine], rest: Sequence[SourceLine], head: DocumentHead
) -> Day | None:
    """The date of a document: the last on which it was adopted or changed, that of its subtitle, of
    its signature, or of who signs in its last paragraph.
    """
    adopted = [
        day
        for line in (*top, *head.subtitle)
        if ADOPTED.search(line.text)
        for *_, day in dates.find_dates(line.text)
    ]
    subtitle = (dates.first_date(line.text) for line in head.subtitle)
    signatures = (dates.date_alone(line.text) for line in reversed(rest) if len(line.text) < 30)
    return (
        max(adopted, default=None)
        or next(filter(None, subtitle), None)
        or next(filter(None, signatures), None)
        or _date_at_end(rest)
    )


def _date_at_end(lines: Sequence[SourceLine]) -> Day | None:
    """The date that the last paragraph ends with, behind the name of who signs:
    ……执行。财政部2019年7月26日.
    """
    if not lines or lines[-1].kind != "text":
        return None
    ending = lines[-1].text[-40:]
    last = list(dates.find_dates(ending))[-1:]
    return next(
        (day for begin, end, day in last if end == len(ending) and SIGNED.search(ending[:begin])),
        None,
    )


RELATED = re.compile(
    "(?:相关|延伸)?(?:政策|文件)?(?:与|和|及)?(?:相关)?(?:解读|阅读|链接|报道|新闻|稿件|"
    "文章|推荐)[:：]?"
)
RELATED_WITHIN = 12


def _without_related(lines: Sequence[SourceLine], log: ChangeLog) -> Sequence[SourceLine]:
    """The lines without those behind 相关解读 at the end of a page: names of other pages, none of
    them a sentence.
    """
    for index in range(len(lines) - 1, max(-1, len(lines) - RELATED_WITHIN), -1):
        if (
            lines[index].kind == "text"
            and RELATED.fullmatch(lines[index].text)
            and not any(ends_sentence(line.text, "。；") for line in lines[index:])
        ):
            end = index - (
                index > 0 and bool(re.fullmatch("附[件录]?[:：]", lines[index - 1].text))
            )
            log.omit(*lines[end:])
            return lines[:end]
    return lines


def _body_range(lines: Sequence[SourceLine], title: str) -> tuple[int, int]:
    """Where the first sentence or label stands, and the end of the last."""
    first = next(
        (
            index
            for index, line in enumerate(lines[:TOP_LINES])
            if _is_body_line(line) and title_key(line.text) != title
        ),
        min(TOP_LINES, len(lines)),
    )
    foot = max(first, len(lines) - FOOT_LINES)
    return first, next(
        (index + 1 for index in range(len(lines) - 1, foot - 1, -1) if _ends_text(lines[index])),
        len(lines),
    )


def _is_body_line(line: SourceLine) -> bool:
    if line.kind != "text" or line.heading_level > 1:
        return line.kind != "figure"
    if KEY.match(line.text.lstrip("【[（(")) or _has_boilerplate_form(line.text):
        return False
    label = chinese.read_label(line.text)
    if label and label.kind in STRUCTURE and not line.heading_level:
        return True
    return (
        ends_sentence(line.text, "。！？：；:;!?，,")
        and (sum(map(chinese.is_han, line.text)) >= 20 or line.text[-1] in "：:！!")
        and not SITE.search(line.text)
    )


def _ends_text(line: SourceLine) -> bool:
    if line.kind != "text" or dates.date_alone(line.text):
        return line.kind != "figure"
    return not _is_boilerplate(line.text) and (
        ends_sentence(line.text, "。！？；!?”」』")
        and sum(map(chinese.is_han, line.text)) >= 5
        or bool(chinese.read_label(line.text))
    )


def _without_buttons(lines: Sequence[SourceLine], log: ChangeLog) -> list[SourceLine]:
    buttons = [
        line.kind == "text" and _is_boilerplate(line.text) and not _has_detail(line)
        for line in lines
    ]
    log.omit(*compress(lines, buttons))
    return [line for line, is_button in zip(lines, buttons, strict=True) if not is_button]


def _is_boilerplate(text: str) -> bool:
    """Whether a line is nothing but buttons, or has the form of what stands round a text."""
    if len(text) > BOILERPLATE_LENGTH:
        return False
    words = {word for word in BETWEEN.split(text) if word}
    return (
        (len(text) >= 4 and bool(JOINED.fullmatch(text)))
        or not words
        or _has_boilerplate_form(text)
        or (words <= BUTTONS | MUTE_BUTTONS and not words <= MUTE_BUTTONS)
    )


def _has_boilerplate_form(text: str) -> bool:
    return any(form.fullmatch(text) for form in BOILERPLATE_FORMS)


def _has_detail(line: SourceLine) -> bool:
    """Whether a line of details tells date, source or author."""
    return any(
        DETAIL_KINDS[match["key"]] and line.text[match.end() :].strip(BLANKS)
        for match in KEY.finditer(line.text)
    ) and not any(form.fullmatch(line.text) for form in BOILERPLATE_FORMS[:3])


def _take_title(
    top: list[SourceLine],
    rest: Sequence[SourceLine],
    head: DocumentHead,
    log: ChangeLog,
    title: SourceLine | None,
    site: SourceLine | None,
) -> list[SourceLine]:
    """The lines without those that say the title; a page that names it elsewhere leaves only
    repetitions here.
    """
    if title is None and site is None:
        top = _title_over_lines(top)
    if title is None and top and _may_be_title(top[0]) and (rest or len(top) > 1):
        title = _shortest_like(top, top[0])
    source = title or site
    if source is None:
        return top
    log.relocate("title", source)
    head.title_line = strip_site_name(source, log)
    numbered = NUMBERED.search(head.title_line.text)
    if numbered and any(
        title_key(numbered.group()[1:-1]) in title_key(line.text)
        for line in (*top[:REPEAT_LINES], *rest[:4])
        if line is not source
    ):
        head.title_line = slice_line(head.title_line, 0, numbered.start())
        log.left_out.append(Omission(source.number, numbered.group()))
    name = title_key(head.title_line.text)
    again = [
        index
        for index, line in enumerate(top[:REPEAT_LINES])
        if line is not source
        and (title_key(NUMBERED.sub("", line.text)) == name or _is_title_and_site(line.text, name))
    ]
    crumbs = (
        range(again[0])
        if again
        and all(
            line is source
            or len(line.text) <= CRUMB_LENGTH
            and not ends_sentence(line.text, "。；，：")
            for line in top[: again[0]]
        )
        else range(0)
    )
    repeated = {*again, *crumbs, *_title_over_several(top, name, again[-1] + 1 if again else 0)}
    others = [(index, line) for index, line in enumerate(top) if line is not source]
    log.omit(*(line for index, line in others if index in repeated))
    return [line for index, line in others if index not in repeated]


CRUMB_LENGTH = 8
NUMBERED = re.compile("[（(][^（）()]{2,14}〔?[0-9]{4}〕?[^（）()]{0,12}号[）)]$")


def _title_over_several(top: Sequence[SourceLine], name: str, start: int) -> range:
    """The two or three lines over which the title stands once more, with who issues it before it,
    perhaps.
    """
    bare = title_key(NUMBERED.sub("", name))
    for begin in range(start, min(len(top), REPEAT_LINES)):
        for end in range(begin + 2, min(begin + 4, len(top) + 1)):
            text = title_key("".join(line.text for line in top[begin:end]))
            if len(bare) > CRUMB_LENGTH and text.endswith(bare) and len(text) <= len(bare) + 40:
                return range(begin, end)
    return range(0)


def _may_be_title(line: SourceLine) -> bool:
    label = chinese.read_label(line.text)
    return line.heading_level == 1 or (
        line.kind == "text"
        and not (label and label.kind in STRUCTURE)
        and len(line.text) <= TITLE_LENGTH
        and not ends_sentence(line.text, "。；，、：！;,:!")
        and any(map(chinese.is_han, line.text))
        and not KEY.match(line.text)
    )


# 某某部关于印发 / 某某办法的通知: one title over two or three lines.
TITLED = re.compile(
    "[^。；：，]{0,40}关于[^。；]{2,90}(?:通知|意见|决定|决议|办法|规定|条例|报告|方案|"
    "规划|公告|通告|批复|函|纲要|细则|说明|解释|命令|公报|建议|计划)"
)


def _title_over_lines(top: list[SourceLine]) -> list[SourceLine]:
    """The lines with a title that is broken over the first of them as one; only where the first
    alone is none.
    """
    for end in (2, 3):
        lines = top[:end]
        if len(lines) < end or any(
            line.kind != "text"
            or len(line.text) > 45
            or ends_sentence(line.text, "。；：，、！")
            or dates.first_date(line.text)
            for line in lines
        ):
            break
        if not TITLED.fullmatch(title_key(lines[0].text)) and TITLED.fullmatch(
            title_key("".join(line.text for line in lines))
        ):
            return [join_lines(lines), *top[end:]]
    return top


def _shortest_like(top: Sequence[SourceLine], first: SourceLine) -> SourceLine:
    """The title without the name of a site, where another line says it without;
    or the first line.
    """
    titles = (line for line in top[1:4] if _may_be_title(line))
    return next(
        (line for line in titles if _is_title_and_site(first.text, title_key(line.text))), first
    )


def _is_title_and_site(text: str, name: str) -> bool:
    match = SITE.search(text)
    return match is not None and title_key(text[: match.start()]) == name


def strip_site_name(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A title without the name of the site after it; that is told as left out."""
    title = line
    if (framed := FRAMED.match(title.text)) is not None:
        log.left_out.append(
            Omission(line.number, title.text[framed.end() :].strip(BLANKS) or "【】")
        )
        title = slice_line(title, 1, framed.end("title"))
    while (
        (match := SITE.search(title.text)) is not None
        and match.start() > 1
        and _is_site(match["between"], match["site"])
    ):
        log.left_out.append(Omission(line.number, title.text[match.start() :].strip(BLANKS)))
        title = slice_line(title, 0, match.start())
    if title is not line:
        log.moved[:] = [
            Relocation(entry.line, title.text, entry.to)
            if entry.text == line.text and entry.to == "title"
            else entry
            for entry in log.moved
        ]
    return title


# 【标题】-某某委员会: a title in brackets, and the site.
FRAMED = re.compile("【(?P<title>[^【】]{8,})】[-—_|｜ ]{0,3}[^【】。，]{0,30}$")


def _is_site(between: str, name: str) -> bool:
    """Whether a name after a title is that of a site; a bare hyphen needs a name that ends as such
    names do.
    """
    if between == "-":
        return name.endswith(("网", "網", "网站", "门户", "频道", "公众号", "平台"))
    return any(word in name for word in SITE_WORDS)


def take_details(line: SourceLine, head: DocumentHead, log: ChangeLog) -> bool:
    """Whether a line tells date, source and the like; what it tells is moved, the rest of it left
    out.
    """
    if len(line.text) > BOILERPLATE_LENGTH or line.kind != "text":
        return False
    keys = list(KEY.finditer(line.text))
    opening = line.text[: keys[0].start()] if keys else line.text
    day = next(dates.find_dates(opening.strip(BLANKS)), None)
    if opening.strip(BLANKS + "【[（(") and not (
        day and day[0] == 0 and TIME.fullmatch(opening.strip(BLANKS), day[1])
    ):
        return False
    ends = [*(match.start() for match in keys[1:]), len(line.text)][: len(keys)]
    fields = [
        (match["key"], line.text[match.start() : end], line.text[match.end() : end])
        for match, end in zip(keys, ends, strict=True)
    ]
    if (
        not fields
        and not day
        or any(len(value.strip(BLANKS)) > VALUE_LENGTH for *_, value in fields)
    ):
        return False
    if day:
        _take_detail("date", opening, opening, line, head, log)
    elif opening:
        log.left_out.append(Omission(line.number, opening))
    for key, whole, value in fields:
        _take_detail(DETAIL_KINDS[key], whole, value, line, head, log)
    return True


def _take_publisher(line: SourceLine, head: DocumentHead, log: ChangeLog) -> bool:
    """Whether a line tells by whom a page was published, and when, without saying so: that is no
    date of the document.
    """
    if line.kind != "text" or len(line.text) > 40:
        return False
    begin, end, day = next(dates.find_dates(line.text), (-1, 0, None))
    match = DATED.fullmatch(line.text, end) if begin == 0 else None
    if match is None or "年" in line.text[:end]:
        return False
    log.relocate("date" if head.source else "source", line)
    head.source = head.source or match["who"]
    head.published = day
    return True


def _take_detail(
    kind: str, whole: str, value: str, line: SourceLine, head: DocumentHead, log: ChangeLog
) -> None:
    value = value.strip(BLANKS + "】]）)|｜")
    if kind == "date" and (day := dates.first_date(value)):
        head.date = head.date or day
    elif kind == "source" and (value := SOURCE_ENDS.sub("", value).strip(BLANKS)):
        head.source = head.source or value
    elif kind == "authors" and value:
        head.authors.append(value)
    else:
        kind = ""
    if kind:
        log.moved.append(Relocation(line.number, whole.strip(BLANKS), kind))
    else:
        log.left_out.append(Omission(line.number, whole.strip(BLANKS)))


def _take_subtitle(
    top: list[SourceLine], rest: Sequence[SourceLine], head: DocumentHead, log: ChangeLog
) -> list[SourceLine]:
    """The lines without subtitle and author, which stand right under the title of a speech or a
    report.
    """
    if head.title_line is None:
        return top
    occasion = next((index for index, line in enumerate(top[:3]) if _is_occasion(line.text)), None)
    if occasion is None or any(
        not _may_be_title(line) or dates.date_alone(line.text) for line in top[:occasion]
    ):
        return top
    if sum(_is_occasion(line.text) or bool(ADOPTED.search(line.text)) for line in top) > 1:
        return top  # the history of a law, a line for each change: it stays
    head.subtitle, left = top[: occasion + 1], top[occasion + 1 :]
    log.relocate("subtitle", *head.subtitle)
    if (
        left
        and not ADOPTED.search(head.subtitle[-1].text)  # what a body adopted has no speaker
        and len(left[0].text) <= 16
        and left[0].text[-1] not in ENDS
        and not dates.first_date(left[0].text)
        and not CONTENTS.fullmatch(left[0].text)
    ):
        log.relocate("authors", left[0])
        head.authors.append(left.pop(0).text)
    return left


def _is_occasion(text: str) -> bool:
    """——2006年3月5日在…会议上, （2023年2月28日…通过), （2023年9月8日）."""
    body = text.strip(BLANKS)
    framed = body.startswith(("—", "--", "－")) or (body[0] in "（(" and body[-1] in "）)")
    return (
        framed
        and len(body) <= BOILERPLATE_LENGTH
        and bool(dates.first_date(body))
        and (bool(OCCASION.search(body)) or dates.date_alone(body.lstrip("—-－")) is not None)
    )

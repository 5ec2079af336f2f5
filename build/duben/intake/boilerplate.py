"""Which lines of a page or its copied text are no text of the document.

The lines before the first sentence (at most TOP_LINES) tell title, date and source, which go to
book.toml. Buttons, menus and the foot of the page, before that sentence and after the last one, are
left out. Between the two nothing is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from itertools import compress

from duben import chinese
from duben.intake import dates, furniture_forms, head_lines, letter_head
from duben.intake.body_names import BODIES
from duben.intake.document import ChangeLog, Doubt, Omission, Relocation, SourceLine
from duben.intake.heading_series import SIGNS
from duben.intake.line_editing import (
    BLANKS,
    ENDS,
    change_line,
    ends_sentence,
    join_lines,
    slice_line,
    word_set,
)

TOP_LINES, FOOT_LINES = 40, 60  # lines at most before the first sentence and after the last one
BOILERPLATE_LENGTH = 150  # characters of a line that may be boilerplate
TITLE_LENGTH = 80
TITLE_LINES = 4  # over which the title of an official document goes
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
        r"[（(【\[](?:全文|本文|正文|全书)?(?:完|终|完毕|END|End|end)[)）】\]]|(?:全文|本文|正文)完",
        r"(?:来源|信息来源)[:：]\s{0,3}",
        r"[（(【]?原标题[:：].{0,100}",
        r"(?:本文)?(?:来源|转自)[:：].{0,30}责任编辑[:：].{0,40}",
        r"[【\[]?(?:纠错|举报|反馈)[】\]]?.{0,6}(?:责任编辑|编辑)[:：].{0,40}",
        r"[（(]?(?:点击|猛戳|长按|识别)(?:进入|查看|这里|阅读|下载|图片|二维码).{0,40}",
        r"【?[0-9]{1,2}】?(?:[ \u3000]{1,2}【?[0-9]{1,2}】?){1,20}",
        r"(?:【?[0-9]{1,2}】?[ \u3000]{0,2}){1,20}(?:下一页|末页|尾页)",
        r"(?:第[ \u3000]{0,2}[0-9]{1,4}[ \u3000]{0,2}页)?[ \u3000,，/]{0,3}共[ \u3000]{0,"
        r"2}[0-9]{1,4}[ \u3000]{0,2}页",
        r".{0,30}(?:浏览|点击|阅读|访问)(?:次数|量|数)[:：][ \u3000]{0,2}[0-9]{1,9}次?.{0,12}",
        r"\+1|[↓↑→➨▼▽▲△]{1,9}|正文[ \u3000]{0,2}[:：]",
    )
)

# What a line of details under a title may tell, by its key.
DETAIL_KEYS = {
    "date": "编写日期|编制日期|撰写日期|制定日期|修订日期|填表日期|发文日期|发文时间|成文日期|公布日期|印发日期|讲话时间|成文时间|印发时间|写作时间",  # noqa: E501
    "published": "最后更新时间|最后更新|最后修改|时间发布|发布|发表时间|发表日期|发布日期|发布时间|更新日期|更新时间|日期|时间|發布日期|發佈日期|發布時間|日期時間",  # noqa: E501
    "source": "信息来源|文章来源|稿件来源|本文来源|来源|來源|出处|出處",
    "authors": "作者|作 者|作　者|主讲人|主讲教师|主讲|讲话人|报告人|演讲人|宣讲人|授课人|授课教师|撰稿人|撰稿|撰文|执笔人|执笔|编者|编写|编著|主编|著者|发言人|汇报人|講者|主講人|主講",  # noqa: E501
    "subtitle": "副标题|副题|副書名|副书名|副標題",
    "title": "主标题|标题|题目|文章标题|标　题|題目|標題",
    "": "责任编辑|责编|编辑|浏览次数|浏览量|浏览|访问次数|访问数|浏览数|阅读数|点击率|阅读次数|阅读量|阅读|点击次数|点击量|点击数|点击|访问量|字号|字体|字體|字體大小|分享到|分享至|分享|发布机构|发布单位|"  # noqa: E501
        "索引号|审核|录入|打印|【字号|【字体|来源URL|原文链接|原文地址|文章链接|发文单位|发文机关|发布人|发布者|供稿单位|供稿|摄影|摄像",
}  # fmt: skip
KEY = re.compile(
    "(?P<key>"
    + "|".join(sorted(("|".join(DETAIL_KEYS.values())).split("|"), key=len, reverse=True))
    + ")[ \u3000]{0,4}[:：]"
)
FOOT_KEY = re.compile(
    "[（(【]?(?:本文|信息|文章|稿件)?(?:来源|來源|出处|责任编辑|责编|编辑)[ \u3000]{0,4}[:：]"
    "|(?:作者|撰稿人?|撰文|文字)[ \u3000]{0,4}[:：]"
)
DETAIL_KINDS = {key: kind for kind, keys in DETAIL_KEYS.items() for key in keys.split("|")}
# Accounts of a site, which say nothing of who wrote.
ACCOUNTS = re.compile(
    "(?i:admin|root|user|guest)[0-9a-z_]*|(?:网站|系统|超级)?管理员|佚名|匿名|本站|未知|(?:会员|用户|网友)上传"
)
ANY_TIME = ("时间", "日期", "時間")  # of the document, or of what it tells of
FACTS = frozenset({"date", "published", "source", "authors"})
VALUE_LENGTH = 40
TIME = re.compile("[ \u3000T]{0,3}(?:星期.)?[ \u3000]{0,3}[0-9:：时分秒]{0,9}[ \u3000|｜]{0,4}")

# 新华社 举报, 某某网 调整字体: buttons behind the name of a source.
SOURCE_ENDS = re.compile(
    "(?:[ \u3000]{0,3}(?:举报|调整字体|字[号体].{0,12}|我要纠错|纠错|打印|收藏|分享|关注|"
    "参与互动|文章类型[:：].{0,8}|公众号|点击.{0,12}|\\+1))+$"
)
PAIRED = re.compile("[（(][^（）()]*[）)]$")
# 2025/01/20 价格司: a date and who published, without a key.
DATED = re.compile(
    "(?:[ \u3000T]{0,3}[0-9]{1,2}[:：时][0-9:：时分秒]{1,8})?[ \u3000|｜·•]{0,4}(?:来源[:：])?"
    "(?P<who>[一-鿿·A-Za-z]{2,15}(?:[\\[（(【][一-鿿]{2,4}[\\]）)】])?)"
)
# 2025-01-20 甲乙 青石发布 青石发布: the details of a page of a 公众号, which names it twice,
# without blanks in old pages.
ACCOUNT = re.compile(
    f"[{BLANKS}]*(?:(?P<author>[一-鿿A-Za-z0-9|｜]{{2,12}}?)[{BLANKS}]*)??"
    f"(?P<who>[^{BLANKS}]{{2,20}})[{BLANKS}]*(?P=who)"
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

    ``date`` is the text's own, ``published`` when a page was published: the date where the text
    tells none.
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
    of_page: bool = True,
) -> list[SourceLine]:
    """The lines of the text itself; what the lines before them tell goes into ``head``.

    ``title`` is the line that a page shows as its title, ``site`` its title with, perhaps, the name
    of the site. Only lines before the first sentence and after the last one are looked at; their
    buttons and the foot are left out of a page, or what was copied from one (``of_page``).
    """
    lines = letter_head.join_head_lines(_without_related(_without_furniture(lines, log), log))
    first, last = _body_range(lines, title_key(title.text) if title is not None else "")
    figures = [line for line in lines[:first] if line.kind == "figure"]
    top = [line for line in lines[:first] if line.kind != "figure"]
    foot = lines[last:]
    if of_page:
        top, foot = _without_buttons(top, log), _without_foot(lines[first:last], foot, log)
    rest = [*lines[first:last], *foot]
    top = _take_title(top, rest, head, log, title, site)
    around = [*top, *rest[:1]]
    top = [
        line
        for index, line in enumerate(top)
        if (not of_page and is_time_of_event(around, index))
        or (not take_details(line, head, log) and not _take_publisher(line, head, log))
    ]
    rest = [
        line
        for line in rest
        if not (
            FOOT_KEY.match(line.text) and line in lines[last:] and take_details(line, head, log)
        )
    ]
    rest = _without_paper_at_end(rest, head, log)
    top, rest = _part_at_repeated_name(top, rest)
    numbered = any(letter_head.head_part(line.text, numbered=True) for line in (*top, *rest[:1]))
    top = take_under_title(top, head, log, numbered)
    rest = _take_bylines(rest, head, log)
    _name_reporter(rest, head, log)
    settle_date(top, rest, head, log)
    return [*top, *figures, *rest]


def _part_at_repeated_name(
    top: list[SourceLine], rest: list[SourceLine]
) -> tuple[list[SourceLine], list[SourceLine]]:
    """Head and text, the text from the first name on that comes again in it: it stands under
    pictures, or before what its bearer says.
    """
    again = {line.text for line in rest}
    for index, line in enumerate(top):
        if line.text in again and head_lines.author_of(line.text) == line.text:
            return top[:index], [*top[index:], *rest]
    return top, rest


BYLINE_LINES = 8  # first lines of a text among which who wrote it may stand, behind a summary


def _take_bylines(
    lines: Sequence[SourceLine], head: DocumentHead, log: ChangeLog
) -> list[SourceLine]:
    """The lines without 文/甲乙 and 编辑｜丙丁 among the first, behind a summary; a sign before
    several lines names no author.
    """
    kept: list[SourceLine] = []
    openings = Counter(line.text[:1] for line in lines)
    for index, line in enumerate(lines):
        is_early = index < BYLINE_LINES and line.kind == "text"
        signed = head_lines.AUTHOR_KEY.fullmatch(line.text) if is_early else None
        alone = openings[line.text[:1]] == 1
        who = head_lines.author_of(line.text) if signed is not None else ""
        if who and signed is not None and (signed["text"] or (signed["signed"] and alone)):
            head.authors += [who] * (who not in head.authors)
            log.relocate("authors", line)
        elif is_early and furniture_forms.is_staff(line.text):
            reason = furniture_forms.STAFF
            log.left_out.append(Omission(line.number, line.text, why=reason))
        else:
            kept.append(line)
    return kept


# 青石网青石5月8日电 （记者甲乙）: who reports, in the dateline of a news item.
REPORTER = re.compile(
    "[^。；]{4,40}[电讯][ \u3000]{0,3}[（(](?:本报|见习|特约|实习)?记者[ \u3000:：]{0,2}"
    "(?P<who>[^（）()，。]{2,20})[）)]"
)


def _name_reporter(lines: Sequence[SourceLine], head: DocumentHead, log: ChangeLog) -> None:
    """Takes who reports from the dateline, which stays as it is; the editor is asked."""
    line = next((line for line in lines if line.kind == "text"), None)
    match = REPORTER.match(line.text[:90]) if line is not None else None
    if line is None or match is None or head.authors:
        return
    who = match["who"].strip(BLANKS)
    if head_lines.is_name(who):
        head.authors.append(who)
        log.unsure.append(Doubt(line.number, "author", match.group(), who))


def settle_date(
    top: Sequence[SourceLine], rest: Sequence[SourceLine], head: DocumentHead, log: ChangeLog
) -> None:
    """Sets the date of the text: that of a 通过, of the occasion, alone under the title, of the
    signature; else that of publication.
    """
    dates_told = [
        value
        for line in (*top, *head.subtitle)
        if ADOPTED.search(line.text)
        for value in _adoption_dates(line.text)
    ]
    told = max(dates_told, default=None) or next(
        (day for line in head.subtitle if (day := dates.first_date(line.text))), None
    )
    own = told or head.date
    letter = _before_annexes(rest)
    if own is None and (signed := _signed_date(letter) or _date_at_end(letter)) is not None:
        # What is dated after its publication is a comment or another text under it.
        own = signed if head.published is None or signed <= head.published else None
    head.date = own or head.published
    ends = (*letter[-SIGNATURE_LINES:], *rest[-SIGNATURE_LINES:])
    if head.date is None:
        printed = [line for line in rest if line.text.endswith("印发")]
        imprint = printed if len(printed) == 1 else ()
        _take_named_day((*top, *rest[:DAY_LINES], *ends, *imprint), head, log)
    if head.date is None:
        lines = (*top, *head.subtitle, *ends)
        months = [(line, month) for line in lines if (month := _month_of(line.text)) is not None]
        for line, month in months[:1]:
            head.date = month
            log.doubt(line, "date", month.isoformat())


def _take_named_day(lines: Sequence[SourceLine], head: DocumentHead, log: ChangeLog) -> None:
    """Takes the day that one of the lines at the ends of a document names as its own (会议时间：…),
    or with which the title of a diary begins or ends; the editor is asked.
    """
    title = head.title_line
    name = title.text if title else ""
    for line in lines:
        day = _named_day(line.text, name) if line.kind in ("text", "row") else None
        if head.date is None and day is not None:
            head.date = day
            log.doubt(line, "date", day.isoformat())
    for begin, end, day in dates.find_dates(name):
        if head.date is None and title and (begin == 0 or end == len(name)):
            head.date = day
            log.doubt(title, "date", day.isoformat())


def _named_day(text: str, title: str) -> Day | None:
    """The day that a line gives as its document's: 填报时间：…; behind a name and a blank, Andy
    2019/4/19, 水务站办公室　2023年11月13日印发.
    """
    if (day := dates.keyed_date(text, title)) is not None:
        return day
    if len(text) > NAMED_LENGTH or any(mark in text for mark in "，。；：,:"):
        return None
    found = [*dates.find_dates(text)]
    if len(found) != 1:
        return None
    begin, end, day = found[0]
    name = text[:begin].rstrip(BLANKS)
    is_behind = begin > len(name) > 0 and name[-1] not in "于自从在至到以及和与"
    return day if is_behind and text[end:] in ("", "印发", "印制") else None


def _month_of(text: str) -> Day | None:
    """The month of a line that names no day: 2016年10月, （2016年10月版）, 日期：2016年10月, and
    that right behind the name of a body, 水务站二〇二四年八月.
    """
    text = DATE_KEY.sub("", text.strip("（）()").removesuffix("版"))
    for end in range(min(len(text), NAMED_LENGTH), 0, -1):
        if text[:end].endswith(BODIES) and (month := dates.month_alone(text[end:].strip(BLANKS))):
            return month
    return dates.month_alone(text)


DATE_KEY = re.compile(f"^日{dates.GAP}期{dates.GAP}[:：][{BLANKS}]*")
NAMED_LENGTH = 40  # characters of a name and a date behind it
DAY_LINES = 8  # first lines of a text among which the day of a meeting may stand
SIGNATURE_LINES = 4  # lines after a date without a name; it dates the text if none is a sentence


def _adoption_dates(text: str) -> Iterator[Day]:
    """The dates of a line that tells when a text was adopted, but for that from which it is in
    force.
    """
    found = list(dates.find_dates(text))
    starts = [start for start, *_ in found] + [len(text)]
    for (_, end, day), after in zip(found, starts[1:], strict=True):
        words = text[end:after]
        if "施行" not in words or ADOPTED.search(words.replace("施行", "")):
            yield day


def _before_annexes(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The lines before the first annex, which may have a date of its own."""
    texts = [line.text for line in lines]
    first = (
        index
        for index, text in enumerate(texts)
        if index
        and head_lines.ANNEX_LABEL.fullmatch(text)
        and not head_lines.opens_annex_list(texts, index)
    )
    return lines[: next(first, len(lines))]


def _signed_date(lines: Sequence[SourceLine]) -> Day | None:
    """The date that stands alone beside the name of who signs; else one alone at the end."""
    alone = [
        (index, day)
        for index, line in enumerate(lines)
        if line.kind == "text" and len(line.text) < 30 and (day := dates.date_alone(line.text))
    ]
    for index, day in alone:
        if any(
            line.kind == "text" and 2 <= len(line.text) <= 40 and head_lines.is_signer(line.text)
            for line in (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
        ):
            return day
    for index, day in alone:
        after = lines[index + 1 : index + 1 + SIGNATURE_LINES]
        ended = [number for number, line in enumerate(after) if line.text.startswith("附")]
        if not any(ends_sentence(line.text) for line in after[: min(ended, default=len(after))]):
            return day
    return None


SIGNED = re.compile(
    "(?:^|[。！；])[一-鿿 \u3000]{1,20}[院部委厅局办会府署司处室科股组社行校所站心团][ "
    "\u3000]{0,4}$"
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
            if is_body_line(line) and title_key(line.text) != title
        ),
        min(TOP_LINES, len(lines)),
    )
    foot = max(first, len(lines) - FOOT_LINES)
    return first, next(
        (
            index + 1
            for index in range(len(lines) - 1, foot - 1, -1)
            if _ends_text(lines[index]) and not furniture_forms.is_slogan(lines, index)
        ),
        len(lines),
    )


def is_body_line(line: SourceLine) -> bool:
    """Whether the text begins with a line: a sentence, or a label."""
    if line.kind != "text" or line.heading_level > 1:
        return line.kind != "figure"
    if KEY.match(line.text.lstrip("【[（(")) or _has_boilerplate_form(line.text):
        return False
    if head_lines.ANNEX_LABEL.fullmatch(line.text) or REGISTERED.fullmatch(line.text):
        return False
    label = chinese.read_label(line.text)
    if label and label.kind in STRUCTURE and not line.heading_level:
        return not head_lines.is_lesson(line.text)
    return (
        ends_sentence(line.text, "。！？：；:;!?，,")
        and (sum(map(chinese.is_han, line.text)) >= 20 or line.text[-1] in "：:！!")
        and not SITE.search(line.text)
    )


def _ends_text(line: SourceLine) -> bool:
    if line.kind not in ("text", "item") or dates.date_alone(line.text):
        return line.kind != "figure"
    return not is_boilerplate(line.text) and (
        line.kind == "item"
        or ends_sentence(line.text, "。！？；!?”」』")
        and sum(map(chinese.is_han, line.text)) >= 5
        or bool(chinese.read_label(line.text))
    )


def _without_buttons(lines: Sequence[SourceLine], log: ChangeLog) -> list[SourceLine]:
    buttons = [
        line.kind in ("text", "item") and is_boilerplate(line.text) and not _has_detail(line)
        for line in lines
    ]
    log.omit(*compress(lines, buttons))
    return [line for line, is_button in zip(lines, buttons, strict=True) if not is_button]


def _without_furniture(lines: Sequence[SourceLine], log: ChangeLog) -> list[SourceLine]:
    """The lines without those that are furniture of a page wherever they stand."""
    kept: list[SourceLine] = []
    for line in lines:
        if reason := furniture_forms.reason_anywhere(line):
            log.left_out.append(Omission(line.number, line.text, why=reason))
        else:
            kept.append(line)
    return kept


def _without_foot(
    text: Sequence[SourceLine], after: Sequence[SourceLine], log: ChangeLog
) -> list[SourceLine]:
    """The lines behind the last sentence of a text without the foot of its page."""
    han = sum(chinese.is_han(character) for line in text for character in line.text)
    foot = furniture_forms.foot_lines(after, han, _has_detail)
    log.left_out += [
        Omission(after[index].number, after[index].text, why=reason)
        for index, reason in sorted(foot.items())
    ]
    left = [line for index, line in enumerate(after) if index not in foot]
    return _without_buttons(left, log)


def is_boilerplate(text: str) -> bool:
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
    return (
        any(form.fullmatch(text) for form in BOILERPLATE_FORMS)
        or furniture_forms.find_form(text) is not None
    )


def _has_detail(line: SourceLine) -> bool:
    """Whether a line of details tells date, source or author."""
    return any(
        DETAIL_KINDS[match["key"]] in FACTS and line.text[match.end() :].strip(BLANKS)
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
    is_shown = title is not None
    if title is None and (site is None or _opens_letter(top)):
        top = head_lines.split_head_lines(top, len(top))
        at = _title_index(top)
        if at is not None and (
            _is_signed_like(top[at], rest)
            or _is_dated_like(top[at], [*top[at + 1 :], *rest])
            or _is_speaker(top[at:], rest)
        ):
            return top
        if at is not None:
            top = [*top[:at], *_title_over_lines(top[at:], log, rest[:1])]
    else:
        at = 0 if top and may_be_title(top[0]) and not _names_another(site, top[0]) else None
    if title is None and at is not None and (rest or len(top) > 1):
        title = _shortest_like(top[at:], top[at])
    source = title or site
    if source is None or FRONT_MATTER.fullmatch(source.text):
        return top
    log.relocate("title", source)
    bare = _without_signs(source, head)
    head.title_line = strip_site_name(_without_title_key(bare), log)
    head.title_line = _without_speaker(_without_spacing(head.title_line, log), head)
    head.title_line, *parts = head_lines.split_head_lines([head.title_line], 1)
    head.title_line, number = _split_number(
        head.title_line,
        [line for line in (*top[:REPEAT_LINES], *rest[:4]) if line is not source],
        log,
    )
    parts = [*number, *parts]
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
    several = _title_over_several(top, name, again[-1] + 1 if again else 0)
    if is_shown and any(top[index] is source for index in several):
        several = range(0)  # the title itself, under a letterhead
    repeated = {*again, *crumbs, *several}
    if top and head_lines.ANNEX_LABEL.fullmatch(top[0].text):
        repeated.add(0)  # above the title of an annex that came as a document of its own
    repeated -= {index for index in repeated if letter_head.head_part(top[index].text)}
    others = [(index, line) for index, line in enumerate(top) if line is not source]
    log.omit(*(line for index, line in others if index in repeated))
    left = [line for index, line in others if index not in repeated]
    left = head_lines.split_head_lines(left, len(left))
    shown = {title_key(line.text) for line in left}
    log.omit(*(line for line in left if title_key(line.text) == name))
    left = [line for line in left if title_key(line.text) != name]
    return [*(line for line in parts if title_key(line.text) not in shown), *left]


def _opens_letter(top: Sequence[SourceLine]) -> bool:
    """Whether the first line is the name of a body over the number of its letter."""
    return letter_head.stands_over_number([line.text for line in top], 0)


def _split_number(
    title: SourceLine, others: Sequence[SourceLine], log: ChangeLog
) -> tuple[SourceLine, list[SourceLine]]:
    """A title without the 发文字号 in brackets behind it, and the number as a line where no line of
    ``others`` is nothing but the number. A number of another kind stays if no line repeats it.
    """
    match = NUMBERED.search(title.text)
    if match is None:
        return title, []
    bare = slice_line(title, 0, match.start())
    number = slice_line(replace(title, heading_level=0), match.start() + 1, match.end() - 1)
    alone = NUMBERED.sub("", title.text)
    keys = [title_key(line.text) for line in others if not line.text.startswith(alone)]
    if any(title_key(number.text) in key for key in keys):
        log.left_out.append(Omission(title.number, match.group()))
        return bare, []
    return (bare, [number]) if letter_head.is_number(number.text) else (title, [])


SECTION_NAME_LENGTH = 7  # characters of the name of a site's section


def _names_another(site: SourceLine | None, line: SourceLine) -> bool:
    """Whether the head of a page gives a whole title of which a line says nothing."""
    if site is None:
        return False
    name = title_key(strip_site_name(site, ChangeLog()).text)
    key = title_key(line.text)
    return len(name) > SECTION_NAME_LENGTH and key not in title_key(site.text) and name not in key


def _title_index(top: Sequence[SourceLine]) -> int | None:
    """The first line that may be the title, behind 文号, 密级, a letterhead, details and dates."""
    for index, line in enumerate(top[:REPEAT_LINES]):
        if TITLE_KEY.match(line.text):
            return index
        if (
            head_lines.is_office_line(line.text)
            or head_lines.ANNEX_LABEL.fullmatch(line.text)
            or dates.date_alone(line.text)
            or KEY.match(line.text)
            or _is_occasion(line.text)
            or head_lines.is_occasion(line.text)
            or (index and head_lines.author_of(line.text))
            or REGISTERED.fullmatch(line.text)
            or MADE.match(line.text)
            or (line.text.endswith("文件") and not line.heading_level and index + 1 < len(top))
            or letter_head.stands_over_number([other.text for other in top], index)
            or letter_head.is_mark_over_title([other.text for other in top], index)
        ):
            continue
        return index if may_be_title(line) and not FRONT_MATTER.fullmatch(line.text) else None
    return None


# 最后修改于2024年3月5日, 最后修改者：甲: of the file, over its title.
MADE = re.compile(f"(?:{dates.LAST})?{dates.DONE}(?:[于於]{dates.GAP}[12][0-9]{{3}}|[者人][：:])")
FRONT_MATTER = re.compile(
    f"[前序引导][{BLANKS}]{{0,4}}言|序|[绪导][{BLANKS}]{{0,4}}论|摘[{BLANKS}]{{0,4}}要|卷首语"
    f"|目[{BLANKS}]{{0,4}}[录次]"
)


# 合同登记编号：, 版本号：V1.2, over a title; they stay in the text.
REGISTERED = re.compile(
    f"[一-鿿]{{0,8}}(?:编号|編號|登记号|登記號|版本号?|版本號?)[{BLANKS}]{{0,4}}[:：][^。；，]{{0,24}}"
)
TITLE_KEY = re.compile(f"(?:{DETAIL_KEYS['title']})[ \u3000]{{0,4}}[:：][ \u3000]{{0,4}}(?=\\S)")


def _without_title_key(line: SourceLine) -> SourceLine:
    """标题：… without its key."""
    match = TITLE_KEY.match(line.text)
    return slice_line(line, match.end(), len(line.text)) if match else line


CRUMB_LENGTH = 8
NUMBERED = re.compile("[（(][^（）()]{2,14}〔?[0-9]{4}〕?[^（）()]{0,12}号[）)]$")


# **青石镇手册, ★ 青石镇手册; 2024-03-05_青石镇手册 is the name of a file.
TITLE_SIGNS = re.compile(
    f"[*＊%#★☆◆■●※]{{1,6}}[{BLANKS}]{{0,4}}(?=[\u3400-\u9fff《“])|-[{BLANKS}]{{1,4}}(?=[0-9\u3400-\u9fff《“])"
)
FILE_DATE = re.compile(
    f"(?P<day>[12][0-9]{{3}}-[0-9]{{1,2}}-[0-9]{{1,2}})[_{BLANKS}]{{1,3}}(?=[^{BLANKS}])"
)
SPACED = re.compile(f"[\u3400-\u9fff](?P<gap>[{BLANKS}]{{1,4}}[\u3400-\u9fff])+(?=$|[（(])")


def _without_signs(line: SourceLine, head: DocumentHead) -> SourceLine:
    """A title without signs or a day before it; the day is that of publication."""
    match = TITLE_SIGNS.match(line.text) or FILE_DATE.match(line.text)
    if match is None:
        return line
    if match.re is FILE_DATE and head.published is None:
        head.published = dates.first_date(match["day"])
    return slice_line(line, match.end(), len(line.text))


SPEAKER = re.compile("(?P<who>[\u3400-\u9fff·]{2,8})[：:](?=.{6})")


def _without_speaker(line: SourceLine, head: DocumentHead) -> SourceLine:
    """The title of a speech without who speaks, who is its author: 甲乙：在…会议上的讲话."""
    match = SPEAKER.match(line.text)
    if match is None or not head_lines.is_name(match["who"]):
        return line
    if not head_lines.is_speech_title(line.text[match.end() :]):
        return line
    head.authors += [match["who"]] * (match["who"] not in head.authors)
    return slice_line(line, match.end(), len(line.text))


def _is_signed_like(line: SourceLine, rest: Sequence[SourceLine]) -> bool:
    """Whether the sign before a line stands before lines of the text, too: a heading of many."""
    sign = line.text[0]
    return sign in SIGNS and sum(other.text[:1] == sign for other in rest) > 1


def _is_dated_like(line: SourceLine, rest: Sequence[SourceLine]) -> bool:
    """Whether a line begins with a day, and lines of the text do, too: an entry of a journal."""
    return _begins_with_day(line) and sum(map(_begins_with_day, rest)) > 1


def _begins_with_day(line: SourceLine) -> bool:
    return next((begin == 0 for begin, _, _ in dates.find_dates(line.text[:16])), False)


def _is_speaker(top: Sequence[SourceLine], rest: Sequence[SourceLine]) -> bool:
    """Whether the head names nothing but the body that speaks, and when: 水务站办公室,
    （2024年3月）, over 各位同志：.
    """
    return (
        len(top) > 1
        and head_lines.is_body(top[0].text)
        and all(dates.date_alone(line.text) or dates.is_month(line.text) for line in top[1:])
        and bool(rest)
        and rest[0].text.endswith(("：", ":"))
    )


def _without_spacing(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A title whose characters were set apart by blanks without them: 员 工 手 册."""
    match = SPACED.match(line.text)
    if match is None:
        return line
    blanks = [index for index in range(match.end()) if line.text[index] in BLANKS]
    return change_line(line, [(index, line.text[index], "") for index in blanks], log)


def _title_over_several(top: Sequence[SourceLine], name: str, start: int) -> range:
    """The two or three lines over which the title stands once more, with who issues it before it,
    perhaps.
    """
    bare = title_key(NUMBERED.sub("", name))
    for begin in range(start, min(len(top), REPEAT_LINES)):
        for end in range(begin + 2, min(begin + 4, len(top) + 1)):
            if any(letter_head.is_issue_or_number(line.text) for line in top[begin:end]):
                continue
            text = title_key("".join(line.text for line in top[begin:end]))
            if len(bare) > CRUMB_LENGTH and text.endswith(bare) and len(text) <= len(bare) + 40:
                return range(begin, end)
    return range(0)


def may_be_title(line: SourceLine) -> bool:
    """Whether a line may be a title: short, without a label or a mark at its end."""
    label = chinese.read_label(line.text)
    if head_lines.is_lesson(line.text):
        label = None
    return line.heading_level == 1 or (
        line.kind == "text"
        and not (label and label.kind in STRUCTURE)
        and len(line.text) <= TITLE_LENGTH
        and not ends_sentence(line.text, "。；，、：！;,:!")
        and any(map(chinese.is_han, line.text))
        and not KEY.match(line.text)
        and not WHEN.match(line.text)
        and not NAMES_NOTHING.search(line.text)
    )


# 出租方：________性别：___ is to be filled in; 先到的先领。名单见下 is a sentence and more.
NAMES_NOTHING = re.compile("[：:][^：:]{0,20}_{3,}|_{3,}[^_]{0,8}[：:]|[一-鿿]{3}。[一-鿿]{2}")

# 考试时间：未定, 活动地点：青石: a detail that opens a text without a title.
WHEN = re.compile(f"[一-鿿]{{0,4}}(?:时间|日期|地点|時間|地點)[{BLANKS}]{{0,4}}[:：]")

# 某某部关于印发 / 某某办法的通知: one title over two or three lines.
TITLED = re.compile(
    "[^。；：，]{0,40}关于[^。；]{2,90}(?:通知|意见|决定|决议|办法|规定|条例|报告|方案|"
    "规划|公告|通告|批复|函|纲要|细则|说明|解释|命令|公报|建议|计划)"
)


def _official_title(top: Sequence[SourceLine], after: Sequence[SourceLine]) -> int:
    """Over how many of the first lines the title of an official document goes: up to the kind of
    the document, with 发文字号 or 主送机关 right below; 0 where nothing says so. ``after`` is what
    follows the lines.
    """
    lines = [*top, *after]
    for count in range(1, min(TITLE_LINES, len(lines) - 1) + 1):
        line = lines[count - 1]
        if line.kind != "text" or not may_be_title(line) or letter_head.head_part(line.text):
            return 0
        if "".join(line.text.split()).endswith(head_lines.KINDS):
            below = letter_head.head_part(lines[count].text, numbered=True)
            return count if below in ("number", "recipients") and count <= len(top) else 0
    return 0


def _title_over_lines(
    top: list[SourceLine], log: ChangeLog, after: Sequence[SourceLine] = ()
) -> list[SourceLine]:
    """The lines with a title that is broken over the first of them as one; only where the first
    alone is none.
    """
    if (count := _official_title(top, after)) > 1:
        last = _without_spacing(top[count - 1], log)  # 通　知
        return [join_lines([*top[: count - 1], last]), *top[count:]]
    while (
        len(top) > 1
        and not letter_head.head_part(top[1].text)
        and (
            head_lines.continues_title(top[0].text, top[1].text)
            or (head_lines.is_state(top[1].text) and not head_lines.YEAR.search(top[1].text))
        )
    ):
        top = [join_lines(top[:2]), *top[2:]]
    for end in (2, 3):
        lines = top[:end]
        if len(lines) < end or any(
            line.kind != "text"
            or len(line.text) > 45
            or letter_head.head_part(line.text)
            or ends_sentence(line.text, "。；：，、！")
            or dates.first_date(line.text)
            for line in lines
        ):
            break
        if not lines[0].text.endswith(head_lines.KINDS) and TITLED.fullmatch(
            title_key("".join(line.text for line in lines))
        ):
            return [join_lines(lines), *top[end:]]
    return top


def _shortest_like(top: Sequence[SourceLine], first: SourceLine) -> SourceLine:
    """The title without the name of a site, where another line says it without;
    or the first line.
    """
    titles = (line for line in top[1:4] if may_be_title(line))
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
    mark = ""  # that stands before the name of the site
    while (
        (match := SITE.search(title.text)) is not None
        and match.start() > 1
        and (
            _is_site(match["between"], match["site"])
            or (mark == match["between"].strip() and len(match["site"]) <= SECTION_NAME_LENGTH)
        )
    ):
        mark = match["between"].strip()
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
    names do. What ends as titles do (平台方案（第二版）) is the rest of the title.
    """
    if name.endswith(("）", ")", *head_lines.KINDS)):
        return False
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
    if any(map(str.isalnum, opening)) and not (
        day and day[0] == 0 and TIME.fullmatch(opening.strip(BLANKS), day[1])
    ):
        return False
    ends = [*(match.start() for match in keys[1:]), len(line.text)][: len(keys)]
    fields = [
        (match["key"], line.text[match.start() : end], line.text[match.end() : end])
        for match, end in zip(keys, ends, strict=True)
    ]
    fields = [(key, whole, _first_clause(key, value)) for key, whole, value in fields]
    if not fields and not day or any(_is_too_long(value.strip(BLANKS)) for *_, value in fields):
        return False
    if len(fields) == 1 and (
        _tells_no_day(fields[0][0], fields[0][2]) or _names_other(fields[0][0], fields[0][2], head)
    ):
        return False
    if day:
        timed = bool(fields) or ":" in opening[day[1] :] or "：" in opening[day[1] :]
        _take_detail("published" if timed else "date", opening, opening, line, head, log)
    elif opening:
        log.left_out.append(Omission(line.number, opening))
    for key, whole, value in fields:
        _take_detail(DETAIL_KINDS[key], whole, value, line, head, log)
    return True


def _names_other(key: str, value: str, head: DocumentHead) -> bool:
    """Whether a field gives a title (题目：…) that is not the one of the document: of what a form
    is about.
    """
    if DETAIL_KINDS[key] != "title" or head.title_line is None:
        return False
    own, other = title_key(head.title_line.text), title_key(value)
    return bool(other) and other not in own and own not in other


# 原创 青石水务 2024-05-10 08:00 浙江; 新华社 2020-01-03 18:13: who published, and when.
PUBLISHED = re.compile(
    "(?:原创[ \u3000]{0,3})?(?P<who>[^ \u3000:：，。]{2,16}(?:[ \u3000][^ \u3000:：，。]{2,16})?)?"
    "[ \u3000]{0,3}$"
)
PLACE = re.compile(
    "[ \u3000T]{0,3}[0-9]{1,2}[:：][0-9:：]{2,8}"
    "(?:[ \u3000]{0,3}(?:发表于|发布于)?[ \u3000]{0,2}[一-鿿]{2,4})?"
)


def take_byline(line: SourceLine, head: DocumentHead, log: ChangeLog) -> bool:
    """Whether a line names who wrote, or who published and when; what it tells is moved."""
    if line.kind != "text" or len(line.text) > 60:
        return False
    if (
        not head.authors
        and (who := head_lines.author_of(line.text))
        and not head_lines.is_name(line.text)
    ):
        head.authors.append(who)
        log.relocate("authors", line)
        return True
    return _take_publisher(line, head, log)


# 时间：2024年3月5日（周二）14：00, and 地点：水务站 beside it: of a meeting, of a course.
EVENT_TIME = re.compile(
    "[一-鿿]{0,4}(?:[时時][ \u3000]{0,4}[间間]|日[ \u3000]{0,4}期)[ \u3000]{0,4}[:：]"
    "(?P<value>[ \u3000]{0,4}[12][^。；]{7,50})"
)
EVENT_PLACE = re.compile("[一-鿿]{0,4}地[ \u3000]{0,4}[点點址][ \u3000]{0,4}[:：]")
HOUR = re.compile(
    "(?:[日号0-9）) \u3000]|[上下]午|[早晚]上)[0-2]?[0-9][:：时時點点]|[上下]午|[早晚]上"
)
PICTOGRAPHS = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
OTHER_KEY = re.compile(f"[{BLANKS}]+(?=[一-鿿]{{2,6}}[:：])")  # behind the value: 热度：12


def is_time_of_event(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line says when something takes place: a day with its hour (时间：2024年3月5日
    14：00), or one beside a line with the place.
    """
    text = lines[index].text if lines[index].kind == "text" else ""
    match, key = EVENT_TIME.fullmatch(text), KEY.match(text)
    if match is None or dates.first_date(match["value"]) is None:
        return False
    if key is not None and key["key"] not in ANY_TIME:
        return False  # 发布时间：2024-03-05 14:00
    beside = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return HOUR.search(match["value"]) is not None or any(
        EVENT_PLACE.match(line.text) for line in beside if line.kind == "text"
    )


def _first_clause(key: str, value: str) -> str:
    """The value of a key; of a source what stands before the first full stop or another key."""
    return OTHER_KEY.split(value.split("。")[0])[0] if DETAIL_KINDS[key] == "source" else value


def _tells_no_day(key: str, value: str) -> bool:
    """Whether 时间 or 日期 stands before words that name no day: 时间：每周三下午."""
    return (
        key in ANY_TIME
        and any(map(chinese.is_han, value))
        and not (dates.first_date(value) or dates.month_alone(value.strip(BLANKS)))
    )


def _is_too_long(value: str) -> bool:
    """Whether the value of a key is a text of its own; addresses may be long."""
    return len(value) > VALUE_LENGTH and not value.startswith(("http://", "https://"))


def _take_publisher(line: SourceLine, head: DocumentHead, log: ChangeLog) -> bool:
    """Whether a line tells by whom a page was published, and when, without saying so: that is no
    date of the document.
    """
    if line.kind != "text" or len(line.text) > 40:
        return False
    begin, end, day = next(dates.find_dates(line.text), (-1, 0, None))
    before = PUBLISHED.match(line.text[:begin]) if begin > 0 else None
    if before is not None and PLACE.fullmatch(line.text, end):
        log.relocate("date", line)
        head.published = head.published or day
        if who := (before["who"] or "").strip(BLANKS):
            if head_lines.author_of(who) and not head.authors:
                head.authors.append(who)
            else:
                head.source = head.source or who
        return True
    account = ACCOUNT.fullmatch(line.text, end) if begin == 0 else None
    if account is not None and account["author"] and account["author"] != account["who"]:
        head.authors = head.authors or re.split("[|｜]", account["author"])
    match = account or (DATED.fullmatch(line.text, end) if begin == 0 else None)
    if match is None or "年" in line.text[:end] or line.heading_level:
        return False
    log.relocate("date" if head.source else "source", line)
    head.source = head.source or match["who"]
    head.published = day
    return True


def _take_detail(
    kind: str, whole: str, value: str, line: SourceLine, head: DocumentHead, log: ChangeLog
) -> None:
    value = PICTOGRAPHS.sub("", value).strip(BLANKS + "】]|｜")
    if not PAIRED.search(value):
        value = value.strip(BLANKS + "】]）)|｜")
    day = dates.first_date(value) or dates.month_alone(value)
    if kind in ("date", "published") and day:
        if kind == "date":
            head.date = head.date or day
        else:
            head.published = head.published or day
        kind = "date"
    elif kind == "source" and (value := SOURCE_ENDS.sub("", value).strip(BLANKS)):
        head.source = head.source or value
    elif kind == "authors" and any(map(str.isalpha, value)) and not ACCOUNTS.fullmatch(value):
        head.authors += [value] * (value not in head.authors)
    elif kind == "subtitle" and value:
        start = line.text.index(value)
        head.subtitle.append(slice_line(line, start, start + len(value)))
    else:
        kind = ""
    if kind:
        log.moved.append(Relocation(line.number, whole.strip(BLANKS), kind))
    else:
        log.left_out.append(Omission(line.number, whole.strip(BLANKS)))


def take_under_title(
    top: list[SourceLine], head: DocumentHead, log: ChangeLog, official: bool = False
) -> list[SourceLine]:
    """The lines without subtitle, author and date, which stand under the title; 文号 and the like
    stay, and all from the first line on that is none of them. Over the title of an ``official``
    document stands who issues it.
    """
    if head.title_line is None and not any(
        _is_occasion(line.text) or head_lines.is_occasion(line.text) for line in top[:2]
    ):
        return top
    history = sum(_is_occasion(line.text) or bool(ADOPTED.search(line.text)) for line in top) > 1
    kept: list[SourceLine] = []
    index = 0
    while index < len(top):
        line = _whole_line(top, index)
        count = 2 if line is not top[index] else 1
        if (
            (head_lines.is_office_line(line.text) and not dates.date_alone(line.text))
            or letter_head.is_letterhead(line.text)
            or dates.is_month(line.text)
            or (official and _stands_over_title(line, head))
        ):
            kept.append(line)
        elif CONTENTS.fullmatch(line.text) or not _take_line(
            line, top[index + count :], history, head, log
        ):
            break
        index += count
    return [*kept, *top[index:]]


def _stands_over_title(line: SourceLine, head: DocumentHead) -> bool:
    title = head.title_line
    return title is not None and line.number < title.number and letter_head.is_issuer(line.text)


def _whole_line(top: Sequence[SourceLine], index: int) -> SourceLine:
    """The line, with the next one where both are one: an occasion over two lines, a post and the
    name below it.
    """
    line = top[index]
    if (
        index + 1 < len(top)
        and head_lines.is_post(line.text)
        and head_lines.is_name(top[index + 1].text)
    ):
        return join_lines(top[index : index + 2], [" "])
    if (
        index + 1 < len(top)
        and dates.first_date(line.text)
        and "在" in line.text
        and not head_lines.is_occasion(line.text)
        and head_lines.is_occasion(line.text + top[index + 1].text)
    ):
        return join_lines(top[index : index + 2])
    return line


def _take_line(
    line: SourceLine,
    after: Sequence[SourceLine],
    history: bool,
    head: DocumentHead,
    log: ChangeLog,
) -> bool:
    """Whether a line under the title is subtitle, author or date; it is moved."""
    text = line.text
    if (day := dates.date_alone(text.lstrip("—-－ "))) and not text.endswith(dates.MADE):
        head.date = head.date or day
        log.relocate("date", line)
        return True
    if (bracket := head_lines.date_and_name(text)) is not None:
        head.date = head.date or bracket[0]
        head.authors += [bracket[1]] * (not head.authors)
        log.relocate("date", line)
        return True
    if history and ADOPTED.search(text):
        return False  # the history of a law, a line for each change: it stays
    if _is_occasion(text) or head_lines.is_occasion(text) or head_lines.is_subtitle(text):
        head.subtitle.append(line)
        log.relocate("subtitle", line)
        return True
    if paper := head_lines.PAPER.fullmatch(text):
        _take_paper(paper, line, head, log)
        return True
    if head_lines.MEDIA.fullmatch(text):
        head.source = head.source or text
        log.relocate("source", line)
        return True
    if who := head_lines.author_of(text):
        head.authors = [other for other in head.authors if other not in who] + [who]
        log.relocate("authors", line)
        if who == text and head_lines.is_name(text):
            log.doubt(line, "author", who)
        return True
    return _take_loose_line(line, after, head, log)


def _take_paper(paper: re.Match[str], line: SourceLine, head: DocumentHead, log: ChangeLog) -> None:
    head.source = head.source or head_lines.paper_name(paper)
    head.published = head.published or dates.first_date(paper["day"])
    log.relocate("source", line)


def _without_paper_at_end(
    lines: list[SourceLine], head: DocumentHead, log: ChangeLog
) -> list[SourceLine]:
    """A text without its last paragraph, where that tells in which paper it was printed."""
    if len(lines) < 2 or lines[-1].kind != "text":
        return lines
    paper = head_lines.PAPER.fullmatch(lines[-1].text)
    if paper is None or not head_lines.is_printed_in(paper):
        return lines
    _take_paper(paper, lines[-1], head, log)
    return lines[:-1]


def _take_loose_line(
    line: SourceLine, after: Sequence[SourceLine], head: DocumentHead, log: ChangeLog
) -> bool:
    """Whether a short line without a form of its own is subtitle or author: what stands after it
    tells.
    """
    text = line.text
    if not may_be_title(line) or dates.first_date(text) or line.heading_level:
        return False
    next_ = [other.text for other in after[:2]]
    dated = bool(next_) and dates.date_alone(next_[0]) is not None
    if not head.authors and (
        (head_lines.is_body(text) and _ends_head(after))
        or (dated and text.endswith(BODIES))
        or head_lines.names_bodies(text)
    ):
        head.authors.append(text)
        log.relocate("authors", line)
        log.doubt(line, "author", text)
        return True
    framed = any(_is_occasion(other) or head_lines.is_occasion(other) for other in next_)
    if framed and not head.subtitle:
        head.subtitle.append(line)
        log.relocate("subtitle", line)
        return True
    spoken = bool(head.subtitle) and not head.authors and not ADOPTED.search(head.subtitle[-1].text)
    # An office without a name (国务院总理) is nobody who writes: it stays in the text.
    if head_lines.is_post(text):
        return False
    if spoken and not after and len(text) <= 16 and text[-1] not in ENDS:
        head.authors.append(text)
        log.relocate("authors", line)
        log.doubt(line, "author", text)
        return True
    return False


FRONT = re.compile(
    "目[ \u3000]{0,4}[录錄次]|[前引序绪][ \u3000]{0,4}言|序"
    "|摘[ \u3000]{0,4}要|总[ \u3000]{0,4}[则纲]"
)


def _ends_head(after: Sequence[SourceLine]) -> bool:
    """Whether nothing but dates, names and the like follows in a head."""
    return all(
        dates.date_alone(line.text)
        or dates.is_month(line.text)
        or FRONT.fullmatch(line.text)
        or head_lines.author_of(line.text)
        or head_lines.is_body(line.text)
        for line in after[:2]
    )


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

"""A saved web page to the lines of its main text, its title, date and source; everything else is
recorded as left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise, takewhile
from pathlib import Path

import lazy_loader
from lxml import etree

from duben import chinese
from duben.intake import dates, head_lines, markdown
from duben.intake.boilerplate import (
    KEY,
    SECTION_NAME_LENGTH,
    SITE_WORDS,
    DocumentHead,
    is_boilerplate,
    remove_boilerplate,
    strip_site_name,
    take_byline,
    take_details,
    title_key,
)
from duben.intake.decoding import decode
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.head_lines import ISSUERS
from duben.intake.html import marked_text, references, repair
from duben.intake.html.archive import PageArchive, read_archive
from duben.intake.html.captions_by_look import mark_captions
from duben.intake.html.elements import META_NAMES, SENTENCE
from duben.intake.html.headings import mark_styled_headings
from duben.intake.html.look import Look
from duben.intake.html.main_text import TITLE_MIN, find_main_text, is_post
from duben.intake.html.pictures import PictureCollector
from duben.intake.html.walk import SENTENCE_HAN, PageWalker
from duben.intake.letter_head import head_part
from duben.intake.line_editing import ASIDE, BLANKS, clean_line, join_lines, slice_line
from duben.intake.section_numbers import join_section_numbers
from duben.intake.word_files import read_words
from duben.intake.wrapped_lines import join_wrapped_lines
from duben.model import BookError, SourceLocation, problem, warning

trafilatura = lazy_loader.load("trafilatura")  # slow to load, and few pages need it

PUBLISHED = re.compile(
    f"(?:(?:发布|发文|公布|刊发|更新|发表)?(?:日期|时间)[:：{BLANKS}]|发布[:：]){{1,3}}"
)
# What some sites write before the values of the head of a page.
HEAD_LABELS = {"title": "文章标题", "source": "内容", "date": "发布日期"}
BLOCKED_HAN = 200  # 汉字 at most of a page that was saved instead of a text
WHOLE_TITLE = 0.6  # of what the head gives as title, in characters
TIMED = re.compile(
    "[12][0-9]{3}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ \u3000·•|]{1,3}"
    "(?:[0-9]{1,2}[:：][0-9]{2}|[一-鿿])"
)
CLOCKED = re.compile(
    "[12][0-9]{3}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ \u3000]{1,3}[0-9]{1,2}[:：][0-9]{2}"
)
TIMED_LENGTH = 60  # characters of a line with date and time
BYLINE_LINES = 4  # lines right before the text that may name who wrote, or when
LETTER_LINES = 3  # lines over and under the title in which a letter has its issuer and number
TITLE_LINE_LIMIT = 4  # lines over which a title may be broken
# What the app says of an account: 微信号 qingshi 功能介绍 山水之间。
INTRODUCTION = re.compile("(?:功能介绍|Intro)[ \u3000:：]{1,3}")
SLOGAN_LINES, SLOGAN_HAN = 4, 4  # first lines of a text; 汉字 of a slogan
SCRIPT_LENGTH = 500_000  # characters of a script in which a date is looked for
# var publish_time = "2024-05-10", createTime = '2024-05-10 08:00', var ct = "1715299200": what the
# pages of 公众号 and of news write; seconds are those of Beijing, when
# the text was written; a day is what the page shows.
SCRIPT_DATE = re.compile(
    "(?:(?:publish_?time|create_?time|pub_?time)\\s{0,3}=|datePublished[\"']\\s{0,3}:)\\s{0,3}[\"'](?P<day>[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2})"
    "|\\bct\\s{0,3}=\\s{0,3}[\"'](?P<seconds>1[0-9]{9})[\"']",
    re.IGNORECASE,
)
# var nickname = "青石发布", nickname = htmlDecode("青石发布"): whose 公众号 it is.
SCRIPT_SOURCE = re.compile(
    "\\bvar nickname\\s{0,3}=\\s{0,3}(?:htmlDecode\\()?[\"'](?P<name>[^\"'\\\\<>&]{2,30})[\"']"
)
DAY = re.compile("[0-3]?[0-9]日?")  # set large beside the month: 21 / 2024年02月
MONTH = re.compile("(?P<year>[12][0-9]{3})[ 年/.-]{1,3}(?P<month>[01]?[0-9])月?")
PAGE_ZONE = timezone(timedelta(hours=8))
ATTACHED = re.compile("附[件表录]|下载|\\.(?:docx?|xlsx?|pdf|wps|zip|rar|ofd|pptx?)", re.IGNORECASE)
# Titles that editors of pages leave as they came.
EMPTY_TITLE = re.compile(
    "untitled(?: document)?|无标题(?:文档|页)?|新建(?:网页|文档).{0,6}|new page.{0,3}|document|"
    "index|(?:文章|新闻|内容|信息)?详情页?|首页|正文|内容页|文章|home|page",
    re.IGNORECASE,
)
LOST_MIN = 20  # 汉字 that a parser did not take; fewer may be those of a broken tag


@dataclass(slots=True)
class SavedPage:
    """What a page tells: the paragraphs of its main text, those before and after it, and what its
    head says of it. ``called_titles`` are the lines that its tags or classes call the title;
    ``is_post``: the text is all of the article of a 公众号; ``is_pictured``: it is nothing but
    pictures of pages.
    """

    lines: list[SourceLine] = field(default_factory=list)
    before: list[SourceLine] = field(default_factory=list)
    after: list[SourceLine] = field(default_factory=list)
    title: SourceLine | None = None
    meta: dict[str, SourceLine] = field(default_factory=dict)
    called_titles: list[SourceLine] = field(default_factory=list)
    is_post: bool = False
    is_pictured: bool = False

    @property
    def title_keys(self) -> list[str]:
        """What the head of the page gives as its title, as titles are compared."""
        titles = (self.meta.get("title"), self.title)
        return [title_key(line.text) for line in titles if line is not None]


def read_page_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The text of a page that lies in ``folder``, and what its head and the lines round the text
    tell. Raises BookError where it is no text, or where its elements nest too deep.
    """
    return _read_document(PageArchive(decode(data, name, page=True)), name, folder, log)


def read_archive_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The same of a page in an archive (.mhtml); its lines are counted in the page itself."""
    archive = read_archive(data, name)
    log.problems += archive.problems
    return _read_document(archive, name, folder, log)


def _read_document(
    archive: PageArchive, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    content = archive.content
    markdown.refuse_more_than_a_book(content, page=True)
    page = read_page(content, name, log, folder, archive)
    _refuse_blocked(page, name)
    _join_title(page)
    page.lines = join_wrapped_lines(page.lines, log, _lines_set_aside(page.lines))
    title = _page_title(page)
    head = DocumentHead(language=chinese.guess_script(content))
    below = False
    letter = _letter_lines(page, title)
    _take_signature(page)
    _take_table_over_text(page)
    _omit_slogans(page, log)
    for left, line in zip(range(len(page.before), 0, -1), page.before, strict=True):
        repeats = title is not None and title_key(line.text) == title_key(title.text)
        below = below or left <= BYLINE_LINES or line is title or repeats
        if (
            line is not title
            and line not in letter
            and (
                repeats
                or not (take_details(line, head, log) or (below and take_byline(line, head, log)))
            )
        ):
            log.omit(line)
    lines = [*letter, *remove_boilerplate(page.lines, log, head, title, page.title)]
    log.omit(*page.after)
    if page.title is not None and title is not None and page.title.text != title.text:
        log.omit(page.title)
    head.date = head.date or _publication_date(log)
    meta = page.meta
    if head.date is None and "date" in meta and (day := dates.first_date(meta["date"].text)):
        head.date = day
        log.relocate("date", meta["date"])
    if not head.authors and "author" in meta and head_lines.author_of(meta["author"].text):
        author = meta["author"]
        head.authors.append(author.text)
        log.relocate("authors", author)
        log.doubt(author, "author", author.text)
    if not head.source and "source" in meta:
        head.source = meta["source"].text
        log.relocate("source", meta["source"])
    return lines, head


def _lines_set_aside(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The numbers of the lines of the file that hold nothing but what is centred or set right: none
    of it goes on in the next line.
    """
    aside, others = (
        {line.number for line in lines if (line.indent >= ASIDE) == is_aside}
        for is_aside in (True, False)
    )
    return frozenset(aside - others)


def _refuse_blocked(page: SavedPage, name: str) -> None:
    """BookError for a page that was saved instead of the one asked for: it asks to be verified, or
    says that the text is gone.
    """
    lines = [*page.before, *page.lines, *page.after]
    if sum(_count_han(line.text) for line in lines) > BLOCKED_HAN:
        return
    for line in lines:
        if any(words in line.text for words in read_words("blocked-pages")):
            raise BookError(problem("intake-page-blocked", SourceLocation(name), text=line.text))


def _letter_lines(page: SavedPage, title: SourceLine | None) -> list[SourceLine]:
    """The lines of an official letter that stand before the element of its text: who issues it
    right over the title, its number over or under it.
    """
    at = next((index for index, line in enumerate(page.before) if line is title), len(page.before))
    near = page.before[max(0, at - LETTER_LINES) : at + 1 + LETTER_LINES]
    shown = {line.text for line in page.lines}
    parts = {line.text: line for line in near if head_part(line.text) in ("issuer", "number")}
    return [line for text, line in parts.items() if text not in shown]


def _take_signature(page: SavedPage) -> None:
    """Takes the name of a body and the date below it that stand right behind the element of the
    text: they sign it.
    """
    if len(page.after) > 1 and all(line.kind == "text" for line in page.after[:2]):
        name, day = page.after[:2]
        if head_lines.is_signer(name.text) and dates.date_alone(day.text):
            page.lines += page.after[:2]
            page.after = page.after[2:]


def _take_table_over_text(page: SavedPage) -> None:
    """Takes the table of data right over the element of the text, with the line that names it: the
    summary of a notice; not the one that says of a document where it is filed.
    """
    if not page.before or page.before[-1].kind != "table":
        return
    if any(word in page.before[-1].text for word in read_words("filing-words")):
        return
    named = len(page.before) > 1 and page.before[-2].text.endswith(("：", ":"))
    count = 2 if named else 1
    page.lines[:0] = page.before[-count:]
    del page.before[-count:]


def _omit_slogans(page: SavedPage, log: ChangeLog) -> None:
    """Leaves out the lines at the begin of a text that the 功能介绍 of its 公众号 says, too."""
    introductions = [
        _han_of(text[match.end() :])
        for text in (
            *(line.text for line in (*page.before, *page.after)),
            *(entry.text for entry in log.left_out if entry.kind == "page"),
        )
        if (match := INTRODUCTION.search(text))
    ]
    own = [
        line
        for line in page.lines[:SLOGAN_LINES]
        if len(han := _han_of(line.text)) >= SLOGAN_HAN
        and any(introduction.startswith(han) for introduction in introductions)
    ]
    log.omit(*own)
    page.lines = [line for line in page.lines if line not in own]


def _han_of(text: str) -> str:
    return "".join(filter(chinese.is_han, text))


def read_page(
    source: str,
    name: str,
    log: ChangeLog,
    folder: Path | None = None,
    archive: PageArchive | None = None,
) -> SavedPage:
    """Returns the page in a text of HTML. Raises BookError where its elements nest too deep.

    Nothing is fetched; nothing but text passes, and pictures that lie in its ``folder`` or its
    ``archive``.
    """
    source = repair.remove_end_tags(repair.limit_attributes(source))
    parser = etree.HTMLParser(
        no_network=True, remove_pis=True, recover=True, huge_tree=True, encoding="utf-8"
    )
    page = SavedPage()
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return page
    if (lost := _lost_characters(source, root)) > 0:
        log.problems.append(warning("intake-parser-lost", SourceLocation(name), count=lost))
    for entry in parser.error_log:
        if "depth" in entry.message.lower():  # libxml2 stops at 2,048: what is deeper would be lost
            raise BookError(problem("intake-nesting", SourceLocation(name, max(1, entry.line))))
    _read_head(root, page)
    marked_text.omit_struck(root, log)
    marked_text.mark_raised(root)
    _read_body(root, page, name, PictureCollector(folder, log, archive))
    if any("\ufffd" in line.text for line in (*page.before, *page.lines)):
        for number, text in references.references_to_nothing(source):
            log.problems.append(
                warning("intake-no-character", SourceLocation(name, number), text=text)
            )
    if page.is_pictured:
        log.problems.append(
            warning("intake-picture-text", SourceLocation(name, page.lines[0].number))
        )
    elif not (page.is_post or _has_sentence(page.lines) or _has_table(page.lines)):
        _read_with_trafilatura(source, page, log, name)
    return page


def _read_body(
    root: etree._Element, page: SavedPage, name: str, collector: PictureCollector
) -> None:
    """The paragraphs of the main text, and those before and after it; pictures of it alone."""
    titles = list(_head_titles(root))
    walker = PageWalker(root, name, titles, collector.log)
    walker.walk()
    first, end = find_main_text(root, walker.page, titles)
    page.is_post = is_post(walker.page, first, end)
    links = _links_at_end(walker, first, end)
    sheets = set() if _has_sentence(walker.page.lines[first:end]) else _sheets(walker, collector)
    page.is_pictured = bool(sheets) and not page.is_post
    if page.is_pictured:
        first = min(sheets)
    looks: list[Look | None] = []
    for index, line in enumerate(walker.page.lines):
        image = walker.pictures.get(index)
        is_main = (
            index in sheets if page.is_pictured else first <= index < end and index not in links
        )
        if image is not None:
            if not is_main:
                collector.omit(line, image)
                continue
            with_picture = collector.add(line, image, name)
            if with_picture is None:
                continue
            line = with_picture
        if index in walker.title_lines:
            page.called_titles.append(line)
        if is_main or index in walker.note_lines:
            page.lines.append(line)
            looks.append(walker.looks.get(index))
        elif index < first:
            page.before.append(line)
        else:
            page.after.append(line)
    styled = mark_styled_headings(mark_captions(page.lines, looks), looks)
    page.lines = join_section_numbers(styled, paged=False)


def _sheets(walker: PageWalker, collector: PictureCollector) -> set[int]:
    """The pictures of a page that are as large as scanned sheets of text."""
    return {index for index, image in walker.pictures.items() if collector.is_sheet(image)}


def _has_sentence(lines: Iterable[SourceLine]) -> bool:
    return any(SENTENCE.search(line.text) for line in lines)


def _has_table(lines: Iterable[SourceLine]) -> bool:
    return any(line.kind == "table" for line in lines)


def _links_at_end(walker: PageWalker, first: int, end: int) -> set[int]:
    """The paragraphs behind the last sentence of the main text that are nothing but links to other
    pages; files that belong to it stay.
    """
    weights = walker.page.weights[first:end]
    last = max((first + index for index, weight in enumerate(weights) if weight), default=end)
    return {
        index
        for index in walker.link_lines
        if last < index < end and not ATTACHED.search(walker.page.lines[index].text)
    }


def _lost_characters(source: str, root: etree._Element) -> int:
    """How many 汉字 of the file the parser did not take,
    where it is more than a broken tag holds.
    """
    taken = sum(
        _count_han(str(text))
        for node in root.iter()
        for text in (node.text, node.tail, *node.attrib.values())
        if text
    )
    lost = _count_han(source) - taken
    return lost if lost > max(LOST_MIN, taken // 50) else 0


def _count_han(text: str) -> int:
    return sum(count for sign, count in Counter(text).items() if chinese.is_han(sign))


def _read_head(root: etree._Element, page: SavedPage) -> None:
    """Title and meta of the head of a page."""
    for kind, text, number in _head_values(root):
        line = clean_line(" ".join(text[:2000].split()), ((0, number, 1),), ChangeLog(), tell=False)
        if not line.text:
            continue
        if kind == "date":
            line = replace(line, text=_local_day(line.text))
        if kind == "<title>":
            if not EMPTY_TITLE.fullmatch(line.text):
                page.title = page.title or line
        else:
            page.meta.setdefault(kind, line)
    if (named := page.meta.get("title")) and page.title and _is_labelled(named, page.title):
        for kind, label in HEAD_LABELS.items():
            if (told := page.meta.get(kind)) and told.text.startswith(label):
                page.meta[kind] = slice_line(told, len(label), len(told.text))


def _local_day(text: str) -> str:
    """A moment as the head of a page gives it (2020-03-26T16:00:00Z), as the day it was here."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is None else moment.astimezone(PAGE_ZONE).date().isoformat()


def _is_labelled(named: SourceLine, title: SourceLine) -> bool:
    """Whether what the head gives as title opens with the label of its form."""
    label = HEAD_LABELS["title"]
    rest = title_key(named.text.removeprefix(label))
    return named.text.startswith(label) and title_key(title.text).startswith(rest)


def _head_titles(root: etree._Element) -> Iterator[str]:
    """What the head of the page gives as its title, with the name of the site, perhaps, behind it;
    without blanks.
    """
    for kind, text, _ in _head_values(root):
        title = title_key(text)[:300]
        if kind in ("<title>", "title") and len(title) >= TITLE_MIN:
            yield title


def _head_values(root: etree._Element) -> Iterator[tuple[str, str, int]]:
    """Kind, text and line of what the head tells: "<title>", and the kinds of META_NAMES; the date
    in scripts, too, where a page keeps it for its own use.
    """
    for element in root.iter("title", "meta"):
        number = element.sourceline or 1
        if element.tag == "title":
            yield "<title>", element.text or "", number
            continue
        name = (element.get("name") or element.get("property") or "").strip().lower()
        if kind := META_NAMES.get(name):
            yield kind, element.get("content") or "", number
    for element in root.iter("script"):
        if name := SCRIPT_SOURCE.search((element.text or "")[:SCRIPT_LENGTH]):
            yield "source", name["name"], element.sourceline or 1
        matches = SCRIPT_DATE.finditer((element.text or "")[:SCRIPT_LENGTH])
        for match in sorted(matches, key=lambda match: bool(match["seconds"])):
            number = (element.sourceline or 1) + (element.text or "").count("\n", 0, match.start())
            if match["seconds"]:
                moment = datetime.fromtimestamp(int(match["seconds"]), PAGE_ZONE)
                yield "date", moment.date().isoformat(), number
            else:
                yield "date", match["day"], number


def _read_with_trafilatura(source: str, page: SavedPage, log: ChangeLog, name: str) -> None:
    """Where no sentence was found in the page's own elements: what trafilatura finds, article text
    inside scripts included.
    """
    text = trafilatura.extract(
        source, include_comments=False, include_tables=False, output_format="txt"
    )
    if not any(map(_is_sentence, (text or "").split("\n"))):
        return
    page.after = [*page.lines, *page.after]
    page.lines = [
        line
        for raw in text.split("\n")
        if (line := clean_line(raw, ((0, 1, 1),), log, tell=False)).text
    ]
    log.problems.append(warning("intake-second-reader", SourceLocation(name)))


def _is_sentence(text: str) -> bool:
    """Whether a line is text, no button."""
    return bool(SENTENCE.search(text)) and sum(map(chinese.is_han, text)) >= SENTENCE_HAN


def _publication_date(log: ChangeLog) -> date | None:
    """The date of publication that stands in what was left out round the text, where it names only
    one.
    """
    days = {
        day
        for left in log.left_out
        if left.kind == "page"
        for start in _date_places(left.text)
        if (day := dates.first_date(left.text[start : start + 20]))
    }
    days = days or set(_dates_in_pieces([left.text for left in log.left_out]))
    return days.pop() if len(days) == 1 else None


def _dates_in_pieces(texts: Sequence[str]) -> Iterator[date]:
    """The dates whose day stands in a line of its own before or behind the month."""
    for before, after in pairwise(texts):
        for day, month in ((before, after), (after, before)):
            match = MONTH.fullmatch(month)
            if match is not None and DAY.fullmatch(day):
                parts = f"{match['year']}年{match['month']}月{day.rstrip('日')}日"
                yield from (value for _, _, value in dates.find_dates(parts))


def _date_places(text: str) -> Iterator[int]:
    """Where the date of publication may stand: behind its key, or in a short line with the time of
    day.
    """
    yield from (match.end() for match in PUBLISHED.finditer(text))
    if len(text) <= TIMED_LENGTH:
        yield from (match.start() for match in CLOCKED.finditer(text))
        if TIMED.match(text):
            yield 0


def _is_whole_title(name: str, shown: str) -> bool:
    """Whether a line shows the title that the head of the page gives, with the site's name behind
    it, perhaps; not the name of the site alone that the title begins with.
    """
    rest = name[len(shown) :]
    return name.startswith(shown) and (
        not rest or not chinese.is_han(rest[0]) or len(shown) >= WHOLE_TITLE * len(name)
    )


def _join_title(page: SavedPage) -> None:
    """The lines at the begin of the text that make up the title which the head of the page gives,
    as one.
    """
    for begin in range(min(3, len(page.lines))):
        for end in range(min(begin + TITLE_LINE_LIMIT, len(page.lines)), begin + 1, -1):
            lines = page.lines[begin:end]
            text = title_key("".join(line.text for line in lines))
            if (
                all(line.kind == "text" for line in lines)
                and len(text) > SECTION_NAME_LENGTH
                and any(name.startswith(text) for name in page.title_keys)
            ):
                page.lines[begin:end] = [join_lines(lines)]
                return


def _page_title(page: SavedPage) -> SourceLine | None:
    """The line that shows the title: one that the head of the page names, else its h1; else what
    the head names.
    """
    named = page.meta.get("title")
    names = page.title_keys
    if named is not None and not names[-1].startswith(names[0]):
        names = names[:1]  # the title of the page is the name of its site
    shown = [
        line
        for line in (*page.before, *page.lines[:5])
        if line.kind == "text" and len(line.text) >= 4 and not is_boilerplate(line.text)
    ]
    shown.sort(key=lambda line: line.heading_level or 9)
    for line in shown:
        if any(_is_whole_title(name, title_key(line.text)) for name in names):
            return line
    first = next((line for line in shown if line.heading_level == 1), None)
    of_site = first is not None and _names_no_article(first)
    if named is None and (
        of_site if first is not None else (page.title is None or _names_no_article(page.title))
    ):
        marked = [
            line
            for line in shown
            if (line.heading_level or line in page.called_titles)
            and len(line.text) > SECTION_NAME_LENGTH
            and line is not first
            and not KEY.search(line.text)
            and chinese.read_label(line.text) is None
        ]
        near = [line for line in marked if line in _lines_over_text(page)]
        if len(near) == 1 or (len(marked) == 1 and marked[0] in page.before):
            return (near or marked)[0]  # the head of the page names its section or its site
    return named or first or (_line_over_date(page) if page.title is None else None)


def _line_over_date(page: SavedPage) -> SourceLine | None:
    """The line right over that which tells when a page was published, before its text."""
    return next(
        (
            line
            for line, below in pairwise(page.before)
            if line.kind == "text"
            and len(line.text) > SECTION_NAME_LENGTH
            and PUBLISHED.search(below.text)
            and dates.first_date(below.text)
            and not KEY.search(line.text)
        ),
        None,
    )


def _lines_over_text(page: SavedPage) -> list[SourceLine]:
    """The lines right before the first sentence of the text."""
    own = takewhile(lambda line: not SENTENCE.search(line.text), page.lines)
    return [*page.before[-BYLINE_LINES:], *own]


def _names_no_article(title: SourceLine) -> bool:
    """Whether the head of a page gives only the name of its section or its site as its title."""
    name = strip_site_name(title, ChangeLog()).text
    return len(name) <= SECTION_NAME_LENGTH or name.endswith((*ISSUERS, *SITE_WORDS))

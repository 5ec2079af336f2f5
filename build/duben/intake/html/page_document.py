"""A saved page as a document: the lines of its text, its title, date and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from duben import chinese
from duben.intake import boilerplate, chapter_limits, dates, head_lines
from duben.intake.boilerplate import DocumentHead
from duben.intake.decoding import decode
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.html.page import SavedPage, read_page

boilerplate.SECTION_NAME_LENGTH = 7  # characters of the name of a site's section
PUBLISHED = re.compile("(?:发布|发文|公布|刊发)?(?:日期|时间)[:： ]{1,3}")
WHOLE_TITLE = 0.6  # of what the head gives as title, in characters
TIMED = re.compile(
    "[12][0-9]{3}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ \u3000·•|]{1,3}"
    "(?:[0-9]{1,2}[:：][0-9]{2}|[一-鿿])"
)
TIMED_LENGTH = 60  # characters of a line with date and time
BYLINE_LINES = 4  # lines right before the text that may name who wrote, or when
TITLE_LINE_LIMIT = 4  # lines over which a title may be broken


def read_page_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The text of a page that lies in ``folder``, and what its head and the lines round the text
    tell. Raises BookError where it is no text, or where its elements nest too deep.
    """
    content = decode(data, name, page=True)
    chapter_limits.refuse_more_than_a_book(content, page=True)
    web_page = read_page(content, name, log, folder)
    _join_title(web_page)
    title = _page_title(web_page)
    head = DocumentHead(language=chinese.guess_script(content))
    below = False
    for number, line in enumerate(web_page.before, 1):
        if (
            len(web_page.before) - number < BYLINE_LINES
            or line is title
            or _equals_title(line, title)
        ):
            below = True
        if line is not title and (
            _equals_title(line, title)
            or not (
                boilerplate.take_details(line, head, log)
                or (below and boilerplate.take_byline(line, head, log))
            )
        ):
            log.omit(line)
    lines = boilerplate.remove_boilerplate(web_page.lines, log, head, title, web_page.title)
    for line in web_page.after:
        log.omit(line)
    if web_page.title is not None and title is not None and web_page.title.text != title.text:
        log.omit(web_page.title)
    if head.date is None and (published := _publication_date(log)) is not None:
        head.date = published
    if (
        head.date is None
        and "date" in web_page.meta
        and (day := dates.first_date(web_page.meta["date"].text))
    ):
        head.date = day
        log.relocate(web_page.meta["date"], "date")
    if not head.authors and "author" in web_page.meta:
        author = web_page.meta["author"]
        if head_lines.author_of(author.text):
            head.authors.append(author.text)
            log.relocate(author, "authors")
            log.doubt(author, "author", author.text)
    if not head.source and "source" in web_page.meta:
        head.source = web_page.meta["source"].text
        log.relocate(web_page.meta["source"], "source")
    return lines, head


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
    return days.pop() if len(days) == 1 else None


def _date_places(text: str) -> Iterator[int]:
    """Where the date of publication may stand: behind its key, or at the begin of a short line that
    has the time of day, too.
    """
    yield from (match.end() for match in PUBLISHED.finditer(text))
    if len(text) <= TIMED_LENGTH and TIMED.match(text):
        yield 0


def _is_whole_title(name: str, shown: str) -> bool:
    """Whether a line shows the title that the head of the page gives, with the site's name behind
    it, perhaps; not the name of the site alone that the title begins with.
    """
    rest = name[len(shown) :]
    return name.startswith(shown) and (
        not rest or not chinese.is_han(rest[0]) or len(shown) >= WHOLE_TITLE * len(name)
    )


def _equals_title(line: SourceLine, title: SourceLine | None) -> bool:
    return title is not None and boilerplate.title_key(line.text) == boilerplate.title_key(
        title.text
    )


def _join_title(web_page: SavedPage) -> None:
    """The lines at the begin of the text that make up the title which the head of the page gives,
    as one.
    """
    names = [
        boilerplate.title_key(line.text)
        for line in (web_page.meta.get("title"), web_page.title)
        if line is not None
    ]
    for begin in range(min(3, len(web_page.lines))):
        for end in range(min(begin + TITLE_LINE_LIMIT, len(web_page.lines)), begin + 1, -1):
            lines = web_page.lines[begin:end]
            text = boilerplate.title_key("".join(line.text for line in lines))
            if (
                all(line.kind == "text" for line in lines)
                and len(text) > boilerplate.SECTION_NAME_LENGTH
                and any(name.startswith(text) for name in names)
            ):
                web_page.lines[begin:end] = [boilerplate.join_lines(lines)]
                return


def _page_title(web_page: SavedPage) -> SourceLine | None:
    """The line that shows the title: one that the head of the page names, else its h1; else what
    the head names.
    """
    named = web_page.meta.get("title")
    names = [
        boilerplate.title_key(line.text) for line in (named, web_page.title) if line is not None
    ]
    if named is not None and not names[-1].startswith(names[0]):
        names = names[:1]  # the title of the page is the name of its site
    shown = [
        line
        for line in (*web_page.before, *web_page.lines[:5])
        if line.kind == "text" and len(line.text) >= 4
    ]
    shown.sort(key=lambda line: line.heading_level or 9)
    for line in shown:
        if any(_is_whole_title(name, boilerplate.title_key(line.text)) for name in names):
            return line
    if (
        named is None
        and web_page.title is not None
        and len(boilerplate.strip_site_name(web_page.title, ChangeLog()).text)
        <= boilerplate.SECTION_NAME_LENGTH
    ):
        marked = [
            line
            for line in shown
            if line.heading_level and len(line.text) > boilerplate.SECTION_NAME_LENGTH
        ]
        if len(marked) == 1:
            return marked[0]  # the head of the page names its section: 新闻动态--某某网
    return named or next((line for line in shown if line.heading_level == 1), None)

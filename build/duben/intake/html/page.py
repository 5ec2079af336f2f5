"""A saved web page to paragraphs: its main text, and everything else recorded as left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import lazy_loader
from lxml import etree

from duben import chinese
from duben.intake import line_editing
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.html import repair
from duben.intake.html.elements import META_NAMES, SENTENCE
from duben.intake.html.main_text import TITLE_MIN, find_main_text
from duben.intake.html.pictures import PictureCollector
from duben.intake.html.walk import PageWalker
from duben.model import BookError, SourceLocation, problem, warning

trafilatura = lazy_loader.load("trafilatura")  # slow to load, and few pages need it

SCRIPT_LENGTH = 500_000  # characters of a script in which a date is looked for
# var publish_time = "2024-05-10", createTime = '2024-05-10 08:00', var ct = "1715299200": what the
# pages of 公众号 and of news write; seconds are those of Beijing.
SCRIPT_DATE = re.compile(
    "(?:(?:publish_?time|create_?time|pub_?time)\\s{0,3}=|datePublished[\"']\\s{0,3}:)\\s{0,3}[\"'](?P<day>[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2})"
    "|\\bct\\s{0,3}=\\s{0,3}[\"'](?P<seconds>1[0-9]{9})[\"']",
    re.IGNORECASE,
)
PAGE_ZONE = timezone(timedelta(hours=8))
LOST_MIN = 20  # 汉字 that a parser did not take; fewer may be those of a broken tag


@dataclass(slots=True)
class SavedPage:
    """What a page tells: the paragraphs of its main text, those before and after it, and what its
    head says of it.
    """

    lines: list[SourceLine] = field(default_factory=list)
    before: list[SourceLine] = field(default_factory=list)
    after: list[SourceLine] = field(default_factory=list)
    title: SourceLine | None = None
    meta: dict[str, SourceLine] = field(default_factory=dict)


def read_page(source: str, name: str, log: ChangeLog, folder: Path | None = None) -> SavedPage:
    """Returns the page in a text of HTML. Raises BookError where its elements nest too deep.

    Nothing is fetched; nothing but text passes, and pictures that lie in its ``folder``.
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
    _read_body(root, page, name, log, folder)
    if not any(SENTENCE.search(line.text) for line in page.lines):
        _read_with_trafilatura(source, page, log, name)
    return page


def _read_body(
    root: etree._Element, page: SavedPage, name: str, log: ChangeLog, folder: Path | None
) -> None:
    """The paragraphs of the main text, and those before and after it; pictures of it alone."""
    titles = list(_head_titles(root))
    walker = PageWalker(root, name, titles, log)
    walker.walk()
    first, end = find_main_text(root, walker.page, titles)
    collector = PictureCollector(folder, log)
    for index, line in enumerate(walker.page.lines):
        image = walker.pictures.get(index)
        is_main = first <= index < end
        if image is not None:
            if not is_main:
                collector.omit(line, image)
                continue
            with_picture = collector.add(line, image, name)
            if with_picture is None:
                continue
            line = with_picture
        if is_main or index in walker.note_lines:
            page.lines.append(line)
        elif index < first:
            page.before.append(line)
        else:
            page.after.append(line)


def _lost_characters(source: str, root: etree._Element) -> int:
    """How many 汉字 of the file the parser did not take,
    where it is more than a broken tag holds.
    """
    taken = 0
    for node in root.iter():
        taken += sum(map(chinese.is_han, f"{node.text or ''}{node.tail or ''}"))
        if isinstance(node.tag, str):
            taken += sum(
                chinese.is_han(character)
                for value in node.attrib.values()
                for character in str(value)
            )
    lost = sum(map(chinese.is_han, source)) - taken
    return lost if lost > max(LOST_MIN, taken // 50) else 0


def _read_head(root: etree._Element, page: SavedPage) -> None:
    """Title and meta of the head of a page."""
    for kind, text, number in _head_values(root):
        line = line_editing.clean_line(
            " ".join(text[:2000].split()), ((0, number, 1),), ChangeLog(), tell=False
        )
        if not line.text:
            continue
        if kind == "<title>":
            page.title = page.title or line
        else:
            page.meta.setdefault(kind, line)


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
        for match in SCRIPT_DATE.finditer((element.text or "")[:SCRIPT_LENGTH]):
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
    if not text or not SENTENCE.search(text):
        return
    page.after = [*page.lines, *page.after]
    page.lines = [
        line
        for raw in text.split("\n")
        if (line := line_editing.clean_line(raw, ((0, 1, 1),), log, tell=False)).text
    ]
    log.problems.append(warning("intake-second-reader", SourceLocation(name)))

"""One walk over the elements of a page: its paragraphs in order, and what stands round them left
out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from duben import chinese
from duben.intake import line_editing
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.furniture_forms import find_form
from duben.intake.html.elements import (
    BLOCK_TAGS,
    HEADINGS,
    SENTENCE,
    collapse_blanks,
    is_called_title,
    is_set_aside,
)
from duben.intake.html.frame import FrameFilter
from duben.intake.html.look import Look, inherited_look, paragraph_look
from duben.intake.html.main_text import PageLines
from duben.intake.html.marked_text import with_spans
from duben.intake.html.pictures import ImageElement, read_image
from duben.intake.html.tables import read_table

# How word processors link a note with its sign: <a href="#_ftn1" name="_ftnref1">, and the other
# way round.
NOTE_LINK = re.compile(r"#_(?P<kind>ftn|edn)(?P<back>ref)?(?P<number>[0-9]{1,4})$")
LIST_DEPTH = 8
SET_ASIDE = "set aside"  # right or centred, whatever the tag
DETAIL_CLASS = "rich_media_meta"  # date, author and account of a page of a 公众号
TITLE = "called title"  # by its class or id, whatever the tag
# A link to a file that belongs to the text, its name in words alone.
FILE_ADDRESS = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)(?:[?#]|$)", re.IGNORECASE
)
PASTED_LINES = 5  # the fewest of a text that was pasted with its line breaks
MOST_APART = 0.9  # of its lines begin a paragraph
OUTLINE_KINDS = frozenset({"part", "chapter", "section", "article", "comma", "paren"})
SENTENCE_HAN = 10  # 汉字 outside of links that make a sentence: fewer are a button or a menu


class PageWalker:
    """Gathers text until a block begins or ends; then it is a paragraph.

    After ``walk`` the paragraphs are in ``page``; ``pictures`` has the picture for the index of its
    paragraph, ``note_lines`` the indices of paragraphs that are notes.
    """

    def __init__(self, root: etree._Element, name: str, titles: list[str], log: ChangeLog) -> None:
        self.root, self.name, self.log = root, name, log
        self.filter = FrameFilter(root, titles, log)
        self.page = PageLines()
        self.pictures: dict[int, ImageElement] = {}
        self.note_lines: set[int] = set()
        self.link_lines: set[int] = set()  # nothing but links, none to a file
        self.title_lines: set[int] = set()
        self.looks: dict[int, Look] = {}
        self.line = 1  # of the file, to which the walk has come
        # The paragraph at hand: its text, where it begins, 汉字 in links, pictures, is it a note.
        self.parts: list[str] = []
        self.opens_block = True  # an element begins with it, or a blank line stands before it
        self.indent = 0  # in preformatted text
        self.begin = 0
        self.link_han = 0
        self.links_file = False
        self.seen: Counter[Look] = Counter()
        self.waiting: list[tuple[int, ImageElement]] = []
        self.opens_note = False
        # The elements that the walk is in.
        self.heading_levels: list[int] = []
        self.list_numbers: list[int] = []  # of the next item of each list; 0: none
        self.item_label = ""
        self.depths: Counter[str] = Counter()  # by tag; of SET_ASIDE and TITLE
        self.look = [Look()]
        self.note_links = _note_links(root)

    def walk(self) -> None:
        """Goes through all elements."""
        walker = etree.iterwalk(self.root, events=("start", "end", "comment"))
        skipped: set[etree._Element] = set()
        for event, element in walker:
            if event == "start":
                self.line = max(self.line, element.sourceline or 1)
                if self.filter.omits(element, self.line) or not self._start(element):
                    skipped.add(element)
                    walker.skip_subtree()
                continue
            if event == "comment":
                self.filter.omit_comment(element, self.line)
            elif element not in skipped:
                self._end(element)
            self._add(element.tail)
        self._flush()

    def _start(self, element: etree._Element) -> bool:
        """An element begins. False where nothing inside it is to be looked at any more."""
        tag = element.tag
        if tag in BLOCK_TAGS or tag == "hr":
            self._end_block()
        elif tag == "br":
            self._end_line()
        if tag == "a" and FILE_ADDRESS.search(element.get("href") or ""):
            self.links_file = True
        if tag == "img":
            self._add_picture(element)
        elif tag == "table" and self._take_table(element):
            return False
        elif tag == "a" and element in self.note_links:
            number, is_sign = self.note_links[element]
            self.opens_note |= not is_sign
            self._add(f"[{number}]")
            return False
        elif tag in ("ul", "ol"):
            self.list_numbers.append(_first_number(element) if tag == "ol" else 0)
        elif tag == "li" and self.list_numbers:
            number = self.list_numbers[-1]
            self.item_label = f"{number}." if number else "-"
            self.list_numbers[-1] += bool(number)
        self.page.inside[element] = (len(self.page.lines), len(self.page.lines))
        self.heading_levels += [HEADINGS[tag]] if tag in HEADINGS else []
        self.depths.update(_depth_keys(element))
        self.look.append(inherited_look(self.look[-1], element))
        if DETAIL_CLASS in (element.get("class") or "").split() and self.parts:
            self.parts.append("\u3000")  # its look alone parts it from the detail before it
        self._add(element.text)
        return True

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self._end_block()
        if tag in HEADINGS:
            self.heading_levels.pop()
        elif tag in ("ul", "ol"):
            self.list_numbers.pop()
        elif tag == "li":
            self.item_label = ""
        self.depths.subtract(_depth_keys(element))
        self.look.pop()
        self.page.inside[element] = (self.page.inside[element][0], len(self.page.lines))

    # The paragraph at hand

    def _add(self, text: str | None) -> None:
        """Adds text to the paragraph; in preformatted text each line is one, and in text whose
        lines are paragraphs.
        """
        if not text:
            return
        if "\n" in text and (self.depths["pre"] or _holds_paragraphs(text)):
            first, *rest = text.split("\n")
            self._add(first)
            for line in rest:
                self._end_line()
                self.line += 1
                self._add(line)
            return
        if not self.parts:
            stripped = text.lstrip(" \t\r\n\f")
            self.indent = len(text) - len(stripped) if self.depths["pre"] else 0
            self.line += text[: len(text) - len(stripped)].count("\n")
            if not stripped:
                return
            text, self.begin = stripped, self.line
        self.parts.append(text)
        self.line += text.count("\n")
        self.seen[self.look[-1]] += len("".join(text.split()))
        if self.depths["a"]:
            self.link_han += sum(map(chinese.is_han, text))

    def _end_block(self) -> None:
        """The element of the paragraph ends, or another begins."""
        self._flush()
        self.opens_block = True

    def _end_line(self) -> None:
        """The line ends inside its element; one without text is a blank line."""
        self.opens_block |= not self.parts
        self._flush()

    def _flush(self) -> None:
        """The paragraph is over; pictures that stood in it follow."""
        self._end_paragraph()
        for number, image in self.waiting:
            self._put_picture(number, image)
        self.waiting = []

    def _end_paragraph(self) -> None:
        if not self.parts:
            return
        raw, link_han, look = "".join(self.parts), self.link_han, paragraph_look(self.seen)
        links_file = self.links_file
        self.parts, self.link_han, self.links_file, self.seen = [], 0, False, Counter()
        text = collapse_blanks(line_editing.BREAKS.sub("\n", raw))
        line = line_editing.clean_line(text, ((0, self.begin, 1),), self.log)
        line = with_spans(line)
        if not line.text:
            return
        line = replace(line, blank=self.opens_block, indent=line.indent + self.indent)
        self.opens_block = False
        if self.opens_note:
            self.note_lines.add(len(self.page.lines))
            self.opens_note = False
        for part in line_editing.split_line(line, first=not self.page.lines):
            han = max(0, sum(map(chinese.is_han, part.text)) - link_han)
            is_sentence = (
                han >= SENTENCE_HAN
                and SENTENCE.search(part.text) is not None
                and find_form(part.text) is None
            )
            index = len(self.page.lines)
            self.looks[index] = look
            self.link_lines |= {index} if link_han and not han and not links_file else set()
            self.title_lines |= {index} if self.depths[TITLE] else set()
            self.page.add(self._with_kind(part), han if is_sentence else 0, han)

    def _with_kind(self, line: SourceLine) -> SourceLine:
        """A paragraph as what the elements round it say: heading, item, caption, set aside."""
        line = replace(
            line,
            heading_level=self.heading_levels[-1] if self.heading_levels else 0,
            indent=line_editing.ASIDE if self.depths[SET_ASIDE] else line.indent,
        )
        if self.item_label and self.list_numbers and not chinese.read_label(line.text):
            depth = min(len(self.list_numbers), LIST_DEPTH) - 1
            line = replace(line, kind="item", label=self.item_label, depth=depth)
            self.item_label = ""
        elif self.depths["figcaption"]:
            line = replace(line, kind="caption")
        return line

    # Pictures and tables

    def _add_picture(self, element: etree._Element) -> None:
        """A picture stands by itself, or after the paragraph that it is in."""
        image = read_image(element)
        number = element.sourceline or self.line
        if self.parts:
            self.waiting.append((number, image))
        else:
            self._put_picture(number, image)

    def _put_picture(self, number: int, image: ImageElement) -> None:
        self.pictures[len(self.page.lines)] = image
        self.page.add(SourceLine(image.name, ((0, number, 1),), kind="figure"))

    def _take_table(self, table: etree._Element) -> bool:
        """Whether a table holds data: it is taken, pictures in it after it."""
        if not self.depths["table"]:
            self.filter.omit_hidden(table, table.sourceline or self.line)
        lines = read_table(table, table.sourceline or self.line, self.log)
        if lines is None:
            return False
        for line in lines:
            if line.text:
                texts = _unlinked_texts(table) if line.kind == "table" else []
                self.page.add(line, _sentence_han(texts), _count_han(texts))
        for picture in table.iter("img"):
            self._add_picture(picture)
        return True


def _holds_paragraphs(text: str) -> bool:
    """Whether a text was pasted into a page with nothing but its line breaks: half of its lines
    open with the label of an outline (第二条, （三）), and nearly all others stand behind the end
    of a sentence. Lines that an editor broke at some width do not.
    """
    if text.count("\n") < PASTED_LINES:
        return False
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    labels = [chinese.read_label(line) for line in lines]
    labelled = [label is not None and label.kind in OUTLINE_KINDS for label in labels]
    apart = sum(
        opens or line_editing.ends_sentence(before)
        for before, opens in zip(lines, labelled[1:], strict=False)
    )
    return (
        len(lines) > PASTED_LINES
        and sum(labelled) >= len(lines) / 2
        and apart >= MOST_APART * (len(lines) - 1)
    )


def _depth_keys(element: etree._Element) -> list[str]:
    """The keys under which the walk counts how deep it is in an element."""
    keys = [element.tag]
    if is_set_aside(element):
        keys.append(SET_ASIDE)
    if is_called_title(element):
        keys.append(TITLE)
    return keys


def _unlinked_texts(table: etree._Element) -> list[str]:
    """What stands in the cells of a table and in no link."""
    return ["".join(cell.xpath(".//text()[not(ancestor::a)]")) for cell in table.iter("td")]


def _sentence_han(texts: Sequence[str]) -> int:
    """The 汉字 of the texts that have sentences."""
    return _count_han([text for text in texts if "。" in text or "；" in text])


def _count_han(texts: Sequence[str]) -> int:
    return sum(chinese.is_han(character) for text in texts for character in text)


def _first_number(element: etree._Element) -> int:
    """The number of the first item of an <ol>."""
    start = element.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1


def _note_links(root: etree._Element) -> dict[etree._Element, tuple[int, bool]]:
    """The links between notes and their signs, with number and whether it is the sign; none where
    they do not pair up.
    """
    links = [
        (link, match)
        for link in root.iter("a")
        if (match := NOTE_LINK.search((link.get("href") or "")[-20:]))
    ]
    signs, notes = (
        [int(match["number"]) for _, match in links if bool(match["back"]) == back]
        for back in (False, True)
    )
    kinds = {match["kind"] for _, match in links}
    if signs != notes or len(set(signs)) != len(signs) or len(kinds) != 1:
        return {}
    return {link: (int(match["number"]), not match["back"]) for link, match in links}

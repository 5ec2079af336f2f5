"""A saved web page to paragraphs: the main text by where the sentences are, everything else told as
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from lxml import etree

from duben import chinese
from duben.intake import line_editing, tables
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, Omission, SourceLine
from duben.intake.html import repair
from duben.intake.html.pictures import ImageElement, PictureCollector
from duben.intake.line_editing import ASIDE, word_set
from duben.model import BookError, SourceLocation, problem, warning

# Elements without text for a reader, and those of a page round the text.
SILENT_TAGS = word_set(
    "script style noscript template iframe frame frameset noframes object embed applet param svg canvas math audio video source track map "
    "area link base"
)
CONTROL_TAGS = word_set(
    "input button select option optgroup textarea datalist output progress meter dialog menu"
)
FRAME_TAGS = word_set("nav footer aside")
BLOCK_TAGS = word_set(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup legend li main nav ol p pre section summary table tbody thead tfoot tr td th caption ul"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Words in class and id of what stands round the text: where such an element holds little of the
# page's text.
FRAME_WORDS = word_set(
    "share bdshare sharebox social crumb crumbs breadcrumb breadcrumbs nav navbar menu footer foot copyright sidebar related comment comments "
    "qrcode ewm erweima pagination pager toolbar print fontsize bshare jiathis addthis login search header top toplogo"
)
LITTLE_SHARE = 0.2  # of the 汉字 of a page
MAIN_SHARE = 0.9  # of its sentences: the innermost element that holds so much is the main text
WORD = re.compile("[^a-z0-9]+")
SENTENCE = re.compile("[。！？；]")
HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden")
ALIGNED = re.compile(r"text-align\s{0,3}:\s{0,3}(?:right|center)")
WHITE = re.compile("[ \t\r\n\f]+")

# The names that pages of public offices give title, date and source (政府网站发展指引, 附件 3), and
# Open Graph's.
META_NAMES = {
    "articletitle": "title", "og:title": "title", "pubdate": "date", "publishdate": "date", "article:published_time": "date",
    "contentsource": "source",
}  # fmt: skip

# Headings of what pages put behind an article: not the words of a document.
ENDS_ARTICLE = re.compile(
    "(?:推荐阅读|相关(?:新闻|阅读|报道|稿件|推荐)|猜你喜欢|你可能(?:会)?(?:喜欢|感兴趣).{0,6}|热门(?:新闻|文章|推荐|评论|排行).{0,6}|精彩(?:图集|推荐)|扫码阅读全文|延伸阅读|"
    "(?:网友|最新|全部)?评论(?:[（(][0-9]{1,6}[)）])?|我要(?:评论|跟帖)|参与评论|今日头条|频道精选|视频推荐|图片新闻)[:：]?"
)
TITLE_MIN = 6  # characters of a line that may be the title of a page
TITLE_BLOCK_HAN = 120  # 汉字 of an element round the text that may show the title
ASIDE_HAN = 400  # 汉字 of the sentences that stand beside the text: a disclaimer, news of the day

CELL_LENGTH = 500  # characters; a longer cell is a column of the page's layout

# How word processors link a note with its sign: <a href="#_ftn1" name="_ftnref1">, and the other
# way round.
NOTE_LINK = re.compile(r"#_(?P<kind>ftn|edn)(?P<back>ref)?(?P<number>[0-9]{1,4})$")
ANNEX = re.compile(
    "[ \t\r\n\u3000]{0,20}附[件录錄表][ \u3000]{0,2}[0-9０-９一二三四五六七八九十]{0,3}"
)


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


def read_page(source: str, name: str, found: ChangeLog, folder: Path | None = None) -> SavedPage:
    """The page in a text of HTML. Nothing is fetched; nothing but text passes, and pictures that
    lie in its ``folder``.
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
        found.problems.append(warning("intake-parser-lost", SourceLocation(name), count=lost))
    for entry in parser.error_log:
        if "depth" in entry.message.lower():  # libxml2 stops at 2,048: what is deeper would be lost
            raise BookError(problem("intake-nesting", SourceLocation(name, max(1, entry.line))))
    _read_head(root, page)
    walk = PageWalker(root, name, found)
    walk.run()
    first, last = walk.main()
    album = PictureCollector(folder, found)
    for index, line in enumerate(walk.lines):
        shown = walk.pictures.get(index)
        if shown is not None and not first <= index < last:
            album.leave(line, shown)
            continue
        kept = line if shown is None else album.put(line, shown, name)
        if kept is not None:
            noted = index in walk.noted
            (
                page.before
                if index < first and not noted
                else page.lines
                if index < last or noted
                else page.after
            ).append(kept)
    if not any(SENTENCE.search(line.text) for line in page.lines):
        _read_with_trafilatura(source, page, found, name)
    return page


LOST_MIN = 20  # 汉字; fewer may be those of a broken tag


def _lost_characters(source: str, root: etree._Element) -> int:
    """How many 汉字 of the file the parser did not take, where it is more than a broken tag holds."""
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
    for element in root.iter("title", "meta"):
        line = _head_line(
            element.get("content") if element.tag == "meta" else element.text, element.sourceline
        )
        if not line.text:
            continue
        if element.tag == "title":
            page.title = page.title or line
        elif kind := META_NAMES.get(
            (element.get("name") or element.get("property") or "").strip().lower(), ""
        ):
            page.meta.setdefault(kind, line)


def _head_line(value: str | None, number: int | None) -> SourceLine:
    """A value of the head as a line."""
    return line_editing.clean_line(
        " ".join((value or "")[:2000].split()), ((0, number or 1, 1),), ChangeLog(), tell=False
    )


class PageWalker:
    """One walk over the body: its paragraphs in order, and for each element which of them are
    inside it.
    """

    def __init__(self, root: etree._Element, name: str, found: ChangeLog) -> None:
        self.root = root
        self.name = name
        self.found = found
        self.lines: list[SourceLine] = []
        self.weights: list[int] = []
        self.inside: dict[etree._Element, tuple[int, int]] = {}
        self.parts: list[str] = []
        self.links = 0
        self.link_depth = 0
        self.at = 1
        self.begin = 0
        self.marks: list[int] = []
        self.lists: list[list[int]] = []
        self.item = ""
        self.aside = 0
        self.typed = 0
        self.pictures: dict[int, ImageElement] = {}
        self.waiting: list[tuple[int, ImageElement]] = []
        self.captions = 0
        self.links_of_notes = _note_links(root)
        self.noting = False
        self.noted: set[int] = set()
        self.titles = _head_titles(root)
        self.han = _count_characters(root, chinese.is_han)
        self.total = max(1, self.han.get(root, 0))
        self.stops = _count_characters(root, lambda character: character in "。！？；")

    def run(self) -> None:
        """Walk: text is gathered until a block begins or ends."""
        walker = etree.iterwalk(self.root, events=("start", "end", "comment"))
        dropped: set[etree._Element] = set()
        for event, element in walker:
            if event == "comment":
                self.comment(element)
                self.add(element.tail)
            elif event == "start":
                self.at = max(self.at, element.sourceline or 1)
                if self.drops(element):
                    dropped.add(element)
                    walker.skip_subtree()
                else:
                    self.start(element, walker, dropped)
            else:
                if element not in dropped:
                    self.end(element)
                self.add(element.tail)
        self.flush()

    def start(
        self, element: etree._Element, walker: etree.iterwalk, dropped: set[etree._Element]
    ) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS or tag in ("br", "hr"):
            self.flush()
        if tag == "img":
            self.picture(element)
        elif tag == "table" and self.table(element):
            dropped.add(element)
            walker.skip_subtree()
            return
        elif tag == "a" and element in self.links_of_notes:
            number, is_sign = self.links_of_notes[element]
            self.noting |= not is_sign
            self.add(f"[{number}]")
            dropped.add(element)
            walker.skip_subtree()
            return
        elif tag in ("ul", "ol"):
            start = element.get("start") or ""
            self.lists.append(
                [
                    (int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1)
                    if tag == "ol"
                    else 0
                ]
            )
        elif tag == "li" and self.lists:
            count = self.lists[-1]
            self.item = f"{count[0]}." if count[0] else "-"
            count[0] += bool(count[0])
        self.inside[element] = (len(self.lines), len(self.lines))
        self.marks += [HEADINGS[tag]] if tag in HEADINGS else []
        self.aside += _is_set_aside(element)
        self.typed += tag == "pre"
        self.captions += tag == "figcaption"
        self.link_depth += tag == "a"
        self.add(element.text)

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self.flush()
        if tag in HEADINGS and self.marks:
            self.marks.pop()
        self.aside -= _is_set_aside(element)
        self.typed -= tag == "pre"
        self.captions -= tag == "figcaption"
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag == "li":
            self.item = ""
        self.link_depth -= tag == "a" and self.link_depth > 0
        self.inside[element] = (self.inside[element][0], len(self.lines))

    def add(self, value: str | None) -> None:
        """Text of the paragraph at hand; in preformatted text each line is one."""
        if not value:
            return
        if self.typed and "\n" in value:
            first, *rest = value.split("\n")
            self.add(first)
            for line in rest:
                self.flush()
                self.at += 1
                self.add(line)
            return
        if not self.parts:
            stripped = value.lstrip(" \t\r\n\f")
            self.at += value[: len(value) - len(stripped)].count("\n")
            if not stripped:
                return
            value, self.begin = stripped, self.at
        self.parts.append(value)
        self.at += value.count("\n")
        if self.link_depth:
            self.links += sum(map(chinese.is_han, value))

    def flush(self) -> None:
        """The paragraph at hand is over; pictures that stood in it follow."""
        self.paragraph()
        for number, shown in self.waiting:
            self.show(number, shown)
        self.waiting = []

    def paragraph(self) -> None:
        if not self.parts:
            return
        raw, links = "".join(self.parts), self.links
        self.parts, self.links = [], 0
        line = line_editing.clean_line(
            _collapse_blanks(line_editing.BREAKS.sub("\n", raw)), ((0, self.begin, 1),), self.found
        )
        if not line.text:
            return
        self.noted |= {len(self.lines)} if self.noting else set()
        self.noting = False
        for part in line_editing.split_line(line, first=not self.lines):
            own = replace(
                part,
                mark=self.marks[-1] if self.marks else 0,
                indent=ASIDE if self.aside else part.indent,
            )
            if self.item and self.lists and not chinese.read_label(part.text):
                own = replace(own, kind="item", label=self.item, depth=min(len(self.lists), 8) - 1)
                self.item = ""
            elif self.captions:
                own = replace(own, kind="caption")
            self.lines.append(own)
            han = max(0, sum(map(chinese.is_han, part.text)) - links)
            self.weights.append(han if han >= 10 and SENTENCE.search(part.text) else 0)

    def drops(self, element: etree._Element) -> bool:
        """Whether an element is left out; what it holds is told."""
        tag = element.tag
        if tag in ("head", "title", "meta"):
            for inner in element.iter(*SILENT_TAGS) if tag == "head" else ():
                self.leave(inner, f"<{inner.tag}>")
            return True
        if tag in SILENT_TAGS or tag in CONTROL_TAGS:
            self.leave(element, f"<{tag}>")
            return True
        hidden = "hidden" in element.attrib or HIDDEN.search(
            (element.get("style") or "")[:2000].lower()
        )
        said = set(
            WORD.split(f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower())
        )
        if hidden or ((tag in FRAME_TAGS or said & FRAME_WORDS) and self.is_little(element)):
            if element.find(".//h1") is not None or self.shows_title(element):
                return False  # the title of the page may stand there
            self.leave(element, "")
            return True
        return False

    def is_little(self, element: etree._Element) -> bool:
        """Whether an element holds little of the page's text and of its sentences."""
        return self.han.get(element, 0) <= LITTLE_SHARE * self.total and self.stops.get(
            element, 0
        ) <= max(3, LITTLE_SHARE * self.stops.get(self.root, 0))

    def shows_title(self, element: etree._Element) -> bool:
        """Whether an element says the title that the head of the page gives."""
        said = (
            title_key("".join(_inner_texts(element)))
            if self.titles and self.han.get(element, 0) <= TITLE_BLOCK_HAN
            else ""
        )
        return any(title in said for title in self.titles)

    def leave(self, element: etree._Element, sign: str) -> None:
        said = " ".join(" ".join(_inner_texts(element)).split())
        if sign and sign[1:-1] in SILENT_TAGS and len(said) > 200:
            said = said[:200] + "…"
        if said or sign:
            kind: Literal["code", "page"] = "code" if sign else "page"
            self.found.left_out.append(
                Omission(element.sourceline or self.at, f"{sign} {said}".strip(), kind)
            )

    def comment(self, element: etree._Element) -> None:
        said = " ".join((element.text or "").split())
        if any(map(chinese.is_han, said)):
            self.found.left_out.append(
                Omission(element.sourceline or self.at, f"<!-- {said} -->", "code")
            )

    def picture(self, element: etree._Element) -> None:
        """A picture stands by itself, or after the paragraph that it is in."""
        alternative, address = (
            " ".join((element.get(name) or "").split())[:400] for name in ("alt", "src")
        )
        shown = ImageElement(
            address.split(",", 1)[0] if address.startswith("data:") else address, alternative[:200]
        )
        if self.parts:
            self.waiting.append((element.sourceline or self.at, shown))
        else:
            self.show(element.sourceline or self.at, shown)

    def show(self, number: int, shown: ImageElement) -> None:
        self.pictures[len(self.lines)] = shown
        self.lines.append(SourceLine(shown.name, ((0, number, 1),), kind="figure"))
        self.weights.append(0)

    def table(self, table: etree._Element) -> bool:
        """Whether a table holds data: it is taken as Markdown, pictures in it after it. False for
        one that lays out the page.
        """
        if table.find(".//table") is not None:
            return False
        rows = [
            tables.TableRow(tuple(map(_table_cell, row.iterchildren("td", "th"))), row.getparent())
            for row in table.iter("tr")
        ]
        filled = [row for row in rows if row.cells]
        if len(filled) < 2 or max(len(row.cells) for row in filled) < 2:
            return False
        laid = tables.expand_spans(rows)
        if (
            not laid
            or any(len(text) > CELL_LENGTH for row in laid for text in row)
            or not any(map(any, laid))
        ):
            return False
        number = table.sourceline or self.at
        titles = [
            " ".join("".join(_inner_texts(caption)).split()) for caption in table.iter("caption")
        ]
        if (
            len(laid) > 2
            and len(filled[0].cells) == 1
            and filled[0].cells[0].across > 1
            and filled[0].cells[0].down == 1
        ):
            titles += ["".join(laid.pop(0))]
            filled = filled[1:]
        for title in titles:
            line = line_editing.clean_line(title, ((0, number, 1),), self.found, tell=False)
            self.take(replace(line, kind="caption"))
        told = warning("intake-merged-cells", SourceLocation(self.name, number), line=number)
        merged = any(cell.across > 1 or cell.down > 1 for row in filled for cell in row.cells)
        self.found.problems += [told] * merged
        self.take(
            SourceLine(
                tables.pipe_table(laid), ((0, number, 1),), kind="table", told=(told,) * merged
            )
        )
        for picture in table.iter("img"):
            self.picture(picture)
        return True

    def take(self, line: SourceLine) -> None:
        """A line that bears no weight."""
        if line.text:
            self.lines.append(line)
            self.weights.append(0)

    def main(self) -> tuple[int, int]:
        """Which paragraphs are the main text: those of the innermost element that holds most of the
        sentences.
        """
        before = [0]
        for weight in self.weights:
            before.append(before[-1] + weight)
        total = before[-1]
        place = self.root
        while total:
            spans = [(self.inside[child], child) for child in place if child in self.inside]
            held, heaviest = max(
                ((before[last] - before[first], child) for (first, last), child in spans),
                key=lambda pair: pair[0],
                default=(0, None),
            )
            if (
                heaviest is None
                or held < MAIN_SHARE * total
                or self.inside[heaviest][1] - self.inside[heaviest][0] <= 1
            ):
                break
            place = heaviest
        first, last = self.inside.get(place, (0, len(self.lines)))
        title = self.title_line(first, last)
        if title is not None and before[title] == before[first]:
            first = title
            while (
                inner := next((child for child in place if self.holds(child, title)), None)
            ) is not None:
                begin, end = self.inside[inner]
                held = before[end] - before[begin]
                if 2 * held < total or total - held > ASIDE_HAN:
                    break
                place, last = inner, end
        for index in range(first + 1, last):  # 相关新闻 and what follows it
            told, after = before[index] - before[first], before[last] - before[index]
            if (
                ENDS_ARTICLE.fullmatch(self.lines[index].text)
                and told
                and after <= min(ASIDE_HAN, told)
            ):
                return first, index
        return first, last

    def holds(self, element: etree._Element, index: int) -> bool:
        begin, end = self.inside.get(element, (0, 0))
        return begin <= index < end

    def title_line(self, first: int, last: int) -> int | None:
        """Where the main text says the title that the head of the page gives; else its only h1."""
        for index in range(first, last):
            line = self.lines[index]
            if (
                line.kind == "text"
                and len(line.text) >= TITLE_MIN
                and any(title.startswith(title_key(line.text)) for title in self.titles)
            ):
                return index
        ones = [index for index in range(first, last) if self.lines[index].mark == 1]
        return ones[0] if len(ones) == 1 else None


def _head_titles(root: etree._Element) -> list[str]:
    """What the head of the page gives as its title, with the name of the site, perhaps, behind it;
    without blanks.
    """
    found = []
    for element in root.iter("title", "meta"):
        if (
            element.tag == "title"
            or META_NAMES.get(
                (element.get("name") or element.get("property") or "").strip().lower()
            )
            == "title"
        ):
            said = title_key(
                (element.text if element.tag == "title" else element.get("content")) or ""
            )[:300]
            found += [said] * (len(said) >= TITLE_MIN)
    return found


def _table_cell(cell: etree._Element) -> tables.TableCell:
    said = line_editing.clean_line(
        " ".join("".join(_inner_texts(cell)).split()), ((0, 1, 1),), ChangeLog(), tell=False
    ).text
    return tables.TableCell(
        said,
        tables.parse_span(cell.get("colspan")),
        tables.parse_span(cell.get("rowspan"), rows=True),
    )


def _note_links(root: etree._Element) -> dict[etree._Element, tuple[int, bool]]:
    """The links between notes and their signs, with number and whether it is the sign; none where
    they do not pair up.
    """
    found = [
        (link, match)
        for link in root.iter("a")
        if (match := NOTE_LINK.search((link.get("href") or "")[-20:]))
    ]
    signs, notes = (
        [int(match["number"]) for _, match in found if bool(match["back"]) == back]
        for back in (False, True)
    )
    if (
        signs != notes
        or len(set(signs)) != len(signs)
        or len({match["kind"] for _, match in found}) != 1
    ):
        return {}
    return {link: (int(match["number"]), not match["back"]) for link, match in found}


def _count_characters(
    root: etree._Element, counts_as: Callable[[str], bool]
) -> dict[etree._Element, int]:
    """How many characters of a kind each element holds, scripts and styles left out."""
    counts: dict[etree._Element, int] = {}
    sums: list[int] = [0]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            sums.append(
                0 if element.tag in SILENT_TAGS else sum(map(counts_as, element.text or ""))
            )
            if element.tag in SILENT_TAGS:
                walker.skip_subtree()
        else:
            counts[element] = sums.pop()
            sums[-1] += counts[element] + sum(map(counts_as, element.tail or ""))
    return counts


def _inner_texts(element: etree._Element) -> Iterator[str]:
    """The pieces of text inside an element, scripts inside it and comments left out."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if inner is not element and inner.tag in SILENT_TAGS:
                walker.skip_subtree()
            elif inner.text:
                yield inner.text
            if inner.tag == "br":
                yield " "
        elif inner is not element:
            if inner.tag in BLOCK_TAGS:
                yield " "
            if inner.tail:
                yield inner.tail


def _is_set_aside(element: etree._Element) -> bool:
    """Whether an element is set right or centred: a signature, the title of an annex."""
    return (element.get("align") or "").lower() in ("right", "center") or bool(
        ALIGNED.search((element.get("style") or "")[:2000].lower())
    )


def _collapse_blanks(raw: str) -> str:
    """Text with white space as a browser shows it; a line break of the file between 汉字 vanishes."""

    def blank(match: re.Match[str]) -> str:
        left, right = raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 1]
        if match.start() < 40 and ANNEX.fullmatch(raw, 0, match.start()):
            return " "
        return "" if "\n" in match.group() and (left > "\u2e80" or right > "\u2e80") else " "

    return WHITE.sub(blank, raw)


def _read_with_trafilatura(source: str, page: SavedPage, found: ChangeLog, name: str) -> None:
    """Where no sentence was found in the page's own elements: what trafilatura finds, article text
    inside scripts included.
    """
    from trafilatura import extract

    said = extract(source, include_comments=False, include_tables=False, output_format="txt")
    if not said or not SENTENCE.search(said):
        return
    page.after = [*page.lines, *page.after]
    page.lines = [
        line
        for raw in said.split("\n")
        if (line := line_editing.clean_line(raw, ((0, 1, 1),), found, tell=False)).text
    ]
    found.problems.append(warning("intake-second-reader", SourceLocation(name)))

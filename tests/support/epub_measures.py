"""What a good EPUB has to show, measured on a finished file: counts to be met, each with what falls
short.

``python tests/support/epub_measures.py BOOK.epub [SOURCE.txt]`` prints the table for any EPUB.
"""

from __future__ import annotations

import io
import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import tinycss2
from lxml import etree

HTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SIGN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff0-9A-Za-z]")
HALF = re.compile(
    "(?<=[\u4e00-\u9fff])[,;:!?()](?=[\u4e00-\u9fff]|$)|(?<=[\u4e00-\u9fff])"
    "\\.(?=[\u4e00-\u9fff]|$)"
)
HEADINGS = tuple(HTML + f"h{level}" for level in (1, 2, 3))
BLOCKS = frozenset(
    HTML + name
    for name in (
        "p",
        "li",
        "td",
        "th",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "figcaption",
        "pre",
        "aside",
    )
)
LABEL = 30  # characters of an entry of the contents
OUTSIDE = re.compile(r"^(?:https?:|mailto:)")
ACTIVE = (
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "audio",
    "video",
    "base",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How many were looked at and which fell short; ``line`` as the measures are numbered."""

    line: int
    what: str
    looked_at: int
    short: tuple[str, ...]

    @property
    def row(self) -> str:
        """One line of the table."""
        first = f": {self.short[0][:70]}" if self.short else ""
        return (
            f"{self.line:>3}  {self.what:<46} {self.looked_at - len(self.short):>6} of "
            f"{self.looked_at:<6}{first}"
        )


class Shelf:
    """A finished EPUB: its package, its pages in reading order, its contents."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        container = etree.fromstring(self.files["META-INF/container.xml"])
        self.package = container.find(".//{*}rootfile").get("full-path")  # type: ignore[union-attr]
        self.root = posixpath.dirname(self.package)
        self.opf = etree.fromstring(self.files[self.package])
        self.items = {item.get("id", ""): item for item in self.opf.iter(OPF + "item")}
        self.names = {id: self.named(item.get("href", "")) for id, item in self.items.items()}
        self.spine = [self.names[it.get("idref", "")] for it in self.opf.iter(OPF + "itemref")]
        self.pages = {
            name: etree.fromstring(self.files[name])
            for name in dict.fromkeys(
                [
                    *self.spine,
                    *(
                        self.names[id]
                        for id, item in self.items.items()
                        if item.get("media-type") == "application/xhtml+xml"
                    ),
                ]
            )
        }
        self.ids = {
            name: {it.get("id"): it for it in page.iter(etree.Element) if it.get("id")}
            for name, page in self.pages.items()
        }
        self.nav = next(
            self.names[id]
            for id, item in self.items.items()
            if "nav" in (item.get("properties") or "").split()
        )
        self.ncx = next(
            (
                self.names[id]
                for id, item in self.items.items()
                if item.get("media-type") == "application/x-dtbncx+xml"
            ),
            "",
        )
        self.styles = "\n".join(
            self.files[self.names[id]].decode()
            for id, item in self.items.items()
            if item.get("media-type") == "text/css"
        )

    def named(self, href: str) -> str:
        return posixpath.normpath(posixpath.join(self.root, unquote(href)))

    def target(self, name: str, href: str) -> tuple[str, etree._Element | None]:
        """The page and the element that an address leads to."""
        path, _, id = href.partition("#")
        page = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
            if path
            else name
        )
        if page not in self.pages:
            return page, None
        return page, self.ids[page].get(id) if id else self.pages[page]

    def typed(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        for name, page in self.pages.items():
            for element in page.iter(etree.Element):
                if kind in (element.get(OPS + "type") or "").split():
                    yield name, element

    def metadata(self, name: str) -> list[str]:
        return [it.text or "" for it in self.opf.iter(OPF + "meta") if it.get("property") == name]

    def listed(self, kind: str) -> list[tuple[int, str, str]]:
        """(depth, label, address) of the entries of one nav."""
        page = self.pages[self.nav]
        nav = next((it for it in page.iter(HTML + "nav") if kind == it.get(OPS + "type")), None)
        if nav is None:
            return []
        return [
            (len(list(link.iterancestors(HTML + "ol"))), said(link), link.get("href", ""))
            for link in nav.iter(HTML + "a")
        ]

    def text(self) -> str:
        """All that is read from the first page to the last,
        marks of notes and page breaks apart.
        """
        return "".join(
            said(self.pages[name].find(HTML + "body")) for name in self.spine if name != self.nav
        )


def said(element: etree._Element | None) -> str:
    """The text of an element, readings of ruby apart."""
    if element is None:
        return ""
    return "".join(text for text in _texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    if element.tag in (HTML + "rt", HTML + "rp"):
        return
    if element.text and isinstance(element.tag, str):
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def parcel(data: bytes) -> Measure:
    """2: the type of the file stands first and as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        right = (
            first.filename == "mimetype"
            and first.compress_type == zipfile.ZIP_STORED
            and archive.read(first) == b"application/epub+zip"
        )
    return Measure(2, "the type stands first, not packed", 1, () if right else (first.filename,))


def accessibility(book: Shelf) -> Iterator[Measure]:
    """3: what is said of the book is there, and nothing is claimed that is not."""
    wanted = (
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    )
    yield Measure(
        3,
        "metadata of accessibility",
        len(wanted),
        tuple(name for name in wanted if not book.metadata(name)),
    )
    features = set(book.metadata("schema:accessibilityFeature"))
    pages = bool(book.listed("page-list"))
    pictures = [it for page in book.pages.values() for it in page.iter(HTML + "img")]
    truths = {
        "pageNavigation": pages,
        "pageBreakMarkers": any(True for _ in book.typed("pagebreak")),
        "tableOfContents": bool(book.listed("toc")),
        "alternativeText": all(it.get("alt") for it in pictures),
        "structuralNavigation": any(
            it.tag in HEADINGS for p in book.pages.values() for it in p.iter()
        ),
        "rubyAnnotations": any(True for p in book.pages.values() for _ in p.iter(HTML + "ruby")),
    }
    yield Measure(
        3,
        "features told as they are",
        len(truths),
        tuple(
            f"{name} is {'there' if true else 'not there'}"
            for name, true in truths.items()
            if (name in features) != (true and (name != "alternativeText" or bool(pictures)))
        ),
    )
    claims = [
        it
        for it in book.opf.iter(OPF + "meta", OPF + "link")
        if "conformsTo" in (it.get("property") or it.get("rel") or "")
    ]
    yield Measure(3, "no conformance claimed unseen", 1, tuple("conformsTo" for _ in claims[:1]))


def notes(book: Shelf) -> Iterator[Measure]:
    """6: notes are typed twice, in the file of their mark, and lead back to it."""
    marks = list(book.typed("noteref"))
    bodies = {
        id(element): (name, element)
        for name, element in (*book.typed("footnote"), *book.typed("endnote"))
    }
    reached: set[int] = set()
    short, far = [], []
    for name, mark in marks:
        page, note = book.target(name, mark.get("href", ""))
        if note is not None and "duokan-footnote-item" in (note.get("class") or "") and len(note):
            note = note[0]
        if mark.get("role") != "doc-noteref" or note is None or id(note) not in bodies:
            short.append(said(mark) or "?")
            continue
        reached.add(id(note))
        if page != name:
            far.append(said(mark))
        back = [link for link in note.iter(HTML + "a") if link.get("role") == "doc-backlink"]
        if note.get("role") not in ("doc-footnote", "doc-endnote") or not any(
            book.target(page, link.get("href", ""))[1] is mark for link in back
        ):
            short.append(f"{said(mark)} leads nowhere back")
    yield Measure(6, "marks typed twice, to a note that leads back", len(marks), tuple(short))
    yield Measure(6, "notes in the file of their mark", len(marks), tuple(far))
    yield Measure(
        6,
        "notes with a mark",
        len(bodies),
        tuple(said(element)[:20] for key, (_, element) in bodies.items() if key not in reached),
    )
    bare = [
        name
        for name, page in book.pages.items()
        for div in page.iter(HTML + "div")
        if (div.get(OPS + "type") or "") == "footnotes"
        and any(child.tag in HEADINGS for child in div)
    ]
    yield Measure(6, "no heading left bare without its notes", max(1, len(marks)), tuple(bare))


def entries(book: Shelf) -> Iterator[Measure]:
    """7: terms open their entry, entries lead back to every place."""
    links = list(book.typed("glossref"))
    lost = []
    for name, link in links:
        _, entry = book.target(name, link.get("href", ""))
        if (
            entry is None
            or link.get("role") != "doc-glossref"
            or not any(it.get(OPS + "type") == "glossdef" for it in entry.iter(etree.Element))
        ):
            lost.append(said(link))
    yield Measure(7, "terms that open an entry with its definition", len(links), tuple(lost))
    back, missed, looked = Counter[tuple[str, str]](), [], 0
    for name, definition in book.typed("glossdef"):
        for link in definition.iter(HTML + "a"):
            page, element = book.target(name, link.get("href", ""))
            looked += 1
            if element is None:
                missed.append(link.get("href", ""))
            else:
                back[page, element.get("id", "")] += 1
    yield Measure(7, "places named by entries", looked, tuple(missed))
    unreturned = [
        said(link)
        for name, link in links
        if (
            own := link.get("id")
            or (link.getprevious().get("id") if link.getprevious() is not None else "")
        )
        is None
        or not back[name, own or ""]
    ]
    yield Measure(7, "mentions that their entry leads back to", len(links), tuple(unreturned))


def page_list(book: Shelf, printed: Sequence[str]) -> Iterator[Measure]:
    """8: the pages of the printed edition, each once, each at its mark."""
    listed = book.listed("page-list")
    yield Measure(
        8,
        "page list equals the printed edition",
        len(printed),
        tuple(
            f"{label} is not listed" for label in printed if label not in {it[1] for it in listed}
        ),
    )
    wrong = [
        label
        for _, label, href in listed
        if (mark := book.target(book.nav, href)[1]) is None
        or "pagebreak" not in (mark.get(OPS + "type") or "")
        or mark.get("aria-label") != label
    ]
    yield Measure(8, "entries of the page list at their mark", len(listed), tuple(wrong))


def contents(book: Shelf) -> Iterator[Measure]:
    """9: every heading reached, two levels at least, short labels in the words of the heading, in
    reading order.
    """
    listed = book.listed("toc")
    order = {name: number for number, name in enumerate(book.spine)}
    reached: set[int] = set()
    places, wrong, labels, long = [], [], [], []
    for _, label, href in listed:
        page, element = book.target(book.nav, href)
        if element is None:
            wrong.append(label)
            continue
        inside = [element, *element.iter(*HEADINGS)]
        reached.update(id(it) for it in inside[:2])
        places.append((order.get(page, -1), list(book.pages[page].iter()).index(element)))
        heading = next((it for it in inside if it.tag in HEADINGS), None)
        if heading is not None and plain(label) not in plain(said(heading)):
            labels.append(label)
        if len(label) > LABEL:
            long.append(label)
    headings = [
        (name, it)
        for name in book.spine
        if name != book.nav
        for it in book.pages[name].iter(*HEADINGS)
    ]
    yield Measure(9, "entries of the contents that lead somewhere", len(listed), tuple(wrong))
    yield Measure(
        9,
        "headings h1–h3 reached from the contents",
        len(headings),
        tuple(said(it) for _, it in headings if id(it) not in reached),
    )
    yield Measure(9, f"labels of at most {LABEL} characters", len(listed), tuple(long))
    yield Measure(9, "labels in the words of their heading", len(listed), tuple(labels))
    yield Measure(
        9,
        "entries in reading order",
        max(0, len(places) - 1),
        tuple(
            listed[index + 1][1]
            for index in range(len(places) - 1)
            if places[index] > places[index + 1]
        ),
    )
    yield Measure(
        9,
        "levels of the contents (2 wanted)",
        2,
        ("one level",) * (2 - min(2, max((depth for depth, _, _ in listed), default=0))),
    )
    if book.ncx:
        points = [
            (
                len(list(it.iterancestors(NCX + "navPoint"))) + 1,
                it.findtext(f"{NCX}navLabel/{NCX}text"),
            )
            for it in etree.fromstring(book.files[book.ncx]).iter(NCX + "navPoint")
        ]
        same = [(depth, label) for depth, label, _ in listed]
        yield Measure(
            9,
            "NCX and nav alike",
            len(same),
            tuple(str(b) for a, b in zip(points, same, strict=False) if a != b)
            or (("another number of entries",) if len(points) != len(same) else ()),
        )
    kinds = {
        it.get(OPS + "type")
        for nav in book.pages[book.nav].iter(HTML + "nav")
        if nav.get(OPS + "type") == "landmarks"
        for it in nav.iter(HTML + "a")
    }
    wanted = {"bodymatter", "toc"} | (
        {"appendix"} if any(True for _ in book.typed("appendix")) else set()
    )
    yield Measure(9, "landmarks", len(wanted), tuple(sorted(wanted - kinds)))


def language(book: Shelf) -> Iterator[Measure]:
    """10: everything under the right Chinese tag, no English words of the machine's."""
    tag = book.opf.findtext(f".//{DC}language") or ""
    wrong = [
        name
        for name, page in book.pages.items()
        if page.get("lang") != tag or page.get(XML_LANGUAGE) != tag
    ]
    if book.opf.get(XML_LANGUAGE) != tag or not tag.startswith("zh-Han"):
        wrong.append("package")
    yield Measure(10, "files under the book's Chinese tag", len(book.pages) + 1, tuple(wrong))
    other = [
        said(it)[:20]
        for page in book.pages.values()
        for it in page.iter(etree.Element)
        if it is not page and (it.get("lang") or tag) != tag and HAN.search(said(it))
    ]
    yield Measure(10, "汉字 under another tag (0)", 1, tuple(other[:1]))
    words = re.compile(
        r"Table of Contents|\bCover\b|\bNotes\b|\bGuide\b|\bContents\b|\bFootnote|\bIndex\b"
    )
    own = [
        text
        for name in (
            book.nav,
            *(n for n in book.pages if n.endswith(("cover.xhtml", "title.xhtml"))),
        )
        for text in [said(book.pages[name])]
        if words.search(text)
    ]
    yield Measure(10, "no English words of the machine's", 1, tuple(own[:1]))


def typesetting(book: Shelf) -> Iterator[Measure]:
    """11: full-width marks beside 汉字, nothing slanted, paragraphs two characters in, lines with
    air, rules of prohibition.
    """
    texts = [said(it) for page in book.pages.values() for it in page.iter(HTML + "p")]
    yield Measure(
        11,
        "paragraphs without half-width marks at 汉字",
        len(texts),
        tuple(text for text in texts if HALF.search(text)),
    )
    rules = list(declarations(book.styles))
    said_of = {(selector, name): value for selector, name, value in rules}
    height = float(said_of.get(("body", "line-height"), "0") or 0)
    asked = {
        "two em in": said_of.get(("p", "text-indent")) == "2em",
        "line height 1.5–2": 1.5 <= height <= 2,
        "line-break strict": said_of.get(("body", "line-break")) == "strict",
        "text-spacing-trim": ("body", "text-spacing-trim") in said_of,
        "text-autospace": ("body", "text-autospace") in said_of,
        "hanging-punctuation": ("body", "hanging-punctuation") in said_of,
        "em upright": any(
            "em" in selector.split(", ") and name == "font-style" and value == "normal"
            for selector, name, value in rules
        ),
        "no italics": not any(
            name == "font-style" and value in ("italic", "oblique") for _, name, value in rules
        ),
        "emphasis dots": any(name == "text-emphasis" for _, name, _ in rules),
    }
    yield Measure(
        11,
        "what the style asks for",
        len(asked),
        tuple(name for name, true in asked.items() if not true),
    )


def reader_first(book: Shelf) -> Iterator[Measure]:
    """12: no colour, no fixed size, no !important, no face for the text, no style in a page."""
    bad = []
    rules = list(declarations(book.styles))
    for selector, name, value in rules:
        if (
            "color" in name
            and name != "color-scheme"
            and value not in ("inherit", "currentcolor", "transparent")
        ):
            bad.append(f"{selector} {name}: {value}")
        if re.search(r"[0-9](?:px|pt|cm|mm|in|pc)\b", value):
            bad.append(f"{selector} {name}: {value}")
        if "important" in value:
            bad.append(f"{selector} {name}: {value}")
        if name == "font-family" and {part.strip() for part in selector.split(",")} & {
            "body",
            "html",
            "p",
            "*",
            "li",
            "td",
            "dd",
        }:
            bad.append(f"{selector} {name}")
    yield Measure(12, "declarations that leave all to the reader", len(rules), tuple(bad))
    styled = [
        name
        for name, page in book.pages.items()
        for it in page.iter(etree.Element)
        if it.get("style") or it.tag == HTML + "style"
    ]
    yield Measure(12, "pages without styles of their own", len(book.pages), tuple(styled))


def nothing_active(book: Shelf) -> Iterator[Measure]:
    """13: no script, form, frame or handler; nothing from outside."""
    active, outside, looked = [], [], 0
    for name, page in book.pages.items():
        for element in page.iter(etree.Element):
            looked += 1
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in ACTIVE:
                active.append(f"{name} <{element.tag.rpartition('}')[2]}>")
            for key, value in element.attrib.items():
                if str(key).startswith("on") or str(value).strip().lower().startswith(
                    ("javascript:", "data:", "file:", "vbscript:")
                ):
                    active.append(f"{name} {key}={value}")
                elif (
                    key in ("src", "poster", "srcset")
                    and ":" in str(value)
                    or key == "href"
                    and element.tag == HTML + "link"
                    and ":" in str(value)
                    or key == "href"
                    and element.tag == HTML + "a"
                    and not OUTSIDE.match(str(value))
                    and book.target(name, str(value))[1] is None
                ):
                    outside.append(f"{name} {value}")
    if re.search(r"@import|url\(|@font-face|expression\(", book.styles):
        outside.append("style")
    yield Measure(13, "elements without anything active", looked, tuple(active))
    yield Measure(13, "elements that ask for nothing from outside", looked, tuple(outside))
    declared = {book.named(item.get("href", "")) for item in book.items.values()}
    files = [
        name
        for name in book.files
        if name not in ("mimetype", "META-INF/container.xml", book.package)
    ]
    yield Measure(
        13,
        "files that the package names",
        len(files),
        tuple(name for name in files if name not in declared),
    )
    twice = [
        f"{name}#{id}"
        for name, page in book.pages.items()
        for id, count in Counter(
            it.get("id") for it in page.iter(etree.Element) if it.get("id")
        ).items()
        if count > 1
    ]
    yield Measure(13, "ids used once", sum(map(len, book.ids.values())), tuple(twice))


def text(book: Shelf, source: str) -> Iterator[Measure]:
    """14: every 汉字, digit and letter of the source, in order."""
    wanted, found = "".join(SIGN.findall(source)), "".join(SIGN.findall(book.text()))
    lost, position = [], 0
    for start in range(0, len(wanted), 12):
        piece = wanted[start : start + 12]
        at = found.find(piece, position)
        if at < 0:
            lost.append(piece)
        else:
            position = at + len(piece)
    yield Measure(
        14, "twelves of characters of the source, in order", (len(wanted) + 11) // 12, tuple(lost)
    )


def kept(old: Shelf, new: Shelf) -> Iterator[Measure]:
    """5: what the second edition did not change keeps its file and its id; identifier and manifest
    ids stay.
    """

    def blocks(book: Shelf) -> dict[tuple[str, str], str]:
        return {
            (name, it.get("id", "")): plain(said(it))
            for name, page in book.pages.items()
            for it in page.iter(etree.Element)
            if it.tag in BLOCKS and it.get("id") and plain(said(it))
        }

    before, after = blocks(old), blocks(new)
    there = Counter(after.values())
    unchanged = {key: text for key, text in before.items() if there[text]}
    yield Measure(
        5,
        "unchanged blocks with the same file and id",
        len(unchanged),
        tuple(f"{key[1]} {text[:20]}" for key, text in unchanged.items() if after.get(key) != text),
    )
    yield Measure(
        5,
        "manifest ids that stay",
        len(old.items),
        tuple(id for id in old.items if id not in new.items),
    )

    def identifier(book: Shelf) -> str:
        return book.opf.findtext(f".//{DC}identifier") or ""

    yield Measure(
        5,
        "the identifier stays",
        1,
        () if identifier(old) == identifier(new) else (identifier(new),),
    )


def plain(words: str) -> str:
    """A text without blanks and what only leads a reader about."""
    return re.sub(r"[\s\u200b\u2060]+", "", words)


def declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    """(selector, property, value) of a style sheet, those inside @-rules too."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.content is not None:
            yield from declarations(tinycss2.serialize(rule.content))
        elif rule.type == "qualified-rule":
            selector = re.sub(r"\s*,\s*", ", ", tinycss2.serialize(rule.prelude).strip())
            for one in tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            ):
                if one.type == "declaration":
                    yield (
                        selector,
                        one.lower_name,
                        tinycss2.serialize(one.value).strip().lower()
                        + (" !important" if one.important else ""),
                    )


STANDING: tuple[Callable[[Shelf], Iterator[Measure]], ...] = (
    accessibility,
    notes,
    entries,
    contents,
    language,
    typesetting,
    reader_first,
    nothing_active,
)


def measures(data: bytes, source: str = "", printed: Sequence[str] = ()) -> list[Measure]:
    """All that can be told from the file, its source and the labels of its printed pages."""
    book = Shelf(data)
    found = [parcel(data), *(measure for one in STANDING for measure in one(book))]
    found += page_list(book, printed)
    if source:
        found += text(book, source)
    return sorted(found, key=lambda measure: measure.line)


if __name__ == "__main__":
    for measure in measures(
        Path(sys.argv[1]).read_bytes(),
        Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else "",
    ):
        print(measure.row)

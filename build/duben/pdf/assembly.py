"""Parts of a book, each composed and kept apart, joined into one PDF: numbers, destinations,
bookmarks, labels, the tree of tags.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import md5

from duben.pdf.page_fragments import FragmentPage, PageFragment, PdfObjects

# What a page draws; a reference to an object, outside of strings.
CONTENTS = re.compile(rb"/Contents \[?([0-9]+ 0 R(?: [0-9]+ 0 R)*)\]?")
REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(?<![0-9])([0-9]+) 0 R", re.DOTALL)
DEFLATE_LEVEL = 6  # of deflation
OBJECTS_PER_STREAM = 1000  # objects in an object stream: more are smaller, and slower to open
CATALOG, PAGES, INFO, ROOT, TREE, DOCUMENT = range(1, 7)  # their numbers
FIRST_FREE = 7  # the first number for everything else
ELEMENT = b"<</Type /StructElem"
BETWEEN = b"\n\x00\n"


@dataclass
class _Book:
    """A PDF while it is put together: the data of each object, and which of them are streams."""

    objects: dict[int, bytes] = field(default_factory=dict)
    streams: set[int] = field(default_factory=set)
    same: dict[bytes, int] = field(default_factory=dict)
    free: int = FIRST_FREE

    def add(self, data: bytes) -> int:
        """Adds an object; its number."""
        number = self.free
        self.free += 1
        self.objects[number] = data
        return number


def assemble(
    fragments: Sequence[PageFragment],
    fonts: PdfObjects,
    faces: Sequence[Mapping[str, int]],
    *,
    language: str,
    labels: str = "",
    over: Sequence[bytes] = (),
    at: int = 0,
) -> bytes:
    """The bytes of one tagged PDF of the pages of all fragments. ``fonts`` has the objects of all
    fonts; ``faces`` has, for each fragment, the number in it of each of its fonts, by name.

    Destinations that no link leads to are left out; a link that leads nowhere does nothing.
    ``labels`` is the number tree of page labels as it stands in a PDF. ``over`` is drawn over as
    many pages from number ``at`` (from 0) on, as decoration that no reader speaks: running heads
    and folios, drawn with the fonts of the page below and no other resources.
    """
    book = _Book()
    dictionaries = _fonts(book, fonts, faces)
    placed = [
        _place_objects(book, part.objects, {part.fonts_at: number, part.document: DOCUMENT})
        for part, number in zip(fragments, dictionaries, strict=False)
    ]
    pages = [
        _PlacedPage(page, own.numbers[page.object])
        for part, own in zip(fragments, placed, strict=True)
        for page in part.pages
    ]
    _write_tags(book, fragments, placed)
    _lay_over(book, pages[at : at + len(over)], over)
    names = _destinations(pages)
    outlines = _outlines(book, pages)
    book.objects[CATALOG] = b"".join(
        (
            b"<</Type /Catalog/Pages %d 0 R/Lang %s/MarkInfo <</Marked true>>/StructTreeRoot %d 0 R"
            % (PAGES, text(language), ROOT),
            b"/ViewerPreferences <</DisplayDocTitle true>>/PageMode /%s"
            % (b"UseOutlines" if outlines else b"UseNone"),
            b"/Names <</Dests <</Names[%s]>>>>" % names if names else b"",
            b"/Outlines %d 0 R" % outlines if outlines else b"",
            b"/PageLabels %s" % labels.encode() if labels else b"",
            REFERENCE.sub(placed[0].swap, fragments[0].catalog.encode("latin-1"))[2:],
        )
    )
    book.objects[PAGES] = b"<</Type /Pages/Count %d/Kids[%s]>>" % (
        len(pages),
        b" ".join(b"%d 0 R" % page.number for page in pages),
    )
    book.objects[INFO] = fragments[0].info.encode("latin-1")
    return write_pdf(book.objects, book.streams)


@dataclass(frozen=True, slots=True)
class _PlacedObjects:
    """The new numbers of objects, by the old ones; ``swap`` gives a reference its new number."""

    numbers: Mapping[int, int]
    swap: Callable[[re.Match[bytes]], bytes]


@dataclass(frozen=True, slots=True)
class _PlacedPage:
    """A page, and the number of its object in the PDF."""

    page: FragmentPage
    number: int


def shift_operator(by: float) -> bytes:
    """The operator that moves what is drawn next to the right, by so many pt."""
    return b"1 0 0 1 %s 0 cm" % pdf_numbers([by])


def _place_objects(book: _Book, objects: PdfObjects, known: Mapping[int, int]) -> _PlacedObjects:
    """Takes over objects, with numbers and references of this PDF; ``known`` numbers are given."""
    numbers = dict(known)
    for number, stream, data in objects:
        # A profile of colours, a rule above notes: what is the same in every part stands in the PDF
        # once.
        alone = stream and b" 0 R" not in data.partition(b"\nstream\n")[0]
        numbers[number] = book.same.setdefault(data, book.free) if alone else book.free
        book.free += numbers[number] == book.free
    swap = partial(_renumber, {old: b"%d 0 R" % new for old, new in numbers.items()})
    plain: list[int] = []
    pieces: list[bytes] = []
    for number, stream, data in objects:
        own = numbers[number]
        if stream and own not in book.objects:
            head, mark, rest = data.partition(b"\nstream\n")
            book.objects[own] = (
                (REFERENCE.sub(swap, head) if b" 0 R" in head else head) + mark + rest
            )
            book.streams.add(own)
        elif not stream:
            plain.append(own)
            pieces.append(data)
    # All at once: one call for each of 20,000 objects takes four times as long.
    book.objects |= (
        zip(plain, REFERENCE.sub(swap, BETWEEN.join(pieces)).split(BETWEEN), strict=True)
        if plain
        else {}
    )
    return _PlacedObjects(numbers, swap)


def _renumber(numbers: Mapping[int, bytes], match: re.Match[bytes]) -> bytes:
    """A reference with its new number; a string as it is."""
    number = match[1]
    return match[0] if number is None else numbers[int(number)]


def _fonts(book: _Book, fonts: PdfObjects, numbers: Sequence[Mapping[str, int]]) -> list[int]:
    """The numbers of a font dictionary for each fragment."""
    placed = _place_objects(book, fonts, {})
    known: dict[bytes, int] = {}
    dictionaries = []
    for row in numbers:
        data = b"<<%s>>" % b"".join(
            b"/%s %d 0 R" % (name.encode(), placed.numbers[number])
            for name, number in sorted(row.items())
        )
        if data not in known:
            known[data] = book.add(data)
        dictionaries.append(known[data])
    return dictionaries


def _write_tags(
    book: _Book,
    fragments: Sequence[PageFragment],
    placed: Sequence[_PlacedObjects],
) -> None:
    """The tree of tags, and what pages and links must know of it."""
    nums: list[bytes] = []
    elements: list[bytes] = []
    for part, own in zip(fragments, placed, strict=True):
        elements += [b"%d 0 R" % own.numbers[element] for element in part.elements]
        for page in part.pages:
            pieces = b" ".join(b"%d 0 R" % own.numbers[element] for element in page.elements)
            number, index = own.numbers[page.object], len(nums)
            nums.append(b"%d[%s]" % (index, pieces))
            book.objects[number] = book.objects[number][
                :-2
            ] + b"/Parent %d 0 R/StructParents %d>>" % (PAGES, index)
    for part, own in zip(fragments, placed, strict=True):
        for annotation, element in part.annotations:
            number, index = own.numbers[annotation], len(nums)
            nums.append(b"%d %d 0 R" % (index, own.numbers[element]))
            book.objects[number] = book.objects[number][:-2] + b"/StructParent %d>>" % index
    book.objects[TREE] = b"<</Nums[%s]>>" % b" ".join(nums)
    book.objects[DOCUMENT] = b"<</Type /StructElem/S /Document/P %d 0 R/K[%s]>>" % (
        ROOT,
        b" ".join(elements),
    )
    book.objects[ROOT] = b"<</Type /StructTreeRoot/ParentTree %d 0 R/K[%d 0 R]>>" % (TREE, DOCUMENT)


def _lay_over(book: _Book, pages: Sequence[_PlacedPage], over: Sequence[bytes]) -> None:
    """Draws on pages what belongs to none of their texts."""
    for placed, drawn in zip(pages, over, strict=True):
        # The page below has turned the axis already, and may be moved; what is laid over was set
        # for its side.
        moved = placed.page.moved
        back = shift_operator(-moved) + b"\n" if moved else b""
        body = zlib.compress(b"/Artifact\nBMC\n%s%sEMC" % (back, drawn), DEFLATE_LEVEL)
        own = book.add(
            b"<</Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream" % (len(body), body)
        )
        book.streams.add(own)
        book.objects[placed.number] = CONTENTS.sub(
            rb"/Contents [\1 %d 0 R]" % own, book.objects[placed.number], count=1
        )


def _destinations(pages: Sequence[_PlacedPage]) -> bytes:
    """The places that links lead to, sorted as a reader looks for them;
    of a name the first counts.
    """
    linked = {
        target for placed in pages for kind, target in placed.page.links if kind == "internal"
    }
    places: dict[str, bytes] = {}
    for placed in pages:
        anchors = placed.page.anchors
        for name in anchors.keys() & linked:
            if name not in places:
                places[name] = _destination(placed, anchors[name])
    # A name is compared as the bytes that it stands for.
    return b" ".join(
        data + place
        for _, data, place in sorted(
            (_encode_text(name), text(name), place) for name, place in places.items()
        )
    )


def _destination(placed: _PlacedPage, point: Iterable[float]) -> bytes:
    """A point of a page as a link leads to it."""
    return b"[%d 0 R /XYZ %s 0]" % (placed.number, pdf_numbers(point))


@dataclass
class _Bookmark:
    """A bookmark: its label, the destination as a PDF has it, whether those below it are hidden."""

    label: str
    place: bytes
    closed: bool
    level: int
    children: list[_Bookmark] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many bookmarks are seen below it when it is open."""
        return sum(1 + (0 if child.closed else child.count) for child in self.children)


def _outlines(book: _Book, pages: Sequence[_PlacedPage]) -> int:
    """The bookmarks of all pages as one tree; its number, 0 without any."""
    top = _Bookmark("", b"", False, 0)
    stack = [top]
    for placed in pages:
        for level, label, x, y, state in placed.page.bookmarks:
            while stack[-1].level >= level:
                stack.pop()
            bookmark = _Bookmark(label, _destination(placed, (x, y)), state == "closed", level)
            stack[-1].children.append(bookmark)
            stack.append(bookmark)
    if not top.children:
        return 0
    root = book.add(b"")
    first, last = _write_bookmarks(book, top.children, root)
    book.objects[root] = b"<</Type /Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (
        top.count,
        first,
        last,
    )
    return root


def _write_bookmarks(book: _Book, bookmarks: Sequence[_Bookmark], parent: int) -> tuple[int, int]:
    """Writes bookmarks under a parent; the numbers of the first and the last."""
    own = [book.add(b"") for _ in bookmarks]
    for index, (number, bookmark) in enumerate(zip(own, bookmarks, strict=True)):
        parts = [
            b"<</Title %s/Dest %s/Parent %d 0 R" % (text(bookmark.label), bookmark.place, parent)
        ]
        if index:
            parts.append(b"/Prev %d 0 R" % own[index - 1])
        if index + 1 < len(own):
            parts.append(b"/Next %d 0 R" % own[index + 1])
        if bookmark.children:
            count = -bookmark.count if bookmark.closed else bookmark.count
            parts.append(
                b"/Count %d/First %d 0 R/Last %d 0 R"
                % (count, *_write_bookmarks(book, bookmark.children, number))
            )
        book.objects[number] = b"".join(parts) + b">>"
    return own[0], own[-1]


def pdf_numbers(values: Iterable[float]) -> bytes:
    """Numbers as a PDF has them, to a thousandth, with spaces between them."""
    return b" ".join(f"{value:.3f}".rstrip("0").rstrip(".").encode() for value in values)


def text(string: str) -> bytes:
    """A text string as a PDF has it (ISO 32000-1, 7.9.2.2)."""
    if string.isascii():
        return b"(" + re.sub(rb"([\\()])", rb"\\\1", string.encode()) + b")"
    return b"<" + _encode_text(string).hex().encode() + b">"


def _encode_text(string: str) -> bytes:
    """The bytes that a text string stands for: ASCII, else UTF-16BE with its mark."""
    return (
        string.encode()
        if string.isascii()
        else b"\xfe\xff" + string.encode("utf-16-be", "surrogatepass")
    )


def write_pdf(objects: Mapping[int, bytes], streams: set[int]) -> bytes:
    """The bytes of a PDF 1.7 of objects by number. All but streams are packed into object streams
    (ISO 32000-1, 7.5.7). The same objects give the same bytes.
    """
    out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    position = len(out[0])
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}

    def write_object(number: int, data: bytes) -> None:
        """Writes an object and notes where it begins."""
        nonlocal position
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, data)
        rows[number] = 1, position, 0
        out.append(whole)
        position += len(whole)

    for number in sorted(streams):
        write_object(number, objects[number])
    following = max(objects) + 1
    # Elements of the tree of tags, the most of them, stand apart: who looks for pages and links
    # need not unpack them.
    packed = sorted(
        objects.keys() - streams, key=lambda number: (objects[number].startswith(ELEMENT), number)
    )
    for start in range(0, len(packed), OBJECTS_PER_STREAM):
        group = packed[start : start + OBJECTS_PER_STREAM]
        offsets, at = [], 0
        for index, number in enumerate(group):
            rows[number] = 2, following, index
            offsets.append(b"%d %d" % (number, at))
            at += len(objects[number]) + 1
        head = b" ".join(offsets)
        body = zlib.compress(
            b"\n".join((head, *(objects[number] for number in group))), DEFLATE_LEVEL
        )
        write_object(
            following,
            b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream"  # noqa: E501
            % (len(group), len(head) + 1, len(body), body),
        )
        following += 1
    rows[following] = 1, position, 0
    digest = md5(b"".join(out), usedforsecurity=False).hexdigest().encode()
    table = b"".join(
        b"%c%s%s" % (kind, one.to_bytes(4, "big"), two.to_bytes(2, "big"))
        for kind, one, two in (rows.get(number, (0, 0, 65535)) for number in range(following + 1))
    )
    body = zlib.compress(table, DEFLATE_LEVEL)
    start = position
    write_object(
        following,
        b"<</Type /XRef/W[1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s> <%s>]/Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream"  # noqa: E501
        % (following + 1, CATALOG, INFO, digest, digest, len(body), body),
    )
    return b"".join((*out, b"startxref\n%d\n%%%%EOF\n" % start))

"""Parts of a book, each composed and kept apart, joined into one PDF: numbers, destinations,
bookmarks, labels, the tree of tags.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import md5
from itertools import chain, count
from struct import Struct

from duben.cache import Cache, NullCache
from duben.pdf.page_fragments import FragmentPage, PageFragment, PdfObjects, is_alone

# What a page draws; a reference to an object, outside of strings.
CONTENTS = re.compile(rb"/Contents \[?([0-9]+ 0 R(?: [0-9]+ 0 R)*)\]?")
REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(?<![0-9])([0-9]+) 0 R", re.DOTALL)
DEFLATE_LEVEL = 6  # of deflation
OBJECTS_PER_STREAM = 1000  # objects in an object stream: more are smaller, and slower to open
CATALOG, PAGES, INFO, ROOT, TREE, DOCUMENT = range(1, 7)  # their numbers
FIRST_FREE = 7  # the first number for everything else
ELEMENT = b"<</Type /StructElem"
BETWEEN = b"\n\x00\n"
ROOM = 512  # numbers of a part are a multiple of it: what an edit adds to it moves no other part
IN_FILE = Struct(">BIH")  # a row of the table of objects


NOTHING_KEPT = NullCache()


@dataclass
class _Book:
    """The objects of the whole book while it is put together: the data of each, and which of them
    are streams. Its first numbers stand before those of the parts, the ``free`` ones behind them.
    """

    objects: dict[int, bytes] = field(default_factory=dict)
    streams: set[int] = field(default_factory=set)
    free: int = FIRST_FREE

    def add(self, data: bytes, stream: bool = False) -> int:
        """Adds an object; its number."""
        number = self.free
        self.free += 1
        self.objects[number] = data
        if stream:
            self.streams.add(number)
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
    store: Cache = NOTHING_KEPT,
) -> bytes:
    """The bytes of one tagged PDF of the pages of all fragments. ``fonts`` has the objects of all
    fonts; ``faces`` has, for each fragment, the number in it of each of its fonts, by name.

    Destinations that no link leads to are left out; a link that leads nowhere does nothing.
    ``labels`` is the number tree of page labels as it stands in a PDF. ``over`` is drawn over as
    many pages from number ``at`` (from 0) on, as decoration that no reader speaks: running heads
    and folios, drawn with the fonts of the page below and no other resources.

    Each fragment has a range of numbers, with some to spare: where one changes, the others mostly
    keep theirs, and are taken as they stand from the ``store``.
    """
    book = _Book()
    dictionaries = _fonts(book, fonts, faces)
    shared = {
        digest: book.add(data, stream=True) for digest, data in _common_streams(fragments).items()
    }
    ranges = _number_ranges(fragments, book.free)
    drawn = [b""] * at + list(over)
    parts: list[_PlacedPart] = []
    pages: list[_PlacedPage] = []
    for part, numbers, font in zip(fragments, ranges, dictionaries, strict=False):
        own = (drawn[len(pages) :] + [b""] * len(part.pages))[: len(part.pages)]
        parts.append(_place_part(part, numbers, font, shared, own, store))
        pages += [_PlacedPage(page, parts[-1].numbers[page.object]) for page in part.pages]
    book.free = ranges[-1].stop
    _write_tags(book, fragments, parts)
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
            _renumbered(parts[0].numbers, fragments[0].catalog.encode("latin-1"))[2:],
        )
    )
    book.objects[PAGES] = b"<</Type /Pages/Count %d/Kids[%s]>>" % (
        len(pages),
        b" ".join(b"%d 0 R" % page.number for page in pages),
    )
    book.objects[INFO] = fragments[0].info.encode("latin-1")
    written = _write_objects(book.objects, book.streams, book.free)
    return _write_file([written, *(section for part in parts for section in part.sections)])


# --- parts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Section:
    """Objects as they stand in a file, one behind the other: ``places`` has of each its number and
    its offset in ``data``, ``packed`` of each in an object stream its number, that of the stream,
    and its index there.
    """

    data: bytes
    places: Sequence[tuple[int, int]]
    packed: Sequence[tuple[int, int, int]] = ()


@dataclass(frozen=True, slots=True)
class _PlacedPart:
    """A part in the PDF: the new numbers of its objects, by the old ones; what stands in the file;
    the number of the leaf that it has in the tree of tagged pages.
    """

    numbers: Mapping[int, int]
    sections: Sequence[_Section]
    leaf: int


def _common_streams(fragments: Sequence[PageFragment]) -> dict[bytes, bytes]:
    """The streams that several parts have, a profile of colours, a rule above notes, by their
    digests, in order: they stand in the PDF once.
    """
    counts = Counter(chain.from_iterable(part.objects.lone_streams for part in fragments))
    common: dict[bytes, bytes] = {digest: b"" for digest, times in counts.items() if times > 1}
    for part in fragments:
        lacking = {
            number: digest
            for digest, number in part.objects.lone_streams.items()
            if common.get(digest) == b""
        }
        if lacking:
            common |= {lacking[n]: data for n, _, data in part.objects if n in lacking}
    return common


def _number_ranges(fragments: Sequence[PageFragment], first: int) -> list[range]:
    """The numbers that the objects of each part may have: its own, a drawing laid over each page, a
    leaf of the tree of tagged pages, and object streams.
    """
    ranges: list[range] = []
    for part in fragments:
        start = ranges[-1].stop if ranges else -(-first // ROOM) * ROOM
        count = len(part.objects.table)
        need = count + len(part.pages) + 1 + 2 + count // OBJECTS_PER_STREAM
        ranges.append(range(start, start + -(-need // ROOM) * ROOM))
    return ranges


def _place_part(
    part: PageFragment,
    numbers: range,
    font: int,
    shared: Mapping[bytes, int],
    over: Sequence[bytes],
    store: Cache,
) -> _PlacedPart:
    """A part with numbers out of a range; ``font`` is that of its dictionary of fonts, ``over`` is
    drawn over its pages, b"" over those without.
    """
    taken = {
        number: shared[digest]
        for digest, number in part.objects.lone_streams.items()
        if digest in shared
    }
    drawn = [bool(drawing) for drawing in over]
    placed = store.recall(
        lambda: _place_objects(part, numbers, font, taken, drawn),
        "placed",
        part.objects.digest,
        numbers.start,
        font,
        list(taken.items()),
        drawn,
    )
    first = numbers.start + len(part.objects.table)
    streams = {
        number: _drawing(page, drawing)
        for number, page, drawing in zip(count(first), part.pages, over, strict=False)
        if drawing
    }
    laid_over = _write_objects(streams, streams.keys(), 0)
    return replace(placed, sections=(*placed.sections, laid_over)) if streams else placed


def _place_objects(
    part: PageFragment,
    range_: range,
    font: int,
    shared: Mapping[int, int],
    drawn: Sequence[bool],
) -> _PlacedPart:
    """The objects of a part with numbers and references of this PDF; ``shared`` are the numbers of
    those that stand in it already, by the part's own.
    """
    numbers = {part.fonts_at: font, part.document: DOCUMENT}
    same: dict[bytes, int] = {}
    free = range_.start
    for number, stream, data in part.objects:
        known = shared.get(number, free)
        own = same.setdefault(data, known) if stream and is_alone(data) else free
        numbers[number] = own
        free += own == free
    swap = _swap(numbers)
    objects: dict[int, bytes] = {}
    streams = {numbers[number] for number, stream, _ in part.objects if stream} - {*shared.values()}
    plain: list[int] = []
    pieces: list[bytes] = []
    for number, stream, data in part.objects:
        own = numbers[number]
        if not stream:
            plain.append(own)
            pieces.append(data)
        elif own in streams:
            head, mark, rest = data.partition(b"\nstream\n")
            objects[own] = (REFERENCE.sub(swap, head) if b" 0 R" in head else head) + mark + rest
    # All at once: one call for each of 20,000 objects takes four times as long.
    objects |= (
        zip(plain, REFERENCE.sub(swap, BETWEEN.join(pieces)).split(BETWEEN), strict=True)
        if plain
        else {}
    )
    leaf = range_.start + len(part.objects.table) + len(part.pages)
    _write_leaf(objects, part, numbers, leaf)
    first = range_.start + len(part.objects.table)
    for page, own, over in zip(part.pages, count(first), drawn, strict=False):
        if over:
            objects[numbers[page.object]] = CONTENTS.sub(
                rb"/Contents [\1 %d 0 R]" % own, objects[numbers[page.object]], count=1
            )
    return _PlacedPart(numbers, (_write_objects(objects, streams, leaf + 1),), leaf)


def _swap(numbers: Mapping[int, int]) -> Callable[[re.Match[bytes]], bytes]:
    """What gives a reference its new number; a string as it is."""
    return partial(_renumber, {old: b"%d 0 R" % new for old, new in numbers.items()})


def _renumbered(numbers: Mapping[int, int], data: bytes) -> bytes:
    """Data with the new numbers of what it refers to."""
    return REFERENCE.sub(_swap(numbers), data)


def _renumber(numbers: Mapping[int, bytes], match: re.Match[bytes]) -> bytes:
    """A reference with its new number; a string as it is."""
    number = match[1]
    return match[0] if number is None else numbers[int(number)]


def _drawing(page: FragmentPage, drawing: bytes) -> bytes:
    """A stream that draws on a page what belongs to none of its text."""
    # The page below has turned the axis already, and may be moved; what is laid over was set for
    # its side.
    back = shift_operator(-page.moved) + b"\n" if page.moved else b""
    body = zlib.compress(b"/Artifact\nBMC\n%s%sEMC" % (back, drawing), DEFLATE_LEVEL)
    return b"<</Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream" % (len(body), body)


def _fonts(book: _Book, fonts: PdfObjects, numbers: Sequence[Mapping[str, int]]) -> list[int]:
    """The numbers of a font dictionary for each fragment."""
    placed = {number: book.free + index for index, (number, _, _) in enumerate(fonts.table)}
    swap = _swap(placed)
    for _, stream, data in fonts:
        head, mark, rest = data.partition(b"\nstream\n") if stream else (data, b"", b"")
        book.add(REFERENCE.sub(swap, head) + mark + rest, bool(stream))
    known: dict[bytes, int] = {}
    dictionaries = []
    for row in numbers:
        data = b"<<%s>>" % b"".join(
            b"/%s %d 0 R" % (name.encode(), placed[number]) for name, number in sorted(row.items())
        )
        if data not in known:
            known[data] = book.add(data)
        dictionaries.append(known[data])
    return dictionaries


# --- tags -----------------------------------------------------------------------------------------


def _write_leaf(
    objects: dict[int, bytes], part: PageFragment, numbers: Mapping[int, int], leaf: int
) -> None:
    """Writes the leaf of a part in the tree of tagged pages, and what its pages and links must know
    of it. The key of each page and link is its number.
    """
    rows: dict[int, bytes] = {}
    for page in part.pages:
        number = numbers[page.object]
        tags = b" ".join(b"%d 0 R" % numbers[element] for element in page.elements)
        rows[number] = b"%d[%s]" % (number, tags)
        objects[number] = objects[number][:-2] + b"/Parent %d 0 R/StructParents %d>>" % (
            PAGES,
            number,
        )
    for annotation, element in part.annotations:
        number = numbers[annotation]
        rows[number] = b"%d %d 0 R" % (number, numbers[element])
        objects[number] = objects[number][:-2] + b"/StructParent %d>>" % number
    nums = b" ".join(rows[key] for key in sorted(rows))
    objects[leaf] = b"<</Limits[%d %d]/Nums[%s]>>" % (min(rows), max(rows), nums)


def _write_tags(
    book: _Book, fragments: Sequence[PageFragment], parts: Sequence[_PlacedPart]
) -> None:
    """The trees of tags, and of the pages and links that they are of."""
    elements = [
        b"%d 0 R" % own.numbers[element]
        for part, own in zip(fragments, parts, strict=True)
        for element in part.elements
    ]
    book.objects[TREE] = b"<</Kids[%s]>>" % b" ".join(b"%d 0 R" % part.leaf for part in parts)
    book.objects[DOCUMENT] = b"<</Type /StructElem/S /Document/P %d 0 R/K[%s]>>" % (
        ROOT,
        b" ".join(elements),
    )
    book.objects[ROOT] = b"<</Type /StructTreeRoot/ParentTree %d 0 R/K[%d 0 R]>>" % (TREE, DOCUMENT)


# --- destinations and bookmarks -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PlacedPage:
    """A page, and the number of its object in the PDF."""

    page: FragmentPage
    number: int


def shift_operator(by: float) -> bytes:
    """The operator that moves what is drawn next to the right, by so many pt."""
    return b"1 0 0 1 %s 0 cm" % pdf_numbers([by])


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


# --- the file -------------------------------------------------------------------------------------


def _write_objects(objects: Mapping[int, bytes], streams: Set[int], following: int) -> _Section:
    """Objects by number as they stand in a PDF. All but streams are packed into object streams (ISO
    32000-1, 7.5.7), which have the numbers from ``following`` on.
    """
    out: list[bytes] = []
    places: list[tuple[int, int]] = []
    packed: list[tuple[int, int, int]] = []
    position = 0

    def write_object(number: int, data: bytes) -> None:
        """Writes an object and notes where it begins."""
        nonlocal position
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, data)
        places.append((number, position))
        out.append(whole)
        position += len(whole)

    for number in sorted(streams):
        write_object(number, objects[number])
    # Elements of the tree of tags, the most of them, stand apart: who looks for pages and links
    # need not unpack them.
    plain = sorted(objects.keys() - streams)
    tags = {number for number in plain if objects[number].startswith(ELEMENT)}
    for some in ([number for number in plain if number not in tags], sorted(tags)):
        for start in range(0, len(some), OBJECTS_PER_STREAM):
            group = some[start : start + OBJECTS_PER_STREAM]
            packed += [(number, following, index) for index, number in enumerate(group)]
            write_object(following, _object_stream(group, objects))
            following += 1
    return _Section(b"".join(out), places, packed)


def _object_stream(numbers: Sequence[int], objects: Mapping[int, bytes]) -> bytes:
    """An object stream of the objects with these numbers."""
    offsets, at = [], 0
    for number in numbers:
        offsets.append(b"%d %d" % (number, at))
        at += len(objects[number]) + 1
    head = b" ".join(offsets)
    body = zlib.compress(
        b"\n".join((head, *(objects[number] for number in numbers))), DEFLATE_LEVEL
    )
    return (
        b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream"
        % (len(numbers), len(head) + 1, len(body), body)
    )


def _write_file(sections: Sequence[_Section]) -> bytes:
    """The bytes of a PDF 1.7 of sections, with its table of objects. The same sections give the
    same bytes.
    """
    out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    rows: dict[int, bytes] = {}
    position = len(out[0])
    for section in sections:
        out.append(section.data)
        for number, offset in section.places:
            rows[number] = IN_FILE.pack(1, position + offset, 0)
        for number, stream, index in section.packed:
            rows[number] = IN_FILE.pack(2, stream, index)
        position += len(section.data)
    own = max(rows) + 1
    rows[own] = IN_FILE.pack(1, position, 0)
    digest = md5(b"".join(out), usedforsecurity=False).hexdigest().encode()
    free = IN_FILE.pack(0, 0, 65535)
    body = zlib.compress(
        b"".join([rows.get(number, free) for number in range(own + 1)]), DEFLATE_LEVEL
    )
    table = b"%d 0 obj\n<</Type /XRef/W[1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s> <%s>]" % (
        own,
        own + 1,
        CATALOG,
        INFO,
        digest,
        digest,
    )
    table += b"/Filter /FlateDecode/Length %d>>\nstream\n%s\r\nendstream\nendobj\n" % (
        len(body),
        body,
    )
    return b"".join((*out, table, b"startxref\n%d\n%%%%EOF\n" % position))

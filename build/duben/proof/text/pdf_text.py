"""Reads the text of a finished PDF, parts it into text and notes by position, and holds it against
the book.
"""

from __future__ import annotations

import io
import re
import struct
from binascii import unhexlify
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any, NamedTuple, Protocol

import pikepdf

from duben.cache import Cache, NullCache
from duben.layout import (
    FontFace,
    Rectangle,
    answer_boxes,
    book_characters,
    book_words,
    confusables,
    move_answers,
    order_enumerations,
)
from duben.model import Block, Book, Note, Problem, SourceLocation, problem, warning
from duben.pdf import PagePositions
from duben.proof.text.expected import (
    NOTE_MARK,
    Part,
    Passage,
    by_part,
    form,
    note_passages,
    noted,
    passage,
    passages,
    plain,
    rows_of,
    translated,
)
from duben.proof.text.matching import Difference, Stream, appendix, compare, excerpt, problems

# Glyphs stand on their baseline inside the type area; marks that hang, or stand raised, leave it by
# less than this (pt).
ROOM = 6.0
ASIDE = 18.0
# text in the last line above the notes may stand up to this below their upper edge (pt); they begin
# 20 pt lower
DROP = 6.0
# a number stands on the line of its text when their baselines differ by less: another font may sit
# lower
LEVEL = 2.5
NUMBER = re.compile("[0-9]{1,20}[.．、)）]|[·•◦▪–—-]")  # of an item
# WeasyPrint's fonts write these alike although the table of glyphs has both.
ALIKE = {ord("―"): "—"}

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Printed(Protocol):
    """What is asked of a page: its part, its folio, its type area, how far below the page's top its
    notes begin (None: none), where its lines stand, and its size in pt as composed.
    """

    @property
    def part(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def area(self) -> Rectangle: ...
    @property
    def notes(self) -> float | None: ...
    @property
    def positions(self) -> PagePositions | None: ...
    @property
    def across(self) -> float: ...
    @property
    def down(self) -> float: ...


class Run(NamedTuple):
    """A piece of text drawn at once: where it begins, in pt from the page's upper left corner, and
    what it says.
    """

    left: float
    top: float
    text: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """The text of a page: in its type area, in its notes, above and below the type area; before the
    text, everything on it.
    """

    part: str
    body: str
    notes: str
    head: str
    foot: str
    everything: str


def prove_pdf(
    book: Book,
    pdf: bytes,
    printed: Sequence[Printed],
    faces: Sequence[FontFace] = (),
    *,
    strict: bool = True,
    margins: bool = False,
    store: Cache | None = None,
    head: str | None = None,
) -> tuple[Problem, ...]:
    """What a PDF of the screen edition lacks, has twice, has changed or out of order, and text that
    is not of the book.

    ``printed`` describes its pages, in order. Without ``strict``, text that is nowhere in the
    source is only warned of: a template of the book's own may add some. With ``margins``, folios
    and running heads must be there. A difference is told when two readers see it: our own, and
    pdfium. ``store`` has what pages that are drawn the same were read to say, and takes it.
    ``head`` stands before the text of a document, which has no title page.
    """
    alike = ALIKE | {
        ord(one): first for one, first in kin(book, faces, store or NullCache()).items()
    }
    with pikepdf.open(io.BytesIO(pdf)) as document:
        read = leaves_of(
            document,
            printed,
            store or NullCache(),
            f"{book.settings.book.id} {printed[0].area if printed else ''}",
        )
    leaves = [alike_in(page, alike) for page in read]
    found = differences(book, leaves, alike, head)
    if found:
        found = differences(book, list(second_reading(pdf, printed, alike)), alike, head)
    return (
        *problems(found, "PDF", strict),
        *(unmarked(book, printed, leaves, heads=head is None) if margins else ()),
    )


def unmarked(
    book: Book, printed: Sequence[Printed], leaves: Sequence[Leaf], heads: bool
) -> Iterator[Problem]:
    """Pages of the text without their folio, and more pages without a running head than there are
    openings.
    """
    pages = [
        (number, page.label, one)
        for number, (page, one) in enumerate(zip(printed, leaves, strict=True), 1)
        if page.part in ("body", "back") and page.label
    ]
    lacking = [
        number
        for number, label, one in pages
        if not re.search(rf"(?<![0-9]){re.escape(label)}(?![0-9])", one.foot)
    ]
    if lacking:
        yield problem("folio-missing", None, pages=listed(lacking))
    bare = [
        number for number, _, one in pages if not one.head and one.body
    ]  # a page ruled for notes has none
    openings = (
        sum(chapter.part != "front" for chapter in book.chapters) + 2
    )  # the answers, the appendix
    if heads and len(bare) > openings:
        yield problem("head-missing", None, pages=listed(bare))


def lines_off_page(
    book: Book, printed: Sequence[Printed], strict: bool = True
) -> Iterator[Problem]:
    """Blocks of which a line runs over the edge of its page: what stands there is not on the paper."""
    found: dict[str, int] = {}
    for number, page in enumerate(printed, 1):
        for line in page.positions.lines if page.positions else ():
            for piece in line.pieces:
                if (
                    piece.left < -ROOM
                    or piece.right > page.across + ROOM
                    or line.baseline > page.down
                ):
                    found.setdefault(piece.block, number)
    if found:
        say = problem if strict else warning
        blocks = {block.id: block for chapter in book.chapters for block in chapter.walk()}
        for name, number in found.items():
            block = blocks.get(name)
            yield say(
                "text-off-page",
                block.place if block else None,
                text=excerpt(block.text) if block else "……",
                page=number,
            )


def listed(pages: Sequence[int]) -> str:
    """The first of many numbers."""
    return "、".join(map(str, pages[:10])) + ("……" if len(pages) > 10 else "")


def leaves_of(
    document: pikepdf.Pdf, printed: Sequence[Printed], store: Cache, name: str
) -> list[Leaf]:
    """The text of each page: read now, or when a page with the same areas was last drawn with the
    same bytes and forms, by fonts whose codes mean what they meant then.
    """
    reader = Reader()
    kept = store.get("pages read", name)
    known: Mapping[str, Any] = kept[0] if kept else {"fonts": {}, "pages": {}}
    found: dict[str, Sequence[str]] = {}
    alike: dict[tuple[str, str], bool] = {}
    leaves = []
    for page, own in zip(document.pages, printed, strict=True):
        key, fonts = f"{reader.key(page)} {own.part} {own.area} {own.notes}", reader.fonts(page)
        then, *texts = known["pages"].get(key) or found.get(key) or [""]
        if then != fonts:
            # Fonts that were cut anew for another page know more codes: who had none that were
            # unknown reads as before.
            if (then, fonts) not in alike:
                alike[then, fonts] = then in known["fonts"] and reader.goes_on(
                    known["fonts"][then], fonts
                )
            if not alike[then, fonts] or any(UNREAD in text for text in texts):
                one = leaf(own, reader.runs(page))
                texts = [one.body, one.notes, one.head, one.foot, one.everything]
        found[key] = [fonts, *texts]
        leaves.append(Leaf(own.part, *texts))
    if found != known["pages"]:
        store.put(
            {
                "fonts": {
                    one: reader.told(one) for one in sorted({row[0] for row in found.values()})
                },
                "pages": found,
            },
            b"",
            "pages read",
            name,
        )
    return leaves


def alike_in(page: Leaf, alike: Mapping[int, str]) -> Leaf:
    """The text of a page with each of the characters that fonts draw alike as the first of its kin."""
    return Leaf(
        page.part,
        *(
            translated(text, alike)
            for text in (page.body, page.notes, page.head, page.foot, page.everything)
        ),
    )


def kin(book: Book, faces: Sequence[FontFace], store: Cache) -> dict[str, str]:
    """The characters of the book that its fonts draw alike."""
    known = "".join(sorted(book_characters(book))) if faces else ""
    depends = (
        "twins",
        known,
        [
            (str(face.file), face.index, face.file.stat().st_size, face.file.stat().st_mtime_ns)
            for face in faces
        ],
    )
    kept = store.get(*depends)
    if kept is None:
        kept = confusables(known, faces), b""
        store.put(*kept, *depends)
    found: dict[str, str] = kept[0]
    return found


# --- what must stand where ---------------------------------------------------------------------------------------


def differences(
    book: Book, leaves: Sequence[Leaf], alike: Mapping[int, str], head: str | None = None
) -> list[Difference]:
    """All differences, part by part."""
    said = book_words(book.settings.book.language)
    shown = move_answers(book)
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}

    def part(
        pages: Sequence[Leaf], expected: Sequence[Passage], blocks: Sequence[Block]
    ) -> Iterator[Difference]:
        yield from compare(stream(pages, "body"), expected)
        read, called = stream(pages, "notes"), noted(blocks, notes)
        if found := compare(read, list(note_passages(called, alike))):
            found = compare(
                read, list(note_passages(by_page(called, rows_of(blocks), read, alike), alike))
            )
        yield from found

    found: list[Difference] = list(titles(book, leaves, alike)) if head is None else []
    front = [block for chapter in by_part(shown.chapters, "front") for block in chapter.blocks]
    expected = list(passages(front, alike))
    pages = between(leaves, "front", opening(expected), plain(said["contents_spaced"], alike))
    found += part(pages if front else [], expected, front)

    body = [
        block
        for kind in ("body", "back")
        for chapter in by_part(shown.chapters, kind)
        for block in chapter.blocks
    ]
    expected = list(passages(body, alike))
    if head is not None:
        expected.insert(0, passage(None, SourceLocation("book.toml"), [plain(head, alike)]))
    elif not opens_with_title(shown):
        # The templates set the book's title over a text that has none.
        expected.insert(
            0,
            passage(
                None,
                SourceLocation("book.toml"),
                [optional(plain(book.settings.book.title, alike))],
            ),
        )
    found += part([page for page in leaves if page.part == "body"], expected, body)

    gathered = answer_boxes(book)
    pages = between(leaves, "back", opening(()), plain(said["appendix"], alike))
    expected = [
        passage(None, SourceLocation("book.toml"), [optional(plain(said["answers"], alike))])
    ]
    for chapter, boxes in gathered:
        title = chapter.title.text if chapter.title else ""
        expected.append(
            passage(None, SourceLocation(chapter.file), [optional(plain(title, alike))])
        )
        expected += passages(untitled(boxes, said["answers"]), alike)
    found += part(
        pages if gathered else [],
        expected if gathered else [],
        [box for _, boxes in gathered for box in boxes],
    )

    if book.settings.text.appendix and (wanted := order_enumerations(book)):
        text = "".join(page.body for page in leaves if page.part == "back")
        found += appendix(text[text.find(plain(said["appendix"], alike)) :], wanted, alike)
    return found


def by_page(
    notes: Iterable[Note], rows: Mapping[str, str], read: Stream, alike: Mapping[int, str]
) -> Iterator[Note]:
    """Notes as they are printed: those of a row whose cells run over pages side by side in the
    order of their pages.
    """

    def page(note: Note) -> int:
        if note.id not in rows:
            return 0
        whole = form(part for one in note_passages([note], alike) for part in one.parts)
        found = re.search(f"{whole}(?={NOTE_MARK.pattern}|$)", read.text)
        return bisect_right(read.starts, found.start()) if found else 0

    for _, called in groupby(notes, key=lambda note: rows.get(note.id, "")):
        yield from sorted(called, key=page)


def untitled(boxes: Iterable[Block], heading: str) -> list[Block]:
    """Gathered boxes as they are set: those with a title of their own whole, of the others what is
    in them.
    """
    return [
        part for box in boxes for part in ([box] if box.text not in ("", heading) else box.children)
    ]


def opens_with_title(book: Book) -> bool:
    """Whether the first chapter of the text has a title."""
    return next(
        (
            chapter.title is not None
            for kind in ("body", "back")
            for chapter in by_part(book.chapters, kind)
        ),
        False,
    )


def optional(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{re.escape(text)})?")


def opening(expected: Sequence[Passage]) -> re.Pattern[str]:
    """The first characters of the first passages, and what may or must stand between them."""
    parts: list[Part] = []
    room = 12
    for part in (part for one in expected for part in one.parts):
        parts.append(part[:room] if isinstance(part, str) else part)
        room -= len(part) if isinstance(part, str) else 0
        if room <= 0:
            break
    return re.compile(form(parts))


def between(leaves: Sequence[Leaf], part: str, begin: re.Pattern[str], end: str) -> list[Leaf]:
    """The pages of a part from the first that opens with one text to the first that opens with
    another.
    """
    pages = [page for page in leaves if page.part == part]
    first = next((index for index, page in enumerate(pages) if begin.match(page.body)), len(pages))
    last = next(
        (index for index in range(first, len(pages)) if end and pages[index].body.startswith(end)),
        len(pages),
    )
    return pages[first:last]


def stream(pages: Sequence[Leaf], which: str) -> Stream:
    """The text or the notes of pages, one after the other."""
    texts = [getattr(page, which) for page in pages]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    return Stream("".join(texts), tuple(starts[:-1]))


def titles(book: Book, leaves: Sequence[Leaf], alike: Mapping[int, str]) -> Iterator[Difference]:
    """Title and the like that stand nowhere before the text."""
    about = book.settings.book
    text = "".join(page.everything for page in leaves if page.part in ("cover", "front"))
    for value in (
        about.title,
        about.subtitle,
        *about.authors,
        book.settings.imprint.issuer or about.publisher,
    ):
        if plain(value, alike) not in text:
            yield Difference("missing", SourceLocation("book.toml"), expected=excerpt(value))


# --- reading -------------------------------------------------------------------------------------------------------


def leaf(page: Printed, drawn: Sequence[Run]) -> Leaf:
    """The text of a page in order of drawing, parted by where it stands."""
    area = page.area
    limit = page.notes + DROP if page.notes is not None else float("inf")
    inside = [
        run
        for run in drawn
        if area.top - ROOM <= run.top <= area.bottom + ROOM
        and area.left - ASIDE <= run.left <= area.right + ASIDE
    ]
    body = [run for run in inside if run.top <= limit]
    notes = [run for run in inside if run.top > limit]
    head = [run for run in drawn if run.top < area.top - ROOM]
    foot = [run for run in drawn if run.top > area.bottom + ROOM]
    everything = drawn if page.part in ("cover", "front") else ()  # where titles are looked for
    return Leaf(
        page.part,
        joined(numbered(body)),
        joined(numbered(notes)),
        joined(head),
        joined(foot),
        joined(everything),
    )


def joined(drawn: Iterable[Run]) -> str:
    return plain("".join([run.text for run in drawn]))


def numbered(drawn: Sequence[Run]) -> list[Run]:
    """Runs with each number of a list before the text that it numbers: WeasyPrint draws them last
    on a page.
    """
    lines: dict[int, list[int]] = {}
    before: dict[int, int] = {}
    for at, run in enumerate(drawn):
        level = round(run.top)
        if NUMBER.fullmatch(run.text.strip()):
            near = [
                other
                for key in range(level - 3, level + 4)
                for other in lines.get(key, ())
                if drawn[other].left > run.left and abs(drawn[other].top - run.top) < LEVEL
            ]
            if near:
                before[at] = min(
                    near,
                    key=lambda other: (
                        round(abs(drawn[other].top - run.top)),
                        drawn[other].left,
                        other,
                    ),
                )
                continue
        lines.setdefault(level, []).append(at)
    if not before:
        return list(drawn)
    order = sorted(range(len(drawn)), key=lambda at: (before.get(at, at), at not in before, at))
    return [drawn[at] for at in order]


OPERATORS = "q Q cm BT Tf Tm Td TD T* TL Tj TJ ' \" Do"


UNREAD = "\ufffd"


class Texts(dict[int, str]):
    """The text of each code of a font; one that the font does not tell is not readable."""

    def __missing__(self, code: int) -> str:
        return UNREAD


@dataclass(frozen=True, slots=True)
class Coding:
    """How the codes of a font are read: the text of each, and how many bytes a code has."""

    texts: Texts
    size: int = 2

    def read(self, codes: bytes) -> str:
        numbers = (
            struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) // 2 * 2])
            if self.size == 2
            else codes
        )
        return "".join(map(self.texts.__getitem__, numbers))


NOTHING = Coding(Texts())


def coding(font: Any) -> Coding:
    """The coding of a font, from its table for copying text."""
    if "/ToUnicode" not in font:
        return NOTHING
    table = font.ToUnicode.read_bytes()
    texts = Texts()
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, value in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            texts[int(code, 16)] = spelled(value)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, value in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section
        ):
            start = spelled(value)
            for number in range(int(first, 16), int(last, 16) + 1):
                texts[number] = start[:-1] + chr(ord(start[-1]) + number - int(first, 16))
    return Coding(texts, 2 if font.get("/Subtype") == "/Type0" else 1)


def spelled(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace")


class Reader:
    """Reads the pages of a PDF; what a font's codes mean is worked out once."""

    def __init__(self) -> None:
        self.codings: dict[tuple[int, int], Coding] = {}
        self.digests: dict[tuple[int, int], str] = {}
        self.digests_of_fonts: dict[tuple[int, int], str] = {}
        self.known: dict[str, dict[str, Coding]] = {}  # by the digest of the fonts

    def key(self, page: pikepdf.Page) -> str:
        """A digest over all that decides what a page says and where, but for what the codes of its
        own fonts mean: its drawing, its forms.
        """
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        contents = page.obj.get("/Contents", pikepdf.Array())
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        parts = [
            *(one.read_raw_bytes() for one in streams),
            repr([float(side) for side in page.mediabox]).encode(),
            self.forms(resources, 0).encode(),
        ]
        return blake2b(
            b"".join(len(part).to_bytes(8, "big") + part for part in parts), digest_size=16
        ).hexdigest()

    def forms(self, resources: Any, depth: int) -> str:
        """The same over forms, with their own fonts; what pages share is read once."""
        if resources.objgen in self.digests and resources.objgen != (0, 0):
            return self.digests[resources.objgen]
        found = blake2b(digest_size=16)
        for name, drawn in sorted(resources.get("/XObject", pikepdf.Dictionary()).items()):
            if drawn.get("/Subtype") == "/Form":
                own = (
                    f"{self.forms(drawn.Resources, depth + 1)} {self.meant(drawn.Resources)}"
                    if "/Resources" in drawn and depth < 8
                    else ""
                )
                data = drawn.read_raw_bytes()
                found.update(
                    f"{name} {drawn.get('/Matrix', '')!r} {own} {len(data)} ".encode() + data
                )
        self.digests[resources.objgen] = found.hexdigest()
        return self.digests[resources.objgen]

    def fonts(self, page: pikepdf.Page) -> str:
        """A digest over what the codes of a page's fonts mean; ``told`` has it in full."""
        return self.meant(page.obj.get("/Resources", pikepdf.Dictionary()))

    def meant(self, resources: Any) -> str:
        """The same of the fonts in resources; what pages share is read once."""
        if resources.objgen in self.digests_of_fonts and resources.objgen != (0, 0):
            return self.digests_of_fonts[resources.objgen]
        found = blake2b(digest_size=16)
        fonts = sorted(resources.get("/Font", pikepdf.Dictionary()).items())
        for name, font in fonts:
            table = font.ToUnicode.read_raw_bytes() if "/ToUnicode" in font else b""
            found.update(f"{name} {font.get('/Subtype')} {len(table)} ".encode() + table)
        digest = self.digests_of_fonts[resources.objgen] = found.hexdigest()
        if digest not in self.known:
            self.known[digest] = {name: self.coding(font) for name, font in fonts}
        return digest

    def told(self, digest: str) -> dict[str, Any]:
        """What the codes of fonts mean, as data for JSON."""
        return {
            name: [one.size, {str(code): text for code, text in one.texts.items()}]
            for name, one in self.known[digest].items()
        }

    def goes_on(self, then: Mapping[str, Any], digest: str) -> bool:
        """Whether fonts have all that those of another build had, and each code means the same."""
        now = self.known[digest]
        return all(
            name in now
            and now[name].size == size
            and all(now[name].texts.get(int(code)) == text for code, text in texts.items())
            for name, (size, texts) in then.items()
        )

    def runs(self, page: pikepdf.Page) -> list[Run]:
        """Every piece of text that a page draws, in order of drawing."""
        left, _, _, top = map(float, page.mediabox)
        found: list[Run] = []
        self.draw(page.obj, page.obj, IDENTITY, found, 0)
        return [Run(run.left - left, top - run.top, run.text) for run in found]

    def coding(self, font: Any) -> Coding:
        if font.objgen not in self.codings:
            self.codings[font.objgen] = coding(font)
        return self.codings[font.objgen]

    def draw(self, content: Any, holder: Any, matrix: Matrix, found: list[Run], depth: int) -> None:
        """Collects the text of a content stream whose resources ``holder`` has; ``top`` of the runs
        is PDF's own y.
        """
        resources = holder.get("/Resources", pikepdf.Dictionary())
        fonts: dict[str, Coding] = {
            name: self.coding(font)
            for name, font in resources.get("/Font", pikepdf.Dictionary()).items()
        }
        forms = resources.get("/XObject", pikepdf.Dictionary())

        def shown(name: str, at: Matrix, there: list[Run]) -> None:
            form = forms.get(name)
            if depth < 8 and form is not None and form.get("/Subtype") == "/Form":
                self.draw(
                    form,
                    form if "/Resources" in form else holder,
                    product(six(form.get("/Matrix", IDENTITY)), at),
                    there,
                    depth + 1,
                )

        if (known := quickly(contents_of(content), fonts, matrix, shown)) is not None:
            found += known
            return
        stack: list[tuple[Matrix, Coding]] = []
        font = NOTHING
        text = line = IDENTITY
        leading = 0.0
        for step in pikepdf.parse_content_stream(content, OPERATORS):
            operands: Any = step.operands
            match str(step.operator):
                case "TJ":
                    at = product(text, matrix)
                    codes = b"".join(
                        [bytes(one) for one in operands[0] if isinstance(one, pikepdf.String)]
                    )
                    found.append(Run(at[4], at[5], font.read(codes)))
                case "Tj" | "'" | '"' as name:
                    if name != "Tj":
                        text = line = product((1, 0, 0, 1, 0, -leading), line)
                    at = product(text, matrix)
                    found.append(Run(at[4], at[5], font.read(bytes(operands[-1]))))
                case "Tm":
                    text = line = six(operands)
                case "Td" | "TD" as name:
                    across, down = map(float, operands)
                    leading = -down if name == "TD" else leading
                    text = line = product((1, 0, 0, 1, across, down), line)
                case "T*":
                    text = line = product((1, 0, 0, 1, 0, -leading), line)
                case "TL":
                    leading = float(operands[0])
                case "Tf":
                    font = fonts.get(str(operands[0]), NOTHING)
                case "BT":
                    text = line = IDENTITY
                case "cm":
                    matrix = product(six(operands), matrix)
                case "q":
                    stack.append((matrix, font))
                case "Q":
                    matrix, font = stack.pop() if stack else (matrix, font)
                case "Do":
                    shown(str(operands[0]), matrix, found)


def contents_of(drawn: Any) -> bytes:
    """The drawing of a page, its streams one behind the other, or of a form."""
    if isinstance(drawn, pikepdf.Stream):
        return drawn.read_bytes()
    contents = drawn.get("/Contents", pikepdf.Array())
    return b"\n".join(
        one.read_bytes()
        for one in (contents if isinstance(contents, pikepdf.Array) else [contents])
    )


# Steps of a drawing as WeasyPrint and the composer write them: what neither shows nor moves text,
# then what does. No step is tried in a second way (``++``, ``*+``): what one expression reads is
# read in half the time.
_NAME = rb"/([^\s/<>\[\]()%#]++)\s++"
_VALUE = rb"(?:[-+.0-9]++|/[^\s/<>\[\]()%]++|\[[-+.0-9\s]*+\])\s++"
_SILENT = (rb"(?:/[A-Za-z0-9]++\s*+<<[^<>()]*+>>\s*+BDC|(?:" + _VALUE + rb")*+(?:ET|EMC|BMC|T[cwzsr]|rg|RG|[gGkK]|cs|CS|scn?|SCN?|gs|re"
           rb"|[mlcvyhnsSwJjMdi]|W\*?|f\*?|F|B\*?|b\*?|ri|sh))(?:\s++|$)")  # fmt: skip
_STEP = re.compile(
    rb"(\s*+(?:"
    + _SILENT
    + rb")*+(?:(?:(\[(?:<[0-9A-Fa-f]*+>|[-+.0-9\s]++)*+\])\s*+TJ|(<[0-9A-Fa-f]*+>)\s*+Tj"
    rb"|((?:[-+.0-9]++\s++){6})(Tm|cm)|"
    + _NAME
    + rb"[-+.0-9]++\s++Tf|"
    + _NAME
    + rb"Do|(BT|[qQ]))(?:\s++|$)|$))"
)


def quickly(
    data: bytes,
    fonts: Mapping[str, Coding],
    matrix: Matrix,
    shown: Callable[[str, Matrix, list[Run]], None],
) -> list[Run] | None:
    """The text of a drawing, read by one expression; None where it has a step that this does not
    know whole. ``shown`` adds that of a form.
    """
    steps = _STEP.findall(data)
    if sum([len(step[0]) for step in steps]) != len(data):
        return None
    found: list[Run] = []
    stack: list[tuple[Matrix, Coding]] = []
    font, text = NOTHING, IDENTITY
    for _, several, one, numbers, operator, name, drawn, state in steps:
        if several or one:
            codes = (several or one).replace(b">", b"<").split(b"<")[1::2]
            if any([len(part) % 2 for part in codes]):  # noqa: C419 - a list is quicker
                return None
            a, b, c, d, e, f = matrix
            x, y = text[4:]
            found.append(
                Run(x * a + y * c + e, x * b + y * d + f, font.read(unhexlify(b"".join(codes))))
            )
        elif operator == b"Tm":
            text = six(numbers.split())
        elif operator:
            matrix = product(six(numbers.split()), matrix)
        elif name:
            font = fonts.get(f"/{name.decode('latin-1')}", NOTHING)
        elif drawn:
            shown(f"/{drawn.decode('latin-1')}", matrix, found)
        elif state == b"BT":
            text = IDENTITY
        elif state == b"q":
            stack.append((matrix, font))
        elif state == b"Q" and stack:
            matrix, font = stack.pop()
    return found


def six(numbers: Iterable[Any]) -> Matrix:
    """The numbers of a matrix. ValueError for what is none: WeasyPrint writes such when a style has
    values out of bounds.
    """
    try:
        a, b, c, d, e, f = map(float, numbers)
    except (TypeError, ValueError):
        raise ValueError("a page holds a number that cannot be read") from None
    return a, b, c, d, e, f


def product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def second_reading(
    pdf: bytes, printed: Sequence[Printed], alike: Mapping[int, str]
) -> Iterator[Leaf]:
    """The same text read by pdfium, which takes several times as long."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(pdf) as document:
        for page, read in zip(printed, document, strict=True):
            text = read.get_textpage()
            height = read.get_height()
            drawn = []
            for piece in read.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                at = piece.get_matrix()
                drawn.append(Run(at.e, height - at.f, said_by(piece, text)))
            yield alike_in(leaf(page, drawn), alike)
            text.close()
            read.close()


def said_by(piece: Any, text: Any) -> str:
    """The text of a piece of a page as pdfium reads it; it gives a hyphen at a line's end as a sign
    of its own.
    """
    from pypdfium2 import raw

    length = raw.FPDFTextObj_GetText(piece, text, None, 0)
    buffer = (raw.FPDF_WCHAR * (length // 2))()
    raw.FPDFTextObj_GetText(piece, text, buffer, length)
    return (
        bytes(buffer)[:-2]
        .decode("utf-16-le", "replace")
        .replace("\ufffe", "-")
        .replace("\x02", "-")
    )

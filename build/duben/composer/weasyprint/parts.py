"""A composed document as plain data: its pages as PDF objects, finished but for what only the whole
book knows.

Left out are fonts (of each only the glyphs are named), page numbers of objects, bookmarks,
destinations and the root of the structure tree. So a part can be kept, and joined with others as
often as they change.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pydyf
import weasyprint
from weasyprint import pdf as engine
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf import fonts as engine_fonts
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

from duben.composer import memory
from duben.composer.weasyprint.pages import release
from duben.composer.weasyprint.plain_paragraphs import PlainLine, parts_of, text_of

_font_init = engine_fonts.Font.__init__
_get_data = engine_fonts.get_hb_object_data
PX = 0.75  # pt
LEVEL = 6  # of deflation: 9 takes twice as long for 0.3 % less
LOADED_SIZE = 12  # px; the size in which a font is opened to be cut: its metrics are rounded


class NotPlain(Exception):
    """A document that cannot be taken apart: fonts of pictures, forms."""


@dataclass(slots=True)
class DrawnFonts:
    """What is taken from a document while its pages are drawn."""

    fonts: Mapping[Any, Any]
    place: Any  # the dictionary that stands for that of its fonts


def font_init(font: Any, pango_font: Any, description: Any, font_size: float) -> None:
    """Open a font as WeasyPrint does, without a copy of its file (25 MB) before somebody asks for
    it.
    """
    engine_fonts.get_hb_object_data = _nothing
    try:
        _font_init(font, pango_font, description, font_size)
    finally:
        engine_fonts.get_hb_object_data = _get_data
    font._composer_description = ffi.string(
        pango.pango_font_description_to_string(description)
    ).decode()


def _nothing(*_: object) -> None:
    return None


def _content(font: Any) -> bytes:
    if font.__dict__.get("_composer_content") is None:
        font._composer_content = _get_data(font.hb_face)
    content: bytes = font._composer_content
    return content


def _set_content(font: Any, data: bytes | None) -> None:
    font._composer_content = data


def enter() -> None:
    """Let fonts have the content of their files only when it is asked for."""
    engine_fonts.Font.file_content = property(_content, _set_content)


def leave() -> None:
    """Give fonts their content back."""
    del engine_fonts.Font.file_content


def document_objects(
    document: Any,
    zoom: float,
    name: str,
    variant: str | None = None,
    finish: Callable[[Any, Any], None] = lambda document, pdf: None,
) -> tuple[dict[str, Any], bytes]:
    """The pages of a document as data for JSON and bytes; ``name`` makes what must be unique in a
    PDF unique.

    ``zoom``, ``variant`` and ``finish``, the last to see the PDF, are those of ``write_pdf``.
    Lengths in pt from the lower left corner of the page. The document cannot be drawn again.
    """
    memory.font_pages()
    taken: list[DrawnFonts] = []

    def fonts_dictionary(pdf: Any, fonts: Mapping[Any, Any], *_: object) -> Any:
        taken.append(DrawnFonts(fonts, pydyf.Dictionary()))
        return taken[0].place

    with (
        _instead(engine, "build_fonts_dictionary", fonts_dictionary),
        _instead(engine, "resolve_links", _all_links),
    ):
        document.make_bookmark_tree = lambda *_, **__: []
        options = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_variant": variant}
        if variant:
            options |= {
                key: value
                for key, value in engine.VARIANTS[variant][1].items()
                if options[key] is None
            }
            document.output_intent = options["output_intent"]
        pdf = engine.generate_pdf(document, None, zoom, **options)
    finish(document, pdf)
    if "AcroForm" in pdf.catalog:
        raise NotPlain
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    tree = _object(pdf, root["ParentTree"])
    whole = _object(pdf, root["K"][0])
    numbers = tree["Nums"]
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    placed = _place_objects(pdf, document.pages, pages, zoom * PX)
    annotations = []
    for entry in list[Any](pdf.objects):
        if isinstance(entry, pydyf.Dictionary):
            if (index := entry.pop("StructParent", None)) is not None:
                annotations.append((entry.number, _number(numbers[2 * index + 1])))
            if "ID" in entry:
                # The cells of the column hold the same object.
                entry["ID"].string = f"{name}-{entry['ID'].string}"
    for own, page in zip(document.pages, pages, strict=True):
        del page["Parent"], page["StructParents"]
        if zoom != 1 and any(own.bleed.values()):
            # WeasyPrint 70 takes the bleed off the enlarged page without enlarging it.
            size = own.width * zoom * PX, own.height * zoom * PX
            page["TrimBox"] = pydyf.Array([0, 0, *size])
        # What is drawn beyond is there for a press.
        page["MediaBox"] = page["BleedBox"] = page["TrimBox"]
    left_out = {
        0,
        pdf.pages.number,
        pdf.catalog.number,
        root.number,
        tree.number,
        whole.number,
        taken[0].place.number,
    }
    table, blob = pack_objects(
        (entry.number, *_data(entry)) for entry in pdf.objects if entry.number not in left_out
    )
    about = {
        "objects": table,
        "pages": [
            _page(
                page,
                own.number,
                placed[own.number],
                [_number(reference) for reference in numbers[2 * index + 1]],
                zoom * PX,
            )
            for index, (page, own) in enumerate(zip(document.pages, pages, strict=True))
        ],
        "elements": [_number(reference) for reference in whole["K"]],
        "annotations": annotations,
        "document": whole.number,
        "fonts_at": taken[0].place.number,
        "fonts": font_rows(taken[0].fonts.values()),
        "catalog": pydyf.Dictionary(
            {key: pdf.catalog[key] for key in ("Metadata", "OutputIntents") if key in pdf.catalog}
        ).data.decode("latin-1"),
        "info": pdf.info.data.decode("latin-1"),
    }
    release(document)
    return about, blob


@contextmanager
def _instead(module: Any, name: str, ours: Callable[..., Any]) -> Iterator[None]:
    """For as long as it lasts, a function of WeasyPrint is ours."""
    known = getattr(module, name)
    setattr(module, name, ours)
    try:
        yield
    finally:
        setattr(module, name, known)


def _all_links(pages: Iterable[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Every link as it is, wherever it leads, and no destinations."""
    for page in pages:
        yield page.links, []


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _data(entry: Any) -> tuple[bool, bytes]:
    if not isinstance(entry, pydyf.Stream):
        return False, _write_value(entry)
    if not entry.compress:
        return True, entry.data
    raw = zlib.compress(
        b"\n".join(
            [item if type(item) is bytes else pydyf._to_bytes(item) for item in entry.stream]
        ),
        LEVEL,
    )
    extra = pydyf.Dictionary({**entry.extra, "Filter": "/FlateDecode", "Length": len(raw)})
    return True, extra.data + b"\nstream\n" + raw + b"\r\nendstream"


class _PdfNames(dict[str, bytes]):
    """The keys of dictionaries as a PDF has them; there are some thirty, ten thousand times."""

    def __missing__(self, key: str) -> bytes:
        self[key] = value = b"/" + key.encode("ascii") + b" "
        return value


_KEYS = _PdfNames()


def _write_value(value: Any) -> bytes:
    """A value as pydyf writes it, in half the time."""
    kind = type(value)
    if kind is bytes:
        return value
    if kind is str:
        return value.encode("ascii")
    if kind is pydyf.Dictionary:
        return b"<<%s>>" % b"".join(
            [_KEYS[key] + _write_value(item) for key, item in value.items()]
        )
    if kind is pydyf.Array:
        return b"[%s]" % b" ".join(map(_write_value, value))
    return pydyf._to_bytes(value)


def pack_objects(objects: Iterable[tuple[int, bool, bytes]]) -> tuple[list[list[int]], bytes]:
    """Objects as a table (number, whether it is a stream, length) and their data one behind the
    other.
    """
    table, data = [], []
    for number, stream, content in objects:
        table.append([number, int(stream), len(content)])
        data.append(content)
    return table, b"".join(data)


_PATTERN = re.compile(rb"/(p[0-9]+) (?:scn|SCN)\b")


def _place_objects(
    pdf: Any, pages: Sequence[Any], written: Sequence[Any], scale: float
) -> dict[int, list[int]]:
    """Of each page, by its number, the objects beside its drawing that say where on it something
    stands: links, pictures' elements and patterns, which know nothing of how the drawing that uses
    them was moved.
    """
    placed = {own.number: [_number(link) for link in own.get("Annots", ())] for own in written}
    heights = {own.number: page.height for page, own in zip(pages, written, strict=True)}
    patterns = _object(pdf, written[0]["Resources"])["Pattern"]
    for own in written if patterns else ():
        names = set(
            _PATTERN.findall(b"\n".join(map(pydyf._to_bytes, _object(pdf, own["Contents"]).stream)))
        )
        placed[own.number] += sorted(
            _number(reference) for name, reference in patterns.items() if name.encode() in names
        )
    for entry in pdf.objects:
        if (
            isinstance(entry, pydyf.Dictionary)
            and entry.get("Type") == "/StructElem"
            and "BBox" in entry.get("A", ())
        ):
            page = _number(entry["Pg"])
            left, top, right, bottom = entry["A"]["BBox"]
            # WeasyPrint writes px from the upper left corner.
            entry["A"]["BBox"] = pydyf.Array(
                value * scale
                for value in (left, heights[page] - bottom, right, heights[page] - top)
            )
            placed[page].append(entry.number)
    return placed


def _page(
    page: Any, number: int, placed: list[int], elements: list[int], scale: float
) -> dict[str, Any]:
    """What must be known of a page beside its drawing; ``elements`` are those of its marked pieces,
    in order, ``placed`` the numbers of what else knows where it stands on it.
    """
    box = page._page_box
    matrix = Matrix(scale, 0, 0, -scale, 0, page.height * scale)
    left, top = box.content_box_x(), box.content_box_y()
    feet = [
        area for area in box.children if isinstance(area, boxes.FootnoteAreaBox) and area.children
    ]
    return {
        "object": number,
        "placed": placed,
        "elements": elements,
        "turns": _turns(box),
        "links": [[kind, target] for kind, target, _, _ in page.links],
        "anchors": {
            name: [round(value, 3) for value in matrix.transform_point(*point[:2])]
            for name, point in page.anchors.items()
        },
        "bookmarks": [
            [level, label, *(round(value, 3) for value in matrix.transform_point(*point)), state]
            for level, label, point, state in page.bookmarks
        ],
        "area": [value * scale for value in (left, top, left + box.width, top + box.height)],
        "width": page.width * scale,
        "height": page.height * scale,
        "notes_edge": feet[0].position_y * scale if feet else None,
        "foot": foot_of(box.children),
        # Its name in styles; "" where it was left blank.
        "kind": "" if box.page_type.blank else box.page_type.name,
        "notes": [
            note.element.get("id")
            for area in feet
            for note in area.children
            if note.element is not None
        ],
        "text": _text(box),
    }


_OF_A_SIDE = frozenset(("left", "right", "recto", "verso"))


def _turns(page: Any) -> bool:
    """Whether a page may stand on the other side of the leaf: nothing on it asks for a side, or
    reaches over an edge, where what is drawn as one (a background, what is half transparent) is cut
    off.
    """
    return all(
        _stays(child, page.margin_width())
        for child in page.children
        if not isinstance(child, boxes.MarginBox)
    )


def _stays(box: Any, edge: float) -> bool:
    """The same of a box and all inside it, on a page that is so wide."""
    return (
        type(box) is PlainLine
        or not {box.style["break_before"], box.style["break_after"]} & _OF_A_SIDE
        and (
            not isinstance(box.width, (int, float))
            or (box.position_x >= 0 and box.position_x + box.margin_width() <= edge)
        )
        and all(_stays(child, edge) for child in getattr(box, "children", ()))
    )


def foot_of(children: Iterable[Any]) -> float | None:
    """The baseline of the folio at the foot of a page, in pt from its top as composed; None where
    none is printed.
    """
    for box in children:
        if isinstance(box, boxes.MarginBox) and "bottom" in box.at_keyword:
            for line in box.descendants():
                if isinstance(line, boxes.LineBox) and text_of(line):
                    return float(line.position_y + line.baseline) * PX
    return None


def _text(page: Any) -> list[list[Any]]:
    """[id of the nearest element that has one, how many characters of it, blanks left out] of the
    text on a page, in order.

    Margins and notes are left out, readings of ruby, page numbers in the text, and what styles put
    before and behind elements.
    """
    counts: list[list[Any]] = []
    _add_text(page, "", counts, {})
    return counts


def _add_text(box: Any, name: str, counts: list[list[Any]], owners: dict[Any, str | None]) -> None:
    """Adds the text in a box with ``name`` above it; ``owners`` are the ids of texts by their
    boxes, of which every line has some.
    """
    own = _nearest_id(box, name)
    if own is None:
        return
    if isinstance(box, boxes.TextBox):
        _count(box.text, own, counts)
    elif type(box) is PlainLine:
        for part in parts_of(box):
            source = part.around[-1]
            if source not in owners:
                owners[source] = _owner(part.around, own)
            if (owner := owners[source]) is not None:
                _count(part.text, owner, counts)
    else:
        for child in getattr(box, "children", ()):
            _add_text(child, own, counts, owners)


def _count(text: str, name: str, counts: list[list[Any]]) -> None:
    """Adds the characters of a text with this id."""
    count = len("".join(text.split()))
    if counts and counts[-1][0] == name:
        counts[-1][1] += count
    else:
        counts.append([name, count])


def _owner(around: Sequence[Any], name: str) -> str | None:
    """The same of a text in several boxes, from the outermost on."""
    own: str | None = name
    for box in around:
        own = own if own is None else _nearest_id(box, own)
    return own


def _nearest_id(box: Any, name: str) -> str | None:
    """The id of the nearest element with one at a box, ``name`` above it; None where its text does
    not count.
    """
    tag = box.element_tag or ""
    if (
        isinstance(box, (boxes.MarginBox, boxes.FootnoteAreaBox))
        or tag in ("rt", "rp")
        or "::" in tag
    ):
        return None
    if box.element is not None:
        if box.element.get("class") == "page-of":
            return None
        if tag != "a" and (own := box.element.get("id")):
            return str(own)
    return name


class _Numbers(dict[int, str]):
    """Numbers of glyphs as keys of JSON: each is there once for all parts and fonts, of which it is
    in most.
    """

    def __missing__(self, glyph: int) -> str:
        self[glyph] = value = str(glyph)
        return value


_NUMBERS = _Numbers()


def font_rows(fonts: Iterable[Any]) -> dict[str, Any]:
    """The glyphs of each font: number → its text and width; and which stand for characters that it
    lacks.
    """
    rows: dict[str, Any] = {}
    for font in fonts:
        if font.bitmap or font.used_in_forms:
            raise NotPlain
        known = rows.setdefault(
            font.hash,
            {
                "description": font._composer_description,
                "again": font.__dict__.get("_composer_again"),
                "texts": {},
                "widths": {},
                "missing": {},
            },
        )
        known["texts"] = {
            **{_NUMBERS[glyph]: text for glyph, text in font.to_unicode.items()},
            **known["texts"],
        }
        known["widths"] = {
            **{_NUMBERS[glyph]: width for glyph, width in font.widths.items()},
            **known["widths"],
        }
        known["missing"] |= {str(point): glyph for point, glyph in font.missing.items()}
    return rows


def subset_fonts(
    wanted: Sequence[tuple[str, Mapping[str, Any]]], configuration: FontConfiguration
) -> tuple[dict[str, Any], bytes]:
    """Fonts cut to their glyphs, as data for JSON and bytes: the objects, and the number of each
    font, in order.
    """
    pdf = pydyf.PDF()
    numbers: list[int] = []
    for name, row in wanted:
        font = _open_font(row["description"], configuration)
        if row["again"] is not None:
            rename(font, font.hash, row["again"])
        if font.hash != name:
            raise NotPlain
        font.to_unicode = {
            int(glyph): text for glyph, text in sorted(row["texts"].items(), key=_first)
        }
        font.widths = {
            int(glyph): width for glyph, width in sorted(row["widths"].items(), key=_first)
        }
        font.missing = {int(point): glyph for point, glyph in row["missing"].items()}
        references = engine_fonts.build_fonts_dictionary(
            pdf, {name: font}, True, True, {"hinting": False, "pdf_version": "1.7"}
        )
        numbers.append(_number(references[name]))
    table, blob = pack_objects((entry.number, *_data(entry)) for entry in pdf.objects[3:])
    return {"objects": table, "numbers": numbers}, blob


def rename(font: Any, name: str, point: int) -> None:
    """Give a font that is there once more, for a character that it lacks, a name of its own."""
    digest = md5(f"{name} {point}".encode(), usedforsecurity=False).digest()
    font.hash = "".join(chr(65 + letter % 26) for letter in digest[:6])
    font.name = b"/" + font.hash.encode() + b"+" + font.name.partition(b"+")[2]
    font._composer_again = point


def _first(row: tuple[str, Any]) -> int:
    return int(row[0])


# WeasyPrint does not declare it.
ffi.cdef("PangoFontDescription* pango_font_description_from_string(const char *str);")


def _open_font(description: str, configuration: FontConfiguration) -> Any:
    """The font that a description names."""
    wanted = ffi.gc(
        pango.pango_font_description_from_string(description.encode()),
        pango.pango_font_description_free,
    )
    pango.pango_font_description_set_absolute_size(wanted, LOADED_SIZE * 1024)
    context = pango.pango_font_map_create_context(configuration.font_map)
    loaded = pango.pango_font_map_load_font(configuration.font_map, context, wanted)
    _, described, size = get_pango_font_key(loaded)
    return engine_fonts.Font(loaded, described, size)

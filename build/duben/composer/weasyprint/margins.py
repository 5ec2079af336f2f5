"""Running heads and folios without pages: what stands in the margins of a kind of page is laid out
once for each text.

A sample of each kind of page is laid out by WeasyPrint. For each text that its margins show,
WeasyPrint's own function makes the boxes and draws them. Of numbers it draws four of each length:
the narrowest, the widest and two between them. All that differs must grow with the width of the
number, from the first to the second, and be where that says for the others; then any other of that
length is drawn by exchanging the digits and moving the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pydyf
from weasyprint import layout, pdf
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.layout.page import make_margin_boxes
from weasyprint.stacking import StackingContext

from duben.composer.weasyprint import pages
from duben.composer.weasyprint.digits import digit_glyphs
from duben.composer.weasyprint.parts import PX, NotPlain, font_rows, foot_of
from duben.composer.weasyprint.plain_paragraphs import text_of

# The boxes around a page that share the room along a side, in the order in which they are drawn; a
# corner has its own.
_SIDES = ("top", "bottom", "left", "right")
_CORNERS = tuple(f"{side}-{at}-corner" for side in ("top", "bottom") for at in ("left", "right"))
_EVERY = "1234567890"
_SPACE = re.compile("(\\s+)")
_NUMBER = re.compile("-?[0-9]+(\\.[0-9]+)?")
# So far (px) may a piece of a sample stand from where its number's width says.
_NEAR = 0.002
# What else a page may draw with than fonts and colours.
_RESOURCES = frozenset((b"gs", b"Do", b"sh", b"scn", b"SCN", b"cs", b"CS"))
_OPAQUE = (b"/a1.0 gs", b"/A1.0 gs")


@dataclass(frozen=True, slots=True)
class MarginRequest:
    """A page whose margins are wanted: which page of the sample is of its kind, its named strings,
    its number.
    """

    kind: int
    strings: Mapping[str, str]
    number: int


@dataclass(frozen=True, slots=True)
class PageMargins:
    """What stands in the margins of a page: as it is drawn on a page whose axis points down, the
    text ``above`` the type area, and the baseline of what stands below it, in pt from the page's
    top as composed (None: nothing).
    """

    drawn: bytes
    above: str
    foot: float | None


@dataclass
class _Row:
    """What stands along a side of a kind of page: the strings that it names, whether it tells the
    number of the page.
    """

    names: tuple[str, ...]
    numbered: bool
    boxes: tuple[str, ...]
    drawn: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class _Kind:
    """A page of the sample with what WeasyPrint knew when it came to its margins."""

    context: Any
    page: Any
    state: Any
    rows: list[_Row]


def compose_margins(
    html: Any,
    kinds: Sequence[tuple[str, str]],
    requests: Iterable[MarginRequest],
    zoom: float,
    **settings: Any,
) -> dict[str, Any]:
    """What stands in the margins of pages, as data for JSON. The pages of the sample ``html`` must
    be of these ``kinds``: side, name.

    ``fonts`` and ``zoom`` are those of ``document_objects``; ``settings`` those of ``render``.
    ``turn`` is how far (pt of the finished page) what was set for a right-hand page must be moved
    to stand on a left-hand one; None where styles make more of a side than where its type area
    stands. Raises NotPlain where a style puts anything else into margins than strings, the number
    of the page in digits, and text, or draws it with more than fonts and colours.
    """
    document, kinds_laid_out = _laid_out(html, settings)
    if list(kinds) != [
        (kind.page.page_type.side, kind.page.page_type.name) for kind in kinds_laid_out
    ]:
        raise NotPlain
    scale = zoom * PX
    for request in requests:
        _add(document, kinds_laid_out[request.kind], request, scale)
    fonts = font_rows(document.fonts.values())
    if any(row["missing"] for row in fonts.values()):
        raise NotPlain
    return {
        "fonts": fonts,
        "turn": _turn(kinds_laid_out, scale),
        "kinds": [
            [
                {"strings": row.names, "numbered": row.numbered, "drawn": row.drawn}
                for row in kind.rows
            ]
            for kind in kinds_laid_out
        ],
    }


def page_margins(about: Mapping[str, Any], request: MarginRequest) -> PageMargins:
    """What stands in the margins of a page, of the data that ``compose_margins`` gave for this page
    or for one like it.
    """
    drawn, above, foot = [], [], None
    number = str(request.number)
    for row in about["kinds"][request.kind]:
        margin = row["drawn"][_key(row["strings"], row["numbered"], request)]
        if row["numbered"]:
            width = sum(margin["widths"][int(digit)] for digit in number)
            codes = "".join(margin["codes"][int(digit)] for digit in number)
            drawn += [
                piece
                if isinstance(piece, str)
                else codes
                if piece is None
                else _number(piece[0] + piece[1] * width)
                for piece in margin["drawn"]
            ]
        else:
            drawn += margin["drawn"]
        above.append(number.join(margin["above"]))
        foot = margin["foot"] if foot is None else foot
    return PageMargins("".join(drawn).encode("latin-1"), "".join(above), foot)


def _turn(kinds: Sequence[_Kind], scale: float) -> float | None:
    """How far the type area of left-hand pages stands from that of right-hand ones; None where that
    is not all.
    """
    lefts: dict[str, set[float]] = {"left": set(), "right": set()}
    for kind in kinds:
        page = kind.page
        if (
            not pages.is_bare(page.style)
            or page.canvas_background
            or page.style["marks"]
            or _look(kind) != _look(kinds[0])
        ):
            return None
        lefts[page.page_type.side].add(page.content_box_x())
    if len(lefts["left"]) != 1 or len(lefts["right"]) != 1:
        return None
    return float(round((lefts["left"].pop() - lefts["right"].pop()) * scale, 4))


def _look(kind: _Kind) -> list[Any]:
    """What a page and the notes at its foot are like, but for where the type area stands between
    left and right.
    """
    box = kind.page
    styles = box.style, kind.context.style_for(box.page_type, "@footnote")
    return [
        box.width,
        box.height,
        box.content_box_y(),
        box.margin_width(),
        *(
            style[name]
            for style in styles
            for name in INITIAL_VALUES
            if name not in ("margin_left", "margin_right")
        ),
    ]


def _number(value: float) -> str:
    """A number as a PDF has it, as exact as WeasyPrint writes it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _key(names: Iterable[str], numbered: bool, request: MarginRequest) -> str:
    """The name of what a row draws: its strings, and how long the number is."""
    return "\x1f".join(
        [
            *(request.strings[name] for name in names),
            str(len(str(request.number))) if numbered else "",
        ]
    )


def _laid_out(html: Any, settings: Mapping[str, Any]) -> tuple[Any, list[_Kind]]:
    """The sample, and its pages."""
    kinds: list[_Kind] = []
    known: dict[
        tuple[int, tuple[str, ...]], _Row
    ] = {}  # a number looks the same on all pages of a style

    def note_kind(context: Any, page: Any, state: Any) -> Iterator[Any]:
        rows = (
            row if row.names else known.setdefault((id(page.style), row.boxes), row)
            for row in _rows(context, page)
        )
        kinds.append(_Kind(context, page, state, list(rows)))
        return iter(())

    with _instead(note_kind):
        document = html.render(**settings)
    return document, kinds


@contextmanager
def _instead(ours: Any) -> Iterator[None]:
    known = layout.make_margin_boxes
    layout.make_margin_boxes = ours
    try:
        yield
    finally:
        layout.make_margin_boxes = known


def _rows(context: Any, page: Any) -> Iterator[_Row]:
    for side in (*_SIDES, *_CORNERS):
        if side in _SIDES:
            three = (
                ("left", "center", "right")
                if side in ("top", "bottom")
                else ("top", "middle", "bottom")
            )
            names = tuple(f"@{side}-{at}" for at in three)
        else:
            names = (f"@{side}",)
        strings: dict[str, None] = {}
        counted = filled = False
        for name in names:
            style = context.style_for(page.page_type, name)
            content = "none" if style is None else style["content"]
            if content in ("normal", "inhibit", "none"):
                continue
            if style["anchor"]:
                raise NotPlain
            filled = True
            parts: Any = content  # (what it is, of what)
            for kind, value in parts:
                if kind == "string()":
                    # Nothing stands there on a page where the string is given.
                    if not (
                        value[1] == "first-except"
                        and page.page_type.index + 1 in context.string_set[value[0]]
                    ):
                        strings[value[0]] = None
                elif kind == "counter()" and tuple(value) == ("page", "decimal"):
                    if counted:
                        raise NotPlain
                    counted = True
                elif kind != "string":
                    raise NotPlain
        if filled:
            yield _Row(tuple(strings), counted, names)


def _add(document: Any, kind: _Kind, request: MarginRequest, scale: float) -> None:
    """Draw the rows of a page that were not drawn with these
    strings and a number of this length.
    """
    wanted = []
    for row in kind.rows:
        if not request.strings.keys() >= set(row.names):
            raise NotPlain
        name = _key(row.names, row.numbered, request)
        if name not in row.drawn:
            wanted.append((name, row))
    boxes_by_number: dict[int, list[Any]] = {}

    def draw_row(row: _Row, number: int) -> tuple[str, list[Any]]:
        if number not in boxes_by_number:
            boxes_by_number[number] = _make_margin_boxes(kind, request.strings, number)
        row_boxes = [box for box in boxes_by_number[number] if box.at_keyword in row.boxes]
        return _draw_boxes(document, kind, row_boxes, scale), row_boxes

    for name, row in wanted:
        number = int(_EVERY[: len(str(request.number))])
        data, row_boxes = draw_row(row, number)
        above = "".join(text_of(box) for box in row_boxes if box.at_keyword.startswith("@top"))
        row.drawn[name] = {"drawn": [data], "above": [above], "foot": foot_of(row_boxes)}
        if row.numbered:
            codes, widths = _digits(row_boxes)
            pieces = _pieces(partial(draw_row, row), len(str(number)), codes, widths)
            draw_row(
                row,
                int(_EVERY),
                # all ten are in the font, whichever numbers there are: else it would be cut anew
                # for some new pages
            )
            row.drawn[name] |= {
                "drawn": pieces,
                "above": above.split(str(number)),
                "codes": codes,
                "widths": widths,
            }


def _pieces(
    drawn: Callable[[int], tuple[str, Any]],
    length: int,
    codes: Sequence[str],
    widths: Sequence[float],
) -> list[Any]:
    """What all numbers of a length have in common: pieces as they are, None for the digits, and for
    what depends on the width of the number (its value at none, how much it grows with it).
    """
    digits = sorted("123456789", key=lambda digit: widths[int(digit)])
    numbers = [digits[0] * length, digits[-1] * length, _EVERY[:length], _EVERY[length - 1 :: -1]]
    wide = [sum(widths[int(digit)] for digit in number) for number in numbers]
    found = []
    for number in numbers:
        before, *after = drawn(int(number))[0].split("".join(codes[int(digit)] for digit in number))
        if len(after) != 1:
            raise NotPlain
        found.append([*_SPACE.split(before), None, *_SPACE.split(after[0])])
    pieces: list[Any] = []
    for tokens in zip(*found, strict=False):
        if len(set(tokens)) == 1:
            pieces.append(tokens[0])
            continue
        if len({len(one) for one in found}) != 1 or not all(
            token is not None and _NUMBER.fullmatch(token) for token in tokens
        ):
            raise NotPlain
        values = [float(token) for token in tokens]
        slope = (values[1] - values[0]) / (wide[1] - wide[0]) if wide[1] > wide[0] else 0.0
        base = values[0] - slope * wide[0]
        if any(
            abs(base + slope * one - value) > _NEAR for one, value in zip(wide, values, strict=True)
        ):
            raise NotPlain
        pieces.append([round(base, 6), round(slope, 6)])
    return pieces


def _make_margin_boxes(kind: _Kind, strings: Mapping[str, str], number: int) -> list[Any]:
    """The margin boxes of a page with these strings and this number."""
    context, (quotes, counters, scopes, groups) = kind.context, kind.state
    at = context.current_page = kind.page.page_type.index + 1
    known = context.string_set
    context.string_set = defaultdict(lambda: defaultdict(list))
    for name, text in strings.items():
        # On the page where it was given, or on the one before.
        context.string_set[name][at if at in known[name] else at - 1] = [text]
    try:
        return list(
            make_margin_boxes(
                context, kind.page, (quotes, {**counters, "page": [number]}, scopes, groups)
            )
        )
    finally:
        context.string_set = known


def _draw_boxes(document: Any, kind: _Kind, margin_boxes: Sequence[Any], scale: float) -> str:
    """The boxes as a PDF draws them, on a page whose axis points down."""
    page = kind.page
    whole = page.copy_with_children(tuple(margin_boxes))
    resources: dict[str, Any] = {
        name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading")
    }
    stream = pdf.Stream(
        document.fonts,
        (0, 0, page.margin_width(), page.margin_height()),
        resources,
        {},
        None,
        document.color_profiles,
        document.output_intent,
    )
    stream.transform(a=scale, d=scale)
    for box in margin_boxes:
        pages.layout_box_backgrounds(whole, box, kind.context.get_image_from_uri)
        draw_stacking_context(stream, StackingContext.from_box(box, whole))
    lines = [
        line
        for line in b"\n".join(map(pydyf._to_bytes, stream.stream)).split(b"\n")
        if line not in _OPAQUE
    ]
    if (
        any(line.rpartition(b" ")[2] in _RESOURCES for line in lines)
        or resources["XObject"]
        or resources["Pattern"]
        or resources["Shading"]
    ):
        raise NotPlain
    # WeasyPrint writes how far each glyph is moved, even by nothing.
    return (
        (b"q\n%s\nQ\n" % b"\n".join(lines))
        .decode("latin-1")
        .replace(">0<", "")
        .replace(">0]", ">]")
    )


def _digits(margin_boxes: Iterable[boxes.Box]) -> tuple[list[str], list[float]]:
    """The codes of the ten digits in the font of the number, and how wide they are (px)."""
    for box in margin_boxes:
        for inner in box.descendants():
            if any(character.isdecimal() for character in text_of(inner)) and not getattr(
                inner, "children", ()
            ):
                every = digit_glyphs(inner.style)
                return [glyph.code for glyph in every], [glyph.advance for glyph in every]
    raise NotPlain

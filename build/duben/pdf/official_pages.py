"""The pages of an official document: 版记 at the foot of the last even page, and which pages have
no number (GB/T 9704-2012, 7.4, 7.5, 10.1).
"""

from __future__ import annotations

from duben.layout import POINTS_PER_MM, RECORD_SLUG
from duben.model import PrintedLine
from duben.pdf.body import ComposedBody, compose_body
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_labels import pages_of

CLOSING_IDS = ("official-closing", "official-seals-0")  # of official_document
LETTER_RAISE = 225 * POINTS_PER_MM / 22  # pt: the first page of a letter begins a line higher
RULE_ROOM = 2.0  # pt as composed: the first rule of 版记 and its distance

# The first page must show text (7.3.3): where the signature has taken all of a short text along, it
# takes one line; where that is all there is, none.
SHORT_TEXT_RULES = (
    "html{orphans:1!important;widows:1!important}",
    "html .closing,html .held,html .official-note{break-before:auto!important}",
)


# A seal of 42 mm stands over the name from two blank lines on: where the third one alone sends the
# signature to another page, it is left out (7.3.5.5).
CLOSER_RULES = "html .sealed,html .seals.first{padding-top:38.0492pt!important}"
MOVED_LINES = 4  # of the text, that a signature took along at most


def compose_document(renderer: FragmentRenderer) -> ComposedBody:
    """The body of an official document. 版记 is composed with it, and again on the next even page
    where it has none to stand on.
    """
    opening = letter = _letter_rules(renderer)
    renderer.document_rules = opening
    body = compose_body(renderer)
    for rules in SHORT_TEXT_RULES:
        if _opens_with_text(renderer, body):
            break
        renderer.document_rules = opening = letter + rules
        body = compose_body(renderer)
    if _took_text_along(closing := _closing_place(body)):
        renderer.document_rules = opening + CLOSER_RULES
        closer = compose_body(renderer)
        if _closing_place(closer) < closing:
            body, opening = closer, opening + CLOSER_RULES
    if (records := record_ids(renderer)) and (rules := _record_rules(renderer, body, records)):
        renderer.document_rules = opening + rules
        body = compose_body(renderer)
    return body


def _opens_with_text(renderer: FragmentRenderer, body: ComposedBody) -> bool:
    """Whether the first page shows text, where there is any behind the elements."""
    elements = {
        block.id
        for chapter in renderer.book.chapters
        for block in chapter.blocks
        if {"official", "document-title"} & set(block.classes)
    }
    shown = [
        {piece.block for line in page.positions.lines for piece in line.pieces} - elements
        for page in pages_of(body.fragments)
    ]
    return bool(shown[0]) or not any(shown)


def _closing_place(body: ComposedBody) -> tuple[int, int]:
    """The page on which 署名 stands, from 0, and how many lines stand there before it; (0, 0)
    without one.
    """
    for number, page in enumerate(pages_of(body.fragments)):
        for index, line in enumerate(page.positions.lines):
            if any(piece.block in CLOSING_IDS for piece in line.pieces):
                return number, index
    return 0, 0


def _took_text_along(closing: tuple[int, int]) -> bool:
    """Whether 署名 stands on a page with the lines of the text that it took along alone."""
    page, lines = closing
    return page > 0 and lines <= MOVED_LINES


def record_ids(renderer: FragmentRenderer) -> frozenset[str]:
    """The ids of the blocks of 版记."""
    return frozenset(
        block.id
        for chapter in renderer.book.chapters
        if chapter.slug == RECORD_SLUG
        for block in chapter.blocks
    )


def _letter_rules(renderer: FragmentRenderer) -> str:
    """The first page of a letter: a line higher, without its number (10.1)."""
    if renderer.book.settings.official.format != "letter":
        return ""
    edition = renderer.edition
    head = edition.head - LETTER_RAISE / edition.zoom
    return f"@page:first{{margin-top:{head:.4f}pt}}" + _unnumbered(1)


def _record_rules(renderer: FragmentRenderer, body: ComposedBody, records: frozenset[str]) -> str:
    """Rules that bring 版记 to the next page that it may stand on; "" where it stands right."""
    lines = [page.positions.lines for page in pages_of(body.fragments)]
    number = len(lines)
    duplex = renderer.book.settings.print.sides == 2
    crowded = _meets(lines[-1], records)
    if not crowded and not (duplex and number % 2):
        return ""
    if duplex and not number % 2:  # a page is left blank before it: neither has a number (7.5)
        return (
            "html .record-page{break-before:left!important}"
            + _unnumbered(number + 1)
            + _unnumbered(number + 2)
        )
    return "html .record-page{break-before:page!important}"


def _meets(lines: tuple[PrintedLine, ...], records: frozenset[str]) -> bool:
    """Whether 版记 stands over text of its page, with its rule."""
    own = [line for line in lines if any(piece.block in records for piece in line.pieces)]
    text = [line for line in lines if line not in own]
    if not own or not text:
        return False
    return max(line.bottom for line in text) > own[0].top - RULE_ROOM


def _unnumbered(number: int) -> str:
    """A page without its number."""
    return "".join(
        f"@page body:{side}:nth({number}){{@bottom-{side}{{content:none}}}}"
        for side in ("left", "right")
    )

"""The code on the imprint of a PDF: the tail that draws it, and reading it back.

A file is its *content*, and behind it a *tail*: an incremental update that draws the code. The tail
follows from content and code alone, so that it can be worked out again and compared byte by byte,
without the fonts and without reading the page: nothing here loads a library that reads PDFs. The
room for it: code_room. What a code is worked out from: duben.model.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from duben.model import CODE_PATTERN
from duben.pdf.incremental_updates import (
    FileEnd,
    incremental_update,
    pdf_number,
    read_file_end,
)
from duben.pdf.outline_letters import Lettering, Outlines, glyph_outline

LETTERS = "0123456789abcdef-"
WIDTH, HEIGHT = 160.0, 60.0  # pt: the room of code and QR code on the imprint
SIZE = 9.0  # pt, as the rows of the imprint
QR_SIZE = 45.0  # pt: 15.9 mm
TAIL_LIMIT = 40_000  # bytes: no tail is longer


@cache
def outlines() -> Outlines:
    """The digits of a code, as Noto Serif CJK SC (SIL Open Font License) draws them: kept beside
    this module, since to open the font takes longer than all the rest.
    """
    digits = json.loads((Path(__file__).parent / "digits.json").read_text("ascii"))
    return {
        ("song", letter): glyph_outline(width, tuple(box), operators.encode())
        for letter, (width, box, operators) in digits.items()
    }


def code_lettering(drawing: int) -> Lettering:
    """The font of the code: the objects behind its drawing; every file has the same letters."""
    letters = Lettering(outlines(), drawing + 1)
    letters.text("song", LETTERS, 0, 0, SIZE)
    return letters


def code_form(letters: Lettering, operators: bytes) -> bytes:
    return letters.form((0, 0, WIDTH, HEIGHT), operators, deflated=False)


def code_update(before: FileEnd, shown: str, text: str) -> bytes:
    """The tail: what follows the content of a PDF so that its imprint shows a code, and ``text`` as
    a QR code. ValueError where there is no room for it.
    """
    drawing = before.code_drawing
    if drawing is None:
        raise ValueError("no room for a code")
    letters = code_lettering(drawing)
    line = b"0 g " + letters.text("song", shown, 0, HEIGHT - SIZE, SIZE)
    return incremental_update(before, {drawing: code_form(letters, line + _qr_code(text))})


def _qr_code(text: str) -> bytes:
    """A QR code at the lower left corner: a rectangle for each run of dark modules.

    The mask is always the same: trying all eight takes five times as long, and every reader takes
    each.
    """
    rows = _segno().make_qr(text, error="m", mask=4, boost_error=False).matrix
    rectangles = [
        b"%d %d %d 1 re" % (match.start(), down, len(match[0]))
        for down, row in enumerate(rows)
        for match in re.finditer(rb"\x01+", bytes(row))
    ]
    step = pdf_number(QR_SIZE / len(rows))
    return b"q %s 0 0 -%s 0 %s cm\n%s\nf Q\n" % (
        step,
        step,
        pdf_number(QR_SIZE),
        b"\n".join(rectangles),
    )


def _segno() -> Any:
    """segno, without what the reader of XML that its writer of SVG imports would need to fetch
    files from the net: .02 s for nothing.
    """
    name = "urllib.request"
    hidden = name not in sys.modules
    if hidden:
        sys.modules[name] = ModuleType(name)
    try:
        import segno  # here: what it would load is hidden from it alone
    finally:
        if hidden:
            del sys.modules[name]
    return segno


def read_code(data: bytes) -> str | None:
    """The code that a PDF shows in its last tail; None where it has none."""
    try:
        drawing = read_file_end(data).code_drawing
    except ValueError:
        return None
    match = drawing is not None and re.search(
        rb"^%d 0 obj\n.*?<([0-9a-f]{50})> Tj" % drawing,
        data[-TAIL_LIMIT:],
        re.DOTALL | re.MULTILINE,
    )
    if not match:
        return None
    numbers = bytes.fromhex(match[1].decode())
    text = "".join(LETTERS[code - 1] if 0 < code <= len(LETTERS) else "?" for code in numbers)
    return text if CODE_PATTERN.fullmatch(text) else None

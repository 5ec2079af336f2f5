"""The code on the imprint: what it is worked out from, how it is shown, and whether a file shows
what it must.

``BASIS-CHECK``: twelve hexadecimal digits over sources, settings, fonts, versions and looks, the
same for all editions of a build; twelve more over them and over the files of an edition, each
without its code. A file is its *content*, and behind it a *tail*: an incremental update that draws
the code. The tail follows from content and code alone, so that it can be worked out again and
compared byte by byte, without the fonts and without reading the page.
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
from duben.pdf import incremental_updates
from duben.pdf.outline_letters import Lettering, Outlines, drawn_as, pdf_number

LETTERS = "0123456789abcdef-"
WIDTH, HEIGHT = 160.0, 60.0  # pt: the room of code and QR code on the imprint
SIZE = 9.0  # pt, as the rows of the imprint
SQUARE = 45.0  # pt: 15.9 mm
KEY = b"/DubenCode"


@cache
def outlines() -> Outlines:
    """The digits of a code, as Noto Serif CJK SC (SIL Open Font License) draws them: kept beside
    this module, since to open the font takes longer than all the rest.
    """
    kept = json.loads((Path(__file__).parent / "digits.json").read_text("ascii"))
    return {
        ("song", letter): drawn_as(width, tuple(box), drawing.encode())
        for letter, (width, box, drawing) in kept.items()
    }


def room(before: incremental_updates.FileEnd) -> dict[int, bytes]:
    """The objects of a PDF that make a tail possible: the drawing, still empty, and the font of its
    digits.

    The drawing has the next free object number; it stands on its lower left corner, HEIGHT pt high.
    """
    letters = Lettering(outlines(), before.size + 1)
    letters.text("song", LETTERS, 0, 0, SIZE)
    return {before.size: _form(before.size, b""), **letters.objects()}


def code_trailer(drawing: int) -> bytes:
    """What the trailer of the update with that room says: where a tail finds it."""
    return KEY + b" %d" % drawing


def _form(drawing: int, operators: bytes) -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources << /Font << /F %d 0 R >> >>"
        % (pdf_number(WIDTH), pdf_number(HEIGHT), drawing + 1)
    )
    # Not deflated: another zlib would write other bytes.
    return incremental_updates.stream_object(operators, entries, deflated=False)


def code_drawing(before: incremental_updates.FileEnd) -> int | None:
    """The object number of the code's drawing in a PDF; None where it has no room for one."""
    found = re.search(KEY + rb" ([0-9]{1,9})", before.dictionary)
    return int(found[1]) if found else None


def code_update(before: incremental_updates.FileEnd, shown: str, text: str) -> bytes:
    """What follows the content of a PDF so that its imprint shows a code, and ``text`` as a QR
    code.

    ValueError where there is no room for it.
    """
    if (at := code_drawing(before)) is None:
        raise ValueError("no room for a code")
    codes = "".join(f"{LETTERS.index(character) + 1:02x}" for character in shown).encode()
    line = b"0 g BT /F %s Tf 0 %s Td <%s> Tj ET\n" % (
        pdf_number(SIZE),
        pdf_number(HEIGHT - SIZE),
        codes,
    )
    return incremental_updates.incremental_update(
        before, {at: _form(at, line + _square(text))}, more=b" " + code_trailer(at)
    )


def _square(text: str) -> bytes:
    """A QR code at the lower left corner: a rectangle for each run of dark modules.

    The mask is always the same: trying all eight takes five times as long, and every reader takes
    each.
    """
    rows = _segno().make_qr(text, error="m", mask=4, boost_error=False).matrix
    step = pdf_number(SQUARE / len(rows))
    drawn = []
    for down, row in enumerate(rows):
        across = 0
        while across < len(row):
            length = 1
            while across + length < len(row) and row[across + length] == row[across]:
                length += 1
            if row[across]:
                drawn.append(b"%d %d %d 1 re" % (across, down, length))
            across += length
    return b"q %s 0 0 -%s 0 %s cm\n%s\nf Q\n" % (step, step, pdf_number(SQUARE), b"\n".join(drawn))


def _segno() -> Any:
    """segno, without what the reader of XML that its writer of SVG imports would need to fetch
    files from the net: .02 s for nothing.
    """
    name = "urllib.request"
    if "segno" not in sys.modules and name not in sys.modules:
        sys.modules[name] = ModuleType(name)
        try:
            import segno
        finally:
            del sys.modules[name]
    import segno

    return segno


def read_code(data: bytes) -> str | None:
    """The code that a PDF shows in its last tail; None where it has none."""
    try:
        last = incremental_updates.read_file_end(data)
    except ValueError:
        return None
    at = code_drawing(last)
    found = (
        None
        if at is None
        else re.search(
            rb"^%d 0 obj\n.*?<([0-9a-f]{50})> Tj" % at, data[-40_000:], re.DOTALL | re.MULTILINE
        )
    )
    if found is None:
        return None
    numbers = bytes.fromhex(found[1].decode())
    text = "".join(LETTERS[one - 1] if 0 < one <= len(LETTERS) else "?" for one in numbers)
    return text if CODE_PATTERN.fullmatch(text) else None

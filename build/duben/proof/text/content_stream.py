"""Reads the operators of a page's content: which text is drawn, and where.

Source: ISO 32000-1, 8.3.4 (matrices), 9.4 (text objects), 9.10.3 (what the codes of
a font say).
"""

from __future__ import annotations

import re
import struct
from binascii import unhexlify
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf

UNREAD = "\ufffd"


class CodeTexts(dict[int, str]):
    """The text of each code of a font; one that the font does not tell is not readable."""

    def __missing__(self, code: int) -> str:
        return UNREAD


@dataclass(frozen=True, slots=True)
class FontCodes:
    """How the codes of a font are read: the text of each, and how many bytes a code has."""

    texts: CodeTexts
    size: int = 2

    def decode(self, codes: bytes) -> str:
        """The text of a string of codes."""
        numbers = (
            struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) // 2 * 2])
            if self.size == 2
            else codes
        )
        return "".join(map(self.texts.__getitem__, numbers))


NO_CODES = FontCodes(CodeTexts())


def read_font_codes(font: Any) -> FontCodes:
    """The coding of a font, from its table for copying text."""
    if "/ToUnicode" not in font:
        return NO_CODES
    table = font.ToUnicode.read_bytes()
    texts = CodeTexts()
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, value in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            texts[int(code, 16)] = decode_utf16(value)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, value in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section
        ):
            start = decode_utf16(value)
            for number in range(int(first, 16), int(last, 16) + 1):
                texts[number] = start[:-1] + chr(ord(start[-1]) + number - int(first, 16))
    return FontCodes(texts, 2 if font.get("/Subtype") == "/Type0" else 1)


def decode_utf16(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace")


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class DrawnText(NamedTuple):
    """A piece of text that is drawn at once: where it begins, in pt, and what it says.

    ``read_content`` gives ``top`` as PDF's own y, upwards; ``PageReader`` counts it downwards.
    """

    left: float
    top: float
    text: str


OPERATORS = "q Q cm BT Tf Tm Td TD T* TL Tj TJ ' \" Do"
FORMS_DEPTH = 8  # forms inside forms are followed so far


# Steps of a drawing as WeasyPrint and the composer write them: what neither shows nor moves text,
# then what does. No step is tried in a second way (``++``, ``*+``): what one expression reads is
# read in half the time.
_NAME = rb"/([^\s/<>\[\]()%#]++)\s++"
_VALUE = rb"(?:[-+.0-9]++|/[^\s/<>\[\]()%]++|\[[-+.0-9\s]*+\])\s++"
_SILENT = (rb"(?:/[A-Za-z0-9]++\s*+<<[^<>()]*+>>\s*+BDC|(?:" + _VALUE + rb")*+(?:ET|EMC|BMC|T[cwzsr]|rg|RG|[gGkK]|cs|CS|scn?|SCN?|gs|re"  # noqa: E501
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


def read_content(
    content: Any,
    holder: Any,
    matrix: Matrix,
    codes: Callable[[Any], FontCodes],
    depth: int = 0,
) -> list[DrawnText]:
    """The text of a page or form in order of drawing. ``holder`` has its resources, ``codes`` gives
    what the codes of a font say. ValueError for a matrix that is none.
    """
    resources = holder.get("/Resources", pikepdf.Dictionary())
    fonts: dict[str, FontCodes] = {
        name: codes(font) for name, font in resources.get("/Font", pikepdf.Dictionary()).items()
    }
    forms = resources.get("/XObject", pikepdf.Dictionary())

    def read_form(name: str, outer: Matrix) -> list[DrawnText]:
        form = forms.get(name)
        if depth >= FORMS_DEPTH or form is None or form.get("/Subtype") != "/Form":
            return []
        own = multiply(parse_matrix(form.get("/Matrix", IDENTITY)), outer)
        resources_of = form if "/Resources" in form else holder
        return read_content(form, resources_of, own, codes, depth + 1)

    runs = read_by_expression(content_bytes(content), fonts, matrix, read_form)
    return read_by_parser(content, fonts, matrix, read_form) if runs is None else runs


def content_bytes(content: Any) -> bytes:
    """The operators of a page, its streams one behind the other, or of a form."""
    if isinstance(content, pikepdf.Stream):
        return content.read_bytes()
    contents = content.get("/Contents", pikepdf.Array())
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def read_by_parser(
    content: Any,
    fonts: Mapping[str, FontCodes],
    matrix: Matrix,
    read_form: Callable[[str, Matrix], list[DrawnText]],
) -> list[DrawnText]:
    """The text of any content, operator by operator (ISO 32000-1, 9.4)."""
    runs: list[DrawnText] = []
    stack: list[tuple[Matrix, FontCodes]] = []
    font = NO_CODES
    text = line = IDENTITY
    leading = 0.0
    for step in pikepdf.parse_content_stream(content, OPERATORS):
        operands: Any = step.operands
        match str(step.operator):
            case "TJ":
                strings = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                here = multiply(text, matrix)
                runs.append(DrawnText(here[4], here[5], font.decode(b"".join(strings))))
            case "Tj" | "'" | '"' as name:
                if name != "Tj":
                    text = line = multiply((1, 0, 0, 1, 0, -leading), line)
                here = multiply(text, matrix)
                runs.append(DrawnText(here[4], here[5], font.decode(bytes(operands[-1]))))
            case "Tm":
                text = line = parse_matrix(operands)
            case "Td" | "TD" as name:
                across, down = map(float, operands)
                leading = -down if name == "TD" else leading
                text = line = multiply((1, 0, 0, 1, across, down), line)
            case "T*":
                text = line = multiply((1, 0, 0, 1, 0, -leading), line)
            case "TL":
                leading = float(operands[0])
            case "Tf":
                font = fonts.get(str(operands[0]), NO_CODES)
            case "BT":
                text = line = IDENTITY
            case "cm":
                matrix = multiply(parse_matrix(operands), matrix)
            case "q":
                stack.append((matrix, font))
            case "Q":
                matrix, font = stack.pop() if stack else (matrix, font)
            case "Do":
                runs += read_form(str(operands[0]), matrix)
    return runs


def read_by_expression(
    data: bytes,
    fonts: Mapping[str, FontCodes],
    matrix: Matrix,
    read_form: Callable[[str, Matrix], list[DrawnText]],
) -> list[DrawnText] | None:
    """The same by one regular expression, which is much faster; None where the content has an
    operator that the expression does not know.
    """
    steps = _STEP.findall(data)
    if sum([len(step[0]) for step in steps]) != len(data):
        return None
    runs: list[DrawnText] = []
    stack: list[tuple[Matrix, FontCodes]] = []
    font, text = NO_CODES, IDENTITY
    for _, several, single, numbers, operator, font_name, form, state in steps:
        if several or single:
            codes = (several or single).replace(b">", b"<").split(b"<")[1::2]
            if any([len(part) % 2 for part in codes]):  # noqa: C419 - a list is quicker
                return None
            a, b, c, d, e, f = matrix
            x, y = text[4:]
            said = font.decode(unhexlify(b"".join(codes)))
            runs.append(DrawnText(x * a + y * c + e, x * b + y * d + f, said))
        elif operator == b"Tm":
            text = parse_matrix(numbers.split())
        elif operator:
            matrix = multiply(parse_matrix(numbers.split()), matrix)
        elif font_name:
            font = fonts.get(f"/{font_name.decode('latin-1')}", NO_CODES)
        elif form:
            runs += read_form(f"/{form.decode('latin-1')}", matrix)
        elif state == b"BT":
            text = IDENTITY
        elif state == b"q":
            stack.append((matrix, font))
        elif state == b"Q" and stack:
            matrix, font = stack.pop()
    return runs


def parse_matrix(numbers: Iterable[Any]) -> Matrix:
    """The six numbers of a matrix. ValueError for what is none: WeasyPrint writes such when a style
    has values out of bounds.
    """
    try:
        a, b, c, d, e, f = map(float, numbers)
    except (TypeError, ValueError):
        raise ValueError("a page holds a number that cannot be read") from None
    return a, b, c, d, e, f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what ``first`` does, and after it what ``then`` does."""
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

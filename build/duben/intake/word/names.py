"""The names of elements and attributes in a Word file: (ECMA-376, ISO/IEC 29500)."""

from __future__ import annotations

from lxml import etree

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
# Strict files (ISO/IEC 29500-1) call the same elements by names of their own.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": SPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": SPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": SPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def name(short: str) -> str:
    """The full name for "w:p": "{http://…}p"."""
    prefix, _, local = short.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


VAL = name("w:val")
P, R, T, PPR, RPR = (name(f"w:{tag}") for tag in ("p", "r", "t", "pPr", "rPr"))
TBL, TR, TC = (name(f"w:{tag}") for tag in ("tbl", "tr", "tc"))
SDT, SDT_CONTENT = name("w:sdt"), name("w:sdtContent")
INS, DEL, MOVE_TO, MOVE_FROM = (name(f"w:{tag}") for tag in ("ins", "del", "moveTo", "moveFrom"))
DEL_TEXT = name("w:delText")
ALTERNATIVES, CHOICE, FALLBACK = (
    name(f"mc:{tag}") for tag in ("AlternateContent", "Choice", "Fallback")
)
TEXT_BOX = name("w:txbxContent")
OFF = frozenset({"0", "false", "off", "none"})


def has_text(element: etree._Element) -> bool:
    """Whether there is text in an element."""
    return next(element.iter(T, DEL_TEXT), None) is not None


def value(element: etree._Element | None, default: str = "") -> str:
    """The ``w:val`` of an element; ``default`` where there is no element or no value."""
    return default if element is None else element.get(VAL, default)


def child_value(parent: etree._Element | None, child: str, default: str = "") -> str:
    """The ``w:val`` of the first child of this full name."""
    return default if parent is None else value(parent.find(child), default)


def flag(parent: etree._Element | None, child: str) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said."""
    element = None if parent is None else parent.find(child)
    return None if element is None else element.get(VAL, "1") not in OFF


def number(text: str | None) -> int | None:
    """An integer as typed in an attribute; None for anything else, or what is beyond reason."""
    digits = (text or "").strip()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    return (
        sign * int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None
    )

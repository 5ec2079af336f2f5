"""Elements of WordprocessingML. ``make`` gives one, its children in the order of the schema.

Word refuses a file whose properties stand in another order (ECMA-376 part 1, annex A); so the order
is kept in one table, and nobody else has to know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
RELATION = f"{{{NAMESPACES['r']}}}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# The elements whose text is kept to the last blank.
Attributes = dict[str, str | int]
TEXTS = frozenset(("w:t", "w:delText", "w:instrText"))
BORDERS = "top left bottom right insideH insideV"
# XML 1.0 has no place for these (2.2); a chapter cannot hold them, a setting may.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The children of each element in the order of the schema; elements that are not here take theirs as
# they come.
CHILD_ORDER: dict[str, dict[str, int]] = {
    parent: {f"w:{child}": index for index, child in enumerate(children.split())}
    for parent, children in {
        "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
        "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
        "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
        "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "w:rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike "
        "outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern "
        "position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
        "eastAsianLayout specVanish oMath",
        "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize "
        "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription",
        "w:trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader "
        "tblCellSpacing jc hidden ins del trPrChange",
        "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
        "tcFitText vAlign hideMark",
        "w:tblBorders": BORDERS,
        "w:tcBorders": BORDERS,
        "w:tblCellMar": BORDERS,
        "w:pBdr": "top left bottom right between bar",
        "w:tbl": "tblPr tblGrid tr",
        "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
        "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
        "rtlGutter docGrid",
        "w:style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
        "unhideWhenUsed qFormat locked rsid pPr rPr tblPr trPr tcPr tblStylePr",
        "w:lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId lvlJc pPr rPr",
        "w:rubyPr": "rubyAlign hps hpsRaise hpsBaseText lid dirty",
        "w:ruby": "rubyPr rt rubyBase",
        "w:sdtPr": "rPr alias tag id lock placeholder docPartObj",
        "w:footnotePr": "pos numFmt numStart numRestart footnote",
        "w:settings": "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl "
        "footnotePr endnotePr compat themeFontLang decimalSymbol listSeparator",
    }.items()
}  # fmt: skip


def qualified_name(tag: str) -> str:
    """``w:p`` as lxml names it, with its namespace in braces."""
    prefix, _, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def make(
    tag: str, *children: etree._Element | str | None, **attributes: str | int
) -> etree._Element:
    """An element, such as ``make("w:jc", val="center")``. A child that is a string is its text;
    None is none. The attribute ``relation`` is ``r:id``. KeyError for a child that the schema does
    not have.
    """
    element = etree.Element(qualified_name(tag), nsmap=NAMESPACES)
    own = tag.startswith("w:")
    for name, value in attributes.items():
        own_name = qualified_name(f"w:{name}") if own else name
        element.set(RELATION if name == "relation" else own_name, clean_text(str(value)))
    if tag in TEXTS:
        element.set(XML_SPACE, "preserve")
    elements = [child for child in children if isinstance(child, etree._Element)]
    element.extend(in_schema_order(tag, elements))
    if text := "".join(child for child in children if isinstance(child, str)):
        element.text = clean_text(text)
    return element


def add_property(paragraph: etree._Element, added: etree._Element) -> None:
    """Gives a paragraph a property, such as ``w:keepNext``; nothing where it is a table."""
    if prefixed_name(paragraph) != "w:p":
        return
    properties = paragraph.find(qualified_name("w:pPr"))
    kept = [] if properties is None else list(properties)
    if properties is not None:
        paragraph.remove(properties)
    if not any(element.tag == added.tag for element in kept):
        kept.append(added)
    paragraph.insert(0, make("w:pPr", *kept))


def in_schema_order(tag: str, children: Iterable[etree._Element]) -> list[etree._Element]:
    """Children of an element as the schema orders them."""
    order = CHILD_ORDER.get(tag)
    if order is None:
        return list(children)
    return sorted(children, key=lambda child: order[prefixed_name(child)])


def prefixed_name(element: etree._Element) -> str:
    """``w:p`` of an element."""
    name = etree.QName(element)
    prefix = next(key for key, address in NAMESPACES.items() if address == name.namespace)
    return f"{prefix}:{name.localname}"


def clean_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return FORBIDDEN.sub("", text)


def serialize(root: etree._Element) -> bytes:
    """A part of the package: XML in UTF-8, the same bytes for the same tree."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

"""Pictures as Word has them: in the line, with their alternative text, as wide as they are at 96
pixels to the inch or as there is room.
"""

from __future__ import annotations

from lxml import etree

from duben.docx.document_parts import DocumentParts
from duben.docx.elements import NAMESPACES, Attributes, make
from duben.docx.looks import TWIPS
from duben.model import Block

EMU = 635  # of a twip (ECMA-376 part 1, 20.1.10.16: 12,700 of a point)
PIXEL = 15  # twips
DEPTH_SHARE = 0.7  # of the type area that a picture may be high
LINE_HEIGHT = 14  # pt, of a picture in a line of text, as in styles/text.css


def figure_picture(parts: DocumentParts, figure: Block) -> etree._Element | None:
    """The run with the picture of a figure; None where there is none."""
    edition = parts.look.edition
    depth = edition.depth * edition.zoom * TWIPS * DEPTH_SHARE
    room = parts.look.measure, depth
    return _picture(parts, figure.attribute("src"), figure.attribute("alt"), room, False)


def inline_picture(
    parts: DocumentParts, name: str, alternative: str, in_notes: bool
) -> etree._Element | None:
    """The run with a picture in a line of text, as high as the line; None where there is none."""
    height = LINE_HEIGHT * parts.look.edition.zoom * TWIPS
    return _picture(parts, name, alternative, (parts.look.measure, height), in_notes)


def _picture(
    parts: DocumentParts, name: str, alternative: str, room: tuple[float, float], in_notes: bool
) -> etree._Element | None:
    picture = parts.pictures.get(name)
    if picture is None:
        return None
    width, height = picture.width * PIXEL, picture.height * PIXEL
    scale = min(1.0, room[0] / width, room[1] / height)
    size: dict[str, str | int] = {
        "cx": round(width * scale) * EMU,
        "cy": round(height * scale) * EMU,
    }
    relations = parts.note_relations if in_notes else parts.relations
    relation = relations.add("image", parts.media.add(picture))
    number = parts.number()
    properties: Attributes = {
        "id": number,
        "name": f"图片 {number}",
        "descr": alternative,
    }
    data = make("a:graphicData", _shape(relation, size, properties), uri=NAMESPACES["pic"])
    inline = make(
        "wp:inline",
        make("wp:extent", **size),
        make("wp:docPr", **properties),
        make("a:graphic", data),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return make("w:r", make("w:drawing", inline))


def _shape(relation: str, size: Attributes, properties: Attributes) -> etree._Element:
    blip = make("a:blip")
    blip.set(f"{{{NAMESPACES['r']}}}embed", relation)
    return make(
        "pic:pic",
        make("pic:nvPicPr", make("pic:cNvPr", **properties), make("pic:cNvPicPr")),
        make("pic:blipFill", blip, make("a:stretch", make("a:fillRect"))),
        make(
            "pic:spPr",
            make("a:xfrm", make("a:off", x=0, y=0), make("a:ext", **size)),
            make("a:prstGeom", make("a:avLst"), prst="rect"),
        ),
    )

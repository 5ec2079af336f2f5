"""What a PDF needs for PDF/UA-1 (ISO 14289-1) and PDF/A-2u (ISO 19005-2) beside what WeasyPrint
writes.

Works on the objects before they are written. WeasyPrint 70.0 puts paragraphs beside the number of
an item, gives a link to each part of one, and leaves tables without heads to the reader's guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

VARIANT = "pdf/a-2u"
# The property that says “PDF/UA-1”, and the description of its schema that PDF/A asks for (ISO
# 19005-2, 6.6.2.3).
UNIVERSAL = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA part number</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>\
</pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501

Element = dict[str, Any]


def keep_whole_links(pages: Sequence[Any]) -> None:
    """Removes from WeasyPrint's pages the links of parts of a link: the link covers them."""
    for page in pages:
        page.links = [
            link for link in page.links if (link[3].element_tag or "").split(":")[0] == "a"
        ]


def finish_tags(document: Any, pdf: Any) -> None:
    """Completes the objects of a document: the ``finisher`` of WeasyPrint's ``write_pdf`` with the
    variant VARIANT and tags.
    """
    for page in document.pages:
        for _, target, _, box in page.links:
            if box.link_annotation is not None:
                box.link_annotation["Contents"] = pydyf.String(_box_text(box) or target)
    tree = _StructureTree(pdf)
    for element in tree.elements():
        match element["S"]:
            case "/L":
                tree.only_items(element)
            case "/LI":
                tree.only_label_and_body(element)
            case "/Table":
                tree.mark_row_heads(element)
            case "/Figure":
                element.setdefault("Alt", pydyf.String("图"))
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
            thing.extra["Interpolate"] = "false"
        elif isinstance(thing, dict) and thing.get("Type") == "/Page":
            thing["Group"] = pydyf.Dictionary(
                {"Type": "/Group", "S": "/Transparency", "CS": "/DeviceRGB"}
            )
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [_universal(metadata.stream[0])]
    metadata.compress = False


def _universal(xmp: bytes) -> bytes:
    """An XMP packet that says PDF/UA-1 too."""
    end = xmp.rindex(b"</rdf:RDF>")
    return xmp[:end] + UNIVERSAL + xmp[end:]


def _box_text(box: Any) -> str:
    """What a box says."""
    return "".join(
        part.text for part in box.descendants() if isinstance(part, boxes.TextBox)
    ).strip()


class _StructureTree:
    """The structure elements of a PDF under way; new ones are added to it."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf

    def elements(self) -> list[Element]:
        """All structure elements."""
        return [
            thing
            for thing in self.pdf.objects
            if isinstance(thing, dict) and thing.get("Type") == "/StructElem"
        ]

    def kids(self, element: Element) -> Iterator[tuple[Any, Element | None]]:
        """What an element holds: (as written, the element it is, or None for marked content and
        links).
        """
        for kid in element["K"]:
            child = self.pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
            yield (
                kid,
                child if isinstance(child, dict) and child.get("Type") == "/StructElem" else None,
            )

    def only_items(self, element: Element) -> None:
        """Leaves only items in a list: those in groups inside it (entries of a glossary) come up,
        anything else becomes an item of its own.
        """
        items: list[Any] = []
        for kid, child in self.kids(element):
            if child is None or child["S"] in ("/LI", "/L", "/Caption"):
                items.append(kid)
            elif (
                inner := [
                    kid
                    for kid, element_inside in self.kids(child)
                    if element_inside and element_inside["S"] in ("/LI", "/L")
                ]
            ) and len(inner) == len(child["K"]):
                for kid in inner:
                    self.pdf.objects[int(kid.split()[0])]["P"] = element.reference  # type: ignore[attr-defined]
                items += inner
            else:
                item = self.wrap("/LI", element, [kid])
                self.only_label_and_body(item)
                items.append(item.reference)
        element["K"] = pydyf.Array(items)

    def only_label_and_body(self, element: Element) -> None:
        """An item holds its label and one body."""
        kids = list(self.kids(element))
        labels = [kid for kid, child in kids if child is not None and child["S"] == "/Lbl"]
        bodies = [kid for kid, child in kids if child is not None and child["S"] == "/LBody"]
        others = [kid for kid, child in kids if kid not in labels and kid not in bodies]
        if others or len(bodies) > 1:
            bodies = [
                self.wrap(
                    "/LBody", element, [kid for kid, _ in kids if kid not in labels]
                ).reference
            ]
        element["K"] = pydyf.Array([*labels, *bodies])

    def wrap(self, kind: str, parent: Element, kids: list[Any]) -> Any:
        """A new element of this kind between ``parent`` and some of its kids."""
        new = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": kind,
                "K": pydyf.Array(kids),
                "Pg": parent["Pg"],
                "P": parent.reference,  # type: ignore[attr-defined]
            }
        )
        self.pdf.add_object(new)
        for kid in kids:
            child = self.pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
            if isinstance(child, dict) and child.get("Type") == "/StructElem":
                child["P"] = new.reference
                if kind == "/LBody" and child["S"] == "/LBody":
                    child["S"] = "/Div"
        return new

    def mark_row_heads(self, table: Element) -> None:
        """Makes the first cell of each row the head of the row, in a table without other heads."""
        rows = list(self.rows(table))
        if any(cell["S"] == "/TH" for row in rows for _, cell in self.kids(row) if cell):
            for row in rows:
                for _, cell in self.kids(row):
                    if cell and cell["S"] == "/TH" and "Scope" not in cell["A"]:
                        cell["A"]["Scope"] = "/Column"
            return
        for number, row in enumerate(rows):
            cells = [cell for _, cell in self.kids(row) if cell and cell["S"] == "/TD"]
            if cells:
                cells[0]["S"] = "/TH"
                cells[0]["A"].pop("Headers", None)
                cells[0]["A"]["Scope"] = "/Row"
                cells[0]["ID"] = key = pydyf.String(f"{table.number}-{number}")  # type: ignore[attr-defined]
                for cell in cells[1:]:
                    cell["A"]["Headers"] = pydyf.Array([key])

    def rows(self, table: Element) -> Iterator[Element]:
        """The rows of a table, in whatever groups they stand."""
        for _, child in self.kids(table):
            if child is not None:
                yield from [child] if child["S"] == "/TR" else self.rows(child)

"""Page numbers of a part that was composed without them: each of their digits was set as a 9.

Contents and appendix name hundreds of pages, and with nearly every edit one of these changes. A
number in a line that is not justified moves only what stands behind it on that line; one that
stands alone at the right moves only itself. So the part is composed and kept with nines, the widest
digits. Later the glyphs in each link are exchanged for those of the number, and the target of the
link for its page.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from duben.pdf.assembly import (
    DEFLATE_LEVEL,
    pdf_numbers as written,
    text,
)
from duben.pdf.page_fragments import PdfObjects, pack_objects

NAME = "number:"  # the name of a link that leads to a page, before its number: no id has a colon
ALONE = "number:alone:"  # the same where the number is all that stands on its line, at the right
# Among the digits of faces that have them of different widths; ``composer.interchangeable_digits``
# sees to it.
WIDEST = 9
_LINK = re.compile('(<p class="folio"><a )?href="#([A-Za-z0-9_-]+)">([0-9]+(?:—[0-9]+)?)</a>')
_DIGIT = re.compile("[0-9]")
_DEST = re.compile(rb"/Dest \((number:(?:alone:)?[0-9]+)\)")
_RECT = re.compile(rb"/Rect \[([-0-9. ]+)\]")
_CONTENTS = re.compile(rb"/Contents (?:\(([^)]*)\)|<([0-9a-fA-F]*)>)")
_KIDS = re.compile(rb"/K \[([^\]]*)\]")
_PAGE = re.compile(rb"/Pg ([0-9]+) 0 R")
_DRAWING = re.compile(rb"/Contents ([0-9]+) 0 R")
_REFERENCE = re.compile(rb"[0-9]+ 0 R")
# In a drawing: where a line begins, a size of type, where a marked piece begins and ends, glyphs.
_STEP = re.compile(
    rb"(?P<line> Tm\b)|(?P<size>[0-9.]+) Tf|/MCID (?P<piece>[0-9]+)>>\nBDC|(?P<end>\bEMC\b)|<(?P<glyphs>(?:[0-9a-f]{4})+)>"  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of a page, or of the first and the last page of a run, and what it leads to."""

    target: str
    text: str


@dataclass(slots=True)
class _Link:
    """A link on a page: the number of its object, the digits that are still to be inserted, those
    that are inserted, how many nines it has, and how far its edges move to the left, pt.
    ``narrower``: by so many thousandths of an em a number that stands alone at the right begins
    farther right.
    """

    annotation: int
    digits: Iterator[str]
    narrower: int
    nines: int = 0
    inserted: list[str] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)


def take_out_numbers(html: str) -> tuple[str, dict[str, PageNumber]]:
    """The HTML of a part with nines in the links that hold nothing but a page number, and these
    numbers by the names of the links.
    """
    numbers: dict[str, PageNumber] = {}

    def replace_digits(match: re.Match[str]) -> str:
        """A link with nines, which leads to its name instead of its target."""
        name = f"{ALONE if match[1] else NAME}{len(numbers)}"
        numbers[name] = PageNumber(match[2], match[3])
        return f'{match[1] or ""}href="#{name}">{_DIGIT.sub(str(WIDEST), match[3])}</a>'

    return _LINK.sub(replace_digits, html), numbers


def insert_numbers(
    metadata: Mapping[str, Any], data: bytes, numbers: Mapping[str, PageNumber], scale: float
) -> tuple[dict[str, Any], bytes] | None:
    """The data of a part, composed without its page numbers, with them; None if one of them was not
    drawn digit by digit.

    ``numbers`` are as ``take_out_numbers`` gives them. ``metadata["digits"]`` has glyph code and
    width (1/1000 em) of the ten digits; ``scale`` is the size of a CSS px of the part in pt.
    """
    objects = {number: data for number, _, data in PdfObjects(metadata["objects"], data)}
    digits = {name: iter(_DIGIT.findall(number.text)) for name, number in numbers.items()}
    lost = [metadata["digits"][WIDEST][1] - width for _, width in metadata["digits"]]
    narrower = {
        name: sum(lost[int(digit)] for digit in _DIGIT.findall(number.text))
        for name, number in numbers.items()
        if name.startswith(ALONE)
    }
    links = _links(metadata, objects, digits, narrower)
    pages, positions = [], []
    for page, read in zip(metadata["pages"], metadata["positions"], strict=True):
        own = links[page["object"]]
        content = int(_DRAWING.findall(objects[page["object"]])[0])
        objects[content] = _insert_digits(
            objects[content],
            own,
            [code.encode() for code, _ in metadata["digits"]],
            lost,
            scale / 1000,
        )
        for link in {link.annotation: link for link in own.values()}.values():
            if link.inserted and link.nines > len(link.inserted):
                return None  # a style has put digits of its own beside the number
            objects[link.annotation] = _update_link(objects[link.annotation], link)
        names = dict.fromkeys(target for _, target in page["links"] if target in numbers)
        if names:
            shown = " ".join(numbers[name].text for name in names)
            read = [
                *read[:2],
                *(sha256(f"{digest} {shown}".encode()).hexdigest()[:16] for digest in read[2:4]),
                *read[4:],
            ]
        positions.append(read)
        pages.append(
            {
                **page,
                "links": [
                    [kind, numbers[target].target if target in names else target]
                    for kind, target in page["links"]
                ],
            }
        )
    if any(next(left, "") for left in digits.values()):
        return None
    for name, data in objects.items():
        if (match := _DEST.search(data)) and (number := numbers.get(match[1].decode())):
            objects[name] = data.replace(b"(%s)" % match[1], b"(%s)" % number.target.encode())
    packed = pack_objects(
        (number, stream, objects[number]) for number, stream, _ in metadata["objects"]
    )
    numbered = {"objects": packed.table, "pages": pages, "positions": positions}
    return {**metadata, **numbered}, packed.data


def _links(
    metadata: Mapping[str, Any],
    objects: Mapping[int, bytes],
    digits: Mapping[str, Iterator[str]],
    narrower: Mapping[str, int],
) -> dict[int, dict[int, _Link]]:
    """The links of each page, by the marked pieces of its drawing in which they stand."""
    links: dict[int, dict[int, _Link]] = defaultdict(dict)
    for annotation, element in metadata["annotations"]:
        name = _DEST.search(objects[annotation])
        kids, page = _KIDS.search(objects[element]), _PAGE.search(objects[element])
        if kids and page:
            own = name[1].decode() if name else ""
            link = _Link(annotation, digits.get(own, iter(())), narrower.get(own, 0))
            links[int(page[1])] |= dict.fromkeys(
                map(int, _REFERENCE.sub(b"", kids[1]).split()), link
            )
    return links


def _insert_digits(
    content: bytes,
    links: Mapping[int, _Link],
    codes: Sequence[bytes],
    lost: Sequence[int],
    unit: float,
) -> bytes:
    """The drawing of a page with its numbers; notes in ``links`` how far their edges move.

    ``links`` are those of the page, by the marked pieces in which they stand. ``codes`` are the
    glyphs of the digits, ``lost`` is by how many thousandths of an em each is narrower than the
    widest, ``unit`` is a thousandth of a CSS px in pt.
    """
    moved = size = 0.0
    link: _Link | None = None

    def replace_step(match: re.Match[bytes]) -> bytes:
        """A step of the drawing; the glyphs of a link with its digits."""
        nonlocal moved, size, link
        if match["line"]:
            # The last link on its line: its piece ends behind the beginning of the next line.
            if link is not None and link.edges:
                link.edges.append(moved)
                link = None
            moved = 0.0
        elif match["size"]:
            size = float(match["size"])
        elif match["piece"]:
            link = links.get(int(match["piece"]))
        elif link is not None and match["end"]:
            link.edges.append(moved)
            link = None
        elif link is not None:
            begin = b""
            if link.narrower and not link.edges:
                begin = b"%d" % -link.narrower
                moved -= link.narrower * unit * size
            link.edges.append(moved)
            glyphs = [match["glyphs"][at : at + 4] for at in range(0, len(match["glyphs"]), 4)]
            for index, code in enumerate(glyphs):
                if code != codes[WIDEST]:
                    continue
                link.nines += 1
                if digit := next(link.digits, ""):
                    link.inserted.append(digit)
                    glyphs[index] = codes[int(digit)]
                    moved += lost[int(digit)] * unit * size
            return b"%s<%s>" % (begin, b"".join(glyphs))
        return match[0]

    head, mark, rest = content.partition(b"\nstream\n")
    raw = zlib.compress(_STEP.sub(replace_step, zlib.decompress(rest)), DEFLATE_LEVEL)
    return (
        re.sub(rb"/Length [0-9]+", b"/Length %d" % len(raw), head) + mark + raw + b"\r\nendstream"
    )


def _update_link(annotation: bytes, link: _Link) -> bytes:
    """The object of a link with its new area and text."""
    if link.edges:
        left, top, right, bottom = map(float, _RECT.findall(annotation)[0].split())
        area = written((left - link.edges[0], top, right - link.edges[-1], bottom))
        annotation = _RECT.sub(b"/Rect [%s]" % area, annotation)
    if link.inserted and (match := _CONTENTS.search(annotation)):
        label = (
            bytes.fromhex(match[2].decode()).decode("utf-16")
            if match[1] is None
            else match[1].decode()
        )
        digits = iter(link.inserted)
        label = re.sub(str(WIDEST), lambda _: next(digits, str(WIDEST)), label)
        annotation = (
            annotation[: match.start()] + b"/Contents " + text(label) + annotation[match.end() :]
        )
    return annotation

"""The book as a print shop takes it: PDF/X-4 with bleed and crop marks, everything in black alone
(and one second colour), cover apart.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import lazy_loader
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from duben.layout import page_size
from duben.model import BookError, BookSettings, PrintSettings, Problem, problem, warning
from duben.pdf.imposition import MM, PAPER, Slot, page_form, pdf_decimal, save_packed

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

BLEED = 3 * MM
SHEET_MARGIN = (
    10 * MM
)  # from the trimmed page to the sheet of the file: bleed, and room for the marks
CROP_MARK = (4 * MM, 9 * MM)  # a crop mark stands so far from the trimmed corner
PRINT_DPI, OFFICE_DPI = 200, 150  # dpi that a picture wants at a press, on an office printer
# Uncoated paper, as such books are printed on; ISO 12647-2. CC0, in the Debian package colord-data,
# or beside our Python where all of it is one folder (docs/offline.md).
PROFILES = tuple(
    f"{share}/color/icc/colord/{name}"
    for name in ("FOGRA47L_uncoated.icc", "FOGRA39L_coated.icc")
    for share in (f"{sys.prefix}/share", "/usr/share")
)
CONDITIONS = {"FOGRA47L_uncoated.icc": "FOGRA47", "FOGRA39L_coated.icc": "FOGRA39"}
NUMBER = rb"-?[0-9]*\.?[0-9]+"
COLOUR = re.compile(rb"(?<!\S)(%b)\s+(%b)\s+(%b)\s+(rg|RG)(?!\S)" % (NUMBER, NUMBER, NUMBER))
GREY = re.compile(rb"(?<!\S)(%b)\s+(g|G)(?!\S)" % NUMBER)
# The second ink: its name, and the CMYK that stands for it on a screen and a four-colour press.
SECOND_INK = ("Second", (0, 1, 0.9, 0.15))


@dataclass(frozen=True, slots=True)
class PressFiles:
    """The files for the print shop, each a PDF/X-4: the book without its cover, and the cover as
    one sheet. ``spine`` is its width in mm, 0 for staples.
    """

    body: bytes
    cover: bytes
    spine: float
    problems: tuple[Problem, ...] = ()


def has_spine(settings: PrintSettings) -> bool:
    """Whether the book has a spine: a press binds with glue unless book.toml says otherwise."""
    return settings.binding in ("", "glued")


def inside_pages(slots: Sequence[Slot], settings: PrintSettings) -> list[int | None]:
    """The pages between the covers, as numbers of the booklet's pages: even for glue, a multiple of
    four for staples.

    Pages for notes fill up; where the booklet has none, blank ones (None). The title page and
    page 1 stand on the right.
    """
    at: dict[str, list[int]] = {}
    for number, slot in enumerate(slots):
        at.setdefault(slot.part, []).append(number)
    ruled = next(iter(at.get("notes", ())), None)
    pages: list[int | None] = list(at.get("front", ()))
    if len(pages) % 2:
        pages.append(ruled)
    pages += [*at.get("body", ()), *at.get("back", ())]
    return pages + [ruled] * (-len(pages) % (2 if has_spine(settings) else 4))


def spine_width(pages: int, settings: PrintSettings) -> float:
    """Width of the spine of a glued book in mm, to half a millimetre: that of its leaves. 0 for
    staples.
    """
    return (
        round(pages / 2 * settings.paper_gsm * PAPER / MM * 2) / 2 if has_spine(settings) else 0.0
    )


def prepare_for_press(
    booklet: bytes,
    slots: Sequence[Slot],
    settings: PrintSettings,
    about: BookSettings,
    back_title: bytes = b"",
    ground: bool = False,
) -> PressFiles:
    """The files for the print shop, of the pages of a booklet. ``back_title`` is a page for the
    spine, if one is set there; ``ground``: colour goes over it up to the edges.

    BookError (2) where the machine has no profile of the printing condition.
    """
    profile = next((path for name in PROFILES if (path := Path(name)).is_file()), None)
    if profile is None:
        raise BookError(problem("press-profile", None, file=PROFILES[1], package="colord-data"), 2)
    pages = inside_pages(slots, settings)
    size = page_size(settings.size)
    trimmed = size.width * MM, size.height * MM
    width = spine_width(len(pages), settings)
    with pikepdf.open(io.BytesIO(booklet)) as source:
        inked = InkConverter(source, settings.second_colour)
        with pikepdf.new() as pdf:
            for number in pages:
                if number is None:
                    pdf.add_blank_page(page_size=trimmed)
                else:
                    pdf.pages.append(source.pages[number])
                add_page_boxes(pdf, pdf.pages[-1], *trimmed)
            body = write_pdf_x(pdf, profile, about)
        with pikepdf.new() as pdf:
            draw_cover(pdf, source, slots, trimmed, width * MM, back_title, settings, ground)
            cover = write_pdf_x(pdf, profile, about)
    return PressFiles(body, cover, width, tuple(inked.problems))


def draw_cover(
    pdf: pikepdf.Pdf,
    source: pikepdf.Pdf,
    slots: Sequence[Slot],
    trimmed: tuple[float, float],
    spine: float,
    back_title: bytes,
    settings: PrintSettings,
    ground: bool,
) -> None:
    """Adds the cover as it lies open, seen from outside: back, spine, front; the ``trimmed`` page
    and the width of the ``spine`` in pt.
    """
    width, height = trimmed
    size = 2 * width + spine, height
    page = pdf.add_blank_page(page_size=size)
    back, front = (page_form(pdf, source.pages[number], trimmed) for number in (len(slots) - 1, 0))
    fold = min(
        BLEED, spine / 2
    )  # a background reaches over the spine from both sides, but never the other page
    back.BBox = Array(
        [pdf_decimal(edge) for edge in (-BLEED, -BLEED, width + fold, height + BLEED)]
    )
    front.BBox = Array(
        [pdf_decimal(edge) for edge in (-fold, -BLEED, width + BLEED, height + BLEED)]
    )
    parts = [(back, 0.0), (front, width + spine)]
    if back_title:
        with pikepdf.open(io.BytesIO(back_title)) as titled:
            InkConverter(titled, settings.second_colour)
            # The page is copied first: a form of another file would die with it.
            pdf.pages.append(titled.pages[0])
            drawing = pdf.pages[-1].as_form_xobject()
            del pdf.pages[-1]
            if ground:
                drawing.BBox = Array(
                    [pdf_decimal(edge) for edge in (0, -BLEED, spine, height + BLEED)]
                )
            parts.append((drawing, width))
    names, drawn = Dictionary(), []
    for number, (drawing, left) in enumerate(parts):
        names[f"/P{number}"] = drawing
        drawn.append(f"q 1 0 0 1 {left:.4f} 0 cm /P{number} Do Q")
    page.obj.Resources = Dictionary(XObject=names)
    page.obj.Contents = pdf.make_stream("\n".join(drawn).encode("ascii"))
    add_page_boxes(pdf, page, *size, folds=(width, width + spine))


def add_page_boxes(
    pdf: pikepdf.Pdf, page: pikepdf.Page, width: float, height: float, folds: Sequence[float] = ()
) -> None:
    """Gives a page of ``width`` × ``height`` (pt) its boxes, exact to a ten-thousandth of a point,
    and crop marks outside the bleed. Nothing else shows there. ``folds``: x of further marks, pt.
    """
    box = page.obj
    for key in ("/Annots", "/StructParents", "/Tabs", "/Metadata", "/AA", "/CropBox", "/ArtBox"):
        if key in box:
            del box[key]
    box.MediaBox = Array(
        [
            pdf_decimal(edge)
            for edge in (-SHEET_MARGIN, -SHEET_MARGIN, width + SHEET_MARGIN, height + SHEET_MARGIN)
        ]
    )
    box.BleedBox = Array(
        [pdf_decimal(edge) for edge in (-BLEED, -BLEED, width + BLEED, height + BLEED)]
    )
    box.TrimBox = Array([pdf_decimal(edge) for edge in (0, 0, width, height)])
    box.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    clip = f"q {-BLEED:.4f} {-BLEED:.4f} {width + 2 * BLEED:.4f} {height + 2 * BLEED:.4f} re W n q"
    page.contents_add(clip.encode("ascii"), prepend=True)
    near, far = CROP_MARK
    lines = [
        (x, y + side * near, x, y + side * far)
        for x in (0, width, *folds)
        for y, side in ((0, -1), (height, 1))
    ]
    lines += [
        (x + side * near, y, x + side * far, y)
        for y in (0, height)
        for x, side in ((0, -1), (width, 1))
    ]
    drawn = " ".join(f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l" for a, b, c, d in lines)
    page.contents_add(f"Q Q q 0 0 0 1 K .25 w {drawn} S Q".encode("ascii"))


class InkConverter:
    """Converts a PDF to black alone: colours and pictures become greys. Where there is a ``second``
    ink, red is set in it. ``problems`` has what could not be converted.
    """

    def __init__(self, pdf: pikepdf.Pdf, second: bool) -> None:
        self.problems: list[Problem] = []
        self.second = second
        self.names = Dictionary()
        if second:
            name, inks = SECOND_INK
            tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(inks), N=1)
            self.names = pdf.make_indirect(
                Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, tint])
            )  # type: ignore[assignment]
        done: set[tuple[int, int]] = set()
        for page in pdf.pages:
            page.contents_coalesce()
            page.Contents.write(self.convert_content(page.Contents.read_bytes()))
            self.name_second_ink(page.obj.Resources)
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Stream) or thing.objgen in done:
                continue
            if thing.get("/Subtype") == "/Image":
                self.convert_picture(thing)
            elif thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1:
                thing.write(self.convert_content(thing.read_bytes()))
                if "/Resources" in thing:
                    self.name_second_ink(thing.Resources)
                if "/Group" in thing and "/CS" in thing.Group:
                    thing.Group.CS = Name.DeviceCMYK
            elif "/ShadingType" in thing:
                self.problems.append(warning("press-shading"))

    def name_second_ink(self, resources: Any) -> None:
        """Adds the second ink to the colour spaces of a page or a form."""
        if self.second:
            resources.ColorSpace = Dictionary(
                {**dict(resources.get("/ColorSpace", {})), "/Second": self.names}
            )
        elif "/ColorSpace" in resources:
            # WeasyPrint names spaces that nothing uses.
            del resources["/ColorSpace"]

    def convert_content(self, data: bytes) -> bytes:
        """A content stream with its colours as inks. WeasyPrint writes strings in hexadecimal:
        numbers before rg are colours.
        """
        data = COLOUR.sub(
            lambda match: self.ink_operator(
                float(match[1]), float(match[2]), float(match[3]), match[4] == b"RG"
            ),
            data,
        )
        return GREY.sub(
            lambda match: (
                b"0 0 0 %s %s" % (_ink(1 - float(match[1])), b"K" if match[2] == b"G" else b"k")
            ),
            data,
        )

    def ink_operator(self, red: float, green: float, blue: float, stroke: bool) -> bytes:
        """The operator that chooses the ink of a colour (0 to 1 each): the second ink for red, else
        a grey of the same luma (ITU-R BT.601).
        """
        if self.second and red - max(green, blue) > 0.2:
            return b"/Second CS 1 SCN" if stroke else b"/Second cs 1 scn"
        return b"0 0 0 %s %s" % (
            _ink(1 - (0.299 * red + 0.587 * green + 0.114 * blue)),
            b"K" if stroke else b"k",
        )

    def convert_picture(self, image: Any) -> None:
        """A picture in greys, with the mask that it had."""
        if image.get("/ImageMask") or image.get("/ColorSpace") == Name.DeviceGray:
            return
        picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
        kept = {key: image[key] for key in ("/SMask", "/Mask") if key in image}
        image.write(picture.tobytes())
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        image.Width, image.Height = picture.size
        for key in ("/Decode", "/DecodeParms", "/Intent"):
            if key in image:
                del image[key]
        for key, value in kept.items():
            image[key] = value


def _ink(share: float) -> bytes:
    """A share of an ink, 0 to 1, as it is written."""
    return f"{min(1.0, max(0.0, share)):.4f}".rstrip("0").rstrip(".").encode("ascii") or b"0"


def coarse_pictures(
    document: bytes, least: int = PRINT_DPI, pages: int | None = None
) -> Iterator[tuple[int, int, float]]:
    """(width, height, dpi) of every picture on the first ``pages`` of a PDF that is set larger than
    ``least`` dpi allow; width and height in pixels.
    """
    with pypdfium2.PdfDocument(document) as opened:
        for page in islice(opened, pages):
            for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                width, height = picture.get_px_size()
                at = picture.get_matrix()
                across = (at.a**2 + at.b**2) ** 0.5
                if across and width * 72 / across < least - 0.5:
                    yield width, height, width * 72 / across


def write_pdf_x(pdf: pikepdf.Pdf, profile: Path, about: BookSettings) -> bytes:
    """A PDF as PDF/X-4 (ISO 15930-7): output intent, metadata, nothing that acts."""
    colours = pdf.make_stream(profile.read_bytes(), N=4, Alternate=Name.DeviceCMYK)
    condition = CONDITIONS[profile.name]
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(condition),
                    OutputCondition=String(condition),
                    RegistryName=String("http://www.color.org"),
                    Info=String(condition),
                    DestOutputProfile=colours,
                )
            )
        ]
    )
    pdf.Root.Lang = String(about.language)
    pdf.Root.Metadata = pdf.make_stream(_xmp(about), Type=Name.Metadata, Subtype=Name.XML)
    day = f"D:{about.metadata_date:%Y%m%d}000000Z"
    pdf.docinfo["/Title"] = String(about.title)
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = String(day)
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/Creator"] = pdf.docinfo["/Producer"] = String("duben")
    pdf.remove_unreferenced_resources()
    return save_packed(pdf, force_version="1.6")


def _xmp(about: BookSettings) -> bytes:
    """The XMP packet (ISO 16684-1) that PDF/X-4 asks for."""
    day = _moment(about.metadata_date)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate><xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmp:CreatorTool>duben</xmp:CreatorTool><pdf:Producer>duben</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>xmp.did:{escape(about.id)}-{escape(about.version)}</xmpMM:DocumentID><xmpMM:VersionID>{escape(about.version)}</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()  # noqa: E501


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"

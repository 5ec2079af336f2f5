"""The text of each page of a PDF, divided by position into type area, notes, head and foot;
read again only where digests tell that it may say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import lazy_loader
import pikepdf

from duben.cache import Cache
from duben.model import Page
from duben.proof.text.content_stream import (
    IDENTITY,
    UNREAD,
    DrawnText,
    FontCodes,
    read_content,
    read_font_codes,
)
from duben.proof.text.expected import (
    normalize_text,
    unify,
)


class PageReader:
    """Reads the pages of one PDF; fonts and forms that pages share are read once."""

    def __init__(self) -> None:
        self.codes_of_fonts: dict[tuple[int, int], FontCodes] = {}
        self.form_digests: dict[tuple[int, int], str] = {}
        self.font_digests: dict[tuple[int, int], str] = {}
        self.codes_by_digest: dict[str, dict[str, FontCodes]] = {}

    def drawing_digest(self, page: pikepdf.Page) -> str:
        """A digest of all that decides what a page says and where, its own fonts left out: its
        content, its size, its forms.
        """
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        contents = page.obj.get("/Contents", pikepdf.Array())
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        parts = [
            *(stream.read_raw_bytes() for stream in streams),
            repr([float(side) for side in page.mediabox]).encode(),
            self._forms_digest(resources, 0).encode(),
        ]
        return blake2b(
            b"".join(len(part).to_bytes(8, "big") + part for part in parts), digest_size=16
        ).hexdigest()

    def _forms_digest(self, resources: Any, depth: int) -> str:
        """A digest of the forms in resources, with the fonts of the forms."""
        if resources.objgen in self.form_digests and resources.objgen != (0, 0):
            return self.form_digests[resources.objgen]
        digest = blake2b(digest_size=16)
        for name, form in sorted(resources.get("/XObject", pikepdf.Dictionary()).items()):
            if form.get("/Subtype") == "/Form":
                own = (
                    (
                        f"{self._forms_digest(form.Resources, depth + 1)} "
                        f"{self._fonts_digest(form.Resources)}"
                    )
                    if "/Resources" in form and depth < 8
                    else ""
                )
                data = form.read_raw_bytes()
                digest.update(
                    f"{name} {form.get('/Matrix', '')!r} {own} {len(data)} ".encode() + data
                )
        self.form_digests[resources.objgen] = digest.hexdigest()
        return self.form_digests[resources.objgen]

    def fonts_digest(self, page: pikepdf.Page) -> str:
        """A digest of what the codes of a page's fonts mean; ``codes_to_json`` has it in full."""
        return self._fonts_digest(page.obj.get("/Resources", pikepdf.Dictionary()))

    def _fonts_digest(self, resources: Any) -> str:
        if resources.objgen in self.font_digests and resources.objgen != (0, 0):
            return self.font_digests[resources.objgen]
        tables = blake2b(digest_size=16)
        fonts = sorted(resources.get("/Font", pikepdf.Dictionary()).items())
        for name, font in fonts:
            table = font.ToUnicode.read_raw_bytes() if "/ToUnicode" in font else b""
            tables.update(f"{name} {font.get('/Subtype')} {len(table)} ".encode() + table)
        digest = self.font_digests[resources.objgen] = tables.hexdigest()
        if digest not in self.codes_by_digest:
            self.codes_by_digest[digest] = {name: self.codes(font) for name, font in fonts}
        return digest

    def codes_to_json(self, digest: str) -> dict[str, Any]:
        """What the codes of the fonts with this digest mean, as data for JSON."""
        return {
            name: [codes.size, {str(code): text for code, text in codes.texts.items()}]
            for name, codes in self.codes_by_digest[digest].items()
        }

    def extends(self, earlier: Mapping[str, Any], digest: str) -> bool:
        """Whether the fonts with this digest have all codes that those of another build had
        (``earlier``, as ``codes_to_json`` gives them), and each code means the same.
        """
        now = self.codes_by_digest[digest]
        return all(
            name in now
            and now[name].size == size
            and all(now[name].texts.get(int(code)) == text for code, text in texts.items())
            for name, (size, texts) in earlier.items()
        )

    def text_runs(self, page: pikepdf.Page) -> list[DrawnText]:
        """Every piece of text that a page draws, in order of drawing; places in pt from the page's
        upper left corner.
        """
        left, _, _, top = map(float, page.mediabox)
        runs = read_content(page.obj, page.obj, IDENTITY, self.codes)
        return [DrawnText(run.left - left, top - run.top, run.text) for run in runs]

    def codes(self, font: Any) -> FontCodes:
        """What the codes of a font say; read once for each font."""
        if font.objgen not in self.codes_of_fonts:
            self.codes_of_fonts[font.objgen] = read_font_codes(font)
        return self.codes_of_fonts[font.objgen]


pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

# Glyphs stand on their baseline inside the type area; marks that hang, or stand raised, leave it by
# less than this (pt).
OVERHANG_PT = 6.0
SIDE_OVERHANG_PT = 18.0
# text in the last line above the notes may stand up to this below their upper edge (pt); they begin
# 20 pt lower
NOTES_DROP_PT = 6.0
# a number stands on the line of its text when their baselines differ by less: another font may sit
# lower
SAME_LINE_PT = 2.5
ITEM_NUMBER = re.compile("[0-9]{1,20}[.．、)）]|[·•◦▪–—-]")  # of an item


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page by place: in the type area (``body``), in the notes, above and below the
    type area. ``everything``: all that is on a page of the cover or the front matter.
    """

    part: str
    body: str
    notes: str
    head: str
    foot: str
    everything: str


def read_pages(
    document: pikepdf.Pdf, printed: Sequence[Page], store: Cache, name: str
) -> list[PageText]:
    """The text of each page. A page with the same areas, drawn with the same bytes and forms by
    fonts whose codes mean the same, is taken from ``store``.
    """
    reader = PageReader()
    cached = store.get("pages read", name)
    earlier: Mapping[str, Any] = cached[0] if cached else {"fonts": {}, "pages": {}}
    now: dict[str, Sequence[str]] = {}
    unchanged: dict[tuple[str, str], bool] = {}
    page_texts = []
    for page, described in zip(document.pages, printed, strict=True):
        drawing, fonts = reader.drawing_digest(page), reader.fonts_digest(page)
        digest = f"{drawing} {described.part} {described.area} {described.notes_edge}"
        earlier_fonts, *texts = earlier["pages"].get(digest) or now.get(digest) or [""]
        if earlier_fonts != fonts:
            # Fonts that were cut anew for another page know more codes: who had none that were
            # unknown reads as before.
            if (earlier_fonts, fonts) not in unchanged:
                unchanged[earlier_fonts, fonts] = earlier_fonts in earlier[
                    "fonts"
                ] and reader.extends(earlier["fonts"][earlier_fonts], fonts)
            if not unchanged[earlier_fonts, fonts] or any(UNREAD in text for text in texts):
                page_text = divide_page(described, reader.text_runs(page))
                texts = [
                    page_text.body,
                    page_text.notes,
                    page_text.head,
                    page_text.foot,
                    page_text.everything,
                ]
        now[digest] = [fonts, *texts]
        page_texts.append(PageText(described.part, *texts))
    if now != earlier["pages"]:
        store.put(
            {
                "fonts": {
                    digest: reader.codes_to_json(digest)
                    for digest in sorted({row[0] for row in now.values()})
                },
                "pages": now,
            },
            b"",
            "pages read",
            name,
        )
    return page_texts


def unify_confusables(page_text: PageText, confusables: Mapping[int, str]) -> PageText:
    """The text of a page in which characters that fonts draw alike are the first of their kind."""
    return PageText(
        page_text.part,
        *(
            unify(text, confusables)
            for text in (
                page_text.body,
                page_text.notes,
                page_text.head,
                page_text.foot,
                page_text.everything,
            )
        ),
    )


def divide_page(printed: Page, runs: Sequence[DrawnText]) -> PageText:
    """The text of a page in order of drawing, divided by where it stands."""
    area = printed.area
    assert area
    limit = printed.notes_edge + NOTES_DROP_PT if printed.notes_edge is not None else float("inf")
    inside = [
        run
        for run in runs
        if area.top - OVERHANG_PT <= run.top <= area.bottom + OVERHANG_PT
        and area.left - SIDE_OVERHANG_PT <= run.left <= area.right + SIDE_OVERHANG_PT
    ]
    body = [run for run in inside if run.top <= limit]
    notes = [run for run in inside if run.top > limit]
    head = [run for run in runs if run.top < area.top - OVERHANG_PT]
    foot = [run for run in runs if run.top > area.bottom + OVERHANG_PT]
    everything = runs if printed.part in ("cover", "front") else ()  # where titles are looked for
    return PageText(
        printed.part,
        join_runs(numbers_first(body)),
        join_runs(numbers_first(notes)),
        join_runs(head),
        join_runs(foot),
        join_runs(everything),
    )


def join_runs(runs: Iterable[DrawnText]) -> str:
    """The text of runs, one behind the other, as it is compared."""
    return normalize_text("".join([run.text for run in runs]))


def numbers_first(runs: Sequence[DrawnText]) -> list[DrawnText]:
    """The runs with each number of a list before the text that it numbers: WeasyPrint draws numbers
    last on a page.
    """
    lines: dict[int, list[int]] = {}
    item_of: dict[int, int] = {}
    for index, run in enumerate(runs):
        level = round(run.top)
        if ITEM_NUMBER.fullmatch(run.text.strip()):
            candidates = [
                candidate
                for key in range(level - 3, level + 4)
                for candidate in lines.get(key, ())
                if runs[candidate].left > run.left
                and abs(runs[candidate].top - run.top) < SAME_LINE_PT
            ]
            if candidates:
                item_of[index] = min(
                    candidates,
                    key=lambda candidate: (
                        round(abs(runs[candidate].top - run.top)),
                        runs[candidate].left,
                        candidate,
                    ),
                )
                continue
        lines.setdefault(level, []).append(index)
    if not item_of:
        return list(runs)
    order = sorted(
        range(len(runs)), key=lambda index: (item_of.get(index, index), index not in item_of, index)
    )
    return [runs[index] for index in order]


def read_pages_with_pdfium(
    pdf: bytes, printed: Sequence[Page], confusables: Mapping[int, str]
) -> Iterator[PageText]:
    """The same text read by pdfium, which takes several times as long."""
    with pypdfium2.PdfDocument(pdf) as document:
        for printed_page, pdf_page in zip(printed, document, strict=True):
            text_page = pdf_page.get_textpage()
            height = pdf_page.get_height()
            runs = []
            for object in pdf_page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                matrix = object.get_matrix()
                runs.append(DrawnText(matrix.e, height - matrix.f, pdfium_text(object, text_page)))
            yield unify_confusables(divide_page(printed_page, runs), confusables)
            text_page.close()
            pdf_page.close()


def pdfium_text(object: Any, text_page: Any) -> str:
    """The text of an object of a page as pdfium reads it. Pdfium gives a hyphen at a line's end as
    a sign of its own.
    """
    length = pypdfium2.raw.FPDFTextObj_GetText(object, text_page, None, 0)
    buffer = (pypdfium2.raw.FPDF_WCHAR * (length // 2))()
    pypdfium2.raw.FPDFTextObj_GetText(object, text_page, buffer, length)
    return (
        bytes(buffer)[:-2]
        .decode("utf-16-le", "replace")
        .replace("\ufffe", "-")
        .replace("\x02", "-")
    )

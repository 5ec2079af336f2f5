"""Reads the pages of a PDF, and tells by digests whether a page would read as it did before."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import pikepdf

from duben.proof.text.content_stream import (
    IDENTITY,
    FontCodes,
    TextRun,
    read_content,
    read_font_codes,
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

    def text_runs(self, page: pikepdf.Page) -> list[TextRun]:
        """Every piece of text that a page draws, in order of drawing; places in pt from the page's
        upper left corner.
        """
        left, _, _, top = map(float, page.mediabox)
        runs = read_content(page.obj, page.obj, IDENTITY, self.codes)
        return [TextRun(run.left - left, top - run.top, run.text) for run in runs]

    def codes(self, font: Any) -> FontCodes:
        """What the codes of a font say; read once for each font."""
        if font.objgen not in self.codes_of_fonts:
            self.codes_of_fonts[font.objgen] = read_font_codes(font)
        return self.codes_of_fonts[font.objgen]

"""The pictures of a Word file: looked at, turned into what a book takes, named for images/, or left
out with a warning.
"""

from __future__ import annotations

import importlib
import io
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PIL import Image

from duben import manuscript
from duben.intake.document import ChangeLog, ImportedPicture, Omission, SourceLine
from duben.intake.picture_names import ENDINGS, PictureNames, without_specks
from duben.intake.word.package import Package, Relation
from duben.model import SourceLocation, warning

ICON_PIXELS, RULE_PIXELS = 16, 4  # pixels: smaller on both sides is an icon, on one side a line
PIXEL_LIMIT = 50_000_000
METAFILE_DPI = 200  # of a metafile that is drawn
EMF_SIGN, WMF_SIGNS = b" EMF", (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")


@dataclass(slots=True)
class WordPictures:
    """The pictures of a file so far."""

    package: Package
    log: ChangeLog
    names: PictureNames = field(default_factory=PictureNames)

    def add(
        self, line: SourceLine, relations: Mapping[str, Relation], relation: str, words: str
    ) -> SourceLine | None:
        """The line of a picture with the picture, or with the warning that it could not be taken;
        None for a speck.
        """
        entry = relations.get(relation)
        shown = _shown_name(entry, words)
        data = self._read(entry)
        if data is None:
            notice = warning(
                "word-picture", SourceLocation(self.package.file, line.number), picture=shown
            )
            self._omit(line, shown, words)
            self.log.problems.append(notice)
            return replace(line, text=shown, problems=(notice,))
        if not data:
            self._omit(line, shown, words)
            return None
        return replace(
            line, text=words or shown, picture=ImportedPicture(self.names.name(data), data, words)
        )

    def omit(self, line: SourceLine, what: str) -> None:
        """Tells that a drawing that is no picture was left out."""
        place = SourceLocation(self.package.file, line.number)
        self.log.left_out.append(Omission(line.number, what, "picture", f"{what}不能收入"))
        self.log.problems.append(warning("word-drawing", place, what=what))

    def _omit(self, line: SourceLine, shown: str, words: str) -> None:
        text = f"{shown} {words}".strip() if words != shown else shown
        self.log.left_out.append(Omission(line.number, text, "picture"))

    def _read(self, entry: Relation | None) -> bytes | None:
        """The bytes of a picture as a book takes it; none for a speck, None where it cannot be
        taken.
        """
        room = self.names.room
        if entry is None or entry.external or not room:
            return None
        data = self.package.read(entry.target, room)
        if not data:
            return None
        data = _as_book_picture(data)
        if data is None:
            return None
        return without_specks(data, entry.target, ICON_PIXELS, RULE_PIXELS)


def _shown_name(entry: Relation | None, words: str) -> str:
    """How messages call a picture: the name of its file, else its words."""
    target = posixpath.basename(entry.target.replace("\\", "/")) if entry else ""
    return (target or words or "图片")[:60]


def _as_book_picture(data: bytes) -> bytes | None:
    """A picture as PNG, JPEG, GIF or WebP; None where it is none that we can read."""
    if manuscript.sniff_media_type(data) in ENDINGS:
        return data
    if data[40:44] == EMF_SIGN or data.startswith(WMF_SIGNS):
        return _drawn_metafile(data)
    try:
        with Image.open(io.BytesIO(data)) as image:
            if (
                image.format not in ("BMP", "TIFF", "DIB")
                or image.width * image.height > PIXEL_LIMIT
            ):
                return None
            stream = io.BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(stream, "PNG")
            return stream.getvalue()
    except Exception:  # noqa: BLE001 - Pillow has an error of its own for every kind of broken file
        return None


def _drawn_metafile(data: bytes) -> bytes | None:
    """A picture of Windows' own kinds (EMF, WMF) drawn as PNG; None where nothing draws it here."""
    try:
        renderer = importlib.import_module("metafile_render")
    except ImportError:
        return None
    try:
        return bytes(renderer.render_metafile(data, output_format="png", dpi=METAFILE_DPI).data)
    except Exception:  # noqa: BLE001 - of a broken metafile
        return None

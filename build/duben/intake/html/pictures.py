"""Pictures that a saved page keeps beside itself: looked at, named for images/, or left out with a
warning.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from duben import manuscript
from duben.intake.document import ChangeLog, ImportedPicture, Omission, SourceLine
from duben.intake.html.archive import PageArchive
from duben.intake.picture_names import PictureNames, without_specks
from duben.model import Problem, SourceLocation, warning

ADDRESS_LENGTH = 400  # characters of an address that are kept
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
ICON_PIXELS, RULE_PIXELS = 48, 8  # pixels: smaller on both sides is an icon, on one side a line
SHEET_PIXELS = 500  # pixels: text that can be read has more on both sides


@dataclass(frozen=True, slots=True)
class ImageElement:
    """What a page says of a picture: its addresses, the likeliest first, and the words that stand
    for it.
    """

    addresses: tuple[str, ...]
    alternative: str = ""

    @property
    def address(self) -> str:
        """The first address; "" where there is none."""
        return self.addresses[0] if self.addresses else ""

    @property
    def name(self) -> str:
        """How messages call it: the name of its file."""
        if self.address.startswith("data:"):
            return (self.alternative or self.address)[:60]
        name = re.split(r"[/\\]", urllib.parse.unquote(self.address))[-1]
        return (name or self.alternative or "img")[:60]


# Where a page keeps the address of a picture that it loads late; the name of the attribute.
ADDRESSES = ("src", "data-src", "data-original", "data-actualsrc", "data-lazy-src", "file", "_src")


def read_image(element: etree._Element) -> ImageElement:
    """What an <img> says: first the addresses that a saved page may have beside itself."""
    typed = [" ".join((element.get(name) or "").split())[:ADDRESS_LENGTH] for name in ADDRESSES]
    for sources in (element.get("srcset"), element.get("data-srcset")):
        typed += [part.split()[0] for part in (sources or "").split(",") if part.strip()][:8]
    addresses = [address for address in typed if address and not address.startswith("data:")]
    addresses.sort(key=lambda address: SCHEME.match(address) is not None)
    inline = [address.split(",", 1)[0] for address in typed if address.startswith("data:")]
    alternative = " ".join((element.get("alt") or "").split())[:200]
    return ImageElement(tuple(dict.fromkeys([*addresses, *inline])), alternative)


@dataclass(slots=True)
class PictureCollector:
    """The pictures of a page so far. ``folder`` is the one that the page lies in; None: no file can
    be looked at. ``archive`` is the one that holds the page, if one does.
    """

    folder: Path | None
    log: ChangeLog
    archive: PageArchive | None = None
    names: PictureNames = field(default_factory=PictureNames)

    def add(self, line: SourceLine, image: ImageElement, file: str) -> SourceLine | None:
        """The line of a picture with the picture, or with the warning that it could not be taken;
        None for a speck.
        """
        data = self._read(image)
        if data is None:
            notice = warning(
                "intake-picture", SourceLocation(file, line.number), picture=image.name
            )
            self.omit(line, image)
            self.log.problems.append(notice)
            return replace(line, problems=(notice,))
        if not data:
            self.omit(line, image)
            return None
        return replace(
            line, picture=ImportedPicture(self.names.name(data), data, image.alternative)
        )

    def is_sheet(self, image: ImageElement) -> bool:
        """Whether a picture that can be taken is as large as a scanned sheet of text."""
        data = self._read(image)
        picture = manuscript.read_picture(data, image.name, None) if data else None
        return (
            isinstance(picture, manuscript.Picture)
            and min(picture.width, picture.height) >= SHEET_PIXELS
        )

    def omit(self, line: SourceLine, image: ImageElement) -> None:
        """Tell that a picture was left out."""
        text = f"<img> {image.alternative} {image.address}".replace("  ", " ").strip()
        self.log.left_out.append(Omission(line.number, text, "picture"))

    def _read(self, image: ImageElement) -> bytes | None:
        """The bytes of a picture; none for a speck, None where it cannot be taken."""
        room = self.names.room
        for address in image.addresses if room else ():
            if (data := self._bytes(address, room)) is not None:
                return without_specks(data, image.name, ICON_PIXELS, RULE_PIXELS)
        return None

    def _bytes(self, address: str, limit: int) -> bytes | None:
        """The bytes at an address, in the archive or beside the page, ``limit`` at most."""
        if self.archive is not None and (data := self.archive.picture(address)) is not None:
            return data if len(data) <= limit else None
        for name in _file_names(address) if self.folder is not None else ():
            found = manuscript.read_file(self.folder, name, limit, None)  # type: ignore[arg-type]
            if not isinstance(found, Problem):
                return found
        return None


def _file_names(address: str) -> Iterator[str]:
    """The names under which a file beside the page may lie: as typed, and what its %20 and the like
    stand for.
    """
    for name in dict.fromkeys((address, urllib.parse.unquote(address))):
        if name and not SCHEME.match(name) and ".." not in re.split(r"[/\\]", name):
            yield name

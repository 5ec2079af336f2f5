"""Pictures that a saved page keeps beside itself: looked at, named for images/, or left out with a
warning.
"""

from __future__ import annotations

import hashlib
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from duben import manuscript
from duben.intake.document import ChangeLog, ImportedPicture, Omission, SourceLine
from duben.model import Problem, SourceLocation, warning

ADDRESS_LENGTH = 400  # characters of an address that are kept
PICTURE_LIMIT = 300  # of a page
PICTURE_BYTES_LIMIT = 200_000_000  # all pictures of a page together
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
ICON_PIXELS, RULE_PIXELS = 48, 8  # pixels: smaller on both sides is an icon, on one side a line
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class ImageElement:
    """What a page says of a picture: its address and the words that stand for it."""

    address: str
    alternative: str = ""

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
    """What an <img> says: of its addresses the one that a saved page may have beside itself, else
    the first that is one.
    """
    typed = [" ".join((element.get(name) or "").split())[:ADDRESS_LENGTH] for name in ADDRESSES]
    for sources in (element.get("srcset"), element.get("data-srcset")):
        typed += [part.split()[0] for part in (sources or "").split(",") if part.strip()][:8]
    addresses = [address for address in typed if address and not address.startswith("data:")]
    beside = [address for address in addresses if not SCHEME.match(address)]
    inline = next((a.split(",", 1)[0] for a in typed if a.startswith("data:")), "")
    alternative = " ".join((element.get("alt") or "").split())[:200]
    return ImageElement(next(iter([*beside, *addresses]), inline), alternative)


@dataclass(slots=True)
class PictureCollector:
    """The pictures of a page so far. ``folder`` is the one that the page lies in; None: no file can
    be looked at.
    """

    folder: Path | None
    log: ChangeLog
    size: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def add(self, line: SourceLine, image: ImageElement, file: str) -> SourceLine | None:
        """The line of a picture with the picture, or with the warning that it could not be taken;
        None for a speck.
        """
        data = self._read(image.address)
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
        return replace(line, picture=ImportedPicture(self._name(data), data, image.alternative))

    def omit(self, line: SourceLine, image: ImageElement) -> None:
        """Tell that a picture was left out."""
        text = f"<img> {image.alternative} {image.address}".replace("  ", " ").strip()
        self.log.left_out.append(Omission(line.number, text, "picture"))

    def _read(self, address: str) -> bytes | None:
        """The bytes of a picture; none for a speck, None where it cannot be taken."""
        for name in _file_names(address):
            if self.folder is None or len(self.names) >= PICTURE_LIMIT:
                return None
            data = manuscript.read_file(
                self.folder,
                name,
                min(manuscript.PICTURE_BYTES, PICTURE_BYTES_LIMIT - self.size),
                None,
            )
            if isinstance(data, Problem):
                continue
            picture = manuscript.read_picture(data, name, None)
            if isinstance(picture, Problem):
                return None
            small = (
                max(picture.width, picture.height) < ICON_PIXELS
                or min(picture.width, picture.height) < RULE_PIXELS
            )
            return b"" if small else data
        return None

    def _name(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.names:
            self.size += len(data)
            self.names[digest] = (
                f"tu-{len(self.names) + 1:02}.{ENDINGS[manuscript.sniff_media_type(data)]}"
            )
        return self.names[digest]


def _file_names(address: str) -> Iterator[str]:
    """The names under which a file beside the page may lie: as typed, and what its %20 and the like
    stand for.
    """
    for name in dict.fromkeys((address, urllib.parse.unquote(address))):
        if name and not SCHEME.match(name) and ".." not in re.split(r"[/\\]", name):
            yield name

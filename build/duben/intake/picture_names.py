"""The pictures of one document: how many and how large they may be, and their names in images/."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from duben import manuscript
from duben.model import Problem

PICTURE_LIMIT = 300  # of a document
PICTURE_BYTES_LIMIT = 200_000_000  # all pictures of a document together
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


@dataclass(slots=True)
class PictureNames:
    """The names given so far, by the digests of their pictures; ``size`` of them all in bytes."""

    size: int = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """Bytes that the next picture may have; 0 where there may be none."""
        if len(self.names) >= PICTURE_LIMIT:
            return 0
        return max(0, min(manuscript.PICTURE_BYTES, PICTURE_BYTES_LIMIT - self.size))

    def name(self, data: bytes) -> str:
        """The name of a picture: the same for the same bytes."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.names:
            self.size += len(data)
            ending = ENDINGS[manuscript.sniff_media_type(data)]
            self.names[digest] = f"tu-{len(self.names) + 1:02}.{ending}"
        return self.names[digest]


def without_specks(data: bytes, name: str, icon: int, rule: int) -> bytes | None:
    """The bytes of a picture; none for a speck, smaller than ``icon`` pixels on both sides or than
    ``rule`` on one; None for what is no picture that a book takes.
    """
    picture = manuscript.read_picture(data, name, None)
    if isinstance(picture, Problem):
        return None
    sides = picture.width, picture.height
    return b"" if max(sides) < icon or min(sides) < rule else data

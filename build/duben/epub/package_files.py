"""What an EPUB consists of, and the one table of where each file of it goes."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from duben.model import SourceLocation

XHTML = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"

# Paths inside the package, as seen from the package document.
COVER_PAGE = "cover.xhtml"
TITLE_PAGE = "title.xhtml"
COLOPHON = "colophon.xhtml"
NAVIGATION = "nav.xhtml"
NCX = "toc.ncx"
ANSWERS = "answers.xhtml"
ENUMERATIONS = "enumerations.xhtml"
CHANGES = "changes.xhtml"
STYLE = "style.css"
COVER_IMAGE = "images/cover.png"
NOTE_IMAGE = "images/note.png"
# The kinds of picture that every reading system shows (EPUB 3.3, 3.2) → ending of the file.
IMAGE_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def chapter_path(slug: str) -> str:
    """Where a chapter goes; the gathered answers are a chapter without a slug."""
    return f"text/{slug}.xhtml" if slug else ANSWERS


def chapter_id(slug: str) -> str:
    """The id of a chapter in the manifest."""
    return f"chapter-{slug}" if slug else "answers"


def relative_address(target: str, path: str) -> str:
    """The address of ``target`` (a path with or without #id) as written in the file ``path``."""
    target_path, hash_, id_ = target.partition("#")
    if target_path == path and id_:
        return hash_ + id_
    return posixpath.relpath(target_path, posixpath.dirname(path) or ".") + hash_ + id_


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A text file of the package. ``name`` is its path and ``id`` its id in the manifest: no
    revision of the book changes either. ``template`` made it, ``place`` is what it was made of.
    """

    id: str
    name: str
    title: str
    data: bytes
    place: SourceLocation | None = None
    media_type: str = XHTML
    properties: Sequence[str] = ()
    template: str = ""


@dataclass(frozen=True, slots=True)
class PackageImage:
    """A picture of the package."""

    id: str
    name: str
    data: bytes
    media_type: str
    properties: Sequence[str] = ()


def cover_image(png: bytes) -> PackageImage:
    """The picture on the cover."""
    return PackageImage("cover-image", COVER_IMAGE, png, "image/png", ("cover-image",))


def text_image(data: bytes, media_type: str) -> PackageImage:
    """A picture of the text, named by its content. KeyError for a kind that no EPUB holds."""
    digest = sha256(data).hexdigest()[:16]
    path = f"images/{digest}.{IMAGE_ENDINGS[media_type]}"
    return PackageImage(f"image-{digest}", path, data, media_type)

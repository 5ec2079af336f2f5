"""Pictures of a manuscript: told by their content, decoded by us, written again without anything
but the picture.
"""

from __future__ import annotations

import hashlib
import io
import re
import urllib.parse
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from duben.cache import Cache, NullCache
from duben.manuscript.files import path_parts, printable_name, read_file
from duben.manuscript.loading import Manuscript
from duben.model import Problem, SourceLocation, problem

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
PIXEL_LIMIT = 50_000_000
PICTURE_BYTES = 50_000_000
# Pillow knows a format once its module is imported.
READERS = (PngImagePlugin, JpegImagePlugin, GifImagePlugin, WebPImagePlugin)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"), (b"BM", "BMP"),  # noqa: E501
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"%PDF", "PDF"), (b"%!PS", "EPS"), (b"\xc5\xd0\xd3\xc6", "EPS"),  # noqa: E501
    (b"PK\x03\x04", "ZIP"), (b"\0\0\x01\0", "ICO"), (b"8BPS", "PSD"),
)  # fmt: skip
# A mark that ends the compressed data of a scan: neither stuffing nor a restart.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for every output: ``data`` is PNG or JPEG, upright, sRGB or grey, without
    metadata; pixels.

    ``sha256`` is that of the file as it was read, in hexadecimal.
    """

    name: str
    media_type: str
    data: bytes
    width: int
    height: int
    place: SourceLocation | None = None
    sha256: str = field(default="", compare=False, repr=False)


def read_picture(data: bytes, name: str, place: SourceLocation | None) -> Picture | Problem:
    """A picture of its bytes, or why there is none."""
    kind = sniff_media_type(data)
    if kind == "SVG":
        return problem("picture-svg", place, name=printable_name(name))
    if not kind:
        return problem("picture-unknown", place, name=printable_name(name))
    if kind not in FORMATS:
        return problem("picture-format", place, name=printable_name(name), format=kind)
    try:
        with warnings.catch_warnings(), _refuse_truncated():
            # Our own limit is well under the size at which Pillow warns.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    return _too_many_pixels(name, place, image.width * image.height)
                picture = _normalize(image, data, name, place)
                return replace(picture, sha256=hashlib.sha256(data).hexdigest())
    except Image.DecompressionBombError:
        return _too_many_pixels(
            name, place, 2 * Image.MAX_IMAGE_PIXELS if Image.MAX_IMAGE_PIXELS else PIXEL_LIMIT
        )
    except MemoryError:
        return problem("picture-memory", place, name=printable_name(name))
    except Exception:  # noqa: BLE001 - Pillow's decoders raise a dozen kinds on broken files; all mean the same here.
        return problem("picture-broken", place, name=printable_name(name), format=kind)


@contextmanager
def _refuse_truncated() -> Iterator[None]:
    """Pillow refuses pictures that end too early; WeasyPrint, once imported,
    tells it to take them.
    """
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def sniff_media_type(data: bytes) -> str:
    """What a file is by its first bytes: "PNG", "JPEG", "GIF", "WEBP", "SVG", "HTML" …, or ""."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return "HEIC/AVIF"
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in head:
        return "SVG"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<body")):
        return "HTML"
    return "XML" if head.startswith(b"<?xml") else ""


def _too_many_pixels(name: str, place: SourceLocation | None, pixels: int) -> Problem:
    return problem(
        "picture-pixels",
        place,
        name=printable_name(name),
        pixels=f"{pixels / 1e6:.1f}",
        limit=PIXEL_LIMIT // 1_000_000,
    )


def _normalize(image: Image.Image, data: bytes, name: str, place: SourceLocation | None) -> Picture:
    jpeg = image.format in ("JPEG", "MPO")
    upright = image.getexif().get(0x0112, 1) in (0, 1)
    profile = image.info.get("icc_profile")
    image.load()
    if jpeg and upright and image.mode in ("L", "RGB") and _is_srgb(profile):
        return Picture(name, "image/jpeg", strip_jpeg(data), image.width, image.height, place)
    drawn = _to_plain_mode(image if upright else ImageOps.exif_transpose(image), profile)
    stream = io.BytesIO()
    if jpeg:
        drawn.save(
            stream,
            "JPEG",
            quality=JPEG_QUALITY,
            subsampling=0,
            optimize=False,
            icc_profile=None,
            exif=b"",
        )
        return Picture(name, "image/jpeg", stream.getvalue(), drawn.width, drawn.height, place)
    _reduce_palette(drawn).save(
        stream, "PNG", optimize=True, icc_profile=None, pnginfo=None, exif=None
    )
    return Picture(name, "image/png", stream.getvalue(), drawn.width, drawn.height, place)


def _reduce_palette(image: Image.Image) -> Image.Image:
    """The same picture with a palette where it has 256 colours at most: a drawing takes a third of
    the bytes.
    """
    if image.mode != "RGB" or image.getcolors(256) is None:
        return image
    return image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _to_plain_mode(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The first frame in L, LA, RGB or RGBA, eight bits, colours in sRGB."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _to_eight_bits(image)
    clear = "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBA", "RGBa")
    if image.mode in ("RGB", "CMYK", "L") and not clear and not _is_srgb(profile):
        image = _to_srgb(image, profile)
    if image.mode not in ("L", "LA", "RGB", "RGBA") or (clear and image.mode in ("L", "RGB")):
        grey = image.mode in ("1", "L", "LA", "La")
        image = image.convert(("LA" if clear else "L") if grey else ("RGBA" if clear else "RGB"))
    if clear and image.mode == "RGBA" and not _is_srgb(profile):
        alpha = image.getchannel("A")
        image = _to_srgb(image.convert("RGB"), profile)
        image.putalpha(alpha)
    bare = image.copy()
    bare.info = {}
    return bare


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey to eight: the high byte."""
    if image.mode == "F":
        return image.convert("L")
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _is_srgb(profile: bytes | None) -> bool:
    if not profile:
        return True
    try:
        description = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return True  # A profile that cannot be read says nothing.
    return "srgb" in description.lower()


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
        converted: Any = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return (
            image.convert("RGB") if image.mode != "L" else image
        )  # A profile for other colours than it has.
    return converted


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG file without its metadata; the compressed picture stays as it was, byte for byte."""
    return b"\xff\xd8" + b"".join(_needed_segments(data))


def _needed_segments(data: bytes) -> Iterator[bytes]:
    """The segments after the start mark that a decoder needs: JFIF's head and Adobe's colour mark
    stay, comments go.

    What follows the end mark, such as the second picture of a stereo camera, goes too.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and (marker := data[at + 1]) != 0xD9:
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:
            following = AFTER_SCAN.search(data, end)
            end = following.start() if following else len(data)
        segment = data[at:end]
        application, comment = 0xE0 <= marker <= 0xEF, marker == 0xFE
        if not (application or comment) or segment[4:9] in (b"JFIF\0", b"Adobe"):
            yield segment
        at = end
    yield b"\xff\xd9"


def load_picture(
    manuscript: Manuscript,
    name: str,
    place: SourceLocation | None = None,
    store: Cache | None = None,
) -> Picture | Problem:
    """A picture that the text names, as seen from the folder; or why it cannot be shown. ``store``
    has those that were decoded before.
    """
    if SCHEME.match(name):
        return problem("picture-remote", place, name=printable_name(name))
    data = _read_bytes(manuscript.folder, name, place)
    if isinstance(data, Problem):
        return data
    store, digest = store or NullCache(), hashlib.sha256(data).hexdigest()
    if kept := store.get("picture", digest):
        (media_type, width, height), pixels = kept
        return Picture(name, media_type, pixels, width, height, place, digest)
    picture = read_picture(data, name, place)
    if isinstance(picture, Picture):
        row = [picture.media_type, picture.width, picture.height]
        store.put(row, picture.data, "picture", digest)
    return picture


def _is_missing(data: bytes | Problem) -> bool:
    return isinstance(data, Problem) and data.rule == "file-missing"


def _read_bytes(folder: Path, name: str, place: SourceLocation | None) -> bytes | Problem:
    """The bytes of a picture under the name as typed, else under the name that its %20 and the like
    stand for.
    """
    data = read_file(folder, name, PICTURE_BYTES, place)
    decoded = urllib.parse.unquote(name)
    if _is_missing(data) and decoded != name and path_parts(decoded):
        again = read_file(folder, decoded, PICTURE_BYTES, place)
        return data if _is_missing(again) else again
    return data

"""The number on the cover of a copy, read from the picture of the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pypdfium2
from duben.layout import fonts
from PIL import Image, ImageChops, ImageDraw, ImageFont

SCALE = 4  # pixels in a point


def read_cover_number(pdf: Path) -> str:
    """The digits at the head of a cover, each told by the one whose picture it is most like."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=SCALE).to_pil().convert("L")
    band = picture.crop((48 * SCALE, 12 * SCALE, 160 * SCALE, 36 * SCALE)).point(
        lambda level: 255 * (level < 128)
    )
    return "".join(
        str(min(range(10), key=lambda digit: difference(shape, digit_pictures()[digit])))
        for shape in shapes(band)
    )


def shapes(band: Image.Image) -> list[Image.Image]:
    """What stands apart in a picture, from left to right, without the room round it."""
    inked = [band.crop((x, 0, x + 1, band.height)).getbbox() is not None for x in range(band.width)]
    starts = [x for x in range(band.width) if inked[x] and (x == 0 or not inked[x - 1])]
    ends = [
        x + 1 for x in range(band.width) if inked[x] and (x + 1 == band.width or not inked[x + 1])
    ]
    strips = [
        band.crop((start, 0, end, band.height)) for start, end in zip(starts, ends, strict=True)
    ]
    return [strip.crop(strip.getbbox()) for strip in strips]


def difference(first: Image.Image, second: Image.Image) -> float:
    """How unlike two pictures are."""
    levels = ImageChops.difference(first.resize((24, 36)), second.resize((24, 36))).histogram()
    return sum(level * count for level, count in enumerate(levels)) / 255 + 200 * abs(
        first.width / first.height - second.width / second.height
    )


@cache
def digit_pictures() -> list[Image.Image]:
    """Pictures of 0 to 9, drawn by another program from the font itself."""
    face = next(
        face for face in fonts.choose_faces("zh-Hans") if face.role == "hei" and face.weight == 400
    )
    font = ImageFont.truetype(str(face.file), 64, index=face.index)
    pictures: list[Image.Image] = []
    for digit in range(10):
        image = Image.new("L", (90, 120), 0)
        ImageDraw.Draw(image).text((10, 10), str(digit), 255, font=font)
        pictures += shapes(image.point(lambda level: 255 * (level > 127)))
    return pictures

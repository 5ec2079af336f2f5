"""Emphasis marks (CSS Text Decoration 4 §3; GB/T 15834 5.1.8): shapes beside the characters, no
text in the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from weasyprint.draw import text as draw_text
from weasyprint.draw.color import get_color
from weasyprint.matrix import Matrix
from weasyprint.text import line_break

from duben.composer.properties import writing

# Marks of punctuation that are emphasised all the same (§3.1), as they are and in their
# compatibility forms.
_EMPHASISED = frozenset("#%&@§¶؉؊٪‰‱⁊⁋⁓〽")
# In em: how far ideographs reach above and below the baseline, and the centre of a mark from there.
# Marks are half as large as the text; a dot, which fills little of its half em, stands nearer.
_ABOVE, _BELOW = 0.88, 0.12
_AWAY, _DOT_AWAY = 0.25, 0.16
_MARK = 0.17  # half of the largest mark
_LINE = 0.03  # the stroke of an open mark
_ROUND = 0.5523  # of the radius, for a quarter of a circle


def is_emphasised(character: str) -> bool:
    """Whether a character gets a mark: spaces, controls and marks of punctuation do not."""
    category = unicodedata.category(character)
    if category[0] == "P":
        return unicodedata.normalize("NFKD", character)[0] in _EMPHASISED
    return category[0] not in "ZM" and category not in ("Cc", "Cf", "Cn")


def is_over(style: Any) -> bool:
    """Whether marks stand over the text; where nothing is said, they do but in Chinese."""
    position = style["text_emphasis_position"]
    return (
        writing(style["lang"] or "") != "Chinese"
        if position == "auto"
        else bool(position[0] == "over")
    )


def lack(style: Any, beyond: tuple[float, float], line_height: float) -> tuple[float, float]:
    """By how much a line must be higher at its top and at its bottom for marks to stand clear of
    its neighbours, in px.
    """
    if style["text_emphasis_style"] == "none":
        return 0.0, 0.0
    size, over = style["font_size"], is_over(style)
    reach = (_AWAY + _MARK) * size + beyond[0 if over else 1]
    more = max(0.0, (_ABOVE + _BELOW) * size + reach - line_height)
    return (more, 0.0) if over else (0.0, more)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a text box, in the place of one of the pictures that WeasyPrint draws after a
    text.
    """

    style: Any
    centres: list[float]  # from the left edge of the text, in px
    beyond: tuple[float, float]  # what stands over and under the characters already (ruby), in px

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw them; the origin is the beginning of the text on its baseline."""
        size = self.style["font_size"]
        kind, shape = self.style["text_emphasis_style"]
        over = is_over(self.style)
        away = (_DOT_AWAY if shape == "dot" else _AWAY) * size
        y = (
            -_ABOVE * size - away - self.beyond[0]
            if over
            else _BELOW * size + away + self.beyond[1]
        )
        color = get_color(self.style, "text_emphasis_color")
        stream.set_color(color)
        if kind == "string":
            self._write(stream, shape, y)
            return
        stream.set_color(color, stroke=True)
        stream.set_line_width(_LINE * size)
        for x in self.centres:
            _SHAPES[shape](stream, x, y, size, kind == "filled")

    def _write(self, stream: Any, character: str, y: float) -> None:
        """Draw a character as a mark, which readers of the file are told to pass over."""
        style = self.style.copy()
        style["font_size"] /= 2
        style["letter_spacing"], style["text_decoration_line"] = "normal", "none"
        layout = line_break.Layout(style)
        layout.set_text(character)
        line, _ = layout.get_first_line()
        width, _ = line_break.line_size(line, style)
        text = _Text(character, style, layout)
        # Its baseline: the square of the character has its middle at y.
        y += (_ABOVE - 0.5) * style["font_size"]
        stream.stream.append(b"/Span <</ActualText <FEFF200B>>> BDC")
        stream.begin_text()
        for x in self.centres:
            draw_text.draw_first_line(
                stream, text, "clip", "none", Matrix(d=-1, e=x - width / 2, f=y)
            )
        stream.end_text()
        stream.stream.append(b"EMC")


@dataclass(frozen=True, slots=True)
class _Text:
    """As much of a text box as WeasyPrint needs to draw it."""

    text: str
    style: Any
    pango_layout: Any
    baseline: float = 0.0


def _circle(stream: Any, x: float, y: float, radius: float, filled: bool) -> None:
    bend = _ROUND * radius
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + bend, x + bend, y + radius, x, y + radius)
    stream.curve_to(x - bend, y + radius, x - radius, y + bend, x - radius, y)
    stream.curve_to(x - radius, y - bend, x - bend, y - radius, x, y - radius)
    stream.curve_to(x + bend, y - radius, x + radius, y - bend, x + radius, y)
    _end(stream, filled)


def _end(stream: Any, filled: bool) -> None:
    if filled:
        stream.fill()
    else:
        stream.close()
        stream.stroke()


def _dot(stream: Any, x: float, y: float, size: float, filled: bool) -> None:
    _circle(stream, x, y, 0.075 * size, filled)


def _large_circle(stream: Any, x: float, y: float, size: float, filled: bool) -> None:
    _circle(stream, x, y, 0.16 * size, filled)


def _double_circle(stream: Any, x: float, y: float, size: float, filled: bool) -> None:
    _circle(stream, x, y, 0.17 * size, False)
    _circle(stream, x, y, 0.09 * size, filled)


def _triangle(stream: Any, x: float, y: float, size: float, filled: bool) -> None:
    half = 0.17 * size
    height = sqrt(3) * half
    stream.move_to(x, y - height / 2)
    stream.line_to(x + half, y + height / 2)
    stream.line_to(x - half, y + height / 2)
    _end(stream, filled)


def _sesame(stream: Any, x: float, y: float, size: float, filled: bool) -> None:
    """A drop that falls to the right, as the ideographic comma does."""
    unit = 0.12 * size
    stream.move_to(x - 0.9 * unit, y - unit)
    stream.curve_to(x + 0.1 * unit, y - 0.7 * unit, x + unit, y, x + unit, y + 0.6 * unit)
    stream.curve_to(
        x + unit, y + 1.1 * unit, x + 0.4 * unit, y + 1.1 * unit, x + 0.1 * unit, y + 0.7 * unit
    )
    stream.curve_to(
        x - 0.4 * unit, y + 0.1 * unit, x - 0.5 * unit, y - 0.4 * unit, x - 0.9 * unit, y - unit
    )
    _end(stream, filled)


_SHAPES: dict[str, Callable[[Any, float, float, float, bool], None]] = {
    "dot": _dot,
    "circle": _large_circle,
    "double-circle": _double_circle,
    "triangle": _triangle,
    "sesame": _sesame,
}

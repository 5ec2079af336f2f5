"""What a rule of pages is, and a place where it may be obeyed or broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from duben.proof.pages.composition import PdfComposition, TextLine
from duben.proof.pages.glyphs import PdfGlyph


@dataclass(frozen=True, slots=True)
class CheckedPlace:
    """A place that a rule looks at: whether the rule is obeyed there, and what was measured.

    ``grave``: so far off that a warning becomes a failure. ``span``: left and right edge of the
    place in pt, None for the whole line. ``resort``: why the rule could not be obeyed.
    """

    line: TextLine
    obeyed: bool
    value: str = ""
    grave: bool = False
    span: tuple[float, float] | None = None
    resort: str = ""


Severity = Literal["fail", "warn", "style"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table of rules: ``check`` gives every place that the rule looks at.

    ``allowed`` is the share of places that may fall short without a failure, if none is grave. The
    sentence of a rule is ``page-ID`` of messages.
    """

    id: str
    severity: Severity
    check: Callable[[PdfComposition], Iterator[CheckedPlace]]
    allowed: float = 0.0


def span(*glyphs: PdfGlyph) -> tuple[float, float]:
    """The left and right edge of some glyphs, in pt."""
    return min(glyph.x for glyph in glyphs), max(glyph.end for glyph in glyphs)

"""The paragraph breaker: where each line of a paragraph ends, and how far each of its characters
moves. It knows no WeasyPrint: only characters, their classes (``rules``), widths and a measure.

    breaker = ParagraphBreaker(text, classes, advances, sizes, blanks, options)
    lines = breaker.lines(measure, indent)

A paragraph is measured (``gaps``, ``line_ends``, ``paragraph``), lines are priced (``pricing``,
with the numbers of ``weights``), the cheapest way through the possible line ends is searched
(``search``), and each line is filled (``spreading``). ``explaining`` says afterwards what was
considered.
"""

from duben.composer.breaking.breaker import ParagraphBreaker
from duben.composer.breaking.explaining import (
    BreakCandidate,
    LineBreaks,
    ParagraphBreaks,
    RejectedEnd,
    explain_lines,
)
from duben.composer.breaking.pricing import Badness
from duben.composer.breaking.spreading import ParagraphLine

__all__ = [
    "Badness",
    "BreakCandidate",
    "RejectedEnd",
    "LineBreaks",
    "ParagraphBreaker",
    "ParagraphBreaks",
    "ParagraphLine",
    "explain_lines",
]

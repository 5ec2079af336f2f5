"""Chinese lines for WeasyPrint: paragraphs broken as a whole, marks squeezed, lines flush on both
sides.

Call ``install()`` once before rendering; every document of the process is then set by the rules of
docs/composer.md.
"""

from duben.composer.breaking import Badness, BreakCandidate, LineBreaks, RejectedEnd
from duben.composer.rules import Options
from duben.composer.weasyprint import VersionError, install, uninstall
from duben.composer.weasyprint.break_reports import ParagraphBreaks, explain_breaks
from duben.composer.weasyprint.digits import digits
from duben.composer.weasyprint.margins import Asked, Shown, margins, shown
from duben.composer.weasyprint.parts import NotPlain, cut, plain
from duben.composer.weasyprint.styles import share
from duben.composer.weasyprint.whole import WholeLine, parts_of, said

__all__ = [
    "Asked",
    "Badness",
    "BreakCandidate",
    "LineBreaks",
    "NotPlain",
    "Options",
    "ParagraphBreaks",
    "RejectedEnd",
    "Shown",
    "VersionError",
    "WholeLine",
    "cut",
    "digits",
    "explain_breaks",
    "install",
    "margins",
    "parts_of",
    "plain",
    "said",
    "share",
    "shown",
    "uninstall",
]

from .breaking import (
    Badness as Badness,
    BreakCandidate as BreakCandidate,
    LineBreaks as LineBreaks,
    ParagraphBreaks as ParagraphBreaks,
    RejectedEnd as RejectedEnd,
)
from .rules import Options as Options
from .weasyprint import VersionError as VersionError, install as install, uninstall as uninstall
from .weasyprint.break_reports import explain_breaks as explain_breaks
from .weasyprint.digits import digits as digits
from .weasyprint.margins import (
    Asked as Asked,
    Shown as Shown,
    margins as margins,
    shown as shown,
)
from .weasyprint.parts import NotPlain as NotPlain, cut as cut, plain as plain
from .weasyprint.styles import share as share
from .weasyprint.whole import WholeLine as WholeLine, parts_of as parts_of, said as said

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
from .weasyprint.margins import (
    MarginRequest as MarginRequest,
    PageMargins as PageMargins,
    compose_margins as compose_margins,
    page_margins as page_margins,
)
from .weasyprint.parts import (
    NotPlain as NotPlain,
    document_objects as document_objects,
    subset_fonts as subset_fonts,
)
from .weasyprint.plain_paragraphs import (
    PlainLine as PlainLine,
    parts_of as parts_of,
    text_of as text_of,
)

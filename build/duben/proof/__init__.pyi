from .pages.marking import (
    mark_pdf as mark_pdf,
)
from .pages.official import (
    official_rows as official_rows,
)
from .pages.report import (
    measure_pdf as measure_pdf,
    report_to_json as report_to_json,
)
from .text.docx_text import (
    prove_docx as prove_docx,
)
from .text.epub_text import (
    prove_epub as prove_epub,
)
from .text.pdf_text import (
    lines_off_page as lines_off_page,
    prove_pdf as prove_pdf,
)

"""What a book's own templates and styles may not bring in: files, scripts, a second page."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from duben import layout
from duben.model import (
    BookError,
    SourceLocation,
    problem,
)
from duben.pdf import pdf_sanitizer
from duben.pdf.book_styles import BookStyles


def refuse_violations(styles: BookStyles, single: Mapping[str, int]) -> None:
    """BookError when a style or a template brings in what the book may not hold, or more than a
    page where one must be.

    ``single`` has the pages of the parts that are one page.
    """
    problems = [
        problem("not-in-the-book", locate_violation(styles, name), name=name)
        for name in sorted(set(styles.fetcher.refused))
    ]
    problems += [
        problem("pdf-active", locate_violation(styles, what, part), what=what[:200])
        for what, part in styles.active.items()
    ]
    problems += [
        problem(
            f"{part}-pages",
            locate_violation(styles, "", part, "front.css") or SourceLocation("book.toml"),
            pages=pages,
        )
        for part, pages in single.items()
        if pages != 1
    ]
    if problems:
        raise BookError(problems)


def refuse_active(styles: BookStyles, part: str, *documents: bytes) -> None:
    """BookError as ``refuse_violations``, and where one of these PDFs of a part (b"": none) holds
    what acts by itself.
    """
    for document in filter(None, documents):
        styles.active |= dict.fromkeys(pdf_sanitizer.pdf_violations(document), part)
    refuse_violations(styles, {})


def locate_violation(
    styles: BookStyles, what: str, part: str = "", style: str = ""
) -> SourceLocation | None:
    """Where in the looks of the book's own an address stands, else the file that is most likely
    to bring it in.
    """
    short = what
    for base in ("duben:style/", "duben:text/", "duben:"):  # relative addresses begin so
        short = short.removeprefix(base)
    likely = [
        f"templates/paper/{part}.html",
        f"styles/{style}",
        "templates/paper/page.html",
        *styles.own_looks,
    ]
    if what.startswith("duben:style/"):
        likely = [name for name in likely if name.startswith("styles/")] + likely
    return layout.locate_cause(
        styles.own_looks, (what, short, unquote(what), unquote(short)), likely
    )

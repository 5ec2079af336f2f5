"""The last look at a PDF: links lead inside the book, to the web or to a mailbox; nothing acts,
nothing is attached; a book's own templates and styles bring in no file and no second page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import pikepdf

from duben import layout
from duben.model import BookError, SourceLocation, problem
from duben.pdf.book_styles import BookStyles

FIELD = "<input"
OUTSIDE = ("https://", "http://", "mailto:")
ROOT = frozenset(("/Type", "/Pages", "/Outlines", "/Names", "/Dests", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata", "/PageLabels",  # noqa: E501
                  "/PageMode", "/PageLayout", "/ViewerPreferences", "/Version", "/Extensions", "/OutputIntents"))  # fmt: skip  # noqa: E501
LINK = frozenset(("/Type", "/Subtype", "/Rect", "/BS", "/Border", "/Contents", "/Dest", "/A", "/StructParent", "/QuadPoints",  # noqa: E501
                  "/F", "/H"))  # fmt: skip


def is_allowed_link(address: str) -> bool:
    """Whether a link may lead out of the book to this address."""
    return address.lower().startswith(OUTSIDE) and address.isprintable()


def document_violations(document: Any) -> Iterator[str]:
    """What in a composed document may not go into a PDF."""
    for attachment in document.metadata.attachments:
        yield f'rel="attachment" {getattr(attachment, "url", None) or ""}'.strip()
    for page in document.pages:
        for kind, target, _, _ in page.links:
            if kind == "attachment" or (kind == "external" and not is_allowed_link(target)):
                yield target
        if any(page.forms.values()):
            yield FIELD


def pdf_violations(pdf: bytes) -> Iterator[str]:
    """What in a finished PDF acts by itself, is attached, is to be filled in or leads where no link
    may.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield from (name for name in map(str, document.Root) if name not in ROOT)
        yield from (name for name in map(str, document.Root.get("/Names", {})) if name != "/Dests")
        for page in document.pages:
            if "/AA" in page:
                yield "/AA"
            for link in page.get("/Annots", ()):
                yield from _link_violations(link)


def _link_violations(link: Any) -> Iterator[str]:
    if link.get("/Subtype") != "/Link":
        yield str(link.get("/Subtype"))
    yield from (name for name in map(str, link) if name not in LINK)
    action = link.get("/A")
    if action is not None and not (
        action.get("/S") == "/URI"
        and is_allowed_link(str(action.get("/URI", "")))
        and "/Next" not in action
    ):
        yield str(action.get("/URI", action.get("/S")))


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
        styles.active |= dict.fromkeys(pdf_violations(document), part)
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

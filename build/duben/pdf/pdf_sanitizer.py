"""The last look at a PDF: links lead inside the book, to the web or to a mailbox; nothing acts,
nothing is attached.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

FIELD = "<input"
OUTSIDE = ("https://", "http://", "mailto:")
ROOT = frozenset(("/Type", "/Pages", "/Outlines", "/Names", "/Dests", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata", "/PageLabels",  # noqa: E501
                  "/PageMode", "/PageLayout", "/ViewerPreferences", "/Version", "/Extensions", "/OutputIntents"))  # fmt: skip  # noqa: E501
LINK = frozenset(
    (
        "/Type",
        "/Subtype",
        "/Rect",
        "/BS",
        "/Border",
        "/Contents",
        "/Dest",
        "/A",
        "/StructParent",
        "/QuadPoints",
        "/F",
        "/H",
    )
)


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

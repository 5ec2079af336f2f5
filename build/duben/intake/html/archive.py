"""A page saved as one file (.mhtml, .mht; RFC 2557): the page and its pictures are the parts of a
MIME message. Read with the ``email`` package; nothing is fetched.
"""

from __future__ import annotations

import email
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageDefect,
)
from email.message import Message

from duben.intake.decoding import DECLARED_ENCODINGS, decode
from duben.model import BookError, Problem, SourceLocation, problem, warning

# What the ``email`` package notes of a part that is not as it was written.
CUT = CloseBoundaryNotFoundDefect
DAMAGED = (InvalidBase64CharactersDefect, InvalidBase64PaddingDefect)
UNDECODABLE = InvalidBase64LengthDefect


@dataclass(frozen=True, slots=True)
class PageArchive:
    """The text of a page, and the parts of its pictures by their addresses (``cid:`` too);
    ``base`` is the address of the page. ``problems`` tells of a page that may not be whole.
    """

    content: str
    base: str = ""
    parts: Mapping[str, Message] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def picture(self, address: str) -> bytes | None:
        """The bytes of the picture at an address as the page writes it; None where it has none."""
        for name in (address, urllib.parse.unquote(address), _join(self.base, address)):
            if (part := self.parts.get(name)) is not None:
                payload = part.get_payload(decode=True)
                return payload if isinstance(payload, bytes) else None
        return None


def read_archive(data: bytes, name: str) -> PageArchive:
    """The page in an archive; a page of HTML that only bears the name of one is read as it is.

    Raises BookError where there is no page in it, or its code cannot be undone, or its parts nest
    too deep.
    """
    if data.lstrip()[:1] == b"<":
        return PageArchive(decode(data, name, page=True))
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:
        raise BookError(problem("intake-nesting", SourceLocation(name))) from None
    page = _page_part(message, parts)
    if page is None:
        rule = "intake-archive-none" if data.strip() else "intake-empty"
        raise BookError(problem(rule, SourceLocation(name)))
    pictures = {
        address: part
        for part in parts
        if part.get_content_maintype() == "image"
        for address in _addresses(part)
    }
    content = _decode_page(page, name)
    is_cut = page is parts[-1] and any(_has(part, CUT) for part in message.walk())
    damaged = warning("intake-archive-damaged", SourceLocation(name))
    problems = (damaged,) if is_cut or _has(page, DAMAGED) else ()
    return PageArchive(content, _location(page), pictures, problems)


def _page_part(message: Message, parts: list[Message]) -> Message | None:
    """The part that is the page: the one that the message begins with, else its first HTML."""
    start = message.get_param("start")
    pages = [part for part in parts if part.get_content_type().endswith(("html", "xhtml+xml"))]
    named = [part for part in pages if start and part.get("Content-ID") == start]
    return next(iter(named or pages), None)


def _decode_page(part: Message, name: str) -> str:
    """The text of the page, in the encoding that its part names, else as its bytes say. BookError
    where its base64 cannot be undone.
    """
    payload = part.get_payload(decode=True)  # what is wrong with it is in its defects from now on
    if _has(part, UNDECODABLE):
        raise BookError(problem("intake-archive-undecodable", SourceLocation(name)))
    data = payload if isinstance(payload, bytes) else b""
    encoding = DECLARED_ENCODINGS.get((part.get_content_charset() or "").lower())
    try:
        return data.decode(encoding) if encoding else decode(data, name, page=True)
    except UnicodeDecodeError:
        return decode(data, name, page=True)


def _has(part: Message, defects: type[MessageDefect] | tuple[type[MessageDefect], ...]) -> bool:
    """Whether a part was read with one of these defects."""
    return any(isinstance(defect, defects) for defect in part.defects)


def _addresses(part: Message) -> Iterator[str]:
    """How a page may call a part."""
    if location := _location(part):
        yield location
        yield urllib.parse.unquote(location)
    if number := (part.get("Content-ID") or "").strip(" <>"):
        yield f"cid:{number}"


def _location(part: Message) -> str:
    return "".join(str(part.get("Content-Location") or "").split())


def _join(base: str, address: str) -> str:
    try:
        return urllib.parse.urljoin(base, address)
    except ValueError:
        return address

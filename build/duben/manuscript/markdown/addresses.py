"""The targets of links and the files of pictures: which are taken,
and what is wrong with others.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urlsplit

from duben.manuscript.markdown.chapter_context import ChapterContext, shorten
from duben.manuscript.markdown.spans import OpenSpan

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
LINK_SCHEMES = frozenset({"http", "https", "mailto"})
# What browsers write as %xx in an address, and no reader of an EPUB takes otherwise (WHATWG URL,
# percent-encode sets; RFC 3986, 2.1).
ESCAPED_IN_ADDRESS = re.compile(r'["\\^`{|}]|%(?![0-9A-Fa-f]{2})')


def link_span(target: str, line: int, context: ChapterContext) -> OpenSpan:
    """The span of a link: "link" to the web or a mailbox, "reference" into the book, "no-link" for
    what is not taken, which is told.
    """
    scheme = SCHEME.match(target)
    if scheme and scheme[1].lower() in LINK_SCHEMES:
        return _web_link(target, line, context)
    if scheme or target.startswith("//"):
        context.tell("link-scheme", line, address=shorten(target))
        return OpenSpan("no-link")
    name, mark, part = target.partition("#")
    if name and not name.lower().endswith(".md"):
        context.tell("link-file", line, address=shorten(target))
        return OpenSpan("no-link")
    if not target or (mark and not part):
        context.tell("link-empty", line)
        return OpenSpan("no-link")
    file = _beside(context.file, name) if name else ""
    value = f"{file}#{part}" if mark else file
    context.references.append((value, context.place(line)))
    return OpenSpan("reference", None, value)


def picture_name(source: str, line: int, context: ChapterContext) -> str:
    """The picture's name as seen from the folder; "" for one that is not taken, which is told."""
    if not source:
        context.tell("image-empty", line)
    elif SCHEME.match(source) or source.startswith("//"):
        context.tell("image-remote", line, address=shorten(source))
    elif "\\" in source and not source.startswith("\\") and source[1:2] != ":":
        right = shorten(source.replace("\\", "/"))
        context.tell("image-backslash", line, address=shorten(source), right=right)
    elif source.startswith("/") or "\\" in source:
        context.tell("image-outside", line, address=shorten(source))
    else:
        name = _beside(context.file, source)
        if not name.startswith("../") and name not in ("..", "."):
            return name
        context.tell("image-outside", line, address=shorten(source))
    return ""


def _web_link(target: str, line: int, context: ChapterContext) -> OpenSpan:
    if any(not char.isprintable() or char.isspace() for char in target):
        context.tell("link-address", line, address=target[:60])
        return OpenSpan("no-link")
    if not _is_complete(target):
        context.tell("link-malformed", line, address=target[:60])
        return OpenSpan("no-link")
    escaped = ESCAPED_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", target)
    return OpenSpan("link", None, escaped)


def _beside(file: str, name: str) -> str:
    """A name typed in a file, as seen from the folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


def _is_complete(target: str) -> bool:
    """Whether an address has all its parts: a host and a port that can be,
    or somebody to write to.
    """
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port  # a port that cannot be raises
    except ValueError:
        return False
    return bool(parts.path if parts.scheme == "mailto" else host)

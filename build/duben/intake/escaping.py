"""Text to Markdown that is read back as the same text."""

from __future__ import annotations

import re

# What means something anywhere in a line, and what only at its beginning; the parser takes a backslash before each.
INLINE = re.compile(r"[\\`*_\[\]{}<|]|&(?=[#A-Za-z])")
OPENING = re.compile(r"[#>+\-!=:~]|([0-9]+)\.(?=\s|$)")


def paragraph(text: str) -> str:
    """A paragraph: nothing in it means anything in Markdown."""
    escaped = inline(text)
    match = OPENING.match(escaped)
    if not match:
        return escaped
    return f"{match[1]}\\{escaped[match.end(1) :]}" if match[1] else "\\" + escaped


def heading(text: str, level: int) -> str:
    """A heading of a level from 1 to 6."""
    escaped = inline(text)
    return f"{'#' * level} {escaped[:-1]}\\#" if escaped.endswith("#") else f"{'#' * level} {escaped}"


def item(text: str, label: str, depth: int) -> str:
    """An item of a list: ``label`` is "-" or a number with a point, ``depth`` counts from 0."""
    return f"{'    ' * depth}{label} {paragraph(text)}"


def inline(text: str) -> str:
    """A cell of a table, or another piece of text that does not open a line."""
    return INLINE.sub(lambda match: "\\" + match.group(), text)

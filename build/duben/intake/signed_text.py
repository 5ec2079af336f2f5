"""A text that was signed with OpenPGP: what encloses it is taken out and told, its lines are as
they were typed. Door: ``take_signature``. RFC 9580, 7 (cleartext signatures).
"""

from __future__ import annotations

import re

from duben.intake.document import ChangeLog, Omission, TextChange

BEGIN = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Z][A-Za-z-]{2,20}: .{1,200}\n)*",
    re.MULTILINE,
)
END = re.compile(
    r"^-----BEGIN PGP (?P<kind>SIGNATURE|PUBLIC KEY BLOCK)-----[ \t]*\n(?:.*\n){1,400}?"
    r"-----END PGP (?P=kind)-----[ \t]*$",
    re.MULTILINE,
)
SIGNED = "电子签名"
DASHED = re.compile(r"^- (?=-)", re.MULTILINE)  # a dash at the beginning of a line is written so


def take_signature(text: str, log: ChangeLog) -> str:
    """The text with one kind of line break without the lines that sign it; blank ones stand in
    their place, so that lines keep their numbers.
    """
    opening = BEGIN.search(text)
    if opening is not None and END.search(text, opening.end()):
        text = DASHED.sub(lambda dash: _told_dash(dash, log), text)
    for form in (BEGIN, END):
        text = form.sub(lambda block: _told_block(block, log), text)
    return text


def _told_dash(dash: re.Match[str], log: ChangeLog) -> str:
    line = dash.string.count("\n", 0, dash.start()) + 1
    log.mended.append(TextChange(line, 1, dash.group(), ""))
    return ""


def _told_block(block: re.Match[str], log: ChangeLog) -> str:
    line = block.string.count("\n", 0, block.start()) + 1
    log.left_out.append(Omission(line, " ".join(block.group().split()), why=SIGNED))
    return "\n" * block.group().count("\n")

"""Which lines of a page tell of the picture over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duben import chinese
from duben.intake.captions import stands_under_picture
from duben.intake.document import SourceLine
from duben.intake.html.elements import SENTENCE
from duben.intake.html.headings import text_look
from duben.intake.html.look import Look
from duben.intake.line_editing import ends_sentence

CAPTION_LENGTH = 40  # characters of a caption that only its look tells


def mark_captions(lines: Sequence[SourceLine], looks: Sequence[Look | None]) -> list[SourceLine]:
    """The lines, those under a picture that tell of it as its captions: by their words, or short
    ones that are centred or smaller than the text.
    """
    text = text_look(lines, looks)
    result: list[SourceLine] = []
    for index, (line, look) in enumerate(zip(lines, looks, strict=True)):
        below = index > 0 and lines[index - 1].kind == "figure"
        if (
            line.kind == "text"
            and not line.heading_level
            and (stands_under_picture(line.text) or (below and _is_small_caption(line, look, text)))
        ):
            line = replace(line, kind="caption")
        result.append(line)
    return result


def _is_small_caption(line: SourceLine, look: Look | None, text: Look) -> bool:
    return (
        look is not None
        and len(line.text) <= CAPTION_LENGTH
        and any(map(str.isalpha, line.text))
        and not SENTENCE.search(line.text)
        and not ends_sentence(line.text, "，：:;,")
        and not chinese.read_label(line.text)
        and not look.bold
        and not look.size > text.size
        and (
            bool(look.size and look.size < text.size)
            or (look.side == "center" and text.side != "center")
        )
    )

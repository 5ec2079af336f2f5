"""A line of a Word file, with how it looked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duben.intake.document import SourceLine
from duben.intake.word.paragraphs import LookRun
from duben.intake.word.styles import ParagraphLook

REMARK = re.compile("[ \u3000]*[（(][^（）()]{1,20}[）)]$")


@dataclass(frozen=True, slots=True)
class WordLine:
    """A line, and how it looked: the size (half-points) and the face of most of it, whether all of
    it is bold but for a remark in brackets at its end, what its paragraph is. ``tabbed``: its text,
    with the tabs in it, where it has any. ``opens_page``: a page, or what stands behind a table of
    contents, begins with it. ``on_cover``: it stands on the first page, with nothing of the text.
    ``in_box``: it stands in a text box beside the text.
    """

    line: SourceLine
    look: ParagraphLook
    size: int = 0
    font: str = ""
    bold: bool = False
    tabbed: str = ""
    opens_page: bool = False
    on_cover: bool = False
    in_box: bool = False


def word_line(
    line: SourceLine, look: ParagraphLook, runs: Sequence[LookRun], tabbed: str
) -> WordLine:
    """A line with the looks of the runs of its paragraph."""
    sizes: dict[int, int] = {}
    fonts: dict[str, int] = {}
    for run in runs:
        length = run.end - run.start
        sizes[run.look.size] = sizes.get(run.look.size, 0) + length
        fonts[run.look.font] = fonts.get(run.look.font, 0) + length
    remark = REMARK.search(line.text)
    end = (runs[-1].end if runs else 0) - (len(remark.group()) if remark else 0)
    bold = end > 0 and all(run.look.bold for run in runs if run.start < end)
    return WordLine(
        line,
        look,
        max(sizes, key=sizes.__getitem__, default=0),
        max(fonts, key=fonts.__getitem__, default=""),
        bold,
        tabbed,
    )

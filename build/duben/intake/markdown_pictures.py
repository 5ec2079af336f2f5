"""The pictures of a Markdown file: those beside it come along, others are left out and told.
Door: ``take_pictures``.
"""

from __future__ import annotations

import re
from pathlib import Path

from duben.intake import captions
from duben.intake.document import ChangeLog, ImportedPicture, SourceLine
from duben.intake.html.pictures import ImageElement, PictureCollector
from duben.intake.markdown import outside_code

# ![words](address "caption"){width=…}, words and attributes over several lines perhaps.
PICTURE = re.compile(
    r"!\[(?P<words>[^\[\]]{0,400})\]\((?:<(?P<framed>[^<>\n]{1,400})>|(?P<address>[^()\s]{1,400}))"
    r"(?:\s+\"(?P<caption>[^\"]{0,400})\")?[ \t]*\)(?:\{[^{}]{0,400}\})?"
)

LATER = "\0"  # a line break that goes behind the paragraph, which would be cut there


def take_pictures(
    content: str, folder: Path, name: str, log: ChangeLog
) -> tuple[str, tuple[ImportedPicture, ...]]:
    """The text with its pictures in images/, and these. Of one that is not there the caption stays;
    the lines keep their numbers.
    """
    collector = PictureCollector(folder, log)
    taken: dict[str, ImportedPicture] = {}
    code = [not line for line in outside_code(content.split("\n"))]

    def write(match: re.Match[str]) -> str:
        number = content.count("\n", 0, match.start())
        line_before = content[content.rfind("\n", 0, match.start()) + 1 : match.start()]
        if code[number] or line_before.count("`") % 2:
            return match.group()
        words = " ".join(match["words"].split())
        image = ImageElement((match["framed"] or match["address"],), words)
        line = collector.add(SourceLine(words, ((0, number + 1, 1),)), image, name)
        breaks = LATER * match.group().count("\n")
        if line is None or line.picture is None:
            named = words if captions.looks_like_caption(words) else ""
            return (match["caption"] or named) + breaks
        taken[line.picture.name] = line.picture
        caption = f' "{match["caption"]}"' if match["caption"] else ""
        return f"![{words}](images/{line.picture.name}{caption}){breaks}"

    paragraphs = PICTURE.sub(write, content).split("\n\n")
    numbered = (text.replace(LATER, "") + "\n" * text.count(LATER) for text in paragraphs)
    return "\n\n".join(numbered), tuple(taken.values())

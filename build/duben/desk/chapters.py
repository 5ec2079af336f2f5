"""The chapters of a book as a list: one more, another name, up and down, joined, split, put away.

A list of chapters is what is changed, by function; what differs is written then. The files are
named by us and never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duben import manuscript
from duben.model import BookError, problem

HEAD = re.compile(r"(?m)^#(?!#)[ \t]*(?P<title>[^\n]*?)[ \t]*(?P<attributes>\{[^{}\n]*\})?[ \t]*$")
FRONT = re.compile(r"\{[^{}]*\.front\b[^{}]*\}")
FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
NOTE_MARK = re.compile(r"\[\^([^\]\n]+)\]")
NOTE_TEXT = re.compile(r"\[\^([^\]\n]+)\]:")
NUMBER = re.compile(r"[0-9]+")
TITLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the name of its file, and its text."""

    file: str
    text: str

    @property
    def head(self) -> re.Match[str] | None:
        """Its title as it stands in the text."""
        return HEAD.search(self.text)

    @property
    def front(self) -> bool:
        """Whether it stands before the contents."""
        return self.head is not None and bool(FRONT.search(self.head[0]))


Chapters = tuple[Chapter, ...]


def add(chapters: Chapters, file: str, title: str) -> Chapters:
    """With a new chapter behind one, or at the end."""
    new = Chapter(new_file(chapters, title), f"# {clean_title(title)}\n\n")
    at = next((i + 1 for i, one in enumerate(chapters) if one.file == file), len(chapters))
    while at < len(chapters) and chapters[at].front:
        at += 1
    return (*chapters[:at], new, *chapters[at:])


def rename(chapters: Chapters, file: str, title: str) -> Chapters:
    """With another title for one; what stands in braces behind it stays."""
    at = place(chapters, file)
    chapter = chapters[at]
    if (head := chapter.head) is None:
        text = f"# {clean_title(title)}\n\n{chapter.text}"
    else:
        line = " ".join(filter(None, ("#", clean_title(title), head["attributes"])))
        text = chapter.text[: head.start()] + line + chapter.text[head.end() :]
    return (*chapters[:at], replace(chapter, text=text), *chapters[at + 1 :])


def move(chapters: Chapters, file: str, by: int) -> Chapters:
    """With one a place up (-1) or down (1), among those of its part."""
    at = place(chapters, file)
    to = at + (1 if by > 0 else -1)
    if not (0 <= to < len(chapters)) or chapters[to].front != chapters[at].front:
        return chapters
    order = list(chapters)
    order[at], order[to] = order[to], order[at]
    return tuple(order)


def join(chapters: Chapters, file: str) -> Chapters:
    """With one put behind the text of that before it; its headings go a level down."""
    at = place(chapters, file)
    if at == 0 or chapters[at - 1].front != chapters[at].front:
        raise BookError(problem("desk-chapter-first", None))
    before = chapters[at - 1]
    lower = "\n".join(_lowered(chapters[at].text))
    text = f"{before.text.rstrip()}\n\n{_with_other_notes(lower, before.text).strip()}\n"
    return (*chapters[: at - 1], replace(before, text=text), *chapters[at + 1 :])


def split(chapters: Chapters, file: str, line: int) -> Chapters:
    """With one cut before a line (from 1); each note goes with its mark."""
    at = place(chapters, file)
    lines = chapters[at].text.split("\n")
    if not 1 < line <= len(lines):
        raise BookError(problem("desk-chapter-split", None))
    first, second = _shared_notes("\n".join(lines[: line - 1]), "\n".join(lines[line - 1 :]))
    head = HEAD.match(second)
    name = new_file(chapters, head["title"] if head else "")
    return (
        *chapters[:at],
        replace(chapters[at], text=first.rstrip() + "\n"),
        Chapter(name, second.strip("\n") + "\n"),
        *chapters[at + 1 :],
    )


def remove(chapters: Chapters, file: str) -> Chapters:
    """Without one. BookError where it is the last of the text."""
    at = place(chapters, file)
    if sum(not one.front for one in chapters) == 1 and not chapters[at].front:
        raise BookError(problem("desk-chapter-last", None))
    return (*chapters[:at], *chapters[at + 1 :])


def place(chapters: Sequence[Chapter], file: str) -> int:
    """Where a chapter stands. BookError where it is none."""
    at = next((i for i, one in enumerate(chapters) if one.file == file), None)
    if at is None:
        raise BookError(problem("desk-missing", None))
    return at


def clean_title(title: str) -> str:
    """A title on one line. BookError where nothing is left."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    if not line.strip("# "):
        raise BookError(problem("desk-form-needed", None))
    return line[:TITLE_CHARACTERS]


def new_file(chapters: Sequence[Chapter], title: str) -> str:
    """A name for the file of a new chapter, which is sorted behind all others."""
    numbers = [int(match[0][:9]) for one in chapters if (match := NUMBER.match(one.file))]
    number = max(numbers, default=0) + 1
    return f"{number:02}-{manuscript.ascii_name(title)[:40] or 'zhang'}.md"


def changes(old: Chapters, new: Chapters) -> Mapping[str, str | None]:
    """The texts that differ, by file; None for a chapter that went."""
    before = {one.file: one.text for one in old}
    after = {one.file: one.text for one in new}
    texts: dict[str, str | None] = {
        file: text for file, text in after.items() if before.get(file) != text
    }
    return texts | dict.fromkeys(before.keys() - after.keys())


# --- inside a text --------------------------------------------------------------------------------


def _lowered(text: str) -> list[str]:
    """The lines of a text with its headings a level down, those of code left alone; what stands in
    braces behind the first is of a chapter and goes.
    """
    lines, fence, first = [], "", True
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip() == fence:
            fence = ""
        elif not fence and re.match(r"#{1,5}[ \t]", line):
            line = "#" + (re.sub(r"[ \t]*\{[^{}]*\}[ \t]*$", "", line) if first else line)
            first = False
        lines.append(line)
    return lines


def _with_other_notes(text: str, other: str) -> str:
    """A text whose notes have names that another does not have."""
    used = set(NOTE_MARK.findall(other))
    taken = used | set(NOTE_MARK.findall(text))
    names: dict[str, str] = {}
    for name in dict.fromkeys(NOTE_MARK.findall(text)):
        if name in used:
            free = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
            taken.add(free)
            names[name] = free
    return NOTE_MARK.sub(lambda match: f"[^{names.get(match[1], match[1])}]", text)


def _shared_notes(first: str, second: str) -> tuple[str, str]:
    """Two parts of a text, each with the texts of the notes that it marks."""
    first, notes = _without_notes(first)
    second, later = _without_notes(second)
    notes |= later
    marked = set(NOTE_MARK.findall(first))
    parts = ["", ""]
    for name, text in notes.items():
        parts[name not in marked] += f"\n\n{text}"
    return first.rstrip() + parts[0], second.rstrip() + parts[1]


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """A text without the texts of its notes, and those by name."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        if match := NOTE_TEXT.match(line):
            name = match[1]
            notes[name] = [line]
        elif name and (not line.strip() or line.startswith(("    ", "\t"))):
            notes[name].append(line)
        else:
            name = ""
            kept.append(line)
    return "\n".join(kept), {name: "\n".join(lines).rstrip() for name, lines in notes.items()}

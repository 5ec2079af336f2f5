"""What the readers of one chapter share: its file, its notes, and what they find out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from duben.model import Problem, SourceLocation, problem


@dataclass(slots=True)
class ChapterContext:
    """What reading inline content needs to know of the chapter, and what it finds out about it.

    ``place`` gives the location of a line number. ``note_ids`` holds the id of each note by its
    name. ``marked`` holds the names of notes in the order of their first mark, ``references`` the
    targets of links inside the book. ``in_note``: the text of a note is being read.
    """

    file: str
    place: Callable[[int], SourceLocation]
    problems: list[Problem]
    note_ids: dict[str, str]
    marked: dict[str, None] = field(default_factory=dict)
    references: list[tuple[str, SourceLocation]] = field(default_factory=list)
    in_note: bool = False

    def tell(self, rule: str, line: int, /, **values: object) -> None:
        """Adds the problem ``rule`` at a line of the chapter."""
        self.problems.append(problem(rule, self.place(line), **values))


def shorten(text: str) -> str:
    """The author's text as it can stand in a sentence: 60 characters, all printable."""
    return "".join(char if char.isprintable() else "�" for char in text[:60])

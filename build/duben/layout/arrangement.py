"""The book in the order in which an e-book and a Word file have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duben.layout.markup import answer_boxes, move_answers
from duben.model import Block, Book, Chapter

PART_ORDER = {"front": 0, "body": 1, "back": 2}


def arrange(book: Book, answers_heading: str) -> Book:
    """The book with its chapters in reading order; answers that are gathered at the end become a
    last chapter, the only one without a slug.
    """
    chapters = sorted(move_answers(book).chapters, key=lambda chapter: PART_ORDER[chapter.part])
    if gathered := answer_boxes(book):
        answers = answers_chapter(gathered, answers_heading)
        chapters = [
            replace(chapter, notes=tuple(n for n in chapter.notes if n not in answers.notes))
            for chapter in chapters
        ]
        chapters.append(answers)
    return replace(book, chapters=tuple(chapters))


def answers_chapter(gathered: Sequence[tuple[Chapter, Sequence[Block]]], heading: str) -> Chapter:
    """The boxes of answers of all chapters as one chapter, with the notes whose marks they hold."""
    title = Block("heading", "answers", gathered[0][1][0].place, heading, level=1)
    blocks, notes = [title], []
    for chapter, boxes in gathered:
        blocks += _chapter_answers(chapter, boxes, heading)
        noted = {
            span.value
            for box in boxes
            for block in box.walk()
            for span in block.spans
            if span.kind == "note"
        }
        notes += [note for note in chapter.notes if note.id in noted]
    return Chapter("", gathered[0][0].file, tuple(blocks), tuple(notes), "back", title)


def _chapter_answers(chapter: Chapter, boxes: Sequence[Block], heading: str) -> Iterator[Block]:
    """The answers of a chapter under its title; a box that is called answers gives its contents."""
    if chapter.title is not None:
        title, place = title_text(chapter.title.text), boxes[0].place
        yield Block("heading", f"answers-{chapter.slug}", place, title, level=2)
    for box in boxes:
        yield from [box] if box.text not in ("", heading) else box.children


def title_text(text: str) -> str:
    """A title on one line, without the places of pictures."""
    return text.replace("\n", "").replace("\ufffc", "").strip()

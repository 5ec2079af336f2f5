"""Where in the manuscript a printed line begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from duben.model import Book, SourceLocation
from duben.proof.text.expected import ExpectedPassage, normalize_text, passages

SURE = 8  # characters that tell a line of the text


class LineLocator:
    """The text of a book in a row, and where each piece of it comes from."""

    def __init__(self, book: Book) -> None:
        self.passages: list[ExpectedPassage] = []
        self.starts: list[int] = []
        texts: list[str] = []
        length = 0
        for passage in _passages(book):
            if passage.text:
                self.passages.append(passage)
                self.starts.append(length)
                texts.append(passage.text)
                length += len(passage.text)
        self.text = "".join(texts)

    def place(self, line: str, share: float) -> SourceLocation | None:
        """Where a line begins that stands so far into the printed book (0 to 1); None where it is
        none of the text.
        """
        wanted = normalize_text(line).rstrip("…")
        for piece, ahead in (
            (wanted, 0),
            (wanted[-SURE:], len(wanted[:-SURE])),
            (wanted[2 : 2 + SURE], 2),
            (wanted[:SURE], 0),
        ):
            offset = (
                self._nearest(piece, share)
                if len(piece) >= min(SURE, len(wanted)) and piece
                else None
            )
            if offset is not None:
                return self._place(offset, ahead)
        return None

    def _nearest(self, piece: str, share: float) -> int | None:
        likely = share * len(self.text)
        best, position = None, self.text.find(piece)
        while position >= 0:
            if best is None or abs(position - likely) < abs(best - likely):
                best = position
            position = self.text.find(piece, position + 1)
        return best

    def _place(self, offset: int, ahead: int) -> SourceLocation:
        """The place of a character, or of one so far ahead of it in the same passage."""
        index = bisect_right(self.starts, offset) - 1
        start = max(self.starts[index], offset - ahead)
        return self.passages[index].place_of(start - self.starts[index])


def _passages(book: Book) -> Iterator[ExpectedPassage]:
    for chapter in book.chapters:
        yield from passages(chapter.blocks, {})
        for note in chapter.notes:
            yield from passages(note.blocks, {}, labels=False)

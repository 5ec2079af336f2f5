"""Two changes of the same text made into one, where they do not touch each other (diff3: Khanna,
Kunal and Pierce 2007), to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os.path import commonprefix

from duben import revision

NEAR = 20  # characters between two clashes of a line that are looked at as one

Edit = tuple[int, int, str]  # base[start:end] became this


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both changed: what each made of it."""

    ours: str
    theirs: str


Piece = str | Clash


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    """The base with both changes; None where they touch the same place, and so a person decides."""
    pieces = merge_pieces(base, ours, theirs)
    return None if any(isinstance(piece, Clash) for piece in pieces) else text_of(pieces)


def merge_pieces(base: str | None, ours: str, theirs: str) -> list[Piece]:
    """The base with both changes in pieces, those between them that a person decides: where nobody
    knows the base, all that differs.
    """
    if base is None:
        return _compared(ours, theirs)
    pieces: list[Piece] = []
    at, mine, others = 0, _edits(base, ours), _edits(base, theirs)
    for start, end in _touching(sorted({*mine, *others})):
        before = base[at:start]
        both = [_within(base, edits, start, end) for edits in (mine, others)]
        changed = [text for text in both if text != base[start:end]]
        at = end
        pieces.append(before)
        pieces.append(Clash(*both) if len({*changed}) > 1 else (changed or both)[0])
    return _joined([*pieces, base[at:]])


def restore_change(base: str, text: str, present: str) -> str:
    """The present text with what another text made of their base. Words that stand there already
    are not put in a second time; where both changed the same place, the other text has it.
    """
    edits = _edits(base, present)
    wanted = [edit for edit in _edits(base, text) if not _stands_there(base, present, edits, edit)]
    pieces = merge_pieces(base, _within(base, wanted, 0, len(base)), present)
    return text_of(pieces, lambda clash: clash.ours)


def text_of(pieces: Iterable[Piece], choose: Callable[[Clash], str] = lambda clash: "") -> str:
    """The pieces as one text; of a clash what is chosen."""
    return "".join(piece if isinstance(piece, str) else choose(piece) for piece in pieces)


def lacks_change(base: str, text: str, other: str) -> bool:
    """Whether ``other`` lacks something of what ``text`` made of the base. Where both changed the
    same place, only words put in are looked for.
    """
    merged = merge_texts(base, text, other)
    if merged is not None:
        return merged != other
    return any(new.strip() and new not in other for _, _, new in _edits(base, text))


def _compared(ours: str, theirs: str) -> list[Piece]:
    """Two texts in pieces, each difference a clash."""
    pieces: list[Piece] = []
    at = 0
    for start, end, new in _edits(ours, theirs):
        pieces += [ours[at:start], Clash(ours[start:end], new)]
        at = end
    return _joined([*pieces, ours[at:]])


def _touching(edits: list[Edit]) -> list[tuple[int, int]]:
    """The ranges of edits in their order; those that touch are one."""
    ranges: list[tuple[int, int]] = []
    for start, end, _ in edits:
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges


def _within(base: str, edits: list[Edit], start: int, end: int) -> str:
    """A range of the base with the edits that lie in it."""
    text, at = "", start
    for first, last, new in edits:
        if start <= first and last <= end:
            text += base[at:first] + new
            at = last
    return text + base[at:end]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The same pieces without empty ones; clashes that lie near each other in a line are one."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            if not piece:
                continue
            if joined and isinstance(joined[-1], str):
                joined[-1] += piece
                continue
        elif len(joined) > 1 and isinstance(joined[-1], str) and _are_near(joined[-1]):
            between, before = joined.pop(), joined.pop()
            assert isinstance(between, str) and isinstance(before, Clash)
            piece = Clash(
                before.ours + between + piece.ours, before.theirs + between + piece.theirs
            )
        joined.append(piece)
    return joined


def _are_near(between: str) -> bool:
    return len(between) < NEAR and "\n" not in between


def _stands_there(base: str, present: str, edits: list[Edit], edit: Edit) -> bool:
    """Whether the present text has the words of an edit in the line that it is of, and more often
    than the base.
    """
    start, end, new = edit
    if not new.strip():
        return False
    first = base.rfind("\n", 0, start) + 1
    last = base.find("\n", end)
    last = len(base) if last < 0 else last
    line = present[_moved(edits, first) : _moved(edits, last)]
    return line.count(new) > base[first:last].count(new)


def _moved(edits: list[Edit], at: int) -> int:
    """Where a place of the base stands when the edits before it were made."""
    return at + sum(len(new) - (end - start) for start, end, new in edits if end <= at)


def _edits(base: str, text: str) -> list[Edit]:
    """What became of the base, by our own comparison; ranges that do not touch."""
    head, tail = _common_ends(base, text)
    edits: list[Edit] = []
    at = start = head
    new = ""
    for sign, segment in revision.diff_text(
        base[head : len(base) - tail], text[head : len(text) - tail]
    ):
        if sign == "=":
            if at > start or new:
                edits.append((start, at, new))
            at += len(segment)
            start, new = at, ""
        elif sign == "-":
            at += len(segment)
        else:
            new += segment
    if at > start or new:
        edits.append((start, at, new))
    return _slide(base, [_trimmed(base, edit) for edit in edits])


def _trimmed(base: str, edit: Edit) -> Edit:
    """An edit without what it takes out and puts in again at its ends."""
    start, end, new = edit
    head, tail = _common_ends(base[start:end], new)
    return start + head, end - tail, new[head : len(new) - tail]


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning and, behind it, their end."""
    head = len(commonprefix((one, other)))
    room = min(len(one), len(other)) - head
    return head, len(commonprefix((one[::-1][:room], other[::-1][:room])))


def _slide(base: str, edits: list[Edit]) -> list[Edit]:
    """The same edits as far to the left as they go: a paragraph put behind another reads the same
    with the line end before it or behind it, and both sides are to say the same.
    """
    slid: list[Edit] = []
    for start, end, new in edits:
        least = slid[-1][1] + 1 if slid else 0
        moved = new or base[start:end]
        while (start == end or not new) and start > least and base[start - 1] == moved[-1]:
            moved = moved[-1] + moved[:-1]
            start, end = start - 1, end - 1
        slid.append((start, end, moved if new else ""))
    return slid

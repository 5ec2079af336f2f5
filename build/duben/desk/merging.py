"""Two changes of the same text made into one, where they do not touch each other (diff3: Khanna,
Kunal and Pierce 2007), to the letter.
"""

from __future__ import annotations

from os.path import commonprefix

from duben import revision

Edit = tuple[int, int, str]  # base[start:end] became this


def merge_texts(base: str, ours: str, theirs: str) -> str | None:
    """The base with both changes; None where they touch the same place, and so a person decides."""
    edits = sorted({*_edits(base, ours), *_edits(base, theirs)})
    pieces, at, last_end = [], 0, -1
    for start, end, new in edits:
        if start <= last_end:
            return None
        pieces += [base[at:start], new]
        at = last_end = end
    return "".join([*pieces, base[at:]])


def lacks_change(base: str, text: str, other: str) -> bool:
    """Whether ``other`` lacks something of what ``text`` made of the base. Where both changed the
    same place, only words put in are looked for.
    """
    merged = merge_texts(base, text, other)
    if merged is not None:
        return merged != other
    return any(new.strip() and new not in other for _, _, new in _edits(base, text))


def _edits(base: str, text: str) -> list[Edit]:
    """What became of the base, by our own comparison; ranges that do not touch."""
    head = len(commonprefix((base, text)))
    room = min(len(base), len(text)) - head
    tail = len(commonprefix((base[::-1][:room], text[::-1][:room])))
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
    return _slide(base, edits)


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

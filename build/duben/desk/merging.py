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
    return edits

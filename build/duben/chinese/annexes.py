"""The list of annexes under a letter: 附件：1.… 2.… names them and is no part of the outline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duben.chinese.labels import Label

FIRST_ANNEX = re.compile(
    "附[件录錄表]?[ \u3000]{0,2}[：:][ \u3000]{0,2}(?P<first>[1１一](?:[.．、]))?"
)
CONTINUED_LENGTH = 40  # characters of a line on which the name of an annex goes on


def annex_names(texts: Sequence[str], labels: Sequence[Label | None]) -> frozenset[int]:
    """The indexes of the lines that name further annexes: 2.进度表 under 附件：1.名单."""
    named: set[int] = set()
    count, opened = 0, False
    for index, (text, label) in enumerate(zip(texts, labels, strict=True)):
        first = FIRST_ANNEX.match(text)
        if first:
            count = int(bool(first["first"]))
        elif (count or opened) and label and label.kind == "digit" and label.number == count + 1:
            count += 1
            named.add(index)
        elif not (count and _goes_on(text, label, labels[index + 1 : index + 2], count + 1)):
            count = 0
        opened = first is not None and first.end() == len(text.rstrip())
    return frozenset(named)


def listed_annexes(texts: Sequence[str], labels: Sequence[Label | None]) -> dict[int, str]:
    """The names that lists of annexes give, each by the index of its line."""
    further = annex_names(texts, labels)
    names: dict[int, str] = {}
    for index, (text, label) in enumerate(zip(texts, labels, strict=True)):
        first = FIRST_ANNEX.match(text)
        if first:
            names[index] = text[first.end() :]
        elif label and index in further:
            names[index] = text[label.end :]
    return names


def _goes_on(text: str, label: Label | None, after: Sequence[Label | None], number: int) -> bool:
    """Whether the name of an annex goes on in a short line: the next one, with this number, stands
    behind it.
    """
    following = after[0] if after else None
    return (
        label is None
        and len(text) <= CONTINUED_LENGTH
        and following is not None
        and following.kind == "digit"
        and following.number == number
    )

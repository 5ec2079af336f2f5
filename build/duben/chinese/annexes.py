"""The list of annexes under a letter: 附件：1.… 2.… names them and is no part of the outline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duben.chinese.labels import Label

FIRST_ANNEX = re.compile(
    "附[件录錄表]?[ \u3000]{0,2}[：:][ \u3000]{0,2}(?P<first>[1１一](?:[.．、]))?"
)


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
        else:
            count = 0
        opened = first is not None and first.end() == len(text.rstrip())
    return frozenset(named)

"""Page numbers and running heads in a text of Markdown: taken out, and the sentence that they cut
goes on. The lines keep their numbers behind the paragraph that was cut.
"""

from __future__ import annotations

from itertools import groupby

from duben.intake.document import ChangeLog, Omission
from duben.intake.pagination import RULE, find_pagination


def remove_pagination(content: str, log: ChangeLog) -> str:
    """The text without what belongs to pages, which is told. Rulers mean something in Markdown."""
    lines = content.split("\n")
    pages = find_pagination(lines)
    left = {index: why for index, why in pages.reasons.items() if why != RULE}
    log.left_out += [
        Omission(index + 1, lines[index].strip(), why=why) for index, why in sorted(left.items())
    ]
    for run in _runs(sorted({*left, *(pages.blanks if left else ())})):
        _close(lines, run)
    return "\n".join(lines)


def _runs(indices: list[int]) -> list[range]:
    """Successive indices, each run of them together."""
    groups = groupby(enumerate(indices), lambda entry: entry[1] - entry[0])
    runs = [[index for _, index in group] for _, group in groups]
    return [range(run[0], run[-1] + 1) for run in runs]


def _close(lines: list[str], gap: range) -> None:
    """Takes lines out; the paragraph that goes on behind them moves up, blank lines follow it."""
    end = gap.stop
    goes_on = gap.start > 0 and bool(lines[gap.start - 1].strip())
    while goes_on and end < len(lines) and lines[end].strip():
        end += 1
    lines[gap.start : end] = [*lines[gap.stop : end], *[""] * len(gap)]

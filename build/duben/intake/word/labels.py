"""A label of an automatic number becomes typed text: what stands behind it, whether it was typed
too, and how its row is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from duben import chinese
from duben.intake.document import TextChange
from duben.intake.line_editing import BLANKS
from duben.intake.word.numbering import NumberLabel

# A label that ends with its own mark needs no blank behind it.
CLOSED = re.compile(r"[、．。）)\]】：:，①-⒛㈠-㈩]$")
LAW = re.compile(r"第[〇零一二三四五六七八九十百千0-9０-９]+[编篇章节条款部分]+$")
WIDE = str.maketrans("().:", "（）．：")


@dataclass(slots=True)
class LabelSeries:
    """The rows of labels that became text: of each the paragraph of the first, the first label, the
    last one and how many.
    """

    rows: list[tuple[int, str, str, int]] = field(default_factory=list)
    open_rows: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, label: NumberLabel, number: int) -> None:
        """Takes a label in paragraph ``number`` into its row; the first label once more begins a
        row.
        """
        at = self.open_rows.get(label.series)
        if at is None or self.rows[at][1] == label.text:
            self.open_rows[label.series] = len(self.rows)
            self.rows.append((number, label.text, label.text, 1))
        else:
            first_number, first, _, count = self.rows[at]
            self.rows[at] = (first_number, first, label.text, count + 1)

    def changes(self) -> Iterator[TextChange]:
        """A change for each row: "一、……九、"."""
        for number, first, last, count in self.rows:
            shown = first if count == 1 else f"{first}……{last}" if count > 2 else f"{first}{last}"
            yield TextChange(number, 1, "", shown)

    @property
    def count(self) -> int:
        """How many labels became text."""
        return sum(count for *_, count in self.rows)


def label_gap(label: NumberLabel, text: str) -> str:
    """What stands between a label and the text: nothing behind a mark of its own and before 汉字, a
    full-width space behind 第三条, else a blank.
    """
    if not text or label.suffix == "nothing":
        return ""
    if LAW.search(label.text):
        return "\u3000"
    wide = text[0] > "\u2e80" or text[0] in "“‘《（—…"
    if wide and (CLOSED.search(label.text) or label.text.endswith(".")):
        # 1.总则, but 1.1 总则
        return ""
    return "" if CLOSED.search(label.text) and label.text[-1] > "\u2000" else " "


def repeats_label(text: str, label: str) -> bool:
    """Whether a text opens with the label that its automatic number would print once more: the same
    signs, or the same kind and number in other ones (（一） and (一), 1. and 1、).
    """
    typed = text.lstrip(BLANKS)
    if typed.translate(WIDE).startswith(label.translate(WIDE)):
        rest = typed[len(label) :]
        return not (label[-1].isdecimal() and rest[:1].isdecimal())
    own, printed = chinese.read_label(typed), chinese.read_label(f"{label} 甲")
    return (
        own is not None
        and printed is not None
        and (own.kind, own.parts) == (printed.kind, printed.parts)
    )

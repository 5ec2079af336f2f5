"""版头 of an official document: which rows it has and how far one stands below the other (GB/T
9704-2012, 7.2 and 10).

Heights are reckoned on paper in pt and given to the style sheet as composed. 汉字 of size s in a
line of height L have their ink from L / 2 - .42 s to L / 2 + .52 s below its top (思源宋体).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duben.chinese import break_title
from duben.layout.editions import EDITIONS
from duben.layout.official_parts import OfficialElements
from duben.layout.page_sizes import POINTS_PER_MM
from duben.model import OfficialFormat

INK_ABOVE, INK_BELOW = 0.42, 0.52
BODY, STEP = 16.0, 225 * POINTS_PER_MM / 22  # pt: characters of 3号, 22 lines of 225 mm
MEASURE = 156 * POINTS_PER_MM
LARGEST = 50.0  # pt, of 发文机关标志
SMALLEST = 22.0  # pt, of one that stands in one line: the size of the title
MARK_STEP = 1.25  # from one line of a mark to the next, in its size
JOINT_HEIGHT = 62 * POINTS_PER_MM  # of the names of a joint document
# From the type area's upper edge to the ink of 发文机关标志, mm. The first page of a letter begins
# a line higher than others: its mark is 30 mm below the edge of the page.
MARK_DROP: dict[OfficialFormat, float] = {
    "document": 35.0, "minutes": 35.0, "order": 20.0, "letter": 30 - (37 - 225 / 22),
}  # fmt: skip
RULE_DROP = 4 * POINTS_PER_MM  # 7.2.7: below the ink of 发文字号
LETTER_GAP = BODY * 7 / 8  # 10.1: from the double rule to the ink of the first row
THICK, RULE_GAP, THIN = 2.6, 1.2, 1.0  # pt: a letter's double rule, as the style sheet has it
HeadRow = tuple[str, str, tuple[str, ...], dict[str, str]]  # name, text, classes, attributes


@dataclass(slots=True)
class _Head:
    """The rows so far, and where the last of them ends, pt below the type area's upper edge."""

    rows: list[HeadRow]
    bottom: float = 0.0

    def add(
        self, name: str, text: str, *classes: str, above: float = 0.0, height: float = STEP, size: float = 0.0, **attributes: str  # noqa: E501
    ) -> None:  # fmt: skip
        """Adds a row, ``above`` pt below the last."""
        zoom = EDITIONS["official"].zoom
        side = "padding-top" if text and above > 0 else "margin-top"
        style = f"{side}:{above / zoom:.3f}pt"
        if size:
            style += f";font-size:{size / zoom:.3f}pt;line-height:{size / zoom:.3f}pt"
            attributes["points"] = f"{size:.1f}"  # on paper, for Word
        self.rows.append((name, text, classes, {"style": style, **attributes}))
        self.bottom += above + height


def compose_head(elements: OfficialElements) -> list[HeadRow]:
    """The rows of 版头 in their order; none without 发文机关标志 and what stands over it."""
    return _compose(elements).rows


def head_lines(elements: OfficialElements) -> int:
    """How many lines of the first page 版头 takes, with the blank ones over the title."""
    return round(_compose(elements).bottom / STEP)


def _compose(elements: OfficialElements) -> _Head:
    head = _Head([])
    if elements.format == "letter":
        _letter(head, elements)
    else:
        for name, text in _left_rows(elements):
            head.add(name, text, "head-left", name)
        if elements.mark:
            _mark(head, elements)
        if elements.mark or elements.number:
            _number(head, elements)
    if elements.mark or elements.number:
        _end_on_grid(head)
    return head


def _left_rows(elements: OfficialElements) -> Iterator[tuple[str, str]]:
    """份号, 密级 and its term, 紧急程度: flush left, one below the other (7.2.1 to 7.2.3)."""
    yield from (
        row
        for row in (
            ("copy-number", elements.copy_number),
            ("security", elements.secrecy),
            ("urgency", elements.urgency),
        )
        if row[1]
    )


def mark_size(elements: OfficialElements) -> float:
    """The size of 发文机关标志, pt: as large as its lines allow, 50 at most."""
    if _is_joint(elements):
        count, longest = len(elements.issuers), max(map(len, elements.issuers))
        wanted = min(MEASURE / (longest + 2.5), JOINT_HEIGHT / (MARK_STEP * count))
    else:
        wanted = MEASURE * 0.98 / max(1, *map(len, mark_lines(elements.mark)))
    return min(LARGEST, wanted)


def mark_lines(mark: str) -> list[str]:
    """The lines of a mark: one, or two of like length where one would be as small as a title."""
    if "\n" in mark or len(mark) * SMALLEST < MEASURE:
        return mark.split("\n")
    return next(
        lines
        for most in range(-(-len(mark) // 2), len(mark) + 1)
        if len(lines := break_title(mark, most)) <= 2
    )


def _is_joint(elements: OfficialElements) -> bool:
    return elements.format == "document" and len(elements.issuers) > 1


def _mark(head: _Head, elements: OfficialElements) -> None:
    """发文机关标志; of a joint document the names, with 文件 beside them (7.2.4)."""
    size = mark_size(elements)
    drop = MARK_DROP[elements.format] * POINTS_PER_MM
    if _is_joint(elements):
        row = MARK_STEP * size
        above = drop - head.bottom - (row / 2 - INK_ABOVE * size)
        head.add("mark", "\n".join(elements.issuers) + "\n文件", "red-mark", "joint", above=above, height=row * len(elements.issuers), size=size, layout="joint")  # noqa: E501  # fmt: skip
    else:
        _plain_mark(head, elements.mark, size, drop)


def _plain_mark(head: _Head, mark: str, size: float, drop: float) -> None:
    """A mark in one line or in two, its ink ``drop`` pt below the type area's upper edge."""
    lines, row = mark_lines(mark), size
    several: dict[str, str] = {}
    if len(lines) > 1:
        row, several = MARK_STEP * size, {"layout": "rows"}
    above = drop - head.bottom - (row / 2 - INK_ABOVE * size)
    head.add("mark", "\n".join(lines), "red-mark", above=above, height=row * len(lines), size=size, **several)  # noqa: E501  # fmt: skip


def _below_mark(elements: OfficialElements) -> float:
    """From the ink of the mark to where its row ends, pt."""
    size = mark_size(elements)
    several = _is_joint(elements) or len(mark_lines(elements.mark)) > 1
    return ((MARK_STEP if several else 1) / 2 - INK_BELOW) * size


def _number(head: _Head, elements: OfficialElements) -> None:
    """发文字号 two lines below the mark; beside the last of those who signed, where the document
    goes up (7.2.5, 7.2.6); the red rule 4 mm below (7.2.7), which an order has not.
    """
    above = 2 * STEP * bool(elements.mark)
    if elements.signers and not elements.posts and elements.format in ("document", "minutes"):
        names = elements.signers
        pairs = ["\t".join(names[at : at + 2]) for at in range(0, len(names), 2)]
        lines = [f"{'签发人：' if i == 0 else ''}\t{pair}" for i, pair in enumerate(pairs)]
        text = "\n".join(f"{elements.number if i == len(lines) - 1 else ''}\t{line}" for i, line in enumerate(lines))  # noqa: E501  # fmt: skip
        head.add("signers", text, "signers", above=above, height=STEP * len(lines), layout="rows")
    elif elements.number:
        head.add("number", elements.number, "official-number", above=above)
    if elements.format != "order":
        below = RULE_DROP - (STEP / 2 - INK_BELOW * BODY)
        if not (elements.number or elements.signers):
            below = RULE_DROP - _below_mark(elements)
        head.add("rule", "", "red-rule", above=below, height=0)


def _letter(head: _Head, elements: OfficialElements) -> None:
    """版头 of a letter (10.1): the mark, a double rule 4 mm below it, then 份号 … at the left and
    发文字号 at the right.
    """
    size = mark_size(elements)
    if elements.mark:
        _plain_mark(head, elements.mark, size, MARK_DROP["letter"] * POINTS_PER_MM)
        below = RULE_DROP - _below_mark(elements)
        head.add("rule-thick", "", "rule-thick", above=below, height=THICK)
        head.add("rule-thin", "", "rule-thin", above=RULE_GAP, height=THIN)
    rows = [text for _, text in _left_rows(elements)]
    if not (rows or elements.number):
        return
    lines = [f"{row}\t{elements.number if i == 0 else ''}" for i, row in enumerate(rows or [""])]
    first = LETTER_GAP - (STEP / 2 - INK_ABOVE * BODY)
    kinds = [name for name, _ in _left_rows(elements)][:1]
    head.add("letter-rows", "\n".join(lines), "letter-rows", *(f"opens-{kind}" for kind in kinds), above=first, height=STEP * len(lines), layout="rows")  # noqa: E501  # fmt: skip


def _end_on_grid(head: _Head) -> None:
    """Two blank lines end the head; with what lacks to, or is over, whole lines, so that the text
    below stands on the lines of every page.
    """
    end = round((head.bottom + 2 * STEP) / STEP) * STEP
    head.add("gap", "", "head-gap", above=end - head.bottom, height=0)

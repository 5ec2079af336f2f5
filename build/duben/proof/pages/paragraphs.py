"""Lines to paragraphs: which line goes on from the one above or from the page before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from duben.proof.pages.columns import EDGE, WORDS, PageColumns, shared_edges
from duben.proof.pages.composition import (
    CLOSE,
    FAR,
    HAN,
    LATIN,
    NEAR,
    OPEN,
    PdfComposition,
    PdfParagraph,
    TextLine,
    letter_of,
)

FULL = 1.7  # a line that ends so near to the measure may be a full one
CELL_BLANKS = 3.0  # em between cells, and for what an aligned cell leaves free
FORCED = 6.0  # one that is shorter by more ends its paragraph, whatever follows
INDENTS = (0.4, 4.3)  # what may be the indent of a first line, or of the lines below a label
LABEL = re.compile(
    "[①-⑳㉑-㉟㊱-㊿•·▪◦]|[0-9]{1,3}[.．、)）](?![0-9])|"
    "[(（〔\\[][0-9一二三四五六七八九十]{1,3}[)）〕\\]]"
)  # of an item


def find_paragraphs(composition: PdfComposition) -> list[PdfParagraph]:
    """The paragraphs of a document in order; notes its columns, and whether it indents."""
    columns = PageColumns(composition)
    finder = _ParagraphFinder(columns, composition.size)
    composition.columns = {
        page: own for (size, page), own in columns.columns.items() if size == composition.size
    }
    composition.indented = columns.indented.get(composition.size, False)
    paragraphs: list[PdfParagraph] = []
    last: dict[int, PdfParagraph] = {}
    for page in composition.lines:
        for line in sorted(
            (line for line in page if not line.furniture), key=lambda line: (line.y, line.left)
        ):
            before = line.above
            paragraph = (
                last.get(id(before)) if before is not None and before.below is line else None
            )
            if paragraph is None or not finder.goes_on(paragraph, line):
                paragraph = PdfParagraph([], [])
                paragraphs.append(paragraph)
            paragraph.lines.append(line)
            last[id(line)] = paragraph
    paragraphs = finder.join_overleaf(paragraphs)
    for paragraph in paragraphs:
        _measure(paragraph, columns, composition.size)
    _narrow(paragraphs)
    return paragraphs


class _ParagraphFinder:
    """Decides which lines belong to one paragraph, by the columns of the document."""

    def __init__(self, columns: PageColumns, size: float) -> None:
        self.columns = columns
        self.size = size

    def goes_on(self, paragraph: PdfParagraph, line: TextLine) -> bool:
        """Whether a line is the next one of a paragraph on the same page."""
        before = paragraph.lines[-1]
        size = before.size
        step = line.y - before.y
        if abs(line.size - size) > 0.03 * size or not NEAR * size < step < FAR * size:
            return False
        usual = self.columns.steps.get(size)
        if usual and (
            step > 1.25 * usual
            or (abs(step - usual) > 0.04 * size and line.glyphs[-1].font != before.glyphs[-1].font)
        ):
            return False
        return self.carries_on(paragraph, line, 0.0)

    @staticmethod
    def _second_of_block(line: TextLine, full: bool, flush: bool) -> bool:
        """Whether an indented line is the second of an indented block, not the first of a
        paragraph: so say the line above (full, flush) and the one below.
        """
        if _goes_on_below(line):
            return flush or full
        return flush and (line.below is None or line.below.glyphs[-1].font != line.glyphs[-1].font)

    def carries_on(
        self, paragraph: PdfParagraph, line: TextLine, shift: float, overleaf: bool = False
    ) -> bool:
        """The same by the ends of lines alone; the page of ``line`` has its column ``shift`` pt
        farther to the right.
        """
        before = paragraph.lines[-1]
        size = before.size
        column = self.columns.column(before)
        if column is None or _stands_apart(before, line):
            return False
        short = (column[1] - max(before.rights)) / size
        if short > FORCED and (_word(line) < short or before.text[-1] in "。？！"):
            return False
        full = short <= FULL or _word(line) > short
        flush = min(abs(right - column[1]) for right in before.rights) <= EDGE * size
        offset = _offset(line, before, shift) / size
        if (
            line.cell
            and not before.cell
            and abs(offset) > EDGE
            and line.right < column[1] - 3 * size
        ):
            return False  # a caption above its table
        if overleaf and (not full or _face(line) != _face(before)):
            return False
        item = LABEL.match(paragraph.lines[0].text)
        sentence = full and before.text[-1] not in "。？！：；" and not item
        beside = item and abs(_offset(line, paragraph.lines[0], shift)) <= EDGE * size
        if LABEL.match(line.text) and (
            (offset < -EDGE and not sentence) or (abs(offset) <= EDGE and beside)
        ):
            return False  # the next item of a list
        return self._goes_on_by_indent(paragraph, line, offset, full, flush, overleaf)

    def _goes_on_by_indent(
        self,
        paragraph: PdfParagraph,
        line: TextLine,
        offset: float,
        full: bool,
        flush: bool,
        overleaf: bool,
    ) -> bool:
        """The same by where the line begins: ``offset`` em to the right of the line before, which
        is ``full`` or even ``flush`` with the measure.
        """
        before = paragraph.lines[-1]
        size = before.size
        alone = len(paragraph.lines) == 1
        if abs(offset) <= EDGE:
            if alone and self.columns.indented.get(size) and self.columns.is_indented(line):
                return before.text[-1] not in "。？！：" and self._second_of_block(
                    line, full and not overleaf, flush
                )
            if alone and not flush and before.text[-1] in "。？！":
                return False
            return full or (
                not alone and self.columns.indented[size] and before.signs[-1] not in CLOSE
            )
        if alone and -INDENTS[1] < offset < -INDENTS[0]:  # an indented first line
            return full or before.signs[-1] not in CLOSE
        if alone and INDENTS[0] < offset < INDENTS[1]:  # a label that stands out
            return (
                full
                and has_label(before)
                and (
                    LABEL.match(before.text) is not None
                    or not self.columns.is_indented(line)
                    or _goes_on_below(line)
                )
            )
        return False

    def join_overleaf(self, paragraphs: list[PdfParagraph]) -> list[PdfParagraph]:
        """Paragraphs with those that go on overleaf made one."""
        first: dict[int, PdfParagraph] = {}
        final: dict[int, PdfParagraph] = {}
        for paragraph in paragraphs:
            line = paragraph.lines[0]
            if line.size == self.size and not line.cell and self.columns.column(line):
                first.setdefault(line.page, paragraph)
                final[paragraph.lines[-1].page] = paragraph
        gone: set[int] = set()
        for page, paragraph in first.items():
            before = final.get(page - 1)
            line = paragraph.lines[0]
            if (
                before is None
                or paragraph is before
                or line.above is not None
                or _text_below(before.lines[-1])
            ):
                continue
            here, there = self.columns.column(line), self.columns.column(before.lines[-1])
            if here and there and self.carries_on(before, line, here[0] - there[0], overleaf=True):
                before.lines += paragraph.lines
                gone.add(id(paragraph))
                if final.get(page) is paragraph:
                    final[page] = before
        return [paragraph for paragraph in paragraphs if id(paragraph) not in gone]


def _measure(paragraph: PdfParagraph, columns: PageColumns, body_size: float) -> None:
    """Notes the edges of its lines: the right one is the column's, the left one its own."""
    size = paragraph.size
    lines = paragraph.lines
    inset = _inset(lines[1:] or lines, columns)
    alone = len(lines) == 1 and columns.indented.get(size) and columns.is_indented(lines[0])
    if abs(inset) < 3 * EDGE * size or alone:
        inset = 0.0
    own = [columns.column(line) for line in lines]
    paragraph.measures += [
        (column[0] + inset, column[1]) if column else (line.left, line.right)
        for line, column in zip(lines, own, strict=True)
    ]
    in_column = inset == 0.0 and own[0] is not None and not lines[0].ruled
    paragraph.body = size == body_size and in_column


def _inset(lines: Sequence[TextLine], columns: PageColumns) -> float:
    """How far inside their column lines of one size begin, in pt."""
    size = lines[0].size
    placed = [(line, column[0]) for line in lines if (column := columns.column(line))]
    insets = [line.left - start for line, start in placed if line.signs[0] != OPEN]
    if insets or not placed:
        return min(insets, default=0.0)
    # Opening marks begin every line: which of their edges is that of other lines?
    known = columns.lefts.get((size, lines[0].page), ())
    edges = [(edge, start) for line, start in placed for edge in line.lefts]
    edge, _ = min(
        edges,
        key=lambda candidate: (
            min((abs(candidate[0] - left) for left in known), default=0.0) > EDGE * size,
            abs(candidate[0] - candidate[1]),
        ),
    )
    return edge - placed[0][1]


def _narrow(paragraphs: Sequence[PdfParagraph]) -> None:
    """Gives paragraphs their own right edge where full lines agree on one inside the column's."""
    groups: dict[tuple[float, float], list[tuple[PdfParagraph, int]]] = defaultdict(list)
    for paragraph in paragraphs:
        if not paragraph.body and len(paragraph.lines) > 1:
            for index, (left, right) in enumerate(paragraph.measures[:-1]):
                groups[paragraph.size, round(right - left)].append((paragraph, index))
    for (size, _), rows in groups.items():
        short = [
            paragraph.measures[index][1] - paragraph.lines[index].right
            for paragraph, index in rows
            if paragraph.lines[index].signs[-1] not in CLOSE
        ]
        edges = [edge for edge, _ in shared_edges(short, size, 2)]
        if (
            edges
            and min(edges) > 2 * EDGE * size
            and not any(gap < min(edges) - EDGE * size for gap in short)
        ):
            for paragraph in {id(paragraph): paragraph for paragraph, _ in rows}.values():
                paragraph.measures = [
                    (left, right - min(edges)) for left, right in paragraph.measures
                ]


def _stands_apart(before: TextLine, line: TextLine) -> bool:
    """Whether a line is a row of a table, an entry of contents or a heading below another line."""
    if line.leads() or before.leads() or line.entry or before.entry:
        return True
    if LABEL.match(line.text) and line.glyphs[0].font != before.glyphs[-1].font:
        return True  # a heading
    beside = any(abs(left - right) < 0.5 for left in line.beside for right in before.beside)
    short = len(before.glyphs) < WORDS or _room_beside(before, line) > _word(line)
    return before.cell and line.cell and (before.text.isdigit() or (beside and short))


def _room_beside(before: TextLine, line: TextLine) -> float:
    """How much more of its cell a line could have taken, in em: up to the cells at its right, and
    those of the line below, less the blanks between cells. 0 where it is the last cell of its row.
    """
    right = [left for left in (*before.beside, *line.beside) if left > before.right]
    return max(0.0, (min(right, default=0.0) - before.right) / before.size - CELL_BLANKS)


def _face(line: TextLine) -> str:
    """The face of most of its 汉字."""
    fonts = Counter(
        glyph.font for glyph, sign in zip(line.glyphs, line.signs, strict=True) if sign == HAN
    )
    return fonts.most_common(1)[0][0] if fonts else line.glyphs[-1].font


def _word(line: TextLine) -> float:
    """How wide, in em, what a line begins with is if it cannot be split: a number, an address."""
    length = len(line.signs) - len(line.signs.lstrip(LATIN))
    return (line.glyphs[length - 1].end - line.left) / line.size if length else 0.0


def _offset(line: TextLine, before: TextLine, shift: float) -> float:
    """How far to the right of another a line begins, in pt; an opening mark has its edge anywhere
    in its blank half.
    """
    (low, high), (first, last) = (
        (min(either.lefts), max(either.lefts)) for either in (line, before)
    )
    low, high = low - shift, high - shift
    return low - last if low > last else min(0.0, high - first)


def _text_below(line: TextLine) -> bool:
    """Whether text stands below a line; smaller type farther off is a note."""
    below = line.below
    return below is not None and not (
        below.size < 0.95 * line.size and below.y - line.y > 1.2 * line.size
    )


def _goes_on_below(line: TextLine) -> bool:
    """Whether the line below begins where this one does."""
    return line.below is not None and any(
        abs(left - other) < EDGE * line.size for left in line.lefts for other in line.below.lefts
    )


def has_label(line: TextLine) -> bool:
    """Whether a line begins with what may be a label that stands out: a number,
    a letter, a sign.
    """
    head = line.text[:6].lstrip("（([〔【")
    return bool(head) and (
        letter_of(line.glyphs[0]) != HAN
        or head[0] in "一二三四五六七八九十第其注问答甲乙丙丁例表图"
    )

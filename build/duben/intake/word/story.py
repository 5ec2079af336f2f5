"""A story of a Word file (its body, a text box, a note) to lines: paragraphs with their labels,
tables, text boxes, pictures; what is left out is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from lxml import etree

from duben.intake import line_editing
from duben.intake.accounting import count_characters
from duben.intake.boilerplate import CONTENTS
from duben.intake.document import ChangeLog, Omission, SourceLine, TextChange, TextSpan
from duben.intake.head_lines import ANNEX_LABEL
from duben.intake.letter_head import is_table_of_head
from duben.intake.line_editing import ASIDE, BLANKS
from duben.intake.merged_cells import COLUMN_LIMIT, TableCell, TableRow, table_lines
from duben.intake.word import fields, floating, layout, names, tables
from duben.intake.word.breaks import split_breaks
from duben.intake.word.cells import (
    box_lines,
    cell_lines,
    cell_text,
    field_row,
    frame_lines,
    imprint_lines,
    is_apart,
    join_letterhead,
)
from duben.intake.word.drawings import chosen_alternative, own_texts
from duben.intake.word.labels import LabelSeries, label_gap, repeats_label
from duben.intake.word.lines import WordLine, word_line
from duben.intake.word.names import PPR, RPR, flag, name, number
from duben.intake.word.numbering import Numbering, NumberLabel
from duben.intake.word.package import Package, Relation
from duben.intake.word.paragraphs import (
    FORMULAS,
    PAGE_BREAK,
    SOFT_BREAK,
    ParagraphReader,
    TextBuilder,
    line_spans,
    revision_reason,
)
from duben.intake.word.pictures import WordPictures
from duben.intake.word.row_heights import count_lines
from duben.intake.word.styles import ParagraphLook, Styles, paragraph_numbering
from duben.model import BookError, SourceLocation, problem, warning

Item = TypeVar("Item")
SHOWN = 40  # characters of a text that are shown
HEAD_LINES = 4  # of a document, among which a letterhead may be laid out as a table
TABLE_DEPTH = 50  # tables inside one another
ITEM_DEPTH = 8
FAR_LEFT = 2_600  # twentieths of a point of indent from which a line is set at the right
CHANGED_PROPERTIES = f"{name('w:pPrChange')}/{PPR}"
INDENT, PAGE_BEFORE = name("w:ind"), name("w:pageBreakBefore")
SECTION, TYPE = name("w:sectPr"), name("w:type")
LEFT = (name("w:left"), name("w:start"))
ALT_CHUNK, GALLERY = name("w:altChunk"), name("w:docPartGallery")
BLOCK_WRAPPERS = frozenset(
    (name("w:customXml"), name("w:smartTag"), names.INS, names.DEL, names.MOVE_TO, names.MOVE_FROM)
)
ASIDE_VALUES = frozenset(("center", "right", "end"))
APPENDIX_TAG = "duben-appendix"  # of the control round the appendix that build --format docx makes
COVERED_REASON = "被合并的单元格盖住"


@dataclass(slots=True)
class WordFile:
    """An open file: its parts, what they define, and what was found so far. ``notes`` has the
    number of each note by its kind and id, in the order of the references.
    """

    package: Package
    styles: Styles
    numbering: Numbering
    pictures: WordPictures
    log: ChangeLog
    original: bool = False
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    note_lines: dict[int, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)  # paragraph of each
    labels: LabelSeries = field(default_factory=LabelSeries)
    characters: int = 0
    bold_characters: int = 0
    # What is odd: of each rule the paragraphs and the words.
    oddities: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    read_chunk: Callable[[bytes, int], list[WordLine] | None] = lambda data, number: None

    @property
    def name(self) -> str:
        """How messages call the file."""
        return self.package.file


class StoryReader:
    """Reads the blocks of a part into ``lines``. ``number`` is the paragraph at hand, from 1; where
    it is ``fixed``, as in a text box, that of the paragraph that it belongs to.
    """

    def __init__(
        self,
        file: WordFile,
        root: etree._Element,
        relations: Mapping[str, Relation],
        fixed: int = 0,
        sound: frozenset[etree._Element] | None = None,
    ) -> None:
        self.file, self.relations, self.fixed = file, relations, fixed
        self.sound = fields.sound_fields(root) if sound is None else sound
        self.reader = ParagraphReader(file.styles, self.sound, file.original)
        self.lines: list[WordLine] = []
        self.number = fixed
        self.pending: TextBuilder | None = None
        self.pending_number = 0
        self.depth = 0  # of tables
        self.data_depth = 0  # of those that are no frames
        self.is_flat = False  # a table becomes lines, as in a note
        self.page_starts: set[int] = set()  # of the lines
        # Where a floating table begins in the lines, and the room above it that is left.
        self.floating: tuple[int, float] | None = None

    def blocks(self, parent: etree._Element) -> None:
        """Reads the blocks in an element."""
        for child in parent:
            tag = child.tag
            count = len(self.lines)
            if tag == names.P:
                self._paragraph(child)
                self._lift(count)
            elif tag == names.TBL:
                self._table(child)
                self._note_room(child, count)
            elif tag == names.SDT:
                self._content_control(child)
            elif tag == names.ALTERNATIVES:
                self._alternatives(child)
            elif tag == ALT_CHUNK:
                self._chunk(child)
            elif tag in BLOCK_WRAPPERS or next(child.iter(names.P), None) is not None:
                self.blocks(child)
            elif names.has_text(child) or tag in FORMULAS:
                self._stray(child)
        if self.pending is not None:
            builder, self.pending = self.pending, None
            look = self.file.styles.paragraph_look(None)
            self._finish(builder, None, look, self.pending_number)

    def _note_room(self, table: etree._Element, start: int) -> None:
        """Notes how much room is above a floating table, below what its page has already."""
        page = max((index for index in self.page_starts if index <= start), default=0)
        above = floating.height(self.lines[page:start]) if page < start else 0.0
        room = floating.room_above(table) - above
        self.floating = (start, room) if room > 0 and not self.depth else None

    def _lift(self, count: int) -> None:
        """Puts the paragraph whose lines begin at ``count`` above the floating table before it,
        where there is room.
        """
        if self.floating is None or self.depth:
            return
        start, room = self.floating
        own = self.lines[count:]
        room -= floating.height(own)
        if room < 0 or any(index > start for index in self.page_starts):
            self.floating = None
            return
        self.lines[start:] = own + self.lines[start:count]
        self.floating = (start + len(own), room)

    def paged_lines(self) -> list[WordLine]:
        """The lines, those known with which a page begins."""
        return [
            replace(entry, opens_page=True) if index in self.page_starts else entry
            for index, entry in enumerate(self.lines)
        ]

    def _begin_page(self) -> None:
        """The next line begins a page; in a cell that is not told."""
        if not self.depth:
            self.page_starts.add(len(self.lines))

    def _stray(self, element: etree._Element) -> None:
        """Text outside of any paragraph, as in broken files: a paragraph of its own."""
        builder = TextBuilder()
        look = self.file.styles.paragraph_look(None)
        self.reader.builder, self.reader.style = builder, look.style
        self.reader.read_element(element)
        self._finish(builder, None, look, self.number or 1)

    def _alternatives(self, element: etree._Element) -> None:
        chosen = chosen_alternative(element)
        if chosen is not None:
            self.blocks(chosen)

    def _chunk(self, element: etree._Element) -> None:
        """A file of another kind inside this one: it is read where it can be, and told."""
        relation = self.relations.get(element.get(name("r:id"), ""))
        target = relation.target if relation else "?"
        data = self.file.package.read(target) if relation and not relation.external else None
        lines = self.file.read_chunk(data, self.number or 1) if data else None
        if lines is not None:
            self.lines += lines
            self._warn("word-chunk-read", name=target)
            return
        self.file.log.left_out.append(
            Omission(self.number, target, "page", "嵌入的其他格式文件（altChunk）")
        )
        self._warn("word-chunk", name=target)

    def _content_control(self, element: etree._Element) -> None:
        content = element.find(names.SDT_CONTENT)
        if content is None:
            content = element
        gallery = element.find(f"{name('w:sdtPr')}/{name('w:docPartObj')}/{GALLERY}")
        tag = names.value(element.find(f"{name('w:sdtPr')}/{name('w:tag')}"))
        if names.value(gallery) == "Table of Contents":
            self._before_contents()
            self._begin_page()
            self._omit_blocks(content, "contents", "目录")
        elif tag == APPENDIX_TAG:
            self._omit_blocks(content, "page", "读本编的附录，由正文重新生成")
        elif flag(element.find(name("w:sdtPr")), name("w:showingPlcHdr")):
            self._omit_blocks(content, "page", "控件的占位文字")
        else:
            self.blocks(content)

    def _omit_blocks(self, content: etree._Element, kind: str, why: str) -> None:
        """Leaves out paragraphs with all that stands in them, each a row of the list."""
        for paragraph in content.iter(names.P):
            if next(paragraph.iterancestors(names.FALLBACK), None) is None:
                self.number += not self.fixed
                self._omit("".join(own_texts(paragraph)), why, kind)

    # Paragraphs

    def _paragraph(self, paragraph: etree._Element) -> None:
        self.number += not self.fixed
        now = paragraph.find(PPR)
        properties = self._properties(now)
        look = self.file.styles.paragraph_look(properties)
        builder = self.pending or TextBuilder()
        if self.pending is None:
            self.pending_number = self.number
        self.reader.read(paragraph, builder, look.style)
        if self._joins_next(now, builder):
            self.pending = builder
            return
        self.pending = None
        self._finish(builder, properties, look, self.pending_number)

    def _properties(self, now: etree._Element | None) -> etree._Element | None:
        """The properties of a paragraph: those before a tracked change where the text before it is
        wanted.
        """
        before = None if now is None or not self.file.original else now.find(CHANGED_PROPERTIES)
        return now if before is None else before

    def _joins_next(self, properties: etree._Element | None, builder: TextBuilder) -> bool:
        """Whether a paragraph goes on in the next: its mark was deleted, or is hidden as between a
        heading and the text that runs on behind it, or it is a letter that opens the next.
        """
        mark = None if properties is None else properties.find(RPR)
        if mark is not None:
            gone = (
                (names.INS, names.MOVE_TO) if self.file.original else (names.DEL, names.MOVE_FROM)
            )
            if any(mark.find(tag) is not None for tag in gone):
                return True
            hidden = flag(mark, name("w:vanish"))
            if hidden and (flag(mark, name("w:specVanish")) or not builder.text.strip()):
                return True
        frame = None if properties is None else properties.find(name("w:framePr"))
        return frame is not None and frame.get(name("w:dropCap"), "none") != "none"

    def _finish(
        self,
        builder: TextBuilder,
        properties: etree._Element | None,
        look: ParagraphLook,
        number_: int,
    ) -> None:
        """A paragraph is complete: its lines, and what stands in its drawings behind them."""
        builder.settle_fills()
        self._record(builder, look, number_)
        text = builder.text
        inner = [offset for offset in builder.pages if text[:offset].strip()]
        if len(inner) < len(builder.pages) or flag(properties, PAGE_BEFORE):
            self._begin_page()
        if look.is_contents and text.strip():
            self._before_contents()
            self._omit(text, fields.CONTENTS_REASON, "contents")
            self._begin_page()
            text = ""
        is_break = not text.strip() and _ends_section(properties)
        label = None if is_break else self._label(properties, look)
        if text.strip(BLANKS + SOFT_BREAK + PAGE_BREAK + "\t"):
            self._add_lines(builder, look, label, number_, _is_aside(properties, look))
        elif label is not None and label.text and not builder.had_contents:
            self.file.log.left_out.append(Omission(number_, label.text, "page", "空段的自动编号"))
        self._add_drawings(builder, number_)
        if inner or _begins_section(properties):
            self._begin_page()

    def _record(self, builder: TextBuilder, look: ParagraphLook, number_: int) -> None:
        """Tells what is left out of a paragraph and what is odd in it."""
        if builder.had_contents and not builder.text.strip():
            self._before_contents()
            self._begin_page()
        for left in builder.left_out:
            kind = "contents" if left.why == fields.CONTENTS_REASON else "page"
            self._omit(left.text, left.why, kind)
        for oddity in builder.oddities:
            rule, _, words = oddity.partition(":")
            self._note_oddity(rule, words)
        self.file.log.revisions += [replace(each, line=number_) for each in builder.revisions]
        for comment in builder.comments:
            self.file.comments.setdefault(comment, number_)
        if fields.BROKEN_REFERENCE.search(builder.text):
            self._note_oddity("word-broken-reference", builder.text.strip()[:SHOWN])
        self.file.log.characters.update(count_characters("".join(builder.added)))

    def _before_contents(self) -> None:
        """Leaves out the line 目录 that stands right before a table of contents."""
        if self.lines and CONTENTS.fullmatch(self.lines[-1].line.text):
            self.file.log.omit(self.lines.pop().line, kind="contents")

    def _label(self, properties: etree._Element | None, look: ParagraphLook) -> NumberLabel | None:
        num, level = paragraph_numbering(properties, look)
        return self.file.numbering.next_label(num, level, look.style) if num else None

    def _add_lines(
        self,
        builder: TextBuilder,
        look: ParagraphLook,
        label: NumberLabel | None,
        number_: int,
        aside: bool,
    ) -> None:
        whole = SourceLine(
            builder.text,
            ((0, number_, 1),),
            heading_level=look.level,
            note_marks=self._note_marks(builder, number_),
            spans=tuple(line_spans(builder)),
        )
        self._count_bold(builder)
        for part in split_breaks(whole, aside or look.is_title, self.file.log):
            line = line_editing.clean(part, self.file.log)
            if not line.text:
                continue
            plain = not (line.spans or line.note_marks or line.heading_level or label)
            tabbed = part.text if plain and "\t" in part.text else ""
            line, label = self._with_label(line, label), None
            if aside:
                line = replace(line, indent=ASIDE)
            self.lines.append(word_line(line, look, builder.runs, tabbed))

    def _with_label(self, line: SourceLine, label: NumberLabel | None) -> SourceLine:
        """A line with its label typed before it; a bullet makes an item of it."""
        if label is None:
            return line
        if label.bullet:
            if line.heading_level:
                return line
            return replace(line, kind="item", label="-", depth=self._item_depth(label.level))
        self.file.log.characters.update(count_characters(label.text))
        if repeats_label(line.text, label.text):
            self.file.log.mended.append(TextChange(line.number, 1, label.text, ""))
            return line
        self.file.labels.add(label, line.number)
        opening = label.text + label_gap(label, line.text)
        joined = line_editing.join_lines(
            [replace(line, text=opening, note_marks=(), spans=()), line], [""]
        )
        whole = TextSpan(len(opening), len(joined.text), "strong")
        return (
            replace(joined, spans=(replace(whole, start=0),))
            if joined.spans == (whole,)
            else joined
        )

    def _item_depth(self, level: int) -> int:
        """How deep an item stands: one level more than the item before it at most."""
        before = self.lines[-1].line if self.lines else None
        most = before.depth + 1 if before is not None and before.kind == "item" else 0
        return min(level, most, ITEM_DEPTH - 1)

    def _note_marks(self, builder: TextBuilder, number_: int) -> tuple[tuple[int, int], ...]:
        marks = []
        for offset, kind, identity in builder.notes:
            own = self.file.notes.setdefault((kind, identity), len(self.file.notes) + 1)
            self.file.note_lines.setdefault(own, number_)
            marks.append((offset, own))
        return tuple(marks)

    def _count_bold(self, builder: TextBuilder) -> None:
        for run in builder.runs:
            self.file.characters += run.end - run.start
            self.file.bold_characters += run.look.bold * (run.end - run.start)

    def _add_drawings(self, builder: TextBuilder, number_: int) -> None:
        for part in builder.drawings:
            line = SourceLine(part.words or "图片", ((0, number_, 1),), kind="figure")
            if part.kind == "box":
                self._text_box(part.element, number_)
            elif part.kind == "lost":
                self.file.pictures.omit(line, part.words)
            else:
                picture = self.file.pictures.add(line, self.relations, part.relation, part.words)
                if picture is not None and builder.text.strip():
                    self._note_oddity("word-inline-picture", builder.text.strip()[:SHOWN])
                if picture is not None:
                    self.lines.append(WordLine(picture, ParagraphLook()))

    def _text_box(self, element: etree._Element, number_: int) -> None:
        inner = StoryReader(self.file, element, self.relations, number_ or 1, self.sound)
        inner.depth = self.depth
        inner.blocks(element)
        self.file.log.relocate("paragraph", *(entry.line for entry in inner.lines))
        self.lines += box_lines(inner.lines)

    # Tables

    def _table(self, table: etree._Element) -> None:
        self.depth += 1
        if self.depth > TABLE_DEPTH:
            raise BookError(problem("word-nesting", SourceLocation(self.file.name)))
        first = self.number + (not self.fixed)
        rows = [row for row in tables.read_rows(table) if not self._is_removed(row.element)]
        is_frame = layout.is_frame(rows)
        self.data_depth += not is_frame
        contents = [
            [self._cell(rows, at, cell) for cell in row.cells] for at, row in enumerate(rows)
        ]
        self.depth -= 1
        self.data_depth -= not is_frame
        is_first = all(ANNEX_LABEL.fullmatch(entry.line.text) for entry in self.lines)
        if is_first and not self.fixed and layout.opens_with_title(rows, contents):
            self.lines += contents[0][0]
            rows, contents = rows[1:], contents[1:]
        if not self.data_depth and (place := layout.section_beside(rows, contents)) is not None:
            self.lines += contents[0][place]
            rows = [replace(row, cells=tuple(_without(row.cells, place))) for row in rows]
            contents = [_without(row, place) for row in contents]
        behind = [entry for row in contents for lines in row for entry in lines if is_apart(entry)]
        if is_frame and not self.is_flat:
            self.lines += [entry for row in contents for cell in row for entry in cell]
            behind = []
        elif self.data_depth or self.is_flat:
            self._add_flat_table(contents)
            self._note_oddity("word-nested-table", "")
        elif imprint := imprint_lines(contents):
            self.lines += imprint
        elif not self._lays_out(table, rows, contents):
            if not self._add_table(rows, contents, first):
                self._add_flat_table(contents)
                self._note_oddity("word-wide-table", str(COLUMN_LIMIT))
        else:
            entries = [entry for row in contents for entry in field_row(row)]
            is_head = len(self.lines) < HEAD_LINES
            is_box = not is_head and [len(row) for row in contents] == [1]
            if is_box and layout.has_lines(table) is not False:
                entries = frame_lines(entries)
            self.lines += join_letterhead(entries) if is_head else entries
            behind = []
        self.lines += behind
        for stray in tables.stray_elements(table):
            self._stray(stray)

    def _lays_out(
        self,
        table: etree._Element,
        rows: Sequence[tables.GridRow],
        contents: Sequence[Sequence[Sequence[WordLine]]],
    ) -> bool:
        """Whether a table holds no data, or is the head of an official document."""
        if len(self.lines) < HEAD_LINES and is_table_of_head(
            [text for row in contents for cell in row for text in cell_lines(cell)]
        ):
            return True
        return layout.lays_out(table, rows, contents, self.file.styles)

    def _is_removed(self, row: etree._Element) -> bool:
        """Whether a tracked change took a row out; what stood in it is recorded."""
        properties = row.find(tables.ROW_PROPERTIES)
        mark = None
        if properties is not None:
            mark = properties.find(names.INS if self.file.original else names.DEL)
        if mark is None:
            return False
        for paragraph in row.iter(names.P):
            self.number += not self.fixed
            self._omit("".join(own_texts(paragraph)), revision_reason(mark))
        return True

    def _cell(
        self, rows: Sequence[tables.GridRow], index: int, cell: tables.GridCell
    ) -> list[WordLine]:
        """The lines of a cell; none, and told, of one that another covers."""
        if cell.element is None:
            return []
        for covered in cell.covered:
            self._omit("".join(own_texts(covered)), COVERED_REASON)
        outer, self.lines = self.lines, []
        self.blocks(cell.element)
        lines, self.lines = self.lines, outer
        if cell.goes_on and index and tables.is_covered(rows, index, cell):
            for entry in lines:
                self._omit(entry.line.text, COVERED_REASON)
            return []
        return lines

    def _add_table(
        self,
        rows: Sequence[tables.GridRow],
        contents: Sequence[Sequence[Sequence[WordLine]]],
        first: int,
    ) -> bool:
        """Whether a table could be set as one: it has not too many columns."""
        cells = [
            TableRow(
                tuple(
                    TableCell(cell_text(lines), cell.across, tables.rows_down(rows, at, cell))
                    for cell, lines in zip(row.cells, own, strict=True)
                    if not (cell.goes_on and tables.is_covered(rows, at, cell))
                ),
                None,
                row.is_head,
                count_lines(row),
            )
            for at, (row, own) in enumerate(zip(rows, contents, strict=True))
        ]
        lines = table_lines(cells, (), first, most_titles=0)
        if lines is None:
            return False
        self.lines += [WordLine(line, ParagraphLook()) for line in lines if line.text]
        return True

    def _add_flat_table(self, contents: Sequence[Sequence[Sequence[WordLine]]]) -> None:
        """A table that cannot be set as one, or in a cell of another one: a line for each row."""
        for row in contents:
            lines = [entry.line for cell in row for entry in cell if not is_apart(entry)]
            if lines:
                joined = line_editing.join_lines(lines, ["\u3000"] * len(lines))
                self.lines.append(WordLine(joined, ParagraphLook()))

    # What is told

    def _omit(self, text: str, why: str, kind: str = "page") -> None:
        if text := " ".join(text.split()):
            self.file.log.left_out.append(Omission(self.number, text, kind, why))  # type: ignore[arg-type]

    def _note_oddity(self, rule: str, words: str) -> None:
        self.file.oddities.setdefault(rule, []).append((self.number or 1, words))

    def _warn(self, rule: str, **values: object) -> None:
        place = SourceLocation(self.file.name, self.number or 1)
        self.file.log.problems.append(warning(rule, place, **values))


def _without(items: Sequence[Item], place: int) -> list[Item]:
    """All items but one."""
    return [*items[:place], *items[place + 1 :]]


def _ends_section(properties: etree._Element | None) -> bool:
    """Whether a paragraph ends a section; an empty one of these has no number."""
    return properties is not None and properties.find(SECTION) is not None


def _begins_section(properties: etree._Element | None) -> bool:
    """Whether a section ends with a paragraph, and the next begins a page."""
    section = None if properties is None else properties.find(SECTION)
    return section is not None and names.child_value(section, TYPE) != "continuous"


def _is_aside(properties: etree._Element | None, look: ParagraphLook) -> bool:
    """Whether a paragraph is centred, set at the right, or far from the left."""
    if look.aligned:
        return look.aligned in ASIDE_VALUES
    indent = None if properties is None else properties.find(INDENT)
    if indent is None:
        return False
    return any((number(indent.get(side)) or 0) >= FAR_LEFT for side in LEFT)

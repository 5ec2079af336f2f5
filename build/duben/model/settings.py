"""book.toml with types: a data class for each of its tables, with the defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day
from typing import Literal

TITLE_TO_FILL = "〔书名待填〕"  # the title of a text in which none was found
RECEIVED_NOTE = "00-bianzhe-shuoming.md"  # the 编者说明 that import writes of a received text
UNDATED = Day(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class BookSettings:
    """[book]: what the book is.

    ``id`` (ASCII) names the output files. ``chapters`` are file names in reading order; empty
    means every ``*.md`` in the order of the names. ``date`` is None where nobody knows it: none is
    printed then; a ``Month`` where its day is not known.
    """

    id: str = "book"
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = "zh-Hans"
    date: Day | None = None
    version: str = "1"
    chapters: tuple[str, ...] = ()
    source: str = ""
    address: str = ""

    @property
    def metadata_date(self) -> Day:
        """The date of a file whose format must have one; it is printed nowhere."""
        day = self.date or UNDATED
        return Day(day.year, day.month, day.day)


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """[output]: which files are made.

    ``app_notes``: footnotes carry a second markup, which 多看, 掌阅 and 微信读书 need. ``layout``
    "compact": for short texts; no title page, the imprint inside the cover, contents on the page
    where the text begins, the appendix on the page where it ends.
    """

    editions: tuple[str, ...] = ("screen", "booklet")
    formats: tuple[str, ...] = ("pdf", "epub")
    theme: str = ""
    app_notes: bool = False
    layout: Literal["full", "compact"] = "full"


@dataclass(frozen=True, slots=True)
class TextSettings:
    """[text]: choices of style.

    ``answers``: where the boxes 参考答案 go. ``enumerations``: the order of the appendix.
    ``revision_page``: a book with earlier versions gets a page 修订说明. ``library``: a file with
    known terms of the book's own. ``supply``: the appendix gives the members of terms that the book
    only names from the library, marked as such. ``history``: a library that was gathered from
    booklets, of which the appendix shows how the terms changed. ``house_list``: the office's fixed
    wordings and persons, a file of the book or of the user's folder. ``columns``: of the text, on a
    page of A4. ``run_in_heads``: the short first sentences of numbered paragraphs stand in 黑体.
    """

    answers: Literal["inline", "end", "omit"] = "inline"
    missing_glyph: Literal["error", "warning"] = "error"
    enumerations: Literal["number", "appearance", "pinyin"] = "number"
    appendix: bool = True
    revision_page: bool = True
    library: str = ""
    supply: bool = False
    history: str = ""
    house_list: str = ""
    columns: Literal[1, 2] = 1
    run_in_heads: bool = True


@dataclass(frozen=True, slots=True)
class ImprintSettings:
    """[imprint]: what the imprint and the cover must carry."""

    kind: Literal["学习资料", "内部资料", "公文性材料"] = "学习资料"
    permit: str = ""
    issuer: str = ""
    recipients: str = ""
    printer: str = ""
    printed: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """[print]: paper, binding, sides.

    ``paper_gsm``: weight of the paper in g/m². ``binding`` "": a booklet is stapled, a file for the
    press is for glue; "loose": leaves in a binder. ``staple_sheets``: how many sheets one staple
    holds. ``split``: a thicker booklet becomes several. ``fold_marks``: short lines where the
    sheets are folded.
    ``second_colour``: the press prints the accent colour in a second ink. ``backs``: how a pile
    that was printed on one side lies in the printer for the other side, as the trial sheet shows:
    A in order; B in reverse order; C turned by 180°; D both. ``size``: the trimmed page of screen,
    booklet and press, a name of ``layout.SIZES`` or WIDTH×HEIGHT in mm.
    """

    paper_gsm: int = 80
    binding: Literal["", "stapled", "glued", "loose"] = ""
    sides: Literal[1, 2] = 2
    chapter_starts: Literal["any", "odd"] = "any"
    staple_sheets: int = 15
    split: bool = False
    fold_marks: bool = False
    second_colour: bool = False
    backs: Literal["A", "B", "C", "D"] = "A"
    size: str = "A5"

    @property
    def is_stapled(self) -> bool:
        """Whether a booklet is folded and stapled: its leaves hang together in pairs."""
        return self.binding in ("", "stapled")


CoverName = Literal["plain", "red", "band", "frame", "picture", "type", "internal", "logo"]


@dataclass(frozen=True, slots=True)
class CoverSettings:
    """[cover]: how the front looks, and what stands on it beside the title.

    ``picture`` and ``logo`` are files of the book; ``unit``: who issues it, where that is another
    than the imprint says; ``line``: a line over the title; ``series``: 丛书 and number.
    """

    design: CoverName = "plain"
    picture: str = ""
    logo: str = ""
    unit: str = ""
    line: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class FontSettings:
    """[fonts]: the name of an installed font or a file of the book, for a role.

    ``heading`` also sets strong words and labels, ``title`` the title of the book. ``fangsong`` is
    the text of an official document. ``latin`` and ``digits`` go before all others.
    """

    text: str = ""
    heading: str = ""
    title: str = ""
    kai: str = ""
    fangsong: str = ""
    latin: str = ""
    digits: str = ""


OfficialFormat = Literal["document", "letter", "minutes", "order"]


@dataclass(frozen=True, slots=True)
class OfficialSettings:
    """[official]: what an official document carries (GB/T 9704-2012).

    ``format``: 文件, 信函, 纪要 or 命令（令）. A key that is not set is read from the text's own
    elements (``layout.official_elements``). ``mark``: the whole 发文机关标志, where it is not the
    issuers' names and 文件; ``issuers``: one or, of a joint document, several, the host first.
    ``posts``: of those who sign, for an order and for a signature's seal (签名章). ``signature``:
    the names at the end, where they are others than the issuers. ``seal``: room for the seal is
    left. ``present``, ``absent``, ``observers``: of minutes.
    """

    format: OfficialFormat = "document"
    copy_number: str = ""
    security: Literal["", "绝密", "机密", "秘密"] = ""
    security_term: str = ""
    urgency: Literal["", "特急", "加急", "特提", "平急"] = ""
    mark: str = ""
    issuers: tuple[str, ...] = ()
    number: str = ""
    signers: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    recipients: str = ""
    attachments: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    date: Day | None = None
    seal: bool = True
    note: str = ""
    present: str = ""
    absent: str = ""
    observers: str = ""
    cc: str = ""
    printed_by: str = ""
    printed_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of book.toml. ``revisions`` are pairs: a version and the editor's words on it."""

    book: BookSettings = field(default_factory=BookSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    text: TextSettings = field(default_factory=TextSettings)
    imprint: ImprintSettings = field(default_factory=ImprintSettings)
    print: PrintSettings = field(default_factory=PrintSettings)
    cover: CoverSettings = field(default_factory=CoverSettings)
    fonts: FontSettings = field(default_factory=FontSettings)
    official: OfficialSettings = field(default_factory=OfficialSettings)
    revisions: tuple[tuple[str, str], ...] = ()

"""The styles of a Word file, and the page: tables in which sizes are those of the style sheets, for
text of 10.5 pt; an edition enlarges them. ``styles_part`` and ``section`` write them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from duben.docx.elements import make
from duben.layout import POINTS_PER_MM, Edition

TEXT_SIZE = 10.5  # pt, as all editions are composed
TWIPS = 20  # of a point
LATIN = "Times New Roman"
MONO = "Consolas"
CELL_MARGIN = 80  # twips
RED = "C8102E"

Role = Literal["text", "song", "hei", "kai", "title", "mono"]


@dataclass(frozen=True, slots=True)
class Faces:
    """The names under which offices have the faces of a book, and another name of each."""

    song: str
    hei: str
    kai: str
    fang: str
    title: str  # 小标宋, of the title of an official document


FACES = {
    "zh-Hans": Faces("宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"),
    "zh-Hant": Faces("新細明體", "微軟正黑體", "標楷體", "標楷體", "新細明體"),
}
# What a program that lacks a face may take for it.
OTHER_NAMES = {
    "宋体": "SimSun",
    "黑体": "SimHei",
    "楷体": "KaiTi",
    "仿宋": "FangSong",
    "方正小标宋简体": "宋体",
    "新細明體": "PMingLiU",
    "微軟正黑體": "Microsoft JhengHei",
    "標楷體": "DFKai-SB",
}


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style. ``size`` in pt, ``step`` (of its lines, 0: the text's), ``before`` and
    ``after`` in pt; ``first``, ``left`` and ``right`` in characters, ``first`` < 0 hanging.
    ``loose``: lines may be higher than the step. ``level``: of the outline, from 1. ``title``: as
    Word names it; its own names it translates.
    """

    id: str
    title: str
    parent: str = "Normal"
    next: str = ""
    face: Role = "text"
    size: float = TEXT_SIZE
    step: float = 0
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    right: float = 0
    align: str = "both"
    bold: bool = False
    colour: str = ""
    keep_next: bool = False
    loose: bool = False
    level: int = 0
    leader: bool = False


HEADING = ParagraphStyle("", "", next="Normal", face="hei", align="left", keep_next=True)
TABLE_TEXT = ParagraphStyle("TableText", "表格文字", size=9, step=15, align="left")

STYLES: tuple[ParagraphStyle, ...] = (
    ParagraphStyle("Normal", "Normal", "", first=2),
    replace(HEADING, id="Heading1", title="heading 1", size=18, step=26.25, before=17.5, after=35, level=1),  # noqa: E501
    replace(HEADING, id="Heading2", title="heading 2", size=12, before=17.5, after=8.75, level=2),
    replace(HEADING, id="Heading3", title="heading 3", before=8.75, after=8.75, level=3),
    replace(HEADING, id="Heading4", title="heading 4", first=2, level=4),
    replace(HEADING, id="Heading5", title="heading 5", face="kai", first=2, level=5),
    replace(HEADING, id="Heading6", title="heading 6", face="kai", first=2, level=6),
    ParagraphStyle("Title", "Title", next="Normal", face="title", size=20, step=28, before=52.5, after=17.5, align="center", keep_next=True),  # noqa: E501
    ParagraphStyle("Subtitle", "Subtitle", next="Normal", face="kai", size=12, after=8.75, align="center"),  # noqa: E501
    ParagraphStyle("Byline", "署名", next="Normal", face="kai", align="center"),
    ParagraphStyle("Signature", "落款", align="right", right=2),
    ParagraphStyle("RedHead", "红头", face="title", size=24, step=38, before=19, after=19, align="center", colour=RED),  # noqa: E501
    ParagraphStyle("HeadRecipients", "版头主送", next="Normal"),
    ParagraphStyle("Issuer", "发文机关", align="center", keep_next=True),
    ParagraphStyle("Number", "发文字号", align="center", keep_next=True),
    ParagraphStyle("Signer", "签发人", align="right", right=1, keep_next=True),
    ParagraphStyle("Recipients", "主送机关", next="Normal", keep_next=True),
    ParagraphStyle("Annexes", "附件说明", left=6, first=-4),
    ParagraphStyle("FurtherAnnexes", "附件说明续", left=6, first=-1),
    ParagraphStyle("LetterRecord", "版记", left=1),
    ParagraphStyle("HeadLeft", "版头居左"),
    ParagraphStyle("HeadLeftStrong", "版头居左黑体", face="hei"),
    ParagraphStyle("HeadRows", "版头各行", before=35),
    ParagraphStyle("RedRule", "红色分隔线", size=4, step=6),
    ParagraphStyle("Closing", "发文机关署名"),
    ParagraphStyle("ClosingDate", "成文日期", before=17.5, right=4, align="right"),
    ParagraphStyle("AnnexLabel", "附件标识", face="hei", keep_next=True),
    ParagraphStyle("Quote", "Quote", face="kai", first=2, left=2, right=2),
    ParagraphStyle("ListParagraph", "List Paragraph", left=2, first=-2),
    ParagraphStyle("TableText", "表格文字", size=9, step=15, align="left"),
    replace(TABLE_TEXT, id="TableHead", title="表头", face="hei"),
    ParagraphStyle("TableGap", "表后空行", size=4, step=8.75),
    ParagraphStyle("Caption", "caption", face="hei", size=9, align="center"),
    ParagraphStyle("Figure", "图片", before=8.75, align="center", keep_next=True, loose=True),
    ParagraphStyle("BoxOpening", "框首", size=2, step=5, keep_next=True),
    ParagraphStyle("BoxEnd", "框尾", size=2, step=5, after=7.5),
    ParagraphStyle("BoxTitle", "框题", face="hei", size=9, keep_next=True),
    ParagraphStyle("BoxText", "框内文字", face="kai", first=2),
    ParagraphStyle("Term", "词条", face="hei", keep_next=True, align="left"),
    ParagraphStyle("Definition", "释义", left=2),
    ParagraphStyle("Code", "代码", face="mono", size=8.5, align="left", loose=True),
    ParagraphStyle("Rule", "分隔线"),
    ParagraphStyle("FootnoteText", "footnote text", size=9, step=13.125, left=2, first=-2),
    ParagraphStyle("TOCHeading", "TOC Heading", face="hei", size=14, before=26.25, after=17.5, align="center", keep_next=True),  # noqa: E501
    ParagraphStyle("TOC1", "toc 1", leader=True, face="hei", align="left"),
    ParagraphStyle("TOC2", "toc 2", leader=True, left=1, align="left"),
    ParagraphStyle("TOC3", "toc 3", leader=True, left=2, align="left"),
    ParagraphStyle("Members", "提法各项", left=2, first=-1, align="left"),
    ParagraphStyle("Remark", "提法说明", face="kai", size=9, step=15, left=2, align="left"),
    ParagraphStyle("Footer", "footer", size=9, align="left"),
)  # fmt: skip

# GB/T 9704-2012, 7.3 and 7.5: the title of 22 pt, headings in 黑体 and 楷体 of the size of the
# text, two characters in, on the lines of the text; the folio of 14 pt.
PLAIN = replace(HEADING, first=2, align="both")
OFFICIAL_STYLES: dict[str, ParagraphStyle] = {
    style.id: style
    for style in (
        ParagraphStyle("Title", "Title", next="Normal", face="title", size=14.4375, before=38, after=19, align="center", keep_next=True),  # noqa: E501
        replace(PLAIN, id="Heading1", title="heading 1", level=1),
        replace(PLAIN, id="Heading2", title="heading 2", face="kai", level=2),
        replace(PLAIN, id="Heading3", title="heading 3", face="text", bold=True, level=3),
        replace(PLAIN, id="Heading4", title="heading 4", face="text", level=4),
        replace(PLAIN, id="Heading5", title="heading 5", face="text", level=5),
        replace(PLAIN, id="Heading6", title="heading 6", face="text", level=6),
        ParagraphStyle("Number", "发文字号", before=38, align="center", keep_next=True),
        ParagraphStyle("Annexes", "附件说明", before=19, left=5, first=-3),
        ParagraphStyle("FurtherAnnexes", "附件说明续", left=6, first=-1),
        ParagraphStyle("LetterRecord", "版记", size=9.1875, step=15, left=4, right=1, first=-3),
        ParagraphStyle("Footer", "footer", face="song", size=9.1875, left=1, right=1, align="left"),
    )
}  # fmt: skip


# The rule above or below paragraphs of a style: its side, its width (eighths of a point), colour.
RULES = {
    "Rule": ("bottom", 4, "808080"),
    "RedRule": ("bottom", 12, RED),
    "BoxOpening": ("bottom", 6, "auto"),
    "BoxEnd": ("top", 4, "auto"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a book looks in an edition: the edition and the faces of its language."""

    edition: Edition
    language: str

    @property
    def faces(self) -> Faces:
        """The faces of the book's language."""
        return FACES.get(self.language, FACES["zh-Hans"])

    @property
    def tag(self) -> str:
        """The book's language as Word names it."""
        return "zh-TW" if self.faces is FACES["zh-Hant"] else "zh-CN"

    def face(self, role: Role) -> str:
        """The name of the face of a role; text is 仿宋 in official documents, else 宋."""
        official = self.edition.document
        if role == "text":
            return self.faces.fang if official else self.faces.song
        if role == "title":
            return self.faces.title if official else self.faces.song
        return MONO if role == "mono" else str(getattr(self.faces, role))

    def half_points(self, size: float) -> int:
        """A size of the style sheets in half-points, as this edition enlarges it."""
        return round(size * self.edition.zoom * 2)

    def twips(self, points: float) -> int:
        """A length of the style sheets in twentieths of a point."""
        return int(points * self.edition.zoom * TWIPS)

    @property
    def step(self) -> int:
        """The step of the lines, twips; so that the lines of a page fit in its type area."""
        return self.twips(self.edition.step)

    @property
    def measure(self) -> int:
        """The width of the type area, twips."""
        return round(self.edition.measure * self.edition.zoom * TWIPS)

    def styles(self) -> list[ParagraphStyle]:
        """The paragraph styles of the edition."""
        own = OFFICIAL_STYLES if self.edition.document else {}
        return [own.get(style.id, style) for style in STYLES]


def run_fonts(face: str, latin: str = LATIN) -> etree._Element:
    """The faces of a run: of its 汉字, and of its Latin letters."""
    return make("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=face, cs=latin)


def indent(first: float, left: float, right: float, look: Look, size: float) -> etree._Element:
    """Indents in characters of a size; the lengths beside them are for programs that count none."""
    em = size * look.edition.zoom * TWIPS
    hanging = max(0.0, -first)
    first = max(0.0, first)
    values: dict[str, str | int] = {
        "leftChars": round(left * 100),
        "left": round(left * em),
        "rightChars": round(right * 100),
        "right": round(right * em),
    }
    if hanging:
        values |= {"hangingChars": round(hanging * 100), "hanging": round(hanging * em)}
    else:
        values |= {"firstLineChars": round(first * 100), "firstLine": round(first * em)}
    return make("w:ind", **values)


def styles_part(look: Look) -> etree._Element:
    """The part ``styles.xml``."""
    return make(
        "w:styles",
        _defaults(look),
        *(_paragraph_style(style, look) for style in look.styles()),
        make("w:style", make("w:name", val="Default Paragraph Font"), make("w:uiPriority", val=1),
             make("w:semiHidden"), type="character", default=1, styleId="DefaultParagraphFont"),
        _character_style("FootnoteReference", "footnote reference", make("w:vertAlign", val="superscript")),  # noqa: E501
        _character_style("Hyperlink", "Hyperlink", make("w:color", val="1F3864")),
        _character_style("InlineCode", "行内代码", run_fonts(look.face("text"), MONO)),
        _character_style("Label", "段首标题", run_fonts(look.face("text" if look.edition.document else "hei"))),  # noqa: E501
        _table_style("TableNormal", "Normal Table", default=1),
        _table_style("BookTable", "表格"),
    )  # fmt: skip


def _defaults(look: Look) -> etree._Element:
    size = look.half_points(TEXT_SIZE)
    properties = make(
        "w:rPr",
        run_fonts(look.face("text")),
        make("w:kern", val=2),
        make("w:sz", val=size),
        make("w:szCs", val=size),
        make("w:lang", val="en-US", eastAsia=look.tag),
    )
    return make(
        "w:docDefaults",
        make("w:rPrDefault", properties),
        make("w:pPrDefault", make("w:pPr")),
    )


def _paragraph_style(style: ParagraphStyle, look: Look) -> etree._Element:
    default: dict[str, str | int] = {"default": 1} if style.id == "Normal" else {}
    size = look.half_points(style.size)
    bold = (make("w:b"), make("w:bCs")) if style.bold else ()
    return make(
        "w:style",
        make("w:name", val=style.title),
        make("w:basedOn", val=style.parent) if style.parent else None,
        make("w:next", val=style.next) if style.next else None,
        make("w:qFormat"),
        _paragraph_properties(style, look),
        make(
            "w:rPr",
            run_fonts(look.face(style.face), MONO if style.face == "mono" else LATIN),
            *bold,
            make("w:color", val=style.colour) if style.colour else None,
            make("w:sz", val=size),
            make("w:szCs", val=size),
        ),
        type="paragraph",
        styleId=style.id,
        **default,
    )


def _paragraph_properties(style: ParagraphStyle, look: Look) -> etree._Element:
    step = look.twips(style.step) if style.step else look.step
    spacing = make(
        "w:spacing",
        before=look.twips(style.before),
        after=look.twips(style.after),
        line=step,
        lineRule="atLeast" if style.loose else "exact",
    )
    tabs = make("w:tabs", make("w:tab", val="right", leader="dot", pos=look.measure))
    return make(
        "w:pPr",
        make("w:keepNext") if style.keep_next else None,
        make("w:keepLines") if style.level else None,
        _rule(*RULES[style.id]) if style.id in RULES else None,
        tabs if style.leader else None,
        make("w:snapToGrid", val=0) if style.step or style.loose else None,
        spacing,
        indent(style.first, style.left, style.right, look, style.size),
        make("w:jc", val=style.align),
        make("w:outlineLvl", val=style.level - 1) if style.level else None,
    )


def _rule(side: str, width: int, colour: str) -> etree._Element:
    """A rule above or below a paragraph; ``width`` in eighths of a point."""
    return make("w:pBdr", make(f"w:{side}", val="single", sz=width, space=1, color=colour))


def _character_style(id: str, title: str, *properties: etree._Element) -> etree._Element:
    return make(
        "w:style",
        make("w:name", val=title),
        make("w:basedOn", val="DefaultParagraphFont"),
        make("w:rPr", *properties),
        type="character",
        styleId=id,
    )


def _table_style(id: str, title: str, **attributes: int) -> etree._Element:
    sides = (make(f"w:{side}", w=CELL_MARGIN, type="dxa") for side in ("left", "right"))
    margins = make("w:tblCellMar", *sides)
    return make(
        "w:style",
        make("w:name", val=title),
        make("w:basedOn", val="TableNormal") if id != "TableNormal" else None,
        make("w:uiPriority", val=99),
        make("w:tblPr", make("w:tblInd", w=0, type="dxa"), margins),
        type="table",
        styleId=id,
        **attributes,
    )


def section(
    look: Look,
    footers: tuple[str, str],
    numbers: str,
    begins: str = "",
    first_numbered: bool = True,
) -> etree._Element:
    """A section of the book: its page and its grid. ``footers`` are the relations of those of right
    and of left pages; ``numbers`` is how its pages are numbered, from 1 or, where ``begins`` says
    on which page it does (evenPage), from the number that follows.
    """
    edition = look.edition
    scale = edition.zoom * TWIPS
    width, height = (round(mm * POINTS_PER_MM * TWIPS) for mm in (edition.width, edition.height))
    top, left = round(edition.head * scale), round(edition.inner * scale)
    # What the rounding of lines leaves goes to the foot.
    bottom = height - top - edition.lines * look.step - look.step // 4
    pitch = edition.measure * edition.zoom / edition.columns - TEXT_SIZE * edition.zoom
    grid: dict[str, str | int] = {"type": "lines", "linePitch": look.step}
    if edition.document:
        grid |= {"type": "linesAndChars", "charSpace": round(pitch * 4096)}
    return make(
        "w:sectPr",
        make("w:footerReference", type="default", relation=footers[0]),
        make("w:footerReference", type="even", relation=footers[1]),
        make(
            "w:footnotePr",
            make("w:numFmt", val="decimalEnclosedCircleChinese"),
            make("w:numRestart", val="eachPage"),
        ),
        make("w:pgSz", w=width, h=height),
        make(
            "w:pgMar",
            top=top,
            right=width - left - look.measure,
            bottom=bottom,
            left=left,
            header=round(top * 0.55),
            footer=round(bottom * 0.55),
            gutter=0,
        ),
        make("w:type", val=begins) if begins else None,
        make("w:pgNumType", fmt=numbers, **({} if begins else {"start": 1})),
        None if first_numbered else make("w:titlePg"),
        make("w:docGrid", **grid),
    )


def footer_part(look: Look, left_page: bool) -> etree._Element:
    """The foot of a page: its number at the outer side, in an official document between dashes."""
    side = "left" if left_page and look.edition.facing else "right"
    before, after = ("— ", " —") if look.edition.document else ("", "")
    return make(
        "w:ftr",
        make(
            "w:p",
            make("w:pPr", make("w:pStyle", val="Footer"), make("w:jc", val=side)),
            *(make("w:r", make("w:t", text)) for text in [before] if text),
            *page_field("PAGE", "1"),
            *(make("w:r", make("w:t", text)) for text in [after] if text),
        ),
    )


def page_field(instruction: str, result: str) -> list[etree._Element]:
    """The runs of a field: what it asks, and what it shows."""
    return [
        make("w:r", make("w:fldChar", fldCharType="begin")),
        make("w:r", make("w:instrText", f" {instruction} ")),
        make("w:r", make("w:fldChar", fldCharType="separate")),
        make("w:r", make("w:t", result)),
        make("w:r", make("w:fldChar", fldCharType="end")),
    ]

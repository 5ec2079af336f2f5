"""The printed forms of a book: a row of EDITIONS each.

All that a form is stands in its row: settings, commands, help, files and proof read it there. A new
form is a row here and a style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from duben.layout import table_layout
from duben.layout.page_sizes import (
    COLUMN_GAP,
    DEFAULT_SIZE,
    MODEL_POINTS,
    POINTS_PER_MM,
    SIZES,
    PageSize,
    fit_grid,
    page_size,
)
from duben.model import Settings

LINE = 17.5  # pt; everything on a page stands on this step


@dataclass(frozen=True, slots=True)
class Edition:
    """A printed form. ``width`` and ``height`` of the finished page in mm; every other length in
    pt, as composed.

    ``leaf``: the page's size as the trade names it (开本), and in traditional characters where that
    is another; ``pages_on_sheet``: how many of its pages one 印张, a sheet of half the full size,
    has; 0 where it is not counted in sheets. ``title``: what it is for, in Chinese and in English
    ("" where its name says it).

    Pages are composed with characters of ``size`` on lines of ``step`` and then enlarged by
    ``zoom``, so that all forms share one set of style sheets. ``columns`` × ``lines`` characters
    fill the type area (版心). ``pages_of``: the form whose pages these are, where it composes none
    of its own; ``imposition``: what becomes of them, "" where they are the file. ``copies``: it is
    handed out in numbered copies. ``facing``: pages have an inner and an outer margin, and parts
    begin on the right. ``ordinary``: the pages of the ordinary edition are told: "foot" of the page
    alone, or in the "margin" too, with a table; ``ordinary_words`` is the key of the words for
    that. ``numbered``: every fifth line of a page has its number. ``document``: an official
    document, the text alone on pages that run on, its head on the first. ``least_type``: no table
    is set smaller, pt as printed. ``sized``: its page follows
    ``[print] size``; the row has that of A5. ``text_columns``: in so many columns stands the text
    of its chapters, two characters apart.
    """

    name: str
    title: tuple[str, str]
    leaf: tuple[str, str]
    pages_on_sheet: int
    width: float
    height: float
    size: float
    step: float
    columns: int
    lines: int
    head: float
    inner: float
    styles: tuple[str, ...]
    pages_of: str = ""
    imposition: Literal["", "booklet", "press"] = ""
    copies: bool = False
    zoom: float = 1.0
    facing: bool = True
    ordinary: Literal["", "foot", "margin"] = ""
    ordinary_words: str = ""
    numbered: bool = False
    document: bool = False
    least_type: float = 0
    sized: bool = False
    text_columns: int = 1

    @property
    def measure(self) -> float:
        """Width of the type area, pt."""
        return self.columns * self.size

    @property
    def column_measure(self) -> float:
        """Width of a column of the text, pt."""
        gaps = COLUMN_GAP * (self.text_columns - 1)
        return (self.columns - gaps) / self.text_columns * self.size

    @property
    def depth(self) -> float:
        """Height of the type area, pt."""
        return self.lines * self.step

    @property
    def across(self) -> float:
        """Width of the page, pt as composed."""
        return self.width * POINTS_PER_MM / self.zoom

    @property
    def down(self) -> float:
        """Height of the page, pt as composed."""
        return self.height * POINTS_PER_MM / self.zoom

    @property
    def outer(self) -> float:
        """Outer margin, pt."""
        return self.across - self.measure - self.inner

    @property
    def foot(self) -> float:
        """Foot margin, pt."""
        return self.down - self.depth - self.head

    @property
    def smallest_table(self) -> int:
        """The smallest size that a table may have, as an index of ``table_layout.SIZES``."""
        sizes = [table_layout.TYPE_SIZE * size * self.zoom for size in table_layout.SIZES]
        return max(index for index, size in enumerate(sizes) if size >= self.least_type)

    @property
    def printed_by_press(self) -> bool:
        """Whether another form takes these pages to a press: they have a bleed."""
        return any(
            row.pages_of == self.name and row.imposition == "press" for row in EDITIONS.values()
        )

    @property
    def page_size(self) -> PageSize:
        """The trimmed page."""
        return PageSize(self.leaf, self.pages_on_sheet, self.width, self.height)

    def trade_size(self, language: str) -> str:
        """The page's size as the imprint gives it: A5（148毫米×210毫米）."""
        name, millimetres = self.page_size.name(language), self.page_size.in_millimetres()
        return name if name == millimetres else f"{name}（{millimetres}）"

    def fitting(self, size: float) -> int:
        """How many characters of ``size`` pt a line holds."""
        return int(self.measure / size)

    def page_rule(self) -> str:
        """The page as CSS: size and margins of both sides, and the lengths that style sheets ask
        for.

        ``--cover`` is the unit of the cover, 10 pt on a page of A5.
        """
        head, foot, inner, outer = (
            f"{value:.3f}pt" for value in (self.head, self.foot, self.inner, self.outer)
        )
        return (
            (
                f"@page{{size:{self.across:.4f}pt {self.down:.4f}pt;margin:{head} {outer} "
                f"{foot} {inner}}}\n"
            )
            + f"@page :left{{margin-left:{outer};margin-right:{inner}}}\n" * self.facing
            + f":root{{--measure:{self.measure}pt;--depth:{self.depth}pt;"
            f"--height:{self.down:.4f}pt;"
            f"--cover:{self.across / A5:.5f}pt}}\n"
        )


OFFICIAL = 16 / 10.5
A5 = 14.8 * POINTS_PER_MM  # a tenth of the width of A5, pt
A5_LEAF, A4_LEAF = SIZES["A5"].leaf, SIZES["A4"].leaf
STYLES = (
    "page.css",
    "text.css",
    "contents.css",
    "appendix.css",
    "front.css",
    "covers.css",
    "stamps.css",
)

# What goes to the printer beside the booklet: A4 upright and lying.
PRINT_GUIDE = Edition(
    "guide", ("印制说明", ""), A4_LEAF, 16, 210, 297, 10.5, LINE, 44, 44, 36.0, 66.6, (*STYLES, "sheets.css"), facing=False  # noqa: E501
)  # fmt: skip
TRIAL_SHEETS = Edition(
    "trial", ("试印页", ""), A4_LEAF, 16, 297, 210, 10.5, LINE, 80, 34, 0.0, 0.0, (*STYLES, "sheets.css"), facing=False  # noqa: E501
)  # fmt: skip

# The edition whose pages are cited, recorded, and become the e-book's page list.
ORDINARY = "screen"

EDITIONS: dict[str, Edition] = {
    edition.name: edition for edition in (
        Edition("screen", ("屏幕阅读", ""), A5_LEAF, 32, 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES, copies=True, sized=True),  # noqa: E501
        Edition("booklet", ("打印对折", "to be folded"), A5_LEAF, 32, 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES,  # noqa: E501
                pages_of="screen", imposition="booklet", copies=True, sized=True),
        Edition("press", ("印刷厂", ""), A5_LEAF, 32, 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES,  # noqa: E501
                pages_of="screen", imposition="press", sized=True),
        # Text of 11.25 pt: 17.2 px where the page is 390 px wide.
        Edition("phone", ("手机", ""), ("手机版", "手機版"), 0, 90, 160, 10.5, LINE, 20, 20, 35.0, 14.0, (*STYLES, "phone.css"),  # noqa: E501
                zoom=11.25 / 10.5, facing=False, ordinary="foot", ordinary_words="ordinary_phone"),
        # Text of 16 pt, notes of 13.7 pt; the inner margin is 25 mm.
        Edition("large", ("大字本", "print"), A4_LEAF, 16, 210, 297, 10.5, LINE, 26, 26, 44.0, 46.5, (*STYLES, "large.css"),  # noqa: E501
                zoom=16 / 10.5, ordinary="margin", ordinary_words="ordinary_large", least_type=12),
        # Text of 12 pt; 31 mm at the left for the numbers of lines, 60 mm at the right for the pen.
        Edition("draft", ("送审稿", ""), A4_LEAF, 16, 210, 297, 10.5, LINE, 28, 36, 52.0, 78.0, (*STYLES, "draft.css"),  # noqa: E501
                zoom=12 / 10.5, facing=False, numbered=True),
        # GB/T 9704-2012, 5.2: 28 characters of 16 pt at 156 mm / 28, 22 lines at 225 mm / 22; head
        # 37 mm, binding edge 28 mm.
        Edition("official", ("公文", ""), A4_LEAF, 16, 210, 297, 156 * POINTS_PER_MM / 28 / OFFICIAL, 225 * POINTS_PER_MM / 22 / OFFICIAL, 28, 22,  # noqa: E501
                37 * POINTS_PER_MM / OFFICIAL, 28 * POINTS_PER_MM / OFFICIAL, (*STYLES, "official.css"), zoom=OFFICIAL, document=True),  # noqa: E501
    )
}  # fmt: skip


def sized_edition(name: str, settings: Settings) -> Edition:
    """The form of this name on the page that ``[print] size`` asks for, where it follows that; its
    text in two columns where ``[text] columns`` asks for them and the page is wide enough.
    """
    edition = EDITIONS[name]
    if not edition.sized or settings.print.size == DEFAULT_SIZE:
        return edition
    size = page_size(settings.print.size)
    text_columns = settings.text.columns if size.holds_two_columns else 1
    grid = fit_grid(size, text_columns)
    zoom = grid.points / MODEL_POINTS
    return replace(
        edition,
        leaf=size.leaf,
        pages_on_sheet=size.pages_on_sheet,
        width=size.width,
        height=size.height,
        columns=grid.columns,
        lines=grid.lines,
        head=grid.head / zoom,
        inner=grid.inner / zoom,
        zoom=zoom,
        text_columns=text_columns,
    )


def edition_names(copies: bool = False) -> tuple[str, ...]:
    """The names of all forms, or of those that are handed out in numbered ``copies``."""
    return tuple(name for name, edition in EDITIONS.items() if edition.copies or not copies)


def edition_choices(tongue: str, copies: bool = False) -> str:
    """The same with what each is for, as help lists them: screen 屏幕阅读，booklet 打印对折."""
    rows = [EDITIONS[name] for name in edition_names(copies)]
    if tongue == "zh":
        return "，".join(f"{row.name} {row.title[0]}" for row in rows)
    if copies:
        return " or ".join(row.name for row in rows)
    return ", ".join(f"{row.name} ({row.title[1]})" if row.title[1] else row.name for row in rows)

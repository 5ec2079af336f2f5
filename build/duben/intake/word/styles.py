"""What the styles of a Word file say of a paragraph and of a run of text: each style says what it
changes of the one that it is based on (ECMA-376 part 1, 17.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from duben.intake.word.names import PPR, RPR, child_value, flag, name, number, value

CHAIN_LIMIT = 30  # styles based on one another
BODY_LEVEL = 9  # outlineLvl of body text
HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s{0,3}([1-9])(?:\s?char)?")
TITLE_NAMES = frozenset(("title", "标题", "標題"))
SUBTITLE_NAMES = frozenset(("subtitle", "副标题", "副標題"))
CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄)\s{0,3}(?:[1-9]|heading|标题|標題)")
STYLE = name("w:style")
STYLE_ID, TYPE, DEFAULT = name("w:styleId"), name("w:type"), name("w:default")
NUM_PR, NUM_ID, LEVEL = name("w:numPr"), name("w:numId"), name("w:ilvl")
FONTS, EAST_ASIA, ASCII = name("w:rFonts"), name("w:eastAsia"), name("w:ascii")
OUTLINE, JUSTIFY, PSTYLE, RSTYLE = (
    name(f"w:{tag}") for tag in ("outlineLvl", "jc", "pStyle", "rStyle")
)
BOLD, ITALIC, HIDDEN, UNDERLINE, DOTS, SIZE, RAISED = (
    name(f"w:{tag}") for tag in ("b", "i", "vanish", "u", "em", "sz", "vertAlign")
)
TABLE_BORDERS = f"{name('w:tblPr')}/{name('w:tblBorders')}"
# Set in a paragraph's style and in that of the run too, they are off again (17.7.3).
TOGGLES = {BOLD: "bold", ITALIC: "italic", HIDDEN: "hidden"}


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run of text looks; ``size`` in half-points, 0 where nothing says it."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    underline: bool = False
    dots: bool = False  # 着重号
    raised: str = ""  # superscript, subscript
    size: int = 0
    font: str = ""  # of 汉字
    symbol_font: str = ""  # of Latin letters: Wingdings …


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph looks, and what it is; ``level`` is that of a heading from 1, else 0.
    ``numbering`` is (numId, ilvl or None) where the styles number it.
    """

    style: str = ""
    style_name: str = ""
    level: int = 0
    aligned: str = ""  # center, right …
    numbering: tuple[int, int | None] = (0, None)
    is_title: bool = False
    is_subtitle: bool = False
    is_contents: bool = False


@dataclass(slots=True)
class Style:
    """A style as the file has it: its name, the one it is based on, its element."""

    name: str
    parent: str
    element: etree._Element


@dataclass(slots=True)
class Styles:
    """The styles of a file. ``paragraph`` is the id of the one that paragraphs have by default."""

    styles: dict[str, Style] = field(default_factory=dict)
    paragraph: str = ""
    plain: RunLook = field(default_factory=RunLook)
    paragraph_looks: dict[str, ParagraphLook] = field(default_factory=dict)
    run_looks: dict[tuple[str, str], RunLook] = field(default_factory=dict)

    def paragraph_look(self, properties: etree._Element | None) -> ParagraphLook:
        """The look of a paragraph with these properties (``w:pPr``)."""
        style = child_value(properties, PSTYLE, self.paragraph)
        look = self.paragraph_looks.get(style)
        if look is None:
            look = self.paragraph_looks[style] = self._style_look(style)
        if properties is None:
            return look
        own = _outline_level(properties)
        aligned = child_value(properties, JUSTIFY)
        if own is not None or aligned:
            level = look.level if own is None else own
            look = replace(look, level=level, aligned=aligned or look.aligned)
        return look

    def run_look(self, style: str, properties: etree._Element | None) -> RunLook:
        """The look of a run with these properties (``w:rPr``) in a paragraph of a style."""
        own = child_value(properties, RSTYLE)
        look = self.run_looks.get((style, own))
        if look is None:
            look = self.run_looks[style, own] = self._combined_look(style, own)
        return look if properties is None else _changed_look(look, properties)

    def chain(self, style: str) -> Iterator[Style]:
        """A style, the one that it is based on, and so on."""
        for _ in range(CHAIN_LIMIT):
            entry = self.styles.get(style)
            if entry is None:
                return
            yield entry
            style = entry.parent

    def numbering_of(self, style: str) -> int:
        """The numId of a numbering style; 0 for none."""
        for entry in self.chain(style):
            properties = entry.element.find(PPR)
            found = _numbering(properties)
            if found is not None:
                return found[0] or 0
        return 0

    def table_borders(self, style: str) -> etree._Element | None:
        """The lines (``w:tblBorders``) that a style of tables draws; None for none."""
        found = (entry.element.find(TABLE_BORDERS) for entry in self.chain(style))
        return next((borders for borders in found if borders is not None), None)

    def _style_look(self, style: str) -> ParagraphLook:
        chain = list(self.chain(style))
        names = [entry.name.strip().lower() for entry in chain]
        properties = [entry.element.find(PPR) for entry in chain]
        levels = [_outline_level(each) for each in properties]
        level = next((level for level in levels if level is not None), None)
        if level is None:
            level = next(
                (int(match[1]) for each in names if (match := HEADING_NAME.fullmatch(each))), 0
            )
        first = names[0] if names else ""
        return ParagraphLook(
            style,
            first,
            level,
            next((each for p in properties if (each := child_value(p, JUSTIFY))), ""),
            _inherited_numbering(properties),
            first in TITLE_NAMES,
            first in SUBTITLE_NAMES,
            bool(CONTENTS_NAME.fullmatch(first)),
        )

    def _combined_look(self, paragraph_style: str, run_style: str) -> RunLook:
        look = self.plain
        toggled = dict.fromkeys(TOGGLES.values(), False)
        for style in (paragraph_style, run_style):
            own = dict.fromkeys(TOGGLES.values(), False)
            for entry in reversed(list(self.chain(style))):
                properties = entry.element.find(RPR)
                if properties is not None:
                    look = _changed_look(look, properties)
                    for tag, toggle in TOGGLES.items():
                        on = flag(properties, tag)
                        own[toggle] = own[toggle] if on is None else on
            toggled = {toggle: toggled[toggle] != on for toggle, on in own.items()}
        return replace(
            look,
            bold=self.plain.bold or toggled["bold"],
            italic=self.plain.italic or toggled["italic"],
            hidden=self.plain.hidden or toggled["hidden"],
        )


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of the part ``styles.xml``; none where there is no such part."""
    styles = Styles()
    if root is None:
        return styles
    for element in root.iter(STYLE):
        identity = element.get(STYLE_ID, "")
        parent = child_value(element, name("w:basedOn"))
        styles.styles[identity] = Style(child_value(element, name("w:name")), parent, element)
        if element.get(TYPE) == "paragraph" and element.get(DEFAULT, "0") in ("1", "true"):
            styles.paragraph = identity
    default = root.find(f"{name('w:docDefaults')}/{name('w:rPrDefault')}/{RPR}")
    if default is not None:
        styles.plain = _changed_look(RunLook(), default)
    return styles


def paragraph_numbering(
    properties: etree._Element | None, look: ParagraphLook
) -> tuple[int, int | None]:
    """numId and level of a paragraph: its own, else those of its style; numId 0 for none."""
    own = _numbering(properties)
    if own is None:
        return look.numbering
    num, level = own
    if num is None:
        return look.numbering[0], level
    return num, level or 0


def _numbering(properties: etree._Element | None) -> tuple[int | None, int | None] | None:
    """numId and ilvl in some properties, each None where it is not said; None for neither."""
    element = None if properties is None else properties.find(NUM_PR)
    if element is None:
        return None
    return number(child_value(element, NUM_ID)), number(child_value(element, LEVEL))


def _inherited_numbering(chain: list[etree._Element | None]) -> tuple[int, int | None]:
    """What a style and those above it say, each of numId and level by the first that says it."""
    numbers = [each for properties in chain if (each := _numbering(properties)) is not None]
    num = next((num for num, _ in numbers if num is not None), 0)
    return num, next((level for _, level in numbers if level is not None), None)


def _outline_level(properties: etree._Element | None) -> int | None:
    """The level of a heading from 1, 0 for body text; None where nothing is said."""
    if properties is None:
        return None
    level = number(value(properties.find(OUTLINE)))
    if level is None:
        return None
    return level + 1 if 0 <= level < BODY_LEVEL else 0


def _changed_look(look: RunLook, properties: etree._Element) -> RunLook:
    """A look with what some properties say."""
    changes: dict[str, object] = {}
    for element in properties:
        tag = element.tag
        if tag in TOGGLES:
            changes[TOGGLES[tag]] = value(element, "1") not in ("0", "false", "off")
        elif tag == FONTS:
            changes |= _fonts(element)
        elif tag == SIZE:
            changes["size"] = number(value(element).partition(".")[0]) or look.size
        elif tag == UNDERLINE:
            changes["underline"] = value(element, "single") != "none"
        elif tag == DOTS:
            changes["dots"] = value(element, "dot") != "none"
        elif tag == RAISED:
            raised = value(element)
            changes["raised"] = "" if raised == "baseline" else raised
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]


def _fonts(element: etree._Element) -> dict[str, object]:
    fonts: dict[str, object] = {}
    if east := element.get(EAST_ASIA):
        fonts["font"] = east.partition(";")[0]  # LibreOffice names those that stand in for it too
    if ascii_font := element.get(ASCII):
        fonts["symbol_font"] = ascii_font
    return fonts

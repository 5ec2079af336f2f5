"""How the text of an element looks on its page: what its tag and its style say, and what it
inherits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

BOLD_TAGS = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
BOLD_SHARE = 0.9  # of the characters of a paragraph: it is bold as a whole
STYLE_LENGTH = 4_000  # characters of a style that are read
POINT = 4 / 3  # px of a pt
SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}  # of <font>
BOLD = re.compile(r"font-weight\s{0,3}:\s{0,3}(?P<weight>bold|bolder|normal|lighter|[1-9]00)")
SIZE = re.compile(r"font-size\s{0,3}:\s{0,3}(?P<size>[0-9]{1,3}(?:\.[0-9]{1,4})?)(?P<unit>px|pt)")
ALIGN = re.compile(r"text-align\s{0,3}:\s{0,3}(?P<side>[a-z]{4,8})")
COLOUR = re.compile(
    r"(?<![-a-z])color\s{0,3}:\s{0,3}"
    r"(?P<colour>#[0-9a-f]{3,8}|rgba?\([0-9., %]{5,40}\)|[a-z]{3,20})"
)
# A ground that is not white, or a line at a side.
GROUND = re.compile(
    r"background(?:-color)?\s{0,3}:\s{0,3}"
    r"(?!none|transparent|initial|unset|inherit|#fff(?:fff)?\b|white|rgba?\(\s{0,2}255,\s{0,2}255,"
    r"\s{0,2}255|rgba\([0-9., ]{5,30},\s{0,2}0\))[#a-z(]"
    r"|border(?:-left|-bottom)?\s{0,3}:\s{0,3}(?!0|none|medium none)[^;]{0,40}"
    r"(?:solid|dashed|double)"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the eye sees of a text: bold, its size in px (0: that of the page), at which side it
    stands, its colour, and whether it has a ground or a frame of its own.
    """

    bold: bool = False
    size: float = 0
    side: str = ""
    colour: str = ""
    framed: bool = False


def inherited_look(parent: Look, element: etree._Element) -> Look:
    """The look of an element inside one of the look ``parent``."""
    tag = element.tag
    look = parent
    if tag in BOLD_TAGS:
        look = replace(look, bold=True)
    elif tag == "center":
        look = replace(look, side="center")
    elif tag == "font":
        look = replace(
            look,
            size=SIZES.get(element.get("size") or "", look.size),
            colour=(element.get("color") or look.colour).lower(),
        )
    if align := element.get("align"):
        look = replace(look, side=align.lower())
    style = element.get("style")
    return _styled(look, style[:STYLE_LENGTH].lower()) if style else look


@lru_cache(maxsize=10_000)
def _styled(look: Look, style: str) -> Look:
    """A look with what a style says."""
    if weight := BOLD.search(style):
        look = replace(
            look, bold=weight["weight"] in ("bold", "bolder", "600", "700", "800", "900")
        )
    if size := SIZE.search(style):
        pixels = float(size["size"]) * (POINT if size["unit"] == "pt" else 1)
        look = replace(look, size=round(pixels, 1))
    if side := ALIGN.search(style):
        look = replace(look, side=side["side"])
    if colour := COLOUR.search(style):
        look = replace(look, colour="".join(colour["colour"].split()))
    return replace(look, framed=True) if not look.framed and GROUND.search(style) else look


def paragraph_look(looks: Mapping[Look, int]) -> Look:
    """The look of a paragraph: that of most of its characters; bold only where nearly all are."""
    if not looks:
        return Look()
    most = Counter(looks).most_common(1)[0][0]
    bold = sum(count for look, count in looks.items() if look.bold)
    return replace(most, bold=bold >= BOLD_SHARE * sum(looks.values()))

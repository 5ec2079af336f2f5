"""Totals that a text gives twice: 全镇共有支渠26条 and 全镇支渠共28条."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duben import chinese
from duben.analysis.checks.marks import mask_code
from duben.model import Block, Book, Problem, warning

WHOLE = "(?P<whole>全(?:国|省|市|县|区|州|旗|镇|乡|村|街道|社区|校|院|厂|局|公司|集团|系统|體|体))"
NUMBER = "(?P<number>[0-9]+(?:[.][0-9]+)?[万亿]?|[一二三四五六七八九十百千]{2,6})"
UNITS = "[个条座家名人所户项处册份台辆亩间支队片块村组]"
TOTAL = re.compile(
    f"{WHOLE}(?P<before>[㐀-鿿]{{0,10}}?)(?:总共|一共|合计|共计|共)有?(?P<noun>[㐀-鿿]{{0,8}}?)"
    f"{NUMBER}(?P<unit>{UNITS})(?P<behind>[㐀-鿿]{{0,8}})(?=[，。；、：（\n]|$)"
)
# Sentences on another time, or on a change.
OTHER_TIME = re.compile("年|月|去|上届|原|曾|以前|当时|增|减|升|降|将|到|累计|新")


def one_total(book: Book) -> Iterator[Problem]:
    """T24: a total is the same wherever a chapter gives it (全镇共有支渠26条, 全镇共有28条支渠).
    Sentences on another time or on a change are left out.
    """
    for chapter in book.chapters:
        totals: dict[tuple[str, str, str], tuple[str, Block]] = {}
        for block in chapter.walk():
            for match in TOTAL.finditer(mask_code(block)) if block.kind != "code" else ():
                if OTHER_TIME.search(_sentence(block.text, match.start())):
                    continue
                noun = match["before"] + match["noun"] + match["behind"]
                number, first = totals.setdefault(
                    (match["whole"], noun, match["unit"]), (match["number"], block)
                )
                if noun and chinese.parse_number(number) != chinese.parse_number(match["number"]):
                    yield warning(
                        "T24",
                        block.place_of(match.start("number")),
                        what=match["whole"] + noun,
                        here=match["number"] + match["unit"],
                        there=number + match["unit"],
                        place=str(first.place),
                    )


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。！？；\n") + 1
    end = min(
        (found for mark in "。！？；\n" if (found := text.find(mark, at)) >= 0), default=len(text)
    )
    return text[start:end]


# Each rule with its id in docs/rules-text.md.
RULES = {
    "T24": one_total,
}

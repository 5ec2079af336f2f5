"""The signs of Chinese text, for the whole house: brackets and quotation marks with their pairs,
stops, wide and half-width forms, circled numbers.
"""

from __future__ import annotations

# Opening and closing signs that a book of study material uses (GB/T 15834 4.8, 4.9, 4.15).
QUOTATION_MARKS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
BRACKETS = {"（": "）", "《": "》", "〈": "〉", "【": "】", "〔": "〕"}
PAIRS = QUOTATION_MARKS | BRACKETS
OPENING, CLOSING = "".join(PAIRS), "".join(PAIRS.values())
# The same with those that other texts use (CLREQ 3.1.2).
WIDE_PAIRS = PAIRS | {"〖": "〗", "［": "］", "｛": "｝"}
WIDE_OPENING, WIDE_CLOSING = "".join(WIDE_PAIRS), "".join(WIDE_PAIRS.values())
# 点号 (GB/T 15834 3.2), and the marks that take two places.
STOPS = "、，；：。！？"
TWO_PLACE_MARKS = "…—"
# What is typed in half width beside 汉字, and its wide form.
WIDE_FORMS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
BLANKS = " \t　\xa0"
# The numerals of labels: 一、 to 一百二十、.
LABEL_NUMERALS = "〇零一二三四五六七八九十百"

# ① to ㊿, which Unicode has in three places.
CIRCLES = "".join(
    map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
)
# What a sign with a number in it is worth: ① to ㉟, ❶ to ❿, ⓵ to ⓾.
CIRCLED_NUMBERS = {
    **{sign: number for number, sign in enumerate(CIRCLES[:35], 1)},
    **{chr(0x2775 + number): number for number in range(1, 11)},
    **{chr(0x24F4 + number): number for number in range(1, 11)},
}


def circled_number(number: int) -> str:
    """A number from 1 on in a circle, ① to ㊿; past them its figures."""
    return CIRCLES[number - 1] if number <= len(CIRCLES) else str(number)

"""Chinese numerals: what a number written in 汉字 or digits is worth,
and how a number is written.
"""

from __future__ import annotations

from duben.chinese.characters import HALF_WIDTH

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "双": 2, "雙": 2, "三": 3, "四": 4, "五": 5,  # noqa: E501
    "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,  # noqa: E501
}  # fmt: skip
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
HAN = "零一二三四五六七八九"

# The characters of numbers in terms that count (三个代表), and the most characters of such a term.
NUMERAL_CHARACTERS = frozenset("〇零一二两兩三四五六七八九十百千万萬亿億")
LONGEST_TERM = 16
# Longer than any count: a run of a million numerals is no number.
LONGEST = 20


def parse_number(text: str) -> int | None:
    """The worth of 二十三, 两, 廿一, 一〇五, 105 or １０５;
    None when the text is no whole number.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    plain = text.translate(HALF_WIDTH)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    return _compound(text)


def _compound(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    last_unit = 10_000
    for character in text:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
            if digit == 0:
                digit, last_unit = None, 100
        elif character in TENS:
            if digit is not None or last_unit <= 10:
                return None
            section, last_unit = section + TENS[character], 10
        elif character in UNITS:
            unit = UNITS[character]
            if unit >= last_unit and section:
                return None
            section, digit, last_unit = section + (1 if digit is None else digit) * unit, None, unit
        elif character in MYRIADS:
            section += digit or 0
            if not section:
                return None
            total, section, digit, last_unit = total + section * MYRIADS[character], 0, None, 10_000
        else:
            return None
    return total + section + (digit or 0)


def spell_number(number: int) -> str:
    """A number from 0 to 99 999 999 as it is written in running text: 二十三, 一百零五."""
    if number < 10:
        return HAN[number]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        joint = "零" if low and low < 1000 else ""
        return f"{spell_number(high)}万{joint}{_below_myriad(low)}"
    text = _below_myriad(number)
    return text[1:] if text.startswith("一十") else text


def _below_myriad(number: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + name
            gap = False
        else:
            gap = True
    return text

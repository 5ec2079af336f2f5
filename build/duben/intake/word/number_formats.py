"""Numbers as Word prints them in labels (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

Where the standard is silent, the form is that which Word 16 was seen to print: 10 is 十 in every
Chinese counting, 101 is 一〇一 in chineseCounting and 一百〇一 in chineseCountingThousand; a format
whose signs end goes on in figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from duben.model import roman_numeral

HAN = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
TAIWAN = "○一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
MOST_LETTERS = 780  # AAA…A of thirty letters
MOST = 999_999  # beyond it a counted number is written in figures


def format_number(number: int, kind: str) -> str:
    """A number from 0 on in a format of Word; in figures where the format is not known."""
    write = FORMATS.get(kind)
    return str(number) if write is None or not 0 <= number <= MOST else write(number)


def is_known_format(kind: str) -> bool:
    """Whether numbers of a format are written as Word writes them."""
    return kind in FORMATS


def _digits(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _counting(signs: str) -> Callable[[int], str]:
    """十, 十二, 二十 below a hundred, digit by digit above."""

    def write(number: int) -> str:
        if number >= 100 or number < 10:
            return _digits(signs)(number)
        tens, ones = divmod(number, 10)
        return (signs[tens] if tens > 1 else "") + "十" + (signs[ones] if ones else "")

    return write


def _grouped(
    signs: str, units: str = "千百十", myriad: str = "万", opening: bool = True, zero: bool = True
) -> Callable[[int], str]:
    """Thousands, hundreds, tens. ``opening``: 十 opens without 一; ``zero``: a gap is told."""

    def below(number: int) -> str:
        text, gap = "", False
        for unit, sign in zip((1000, 100, 10, 1), (*units, ""), strict=True):
            digit, number = divmod(number, unit)
            if digit:
                bare = not zero and digit == 1 and sign  # 百一 in Japanese
                text += (signs[0] if gap and text and zero else "") + ("" if bare else signs[digit])
                text += sign
            gap = gap and not digit or not digit
        return text

    def write(number: int) -> str:
        if number < 10:
            return signs[number]
        high, low = divmod(number, 10_000)
        joint = signs[0] if zero and high and 0 < low < 1000 else ""
        text = (below(high) + myriad + joint if high else "") + below(low)
        return text[1:] if opening and zero and text.startswith(signs[1] + units[2]) else text

    return write


def _roman(number: int) -> str:
    return roman_numeral(number) or "0"


def _letters(number: int) -> str:
    """A … Z, AA, BB …: the letter once more for each 26."""
    if not 1 <= number <= MOST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _signs(first: int | str, count: int) -> Callable[[int], str]:
    """The signs of a row from 1 on; figures where it ends."""
    row = first if isinstance(first, str) else "".join(chr(first + index) for index in range(count))
    return lambda number: row[number - 1] if 1 <= number <= count else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "ordinal": _ordinal,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _counting(HAN),
    "taiwaneseCounting": _counting(TAIWAN),
    "chineseCountingThousand": _grouped(HAN),
    "taiwaneseCountingThousand": _grouped(HAN, myriad="萬"),
    "japaneseCounting": _grouped(HAN, zero=False),
    "chineseLegalSimplified": _grouped(LEGAL, "仟佰拾", opening=False),
    "ideographLegalTraditional": _grouped(LEGAL_TRADITIONAL, "仟佰拾", "萬", opening=False),
    "ideographDigital": _digits(HAN),
    "japaneseDigitalTenThousand": _digits(HAN),
    "taiwaneseDigital": _digits(TAIWAN),
    "ideographTraditional": _signs(STEMS, 10),
    "ideographZodiac": _signs(BRANCHES, 12),
    "ideographEnclosedCircle": _signs(0x3220, 10),
    "decimalEnclosedCircle": _signs(0x2460, 20),
    "decimalEnclosedCircleChinese": _signs(0x2460, 20),
    "decimalEnclosedParen": _signs(0x2474, 20),
    "decimalEnclosedFullstop": _signs(0x2488, 20),
}

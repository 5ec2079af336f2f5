"""The rules of the Chinese line as tables: what a character is, what may stand beside it, and how
wide it is there.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from duben import chinese

Level = Literal["anywhere", "loose", "normal", "gb", "strict"]
Words = Literal["normal", "keep-all", "break-all", "auto-phrase"]
Writing = Literal["Chinese", "Japanese", "other"]
Wrap = Literal["auto", "pretty", "balance"]
Justify = Literal["auto", "inter-character", "inter-word", "none"]
Trim = Literal["always", "fit", "never"]
Hang = Literal["never", "fit", "always"]
LEVELS: tuple[Level, ...] = ("loose", "normal", "gb", "strict")

HAN = "H"  # 汉字, kana, bopomofo and whatever else is as wide as they are
OPEN = "O"  # “ ‘ （ 《
CLOSE = "C"  # ” ’ ） 》
PAUSE = "P"  # ， 、 ； ：
STOP = "S"  # 。 ？ ！
MIDDLE = "M"  # ·
CONNECTOR = "N"  # – ～ and a single —
DASH = "T"  # ——
DOTS = "E"  # ……
SOLIDUS = "D"  # ／ and / between 汉字
REPEAT = "K"  # 々
KANA = "k"  # ー and small kana
LATIN = "L"  # letters that make words, and the marks inside words
DIGIT = "9"
WIDE_DIGIT = "F"  # ０ to ９, and full-width Latin letters
POSTFIX = "%"  # % ‰ ℃ °
PREFIX = "$"  # ￥ $ № ≥ and a sign before a number
NARROW_OPEN = "o"  # ( [
NARROW_CLOSE = "c"  # ) ] and , . ; : ! ? of ASCII
SPACE = " "
FIXED_SPACE = "~"  # no-break space
WIDE_SPACE = "I"  # U+3000
HYPHEN = "U"  # inside a word, a line may end behind it
GLUE = "G"  # no break on either side
ZERO = "Z"  # zero-width space: a line may end here
JOINED = "z"  # combining marks, variation selectors, joiners: part of the character before
SYMBOL = "Y"  # ① Ⅲ ○ → ★
OBJECT = "X"  # a picture or box in the line
NOTE = "A"  # a raised number: the call of a note
BREAK = "B"  # a forced end of the line

_CHARACTERS = {
    OPEN: chinese.WIDE_OPENING + "〘〚｟",
    CLOSE: chinese.WIDE_CLOSING + "〙〛｠",
    PAUSE: "，、；：､︐︑︓︔﹐﹑﹔﹕",
    STOP: "。？！．｡‼⁇⁈⁉︒︕︖﹒﹖﹗",
    MIDDLE: "·・‧･",
    CONNECTOR: "–‐～〜゠−-－~",
    DASH: "—―⸺⸻",
    DOTS: "…‥⋯․︙",
    SOLIDUS: "／/",
    REPEAT: "々〻ゝゞヽヾ",
    KANA: (
        "ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩ"
        "ｪｫｬｭｮｯｰ𛄲𛅐𛅑𛅒𛅕𛅤𛅥𛅦𛅧"
    ),
    WIDE_DIGIT: (
        "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆ"
        "ｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
    ),
    DIGIT: "0123456789¼½¾⅓⅔⅛⅜⅝⅞",
    POSTFIX: "%％﹪‰‱℃℉°′″‵¢￠¹²³⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉㎎㎏㎜㎝㎞㎡㎥㏄",
    PREFIX: "￥¥$＄﹩£￡€￦¤№±≥≤≈＋",
    NARROW_OPEN: "([{¡¿",
    NARROW_CLOSE: ")]},.;:!?",
    SPACE: " \t",
    FIXED_SPACE: "\u00a0\u202f\u2007",
    WIDE_SPACE: "\u3000\u2002\u2003",
    HYPHEN: "\u0f0b",  # the tsheg of Tibetan
    GLUE: "\u2060\ufeff\"'*#&@=<>|^_`\\+",
    ZERO: "\u200b",
    JOINED: "\u00ad\u200c\u200d゛゜ﾞﾟ🏻🏼🏽🏾🏿",
    OBJECT: "\ufffc",
    BREAK: "\n\u2028\u2029",
}

MARKS = frozenset(OPEN + CLOSE + PAUSE + STOP)
ENDING = frozenset(CLOSE + PAUSE + STOP)
TWO = frozenset(DASH + DOTS)
HANGING = frozenset("，。、．｡､,.﹐﹑﹒،۔")  # L12, CSS Text 3 §8.2.1
BRACKETS = (
    "Ps",
    "Pe",
    "Pi",
    "Pf",
)  # these, and straight quotation marks, hang at the ends of a paragraph
SPACES = frozenset(SPACE + ZERO)
HUNG_SPACES = SPACES | {WIDE_SPACE}  # take no room at a line end (CSS Text 3 §4.1.3: they hang)
WORD = frozenset(LATIN + DIGIT + HYPHEN)
# Rows: the rule, the levels that keep it, the classes. L1 to L4 of docs/composer.md.
_NEVER_FIRST: tuple[tuple[str, tuple[Level, ...], str], ...] = (
    ("L1", LEVELS, CLOSE + PAUSE + STOP + MIDDLE + NARROW_CLOSE),
    ("L1", ("normal", "gb", "strict"), CONNECTOR + REPEAT),
    ("L3", ("gb", "strict"), SOLIDUS),
    ("L4", ("strict",), DASH),
    ("L4", ("normal", "gb", "strict"), DOTS),  # UAX 14 (LB22) asks for it where CLREQ does not
    ("kana", ("gb", "strict"), KANA),
    ("L6", LEVELS, POSTFIX + HYPHEN),
    ("note", LEVELS, NOTE),
    ("space", LEVELS, SPACE + FIXED_SPACE + WIDE_SPACE + ZERO + JOINED + GLUE + BREAK),
)
_NEVER_LAST: tuple[tuple[str, tuple[Level, ...], str], ...] = (
    ("L2", LEVELS, OPEN + NARROW_OPEN),
    ("L3", ("gb", "strict"), SOLIDUS),
    ("L6", LEVELS, PREFIX),
    ("space", LEVELS, FIXED_SPACE + GLUE),
)
# Pairs that stay together whatever the level: L5, L6.
_TOGETHER: tuple[tuple[str, str], ...] = (
    (DASH + DOTS, DASH + DOTS),
    (LATIN + DIGIT, LATIN + DIGIT + HYPHEN + NARROW_OPEN + PREFIX),
    (WIDE_DIGIT, WIDE_DIGIT + DIGIT + LATIN),
    (DIGIT + LATIN, WIDE_DIGIT),
    (NARROW_CLOSE, LATIN + DIGIT + NARROW_OPEN),
    (POSTFIX, POSTFIX + LATIN),
)
# Single characters that CSS Text 3 §5.3 lets begin a line (or end it: behind them) in some levels:
# in Chinese and Japanese, and dots where …… is not one mark.
_NOT_BEHIND = f"(?<![{chinese.WIDE_OPENING}([{{ \n])"
_ALLOWED: tuple[tuple[tuple[Level, ...], tuple[Writing, ...], str], ...] = (
    (("loose",), ("Chinese", "Japanese"), f"{_NOT_BEHIND}(?=[・･：；‼⁇⁈⁉！？])"),
    (("loose",), ("Chinese", "Japanese"), f"{_NOT_BEHIND}(?<![0-9０-９])(?=[％﹪‰‱℃℉°′″‵￠])"),
    (
        ("loose",),
        ("Chinese", "Japanese"),
        "(?<=[￥＄﹩€￡￦¤№±＋])(?![-+−.0-9０-９，、。：；？！”’）》〉」』】〕〗］｝ \n]|$)",
    ),
    (("loose", "normal"), ("Chinese", "Japanese"), f"{_NOT_BEHIND}(?=[〜゠])"),
    (("loose",), ("Japanese", "other"), "(?<=[…‥⋯․︙])(?=[…‥⋯․︙])"),
)
# Those that only Chinese and Japanese let begin a line, in the levels whose classes do it for all.
_DISALLOWED: tuple[tuple[tuple[Level, ...], tuple[Writing, ...], str], ...] = (
    (("loose",), ("other",), "(?=[〜゠])"),
)
# What breaks like letters, or not, where words are broken or kept (CSS Text 3 §5.2): their classes
# in UAX 14 are AL and AI, and IS, EX, PO, QU, SY and HY inside words.
_SIGNS, _LETTERS = "#&*<=>@^_`", "0-9A-Za-z\u00c0-\u04ff\u3400-\u9fff"
_WORD_RULES: dict[Words, tuple[tuple[str, float | None], ...]] = {
    "break-all": (
        (f"(?<=[{_SIGNS}])(?=[{_SIGNS}{_LETTERS}])|(?<=[{_LETTERS}])(?=[{_SIGNS}])", 0.0),
        (f"(?<=[{_LETTERS}])(?=[-,.:;/?!%°′’'])|(?<=[’'])(?=[{_LETTERS}])", None),
    ),
    "keep-all": ((f"(?<=·)(?=[{_LETTERS}])", None),),
}
# What the end of a line costs: in units of badness (breaking/weights.py).
HYPHEN_PRICE = 2.0
TWO_PRICE = 0.5
_NUMBER = "0-9０-９"
_PRICES = {
    "sign": 12.0,
    "unit": 250.0,
    "sum": 6.0,
    "range": 12.0,
    "group": 1.3e5,
    "address": 1.3e5,  # where 汉字 would stand more than 1.3 em apart otherwise
    "space": 1e7,
}  # where the line would run out only
_PRICED = re.compile(
    f"[{_NUMBER}%％第亿万千百～–—－： -](?:"
    f"(?P<unit>(?<=[{_NUMBER}%％])(?=[年月日号时分秒点亿万千百元吨米克倍度])|(?<=第)"
    f"(?=[{_NUMBER}]))"
    f"|(?P<sum>(?<=[{_NUMBER}][亿万千百])(?=[亿万元吨亩人美]))"
    f"|(?P<range>(?<=[{_NUMBER}%％℃][～–—－-])(?=[{_NUMBER}])|(?<=[{_NUMBER}]：)(?=[{_NUMBER}]))"
    f"|(?P<space>(?<=[{_NUMBER}⁰¹²³⁴-⁹] )(?=(?:[kcmMGTμµn]?(?:[mgLlWVAJNBtsK][²³23]?|Hz|"
    "Pa|W·?h|bit|bps|eV|mol|cal|Ω)|℃|°|℉|km/h|m³?/s|d?B)(?![A-Za-z])))"
    f"|(?P<group>(?<=[{_NUMBER}] )(?=[{_NUMBER}])))"
)
_HAS_NUMBER = re.compile(f"[{_NUMBER}]")
_SIGN = re.compile(
    "(?<=[\u3400-\u9fff])[@_](?=[0-9A-Za-z\u3400-\u9fff])"
)  # of a name, which is AL in UAX 14


@dataclass(frozen=True, slots=True)
class Options:
    """How a paragraph is set; lengths in em. A document is set in one style, the defaults, unless
    its CSS says otherwise.

    The comments name the property of CSS that asks for each.
    """

    level: Level = "strict"  # line-break; gb: what GB/T 15834 asks for
    writing: Writing = "Chinese"  # lang: whose rows of CSS Text 3 §5.3 hold
    words: Words = "normal"  # word-break
    wrap: Wrap = "auto"  # text-wrap-style
    justify: Justify = "auto"  # text-justify
    squeeze_pairs: bool = True  # text-spacing-trim, all but space-all: L8
    squeeze_all: bool = False  # text-spacing-trim: trim-all
    # text-spacing-trim, all but space-all and auto: a mark beside U+3000 loses its blank half
    squeeze_wide_spaces: bool = False
    # text-spacing-trim; fit: a mark that does not fit otherwise loses its blank half: L9
    trim_end: Trim = "always"
    trim_start: bool = True  # text-spacing-trim: L10
    trim_first_start: bool = True  # the same at the start of a paragraph
    trim_indented_start: bool = False  # the same where a first line is indented
    hang_end: Hang = "never"  # hanging-punctuation: fit is allow-end, always is force-end: L12
    hang_first: bool = False  # hanging-punctuation: first
    hang_last: bool = False  # hanging-punctuation: last
    gap_letters: bool = True  # text-autospace: ideograph-alpha
    gap_digits: bool = True  # text-autospace: ideograph-numeric
    gap_signs: bool = True  # text-autospace: auto: beside narrow %, ￥, + and the like too
    gap_spaces: bool = False  # text-autospace: replace: a typed space is such a gap
    french_gaps: bool = False  # text-autospace: punctuation, in French
    # between 汉字 and Latin letters or digits: L15; from ⅙ on, readers of text such as pdfium take
    # it for a space
    gap: float = 0.16
    widest_gap: float = 1 / 4  # where 汉字 would open otherwise
    last_gap: float = 1 / 3  # where they would stand visibly apart
    widest_space: float = 1 / 2
    narrowest_space: float = 1 / 4
    mark_shrink: float = (
        1 / 4
    )  # how much of its blank half a lone mark may lose: then it is ¾ em wide
    mark_growth: float = 0.18  # how much wider it may become where 汉字 would open otherwise
    last_mark_growth: float = (
        0.38  # and again, with others in its line or where 汉字 would stand visibly apart
    )

    @property
    def hangs(self) -> bool:
        """Whether any mark hangs."""
        return self.hang_first or self.hang_last or self.hang_end != "never"


# Which blank gives way first (L14); each stage is used up before the next is touched. Two marks
# side by side come first: they may take 1½ em, or less.
PAIR_STAGE, GAP_STAGE, ADDRESS_STAGE = 0, 5, 7
SHRINK_STAGE = {SPACE: 1, FIXED_SPACE: 1, MIDDLE: 2, OPEN: 3, CLOSE: 3, PAUSE: 4, STOP: 6}


@cache
def _class_of(character: str) -> str:
    if named := _NAMED.get(character):
        return named
    category = unicodedata.category(character)
    wide = unicodedata.east_asian_width(character) in "WF"
    if category in ("Mn", "Me", "Mc", "Cf") or "\u1160" <= character <= "\u11ff":
        return JOINED
    if category == "Nd":
        return DIGIT
    if category in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl"):
        if wide or category == "Nl":
            return HAN if wide else SYMBOL
        return LATIN
    if category == "Sc":
        return PREFIX
    if category in ("Ps", "Pi"):
        return OPEN if wide else NARROW_OPEN
    if category in ("Pe", "Pf"):
        return CLOSE if wide else NARROW_CLOSE
    if category == "Zs":
        return WIDE_SPACE
    return SYMBOL


_NAMED = {
    character: letter for letter, characters in _CHARACTERS.items() for character in characters
}
# The class of each code point below U+10000, once it was looked for. Bytes are read in a third of
# the time of a dictionary.
_CLASSES = bytearray(0x10000)
_NOT_KNOWN = re.compile("[^\\x01-\\x7f]")

# The class that some characters have between certain others; later rows win. What is looked for
# comes first, what must stand before it behind: so a text is searched in a third of the time.
_WORD = r"0-9A-Za-z\u00c0-\u04ff"
_INSIDE = r"'’./:@_&+#=~\\%?×÷°′–-"
_CONTEXT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("—(?<!——)(?!—)"), CONNECTOR),
    (re.compile(rf"[{_INSIDE}](?<=[{_WORD}].)[{_INSIDE}]*(?=[{_WORD}])"), LATIN),
    (re.compile(",(?<=[0-9],)(?=[0-9])"), LATIN),
    (re.compile("-(?<=[A-Za-z]-)(?=[A-Za-z])"), HYPHEN),
    (re.compile("[+−-](?<![0-9A-Za-z０-９].)(?=[0-9０-９])"), PREFIX),
    (
        re.compile("[．，](?<=[０-９].)(?:(?<=．)(?=[０-９])|(?<=，)(?=[０-９]{3}(?![０-９])))"),
        WIDE_DIGIT,
    ),
)
_CONTEXT_NEEDED = re.compile(r"""[—+−.,/:@_&#=~\\%?–×÷°′'’"-]|[．，](?=[０-９])""")
_STRAIGHT_QUOTES = re.compile('"[^"\n]*"')
_ADDRESS = re.compile(
    r"(?:https?://|www\.|[0-9A-Za-z._+-]{1,64}@)[!-~]+"
)  # RFC 5321: 64 characters before @
_ADDRESS_HYPHEN = re.compile("(?<=:/)/|(?<![:/])[/?&=#_.@~-](?=[0-9A-Za-z])")
_ADDRESS_INSIDE = re.compile("(?<=[0-9A-Za-z]{2})(?=[0-9A-Za-z]{2})")
_FRENCH_GAP = re.compile("(?<=[^\\s;!?]) ?(?=[;!?])|(?<=\\S) ?(?=»|:(?!\\S))|(?<=«) ?(?=\\S)")
NO_BREAK, NARROW_NO_BREAK = 1 / 4, 1 / 6  # em: U+00A0, U+202F
INSIDE_WORDS = re.compile("[!-~](?=[!-~])")


def classify(text: str) -> str:
    """The class of each character, one letter for each."""
    classes = text.translate(_CLASSES)
    if not classes.isascii() or "\0" in classes:
        for character in {text[match.start()] for match in _NOT_KNOWN.finditer(classes)}:
            if ord(character) < len(_CLASSES):
                _CLASSES[ord(character)] = ord(_class_of(character))
        classes = _NOT_KNOWN.sub(lambda found: _class_of(found[0]), text.translate(_CLASSES))
    if _CONTEXT_NEEDED.search(text):
        letters = list(classes)
        for pattern, letter in _CONTEXT:
            for match in pattern.finditer(text):
                letters[match.start() : match.end()] = letter * len(match[0])
        for quoted in _STRAIGHT_QUOTES.finditer(text):
            letters[quoted.start()], letters[quoted.end() - 1] = NARROW_OPEN, NARROW_CLOSE
        for address in addresses(text):
            for index in range(*address):
                if letters[index] not in WORD:
                    letters[index] = LATIN
            for match in _ADDRESS_HYPHEN.finditer(text, *address):
                letters[match.start()] = HYPHEN
        classes = "".join(letters)
    return classes


@cache
def prices(level: Level, words: Words = "normal") -> dict[tuple[str, str], float | None]:
    """What it costs to end a line between two classes; None: never."""
    letters = "".join(_CHARACTERS) + LATIN + HAN + SYMBOL + NOTE
    letters_of_words = LATIN + DIGIT + WIDE_DIGIT + HAN + REPEAT + KANA
    never_first = "".join(classes for _, levels, classes in _NEVER_FIRST if level in levels)
    never_last = "".join(classes for _, levels, classes in _NEVER_LAST if level in levels)
    table: dict[tuple[str, str], float | None] = {}
    for before in letters:
        for after in letters:
            price: float | None = 0.0
            if level == "anywhere":
                table[before, after] = (
                    None if after in JOINED + SPACE + WIDE_SPACE + ZERO + BREAK else price
                )
                continue
            if after in never_first or before in never_last:
                price = None
            if any(before in left and after in right for left, right in _TOGETHER):
                price = None
            elif before == HYPHEN:
                price = HYPHEN_PRICE
            elif price is not None and after in TWO and level != "loose":
                price = TWO_PRICE
            if (
                words == "keep-all"
                and before in letters_of_words + SYMBOL
                and after in letters_of_words + SYMBOL
            ):
                price = None
            elif (
                words == "break-all"
                and before in letters_of_words
                and after in letters_of_words
                and after not in never_first
            ):
                price = 0.0
            if before in SPACES and after in (GLUE, HYPHEN):
                price = 0.0
            if before == ZERO and after not in (BREAK, JOINED):
                price = 0.0
            if before == BREAK:
                price = 0.0
            table[before, after] = price
    return table


def rule_against(before: str, after: str, level: Level) -> str:
    """The id of the rule that lets no line end between two classes; "" where none does, as inside
    a word.
    """
    for rule, levels, classes in _NEVER_FIRST:
        if after in classes and level in levels:
            return rule
    for rule, levels, classes in _NEVER_LAST:
        if before in classes and level in levels:
            return rule
    if before in DASH + DOTS and after in DASH + DOTS:
        return "L5"
    return "L6" if any(before in left and after in right for left, right in _TOGETHER) else ""


@cache
def _exceptions(
    level: Level, words: Words, writing: Writing
) -> tuple[tuple[re.Pattern[str], float | None], ...]:
    """Where a line may end although the classes forbid it, and what it costs, or may not (None)
    although they let it.
    """
    rows: list[tuple[str, float | None]] = [
        (pattern, price)
        for table, price in ((_ALLOWED, 0.0), (_DISALLOWED, None))
        for levels, writings, pattern in table
        if level in levels and writing in writings
    ]
    return tuple(
        (re.compile(pattern), price) for pattern, price in (*rows, *_WORD_RULES.get(words, ()))
    )


def exceptions(
    text: str, options: Options, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, float | None]]:
    """Where the end of a line costs something else than its classes say, and what (None: never):
    the last word on each place.

    Looked for from ``start`` to ``end`` only.
    """
    if options.level == "anywhere":
        return
    end = len(text) if end is None else end
    for pattern, price in _exceptions(options.level, options.words, options.writing):
        for match in pattern.finditer(text, start, end):
            yield match.start(), price
    if _HAS_NUMBER.search(text, start, end):
        for match in _PRICED.finditer(text, start, end):
            yield match.end(), _PRICES[match.lastgroup or ""]
    if options.words == "normal" and ("@" in text or "_" in text):
        for match in _SIGN.finditer(text, start, end):
            yield match.start(), _PRICES["sign"]
    for address in addresses(text, start, end):
        for match in _ADDRESS_INSIDE.finditer(text, *address):
            yield match.start(), _PRICES["address"]


def addresses(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
    """Where addresses of the web and of mail begin and end."""
    if "@" not in text and "://" not in text and "www." not in text:  # said in a tenth of the time
        return iter(())
    return (address.span() for address in _ADDRESS.finditer(text, start, end))


def french_gaps(text: str) -> Iterator[tuple[int, int, float]]:
    """Where French has a gap beside a mark: start and end of the space that is typed there, or of
    nothing, and how wide in em.

    U+202F before ; ! ?, U+00A0 before : and inside « » (CSS Text 4 §8.2, after the notes of
    Unicode's UDHR in French).
    """
    for match in _FRENCH_GAP.finditer(text):
        if match.end() < len(text):
            yield (
                match.start(),
                match.end(),
                NARROW_NO_BREAK if text[match.end()] in ";!?" else NO_BREAK,
            )


@cache
def stretches(justify: Justify) -> frozenset[tuple[str, str]]:
    """The gaps that open together when a line must be stretched (L13), as the classes on both
    sides.

    Never inside —— …… or behind them, nor between two marks, which would undo L8. Where the blank
    half of a mark faces a Latin word or a number the gap is one of them too.
    """
    if justify == "inter-word":
        return frozenset()
    if justify == "inter-character":
        letters = (
            "".join(_CHARACTERS).translate({ord(letter): None for letter in JOINED + BREAK})
            + LATIN
            + HAN
            + SYMBOL
        )
        return frozenset((a, b) for a in letters for b in letters if a not in TWO)
    square = HAN + WIDE_DIGIT + REPEAT + KANA + SYMBOL + OBJECT
    narrow = LATIN + DIGIT + PREFIX + POSTFIX + NARROW_OPEN + NARROW_CLOSE
    rows = (
        (square + MIDDLE, square + MIDDLE + "".join(MARKS) + DASH + DOTS),
        ("".join(MARKS), square + MIDDLE + DASH + DOTS),
        ("".join(ENDING), narrow),
        (narrow, OPEN),
        (POSTFIX + NARROW_CLOSE + NOTE, square),
        (square, PREFIX + NARROW_OPEN),
    )
    return frozenset((a, b) for before, after in rows for a in before for b in after)


class Joint(NamedTuple):
    """What holds between two characters: the price of ending a line there (None: never), whether
    the gap opens, and how.

    ``kind`` is ``PLAIN`` where nothing else can stand in the gap, ``BLANK`` for what a line that
    ends there does not set at most, else ``SPACED``.
    """

    price: float | None
    loose: bool
    kind: int


PLAIN, BLANK, SPACED = range(3)


@cache
def joints(level: Level, words: Words, justify: Justify) -> dict[str, Joint]:
    """The joints of all pairs of classes, by their two letters."""
    loose = stretches(justify)
    blank = MARKS | {MIDDLE}
    table = {}
    for (before, after), price in prices(level, words).items():
        kind = PLAIN
        if before in SPACE + FIXED_SPACE or has_latin_gap(before, after):
            kind = SPACED
        elif before in blank or after in blank or before in ZERO + BREAK + WIDE_SPACE:
            kind = BLANK
        table[before + after] = Joint(price, (before, after) in loose, kind)
    return table


_CHINESE = frozenset(HAN + REPEAT + KANA)


def has_latin_gap(before: str, after: str, options: Options | None = None) -> bool:
    """Whether a gap stands between 汉字 and a Latin word or number (L15) with its sign; without
    options: whether one may.
    """
    if before in _CHINESE:
        other = after
    elif after in _CHINESE:
        other = before
    else:
        return False
    if other == LATIN:
        return not options or options.gap_letters
    if other == DIGIT:
        return not options or options.gap_digits
    return other == (PREFIX if other == after else POSTFIX) and (not options or options.gap_signs)


def blanks(letter: str, width: float, left: float, right: float) -> tuple[float, float]:
    """What may be taken from a mark at its left and at its right, in em, from the measured blank
    beside its ink.

    A mark in its corner gives half an em on its blank side; a centred one (traditional text, ·) a
    quarter on both; one that is no em wide nothing. Ink is never cut: the bounds leave room for
    faces that fill their corner.
    """
    if width < 0.9:
        return 0.0, 0.0
    if letter in MARKS | {MIDDLE} and min(left, right) >= 0.24:
        return 0.25, 0.25
    if letter == OPEN and left >= 0.42:
        return 0.5, 0.0
    if letter in (CLOSE, PAUSE, STOP) and right >= 0.42:
        return 0.0, 0.5
    return 0.0, 0.0

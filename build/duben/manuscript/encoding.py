"""Bytes of an author's file to text: UTF-8 or a refusal that names the encoding, and no character
that is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from duben.manuscript.files import printable_name
from duben.model import Problem, SourceLocation, problem

FREQUENT_SIMPLIFIED = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
)
FREQUENT_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
)
# Bytes looked at to tell an encoding.
SAMPLE_BYTES = 200_000
# Problems of one kind told for one file; the rest are counted.
PROBLEM_LIMIT = 20

# The last two code points of each plane are characters of none.
PLANE_ENDS = "".join(f"{chr(p * 0x10000 + 0xFFFE)}-{chr(p * 0x10000 + 0xFFFF)}" for p in range(17))

UNWANTED_RANGES: tuple[tuple[str, str], ...] = (
    # the last: tags, letters that nobody sees
    ("text-control", "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffc\U000e0000-\U000e007f"),  # noqa: E501
    ("text-noncharacter", "\ufdd0-\ufdef" + PLANE_ENDS),
    ("text-direction", "\u061c\u202a-\u202e\u2066-\u2069"),
    ("text-private", "\U000f0000-\U000ffffd\U00100000-\U0010fffd"),
    ("text-replacement", "\ufffd"),
    ("text-bom", "\ufeff"),
)  # fmt: skip
UNWANTED = re.compile("[" + "".join(characters for _, characters in UNWANTED_RANGES) + "]")
UTF16_ENCODINGS = ("UTF-16 LE", "UTF-16 BE")
LIKELY_CHARACTER = re.compile(r"[\n\r\t -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
UNWANTED_PATTERNS = tuple(
    (rule, re.compile(f"[{characters}]")) for rule, characters in UNWANTED_RANGES
)


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file, line ends as \\n, BOM off, and what is wrong in it; None where it is no
    UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (_other_encoding(file, "UTF-16"),)
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data, file, error.start),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text and (encoding := utf16_encoding(data)):
        return None, (_other_encoding(file, encoding),)
    return text, tuple(find_unwanted(text, file))


def find_unwanted(text: str, file: str) -> Iterator[Problem]:
    """A problem for each character of ``text`` that may not stand in a manuscript, at most
    PROBLEM_LIMIT of a kind.
    """
    if _is_clean(text):
        return
    counts: Counter[str] = Counter()
    line, counted = 1, 0
    for match in UNWANTED.finditer(text):
        rule = next(rule for rule, pattern in UNWANTED_PATTERNS if pattern.match(match[0]))
        counts[rule] += 1
        if counts[rule] > PROBLEM_LIMIT:
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        column = counted - text.rfind("\n", 0, counted)
        place = SourceLocation(file, line, column)
        yield problem(rule, place, character=f"U+{ord(match[0]):04X}")
    for count in counts.values():
        if count > PROBLEM_LIMIT:
            yield problem(
                "text-more",
                SourceLocation(file, line),
                count=count - PROBLEM_LIMIT,
                told=PROBLEM_LIMIT,
            )


def _is_clean(text: str) -> bool:
    """Whether a text has none of those, as far as can be seen in a tenth of the time."""
    for blank in "\n\t\u3000\xa0":
        text = text.replace(blank, "")
    return text.isprintable() and "\ufffc" not in text and "\ufffd" not in text


def _other_encoding(file: str, encoding: str) -> Problem:
    return problem("encoding", SourceLocation(file), name=printable_name(file), encoding=encoding)


def _not_utf8(data: bytes, file: str, bad: int) -> Problem:
    """Which encoding it is, or where a UTF-8 file is broken."""
    sample = data[:SAMPLE_BYTES]
    if encoding := utf16_encoding(sample):
        return _other_encoding(file, encoding)
    replaced = sample.decode("utf-8", "replace")
    wrong = replaced.count("\ufffd")
    sound = sum(char > "\x7f" for char in replaced) - wrong
    scores = {
        "GB18030": _chinese_share(sample, "gb18030", FREQUENT_SIMPLIFIED),
        "Big5": _chinese_share(sample, "big5hkscs", FREQUENT_TRADITIONAL),
    }
    best = max(scores, key=scores.__getitem__)
    if bad < len(sample) and sound <= wrong and scores[best] > 0:
        return _other_encoding(file, best)
    line = data.count(b"\n", 0, bad) + 1
    column = len(data[data.rfind(b"\n", 0, bad) + 1 : bad].decode("utf-8", "replace")) + 1
    return problem("encoding-broken", SourceLocation(file, line, column), byte=f"0x{data[bad]:02X}")


def _chinese_share(sample: bytes, encoding: str, frequent: frozenset[str]) -> float:
    """How much like Chinese a sample is in an encoding: the share of frequent 汉字 among what is
    not ascii.
    """
    text = (
        sample[:-4].decode(encoding, "replace")
        if len(sample) == SAMPLE_BYTES
        else sample.decode(encoding, "replace")
    )
    beyond = [char for char in text if char > "\x7f"]
    if not beyond or beyond.count("\ufffd") * 20 > len(beyond):
        return 0.0
    common = sum(1 for char in beyond if char in frequent)
    han = sum(1 for char in beyond if "\u4e00" <= char <= "\u9fff")
    return common / len(beyond) + han / len(beyond) / 100


def utf16_encoding(data: bytes) -> str:
    """ "UTF-16 LE" or "UTF-16 BE" when bytes read like text in that encoding,
    "" when they do not.
    """
    sample = data[: SAMPLE_BYTES // 2 * 2]
    if b"\0" not in sample or len(sample) < 4 or len(data) % 2:
        return ""
    shares = {name: _likely_share(sample.decode(name, "replace")) for name in UTF16_ENCODINGS}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > 0.9 else ""


def _likely_share(text: str) -> float:
    """The share of characters that Chinese text is made of."""
    return len(LIKELY_CHARACTER.findall(text)) / max(1, len(text))

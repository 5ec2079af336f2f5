"""L6: where a number, a Latin word or a number with its unit is cut at a line end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from duben.proof.pages.composition import LATIN, PdfComposition, TextLine
from duben.proof.pages.selection import CheckedPlace, line_breaks, span, text_lines

WORD_GAP = 0.15  # L6: between letters of two words
_SPLIT = re.compile(r"[0-9０-９]\n[0-9０-９]|[0-9０-９][.．]\n[0-9０-９]|[0-9０-９],\n[0-9０-９]{3}(?![0-9A-Za-z０-９])|[0-9０-９]\n[.．,][0-9０-９]|[0-9０-９]\n[%％‰‱℃℉°′″]"  # noqa: E501
                    r"|[￥¥＄$€£№]\n[0-9０-９]|[A-Za-z]\n[A-Za-z]|[0-9]\n[A-Za-z]|(?:^|[^0-9A-Za-z])[+−±-]\n[0-9]")  # fmt: skip  # noqa: E501
_TOKEN = re.compile(r"[!-~]*\n[!-~]*")
_LONG = 30
SPACED_ENDS = 5  # of so many ends between Latin words one has a space where a program draws them


def whole_words(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L6: a number, its sign and unit, a Latin word are not broken (CLREQ unbreakable marks);
    addresses may be.
    """
    words, tokens = _words(composition), _mixed_tokens(composition)
    ends = [
        before.spaced for before, after in line_breaks(composition) if joint_of_words(before, after)
    ]
    spaces_drawn = (
        SPACED_ENDS * sum(ends) >= len(ends) > 0
    )  # a single one may be a gap so wide that it was taken for a line end
    for before, after in line_breaks(composition):
        if joint_of_words(before, after) and not _word_cut(before, after, words, spaces_drawn):
            yield CheckedPlace(after, True)
            continue
        joint = before.text[-40:] + "\n" + after.text[:40]
        token = _TOKEN.search(joint)
        address = token is not None and (
            len(token[0]) > _LONG or "/" in token[0] or "@" in token[0] or "www" in token[0]
        )
        raised = (
            before.glyphs[-1].size < 0.86 * before.size or after.glyphs[0].size < 0.86 * after.size
        )
        cut = _SPLIT.search(joint, max(0, len(before.text[-40:]) - 3))
        if (
            cut
            and _APART.fullmatch(cut[0])
            and not _UNIT.match(after.text)
            and not _is_one_token(before, after, tokens)
        ):
            cut = None  # two words: the space between them was not drawn
        yield CheckedPlace(
            after,
            address or raised or cut is None,
            cut[0].replace("\n", " | ") if cut else "",
            span=span(after.glyphs[0]),
        )


_APART = re.compile("[0-9]\n[A-Za-z]")
_UNIT = re.compile(
    "(?:[kcmMGTdhnpµμ]?(?:m[²³23]?|g|[lL]|W|Wh|V|A|J|N|B|b|t|s|K|Hz|Pa|mol|eV|cal|bit|bps)"
    "|min|d|ha|ppm|pH|rpm|km/h|m/s)(?![A-Za-z])"
)
_TOKEN_OF_BOTH = re.compile("[0-9A-Za-z]*[0-9][A-Za-z][0-9A-Za-z]*")


def _mixed_tokens(composition: PdfComposition) -> frozenset[str]:
    """What is written with digits and letters behind them, as it stands inside lines."""
    return frozenset(
        token[0]
        for line in text_lines(composition)
        if LATIN in line.signs
        for token in _TOKEN_OF_BOTH.finditer(line.text)
    )


def _is_one_token(before: TextLine, after: TextLine, tokens: frozenset[str]) -> bool:
    """Whether what a line end parts is one piece elsewhere."""
    head, tail = re.search("[0-9A-Za-z]*$", before.text), re.match("[0-9A-Za-z]*", after.text)
    return bool(head and tail and head[0] + tail[0] in tokens)


def joint_of_words(before: TextLine, after: TextLine) -> bool:
    """Whether a line end has a Latin letter on both sides: of two words, or of one that is cut."""
    return (
        before.text[-1].isascii()
        and before.text[-1].isalpha()
        and after.text[0].isascii()
        and after.text[0].isalpha()
    )


_WORD = re.compile("[A-Za-z]+")


def _words(composition: PdfComposition) -> frozenset[str]:
    """The Latin words that stand inside lines, whole. Some programs draw no spaces: a gap parts
    words too.
    """
    words = set()
    for line in text_lines(composition):
        if LATIN in line.signs:
            text = line.glyphs[0].text + "".join(
                (" " if after.x - before.end > WORD_GAP * before.size else "") + after.text
                for before, after in pairwise(line.glyphs)
            )
            words |= {
                word[0]
                for word in _WORD.finditer(text)
                if word.start() > 0 and word.end() < len(text)
            }
    return frozenset(words)


def _word_cut(before: TextLine, after: TextLine, words: frozenset[str], spaces_drawn: bool) -> bool:
    """Whether a word is cut: many programs draw no space at a line end, so the other words of the
    document must tell.
    """
    if before.spaced or spaces_drawn:
        return not before.spaced
    head, tail = _WORD.findall(before.text)[-1], _WORD.findall(after.text)[0]
    initial = len(tail) == 1 and tail.isupper() and after.text[1:2] == "."
    return head + tail in words or any(
        len(part) == 1 and part not in "aAI" for part in (head, "" if initial else tail)
    )

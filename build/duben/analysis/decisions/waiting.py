"""What waits for the editor (待核): lists of members of which the program is not sure, and in words
why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duben.analysis.decisions import evidence
from duben.messages import MESSAGES, message
from duben.model import Book, Enumeration, TextRange

# Characters of a sentence that are shown on either side of the list; of the list twice as many.
SENTENCE_SIDE = 60
SENTENCE_END = re.compile("[。！？!?；;\n]")


def waiting_enumerations(book: Book) -> list[Enumeration]:
    """The enumerations whose members the editor has to confirm, the least doubtful first.

    What waits is not printed, so the only thing at stake is a right list that the appendix lacks:
    those that are most likely right come first, of these the set expressions, and of these the
    ones that the book names most often. What is left when the hour is over is what would have been
    struck.
    """
    return sorted(
        (one for one in book.enumerations if one.waits),
        key=lambda one: (
            len(one.doubts) + one.open,
            one.kind == "bare",
            -len(one.signs),
            -len(one.occurrences),
        ),
    )


def doubts_in_words(enumeration: Enumeration, language: str) -> list[str]:
    """Why members are not sure: each doubt; that the list is open; else that its number is all that
    speaks for it. [] for members that are sure.
    """
    if enumeration.sure:
        return []
    names = [*enumeration.doubts, *(["open"] if enumeration.open else [])]
    return [_in_words("doubt", name, language) for name in names or ["alone"]]


def signs_in_words(enumeration: Enumeration, language: str) -> list[str]:
    """What members rest on, each sign in words."""
    return [_in_words("sign", name, language) for name in enumeration.signs]


def reasons_in_words(enumeration: Enumeration, language: str) -> list[str]:
    """Doubts and signs, a line for each; those that there are."""
    comma = "；" if language == "zh" else "; "
    doubts, signs = doubts_in_words(enumeration, language), signs_in_words(enumeration, language)
    lines = [("doubts", doubts), ("signs", signs)]
    return [
        message(f"waiting-{rule}", language, {rule: comma.join(texts)})
        for rule, texts in lines
        if texts
    ]


def _in_words(kind: str, name: str, language: str) -> str:
    rule = f"{kind}-{name}"
    return message(rule, language, {}) if rule in MESSAGES else name


def source_sentences(book: Book, enumeration: Enumeration) -> list[tuple[str, str]]:
    """Where members were read: (place, sentence), the list in 【】; before it the sentence that has
    the term, where the list stands in another paragraph.
    """
    return list(_source_sentences(book, enumeration))


def _source_sentences(book: Book, enumeration: Enumeration) -> Iterator[tuple[str, str]]:
    ranges = enumeration.evidence
    at = enumeration.named_at
    term = TextRange(at.block, at.start, at.end, at.place)
    if at.block not in {one.block for one in ranges}:
        yield str(at.place), _sentence(book, term)
    if len(ranges) > 1:
        yield str(ranges[0].place), evidence.excerpts(book, ranges)
    elif ranges:
        yield str(ranges[0].place), _sentence(book, term, ranges[0])


def _sentence(book: Book, term: TextRange, listed: TextRange | None = None) -> str:
    """The sentences that hold a term and, in 【】, the list, on one line; what is very long is cut
    with …….
    """
    at = listed or term
    text = book.blocks[at.block].text
    both = [at, term] if term.block == at.block else [at]
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= min(one.start for one in both)), default=0)
    # A list may itself end with its sentence.
    end = next((end for end in ends if end >= max(one.end for one in both)), len(text))
    inside = text[at.start : at.end]
    if listed:
        inside = f"【{_shorten(inside, 2 * SENTENCE_SIDE)}】"
    before, behind = text[start : at.start], text[at.end : end]
    return f"{_shorten(before, SENTENCE_SIDE)}{inside}{_shorten(behind, SENTENCE_SIDE)}".replace(
        "\n", " "
    )


def _shorten(text: str, limit: int) -> str:
    """A text of at most about ``limit`` characters: its beginning and its end."""
    return text if len(text) <= limit else f"{text[: limit // 2]}……{text[-(limit // 2) :]}"

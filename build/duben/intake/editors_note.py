"""The 编者说明 of a book that was taken in: where the text is from and how it was kept, as a reader
needs to know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from duben.chinese import chinese_date
from duben.intake import escaping
from duben.intake.document import ImportedDocument

Words = dict[str, str]
Edits = Literal[
    "", "marks", "words"
]  # what an author changed in the text since: nothing, marks alone

HANS: Words = {
    "title": "编者说明", "from": "正文录自《{title}》", "source": "出处：{source}", "date": "日期：{date}",  # noqa: E501
    "end": "。",
    "marks": "文字照录原文；标点的全角半角已按规范统一。", "all": "文字和标点照录原文。", "notes": "原文文末的注释改排为脚注。", "colons": "标题末尾的冒号从略。",  # noqa: E501
    "all-marks": "文字照录原文，标点有改动。", "all-words": "编印时文字有改动。", "marks-words": "编印时文字有改动；标点的全角半角已按规范统一。",  # noqa: E501
}  # fmt: skip
HANT: Words = {
    "title": "編者說明", "from": "正文錄自《{title}》", "source": "出處：{source}", "date": "日期：{date}",  # noqa: E501
    "end": "。",
    "marks": "文字照錄原文；標點的全形半形已按規範統一。", "all": "文字和標點照錄原文。", "notes": "原文文末的註釋改排為腳註。", "colons": "標題末尾的冒號從略。",  # noqa: E501
    "all-marks": "文字照錄原文，標點有改動。", "all-words": "編印時文字有改動。", "marks-words": "編印時文字有改動；標點的全形半形已按規範統一。",  # noqa: E501
}  # fmt: skip


# A title inside a title (GB/T 15834 4.15.3.4).
INNER = str.maketrans("《》", "〈〉")


def write_editors_note(documents: Sequence[ImportedDocument]) -> str:
    """The chapter 编者说明, for the author to change; front matter."""
    words = HANT if documents[0].language == "zh-Hant" else HANS
    paragraphs = [
        f"# {words['title']} {{.front}}",
        *_origins(documents, words),
        _treatment(documents, words),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _origins(documents: Sequence[ImportedDocument], words: Words) -> Iterator[str]:
    for document in documents:
        clauses = [
            words["from"].format(title=document.title.translate(INNER)) if document.titled else "",
            words["source"].format(source=document.source) if document.source else "",
            words["date"].format(date=chinese_date(document.date)) if document.date else "",
        ]
        if any(clauses):
            yield escaping.paragraph("，".join(filter(None, clauses)) + words["end"])


def _treatment(documents: Sequence[ImportedDocument], words: Words) -> str:
    """How the text was kept; "" for Markdown, which is taken as it is."""
    if all(document.markdown for document in documents):
        return ""
    changes = [change for document in documents for change in document.mended]
    widened = any(change.is_of_width for change in changes)
    shortened = any(change.is_heading_colon for change in changes)
    noted = any(move.to == "notes" for document in documents for move in document.moved)
    return (
        words["marks" if widened else "all"] + words["colons"] * shortened + words["notes"] * noted
    )


# --- the note of a text that was edited since -----------------------------------------------------

MARKUP = re.compile(r"[\s*#|>\\-]+")
MARKS = re.compile(r"[^\w]+|_+")


def edits_since(taken_in: Iterable[str], now: Iterable[str]) -> Edits:
    """What differs in chapters from those that were taken in, whatever their order and layout."""
    old, new = ([*_paragraphs(texts)] for texts in (taken_in, now))
    if Counter(old) == Counter(new):
        return ""
    words = (Counter(filter(None, (MARKS.sub("", text) for text in texts))) for texts in (old, new))
    return "marks" if next(words) == next(words) else "words"


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, (MARKUP.sub("", part) for part in text.split("\n\n")))


def is_editors_note(text: str) -> bool:
    """Whether a chapter is the note that an import wrote."""
    return any(text.startswith(f"# {words['title']}") for words in (HANS, HANT))


def true_note(text: str, edits: Edits) -> str:
    """The note with the sentence that holds of a text with these edits; as it is where its author
    wrote another one.
    """
    for words in (HANS, HANT):
        for kind in ("all", "marks"):
            sentences = [words[kind], words.get(f"{kind}-marks"), words[f"{kind}-words"]]
            right = words.get(f"{kind}-{edits}", words[kind])
            for sentence in filter(None, sentences):
                if re.search(rf"^{sentence}", text, re.MULTILINE):
                    return text.replace(sentence, right, 1)
    return text

"""Several files as one book: a part each, in the order given. ``read_documents``.

The first gives title and date where the others belong to it: a letter and its annexes. Else the
book is a collection whose title nobody tells; what stood under the title of each text stays there.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from duben import chinese
from duben.intake import dates, escaping, markdown
from duben.intake.boilerplate import title_key
from duben.intake.document import (
    Doubt,
    ImportedDocument,
    ImportedParagraph,
    Omission,
    Relocation,
)
from duben.intake.parts import ANNEX_LABEL
from duben.intake.reading import read_document
from duben.model import (
    TITLE_TO_FILL,
    BookError,
    OfficialSettings,
    Problem,
    SourceLocation,
    problem,
    warning,
)

NONE: Mapping[Path, Path] = MappingProxyType({})
NAME_LENGTH = 4  # characters of a title that a letter is said to name


@dataclass(frozen=True, slots=True)
class BookHead:
    """What book.toml says of a book that was taken in."""

    title: str = TITLE_TO_FILL
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = "zh-Hans"
    date: date | None = None
    source: str = ""
    official: OfficialSettings = OfficialSettings()


def read_documents(
    paths: Sequence[Path], original: bool = False, converted: Mapping[Path, Path] = NONE
) -> list[ImportedDocument]:
    """The documents of files as parts of one book; a text that comes twice is taken once and told.
    ``original`` and ``converted`` are as ``read_document`` has them, the latter for each path.

    Raises BookError with all that cannot be read.
    """
    documents: list[ImportedDocument] = []
    problems: list[Problem] = []
    status = 1
    seen: dict[bytes, int] = {}
    for path, name in zip(paths, _names(paths), strict=True):
        try:
            document = read_document(path, name, original, converted.get(path))
        except BookError as error:
            problems += error.problems
            status = max(status, error.status)
            continue
        first = seen.setdefault(_digest(path), len(documents))
        if first < len(documents):
            kept = documents[first]
            place = SourceLocation(kept.file)
            told = warning("intake-same-text", place, name=name, other=kept.file)
            documents[first] = replace(kept, problems=(*kept.problems, told))
        else:
            documents.append(document)
    if problems:
        raise BookError(problems, status)
    return collect(documents)


def _names(paths: Sequence[Path]) -> Iterator[str]:
    """How messages call each file: its name, with its folder where two are called alike."""
    names = [path.name for path in dict.fromkeys(paths)]
    for path in paths:
        yield path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}"


def _digest(path: Path) -> bytes:
    """The digest of a file that was read before."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BookError(problem("intake-unreadable", name=path.name, reason=reason), 2) from None


def collect(documents: Sequence[ImportedDocument]) -> list[ImportedDocument]:
    """Documents as parts of one book: those that do not give it its title have what was under
    theirs back in the text.
    """
    if len(documents) < 2:
        return list(documents)
    first, *others = documents
    if first.titled and all(_belongs(other, first) for other in others):
        return [first, *map(_as_part, others)]
    parts = [_as_part(document) for document in documents]
    asked = [Doubt(1, "title", "", TITLE_TO_FILL)]
    if book_head(parts).date is None:
        asked.append(Doubt(1, "date", "", ""))
    told = warning("intake-no-common-title", SourceLocation(first.file), count=len(documents))
    parts[0] = replace(
        parts[0],
        unsure=(*asked, *parts[0].unsure),
        problems=(*parts[0].problems, told, *_same_titles(parts)),
    )
    return parts


def _same_titles(documents: Sequence[ImportedDocument]) -> Iterator[Problem]:
    """A warning for each title that several documents have."""
    titles = Counter(document.title for document in documents if document.titled)
    for document in documents:
        if titles.pop(document.title, 0) > 1:
            place = SourceLocation(document.file)
            yield warning("intake-same-title", place, title=document.title)


def book_head(documents: Sequence[ImportedDocument]) -> BookHead:
    """What a book of documents says of itself: what its letter tells; of a collection only what
    all its texts tell alike.
    """
    leader = next((document for document in documents if document.leads), None)
    if leader is not None:
        return BookHead(
            leader.title,
            leader.subtitle,
            leader.authors,
            leader.language,
            leader.date,
            leader.source,
            leader.official,
        )
    first = documents[0]

    def common(name: str) -> bool:
        return len({getattr(document, name) for document in documents}) == 1

    return BookHead(
        authors=first.authors if common("authors") else (),
        language=first.language,
        date=first.date if common("date") else None,
        source=first.source if common("source") else "",
    )


def _whole_text(document: ImportedDocument) -> str:
    return document.whole or "".join(paragraph.text for paragraph in document.paragraphs)


def _belongs(document: ImportedDocument, letter: ImportedDocument) -> bool:
    """Whether a document is an annex, or named in a letter."""
    key = title_key(document.title)
    named = document.titled and len(key) >= NAME_LENGTH and key != title_key(letter.title)
    return _annex_label(document) is not None or (named and key in title_key(_whole_text(letter)))


def _annex_label(document: ImportedDocument) -> Omission | None:
    """附件1 over the title of a document; a book by itself leaves it out."""
    title = next((move.line for move in document.moved if move.to == "title"), 0)
    return next(
        (
            left
            for left in document.left_out
            if left.line <= title and ANNEX_LABEL.fullmatch(left.text)
        ),
        None,
    )


def _as_part(document: ImportedDocument) -> ImportedDocument:
    """A document whose title is that of a part; what else its head tells stands under it."""
    unsure = tuple(
        replace(doubt, what="heading") if doubt.what == "title" else doubt
        for doubt in document.unsure
        if doubt.what not in ("date", "subtitle", "author")
    )
    part = replace(document, leads=False, unsure=unsure)
    if document.markdown:
        return _as_markdown_part(part)
    title, *rest = document.paragraphs
    if title.level != 1 or title.text != document.title:
        title, rest = ImportedParagraph(document.title, 1, 1), [title, *rest]
    label = _annex_label(document)
    if label is not None:
        title = replace(title, text=label.text.rstrip("：:") + f"\u3000{title.text}")
    back = [move for move in document.moved if _belongs_under_title(move)]
    return replace(
        part,
        title=title.text,
        paragraphs=(title, *map(_paragraph, back), *rest),
        moved=tuple(move for move in document.moved if move.to != "title" and move not in back),
        left_out=tuple(left for left in document.left_out if left is not label),
    )


def _belongs_under_title(move: Relocation) -> bool:
    """Whether what left a text is the subtitle, the author or the date that it has in print."""
    return move.to in ("subtitle", "authors") or (
        move.to == "date" and "年" in move.text and dates.date_alone(move.text) is not None
    )


def _paragraph(move: Relocation) -> ImportedParagraph:
    return ImportedParagraph(chinese.widen_marks(move.text)[0], move.line)


def _as_markdown_part(document: ImportedDocument) -> ImportedDocument:
    """A Markdown file with its own head in its text: a title where it had none, and under it what
    only its front matter tells.
    """
    whole = document.whole
    heads = (document.subtitle, "\u3000".join(document.authors))
    told = [escaping.paragraph(text) for text in heads if text and text not in whole]
    title = markdown.first_title(whole)
    if title is None:
        told.insert(0, f"# {document.title}")
    lines = whole.split("\n")
    at = 0 if title is None else title + 1
    lines[at:at] = [line for text in told for line in ("", text, "")]
    moved = tuple(
        move
        for move in document.moved
        if move.to not in ("title", "subtitle", "authors") and move.text not in whole
    )
    return replace(document, markdown="\n".join(lines).strip("\n") + "\n", moved=moved)

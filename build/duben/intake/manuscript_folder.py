"""A document taken in becomes a folder, whole or not at all: book.toml, chapters, import.json; and
the folder of a new book.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from duben import chinese, manuscript
from duben.intake import editors_note, markdown
from duben.intake.collection import book_head
from duben.intake.document import ImportedDocument, ImportedParagraph, ImportedPicture, Omission
from duben.intake.unsure_lists import UnsureList
from duben.model import (
    RECEIVED_NOTE,
    BookError,
    Month,
    OfficialSettings,
    Problem,
    problem,
    write_folder,
)

REVISIONS_FILE = "_revisions.md"  # no chapter: its name begins with _
REVISION_WORDS = {"added": "加入", "removed": "删去", "moved-in": "移入", "moved-out": "移走"}
REPORT_FILE = "import.json"
BASE_FILE = (
    "import.base.json"  # the text as it was taken in: a later import --update compares with it
)
BASE_FORM = 1  # of that file
COMPACT_LENGTH = 3_000  # characters; shorter texts are set in the compact layout
SLUG_LENGTH = 6  # 汉字 of a heading that name its file
# Why something was left out, where the entry does not say more.
REASONS = {"page": "正文以外", "code": "代码或注释", "picture": "图片", "contents": "目录"}

OUTPUT_TABLE = "[output]\n"  # of the template's book.toml


def write_manuscript(
    documents: Sequence[ImportedDocument],
    directory: Path,
    part: Path | None = None,
    unsure: Sequence[UnsureList] = (),
) -> tuple[Path, ...]:
    """Write a manuscript of one document or several; the paths written. A folder that holds
    something is refused.

    ``part`` is the new folder in which it is put together, so that a caller can clear it away who
    outlives this process. ``unsure`` goes into import.json.
    """
    if (directory / REPORT_FILE).is_file():
        raise BookError(problem("intake-holds-import", name=str(directory)), 2)
    documents = _distinct_pictures(documents)
    texts = {chapter.name: chapter.text for chapter in _chapter_files(documents)}
    markdown.refuse_too_large(texts)
    source = {name: text for name, text in texts.items() if name != RECEIVED_NOTE}
    compact = sum(len("".join(text.split())) for text in source.values()) < COMPACT_LENGTH
    if compact:
        texts = source  # where the text is from stands in the imprint
    report = json.dumps(intake_report(documents, unsure), ensure_ascii=False, indent=1) + "\n"
    files = {
        "book.toml": _book_toml(documents, directory, compact).encode(),
        **{name: text.encode() for name, text in texts.items()},
        **{f"images/{picture.name}": picture.data for picture in document_pictures(documents)},
        BASE_FILE: base_file(source, document_settings(documents)),
        REPORT_FILE: report.encode(),
    }
    if listed := revision_list(documents):
        files[REVISIONS_FILE] = listed.encode()
    return _write_folder(files, directory, part)


def revision_list(documents: Sequence[ImportedDocument]) -> str:
    """The tracked changes of documents as a list to read, an entry for each; "" for none."""
    entries = [
        f"- {document.file}:{each.line} {REVISION_WORDS[each.kind]}“{' '.join(each.text.split())}”"
        + (
            f"（{details}）"
            if (details := "，".join(filter(None, (each.author, each.date))))
            else ""
        )
        for document in documents
        for each in document.revisions
    ]
    return "\n".join([f"# 原文的修订（{len(entries)} 处）", "", *entries, ""]) if entries else ""


def chapter_texts(documents: Sequence[ImportedDocument]) -> dict[str, str]:
    """The chapters that documents make, in their order, without 编者说明; nothing is written."""
    return {
        chapter.name: chapter.text
        for chapter in _chapter_files(_distinct_pictures(documents))
        if chapter.name != RECEIVED_NOTE
    }


def document_settings(documents: Sequence[ImportedDocument]) -> dict[str, str]:
    """What documents say of themselves, as ``plain_settings``."""
    return plain_settings(_book_toml(documents, Path(), compact=False))


def plain_settings(toml: str) -> dict[str, str]:
    """What a book.toml says of the book and of its official document: key → words; lists are
    joined by 、. tomllib.TOMLDecodeError for what is no TOML.
    """
    tables = tomllib.loads(toml)
    return {
        key: "、".join(map(str, value)) if isinstance(value, list) else str(value)
        for table in ("book", "official")
        for key, value in tables.get(table, {}).items()
        if key not in ("id", "language")
    }


def base_file(chapters: Mapping[str, str], settings: Mapping[str, str]) -> bytes:
    """The file that keeps a source as it was taken in."""
    return (
        json.dumps(
            {"duben-import-base": BASE_FORM, "chapters": chapters, "settings": settings},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    ).encode("utf-8", "backslashreplace")


def temporary_folder_beside(directory: Path) -> Path:
    """A name for the folder in which a manuscript is put together: beside its own, and nobody
    else's.
    """
    directory = Path(os.path.abspath(directory))
    return directory.parent / f".duben-import-{secrets.token_hex(16)}.part"


def new_manuscript(
    directory: Path, template: Path, theme: str = "", more: str = ""
) -> tuple[Path, ...]:
    """Write a new manuscript: the files of ``template``; its book.toml asks for a ``theme``, and
    has ``more`` at its end.
    """
    files = {
        path.relative_to(template).as_posix(): path.read_bytes()
        for path in sorted(template.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    if theme:
        asked = f'{OUTPUT_TABLE}theme = "{theme}"\n'
        files["book.toml"] = files["book.toml"].replace(OUTPUT_TABLE.encode(), asked.encode(), 1)
    files["book.toml"] += more.encode()
    return _write_folder(files, directory)


def intake_report(
    documents: Sequence[ImportedDocument], unsure: Sequence[UnsureList] = ()
) -> dict[str, list[dict[str, object]]]:
    """What was mended, left out and moved, and what is not sure, as import.json has it; of several
    documents each entry names its file.
    """
    named = [
        (document, {"file": document.file} if len(documents) > 1 else {}) for document in documents
    ]
    return {
        "mended": [
            {**file, "line": mend.line, "column": mend.column, "old": mend.old, "new": mend.new}
            for document, file in named
            for mend in document.mended
        ],
        "left_out": [
            {**file, "line": left.line or None, "text": left.text, "why": reason(left)}
            for document, file in named
            for left in document.left_out
        ],
        "moved": [
            {**file, "line": move.line, "text": move.text, "to": move.to}
            for document, file in named
            for move in document.moved
        ],
        **_revision_rows(named),
        "unsure": [
            *(
                {
                    **({"file": one.file} if len(documents) > 1 else {}),
                    "line": one.line,
                    "what": "enumeration",
                    "text": one.text,
                    "taken_as": one.taken_as,
                }
                for one in unsure
            ),
            *(
                {
                    **file,
                    "line": doubt.line,
                    "what": doubt.what,
                    "text": doubt.text,
                    "taken_as": doubt.taken_as,
                }
                for document, file in named
                for doubt in document.unsure
            ),
        ],
    }


def _revision_rows(
    named: Sequence[tuple[ImportedDocument, Mapping[str, object]]],
) -> dict[str, list[dict[str, object]]]:
    """The tracked changes as import.json has them; nothing where there is none."""
    rows = [{**file, **asdict(each)} for document, file in named for each in document.revisions]
    return {"revisions": rows} if rows else {}


def reason(left: Omission) -> str:
    """Why something was left out, in Chinese, as import.json has it."""
    return left.why or REASONS[left.kind]


def chapter_places(documents: Sequence[ImportedDocument]) -> dict[tuple[str, int], str]:
    """Where in the chapters each line of the documents stands, "01-a.md:3", by file and line."""
    places: dict[tuple[str, int], str] = {}
    for chapter in _chapter_files(_distinct_pictures(documents)):
        for number, line in enumerate(chapter.lines, 1):
            if chapter.text and (chapter.file, line) not in places:
                places[chapter.file, line] = f"{chapter.name}:{number}"
    return places


def report_places(
    documents: Sequence[ImportedDocument], unsure: Sequence[UnsureList] = ()
) -> dict[str, list[str | None]]:
    """Where in the chapters the entries of ``intake_report`` stand, or would stand: the line that
    is at or before theirs; None where nothing is.
    """
    lines: dict[str, list[tuple[int, str]]] = {}
    for chapter in _chapter_files(_distinct_pictures(documents)):
        typed = enumerate(zip(chapter.lines, chapter.text.split("\n"), strict=False), 1)
        lines.setdefault(chapter.file, []).extend(
            (line, f"{chapter.name}:{number}") for number, (line, text) in typed if text.strip()
        )
    for rows in lines.values():
        rows.sort(key=lambda row: row[0])

    def nearest(file: str, line: int | None) -> str | None:
        placed = lines.get(file, [])
        at = bisect_right(placed, line or 0, key=lambda row: row[0])
        return placed[at - 1][1] if at else None

    doubts = [(one.file, one.line) for one in unsure]
    doubts += [(document.file, doubt.line) for document in documents for doubt in document.unsure]
    return {
        "unsure": [nearest(file, line) for file, line in doubts],
        "mended": [nearest(d.file, mend.line) for d in documents for mend in d.mended],
        "left_out": [nearest(d.file, left.line) for d in documents for left in d.left_out],
        "moved": [nearest(d.file, move.line) for d in documents for move in d.moved],
    }


def document_problems(documents: Sequence[ImportedDocument]) -> tuple[Problem, ...]:
    """What the author has to look at; what stands in a chapter is told at its line there instead of
    that of the document.
    """
    placed = [
        entry
        for chapter in _chapter_files(_distinct_pictures(documents))
        for entry in chapter.problems
    ]
    rules = {entry.rule for entry in placed}
    return (
        *(
            entry
            for document in documents
            for entry in document.problems
            if entry.rule not in rules
        ),
        *placed,
    )


def _distinct_pictures(documents: Sequence[ImportedDocument]) -> Sequence[ImportedDocument]:
    """The documents, their pictures under names that differ."""
    if len(documents) == 1:
        return documents
    return [
        replace(
            document,
            markdown=_numbered_pictures(document.markdown, document, number),
            whole=_numbered_pictures(document.whole, document, number),
            pictures=tuple(
                replace(picture, name=f"{number}-{picture.name}") for picture in document.pictures
            ),
            paragraphs=tuple(
                replace(
                    paragraph,
                    picture=replace(paragraph.picture, name=f"{number}-{paragraph.picture.name}"),
                )
                if paragraph.picture
                else paragraph
                for paragraph in document.paragraphs
            ),
        )
        for number, document in enumerate(documents, 1)
    ]


def _numbered_pictures(text: str, document: ImportedDocument, number: int) -> str:
    """Markdown with the number of its document before the names of the pictures it has."""
    for picture in document.pictures:
        text = text.replace(f"](images/{picture.name}", f"](images/{number}-{picture.name}")
    return text


def document_pictures(documents: Sequence[ImportedDocument]) -> list[ImportedPicture]:
    """The pictures of documents, each once."""
    shown = {
        paragraph.picture.name: paragraph.picture
        for document in documents
        for paragraph in document.paragraphs
        if paragraph.picture
    }
    shown |= {picture.name: picture for document in documents for picture in document.pictures}
    return [shown[name] for name in sorted(shown)]


def _book_toml(documents: Sequence[ImportedDocument], directory: Path, compact: bool) -> str:
    head = book_head(documents)
    keys: dict[str, str] = {
        "id": _toml_string(manuscript.make_book_id(directory.resolve().name)),
        "title": _toml_string(head.title),
        "subtitle": _toml_string(head.subtitle),
        "authors": _toml_list(head.authors),
        "language": _toml_string(head.language),
        "date": _toml_date(head.date),
        "source": _toml_string(head.source),
    }
    lines = [
        "[book]",
        *(f"{key} = {value}" for key, value in keys.items() if value not in ("", '""', "[]")),
    ]
    return "\n".join(
        [
            *lines,
            "",
            *_official_table(head.official),
            "[output]",
            'editions = ["screen", "booklet"]',
            'formats = ["pdf", "epub"]',
            f'layout = "{"compact" if compact else "full"}"',
            "",
        ]
    )


def _official_table(official: OfficialSettings) -> Iterator[str]:
    """The lines of [official]: what differs from a 文件; none where nothing does."""
    values = {
        key: value
        for key, value in asdict(official).items()
        if value != getattr(OfficialSettings(), key)
    }
    if values:
        yield "[official]"
        yield from (f"{key} = {_toml_value(value)}" for key, value in values.items())
        yield ""


def _toml_value(value: str | Sequence[str]) -> str:
    """A text, or a list of texts."""
    return _toml_string(value) if isinstance(value, str) else _toml_list(value)


def _toml_list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_toml_string, texts)) + "]"


def _toml_date(day: date | None) -> str:
    """A day as TOML has it; a month as a string."""
    if day is None:
        return ""
    return f'"{day.isoformat()}"' if isinstance(day, Month) else day.isoformat()


def _toml_string(text: str) -> str:
    """A string of TOML; JSON's escapes are among its own. Blanks that book.toml refuses become
    spaces.
    """
    return json.dumps(
        "".join(c if c.isprintable() or c == "\u3000" else " " for c in text), ensure_ascii=False
    )


@dataclass(frozen=True, slots=True)
class _ChapterFile:
    """A file of text, what the author has to look at in it, and for each of its lines that of the
    document ``file``; none for Markdown.
    """

    name: str
    text: str
    problems: tuple[Problem, ...] = ()
    file: str = ""
    lines: tuple[int, ...] = ()


def _chapter_files(documents: Sequence[ImportedDocument]) -> Iterator[_ChapterFile]:
    """The chapters: 编者说明, then those of each document in turn."""
    yield _ChapterFile(RECEIVED_NOTE, editors_note.write_editors_note(documents))
    texts = [
        (document.file, *chapter)
        for document in documents
        for chapter in _split_document(document, len(documents) > 1)
    ]
    digits = max(2, len(str(len(texts))))
    for number, (file, title, text, lines, paragraphs) in enumerate(texts, 1):
        name = f"{number:0{digits}}-{_slug(title)}.md"
        problems = tuple(markdown.chapter_problems(paragraphs, name))
        yield _ChapterFile(name, text, problems, file, lines)


def _split_document(
    document: ImportedDocument, several: bool
) -> Iterator[tuple[str, str, tuple[int, ...], Sequence[ImportedParagraph]]]:
    """Title, Markdown, lines of the document and paragraphs of each chapter of a document; of
    several documents each part is one, if build takes it.
    """
    for title, text in markdown.split_markdown(document.markdown) if document.markdown else ():
        yield title or document.title, text, (), ()
    whole = several and not document.markdown
    for part in markdown.part_chapters(document) if whole else [document.paragraphs]:
        kept = whole and markdown.fits_one_chapter(part)
        for chapter in [part] if kept else markdown.split_chapters(part):
            yield chapter[0].text, *markdown.write_markdown(chapter), chapter


def _slug(title: str) -> str:
    """The pinyin of the first 汉字 of a title, its label left out."""
    label = chinese.read_label(title)
    rest = title[label.end :] if label and title[label.end :] else title
    letters = re.sub(r"[^0-9A-Za-z\u3400-\u9fff]", "", rest)[:SLUG_LENGTH]
    return manuscript.ascii_name(letters).replace("-", "") or "kaitou"


# --- onto the disk --------------------------------------------------------------------------------


def _write_folder(
    files: Mapping[str, bytes], directory: Path, part: Path | None = None
) -> tuple[Path, ...]:
    """Write files into a new folder beside ``directory`` and put it there in one step."""
    directory = Path(os.path.abspath(directory))
    refuse_nonempty(directory)
    try:
        write_folder(directory, files, part or temporary_folder_beside(directory))
    except OSError as error:
        raise BookError(
            problem(
                "intake-cannot-write", name=str(directory), reason=error.strerror or str(error)
            ),
            2,
        ) from None
    return tuple(directory / name for name in files)


def refuse_nonempty(directory: Path) -> None:
    """BookError (2) where the folder holds something, or is no folder."""
    with contextlib.suppress(OSError):
        if not any(directory.iterdir()):
            return
    if directory.exists() or directory.is_symlink():
        raise BookError(problem("intake-not-empty", name=str(directory)), 2)

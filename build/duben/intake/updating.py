"""A manuscript in a folder is brought up to its revised source (``three_way_merge``)."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from PIL import Image

from duben.intake import manuscript_folder
from duben.intake.document import ImportedDocument, ImportedParagraph
from duben.intake.three_way_merge import Conflict, Update, update
from duben.model import (
    RECEIVED_NOTE,
    TITLE_TO_FILL,
    BookError,
    Problem,
    SourceLocation,
    problem,
    replace_files,
    warning,
)
from duben.revision import shorten

CONFLICTS_FILE = "_conflicts.md"  # no chapter: its name begins with _
FILE_BYTES = 200_000_000
PIXEL_LIMIT = 50_000_000


def update_manuscript(
    documents: Sequence[ImportedDocument], directory: Path, earlier: Sequence[ImportedDocument] = ()
) -> Update:
    """Brings the manuscript in a folder up to its revised source; ``earlier`` is the source as it
    was, where no base is kept.

    Nothing but chapters, new pictures, the base and the list of conflicts is written, each file
    whole. BookError where there is no manuscript or no base, or where a file cannot be read or
    written.
    """
    if not (directory / "book.toml").is_file():
        raise BookError(problem("update-no-book", None, name=str(directory)), 2)
    documents, earlier = (with_own_names(taken, directory) for taken in (documents, earlier))
    new = manuscript_folder.chapter_texts(documents)
    settings = manuscript_folder.document_settings(documents)
    if earlier:
        old = manuscript_folder.chapter_texts(earlier)
        old_settings = manuscript_folder.document_settings(earlier)
    else:
        old, old_settings = _read_kept_base(directory)
    own = {
        path.name: _read_chapter(path)
        for path in sorted(directory.glob("*.md"))
        if path.name[:1] not in "_." and path.name != RECEIVED_NOTE
    }
    merged = update(old, new, own)
    toml = (directory / "book.toml").read_text("utf-8", "replace")
    # A file that book.toml names stays, empty: without it the book could not be read.
    gone = [name for name in merged.emptied if name not in toml]
    changed = {name: text for name, text in merged.files.items() if own.get(name) != text}
    changed |= dict.fromkeys(merged.emptied, "")
    pictures = {
        f"images/{picture.name}": picture.data
        for picture in manuscript_folder.document_pictures(documents)
        if not (directory / "images" / picture.name).exists()
    }
    data = (
        {name: text.encode("utf-8") for name, text in changed.items() if name not in gone}
        | pictures
        | {manuscript_folder.BASE_FILE: manuscript_folder.base_file(new, settings)}
    )
    if merged.conflicts:
        data[CONFLICTS_FILE] = conflict_list(merged.conflicts).encode("utf-8")
    _write_files(directory, data, gone)
    if not merged.conflicts:
        with suppress(OSError):
            (directory / CONFLICTS_FILE).unlink()
    notices = (
        *_merge_notices(merged, toml, set(own)),
        *_setting_notices(settings, old_settings, toml),
    )
    return replace(merged, files=changed, notices=notices)


def with_own_names(
    documents: Sequence[ImportedDocument], directory: Path
) -> Sequence[ImportedDocument]:
    """The documents, pictures that the manuscript has already under the names that they have there,
    others under names that are free.
    """
    files = sorted((directory / "images").glob("*"))
    own = {_pixels(path.read_bytes()): path.name for path in files if path.is_file()}
    own.pop("", None)
    taken = {path.name for path in files}

    def renamed(paragraph: ImportedParagraph) -> ImportedParagraph:
        picture = paragraph.picture
        if picture is None or not taken:
            return paragraph
        look = _pixels(picture.data)
        if look not in own:
            own[look] = next(name for name in _numbered_names(picture.name) if name not in taken)
            taken.add(own[look])
        name = own[look]
        return replace(paragraph, picture=replace(picture, name=name))

    return [
        replace(document, paragraphs=tuple(map(renamed, document.paragraphs)))
        for document in documents
    ]


def _numbered_names(name: str) -> Iterator[str]:
    """tu-01.png, tu-01-2.png …"""
    stem, dot, ending = name.rpartition(".")
    yield name
    yield from (f"{stem}-{number}{dot}{ending}" for number in count(2))


def _pixels(data: bytes) -> str:
    """A digest of how a picture looks, whatever the form of its file; "" for what is none."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > PIXEL_LIMIT:
                return ""
            shown = image.convert("RGBA")
            return hashlib.sha256(repr(shown.size).encode() + shown.tobytes()).hexdigest()
    except Exception:  # noqa: BLE001 - Pillow has an error of its own for every kind of broken file
        return ""


def _read_kept_base(directory: Path) -> tuple[dict[str, str], dict[str, str]]:
    path = directory / manuscript_folder.BASE_FILE
    if not os.path.lexists(path):
        raise BookError(problem("update-no-base", None, name=str(directory)), 2)
    try:
        if not path.is_file() or path.stat().st_size > FILE_BYTES:
            raise ValueError("no file, or too large")
        return read_base(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise BookError(problem("update-broken-base", SourceLocation(path.name)), 2) from None


def read_base(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The chapters that a base holds, and the settings, which those of older versions have not.
    ValueError for what is none.
    """
    base = json.loads(data.decode("utf-8"))
    if (
        not isinstance(base, dict)
        or base.get("duben-import-base") != manuscript_folder.BASE_FORM
        or not isinstance(base.get("chapters"), dict)
        or not isinstance(base.get("settings", {}), dict)
    ):
        raise ValueError("no base of an import")
    chapters, settings = (
        {str(name): str(text) for name, text in base.get(table, {}).items()}
        for table in ("chapters", "settings")
    )
    return chapters, settings


def _read_chapter(path: Path) -> str:
    if path.is_symlink() or path.stat().st_size > FILE_BYTES:
        raise BookError(
            problem("intake-unreadable", None, name=path.name, reason="a link, or too large"), 2
        )
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BookError(
            problem(
                "intake-unreadable",
                None,
                name=path.name,
                reason=getattr(error, "strerror", "") or "not UTF-8",
            ),
            2,
        ) from None


def _write_files(directory: Path, files: Mapping[str, bytes], gone: Sequence[str]) -> None:
    """Each file beside its own first, then all put in place, then those that are ``gone`` removed.
    BookError (2) where that fails.
    """
    try:
        for name in files:
            (directory / name).parent.mkdir(exist_ok=True)
        replace_files({directory / name: data for name, data in files.items()})
        for name in gone:
            (directory / name).unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BookError(
            problem("intake-cannot-write", name=str(directory), reason=reason), 2
        ) from None


def _merge_notices(merged: Update, toml: str, known: set[str]) -> Iterator[Problem]:
    for conflict in merged.conflicts:
        yield warning(f"update-{conflict.what}", conflict.place, text=shorten(conflict.base, 24))
    has_list = re.search(r"^\s*chapters\s*=", toml, re.MULTILINE)
    for name in merged.files:
        if name not in known:
            yield warning(
                "update-new-chapter" if has_list else "update-new-file",
                SourceLocation("book.toml" if has_list else name),
                name=name,
            )
    for name in merged.emptied:
        is_named = name in toml
        yield warning(
            "update-chapter-gone" if is_named else "update-file-gone",
            SourceLocation("book.toml" if is_named else name),
            name=name,
        )


def _setting_notices(
    new: Mapping[str, str], old: Mapping[str, str], toml: str
) -> Iterator[Problem]:
    """What the source says of itself otherwise than before and than book.toml."""
    own: Mapping[str, str] = {}
    try:
        own = manuscript_folder.plain_settings(toml)
    except tomllib.TOMLDecodeError:
        yield warning("toml-broken", SourceLocation("book.toml"), file="book.toml")
    for key in dict.fromkeys((*new, *old)):
        value = new.get(key, "")
        if value in (old.get(key, ""), own.get(key, ""), TITLE_TO_FILL):
            continue
        if value:
            yield warning("update-setting", SourceLocation("book.toml"), key=key, value=value)
        else:
            yield warning(
                "update-setting-gone", SourceLocation("book.toml"), key=key, value=old[key]
            )


def conflict_list(conflicts: Sequence[Conflict]) -> str:
    """The conflicts as a text for the editor."""
    reasons = {
        "both": "原文和书稿改了同一处",
        "removed": "原文删去了，书稿里改过",
        "changed-gone": "原文改了，书稿里已经删去",
        "moved": "原文移动并修改了，书稿里也改过",
    }
    rows = ["以下各处没有改动书稿，请编者定夺；改好后可以删去这个文件。", ""]
    for number, conflict in enumerate(conflicts, 1):
        rows += [
            f"{number}. {conflict.place}　{reasons[conflict.what]}",
            "",
            f"   原文（旧）：{conflict.base}",
            f"   原文（新）：{conflict.source or '（无）'}",
            f"   书稿：{conflict.own or '（无）'}",
            "",
        ]
    return "\n".join(rows)

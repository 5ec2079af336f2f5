"""The code of each edition: put onto its files when they are made, worked out again when they are
verified.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from duben import epub, model, pdf
from duben.publish import manifest
from duben.publish.options import OutputFile

# What of a manifest stands in its code, beside the rows of its files.
BASIS = ("book", "version", "date", "duben", "sources", "settings", "fonts", "versions", "looks")


def code_basis(document: Mapping[str, Any]) -> str:
    """The first half of a code, of what a manifest says of sources, settings, fonts, versions and
    looks.
    """
    return model.data_digest(*(document.get(name) for name in BASIS))


def rows_with_codes(
    folder: Path, files: Sequence[OutputFile], document: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The manifest's rows of files that lie in a folder; each edition's code is put onto those that
    have room for it.
    """
    rows = {}
    for _, group in groupby(sorted(files, key=_edition), key=_edition):
        contents = {file: (folder / file.name).read_bytes() for file in group}
        plain = [
            {"name": file.name, "pages": file.pages, "content": content_digest(file.name, data)}
            for file, data in contents.items()
        ]
        shown = model.edition_code(
            document["code"], next(iter(contents)).edition, _rows_of_code(plain)
        )
        text = model.code_payload(document["book"], document["version"], shown)
        whole = {file: add_code(file.name, data, shown, text) for file, data in contents.items()}
        printed = any(whole[file] is not data for file, data in contents.items())
        for row, (file, data) in zip(plain, whole.items(), strict=True):
            if data is not contents[file]:
                (folder / file.name).write_bytes(data)
            sums = manifest.file_sums(io.BytesIO(data))
            rows[file.name] = {
                "name": file.name,
                "edition": file.edition,
                "sha256": sums.sha256,
                "sm3": sums.sm3,
                "bytes": sums.bytes,
                "pages": file.pages,
            }
            if printed:
                rows[file.name] |= {
                    "content": row["content"],
                    "content_bytes": len(contents[file]),
                    "imprint": shown,
                }
    return [rows[file.name] for file in files]


def _edition(file: OutputFile) -> str:
    return _group(file.name, file.edition)


def _group(name: str, edition: object) -> str:
    """What has a code of its own: an edition, the EPUB; a record of a print and a Word file, which
    bear none, stand apart.
    """
    if edition:
        return str(edition)
    if name.endswith(manifest.RECORD_ENDING):
        return "record"
    return "docx" if name.endswith(".docx") else ""


def _rows_of_code(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that make the code of an edition: its pages with changes marked are the same pages,
    and bear the same code.
    """
    return [row for row in rows if not row["name"].endswith(manifest.MARKED_ENDING)] or list(rows)


def content_digest(name: str, data: bytes) -> str:
    """A digest over a file without its code."""
    return epub.content_digest(data) if name.endswith(".epub") else hashlib.sha256(data).hexdigest()


def add_code(name: str, data: bytes, shown: str, text: str) -> bytes:
    """A file with its code, where it has room for one. ValueError for a file of another kind."""
    if name.endswith(".epub"):
        return epub.insert_code(data, shown)
    if not name.endswith(".pdf"):
        return data
    before = pdf.read_file_end(data)
    return data if before.code_drawing is None else data + pdf.code_update(before, shown, text)


def code_problems(
    document: Mapping[str, Any], read: Callable[[str], bytes | None], sound: Collection[str]
) -> Iterator[model.Problem]:
    """Where the codes on the imprints say otherwise than a manifest and the files that it lists.

    ``sound`` are the names of the files that are as the manifest says; the others are told already.
    """
    listed = document["files"]
    if any("imprint" in row for row in listed) and document.get("code") != code_basis(document):
        yield model.problem("manifest-altered", None, name=manifest.MANIFEST_NAME)
        return
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in listed:
        # Each copy that is sent has a code of its own.
        own = row["name"] if "number" in row else _group(row["name"], row.get("edition"))
        groups.setdefault((own, str(row.get("code") or document.get("code"))), []).append(row)
    for (_, base), group in groups.items():
        # Marked pages whose edition has been made anew bear a code that nothing is left of to work
        # it out from.
        if all(row["name"] in sound for row in group) and not all(
            row["name"].endswith(manifest.MARKED_ENDING) for row in group
        ):
            yield from _group_problems(document, base, group, read)


def _group_problems(
    document: Mapping[str, Any],
    base: str,
    group: Sequence[Mapping[str, Any]],
    read: Callable[[str], bytes | None],
) -> Iterator[model.Problem]:
    files = {row["name"]: read(row["name"]) or b"" for row in group}
    actual = [
        {
            "name": row["name"].rpartition("/")[2],
            "pages": row.get("pages"),
            "content": _content_digest(row, files[row["name"]]),
        }
        for row in group
    ]
    copy = group[0].get("number")
    more = (
        {}
        if copy is None
        else {
            "recipient": group[0].get("recipient") or document.get("recipient"),
            "number": copy,
            "scope": document.get("scope"),
        }
    )
    expected = model.edition_code(base, group[0].get("edition"), _rows_of_code(actual), **more)
    version = group[0].get("version") or document.get("version")
    text = model.code_payload(
        str(document["book"]), str(version), expected, copy if isinstance(copy, int) else None
    )
    for row in group:
        data = files[row["name"]]
        shown = read_code(row["name"], data)
        if shown is None and "imprint" not in row:
            # made by a version that put no codes on imprints, or with a template that has no room
            # for one
            continue
        if (
            shown is not None
            and (shown != expected or not _is_content_and_code(row, data, expected, text))
            or row.get("imprint") != expected
        ):
            yield model.problem(
                "imprint-differs", None, name=row["name"], shown=shown or "—", expected=expected
            )


def _content_digest(row: Mapping[str, Any], data: bytes) -> str:
    try:
        length = row.get("content_bytes")
        return content_digest(
            row["name"],
            data[:length] if row["name"].endswith(".pdf") and isinstance(length, int) else data,
        )
    except ValueError:
        return ""


def read_code(name: str, data: bytes) -> str | None:
    """The code on the imprint of a file; None where there is none."""
    return (
        epub.read_code(data)
        if name.endswith(".epub")
        else pdf.read_code(data)
        if name.endswith(".pdf")
        else None
    )


def _is_content_and_code(row: Mapping[str, Any], data: bytes, expected: str, text: str) -> bool:
    """Whether a file is its content and what a code puts behind it, to the byte."""
    length = row.get("content_bytes")
    if not isinstance(length, int):
        return False
    try:
        return (
            row["name"].endswith(".epub")
            or add_code(row["name"], data[:length], expected, text) == data
        )
    except ValueError:
        return False

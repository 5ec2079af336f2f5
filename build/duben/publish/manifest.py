"""manifest.json and SHA256SUMS: what was made, of what, and with which checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from duben.model import BookError, problem
from duben.publish import outputs

MANIFEST_NAME = "manifest.json"
SUMS_NAME = "SHA256SUMS"
RECORD_ENDING = ".record.json"
MARKED_ENDING = "-marked.pdf"
MANIFEST_BYTES = 50_000_000
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FileSums:
    """Checksums of a file, in hexadecimal, and its size in bytes."""

    sha256: str
    sm3: str
    bytes: int


def file_sums(stream: IO[bytes], limit: int | None = None) -> FileSums:
    """Checksums of what a stream gives; reading stops when more than ``limit`` bytes came."""
    sha256, chinese, size = hashlib.sha256(), new_sm3(), 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        sha256.update(chunk)
        if chinese is not None:
            chinese.update(chunk)
        if limit is not None and size > limit:
            break
    return FileSums(sha256.hexdigest(), chinese.hexdigest() if chinese is not None else "", size)


def new_sm3() -> Any:
    """A new SM3 sum; None where the machine lacks it."""
    # OpenSSL may have been built without it: sha256 then stands alone.
    try:
        return hashlib.new("sm3")
    except ValueError:
        return None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest that lies in a folder; None if there is none. BookError (2) for a file of that
    name that is not ours.
    """
    path = folder / MANIFEST_NAME
    try:
        data = outputs.read_output(path, MANIFEST_BYTES)
    except OSError as error:
        raise BookError(outputs.unwritable_problem(path, error), 2) from None
    if data is None:
        return None
    if (document := parse_manifest(data)) is None:
        raise BookError(problem("manifest-foreign", None, path=str(path)), 2)
    return document


def listed_names(folder: Path) -> frozenset[str]:
    """The names of the files that builds made in a folder, as its manifest lists them, with that of
    their sums. BookError as ``read_manifest``.
    """
    document = read_manifest(folder)
    return frozenset((SUMS_NAME, *(row["name"] for row in document["files"])) if document else ())


def parse_manifest(data: bytes) -> dict[str, Any] | None:
    """A manifest of its bytes; None if they are none of ours: names without a folder, sizes and
    sums of the right kind.
    """
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("book"), str)
        or not isinstance(document.get("files"), list)
    ):
        return None
    return (
        document
        if all(_is_row(row, "distribution" in document) for row in document["files"])
        else None
    )


def _is_row(row: object, below: bool) -> bool:
    return (
        isinstance(row, dict)
        and (is_bare_name(row.get("name")) or (below and _is_name_below(row.get("name"))))
        and isinstance(row.get("sha256"), str)
        and isinstance(row.get("sm3", ""), str)
        and isinstance(row.get("bytes"), int)
    )


def is_bare_name(name: object) -> bool:
    """Whether a name is that of a file in the folder itself."""
    return (
        isinstance(name, str)
        and name.isprintable()
        and "\\" not in name
        and name not in ("", ".", "..")
        and PurePosixPath(name).name == name
    )


def _is_name_below(name: object) -> bool:
    """Whether a name is that of a file in a folder of the folder."""
    return (
        isinstance(name, str)
        and name.count("/") == 1
        and all(is_bare_name(part) for part in name.split("/"))
    )


def merge_manifests(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], folder: Path
) -> dict[str, Any]:
    """The new manifest with the rows of files that were not made again and are still there.

    A row of another text keeps the code and the sources that it came from.
    """
    names = {row["name"] for row in new["files"]}
    older = [
        _row_with_source(row, old, new)
        for row in (old or {}).get("files", ())
        if row["name"] not in names and (folder / row["name"]).is_file()
    ]
    return {**new, "files": sorted([*new["files"], *older], key=lambda row: row["name"])}


def _row_with_source(
    row: Mapping[str, Any], old: Mapping[str, Any] | None, new: Mapping[str, Any]
) -> dict[str, Any]:
    of_text = ("code", "version", "sources")
    plain = {name: value for name, value in row.items() if name not in of_text}
    came_from = row if row.get("code") else old or {}
    if came_from.get("code") == new["code"]:
        return plain
    return {**plain, **{name: came_from.get(name) for name in of_text}}


def older_files(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the files that were made of another text than the manifest's own sources; records of
    earlier versions are meant to be.
    """
    return tuple(
        row["name"]
        for row in manifest["files"]
        if "code" in row and not row["name"].endswith(RECORD_ENDING)
    )


def dump_manifest(manifest: Mapping[str, Any]) -> bytes:
    """A manifest as the bytes of its file."""
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def dump_sums(rows: Iterable[Mapping[str, Any]], manifest: bytes) -> bytes:
    """SHA256SUMS, as ``sha256sum -c`` reads it: every file and the manifest."""
    lines = [(row["name"], row["sha256"]) for row in rows] + [
        (MANIFEST_NAME, hashlib.sha256(manifest).hexdigest())
    ]
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(lines)).encode()


def parse_sums(data: bytes) -> dict[str, str] | None:
    """Name → sha256 of a SHA256SUMS; None if it is not one."""
    digests: dict[str, str] = {}
    try:
        lines: Sequence[str] = data.decode("utf-8").splitlines()
    except ValueError:
        return None
    for line in lines:
        digest, _, name = line.partition(" ")
        name = name[1:] if name[:1] in (" ", "*") else name
        if len(digest) != 64 or not name:
            return None
        digests[name] = digest.lower()
    return digests

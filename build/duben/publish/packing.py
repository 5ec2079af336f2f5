"""A manuscript as one .zip, with the records of its prints and its ledger, and back.

A packed manuscript comes from elsewhere: its names stay inside the new folder, nothing in it is
followed or run, and its size is limited.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from duben import epub, intake, layout, manuscript, revision
from duben.model import BookError, Problem, problem, replace_file, warning
from duben.publish import manifest
from duben.publish.outputs import unwritable_problem, writing_errors
from duben.publish.verification import READ_ERRORS

FILE_LIMIT = 20_000  # files
FILE_BYTES = 100_000_000  # of one file
PACKED_BYTES = 1_000_000_000  # of all files, unpacked
CHUNK_BYTES = 1_000_000
UTF8_NAME = 0x800  # APPNOTE 4.4.4, bit 11
ENCRYPTED = 0x1  # bit 0
# What a file manager, an office program or a program that was stopped leaves in a folder.
LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
LITTER_BEGINNINGS = (".", "~$")
# Not packed: an older pack of the same book.
PACK_SUFFIX = ".zip"
# A font of the book or of one of its themes.
FONT_PATH = re.compile(f"(?:themes/[^/]+/)?{layout.FONTS_FOLDER}/")


@dataclass(frozen=True, slots=True)
class PackedFiles:
    """The .zip or the folder that was written, the names of its files, and warnings."""

    path: Path
    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


# --- packing --------------------------------------------------------------------------------------


def pack(folder: Path, target: Path | None = None) -> PackedFiles:
    """Writes a manuscript into one .zip: ``target``, else ID.zip in the current folder.

    What stands in it is in one folder, ID, dated 1980 and without owners: the same files give the
    same bytes. Of folders of outputs only the records of prints are taken; fonts are
    not sent on: few licences allow it. BookError (2) where
    there is no manuscript or the .zip cannot be written, (1) for a file that cannot be packed.
    """
    book_id = manuscript.load(folder).settings.book.id
    target = target or Path(f"{book_id}{PACK_SUFFIX}")
    if target.is_dir():
        target = target / f"{book_id}{PACK_SUFFIX}"
    _refuse_foreign_file(target)
    paths = [path for path in _manuscript_files(folder) if not _same_file(folder / path, target)]
    lettering = [path for path in paths if FONT_PATH.match(path)]
    paths = [path for path in paths if path not in lettering]
    links = [path for path in paths if (folder / path).is_symlink()]
    names = [path for path in paths if path not in links]
    if len(names) > FILE_LIMIT:
        raise BookError(problem("pack-files", None, limit=FILE_LIMIT))
    data = _zip(folder, names, book_id)
    with writing_errors(target):
        replace_file(target, data)
    problems = [warning("pack-link", None, name=name) for name in links]
    if lettering:
        problems.append(warning("pack-fonts", None, names="、".join(lettering)))
    return PackedFiles(target, tuple(names), tuple(problems))


def _manuscript_files(folder: Path) -> Iterator[str]:
    """The files of a manuscript in the order of their names; of folders of outputs the records."""
    for top, folders, files in os.walk(folder):
        below = Path(top).relative_to(folder)
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not _is_litter(name))
        of_outputs = top != str(folder) and _holds_outputs(files)
        for name in sorted([*files, *links]):
            if (
                _is_litter(name)
                or (of_outputs and not name.endswith(revision.RECORD_ENDING))
                or (below == Path() and name.lower().endswith(PACK_SUFFIX))
            ):
                continue
            yield (below / name).as_posix()


def _is_litter(name: str) -> bool:
    return name.startswith(LITTER_BEGINNINGS) or name.casefold() in LITTER


def _holds_outputs(files: list[str]) -> bool:
    """Whether a folder with these files is one that ``build`` or ``distribute`` wrote."""
    return manifest.MANIFEST_NAME in files and manifest.SUMS_NAME in files


def _same_file(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _refuse_foreign_file(target: Path) -> None:
    """BookError (2) for a file that is there and is no .zip: it is somebody's."""
    if target.is_file() and not zipfile.is_zipfile(target):
        raise BookError(problem("pack-taken", None, path=str(target)), 2)


def _zip(folder: Path, names: list[str], book_id: str) -> bytes:
    out, size, problems = io.BytesIO(), 0, []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            data = manuscript.read_file(folder, name, FILE_BYTES, None)
            if isinstance(data, Problem):
                problems.append(data)
                continue
            size += len(data)
            if size > PACKED_BYTES:
                raise BookError(problem("pack-large", None, limit=PACKED_BYTES // 1_000_000))
            entry = zipfile.ZipInfo(f"{book_id}/{name}", epub.ZIP_EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    if problems:
        raise BookError(problems)
    return out.getvalue()


# --- unpacking ------------------------------------------------------------------------------------


def unpack(path: Path, directory: Path) -> PackedFiles:
    """Writes the manuscript in a .zip as a new folder, whole or not at all.

    BookError (2) where the .zip is not there or the folder holds something, (1) for a .zip that is
    no packed manuscript, leads out of its folder, holds links, is locked by a password, or is
    larger than the limits.
    """
    intake.refuse_nonempty(directory)
    part = intake.temporary_folder_beside(directory)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = dict(_entries(archive, path))
            with writing_errors(directory):
                _write_entries(archive, entries, part, path)
                part.rename(directory.resolve() if directory.is_symlink() else directory)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise BookError(problem("delivery-missing", None, path=str(path)), 2) from None
    except OSError as error:
        raise BookError(unwritable_problem(path, error), 2) from None
    except READ_ERRORS:
        raise BookError(problem("delivery-zip", None, path=str(path))) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return PackedFiles(directory, tuple(sorted(entries)))


def _entries(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files of a packed manuscript by their names in its folder. BookError (1)."""
    infos = archive.infolist()
    if len(infos) > FILE_LIMIT:
        raise BookError(problem("pack-files", None, limit=FILE_LIMIT))
    if sum(info.file_size for info in infos) > PACKED_BYTES:
        raise BookError(problem("pack-large", None, limit=PACKED_BYTES // 1_000_000))
    names = {_entry_name(info): info for info in infos if not info.is_dir()}
    prefix = _prefix(list(names))
    if f"{prefix}{manuscript.SETTINGS}" not in names:
        raise BookError(problem("unpack-no-book", None, path=str(path), name=manuscript.SETTINGS))
    problems = [*_name_problems(list(names)), *_entry_problems(names)]
    if problems:
        raise BookError(problems)
    for name, info in names.items():
        inside = name.removeprefix(prefix)
        if not any(map(_is_litter, inside.split("/"))):
            yield inside, info


def _entry_name(info: zipfile.ZipInfo) -> str:
    """The name of a file. Without the flag of UTF-8 it is in the language of who packed it: GB18030
    where that reads it, for zipfile takes it for code page 437 (APPNOTE D.1).
    """
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _prefix(names: list[str]) -> str:
    """The folder in which all files stand, "" where book.toml is at the top."""
    tops = {PurePosixPath(name).parts[0] for name in names if name.strip("/")} - {"__MACOSX"}
    return "" if manuscript.SETTINGS in names or len(tops) != 1 else f"{tops.pop()}/"


def _name_problems(names: list[str]) -> Iterator[Problem]:
    """Names that lead out of the folder, and names that are one on other systems."""
    seen: dict[str, str] = {}
    for name in names:
        parts = manuscript.path_parts(name)
        if parts is None or "/".join(parts) != name:
            yield problem("unpack-name", None, name=manuscript.printable_name(name))
            continue
        other = seen.setdefault(manuscript.name_key(name), name)
        if other != name:
            yield problem("unpack-twice", None, name=manuscript.printable_name(name))


def _entry_problems(names: dict[str, zipfile.ZipInfo]) -> Iterator[Problem]:
    for name, info in names.items():
        shown = manuscript.printable_name(name)
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            yield problem("unpack-link", None, name=shown)
        elif info.flag_bits & ENCRYPTED:
            yield problem("unpack-locked", None, name=shown)
        elif info.file_size > FILE_BYTES or manuscript.is_zip_bomb(info):
            yield problem("unpack-file-large", None, name=shown, limit=FILE_BYTES // 1_000_000)


def _write_entries(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], part: Path, path: Path
) -> None:
    """Writes the files into a new folder. BookError (1) for one that is damaged."""
    part.parent.mkdir(parents=True, exist_ok=True)
    part.mkdir()
    for name, info in entries.items():
        (part / name).parent.mkdir(parents=True, exist_ok=True)
        with (part / name).open("xb") as target:
            for chunk in _chunks(archive, info, path):
                target.write(chunk)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The bytes of a file; never more than its entry says, for zipfile reads no further."""
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except READ_ERRORS:
        raise BookError(problem("delivery-zip", None, path=str(path))) from None

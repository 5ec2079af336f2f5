"""``duben check --mend``: what is certain is carried out in the author's files, which are kept as
they were; ``--undo`` puts them back.

Each run keeps them in a folder of its own, BOOK/.duben/mended-N, with the digests of before and
after in mended.json. Undoing takes the last run, and only files that nobody has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duben import analysis, manuscript
from duben.analysis import MarkEdit
from duben.manuscript import parse_chapters
from duben.model import BookError, Chapter, Source, SourceLocation, problem, replace_files
from duben.publish import outputs, reading
from duben.publish.reading import Draft

RUN_NAME = re.compile(r"mended-([0-9]{1,9})")
LIST_NAME = "mended.json"
LINE_END = re.compile("(\r\n|\r|\n)")
BOM = b"\xef\xbb\xbf"
NEAR = 4  # characters shown on either side of a change, and within which changes are shown as one


@dataclass(frozen=True, slots=True)
class MendedPlace:
    """A part of a line as it was and as it is now."""

    place: SourceLocation
    old: str
    new: str


def mend(path: Path) -> tuple[MendedPlace, ...]:
    """Sets right the marks of a manuscript's folder, or of a single .md file, that rule L22 tells.
    Returns what was changed, in the order of the files.

    BookError (2) for another kind of text and for files that cannot be written. A block whose text
    would not become what the rule says is left as it is.
    """
    home = _home(path)
    draft = reading.load(path)
    chapters = {chapter.file for chapter in draft.book.chapters}
    sources = {source.file: source for source in draft.sources if source.file in chapters}
    edits = _certain_edits(draft, sources)
    before = {name: (home / name).read_bytes() for name in {edit.place.file for edit in edits}}
    after = {
        name: _edit_bytes(data, [edit for edit in edits if edit.place.file == name])
        for name, data in before.items()
    }
    if after:
        with outputs.writing_errors(home):
            _keep(home, before, after)
            replace_files({home / name: data for name, data in after.items()})
    return tuple(
        shown
        for name in sources
        if name in after
        for shown in _shown_places(
            sources[name], [edit for edit in edits if edit.place.file == name]
        )
    )


def undo(path: Path) -> tuple[str, ...]:
    """Puts back the files that the last run of ``mend`` changed. Returns their names.

    BookError: 2 where nothing is kept, 1 where a file was changed since; then nothing is put back.
    """
    home = _home(path)
    runs = sorted(_runs(home))
    if not runs:
        raise BookError(problem("mend-nothing-kept", None, folder=home), 2)
    folder = _run_folder(home, runs[-1])
    try:
        listed = json.loads((folder / LIST_NAME).read_text("utf-8"))["files"]
        kept = {name: (folder / name).read_bytes() for name in listed}
    except (OSError, ValueError, KeyError, TypeError):
        raise BookError(problem("mend-kept-broken", None, folder=folder), 2) from None
    if path.is_file():
        kept = {name: data for name, data in kept.items() if name == path.name}
    changed = [
        problem("mend-changed-since", SourceLocation(name), name=name, kept=folder / name)
        for name in kept
        if manuscript.path_parts(name) is None
        or _digest(home / name) not in (listed[name]["before"], listed[name]["after"])
    ]
    if changed:
        raise BookError(changed)
    with outputs.writing_errors(home):
        replace_files({home / name: data for name, data in kept.items()})
        shutil.rmtree(folder)
        with suppress(OSError):  # it holds something else
            folder.parent.rmdir()
    return tuple(kept)


def _home(path: Path) -> Path:
    """The folder of the files. BookError (2) for what is neither a folder nor a .md file."""
    if path.is_dir():
        return path
    if path.is_file() and path.suffix.lower() == ".md":
        return path.parent
    if path.exists():
        raise BookError(problem("mend-kind", None, name=path.name), 2)
    raise BookError(problem("folder-missing", None, folder=path), 2)


def _certain_edits(draft: Draft, sources: Mapping[str, Source]) -> list[MarkEdit]:
    """The edits after which every block has the text that the rule asks for, and no other block is
    another.
    """
    edits = list(analysis.mark_edits(draft.book, sources))
    for _ in range(2):
        if not edits:
            break
        wrong = _blocks_gone_wrong(draft.book.chapters, sources, edits)
        if not wrong:
            return edits
        edits = [edit for edit in edits if edit.block not in wrong and edit.place.file not in wrong]
    return []


def _blocks_gone_wrong(
    chapters: Sequence[Chapter],
    sources: Mapping[str, Source],
    edits: Sequence[MarkEdit],
) -> set[str]:
    """Ids of the blocks whose text is not what the edits say; the file's name where it has other
    blocks than before.
    """
    changed = tuple(
        replace(
            sources[name],
            text=_edit_text(sources[name].text, [one for one in edits if one.place.file == name]),
        )
        for name in dict.fromkeys(chapter.file for chapter in chapters)
    )
    wanted = {edit.block: edit.block_text for edit in edits}
    wrong: set[str] = set()
    read = {chapter.file: chapter for chapter in parse_chapters(changed)}
    for chapter in chapters:
        old = list(chapter.walk())
        new = list(read[chapter.file].walk()) if chapter.file in read else []
        if [block.kind for block in old] != [block.kind for block in new]:
            wrong.add(chapter.file)
            continue
        wrong.update(
            before.id
            for before, after in zip(old, new, strict=True)
            if after.text != wanted.get(before.id, before.text)
        )
    return wrong


def _edit_text(text: str, edits: Sequence[MarkEdit]) -> str:
    """A text with edits of its lines carried out; line ends of any kind stay."""
    pieces = LINE_END.split(text)
    for edit in sorted(edits, key=lambda edit: edit.place, reverse=True):
        line, column = pieces[2 * (edit.place.line - 1)], edit.place.column - 1
        assert line.startswith(edit.old, column)
        changed = line[:column] + edit.new + line[column + len(edit.old) :]
        pieces[2 * (edit.place.line - 1)] = changed
    return "".join(pieces)


def _edit_bytes(data: bytes, edits: Sequence[MarkEdit]) -> bytes:
    mark = BOM if data.startswith(BOM) else b""
    return mark + _edit_text(data.removeprefix(BOM).decode("utf-8"), edits).encode("utf-8")


def _shown_places(source: Source, edits: Sequence[MarkEdit]) -> list[MendedPlace]:
    """The edits as a reader sees them: with what stands beside them, neighbours as one."""
    lines = source.text.split("\n")
    groups: list[list[MarkEdit]] = []
    for edit in sorted(edits, key=lambda edit: edit.place):
        before = groups[-1][-1].place if groups else SourceLocation("")
        near = edit.place.column - before.column <= 2 * NEAR
        if groups and before.line == edit.place.line and near:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    shown = []
    for group in groups:
        first, last = group[0].place, group[-1].place
        line, start = lines[first.line - 1], max(0, first.column - 1 - NEAR)
        end = last.column - 1 + len(group[-1].old) + NEAR
        new, at = "", start
        for edit in group:
            new += line[at : edit.place.column - 1] + edit.new
            at = edit.place.column - 1 + len(edit.old)
        shown.append(MendedPlace(first, line[start:end], new + line[at:end]))
    return shown


def _keep(home: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Keeps the files as they were, with a list of what they were and are."""
    kept = home / manuscript.KEPT_FOLDER
    kept.mkdir(exist_ok=True)
    folder = _run_folder(home, max(_runs(home), default=0) + 1)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    files = {part / name: data for name, data in before.items()}
    rows: dict[str, Any] = {
        name: {"before": _sha256(data), "after": _sha256(after[name])}
        for name, data in before.items()
    }
    files[part / LIST_NAME] = json.dumps({"files": rows}, ensure_ascii=False, indent=2).encode()
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_files(files)
    part.rename(folder)


def _run_folder(home: Path, number: int) -> Path:
    return home / manuscript.KEPT_FOLDER / f"mended-{number}"


def _runs(home: Path) -> list[int]:
    folder = home / manuscript.KEPT_FOLDER
    if not folder.is_dir():
        return []
    matches = (RUN_NAME.fullmatch(entry.name) for entry in folder.iterdir())
    return [int(match[1]) for match in matches if match]


def _digest(path: Path) -> str:
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return ""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

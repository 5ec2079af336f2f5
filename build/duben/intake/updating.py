"""A revised source into a manuscript that was worked on: what the source changed goes in, what the
editor did stays, and where both changed the same words the editor decides.

Three texts are compared, piece by piece: the base (the source as it was taken in), the source as it
is now, the manuscript.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from duben import chinese
from duben.intake import manuscript_folder
from duben.intake.document import ImportedDocument
from duben.model import BookError, Problem, SourceLocation, problem, warning
from duben.revision import Unit, diff_text, moved_pairs, pair_units, shorten

CONFLICTS = "_conflicts.md"  # no chapter: its name begins with _
FILE_BYTES = 200_000_000
# A line that begins a piece of its own, whatever stands before it.
OPENS_UNIT = re.compile(
    r"\s*(?:[-*+•]\s|\d{1,9}[.)]\s|#{1,6}\s|[|｜>]|!!!|\[\^[^\]]+\]:|\{:|<!--|```|~~~)"
)
# And one behind which nothing goes on.
ENDS_UNIT = re.compile(r"\s*(?:#{1,6}\s|[|｜]|!!!|\{:|```|~~~)")
# What the editor puts into a text without touching its words.
MARKUP = re.compile(r"(?:\[\^[^\]]+\]|\*+|\s*\{[#.:][^{}]*\}|[`~^]+|</?[a-z]+>|\\)+")
TITLE = re.compile(r"#(?!#)\s*(?P<title>.*)")

ConflictKind = Literal["both", "removed", "changed-gone", "moved"]


@dataclass(frozen=True, slots=True)
class MarkdownUnit:
    """A paragraph, heading, item, row or note as it is typed, and the blanks before it."""

    file: str
    before: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is left to the editor. ``both``: source and editor changed the same words; ``removed``:
    the source no longer has a piece on which the editor worked; ``changed-gone``: it changed one
    that the editor took out; ``moved``: it moved one on which both worked.

    ``place`` is in the manuscript as it now is; ``base``, ``source`` and ``own`` are the three
    wordings, "" where there is none.
    """

    what: ConflictKind
    place: SourceLocation
    base: str
    source: str
    own: str


@dataclass(frozen=True, slots=True)
class Update:
    """A manuscript brought up to its source: the files to be written, what was taken over (kind,
    place, words), what was not.
    """

    files: Mapping[str, str]
    taken: tuple[tuple[str, SourceLocation, str], ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[Problem, ...] = ()


def split_units(file: str, text: str) -> Iterator[MarkdownUnit]:
    """The pieces of a file; joined with the blanks before them, and what is left at the end, they
    are the file.
    """
    before: list[str] = []
    own: list[str] = []
    start = 1
    fenced = ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.strip() and not fenced:
            if own:
                yield MarkdownUnit(file, "".join(before), "".join(own), start)
                before, own = [], []
            before.append(line)
            continue
        if own and (fenced or OPENS_UNIT.match(line) or ENDS_UNIT.match(own[-1])):
            yield MarkdownUnit(file, "".join(before), "".join(own), start)
            before, own = [], []
        if mark := re.match(r"\s*(`{3,}|~{3,})", line):
            fenced = "" if fenced and mark[1].startswith(fenced) else fenced or mark[1]
        if not own:
            start = number
        own.append(line)
    if own:
        yield MarkdownUnit(file, "".join(before), "".join(own), start)


def read_base(data: bytes) -> dict[str, str]:
    """The chapters that a base holds. ValueError for what is none."""
    found = json.loads(data.decode("utf-8"))
    if (
        not isinstance(found, dict)
        or found.get("duben-import-base") != manuscript_folder.BASE_FORM
        or not isinstance(found.get("chapters"), dict)
    ):
        raise ValueError("no base of an import")
    return {str(name): str(text) for name, text in found["chapters"].items()}


def update(old: Mapping[str, str], new: Mapping[str, str], own: Mapping[str, str]) -> Update:
    """The manuscript ``own`` with what became of its source from ``old`` to ``new``; each maps
    files, in their order, to text.
    """
    return ThreeWayMerge(old, new, own).update()


def _revision_units(found: Sequence[MarkdownUnit]) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            f"{index}",
            "paragraph",
            piece.text.strip(),
            SourceLocation(piece.file, piece.line),
            "",
            _label_text(piece.text),
        )
        for index, piece in enumerate(found)
    )


def _label_text(text: str) -> str:
    label = chinese.read_label(text.strip())
    return label.text if label else ""


@dataclass
class ThreeWayMerge:
    old: Mapping[str, str]
    new: Mapping[str, str]
    own: Mapping[str, str]
    taken: list[tuple[str, int, str]] = field(
        default_factory=list
    )  # kind, piece of the result, words
    left: list[tuple[ConflictKind, int, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.base, self.source, self.mine = (
            [piece for name, text in found.items() for piece in split_units(name, text)]
            for found in (self.old, self.new, self.own)
        )
        units = [_revision_units(found) for found in (self.base, self.source, self.mine)]
        pairs = pair_units(units[0], units[1])
        self.became = dict(pairs)
        self.elsewhere = {i for i, _ in moved_pairs(pairs, units[0], units[1])}
        self.kept = dict(pair_units(units[0], units[2]))
        self.was = {j: i for i, j in self.kept.items()}

    def update(self) -> Update:
        # The result: pieces of the manuscript by index, each with what comes behind it.
        texts = {index: self.merged(index) for index in range(len(self.mine))}
        behind = self.inserted(texts)
        rows: list[tuple[int, MarkdownUnit]] = []
        for index in range(-1, len(self.mine)):
            if index >= 0 and (text := texts[index]) is not None:
                rows.append((index, replace(self.mine[index], text=text)))
            last = self.mine[max(index, 0)].file if self.mine else next(iter(self.own), "01.md")
            for key, piece in behind.get(index, ()):
                last = self.fresh(piece, last)
                rows.append((key, replace(piece, file=last)))
        return self.told(rows)

    # --- what becomes of a piece of the manuscript ---

    def merged(self, index: int) -> str | None:
        """Its text, or None where the source no longer has it."""
        own = self.mine[index].text
        was = self.was.get(index)
        if was is None:
            return own
        before = self.base[was].text
        now = self.became.get(was)
        if now is None:
            if _words_of(own) == _words_of(before) and _markup_of(own) == _markup_of(before):
                self.taken.append(("removed", index, before))
                return None
            self.left.append(("removed", index, before, "", own))
            return own
        after = self.source[now].text
        text = merge_wording(before, after, own)
        if text is None:
            self.left.append(
                ("moved" if was in self.elsewhere else "both", index, before, after, own)
            )
            return own
        if was in self.elsewhere:
            return None  # it is put in where the source has it
        if text != own:
            self.taken.append(("changed", index, after))
        return text

    def inserted(
        self, texts: Mapping[int, str | None]
    ) -> dict[int, list[tuple[int, MarkdownUnit]]]:
        """What the source added, or moved, behind which piece of the manuscript; each with a key of
        its own.
        """
        behind: dict[int, list[tuple[int, MarkdownUnit]]] = {}
        from_source = {j: i for i, j in self.became.items()}
        anchor = -1
        failed = {index for _, index, *_ in self.left}
        for j, piece in enumerate(self.source):
            was = from_source.get(j)
            mine = self.kept.get(was) if was is not None else None
            if was is None:
                key = len(self.mine) + j
                behind.setdefault(anchor, []).append((key, piece))
                self.taken.append(("added", key, piece.text))
            elif mine is None:
                if self.base[was].text.strip() != piece.text.strip():
                    self.left.append(("changed-gone", anchor, self.base[was].text, piece.text, ""))
            elif was in self.elsewhere and mine not in failed:
                text = merge_wording(self.base[was].text, piece.text, self.mine[mine].text)
                assert text is not None
                key = len(self.mine) + j
                behind.setdefault(anchor, []).append((key, replace(piece, text=text)))
                self.taken.append(("moved", key, text))
            elif was not in self.elsewhere:
                anchor = mine
        return behind

    def fresh(self, piece: MarkdownUnit, before: str) -> str:
        """The file into which a piece goes: a new one where it opens a chapter of the source."""
        if (
            piece.file in self.own
            or not TITLE.match(piece.text)
            or any(self.base[i].file == piece.file for i in range(len(self.base)))
        ):
            return before
        stem = before.removesuffix(".md")
        head = re.match(r"\d+", stem)
        rest = re.sub(r"^\d+-?", "", piece.file)
        # Behind the chapter before it, ahead of the next: 02-….md, 02a-….md, 03-….md.
        name = f"{head[0] if head else stem}a-{rest}"
        while name in self.own:
            name = name.replace("a-", "aa-", 1)
        return name

    # --- telling ---

    def told(self, rows: Sequence[tuple[int, MarkdownUnit]]) -> Update:
        files: dict[str, str] = {}
        places: dict[int, SourceLocation] = {}
        ends = {name: text[len(text.rstrip()) :] for name, text in self.own.items()}
        last: dict[str, MarkdownUnit] = {}
        for key, piece in rows:
            text = files.get(piece.file, "")
            gap = piece.before if text else piece.before if key < len(self.mine) else ""
            if text and not text.endswith("\n"):
                gap = "\n" + gap
            if (
                text
                and key >= len(self.mine)
                and not gap.strip("\n")
                and not _same_run(last.get(piece.file), piece)
            ):
                gap = "\n" * max(1, len(gap)) if text.endswith("\n") else "\n\n"
            whole = text + gap
            places[key] = SourceLocation(piece.file, whole.count("\n") + 1)
            files[piece.file] = whole + (
                piece.text if piece.text.endswith("\n") else piece.text + "\n"
            )
            last[piece.file] = piece
        for name, text in files.items():
            files[name] = text.rstrip("\n") + (ends.get(name) or "\n")
        emptied = {
            name: ends[name] for name in self.own if name not in files and self.own[name].strip()
        }
        order = sorted(places.values())
        start = order[0] if order else SourceLocation(next(iter(self.own), "01.md"), 1)

        def place(key: int) -> SourceLocation:
            return places.get(key) or next(
                (places[one] for one in range(min(key, len(self.mine)), -1, -1) if one in places),
                start,
            )

        return Update(
            {**files, **emptied},
            tuple(
                sorted(
                    (
                        (kind, place(key), shorten(text.strip(), 40))
                        for kind, key, text in self.taken
                    ),
                    key=lambda row: row[1],
                )
            ),
            tuple(
                sorted(
                    (
                        Conflict(what, place(key), before.strip(), after.strip(), own.strip())
                        for what, key, before, after, own in self.left
                    ),
                    key=lambda one: one.place,
                )
            ),
        )


def _same_run(before: MarkdownUnit | None, piece: MarkdownUnit) -> bool:
    """Whether two pieces are rows of one table or items of one list."""
    if before is None:
        return False
    return any(
        re.match(mark, before.text.strip()) and re.match(mark, piece.text.strip())
        for mark in (r"[|｜]", r"[-*+]\s", r"\d{1,9}[.)]\s")
    )


def _words_of(text: str) -> str:
    """The words of a piece without markup and blanks."""
    return re.sub(r"\s", "", MARKUP.sub("", text))


def _markup_of(text: str) -> list[str]:
    return [mark.strip() for mark in MARKUP.findall(text)]


# --- three wordings to one ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _WordingEdit:
    """``base[start:end]`` becomes ``came``."""

    start: int
    end: int
    came: str


def merge_wording(base: str, source: str, own: str) -> str | None:
    """One wording with what the source and the editor changed; None where they changed the same
    words otherwise.
    """
    if own.strip() == source.strip() or base.strip() == source.strip():
        return own
    if base.strip() == own.strip():
        return own[: len(own) - len(own.lstrip())] + source.strip() + own[len(own.rstrip()) :]
    core, rest = own.strip(), own[len(own.rstrip()) :]
    lead = own[: len(own) - len(own.lstrip())]
    base = base.strip()
    theirs, mine = _edits(base, source.strip()), _edits(base, core)
    made: list[tuple[int, int, int, str]] = []
    for edit in mine:
        for other in theirs:
            if not _are_apart(edit, other) and edit != other:
                return None
    for edit in theirs:
        made.append((edit.start, edit.end, 1, edit.came))
    for edit in mine:
        if edit not in theirs:
            # At one place: what belongs to the words before comes first, the attributes of the
            # whole last.
            made.append(
                (edit.start, edit.end, 2 if edit.came.lstrip().startswith("{") else 0, edit.came)
            )
    made.sort(key=lambda row: (row[0], row[1] > row[0], row[2]))
    text, at = "", 0
    for start, end, _, came in made:
        text += base[at:start] + came
        at = max(at, end)
    return lead + text + base[at:] + rest


def _are_apart(edit: _WordingEdit, other: _WordingEdit) -> bool:
    """Whether an edit of the editor's leaves alone what the source changed."""
    if edit.start == edit.end and MARKUP.fullmatch(edit.came):
        return edit.start <= other.start or other.end <= edit.start
    # Words that the editor changed must not even touch those that the source changed.
    return edit.end < other.start or other.end < edit.start


def _edits(base: str, text: str) -> list[_WordingEdit]:
    found: list[_WordingEdit] = []
    at = 0
    start, came = -1, ""
    for sign, part in (*diff_text(base, text), ("=", "")):
        if sign == "=":
            if start >= 0:
                found.append(_WordingEdit(start, at, came))
                start, came = -1, ""
            at += len(part)
            continue
        start = at if start < 0 else start
        if sign == "-":
            at += len(part)
        else:
            came += part
    return found


# --- onto the disk --------------------------------------------------------------------------------------------------------


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
    new = manuscript_folder.chapter_texts(documents)
    old = manuscript_folder.chapter_texts(earlier) if earlier else _read_kept_base(directory)
    own = {
        path.name: _read_chapter(path)
        for path in sorted(directory.glob("*.md"))
        if path.name[:1] not in "_." and path.name != manuscript_folder.EDITORS_NOTE_FILE
    }
    made = update(old, new, own)
    changed = {name: text for name, text in made.files.items() if own.get(name) != text}
    pictures = {
        f"images/{one.name}": one.data
        for one in manuscript_folder.document_pictures(documents)
        if not (directory / "images" / one.name).exists()
    }
    data = (
        {name: text.encode("utf-8") for name, text in changed.items()}
        | pictures
        | {manuscript_folder.BASE_FILE: manuscript_folder.base_file(new)}
    )
    if made.conflicts:
        data[CONFLICTS] = conflict_list(made.conflicts).encode("utf-8")
    _write_files(directory, data)
    if not made.conflicts:
        with suppress(OSError):
            (directory / CONFLICTS).unlink()
    return replace(
        made, files=changed, notices=tuple(_notices(made, documents, directory, set(own)))
    )


def _read_kept_base(directory: Path) -> dict[str, str]:
    path = directory / manuscript_folder.BASE_FILE
    try:
        if not path.is_file() or path.stat().st_size > FILE_BYTES:
            raise ValueError("there is none")
        return read_base(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise BookError(problem("update-no-base", None, name=str(directory)), 2) from None


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


def _write_files(directory: Path, files: Mapping[str, bytes]) -> None:
    """Each file beside its own first, then all put in place."""
    parts: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            target = directory / name
            target.parent.mkdir(exist_ok=True)
            part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
            parts.append((part, target))
            part.write_bytes(data)
        for part, target in parts:
            os.replace(part, target)
    except OSError as error:
        raise BookError(
            problem(
                "intake-cannot-write", name=str(directory), reason=error.strerror or str(error)
            ),
            2,
        ) from None
    finally:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink()


def _notices(
    made: Update, documents: Sequence[ImportedDocument], directory: Path, known: set[str]
) -> Iterator[Problem]:
    for one in made.conflicts:
        yield warning(f"update-{one.what}", one.place, text=shorten(one.base, 24))
    text = (directory / "book.toml").read_text("utf-8", "replace")
    listed_ = re.search(r"^\s*chapters\s*=", text, re.MULTILINE)
    for name in made.files:
        if name not in known:
            yield warning(
                "update-new-chapter" if listed_ else "update-new-file",
                SourceLocation("book.toml" if listed_ else name),
                name=name,
            )
    first = documents[0]
    for key, value in (
        ("title", first.title),
        ("date", first.date.isoformat() if first.date else ""),
    ):
        if value and not re.search(rf"^\s*{key}\s*=.*{re.escape(value)}", text, re.MULTILINE):
            yield warning("update-setting", SourceLocation("book.toml"), key=key, value=value)


def conflict_list(conflicts: Sequence[Conflict]) -> str:
    """The conflicts as a text for the editor."""
    said = {
        "both": "原文和书稿改了同一处",
        "removed": "原文删去了，书稿里改过",
        "changed-gone": "原文改了，书稿里已经删去",
        "moved": "原文移动并修改了，书稿里也改过",
    }
    rows = ["以下各处没有改动书稿，请编者定夺；改好后可以删去这个文件。", ""]
    for number, one in enumerate(conflicts, 1):
        rows += [f"{number}. {one.place}　{said[one.what]}", ""]
        rows += [
            f"   {name}：{text}"
            for name, text in (
                ("原文（旧）", one.base),
                ("原文（新）", one.source or "（无）"),
                ("书稿", one.own or "（无）"),
            )
        ]
        rows.append("")
    return "\n".join(rows)

"""The texts of an open book: taken as they are typed, saved when the typing rests, merged with what
others write into the files meanwhile.

Nothing that was accepted is lost: it is in the journal before the browser is told. Nothing of
others is overwritten: a file is only replaced while it holds what we read in it last.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from duben import intake, manuscript, publish
from duben.desk.answers import problem_rows, report_fault
from duben.desk.editors_note import note_and_edits
from duben.desk.events import Channel, Listener, Payload
from duben.desk.journal import Journal, JournalEntry
from duben.desk.keys import NotThere, text_key
from duben.desk.merging import (
    Piece,
    lacks_change,
    merge_pieces,
    merge_texts,
    restore_change,
    text_of,
)
from duben.desk.versions import Versions
from duben.model import BookError, SourceLocation, problem

REMOVED_FOLDER = "removed"  # in .duben: chapters that were put away
SAVE_AFTER = 1.0  # seconds without a change
SAVE_AT_LATEST = 5.0
VERSION_AFTER = 30.0  # seconds without a save
TRIES = 3  # to save a text that others write at the same time
EARLIER_KEPT = 40  # texts that a tab may still build upon
ASIDE_KEPT = 40  # texts that others' changes took away, to be had back by a click
STEADY_SECONDS = 0.04  # others' files are read again until they stay the same for so long
STEADY_TRIES = 25
LIMITS: Mapping[str, int] = {
    manuscript.SETTINGS: manuscript.SETTINGS_BYTES,
    manuscript.DECISIONS: manuscript.DECISIONS_BYTES,
}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a text that was sent. ``text`` is given where it is not the one that was sent;
    ``conflict`` where what was sent was not taken: both texts in pieces, ours is what was sent.
    """

    revision: int
    text: str | None = None
    conflict: tuple[Piece, ...] = ()


@dataclass(slots=True)
class OpenText:
    """A text that somebody reads or writes. ``data`` and ``base`` are the file as it was read or
    written last, its bytes and its text; None where there is no file. ``foreign`` is the text that
    was read from the file last: what differs from it was typed here.
    """

    file: str
    text: str
    base: str
    data: bytes | None
    foreign: str
    revision: int = 1
    earlier: OrderedDict[int, str] = field(default_factory=OrderedDict)
    changed_at: float = 0.0
    unsaved_since: float | None = None
    shown: bool = True  # its pages were asked for
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def put(self, text: str) -> None:
        """A newer text."""
        self.earlier[self.revision] = self.text
        while len(self.earlier) > EARLIER_KEPT:
            self.earlier.popitem(last=False)
        self.text = text
        self.revision += 1

    @property
    def save_at(self) -> float | None:
        """When it is to be saved; None where it is."""
        if self.unsaved_since is None:
            return None
        return min(self.changed_at + SAVE_AFTER, self.unsaved_since + SAVE_AT_LATEST)


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that others' changes took away; ``since`` is what it was made of."""

    file: str
    since: str
    text: str


class BookTexts:
    """The texts of the book in a folder. ``change`` is told each new text, None where the file has
    another one; ``forget`` each file that holds the text it was told last.
    """

    def __init__(
        self,
        folder: Path,
        channel: Channel,
        change: Callable[[str, str | None], None],
        forget: Callable[[str], None],
    ) -> None:
        self.folder = folder
        self.journal = Journal(folder)
        self.versions = Versions(folder)
        self._channel = channel
        self._change = change
        self._forget = forget
        self._open: dict[str, OpenText] = {}
        self._opening = asyncio.Lock()
        self._threads = ThreadPoolExecutor(1, "texts")
        self._wake = asyncio.Event()
        self._keep_at: float | None = None
        self._touched = False
        self._aside: OrderedDict[str, Aside] = OrderedDict()
        self._writing_ourselves = 0
        self.untold: list[Mapping[str, object]] = []  # of "outside", while nobody listens
        self._recovery = asyncio.create_task(self._recover())
        self._saver = asyncio.create_task(self._save_when_due())

    # --- reading and writing ----------------------------------------------------------------------

    @property
    def open_files(self) -> tuple[str, ...]:
        """The files whose texts are open."""
        return tuple(self._open)

    async def chapters(self) -> tuple[str, ...]:
        """The files of the chapters. BookError where the book cannot be read."""
        opened = await self.run(partial(manuscript.load, self.folder))
        return tuple(source.file for source in opened.sources)

    async def open(self, file: str) -> OpenText:
        """A text of the book, what the journal has of it included. BookError where its file cannot
        be read as text.
        """
        await self.recovered()
        return await self._opened(file)

    async def recovered(self) -> None:
        """Waits until the journal was read."""
        await asyncio.shield(self._recovery)

    async def _opened(self, file: str) -> OpenText:
        async with self._opening:
            if file not in self._open:
                text, data = await self.run(partial(read_file, self.folder, file))
                self._open[file] = OpenText(file, text, text, data, text)
        return self._open[file]

    async def accept(
        self,
        file: str,
        text: str,
        revision: int,
        shown: bool = True,
        tab: str = "",
        base: str | None = None,
    ) -> Accepted:
        """Takes a text that was made of a revision; merges it where the text is another meanwhile.
        It is in the journal when this returns. ``shown``: its pages are wanted too. ``tab`` is
        what the tab that sends it calls itself. ``base`` is the text that it was made of, where it
        was no revision that is known here. What cannot be merged is kept as a version.

        BookError for a text that is too large, or a journal that cannot be written: it is not
        taken then.
        """
        text = clean_text(text)
        opened = await self.open(file)
        async with opened.lock:
            new = text
            if text != opened.text and (base is not None or revision != opened.revision):
                base = opened.earlier.get(revision) if base is None else base
                pieces = await self.run(partial(merge_pieces, base, text, opened.text))
                if any(not isinstance(piece, str) for piece in pieces):
                    await self._keep_text(opened, opened.text, "conflict")
                    await self._keep_text(opened, text, "conflict")
                    return Accepted(opened.revision, opened.text, tuple(pieces))
                new = text_of(pieces)
            if new != opened.text:
                await self.run(partial(check_size, self.folder, file, new))
                await self._take(opened, new, shown, tab)
            elif shown and not opened.shown:
                opened.shown = True
                self._change(file, None if opened.unsaved_since is None else opened.text)
            return Accepted(opened.revision, None if new == text else new)

    async def put(self, texts: Mapping[str, str]) -> None:
        """Texts that stand for those that are there, by file name, as an author would type them."""
        for file, text in texts.items():
            opened = await self.open(file)
            async with opened.lock:
                if text != opened.text:
                    await self._take(opened, text)

    async def remove(self, file: str) -> None:
        """Takes a text away: its file goes into the bin of the book."""
        opened = await self.open(file)
        async with opened.lock:
            await self.run(partial(put_away, self.folder, file))
            self._open.pop(file, None)
            await self.run(partial(self.journal.remove, file))
            self._change(file, None)

    async def recall(self, version: str) -> OpenText:
        """Puts what others' changes took away back into the text as it is now, where it is not
        there already; where both touch the same place, in its stead. What is there is kept as a
        version. NotThere where there is no such text.
        """
        if version not in self._aside:
            raise NotThere
        aside = self._aside[version]
        opened = await self.open(aside.file)
        async with opened.lock:
            restore = partial(restore_change, aside.since, aside.text, opened.text)
            text = await self.run(restore)
            if text != opened.text:
                await self._keep_text(opened, opened.text, "outside")
                await self._take(opened, text)
        return opened

    @contextmanager
    def writing_ourselves(self) -> Iterator[None]:
        """While it lasts, changes of the files are our own and not told as those of others."""
        self._writing_ourselves += 1
        try:
            yield
        finally:
            self._writing_ourselves -= 1

    async def _take(self, opened: OpenText, text: str, shown: bool = True, tab: str = "") -> None:
        if not self._touched:  # the texts as they were before the first change
            self._touched = True
            await self.keep_version("opened")
        entry = JournalEntry(opened.file, opened.base, text)
        await self.run(partial(self.journal.write, entry))
        opened.put(text)
        now = time.monotonic()
        opened.changed_at = now
        opened.unsaved_since = opened.unsaved_since or now
        self._wake.set()
        opened.shown = shown
        if shown:
            self._change(opened.file, text)
        self._tell_text(opened, tab)

    # --- the disk ---------------------------------------------------------------------------------

    async def files_changed(self, files: Iterable[str]) -> frozenset[str]:
        """Reads open texts again whose files were written; those of the files are given that now
        hold another text than we know.
        """
        foreign = set()
        for file in files:
            opened = self._open.get(file)
            if opened is None or await self._reconcile(opened):
                foreign.add(file)
        return frozenset(foreign)

    async def _reconcile(self, opened: OpenText) -> bool:
        """Whether the file holds another text than we know; then it is taken, or merged."""
        async with opened.lock:
            try:
                text, data = await self._read_steady(opened)
            except BookError:
                return True  # it is no text now: the check tells it; ours stays in the journal
            if data == opened.data:
                return False
            await self._adopt(opened, text, data)
        return True

    async def _read_steady(self, opened: OpenText) -> tuple[str, bytes | None]:
        """Text and bytes of a file that others may be writing at this moment."""
        read = partial(read_file, self.folder, opened.file)
        last = await self.run(read)
        for _ in range(STEADY_TRIES):
            if last[1] == opened.data:
                break
            await asyncio.sleep(STEADY_SECONDS)
            now = await self.run(read)
            if now == last and now[0]:  # an empty file is mostly one that is being written
                break
            last = now
        return last

    async def _adopt(self, opened: OpenText, text: str, data: bytes | None) -> None:
        """Takes what others wrote into the file, together with what is not saved yet; tells it, and
        keeps what was typed here as a version where the file does not have it.
        """
        mine, since, before = opened.text, opened.foreign, opened.base
        opened.data, opened.base, opened.foreign = data, text, text
        if text == mine:
            await self._take_from_disk(opened, text)
            return
        unsaved = opened.unsaved_since is not None and mine != before
        merged = text
        if unsaved:
            both = await self.run(partial(merge_texts, before, mine, text))
            if both is None:
                await self._set_aside(opened, since, mine)
                await self._take_from_disk(opened, text)
                return
            merged = both
        ours = self._writing_ourselves > 0
        lost = not ours and await self.run(partial(lacks_change, since, mine, merged))
        version = ""
        if not ours and (mine != since or not self._touched):
            version = await self._keep_text(opened, mine, "outside")
        if merged == text:
            await self._take_from_disk(opened, text)
        else:
            await self._take(opened, merged)
        if lost:
            self._remember_aside(version, Aside(opened.file, since, mine))
        if not ours:
            self._tell_outside(opened.file, "merged" if unsaved else "taken", lost, version)

    async def _take_from_disk(self, opened: OpenText, text: str) -> None:
        opened.unsaved_since = None
        if text != opened.text:
            opened.put(text)
            self._tell_text(opened)
        self._change(opened.file, None)
        await self.run(partial(self.journal.remove, opened.file))

    async def _set_aside(self, opened: OpenText, since: str, text: str) -> None:
        """Keeps a text that cannot be merged as a version, and tells it."""
        file = opened.file
        data = {file: text.encode()}
        version = await self.run(partial(self.versions.keep, data, "conflict", True))
        key = version.name if version else ""
        self._remember_aside(key, Aside(file, since, text))
        self._tell("conflict", lambda language: {"file": file, "version": key}, file)
        self._tell_outside(file, "conflict", True, key)

    async def _keep_text(self, opened: OpenText, text: str, why: str) -> str:
        """Keeps the texts of the book as a version, this one with another wording than its file
        has; its name.
        """
        self._touched = True
        data = publish.encode_like(text, opened.data or b"")
        await self.keep_version(why, {opened.file: data})
        newest = await self.run(lambda: next(iter(self.versions.newest_first()), None))
        return newest.name if newest else ""

    async def _adopt_late(self, opened: OpenText, before: bytes | None, late: bytes) -> None:
        """Takes what others wrote into the file between our last look at it and our own writing."""
        async with opened.lock:
            base, theirs = (
                clean_text(data.decode("utf-8-sig", "replace")) for data in (before or b"", late)
            )
            mine, since = opened.text, opened.foreign
            merged = await self.run(partial(merge_texts, base, mine, theirs))
            opened.foreign = theirs
            if merged is None:
                await self._set_aside(opened, since, mine)
            elif merged != mine:
                self._tell_outside(opened.file, "merged", False, "")
            await self._take(opened, theirs if merged is None else merged)

    def _remember_aside(self, version: str, aside: Aside) -> None:
        self._aside[version] = aside
        while len(self._aside) > ASIDE_KEPT:
            self._aside.popitem(last=False)

    async def _recover(self) -> None:
        """Takes up what a program that was stopped left in the journal."""
        for entry in await self.run(lambda: list(self.journal.entries())):
            try:
                opened = await self._opened(entry.file)
            except BookError:
                continue  # the file cannot be read; the entry stays
            async with opened.lock:
                if entry.text == opened.text:
                    await self.run(partial(self.journal.remove, entry.file))
                    continue
                merged = merge_texts(entry.base, entry.text, opened.text)
                if merged is None:
                    await self._set_aside(opened, entry.base, entry.text)
                    await self.run(partial(self.journal.remove, entry.file))
                else:
                    await self._take(opened, merged)

    # --- saving -----------------------------------------------------------------------------------

    async def save_all(self) -> None:
        """Writes every text into its file. BookError where that fails."""
        for opened in list(self._open.values()):
            for _ in range(TRIES):
                if opened.unsaved_since is not None:
                    await self._save(opened)

    async def _save(self, opened: OpenText) -> None:
        async with opened.lock:
            if opened.unsaved_since is None:
                return
            text, before = opened.text, opened.data
            data = publish.encode_like(text, before or b"")
            write = partial(write_file, self.folder, opened.file, data, before)
            late, foreign = None, False
            try:
                late = await self.run(write)
            except BookError as error:
                foreign = any(fault.rule == "file-changed-meanwhile" for fault in error.problems)
                if not foreign:
                    raise
            else:
                opened.base, opened.data, opened.unsaved_since = text, data, None
                await self.run(partial(self.journal.remove, opened.file))
                self._forget(opened.file)
        if foreign:
            await self._reconcile(opened)
            return
        if late is not None and late != before:
            await self._adopt_late(opened, before, late)
        self._keep_at = time.monotonic() + VERSION_AFTER
        self._wake.set()
        saved = {"file": opened.file, "time": datetime.now().strftime("%H:%M:%S")}
        self._tell("saved", lambda language: saved, opened.file)
        if opened.file.endswith(".md"):
            await self._correct_note()

    async def _correct_note(self) -> None:
        """The 编者说明 says that the text is as it was received only while it is so."""
        found = await self.run(partial(note_and_edits, self.folder))
        if found is None:
            return
        file, edits = found
        opened = await self.open(file)
        async with opened.lock:
            text = intake.true_note(opened.text, edits)
            if text == opened.text:
                return
            await self._take(opened, text)
        await self._save(opened)
        self._tell_outside(file, "note", False, "")

    async def _save_when_due(self) -> None:
        while True:
            times = [opened.save_at for opened in self._open.values()]
            due = [at for at in (*times, self._keep_at) if at is not None]
            left = min(due) - time.monotonic() if due else None
            if left is None or left > 0:
                self._wake.clear()
                try:
                    async with asyncio.timeout(left):
                        await self._wake.wait()
                except TimeoutError:
                    pass
                continue
            try:
                await self._save_due()
            except Exception as error:  # noqa: BLE001 - what is typed later is still to be saved
                report_fault(error)
                await asyncio.sleep(SAVE_AFTER)

    async def _save_due(self) -> None:
        now = time.monotonic()
        for opened in list(self._open.values()):
            if opened.save_at is not None and opened.save_at <= now:
                try:
                    await self._save(opened)
                except BookError as error:
                    self._tell_unsaved(opened, error)
        if self._keep_at is not None and self._keep_at <= now:
            self._keep_at = None
            await self.keep_version("edited")

    def _tell_unsaved(self, opened: OpenText, error: BookError) -> None:
        """A file cannot be written: that is told, and tried again."""
        opened.unsaved_since = opened.changed_at = time.monotonic() + SAVE_AT_LATEST
        file, problems = opened.file, error.problems
        self._tell(
            "unsaved",
            lambda language: {"file": file, "problems": problem_rows(problems, language)},
            file,
        )

    async def keep_version(self, why: str, others: Mapping[str, bytes] | None = None) -> None:
        """Keeps the texts as their files are, but for ``others``, where they differ from the newest
        version.
        """
        try:
            texts = {**await self.run(partial(read_texts, self.folder)), **(others or {})}
            await self.run(lambda: self.versions.keep(texts, why))
        except BookError as error:
            problems = error.problems
            self._tell(
                "unsaved",
                lambda language: {"file": "", "problems": problem_rows(problems, language)},
            )

    async def close(self) -> None:
        """Saves all, and ends the thread. What cannot be saved stays in the journal."""
        self._saver.cancel()
        await asyncio.gather(self._saver, self._recovery, return_exceptions=True)
        try:
            await self.save_all()
            if self._keep_at is not None:
                await self.keep_version("edited")
        except BookError:
            pass
        self._threads.shutdown(wait=False)

    # --- telling ----------------------------------------------------------------------------------

    def _tell_text(self, opened: OpenText, tab: str = "") -> None:
        data = {"key": text_key(opened.file), "revision": opened.revision, "tab": tab}
        self._tell("text", lambda language: data, opened.file)

    def _tell_outside(self, file: str, how: str, lost: bool, version: str) -> None:
        """Tells that others changed a file, or we our note. ``how``: "taken", "merged", "conflict"
        or "note"; ``lost``: the text lacks words that were typed here, which can be had back from
        ``version``.
        """
        data = {"key": text_key(file), "file": file, "how": how, "lost": lost, "version": version}
        if lost and not self._channel.listeners:
            self.untold.append(data)
        self._tell("outside", lambda language: data, f"{file} {version}")

    def tell_untold(self, listener: Listener) -> None:
        """Tells a new tab what was lost while nobody listened."""
        for data in self.untold:
            listener.tell(
                "outside", partial(lambda data, language: data, data), str(data["version"])
            )
        self.untold = []

    def _tell(self, name: str, payload: Payload, slot: str = "") -> None:
        self._channel.tell(name, payload, slot)

    async def run(self, work: Callable[[], Result]) -> Result:
        """What work on the files gives, in their thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


# --- files, in the thread -------------------------------------------------------------------------


def clean_text(text: str) -> str:
    """A text as a file can hold it: line ends \\n, halves of characters replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def text_limit(file: str) -> int:
    """How many bytes a text may have."""
    return LIMITS.get(file, manuscript.CHAPTER_BYTES)


def check_size(folder: Path, file: str, text: str) -> None:
    """BookError for a text that is larger than its file may be."""
    source, problems = manuscript.read_text(folder, file, text_limit(file), unsaved={file: text})
    if source is None:
        raise BookError(problems)


def read_file(folder: Path, file: str) -> tuple[str, bytes | None]:
    """Text and bytes of a file of a book; no bytes where it is not there. BookError for one that
    cannot be read as text.
    """
    path = folder / file
    while path.exists() or path.is_symlink():
        data = manuscript.read_file(folder, file, text_limit(file), SourceLocation(file))
        source, problems = manuscript.read_text(folder, file, text_limit(file))
        if source is None:
            raise BookError(problems)
        if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == source.sha256:
            return source.text, data
    return "", None


def write_file(folder: Path, file: str, data: bytes, before: bytes | None) -> bytes | None:
    """Writes the bytes of a file. BookError where it has others than ``before`` (None: it is not
    there), leads out of the folder, or cannot be written. Nothing is written where there is nothing
    to write. The bytes of the old file are given: others may have written into it at the last
    moment.
    """
    path = folder / file
    if manuscript.path_parts(file) is None or folder.resolve() not in path.resolve().parents:
        raise BookError(problem("file-outside", None, name=manuscript.printable_name(file)))
    if data == (before or b""):
        return before
    if before is None:
        publish.replace_unchanged({path: data}, path, before)
        return None
    with publish.writing_errors(path), path.open("rb") as old:
        publish.replace_unchanged({path: data}, path, before)
        return old.read()


def put_away(folder: Path, file: str) -> None:
    """Moves a file of a book into the bin of the book, under a name with the time."""
    stamp = f"{datetime.now():%Y%m%d-%H%M%S-%f}"
    target = folder / manuscript.KEPT_FOLDER / REMOVED_FOLDER / f"{Path(file).name}.{stamp}"
    with publish.writing_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / file).rename(target)


def read_texts(folder: Path) -> dict[str, bytes]:
    """The texts of a book by file name: settings, decisions, chapters. What cannot be read is left
    out.
    """
    names = [manuscript.SETTINGS, manuscript.DECISIONS]
    with suppress(BookError):
        names += [source.file for source in manuscript.load(folder).sources]
    texts = {}
    for name in names:
        data = manuscript.read_file(folder, name, text_limit(name), None)
        if isinstance(data, bytes):
            texts[name] = data
    return texts

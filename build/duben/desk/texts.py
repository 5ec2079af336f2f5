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
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from duben import manuscript, publish
from duben.desk.answers import problem_rows, report_fault
from duben.desk.events import Channel, Payload
from duben.desk.journal import Journal, JournalEntry
from duben.desk.keys import text_key
from duben.desk.merging import merge_texts
from duben.desk.versions import Versions
from duben.model import BookError, SourceLocation, problem

SAVE_AFTER = 1.0  # seconds without a change
SAVE_AT_LATEST = 5.0
VERSION_AFTER = 30.0  # seconds without a save
TRIES = 3  # to save a text that others write at the same time
EARLIER_KEPT = 40  # texts that a tab may still build upon
LIMITS: Mapping[str, int] = {
    manuscript.SETTINGS: manuscript.SETTINGS_BYTES,
    manuscript.DECISIONS: manuscript.DECISIONS_BYTES,
}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a text that was sent. ``text`` is given where it is not the one that was sent;
    ``conflict``: what was sent was not taken.
    """

    revision: int
    text: str | None = None
    conflict: bool = False


@dataclass(slots=True)
class OpenText:
    """A text that somebody reads or writes. ``data`` and ``base`` are the file as it was read or
    written last, its bytes and its text; None where there is no file.
    """

    file: str
    text: str
    base: str
    data: bytes | None
    writing: bytes | None = None  # what we are about to write: found in the file, it is ours
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
        self._recovery = asyncio.create_task(self._recover())
        self._saver = asyncio.create_task(self._save_when_due())

    # --- reading and writing ----------------------------------------------------------------------

    @property
    def open_files(self) -> tuple[str, ...]:
        """The files whose texts are open."""
        return tuple(self._open)

    async def chapters(self) -> tuple[str, ...]:
        """The files of the chapters. BookError where the book cannot be read."""
        opened = await self._run(partial(manuscript.load, self.folder))
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
                text, data = await self._run(partial(read_file, self.folder, file))
                self._open[file] = OpenText(file, text, text, data)
        return self._open[file]

    async def accept(
        self, file: str, text: str, revision: int, shown: bool = True, tab: str = ""
    ) -> Accepted:
        """Takes a text that was made of a revision; merges it where the text is another meanwhile.
        It is in the journal when this returns. ``shown``: its pages are wanted too. ``tab`` is
        what the tab that sends it calls itself.

        BookError for a text that is too large, or a journal that cannot be written: it is not
        taken then.
        """
        text = clean_text(text)
        opened = await self.open(file)
        async with opened.lock:
            new = text
            if revision != opened.revision and text != opened.text:
                base = opened.earlier.get(revision)
                merged = None
                if base is not None:
                    merged = await self._run(partial(merge_texts, base, opened.text, text))
                if merged is None:
                    return Accepted(opened.revision, opened.text, conflict=True)
                new = merged
            if new != opened.text:
                await self._run(partial(check_size, self.folder, file, new))
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

    async def _take(self, opened: OpenText, text: str, shown: bool = True, tab: str = "") -> None:
        if not self._touched:  # the texts as they were before the first change
            self._touched = True
            await self.keep_version("opened")
        entry = JournalEntry(opened.file, opened.base, text)
        await self._run(partial(self.journal.write, entry))
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
                text, data = await self._run(partial(read_file, self.folder, opened.file))
            except BookError:
                return True  # it is no text now: the check tells it; ours stays in the journal
            if data == opened.data:
                return False
            if data is not None and data == opened.writing:  # it is what we wrote just now
                opened.data, opened.base = data, text
                return False
            before, opened.data, opened.base = opened.base, data, text
            if opened.unsaved_since is None or opened.text in (before, text):
                await self._take_from_disk(opened, text)
                return True
            merged = await self._run(partial(merge_texts, before, opened.text, text))
            if merged is None:
                await self._set_aside(opened.file, opened.text)
                await self._take_from_disk(opened, text)
                return True
            await self._take(opened, merged)
        return True

    async def _take_from_disk(self, opened: OpenText, text: str) -> None:
        opened.unsaved_since = None
        if text != opened.text:
            opened.put(text)
            self._tell_text(opened)
        self._change(opened.file, None)
        await self._run(partial(self.journal.remove, opened.file))

    async def _set_aside(self, file: str, text: str) -> None:
        """Keeps a text that cannot be merged as a version, and tells it."""
        data = {file: text.encode()}
        version = await self._run(partial(self.versions.keep, data, "conflict", True))
        key = version.name if version else ""
        self._tell("conflict", lambda language: {"file": file, "version": key}, file)

    async def _recover(self) -> None:
        """Takes up what a program that was stopped left in the journal."""
        for entry in await self._run(lambda: list(self.journal.entries())):
            try:
                opened = await self._opened(entry.file)
            except BookError:
                continue  # the file cannot be read; the entry stays
            async with opened.lock:
                if entry.text == opened.text:
                    await self._run(partial(self.journal.remove, entry.file))
                    continue
                merged = merge_texts(entry.base, entry.text, opened.text)
                if merged is None:
                    await self._set_aside(entry.file, entry.text)
                    await self._run(partial(self.journal.remove, entry.file))
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
        text, before = opened.text, opened.data
        data = opened.writing = publish.encode_like(text, before or b"")
        try:
            await self._run(partial(write_file, self.folder, opened.file, data, before))
        except BookError as error:
            opened.writing = None
            if any(fault.rule == "file-changed-meanwhile" for fault in error.problems):
                await self._reconcile(opened)
                return
            raise
        async with opened.lock:
            opened.base, opened.data = text, data
            if opened.text == text:
                opened.unsaved_since = None
                await self._run(partial(self.journal.remove, opened.file))
                self._forget(opened.file)
            else:
                entry = JournalEntry(opened.file, text, opened.text)
                await self._run(partial(self.journal.write, entry))
                opened.unsaved_since = time.monotonic()
        self._keep_at = time.monotonic() + VERSION_AFTER
        self._wake.set()
        saved = {"file": opened.file, "time": datetime.now().strftime("%H:%M:%S")}
        self._tell("saved", lambda language: saved, opened.file)

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

    async def keep_version(self, why: str) -> None:
        """Keeps the texts as their files are, where they differ from the newest version."""
        try:
            await self._run(lambda: self.versions.keep(read_texts(self.folder), why))
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

    def _tell(self, name: str, payload: Payload, slot: str = "") -> None:
        self._channel.tell(name, payload, slot)

    async def _run(self, work: Callable[[], Result]) -> Result:
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


def write_file(folder: Path, file: str, data: bytes, before: bytes | None) -> None:
    """Writes the bytes of a file. BookError where it has others than ``before`` (None: it is not
    there), leads out of the folder, or cannot be written. Nothing is written where there is nothing
    to write.
    """
    path = folder / file
    if manuscript.path_parts(file) is None or folder.resolve() not in path.resolve().parents:
        raise BookError(problem("file-outside", None, name=manuscript.printable_name(file)))
    if data != (before or b""):
        publish.replace_unchanged({path: data}, path, before)


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

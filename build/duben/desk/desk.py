"""The books of a running server, those of them that are open, and when it has nothing to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from duben.desk.answers import report_fault
from duben.desk.events import END, Channel, Listener
from duben.desk.held_book import HeldBook
from duben.desk.jobs import Jobs
from duben.desk.journal import Journal
from duben.desk.keys import name_key
from duben.desk.shelf import Shelf
from duben.desk.uploads import Uploads
from duben.desk.watching import watch

IDLE_SECONDS = 600  # after the last tab
WORKERS = 4  # threads

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What a server is for. ``mode``: "preview" shows the book in ``folder``; "desk" has the books
    below ``folder`` and changes them. ``editor``: the command that opens a file of a preview, with
    {file} and {line}. ``port``: 0 for any that is free.
    """

    mode: str
    folder: Path
    port: int = 0
    browser: bool = True
    editor: str = ""
    idle_seconds: float = IDLE_SECONDS


class Desk:
    """What the server knows."""

    def __init__(self, options: DeskOptions) -> None:
        self.options = options
        self.folder = options.folder.resolve()
        self.shelf = Shelf(self.folder)
        self.uploads = Uploads()
        self._workers = ThreadPoolExecutor(WORKERS, "work")
        self.jobs = Jobs(self.run)
        self.importing = asyncio.Lock()  # one at a time
        self.everybody = Channel()  # tabs that look at no book
        self._held: dict[str, HeldBook] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._last_seen = time.monotonic()

    # --- books ------------------------------------------------------------------------------------

    def folders(self) -> Mapping[str, Path]:
        """The folders of the books, by key."""
        if self.options.mode == "preview":
            return {name_key("."): self.folder}
        return self.shelf.books()

    def open_unsaved(self) -> None:
        """Opens the books in which a program that was stopped left something unsaved."""
        if self.options.mode == "desk":
            for key, folder in self.folders().items():
                if not Journal(folder).empty:
                    self.hold(key)

    def hold(self, key: str) -> HeldBook | None:
        """An open book; None where there is none of that key."""
        if key in self._held:
            self._held[key].last_used = time.monotonic()
            return self._held[key]
        folder = self.folders().get(key)
        if folder is None:
            return None
        book = HeldBook(key, folder, self.options.mode == "desk")
        self._held[key] = book
        self._watchers[key] = asyncio.create_task(self._watch(book))
        return book

    async def release(self, key: str) -> None:
        """Saves and closes a book, if it is open."""
        if (watcher := self._watchers.pop(key, None)) is not None:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
        if (book := self._held.pop(key, None)) is not None:
            await book.close()

    async def close_unused(self) -> None:
        """Saves and closes the books that nobody has looked at for as long as a server waits."""
        oldest = time.monotonic() - self.options.idle_seconds
        for key, book in list(self._held.items()):
            if not book.channel.listeners and book.last_used < oldest and not self.jobs.running:
                await self.release(key)

    async def _watch(self, book: HeldBook) -> None:
        async for files in watch(book.folder, self._stop):
            try:
                await book.files_changed(files)
            except Exception as error:  # noqa: BLE001 - later changes are still to be seen
                report_fault(error)

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """What work gives that takes a while, in a thread that the end does not wait for."""
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *arguments)

    # --- tabs -------------------------------------------------------------------------------------

    def seen(self) -> None:
        """Somebody asked for something."""
        self._last_seen = time.monotonic()

    @property
    def channels(self) -> tuple[Channel, ...]:
        return (self.everybody, *(book.channel for book in self._held.values()))

    @property
    def idle(self) -> bool:
        """Whether no tab has been there for so long that the server may end."""
        if self.jobs.running or any(channel.listeners for channel in self.channels):
            self.seen()
        return time.monotonic() - self._last_seen > self.options.idle_seconds

    def listen(self) -> Listener:
        """A new tab that looks at no book."""
        listener = Listener()
        self.everybody.listeners.add(listener)
        return listener

    async def close(self) -> None:
        """Tells all tabs of the end, and ends what runs."""
        self._stop.set()
        for channel in self.channels:
            channel.tell(END, lambda language: {})
        for watcher in self._watchers.values():
            watcher.cancel()
        await asyncio.gather(*self._watchers.values(), return_exceptions=True)
        await asyncio.gather(*(book.close() for book in self._held.values()))
        self._held.clear()
        self._workers.shutdown(wait=False, cancel_futures=True)
        self.uploads.close()

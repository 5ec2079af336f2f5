"""A book that is open in the browser: its pages follow its texts, and all its tabs are told.

It lives in the event loop; what takes time runs in threads of its own. While a text is being
typed the chapter is shown as soon as the typing pauses, and the whole book is settled when it
rests. Nothing is queued: what is shown is always made of the newest texts.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from duben import manuscript
from duben.desk.answers import report_fault
from duben.desk.cover_pictures import CoverPictures
from duben.desk.events import Channel, Listener
from duben.desk.states import state_to_json
from duben.desk.texts import BookTexts
from duben.live import LiveBook, LiveState
from duben.model import BookError, replace_file

COVER = (
    f"{manuscript.KEPT_FOLDER}/cover.png"  # of a book's folder: its first page as it was last shown
)
SHOW_AFTER = 0.06  # seconds without a change
SHOW_AT_LATEST = 0.3  # while changes go on
SETTLE_AFTER = 0.8
LOOK_AFTER = 0.25  # seconds behind a state in which its pages are drawn first
PAGES_AHEAD = 4
PICTURE_BYTES = 64_000_000  # kept; the oldest go
PICTURE_THREADS = 2
SETTLE_SECONDS = 60  # a picture waits no longer for its page
TRIES = 3  # of a book whose process dies
DEATHS = ("worker-memory", "worker-died")

Result = TypeVar("Result")


class HeldBook:
    """The pages of the book in a folder, and the tabs that look at them. ``texts`` are there where
    the book may be changed.
    """

    def __init__(self, key: str, folder: Path, writable: bool) -> None:
        self.key = key
        self.folder = folder
        self.live = LiveBook(folder)
        self.channel = Channel()
        self.last_used = time.monotonic()
        self.since: str | None = None  # the time of the pages, while they are older than the text
        self.mendings: list[Any] = []  # what clicks changed, to be taken back
        self.list_changes: list[Any] = []  # the same of the list of chapters
        # enumerations.toml before and after each decision, to be taken back
        self.decisions: list[tuple[bytes | None, bytes | None]] = []
        self._good = self._cover = ""
        self._pictures = _Pictures()
        self._composer = ThreadPoolExecutor(1, "compose")
        self._drawers = ThreadPoolExecutor(PICTURE_THREADS, "draw")
        self._changed: set[str] = set()
        self._texts: dict[str, str | None] = {}  # not yet told to the live book
        self._changed_at = self._composed_at = 0.0
        self._scale = 1.5  # at which pages were asked for last
        self._wake = asyncio.Event()
        self._wanted = asyncio.Event()  # somebody looks at its pages
        self._moved = asyncio.Condition()
        self.texts = BookTexts(folder, self.channel, self.change, self.forget) if writable else None
        self.covers = CoverPictures(folder) if writable else None
        self._follower = asyncio.create_task(self._follow())

    @property
    def state(self) -> LiveState:
        return self.live.state

    def listen(self) -> Listener:
        """A new tab; it is told at once what is shown."""
        self._wanted.set()
        listener = Listener()
        self.channel.listeners.add(listener)
        if self.state.revision:
            listener.tell("state", self._payload())
        if self.texts is not None:
            self.texts.tell_untold(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """A tab was closed."""
        self.channel.listeners.discard(listener)
        self.last_used = time.monotonic()

    def touch(self, files: Iterable[str]) -> None:
        """Files have changed: on the disk, or by ``change``. What is being settled gives way, but
        for the first pages.
        """
        changed = set(files)
        self._changed |= changed
        if changed and self.state.pages:
            self.live.overtake()
        self._changed_at = time.monotonic()
        self._wake.set()

    def change(self, file: str, text: str | None) -> None:
        """A text that stands for that on the disk from now on; None: that on the disk."""
        self._texts[file] = text
        self.touch((file,))

    def forget(self, file: str) -> None:
        """The file on the disk holds its text now."""
        self._texts[file] = None

    async def files_changed(self, files: frozenset[str]) -> None:
        """Somebody wrote files of the book."""
        if self.texts is not None:
            files = await self.texts.files_changed(files)
        if files:
            self.touch(files)

    async def picture(self, digest: str, scale: float) -> bytes | None:
        """A page as PNG; None where none of this digest is shown."""
        self._scale = scale
        if (kept := self._pictures.get(digest, scale)) is not None:
            await self._keep_cover(digest, kept)
            return kept
        for _ in range(TRIES):
            if digest not in {page.digest for page in self.state.pages}:
                return None
            before = self.state.revision
            try:
                data = await self._draw(lambda: self.live.picture(digest, scale))
            except BookError:
                data = None
            if data is not None:
                self._pictures.put(digest, scale, data)
                await self._keep_cover(digest, data)
                return data
            # The process is another one than that which made the page: it reads the book again.
            await self._settled_after(before)
        return None

    async def _keep_cover(self, digest: str, data: bytes) -> None:
        """Keeps the picture of the first page for the shelf."""
        pages = self.state.pages
        if self.texts is None or not pages or pages[0].digest != digest or self._cover == digest:
            return
        self._cover = digest
        path = self.folder / COVER
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            await asyncio.to_thread(replace_file, path, data)

    async def ask(self, question: Callable[[], Result]) -> Result:
        """The answer of the live book to what takes little time."""
        return await self._draw(question)

    async def close(self) -> None:
        """Ends the process and the threads."""
        self._follower.cancel()
        await asyncio.gather(self._follower, return_exceptions=True)
        if self.texts is not None:
            await self.texts.close()
        if self.covers is not None:
            await self.covers.close()
        for threads in (self._composer, self._drawers):
            threads.shutdown(wait=False, cancel_futures=True)
        self.live.abort()
        await asyncio.to_thread(self.live.close)

    # --- following the texts ----------------------------------------------------------------------

    async def _follow(self) -> None:
        """Shows and settles the book for as long as it is held."""
        if self.texts is not None:
            await self.texts.recovered()
        await self._wanted.wait()
        await self._attempt(self._settle())
        while True:
            await self._wake.wait()
            await self._pause()
            files, self._changed = self._changed, set()
            self._wake.clear()
            await self._attempt(self._show_and_settle(files))

    async def _attempt(self, work: Coroutine[Any, Any, None]) -> None:
        """Does work; a fault of ours in it does not stop the pages for good."""
        try:
            await work
        except Exception as error:  # noqa: BLE001
            report_fault(error)

    async def _show_and_settle(self, files: set[str]) -> None:
        if len(files) == 1 and self._can_show(file := next(iter(files))):
            await self._compose(partial(self.live.show_chapter, file))
        if await self._rests():
            await self._settle()

    def _can_show(self, file: str) -> bool:
        """Whether a chapter can be shown alone."""
        return file.endswith(".md") and bool(self.state.pages)

    async def _pause(self) -> None:
        """Waits until the changes pause, but not for long."""
        begin = time.monotonic()
        while True:
            now = time.monotonic()
            left = min(self._changed_at + SHOW_AFTER, begin + SHOW_AT_LATEST) - now
            if left <= 0:
                return
            await asyncio.sleep(left)

    async def _rests(self) -> bool:
        """Whether nothing changes for a while: then it is time to settle."""
        rest = max(self._changed_at + SETTLE_AFTER, self._composed_at + LOOK_AFTER)
        left = rest - time.monotonic()
        try:
            async with asyncio.timeout(max(left, 0)):
                await self._wake.wait()
        except TimeoutError:
            return True
        return False

    async def _settle(self) -> None:
        for _ in range(TRIES):
            await self._compose(self.live.settle)
            if self._wake.is_set() or not _died(self.state):
                return

    async def _compose(self, work: Callable[[], LiveState]) -> None:
        before = self.state.revision
        texts, self._texts = self._texts, {}

        def compose() -> list[tuple[str, float, bytes]]:
            for file, text in texts.items():
                self.live.change(file, text)
            known = {page.digest for page in self.state.pages}
            work()
            return list(self._draw_ahead(known))

        loop = asyncio.get_running_loop()
        for digest, scale, data in await loop.run_in_executor(self._composer, compose):
            self._pictures.put(digest, scale, data)
        self._composed_at = time.monotonic()
        if self.state.revision != before:
            self._tell_state()
        async with self._moved:
            self._moved.notify_all()

    def _draw_ahead(self, known: set[str]) -> Iterator[tuple[str, float, bytes]]:
        """Pictures of the first new pages of a chapter, each with its digest and scale: settling
        the book would keep them waiting.
        """
        new = [page.digest for page in self.state.pages if page.digest not in known]
        scale = self._scale
        for digest in new[:PAGES_AHEAD] if self.state.provisional else ():
            with suppress(BookError):  # the process died: what follows tells it
                if (data := self.live.picture(digest, scale)) is not None:
                    yield digest, scale, data

    async def _settled_after(self, revision: int) -> None:
        """Waits for a state that is later than one, and settled or an error; not for ever."""
        self._wanted.set()
        if not self._changed and not self._wake.is_set():
            self.touch(())
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_SECONDS), self._moved:
                await self._moved.wait_for(
                    lambda: self.state.revision > revision and not self.state.provisional
                )

    async def _draw(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._drawers, work)

    def _tell_state(self) -> None:
        if not self.state.stale:
            self._good, self.since = datetime.now().strftime("%H:%M"), None
        elif self.state.pages:
            self.since = self._good
        self.channel.tell("state", self._payload())

    def _payload(self) -> Callable[[str], Any]:
        state, since = self.state, self.since
        return lambda language: state_to_json(state, since, language)


def _died(state: LiveState) -> bool:
    """Whether the process ended in the midst of its work, and not for a fault of the text."""
    return state.stale and any(fault.rule in DEATHS for fault in state.problems)


class _Pictures:
    """The pictures drawn last: a digest is of all that is drawn, so they never grow old."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, float], bytes] = OrderedDict()
        self._bytes = 0

    def get(self, digest: str, scale: float) -> bytes | None:
        data = self._kept.get((digest, scale))
        if data is not None:
            self._kept.move_to_end((digest, scale))
        return data

    def put(self, digest: str, scale: float, data: bytes) -> None:
        if (digest, scale) not in self._kept:
            self._kept[digest, scale] = data
            self._bytes += len(data)
        while self._bytes > PICTURE_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1])

"""The designs of the cover as pictures: the real first page of a book with each."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from duben import layout, manuscript
from duben.desk.toml_lines import with_values
from duben.live import LiveBook
from duben.model import BookError

SCALE = 0.6  # pixels to the pt
CHAPTER = "01.md"
# What a cover does not need of a book's folder.
NOT_COPIED = shutil.ignore_patterns(
    ".*", "out", "prints", "*.md", "*.zip", "*.pdf", "*.epub", "*.docx", "*.xlsx", "*.csv"
)
# Keys of book.toml that name files which are not copied, or pages that are not looked at.
NOT_KEPT = {("book", "chapters"): None, ("text", "library"): None, ("text", "history"): None,
            ("text", "house_list"): None}  # fmt: skip


class CoverPictures:
    """Pictures of the covers of the book in a folder, drawn one after the other and kept until its
    settings change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(1, "covers")
        self._toml = ""
        self._drawn: dict[str, bytes | None] = {}
        self._live: LiveBook | None = None

    async def picture(self, toml: str, design: str) -> bytes | None:
        """The first page of the book with a design of COVER_DESIGNS, as PNG; None where it cannot
        be drawn, such as without its picture.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._picture, toml, design)

    async def close(self) -> None:
        """Ends the process and the thread."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if (live := self._live) is not None:
            live.abort()
        await asyncio.to_thread(self._let_go)

    def _picture(self, toml: str, design: str) -> bytes | None:
        if toml != self._toml:
            self._let_go()
            self._toml = toml
        if design not in self._drawn:
            self._drawn[design] = self._draw(toml, design)
        if len(self._drawn) == len(layout.COVER_DESIGNS):
            self._end_process()
        return self._drawn[design]

    def _draw(self, toml: str, design: str) -> bytes | None:
        try:
            settings = with_values(toml, {("cover", "design"): design, **NOT_KEPT})
            live = self._opened()
            live.change(manuscript.SETTINGS, settings)
            state = live.settle()
            if state.stale or not state.pages:
                return None
            return live.picture(state.pages[0].digest, SCALE)
        except (BookError, OSError):
            return None

    def _opened(self) -> LiveBook:
        if self._live is None:
            place = Path(tempfile.mkdtemp(prefix="duben-"), self._folder.name)
            shutil.copytree(self._folder, place, ignore=NOT_COPIED, symlinks=True)
            Path(place, CHAPTER).write_text("# 1\n\n1\n", "utf-8")
            self._live = LiveBook(place)
        return self._live

    def _let_go(self) -> None:
        self._drawn = {}
        self._end_process()

    def _end_process(self) -> None:
        if self._live is not None:
            self._live.close()
            shutil.rmtree(self._live.folder.parent, ignore_errors=True)
            self._live = None

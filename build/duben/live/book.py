"""A book that is held while its author writes: texts in, pages and problems out."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from duben import sandbox
from duben.live import session
from duben.live.state import LiveLine, LivePage, LiveState, PageSpot
from duben.model import BookError, Problem, from_plain

# After so many states, or with so much memory in use (MB), the process is renewed.
CHANGES_PER_PROCESS = 300
PROCESS_MEMORY_MB = 600
OVERTAKEN_AT_MOST = 10  # times in a row a book is not settled, for newer text
PICTURES_KEPT = 400  # drawings in the work folder; the oldest go


class LiveBook:
    """A book over its folder, in a guarded process that stays. The folder is only read.

    ``change`` tells it a text that is not saved yet; ``show_chapter`` and ``settle`` compose, and
    ``state`` is what came of it. All methods may be called from any thread; they wait for each
    other. A process that dies is replaced with the next call, and the pages stay.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unsaved: dict[str, str] = {}
        self._state = LiveState()
        self._whole: tuple[LivePage, ...] = ()  # the pages of the settled book
        self._gave_way = 0  # times in a row
        self._alone: dict[range, tuple[LivePage, ...]] = {}  # chapters instead of these
        self._lock = threading.RLock()
        self._process: _Process | None = None

    @property
    def state(self) -> LiveState:
        """The book as it was shown last."""
        return self._state

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts that stand for those on the disk, by file name."""
        return MappingProxyType(dict(self._unsaved))

    def change(self, file: str, text: str | None) -> None:
        """From now on a file of the book has this text; None: the one on the disk."""
        with self._lock:
            if text is None:
                self._unsaved.pop(file, None)
            else:
                self._unsaved[file] = text

    def show_chapter(self, file: str) -> LiveState:
        """The state with the pages of one chapter composed anew, alone: the pages behind it keep
        their numbers until the book is settled, and so do terms and warnings.
        """
        with self._lock:
            try:
                answer = self._run(session.compose_chapter, self._texts(file))
            except BookError as error:
                return self._next(problems=error.problems, settled=False, stale=True)
            if "pages" not in answer:
                if "problems" in answer:
                    self._next(problems=_problems(answer), stale=True, settled=False)
                return self._state
            place = range(answer["first"], answer["first"] + answer["count"])
            self._alone[place] = from_plain(tuple[LivePage, ...], answer["pages"])
            pages, changed = self._with_chapters(place)
            return self._next(
                pages=pages,
                problems=tuple(fault for fault in self._state.problems if not fault.fatal),
                settled=False,
                provisional=changed,
                stale=False,
            )

    def settle(self) -> LiveState:
        """The state with the whole book composed: its pages are those of a build. The state as it
        was where ``overtake`` is called meanwhile.
        """
        with self._lock:
            if self._process is not None and self._process.worn:
                self.close()
            self._open().overtaken.unlink(missing_ok=True)
            try:
                answer = self._run(session.settle, self._texts())
            except BookError as error:
                return self._next(problems=error.problems, settled=False, stale=True)
            self._gave_way = 0 if answer else self._gave_way + 1
            if not answer:
                return self._state
            if answer["pages"] is None:
                return self._next(problems=_problems(answer), settled=False, stale=True)
            self._whole = from_plain(tuple[LivePage, ...], answer["pages"])
            self._alone.clear()
            return self._next(
                pages=self._whole,
                problems=_problems(answer),
                settled=True,
                provisional=(),
                stale=False,
            )

    def overtake(self) -> None:
        """There is a newer text: a ``settle`` that runs in another thread gives way, but not for
        ever. What it has composed of other chapters is kept.
        """
        if (process := self._process) is not None and self._gave_way < OVERTAKEN_AT_MOST:
            with suppress(OSError):
                process.overtaken.touch()

    def picture(self, digest: str, scale: float = 1.5) -> bytes | None:
        """A page as PNG, ``scale`` pixels to the pt; None where no page of this digest is shown."""
        with self._lock:
            process = self._open()
            name = f"{digest}@{scale:g}.png"
            kept = process.work / name
            if not (digest.isalnum() and kept.is_file()):
                request = session.PictureRequest(digest, scale)
                if not self._run(session.draw, request)["file"]:
                    return None
                _let_oldest_go(process.work)
            return kept.read_bytes()

    def file_picture(self, path: Path, index: int, scale: float, half: str = "") -> bytes | None:
        """A page of a finished PDF as PNG, or its "left" or "right" half; None where there is no
        such page.
        """
        with self._lock:
            request = session.FilePageRequest(path, index, scale, half)
            name = self._run(session.draw_file, request)["file"]
            return (self._open().work / name).read_bytes() if name else None

    def lines(self, page: int) -> tuple[LiveLine, ...]:
        """What stands on a page of the settled book, by its number from 0."""
        with self._lock:
            answer = self._run(session.read_lines, page)
        return from_plain(tuple[LiveLine, ...], answer["lines"])  # type: ignore[no-any-return]

    def find(self, file: str, line: int, column: int = 1) -> PageSpot | None:
        """Where a line of a file stands in the settled book; None where nowhere."""
        return self._find(session.PlaceRequest(file, line, column))

    def find_block(self, block: str, offset: int = 0) -> PageSpot | None:
        """Where a block stands in the settled book, from so many characters on."""
        return self._find(session.PlaceRequest(block=block, offset=offset))

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            if self._process is not None:
                self._process.close()
                self._process = None

    def abort(self) -> None:
        """Ends the process at once, whatever it does: what waits for it gets an error."""
        if (process := self._process) is not None:
            process.kill()

    def _with_chapters(self, place: range) -> tuple[tuple[LivePage, ...], tuple[int, ...]]:
        """The pages with those of chapters that were composed alone since they were settled, and
        the numbers of those that stand in the place of these.
        """
        pages: list[LivePage] = []
        done, changed = 0, range(0)
        for old, new in sorted(self._alone.items(), key=lambda pair: pair[0].start):
            pages += self._whole[done : old.start]
            if old == place:
                changed = range(len(pages), len(pages) + len(new))
            pages += new
            done = old.stop
        return (*pages, *self._whole[done:]), tuple(changed)

    def _find(self, request: session.PlaceRequest) -> PageSpot | None:
        with self._lock:
            answer = self._run(session.find_spot, request)
        return from_plain(PageSpot | None, answer["spot"])  # type: ignore[no-any-return]

    def _texts(self, chapter: str = "") -> session.TextRequest:
        return session.TextRequest(self.folder, dict(self._unsaved), chapter)

    def _next(self, **changes: Any) -> LiveState:
        self._state = replace(self._state, revision=self._state.revision + 1, **changes)
        return self._state

    def _open(self) -> _Process:
        if self._process is None:
            self._process = _Process()
        return self._process

    def _run(self, task: sandbox.Task, request: object) -> dict[str, Any]:
        """What the process answers to a task. One that fails is ended: the next is another."""
        process = self._open()
        try:
            return process.run(task, request)
        except BookError as error:
            if error.status == 2:
                self.close()
            raise


class _Process:
    """A guarded process and its work folder."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="duben-"))
        self.work = Path(folder)
        self._worker = self._stack.enter_context(sandbox.open_worker(session.load))
        self.tasks = 0

    @property
    def overtaken(self) -> Path:
        """The file that stands there when what is being settled is an older text."""
        return self.work / session.OVERTAKEN

    @property
    def worn(self) -> bool:
        """Whether another should take its place."""
        return self.tasks >= CHANGES_PER_PROCESS or self._worker.memory() > PROCESS_MEMORY_MB

    def run(self, task: sandbox.Task, request: object) -> dict[str, Any]:
        self.tasks += task in (session.settle, session.compose_chapter)
        return self._worker.run(task, request, self.work)

    def kill(self) -> None:
        self._worker.child.kill()

    def close(self) -> None:
        self._stack.close()


def _problems(answer: Mapping[str, Any]) -> tuple[Problem, ...]:
    return from_plain(tuple[Problem, ...], answer["problems"])  # type: ignore[no-any-return]


def _let_oldest_go(work: Path) -> None:
    drawings = sorted(work.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
    for path in drawings[:-PICTURES_KEPT]:
        path.unlink(missing_ok=True)

"""What takes long: one job at a time for each book, in a thread, told stage by stage."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duben.desk.answers import problem_rows, report_fault
from duben.desk.held_book import HeldBook
from duben.messages import MESSAGES, message
from duben.model import BookError, Problem, problem

JOBS_KEPT = 100


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job: problems, the keys of files that it made, and more for the browser."""

    problems: Sequence[Problem] = ()
    files: Sequence[str] = ()
    more: Any = None


Progress = Callable[[str, str], None]
Work = Callable[[Progress], JobResult]


@dataclass(slots=True)
class Job:
    """A job as it stands."""

    id: str
    stage: str = "read"
    done: bool = False
    result: JobResult = field(default_factory=JobResult)

    def to_json(self, language: str) -> dict[str, Any]:
        """The event ``job``."""
        rule = f"stage-{self.stage}"
        words = message(rule, language, {}) if rule in MESSAGES else self.stage
        return {
            "id": self.id,
            "stage": words,
            "done": self.done,
            "problems": problem_rows(self.result.problems, language),
            "files": list(self.result.files),
        }


class Jobs:
    """The jobs of a server."""

    def __init__(self, run: Callable[[Callable[[], JobResult]], Any]) -> None:
        self._run = run
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def get(self, key: str) -> Job | None:
        return self._jobs.get(key)

    @property
    def running(self) -> bool:
        return bool(self._tasks)

    def start(self, book: HeldBook, work: Work) -> Job:
        """Starts a job of a book, when those before it are done; its texts are saved first."""
        job = Job(secrets.token_hex(8))
        self._jobs[job.id] = job
        while len(self._jobs) > JOBS_KEPT:
            self._jobs.popitem(last=False)
        task = asyncio.create_task(self._do(job, book, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _do(self, job: Job, book: HeldBook, work: Work) -> None:
        loop = asyncio.get_running_loop()

        def tell() -> None:
            book.channel.tell("job", job.to_json, job.id)

        def progress(name: str, stage: str) -> None:
            job.stage = stage
            loop.call_soon_threadsafe(tell)

        async with self._locks.setdefault(book.key, asyncio.Lock()):
            tell()
            try:
                if book.texts is not None:
                    await book.texts.save_all()
                job.result = await self._run(lambda: work(progress))
            except BookError as error:
                job.result = JobResult(error.problems)
            except Exception as error:  # noqa: BLE001 - a sentence, never a traceback
                fault = problem("desk-fault", None, what=report_fault(error))
                job.result = JobResult((fault,))
            job.done = True
            tell()

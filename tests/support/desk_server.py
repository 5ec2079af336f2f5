"""A running server of the desk for tests: in a thread, with a client that is let in."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from duben.desk.desk import DeskOptions
from duben.desk.guard import DEFAULT_LIMITS, RULES, Limits, Rule, Secrets
from duben.desk.server import DeskServer, new_server, open_socket

SENTENCE = "春天里我们去河边种树，每个人带一把铁锹，走到桥头再分成三组。"


def write_book(folder: Path, chapters: int = 2, title: str = "河边的树") -> Path:
    """A small book that is composed in a moment."""
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(
        f'[book]\ntitle = "{title}"\n[output]\neditions = ["screen"]\nformats = ["pdf"]\n'
        'layout = "full"\n',
        "utf-8",
    )
    for number in range(1, chapters + 1):
        paragraphs = "\n\n".join(f"{index}号记事：{SENTENCE}" for index in range(1, 7))
        (folder / f"{number:02}.md").write_text(f"# 第{number}段路\n\n{paragraphs}\n", "utf-8")
    return folder


@dataclass
class RunningDesk:
    """A server, and a client that has its cookie and token."""

    server: DeskServer
    keys: Secrets
    client: httpx.Client
    thread: threading.Thread = field(repr=False)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.keys.port}"

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(self.base + path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> httpx.Response:
        headers = {"origin": self.base, "x-duben-token": self.keys.token}
        if isinstance(data, bytes):
            headers["content-type"] = "application/octet-stream"
            return self.client.post(self.base + path, content=data, headers=headers, **options)
        return self.client.post(self.base + path, json=data or {}, headers=headers, **options)

    def end(self) -> None:
        """Ends the server, as an interrupt does."""
        self.server.end()
        self.thread.join(20)
        assert not self.thread.is_alive()

    def book(self, number: int = 0) -> str:
        """The address of a book."""
        return f"/api/books/{self.get('/api/books').json()['books'][number]['key']}"

    @contextmanager
    def events(self, book: str, language: str = "en") -> Iterator[EventReader]:
        """What a tab of a book is told."""
        headers = {"accept-language": language}
        address = f"{self.base}{book}/events"
        with self.client.stream("GET", address, headers=headers, timeout=60) as answer:
            assert answer.status_code == 200
            yield EventReader(answer.iter_lines())


@dataclass
class EventReader:
    """The events of a stream."""

    lines: Iterator[str]
    seen: list[tuple[str, Any]] = field(default_factory=list)

    def ever(self, name: str) -> Any:
        """The data of an event of a name, from now on or among those that were passed over."""
        return next((data for event, data in self.seen if event == name), None) or self.until(
            lambda data: True, name
        )

    def next(self, end: float = float("inf")) -> tuple[str, Any]:
        """The next event: its name and its data. TimeoutError where none comes in time (by the
        clock ``monotonic``, looked at with each line; a line comes every 15 s at least).
        """
        name = ""
        for line in self.lines:
            if time.monotonic() > end:
                raise TimeoutError
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                return name, json.loads(line[6:])
        raise EOFError

    def until(self, wanted: Callable[[Any], bool], name: str = "state", seconds: float = 90) -> Any:
        """The data of the first event of a name that is wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            event, data = self.next(end)
            self.seen.append((event, data))
            if event == name and wanted(data):
                return data
        raise TimeoutError(name)


@contextmanager
def running_desk(
    folder: Path,
    mode: str = "preview",
    limits: Limits = DEFAULT_LIMITS,
    rules: Sequence[Rule] = RULES,
    **options: Any,
) -> Iterator[RunningDesk]:
    """A server over a folder, as long as it lasts."""
    with open_socket(0) as listening:
        keys = Secrets(listening.getsockname()[1])
        desk_options = DeskOptions(mode, folder, browser=False, **options)
        ready = threading.Event()
        servers: list[DeskServer] = []

        async def run() -> None:
            servers.append(new_server(desk_options, keys, limits, tuple(rules)))
            running = asyncio.create_task(servers[0].serve(sockets=[listening]))
            while not servers[0].started:
                await asyncio.sleep(0.005)
            ready.set()
            await running

        thread = threading.Thread(target=lambda: asyncio.run(run()))
        thread.start()
        assert ready.wait(20)
        with httpx.Client(timeout=60) as client:
            running = RunningDesk(servers[0], keys, client, thread)
            answer = client.get(keys.start_address())
            assert answer.status_code == 303
            try:
                yield running
            finally:
                running.end()

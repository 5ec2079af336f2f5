"""What the server tells the tabs by itself, as server-sent events.

A tab that reads slowly misses what was overtaken: of each kind the newest is sent, and nothing is
queued.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

Payload = Callable[[str], Any]  # the data of an event in a language

PING_SECONDS = 15
END = "end"


class Listener:
    """A tab that listens: the events that it has not got yet, by slot."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[str, Payload]] = {}
        self._wake = asyncio.Event()

    def tell(self, name: str, payload: Payload, slot: str = "") -> None:
        """An event to be sent, in the place of an older one of the same name and slot."""
        key = f"{name} {slot}"
        self._waiting.pop(key, None)
        self._waiting[key] = (name, payload)
        self._wake.set()

    async def stream(self, language: str) -> AsyncIterator[bytes]:
        """The events as they come, in a language, until ``end``."""
        yield b": \n\n"
        while True:
            try:
                async with asyncio.timeout(PING_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                yield b": \n\n"
                continue
            self._wake.clear()
            waiting, self._waiting = self._waiting, {}
            for name, payload in waiting.values():
                yield event_bytes(name, payload(language))
                if name == END:
                    return


class Channel:
    """Listeners that are told the same."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()

    def tell(self, name: str, payload: Payload, slot: str = "") -> None:
        for listener in self.listeners:
            listener.tell(name, payload, slot)


def event_bytes(name: str, data: Any) -> bytes:
    """An event as it is sent (HTML, 9.2.5)."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()

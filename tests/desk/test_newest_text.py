"""What is settled in the desk gives way to newer text."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from duben.desk.held_book import HeldBook
from duben.live import LiveBook, LivePage, LiveState

PAGE = LivePage("0" * 32, "1", 420.0, 595.0)


@pytest.mark.parametrize(
    ("pages", "files", "times"),
    [((PAGE,), ("01.md",), 1), ((PAGE,), (), 0), ((), ("01.md",), 0)],
)
def test_a_change_overtakes_the_settling_of_a_book_that_is_shown(
    pages: tuple[LivePage, ...],
    files: tuple[str, ...],
    times: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[LiveBook] = []
    monkeypatch.setattr(LiveBook, "overtake", lambda self: told.append(self))

    async def change() -> None:
        book = HeldBook("key", tmp_path, False)
        book.live._state = replace(LiveState(), pages=pages)
        book.touch(files)
        await book.close()

    asyncio.run(change())
    assert len(told) == times

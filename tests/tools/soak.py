"""`make soak`: a paragraph after the other of a book is edited in one process that stays, whose
memory must be at the end what it was after 20 edits, or little more. A book of chance is edited so
many times in a live book, and compared with a cold start every tenth time; then it is built with
what was kept, with a part of that damaged, twice at once, and without: all files must be the same,
byte for byte.

After every fiftieth edit the live book's process is killed. The memory of a process is told after
its first 20 edits and at its end.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from duben.live import LiveBook, LiveState, book as live_book
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import random_books

EVERY = 10  # edits between two comparisons
KILLED_EVERY = 50
MORE_MEMORY = 1.15
EARLY = 20  # edits of a process after which its memory is looked at first
SETTINGS = """[book]
title = "河边"
id = "soak"
date = 2026-01-01
[output]
editions = ["screen"]
formats = ["pdf", "epub"]
layout = "full"
"""
TERM = "要做到“三个早”：早起、早到、早收工。"
NEW_GLYPHS = "龘鬱靐麤爨驫"


def chapter(seed: int) -> str:
    """A chapter by chance, with a title, that may refer to itself alone."""
    author = random_books.Author(random.Random(seed))
    return author.chapter(seed)[0]


def write_book(folder: Path, chance: random.Random) -> None:
    """A book of six chapters, with the picture that they show."""
    (folder / "images").mkdir(parents=True)
    Image.new("RGB", (240, 120), "#8899aa").save(folder / random_books.PICTURE)
    (folder / "book.toml").write_text(SETTINGS, "utf-8")
    for number in range(1, 7):
        (folder / f"{number:03}.md").write_text(chapter(chance.randrange(10**6)), "utf-8")


# --- edits: each changes a file of the folder, and gives its name ---------------------------------


def add_paragraph(folder: Path, chance: random.Random) -> str:
    """A paragraph, a term, a table, a note or a new glyph more, at the end of a chapter's title."""
    path = chance.choice(files(folder))
    title, _, rest = path.read_text("utf-8").partition("\n\n")
    number = chance.randrange(10**6)
    block = chance.choice(
        (
            random_books.HAN * chance.randint(1, 9),
            TERM,
            f"又加一句[^soak{number}]。\n\n[^soak{number}]: 一条注释。",
            f"见[上文](#k{int(path.stem)}-0)。" if f"#k{int(path.stem)}-0" in rest else "见上文。",
            "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |",
            f"![图]({random_books.PICTURE})",
            chance.choice(NEW_GLYPHS) + "字是新的。",
            f"## 小节{number}",
        )
    )
    path.write_text(f"{title}\n\n{block}\n\n{rest}", "utf-8")
    return path.name


def write_chapter_anew(folder: Path, chance: random.Random) -> str:
    path = chance.choice(files(folder))
    path.write_text(chapter(chance.randrange(10**6)), "utf-8")
    return path.name


def add_chapter(folder: Path, chance: random.Random) -> str:
    if len(files(folder)) > 9:
        return take_chapter_away(folder, chance)
    path = folder / f"{chance.randrange(100, 1000)}.md"
    path.write_text(chapter(chance.randrange(10**6)), "utf-8")
    return path.name


def take_chapter_away(folder: Path, chance: random.Random) -> str:
    path = chance.choice(files(folder))
    if len(files(folder)) > 3:
        path.unlink()
    return path.name


EDITS: Sequence[Callable[[Path, random.Random], str]] = (
    *(add_paragraph,) * 8,
    write_chapter_anew,
    add_chapter,
    take_chapter_away,
)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md"))


# --- comparisons ----------------------------------------------------------------------------------


def cold_state(folder: Path) -> LiveState:
    """The state of a process that has seen nothing before."""
    live = LiveBook(folder)
    try:
        return live.settle()
    finally:
        live.close()


def outputs(folder: Path, cache: Path, *options: str) -> dict[str, str]:
    """The sha256 of every file that a build makes in a copy of the folder."""
    with tempfile.TemporaryDirectory() as top:
        copy = shutil.copytree(folder, Path(top) / "book")
        subprocess.run(
            [sys.executable, "-m", "duben", "build", str(copy), "--quiet", *options],
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
            capture_output=True,
        )
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((copy / "out").glob("*"))
        }


def damage(cache: Path, chance: random.Random) -> None:
    """Changes a byte of every third entry."""
    for path in sorted(cache.rglob("*"))[::3]:
        if path.is_file() and path.stat().st_size:
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data))] ^= 255
            path.write_bytes(data)


def compare_builds(folder: Path, cache: Path, chance: random.Random) -> None:
    """AssertionError where a build with what was kept differs from one without."""
    cold = outputs(folder, cache, "--no-cache")
    assert cold, "nothing was built"
    assert outputs(folder, cache) == cold
    damage(cache, chance)
    with ThreadPoolExecutor(2) as threads:
        for both in threads.map(lambda _: outputs(folder, cache), range(2)):
            assert both == cold


def compare_states(live: LiveBook) -> None:
    """AssertionError where the live book differs from a cold start."""
    warm, cold = live.settle(), cold_state(live.folder)
    assert (warm.stale, warm.problems) == (cold.stale, cold.problems)
    assert warm.stale or warm.pages == cold.pages


def kill(live: LiveBook) -> None:
    assert live._process is not None
    os.kill(live._process._worker.child.pid, signal.SIGKILL)


def memory(live: LiveBook) -> float:
    return live._process._worker.memory() if live._process else 0.0


def edit_in_one_process(folder: Path, edits: int, chance: random.Random) -> None:
    """AssertionError where the memory grows with the edits."""
    usual, live_book.CHANGES_PER_PROCESS = live_book.CHANGES_PER_PROCESS, edits * 2
    write_book(folder / "one", chance)
    live, early = LiveBook(folder / "one"), 0.0
    live.settle()
    for number in range(1, edits + 1):
        path = chance.choice(files(live.folder))
        title, _, rest = path.read_text("utf-8").partition("\n\n")
        words = random_books.HAN * chance.randint(1, 3)
        live.change(path.name, f"{title}\n\n{number}{words}\n\n{rest}")
        live.show_chapter(path.name)
        if number % EVERY == 0:
            live.settle()
        if number == EARLY:
            early = memory(live)
    print(f"{edits} edits in one process: {early:.0f} MB after {EARLY}, {memory(live):.0f} now")
    assert memory(live) <= MORE_MEMORY * early
    live.close()
    live_book.CHANGES_PER_PROCESS = usual


def soak(folder: Path, edits: int, seed: int) -> None:
    """Edits a book so many times, compares, and prints what the memory is."""
    chance = random.Random(seed)
    write_book(folder / "book", chance)
    live, early = LiveBook(folder / "book"), 0.0
    live.settle()
    for number in range(1, edits + 1):
        live.show_chapter(chance.choice(EDITS)(folder / "book", chance))
        if number % EVERY:
            live.settle()
        else:
            compare_states(live)
        if number % KILLED_EVERY == EARLY:
            early = memory(live)
        if number % KILLED_EVERY == 0 or number == edits:
            print(f"{number}: {early:.0f} MB early, {memory(live):.0f} now", flush=True)
            compare_builds(folder / "book", folder / "cache", chance)
            kill(live)
            live.settle()  # tells of the death
            compare_states(live)
    print(f"{edits} edits, seed {seed}: all the same", flush=True)
    live.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duben-soak-") as name:
        edit_in_one_process(Path(name), asked.edits, random.Random(asked.seed))
        soak(Path(name), asked.edits, asked.seed)


if __name__ == "__main__":
    main()

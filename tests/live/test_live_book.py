"""A book that is held while its author writes: the pages shown are those of a build."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from duben import publish
from duben.cache import MemoryCache
from duben.live import LiveBook, LiveState
from duben.live.book import OVERTAKEN_AT_MOST
from duben.model import BookError
from PIL import Image, ImageChops

SENTENCE = "春天里我们去河边种树，每个人带一把铁锹，走到桥头再分成三组。"


def write_book(folder: Path, chapters: int = 4) -> Path:
    """A book whose chapters refer to each other, with a note, a table and a term."""
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(
        '[book]\ntitle = "河边的树"\nid = "trees"\n[output]\neditions = ["screen"]\n'
        'formats = ["pdf"]\nlayout = "full"\n',
        "utf-8",
    )
    for number in range(1, chapters + 1):
        other = number % chapters + 1
        paragraphs = "\n\n".join(f"{index}号记事：{SENTENCE * 4}" for index in range(1, 9))
        (folder / f"{number:02}.md").write_text(
            f"# 第{number}段路 {{#road-{number}}}\n\n{paragraphs}\n\n"
            f"见[另一段路](#road-{other})。这里有一条注释[^1]。要做到“三个早”：早起、早到、早收工。\n\n"
            "| 组 | 人数 |\n|---|---|\n| 甲 | 12 |\n| 乙 | 9 |\n\n"
            "[^1]: 树苗由苗圃送来。\n",
            "utf-8",
        )
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LiveBook]:
    live = LiveBook(write_book(tmp_path / "book"))
    yield live
    live.close()


def cold(folder: Path, unsaved: dict[str, str], tmp_path: Path) -> LiveState:
    """The state of a process that has seen nothing before, of a folder where all is saved."""
    copy = tmp_path / f"cold-{len(list(tmp_path.iterdir()))}"
    shutil.copytree(folder, copy)
    for name, text in unsaved.items():
        (copy / name).write_text(text, "utf-8")
    live = LiveBook(copy)
    try:
        return live.settle()
    finally:
        live.close()


def test_the_pages_are_those_of_a_build(book: LiveBook) -> None:
    state = book.settle()
    (result,) = publish.build(book.folder, kept=False)
    with pypdfium2.PdfDocument(result.output / "trees-screen.pdf") as document:
        assert [page.label for page in state.pages] == [
            document.get_page_label(index) for index in range(len(document))
        ]
        for index in (0, 3, len(document) - 3):
            data = book.picture(state.pages[index].digest, 1)
            assert data is not None
            with Image.open(io.BytesIO(data)) as shown:
                printed = document[index].render(scale=1).to_pil().convert("RGB")
                assert ImageChops.difference(shown, printed).getbbox() is None


def test_a_chapter_alone_looks_as_in_the_settled_book(book: LiveBook) -> None:
    before = book.settle()
    text = (book.folder / "02.md").read_text("utf-8")
    book.change("02.md", text.replace("铁锹", "长柄铁锹", 1))
    shown = book.show_chapter("02.md")
    assert shown.provisional and not shown.settled and shown.pages != before.pages
    settled = book.settle()
    assert settled.settled and settled.pages == shown.pages
    assert (book.folder / "02.md").read_text("utf-8") == text


def test_a_chapter_that_grows_stands_once_however_often_it_is_shown(book: LiveBook) -> None:
    before = book.settle()
    text = (book.folder / "02.md").read_text("utf-8")
    for times in (6, 12):
        book.change("02.md", text + f"\n{SENTENCE * 30}\n" * times)
        shown = book.show_chapter("02.md")
    book.change("03.md", (book.folder / "03.md").read_text("utf-8") + f"\n{SENTENCE}\n")
    shown = book.show_chapter("03.md")
    settled = book.settle()
    assert len(settled.pages) > len(before.pages)
    assert len(shown.pages) == len(settled.pages)


def random_edit(live: LiveBook, chance: random.Random) -> str:
    """Changes a chapter by chance: a sentence more, a paragraph less, another heading."""
    name = chance.choice(sorted(path.name for path in live.folder.glob("*.md")))
    text = live.unsaved.get(name) or (live.folder / name).read_text("utf-8")
    blocks = text.split("\n\n")
    at = chance.randrange(1, len(blocks) - 2)
    kind = chance.randrange(4)
    if kind == 0:
        blocks.insert(at, SENTENCE * chance.randrange(1, 6))
    elif kind == 1 and len(blocks) > 6 and blocks[at][:1].isdigit():
        del blocks[at]
    elif kind == 2:
        blocks.insert(at, f"## 小节{chance.randrange(100)}")
    else:
        blocks[0] = blocks[0].replace("段路", "段长路" if "长路" not in blocks[0] else "段路")
    live.change(name, "\n\n".join(blocks))
    return name


def test_after_random_edits_the_pages_are_those_of_a_cold_start(
    book: LiveBook, tmp_path: Path
) -> None:
    edits = int(os.environ.get("DUBEN_LIVE_EDITS", "40"))
    chance = random.Random(20)
    book.settle()
    for number in range(1, edits + 1):
        book.show_chapter(random_edit(book, chance))
        if number % 10 == 0:
            warm = book.settle()
            again = cold(book.folder, dict(book.unsaved), tmp_path)
            assert warm.pages == again.pages
            assert warm.problems == again.problems


def test_known_terms_are_marked_in_a_chapter_shown_alone_and_warnings_stay(book: LiveBook) -> None:
    warned = book.settle().problems
    text = (book.folder / "02.md").read_text("utf-8")
    book.change("02.md", text.replace("要做到“三个早”", "还要做到“三个早”，三个早"))
    shown = book.show_chapter("02.md")
    settled = book.settle()
    assert shown.provisional and shown.problems == warned
    assert [shown.pages[index] for index in shown.provisional] == [
        settled.pages[index] for index in shown.provisional
    ]


def test_a_newer_text_overtakes_what_is_being_settled(book: LiveBook) -> None:
    before = book.settle()
    for name in ("01.md", "02.md", "03.md", "04.md"):
        text = (book.folder / name).read_text("utf-8")
        book.change(name, text + f"\n{SENTENCE * 400}\n")
    with ThreadPoolExecutor(1) as threads:
        settling = threads.submit(book.settle)
        while not settling.done():  # as one types
            book.overtake()
            time.sleep(0.02)
    assert settling.result() == before and book.state == before
    settled = book.settle()
    assert settled.settled and len(settled.pages) > len(before.pages)


def test_a_book_gives_way_only_so_often(book: LiveBook) -> None:
    book.settle()
    for times, stands in ((OVERTAKEN_AT_MOST - 1, True), (OVERTAKEN_AT_MOST, False)):
        book._open().overtaken.unlink(missing_ok=True)
        book._gave_way = times
        book.overtake()
        assert book._open().overtaken.exists() == stands


def test_an_error_keeps_the_pages_and_tells_itself(book: LiveBook) -> None:
    before = book.settle()
    text = (book.folder / "01.md").read_text("utf-8")
    book.change("01.md", text + "\n![树](images/none.png)\n")
    for state in (book.show_chapter("01.md"), book.settle()):
        assert state.stale and state.pages == before.pages
        assert ("file-missing", "01.md") in [
            (fault.rule, fault.place.file) for fault in state.problems if fault.place
        ]
    book.change("01.md", None)
    assert book.settle().pages == before.pages and not book.state.stale


def test_a_killed_process_is_replaced(book: LiveBook) -> None:
    before = book.settle()
    assert book._process is not None
    child = book._process._worker.child
    os.kill(child.pid, signal.SIGKILL)
    state = book.show_chapter("01.md")
    assert state.stale and [fault.rule for fault in state.problems] == ["worker-memory"]
    assert state.pages == before.pages
    assert book.settle().pages == before.pages


def test_each_line_is_found_again(book: LiveBook) -> None:
    state = book.settle()
    places = 0
    for number in range(len(state.pages)):
        for line in book.lines(number):
            spot = book.find_block(line.block, line.offset)
            assert spot is not None and (spot.page, spot.top) == (number, line.top)
            found = book.find(line.file, line.line, line.column)
            assert found is not None and found.page == number
            places += 1
    assert places > 60


def test_the_process_is_ended_with_the_book(tmp_path: Path) -> None:
    live = LiveBook(write_book(tmp_path / "book", 1))
    live.settle()
    assert live._process is not None
    child = live._process._worker.child
    live.close()
    time.sleep(0.1)
    assert child.poll() is not None


def test_what_was_not_asked_for_goes_from_the_memory() -> None:
    store = MemoryCache(rounds=2)
    store.put({"a": 1}, b"x", "key", 1)
    assert store.get("key", 1) == ({"a": 1}, b"x")
    store.begin_round()
    assert store.get("key", 1) is not None
    store.begin_round()
    store.begin_round()
    assert store.get("key", 1) is None


def test_what_was_read_of_the_memory_is_the_same_object_until_it_goes() -> None:
    store = MemoryCache(rounds=2)
    store.put([1, 2], b"x", "key")
    rows = store.load(lambda data, blob: (tuple(data), blob), "key")
    assert rows == ((1, 2), b"x") and store.load(lambda *_: None, "key") is rows
    assert store.recall(lambda: "first", "thing") == store.recall(lambda: "again", "thing")
    for _ in range(3):
        store.begin_round()
    assert store.load(lambda *_: 1, "key") is None
    assert store.recall(lambda: "again", "thing") == "again"


def test_an_unsaved_text_stands_for_the_file(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", 2)
    unsaved = {"01.md": "# 新的\n\n只有一句。\n", "book.toml": '[book]\ntitle = "另一本"\n'}
    book = publish.load(folder, None, unsaved).book
    assert book.settings.book.title == "另一本"
    assert [chapter.title.text for chapter in book.chapters if chapter.title][0] == "新的"
    with pytest.raises(BookError) as caught:
        publish.load(tmp_path / "none", None, unsaved)
    assert caught.value.status == 2

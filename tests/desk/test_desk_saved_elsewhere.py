"""Texts that others write into the files while they are typed in the browser: nothing is lost."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk import texts
from duben.desk.merging import Clash, lacks_change, merge_pieces, restore_change
from duben.desk.versions import Versions


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    write_book(tmp_path / "books" / "trees", 1)
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def address_of(desk: RunningDesk) -> str:
    return f"{desk.book()}/texts/{desk.get(desk.book()).json()['texts'][0]['key']}"


def chapter_file(desk: RunningDesk) -> Path:
    return desk.server.desk.folder / "trees" / "01.md"


def kept_texts(file: Path) -> list[str]:
    """The texts of a file that the history of its book keeps, the newest first."""
    versions = Versions(file.parent)
    return [versions.texts(row)[file.name].decode() for row in versions.newest_first()]


def wait_until(true: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


@dataclass
class Tab:
    """What a tab does with a text (static/sync.js): it sends what was typed with the text on which
    it was typed, and takes what comes back where nothing was typed meanwhile. Where both sides
    changed one place, its author keeps the words typed here, the first choice of the page.
    """

    desk: RunningDesk
    address: str
    text: str = ""
    base: str = ""
    revision: int | None = None

    def load(self) -> None:
        known = self.desk.get(self.address).json()
        self.text = self.base = known["text"]
        self.revision = known["revision"]

    def send(self, typed_meanwhile: str = "") -> None:
        """Sends the text; words are typed before the answer comes."""
        sent = self.text
        made_of = {"base": self.base} if self.revision is None else {"revision": self.revision}
        answer = self.desk.post(self.address, {"text": sent, "tab": "a", **made_of})
        while answer.status_code == 409:
            told = answer.json()
            self.text = sent = with_words_of_mine(told["pieces"])
            answer = self.desk.post(self.address, {"text": sent, "tab": "a", "base": told["text"]})
        assert answer.status_code == 200, answer.text
        if typed_meanwhile:
            self.text = with_words(self.text, 2, typed_meanwhile)
        told = answer.json()
        taken = told.get("text", sent)
        self.base, self.revision = sent, told["revision"] if taken == sent else None
        if self.text == sent:
            self.text = self.base = taken
            self.revision = told["revision"]

    def settle(self) -> None:
        while self.text != self.base:
            self.send()
        self.load()


def with_words(text: str, line: int, words: str) -> str:
    """A text with words at the end of a line."""
    lines = text.split("\n")
    lines[line] += words
    return "\n".join(lines)


def with_words_of_mine(pieces: list[str | dict[str, str]]) -> str:
    """A text that was changed on both sides, with the words typed here where they clash."""
    return "".join(piece if isinstance(piece, str) else piece["mine"] for piece in pieces)


def write_elsewhere(path: Path, text: str, atomic: bool) -> None:
    """Writes a file as some editors do, or as others do."""
    if atomic:
        part = path.with_name(".part")
        part.write_text(text, "utf-8")
        part.replace(path)
    else:
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("slow", [0, 0.1])
@pytest.mark.parametrize("seed", range(4))
def test_saves_here_and_elsewhere_in_any_order_lose_nothing(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, seed: int, slow: float
) -> None:
    monkeypatch.setattr(texts, "SAVE_AFTER", 0.03)
    monkeypatch.setattr(texts, "SAVE_AT_LATEST", 0.1)
    chance = random.Random(seed)
    path, tab = chapter_file(desk), Tab(desk, address_of(desk))
    tab.load()
    told: list[Any] = []
    held = desk.server.desk.hold(desk.book().rpartition("/")[2])
    assert held is not None
    tell = held.channel.tell
    monkeypatch.setattr(
        held.channel,
        "tell",
        lambda name, payload, slot="": (
            told.append((name, payload("en"))),
            tell(name, payload, slot),
        ),
    )
    typed: list[str] = []

    def others() -> None:
        for number in range(10):
            time.sleep(chance.random() * 0.2)
            text = path.read_text("utf-8")
            time.sleep(slow)  # a busy machine: what is typed meanwhile is not in this text
            write_elsewhere(path, with_words(text, 12, f"（外{number}）"), number % 2 == 0)

    thread = threading.Thread(target=others)
    thread.start()
    while thread.is_alive():
        first, second = f"甲{len(typed):03}", f"乙{len(typed):03}"
        typed += [first, second]
        tab.text = with_words(tab.text, 2, first)
        tab.send(second)
        time.sleep(chance.random() * 0.05)
    time.sleep(0.5)
    tab.settle()
    for name, row in told:
        if name == "outside" and row["lost"]:
            assert desk.post(f"{desk.book()}/recall", {"version": row["version"]}).is_success
    tab.settle()
    taken_away = any(name == "outside" and row["lost"] for name, row in told)
    kept = kept_texts(path) if taken_away else []  # what a recall put away is in the history
    assert [words for words in typed if not any(words in text for text in (tab.text, *kept))] == []
    assert "（外9）" in tab.text
    wait_until(lambda: path.read_text("utf-8") == tab.text)


def test_words_typed_before_the_answer_do_not_overwrite_a_merged_change(desk: RunningDesk) -> None:
    path, tab = chapter_file(desk), Tab(desk, address_of(desk))
    tab.load()
    write_elsewhere(path, with_words(tab.text, 12, "（外）"), True)
    wait_until(lambda: "（外）" in desk.get(tab.address).json()["text"])
    tab.text = with_words(tab.text, 2, "甲")
    tab.send("乙")
    tab.settle()
    assert "甲乙" in tab.text and "（外）" in tab.text


def test_a_text_with_the_text_it_was_made_of_is_merged(desk: RunningDesk) -> None:
    address = address_of(desk)
    text = desk.get(address).json()["text"]
    desk.post(address, {"text": with_words(text, 12, "乙"), "revision": 1})
    answer = desk.post(address, {"text": with_words(text, 2, "甲"), "base": text})
    assert answer.json()["text"] == with_words(with_words(text, 2, "甲"), 12, "乙")
    clash = desk.post(address, {"text": with_words(text, 2, "丙"), "base": text})
    assert clash.status_code == 409
    kept = kept_texts(chapter_file(desk))
    assert with_words(text, 2, "丙") in kept and answer.json()["text"] in kept


def test_an_older_copy_saved_elsewhere_is_told_and_its_loss_is_taken_back(
    desk: RunningDesk,
) -> None:
    path, address = chapter_file(desk), address_of(desk)
    old = desk.get(address).json()["text"]
    typed = with_words(old, 2, "新写的一句。")
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        desk.post(address, {"text": typed, "revision": 1})
        wait_until(lambda: path.read_text("utf-8") == typed)
        path.write_text(with_words(old, 12, "（外）"), "utf-8")
        told = events.until(lambda data: True, "outside")
    assert (told["how"], told["lost"], told["file"]) == ("taken", True, "01.md")
    versions = Versions(path.parent)
    row = next(row for row in versions.newest_first() if row.name == told["version"])
    assert versions.texts(row)["01.md"].decode() == typed and row.why == "outside"
    assert desk.post(f"{desk.book()}/recall", {"version": told["version"]}).is_success
    both = with_words(typed, 12, "（外）")
    assert desk.get(address).json()["text"] == both
    wait_until(lambda: path.read_text("utf-8") == both)
    assert desk.post(f"{desk.book()}/recall", {"version": "none"}).status_code == 404


def test_a_change_elsewhere_that_takes_nothing_away_is_told(desk: RunningDesk) -> None:
    path, address = chapter_file(desk), address_of(desk)
    text = desk.get(address).json()["text"]
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        path.write_text(with_words(text, 12, "（外）"), "utf-8")
        told = events.until(lambda data: True, "outside")
        assert (told["how"], told["lost"]) == ("taken", False)


def test_our_own_mends_are_not_told_as_changes_elsewhere(desk: RunningDesk) -> None:
    address = address_of(desk)
    text = desk.get(address).json()["text"]
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        desk.post(address, {"text": with_words(text, 2, "下午,回家。"), "revision": 1})
        assert desk.post(f"{desk.book()}/mend", {"all": True}).json()["changes"]
        events.until(lambda state: state["settled"] and not state["problems"])
        assert [name for name, _ in events.seen if name == "outside"] == []


@pytest.mark.parametrize(
    ("text", "other", "lacks"),
    [
        ("甲。\n\n乙。\n\n新。\n", "甲。\n\n乙。\n", True),
        ("甲。\n\n乙。\n\n新。\n", "甲二。\n\n乙。\n\n新。\n", False),
        ("甲。\n\n乙。\n", "甲二。\n\n乙。\n", False),
        ("甲新写。\n\n乙。\n", "甲新写的。\n\n乙。\n", False),
        ("甲新写。\n\n乙。\n", "丙。\n\n乙。\n", True),
        ("甲。\n", "甲。\n\n乙。\n", True),
    ],
)
def test_what_a_text_lacks_of_a_change(text: str, other: str, lacks: bool) -> None:
    assert lacks_change("甲。\n\n乙。\n", text, other) is lacks


def test_only_places_that_both_changed_are_to_be_decided() -> None:
    base = "甲乙丙。\n\n丁戊己庚辛壬癸，子丑寅卯辰巳午未申酉戌亥。\n\n末段。\n"
    ours = base.replace("乙", "一").replace("戊", "五").replace("末段", "末了一段")
    theirs = base.replace("乙", "二").replace("己", "六")
    assert merge_pieces(base, ours, theirs) == [
        "甲",
        Clash("一", "二"),
        "丙。\n\n丁",
        Clash("五己", "戊六"),
        "庚辛壬癸，子丑寅卯辰巳午未申酉戌亥。\n\n末了一段。\n",
    ]
    # Two clashes near each other are one place to choose at.
    assert merge_pieces("甲乙丙丁", "一乙二丁", "三乙四丁") == [Clash("一乙二", "三乙四"), "丁"]
    # Nobody knows what they were made of: all that differs.
    assert merge_pieces(None, "甲乙。\n丙。", "甲二。\n丙。丁") == [
        "甲",
        Clash("乙", "二"),
        "。\n丙。",
        Clash("", "丁"),
    ]


@pytest.mark.parametrize(
    ("text", "present", "restored"),
    [
        ("甲。前三。\n\n乙。\n", "甲。\n\n乙。外。\n", "甲。前三。\n\n乙。外。\n"),
        # What stands there already is not put in twice, whatever was typed beside it.
        ("甲。前三。\n\n乙。\n", "甲。前三。后四。\n\n乙。\n", "甲。前三。后四。\n\n乙。\n"),
        (
            "甲。前三。\n\n乙。\n",
            "甲，外。前三。后四。\n\n乙。\n",
            "甲，外。前三。后四。\n\n乙。\n",
        ),
        # The same words elsewhere are others.
        ("甲。前三。\n\n乙。\n", "甲。\n\n乙。前三。\n", "甲。前三。\n\n乙。前三。\n"),
        # The same place: what is taken back has it.
        ("甲一。\n\n乙。\n", "甲二。\n\n乙三。\n", "甲一。\n\n乙三。\n"),
    ],
)
def test_words_taken_back_are_never_doubled(text: str, present: str, restored: str) -> None:
    assert restore_change("甲。\n\n乙。\n", text, present) == restored


def test_words_typed_behind_those_taken_back_stay_whatever_was_written_in_another_line() -> None:
    walk = "# 路\n\n河边种树。{}\n\n桥头分组。{}\n"
    present = walk.format("甲。乙。丙。", "外。")
    assert restore_change(walk.format("", ""), walk.format("甲。", ""), present) == present

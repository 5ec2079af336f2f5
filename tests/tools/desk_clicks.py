"""`make soak`, second half: random clicks and keys over all screens of a desk. The server makes no
error, the page none, and typed words are only gone where a click or key took them away: each that
is missing at the end is told with the action behind which it was gone.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import desk_browser

SCREENS = ("taken", "text", "settings", "terms", "editions", "folded", "compare", "copies", "files")
CONTROLS = (
    "button:visible, a:visible, summary:visible, select:visible, label:visible, .cm-line:visible, "
    ".page .sheet:visible, input:not([type=file]):visible"
)
KEYS = [
    "Escape",
    "Tab",
    "Enter",
    "ArrowDown",
    "ArrowUp",
    "Home",
    "End",
    "F2",
    "Alt+ArrowUp",
    "Alt+ArrowDown",
    "Control+f",
    "Control+z",
    "Control+Shift+Z",
    "Backspace",
    "Delete",
]
# What takes words away because it is asked to; 改名 where they stood in the title.
TAKES_AWAY = re.compile(
    r"撤销|删去|改名|恢复|替换|回收站|改正|取回|就这样|只要文字|照原样|减一|不印|并入|另起|去掉|"
    r"key (Control|Backspace|Delete)|typed over"
)
WORD = "字{:05}"


@dataclass
class Clicks:
    """One run: what was typed, what was done, and what went wrong."""

    page: Any
    shelf: Path
    chance: random.Random
    actions: int = 0
    typed: dict[str, int] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    last: str = ""

    def watch(self) -> None:
        """Listens to what the page and the server say."""
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.last}: {error}"))
        self.page.on("response", self._answered)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _answered(self, answer: Any) -> None:
        if answer.status >= 500:
            self.faults.append(f"{self.last}: {answer.status} {answer.url}")
        elif answer.status >= 400:
            place = re.sub(r"[0-9a-f]{8,}", "#", answer.url.partition("/api/")[2])
            row = f"{answer.status} {answer.request.method} {place}"
            self.refusals[row] = self.refusals.get(row, 0) + 1

    def act(self) -> None:
        """One action, then a look at what is there."""
        self.actions += 1
        if "127.0.0.1" not in self.page.url:
            self.faults.append(f"{self.last}: led to {self.page.url}")
            self.page.go_back()
        choice = self.chance.randrange(10)
        if choice < 4 and self.page.locator(".cm-content").count():
            self._type()
        elif choice == 4:
            self._press()
        elif choice == 5:
            self._go()
        else:
            self._click()
        self.page.wait_for_timeout(self.chance.choice((20, 60, 200)))
        self._look()

    def _screen(self) -> str:
        return str(self.page.url.partition("#")[2])[-14:]

    def _type(self) -> None:
        lines = self.page.locator(".cm-line:visible")
        if not lines.count() or self.page.locator("dialog").count():
            return
        line = lines.nth(self.chance.randrange(lines.count()))
        try:
            line.click(timeout=800)
        except Exception:  # noqa: BLE001 - something lies above it: so it does for a person
            return
        self.page.keyboard.press("End")
        if not self.page.evaluate("() => document.activeElement.closest('.cm-content') !== null"):
            return
        word = WORD.format(len(self.typed))
        self.last = f"typed {word} in {self._screen()}"
        self.page.keyboard.type(word, delay=self.chance.choice((0, 5, 30)))
        self.typed[word] = self.actions

    def _press(self) -> None:
        key = self.chance.choice(KEYS)
        self.last = f"key {key} in {self._screen()}"
        self.page.keyboard.press(key)

    def _go(self) -> None:
        key = self.page.url.partition("#/")[2].partition("/")[0]
        screen = self.chance.choice((*SCREENS, "text", "text", "text", "text"))
        self.last = f"go to {screen}"
        address = f"#/{key}/{screen}" if key and self.chance.random() < 0.8 else "#/"
        self.page.evaluate("address => { location.hash = address; }", address)

    def _click(self) -> None:
        controls = self.page.locator(CONTROLS)
        count = controls.count()
        if not count:
            return
        control = controls.nth(self.chance.randrange(count))
        try:
            words = (control.inner_text(timeout=500) or control.get_attribute("aria-label") or "")[
                :24
            ]
            self.last = f"click {words!r} in {self._screen()}"
            control.click(timeout=800, click_count=self.chance.choice((1, 1, 1, 2)))
        except Exception:  # noqa: BLE001 - it went away, or something lies above it
            self.page.keyboard.press("Escape")

    def _look(self) -> None:
        """What was typed and is gone was taken away by the last action."""
        for other in self.page.context.pages:
            if other is not self.page:
                other.close()
        settled = {word for word, at in self.typed.items() if at < self.actions}
        lost = settled - self.gone.keys() - words_of(self._texts())
        for word in lost:
            self.gone[word] = self.last
        for word in list(self.gone):
            if word in words_of(self._texts()):
                del self.gone[word]  # put back

    def _texts(self) -> str:
        """All texts of all books: as the editor has them, else as the server does."""
        shown = self.page.evaluate(
            "() => document.querySelector('.cm-content')?.cmTile?.view?.state.doc.toString()"
            " ?? document.querySelector('.cm-content')?.cmView?.view?.state.doc.toString() ?? ''"
        )
        return str(shown) + "".join(texts_of_server(self.page, self.shelf))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"字[0-9]{5}", text))


def texts_of_server(page: Any, shelf: Path) -> list[str]:
    """The texts of the books, those that are open as they are in the server."""
    origin = page.url.partition("#")[0]
    texts = []
    for row in page.context.request.get(f"{origin}api/books").json()["books"]:
        if row.get("binned"):
            continue
        book = f"{origin}api/books/{row['key']}"
        answer = page.context.request.get(book)
        for text in answer.json().get("texts", []) if answer.ok else []:
            found = page.context.request.get(f"{book}/texts/{text['key']}")
            texts.append(found.json().get("text", "") if found.ok else "")
    return texts


def run(minutes: float, seed: int) -> bool:
    """Whether nothing went wrong; prints what happened."""
    with tempfile.TemporaryDirectory(prefix="duben-clicks-") as name:
        shelf = Path(name, "shelf")
        for title in ("trees", "water"):
            desk_browser.write_book(shelf / title)
        command = [
            sys.executable,
            "-m",
            "duben",
            "--lang",
            "zh",
            "desk",
            str(shelf),
            "--no-browser",
        ]
        with Path(name, "log").open("w+") as log:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, "DUBEN_DEBUG": "1"},
            )  # fmt: skip
            try:
                assert process.stdout
                clicks = click(process.stdout.readline().strip(), shelf, minutes, seed)
            finally:
                process.terminate()
                process.wait(30)
            log.seek(0)
            said = log.read()
        return tell(clicks, said[said.find("Traceback") :] if "Traceback" in said else "")


def click(address: str, shelf: Path, minutes: float, seed: int) -> Clicks:
    with desk_browser.browser_page(address) as page:
        clicks = Clicks(page, shelf, random.Random(seed))
        clicks.watch()
        end = time.monotonic() + minutes * 60
        while time.monotonic() < end:
            clicks.act()
        page.evaluate("() => { location.hash = '#/'; }")
        page.wait_for_timeout(8_000)
        clicks._look()
        return clicks


def tell(clicks: Clicks, traces: str) -> bool:
    unexplained = {word: why for word, why in clicks.gone.items() if not TAKES_AWAY.search(why)}
    print(f"{clicks.actions} actions, {len(clicks.typed)} words typed, {len(clicks.gone)} gone")
    for why in sorted({*clicks.gone.values()}):
        words = [word for word, cause in clicks.gone.items() if cause == why]
        print(f"  {len(words)} gone behind {why}: {' '.join(words[:5])}")
    for row, count in sorted(clicks.refusals.items()):
        print(f"  refused {count} times: {row}")
    for fault in clicks.faults:
        print(f"  FAULT {fault}")
    for word, why in unexplained.items():
        print(f"  LOST {word} behind {why}")
    print(f"{traces.count('Traceback')} errors of the server", traces, sep="\n")
    return not (clicks.faults or unexplained or traces)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    return 0 if run(asked.minutes, asked.seed) else 1


if __name__ == "__main__":
    raise SystemExit(main())

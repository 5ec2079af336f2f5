"""A running desk or preview, and a browser at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import need

ROOT = Path(__file__).parents[2]
LONGEST = 90  # s: what is waited for before a test fails; machines are shared


SENTENCE = "春天里我们去河边种树，每个人带一把铁锹，走到桥头再分成三组。"


def write_book(folder: Path) -> Path:
    """A book of three chapters over some pages."""
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(
        '[book]\ntitle = "河边的树"\n[output]\neditions = ["screen"]\n', "utf-8"
    )
    for number in (1, 2, 3):
        paragraphs = "\n\n".join(f"{index}号记事：{SENTENCE * 4}" for index in range(1, 13))
        (folder / f"{number:02}.md").write_text(
            f"# 第{number}段路\n\n{paragraphs}\n\n要做到“三个早”：早起、早到、早收工。\n", "utf-8"
        )
    return folder


@contextmanager
def running(command: str, *arguments: str) -> Iterator[str]:
    """The address of ``duben desk`` or ``duben preview``, running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "duben", "--lang", "zh", command, *arguments, "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "build")},
    )
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser_page(
    address: str, *, width: int = 1280, height: int = 900, dark: bool = False
) -> Iterator[Any]:
    """A page of Chromium at an address; what it writes to its console as an error fails."""
    chromium = need("chromium")
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu"],
            # In a locale that the machine lacks Chromium finds no file with a name in 汉字.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
        )
        page = context.new_page()
        page.set_default_timeout(LONGEST * 1000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        yield page
        browser.close()
    assert not faults, faults


def until(page: Any, expression: str, argument: Any = None) -> None:
    """Waits until an expression is true. (Playwright's own way of waiting evaluates strings in the
    page, which its policy refuses.)
    """
    end = time.monotonic() + LONGEST
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def until_file(page: Any, path: Path, *words: str) -> str:
    """Waits until words stand in a file; the file's text."""
    end = time.monotonic() + LONGEST
    while True:
        text = path.read_text("utf-8")
        missing = [word for word in words if word not in text]
        if not missing:
            return text
        assert time.monotonic() < end, missing
        page.wait_for_timeout(100)


def until_still(page: Any, expression: str) -> Any:
    """Waits until an expression has kept its value for two thirds of a second; the value."""
    end = time.monotonic() + LONGEST
    value, since = page.evaluate(expression), time.monotonic()
    while time.monotonic() < since + 0.66:
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)
        if (now := page.evaluate(expression)) != value:
            value, since = now, time.monotonic()
    return value


def axe_violations(page: Any) -> list[str]:
    """What axe-core finds on the page as it is shown (WCAG 2.2 AA): rule and elements."""
    # The page's own policy refuses scripts of others: it is run from outside.
    source = Path(need("axe-core"), "axe.min.js").read_text("utf-8")
    page.evaluate(source)
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', "
        "'best-practice']})"
    )
    return [
        f"{rule['id']}: {', '.join(' '.join(node['target']) for node in rule['nodes'][:4])}"
        for rule in found["violations"]
    ]

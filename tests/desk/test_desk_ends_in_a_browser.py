"""The tab of a desk that ends, is killed, or whose files others write: nothing typed is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from desk_browser import axe_violations, browser_page, running, until, until_file, write_book

pytestmark = pytest.mark.slow

SETTLED = "document.querySelector('header .state').textContent.includes('最新')"


def start(folder: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "duben", "desk", str(folder), "--no-browser"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def type_at(page: Any, line: int, text: str) -> None:
    page.locator(".cm-line").nth(line - 1).click()
    page.keyboard.press("End")
    page.keyboard.type(text, delay=10)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_words_typed_after_the_end_are_saved_when_it_is_open_again(
    tmp_path: Path, how: signal.Signals
) -> None:
    folder = write_book(tmp_path / "shelf" / "trees")
    process, address = start(tmp_path / "shelf")
    again = None
    try:
        with browser_page(address) as page:
            page.get_by_role("link", name="河边的树", exact=True).click()
            page.wait_for_selector(".cm-line")
            type_at(page, 3, "结束以前。")
            until_file(page, folder / "01.md", "结束以前。")
            os.kill(process.pid, how)
            process.communicate()
            page.keyboard.type("结束以后。", delay=10)
            page.wait_for_selector(".bar-notice[role=alert]")
            assert "已结束，请再打开" in page.locator(".bar-notice").inner_text()
            assert "结束以前。结束以后。" in page.locator(".cm-content").inner_text()
            # Another screen does not take the text away.
            page.get_by_role("link", name="文件", exact=True).click()
            assert "结束以后。" in page.locator(".cm-content").inner_text()
            # Started again at the same port: in this browser, in a tab of its own.
            again, address = start(tmp_path / "shelf")
            other = page.context.new_page()
            other.goto(address)
            until_file(page, folder / "01.md", "结束以前。结束以后。")
            until(page, "!document.querySelector('.bar-notice')")
            type_at(page, 5, "又写一句。")
            until_file(page, folder / "01.md", "结束以后。", "又写一句。")
    finally:
        for run in (process, again):
            if run is not None and run.poll() is None:
                run.terminate()
                run.communicate()


def test_saves_elsewhere_within_a_second_of_our_own_leave_screen_and_file_the_same(
    tmp_path: Path,
) -> None:
    path = write_book(tmp_path / "shelf" / "trees") / "01.md"
    with running("desk", str(tmp_path / "shelf")) as address, browser_page(address) as page:
        page.get_by_role("link", name="河边的树", exact=True).click()
        page.wait_for_selector(".cm-line")
        for number in range(6):
            type_at(page, 3, f"甲{number}")
            page.wait_for_timeout(850 + 60 * number)
            text = path.read_text("utf-8")
            path.write_text(text.replace("2号记事：", f"2号记事：外{number}"), "utf-8")
            page.keyboard.type(f"乙{number}", delay=5)
        words = [f"{mark}{number}" for number in range(6) for mark in "甲乙外"]
        until_file(page, path, *words)
        page.wait_for_timeout(1500)
        shown = page.locator(".cm-content").inner_text()
        assert [word for word in words if word not in shown] == []
        assert "在别处改过" in page.locator(".bars").inner_text()
        # An older copy: told, and had back by a click.
        old = text.replace("甲5", "")
        path.write_text(old, "utf-8")
        page.get_by_role("button", name="取回我写的").first.click()
        until_file(page, path, "甲5乙5")


def test_two_who_write_at_one_place_choose_there_while_typing_goes_on(tmp_path: Path) -> None:
    path = write_book(tmp_path / "shelf" / "trees") / "01.md"
    with running("desk", str(tmp_path / "shelf")) as address, browser_page(address) as page:
        page.get_by_role("link", name="河边的树", exact=True).click()
        page.wait_for_selector(".cm-line")
        held: list[Any] = []

        def hold(route: Any) -> None:
            if route.request.method == "POST" and not held:
                held.append(route)
            else:
                route.continue_()

        page.route("**/texts/*", hold)
        type_at(page, 3, "甲稿。")
        while not held:
            page.wait_for_timeout(50)
        other = page.context.new_page()
        other.goto(page.url)
        other.wait_for_selector(".cm-line")
        type_at(other, 3, "乙稿。")
        until_file(page, path, "乙稿。")
        page.keyboard.type("接着写。", delay=10)
        held[0].continue_()
        panel = page.locator(".clashes")
        panel.wait_for()
        page.keyboard.type("又写。", delay=10)
        assert "甲稿。接着写。又写。" in page.locator(".cm-content").inner_text()
        shown = panel.inner_text()
        assert "甲稿。" in shown and "乙稿。" in shown and len(shown) < 250
        assert axe_violations(page) == []
        panel.get_by_role("button", name="就这样").click()
        assert "乙稿" not in until_file(page, path, "甲稿。接着写。又写。")
        until(page, "document.querySelector('.clashes').hidden")
        assert page.get_by_role("button", name="取回我写的").count() == 0

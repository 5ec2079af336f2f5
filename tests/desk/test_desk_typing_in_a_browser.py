"""The buttons of the editor, what is pasted, and files that are dropped on it, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_browser import axe_violations, browser_page, running, until, write_book

pytestmark = pytest.mark.slow

PASTE = (
    "([html, text]) => { const data = new DataTransfer();"
    " if (html) data.setData('text/html', html);"
    " data.setData('text/plain', text); document.querySelector('.cm-content').dispatchEvent("
    "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"
)
DROP = (
    "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name));"
    " const line = document.querySelectorAll('.cm-line')[4], box = line.getBoundingClientRect();"
    " line.dispatchEvent(new DragEvent('drop',"
    " {dataTransfer: data, bubbles: true, cancelable: true,"
    " clientX: box.left + 5, clientY: box.top + 5})); }"
)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    folder = write_book(tmp_path / "shelf" / "trees")
    (folder / "01.md").write_text("# 河边\n\n**一、时间：**三月一日上午。\n\n带水。\n", "utf-8")
    with (
        running("desk", str(tmp_path / "shelf")) as address,
        browser_page(address) as page,
    ):
        page.get_by_role("link", name="河边的树", exact=True).click()
        page.wait_for_selector(".cm-line")
        yield page


def shown(page: Any) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts()).replace("\n\n\n", "\n\n")


def select_words(page: Any, line: int, start: int, length: int) -> None:
    page.locator(".cm-line").nth(line - 1).click()
    page.keyboard.press("Home")
    for _ in range(start):
        page.keyboard.press("ArrowRight")
    for _ in range(length):
        page.keyboard.press("Shift+ArrowRight")


def test_the_buttons_of_the_editor(page: Any) -> None:
    strong = page.get_by_role("button", name="重点", exact=True)
    select_words(page, 3, 9, 4)  # beside bold words
    strong.click()
    assert "**一、时间：三月一日**上午。" in shown(page)
    strong.click()
    assert "**一、时间：**三月一日上午。" in shown(page)
    page.get_by_role("button", name="注", exact=True).click()
    page.keyboard.type("见通知。")
    assert "三月一日[^1]上午。" in shown(page) and "[^1]: 见通知。" in shown(page)
    page.locator(".cm-line").first.click()
    page.get_by_role("button", name="标题", exact=True).click()
    assert shown(page).startswith("# 河边")
    page.get_by_role("button", name="表格", exact=True).click()
    page.get_by_role("button", name="放进去").click()
    assert shown(page).count("| 　 | 　 | 　 |") == 3
    page.get_by_role("button", name="加一行").click()
    assert shown(page).count("| 　 | 　 | 　 |") == 4
    page.locator(".marks-help summary").click()
    assert axe_violations(page) == []


def test_what_is_pasted_keeps_its_form(page: Any) -> None:
    page.locator(".cm-line").nth(4).click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, ["", "第一行是一段。\n第二行是一段。"])
    assert "第一行是一段。\n\n第二行是一段。" in shown(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    html = (
        "<h2>第二节 浇水</h2><p>早上<b>浇水</b>，晚上收工具，都要做好记录。</p>"
        "<ul><li>桶</li><li>瓢</li></ul>"
    )
    page.evaluate(PASTE, [html, "第二节 浇水\n早上浇水，晚上收工具，都要做好记录。\n桶\n瓢"])
    until(page, "document.querySelector('.cm-content').innerText.includes('- 桶')")
    assert "早上**浇水**，晚上" in shown(page) and "## 第二节" in shown(page)
    page.get_by_role("button", name="只要文字").click()
    assert "- 桶" not in shown(page) and "桶\n\n瓢" in shown(page)


def test_a_dropped_file_asks_where_it_goes(page: Any) -> None:
    words = "浇水\n\n早上浇一次水，晚上把工具收好，都要做好记录。\n"
    before = shown(page)
    page.evaluate(DROP, ["浇水.txt", words])
    page.get_by_role("button", name="取消").click()
    assert shown(page) == before
    page.evaluate(DROP, ["浇水.txt", words])
    page.get_by_role("button", name="把文字放在光标处").click()
    until(page, "document.querySelector('.cm-content').innerText.includes('早上浇一次水')")
    page.evaluate(DROP, ["浇水.txt", words])
    page.get_by_role("button", name="作为新的一章").click()
    page.wait_for_selector(".chapters button:has-text('浇水')")
    until(page, "document.querySelector('.cm-line')?.innerText === '# 浇水'")


def test_words_are_found_and_replaced_in_all_chapters(page: Any, tmp_path: Path) -> None:
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_label("查找什么").fill("河边")
    until(page, "document.querySelector('.found').textContent.startsWith('全书 97 处')")
    page.get_by_role("button", name="下一处").click()
    page.get_by_role("button", name="下一处").click()
    until(page, "document.querySelector('.cm-line')?.innerText === '# 第2段路'")
    page.get_by_label("替换为").fill("溪边")
    page.get_by_role("button", name="全书替换").click()
    until(page, "document.querySelector('.bars').textContent.includes('替换了 97 处，在 3 章里')")
    assert "溪边" in shown(page) and "河边" not in shown(page)
    page.get_by_role("button", name="撤销", exact=True).click()
    until(page, "document.querySelector('.found').textContent.startsWith('全书 97 处')")
    assert axe_violations(page) == []
    page.get_by_label("查找什么").press("Escape")
    until(page, "document.activeElement.closest('.cm-editor')")


def test_the_pages_follow_the_chapter_and_wrong_words_are_underlined(page: Any) -> None:
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "data:" in told.text else None)
    page.wait_for_selector(".page img")
    page.get_by_role("button", name="第3段路", exact=True).click()
    until(page, "document.querySelector('.cm-line')?.innerText === '# 第3段路'")
    until(page, "[...document.querySelectorAll('.page')].some(page => { const box ="
        " page.querySelector('.line-mark').getBoundingClientRect(); return box.width > 0 &&"
        " box.top > 0 && box.top < innerHeight; })")  # fmt: skip
    page.locator(".cm-line").nth(2).click()
    page.keyboard.press("End")
    page.keyboard.type("下午,回家。")
    mark = page.locator(".cm-lintRange").first
    mark.wait_for()
    assert "wavy" in mark.evaluate("element => getComputedStyle(element).textDecoration")
    page.keyboard.type("要做到“四个早”：早起、早到、早收工。")
    until(page, "[...document.querySelectorAll('.cm-lintRange')]"
        ".some(mark => mark.innerText.includes('四个早'))")  # fmt: skip
    assert refused == []

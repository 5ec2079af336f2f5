"""The desk and the preview as a person meets them, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_browser import (
    SENTENCE,
    axe_violations,
    browser_page,
    running,
    until,
    until_file,
    until_still,
    write_book,
)

pytestmark = pytest.mark.slow

SCREENS = ("taken", "text", "settings", "terms", "editions", "folded", "compare", "copies", "files")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    write_book(tmp_path / "shelf" / "trees")
    return tmp_path / "shelf"


@pytest.fixture
def address(shelf: Path) -> Iterator[str]:
    with running("desk", str(shelf)) as address:
        yield address


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    with browser_page(address) as page:
        yield page


def open_text(page: Any, title: str = "河边的树") -> None:
    """The screen of the text of a book, with its pages settled."""
    page.get_by_role("link", name=title, exact=True).click()
    page.wait_for_selector(".page img")
    until(page, "document.querySelector('header .state').textContent.includes('最新')")


def type_at_end_of_line(page: Any, line: int, text: str) -> None:
    page.locator(".cm-line").nth(line - 1).click()
    page.keyboard.press("End")
    page.keyboard.type(text, delay=15)


def test_an_edit_changes_its_page_and_holds_the_place(page: Any) -> None:
    open_text(page)
    # The pages follow the cursor; then a little further, so that the edit is above mid-view.
    middle = (
        "() => { const view = document.querySelector('.page-view').getBoundingClientRect();"
        " const page = [...document.querySelectorAll('.page')].find("
        "one => one.getBoundingClientRect().bottom > view.top + view.height / 2);"
        " return [page.dataset.page, page.getBoundingClientRect().top]; }"
    )
    page.locator(".cm-line").nth(14).click()
    page.wait_for_timeout(1000)
    until_still(page, middle)
    page.locator(".page-view").evaluate("element => element.scrollBy(0, 60)")
    before = until_still(page, middle)
    blank = page.evaluate_handle(
        "() => { const seen = {blank: 0};"
        " new MutationObserver(() => { for (const sheet of document.querySelectorAll('.sheet'))"
        " { const box = sheet.getBoundingClientRect(); const image = sheet.querySelector('img');"
        " if (box.top < innerHeight && box.bottom > 0 && !(image && image.complete))"
        " seen.blank++; } }).observe(document.body, {subtree: true, childList: true});"
        " return seen; }"
    )
    digests = page.evaluate("[...document.querySelectorAll('.page')].map(p => p.dataset.digest)")
    type_at_end_of_line(page, 15, "再种一棵。")
    until(
        page,
        "old => [...document.querySelectorAll('.page')]"
        ".some((p, i) => p.dataset.digest !== old[i])",
        digests,
    )
    until(page, "document.querySelector('header .state').textContent.includes('最新')")
    after = until_still(page, middle)
    assert after[0] == before[0] and abs(after[1] - before[1]) <= 2
    assert blank.evaluate("seen => seen.blank") == 0


def test_what_is_typed_is_saved(page: Any, shelf: Path) -> None:
    open_text(page)
    type_at_end_of_line(page, 5, "末了收好工具。")
    until_file(page, shelf / "trees/01.md", "末了收好工具。")


def test_a_mark_is_mended_and_put_back(page: Any, shelf: Path) -> None:
    open_text(page)
    type_at_end_of_line(page, 7, "下午,大家回家。")
    row = page.locator("[data-problem=L22]").first
    row.get_by_role("button", name="改正").click()
    until(page, "!document.querySelector('[data-problem=L22]')")
    assert "下午，大家回家。" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="撤销改正").click()
    page.wait_for_selector("[data-problem=L22]")


def test_an_input_method_composes_undisturbed(page: Any, shelf: Path) -> None:
    open_text(page)
    page.locator(".cm-line").nth(8).click()
    page.keyboard.press("End")
    client = page.context.new_cdp_session(page)
    for text in ("m", "mi", "mia", "miao"):
        client.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        page.wait_for_timeout(150)
    client.send("Input.insertText", {"text": "苗"})
    assert "miao" not in until_file(page, shelf / "trees/01.md", "苗")


def test_a_click_on_a_line_leads_to_its_text_and_back(page: Any) -> None:
    open_text(page)
    sheet = page.locator(".page[data-page='1']")
    sheet.scroll_into_view_if_needed()
    sheet.locator("img").wait_for()
    until_still(page, "document.querySelector('.page').getBoundingClientRect().top")
    box = sheet.locator(".sheet").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.wait_for_selector(".line-mark:not([hidden])")
    until(page, "document.activeElement.closest('.cm-editor')")
    active = page.locator(".cm-activeLine").first.inner_text()
    assert active.strip()


def test_a_dropped_file_becomes_a_book(page: Any, shelf: Path, tmp_path: Path) -> None:
    source = tmp_path / "通知.txt"
    source.write_text(
        "关于春季植树的通知\n\n各科室：\n\n一、时间\n\n" + SENTENCE + "\n\n二、地点\n\n" + SENTENCE
        + "\n\n办公室\n2026年3月1日\n",
        "utf-8",
    )  # fmt: skip
    page.goto(page.url.split("#")[0] + "#/")
    page.set_input_files("[data-drop=books] input", str(source))
    page.wait_for_url("**#/*/taken")
    page.get_by_role("link", name="文字", exact=True).click()
    page.wait_for_selector(".page img")
    assert page.locator("header h1").inner_text() == "关于春季植树的通知"


def test_settings_are_filled_in_and_a_wrong_one_is_told_at_its_field(
    page: Any, shelf: Path
) -> None:
    open_text(page)
    page.get_by_role("link", name="设置", exact=True).click()
    page.get_by_label("日期", exact=True).fill("2015年13月")
    page.get_by_label("开本", exact=True).select_option("32开")
    page.get_by_role("button", name="保存").click()
    until(page, "document.activeElement.name === 'book.date'")
    assert "请写成" in page.locator("[data-field='book.date'] .told").inner_text()
    page.get_by_label("日期", exact=True).fill("2015年5月")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.save-line .told.good')")
    toml = (shelf / "trees" / "book.toml").read_text("utf-8")
    assert 'date = "2015-05"' in toml and 'size = "32开"' in toml


def test_chapters_are_added_split_and_put_back(page: Any, shelf: Path) -> None:
    open_text(page)
    page.get_by_role("button", name="新的一章").click()
    page.fill("dialog input", "桥")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.textContent === '桥'")
    page.keyboard.press("Alt+ArrowUp")
    names = "[...document.querySelectorAll('.chapters ul')[0].querySelectorAll('[data-text]')]"
    until(page, f"{names}[0].textContent === '桥'")
    until(page, "document.activeElement.dataset.text || document.activeElement.dataset.action")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("近。\n\n# 山\n\n远。\n")
    page.click(".problems [data-problem=title-twice] button:has-text('另起一章')")
    until(page, f"{names}[1].textContent === '山'")
    assert axe_violations(page) == []
    page.get_by_role("button", name="撤销", exact=True).click()
    until(page, f"{names}.length === 4")
    assert not any("# 山" in path.read_text("utf-8") for path in shelf.glob("trees/*-shan.md"))


@pytest.mark.parametrize("dark", [False, True])
def test_no_screen_breaks_a_rule_of_accessibility(shelf: Path, dark: bool) -> None:
    with running("desk", str(shelf)) as address, browser_page(address, dark=dark) as page:
        page.wait_for_selector(".card")
        faults = {"books": axe_violations(page)}
        href = page.locator(".card h3 a").first.get_attribute("href")
        for screen in SCREENS:
            page.goto(page.url.split("#")[0] + href.replace("text", screen))
            page.wait_for_load_state("networkidle") if screen != "text" else None
            page.wait_for_timeout(1200)
            faults[screen] = axe_violations(page)
    assert {name: found for name, found in faults.items() if found} == {}

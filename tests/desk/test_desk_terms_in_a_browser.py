"""The sheet of enumerations in a browser: a row is decided where it stands, and taken back."""

from __future__ import annotations

from pathlib import Path

from desk_browser import axe_violations, browser_page, running, until, write_book

FOCUS = "term => document.activeElement.closest('tr')?.dataset.term === term"


def test_a_row_is_decided_where_it_stands_and_taken_back(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "books" / "trees")
    text = "# 河边\n\n要做到“四个早”：早起、早到、早收工。记住“五个心”“六个有”。\n"
    (folder / "01.md").write_text(text, "utf-8")
    with running("desk", str(tmp_path / "books")) as address, browser_page(address) as page:
        page.click(".card h3 a")
        page.click(".problems [data-problem=T10] a")  # leads to its row
        row = page.locator("tr[data-term=四个早]")
        row.locator(".doubt").wait_for()
        before = page.locator("tr[data-term]").evaluate_all("rows => rows.map(r => r.dataset.term)")
        page.click("tr[data-term=五个心] button:has-text('不收')")
        page.wait_for_selector("tr[data-term=五个心] .tag.struck")
        after = page.locator("tr[data-term]").evaluate_all("rows => rows.map(r => r.dataset.term)")
        assert after == before
        assert page.locator(".tag.struck").count() == 1
        until(page, FOCUS, "五个心")
        row.locator("button:has-text('没错')").click()
        until(page, "!document.querySelector('.doubt')")
        page.click("tr[data-term=六个有] button:has-text('修改')")
        page.fill(".editing textarea", "有心\n有力")
        page.keyboard.press("Escape")
        until(page, FOCUS, "六个有")
        page.click("tr[data-term=六个有] button:has-text('修改')")
        page.fill(".editing textarea", "有心\n有力")
        page.click(".editing button.primary")
        page.wait_for_selector(".editing .notice button")
        assert axe_violations(page) == []
        page.click(".editing .notice button")
        page.wait_for_selector("tr[data-term=六个有] ol")
        page.click(".done-note button")
        until(page, "!document.querySelector('tr[data-term=六个有] ol')")
        page.click("tr[data-term=六个有] td a")
        until(page, "document.getSelection().toString() === '六个有'")

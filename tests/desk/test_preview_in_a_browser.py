"""The preview as an author meets it, in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_browser import browser_page, running, until, write_book

pytestmark = pytest.mark.slow


def test_the_preview_follows_the_files(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book")
    with running("preview", str(folder)) as address, browser_page(address) as page:
        page.wait_for_selector(".page img")
        digests = page.evaluate(
            "[...document.querySelectorAll('.page')].map(p => p.dataset.digest)"
        )
        text = (folder / "02.md").read_text("utf-8")
        (folder / "02.md").write_text(text.replace("铁锹", "长柄铁锹", 1), "utf-8")
        until(
            page,
            "old => [...document.querySelectorAll('.page')]"
            ".some((p, i) => p.dataset.digest !== old[i])",
            digests,
        )
        (folder / "02.md").write_text(text + "\n![树](images/none.png)\n", "utf-8")
        row = page.locator("[data-problem=file-missing]")
        row.wait_for()
        assert row.get_attribute("data-place").startswith("02.md:")
        assert "的页面" in page.locator(".stale-note").inner_text()
        assert page.locator(".page").count() == len(digests)

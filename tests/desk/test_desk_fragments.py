"""What is pasted or dropped into a text becomes Markdown of the book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_server import SENTENCE, RunningDesk, running_desk, write_book


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    folder = tmp_path_factory.mktemp("fragments")
    write_book(folder / "books" / "trees")
    with running_desk(folder / "books", "desk") as running:
        yield running


def test_pasted_html_becomes_markdown_without_the_furniture_of_its_page(desk: RunningDesk) -> None:
    html = (
        f"<p>{SENTENCE}带上⸨铁锹⸩，⸨ ⸩走。</p><ul><li>带水</li><li>带铁锹</li></ul>"
        "<table><tr><th>科目</th><th>学时</th></tr><tr><td>党史</td><td>十二</td></tr></table>"
        f"<h2>第二节　怎样浇水</h2><p>点击蓝字关注我们</p><p>{SENTENCE}</p>"
        "<script>alert(1)</script>"
    )
    answer = desk.post(f"{desk.book()}/fragment", {"html": html})
    assert answer.status_code == 200, answer.text
    text = answer.json()["text"]
    assert text.startswith(SENTENCE) and "带上**铁锹**，" in text
    assert "- 带水\n- 带铁锹\n" in text and "| 科目 | 学时 |" in text
    assert "\n## 第二节" in text
    for word in ("关注", "粘贴的内容", "alert", "⸨", "〔"):
        assert word not in text


def test_a_dropped_file_becomes_a_chapter_or_words_of_one(
    desk: RunningDesk, tmp_path: Path
) -> None:
    data = f"怎样浇水\n\n一、早上\n\n{SENTENCE}\n\n二、晚上\n\n{SENTENCE}\n".encode()
    upload = desk.post("/api/uploads?name=浇水.txt", data).json()["upload"]
    answer = desk.post(f"{desk.book()}/fragment", {"upload": upload})
    assert SENTENCE in answer.json()["text"] and not answer.json()["text"].startswith("# ")
    added = desk.post(f"{desk.book()}/fragment", {"upload": upload, "chapter": True}).json()
    row = desk.get(desk.book()).json()["texts"][-3]
    assert (row["key"], row["title"]) == (added["key"], "怎样浇水")
    text = desk.get(f"{desk.book()}/texts/{added['key']}").json()["text"]
    assert text.startswith("# 怎样浇水\n") and text.count("\n# ") == 0 and SENTENCE in text


@pytest.mark.parametrize("data", [{}, {"html": 1}, {"upload": "none"}])
def test_what_is_no_fragment_is_refused(desk: RunningDesk, data: object) -> None:
    assert desk.post(f"{desk.book()}/fragment", data).status_code in (400, 404)

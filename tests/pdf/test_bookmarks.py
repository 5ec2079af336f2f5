"""The bookmarks of a PDF: the contents and a level more."""

from __future__ import annotations

import re

from duben import analysis
from duben.layout.editions import EDITIONS
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import BookSettings, Settings, Source
from duben.pdf.paper_markup import Paper

BODY = "各村各组都要把水渠修好，入冬以前完成。"


def bookmarks(*texts: str, title: str = "") -> list[tuple[str, str]]:
    """Level and words of each bookmark of a book of these chapters."""
    chapters = parse_chapters([Source(f"{n:02}.md", text) for n, text in enumerate(texts, 1)])
    book = analysis.analyse(Settings(book=BookSettings(title=title)), chapters, ())
    front = frozenset(chapter.slug for chapter in chapters if chapter.part == "front")
    paper = Paper(book, {}, EDITIONS["screen"], frozenset(), "", lambda: None, front)  # type: ignore[arg-type,return-value]
    marked = [str(paper.outlined(block)) for chapter in chapters for block in chapter.walk()]
    found = [re.findall('"([^"]*)"', text) for text in marked if text]
    return [(level, words) for words, level in found]


def test_bookmarks_are_nested_as_the_contents_and_a_level_deeper() -> None:
    front = f"# 编者说明 {{.front}}\n\n{BODY}\n\n## 体例\n\n{BODY}\n"
    items = f"（一）坚持分段包干。{BODY}\n\n（二）坚持检查。{BODY}\n"
    letter = f"# 清淤通知\n\n{BODY}\n\n## 一、目标\n\n{items}"
    annex = f"# 附件　方案\n\n## 一、分工\n\n### （一）东河\n\n{BODY}\n\n#### 1.上游\n\n{BODY}\n"
    assert bookmarks(front, letter, annex, title="清淤通知") == [
        ("1", "编者说明"),
        ("1", "清淤通知"),
        ("2", "一、目标"),
        ("1", "附件　方案"),
        ("2", "一、分工"),
        ("3", "（一）东河"),
    ]

"""Whoever begins at README.zh-CN.md meets Chinese pages only, and messages name the page of their
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from duben.messages.catalogue import MESSAGES

TOP = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")
CODE = re.compile("`[^`]*`|^    .*")
PAGE = re.compile(r"docs/[a-z-]+(\.zh-CN)?\.md")
HAN_SHARE = 0.3  # of the characters of a Chinese page, commands in it counted


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The pages and anchors to which a page leads, but for the one that says «English:»."""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("English:"):
            continue
        for target, anchor in LINK.findall(CODE.sub("", line)):
            if "://" not in target and (target.endswith(".md") or not target):
                yield (page.parent / target if target else page), anchor.lstrip("#")


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as hosts of repositories make them."""
    heads = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_chinese_readme_leads_to_chinese_pages_only() -> None:
    seen: set[Path] = set()
    waiting = [TOP / "README.zh-CN.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen:
            continue
        seen.add(page)
        assert page.name.endswith(".zh-CN.md"), page
        text = "".join(page.read_text("utf-8").split())
        assert sum("一" <= character <= "鿿" for character in text) > HAN_SHARE * len(text), page
        for target, anchor in links(page):
            assert target.is_file(), (page.name, target)
            assert not anchor or anchor in anchors(target), (page.name, target.name, anchor)
            waiting.append(target)
    assert {path.resolve() for path in (TOP / "docs").glob("*.zh-CN.md")} <= seen


def test_messages_name_the_page_of_their_language() -> None:
    for rule, texts in MESSAGES.items():
        for text, chinese in (
            (texts.zh, True),
            (texts.zh_hint, True),
            (texts.en, False),
            (texts.en_hint, False),
        ):
            for match in PAGE.finditer(text or ""):
                assert bool(match[1]) == chinese, rule
                assert (TOP / match[0]).is_file(), rule


def test_the_chinese_page_has_every_key_of_book_toml_and_every_option() -> None:
    for name, pattern in (
        ("manuscript", r"(?m)^\| (`[a-z_]+`) \|"),
        ("commands", r"(?m)^\| [^|]*?(`--[a-z-]+)"),
    ):
        chinese = (TOP / "docs" / f"{name}.zh-CN.md").read_text("utf-8")
        for word in re.findall(pattern, (TOP / "docs" / f"{name}.md").read_text("utf-8")):
            assert word.strip("`") in chinese, word

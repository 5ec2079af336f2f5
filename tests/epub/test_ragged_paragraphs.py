"""Paragraphs of an e-book whose lines readers would pull apart, and their heads in 黑体."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from duben.publish import build


def test_long_latin_words_make_a_paragraph_ragged(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\nid = "b"\ntitle = "渠"\n[output]\neditions = []\nformats = ["epub"]\n', "utf-8"
    )
    paragraphs = (
        "# 渠",
        "见 enumerations.toml 一行。",
        "各村清淤。",
        "（一）清淤。四月。",
        "（二）补漏。五月。",
    )
    (tmp_path / "01-qu.md").write_text("\n\n".join(paragraphs), "utf-8")
    build(tmp_path)
    with zipfile.ZipFile(tmp_path / "out" / "b.epub") as archive:
        page = archive.read("EPUB/text/qu.xhtml").decode()
    assert re.findall('<p [^>]*class="ragged"[^>]*>([^<]*)', page) == [
        "见 enumerations.toml 一行。"
    ]
    assert page.count("run-in") == 2

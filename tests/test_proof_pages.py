"""Finished pages measured: every rule sees the fault that is planted in good pages, and nothing where there is none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from duben import fonts
from duben.cli.running import run
from duben.errors import BookError
from duben.proof import composition, glyphs, report
from duben.proof.composition import Composition
from duben.proof.glyphs import Glyph, Page

TEXTS = (
    "春天到了，河边的柳树发了芽；孩子们说：“快来看！”小桥下的水流得很慢，水里有三条鱼、两只虾。老人坐在桥头，看着流水，一坐就是一个下午。",
    "请翻到书的最后一页——那里有答案……风从北面来，云往南边去，田里的麦子一天比一天黄。再过10天，就要收割了。2019年粮食总产量达到66384万吨，比上年增长0.9%。",
    "村里的人都到田里去，连八十岁的老奶奶也要去看一看。“今年的麦子长得好，”她说，“比去年好，比前年也好。”大家听了都笑起来，笑声传得很远。",
    "晚上，月亮升起来，照着麦田，照着村庄，也照着远处的山。狗叫了几声，又静下来。只有水还在流，流过桥下，流过田边，流到看不见的地方去。",
)  # fmt: skip
SHEET = """@page { size: 148mm 210mm; margin: 60pt 62.76pt; @bottom-center { content: counter(page) } }
html { font: 10.5pt/17.5pt "Noto Serif CJK SC"; line-break: strict; text-align: justify } body, p { margin: 0 } p { text-indent: 2em }
h2 { font: bold 14pt/35pt "Noto Sans CJK SC"; margin: 0; break-after: avoid }"""


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of some pages in which nothing falls short."""
    try:
        chosen = fonts.faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    folder = tmp_path_factory.mktemp("good")
    os.environ.setdefault("FONTCONFIG_FILE", str(fonts.configuration(chosen, folder)))
    import weasyprint
    from duben import composer

    text = "".join(f"<h2>第{number}节</h2>" + "".join(f"<p>{one}</p>" for one in TEXTS[number % 3 :] + TEXTS) for number in range(1, 7))
    composer.install()
    try:
        weasyprint.HTML(string=f"<html lang=zh-Hans><style>{SHEET}</style>{text}").write_pdf(folder / "good.pdf")
    finally:
        composer.uninstall()
    return folder / "good.pdf"


Planted = Callable[[Composition], Iterator[Glyph]]


def fresh(pdf: Path) -> Composition:
    return composition.compose(glyphs.pages(pdf))


def answers(pages: list[Page]) -> dict[str, report.Result]:
    return {result.rule: result for result in report.of(composition.compose(pages)).results}


def copied(pages: list[Page]) -> list[Page]:
    return [replace(page, glyphs=tuple(replace(glyph) for glyph in page.glyphs)) for page in pages]


def test_good_pages_have_no_fault(good: Path) -> None:
    measured = report.measure(good)
    assert [(one.rule, one.where) for one in measured.results if one.fell_short] == []
    unseen = [one.rule for one in measured.results if one.answer == "unverified"]
    assert unseen == ["L21"]
    assert measured.step == 17.5 and measured.size == 10.5
    assert measured.figures.scatter < 0.001 and measured.figures.mark_narrow == 0


def test_a_pdf_is_measured_and_marked(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proof", str(good), "--json", "-o", str(tmp_path / "out.pdf"), "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["rule"]: one["answer"] for one in found["rules"]}["L11"] == "pass"
    assert found["text"] is None
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_no_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_text("no")
    assert run(["proof", str(tmp_path / "a.pdf"), "--lang", "en"]) == 2
    assert "a.pdf is no PDF that can be read" in capsys.readouterr().err

"""Finished pages measured: every rule sees the fault that is planted in good pages, and nothing
where there is none.
"""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from composed import face
from duben import composer, publish
from duben.cli.running import run
from duben.layout import fonts
from duben.model import BookError
from duben.proof.pages import glyphs, page_rules, report
from duben.proof.pages.composition import PdfParagraph, TextLine
from duben.proof.pages.glyphs import PdfGlyph
from PIL import Image

TEXTS = (
    "春天到了，河边的柳树发了芽；孩子们说：“快来看！”小桥下的水流得很慢，水里有三条鱼、两只虾。老人坐在桥头，看着流水，一坐就是一个下午。",
    "请翻到书的最后一页——那里有答案……风从北面来，云往南边去，田里的麦子一天比一天黄。再过10天，就要收割了。2019年粮食总产量达到66384万吨，比上年增长0.9%。",
    "村里的人都到田里去，连八十岁的老奶奶也要去看一看。“今年的麦子长得好，”她说，“比去年好，比前年也好。”大家听了都笑起来，笑声传得很远。",
    "地里的活做完，孩子们放学了，沿着河边的小路跑回来。前面的跑得快，后面的跟得紧，书包在背上一跳一跳。跑到桥上，他们停下来，数水里的鱼：一条、两条、三条……数着数着，又忘了数到几。太阳落到山后面去，天边红了一大片，水面也红了一大片。老人说，明天还是好天，麦子再晒两天就全黄了，后天一早大家一起下田去。",
    "晚上，月亮升起来，照着麦田，照着村庄，也照着远处的山。狗叫了几声，又静下来。只有水还在流，流过桥下，流过田边，流到看不见的地方去。",
)  # fmt: skip
SHEET = """@page { size: 148mm 210mm; margin: 60pt 62.76pt; @bottom-center { content: counter(page) } }
html { font: 10.5pt/17.5pt "Noto Serif CJK SC"; line-break: strict; text-align: justify; text-spacing-trim: trim-both } body, p { margin: 0 } p { text-indent: 2em }
h2 { font: bold 14pt/35pt "Noto Sans CJK SC"; margin: 0; break-after: avoid }"""  # noqa: E501


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of some pages in which nothing falls short."""
    try:
        chosen = fonts.choose_faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    folder = tmp_path_factory.mktemp("good")
    os.environ.setdefault("FONTCONFIG_FILE", str(fonts.write_font_configuration(chosen, folder)))
    import weasyprint
    from duben import composer

    text = "".join(
        f"<h2>第{number}节</h2>"
        + "".join(f"<p>{one}</p>" for one in TEXTS[number % 3 :] + TEXTS[:number] + TEXTS)
        for number in (4, 5, 3)
    )
    composer.install()
    try:
        weasyprint.HTML(string=f"<html lang=zh-Hans><style>{SHEET}</style>{text}").write_pdf(
            folder / "good.pdf"
        )
    finally:
        composer.uninstall()
    return folder / "good.pdf"


@pytest.fixture(scope="session")
def read(good: Path) -> list[glyphs.GlyphPage]:
    return list(glyphs.pages(good))


class Pages:
    """Good pages, to plant a fault in: glyphs may be moved, renamed, taken away and added.
    Distances in em.
    """

    def __init__(self, read: Sequence[glyphs.GlyphPage]) -> None:
        self.found = report.read_composition(
            replace(page, glyphs=tuple(replace(glyph) for glyph in page.glyphs)) for page in read
        )
        self.gone: set[int] = set()
        self.more: dict[int, list[PdfGlyph]] = {}
        self.first_drawn: list[TextLine] = []

    def answers(self) -> dict[str, report.Result]:
        """What the rules say of them now."""
        early = {id(glyph) for line in self.first_drawn for glyph in line.glyphs}
        kept = []
        for page in self.found.pages:
            left = [glyph for glyph in page.glyphs if id(glyph) not in self.gone] + self.more.get(
                page.number, []
            )
            kept.append(
                replace(page, glyphs=tuple(sorted(left, key=lambda glyph: id(glyph) not in early)))
            )
        return {
            result.rule: result
            for result in report.report_on(report.read_composition(kept)).results
        }

    def body(self, least: int = 3) -> list[PdfParagraph]:
        """Paragraphs of so many lines on one page."""
        return [
            one
            for one in self.found.paragraphs
            if one.body and len(one.lines) >= least and len({line.page for line in one.lines}) == 1
        ]

    def line(self, nth: int = 0, first: str = "H", last: str = "H") -> TextLine:
        """A full line, neither the first nor the last of its paragraph, that begins and ends with
        signs of these kinds.
        """
        rows = [
            line
            for one in self.body()
            for line in one.lines[1:-1]
            if line.signs[0] in first and line.signs[-1] in last and line.signs[-2] == "H"
        ]
        return rows[nth]

    def next(self, line: TextLine) -> TextLine:
        return next(
            after for one in self.body() for before, after in pairwise(one.lines) if before is line
        )

    def pair(self, kinds: str) -> tuple[TextLine, int]:
        """A line and where two glyphs of these kinds stand in it side by side."""
        return next(
            (line, line.signs.index(kinds))
            for one in self.body()
            for line in one.lines[:-1]
            if kinds in line.signs[2:-2]
        )

    @staticmethod
    def name(glyph: PdfGlyph, text: str, half: str = "") -> None:
        """Gives a glyph another text; ``half``: the side on which a mark's ink is."""
        glyph.text = text
        if half:
            glyph.left = glyph.x + (0.1 if half == "left" else 0.6) * glyph.size
            glyph.right = glyph.left + 0.3 * glyph.size

    @staticmethod
    def move(some: Iterable[PdfGlyph], across: float = 0.0, down: float = 0.0) -> None:
        for glyph in some:
            for name in ("x", "left", "right"):
                setattr(glyph, name, getattr(glyph, name) + across * glyph.size)
            glyph.y += down * glyph.size

    def take(self, some: Iterable[PdfGlyph]) -> None:
        self.gone |= {id(glyph) for glyph in some}

    def lines_below(self, line: TextLine) -> list[TextLine]:
        return sorted(
            (
                one
                for one in self.found.lines[line.page - 1]
                if not one.furniture and one.y > line.y
            ),
            key=lambda one: one.y,
        )


# --- what is planted: a rule, what breaks it, what nearly does ------------------------------------

Plant = Callable[[Pages], None]
PLANTS: list[tuple[str, str, Plant, Plant]] = []


def plants(
    rule: str, name: str, breaks: object, nearly: object
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Notes a way to break a rule: what the function does with the one value,
    and with the other.
    """

    def noted(function: Callable[..., None]) -> Callable[..., None]:
        PLANTS.append(
            (
                rule,
                name,
                lambda pages: function(pages, breaks),
                lambda pages: function(pages, nearly),
            )
        )
        return function

    return noted


@plants("L1", "comma", ("，", 0), ("，", 1))
@plants("L1", "middle dot", ("·", 0), ("·", 1))
@plants("L1", "tilde", ("～", 0), ("～", 1))
@plants("L3", "solidus first", ("／", 0), ("／", 1))
def at_start(pages: Pages, planted: tuple[str, int]) -> None:
    pages.name(pages.line(1).glyphs[planted[1]], planted[0])


@plants("L2", "quotation mark", ("“", -1), ("“", -2))
@plants("L2", "bracket", ("（", -1), ("（", -2))
@plants("L3", "solidus last", ("／", -1), ("／", -2))
def at_end(pages: Pages, planted: tuple[str, int]) -> None:
    pages.name(pages.line(1).glyphs[planted[1]], planted[0])


@plants("L4", "dash", ("—", 0), ("—", 1))
@plants("L4", "ellipsis", ("…", 0), ("…", 1))
def two_at_start(pages: Pages, planted: tuple[str, int]) -> None:
    for glyph in pages.line(1, first="H").glyphs[planted[1] : planted[1] + 2]:
        pages.name(glyph, planted[0])


@plants("L5", "long", 0.06, 0.04)
@plants("L5", "short", -0.06, -0.04)
def dash_moved(pages: Pages, by: float) -> None:
    line, at = pages.pair("TT")
    pages.move([line.glyphs[at + 1]], by)


@plants("L5", "split", ("—", "—"), ("—", "人"))
@plants("L6", "percent", ("5", "%"), ("5", "人"))
@plants("L6", "sum", ("￥", "5"), ("￥", "人"))
@plants("L6", "number", ("1", "2"), ("1", "人"))
@plants("L6", "decimal", ("1", ".5"), ("1", "人"))
@plants("L6", "thousand", ("5,", "000人"), ("5,", "3rd"))
@plants("L6", "unit", ("5", "km"), ("5", "Pro"))
@plants("L6", "word", ("a", "b"), ("a", "人"))
@plants("L6", "temperature", ("5", "℃"), ("人", "℃"))
def across_lines(pages: Pages, planted: tuple[str, str]) -> None:
    line = pages.line(1)
    pages.name(line.glyphs[-1], planted[0])
    for glyph, character in zip(pages.next(line).glyphs, planted[1], strict=False):
        pages.name(glyph, character)


@plants("L6b", "years", 2, 1)
def years(pages: Pages, number: int) -> None:
    for nth in range(number):
        line = pages.line(nth * 2)
        pages.name(line.glyphs[-1], "5")
        pages.name(pages.next(line).glyphs[0], "年")


@plants("L7", "one of many", 1, 0)
def one_bad(pages: Pages, number: int) -> None:
    for nth in range(number):
        pages.name(pages.line(nth).glyphs[0], "，")


@plants("L8", "apart", 1.6, 1.54)
def pair_moved(pages: Pages, width: float) -> None:
    line, at = pages.pair("CO")
    one, other = line.glyphs[at : at + 2]
    pages.move([other], width - 1 - (other.x - one.x) / one.size)


@plants("L9", "another style", -0.3, -0.04)
def end_moved(pages: Pages, by: float) -> None:
    pages.move([pages.line(0, first="HOC", last="C").glyphs[-1]], by)


@plants("L10", "another style", 0.0, -0.46)
@plants("L10", "no style", -0.2, -0.54)
def opened(pages: Pages, by: float) -> None:
    for nth in range(4):
        glyph = pages.line(nth).glyphs[0]
        pages.move([glyph], by if nth == 3 else -0.5)
        pages.name(glyph, "“", "right")


@plants("L11", "ragged", (-0.15, 3), (-0.08, 3))
@plants("L11", "one sticks out", (0.6, 1), (0.08, 1))
def ragged(pages: Pages, planted: tuple[float, int]) -> None:
    for nth in range(planted[1]):
        pages.move([pages.line(nth).glyphs[-1]], planted[0])


@plants("L12", "what hangs", "人", "，")
def hung(pages: Pages, mark: str) -> None:
    glyph = pages.line(1).glyphs[-1]
    pages.name(glyph, mark, "left" if mark == "，" else "")
    pages.move([glyph], 1.0)


@plants("L13", "uneven", 0.05, 0.02)
def one_moved(pages: Pages, by: float) -> None:
    line, at = pages.pair("HHHHH")
    pages.move([line.glyphs[at + 2]], by)


@plants("L14", "pushed", -0.06, -0.03)
def pushed(pages: Pages, by: float) -> None:
    line = next(one.lines[-1] for one in pages.body() if one.lines[-1].signs.startswith("HHHH"))
    pages.move(line.glyphs[2:], by if by < -0.05 else -0.005)


@plants("L15", "apart", 0.45, 0.33)
@plants("L15", "close", 0.05, 0.12)
def digits_moved(pages: Pages, gap: float) -> None:
    line, at = pages.pair("HL")
    one, other = line.glyphs[at : at + 2]
    pages.move([other], gap - (other.x - one.end) / one.size)


@plants("L16", "indent", 0.1, 0.04)
def indented(pages: Pages, by: float) -> None:
    pages.move(pages.body()[1].lines[0].glyphs, by)


@plants("L16", "space between", 0.1, 0.02)
def spaced(pages: Pages, down: float) -> None:
    one = next(
        one for one in pages.body() if one.lines[0].above and one.lines[0].above.size == one.size
    )
    for line in [one.lines[0], *pages.lines_below(one.lines[0])]:
        pages.move(line.glyphs, 0.0, down)


@plants("L17", "characters", 1, 2)
def cut_short(pages: Pages, number: int) -> None:
    line = next(one.lines[-1] for one in pages.body() if one.lines[-1].signs.startswith("HHHH"))
    pages.take(line.glyphs[number:])


@plants("L18", "last line", 1, 2)
def widow(pages: Pages, left: int) -> None:
    one = next(
        one
        for one in pages.found.paragraphs
        if one.body and sum(line.page != one.lines[0].page for line in one.lines) > 1
    )
    for line in [line for line in one.lines if line.page != one.lines[0].page][left:]:
        pages.take(line.glyphs)


@plants("L18", "first line", 1, 2)
def orphan(pages: Pages, left: int) -> None:
    one = next(
        one
        for one in pages.found.paragraphs
        if one.body
        and one.lines[-1].page > one.lines[0].page
        and one.lines[1].page == one.lines[0].page
    )
    for line in [line for line in one.lines if line.page == one.lines[0].page][left:]:
        pages.take(line.glyphs)


@plants("L18", "heading", 1, 2)
def stranded(pages: Pages, left: int) -> None:
    heading = next(
        line
        for page in pages.found.lines[:-1]
        for line in page
        if line.size == 14 and len(pages.lines_below(line)) > 4
    )
    for line in pages.lines_below(heading)[left:]:
        pages.take(line.glyphs)


@plants("L19", "step", 0.04, 0.015)
def stepped(pages: Pages, down: float) -> None:
    pages.move(pages.line(2).glyphs, 0.0, down)


@plants("L20", "page", 0.1, 0.04)
def page_moved(pages: Pages, down: float) -> None:
    for line in pages.found.lines[2]:
        pages.move(line.glyphs, 0.0, down)


@plants("L21", "dot", 0.15, 0.05)
def dotted(pages: Pages, across: float) -> None:
    line = pages.line(1)
    owner = line.glyphs[3]
    middle = owner.x + owner.width / 2 + across * owner.size
    pages.more[line.page] = [
        PdfGlyph(
            "•",
            middle - 1,
            owner.y + 0.5 * owner.size,
            2.0,
            4.2,
            owner.font,
            middle - 0.5,
            middle + 0.5,
            9999,
        )
    ]


@plants("L22", "no text", "\ufffd", "人")
@plants("L22b", "straight quotation mark", '"', "“")
@plants("L22b", "full-width digit", "５", "五")
def renamed(pages: Pages, text: str) -> None:
    pages.name(pages.line(1).glyphs[5], text)


@plants("L22", "order", True, False)
def drawn_first(pages: Pages, early: bool) -> None:
    pages.first_drawn += [pages.line(1)] if early else []


@pytest.mark.parametrize(
    ("rule", "name", "breaks", "nearly"),
    PLANTS,
    ids=[f"{rule} {name}" for rule, name, *_ in PLANTS],
)
def test_planted_faults_are_seen(
    read: list[glyphs.GlyphPage], rule: str, name: str, breaks: Plant, nearly: Plant
) -> None:
    pages = Pages(read)
    nearly(pages)
    assert pages.answers()[rule].answer == "pass"
    pages = Pages(read)
    breaks(pages)
    assert pages.answers()[rule].answer == "fail"


def test_a_small_number_in_the_margin_is_no_part_of_its_line(read: list[glyphs.GlyphPage]) -> None:
    pages = Pages(read)
    line = pages.line(1)
    for index, digit in enumerate("20"):
        x = line.left - 2.9 * line.size + index * 3.3
        pages.more.setdefault(line.page, []).append(
            PdfGlyph(digit, x, line.y, 3.3, 6.0, line.glyphs[0].font, x, x + 3, 9999)
        )
    answers = pages.answers()
    assert {rule: answers[rule].answer for rule in ("L11", "L16", "L22")} == {
        "L11": "pass",
        "L16": "pass",
        "L22": "pass",
    }


def test_every_rule_has_a_fault_planted() -> None:
    assert {rule for rule, *_ in PLANTS} == {rule.id for rule in report.RULES}


def test_good_pages_have_no_fault(good: Path) -> None:
    measured = report.measure_pdf(good)
    assert [(one.rule, one.where) for one in measured.results if one.fell_short] == []
    unseen = [one.rule for one in measured.results if one.answer == "unverified"]
    assert set(unseen) <= {"L10", "L21"}
    assert measured.step == 17.5 and measured.size == 10.5
    assert measured.figures.scatter < 0.001 and measured.figures.mark_narrow == 0


# 26 characters: with its indent a full line
LINE = "看流水的老人每天从早晨一直坐到太阳落山以后才回家去。"
LAW = "".join(f"<p><b>第{number}条</b>　{TEXTS[0]}</p><p>{LINE}</p><p>{LINE[6:]}</p><p>{LINE[9:]}</p><p>{LINE[3:]}</p>"  # noqa: E501
              for number in "一二三四五六七八九")  # fmt: skip
CONTENTS = "<p>" + TEXTS[3] * 6 + "</p><section>" + "".join(
    f"<div><i>{page}</i><b>第{number}条</b>孩子们放学以后，都到河边去看水里的鱼<br><u>一直看到天黑</u></div><div><i>{page}</i><b>第十条</b>老人看流水</div>"
    for page, number in enumerate("一二三四五六七八九", 1)) + "</section>"  # fmt: skip
LABELS = "".join(
    f"<p><b style='margin-right: .8em'>第{number}条</b>{TEXTS[3][:75]}</p>"
    for number in "一二三四五六七八九"
)
ENTRIES = "<p>" + TEXTS[3] * 6 + "</p><section>" + "".join(
    f"<div><i>{page}</i><b style='margin-right: .5em'>（{number}）</b>2026年的河边</div>" for page, number in enumerate("一二三四五六七八九", 1)) + "</section>"  # fmt: skip  # noqa: E501
ARTICLES = "".join(
    f"<p><b style='margin-right: .7em'>第{number}条</b> PPP项目{TEXTS[3][:75]}</p>"
    for number in "一二三四五六七八九"
)
CARRIED = "".join(
    f"<p>（一）{LINE[:23]}{LINE[:25]}十天半（二）{LINE}{TEXTS[0]}</p>" for _ in range(9)
)
HARDLY = "".join(
    f"<p>从{'n' * 20}到2026年{month}月5日{'a' * 44}，{TEXTS[3]}</p>" for month in range(1, 9)
)
CELLS = (
    f"<p>{TEXTS[3] * 9}</p><table>"
    + f"<tr><td>{LINE[:11]}。<td>“{LINE[:7]}”大家说</tr>" * 9
    + "</table>"
)
ONLY_CELLS = "<table>" + f"<tr><td>{LINE[:5]}<td>{LINE}{LINE[3:]}</tr>" * 4 + "</table>"
RAGGED = (
    f"<p>{TEXTS[3] * 9}</p><ul>"
    + f"<li>{LINE[:25]}{LINE[:21]}</li>" * 9
    + f"<li>{LINE[:23]}、{LINE[:20]}</li></ul>"
)
END = f"<p>{TEXTS[3] * 4}</p><h2>第二节</h2><p>{LINE}</p><section>湖边的小路，第一版</section>"


@pytest.mark.parametrize(
    ("body", "style", "rules"),
    [
        pytest.param(LAW * 2, "", ("L9", "L16", "L18"), id="most lines are first ones"),
        pytest.param(
            CONTENTS,
            "section { break-before: page } i { float: right; font-style: normal } b { "
            "display: inline-block; width: 4em } u { padding-left: 4em; text-decoration: "
            "none }",
            ("L11", "L13", "L16", "L19"),
            id="contents",
        ),
        pytest.param(LABELS, "", ("L13",), id="labels set off"),
        pytest.param(
            ENTRIES,
            "section { break-before: page } i { float: right; font-style: normal } b { "
            "font: inherit }",
            ("L15",),
            id="labels of contents",
        ),
        pytest.param(ARTICLES, "", ("L15",), id="a blank behind a label"),
        pytest.param(CARRIED, "", ("L16",), id="a label that begins a later line"),
        pytest.param(HARDLY, "", ("L15",), id="lines with hardly a character"),
        pytest.param(
            CELLS,
            "table { border-spacing: 12pt 0; font-size: 9pt; line-height: 14pt; margin: 0 "
            "12pt } td { padding: 0; width: 104pt }",
            ("L8",),
            id="cells near each other",
        ),
        pytest.param(
            ONLY_CELLS,
            "table { border-spacing: 12pt 0 } td { padding: 0; width: 120pt; vertical-align: top }",
            ("L16",),
            id="a page that is a table",
        ),
        pytest.param(
            RAGGED,
            "ul { margin: 0 40pt; padding: 0; width: 212pt; font-size: 9pt; text-align: "
            "start; list-style: none }",
            ("L9",),
            id="ragged lines",
        ),
        pytest.param(
            END,
            "section { break-before: page; font-size: 8pt; padding-top: 100pt }",
            ("L18",),
            id="the last line of a chapter",
        ),
    ],
)
def test_what_looks_odd_is_no_fault(
    good: Path, body: str, style: str, rules: Sequence[str]
) -> None:
    composer.install()
    try:
        pdf = weasyprint.HTML(
            string=f"<html lang=zh-Hans><style>{SHEET}{style}</style>{body}"
        ).write_pdf()
    finally:
        composer.uninstall()
    measured = {one.rule: one for one in report.measure_pdf(pdf).results}
    assert [(rule, measured[rule].where) for rule in rules if measured[rule].fell_short] == []


def test_centred_marks_and_brackets_end_lines_each_in_one_style(good: Path) -> None:
    """，。 of traditional text keep their square at line ends, 」 loses half of its own: no
    mixture.
    """
    text = "".join(f"<p>{one[cut:]}{one}</p>" for cut in range(12) for one in TEXTS).translate(
        str.maketrans("“”一", "「」」")
    )
    composer.install()
    try:
        pdf = weasyprint.HTML(
            string=(
                f"<html lang=zh-Hant><style>{face('Noto Serif CJK TC')}"
                f"{SHEET.replace('CJK SC', 'CJK TC')}</style>{text}"
            )
        ).write_pdf()
    finally:
        composer.uninstall()
    ends = next(one for one in report.measure_pdf(pdf).results if one.rule == "L9")
    assert ends.looked_at > 5 and ends.where == ()


def test_centred_marks_side_by_side_take_what_they_can(good: Path, tmp_path: Path) -> None:
    """Marks of traditional text have a quarter blank at each side: 。」 takes 1¾ em, 2 em is too
    much.
    """
    text = (
        "<p>他說：「<b>春天到了。</b>」大家都笑了，</p>"
        + "<p>"
        + "春天來了又去，河水慢慢地流著。" * 8
        + "</p>"
    )
    for style, short in (("", 0), ("html { text-spacing-trim: space-all }", 1)):
        composer.install()
        try:
            pdf = weasyprint.HTML(
                string=(
                    f"<html lang=zh-Hant><style>{face('Noto Serif CJK TC')}"
                    f"{SHEET.replace('CJK SC', 'CJK TC')}{style}</style>{text}"
                )
            ).write_pdf()
        finally:
            composer.uninstall()
        pairs = next(one for one in report.measure_pdf(pdf).results if one.rule == "L8")
        assert (pairs.looked_at > 0, pairs.fell_short >= short, bool(pairs.fell_short)) == (
            True,
            True,
            bool(short),
        )


def test_a_pdf_is_measured_and_marked(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["proof", str(good), "--json", "-o", str(tmp_path / "out.pdf"), "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["rule"]: one["answer"] for one in found["rules"]}["L11"] == "pass"
    assert found["text"] is None
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_rare_characters_are_read_whole(good: Path, tmp_path: Path) -> None:
    import weasyprint

    weasyprint.HTML(
        string=f"<html lang=zh-Hans><style>{SHEET}</style><p>𠮷野家的𡘙字，𪚥是四条龙。</p>"
    ).write_pdf(tmp_path / "rare.pdf")
    (page,) = glyphs.pages(tmp_path / "rare.pdf")
    assert "".join(glyph.text for glyph in page.glyphs).startswith("𠮷野家的𡘙字，𪚥是四条龙。")


def measured(body: str, style: str = "") -> dict[str, report.Result]:
    """What the rules say of a text set by the composer."""
    composer.install()
    try:
        pdf = weasyprint.HTML(
            string=(
                f"<html lang=zh-CN><style>{SHEET} html {{ text-autospace: normal }} "
                f"{style}</style>{body}"
            )
        ).write_pdf()
    finally:
        composer.uninstall()
    return {one.rule: one for one in report.measure_pdf(pdf).results}


def test_lines_of_their_own_cells_are_no_paragraph(good: Path) -> None:
    """Rows whose first cells are alike in length stand one below the other like full lines."""
    rows = "".join(
        f"<tr><td>{month}月12日15：{month}5<td>东湖镇文化站<td>第{month}组" for month in range(1, 7)
    )
    table = "<table style='width: 100%; border-spacing: 0; text-align: left'>{}</table>"
    assert measured(table.format(rows))["L6"].fell_short == 0
    wide = "<tr><td>项目<td style='word-break: break-all'>" + "甲组二三四五abcdefghijk" * 20
    assert measured(table.format(wide * 3))["L6"].fell_short > 0  # a cell that is full goes on


def test_paragraphs_in_the_cells_of_a_form_are_not_measured_as_text(good: Path) -> None:
    """They are set flush, in the size of the text; without lines around them they are text."""
    paragraphs = "".join(f"<p style='text-indent: 0'>{text}</p>" for text in TEXTS[:3])
    body = "".join(f"<p>{text}</p>" for text in TEXTS)
    form = "<table style='{}; border-spacing: 0; text-indent: 0'><tr><td>姓名<td>{}" + "".join(
        f"<tr><td colspan=2>{paragraphs}" for _ in range(2)
    )
    ruled = "width: 100%; border: 1pt solid"
    cells = "td { border: .4pt solid; padding: 0 }"
    assert measured(body + form.format(ruled, "甲"), cells)["L16"].fell_short == 0
    assert measured(body + paragraphs)["L16"].fell_short > 0


def test_two_glyphs_of_one_digit_have_a_width_each(good: Path) -> None:
    """A face may have figures of equal width beside its usual ones; the gap behind one is not
    measured with the other.
    """
    gaps = measured(f"<p>达到3.6×10⁴ kWh，{TEXTS[0]}</p><p>到2026年11月21日，{TEXTS[3]}</p>")["L15"]
    assert gaps.looked_at >= 8 and gaps.where == ()
    gaps = measured(f"<p>第1条，11点，{TEXTS[0]}</p><p>见GB/T 4648—1991，{TEXTS[3]}</p>")["L15"]
    assert gaps.looked_at >= 5 and gaps.where == ()


def test_lowered_figures_belong_to_their_line(good: Path) -> None:
    """Also before an opening mark that has lost its blank half to them, and where they are but a
    little smaller.
    """
    for size in (83, 89):
        text = "".join(
            (
                f"<p>{TEXTS[3][:number]}硫酸H<sub>2</sub>SO<sub>4</sub>，"
                f"H<sub>2</sub>SO<sub>4</sub>“{TEXTS[0]}</p>"
            )
            for number in range(10, 40, 3)
        )
        gaps = measured(text, f"sub {{ font-size: {size}%; line-height: 0 }}")["L15"]
        assert gaps.looked_at >= 18 and gaps.where == ()


def test_narrow_quotation_marks_with_a_square_of_their_own_part_no_line(good: Path) -> None:
    quoted = TEXTS[3].replace("，", "和“河边”的，")
    found = measured(
        f"<p>{quoted}</p>" * 6 + f"<p>“{quoted[1:]}</p>" * 3,
        face("LXGW WenKai") + "html { font-family: LXGW WenKai }",
    )
    assert [(rule, found[rule].where) for rule in ("L11", "L16", "L18") if found[rule].where] == []


def test_a_page_with_nothing_but_its_furniture_is_measured(good: Path) -> None:
    section = f"<section style='break-before: page'><h1>一</h1><p>{TEXTS[0]}</p></section>"
    pdf = weasyprint.HTML(
        string=f"<html lang=zh-CN><style>{SHEET}</style>{section * 3}"
    ).write_pdf()
    composition = report.read_composition(glyphs.pages(pdf))
    for line in composition.lines[1]:
        line.furniture = True
    looked_at = list(page_rules.sparse_pages(composition))
    assert [place.line.page for place in looked_at] == [1, 3]


def test_all_places_are_listed_where_they_are_asked_for(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, texts = tmp_path / "cut.pdf", f"<p>{TEXTS[2]}<br>，{TEXTS[4]}" * 12
    weasyprint.HTML(string=f"<html lang=zh-CN><style>{SHEET}</style>{texts}").write_pdf(file)
    told = []
    for options in ([], ["--all"]):
        run(["proof", str(file), *options, "--lang", "zh"])
        told.append(capsys.readouterr().err)
    assert told[0].count(" 错误 L1: ") == 8 < told[1].count(" 错误 L1: ")
    assert "加 --all 全部列出" in told[0] and "全部列出" not in told[1]


def test_what_is_no_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_text("no")
    assert run(["proof", str(tmp_path / "a.pdf"), "--lang", "en"]) == 2
    assert "a.pdf is no PDF that can be read" in capsys.readouterr().err
    assert run(["proof", str(tmp_path / "a.pdf"), "--lang", "zh"]) == 2
    assert "a.pdf 不是能读的 PDF：不是 PDF，或者已损坏" in capsys.readouterr().err
    assert run(["proof", str(tmp_path / "b.pdf"), "--lang", "zh"]) == 2
    assert "没有这个书稿文件夹或PDF文件" in capsys.readouterr().err


def test_the_measured_pdf_is_not_written_over(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = good.read_bytes()
    assert (
        run(["proof", str(good), "-o", str(good.parent / "x" / ".." / good.name), "--lang", "en"])
        == 2
    )
    assert "cannot be written over" in capsys.readouterr().err
    assert good.read_bytes() == before


def test_a_book_is_measured_at_its_own_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "book.toml").write_text(
        '[book]\nid = "b"\ntitle = "样书"\ndate = 2026-01-02\n', "utf-8"
    )
    text = "\n\n".join(TEXTS)
    (book / "01.md").write_text(
        f'# 第一章 河边\n\n{text}\n\n这里的"引号"是直的。\n\n建设林区、茶区、林区。\n', "utf-8"
    )
    assert run(["proof", str(book), "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    rules = {one["rule"]: one for one in found["rules"]}
    assert [(place["place"], place["value"]) for place in rules["L22b"]["where"]] == [
        ("01.md:13", '"')
    ]
    assert rules["L22"]["fell_short"] == 0
    assert rules["L22b"]["where"][0]["label"] == "1"
    assert found["text"] == {"missing": [], "added": []}
    assert [one["name"] for one in found["documents"]] == ["b-screen.pdf"]
    assert not (book / "out").exists()
    assert (
        run(["proof", str(book), "--lang", "zh", "--strict", "-o", str(tmp_path / "marked")]) == 1
    )
    out = capsys.readouterr()
    assert "b-screen.pdf：" in out.out and "L22" in out.out and "汉字间距" in out.out
    assert "01.md:13 (第1页第" in out.err and "错误 L22b" in out.err
    with pikepdf.open(tmp_path / "marked" / "b-screen-marked.pdf") as document:
        remarks = [
            str(remark.Contents)
            for page in document.pages
            for remark in page.obj.get("/Annots", [])
            if "/Contents" in remark
        ]
    assert any(remark.startswith("L22b 标点、数字用规定的编码") for remark in remarks)


def test_a_broken_book_has_no_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "book.toml").write_text(
        '[book]\nid = "b"\ntitle = "样书"\ndate = 2026-01-02\n', "utf-8"
    )
    (book / "01.md").write_text("# 一\n\n![图](images/none.png)\n", "utf-8")
    assert run(["proof", str(book), "--json"]) == 1
    out = capsys.readouterr()
    assert json.loads(out.out)["rules"] == []
    assert "01.md:3" in out.err


def test_short_pages_and_last_resorts_are_named(tmp_path: Path) -> None:
    import weasyprint
    from duben import composer

    long = "".join(f"<p>{text}</p>" for text in TEXTS[:5])
    body = (
        f"{long * 2}<p>村里的人都到田里去看一看今年的麦子，"
        f"网址是www{'abcdefghij' * 4}</p><p>{TEXTS[4]}</p><h2>标题</h2>{long * 3}"
    )
    composer.install()
    try:
        weasyprint.HTML(string=f"<html lang=zh-Hans><style>{SHEET}</style>{body}").write_pdf(
            tmp_path / "a.pdf"
        )
    finally:
        composer.uninstall()
    measured = report.measure_pdf(tmp_path / "a.pdf")
    assert ["www" in one.resort for one in measured.last_resorts] == [True]
    assert {one.resort for one in measured.short_pages} <= {"lone", "heading"}


def test_a_line_that_is_left_short_for_what_follows_is_seen_whole(good: Path) -> None:
    """Not as so many cells. What cannot follow it is told, and how much the line is left short."""
    composer.install()
    try:
        body = (
            f"<p>{TEXTS[3] * 3}</p>"
            + f"<p>看水面约12,345,678.90平方米又看山{'1' * 40}不错，{TEXTS[3]}</p>" * 3
        )
        pdf = weasyprint.HTML(string=f"<html lang=zh-Hans><style>{SHEET}</style>{body}").write_pdf()
    finally:
        composer.uninstall()
    found = report.measure_pdf(pdf)
    assert [one.text for one in found.last_resorts] == ["看水面约12,345,678.90平方米又看山"] * 3
    assert all(
        float(one.value.split()[0]) < -1.5 and one.resort == "1" * 40 for one in found.last_resorts
    )
    assert next(one for one in found.results if one.rule == "L13").fell_short == 0


@pytest.mark.parametrize(
    ("cause", "body", "style"),
    [
        (
            "note",
            "<p>老人说<i>①</i>，今年的麦子长得<i>②</i>好。"
            f"{TEXTS[3]}</p><footer>①　老人姓张。<br>②　麦子是春天种下去的。</footer>",
            "",
        ),
        (
            "signature",
            "<p>以上各条从今年春天起实行。</p><aside>湖边村村民会</aside><aside>二〇二六年"
            "春天</aside>",
            "p:last-of-type { break-after: avoid } aside { break-before: avoid }",
        ),
    ],
)
def test_why_a_page_is_short_is_seen_overleaf(
    good: Path, cause: str, body: str, style: str
) -> None:
    """A note called in the lines that would have fitted, with the mark's page; a signature, with
    the line above it.
    """
    rule = (
        SHEET
        + style
        + (
            " i { font: 6pt/0 Noto Serif CJK SC; vertical-align: super } footer { position: "
            "absolute; bottom: 0; font-size: 8pt; line-height: 12pt } aside { padding-left: "
            "60% }"
        )
    )
    filled = (
        f"<p>{TEXTS[3] * 6}</p>" * 3
        + "<p>看流水的老人。</p>" * 10
        + "<div style='height: 17.5pt; break-after: page'></div>"
    )
    composer.install()
    try:
        pdf = weasyprint.HTML(
            string=f"<html lang=zh-Hans><style>{rule}</style>{filled}{body}"
        ).write_pdf()
    finally:
        composer.uninstall()
    assert [one.resort for one in report.measure_pdf(pdf).short_pages] == [cause]


def test_a_figure_overleaf_is_the_cause_though_the_short_page_has_notes(good: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9), "gray").save(picture, "PNG")
    source = base64.b64encode(picture.getvalue()).decode()
    style = SHEET + " footer { position: absolute; bottom: 0; font-size: 8pt; line-height: 12pt }"
    filled = f"<p>{TEXTS[3] * 6}</p>" * 3 + "<p>看流水的老人。</p>" * 4
    body = (
        f'{filled}<footer>①　老人姓张。</footer><div style="break-before: page"><img '
        f'src="data:image/png;base64,{source}" style="width: 90pt; height: '
        f'175pt"></div><p>{TEXTS[4] * 4}</p>'
    )
    composer.install()
    try:
        pdf = weasyprint.HTML(string=f"<html lang=zh-Hans><style>{style}</style>{body}").write_pdf()
    finally:
        composer.uninstall()
    assert [(one.page, one.resort) for one in report.measure_pdf(pdf).short_pages] == [
        (4, "figure")
    ]


def sparse(tmp_path: Path, layout: str, *chapters: str) -> report.Report:
    """The pages of a small book measured."""
    (tmp_path / "book.toml").write_text(
        f'[book]\ntitle = "渠口记事"\nid = "b"\n[output]\neditions = ["screen"]\n'
        f'formats = ["pdf"]\nlayout = "{layout}"\n',
        "utf-8",
    )
    for number, text in enumerate(chapters, 1):
        (tmp_path / f"{number:02}.md").write_text(text, "utf-8")
    (made,) = publish.build(tmp_path)
    return report.measure_pdf(made.output / "b-screen.pdf", compact=layout == "compact")


FILLED = "村里的人都到渠口去，看新修的闸门，算今年的水。\n\n" * 40


def test_a_page_that_is_nearly_empty_is_told(tmp_path: Path) -> None:
    """A chapter of a line by itself; the end of the second may be as short as it is."""
    texts = ("# 渠口记事\n\n各位乡亲：\n", f"# 头一年\n\n{FILLED}")
    told = sparse(tmp_path, "full", *texts)
    assert [(page.label, page.value) for page in told.sparse_pages] == [("1", "9")]
    assert "L23" not in {result.rule for result in told.results}
    told = sparse(tmp_path, "compact", *texts)
    rule = next(result for result in told.results if result.rule == "L23")
    assert rule.fatal and rule.fell_short == 1 and not told.sparse_pages


def test_covers_ends_of_chapters_and_tables_are_not_told(tmp_path: Path) -> None:
    table = "| 渠 | 亩 |\n|---|---|\n| 东 | 12 |\n"
    told = sparse(tmp_path, "compact", f"# 头一年\n\n{FILLED}", f"# 亩数\n\n{table}")
    rule = next(result for result in told.results if result.rule == "L23")
    assert rule.answer == "pass" and rule.looked_at >= 2


def test_a_text_may_begin_with_a_figure_behind_the_contents_of_a_compact_book(
    tmp_path: Path,
) -> None:
    sections = "".join(f"## 第{number}章 看渠\n\n{FILLED[:200]}\n\n" for number in "一二三四五六七")
    told = sparse(tmp_path, "compact", f"# 渠口记事\n\n1991年立夏记。\n\n{sections}")
    assert told.results


def test_the_marked_copy_is_the_same_each_time(good: Path) -> None:
    from duben.proof.pages import marking

    measured = report.measure_pdf(good)
    result = replace(
        measured.results[0],
        where=(report.Finding(1, "1", 1, "水", "，", True, "", (60, 60, 70, 75), 300),),
        answer="fail",
    )
    marked = marking.mark_pdf(good, replace(measured, results=(result,)))
    assert marked == marking.mark_pdf(good, replace(measured, results=(result,)))
    assert marked[:4] == b"%PDF" and len(marked) > good.stat().st_size / 2


def test_marks_of_emphasis_that_are_shapes_are_seen() -> None:
    composer.install()
    try:
        style = (
            "<style>@page { size: A5; margin: 20mm } body { font: 10.5pt/17.5pt 'Noto Serif "
            "CJK SC'; text-align: justify } em { text-emphasis: dot; font: inherit }</style>"
        )
        pdf = weasyprint.HTML(
            string=(
                f"<html lang=zh-CN>{style}<p>"
                f"{'湖边的小路一直<em>通到山里</em>，雨后的树叶上还挂着水珠。' * 12}"
            )
        ).write_pdf()
    finally:
        composer.uninstall()
    (sheet,) = glyphs.pages(pdf)
    answer = report.measure_pdf(pdf).results
    (dots,) = [one for one in answer if one.rule == "L21"]
    assert (dots.looked_at, dots.fell_short) == (48, 0)
    shifted = replace(sheet, dots=tuple((x + 1.5, y) for x, y in sheet.dots))
    assert all(
        not chance.obeyed for chance in page_rules.emphasis_dots(report.read_composition([shifted]))
    )

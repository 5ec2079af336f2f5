"""Whole documents at random, as a user of WeasyPrint writes them, with the composer and without:
the same text, links and marks.

python tests/support/random_documents.py [HOW MANY] [FIRST SEED] prints each that differs, with its
seed
"""

from __future__ import annotations

import io
import random
import re
import signal
import sys
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
import weasyprint
from duben import composer
from pypdfium2 import raw

HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经"
)
MARKS = (
    "，",
    "。",
    "、",
    "；",
    "：",
    "？",
    "！",
    "……",
    "——",
    "“好”",
    "（一）",
    "《法》",
    "·",
    "～",
    "。”",
)
OTHERS = (
    "GDP",
    "2026年",
    "12.5%",
    "iPhone 15",
    "km/h",
    " and some English words here ",
    "Привет",
    "مرحبا",
    "https://example.org/a/b",
    "①",
    "℃",
    "e\u0301",
)
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='{0}pt' height='{1}pt'><rect width='{0}' "
    "height='{1}' fill='#c96'/><text x='1' y='8' font-size='6'>图</text></svg>"
)

SECONDS = 30  # more is a document without an end: WeasyPrint has such
SHEET = """
@page { size: 300pt 400pt; margin: 40pt 30pt 45pt; @top-left { content: element(head) }
        @bottom-center { content: "第 " counter(page) " / " counter(pages) " 页" } @footnote { border-top: .5pt solid; padding-top: 2pt } }
@page wide { size: 400pt 300pt }
html { font: 10pt/1.7 "Noto Serif CJK SC", "DejaVu Sans" } body { margin: 0 }
.head { position: running(head); font-size: 7pt } h1, h2 { string-set: chapter content(); break-after: avoid }
h1 { font-size: 16pt; bookmark-level: 1 } h2 { font-size: 13pt; counter-increment: section } h2::before { content: counter(section, cjk-decimal) "、" }
p { margin: 4pt 0; text-align: justify } .indent { text-indent: 2em } .center { text-align: center } .right { text-align: right }
.note { float: footnote; font-size: 8pt } .left { float: left; margin: 2pt 6pt 2pt 0 } .floatright { float: right; margin: 2pt 0 2pt 6pt; width: 80pt }
.columns { columns: 2; column-gap: 12pt } .flex { display: flex; gap: 6pt } .flex > * { flex: 1 } .grid { display: grid; grid-template-columns: 1fr 2fr; gap: 4pt }
.box { display: inline-block; border: .5pt solid; padding: 1pt 3pt } .turned { transform: rotate(2deg) } .faint { opacity: .6 } .moved { position: relative; left: 4pt; top: 2pt }
.absolute { position: absolute; right: 0; width: 60pt } .toc a::after { content: " …… " target-counter(attr(href), page) } .toc li { list-style: none }
thead { display: table-row-group } table { border-collapse: collapse; width: 100% } table { table-layout: fixed } td, th { overflow-wrap: anywhere; border: .5pt solid; padding: 2pt 4pt; vertical-align: top } caption { caption-side: bottom }
.first::first-letter { font-size: 24pt; float: left; line-height: 1 } .line::first-line { font-variant: small-caps; font-weight: bold } .wide { page: wide }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 100pt } .rtl { direction: rtl } pre { white-space: pre-wrap; font: 8pt/1.4 monospace }
.big { font-size: 130% } .mark { background: #ff9; padding: 0 2pt } .clone { border: .5pt solid; padding: 0 2pt; box-decoration-break: clone } .nowrap { white-space: nowrap }
blockquote { margin: 6pt 20pt; border-left: 2pt solid #999; padding-left: 8pt } q { quotes: "“" "”" } .spaced { letter-spacing: 1pt; word-spacing: 2pt } .wrap { overflow-wrap: anywhere }
"""  # noqa: E501


class Author:
    """Who writes a document: its parts, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.headings: list[tuple[str, str]] = []
        self.notes = seed % 5 == 0

    def words(self, least: int = 4, most: int = 40) -> str:
        parts = []
        for _ in range(self.chance.randint(1, 6)):
            parts.append(
                "".join(
                    self.chance.choice(HAN) for _ in range(self.chance.randint(least, most) // 2)
                )
            )
            parts.append(
                self.chance.choice(MARKS)
                if self.chance.random() < 0.7
                else self.chance.choice(OTHERS)
            )
        return "".join(parts)

    def inline(self) -> str:
        """A run of text with elements in it; no floats, which WeasyPrint itself loses in grids, and
        notes, of which it can lose or double some at the end of a page, in few.
        """
        forms = (
            "{}",
            "<b>{}</b>",
            "<em>{}</em>",
            "<a href='https://example.org/'>{}</a>",
            "<span class=mark>{}</span>",
            "<span class=clone>{}</span>",
            "<span class=big>{}</span>",
            "<code>{}</code>",
            "<sup>12</sup>{}",
            "{}<sub>x</sub>",
            "<span class=nowrap>中文</span>{}",
            "<q>{}</q>",
            "<span class=spaced>{}</span>",
            "<u>{}</u>",
            "<del>{}</del>",
            "<span class=moved>{}</span>",
            "<span lang=en style='hyphens: auto'>internationalization</span>{}",
            "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
            "width='12' height='9'%3E%3Crect width='12' height='9'/%3E%3C/svg%3E\">{}",
            "{}<br>",
            "<input value='输入'>{}",
            "<span class=box>方框</span>{}",
            "<span style='vertical-align: 2pt'>{}</span>",
            "<bdo dir=rtl>反向</bdo>{}",
            SVG.format(14, 9) + "{}",
            "<span style='position: absolute'>绝</span>{}",
        )
        text = ""
        for _ in range(self.chance.randint(1, 6)):
            text += self.chance.choice(forms).format(self.words(2, 16))
            if self.notes and self.chance.random() < 0.12:
                text += f"<span class=note>{self.words(2, 14)}</span>"
            if self.headings and self.chance.random() < 0.1:
                text += f"（见<a href='#{self.chance.choice(self.headings)[0]}'>前文</a>）"
        return text

    def paragraph(self) -> str:
        names = (
            "",
            "",
            "indent",
            "center",
            "right",
            "first",
            "line",
            "wrap",
            "rtl",
            "faint",
            "turned",
            "spaced",
        )
        return f"<p class='{self.chance.choice(names)}'>{self.inline()}</p>"

    def heading(self) -> str:
        name, title = f"h{len(self.headings)}", self.words(2, 8)
        self.headings.append((name, title))
        return f"<h{self.chance.choice((1, 2, 2))} id={name}>{title}</h2>"

    def items(self) -> str:
        tag = self.chance.choice(
            (
                "ul",
                "ol",
                "ol style='list-style: cjk-decimal'",
                "ol style='list-style: upper-roman inside'",
            )
        )
        rows = "".join(
            f"<li>{self.inline()}{self.items() if self.chance.random() < 0.1 else ''}"
            for _ in range(self.chance.randint(1, 5))
        )
        return f"<{tag}>{rows}</{tag.split()[0]}>"

    def table(self) -> str:
        columns = self.chance.randint(2, 4)
        head = "".join(f"<th>{self.words(1, 4)}" for _ in range(columns))
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{self.inline() if self.chance.random() < 0.5 else self.words(1, 10)}"
                for _ in range(columns)
            )
            for _ in range(self.chance.randint(1, 8))
        )
        return (
            f"<table><caption>{self.words(1, 6)}</caption><thead><tr>{head}</thead><tbody>"
            f"{rows}</table>"
        )

    def block(self, depth: int = 0) -> str:
        kinds: list[Callable[[], str]] = [self.paragraph] * 8 + [
            self.items,
            self.table,
            self.heading,
        ]
        if depth < 2:
            around = self.chance.choice(
                (
                    "<div class=columns>{}</div>",
                    "<div class=flex><div>{}</div><div>{}</div></div>",
                    "<div class=grid><div>{}</div><div>{}</div></div>",
                    "<blockquote>{}</blockquote>",
                    "<div class=floatright>{}</div>",
                    "<div class=left style='width: 70pt'>{}</div>",
                    "<div class=absolute>{}</div>",
                    "<figure>" + SVG.format(60, 30) + "<figcaption>{}</figcaption></figure>",
                    "<section class=wide>{}</section>",
                    "<div style='border: 1pt solid; break-inside: avoid'>{}</div>",
                    "<div class=rtl>{}</div>",
                    "<dl><dt>词<dd>{}</dl>",
                    "<details open><summary>摘要</summary>{}</details>",
                    "<div class=cut>{}</div>",
                    "<form>{}<textarea>多行\n文字</textarea></form>",
                )
            )
            if "cut" in around:
                kinds.append(lambda: around.format(self.words()))
            else:
                kinds += [
                    lambda: around.format(
                        *(self.block(depth + 1) for _ in range(around.count("{}")))
                    )
                ] * 4
        kinds.append(lambda: f"<pre>{self.words()}\n  {self.words()}</pre>")
        return self.chance.choice(kinds)()

    def document(self, blocks: list[str] | None = None) -> str:
        """The whole document, or as much of it as has these blocks."""
        blocks = self.blocks() if blocks is None else blocks
        contents = "".join(f"<li><a href='#{name}'>{title}</a>" for name, title in self.headings)
        toc = f"<ul class=toc>{contents}</ul>" if self.chance.random() < 0.6 else ""
        lang = self.chance.choice(("zh", "zh-CN", "zh-Hant", "", "en"))
        return (
            f"<!DOCTYPE html><html lang='{lang}'><meta charset=utf-8><title>文件</title><style"
            f">{SHEET}</style><body><div class=head>页眉</div>{toc}{''.join(blocks)}"
        )

    def blocks(self) -> list[str]:
        return [self.block() for _ in range(self.chance.randint(5, 25))]


@dataclass(frozen=True, slots=True)
class Made:
    """What is compared of a PDF."""

    letters: Counter[str]
    pages: int
    links: int
    bookmarks: int
    lost: int  # characters drawn outside their page


def letters(text: str) -> Counter[str]:
    """The letters of a text: not digits and numerals, which counters make, nor marks. Two glyphs
    are those of other characters too.
    """
    text = unicodedata.normalize(
        "NFKD", text.translate({ord("⻚"): "页", ord("⺠"): "民", ord("㞁"): "产"})
    )
    return Counter(
        character
        for character in text
        if unicodedata.category(character)[0] == "L"
        and character not in "一二三四五六七八九十IVXLC"
    )


def written(source: str) -> Counter[str]:
    """The letters that a document asks for, those of its margins apart."""
    body = source.partition("<body>")[2].replace("<div class=head>页眉</div>", "")
    return letters(re.sub("<[^>]*>", "", re.sub("<input value='(.*?)'>", r"\1", body)))


def made(source: str) -> Made:
    """A document as a PDF, read back."""
    signal.alarm(SECONDS)
    data = weasyprint.HTML(string=source).write_pdf()
    signal.alarm(0)
    found: Counter[str] = Counter()
    lost = 0
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            found += letters(text.get_text_range())
            found.subtract("页眉第页")  # of its margins
            for index in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(index)
                lost += (
                    right > left
                    and raw.FPDFText_IsGenerated(text.raw, index) != 1
                    and not (left >= -1 and right <= page.get_width() + 1)
                )
        pages = len(pdf)
    with pikepdf.open(io.BytesIO(data)) as file:
        links = sum(
            annotation.get("/Subtype") == "/Link"
            for page in file.pages
            for annotation in page.get("/Annots", ())
        )
        with file.open_outline() as outline:
            bookmarks = sum(1 for _ in _all(outline.root))
    return Made(found, pages, links, bookmarks, lost)


def _all(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _all(item.children)


def differences(source: str) -> Iterator[str]:
    """What is not the same with the composer in a document."""
    composer.uninstall()
    try:
        plain = made(source)
    except Exception:  # WeasyPrint's own fault: nothing to compare with
        return
    finally:
        signal.alarm(0)
    composer.install()
    try:
        composed = made(source)
    finally:
        signal.alarm(0)
        composer.uninstall()
    asked = written(source)
    lost, more = asked - composed.letters, composed.letters - asked
    lost, more = lost - (asked - plain.letters), more - (plain.letters - asked)
    if lost or more:
        yield f"lost {dict(lost)}, made up {dict(more)}"
    if abs(plain.pages - composed.pages) > max(1, plain.pages // 5):
        yield f"{composed.pages} pages, not {plain.pages}"
    if plain.bookmarks != composed.bookmarks:
        yield f"{composed.bookmarks} bookmarks, not {plain.bookmarks}"
    if composed.lost > plain.lost:
        yield f"{composed.lost} characters outside the page, not {plain.lost}"
    if bool(plain.links) != bool(composed.links):
        yield f"{composed.links} links, not {plain.links}"


def _end(number: int, frame: object) -> None:
    raise TimeoutError


def main() -> int:
    how_many, first = (
        int(sys.argv[1]) if len(sys.argv) > 1 else 100,
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
    )
    wrong = 0
    signal.signal(signal.SIGALRM, _end)
    for seed in range(first, first + how_many):
        try:
            found = list(differences(Author(seed).document()))
        except Exception:
            found = [re.sub(r"\s+", " ", traceback.format_exc(limit=-3))]
        for what in found:
            print(f"seed {seed}: {what}", flush=True)
        wrong += bool(found)
    print(f"{how_many} documents, {wrong} differ")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

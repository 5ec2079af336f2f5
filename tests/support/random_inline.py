"""Paragraphs of other scripts, ruby, boxes and properties of CSS at random, set and read back:
nothing lost, doubled, moved or outside.

    python tests/support/random_inline.py [HOW MANY] [FIRST SEED]        prints each that is not right, with its seed

Each is drawn from a seed: its text, its boxes, its measure and what CSS asks of it.
"""  # noqa: E501

from __future__ import annotations

import ctypes
import io
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import weasyprint
from composed import face
from duben import composer
from pypdfium2 import raw

EM = 10.0
LEFT, TOP = 60.0, 40.0
WIDE = 420.0
HANZI = "山水湖船树花草鸟兽虫鱼人家门前屋后村里云雨日月年亿万"
TEXTS = (
    "，",
    "。",
    "、",
    "；",
    "：",
    "？",
    "！",
    "？！",
    "“山水”",
    "‘船’",
    "（树）",
    "《花》",
    "〔2026〕",
    "「草」",
    "【鸟】",
    "——",
    "……",
    "～",
    "·",
    "—",
    "–",
    "GDP",
    "Wi-Fi",
    "iPhone 15",
    "km/h",
    "don’t",
    "3.5%",
    "1,200元",
    "20℃",
    "￥35",
    "１２．５％",
    "第3条",
    "2026年7月1日",
    "①",
    "Ⅲ",
    "→",
    "≥5",
    "★",
    "々",
    "Привет",
    "λογος",
    "e\u0301a\u0300",
    "𠮷𪚥",
    "葛\U000e0100",
    "\u200b",
    "\u2060",
    "\u3000",
    "\u00a0",
    " ",
    "  ",
    "https://example.org/a/b?c=d",
    "a@b.org",
    "مرحبا",
    "שלום 12",
    "ภาษาไทย",
    "བོད་སྐད",
    "カタカナー",
    "ょ",
    "／",
    "/",
    "ー",
    "한글",
    "(abc)",
    "[1]",
    "\u00ad",
    "№5",
    "＋8%",
)
BOXES = (
    "<b>{}</b>",
    "<i>{}</i>",
    "<a href='#x'>{}</a>",
    "<code>{}</code>",
    "<sup>{}</sup>",
    "<sub>{}</sub>",
    "<span style='font-size: 13pt'>{}</span>",
    "<span style='font-size: 7pt'>{}</span>",
    "<span style='padding: 0 2pt; border: .5pt solid'>{}</span>",
    "<span style='margin: 0 3pt'>{}</span>",
    "<span style='letter-spacing: 1pt'>{}</span>",
    "<span style='text-emphasis: dot'>{}</span>",
    "<span style='font-family: LXGW WenKai'>{}</span>",
    "<span style='text-autospace: no-autospace'>{}</span>",
    "<span style='position: relative'>{}</span>",
    "<span style='white-space: pre-wrap'>{}</span>",
    "<span style='word-break: keep-all'>{}</span>",
    "<span style='text-decoration: underline'>{}</span>",
    "<bdo dir='rtl'>{}</bdo>",
)
ALONE = (
    "<br>",
    "<span style='display: inline-block; width: 8pt; height: 8pt'></span>",
    "<span style='display: inline-flex; width: 9pt'></span>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='12pt' height='8pt'></svg>",
    "<ruby>饕<rt>tāo</rt>餮<rt>tiè</rt></ruby>",
    "<ruby>青铜器<rt>qīng tóng qì</rt></ruby>",
    "<ruby>東<rt>ㄉㄨㄥ</rt></ruby>",
    "<span></span>",
    "<ruby><rb>字</rb><rt></rt></ruby>",
)
ASKED = {
    "line-break": ("auto", "loose", "normal", "strict"),
    "word-break": ("normal", "normal", "break-all"),
    "text-justify": ("auto", "auto", "inter-character", "inter-word", "none"),
    "text-align": ("justify", "justify", "start", "center", "end"),
    "text-align-last": ("auto", "auto", "justify"),
    "text-spacing-trim": (
        "auto",
        "normal",
        "space-all",
        "space-first",
        "trim-start",
        "trim-both",
        "trim-all",
    ),
    "text-autospace": ("normal", "no-autospace"),
    "text-wrap-style": ("auto", "pretty", "balance"),
    "text-indent": ("0", "2em", "1em"),
    "ruby-position": ("alternate", "under"),
    "ruby-align": ("start", "center", "space-between", "space-around"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A random paragraph: its markup, its style, and its measure in em."""

    seed: int
    markup: str
    style: str
    measure: float

    @property
    def text(self) -> str:
        """The characters that must be found, in the order of the source."""
        return visible(re.sub("<[^>]*>", "", self.markup))


def visible(text: str) -> str:
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character)[0] not in "ZC"
        and character not in "\u00ad\ufe0f"
        and not "\U000e0100" <= character <= "\U000e01ef"
    )


def draw(seed: int) -> Drawn:
    chance = random.Random(seed)

    def words(depth: int) -> Iterator[str]:
        for _ in range(chance.randint(1, 30 if depth == 0 else 4)):
            kind = chance.random()
            if kind < 0.5:
                yield "".join(chance.choice(HANZI) for _ in range(chance.randint(1, 6)))
            elif kind < 0.8:
                yield chance.choice(TEXTS)
            elif kind < 0.93 and depth < 3:
                yield chance.choice(BOXES).format("".join(words(depth + 1)))
            else:
                yield chance.choice(ALONE)

    style = "; ".join(f"{name}: {chance.choice(values)}" for name, values in ASKED.items())
    return Drawn(seed, "".join(words(0)), style, chance.choice((5.5, 8, 12, 17.3, 20, 28)))


SHEET = f"""
@page {{ size: {WIDE:g}pt 4000pt; margin: {TOP:g}pt {LEFT:g}pt }}
body {{ margin: 0; font: 10pt/18pt "Noto Serif CJK SC", "DejaVu Sans" }}
p {{ margin: 0; break-before: page; overflow-wrap: anywhere }} code {{ font-family: "DejaVu Sans Mono", "Noto Sans CJK SC" }}
sup, sub, code {{ line-height: 0 }} sup, sub {{ font-size: 6pt }}
"""  # noqa: E501


def faults(paragraphs: list[Drawn]) -> Iterator[tuple[Drawn, str]]:
    """Those that are not set right, and what is wrong."""
    body = "".join(
        f'<p style="width: {one.measure}em; {one.style}">山{one.markup}水</p>' for one in paragraphs
    )
    faces = face("DejaVu Sans") + face("DejaVu Sans Mono")
    document = weasyprint.HTML(
        string=f"<html lang=zh-CN><meta charset=utf-8><style>{faces}{SHEET}</style>{body}"
    ).render()
    if len(document.pages) != len(paragraphs):
        yield paragraphs[0], f"{len(document.pages)} pages for {len(paragraphs)} paragraphs"
        return
    for one, page in zip(paragraphs, document.pages, strict=True):
        inside: list[str] = []
        beside: list[str] = []
        gather(page._page_box, inside, beside)
        found = visible("".join(inside))
        expected = re.sub("<rt>.*?</rt>", "", one.markup)
        expected = visible("山" + re.sub("<[^>]*>", "", expected) + "水")
        if found != expected:
            yield one, f"text {found!r} is not {expected!r}"
        readings = visible("".join(re.findall("<rt>(.*?)</rt>", one.markup)))
        if Counter(visible("".join(beside))) != Counter(readings):
            yield one, f"readings {''.join(beside)!r} are not {readings!r}"
    pdf = pypdfium2.PdfDocument(io.BytesIO(document.write_pdf()))
    for one, page in zip(paragraphs, pdf, strict=True):
        text = page.get_textpage()
        right = LEFT + one.measure * EM
        for index in range(text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(text.raw, index))
            if (
                raw.FPDFText_IsGenerated(text.raw, index) == 1
                or character.isspace()
                or "\u0e00" <= character <= "\u0fff"
            ):  # no font here
                continue
            box = [ctypes.c_double() for _ in range(4)]
            raw.FPDFText_GetCharBox(text.raw, index, *box)
            if box[0].value < LEFT - 0.8 or box[1].value > right + 0.8:
                yield (
                    one,
                    f"{character!r} stands at "
                    f"{box[0].value - LEFT:.2f}–{box[1].value - LEFT:.2f} pt of "
                    f"{one.measure * EM:g}",
                )
                break


def gather(box: object, inside: list[str], beside: list[str]) -> None:
    """The texts of a finished page, and those of its ruby apart."""
    own = inside
    if getattr(box, "element_tag", "") == "rt":
        own = inside = beside
    if isinstance(box, composer.PlainLine):
        own.append(composer.text_of(box))
        return
    if hasattr(box, "text"):
        own.append(box.text)
    for child in getattr(box, "children", ()):
        gather(child, inside, beside)


def main() -> int:
    how_many, first = (
        int(sys.argv[1]) if len(sys.argv) > 1 else 300,
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
    )
    composer.install()
    wrong = 0
    for start in range(first, first + how_many, 50):
        for one, what in faults(
            [draw(seed) for seed in range(start, min(start + 50, first + how_many))]
        ):
            wrong += 1
            print(f"seed {one.seed}, {one.measure} em, {what}\n    {one.markup}\n    {one.style}")
    print(f"{how_many} paragraphs, {wrong} wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

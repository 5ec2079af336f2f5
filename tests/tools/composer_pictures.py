"""The pictures of docs/composer.md: each property off and on, side by side, drawn by WeasyPrint
with the composer.

python tests/tools/composer_pictures.py        writes docs/images/composer/*.png
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import weasyprint
from duben import composer
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "composer"
SCALE = 2.0  # pixels for a point
GAP = 16
COLOURS = 64

SHEET = """
@page { size: 250pt 400pt; margin: 6pt }
html { font: 13pt/22pt "Noto Serif CJK SC", "DejaVu Serif", serif }
body { margin: 0; width: %gem; border-left: .4pt solid #d66; border-right: .4pt solid #d66 }
p, h2 { margin: 0; font: inherit; text-align: justify; text-spacing-trim: trim-both; line-break: strict }
code { display: block; font: 8.5pt/15pt "DejaVu Sans Mono", monospace; color: #666; white-space: pre-wrap; width: 230pt }
"""  # noqa: E501

WALK = "他说：“山上的水很清（比去年还清）。”我们都点头，没有人再说话。"
NUMBERS = "今年有3.5万人来过，GDP增长了8%，用iPhone拍的照片有120张。"
TITLE = "关于进一步优化营商环境更好服务市场主体的实施意见"
LONG = "详见https://www.example.org/zhongwen/paiban/2026/juzhong一页的说明。"


@dataclass(frozen=True, slots=True)
class Panel:
    """One side of a picture: what is written beneath it, and the text that is set so; ``plain``:
    without the composer.
    """

    style: str
    body: str
    plain: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a property does, in a measure of so many em."""

    name: str
    measure: float
    off: Panel
    on: Panel


def pair(name: str, measure: float, off: str, on: str, body: str) -> Picture:
    """The same text with two declarations."""
    return Picture(name, measure, Panel(off, f"<p>{body}</p>"), Panel(on, f"<p>{body}</p>"))


RUBY = (
    "<p>这叫<ruby>饕<rt>tāo</rt></ruby><ruby>餮<rt>tiè</rt></ruby>纹，"
    "见于<ruby>青铜器<rt>qīngtóngqì</rt></ruby>。</p>"
)
BOPOMOFO = (
    "<p style='font-size: 20pt; line-height: 1.7'>"
    + "".join(
        f"<ruby>{base}<rt>{text}</rt></ruby>"
        for base, text in (
            ("山", "ㄕㄢ"),
            ("上", "ㄕㄤˋ"),
            ("的", "˙ㄉㄜ"),
            ("水", "ㄕㄨㄟˇ"),
            ("很", "ㄏㄣˇ"),
            ("清", "ㄑㄧㄥ"),
        )
    )
    + "。</p>"
)
DOTS = "请<em>写明日期</em>，并<em>签字</em>。"

PICTURES = (
    Picture(
        "composer",
        13,
        Panel("", f"<p>{WALK}{NUMBERS}</p>", True, "WeasyPrint 70"),
        Panel("", f"<p>{WALK}{NUMBERS}</p>", caption="with composer.install()"),
    ),
    pair(
        "line-break",
        9,
        "line-break: loose",
        "line-break: strict",
        "山水之间住着几户人——门前种花草和树；屋后种菜！村里人人都认识",
    ),
    pair(
        "word-break",
        9,
        "word-break: normal",
        "word-break: keep-all",
        "门前 种着花草 屋后是一大片 菜地和果树",
    ),
    Picture(
        "auto-phrase",
        12,
        Panel("word-break: normal", f"<h2 style='text-align: start'>{TITLE}</h2>"),
        Panel("word-break: auto-phrase", f"<h2 style='text-align: start'>{TITLE}</h2>"),
    ),
    pair(
        "overflow-wrap",
        11,
        "overflow-wrap: normal",
        "overflow-wrap: anywhere",
        "编号是abcdefghijklmnopqrstuvwxyzabcdefghij的那一份",
    ),
    pair(
        "text-justify",
        11,
        "text-justify: none",
        "text-justify: inter-character",
        "山水之间住着几户人家，“门前种花，屋后种菜”，村里人人都认识。",
    ),
    Picture(
        "text-align-last",
        6,
        Panel("text-align-last: auto", "<p>姓名<p>出生日期<p>籍贯"),
        Panel("text-align-last: justify", "<p>姓名<p>出生日期<p>籍贯"),
    ),
    pair(
        "text-spacing-trim",
        13,
        "text-spacing-trim: space-all",
        "text-spacing-trim: trim-both",
        "“山水”、“船”（《湖》），（见下）；“树”。〔2026〕、“花草”。“鸟”、“兽”。",
    ),
    pair("text-autospace", 13, "text-autospace: no-autospace", "text-autospace: normal", NUMBERS),
    pair(
        "text-autospace-replace",
        13,
        "text-autospace: normal insert",
        "text-autospace: normal replace",
        "2026 年 5 月，GDP 比去年增长 5.2%，其中 AI 产业约占 1/6 左右。",
    ),
    pair(
        "hanging-punctuation",
        10,
        "hanging-punctuation: none",
        "hanging-punctuation: allow-end",
        "山水之间住着几户人家，门前种花种草养鸟，屋后种菜种瓜种豆子。人人都认识。",
    ),
    Picture(
        "text-wrap",
        18,
        Panel("text-wrap: wrap", f"<h2 style='text-align: center'>{TITLE}</h2>"),
        Panel("text-wrap: balance", f"<h2 style='text-align: center'>{TITLE}</h2>"),
    ),
    Picture(
        "text-emphasis",
        13,
        Panel("text-emphasis: none", f"<p><style>em {{ font-style: normal }}</style>{DOTS}</p>"),
        Panel(
            "text-emphasis: filled dot",
            f"<p><style>em {{ font-style: normal; text-emphasis: filled dot }}</style>{DOTS}</p>",
        ),
    ),
    Picture(
        "text-emphasis-position",
        13,
        Panel(
            "text-emphasis: sesame",
            f"<p><style>em {{ font-style: normal; text-emphasis: sesame }}</style>{DOTS}</p>",
        ),
        Panel(
            "text-emphasis: open circle #A6192E;\ntext-emphasis-position: over",
            f"<p><style>em {{ font-style: normal; text-emphasis: open circle #A6192E; "
            f"text-emphasis-position: over }}</style>{DOTS}</p>",
        ),
    ),
    Picture(
        "ruby",
        14,
        Panel("", RUBY, True, "WeasyPrint 70"),
        Panel("", RUBY, caption="<ruby>饕<rt>tāo</rt></ruby>"),
    ),
    Picture(
        "ruby-position", 14, Panel("ruby-position: over", RUBY), Panel("ruby-position: under", RUBY)
    ),
    Picture(
        "ruby-inter-character",
        14,
        Panel("ruby-position: over", BOPOMOFO),
        Panel("ruby-position: inter-character", BOPOMOFO),
    ),
    Picture(
        "ruby-align",
        14,
        *(
            Panel(
                f"ruby-align: {value}",
                "<p><ruby>博物馆<rt>注音</rt></ruby>、<ruby>馆<rt>很长的注释</rt></ruby>、"
                "<ruby>书法<rt>很长的注释</rt></ruby></p>",
            )
            for value in ("start", "space-around")
        ),
    ),
    Picture(
        "right-to-left",
        13,
        Panel(
            "",
            "<p>他说“مرحبا بالعالم”，又写了שלום עולם，意思都是“你好”。</p>",
            True,
            "WeasyPrint 70",
        ),
        Panel(
            "",
            "<p>他说“مرحبا بالعالم”，又写了שלום עולם，意思都是“你好”。</p>",
            caption="with composer.install()",
        ),
    ),
)


def drawn(panel: Panel, measure: float) -> Image.Image:
    """A panel as an image, cut below its caption."""
    composer.uninstall()
    if not panel.plain:
        composer.install()
    rule = f"p, h2 {{ {panel.style} }}"
    caption = panel.caption or panel.style
    caption = caption.replace("&", "&amp;").replace("<", "&lt;")
    pdf = weasyprint.HTML(
        string=f'<html lang="zh-CN"><meta charset="utf-8"><style>{SHEET % measure}{rule}</style><'
        f"body>{panel.body}</body>"
        f"<code>{caption}</code>"
    ).write_pdf()
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=SCALE).to_pil().convert("RGB")
    inverted = page.point(lambda value: 255 - value)
    left, top, right, bottom = inverted.getbbox()
    return page.crop((0, 0, page.width, bottom + 8))


def image(picture: Picture) -> bytes:
    """Both sides of a picture as a PNG."""
    sides = [drawn(panel, picture.measure) for panel in (picture.off, picture.on)]
    whole = Image.new(
        "RGB",
        (sum(side.width for side in sides) + GAP, max(side.height for side in sides)),
        "white",
    )
    whole.paste(sides[0], (0, 0))
    whole.paste(sides[1], (sides[0].width + GAP, 0))
    out = io.BytesIO()
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        data = image(picture)
        (FOLDER / f"{picture.name}.png").write_bytes(data)
        print(f"{picture.name}.png {len(data) / 1000:.1f} kB")


if __name__ == "__main__":
    main()

"""Paragraphs made at random of all classes of characters and of inline elements, and what must hold
of each when it is set.

python tests/support/random_paragraphs.py 3000 FOLDER [FIRST [PLACE]] sets so many from a number on,
in the page or in another
                                                                  place; names the faults and draws the ten loosest into a folder
"""  # noqa: E501

from __future__ import annotations

import html
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import weasyprint

EM, MEASURE, LEFT = 10.0, 210.0, 40.0
PER_DOCUMENT = 60
OVERHANG = 1.2  # pt: the ink of f and 以 is wider than they are
HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经"
)
RARE = "𠮷𪚥㐀﨎々〇"
WORDS = ("GDP", "Wi-Fi", "don’t", "km/h", "H₂O", "naïve", "Привет", "Ελλάδα", "x=y+z", "R&D", "user@example.com", "e\u0301te\u0301",  # noqa: E501
         "https://example.org/a/b?c=d&e=f", "№5", "A4")  # fmt: skip
NUMBERS = ("2026年3月15日", "12,345.67", "12.5%", "６．５％", "−3.5℃", "±0.5", "￥1,234", "〔2026〕12号", "第128条", "3～5天", "10:30",  # noqa: E501
           "15%～20%", "100㎡", "5 km", "2.5亿元", "１２３４５")  # fmt: skip
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
    "。”",
    "”，“",
    "》（",
    "？！",
    "·",
    "～",
    "／",
    "（一）",
    "“‘好’”",
    "《法》",
    "〈丙〉",
    "『引』",
    "—",
    "…",
)
SIGNS = (
    "①",
    "Ⅲ",
    "→",
    "≥",
    "○",
    "★",
    "ー",
    "ア",
    "\u200b",
    "\u2060",
    "\u00a0",
    "\u3000",
    " ",
    "\t",
    "★",
)
INLINE = ("<strong>{}</strong>", "<em>{}</em>", "<a href='#x'>{}</a>", "<sub>{}</sub>", "<sup>{}</sup>", "<code>{}</code>", "<span class='big'>{}</span>",  # noqa: E501
          "<span class='small'>{}</span>", "<span class='sans'>{}</span>", "<span class='pad'>{}</span>", "<span class='keep'>{}</span>", "<u>{}</u>",  # noqa: E501
          "<span lang='en'>{}</span>")  # fmt: skip
BOXES = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='15pt' height='8pt'></svg>",
    "<br>",
    "<span class='box'></span>",
    "<wbr>",
)
STYLE = f"""
@page {{ size: {MEASURE + 2 * LEFT}pt 3000pt; margin: 20pt {LEFT}pt }}
body {{ margin: 0; font: {EM}pt/2 "Noto Serif CJK SC" }}
section {{ break-after: page }}
p {{ margin: 0; text-align: justify; overflow-wrap: anywhere }}
p.indented {{ text-indent: 2em }} p.ragged {{ text-align: left }} p.centred {{ text-align: center }} p.balanced {{ text-wrap: balance }}
p.loose {{ line-break: loose }} p.all {{ text-spacing-trim: trim-all }} p.none {{ text-spacing: none }} p.hang {{ hanging-punctuation: force-end first last }}
sub, sup {{ font-size: 70% }} .big {{ font-size: 130% }} .small {{ font-size: 80% }} .sans {{ font-family: "Noto Sans CJK SC" }}
.note::footnote-call, .note::footnote-marker {{ content: none }} .narrow .keep {{ white-space: inherit }} .pad {{ padding: 0 2pt; border: 1pt solid }} .keep {{ white-space: nowrap }} .box {{ display: inline-block; width: 12pt; height: 6pt }}
"""  # noqa: E501
# Where paragraphs stand: what is around them, and the edges of their room.
PLACES = {
    "page": ("{}", 0, MEASURE),
    "narrow": ("<div style='width: 4em'>{}</div>", 0, 4 * EM),
    "side": ("<div style='width: 7.3em; margin-left: 30pt'>{}</div>", 30, 30 + 7.3 * EM),
    "cell": (
        "<table style='border-spacing: 0; width: 110pt; table-layout: fixed'><td "
        "style='padding: 0; width: 30pt'>甲<td style='padding: 0'>{}</table>",
        30,
        110,
    ),
    "auto-cell": (
        "<table style='border-spacing: 0; width: 210pt'><td style='padding: 0'>{}</table>",
        0,
        MEASURE,
    ),
    "columns": ("<div style='columns: 2; column-gap: 10pt'>{}</div>", 0, MEASURE),
    "float": ("<div style='float: right; width: 12em'>{}</div>", MEASURE - 12 * EM, MEASURE),
    "beside": ("<div style='float: left; width: 80pt; height: 100pt'></div>{}", 0, MEASURE),
    "absolute": (
        "<div style='position: absolute; left: 50pt; width: 9em'>{}</div>",
        50,
        50 + 9 * EM,
    ),
    "flex": ("<div style='display: flex'><div style='width: 100pt'>{}</div></div>", 0, 100),
    "grid": (
        "<div style='display: grid; grid-template-columns: 60pt "
        "150pt'><div></div><div>{}</div></div>",
        60,
        MEASURE,
    ),
    "inline-block": (
        "<div>甲<div style='display: inline-block; width: 11em'>{}</div></div>",
        EM,
        EM + 11 * EM,
    ),
    "rtl": ("<div style='direction: rtl'>{}</div>", 0, MEASURE),
    "narrow-rtl": ("<div style='direction: rtl; width: 8em'>{}</div>", 0, 80),
    "note": ("<div>甲</div><div class='note' style='float: footnote'>{}</div>", 0, MEASURE),
}
CLASSES = (
    "",
    "",
    "",
    "indented",
    "indented",
    "ragged",
    "centred",
    "balanced",
    "loose",
    "all",
    "none",
    "hang",
)


def paragraph(draw: random.Random) -> str:
    """A paragraph as HTML."""
    parts = []
    for _ in range(draw.randint(3, 40)):
        kind = draw.random()
        if kind < 0.55:
            part = "".join(draw.choice(HAN) for _ in range(draw.randint(1, 12)))
        elif kind < 0.72:
            part = draw.choice(MARKS)
        elif kind < 0.80:
            part = draw.choice(NUMBERS)
        elif kind < 0.87:
            part = draw.choice(WORDS)
        elif kind < 0.93:
            part = draw.choice(SIGNS + tuple(RARE))
        else:
            parts.append(draw.choice(BOXES))
            continue
        part = html.escape(part)
        if draw.random() < 0.2:
            part = draw.choice(INLINE).format(part)
            if draw.random() < 0.2:
                part = draw.choice(INLINE[:2]).format(part + draw.choice(HAN))
        parts.append(part)
    return f"<p class='{draw.choice(CLASSES)}'>甲{''.join(parts)}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a paragraph: its number, its source, and what."""

    number: int
    source: str
    what: str


def letters(text: str) -> str:
    """The characters of a text that are drawn."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]", "", unicodedata.normalize("NFD", text))


def wanted(source: str) -> str:
    """What a paragraph says."""
    return letters(html.unescape(re.sub("<[^>]*>", "", source)))


def looked_at(
    number: int, source: str, page: pypdfium2.PdfPage, place: str = "page"
) -> Iterator[Fault]:
    """The faults of a paragraph that stands on a page of its own."""
    text = page.get_textpage()
    around, first, last = PLACES[place]
    before = letters(re.sub("<[^>]*>", "", around.split("{}")[0]))
    drawn: list[str] = []
    outside: list[str] = []
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, index)).replace(
            "\x02", "-"
        )  # pdfium's hyphen at a line end
        drawn.append(character)
        left, bottom, right, top = text.get_charbox(index)
        hangs = (
            len(drawn) <= len(before)
            or character in "，。、．.,)”’）》〉』"
            and "class='hang'" in source
            or character in "“‘（《〈『"
            and "class='hang'" in source
        )
        if (
            not character.isspace()
            and right > left
            and not hangs
            and (right > LEFT + last + OVERHANG or left < LEFT + first - OVERHANG)
        ):
            outside.append(f"{character} {left:.1f}–{right:.1f}")
    got = letters("".join(drawn).encode("utf-16", "surrogatepass").decode("utf-16"))
    want = before + wanted(source)
    if "rtl" in place:  # a reader of the page may take a bracket for its mirror image
        got, want = (text.translate(str.maketrans("》）』〉", "《（『〈")) for text in (got, want))
    if Counter(got) != Counter(want):
        missing, more = Counter(want) - Counter(got), Counter(got) - Counter(want)
        yield Fault(number, source, f"lost {dict(missing)}, made up {dict(more)}")
    elif got != want and "rtl" not in place:  # there numbers and marks stand in another order
        at = next(
            index for index, pair in enumerate(zip(got, want, strict=True)) if pair[0] != pair[1]
        )
        yield Fault(
            number, source, f"in another order from {want[at : at + 8]}: {got[at : at + 8]}"
        )
    if outside:
        yield Fault(number, source, f"outside the measure: {', '.join(outside[:6])}")


def document(sources: Sequence[str], place: str = "page") -> bytes:
    """A PDF with each paragraph on a page of its own; the composer must be installed."""
    around, first, last = PLACES[place]
    kind = "narrow" if last - first < MEASURE or place == "columns" else ""
    body = "\n".join(
        f"<section class='{kind}'>{around.format(source)}</section>" for source in sources
    )
    page = (
        "<!DOCTYPE html><html lang='zh-CN'><meta "
        f"charset='utf-8'><title>t</title><style>{STYLE}</style><body>{body}"
    )
    return weasyprint.HTML(string=page).write_pdf()


def faults(numbers: Sequence[int], place: str = "page") -> Iterator[Fault]:
    """The faults of the paragraphs of these numbers; each is always the same."""
    sources = [paragraph(random.Random(number)) for number in numbers]
    with pypdfium2.PdfDocument(document(sources, place)) as made:
        if len(made) != len(sources):
            yield Fault(numbers[0], "", f"{len(made)} pages for {len(sources)} paragraphs")
            return
        for number, source, page in zip(numbers, sources, made, strict=True):
            yield from looked_at(number, source, page, place)


def main(count: int, folder: Path, first: int = 0, place: str = "page") -> None:
    from duben import composer
    from duben.composer.breaking import ParagraphLine, breaker
    from duben.composer.breaking.paragraph import MeasuredParagraph

    composer.install()
    found: list[Fault] = []
    loosest: list[tuple[float, int]] = []
    number = 0
    set_line = breaker.set_line

    def note_line(measured: MeasuredParagraph, *arguments: object) -> ParagraphLine:
        line = set_line(measured, *arguments)  # type: ignore[arg-type]
        size = measured.characters.sizes[0]
        loosest.append((line.stretch / size if line.stop > line.start else 0.0, number))
        return line

    breaker.set_line = note_line  # type: ignore[assignment]
    for number in range(first, first + count, PER_DOCUMENT):
        found += faults(range(number, min(first + count, number + PER_DOCUMENT)), place)
    for fault in found:
        print(f"{fault.number}: {fault.what}\n    {fault.source}")
    print(f"{count} paragraphs, {len(found)} faults")
    folder.mkdir(parents=True, exist_ok=True)
    worst: dict[int, float] = {}
    for start in sorted({start for _, start in sorted(loosest, reverse=True)[:300]}):
        for one in range(start, min(first + count, start + PER_DOCUMENT)):
            loosest.clear()
            number = one
            pdf = document([paragraph(random.Random(one))], place)
            worst[one] = max((stretch for stretch, _ in loosest), default=0.0)
            if worst[one] >= sorted(worst.values(), reverse=True)[:10][-1]:
                with pypdfium2.PdfDocument(pdf) as made:
                    made[0].render(scale=1.6).to_pil().crop((0, 0, 464, 420)).save(
                        folder / f"{one}.png"
                    )
    ten = sorted(worst, key=lambda one: -worst[one])[:10]
    for path in folder.glob("*.png"):
        if int(path.stem) not in ten:
            path.unlink()
    print("loosest, em:", ", ".join(f"{one} {worst[one]:.2f}" for one in ten))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]), *sys.argv[4:5])

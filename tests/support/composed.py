"""Pages of WeasyPrint with the composer, made for a test and measured glyph by glyph."""

import ctypes
import os
import subprocess
from functools import cache
from pathlib import Path

import pypdfium2
import weasyprint
from pypdfium2 import raw

EM = 10.0
STYLE = """
@page { size: 240pt 300pt; margin: 20pt; @bottom-center { content: counter(page); font-size: 7pt } }
body { margin: 0; font: 10pt/18pt "Noto Serif CJK SC"; text-align: justify; text-spacing-trim: auto }
p { margin: 0; text-indent: 2em }
sup { font-size: 6pt; line-height: 0 }
.note { float: footnote; font-size: 8pt }
"""  # noqa: E501
LEFT, RIGHT = 20.0, 220.0
OPEN, CLOSE = "“‘（《〈「『【〔", "”’）》〉」』】〕、，；：。！？·"


def rendered(body, style="", lang="zh-CN"):
    return weasyprint.HTML(
        string=(
            f'<html lang="{lang}"><meta charset="utf-8"><style>{STYLE}{style}</style><body>{body}'
        )
    ).write_pdf()


@cache
def face(family):
    """A face of the machine as a rule for its name, which holds where a test before has narrowed
    what Pango sees.
    """
    machine = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", family],
        env=machine,
        capture_output=True,
        text=True,
        check=True,
    )
    return f'@font-face {{ font-family: "{family}"; src: url({Path(found.stdout).as_uri()}) }} '


class Glyph:
    """A character on a page: its origin and the size of its type, in pt."""

    def __init__(self, page, index):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(page.raw, index, x, y)
        self.text = chr(raw.FPDFText_GetUnicode(page.raw, index))
        self.x, self.y = x.value, y.value

    def __repr__(self):
        return f"{self.text}@{self.x:.2f}"


def lines_of(pdf):
    """The lines of all pages as lists of glyphs; page numbers and blanks made up by the reader are
    left out.
    """
    lines = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        last = None
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text.raw, index) == 1:
                continue
            glyph = Glyph(text, index)
            if "\udc00" <= glyph.text <= "\udfff":  # the second half of a character beyond U+FFFF
                first = lines[-1][-1]
                first.text = (
                    (first.text + glyph.text).encode("utf-16", "surrogatepass").decode("utf-16")
                )
                continue
            if last is None or abs(glyph.y - last) > 5:
                lines.append([])
                last = glyph.y
            lines[-1].append(glyph)
    return [line for line in lines if not "".join(glyph.text for glyph in line).isdigit()]


def texts(pdf):
    return ["".join(glyph.text for glyph in line) for line in lines_of(pdf)]


def steps(line):
    """The distance from each glyph to the next, in em."""
    return [
        round((after.x - before.x) / EM, 3) for before, after in zip(line, line[1:], strict=False)
    ]


def right_edge(line):
    last = line[-1]
    return last.x + (EM / 2 if last.text in CLOSE else EM)


WALK = (
    "“早上的湖边很安静”，老人说。水面上只有两三只野鸭，慢慢地游过来；远处的山还在雾里，"
    "看不清楚（其实也不必看清）。"
    "我们沿着石头小路走了大约半个钟头——谁也没有说话——只听见脚下的落叶沙沙地响……"
    "后来太阳出来了，一切忽然变得明亮：树、船、房子，还有《早晨》那幅画里的人。"
    "他问：“回去吗？”“再走走！”我说。"
)

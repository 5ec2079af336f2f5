"""Line quality, ours beside every rival that is installed: the rows of the table that we set
ourselves, in one run.

    python tests/bench/bench_quality.py [--keep FOLDER]      sets three texts with every program, measures, prints
    python tests/bench/bench_quality.py FILE.pdf…            measures what is there already

The texts: G (13-gwr2019), B (eleven texts and the seed, twice) and a hard one made here; rulers are
those of `duben proof`.
"""  # noqa: E501

from __future__ import annotations

import argparse
import html
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import bench
import pikepdf
from duben.proof.pages import report
from duben.proof.pages.report import Report

NAMES = {"gwr2019": "G", "big": "B", "hard": "hard text"}
PARTS = ("fonts", "codes of fonts", "pages", "pictures", "the rest")

# Pieces of hard places: the sentences are put together from them, the same each time.
PIECES = (
    "据统计，", "其中：", "（一）", "“十四五”期间", "《关于进一步加强工作的意见》（国发〔2026〕12号）", "增长6.8%", "下降0.05‰", "约￥12,345.67元",  # noqa: E501
    "2026年11月25日", "第123页", "气温−12.5℃", "达到3.6×10⁴ kWh", "PM2.5", "GDP", "https://www.example.gov.cn/zwgk/2026-11/25/content_5732.htm",
    "Internet of Things（IoT，物联网）", "——这就是说——", "……", "“‘两个务必’、‘三个敢于’”", "，", "；", "。", "？！", "、", "（含3～5年期）", "A/B测试",  # noqa: E501
    "习近平·治国理政", "○一二年", "①②③", "Ⅲ类水体", "1949—2026年", "12345678901234567890", "人民", "高质量发展", "工作", "坚持和完善", "的", "推动经济社会持续健康发展",  # noqa: E501
    "state-of-the-art", "C++", "5G+工业互联网", "“互联网＋”", "《〈论语〉译注》", "（（甲）乙）", "３５％", "一百二十三亿元", "90万亿元", "1386万人",  # noqa: E501
)  # fmt: skip


def hard() -> list[bench.Block]:
    """Paragraphs full of hard places, and headings between them."""
    chance = random.Random(20261125)
    blocks: list[bench.Block] = []
    for number in range(300):
        if number % 15 == 0:
            blocks.append(("h", f"{number // 15 + 1}、难处之{number // 15 + 1}"))
        words = [chance.choice(PIECES) for _ in range(chance.randint(4, 60))]
        text = ""
        for word in words:
            # Two marks that no one writes side by side are parted.
            text += (
                "各地"
                if text[-1:] in "，；。、：（“"
                and word[0] in "，；。、？"
                or not text
                and word[0] in "，；。、？……"
                else ""
            ) + word
        blocks.append(("p", text + "。"))
    return blocks


def write(
    folder: Path, name: str, blocks: Sequence[bench.Block], writer: ModuleType | None
) -> None:
    """A text for every program, as rivals.py writes the others."""
    head = (
        (
            '<!DOCTYPE html><html lang="zh-CN"><meta '
            f'charset="utf-8"><title>t</title><style>{writer.CSS}</style>'
        )
        if writer
        else bench.HTML_HEAD
    )
    body = "".join(
        f"<h2>{html.escape(text)}</h2>\n" if kind == "h" else f"<p>{html.escape(text)}</p>\n"
        for kind, text in blocks
    )
    (folder / f"{name}.html").write_text(head + body, "utf-8")
    (folder / f"{name}.json").write_text(json.dumps(blocks, ensure_ascii=False), "utf-8")
    (folder / f"{name}.typ").write_text(
        (writer.TYP if writer else bench.TYPST_HEAD).replace("NAME", name), "utf-8"
    )
    if writer:
        text = "".join(
            ("\\HH{" + writer.tex(text) + "}" if kind == "h" else writer.tex(text) + "\n") + "\n"
            for kind, text in blocks
        )
        (folder / f"{name}.tex").write_text(writer.TEX + text + "\\end{document}\n", "utf-8")


def make(folder: Path) -> dict[str, dict[str, Path]]:
    """Sets the three texts with every program; gives the PDFs by text and program."""
    writer = bench.rivals()
    chapters = bench.documents(writer, folder / "rivals")
    write(folder / "rivals", "hard", hard(), writer)
    commands = bench.programs(folder / "rivals")
    made: dict[str, dict[str, Path]] = {}
    for text in NAMES:
        made[text] = {}
        for name, command in commands.items():
            out = folder / f"{text}-{''.join(filter(str.isalpha, name.lower()))}.pdf"
            subprocess.run(command(text, out), cwd=folder, check=True, capture_output=True)
            made[text][name] = out
    for text, part in (("gwr2019", chapters[:1]), ("big", chapters), ("hard", [hard()])):
        book = bench.manuscript(folder / f"book-{text}", part)
        subprocess.run(bench.ours(book), check=False, capture_output=True)
        made[text]["duben build"] = book / "out" / "speed-screen.pdf"
    return {
        text: {name: path for name, path in rows.items() if path.is_file()}
        for text, rows in made.items()
    }


# ---------------------------------------------------------------------------------------- the table


def short(*rules: str) -> Callable[[Report], str]:
    """How many places of some rules fall short, of how many."""

    def cell(measured: Report) -> str:
        chosen = [result for result in measured.results if result.rule in rules]
        places = sum(result.looked_at for result in chosen)
        return f"{sum(result.fell_short for result in chosen)}/{places}" if places else "unverified"

    return cell


def share(rule: str) -> Callable[[Report], str]:
    """The same, and as a share."""

    def cell(measured: Report) -> str:
        result = next(result for result in measured.results if result.rule == rule)
        return (
            f"{result.fell_short} ({100 * result.fell_short / result.looked_at:.1f} %)"
            if result.looked_at
            else "unverified"
        )

    return cell


def figure(*names: str) -> Callable[[Report], str]:
    """Figures of evenness."""

    def cell(measured: Report) -> str:
        values = asdict(measured.figures)
        return ", ".join("–" if values[name] is None else f"{values[name]:g}" for name in names)

    return cell


ROWS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("L1 L2 L3 forbidden at start or end", short("L1", "L2", "L3")),
    ("L4 —— …… at a line start", short("L4")),
    ("L5 —— …… not 2 em or split", short("L5")),
    ("L6 number, sign, unit, word cut", short("L6")),
    ("L6b digit | 年月日亿万", share("L6b")),
    ("L8 two marks wider than 1.55 em", share("L8")),
    ("L9, L10 exceptions to the style", short("L9", "L10")),
    ("L11 full lines not flush", short("L11")),
    ("   last resorts named", lambda measured: str(len(measured.last_resorts))),
    ("   scatter of the right edge, pt", figure("scatter")),
    ("L12 beyond the measure", short("L12")),
    ("L13 汉字 gap: 99th, largest, em", figure("han_99th", "han_largest")),
    ("L13, L14 uneven, wide, pushed", short("L13", "L14")),
    ("L15 汉字–Latin gap", short("L15")),
    ("L16 first-line indent, space between", short("L16")),
    ("L17 last line of one 汉字", short("L17")),
    ("L18 lone lines, headings", short("L18")),
    ("L19 step, L20 register", short("L19", "L20")),
    ("L22 text layer", short("L22")),
    ("L22b marks of the text itself", short("L22b")),
    ("sd of 汉字 gaps", figure("han_deviation")),
    ("sd of lone marks; under ¾ em, of", figure("mark_deviation", "mark_narrow", "marks")),
    ("mean adjustment of a line, em", figure("adjustment")),
    ("pages, lines", lambda measured: f"{measured.pages}, {measured.lines}"),
)


def weight(pdf: Path) -> dict[str, int]:
    """The bytes of a PDF, by what they are for."""
    found = Counter[str]()
    with pikepdf.open(pdf) as document:
        kinds: dict[tuple[int, int], str] = {}
        for page in document.pages:
            contents = page.obj.get("/Contents", pikepdf.Array())
            for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
                kinds[stream.objgen] = "pages"
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary):
                kinds |= {
                    item[key].objgen: "fonts"
                    for key in ("/FontFile", "/FontFile2", "/FontFile3")
                    if key in item
                }
                kinds |= {
                    item[key].objgen: "codes of fonts"
                    for key in ("/ToUnicode",)
                    if isinstance(item.get(key), pikepdf.Stream)
                }
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                picture = (
                    "pictures"
                    if item.get("/Subtype") == "/Image"
                    else "pages"
                    if item.get("/Subtype") == "/Form"
                    else "the rest"
                )
                found[kinds.get(item.objgen, picture)] += len(item.read_raw_bytes())
    found["the rest"] = pdf.stat().st_size - sum(found[part] for part in PARTS[:-1])
    return {part: found[part] for part in PARTS}


def table(made: Mapping[str, Mapping[str, Path]]) -> None:
    """Prints the rows for each text, a column for each program; then what the parts of each PDF
    weigh.
    """
    for text, files in made.items():
        measured = {name: report.measure_pdf(path) for name, path in files.items()}
        print(f"— {NAMES.get(text, text)}")
        print(f"{'':<38}" + "".join(f"{name:>24}" for name in measured))
        for label, cell in ROWS:
            wide = sum(1 for character in label if ord(character) > 0x2E80)
            print(
                f"{label:<{38 - wide}}" + "".join(f"{cell(one):>24}" for one in measured.values())
            )
        weights = {name: weight(path) for name, path in files.items()}
        print(
            f"{'kB':<38}"
            + "".join(f"{files[name].stat().st_size / 1000:>24.0f}" for name in measured)
        )
        for part in PARTS:
            print(
                f"{'   ' + part:<38}"
                + "".join(f"{weights[name][part] / 1000:>24.0f}" for name in measured),
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="PDFs to measure instead")
    parser.add_argument(
        "--keep", type=Path, help="a new folder that is left with all that was made"
    )
    asked = parser.parse_args()
    if asked.files:
        table({"": {path.stem[:22]: path for path in asked.files}})
        return
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        folder.mkdir(exist_ok=True)
        table(make(folder.resolve()))


if __name__ == "__main__":
    sys.exit(main())

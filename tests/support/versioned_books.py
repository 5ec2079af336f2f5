"""Books of random sentences in several versions, built, and the text layer of what was built."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from duben.publish import builds
from pypdfium2 import raw

TOML = (
    '[book]\ntitle = "学习材料"\nid = "xuexi"\ndate = 2026-03-01\nversion = "{}"\n[output]\n'
    'editions = ["screen"]\nformats = ["pdf"]\n'
)
WORDS = ("各单位", "认真组织", "学习宣传", "结合实际", "抓好落实", "情况报告", "及时反馈", "统筹安排", "监督检查", "考核评价", "经验做法", "工作台账",  # noqa: E501
         "责任分工", "完成时限", "会议精神", "基层群众", "服务水平", "重点任务", "问题整改", "长效机制")  # fmt: skip  # noqa: E501


def sentences(chance: random.Random, count: int) -> str:
    return "".join(
        "，".join(
            "".join(chance.sample(WORDS, chance.randint(1, 3))) for _ in range(chance.randint(2, 4))
        )
        + "。"
        for _ in range(count)
    )


def write_book(folder: Path, chapters: Sequence[Sequence[str]], version: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.toml").write_text(TOML.format(version), "utf-8")
    for number, paragraphs in enumerate(chapters, 1):
        (folder / f"{number:02}.md").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return folder


def chapters(chance: random.Random, count: int, paragraphs: int) -> list[list[str]]:
    return [
        [
            f"# 第{number}部分学习要求",
            *(sentences(chance, chance.randint(1, 5)) for _ in range(paragraphs)),
        ]
        for number in range(1, count + 1)
    ]


def build_book(folder: Path) -> Path:
    (made,) = builds.build(folder)
    assert made.done, made.problems
    return made.output


@dataclass(frozen=True)
class Layer:
    """The text layer of a page: its lines from the top and their baselines, running head and folio
    apart; and all that is drawn.
    """

    lines: list[str]
    baselines: list[float]
    drawn: list[tuple[float, float, str]]


def layers(pdf: Path) -> Iterator[Layer]:
    """The lines of each page from the top, as pdfium reads them."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            drawn: list[tuple[float, float, str]] = []
            for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                at = piece.get_matrix()
                length = raw.FPDFTextObj_GetText(piece, text, None, 0)
                buffer = (raw.FPDF_WCHAR * (length // 2))()
                raw.FPDFTextObj_GetText(piece, text, buffer, length)
                drawn.append(
                    (page.get_height() - at.f, at.e, bytes(buffer)[:-2].decode("utf-16-le"))
                )
            # Head and folio stand outside the type area: above 60 pt and below 60 + 26 lines.
            inside = sorted(
                one for one in drawn if 62 < one[0] < 60 + 26 * 17.5 + 3 and one[2].strip()
            )
            found: list[list[tuple[float, float, str]]] = []
            for one in inside:
                if found and one[0] - found[-1][0][0] < 2.5:
                    found[-1].append(one)
                else:
                    found.append([one])
            yield Layer(
                [
                    "".join(
                        "".join(
                            piece for _, _, piece in sorted(line, key=lambda one: one[1])
                        ).split()
                    )
                    for line in found
                ],
                [line[0][0] for line in found],
                drawn,
            )

"""Hard texts in many pages: prose, dense text and law, set as a book, on a phone, large, in
columns, cells and 楷, measured.

python tests/support/hard_texts.py [PARAGRAPHS]        a table: what falls short in each
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import weasyprint
from duben import composer
from duben.proof.pages import report
from duben.proof.pages.report import Report

CLAUSES = ("应当", "依照规定", "由有关部门", "自治区、直辖市", "和其他组织", "提出申请的", "不得", "承担责任", "经过审查", "及时", "对于", "农村土地", "流域", "所在地",  # noqa: E501
           "符合下列条件之一", "可以", "进行登记", "情节严重的", "处以罚款", "并处", "没收所得", "在十五日以内", "向上一级", "机关", "工作人员", "公民", "法人", "合同",  # noqa: E501
           "当事人", "双方约定", "质量标准", "的", "从重", "或者", "根据实际情况", "统一管理", "逐步建立健全", "制度")  # fmt: skip  # noqa: E501
NAMES = ("International Organization for Standardization", "World Wide Web Consortium（W3C）", "《The Art of Computer Programming》", "Smith & Sons Co., Ltd.", "SARS-CoV-2",  # noqa: E501
         "Wi-Fi 6E", "OpenType", "GDP", "CPI", "R&D", "TCP/IP", "A4", "mRNA", "pH值", "X射线", "T恤", "3D打印", "5G", "user@example.com.cn",  # noqa: E501
         "service-hotline@mail.example.org", "https://www.example.org/a/b.html?id=12&amp;x=3#top", "www.example.gov.cn", "010-12345678", "+86 10 1234 5678", "400-800-1234")  # fmt: skip  # noqa: E501
FORMULAS = ("H<sub>2</sub>SO<sub>4</sub>", "CO₂", "CaCO₃", "2H₂＋O₂＝2H₂O", "Na₂CO₃·10H₂O", "Fe(OH)₃", "CH₃CH₂OH", "E＝mc²", "a²＋b²＝c²", "y＝kx＋b（k≠0）", "x≥0",  # noqa: E501
            "∠ABC＝90°", "△ABC≌△DEF", "NaCl→Na⁺＋Cl⁻")  # fmt: skip
SHEET = """html { text-spacing-trim: auto; text-autospace: auto; line-break: strict; overflow-wrap: break-word } sub { line-height: 0; font-size: 60% }
body { text-align: justify; margin: 0 } p { margin: 0; text-indent: 2em } table { width: 100%; border-spacing: 12pt 0 } td { width: 25%; vertical-align: top; padding: 0 } td p { text-indent: 0 }"""  # noqa: E501
BOOK = (
    '@page { size: 148mm 210mm; margin: 48pt 47pt } body { font: 10.5pt/17.85pt "Noto Serif '
    'CJK SC" }'
)
FORMS: dict[str, tuple[str, str]] = {  # the text and the page
    "prose": ("prose", BOOK),
    "dense": ("dense", BOOK),
    "law": ("law", BOOK),
    "phone": (
        "dense",
        '@page { size: 270pt 480pt; margin: 18pt } body { font: 13pt/22pt "Noto Sans CJK SC" }',
    ),
    "large": (
        "dense",
        '@page { size: 210mm 297mm; margin: 50pt 57.6pt } body { font: 16pt/28pt "Noto '
        'Serif CJK SC" }',
    ),
    "columns": (
        "dense",
        '@page { size: 210mm 297mm; margin: 50pt 42pt } body { font: 10.5pt/18pt "Noto '
        'Serif CJK SC"; columns: 2; column-gap: 21pt }',
    ),
    "cells": (
        "prose",
        '@page { size: 210mm 297mm; margin: 50pt 42pt } body { font: 9pt/14pt "Noto Sans CJK SC" }',
    ),
    "楷": (
        "dense",
        '@page { size: 148mm 210mm; margin: 48pt 47pt } body { font: 12pt/20pt "LXGW WenKai" }',
    ),
}


class Writer:
    """Writes sentences by chance, the same each time."""

    def __init__(self) -> None:
        self.chance = random.Random(42)

    def one(self, *kinds: Callable[[], str]) -> str:
        return self.chance.choice(kinds)()

    def count(self, least: int, most: int) -> int:
        return self.chance.randint(least, most)

    def clause(self) -> str:
        return self.chance.choice(CLAUSES)

    def number(self) -> str:
        count = self.count
        return self.one(
            lambda: f"{count(1000, 99999):,}",
            lambda: f"{count(1, 999)}.{count(0, 99):02}",
            lambda: f"{count(1, 99)}.{count(0, 9)}%",
            lambda: f"−{count(1, 40)}.{count(0, 9)}℃",
            lambda: f"{count(1, 9)}.{count(0, 99):02}×10⁴ kWh",
            lambda: f"￥{count(100, 99999):,}.{count(0, 99):02}元",
            lambda: f"{count(2, 90)} km/h",
            lambda: f"{count(1, 999)}万{count(1000, 9999)}元",
            lambda: f"{count(5, 20)}～{count(21, 60)}岁",
            lambda: f"±{count(1, 9)}.{count(0, 9)} mm",
            lambda: f"{count(10, 99)} μg/m³",
            lambda: f"1∶{count(100, 900)}",
            lambda: f"{count(1, 99)}/{count(100, 200)}",
            lambda: f"{count(1949, 2030)}年{count(1, 12)}月{count(1, 28)}日",
            lambda: f"{count(1949, 2030)}—{count(2031, 2050)}年",
            lambda: f"{count(8, 20)}:{count(10, 59)}",
            lambda: f"国发〔{count(1990, 2026)}〕{count(1, 199)}号",
            lambda: f"GB/T {count(1000, 40000)}—{count(1990, 2024)}",
            lambda: f"ISBN 978-7-{count(1000, 9999)}-{count(1000, 9999)}-{count(0, 9)}",
        )

    def quoted(self) -> str:
        clause = self.clause
        return self.one(
            lambda: f"“{clause()}{clause()}”",
            lambda: f"《{clause()}{clause()}条例》",
            lambda: f"“‘{clause()}’{clause()}”",
            lambda: f"《{clause()}〈{clause()}办法〉释义》",
            lambda: f"（{clause()}（{clause()}））",
            lambda: f"“{clause()}”“{clause()}”“{clause()}”",
            lambda: f"《{clause()}》《{clause()}》",
            lambda: f"“{clause()}！”",
            lambda: f"【{clause()}】",
        )

    def sentence(self, hard: float) -> str:
        """``hard``: how many of its pieces are none of words."""
        text = ""
        for _ in range(self.count(4, 14)):
            if self.chance.random() > hard:
                text += self.clause() + self.clause()
            else:
                text += self.one(
                    self.number,
                    self.quoted,
                    self.number,
                    lambda: self.chance.choice(NAMES),
                    lambda: self.chance.choice(FORMULAS),
                )
                if self.chance.random() < 0.7:  # seldom glued to another
                    text += self.clause()
            if self.chance.random() < 0.3:
                text += (
                    self.chance.choice("，，，、；：")
                    if self.chance.random() < 0.7
                    else self.chance.choice(("——", "……"))
                )
        return text.rstrip("，、；：") + self.chance.choice("。。。。？！")

    def paragraph(self, kind: str) -> str:
        if kind == "law":
            return (
                f"第{self.chance.choice('一二三四五六七八九')}百"
                f"{self.chance.choice('一二三四五六七八九')}十条　"
            ) + "".join(self.sentence(0.38) for _ in range(self.count(1, 3)))
        return "".join(
            self.sentence(0.38 if kind == "prose" else 0.62) for _ in range(self.count(1, 5))
        )


def page_of(form: str, count: int) -> str:
    """A document of so many paragraphs in one of the ``FORMS``."""
    writer = Writer()
    kind, sheet = FORMS[form]
    paragraphs = [f"<p>{writer.paragraph(kind)}</p>" for _ in range(count)]
    body = "".join(paragraphs)
    if form == "cells":
        body = (
            "<table>"
            + "".join(
                "<tr>" + "".join(f"<td>{one}</td>" for one in paragraphs[at : at + 4]) + "</tr>"
                for at in range(0, count, 4)
            )
            + "</table>"
        )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{SHEET} '
        f"{sheet}</style>{body}"
    )


def measured(form: str, count: int) -> Report:
    """What `duben proof` says of it, set by the composer."""
    composer.install()
    try:
        return report.measure_pdf(weasyprint.HTML(string=page_of(form, count)).write_pdf())
    finally:
        composer.uninstall()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for form in FORMS:
        found = measured(form, count)
        short = ", ".join(
            f"{one.rule} {one.fell_short}/{one.looked_at}"
            for one in found.results
            if one.fell_short and one.rule not in ("L19", "L20", "L22b")
        )
        lines = next(one.looked_at for one in found.results if one.rule == "L11")
        print(
            f"{form:<8} {lines} full lines, 汉字 gap {found.figures.han_99th} "
            f"{found.figures.han_largest}, named {len(found.last_resorts)}; "
            f"{short or 'nothing falls short'}",
            flush=True,
        )


if __name__ == "__main__":
    main()

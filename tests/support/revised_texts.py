"""Units of texts, real and made by hand, and the command that compares two versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import revisions_of_manuscripts as manuscripts
from duben.analysis import analyse
from duben.cli.program import main
from duben.manuscript.markdown import parser
from duben.model import Settings, Source
from duben.revision.units import Unit, book_units

A, B, C, D = ("各单位要认真组织学习，结合实际抓好落实。", "学习情况要在年底以前书面报告办公室。", "本办法由办公室负责解释，自公布之日起施行。",  # noqa: E501
              "材料由各单位自行印制，每人一册，妥善保管。")  # fmt: skip


def units_of(*paragraphs: str) -> tuple[Unit, ...]:
    text = "\n\n".join(paragraphs) + "\n"
    return book_units(analyse(Settings(), parser.parse_chapters([Source("01.md", text)]), ()))


def run_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code in (0, None)
    return capsys.readouterr().out


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def real_lines(corpus: Path) -> list[list[str]]:
    """The running text of the documents of the corpus, line by line, without labels."""
    texts = [
        [
            line
            for raw in path.read_text("utf-8").split("\n")
            if len(line := re.sub(r"[*_`|\\[\]<>#~^$]", "", raw.strip())) > 3
            and not re.match("[-!:：0-9]|第[^ 　]{1,4}[条章條]|[（(][一-十]+[）)]|[一-十]+、", line)
        ]
        for path in sorted((corpus / "texts").glob("*.txt"))
    ]
    return [text for text in texts if len(text) >= 40]


def in_units(parts: Sequence[manuscripts.Part]) -> tuple[Unit, ...]:
    found = book_units(
        analyse(
            Settings(), parser.parse_chapters([Source("01.md", manuscripts.markdown(parts))]), ()
        )
    )
    assert [bare(unit.text) for unit in found] == [bare(part.text) for part in parts]
    return found

"""``python tests/bench/enumerations_speed.py``: seconds of CPU that finding takes in 1 MB of one
mark, digit, quotation or list.
"""

from __future__ import annotations

import time

from duben.chinese.enumerations.finding import find_enumerations
from duben.chinese.enumerations.member_rules import Passage

MEGABYTE = 1_000_000
HAN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
PIECES = ("、", "，", "。", "“", "”", "“”", '"', "（", "）", "《", "—", "和", "三", "1", "三个", "三大战役取得胜利", "“三个区”", "“三同”（", "三个区：", "“三严三实”", "一是", "一是甲，二是乙。",  # noqa: E501
          "第一，", "①", "首先，", "甲、", "“甲”", "建设甲、乙和丙三个区。", "建设三个区、", "两手政策，一手是甲，一手是乙。", "人民和人民", "甲、甲、", "一、")  # fmt: skip  # noqa: E501


def texts() -> dict[str, list[str]]:
    """By name the paragraphs of each text of 1 MB."""
    found = {piece: [piece * (MEGABYTE // len(piece.encode()))] for piece in PIECES}
    found |= {
        f"{line} (a paragraph each)": [line] * (MEGABYTE // (len(line.encode()) + 1))
        for line in ("1. 甲", "抓好三个方面：", "一是修路。")
    }
    many = "".join(
        f"“{number}个{one}{two}”" for number in "二三四五六七八九" for one in HAN for two in HAN
    )
    return found | {"7,000 terms": [many * (MEGABYTE // len(many.encode()))]}


def main() -> None:
    for name, paragraphs in texts().items():
        passages = [Passage(str(number), text) for number, text in enumerate(paragraphs)]
        start = time.process_time()
        find_enumerations(passages)
        print(f"{time.process_time() - start:6.2f} s  {name}", flush=True)


if __name__ == "__main__":
    main()

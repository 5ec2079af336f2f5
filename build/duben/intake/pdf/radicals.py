"""Radicals that a PDF gives for 汉字: ⼀ for 一, ⻛ for 风. A font draws both with one glyph, and
some programs write the code of the wrong one. Door: ``unify``.
"""

from __future__ import annotations

import unicodedata

KANGXI = range(0x2F00, 0x2FD6)
# CJK Radicals Supplement, those that are 汉字 by themselves (Unicode's EquivalentUnifiedIdeograph).
SUPPLEMENT = {
    **dict(
        zip(
            "⺁⺎⺝⺟⺠⺩⺫⺬⺮⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝",
            "厂兀月母民王目示竹羊虎西见角贝车長长门雨青韦页风飞食",
            strict=True,
        )
    ),  # noqa: E501
    **dict(
        zip(
            "⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
            "马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
            strict=True,
        )
    ),
    "⼾": "户",  # Unicode has 戶
}


def unify(character: str) -> str:
    """The 汉字 that a radical stands for; other characters as they are."""
    if character in SUPPLEMENT:
        return SUPPLEMENT[character]
    return unicodedata.normalize("NFKC", character) if ord(character) in KANGXI else character

"""A small manuscript with everything that a Word file has to hold, and a newer version of it."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

SETTINGS = """[book]
id = "he-dao"
title = "河道管护读本"
subtitle = "镇村两级试行"
authors = ["清河镇水利站"]
date = 2024-05-06

[imprint]
issuer = "清河镇人民政府"
recipients = "各村民委员会"
"""

FIRST = """# 一、管护要求

管护坚持“两不准”：不准倾倒垃圾，不准侵占岸线。做到“三清一改”[^a]，各村<ruby>堰<rt>yàn</rt></ruby>坝*按时*巡查，**发现问题当天上报**，见[第二部分](#er)。水质<sub>x</sub>与面积<sup>2</sup>另表[^b]，`duben`不算；说明见[网页](https://example.org/a?b=1&c=2)。

## （一）巡查

1. 每周一次，由河长带队。

    雨后加查一次。

2. 发现塌岸，先设标志：
    - 插红旗
    - 拉警戒线

- 记台账
- 报镇里

> 河清则村兴。

表：各村河段

| 村 | 河段 | << | 河长 |
| ^^ | 长度 | 宽度 | ^^ |
| --- | ---: | ---: | :---: |
| 东村 | 1406 | 13.8 | 甲 |
| ^^ | 300 | 9.25 | 乙 |
| 西村 | 合并处 | << | 丙 |
| 北村 | 510 | 8.1 | 戊 |

![河段示意图](images/he.png "图1　河段")

!!! 学习要点
    - 先看“两不准”
    - 再看台账

    记住日期。

!!! 思考题
    4. 为什么要加查？

!!! 参考答案
    4. 雨后塌岸多。

---

```
第一行
  第二行
```

[^a]: 清淤、清障、清垃圾，改陋习。
[^b]: 按实测数。

    每年校核一次。
"""

SECOND = """# 二、责任落实 {#er}

各村要落实“两不准”[^c]，不落实的，按第一部分处理。

堰
:   拦水的低坝。

清河镇人民政府
{: .signature}

2024年5月6日
{: .signature}

[^c]: 见前文。
"""

# The newer text: a paragraph changed, one added, one gone; a row changed, one added, one gone.
CHANGES = (
    ("不准倾倒垃圾，不准侵占岸线", "不准倾倒垃圾和渣土，不准侵占岸线"),
    ("    雨后加查一次。\n\n", ""),
    ("> 河清则村兴。\n", "> 河清则村兴。\n\n各村每月评比一次，结果张榜公布。\n"),
    ("| 西村 | 合并处", "| 南村新渠 | 8200 | 17.75 | 丁小组 |\n| 西村 | 合并处"),
    ("| 东村 | 1406 | 13.8 | 甲 |", "| 东村 | 1460 | 13.8 | 甲 |"),
    ("| 北村 | 510 | 8.1 | 戊 |\n", ""),
)


def write_manuscript(folder: Path, newer: bool = False) -> Path:
    """The manuscript in a folder, which is given back."""
    first, second = FIRST, SECOND
    for old, new in CHANGES if newer else ():
        assert old in first
        first = first.replace(old, new)
    folder.mkdir(parents=True)
    (folder / "images").mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (200, 80), (120, 160, 200)).save(picture, "PNG")
    (folder / "images" / "he.png").write_bytes(picture.getvalue())
    (folder / "book.toml").write_text(SETTINGS, "utf-8")
    (folder / "01-yaoqiu.md").write_text(first, "utf-8")
    (folder / "02-zeren.md").write_text(second, "utf-8")
    return folder

"""Manuscripts by chance, of all that an author may write,
each with the text that must come of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
RARE = "𠮷㐂豈⼈⻌〇々ａＡ①㎡℃éΩЖ—…·“”‘’《》（），。！？：；、％°×→■"
LATIN = (
    "GDP",
    "Wi-Fi",
    "a",
    "2024",
    "3.14",
    "50%",
    "e_mail",
    "x2",
    "AT&T",
    "C:\\tmp",
    "1.",
    "No.7",
    "fluffy",
    "office",
    "-3",
    "+",
    "don't",
    '"ok"',
)
SIGNS = '\\`*_{}[]()#+-.!<>&"~:|^$='
BRACES = ("{.b}", "{#a .b}", "{: .c}", "{b}", "{中文}", "{1,2}", "{}")
PICTURE = "images/a.png"
KINDS = ("学习要点", "思考题", "参考答案", "提示", "note")


@dataclass(frozen=True, slots=True)
class Said:
    """Markdown of a part, its lines without indentation, and its text without marks."""

    lines: list[str]
    text: str


@dataclass
class Author:
    """Writes chapters; ``chance`` alone decides what."""

    chance: random.Random
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    in_note: bool = False

    def chapter(self, number: int) -> tuple[str, str]:
        """Markdown and text of a chapter, its notes last."""
        self.notes.clear()
        self.ids = [f"k{number}-{index}" for index in range(3)]
        titles = [self.words(), *(self.words() for _ in self.ids)]
        lines, text = [f"# {escaped(self.chance, titles[0])}", ""], titles[0]
        for name, title in zip(self.ids, titles[1:], strict=True):
            parts = [
                Said(
                    [
                        f"{'#' * self.chance.randint(2, 4)} {escaped(self.chance, title)} "
                        f"{{#{name}}}"
                    ],
                    title,
                )
            ]
            parts += [self.block(0) for _ in range(self.chance.randint(1, 4))]
            for part in parts:
                lines += [*part.lines, ""]
                text += part.text
        for name, marked, noted in self.notes:
            lines += [f"[^{name}]: {marked}", ""]
            text += noted
        return "\n".join(lines), text

    # Blocks

    def block(self, depth: int) -> Said:
        kinds: list[Callable[[int], Said]] = [self.paragraph] * 4 + [self.code, self.rule]
        if depth < 3:
            kinds += [self.items, self.items, self.quote, self.numbers]
        if depth == 0:
            kinds += [
                self.table,
                self.table,
                self.box,
                self.box,
                self.definitions,
                self.figure,
                self.signature,
                self.labelled,
            ]
        return self.chance.choice(kinds)(depth)

    def paragraph(self, depth: int) -> Said:
        pieces = [self.inline() for _ in range(self.chance.choice((1, 2, 3, 6, 30)))]
        if self.chance.random() < 0.15:
            brace = self.chance.choice(BRACES)
            pieces.append((f" `{brace}`" if self.chance.random() < 0.5 else f" \\{brace}", brace))
        lines = [self.han() + pieces[0][0]]
        text = lines[0][: -len(pieces[0][0])] + pieces[0][1]
        for marked, said in pieces[1:]:
            if self.chance.random() < 0.15:
                start = self.han()
                lines[-1] += self.chance.choice(("", "", "  ", "\\"))
                lines.append(start + marked)
                text += start + said
            else:
                lines[-1] += marked
                text += said
        return Said(lines, text)

    def labelled(self, depth: int) -> Said:
        label = self.chance.choice(("一、", "（一）", "第一，", "一是", "第三条　"))
        said = self.words() + "。" + self.words()
        return Said([label + escaped(self.chance, said)], label + said)

    def signature(self, depth: int) -> Said:
        said = self.words()
        return Said([escaped(self.chance, said), "{: .signature}"], said)

    def code(self, depth: int) -> Said:
        said = [
            self.words() + self.chance.choice(("", "  # {.b}", "\\", "*甲*"))
            for _ in range(self.chance.randint(1, 4))
        ]
        return Said(["```text", *said, "```"], "".join(said))

    def rule(self, depth: int) -> Said:
        return Said(["* * *"], "")

    def figure(self, depth: int) -> Said:
        title = self.han() if self.chance.random() < 0.5 else ""
        return Said([f'![图]({PICTURE} "{title}")' if title else f"![图]({PICTURE})"], title)

    def items(self, depth: int) -> Said:
        return self.listed(depth, [self.chance.choice("-*+")] * self.chance.randint(1, 4))

    def numbers(self, depth: int) -> Said:
        first = self.chance.choice((1, 1, 1, 7, 98, 2024, 99_999, 123_456, 99_999_999))
        return self.listed(
            depth, [f"{first + index}." for index in range(self.chance.randint(1, 3))]
        )

    def listed(self, depth: int, marks: list[str]) -> Said:
        lines: list[str] = []
        text = ""
        loose = self.chance.random() < 0.4
        for mark in marks:
            parts = [self.paragraph(depth)]
            if loose and self.chance.random() < 0.5:
                parts += [self.block(depth + 1)]
            text += mark * mark[:-1].isdigit()
            inside: list[str] = []
            for part in parts:
                inside += [*part.lines, ""]
                text += part.text
            lines += [f"{mark} {inside[0]}", *indented(inside[1 : None if loose else -1])]
        return Said(lines[:-1] if loose else lines, text)

    def quote(self, depth: int) -> Said:
        parts = [self.paragraph(depth) for _ in range(self.chance.randint(1, 2))]
        lines = [
            f"> {line}".rstrip() if not line.endswith("  ") else f"> {line}"
            for part in parts
            for line in [*part.lines, ""]
        ]
        return Said(lines[:-1], "".join(part.text for part in parts))

    def box(self, depth: int) -> Said:
        kind = self.chance.choice(KINDS)
        title = self.words().replace('"', "") if self.chance.random() < 0.5 else ""
        shown = title or ("提示" if kind == "note" else kind)
        parts = [self.block(1) for _ in range(self.chance.randint(1, 3))]
        inside = [line for part in parts for line in [*part.lines, ""]]
        opening = f"!!! {kind}" + (f' "{escaped(self.chance, title)}"' if title else "")
        return Said([opening, *indented(inside[:-1])], shown + "".join(part.text for part in parts))

    def definitions(self, depth: int) -> Said:
        lines, text = [], ""
        for _ in range(self.chance.randint(1, 3)):
            term, said = self.words(), self.paragraph(depth)
            lines += [
                escaped(self.chance, term),
                f":   {said.lines[0]}",
                *indented(said.lines[1:]),
                "",
            ]
            text += term + said.text
        return Said(lines[:-1], text)

    def table(self, depth: int) -> Said:
        columns = self.chance.randint(1, 6)
        rows = [
            [self.cell() for _ in range(columns)] for _ in range(self.chance.choice((1, 2, 5, 40)))
        ]
        lines = ["|" + "|".join(f" {marked} " for marked, _ in row) + "|" for row in rows]
        lines.insert(
            1,
            "|" + "|".join(self.chance.choice(("---", ":-:", "--:")) for _ in range(columns)) + "|",
        )
        text = "".join(said for row in rows for _, said in row)
        if self.chance.random() < 0.3:
            caption = self.han()
            return Said([f"表：{caption}", "", *lines], caption + text)
        return Said(lines, text)

    def cell(self) -> tuple[str, str]:
        many = self.chance.choice((0, 1, 1, 1, 2, 3, 25 if self.chance.random() < 0.05 else 1))
        pieces = [self.inline() for _ in range(many)]
        start = self.han()
        return start + "".join(marked for marked, _ in pieces), start + "".join(
            said for _, said in pieces
        )

    # What stands in a line

    def inline(self) -> tuple[str, str]:
        """Markdown and text of a piece, a 汉字 first:
        marks that touch others have no one meaning.
        """
        marked, said = self.piece()
        before = self.chance.choice(HAN)
        return before + marked, before + said

    def piece(self) -> tuple[str, str]:
        kind = self.chance.choice(
            (
                "plain",
                "plain",
                "plain",
                "strong",
                "em",
                "code",
                "link",
                "to",
                "note",
                "sub",
                "sup",
                "ruby",
                "both",
                "picture",
                "entity",
                "brace",
            )
        )
        said = self.han() if kind in ("ruby", "strong", "em", "both", "to") else self.words()
        match kind:
            case "strong" | "em":
                mark = "**" if kind == "strong" else "*"
                return f"{mark}{said}{mark}", said
            case "both":
                more = self.han()
                return f"**{said}*{more}***", said + more
            case "code":
                said = said.replace("`", "").replace("|", "").replace(
                    "\\", ""
                ) + self.chance.choice(("", "{.b}", "*a*", "<b>"))
                return f"`{said}`", said
            case "link":
                return f"[{escaped(self.chance, said)}](https://example.org/)", said
            case "to":
                return f"[{said}](#{self.chance.choice(self.ids)})", said
            case "note" if not self.in_note and len(self.notes) < 30:
                return self.note(), ""
            case "sub" | "sup":
                return f"<{kind}>{escaped(self.chance, said)}</{kind}>", said
            case "ruby":
                return f"<ruby>{said}<rt>dú</rt></ruby>", said
            case "picture":
                return f"![]({PICTURE})", ""
            case "entity":
                return self.chance.choice(
                    (("&amp;", "&"), ("&#42;", "*"), ("&mdash;", "—"), ("&#123;.b}", "{.b}"))
                )
            case "brace":
                said = self.chance.choice(BRACES)
                return f"\\{said}", said
        return escaped(self.chance, said), said

    def note(self) -> str:
        self.in_note = True
        name = f"n{len(self.notes)}"
        self.notes.append((name, "", ""))
        pieces = [self.inline() for _ in range(self.chance.choice((1, 2, 8)))]
        start = self.han()
        self.notes[int(name[1:])] = (
            name,
            start + "".join(one for one, _ in pieces),
            start + "".join(one for _, one in pieces),
        )
        self.in_note = False
        return f"[^{name}]"

    def han(self) -> str:
        return "".join(self.chance.choices(HAN, k=self.chance.randint(1, 9)))

    def words(self) -> str:
        """Text of one line, 汉字 first, Latin and rare characters mixed in,
        no blank at its ends.
        """
        pieces = [self.han()]
        for _ in range(self.chance.randint(0, 4)):
            pieces.append(
                self.chance.choice((self.han, self.han, self.rare, self.latin, self.sign))()
            )
        return "".join(pieces).strip()

    def rare(self) -> str:
        return self.chance.choice(RARE)

    def latin(self) -> str:
        space = self.chance.choice(("", " "))
        return space + self.chance.choice(LATIN) + space

    def sign(self) -> str:
        return self.chance.choice(SIGNS)


def escaped(chance: random.Random, text: str) -> str:
    """Text with every sign of Markdown behind a backslash,
    or here and there named by its number.
    """
    return "".join(
        f"&#{ord(one)};"
        if one in SIGNS and chance.random() < 0.1
        else f"\\{one}"
        if one in SIGNS
        else one
        for one in text
    )


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]


def book(seed: int, most: int = 3) -> list[tuple[str, str]]:
    """The chapters of a manuscript: Markdown and text of each."""
    author = Author(random.Random(seed))
    return [author.chapter(number) for number in range(author.chance.randint(1, most))]

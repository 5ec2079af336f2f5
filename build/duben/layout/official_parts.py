"""The elements of an official document (GB/T 9704-2012, 7): of [official] in book.toml, else of the
text's own marked paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from duben import chinese
from duben.layout.front_and_back import issuer
from duben.model import Block, Book, Chapter, OfficialFormat, OfficialSettings

Value = str | tuple[str, ...]
BLANK = " \t\u3000\xa0"
ANNEX = re.compile(f"附[{BLANK}]?件[{BLANK}]*([0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})?")
ANNEX_TITLE = re.compile(f"{ANNEX.pattern}[{BLANK}：:]+(?P<name>\\S.*)", re.DOTALL)
# What stands before the name of an annex in a list: 1. or 附件1：, and behind it on a page: .docx.
ANNEX_NUMBER = re.compile(
    f"^[{BLANK}]*(?:附[{BLANK}]*件[{BLANK}]*[0-9０-９]{{1,2}}[{BLANK}]*[：:]"
    f"|[0-9０-９]{{1,2}}[.．、])[{BLANK}]*"
)
FILE_ENDING = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar)$", re.IGNORECASE)
DAY = re.compile("[0-9０-９〇○零一二三四五六七八九OoＯ]{4}年.{1,3}月.{1,4}日")
PRINTED = re.compile(f"(?P<office>.+?)[{BLANK}]*(?P<day>[12][0-9]{{3}}年[0-9]{{1,2}}月[0-9]{{1,2}}日)[{BLANK}]*印发[。]?")  # noqa: E501  # fmt: skip
COPIES = re.compile(f"抄[{BLANK}]*[送报][{BLANK}]*[：:][{BLANK}]*(?P<names>.+)")
ATTENDANCE: Mapping[str, str] = {"出席": "present", "请假": "absent", "列席": "observers"}
# The classes of elements that stand at the head of a letter, and of those at its end.
HEAD_CLASSES = ("copy-number", "security", "urgency", "issuer", "number", "signer", "recipients")
END_CLASSES = ("annexes", "further-annexes", "signature", "note", "attendance")
SPANS_KEPT = frozenset({"strong", "em", "span"})  # an element with a note or a link stays as it is


@dataclass(frozen=True, slots=True)
class OfficialElements(OfficialSettings):
    """What an official document carries, ready to be set. Of what is printed otherwise than it is
    set, the text: ``secrecy`` is 密级 with its term, ``day`` and ``printed_day`` are days in
    characters. ``other_records``: lines of 版记 that are neither copies nor who printed it.
    """

    secrecy: str = ""
    day: str = ""
    printed_day: str = ""
    other_records: tuple[str, ...] = ()


# The keys of [official] of which the elements have the text under a name of its own.
TEXTS: Mapping[str, str] = {"security": "secrecy", "date": "day", "printed_on": "printed_day"}


@dataclass(slots=True)
class TextElements:
    """The elements that the text has itself: ``values`` by key, ``blocks`` the first block of each,
    ``taken`` the ids of all blocks that are elements.
    """

    values: dict[str, Value] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, key: str, value: str, block: Block) -> None:
        """Takes a value; of a key that is a list, one more."""
        if key in LISTS:
            self.values[key] = (*self.values.get(key, ()), value)
        else:
            self.values.setdefault(key, value)
        self.blocks.setdefault(key, block)
        self.taken.add(block.id)


LISTS = frozenset(
    {"issuers", "signers", "attachments", "signature", "other_records"}
)  # keys whose value is a list


def _plain(text: str) -> str:
    return text.strip(BLANK)


def _security(elements: TextElements, block: Block) -> None:
    level, _, term = re.sub(f"[{BLANK}]", "", block.text).replace("*", "★").partition("★")
    elements.add("security", f"{level}★{term}" if term else level, block)


def _issuer(elements: TextElements, block: Block) -> None:
    name = re.sub(f"[{BLANK}\n]", "", block.text)
    if name == "文件":
        elements.taken.add(block.id)
    elif name.endswith("文件"):
        elements.add("issuers", name.removesuffix("文件"), block)
        elements.values["mark"] = ""  # the names, and 文件
    elif name.endswith(("纪要", "令")):
        elements.add("mark", name, block)
    else:
        first = "issuers" not in elements.values
        elements.add("issuers", name, block)
        elements.values["mark"] = name if first else ""  # a name alone is the mark: 7.2.4


def _number(elements: TextElements, block: Block) -> None:
    """发文字号; that of an order has its mark before it: 清河县人民政府令〔2026〕第5号."""
    text = _plain(block.text)
    if match := re.fullmatch(f"(?P<mark>[一-鿿]{{2,}}令)[{BLANK}]*(?P<number>\\S+号[）)]?)", text):
        elements.add("mark", match["mark"], block)
        text = re.sub("^[（(](第.+)[）)]$", r"\1", match["number"])
    elements.add("number", text, block)


def _signer(elements: TextElements, block: Block) -> None:
    names = re.sub(f"^[{BLANK}]*签[{BLANK}]*发[{BLANK}]*人[{BLANK}]*[：:]?", "", block.text)
    for name in split_names(names):
        elements.add("signers", name, block)


def split_names(text: str) -> list[str]:
    """The names of persons in a row, parted by marks or blanks; 王　某 is one."""
    names: list[str] = []
    for word in re.split(f"[{BLANK}、，,\n]+", text):
        if names and len(word) == 1 and len(names[-1]) == 1:
            names[-1] += f"\u3000{word}"
        elif word:
            names.append(word)
    return names


def _annex(elements: TextElements, block: Block) -> None:
    text = re.sub(f"^[{BLANK}]*附[{BLANK}]*件[{BLANK}]*[：:][{BLANK}]*", "", block.text)
    for line in text.split("\n"):
        name = FILE_ENDING.sub("", ANNEX_NUMBER.sub("", line))
        if _plain(name):
            elements.add("attachments", _plain(name), block)


def _signature(elements: TextElements, block: Block) -> None:
    for line in filter(None, map(_plain, block.text.split("\n"))):
        key = "date" if DAY.fullmatch(re.sub(f"[{BLANK}]", "", line)) else "signature"
        text = re.sub(f"[{BLANK}]", "", line) if key == "date" else line
        elements.add(key, text, block)


def _attendance(elements: TextElements, block: Block) -> None:
    match = re.match(f"(..)[{BLANK}]*[：:][{BLANK}]*", block.text)
    if match and match[1] in ATTENDANCE:
        elements.add(ATTENDANCE[match[1]], _plain(block.text[match.end() :]), block)


def _record(elements: TextElements, block: Block) -> None:
    for line in filter(None, map(_plain, block.text.split("\n"))):
        if match := COPIES.fullmatch(line):
            elements.add("cc", match["names"], block)
        elif match := PRINTED.fullmatch(line):
            elements.add("printed_by", _plain(match["office"]), block)
            elements.add("printed_on", match["day"], block)
        else:
            elements.add("other_records", line, block)


def _single(key: str, ends: str = "") -> Callable[[TextElements, Block], None]:
    """Reads an element of one value, without the marks ``ends`` around it."""
    return lambda elements, block: elements.add(key, block.text.strip(BLANK + ends), block)


READERS: Mapping[str, Callable[[TextElements, Block], None]] = {
    "copy-number": _single("copy_number"),
    "security": _security,
    "urgency": _single("urgency"),
    "issuer": _issuer,
    "number": _number,
    "signer": _signer,
    "recipients": _single("recipients", "：:"),
    "annexes": _annex,
    "further-annexes": _annex,
    "signature": _signature,
    "note": _single("note", "（）()"),
    "attendance": _attendance,
    "record": _record,
}


def is_annex_heading(block: Block) -> bool:
    """Whether an annex begins with a block: a heading 附件1 …, or a paragraph marked ``annex``."""
    return ANNEX.match(block.text) is not None and (
        block.kind == "heading" or "annex" in block.classes
    )


def letter_chapters(book: Book) -> list[Chapter]:
    """The chapters of the body before the first that is an annex: that has its heading, or stands
    behind a chapter with the signature (the 办法 that a 通知 issues).
    """
    chapters: list[Chapter] = []
    for chapter in book.chapters:
        if chapter.part != "front":
            if chapter.blocks and is_annex_heading(chapter.blocks[0]):
                break
            chapters.append(chapter)
            if any("signature" in block.classes for block in _letter_blocks(chapter)):
                break
    return chapters


def read_text_elements(book: Book) -> TextElements:
    """The elements that the text has itself: those of the head in its first chapter, those of the
    end in the last before the annexes, 版记 anywhere.
    """
    elements, letter = TextElements(), letter_chapters(book)
    for chapter in letter[:1]:
        _read(elements, _letter_blocks(chapter), HEAD_CLASSES)
    for chapter in letter[-1:]:
        _read(elements, _letter_blocks(chapter), END_CLASSES)
    for chapter in book.chapters:
        _read(elements, chapter.blocks, ("record",))
    return elements


def _letter_blocks(chapter: Chapter) -> Iterator[Block]:
    """The blocks of a chapter before an annex in it."""
    for block in chapter.blocks:
        if is_annex_heading(block):
            return
        yield block


def _read(elements: TextElements, blocks: Sequence[Block] | Iterator[Block], classes: Sequence[str]) -> None:  # noqa: E501  # fmt: skip
    for block in blocks:
        name = next((name for name in block.classes if name in classes), "")
        plain = all(span.kind in SPANS_KEPT for span in block.spans)
        if name and block.kind == "paragraph" and plain and block.text.strip():
            READERS[name](elements, block)


def settings_values(settings: OfficialSettings) -> dict[str, Value]:
    """What [official] says, as the elements have it; without what is not set."""
    values: dict[str, Value] = {}
    for row in fields(settings):
        value = getattr(settings, row.name)
        if value and row.name not in ("format", "seal", "security_term"):
            values[row.name] = value if isinstance(value, tuple) else str(value)
    for key in ("date", "printed_on"):
        if key in values:
            values[key] = chinese.chinese_date(getattr(settings, key))
    if settings.security and settings.security_term:
        values["security"] = f"{settings.security}★{settings.security_term}"
    return values


def official_elements(book: Book) -> OfficialElements:
    """The elements of a book as an official document: what is set goes before what the text has."""
    settings, text = book.settings, read_text_elements(book).values
    values = {**text, **settings_values(settings.official)}
    kept = {row.name: getattr(settings.official, row.name) for row in fields(OfficialSettings)}
    texts = {TEXTS.get(key, key): value for key, value in values.items()}
    elements = OfficialElements(**{**kept, **texts})
    closes = elements.signature or elements.day or settings.official.issuers
    issuers = elements.issuers or tuple(filter(None, (issuer(book),))) or elements.signature
    return replace(
        elements,
        copy_number=elements.copy_number.zfill(6) if elements.copy_number else "",
        issuers=issuers,
        recipients=(elements.recipients or settings.imprint.recipients).strip("：: \u3000"),
        signature=(elements.signature or issuers) if closes else (),
        day=(elements.day or chinese.chinese_date(settings.book.date)) if closes else "",
        mark=elements.mark or default_mark(elements.format, issuers),
    )


def default_mark(format: OfficialFormat, issuers: Sequence[str]) -> str:
    """发文机关标志 of these issuers; a letter has that of the host alone. "" without one."""
    endings = {"document": "文件", "letter": "", "minutes": "会议纪要", "order": "令"}
    return f"{issuers[0]}{endings[format]}" if issuers else ""


def conflicting_elements(book: Book) -> Iterator[tuple[str, str, str, Block]]:
    """What [official] and the text say differently: key, what is set, what the text has, and where
    the text has it. An annex bears the name that the list of annexes gives it (7.3.7).
    """
    text, wanted = read_text_elements(book), settings_values(book.settings.official)
    for key, value in wanted.items():
        if key in text.values and _compared(value) != _compared(text.values[key]):
            yield key, _shown(value), _shown(text.values[key]), text.blocks[key]
    names = wanted.get("attachments", ())
    known = {*map(_compared, names)}
    for block in book.blocks.values() if known else ():
        title = ANNEX_TITLE.match(block.text) if block.kind == "heading" else None
        if title and _compared(title["name"]) not in known:
            yield "attachments", _shown(names), title["name"], block


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else "；".join(value)


def _compared(value: Value) -> str:
    """A value without what is set anyway: blanks, marks at its ends, leading zeros."""
    return re.sub(f"[{BLANK}]", "", _shown(value)).strip("：:。（）()").lstrip("0")

"""A small book with one of everything, made without parser and analysis."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from duben.epub import package
from duben.manuscript.pictures import Picture
from duben.model import (
    Block,
    Book,
    BookSettings,
    Chapter,
    Enumeration,
    GlossaryEntry,
    ImprintSettings,
    Note,
    Occurrence,
    OutlineEntry,
    PageStart,
    Settings,
    SourceLocation,
    Span,
    TextSettings,
)
from PIL import Image, ImageDraw

FILES = {"front": "00-note.md", "one": "01-one.md", "two": "02-two.md"}
TERM = "四个结合"
LABELS = ("一、", "二、", "（一）", "（二）")


def block(
    kind: str,
    id: str,
    text: str = "",
    *children: Block,
    spans: tuple[Span, ...] = (),
    **more: object,
) -> Block:
    attributes = tuple((name, str(value)) for name, value in more.pop("attributes", {}).items())  # type: ignore[attr-defined]
    return Block(
        kind,
        id,
        SourceLocation(FILES[id.split("-")[0]]),
        text,
        spans,
        children=children,
        attributes=attributes,
        **more,
    )  # type: ignore[arg-type]


def span(text: str, part: str, kind: str, value: str = "", extra: str = "") -> Span:
    start = text.index(part)
    return Span(start, start + len(part), kind, value, extra)  # type: ignore[arg-type]


def mark(text: str, behind: str, note: str) -> Span:
    end = text.index(behind) + len(behind)
    return Span(end, end, "note", note)


FRONT_TEXT = (
    "本样书用来查看电子书的每一种样式。书中的“四个结合”只作示例，文字都是为检查版式而写的。"
)
FRONT_LINK = "先读第二章的表格，再回到这里。"
FIRST = (
    "图书室的工作要做到“四个结合”，即借阅与导读相结合、线上与线下相结合、馆内与馆外相结合、"
    "专人与志愿相结合，在2026年年底前办好六件实事。"
)
SECOND = (
    "（一）配齐书刊。每个阅览点至少配书1200册、期刊30种，其中农业技术类不少于20%；"
    "书目由读者提，采购人员汇总后公布。"
)
THIRD = (
    "（二）用好流动书车。流动书车每周三、周六下乡，沿途停靠8个点，借书、还书都在车上办。"
    "坚持“四个结合”，把书送到田间地头——哪里有人读书，书车就开到哪里……"
)
FOURTH = (
    "着重看这一句：开放时间不能少于每周56小时。参考资料可写信到shuwu@example.org索取，"
    "也可上示例网站查看。"
)
RUBY = "生僻字可加注音：圕字读作图书馆。"
QUOTE = "书籍是公用的，爱护书籍就是方便别人。"
LAST = (
    "到期没有还的书，由馆员电话提醒；“三张清单”挂在阅览点墙上。再次强调“四个结合”，"
    "并把“两本台账”记全。通借通还由总馆统一结算。"
)
DEFINITION = "读者在任何一个阅览点借的书，可以在另一个阅览点归还。"
NOTE_ONE = "册数按实有可借数计算，不含待修补的书。"
NOTE_TWO = ("电子邮箱只作示例。", "第二段：来信请写明姓名和借书证号，馆员在三个工作日内答复。")


def blocks() -> dict[str, tuple[Block, ...]]:
    front = (
        block("heading", "front-title", "编者说明", level=1),
        block("paragraph", "front-p1", FRONT_TEXT),
        block(
            "paragraph",
            "front-p2",
            FRONT_LINK,
            spans=(span(FRONT_LINK, "第二章的表格", "reference", "two-table"),),
        ),
    )
    one = (
        block(
            "heading",
            "one-title",
            "一、图书室要办成群众愿意来、坐得住、学得进的地方，"
            "“四个结合”要一项一项落实到每个阅览点",
            level=1,
        ),
        block(
            "paragraph",
            "one-p1",
            FIRST,
            spans=(span(FIRST, "六件实事", "strong"), mark(FIRST, "六件实事", "one-n1")),
        ),
        block("heading", "one-h2a", "第一节　书从哪里来", level=2),
        block(
            "paragraph",
            "one-p2",
            SECOND,
            spans=(mark(SECOND, "1200册", "one-n2"), mark(SECOND, "公布", "one-n1")),
        ),
        block("paragraph", "one-p3", THIRD),
        block("heading", "one-h2b", "第二节　书到哪里去", level=2),
        block("heading", "one-h3a", "开放时间", level=3),
        block(
            "paragraph",
            "one-p4",
            FOURTH,
            spans=(
                span(FOURTH, "不能少于", "em"),
                span(FOURTH, "shuwu@example.org", "link", "mailto:shuwu@example.org"),
                span(FOURTH, "示例网站", "link", "https://example.org/"),
                mark(FOURTH, "索取", "one-n3"),
            ),
        ),
        block("paragraph", "one-p5", RUBY, spans=(span(RUBY, "圕", "ruby", "tuān"),)),
        block("quote", "one-q", "", block("paragraph", "one-q1", QUOTE)),
        block(
            "list",
            "one-list",
            "",
            block(
                "item",
                "one-i3",
                "",
                block("paragraph", "one-i3p", "登记：填写借书证号和书号。"),
                label="3.",
            ),
            block(
                "item",
                "one-i4",
                "",
                block(
                    "paragraph",
                    "one-i4p",
                    "核对：看清书的数量和完好程度，发现缺页、污损当面说明，记在登记册的备注栏里。",
                ),
                block(
                    "list",
                    "one-sub",
                    "",
                    block(
                        "item",
                        "one-sub1",
                        "",
                        block("paragraph", "one-sub1p", "缺页的写页码"),
                        label="-",
                    ),
                    block(
                        "item",
                        "one-sub2",
                        "",
                        block("paragraph", "one-sub2p", "污损的写部位"),
                        label="-",
                    ),
                ),
                label="4.",
            ),
            attributes={"ordered": "1", "start": "3"},
        ),
        block(
            "figure",
            "one-figure",
            "图1　阅览点的布置",
            attributes={"src": "images/plan.png", "alt": "阅览点平面示意：左边书架，右边桌椅"},
        ),
        block(
            "box",
            "one-box",
            "学习要点",
            block("paragraph", "one-bp", "记住“四个结合”的四项内容。"),
            attributes={"kind": "points"},
        ),
        block(
            "box",
            "one-ask",
            "思考题",
            block(
                "list",
                "one-asks",
                "",
                block(
                    "item",
                    "one-ask1",
                    "",
                    block("paragraph", "one-ask1p", "流动书车每周下乡几次？"),
                    label="1.",
                ),
                block(
                    "item",
                    "one-ask2",
                    "",
                    block("paragraph", "one-ask2p", "阅览点至少配多少册书？"),
                    label="2.",
                ),
                attributes={"ordered": "1"},
            ),
            attributes={"kind": "questions"},
        ),
        block(
            "box",
            "one-answers",
            "参考答案",
            block("paragraph", "one-ap", "第1题：两次，周三和周六。"),
            attributes={"kind": "answers"},
        ),
    )
    head = ("阅览点", "藏书（册）", "座位（个）", "开放（小时／周）", "负责人员")
    rows = (
        ("东街阅览点", "1500", "24", "56", "专职馆员一名，志愿者三名"),
        ("河口阅览点", "1200", "18", "60", "志愿者两名"),
    )
    table = block(
        "table",
        "two-table",
        "表1　各阅览点情况",
        *(
            block(
                "row",
                f"two-r{r}",
                "",
                *(
                    block(
                        "cell",
                        f"two-r{r}c{c}",
                        text,
                        attributes={"align": "right"} if 0 < c < 4 else {},
                    )
                    for c, text in enumerate(row)
                ),
                attributes={"head": "1"} if r == 0 else {},
            )
            for r, row in enumerate((head, *rows))
        ),
    )
    two = (
        block("heading", "two-title", "二、管好每一本书", level=1),
        block(
            "paragraph",
            "two-p1",
            LAST,
            spans=(span(LAST, "“三张清单”挂在阅览点", "link", "https://example.org/list"),),
        ),
        table,
        block("code", "two-code", "书号  册数\n\nG251  12"),
        block("rule", "two-rule"),
        block(
            "box",
            "two-terms",
            "名词解释",
            block(
                "definitions",
                "two-dl",
                "",
                block("term", "two-t1", "通借通还"),
                block("definition", "two-d1", DEFINITION),
                block("term", "two-t2", "流动书车"),
                block("definition", "two-d2", "装有书架、可以办理借还的车辆。"),
            ),
            attributes={"kind": "terms"},
        ),
    )
    return {"front": front, "one": one, "two": two}


def outline(chapters: tuple[Chapter, ...]) -> tuple[OutlineEntry, ...]:
    entries = []
    for chapter in chapters:
        for it in chapter.blocks:
            label = next((label for label in LABELS if it.text.startswith(label)), "")
            if it.kind == "heading" or label and it.kind == "paragraph":
                text = it.text[len(label) :]
                title = text if it.kind == "heading" else text[: text.index("。")]
                entries.append(
                    OutlineEntry(
                        label,
                        1 if it.level == 1 else 2,
                        text,
                        title,
                        "comma" if label else "",
                        it.id,
                        chapter.slug,
                        it.place,
                        it.kind == "heading",
                    )
                )
    return tuple(entries)


def enumeration(
    term: str,
    id: str,
    count: int,
    chapters: tuple[Chapter, ...],
    members: tuple[str, ...] = (),
    **more: object,
) -> Enumeration:
    found = []
    for chapter in chapters:
        for it in chapter.walk():
            start = -1
            while it.kind != "code" and (start := it.text.find(term, start + 1)) >= 0:
                found.append(
                    Occurrence(
                        f"{id}-{len(found) + 1}",
                        it.id,
                        chapter.slug,
                        start,
                        start + len(term),
                        it.place,
                    )
                )
    defined = next((it for it in found if it.block == "one-p1"), None) if members else None
    return Enumeration(
        id,
        term,
        count,
        "quoted",
        members,
        occurrences=tuple(found),
        defined=defined,
        status="listed" if members else "unlisted",
        **more,
    )  # type: ignore[arg-type]


def whole_book(language: str = "zh-Hans", answers: str = "inline", order: str = "number") -> Book:
    """Two chapters and an editor's note: notes, table, figure, list, boxes, glossary, enumerations,
    references, ruby, code.
    """
    text = blocks()
    notes = (
        Note(
            "one-n1",
            1,
            SourceLocation(FILES["one"], 90),
            (block("paragraph", "one-n1p", "六件实事的清单另发。"),),
        ),
        Note(
            "one-n2",
            2,
            SourceLocation(FILES["one"], 91),
            (block("paragraph", "one-n2p", NOTE_ONE),),
        ),
        Note(
            "one-n3",
            3,
            SourceLocation(FILES["one"], 92),
            tuple(block("paragraph", f"one-n3p{n}", t) for n, t in enumerate(NOTE_TWO)),
        ),
    )
    chapters = (
        Chapter("00-note", FILES["front"], text["front"], part="front", title=text["front"][0]),
        Chapter("01-one", FILES["one"], text["one"], notes, title=text["one"][0]),
        Chapter("02-two", FILES["two"], text["two"], title=text["two"][0]),
    )
    settings = Settings(
        BookSettings(
            "sample",
            "乡村图书室工作样书",
            "学习读本",
            ("示例编写组",),
            "示例单位",
            language,
            date(2026, 3, 5),
            "1",
            source="为检查版式编写",
        ),
        text=TextSettings(answers=answers, enumerations=order),  # type: ignore[arg-type]
        imprint=ImprintSettings(issuer="示例单位"),
    )
    return Book(
        settings,
        chapters,
        outline(chapters),
        (
            enumeration(
                TERM,
                "e-four",
                4,
                chapters,
                ("借阅与导读相结合", "线上与线下相结合", "馆内与馆外相结合", "专人与志愿相结合"),
                note="列在第一章开头。",
            ),
            enumeration("三张清单", "e-three", 3, chapters),
            enumeration("两本台账", "e-two", 2, chapters),
        ),
        glossary=(
            GlossaryEntry("通借通还", "two-t1", "02-two", SourceLocation(FILES["two"])),
            GlossaryEntry("流动书车", "two-t2", "02-two", SourceLocation(FILES["two"])),
        ),
    )


def pages() -> tuple[PageStart, ...]:
    """Where the pages of a printed edition begin."""
    return (
        PageStart("i", "front-title"),
        PageStart("1", "one-title"),
        PageStart("2", "one-p3", 21),
        PageStart("3", "one-list"),
        PageStart("4", "one-figure"),
        PageStart("5", "two-title"),
        PageStart("6", "two-r1"),
        PageStart("7", "appendix"),
        PageStart("8", "unlisted"),
    )


def picture(name: str = "images/plan.png", size: tuple[int, int] = (900, 520)) -> Picture:
    image = Image.new("L", size, 245)
    draw = ImageDraw.Draw(image)
    for left in range(60, 400, 110):
        draw.rectangle((left, 90, left + 60, 430), outline=40, width=6)
    for left in (520, 700):
        draw.ellipse((left, 180, left + 120, 300), outline=40, width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(name, "image/png", out.getvalue(), *size)


def pictures() -> dict[str, Picture]:
    return {"images/plan.png": picture()}


def cover() -> bytes:
    image = Image.new("L", (1600, 2400), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((200, 1400, 1400, 1420), fill=30)
    draw.rectangle((200, 1436, 1400, 1440), fill=30)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def traditional() -> Book:
    """A book in traditional characters."""
    book = whole_book("zh-Hant")
    data = replace(
        book.settings.book,
        title="鄉村圖書室工作樣書",
        subtitle="學習讀本",
        authors=(),
        publisher="",
        source="",
    )
    return replace(book, settings=replace(book.settings, book=data, imprint=ImprintSettings()))


def epub_for_apps() -> bytes:
    """The whole book as an EPUB whose notes open in 多看, 微信读书 and 掌阅."""
    book = whole_book()
    output = replace(book.settings.output, app_notes=True)
    settings = replace(book.settings, output=output)
    return package(replace(book, settings=settings), pictures(), cover(), pages())

"""The appendix: its order, its tree, what it leaves out; and every page number in it is that of a
page with the mention.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben.analysis import analyse
from duben.chinese.pinyin_order import pinyin_key
from duben.intake import manuscript_folder, reading
from duben.layout.markup import (
    group_by_number,
    member_texts,
    member_tree,
    order_enumerations,
    with_members,
)
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import (
    Book,
    BookSettings,
    Decision,
    Enumeration,
    Settings,
    Source,
    SourceLocation,
    TextSettings,
)
from duben.publish import builds, reading as publish_reading

ROOT = Path(__file__).parents[2]
HERE = SourceLocation("enumerations.toml")


def book(text: str, order: str = "number", decided: tuple[Decision, ...] = ()) -> Book:
    settings = Settings(
        book=BookSettings(title="春", date=date(2024, 1, 1)), text=TextSettings(enumerations=order)
    )  # type: ignore[arg-type]
    return analyse(settings, parse_chapters([Source("01.md", text)]), decided)


def test_order_of_the_appendix() -> None:
    text = "落实“四重”“三农”“两长”“三重”。\n"
    assert [one.term for one in order_enumerations(book(text))] == ["两长", "三农", "三重", "四重"]
    assert [one.term for one in order_enumerations(book(text, "appearance"))] == [
        "四重",
        "三农",
        "两长",
        "三重",
    ]
    assert [one.term for one in order_enumerations(book(text, "pinyin"))] == [
        "两长",
        "三重",
        "三农",
        "四重",
    ]


def test_sounds_are_those_of_the_word() -> None:
    words = [
        "重视",
        "重庆",
        "单于",
        "长江",
        "行长",
        "行走",
        "绿水",
        "路线",
        "乱石",
        "二",
        "两会",
        "两个确立",
        "两山",
        "良好",
    ]
    assert sorted(words, key=pinyin_key) == [
        "单于",
        "长江",
        "重庆",
        "二",
        "行长",
        "良好",
        "两个确立",
        "两会",
        "两山",
        "路线",
        "绿水",
        "乱石",
        "行走",
        "重视",
    ]


def test_study_by_number_has_those_with_members_first() -> None:
    made = book("落实“四风”“两路”，建设林区、茶区“两个区”。\n")
    assert [
        (numeral, [one.term for one in group])
        for numeral, group in group_by_number(made.appendix_enumerations)
    ] == [("二", ["两个区", "两路"]), ("四", ["四风"])]


def test_a_member_that_counts_shows_its_own_members() -> None:
    made = book(
        "落实“三同”（同吃、同住、同劳动），建设“两类地区”（林区、“三同”区），"
        "办好“两件大事”（建好两类地区、修好道路）。\n"
    )
    (one,) = (one for one in made.appendix_enumerations if one.term == "两件大事")
    inner, road = member_tree(one, with_members(made.appendix_enumerations))
    assert (inner.text, road.text, road.members) == ("建好两类地区", "修好道路", ())
    assert [
        (member.text, [below.text for below in member.members]) for member in inner.members
    ] == [("林区", []), ("“三同”区", ["同吃", "同住", "同劳动"])]


def test_a_circle_of_members_ends() -> None:
    one, two = (
        Enumeration(term, term, 2, "quoted", members)
        for term, members in (("两个甲类", ("两个乙类", "丙")), ("两个乙类", ("两个甲类", "丁")))
    )
    (first, _) = member_tree(one, with_members((one, two)))
    assert [(member.text, member.members) for member in first.members] == [
        ("两个甲类", ()),
        ("丁", ()),
    ]


def test_hidden_terms_are_neither_shown_nor_linked() -> None:
    made = book("落实“三同”和“四风”。\n", decided=(Decision("三同", HERE, show=False),))
    assert [one.term for one in order_enumerations(made)] == ["四风"]
    assert {enumeration.term for pairs in made.mentions.values() for _, enumeration in pairs} == {
        "四风"
    }


# --- members that are not sure --------------------------------------------------------------------

WAITING = (
    "# 春\n\n抓好修渠和清河中心小学“双高计划”，坚持“三早”（早种、早管、早收）。\n\n"
    "“双高计划”要抓实。\n"
)


def test_members_that_are_not_sure_are_part_of_no_appendix() -> None:
    plan, early = order_enumerations(book(WAITING))
    assert (plan.term, plan.members, plan.status, plan.defined) == (
        "双高计划",
        (),
        "unlisted",
        None,
    )
    assert early.members == ("早种", "早管", "早收")
    plan, _ = order_enumerations(book(WAITING, decided=(Decision("双高计划", HERE, confirm=True),)))
    assert plan.members == ("修渠", "清河中心小学")


@pytest.mark.parametrize("confirmed", [False, True])
def test_editions_and_epub_print_members_that_are_sure(tmp_path: Path, confirmed: bool) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    folder.mkdir()
    (folder / "book.toml").write_text(
        '[book]\nid = "chun"\ntitle = "春"\ndate = 2024-01-01\n', "utf-8"
    )
    (folder / "01.md").write_text(WAITING, "utf-8")
    if confirmed:
        (folder / "enumerations.toml").write_text(
            '[[enumeration]]\nterm = "双高计划"\nconfirm = true\n', "utf-8"
        )
    builds.build([folder], out, editions=("screen", "phone"), formats=("pdf", "epub"))
    printed = [
        squeezed("".join(pages_of((out / f"chun-{name}.pdf").read_bytes()).values()))
        for name in ("screen", "phone")
    ]
    with zipfile.ZipFile(out / "chun.epub") as package:
        name = next(name for name in package.namelist() if name.endswith("enumerations.xhtml"))
        printed.append(squeezed(re.sub("<[^>]*>", "", package.read(name).decode())))
    for text in printed:
        appendix = text[text.rindex("附录数字提法") :]
        assert "早收" in appendix
        assert ("清河中心小学" in appendix) is confirmed
        assert ("附录不列各项内容" in appendix) is not confirmed
        assert "原文只提名称" not in appendix and "原文未列各项内容" not in appendix


# --- page numbers ---------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("\ufffe", "")


def pages_of(pdf: bytes) -> dict[str, str]:
    """The text layer of each page with a folio."""
    with pikepdf.open(BytesIO(pdf)) as document:
        labels = [page.label for page in document.pages]
    with pypdfium2.PdfDocument(pdf) as document:
        return {
            label: squeezed(page.get_textpage().get_text_range())
            for label, page in zip(labels, document, strict=True)
        }


def expanded(pages: str) -> list[str]:
    """The folios that 3、6—8 names."""
    found: list[str] = []
    for piece in pages.split("、"):
        first, _, last = piece.partition("—")
        found += [str(number) for number in range(int(first), int(last) + 1)] if last else [first]
    return found


PLACES = re.compile("(?:列于第([0-9ivx]+)页)?(?:(?:;另见第|第)([0-9ivx、—]+)页)?")


def wrong_pages(made: Book, pdf: bytes) -> tuple[int, list[str]]:
    """How many page numbers the appendix names, and those whose page does not hold the mention, or
    is left out.
    """
    pages = pages_of(pdf)
    folios = list(pages)
    first = next(
        index
        for index, label in enumerate(folios)
        if pages[label].startswith(squeezed("附录　数字提法"))
    )
    appendix = "".join(
        re.sub(
            "(?:^附录数字提法|^" + re.escape(squeezed(made.settings.book.title)) + ")",
            "",
            re.sub("[0-9]+$", "", pages[label]),
        )
        for label in folios[first:]
    )
    body = {label: pages[label] for label in folios[:first] if not pages[label].startswith("目录")}
    looked, wrong = 0, []
    for one in made.appendix_enumerations:
        spelled = {
            squeezed(made.blocks[at.block].text[at.start : at.end]) for at in one.occurrences
        }
        holding = [
            label
            for label, text in body.items()
            if label and any(word in text or turned(body, label, word) for word in spelled)
        ]
        named = entry_pages(appendix, one, made)
        looked += len(named)
        wrong += [f"{one.term}: {label}" for label in named if label not in holding]
        if not named:
            wrong.append(f"{one.term}: no page")
        longer = [
            squeezed(other.term)
            for other in made.appendix_enumerations
            if one.term != other.term and one.term in other.term
        ]
        wrong += [
            f"{one.term}: {label} is not named"
            for label, text in body.items()
            if label not in named
            and f"“{squeezed(one.term)}”" in text
            and not any(other in text for other in longer)
        ]
    return looked, wrong


def turned(body: dict[str, str], label: str, word: str) -> bool:
    """Whether a mention runs from a page to the next one: its rest stands near the head of that,
    and not the whole of it.
    """
    labels = list(body)
    index = labels.index(label)
    head = body[labels[index + 1]][:60] if index + 1 < len(labels) else ""
    return word not in head and any(
        word[cut:] in head and word[:cut] in body[label] for cut in range(1, len(word))
    )


def entry_pages(appendix: str, one: Enumeration, made: Book) -> list[str]:
    """The folios that the entry of a term names: those behind its members, or behind its name in
    the table.
    """
    name = re.escape(squeezed(f"“{one.term}”"))
    parts = [
        re.escape(squeezed(member))
        for member in member_texts(member_tree(one, with_members(made.appendix_enumerations)))
    ]
    gap = "[^“”]{0,12}?"
    pattern = name + gap + gap.join(parts) + "[^列第]{0,4}" if parts else name + "(?=第)"
    for match in re.finditer(pattern, appendix):
        found = PLACES.search(appendix, match.end(), match.end() + 400)
        start = re.compile("列于第|第[0-9ivx]").search(appendix, match.end(), match.end() + 300)
        if start and (found := PLACES.match(appendix, start.start())):
            return [*([found[1]] if found[1] else []), *(expanded(found[2]) if found[2] else [])]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["book", "seed", "13-gwr2019", "26-plan-env-11th5"])
def test_every_page_number_is_that_of_a_page_with_the_mention(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = ROOT / "book"
    if name != "book":
        text = request.getfixturevalue("corpus") / "texts" / f"{name}.txt"
        folder = tmp_path / "book"
        manuscript_folder.write_manuscript([reading.read_document(text)], folder, tmp_path / "part")
    builds.build([folder], tmp_path / "out", editions=("screen",), formats=("pdf",))
    made = publish_reading.load(folder).book
    looked, wrong = wrong_pages(made, next((tmp_path / "out").glob("*-screen.pdf")).read_bytes())
    assert wrong == []
    assert looked >= len(made.appendix_enumerations)

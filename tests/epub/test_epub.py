"""The EPUB looked at from inside: what stands where, what leads where, what stays out."""

from __future__ import annotations

import io
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import books_by_hand as by_hand
import pytest
from duben.analysis import analyse
from duben.epub import gate
from duben.epub.book_package import package
from duben.epub.package_files import PackageFile
from duben.layout.theme import shipped_folder
from duben.manuscript.markdown import parser
from duben.model import (
    Block,
    Book,
    BookError,
    BookSettings,
    Enumeration,
    Occurrence,
    PageStart,
    Settings,
    Source,
    SourceLocation,
    Span,
)
from growth import soon
from lxml import etree

HTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Opened:
    """An EPUB, unpacked."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self.entries = file.infolist()
            self.files = {
                entry.filename.removeprefix("EPUB/"): file.read(entry) for entry in self.entries
            }
        self.pages = {
            name: etree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }
        self.opf = etree.fromstring(self.files["content.opf"])

    def find(self, address: str, seen_from: str = "") -> etree._Element | None:
        """The element that an address leads to."""
        path, _, id = address.partition("#")
        name = (
            posixpath.normpath(posixpath.join(posixpath.dirname(seen_from), path))
            if path
            else seen_from
        )
        page = self.pages[name]
        return page if not id else next((it for it in page.iter() if it.get("id") == id), None)

    def typed(self, kind: str) -> list[tuple[str, etree._Element]]:
        return [
            (name, it)
            for name, page in self.pages.items()
            for it in page.iter(etree.Element)
            if it.get(TYPE) == kind
        ]

    def meta(self, name: str) -> list[str]:
        return [it.text or "" for it in self.opf.iter(f"{OPF}meta") if it.get("property") == name]

    @property
    def spine(self) -> list[str]:
        names = {it.get("id"): it.get("href") for it in self.opf.iter(f"{OPF}item")}
        return [names[it.get("idref")] for it in self.opf.iter(f"{OPF}itemref")]

    def text(self, name: str) -> str:
        return "".join(self.pages[name].itertext())


def opened(book: Book | None = None, pages: tuple[PageStart, ...] = (), **more: object) -> Opened:
    return Opened(
        package(book or by_hand.whole_book(), by_hand.pictures(), by_hand.cover(), pages, **more)
    )  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sample() -> Opened:
    return opened(pages=by_hand.pages())


def said(element: etree._Element) -> str:
    return "".join(element.itertext())


# --- the package ----------------------------------------------------------------------------------


def test_same_book_same_bytes_whatever_the_hour_folder_zone_and_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import books_by_hand as b; "
        "from duben.epub.book_package import package; "
        "print(hashlib.sha256(package(b.whole_book(), b.pictures(), b.cover(), b.pages()))"
        ".hexdigest())"
    )
    answers = set()
    for zone, seed, folder in (
        ("UTC", "0", tmp_path),
        ("Asia/Shanghai", "7", Path(__file__).parents[1] / "support"),
        ("America/New_York", "99", "/"),
    ):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        answers.add(
            subprocess.run(
                [sys.executable, "-c", code, str(Path(__file__).parents[1] / "support")],
                env=environment,
                cwd=folder,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    assert len(answers) == 1


def test_zip_says_nothing_of_hour_or_machine(sample: Opened) -> None:
    first = sample.entries[0]
    assert (first.filename, first.compress_type, first.extra) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"",
    )
    assert {
        (it.date_time, it.external_attr, it.create_system, it.extra) for it in sample.entries
    } == {((1980, 1, 1, 0, 0, 0), 0o644 << 16, 3, b"")}


def test_reading_order_is_that_of_the_booklet(sample: Opened) -> None:
    assert sample.spine == [
        "cover.xhtml",
        "title.xhtml",
        "colophon.xhtml",
        "text/00-note.xhtml",
        "nav.xhtml",
        "text/01-one.xhtml",
        "text/02-two.xhtml",
        "enumerations.xhtml",
    ]


def test_modified_is_the_date_of_the_book_and_the_identifier_does_not_depend_on_the_text(
    sample: Opened,
) -> None:
    book = by_hand.whole_book()
    other = replace(
        book, settings=replace(book.settings, book=replace(book.settings.book, title="另一个书名"))
    )
    assert sample.meta("dcterms:modified") == ["2026-03-05T00:00:00Z"]
    identifier = "{http://purl.org/dc/elements/1.1/}identifier"
    assert sample.opf.findtext(f".//{identifier}") == opened(other).opf.findtext(f".//{identifier}")


def test_without_a_cover_there_is_no_page_for_it() -> None:
    book = Opened(package(by_hand.whole_book(), by_hand.pictures(), b""))
    assert book.spine[0] == "title.xhtml"
    assert "images/cover.png" not in book.files
    assert not [it for it in book.opf.iter(f"{OPF}meta") if it.get("name") == "cover"]


def test_a_paragraph_put_in_leaves_files_ids_and_manifest_as_they_were(sample: Opened) -> None:
    book = by_hand.whole_book()
    front = book.chapters[0]
    more = Block(
        "paragraph", "front-p0", SourceLocation(front.file, 3), "新添一段，“四个结合”也在里面。"
    )
    revised = replace(
        book,
        chapters=(
            replace(front, blocks=(front.blocks[0], more, *front.blocks[1:])),
            *book.chapters[1:],
        ),
    )
    after = opened(revised, by_hand.pages())
    assert {(it.get("id"), it.get("href")) for it in after.opf.iter(f"{OPF}item")} == {
        (it.get("id"), it.get("href")) for it in sample.opf.iter(f"{OPF}item")
    }
    for name, page in sample.pages.items():
        before = [it.get("id") for it in page.iter(etree.Element) if it.get("id")]
        kept = [
            it.get("id")
            for it in after.pages[name].iter(etree.Element)
            if it.get("id") in set(before)
        ]
        assert kept == before


# --- what readers who cannot see are told ---------------------------------------------------------


def test_accessibility_is_told_as_it_is(sample: Opened) -> None:
    assert sample.meta("schema:accessMode") == ["textual", "visual"]
    assert sample.meta("schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert sample.meta("schema:accessibilityHazard") == ["none"]
    assert sample.meta("schema:accessibilitySummary")[0].startswith("流式排版")
    assert {"alternativeText", "rubyAnnotations", "pageNavigation", "pageBreakMarkers"} <= set(
        sample.meta("schema:accessibilityFeature")
    )
    assert sample.meta("dcterms:conformsTo") == []


def test_without_a_printed_edition_no_feature_of_pages_is_claimed() -> None:
    book = opened()
    assert not {"pageNavigation", "pageBreakMarkers"} & set(
        book.meta("schema:accessibilityFeature")
    )
    assert book.meta("pageBreakSource") == []
    assert not book.typed("page-list") and not book.typed("pagebreak")
    assert "页码" not in book.text("colophon.xhtml")


def test_a_picture_without_words_takes_the_claim_away() -> None:
    book = by_hand.whole_book()
    one = book.chapters[1]
    blocks = tuple(
        replace(it, attributes=(("src", "images/plan.png"), ("alt", "")))
        if it.kind == "figure"
        else it
        for it in one.blocks
    )
    bare = opened(
        replace(book, chapters=(book.chapters[0], replace(one, blocks=blocks), book.chapters[2]))
    )
    assert "alternativeText" not in bare.meta("schema:accessibilityFeature")
    assert bare.meta("schema:accessModeSufficient") == ["textual,visual"]


@pytest.mark.parametrize(("language", "contents"), [("zh-Hans", "目录"), ("zh-Hant", "目錄")])
def test_every_page_and_the_package_are_in_the_language_of_the_book(
    language: str, contents: str
) -> None:
    book = opened(by_hand.traditional() if language == "zh-Hant" else None)
    assert book.opf.get(XML_LANGUAGE) == language
    for page in book.pages.values():
        assert (page.get("lang"), page.get(XML_LANGUAGE)) == (language, language)
    assert said(book.typed("toc")[0][1][0]) == contents


def test_the_machine_adds_no_english_words(sample: Opened) -> None:
    for name in ("cover.xhtml", "title.xhtml", "colophon.xhtml", "nav.xhtml", "enumerations.xhtml"):
        shown = sample.text(name) + "".join(
            it.get(key, "")
            for it in sample.pages[name].iter(etree.Element)
            for key in ("alt", "aria-label", "title")
        )
        assert re.findall("[A-Za-z]{2,}", shown.replace("style.css", "")) == [], name


# --- notes ----------------------------------------------------------------------------------------


def test_each_note_stands_in_the_file_of_its_mark_and_leads_back_to_every_mark(
    sample: Opened,
) -> None:
    marks = sample.typed("noteref")
    notes = sample.typed("footnote")
    assert [it.get("role") for _, it in marks] == ["doc-noteref"] * 4
    assert [it.get("role") for _, it in notes] == ["doc-footnote"] * 3
    assert {it.tag for _, it in notes} == {f"{HTML}aside"}
    back = {
        (name, link.get("href"))
        for name, link in sample.typed("backlink")
        if link.get("role") == "doc-backlink"
    }
    assert back == {(name, f"#{mark.get('id')}") for name, mark in marks}
    for name, mark in marks:
        note = sample.find(mark.get("href"), name)
        assert note is not None and note.get(TYPE) == "footnote"
        assert f"#{mark.get('id')}" in {it.get("href") for it in note.iter(f"{HTML}a")}
        assert said(note).lstrip().startswith(said(mark))


def test_addresses_may_be_broken_behind_their_marks() -> None:
    (chapter,) = parser.parse_chapters(
        [Source("01.md", "# 题\n\n详见https://www.example.org/a/b?page=1&id=水。又见a/b。\n")]
    )
    made = opened(
        analyse(Settings(BookSettings(title="题", id="t", date=date(2026, 1, 1))), (chapter,))
    )
    text = next(page for name, page in made.files.items() if b"example" in page).decode()
    assert (
        "https://<wbr/>www.<wbr/>example.<wbr/>org/<wbr/>a/<wbr/>b?<wbr/>page=<wbr/>1&amp;"
        "<wbr/>id=水。又见a/b。"
    ) in text


def test_no_heading_is_left_bare_where_an_app_lifts_the_notes_out(sample: Opened) -> None:
    [(_, notes)] = sample.typed("footnotes")
    assert {it.tag for it in notes} == {f"{HTML}aside"}
    assert not (notes.text or "").strip()


def test_a_note_of_two_paragraphs_is_announced(sample: Opened) -> None:
    assert [it.get("aria-label") for _, it in sample.typed("noteref")] == [
        None,
        None,
        None,
        "〔3〕，共2段",
    ]


def test_a_mark_inside_a_link_is_put_behind_it() -> None:
    book = by_hand.whole_book()
    one = book.chapters[1]
    text = "在示例网站上看"
    block = Block(
        "paragraph",
        "one-p1",
        SourceLocation(one.file),
        text,
        (Span(1, 5, "link", "https://example.org/"), Span(3, 3, "note", "one-n1")),
    )
    page = opened(
        replace(
            book,
            chapters=(replace(one, blocks=(block,)),),
            outline=(),
            enumerations=(),
            glossary=(),
        )
    ).pages["text/01-one.xhtml"]
    assert not page.findall(f".//{HTML}a//{HTML}a")
    assert said(page.find(f".//{HTML}p")) == "在示例网站〔1〕上看"


# --- enumerations and glossary --------------------------------------------------------------------


def test_the_first_mention_in_each_file_opens_the_whole_entry(sample: Opened) -> None:
    links = [
        (name, said(it), it.get("href"))
        for name, it in sample.typed("glossref")
        if "enumerations" in it.get("href")
    ]
    assert links == [
        ("text/00-note.xhtml", "四个结合", "../enumerations.xhtml#enumeration-e-four"),
        ("text/01-one.xhtml", "四个结合", "../enumerations.xhtml#enumeration-e-four"),
        ("text/02-two.xhtml", "四个结合", "../enumerations.xhtml#enumeration-e-four"),
        ("text/02-two.xhtml", "两本台账", "../enumerations.xhtml#enumeration-e-two"),
    ]
    entry = sample.find("enumerations.xhtml#enumeration-e-four")
    assert entry is not None
    assert [said(it) for it in entry.iter(f"{HTML}li")] == list(
        by_hand.whole_book().enumerations[0].members
    )
    assert "4“四个结合”" in said(entry)


def test_each_entry_leads_back_to_all_its_places(sample: Opened) -> None:
    book = by_hand.whole_book()
    for enumeration in book.enumerations:
        entry = sample.find(f"enumerations.xhtml#enumeration-{enumeration.id}")
        assert entry is not None
        links = [it.get("href") for it in entry.iter(f"{HTML}a")]
        assert {it.partition("#")[2] for it in links} == {it.id for it in enumeration.occurrences}
        for link in links:
            assert sample.find(link, "enumerations.xhtml") is not None


def test_places_are_printed_pages_where_these_are_known(sample: Opened) -> None:
    entry = sample.find("enumerations.xhtml#enumeration-e-four")
    assert entry is not None
    assert said(entry.findall(f".//{HTML}p")[-1]) == "列于第1②页；另见第i、2、4、5页"


def test_places_are_chapters_where_there_is_no_printed_edition() -> None:
    entry = opened().find("enumerations.xhtml#enumeration-e-four")
    assert entry is not None
    assert (
        said(entry.findall(f".//{HTML}p")[-1])
        == "列于一、图书室要办成群众愿意来②③④；另见编者说明，二、管好每一本书"
    )


def test_those_never_listed_stand_in_a_list_that_says_so(sample: Opened) -> None:
    page = sample.pages["enumerations.xhtml"]
    headings = [said(it) for it in page.iter(f"{HTML}h1", f"{HTML}h2")]
    assert headings == ["附录　数字提法", "只见名称、未列内容的提法"]
    second = page.findall(f".//{HTML}dl")[1]
    assert [said(it) for it in second.iter(f"{HTML}dt")] == ["2“两本台账”", "3“三张清单”"]
    assert all("原文未列各项内容" in said(it) for it in second.iter(f"{HTML}dd"))


def test_a_mention_inside_a_link_of_the_author_keeps_its_place(sample: Opened) -> None:
    place = sample.find("text/02-two.xhtml#e-three-1")
    assert place is not None and place.tag == f"{HTML}span"
    assert place.getparent().get("href") == "https://example.org/list"


def test_a_term_of_the_glossary_opens_its_entry_where_it_is_first_met_and_the_entry_leads_back(
    sample: Opened,
) -> None:
    links = [
        (name, said(it), it.get("href"))
        for name, it in sample.typed("glossref")
        if "entry" in it.get("href")
    ]
    assert links == [
        ("text/01-one.xhtml", "流动书车", "02-two.xhtml#entry-two-t2"),
        ("text/02-two.xhtml", "通借通还", "#entry-two-t1"),
    ]
    entry = sample.find("text/02-two.xhtml#entry-two-t2")
    assert entry is not None
    places = [it.get("href") for it in entry.iter(f"{HTML}a")]
    assert len(places) == 3 and all(
        sample.find(it, "text/02-two.xhtml") is not None for it in places
    )
    assert by_hand.DEFINITION in sample.text("text/02-two.xhtml")


@pytest.mark.parametrize(
    ("order", "terms"),
    [
        ("number", ["两本台账", "三张清单"]),
        ("appearance", ["三张清单", "两本台账"]),
        ("pinyin", ["两本台账", "三张清单"]),
    ],
)
def test_the_appendix_is_in_the_order_asked_for(order: str, terms: list[str]) -> None:
    page = opened(by_hand.whole_book(order=order)).pages["enumerations.xhtml"]
    assert [said(it) for it in page.iter(f"{HTML}dfn")] == [
        "“四个结合”",
        *(f"“{term}”" for term in terms),
    ]


def test_without_appendix_no_term_is_a_link() -> None:
    book = by_hand.whole_book()
    plain = opened(
        replace(
            book, settings=replace(book.settings, text=replace(book.settings.text, appendix=False))
        )
    )
    assert "enumerations.xhtml" not in plain.files
    assert not [it for _, it in plain.typed("glossref") if "enumeration" in it.get("href")]


# --- contents, landmarks, pages -------------------------------------------------------------------


def lines(sample: Opened) -> Iterator[tuple[str, str]]:
    for it in sample.typed("toc")[0][1].iter(f"{HTML}a"):
        yield it.get("href"), said(it)


def test_every_heading_is_reached_from_the_contents_by_a_label_that_stands_in_it(
    sample: Opened,
) -> None:
    labels = dict(lines(sample))
    for name in sample.spine:
        if name != "nav.xhtml":
            for heading in sample.pages[name].iter(f"{HTML}h1", f"{HTML}h2", f"{HTML}h3"):
                label = labels[f"{name}#{heading.get('id')}"]
                assert label in said(heading) and len(label) <= 30


def test_contents_are_in_reading_order_and_the_same_in_nav_and_ncx(sample: Opened) -> None:
    order = [href.partition("#")[0] for href, _ in lines(sample)]
    assert [sample.spine.index(name) for name in order] == sorted(
        sample.spine.index(name) for name in order
    )
    ncx = etree.fromstring(sample.files["toc.ncx"])
    points = [
        (
            it.find("{*}content").get("src"),
            it.findtext("{*}navLabel/{*}text"),
            len(list(it.iterancestors("{*}navPoint"))),
        )
        for it in ncx.iter("{*}navPoint")
    ]
    assert [(target, label) for target, label, _ in points] == list(lines(sample))
    assert {depth for _, _, depth in points} == {0, 1, 2}
    assert ncx.find(".//{*}meta[@name='dtb:depth']").get("content") == "3"
    run_in = "text/01-one.xhtml#one-p2"
    assert run_in not in dict(lines(sample))


def test_page_of_contents_shows_two_levels_and_the_reader_s_own_list_all_headings() -> None:
    text = "# 一、水\n\n## （一）渠\n\n甲。\n\n### 1.东渠\n\n乙。\n\n### 2.西渠\n\n丙。\n"
    chapters = parser.parse_chapters([Source("01-a.md", text)])
    settings = Settings(book=BookSettings(title="水", date=date(2024, 1, 1)))
    nav = opened(analyse(settings, chapters, ())).typed("toc")[0][1]
    folded = [list_.get("hidden") for list_ in nav.iter(f"{HTML}ol")]
    assert folded == [None, None, "hidden"]
    assert [said(it) for it in nav.iter(f"{HTML}a")][-4:] == [
        "一、水",
        "（一）渠",
        "1.东渠",
        "2.西渠",
    ]


def test_landmarks(sample: Opened) -> None:
    nav = sample.typed("landmarks")[0][1]
    assert [(it.get(TYPE), it.get("href")) for it in nav.iter(f"{HTML}a")] == [
        ("cover", "cover.xhtml"),
        ("titlepage", "title.xhtml"),
        ("toc", "nav.xhtml"),
        ("bodymatter", "text/01-one.xhtml"),
        ("glossary", "text/02-two.xhtml#entry-two-t1"),
        ("appendix", "enumerations.xhtml#enumerations"),
    ]


def test_page_list_is_that_of_the_printed_edition(sample: Opened) -> None:
    nav = sample.typed("page-list")[0][1]
    listed = [(said(it), it.get("href")) for it in nav.iter(f"{HTML}a")]
    assert [label for label, _ in listed] == [page.folio for page in by_hand.pages()]
    for label, target in listed:
        mark = sample.find(target)
        assert mark is not None and (mark.get(TYPE), mark.get("role"), mark.get("aria-label")) == (
            "pagebreak",
            "doc-pagebreak",
            label,
        )


def test_the_mark_of_a_page_stands_where_its_text_begins(sample: Opened) -> None:
    mark = sample.find("text/01-one.xhtml#page-2")
    assert mark is not None
    assert (mark.tail or "").startswith(by_hand.THIRD[21:30])
    table = sample.find("text/02-two.xhtml#page-6")
    assert table is not None and table.getparent().get("id") == "two-r1c0"
    figure = sample.find("text/01-one.xhtml#page-4")
    assert figure is not None and figure.getparent().get("id") == "one-figure"


def test_a_page_that_begins_nowhere_in_the_book_is_told() -> None:
    with pytest.raises(BookError) as told:
        opened(pages=(PageStart("1", "not-there"),))
    assert [it.rule for it in told.value.problems] == ["epub-page-nowhere"]


# --- the text -------------------------------------------------------------------------------------


def test_every_character_of_the_source_is_there_in_order(sample: Opened) -> None:
    book = by_hand.whole_book()
    for chapter in book.chapters:
        page = sample.pages[f"text/{chapter.slug}.xhtml"]
        for extra in [
            it
            for it in page.iter(etree.Element)
            if it.get(TYPE) in ("noteref", "backlink")
            or it.get("class") == "places"
            or it.tag in (f"{HTML}rt", f"{HTML}title")
        ]:
            extra.text = ""
            for child in extra:
                extra.remove(child)
        got = re.sub(r"\s|\ufffc", "", said(page))
        assert got == re.sub(r"\s|\ufffc", "", "".join(block.text for block in chapter.walk()))
    assert sample.text("text/01-one.xhtml")


def test_lists_keep_their_own_numbers_code_its_blank_lines_ruby_its_readings() -> None:
    sample = opened()
    one, two = sample.pages["text/01-one.xhtml"], sample.pages["text/02-two.xhtml"]
    assert [it.get("value") for it in one.find(f".//{HTML}ol").findall(f"{HTML}li")] == ["3", "4"]
    assert said(two.find(f".//{HTML}pre")) == "书号  册数\n\nG251  12"
    assert said(one.find(f".//{HTML}rt")) == "tuān"


def test_cells_carry_the_name_of_their_column_for_narrow_screens(sample: Opened) -> None:
    row = sample.find("text/02-two.xhtml#two-r1")
    assert row is not None
    assert [it.get("data-label") for it in row] == [
        "阅览点",
        "藏书（册）",
        "座位（个）",
        "开放（小时／周）",
        "负责人员",
    ]


def test_references_reach_other_chapters(sample: Opened) -> None:
    assert (
        sample.pages["text/00-note.xhtml"].find(
            f".//{HTML}p/{HTML}a[@href='02-two.xhtml#two-table']"
        )
        is not None
    )


def test_answers_are_gathered_in_a_file_of_their_own_or_left_out() -> None:
    gathered, left_out = (
        opened(by_hand.whole_book(answers="end")),
        opened(by_hand.whole_book(answers="omit")),
    )
    assert "第1题" not in gathered.text("text/01-one.xhtml")
    assert "第1题" in gathered.text("answers.xhtml")
    assert gathered.spine[-2:] == ["answers.xhtml", "enumerations.xhtml"]
    assert ("answers.xhtml#answers", "参考答案") in list(lines(gathered))
    assert "第1题" not in "".join(left_out.text(name) for name in left_out.pages)


def test_pictures_are_named_by_their_content_and_packed_once(sample: Opened) -> None:
    assert [name for name in sample.files if name.startswith("images/")][
        1
    ] == "images/e1f2afcebf28b170.png"


def test_a_missing_picture_is_told_with_its_file() -> None:
    with pytest.raises(BookError) as told:
        package(by_hand.whole_book(), {}, b"")
    assert [(it.rule, it.place) for it in told.value.problems] == [
        ("epub-picture", SourceLocation("01-one.md"))
    ]


# --- what stays out -------------------------------------------------------------------------------


def test_text_that_looks_like_markup_stays_text() -> None:
    book = by_hand.whole_book()
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;"
    front = replace(
        book.chapters[0],
        blocks=(Block("paragraph", "front-p1", SourceLocation("00-note.md"), hostile),),
        title=None,
    )
    page = opened(
        replace(book, chapters=(front, *book.chapters[1:]), enumerations=(), outline=())
    ).pages["text/00-note.xhtml"]
    assert said(page.find(f".//{HTML}p")) == hostile
    assert page.find(f".//{HTML}script") is None


PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><hea'
    "d><title>题</title></head><body>{}</body></html>"
)


@pytest.mark.parametrize(
    ("markup", "rule", "what"),
    [
        ("<script>1</script>", "epub-active", "<script>"),
        ("<iframe src='https://example.org/'/>", "epub-active", "<iframe>"),
        ("<p onclick='x()'>甲</p>", "epub-active", "<p onclick>"),
        ("<p style='color:red'>甲</p>", "epub-active", "<p style>"),
        ("<form><input/></form>", "epub-active", "<form>"),
        ("<a href='javascript:x()'>甲</a>", "epub-active", "javascript:x()"),
        ("<a href='data:text/html,x'>甲</a>", "epub-active", "data:text/html,x"),
        ("<a href='file:///etc/passwd'>甲</a>", "epub-active", "file:///etc/passwd"),
        (
            "<img src='https://example.org/a.png' alt=''/>",
            "epub-active",
            "https://example.org/a.png",
        ),
        ("<img src='//example.org/a.png' alt=''/>", "epub-active", "//example.org/a.png"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "epub-active",
            "<{http://www.w3.org/2000/svg}svg>",
        ),
        ("<object data='a'/>", "epub-active", "<object>"),
        ("<style>p{}</style>", "epub-active", "<style>"),
        ("<base href='https://example.org/'/>", "epub-active", "<base>"),
        ("<meta http-equiv='refresh' content='0'/>", "epub-active", "<meta http-equiv>"),
        ("<video src='a.mp4'/>", "epub-active", "<video>"),
        ("<a href='#nowhere'>甲</a>", "epub-link", "#nowhere"),
        ("<a href='../../secret.xhtml'>甲</a>", "epub-link", "../../secret.xhtml"),
        ("<?php x ?>", "epub-active", "<?…?>"),
    ],
)
def test_the_gate_refuses(markup: str, rule: str, what: str) -> None:
    file = PackageFile(
        "a", "text/a.xhtml", "题", PAGE.format(markup).encode(), SourceLocation("a.md")
    )
    found = gate.package_problems([file], [], "")
    assert (rule, what) in [(it.rule, it.values.get("what")) for it in found]
    assert {it.place for it in found} == {SourceLocation("a.md")}


def test_the_gate_refuses_entities_pages_that_do_not_close_and_doubled_ids() -> None:
    entity = PackageFile(
        "a",
        "a.xhtml",
        "",
        b'<!DOCTYPE html [<!ENTITY x "y">]>' + PAGE.format("<p>&x;</p>").encode(),
    )
    broken = PackageFile("b", "b.xhtml", "", PAGE.format("<p>").encode())
    twice = PackageFile("c", "c.xhtml", "", PAGE.format("<p id='i'/><p id='i'/>").encode())
    assert {it.rule for it in gate.package_problems([entity, broken, twice], [], "")} == {
        "epub-active",
        "epub-not-well-formed",
        "epub-id-twice",
    }


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html [<!ATTLIST body onload CDATA "alert(1)">]>',
        '<!DOCTYPE html SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">',
        "<!DOCTYPE html [<?x y?>]>",
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        '<?xml version="1.1"?>',
    ],
)
def test_the_gate_refuses_every_document_type_but_the_bare_one(doctype: str) -> None:
    assert (
        gate.package_problems(
            [PackageFile("a", "a.xhtml", "", ("<!DOCTYPE html>" + PAGE.format("")).encode())],
            [],
            "",
        )
        == []
    )
    found = gate.package_problems(
        [PackageFile("a", "a.xhtml", "", (doctype + PAGE.format("")).encode())], [], ""
    )
    assert [it.rule for it in found] == ["epub-active"]


def test_the_gate_refuses_what_the_ncx_does_not_need() -> None:
    ncx = '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{}</navMap></ncx>'
    for inside in ('<script xmlns="http://www.w3.org/1999/xhtml">1</script>', "<?php x ?>"):
        found = gate.package_problems(
            [
                PackageFile(
                    "ncx",
                    "toc.ncx",
                    "",
                    ncx.format(inside).encode(),
                    None,
                    "application/x-dtbncx+xml",
                )
            ],
            [],
            "",
        )
        assert [it.rule for it in found] == ["epub-active"]


@pytest.mark.parametrize(
    "sheet",
    [
        "p { background: url(http://evil.example/a b) }",
        "p { background: url(javascript:alert(1)) }",
        "p { background: url(x",
        'p { background: -webkit-cross-fade("http://127.0.0.1/x", "y", 50%) }',
        'p { background: -webkit-cross-fade("x", "y", 50%) }',
        'p { filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src="x") }',
        'p { content: "//example.org/x" }',
        r'p { content: "java\73 cript:alert(1)" }',
        'p { content: " data:text/html,x" }',
        'p { content: "a\nb" }',
        "p { background: url(https://example.org/a.png) }",
        "@import 'https://example.org/a.css';",
        r"p { background: u\72l(a.png) }",
        "p { width: expression(alert(1)) }",
        "p { position: fixed }",
        "@font-face { font-family: x; src: url(x.woff) }",
    ],
)
def test_the_gate_refuses_styles_that_reach_outside(sheet: str) -> None:
    assert {it.rule for it in gate.package_problems([], [], sheet)} == {"epub-style"}


def test_the_gate_lets_words_and_selectors_of_a_style_pass() -> None:
    sheet = (
        'a[href^="https://"], a[href^="mailto:"] { color: inherit } p::before { content: '
        '"注：" counter(x) "a/b" }'
    )
    assert gate.package_problems([], [], sheet) == []


def test_a_template_of_the_book_goes_before_ours_and_through_the_gate() -> None:
    mine = (
        '{% extends "duben/epub/title.xhtml" %}{% block body %}<h1 '
        'id="book-title">我的</h1>{% endblock %}'
    )
    assert "我的" in opened(own_templates={"epub/title.xhtml": mine}).text("title.xhtml")
    with pytest.raises(BookError) as told:
        opened(own_templates={"epub/title.xhtml": mine.replace("我的", "<script/>")})
    assert [it.rule for it in told.value.problems] == ["epub-active"]


TITLE = (
    '{% extends "duben/epub/title.xhtml" %}\n{% block body %}\n<h1 id="book-title">甲</h1>\n'
    "HERE\n{% endblock %}"
)
CHAPTER = (
    '{% extends "duben/epub/chapter.xhtml" %}\n{% block body %}\nHERE\n{{ super() }}{% endblock %}'
)
SHEET = "p { margin: 0 }\nHERE\n"


@pytest.mark.parametrize(
    ("kind", "name", "text", "here", "rule", "line"),
    [
        ("templates", "epub/title.xhtml", TITLE, "<script>1</script>", "epub-active", 4),
        ("templates", "epub/title.xhtml", TITLE, "<p onclick='x()'>甲</p>", "epub-active", 4),
        ("templates", "epub/title.xhtml", TITLE, "<p>", "epub-not-well-formed", 4),
        ("templates", "epub/title.xhtml", TITLE, "<a href='#nowhere'>甲</a>", "epub-link", 4),
        (
            "templates",
            "epub/chapter.xhtml",
            CHAPTER,
            "<a href='javascript:x()'>甲</a>",
            "epub-active",
            3,
        ),
        (
            "templates",
            "epub/chapter.xhtml",
            CHAPTER,
            "{{ '\\x3cscript/\\x3e'|safe }}",
            "epub-active",
            1,
        ),
        ("styles", "ebook.css", SHEET, "p { background: url(x) }", "epub-style", 2),
    ],
)
def test_what_a_look_of_the_book_brings_in_is_told_at_its_line(
    kind: str, name: str, text: str, here: str, rule: str, line: int
) -> None:
    with pytest.raises(BookError) as told:
        opened(**{f"own_{kind}": {name: text.replace("HERE", here)}})
    assert {(it.rule, it.place and str(it.place)) for it in told.value.problems} == {
        (rule, f"{kind}/{name}:{line}")
    }


@pytest.mark.parametrize(
    ("declared", "hidden"),
    [
        ("body { display: none }", True),
        ("section, p { visibility: hidden }", True),
        ("p { opacity: 0 !important }", True),
        ("p { color: rgb(0 0 0 / 0) }", True),
        ("@media (max-width: 400px) { p { font-size: 0 } }", True),
        ("p { text-indent: -9999px }", True),
        ("p { max-height: 0; overflow: hidden }", True),
        (".title-page { transform: scale(0) }", True),
        ("@media print { p { display: none } }", False),
        (".places, .nothing { display: none }", False),
        ("p { display: none } p { display: block }", False),
        ("p { max-height: 0 } h1 { color: red; font-size: 1.2em }", False),
    ],
)
def test_a_style_that_hides_text_is_told_at_its_line(declared: str, hidden: bool) -> None:
    sheet = f"h1 {{ color: blue }}\n{declared}\n"
    if not hidden:
        opened(own_styles={"ebook.css": sheet})
        return
    with pytest.raises(BookError) as told:
        opened(own_styles={"ebook.css": sheet})
    (problem,) = told.value.problems
    assert (problem.rule, str(problem.place)) == ("epub-hidden", "styles/ebook.css:2")


def test_a_title_page_without_an_id_is_reached_all_the_same() -> None:
    mine = '{% extends "epub/page.xhtml" %}{% block body %}<h1>我的</h1>{% endblock %}'
    book = opened(own_templates={"epub/title.xhtml": mine})
    entry = next(it for it in book.pages["nav.xhtml"].iter(f"{HTML}a"))
    assert entry.get("href") == "title.xhtml"


def test_every_block_of_appendix_title_and_colophon_has_an_id(sample: Opened) -> None:
    kinds = {f"{HTML}{name}" for name in ("h1", "h2", "p", "dt", "dd", "li", "th", "td", "caption")}
    for name in ("title.xhtml", "colophon.xhtml", "enumerations.xhtml"):
        blocks = [it for it in sample.pages[name].iter(etree.Element) if it.tag in kinds]
        bare = [it for it in blocks if not it.get("id") and (it.text or "").strip()]
        assert blocks and [etree.tostring(it, encoding="unicode")[:80] for it in bare] == []


def test_rights_say_what_the_imprint_says() -> None:
    book = by_hand.whole_book()
    imprint = replace(book.settings.imprint, kind="内部资料", recipients="各村")
    book = replace(book, settings=replace(book.settings, imprint=imprint))
    rights = [it.text for it in opened(book).opf.iter("{http://purl.org/dc/elements/1.1/}rights")]
    assert rights == ["内部资料，免费交流；发送对象：各村"]


# --- the style ------------------------------------------------------------------------------------


def test_the_style_leaves_size_face_and_colour_to_the_reader() -> None:
    sheet = re.sub(
        r"/\*.*?\*/",
        "",
        (shipped_folder("styles") / "ebook.css").read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert not re.search(
        r"!important|\d(px|pt|cm|mm)\b|#[0-9a-fA-F]{3,8}\b|\brgb|\bhsl", sheet.replace('"http', "")
    )
    assert re.findall(r"(?<![-\w])(?:background(?:-color)?|color)\s*:\s*([^;}]+)", sheet) == [
        "inherit"
    ]
    body = re.search(r"^body \{(.*?)\}", sheet, re.DOTALL | re.MULTILINE)
    assert body and "font" not in body.group(1)
    assert "line-height: 1.75" in body.group(1)


# --- time -----------------------------------------------------------------------------------------


def test_time_grows_with_the_length_of_a_paragraph_not_with_its_square() -> None:
    book = by_hand.whole_book()
    text = "“四个结合”是" * 20_000
    block = Block("paragraph", "one-p1", SourceLocation("01-one.md"), text)
    found = tuple(
        Occurrence(f"e-{n}", "one-p1", "01-one", 7 * n + 1, 7 * n + 5, block.place)
        for n in range(20_000)
    )
    long = replace(
        book,
        chapters=(replace(book.chapters[1], blocks=(block,), notes=(), title=None),),
        outline=(),
        glossary=(),
        enumerations=(Enumeration("e", "四个结合", 4, "quoted", ("甲",), occurrences=found),),
    )
    with soon(8):
        opened(long)

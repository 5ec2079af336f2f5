"""The Word file of a book: real styles and notes, its text whole, what changed tracked; read back
by us and by others.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx_reading import (
    W,
    bare,
    document_of,
    libreoffice_pdf,
    mammoth_text,
    missing_in_order,
    pandoc_text,
    paragraphs,
    parts_of,
    pdf_text,
    schema_faults,
)
from duben import docx, layout, revision
from duben.cli import program
from duben.distribution.plan import Distribution, DistributionOptions
from duben.distribution.recipients import Recipients
from duben.docx.elements import CHILD_ORDER, make, prefixed_name
from duben.intake import reading as intake_reading
from duben.model import Book, OutputSettings, PageStart, Settings
from duben.proof import prove_docx
from duben.proof.text.docx_text import find_differences, read_docx
from duben.publish import comparison, reading
from word_manuscript import CHANGES, write_manuscript


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    top = tmp_path_factory.mktemp("word")
    return write_manuscript(top / "old"), write_manuscript(top / "new", newer=True)


@pytest.fixture(scope="module")
def book(folders: tuple[Path, Path]) -> Book:
    return reading.load(folders[0]).book


def packed(folder: Path, *editions: str, since: Path | None = None) -> bytes:
    """The Word file of a manuscript."""
    draft = reading.load(folder)
    pictures = reading.load_pictures(draft)[0] if draft.manuscript else {}
    changes = None
    if since is not None:
        old = comparison.version(reading.load(since))
        changes = revision.compare(old, comparison.version(draft))
    last = [block.id for chapter in draft.book.chapters[-1:] for block in chapter.blocks[:1]]
    starts = [PageStart("3", id) for id in last]
    return docx.package(draft.book, pictures, editions, starts, changes)


@pytest.fixture(scope="module")
def plain(folders: tuple[Path, Path]) -> bytes:
    return packed(folders[0])


@pytest.fixture(scope="module")
def tracked(folders: tuple[Path, Path]) -> bytes:
    return packed(folders[1], since=folders[0])


def values(root: object, path: str, name: str = "val") -> list[str]:
    """An attribute of all elements on a path below ``w:``."""
    way = "/".join(f"{W}{part}" for part in path.split("/"))
    return [element.get(f"{W}{name}", "") for element in root.iterfind(f".//{way}")]  # type: ignore[attr-defined]


# --- the file -------------------------------------------------------------------------------------


def test_properties_stand_in_the_order_of_the_schema() -> None:
    properties = make("w:pPr", make("w:jc", val="left"), make("w:ind"), make("w:pStyle", val="a"))
    assert [prefixed_name(child) for child in properties] == ["w:pStyle", "w:ind", "w:jc"]
    with pytest.raises(KeyError):
        make("w:pPr", make("w:sz", val=21))


def test_every_part_keeps_the_order_of_the_schema(plain: bytes, tracked: bytes) -> None:
    for data in (plain, tracked):
        for root in parts_of(data).values():
            for element in root.iter(*(f"{W}{tag[2:]}" for tag in CHILD_ORDER)):
                order = CHILD_ORDER[prefixed_name(element)]
                ranks = [order[prefixed_name(child)] for child in element]
                assert ranks == sorted(ranks), prefixed_name(element)


def test_schemas_of_word_allow_every_part(
    folders: tuple[Path, Path], plain: bytes, tracked: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "book.docx"
    for data in (plain, tracked, packed(folders[0], "official")):
        path.write_bytes(data)
        assert schema_faults(path) == []


def test_same_book_gives_the_same_bytes(folders: tuple[Path, Path], plain: bytes) -> None:
    assert packed(folders[0]) == plain
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "河道管护读本" in core and "清河镇水利站" in core
    assert core.count("2024-05-06T00:00:00Z") == 2


def test_book_without_a_date_has_one_that_is_nobodys(book: Book) -> None:
    settings = replace(book.settings, book=replace(book.settings.book, date=None))
    data = docx.package(replace(book, settings=settings), {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "2000-01-01T00:00:00Z" in archive.read("docProps/core.xml").decode()
    assert not any(style == "Byline" and "年" in text for style, text in paragraphs(data))


def test_numbers_and_bookmarks_come_once_and_links_lead_somewhere(tracked: bytes) -> None:
    document = document_of(tracked)
    names = values(document, "bookmarkStart", "name")
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40
    assert set(filter(None, values(document, "hyperlink", "anchor"))) <= set(names)
    fields = [e.text.split()[1] for e in document.iter(f"{W}instrText") if "PAGEREF" in e.text]
    assert fields and set(fields) <= set(names)
    numbers = [e.get(f"{W}id") for e in document.iter(f"{W}ins", f"{W}del")]
    assert numbers and len(set(numbers)) == len(numbers)


# --- what stands in it ----------------------------------------------------------------------------


def test_headings_have_styles_with_an_outline(plain: bytes) -> None:
    rows = paragraphs(plain)
    assert ("Title", "河道管护读本") in rows
    assert ("Subtitle", "镇村两级试行") in rows
    assert ("Heading1", "一、管护要求") in rows
    assert ("Heading2", "（一）巡查") in rows
    styles = parts_of(plain)["word/styles.xml"]
    named = {s.get(f"{W}styleId"): s for s in styles.iterfind(f"{W}style")}
    for level in range(1, 7):
        style = named[f"Heading{level}"]
        assert values(style, "name") == [f"heading {level}"]
        assert values(style, "outlineLvl") == [str(level - 1)]


def test_numbers_of_items_are_typed_and_bullets_are_not(plain: bytes) -> None:
    rows = paragraphs(plain)
    assert ("ListParagraph", "1. 每周一次，由河长带队。") in rows
    assert ("ListParagraph", "插红旗") in rows
    assert set(values(parts_of(plain)["word/numbering.xml"], "numFmt")) == {"bullet"}


def test_text_has_its_notes_ruby_emphasis_links_and_raised_signs(plain: bytes) -> None:
    document, notes = document_of(plain), parts_of(plain)["word/footnotes.xml"]
    assert values(document, "footnoteReference", "id") == ["1", "2", "3"]
    assert values(notes, "footnote", "id") == ["-1", "0", "1", "2", "3"]
    assert "".join(document.find(f".//{W}ruby/{W}rt").itertext()) == "yàn"
    assert values(document, "rPr/em") == ["dot"]
    assert len(document.findall(f".//{W}r/{W}rPr/{W}b")) == 1
    assert values(document, "vertAlign") == ["subscript", "superscript"]
    relations = parts_of(plain)["word/_rels/document.xml.rels"]
    assert [r.get("Target") for r in relations if r.get("TargetMode") == "External"] == [
        "https://example.org/a?b=1&c=2"
    ]


def test_table_keeps_its_merged_cells_and_its_head(plain: bytes) -> None:
    (table,) = document_of(plain).iterfind(f".//{W}tbl")
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] * 2 + [
        False
    ] * 4
    cells = [
        [
            (
                "".join(cell.itertext()),
                *values(cell, "tcPr/gridSpan"),
                *values(cell, "tcPr/vMerge"),
                *values(cell, "jc"),
            )
            for cell in row.iterfind(f"{W}tc")
        ]
        for row in rows
    ]
    assert cells == [
        [("村", "restart"), ("河段", "2", "center"), ("河长", "restart", "center")],
        [("", "continue"), ("长度", "right"), ("宽度", "right"), ("", "continue", "center")],
        [("东村", "restart"), ("1406", "right"), ("13.8", "right"), ("甲", "center")],
        [("", "continue"), ("300", "right"), ("9.25", "right"), ("乙", "center")],
        [("西村",), ("合并处", "2", "right"), ("丙", "center")],
        [("北村",), ("510", "right"), ("8.1", "right"), ("戊", "center")],
    ]


def test_picture_has_its_words_and_its_caption(plain: bytes) -> None:
    document = document_of(plain)
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    assert [element.get("descr") for element in document.iter(drawing)] == ["河段示意图"]
    assert ("Caption", "图1　河段") in paragraphs(plain)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert "word/media/image1.png" in archive.namelist()


def test_contents_are_filled_with_the_pages_of_the_print(plain: bytes) -> None:
    document = document_of(plain)
    control = document.find(f".//{W}sdt")
    assert values(control, "docPartGallery") == ["Table of Contents"]
    rows = [row for row in paragraphs(plain) if row[0].startswith("TOC")]
    assert rows == [
        ("TOCHeading", "目　录"),
        ("TOC1", "一、管护要求1"),
        ("TOC2", "（一）巡查1"),
        ("TOC1", "二、责任落实3"),
    ]


def test_appendix_lists_members_and_pages(plain: bytes) -> None:
    rows = [text for style, text in paragraphs(plain) if style in ("Term", "Members", "Remark")]
    at = rows.index("2　“两不准”")
    assert rows[at : at + 3] == ["2　“两不准”", "①不准倾倒垃圾", "②不准侵占岸线"]


def test_page_is_that_of_the_booklet(plain: bytes) -> None:
    document = document_of(plain)
    assert values(document, "pgSz", "w")[-1] == "8391"
    assert values(document, "pgSz", "h")[-1] == "11906"
    normal = parts_of(plain)["word/styles.xml"].find(f"{W}style")
    assert values(normal, "rFonts", "eastAsia") == ["宋体"]
    assert values(normal, "sz") == ["21"]


def test_official_document_has_the_page_of_the_standard(folders: tuple[Path, Path]) -> None:
    data = packed(folders[0], "official")
    assert paragraphs(data)[:4] == [
        ("RedHead", "清河镇人民政府文件"),
        ("Title", "河道管护读本"),
        ("HeadRecipients", "各村民委员会："),
        ("Heading1", "一、管护要求"),
    ]
    document = document_of(data)
    assert (values(document, "pgSz", "w"), values(document, "pgSz", "h")) == (["11906"], ["16838"])
    normal = parts_of(data)["word/styles.xml"].find(f"{W}style")
    assert values(normal, "rFonts", "eastAsia") == ["仿宋"]
    assert values(normal, "sz") == ["32"]
    assert not document.findall(f".//{W}sdt")


def test_elements_of_an_official_document_are_paragraphs_of_their_styles(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text(
        '[book]\ntitle = "修渠的通知"\n[official]\nsecurity = "秘密"\nissuers = ["清河镇"]\n'
        'number = "清政〔2026〕3号"\nsigners = ["甲某"]\nattachments = ["名册"]\n'
        'date = 2026-03-05\ncc = "镇人大"\nprinted_by = "镇办"\nprinted_on = 2026-03-06\n',
        "utf-8",
    )
    (folder / "01.md").write_text("# 修渠的通知\n\n五月起。\n\n# 附件　名册\n\n甲。\n", "utf-8")
    data = packed(folder, "official")
    assert [row for row in paragraphs(data) if row[1]] == [
        ("HeadLeftStrong", "秘密"),
        ("RedHead", "清河镇文件"),
        ("HeadRows", "清政〔2026〕3号签发人：甲某"),
        ("Title", "修渠的通知"),
        ("Normal", "五月起。"),
        ("Annexes", "附件：名册"),
        ("Closing", "清河镇2026年3月5日"),
        ("AnnexLabel", "附件"),
        ("Title", "名册"),
        ("Normal", "甲。"),
        ("LetterRecord", "抄送：镇人大。"),
        ("LetterRecord", "镇办2026年3月6日印发"),
    ]
    official = layout.as_official_document(reading.load(folder).book)
    assert prove_docx(official, data, official=True) == ()
    (mark,) = (p for p in document_of(data).iter(f"{W}p") if values(p, "pStyle") == ["RedHead"])
    assert (values(mark, "sz"), values(mark, "spacing", "line")) == (["100"], ["1250"])


def joint_document(folder: Path) -> Path:
    """A letter of three bodies under seal, with 版记."""
    folder.mkdir()
    (folder / "book.toml").write_text(
        '[book]\ntitle = "修渠的通知"\n[official]\nissuers = ["清河县水务局", "清河县农业局", '
        '"清河县财政局"]\ndate = 2026-03-05\ncc = "县人大"\nprinted_by = "局办"\n'
        "printed_on = 2026-03-06\n",
        "utf-8",
    )
    (folder / "01.md").write_text(
        "# 修渠的通知\n\n各村五月起修渠，六月底以前修完，由水务局验收。\n", "utf-8"
    )
    return folder


def test_names_under_seal_stand_in_the_middle_of_their_columns(tmp_path: Path) -> None:
    root = document_of(packed(joint_document(tmp_path / "book"), "official"))
    closing = next(p for p in root.iter(f"{W}p") if "Closing" in values(p, "pStyle"))
    measure = 156 * 72 / 25.4 * 20
    stops = [int(at) / measure for at in values(closing, "tabs/tab", "pos")]
    assert stops == pytest.approx([1 / 6, 1 / 2, 5 / 6], abs=0.002)


@pytest.mark.parametrize(("folio", "unnumbered"), [("2", 0), ("4", 1)])
def test_the_record_has_an_even_page_of_its_own_where_print_gives_it_one(
    tmp_path: Path, folio: str, unnumbered: int
) -> None:
    book = reading.load(joint_document(tmp_path / "book")).book
    text, record = (
        chapter.blocks[0].id for chapter in layout.as_official_document(book).chapters[-2:]
    )
    before = PageStart(str((int(folio) + 1) // 2), text)
    data = docx.package(book, {}, ["official"], own_starts=[before, PageStart(folio, record)])
    root = document_of(data)
    sections = list(root.iter(f"{W}sectPr"))
    assert [values(section, "type") for section in sections] == [[], ["evenPage"]]
    assert len(list(sections[1].iter(f"{W}titlePg"))) == unnumbered
    assert values(sections[1], "pgNumType", "start") == [""]
    at_foot = docx.package(book, {}, ["official"], own_starts=[before])
    assert len(list(document_of(at_foot).iter(f"{W}sectPr"))) == 1


def test_no_two_styles_have_one_name(folders: tuple[Path, Path]) -> None:
    for edition in ("booklet", "official"):
        names = values(parts_of(packed(folders[0], edition))["word/styles.xml"], "style/name")
        assert len(names) == len(set(names)) > 10


def test_text_that_is_the_book_has_its_sections_at_the_first_level(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text('[book]\ntitle = "修渠的通知"\n', "utf-8")
    (folder / "01.md").write_text("# 修渠的通知\n\n## 一、时间\n\n五月起。\n", "utf-8")
    rows = paragraphs(packed(folder))
    assert rows == [("Title", "修渠的通知"), ("Heading1", "一、时间"), ("Normal", "五月起。")]


def test_official_letter_has_a_style_for_each_of_its_parts(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text('[book]\ntitle = "渠道"\n', "utf-8")
    rows = {
        "清河镇人民政府文件": "issuer",
        "清政发〔2024〕3号": "number",
        "各村民委员会：": "recipients",
        "附件：1.名册": "annexes",
        "清河镇人民政府": "signature",
    }
    text = "".join(f"{line}\n{{: .{name}}}\n\n" for line, name in rows.items())
    (folder / "01.md").write_text(f"# 修渠的通知\n\n{text}", "utf-8")
    data = packed(folder)
    styles = ("Issuer", "Number", "Recipients", "Annexes", "Signature")
    assert paragraphs(data)[2:] == list(zip(styles, rows, strict=True))
    assert prove_docx(reading.load(folder).book, data) == ()


# --- the text proof -------------------------------------------------------------------------------


def test_text_of_the_file_is_that_of_the_book(book: Book, plain: bytes, tracked: bytes) -> None:
    assert prove_docx(book, plain) == ()
    assert [problem.rule for problem in prove_docx(book, tracked)]  # another text


@pytest.mark.parametrize(
    "text",
    ["", "# 修渠\n", "# 修渠\n\n修渠\n", "修渠\n\n修渠\n", "# 一、修渠\n\n修渠\n", "修渠\n"],
)
def test_title_is_told_from_text_that_reads_alike(text: str, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "修渠"\n', "utf-8")
    (tmp_path / "01.md").write_text(text, "utf-8")
    assert prove_docx(reading.load(tmp_path).book, packed(tmp_path)) == ()


def altered(data: bytes, changes: Mapping[str, str], part: str = "document") -> bytes:
    """A file with other words in one of its parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            for old, new in changes.items() if name == f"word/{part}.xml" else ():
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content.encode("utf-8", "surrogateescape"))
    return result.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "kind"),
    [
        ("document", "由河长带队", "由河长领队", "missing"),
        ("document", "拦水的低坝。", "", "missing"),
        ("document", "报镇里", "报镇里</w:t></w:r></w:p><w:p><w:r><w:t>报镇里", "added"),
        ("footnotes", "每年校核一次", "每年校核", "missing"),
        ("document", "镇村两级试行", "", "missing"),
        ("document", "①不准倾倒垃圾", "", "missing"),
        ("document", "w:drawing", "w:picture", "missing"),
    ],
)
def test_what_the_file_lacks_is_told(
    book: Book, plain: bytes, part: str, old: str, new: str, kind: str
) -> None:
    broken = altered(plain, {old: new}, part)
    differences = list(find_differences(book, read_docx(broken), False))
    assert kind in [difference.kind for difference in differences]


# --- what changed ---------------------------------------------------------------------------------


def test_changes_are_tracked_in_their_sentences(tracked: bytes) -> None:
    document = document_of(tracked)
    rows = [text for _, text in paragraphs(tracked)]
    assert "[-雨后加查一次。]" in rows
    assert "[-1406]1460" in rows
    inserted = ["".join(e.itertext()) for e in document.iter(f"{W}ins") if len(e)]
    assert "和渣土" in inserted
    assert "各村每月评比一次，结果张榜公布。" in inserted
    authors = {(e.get(f"{W}author"), e.get(f"{W}date")) for e in document.iter(f"{W}ins")}
    assert authors == {("duben", "2024-05-06T00:00:00Z")}


def test_rows_are_put_in_and_taken_out_as_a_whole(tracked: bytes) -> None:
    (table,) = document_of(tracked).iterfind(f".//{W}tbl")
    states = []
    for row in table.iterfind(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        for change in ("ins", "del"):
            if properties.find(f"{W}{change}") is not None:
                tag = "t" if change == "ins" else "delText"
                states.append((change, "".join(e.text for e in row.iter(f"{W}{tag}"))))
    assert states == [("ins", "南村新渠820017.75丁小组"), ("del", "北村5108.1戊")]


def imported(folder: Path, data: bytes, original: bool = False) -> list[str]:
    """The texts of the paragraphs that our reader takes."""
    path = folder / "file.docx"
    path.write_bytes(data)
    document = intake_reading.read_document(path, original=original)
    return [paragraph.text for paragraph in document.paragraphs]


def test_accepted_it_is_the_new_text_and_rejected_the_old(
    folders: tuple[Path, Path], plain: bytes, tracked: bytes, tmp_path: Path
) -> None:
    assert imported(tmp_path, tracked) == imported(tmp_path, packed(folders[1]))
    assert imported(tmp_path, tracked, original=True) == imported(tmp_path, plain)


def test_title_block_tells_its_changes(folders: tuple[Path, Path], tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    write_manuscript(newer)
    toml = newer / "book.toml"
    text = toml.read_text("utf-8").replace("读本", "手册").replace("2024-05-06", "2025-05-06")
    toml.write_text(text.replace('subtitle = "镇村两级试行"\n', ""), "utf-8")
    rows = paragraphs(packed(newer, since=folders[0]))
    assert rows[:4] == [
        ("Title", "河道管护[-读本]手册"),
        ("Subtitle", "[-镇村两级试行]"),
        ("Byline", "清河镇水利站"),
        ("Byline", "[-2024年5月6日]2025年5月6日"),
    ]


def test_moved_paragraph_and_gone_table_are_told(tmp_path: Path) -> None:
    texts = [f"第{sign}段说的是各村的水渠怎样分段看管，由谁负责，多久查一次。" for sign in "甲乙丙"]
    table = "| 村 | 长度 |\n| --- | --- |\n| 东村 | 3 |\n"
    folders = []
    for name, parts in {
        "old": [texts[0], table, texts[1], texts[2]],
        "new": [texts[2], texts[0], texts[1]],
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "book.toml").write_text('[book]\ntitle = "水渠"\n', "utf-8")
        (folder / "01.md").write_text("# 看管\n\n" + "\n\n".join(parts) + "\n", "utf-8")
        folders.append(folder)
    data = packed(folders[1], since=folders[0])
    gone = [text for _, text in paragraphs(data) if text.startswith("[-")]
    assert gone == ["[-村]", "[-长度]", "[-东村]", "[-3]", f"[-{texts[2]}]"]
    assert prove_docx(reading.load(folders[1]).book, data) == ()
    assert imported(tmp_path, data, original=True) == imported(tmp_path, packed(folders[0]))


# --- read back ------------------------------------------------------------------------------------


def book_texts(book: Book) -> list[str]:
    """The text of each block, in the order of the file."""
    return [
        block.text.replace("\ufffc", "")
        for chapter in book.chapters
        for top in chapter.blocks
        for block in top.walk()
        if block.text
    ]


def test_what_is_written_is_read_again(book: Book, plain: bytes, tmp_path: Path) -> None:
    read = imported(tmp_path, plain)
    own = ("河道管护读本", *book_texts(book))
    assert missing_in_order(own, "".join(read)) == []
    assert not any("附录" in text for text in read)


def test_boxes_quotations_lists_and_glossaries_come_back_as_such(saved: Path) -> None:
    sources = intake_reading.document_sources(intake_reading.read_document(saved))
    text = "\n".join(source.text for source in sources)
    blocks = (
        "> 河清则村兴。",
        "1. 每周一次，由河长带队。",
        "- 记台账\n- 报镇里",
        "!!! 学习要点\n    - 先看“两不准”\n    - 再看台账\n\n    记住日期。",
        "!!! 思考题\n    4. 为什么要加查？",
    )
    assert [block for block in blocks if block not in text] == []


def test_what_stands_below_the_title_is_read_as_such(plain: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.docx").write_bytes(plain)
    document = intake_reading.read_document(tmp_path / "book.docx")
    assert (document.title, document.subtitle) == ("河道管护读本", "镇村两级试行")
    assert list(document.authors) == ["清河镇水利站"]
    assert document.date == date(2024, 5, 6)


@pytest.fixture
def saved(plain: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "book.docx"
    path.write_bytes(plain)
    return path


def test_a_joint_signature_comes_back_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(packed(joint_document(tmp_path / "book"), "official"))
    document = intake_reading.read_document(path)
    assert [each.text for each in document.paragraphs if each.signature] == [
        "清河县水务局", "清河县农业局", "清河县财政局", "2026年3月5日",
    ]  # fmt: skip
    assert document.date == date(2026, 3, 5)


def test_pandoc_reads_the_same_text(book: Book, saved: Path) -> None:
    texts = [text.replace("堰坝", "坝") for text in book_texts(book)]  # it drops what has ruby
    assert missing_in_order(texts, pandoc_text(saved)) == []


def test_mammoth_reads_the_same_text(book: Book, saved: Path) -> None:
    texts = [text.replace("堰坝", "坝") for text in book_texts(book)]
    notes = [block.text for c in book.chapters for note in c.notes for block in note.blocks]
    assert missing_in_order([*texts, *notes], mammoth_text(saved)) == []


def test_libreoffice_prints_the_whole_text(book: Book, saved: Path) -> None:
    printed = pdf_text(libreoffice_pdf(saved), "-raw")
    body = printed[printed.index("一、管护要求", printed.index("二、责任落实")) :]
    expected = [text for text in book_texts(book) if "堰坝" not in text]
    assert missing_in_order(expected, body) == []
    assert "Error" not in printed


def test_official_pages_have_22_lines_of_28_characters(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text('[book]\ntitle = "修渠"\n', "utf-8")
    text = "修渠放水种田人人出力年年如此" * 120
    (folder / "01.md").write_text(f"# 修渠\n\n{text}\n", "utf-8")
    path = tmp_path / "book.docx"
    path.write_bytes(packed(folder, "official"))
    pages = pdf_text(libreoffice_pdf(path), "-layout").split("\f")
    lines = [line.strip() for line in pages[1].splitlines() if line.strip()]
    assert lines[-1].replace(" ", "") == "—2—"
    assert [len(line) for line in lines[:-1]] == [28] * 22


def test_texts_of_the_corpus_come_back(corpus: Path, tmp_path: Path) -> None:
    for path in sorted((corpus / "texts").glob("*.txt"))[:10]:
        book = reading.load(path).book
        data = docx.package(book, {})
        assert prove_docx(book, data) == ()
        read = {bare(text) for text in imported(tmp_path, data)}
        assert [text for text in book_texts(book) if bare(text) not in read] == [], path.name


def test_revised_texts_of_the_corpus_are_told(corpus: Path, tmp_path: Path) -> None:
    for old in sorted((corpus / "revision" / "texts").glob("*.old.md")):
        new = old.with_name(old.name.replace(".old.", ".new."))
        before, after = packed(old), packed(new)
        data = packed(new, since=old)
        assert imported(tmp_path, data) == imported(tmp_path, after)
        assert imported(tmp_path, data, original=True) == imported(tmp_path, before)


# --- the command ----------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """The exit status of a command."""
    with pytest.raises(SystemExit) as ended:
        program.main(arguments)
    return int(ended.value.code or 0)


def test_build_writes_it_with_its_sums(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = [str(folders[1]), "-o", str(out), "--format", "docx", "--since", str(folders[0])]
    assert run(["build", *arguments]) == 0
    assert {path.name for path in out.iterdir()} == {"he-dao.docx", "manifest.json", "SHA256SUMS"}
    document = document_of((out / "he-dao.docx").read_bytes())
    assert "和渣土" in ["".join(element.itertext()) for element in document.iter(f"{W}ins")]
    assert run(["verify", str(out)]) == 0
    (out / "he-dao.docx").write_bytes(b"PK")
    assert run(["verify", str(out)]) == 1
    assert "he-dao.docx" in capsys.readouterr().err


def test_what_comes_back_corrected_is_taken_in(
    folders: tuple[Path, Path], plain: bytes, tmp_path: Path
) -> None:
    book = shutil.copytree(folders[0], tmp_path / "book")
    (tmp_path / "sent.docx").write_bytes(plain)
    change = '<w:{0} w:id="9000" w:author="甲"><w:r><w:{1}>{2}</w:{1}></w:r></w:{0}>'
    tracked = change.format("del", "delText", "由河长带队") + change.format(
        "ins", "t", "由镇长带队"
    )
    corrections = {
        "由河长带队": f"</w:t></w:r>{tracked}<w:r><w:t>",
        "不准侵占岸线": "不准侵占河岸",
        "拦水的低坝": "拦水用的低坝",
        ">300<": ">310<",
        "记住日期": "记牢日期",
    }
    (tmp_path / "back.docx").write_bytes(altered(plain, corrections))
    arguments = ["-o", str(book), "--update", "--base", str(tmp_path / "sent.docx")]
    assert run(["import", str(tmp_path / "back.docx"), *arguments]) == 0
    corrections |= {"由河长带队": "由镇长带队", ">300<": "", "| 300 |": "| 310 |"}
    for name in ("01-yaoqiu.md", "02-zeren.md"):
        expected = (folders[0] / name).read_text("utf-8")
        for old, new in corrections.items():
            expected = expected.replace(old, new)
        assert (book / name).read_text("utf-8") == expected


def test_copies_are_made_of_other_formats_alone(folders: tuple[Path, Path]) -> None:
    settings = replace(Settings(), output=OutputSettings(formats=("pdf", "epub", "docx")))
    made = Distribution(folders[0], settings, folders[0], Recipients(()), DistributionOptions(), ())
    assert made.formats == ("pdf", "epub")


def test_official_book_is_proved_too(folders: tuple[Path, Path]) -> None:
    book = layout.as_official_document(reading.load(folders[0]).book)
    assert prove_docx(book, packed(folders[0], "official"), official=True) == ()


def test_manuscript_has_what_the_changes_say(folders: tuple[Path, Path]) -> None:
    newer = (folders[1] / "01-yaoqiu.md").read_text("utf-8")
    assert all(new in newer for _, new in CHANGES)


def test_a_form_has_lines_round_its_cells_and_high_blanks(tmp_path: Path) -> None:
    (tmp_path / "01-a.md").write_text(
        "# 登记\n\n|  |  |\n| --- | --- |\n| 姓名 |  |\n| 事迹 | <br><br><br> |\n{: .form}\n"
    )
    (tmp_path / "book.toml").write_text('[book]\ntitle = "登记"\nid = "deng-ji"\n')
    table = next(document_of(packed(tmp_path)).iter(f"{W}tbl"))
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    assert borders is not None and borders.find(f"{W}insideV") is not None
    assert [height.get(f"{W}val") for height in table.iter(f"{W}trHeight")] == ["700", "700"]
    assert len(list(table.iter(f"{W}br"))) == 3


def test_breaks_behind_the_text_of_a_cell_are_lines_in_forms_alone(tmp_path: Path) -> None:
    table = "| 甲 | 乙 |\n| --- | --- |\n| 丙<br><br> | <br>丁 |\n"
    (tmp_path / "01-a.md").write_text(f"# 表\n\n{table}\n文。\n\n{table}{{: .form}}\n")
    (tmp_path / "book.toml").write_text('[book]\ntitle = "表"\nid = "biao"\n')
    tables = document_of(packed(tmp_path)).iter(f"{W}tbl")
    assert [len(list(each.iter(f"{W}br"))) for each in tables] == [1, 3]

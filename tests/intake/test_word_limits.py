"""Word files that are broken, locked, hostile or of another kind: a sentence each, soon and without
much memory.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.file_kinds import detect_kind
from duben.messages import catalogue
from duben.model import BookError
from growth import soon
from word_files import (
    SPACES,
    abstract,
    aligned,
    archive,
    document,
    level,
    num,
    numbered,
    p,
    relation_part,
    tbl,
    tc,
    word_file,
)

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
MEGABYTES = 300  # beyond those that the program takes anyway
STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def texts(tmp_path: Path, data: bytes, name: str = "河道.docx") -> list[str]:
    path = tmp_path / name
    path.write_bytes(data)
    return [paragraph.text for paragraph in reading.read_document(path).paragraphs]


def refused(tmp_path: Path, data: bytes, name: str = "河道.docx") -> tuple[int, str]:
    with pytest.raises(BookError) as error, soon(5):
        texts(tmp_path, data, name)
    (fault,) = error.value.problems
    assert all(all(catalogue.problem_text(fault, tongue)) for tongue in ("zh", "en"))
    return error.value.status, fault.rule


def bomb(part: str, megabytes: int) -> bytes:
    """A file with a part of so many megabytes of zeros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(
            "_rels/.rels", relation_part([("r", "officeDocument", "word/document.xml", False)])
        )
        with packed.open(part, "w", force_zip64=True) as entry:
            for _ in range(megabytes):
                entry.write(bytes(1_000_000))
    return stream.getvalue()


def test_bombs_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, bomb("word/document.xml", 40)) == (1, "word-too-large")
    assert refused(tmp_path, bomb("word/media/image1.png", 40)) == (1, "word-too-large")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["zeros", "tables", "entities"])
def test_hostile_files_are_refused_with_little_memory(tmp_path: Path, kind: str) -> None:
    depth = 10_000
    table = "<w:tbl><w:tr><w:tc>" * depth + p(BODY) + "</w:tc></w:tr></w:tbl>" * depth
    data = {
        "zeros": lambda: bomb("word/document.xml", 1_000),
        "tables": lambda: word_file(table),
        "entities": lambda: word_file(p("甲"), parts={"word/document.xml": laughs()}),
    }[kind]()
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    code = (
        "import resource, sys, time, pathlib\n"
        "from duben.intake import reading\n"
        "from duben.model import BookError\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "import duben.intake.word.document\n"
        "before, start = peak(), time.process_time()\n"
        "try: reading.read_document(pathlib.Path(sys.argv[1]))\n"
        "except BookError as error: print(error.problems[0].rule)\n"
        "print(peak() - before, time.process_time() - start)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    rule, figures = run.stdout.split("\n")[:2]
    memory, seconds = map(float, figures.split())
    assert rule in ("word-too-large", "word-nesting", "word-doctype")
    assert memory < MEGABYTES * 1000 and seconds < 5


def laughs() -> str:
    """A document type with entities of entities."""
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    return document(p("&j;")).replace("<w:document", f"<!DOCTYPE w [{entities}]><w:document", 1)


def test_document_types_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", "utf-8")
    outside = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = document(p("甲")).replace("甲", "&x;").replace("<w:document", outside + "<w:document", 1)
    for part in (text, laughs(), text.replace("&x;", "甲")):
        data = word_file(p("甲"), parts={"word/document.xml": part})
        assert refused(tmp_path, data) == (1, "word-doctype")


def test_names_of_parts_lead_nowhere(tmp_path: Path) -> None:
    outside = relation_part([("i1", "image", "../../../../etc/passwd", False)])
    data = word_file(p(BODY), p(BODY), parts={
        "word/_rels/document.xml.rels": outside, "../../evil.txt": "x", "/etc/passwd": "x",
    })  # fmt: skip
    assert texts(tmp_path, data)[1:] == [BODY, BODY]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["河道.docx"]


def test_nested_tables(tmp_path: Path) -> None:
    def nested(depth: int) -> str:
        cell = tc(p("里面的字。"))
        for _ in range(depth):
            cell = tc(tbl([cell, "旁"], ["下", "角"]) + p(""))
        return tbl([cell, "旁"], ["下", "角"])

    shown = texts(tmp_path, word_file(p(BODY), nested(5), p(BODY)))
    assert any("里面的字。" in text for text in shown)
    assert refused(tmp_path, word_file(p(BODY), nested(60))) == (1, "word-nesting")


def test_many_parts_and_a_package_without_text(tmp_path: Path) -> None:
    many = archive({f"word/{number}.xml": "" for number in range(2_001)})
    assert refused(tmp_path, many) == (1, "word-too-many-parts")
    assert refused(tmp_path, archive({"word/styles.xml": "<a/>"})) == (1, "word-no-text")
    broken = word_file(p("甲"), parts={"word/document.xml": "<w:document"})
    assert refused(tmp_path, broken) == (1, "word-no-text")
    half = word_file(p(BODY))
    assert refused(tmp_path, half[: len(half) // 2])[1] == "word-broken"


def test_broken_parts_round_the_text_do_not_matter(tmp_path: Path) -> None:
    parts = {"word/styles.xml": "<w:styles", "word/numbering.xml": "", "_rels/.rels": "?"}
    relations = relation_part(
        [("r1", "styles", "styles.xml", False), ("r2", "numbering", "numbering.xml", False),
         ("r3", "footnotes", "nowhere.xml", False)]
    )  # fmt: skip
    data = word_file(p(BODY), p("甲。"), parts={**parts, "word/_rels/document.xml.rels": relations})
    assert texts(tmp_path, data)[1:] == [BODY, "甲。"]


def test_strict_files_are_read(tmp_path: Path) -> None:
    usual = word_file(
        aligned("河道清淤办法", "center", 44),
        p(BODY),
        numbered("总则", 1),
        p(BODY),
        numbering=[abstract(1, level("第%1章", "chineseCounting")), num(1, 1)],
    )
    parts = {}
    with zipfile.ZipFile(io.BytesIO(usual)) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode()
            for transitional, strict in STRICT.items():
                text = text.replace(transitional, strict)
            parts[name] = text
    assert texts(tmp_path, archive(parts)) == texts(tmp_path, usual)


# kinds by content


def ole(*streams: str) -> bytes:
    """The smallest OLE file with streams of these names (MS-CFB)."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    for at, number in (
        (44, 1),
        (48, 1),
        (56, 0x1000),
        (60, end),
        (64, 0),
        (68, end),
        (72, 0),
        (76, 0),
    ):
        header[at : at + 4] = number.to_bytes(4, "little")
    header[80:512] = free.to_bytes(4, "little") * 108
    table = (0xFFFFFFFD).to_bytes(4, "little") + end.to_bytes(4, "little")
    fat = table + free.to_bytes(4, "little") * 126

    def entry(name: str, kind: int, child: int = -1, right: int = -1) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        data = bytearray(128)
        data[: len(encoded)] = encoded
        data[64:66] = len(encoded).to_bytes(2, "little")
        data[66:68] = bytes((kind, 1))
        for at, number in ((68, -1), (72, right), (76, child)):
            data[at : at + 4] = number.to_bytes(4, "little", signed=True)
        data[116:120] = end.to_bytes(4, "little")
        return bytes(data)

    names = list(streams)
    entries = [entry("Root Entry", 5, child=1)]
    entries += [
        entry(name, 2, right=index + 2 if index + 1 < len(names) else -1)
        for index, name in enumerate(names)
    ]
    entries += [bytes(128)] * (4 - len(entries))
    return bytes(header) + fat + b"".join(entries)


WORD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)


@pytest.mark.parametrize(
    "data, name, expected",
    [
        (ole("EncryptedPackage", "EncryptionInfo"), "a.docx", (2, "word-password")),
        (ole("WordDocument"), "a.doc", (2, "word-legacy")),
        (ole("WordDocument"), "a.docx", (2, "word-legacy")),
        (ole("Workbook"), "a.doc", (2, "word-other-office")),
        (b"{\\rtf1 a}", "a.rtf", (2, "word-legacy")),
        (b"{\\rtf1 a}", "a.doc", (2, "word-legacy")),
        (WORD_XML.encode(), "a.doc", (2, "word-xml")),
        (WORD_XML.encode(), "a.xml", (2, "word-xml")),
        (archive({"xl/workbook.xml": "<a/>"}), "a.docx", (2, "word-other-office")),
        (b"%PDF-1.7", "a.docx", (1, "intake-pdf-broken")),
        (b"", "a.docx", (1, "intake-empty")),
        (b"", "a.doc", (1, "intake-empty")),
        (b"", "a.pdf", (1, "intake-empty")),
        (b"\0\1\2", "a.docx", (1, "word-broken")),
        (b"\0\1\2", "a.pdf", (1, "intake-pdf-broken")),
    ],
)
def test_kinds_are_told_by_content(
    tmp_path: Path, data: bytes, name: str, expected: tuple[int, str]
) -> None:
    assert refused(tmp_path, data, name) == expected


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.pdf"])
def test_a_text_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("清淤安排\n\n各村每年清淤两次。\n", "utf-8")
    document = reading.read_document(tmp_path / name)
    assert document.title == "清淤安排"
    assert [each.text for each in document.paragraphs] == ["清淤安排", "各村每年清淤两次。"]


def test_a_page_is_read_under_the_name_of_markdown(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html><body><h1>清淤安排</h1><p>各村每年清淤两次。</p></body></html>"
    (tmp_path / "a.md").write_text(page, "utf-8")
    document = reading.read_document(tmp_path / "a.md")
    assert [each.text for each in document.paragraphs] == ["清淤安排", "各村每年清淤两次。"]


def test_other_names_are_read_by_content(tmp_path: Path) -> None:
    packed = word_file(p(BODY), p("甲。"))
    assert detect_kind(packed) == "docx"
    for name in ("a.txt", "a.doc", "a.wps", "a.md", "a.dotx", "a.docm"):
        assert texts(tmp_path, packed, name)[1:] == [BODY, "甲。"]
    page = f"<html><p>{BODY}</p><p>甲。</p></html>".encode()
    for name in ("b.doc", "b.txt", "b.mht"):
        assert texts(tmp_path, page, name)[1:] == [BODY, "甲。"]
    assert texts(tmp_path, f"{BODY}\n甲。\n".encode(), "c.doc")[1:] == [BODY, "甲。"]


def test_macros_are_told_and_locked_archives_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docm"
    path.write_bytes(word_file(p(BODY), p("甲。"), parts={"word/vbaProject.bin": b"\xd0"}))
    assert "word-macros" in [problem.rule for problem in reading.read_document(path).problems]
    locked = bytearray(word_file(p(BODY)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(sign, start)) >= 0:
            locked[start + at] |= 1
            start += 4
    assert refused(tmp_path, bytes(locked)) == (1, "word-password")


def test_a_hundred_pages_are_read_in_a_second(tmp_path: Path) -> None:
    look = '<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/>'
    from word_files import r

    words = ("河道清淤工作要认真执行，", "各村每年两次，", "由水务站负责验收，", "不得挪用资金。")
    paragraph = p("".join(r(word, look) for word in words))
    blocks = [aligned("河道清淤手册", "center", 44), *[paragraph] * 1_700]
    path = tmp_path / "a.docx"
    path.write_bytes(word_file(*blocks))
    reading.read_document(path)
    with soon(1):
        assert len(reading.read_document(path).paragraphs) == 1_701


def test_text_without_a_namespace_of_its_own_is_no_text(tmp_path: Path) -> None:
    data = word_file(p("甲"), parts={"word/document.xml": f"<document {SPACES}/>"})
    assert refused(tmp_path, data) == (1, "word-no-text")

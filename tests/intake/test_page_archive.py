"""Pages saved as one file (.mhtml): the page and its pictures are parts of a MIME message."""

from __future__ import annotations

import base64
import io
import quopri
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument
from duben.model import BookError
from PIL import Image

TEXT = "今年的河道清淤从三月开始，各村按照分段包干的办法组织劳力，到五月底全部完成。"
PAGE = "<h1>青石镇清淤记</h1><div class='pages_content'><p>{}</p>{}</div>"
HOME = "http://www.example.cn/news/1.html"


def picture(size: tuple[int, int] = (80, 60)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "green").save(data, "PNG")
    return data.getvalue()


def part(kind: str, data: bytes, *lines: str, encoding: str = "base64") -> bytes:
    """A part of an archive with its headers."""
    coded = base64.encodebytes(data) if encoding == "base64" else quopri.encodestring(data)
    head = "\r\n".join([f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *lines])
    return f"--SIDE\r\n{head}\r\n\r\n".encode() + coded + b"\r\n"


def archive(*parts: bytes) -> bytes:
    """An archive as a browser writes it."""
    head = 'Subject: =?utf-8?Q?page?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="SIDE"\r\n\r\n'  # noqa: E501
    return head.encode() + b"".join(parts) + b"--SIDE--\r\n"


def taken(tmp_path: Path, data: bytes, name: str = "页面.mhtml") -> ImportedDocument:
    path = tmp_path / name
    path.write_bytes(data)
    return reading.read_document(path)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"%%%%notbase64", "intake-archive-undecodable"),
        (base64.b64encode(PAGE.format(TEXT, "").encode())[:-3], "intake-archive-undecodable"),
    ],
)
def test_a_page_whose_code_is_broken_is_refused(tmp_path: Path, body: bytes, rule: str) -> None:
    head = b"--SIDE\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    with pytest.raises(BookError) as raised:
        taken(tmp_path, archive(head + body + b"\r\n"))
    assert [fault.rule for fault in raised.value.problems] == [rule]


def test_a_page_that_may_not_be_whole_is_told(tmp_path: Path) -> None:
    page = part("text/html; charset=utf-8", PAGE.format(TEXT, "<p>" + TEXT + "</p>").encode())
    whole = archive(page)
    rules = [
        [fault.rule for fault in taken(tmp_path, data).problems]
        for data in (
            whole,
            whole.replace(b"\r\n--SIDE--", b""),
            whole.replace(b"\r\n--SIDE--", b"*\r\n--SIDE--"),
        )
    ]
    assert ["intake-archive-damaged" in each for each in rules] == [False, True, True]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_page_is_read_in_the_encoding_of_its_part(
    tmp_path: Path, encoding: str, charset: str
) -> None:
    page = PAGE.format(TEXT, "").encode(charset)
    data = archive(part(f'text/html; charset="{charset}"', page, encoding=encoding))
    assert [each.text for each in taken(tmp_path, data).paragraphs] == ["青石镇清淤记", TEXT]


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("cid:one@example", "Content-ID: <one@example>"),
        ("http://img.example/a%20b.png", "Content-Location: http://img.example/a%20b.png"),
        ("../img/a.png", "Content-Location: http://www.example.cn/img/a.png"),
    ],
)
def test_pictures_of_an_archive_are_taken(tmp_path: Path, source: str, header: str) -> None:
    page = PAGE.format(TEXT, f"<p><img src='{source}'></p>").encode()
    document = taken(
        tmp_path,
        archive(
            part("text/html; charset=utf-8", page, f"Content-Location: {HOME}"),
            part("image/png", picture(), header),
        ),
    )
    assert [bool(each.picture) for each in document.paragraphs] == [False, False, True]
    assert document.problems == ()


SHEET = (
    "<html><head><title>清淤计划-青石镇</title><meta name='ArticleTitle' content='{label}清淤计划'>"
    "</head><body><h1>清淤计划</h1><div>浏览34次</div><p><img src='http://img.example/a.png'></p>"
    "<div>打印</div></body></html>"
)


def sheet(tmp_path: Path, side: int, label: str = "") -> ImportedDocument:
    return taken(
        tmp_path,
        archive(
            part("text/html; charset=utf-8", SHEET.format(label=label).encode()),
            part("image/png", picture((side, side)), "Content-Location: http://img.example/a.png"),
        ),
    )


def test_a_page_whose_text_is_a_scanned_sheet_has_the_picture_and_says_so(tmp_path: Path) -> None:
    document = sheet(tmp_path, 600)
    assert document.title == "清淤计划"
    assert [(each.text, bool(each.picture)) for each in document.paragraphs] == [
        ("清淤计划", False),
        ("", True),
    ]
    assert "intake-picture-text" in [problem.rule for problem in document.problems]
    assert "浏览34次" in [each.text for each in document.left_out]


def test_a_page_of_buttons_and_small_pictures_is_no_scanned_sheet(tmp_path: Path) -> None:
    document = sheet(tmp_path, 300)
    assert "intake-picture-text" not in [problem.rule for problem in document.problems]


def test_a_label_before_the_title_in_the_head_of_a_page_is_no_part_of_it(tmp_path: Path) -> None:
    assert sheet(tmp_path, 600, "文章标题").title == "清淤计划"


def test_a_picture_that_an_archive_lacks_is_told_with_its_address(tmp_path: Path) -> None:
    page = PAGE.format(TEXT, "<p><img data-src='http://img.example/b.png'></p>").encode()
    document = taken(tmp_path, archive(part("text/html; charset=utf-8", page)))
    assert [problem.rule for problem in document.problems] == ["intake-picture"]
    assert "http://img.example/b.png" in document.left_out[-1].text


def test_the_first_page_of_an_archive_is_the_page(tmp_path: Path) -> None:
    advert = "<p>桌椅大减价，欲购从速，送货上门，概不赊欠，机会难得。</p>".encode()
    page = PAGE.format(TEXT, "<iframe src='cid:advert'></iframe>").encode()
    data = archive(
        part("text/html; charset=utf-8", page),
        part("text/html; charset=utf-8", advert, "Content-ID: <advert>"),
    )
    assert [each.text for each in taken(tmp_path, data, "页面.mht").paragraphs][1:] == [TEXT]


def test_a_page_that_bears_the_name_of_an_archive_is_read(tmp_path: Path) -> None:
    document = taken(tmp_path, PAGE.format(TEXT, "").encode())
    assert [each.text for each in document.paragraphs] == ["青石镇清淤记", TEXT]


def test_an_archive_whose_parts_nest_too_deep_is_refused(tmp_path: Path) -> None:
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        for level in range(5000)
    )
    with pytest.raises(BookError) as error:
        taken(tmp_path, f"MIME-Version: 1.0\n{opening}".encode())
    assert error.value.problems[0].rule in ("intake-nesting", "intake-empty")


@pytest.mark.parametrize(
    "image",
    [
        "<img src='data:image/gif;base64,R0lGOD' data-src='a.png'>",
        "<img data-original='a.png' src='http://img.example/blank.gif'>",
        "<img srcset='a.png 1x, b.png 2x'>",
        "<img src='页面_files/a.png'>",
    ],
)
def test_a_picture_beside_its_page_is_taken_from_any_of_its_addresses(
    tmp_path: Path, image: str
) -> None:
    (tmp_path / "页面_files").mkdir()
    for name in ("a.png", "页面_files/a.png"):
        (tmp_path / name).write_bytes(picture())
    document = taken(tmp_path, PAGE.format(TEXT, f"<p>{image}</p>").encode(), "页面.html")
    assert document.paragraphs[-1].picture is not None


@pytest.mark.parametrize("address", ["../a.png", "/etc/a.png", "file:///etc/a.png"])
def test_a_picture_outside_the_folder_of_its_page_is_told(tmp_path: Path, address: str) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "页").mkdir()
    page = PAGE.format(TEXT, f"<p><img src='{address}'></p>").encode()
    document = taken(tmp_path, page, "页/面.html")
    assert [problem.rule for problem in document.problems] == ["intake-picture"]

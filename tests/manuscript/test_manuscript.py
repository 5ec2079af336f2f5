"""Folders, files, encodings and pictures: what is read, what is refused and how."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from duben.manuscript import encoding
from duben.manuscript.loading import Manuscript, load
from duben.manuscript.pictures import Picture, load_picture
from duben.messages.catalogue import problem_text
from duben.model import BookError, Problem, SourceLocation
from PIL import Image, ImageChops, ImageCms

TOML = '[book]\ntitle = "书"\ndate = 2026-01-31\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with a book.toml and one chapter."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text(TOML, "utf-8")
    (folder / "01.md").write_text("# 一\n", "utf-8")
    return folder


def told(found: Manuscript) -> list[tuple[str, str]]:
    for one in found.problems:
        assert problem_text(one, "zh")[0] and problem_text(one, "en")[0]
    return [(str(one.place), one.rule) for one in found.problems]


def test_chapters_come_in_the_order_people_count(book: Path) -> None:
    for name in ("10.md", "2.md", "_x.md", ".y.md", "a.csv"):
        (book / name).write_text("# x", "utf-8")
    found = load(book)
    assert [source.file for source in found.sources] == ["01.md", "2.md", "10.md"] and told(
        found
    ) == []


def test_texts_that_are_no_chapters_are_told(book: Path) -> None:
    for name in ("a.txt", "b.DOCX", "c.wps", "d.markdown", "_e.txt", "~$f.docx", "g.json"):
        (book / name).write_text("x", "utf-8")
    assert told(load(book)) == [
        ("a.txt:1", "file-no-chapter"),
        ("b.DOCX:1", "file-no-chapter-word"),
        ("c.wps:1", "file-no-chapter-word"),
        ("d.markdown:1", "file-no-chapter-ending"),
    ]


def test_settings_in_another_encoding_have_a_way_out_that_can_be_gone(book: Path) -> None:
    for data in (
        "# 这是一个中国的文件\n我们在这里\n".encode("gb18030"),
        '[book]\ntitle = "样书"\n'.encode("gbk"),
    ):
        (book / "book.toml").write_bytes(data)
        (found,) = load(book).problems
        assert found.rule == "settings-encoding"
        assert (
            "另存为" in problem_text(found, "zh")[1]
            and "import" not in problem_text(found, "en")[1]
        )


def test_listed_chapters_are_taken_and_others_told(book: Path) -> None:
    (book / "b.md").write_text("# b", "utf-8")
    (book / "book.toml").write_text(TOML + 'chapters = ["b.md", "c.md", "../d.md"]\n', "utf-8")
    found = load(book)
    assert [source.file for source in found.sources] == ["b.md"]
    assert told(found) == [
        ("book.toml:4", "file-outside"),
        ("01.md:1", "chapter-left-out"),
        ("book.toml:4", "chapter-missing"),
    ]


@pytest.mark.parametrize(
    ("data", "rule", "values"),
    [
        ("# 这是一个中国的文件\n我们在这里\n".encode("gb18030"), "encoding", "GB18030"),
        ("# 這是一個中國的文件\n我們在這裡\n".encode("big5"), "encoding", "Big5"),
        ("# 这是一个中国的文件\n".encode("utf-16"), "encoding", "UTF-16"),
        ("# 这是一个中国的文件\n".encode("utf-16-le"), "encoding", "UTF-16 LE"),
        ("# 这是一个中国的文件\n".encode("utf-16-be"), "encoding", "UTF-16 BE"),
        ("# 这是一个\n中".encode() + b"\xff" + "国的文件\n".encode(), "encoding-broken", "0xFF"),
        ("# 这是一个中国的文件".encode()[:-1], "encoding-broken", "0xE4"),
    ],
)
def test_other_encoding_is_refused_by_name(book: Path, data: bytes, rule: str, values: str) -> None:
    (book / "02.md").write_bytes(data)
    found = load(book)
    assert [(one.rule, values in one.values.values()) for one in found.problems] == [(rule, True)]
    assert [source.file for source in found.sources] == ["01.md"]


def test_wrong_byte_is_told_at_its_line_and_column(book: Path) -> None:
    (book / "01.md").write_bytes("# 题\n\n中文".encode() + b"\xff\n")
    assert load(book).problems[0].place == SourceLocation("01.md", 3, 3)


def test_byte_order_mark_and_windows_line_ends_are_taken_off(book: Path) -> None:
    (book / "01.md").write_bytes(b"\xef\xbb\xbf# \xe4\xb8\x80\r\n\r\nx\ry")
    assert load(book).sources[0].text == "# 一\n\nx\ny"


@pytest.mark.parametrize(
    ("char", "rule"),
    [
        ("\0", "text-control"),
        ("\x02", "text-control"),
        ("\x85", "text-control"),
        ("\u2028", "text-control"),
        ("\ufffc", "text-control"),
        ("\U000e0041", "text-control"),
        ("\ufffe", "text-noncharacter"),
        ("\U0010ffff", "text-noncharacter"),
        ("\u202e", "text-direction"),
        ("\U000f0041", "text-private"),
        ("\ufffd", "text-replacement"),
        ("\ufeff", "text-bom"),
    ],
)
def test_character_that_is_none_is_told_where_it_stands(book: Path, char: str, rule: str) -> None:
    (book / "01.md").write_text(f"# 一\n\n甲乙{char}丙", "utf-8")
    assert [(one.place, one.rule) for one in load(book).problems] == [
        (SourceLocation("01.md", 3, 3), rule)
    ]


def test_every_character_that_is_none_is_seen() -> None:
    ends = (
        plane + end for plane in range(0, 0x110000, 0x10000) for end in (0, 0xFFFD, 0xFFFE, 0xFFFF)
    )
    for code in (*range(0xD800), *range(0xE000, 0x10000), *ends, 0xE0001, 0xE007F):
        wanted = encoding.UNWANTED.match(chr(code))
        assert bool([*encoding.find_unwanted(f"甲{chr(code)}乙\n", "01.md")]) == bool(wanted), (
            f"U+{code:04X}"
        )


def test_many_wrong_characters_are_counted_not_listed(book: Path) -> None:
    (book / "01.md").write_text("# 一\n" + "\x01\n" * 1_000, "utf-8")
    found = load(book).problems
    assert len(found) == 21 and found[-1].values["count"] == 980


def test_folder_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name, rule in (
        ("none", "folder-missing"),
        ("file", "folder-is-file"),
        ("file/x", "folder-missing"),
        ("a\0b", "folder-unreadable"),
    ):
        with pytest.raises(BookError) as raised:
            load(tmp_path / name)
        assert (raised.value.status, raised.value.problems[0].rule) == (2, rule)


def test_folder_without_chapters_is_a_problem_of_the_text(tmp_path: Path) -> None:
    with pytest.raises(BookError) as raised:
        load(tmp_path)
    assert (raised.value.status, [one.rule for one in raised.value.problems]) == (
        1,
        ["settings-missing", "no-chapters"],
    )


def test_limits_of_size_are_told_and_the_limit_is_allowed(book: Path) -> None:
    (book / "02.md").write_bytes(b"a" * 5_000_000)
    (book / "03.md").write_bytes(b"a" * 5_000_001)
    assert told(load(book)) == [("03.md:1", "file-too-large")]


def test_book_of_more_than_50_mb_is_refused(book: Path) -> None:
    for number in range(10, 21):
        (book / f"{number}.md").write_bytes(b"a" * 4_999_000)
    assert [rule for _, rule in told(load(book))] == ["book-too-large"]


def test_more_than_2000_chapters_are_told(book: Path) -> None:
    for number in range(2, 2_002):
        (book / f"{number:04}.md").write_text("x")
    found = load(book)
    assert [one.rule for one in found.problems] == ["too-many-chapters"] and len(
        found.sources
    ) == 2_000


def test_links_pipes_and_folders_are_no_chapters(book: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 密")
    (book / "02.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(book / "03.md")
    (book / "04.md").mkdir()
    found = load(book)
    assert told(found) == [
        ("02.md:1", "file-link"),
        ("03.md:1", "file-not-regular"),
        ("04.md:1", "file-not-regular"),
    ]
    assert [source.file for source in found.sources] == ["01.md"]


def test_folder_of_pictures_that_is_a_link_is_not_followed(book: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    Image.new("RGB", (2, 2)).save(tmp_path / "out" / "a.png")
    (book / "images").symlink_to(tmp_path / "out")
    assert _rule(load_picture(load(book), "images/a.png")) == "file-link"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../a.png", "file-outside"),
        ("/etc/passwd", "file-outside"),
        ("images/../../a.png", "file-outside"),
        ("http://a.cn/a.png", "picture-remote"),
        ("data:image/png;base64,xx", "picture-remote"),
        ("file:///a.png", "picture-remote"),
        ("//a.cn/a.png", "picture-remote"),
        ("C:\\a.png", "file-outside"),
        ("images\\a.png", "file-backslash"),
        ("..\\a.png", "file-outside"),
        ("a\0.png", "file-outside"),
        ("", "file-outside"),
        ("none.png", "file-missing"),
        ("01.md", "picture-unknown"),
    ],
)
def test_picture_outside_the_folder_is_refused(book: Path, name: str, rule: str) -> None:
    assert _rule(load_picture(load(book), name, SourceLocation("01.md", 3))) == rule


def test_backslash_in_the_name_of_a_chapter_is_told_as_such(book: Path) -> None:
    (book / "02\\b.md").write_text("# 水\n", "utf-8")
    found = load(book)
    assert [(str(one.place), one.rule) for one in found.problems] == [
        ("02\\b.md:1", "file-backslash")
    ]
    (book / "02\\b.md").rename(book / "02.md")
    toml = '[book]\nid = "b"\ntitle = "书"\nchapters = [\n"01.md",\n"x\\\\02.md"]\n'
    (book / "book.toml").write_text(toml, "utf-8")
    assert ("book.toml:6", "file-backslash") in [
        (str(one.place), one.rule) for one in load(book).problems
    ]


def test_picture_whose_name_differs_by_case_is_named(book: Path) -> None:
    Image.new("RGB", (2, 2)).save(book / "A.PNG", "PNG")
    found = load_picture(load(book), "a.png")
    assert isinstance(found, Problem) and (found.rule, found.values["other"]) == (
        "file-name-differs",
        "A.PNG",
    )


def test_picture_name_with_escapes_is_found(book: Path) -> None:
    Image.new("RGB", (2, 2)).save(book / "图 1.png", "PNG")
    assert isinstance(load_picture(load(book), "%E5%9B%BE%201.png"), Picture)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_any_kind_becomes_plain_png(book: Path, mode: str) -> None:
    Image.new(mode, (3, 2)).save(
        book / "a.png",
        "PNG",
        dpi=(300, 300),
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    made = _made(book, "a.png")
    opened = Image.open(io.BytesIO(made.data))
    assert (
        made.media_type,
        made.width,
        made.height,
        opened.mode in ("L", "LA", "P", "RGB", "RGBA"),
        opened.info,
    ) == (
        "image/png",
        3,
        2,
        True,
        {},
    )


def test_sixteen_bits_of_grey_keep_their_brightness(book: Path) -> None:
    Image.new("I;16", (1, 1), 0x8000).save(book / "a.png", "PNG")
    assert Image.open(io.BytesIO(_made(book, "a.png").data)).getpixel((0, 0)) == 128


def test_jpeg_keeps_its_picture_and_loses_its_metadata(book: Path) -> None:
    image = Image.effect_noise((16, 16), 50).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "camera"
    image.save(book / "a.jpg", "JPEG", exif=exif, comment=b"secret")
    made = _made(book, "a.jpg")
    assert (
        made.media_type == "image/jpeg"
        and b"camera" not in made.data
        and b"secret" not in made.data
    )
    assert Image.open(io.BytesIO(made.data)).tobytes() == Image.open(book / "a.jpg").tobytes()


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"restart_marker_rows": 1}, {"quality": 100}]
)
def test_jpeg_of_every_make_is_kept_to_the_pixel(book: Path, options: dict[str, int]) -> None:
    Image.effect_noise((50, 50), 90).convert("RGB").save(book / "a.jpg", "JPEG", **options)
    assert (
        Image.open(io.BytesIO(_made(book, "a.jpg").data)).tobytes()
        == Image.open(book / "a.jpg").tobytes()
    )


def test_second_picture_of_a_stereo_camera_is_left_out(book: Path) -> None:
    image = Image.effect_noise((50, 50), 90).convert("RGB")
    image.save(book / "a.jpg", "MPO", save_all=True, append_images=[image])
    assert _made(book, "a.jpg").data.count(b"\xff\xd8\xff") == 1


def test_turned_jpeg_stands_upright(book: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4, 2)).save(book / "a.jpg", "JPEG", exif=exif)
    made = _made(book, "a.jpg")
    assert (made.width, made.height) == (2, 4) and not Image.open(io.BytesIO(made.data)).getexif()


def test_cmyk_becomes_rgb_and_motion_its_first_frame(book: Path) -> None:
    Image.new("CMYK", (4, 2)).save(book / "a.jpg", "JPEG")
    Image.new("P", (4, 2)).save(
        book / "a.gif", "GIF", save_all=True, append_images=[Image.new("P", (4, 2), 1)]
    )
    Image.new("RGBA", (4, 2)).save(book / "a.webp", "WEBP")
    assert [
        Image.open(io.BytesIO(_made(book, name).data)).mode for name in ("a.jpg", "a.gif", "a.webp")
    ][0::2] == [
        "RGB",
        "RGBA",
    ]
    assert not getattr(Image.open(io.BytesIO(_made(book, "a.gif").data)), "is_animated", False)


def test_a_drawing_of_few_colours_keeps_them_and_takes_few_bytes(book: Path) -> None:
    noise = Image.effect_noise((90, 60), 90)
    drawing = Image.merge("RGB", (noise, noise, noise.point(lambda level: 255 - level)))
    drawing.save(book / "a.png", "PNG")
    data = _made(book, "a.png").data
    assert (
        ImageChops.difference(Image.open(io.BytesIO(data)).convert("RGB"), drawing).getbbox()
        is None
    )
    assert len(data) < len((book / "a.png").read_bytes()) / 2


def test_same_picture_gives_the_same_bytes(book: Path) -> None:
    Image.effect_noise((30, 30), 50).save(book / "a.png", "PNG")
    assert _made(book, "a.png").data == _made(book, "a.png").data


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
        for c in (head, body, b"IEND")
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (png_header(30_000, 30_000), "picture-pixels"),
        (png_header(8_000, 6_251), "picture-pixels"),
        (png_header(100, 100), "picture-broken"),
        (b"<html><script>x</script></html>", "picture-format"),
        (b'<?xml version="1.0"?><svg/>', "picture-svg"),
        (b"<svg onload=x>", "picture-svg"),
        (b"", "picture-unknown"),
        (b"\x89PNG\r\n\x1a\n", "picture-broken"),
        (b"\xff\xd8\xff", "picture-broken"),
        (b"GIF89a", "picture-broken"),
        (b"RIFF\0\0\0\0WEBP", "picture-broken"),
        (b"%PDF-1.4", "picture-format"),
        (b"%!PS-Adobe EPSF", "picture-format"),
        (b"PK\x03\x04", "picture-format"),
    ],
)
def test_what_is_no_picture_is_told(book: Path, data: bytes, rule: str) -> None:
    (book / "a.png").write_bytes(data)
    assert _rule(load_picture(load(book), "a.png")) == rule


def test_picture_cut_short_is_told(book: Path) -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        stream = io.BytesIO()
        Image.effect_noise((64, 64), 90).convert("RGB").save(stream, kind)
        (book / "a.png").write_bytes(stream.getvalue()[: len(stream.getvalue()) // 2])
        assert _rule(load_picture(load(book), "a.png")) == "picture-broken", kind


def test_picture_of_more_than_50_mb_is_refused_unread(book: Path) -> None:
    with open(book / "a.png", "wb") as stream:
        stream.truncate(50_000_001)
    assert _rule(load_picture(load(book), "a.png")) == "file-too-large"


def test_broken_pictures_are_never_a_traceback(book: Path) -> None:
    chance = random.Random(1)
    streams = []
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        stream = io.BytesIO()
        Image.effect_noise((20, 20), 90).convert("RGB").save(stream, kind)
        streams.append(stream.getvalue())
    found = load(book)
    for _ in range(300):
        data = bytearray(chance.choice(streams))
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (book / "a.png").write_bytes(data)
        load_picture(found, "a.png")


def test_any_bytes_in_any_file_are_never_a_traceback(book: Path) -> None:
    chance = random.Random(1)
    for _ in range(150):
        for name in ("book.toml", "01.md", "enumerations.toml"):
            data = chance.choice(
                (
                    chance.randbytes(60),
                    "中文标题\n".encode()[: chance.randint(0, 13)],
                    "中文".encode("gbk") * 3,
                    TOML.encode(),
                )
            )
            (book / name).write_bytes(data)
        told(load(book))


def test_own_templates_and_styles_are_read_as_text(book: Path, tmp_path: Path) -> None:
    (book / "styles").mkdir()
    (book / "styles" / "text.css").write_text("p { color: red }")
    (book / "styles" / "bad.css").write_bytes(b"\xff\xfe")
    (book / "styles" / "font.otf").write_bytes(b"\0")
    (tmp_path / "secret.css").write_text("x")
    (book / "styles" / "link.css").symlink_to(tmp_path / "secret.css")
    found = load(book)
    assert (
        dict(found.stylesheets) == {"text.css": "p { color: red }"} and dict(found.templates) == {}
    )
    assert told(found) == [("styles/bad.css:1", "encoding"), ("styles/link.css:1", "file-link")]
    assert found.own["styles/text.css"] == "p { color: red }"


def test_decisions_are_read_beside_the_chapters(book: Path) -> None:
    (book / "enumerations.toml").write_text("[[enumeration]]", "utf-8")
    decisions = load(book).decisions
    assert decisions and decisions.text == "[[enumeration]]"


def _rule(found: Picture | Problem) -> str:
    assert isinstance(found, Problem), found
    assert problem_text(found, "zh")[0] and problem_text(found, "en")[0]
    return found.rule


def _made(book: Path, name: str) -> Picture:
    made = load_picture(load(book), name)
    assert isinstance(made, Picture), made
    return made

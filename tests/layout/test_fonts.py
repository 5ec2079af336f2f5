"""Fonts: found by role, told when missing, and nothing else on the machine gets into a page."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from duben.layout import fonts
from duben.layout.fonts import FontFace
from duben.model import (
    Block,
    Book,
    BookError,
    BookSettings,
    Chapter,
    Enumeration,
    Settings,
    SourceLocation,
    Span,
    TextSettings,
)
from growth import soon

SYSTEM = [path for path in fonts.font_folders({}) if path.is_dir()]


@pytest.fixture(scope="module")
def chosen() -> tuple[FontFace, ...]:
    try:
        return fonts.choose_faces("zh-Hans", SYSTEM)
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")


# --- finding --------------------------------------------------------------------------------------


def test_every_role_has_its_face(chosen):
    assert [(face.role, face.weight, face.used, face.file.name) for face in chosen] == [
        ("song", 400, "Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc"),
        ("song", 700, "Noto Serif CJK SC", "NotoSerifCJK-Bold.ttc"),
        ("hei", 400, "Noto Sans CJK SC", "NotoSansCJK-Regular.ttc"),
        ("hei", 700, "Noto Sans CJK SC", "NotoSansCJK-Bold.ttc"),
        ("kai", 300, "LXGW WenKai Light", "LXGWWenKai-Light.ttf"),
    ]
    assert [face.index for face in chosen][-1] == 0 and len(
        {face.index for face in chosen[:4]}
    ) == 1


def test_the_traditional_book_takes_the_traditional_faces(chosen):
    assert [face.used for face in fonts.choose_faces("zh-Hant", SYSTEM)][::2] == [
        "Noto Serif CJK TC",
        "Noto Sans CJK TC",
        "LXGW WenKai Light",
    ]


@pytest.mark.parametrize(
    "language, script",
    [
        ("zh-Hans", "SC"),
        ("zh", "SC"),
        ("zh-CN", "SC"),
        ("zh-Hans-HK", "SC"),
        ("zh-Hant", "TC"),
        ("zh-TW", "TC"),
        ("zh_HK", "TC"),
        ("ZH-MO", "TC"),
    ],
)
def test_the_language_tag_decides_the_script(language, script):
    assert fonts.font_script(language) == script


def test_missing_faces_are_all_named_with_their_packages(tmp_path):
    with pytest.raises(BookError) as raised:
        fonts.choose_faces("zh-Hans", [tmp_path])
    assert raised.value.status == 2
    assert [(p.rule, p.values["file"], p.values["package"]) for p in raised.value.problems] == [
        ("font-missing", "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk"),
        ("font-missing", "NotoSerifCJK-Bold.ttc", "fonts-noto-cjk"),
        ("font-missing", "NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
        ("font-missing", "NotoSansCJK-Bold.ttc", "fonts-noto-cjk"),
    ]


def linked(faces: tuple[FontFace, ...], folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for face in faces:
        if not (folder / face.file.name).exists():
            (folder / face.file.name).symlink_to(face.file)
    return folder


def test_without_kai_song_stands_in_and_is_told(chosen, tmp_path):
    found = fonts.choose_faces("zh-Hans", [linked(chosen[:4], tmp_path)])
    assert (found[4].role, found[4].asked, found[4].used) == (
        "kai",
        "LXGW WenKai Light",
        "Noto Serif CJK SC",
    )
    assert [(p.rule, p.severity, dict(p.values)) for p in fonts.substitute_warnings(found)] == [
        (
            "font-substituted",
            "warning",
            {
                "asked": "LXGW WenKai Light",
                "used": "Noto Serif CJK SC",
                "package": "fonts-lxgw-wenkai",
            },
        )
    ]
    assert fonts.substitute_warnings(chosen) == ()


def test_a_file_that_is_not_the_font_of_its_name_is_passed_over(chosen, tmp_path):
    linked(chosen, tmp_path / "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "NotoSerifCJK-Regular.ttc").write_bytes(b"ttcf" + b"\0" * 40)
    (tmp_path / "a" / "NotoSerifCJK-Bold.ttc").symlink_to(chosen[4].file)
    (tmp_path / "a" / "LXGWWenKai-Light.ttf").symlink_to(tmp_path / "nowhere")
    assert [
        face.file.parent.name
        for face in fonts.choose_faces("zh-Hans", [tmp_path / "a", tmp_path / "b"])
    ] == ["b"] * 5


def test_folders_of_ones_own_come_first():
    assert fonts.font_folders({"HOME": "/home/x", "DUBEN_FONTS": "/a:/b"}) == tuple(
        map(
            Path,
            (
                "/a",
                "/b",
                "/home/x/.local/share/fonts",
                "/home/x/.fonts",
                f"{sys.prefix}/share/fonts",
                "/usr/local/share/fonts",
                "/usr/share/fonts",
            ),
        )
    )


# --- characters -----------------------------------------------------------------------------------


def test_characters_that_no_face_has_are_named(chosen):
    assert (
        fonts.missing_characters("读本①、“a”é𠮷\n\t　\u200b\ufe0f\ufffc\U000e0100", chosen) == set()
    )
    assert fonts.missing_characters("读本😀ཀ\ue000", chosen) == {"😀", "ཀ", "\ue000"}


def test_looking_for_missing_characters_is_quick(chosen):
    fonts.character_runs.cache_clear()
    with soon(0.5):  # it takes a tenth of that
        fonts.missing_characters((chr(code) for code in range(0x4E00, 0x9FB0)), chosen)


def test_a_table_of_characters_of_the_old_form_is_read(tmp_path, monkeypatch):
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a", "b"])
    builder.setupCharacterMap({0x41: "a", 0x4E00: "b"})
    builder.setupGlyf({name: Glyph() for name in (".notdef", "a", "b")})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "a", "b"), (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupPost()
    builder.save(tmp_path / "old.ttf")
    assert fonts.missing_characters(
        "A一B", [FontFace("song", "", "", tmp_path / "old.ttf", 0, 400)]
    ) == {"B"}


def test_characters_of_one_glyph_are_twins(chosen):
    assert fonts.confusables("人⼈甲", chosen) == {"人": "⼈"} or fonts.confusables(
        "人⼈甲", chosen
    ) == {"⼈": "人"}
    assert fonts.confusables("人甲乙", chosen) == {}


def book(*blocks: Block, **about: str) -> Book:
    text = TextSettings(missing_glyph=about.pop("missing_glyph", "error"))  # type: ignore[arg-type]
    return Book(Settings(book=BookSettings(**about), text=text), (Chapter("one", "01.md", blocks),))  # type: ignore[arg-type]


def test_every_line_with_a_character_that_cannot_be_drawn_is_named(chosen):
    first = Block(
        "paragraph", "a", SourceLocation("01.md", 3), "笑😀脸ཀ哭😀", lines=((0, 3), (3, 4))
    )
    second = Block(
        "item", "b", SourceLocation("01.md", 9), "词", (Span(0, 1, "ruby", "ཀ"),), label="😀"
    )
    of = book(first, second, title="书😀")
    of = Book(of.settings, of.chapters, enumerations=(Enumeration("e", "三个ཁ", 3, "bare"),))
    assert [
        (p.rule, p.severity, str(p.place), p.values["characters"])
        for p in fonts.unprintable_characters(of, chosen)
    ] == [
        ("glyph-missing", "error", "01.md:3", "😀（U+1F600）"),
        ("glyph-missing", "error", "01.md:4", "ཀ（U+0F40）、😀（U+1F600）"),
        ("glyph-missing", "error", "01.md:9", "😀（U+1F600）、ཀ（U+0F40）"),
        ("glyph-missing", "error", "book.toml:1", "😀（U+1F600）"),
        ("glyph-missing", "error", "enumerations.toml:1", "ཁ（U+0F41）"),
    ]


def test_a_character_that_was_told_as_what_it_is_is_not_told_as_its_replacement(chosen):
    of = book(
        Block("paragraph", "a", SourceLocation("01.md", 3), "甲\ufffd乙\ue000"),
        Block("paragraph", "b", SourceLocation("02.md", 3), "丙\ufffd"),
    )
    assert [
        (str(p.place), p.values["characters"])
        for p in fonts.unprintable_characters(of, chosen, {"01.md"})
    ] == [("01.md:3", "\ue000（U+E000）"), ("02.md:3", "\ufffd（U+FFFD）")]


def test_settings_turn_a_missing_glyph_into_a_warning(chosen):
    of = book(Block("paragraph", "a", SourceLocation("01.md", 3), "😀"), missing_glyph="warning")
    assert [p.severity for p in fonts.unprintable_characters(of, chosen)] == ["warning"]


def test_a_mark_that_joins_its_letter_can_be_drawn(chosen):
    assert (
        fonts.unprintable_characters(
            book(Block("paragraph", "a", SourceLocation("01.md", 3), "cafe\u0301")), chosen
        )
        == ()
    )


@pytest.fixture(scope="module")
def signs() -> tuple[FontFace, ...]:
    face = fonts.symbol_face(SYSTEM)
    if face is None:
        pytest.skip("the font of Debian fonts-dejavu-core is not installed")
    return (face,)


def test_signs_that_no_chosen_face_has_come_from_that_of_signs(chosen, signs):
    of = book(Block("paragraph", "a", SourceLocation("01.md", 3), "落实✔，没有✘，见➤和∗。"))
    faces = fonts.faces_with_symbols(of, chosen, SYSTEM)
    assert faces == (*chosen, *signs) and signs[0].role == "symbols"
    assert fonts.unprintable_characters(of, faces) == ()
    assert len(fonts.unprintable_characters(of, chosen)) == 1


def test_a_book_without_such_signs_does_not_know_that_face(chosen, signs):
    of = book(Block("paragraph", "a", SourceLocation("01.md", 3), "√ ★ ① ☑ 甲\ue000ཀ"))
    assert fonts.faces_with_symbols(of, chosen, SYSTEM) == chosen


def test_the_face_of_signs_sets_no_letters_and_nothing_from_right_to_left(chosen, signs):
    of = book(Block("paragraph", "a", SourceLocation("01.md", 3), "✔ א ٣ ა"))
    faces = fonts.faces_with_symbols(of, chosen, SYSTEM)
    assert [p.values["characters"] for p in fonts.unprintable_characters(of, faces)] == [
        "א（U+05D0）、٣（U+0663）、ა（U+10D0）"
    ]


def test_without_that_face_the_signs_are_told(chosen, tmp_path):
    of = book(Block("paragraph", "a", SourceLocation("01.md", 3), "落实✔"))
    assert fonts.faces_with_symbols(of, chosen, [tmp_path]) == chosen


def test_pango_takes_from_that_face_what_it_is_asked_for(chosen, signs, tmp_path):
    file = fonts.write_font_configuration((*chosen, *signs), tmp_path)
    environment = dict(os.environ, FONTCONFIG_FILE=str(file))
    ask = ["fc-match", "--format=%{family[0]}", "LXGW WenKai Light:charset=2714"]
    told = subprocess.run(ask, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout == "DejaVu Sans"
    taken_out = file.read_text("utf-8")
    assert "<int>0x5d0</int>" in taken_out and "<int>0x2714</int>" not in taken_out


# --- reports --------------------------------------------------------------------------------------


def test_a_font_file_is_read_once_for_its_digest(tmp_path, monkeypatch):
    file = tmp_path / "a.ttf"
    file.write_bytes(b"1")
    read = []
    monkeypatch.setattr(
        fonts,
        "file_digest",
        lambda stream, kind: read.append(1) or hashlib.file_digest(stream, kind),
    )
    first = fonts._digest(file, fonts.NullCache())
    assert fonts._digest(file, fonts.NullCache()) == first and len(read) == 1
    file.write_bytes(b"22")
    assert fonts._digest(file, fonts.NullCache()) != first and len(read) == 2


def test_the_report_names_what_was_asked_what_is_used_and_its_digest(chosen):
    row = fonts.font_report(chosen)[4]
    assert row == {
        "role": "kai",
        "asked": "LXGW WenKai Light",
        "used": "LXGW WenKai Light",
        "file": "LXGWWenKai-Light.ttf",
        "sha256": hashlib.sha256(chosen[4].file.read_bytes()).hexdigest(),
    }


def test_libraries_that_cannot_be_opened_are_named(monkeypatch):
    monkeypatch.setattr(fonts, "can_load", lambda name: name.startswith("libpango-"))
    assert [(p.rule, p.severity, p.values["package"]) for p in fonts.check_libraries()] == [
        ("library-missing", "error", "libpangoft2-1.0-0"),
        ("library-slow", "warning", "libharfbuzz-subset0"),
    ]
    monkeypatch.setattr(fonts, "can_load", lambda name: True)
    assert fonts.check_libraries() == ()


# --- pages ----------------------------------------------------------------------------------------

PAGE = """
import os, sys, warnings
os.environ["FONTCONFIG_FILE"] = sys.argv[1]
import weasyprint
text = "他说：“读‘书’”——好……Ab1 <b>黑</b> <i style='font-family: Stranger'>客</i> <tt style='font-family: serif'>宋</tt>"
html = f"<html lang=zh-Hans><style>@page{{size:100mm 60mm}}</style><p style=\\"font-family:'LXGW WenKai Light','Noto Serif CJK SC'\\">{text}"
sys.stdout.buffer.write(weasyprint.HTML(string=html).write_pdf())
"""  # noqa: E501


def page(configuration: Path, home: Path) -> bytes:
    """The bytes of a page set in a process of its own, with its own home."""
    environment = {**os.environ, "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", PAGE, configuration],
        env=environment,
        capture_output=True,
        check=True,
    ).stdout


def families(pdf: bytes) -> set[str]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(font.BaseFont).split("+")[1] for font in document.pages[0].Resources.Font.values()
        }


def test_pages_are_the_same_whatever_else_is_installed(chosen, tmp_path):
    """A stranger: a font with the wanted family's name, and one with the name that a style asks
    for, in the user's folder.
    """
    (tmp_path / "a").mkdir()
    alone = page(fonts.write_font_configuration(chosen, tmp_path / "a"), tmp_path / "a")
    strangers = tmp_path / "b" / ".local/share/fonts"
    strangers.mkdir(parents=True)
    renamed(chosen[4].file, strangers / "stranger.ttf", "Stranger")
    renamed(chosen[4].file, strangers / "false.ttf", "Noto Serif CJK SC")
    crowded = page(fonts.write_font_configuration(chosen, tmp_path / "b"), tmp_path / "b")
    assert alone == crowded
    assert families(alone) == {"LXGW-WenKai-Light", "Noto-Serif-CJK-SC"}


def renamed(source: Path, target: Path, family: str) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(source, lazy=True) as font:
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = family
        font.save(target)


def test_marks_beside_kai_come_from_song(chosen, tmp_path):
    """“ ” ‘ ’ — … of LXGW WenKai are too narrow, its digits and letters look handwritten: no glyph
    of them may be used.
    """
    import io

    import pikepdf

    pdf = page(fonts.write_font_configuration(chosen, tmp_path), tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        written = {}
        for font in document.pages[0].Resources.Font.values():
            table = font.ToUnicode.read_bytes().decode()
            written[str(font.BaseFont).split("+")[1]] = {
                line.split("> <")[1][:-1] for line in table.splitlines() if "> <" in line
            }
    song, kai = (
        "".join(sorted(written[name])) for name in ("Noto-Serif-CJK-SC", "LXGW-WenKai-Light")
    )
    for mark in "“”‘’—…Ab1":
        assert mark in fonts.SONG_MARKS
        assert f"{ord(mark):04x}" in song and f"{ord(mark):04x}" not in kai
    assert f"{ord('他'):04x}" in written["LXGW-WenKai-Light"]


@pytest.mark.skipif(
    not shutil.which("fc-list"), reason="fc-list (Debian package fontconfig) is not installed"
)
def test_only_the_chosen_files_are_seen(chosen, tmp_path):
    configuration = fonts.write_font_configuration(chosen, tmp_path)
    listed = subprocess.run(
        ["fc-list", "--format=%{file}|%{family}\n"],
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {line.split("|")[0] for line in listed.splitlines()} == {
        str(face.file) for face in chosen
    }
    assert all("CJK SC" in line or "WenKai" in line for line in listed.splitlines())


def test_a_folder_with_a_sign_of_xml_in_its_name_is_written_right(tmp_path):
    face = FontFace("song", "A & B", "A & B", tmp_path / "a & b" / "<x>.ttf", 0, 400)
    faces = tuple(
        FontFace(role, face.asked, face.used, face.file, 0, 400) for role in ("song", "hei", "kai")
    )  # type: ignore[arg-type]
    from xml.etree import ElementTree

    tree = ElementTree.parse(fonts.write_font_configuration(faces, tmp_path))
    assert [element.text for element in tree.iter("dir")] == [str(tmp_path / "a & b")]

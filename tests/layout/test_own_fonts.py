"""The fonts of [fonts]: where they are found, what is told of them, what Pango sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.layout import fonts, own_fonts
from duben.layout.fonts import FontFace
from duben.messages.catalogue import problem_text
from duben.model import FontSettings, SourceLocation
from small_fonts import write_font

OURS = tuple(
    FontFace(role, f"Our {role}", f"Our {role}", Path(f"/{role}.ttf"), 0, 400)
    for role in ("song", "hei", "kai")
)
PLACE = SourceLocation("book.toml", 9)


def choose(folder: Path, **wanted: str) -> own_fonts.OwnFonts:
    files = {name: folder / name for name in wanted.values() if (folder / name).is_file()}
    return own_fonts.choose_own_fonts(
        FontSettings(**wanted), files, [folder], OURS, lambda value: PLACE
    )


def told(own: own_fonts.OwnFonts) -> list[tuple[str, str]]:
    return [(p.rule, p.severity) for p in own.problems]


def test_a_font_is_found_by_any_of_its_names(tmp_path: Path) -> None:
    file = write_font(tmp_path / "x.ttf", "Hill Song", "山水", chinese="山宋")
    for name in ("Hill Song", "hill-song", "山宋", "HillSong-Regular"):
        own = choose(tmp_path, text=name)
        assert told(own) == []
        assert [(f.role, f.asked, f.used, f.file, f.key, f.own) for f in own.faces] == [
            ("text", name, "Hill Song", file, "text", True)
        ]


def test_a_file_of_the_book_is_taken_by_its_name(tmp_path: Path) -> None:
    write_font(tmp_path / "fonts/x.ttf", "Hill Song", "山水")
    assert choose(tmp_path, kai="fonts/x.ttf").faces[0].used == "Hill Song"


def test_the_regular_face_of_a_family_comes_before_all_others(tmp_path: Path) -> None:
    write_font(tmp_path / "a.ttf", "Hill Song", "山", weight=700)
    write_font(tmp_path / "aa.ttf", "Hill Song", "山", weight=300)
    regular = write_font(tmp_path / "b.ttf", "Hill Song", "山")
    assert choose(tmp_path, text="Hill Song").faces[0].file == regular


def test_another_name_of_the_same_design_does(tmp_path: Path) -> None:
    write_font(tmp_path / "a.ttf", "FZXiaoBiaoSong-B05S", "山", chinese="方正小标宋简体")
    write_font(tmp_path / "b.ttf", "FangSong", "山")
    own = choose(tmp_path, title="方正小标宋_GBK", fangsong="仿宋_GB2312")
    assert [face.used for face in own.faces] == ["FZXiaoBiaoSong-B05S", "FangSong"]


def test_a_font_that_is_not_there_is_told_with_near_names(tmp_path: Path) -> None:
    write_font(tmp_path / "x.ttf", "Hill Song", "山")
    own = choose(tmp_path, heading="Hill Sonk")
    assert told(own) == [("font-not-there", "warning")]
    assert own.problems[0].place == PLACE
    assert "Hill Song" in str(own.problems[0].values["nearest"])
    face = own.faces[0]
    assert (face.role, face.asked, face.used, face.own) == (
        "heading",
        "Hill Sonk",
        "Our hei",
        False,
    )
    assert fonts.substitute_warnings(own.faces) == ()


@pytest.mark.parametrize("bits", [0x0002, 0x0100, 0x0200, 0x0302])
def test_a_font_that_may_not_be_embedded_is_refused_by_name(tmp_path: Path, bits: int) -> None:
    write_font(tmp_path / "x.ttf", "Hill Song", "山", fs_type=bits)
    own = choose(tmp_path, text="Hill Song")
    assert own.faces == ()
    assert told(own) == [("font-restricted", "error")]
    assert "Hill Song" in problem_text(own.problems[0], "zh")[0]


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_font_that_may_be_embedded_is_taken(tmp_path: Path, bits: int) -> None:
    write_font(tmp_path / "x.ttf", "Hill Song", "山", fs_type=bits)
    assert told(choose(tmp_path, text="Hill Song")) == []


def test_marks_of_another_width_are_told_and_not_used(tmp_path: Path) -> None:
    write_font(tmp_path / "x.ttf", "Hill Song", "山“”—…", widths={"“": 350, "—": 800})
    own = choose(tmp_path, text="Hill Song")
    assert told(own) == [("font-marks", "warning")]
    assert own.faces[0].without == ("“", "—")
    assert choose(tmp_path, latin="Hill Song").faces[0].without == ()


def test_what_is_no_font_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    assert told(choose(tmp_path, text="x.ttf")) == [("font-broken", "error")]
    write_font(tmp_path / "y.ttf", 'Hill";x{}', "山")
    assert told(choose(tmp_path, text="y.ttf")) == [("font-broken", "error")]


def test_a_font_for_digits_gives_digits_alone(tmp_path: Path) -> None:
    write_font(tmp_path / "x.ttf", "Hill Sans", "山A1")
    for wanted, taken_out in (
        ({"digits": "Hill Sans"}, {"山", "A"}),
        ({"latin": "Hill Sans"}, {"山", "1"}),
        ({"latin": "Hill Sans", "digits": "Hill Sans"}, {"山"}),
        ({"latin": "Hill Sans", "text": "Hill Sans"}, set()),
    ):
        rules = "".join(fonts.own_charsets(choose(tmp_path, **wanted).faces))
        assert {c for c in "山A1" if f"<int>0x{ord(c):x}</int>" in rules} == taken_out


def test_fontconfig_sees_links_to_own_fonts_alone(tmp_path: Path) -> None:
    write_font(tmp_path / "office/x.ttf", "Hill Song", "山")
    own = choose(tmp_path / "office", text="Hill Song")
    text = fonts.write_font_configuration((*OURS, *own.faces), tmp_path).read_text("utf-8")
    assert str(tmp_path / "office") not in text
    assert (tmp_path / "own-fonts/0-x.ttf").samefile(tmp_path / "office/x.ttf")


def test_office_folders_are_those_of_windows_and_wps(tmp_path: Path) -> None:
    names = (
        "mnt/c/Windows/Fonts",
        "opt/kingsoft/wps-office/office6/fonts",
        "opt/apps/cn.wps.wps-office-pro/files/kingsoft/wps-office/office6/fonts",
    )
    for name in names:
        (tmp_path / name).mkdir(parents=True)
    assert list(own_fonts.office_folders(tmp_path)) == [tmp_path / name for name in names]

"""The fonts that [fonts] of book.toml asks for: where they are, whether they may be embedded, what
they lack, and which of their marks are not as wide as ours. The door is ``choose_own_fonts``.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import lazy_loader

from duben.layout.fonts import (
    PARTIAL,
    FontFace,
    FontRole,
    book_characters,
    face_count,
    font_table,
    has_glyph,
    is_visible,
    name_strings,
)
from duben.model import Book, FontSettings, Problem, SourceLocation, problem, warning

# 0.04 s that a book without fonts of its own does not need
ttlib = lazy_loader.load("fontTools.ttLib", suppress_warning=True)

FONTS_FOLDER = "fonts"  # in the folder of a book
ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
# Which of our faces stands in for a font, and behind it.
STANDS_IN: Mapping[FontRole, FontRole] = {
    "text": "song", "heading": "hei", "title": "song", "kai": "kai", "fangsong": "song",
    "latin": "song", "digits": "song",
}  # fmt: skip
# Names of the same design: an office has it from Windows, from WPS, from its maker.
SAME_DESIGN = (
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0",
     "方正小标宋_GBK", "FZXBSK--GBK1-0", "方正小标宋"),
    ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "SimFang"),
    ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "SimKai"),
    ("黑体", "SimHei"),
    ("宋体", "SimSun"),
)  # fmt: skip
# As wide as a 汉字 in our faces; the composer counts on it.
MARKS = ("“", "”", "‘", "’", "—", "…")
WIDTH_SLACK = 0.02  # em
NAMED = 12  # characters that a message shows
# OS/2 fsType: bits 1 to 3 are one choice, of which the freest counts (before version 3 several
# might be set); bit 8 forbids parts of a font, which is what a PDF has; bit 9 its outlines.
RESTRICTED, NO_SUBSET, BITMAPS_ONLY = 0x2, 0x100, 0x200


@dataclass(frozen=True, slots=True)
class OwnFonts:
    """The faces of [fonts], also those of ours that stand in, where each is asked for, and what is
    wrong.
    """

    faces: tuple[FontFace, ...] = ()
    places: tuple[SourceLocation, ...] = ()
    problems: tuple[Problem, ...] = ()


def office_folders(root: Path = Path("/")) -> Iterator[Path]:
    """Where Windows (seen from WSL), WPS and the packages of 麒麟 and 统信 keep fonts."""
    for pattern in (
        "mnt/c/Windows/Fonts",
        "mnt/c/Users/*/AppData/Local/Microsoft/Windows/Fonts",
        "opt/kingsoft/wps-office/office6/fonts",
        "opt/apps/*wps*/files/kingsoft/wps-office/office6/fonts",
    ):
        yield from sorted(root.glob(pattern))


def choose_own_fonts(
    wanted: FontSettings,
    files: Mapping[str, Path],
    tops: Sequence[Path],
    ours: Sequence[FontFace],
    locate: Callable[[str], SourceLocation],
) -> OwnFonts:
    """The faces for the keys of [fonts] that are set. ``files`` has the book's own files by the
    value that names them; names of fonts are looked for in ``tops``, files and folders.
    ``locate`` gives the place of a value; ``ours`` stand in for what is not there.
    """
    asked = {key: value for key, value in asdict(wanted).items() if value}
    names = [value for value in asked.values() if not names_file(value)]
    met, known = locate_fonts(names, tops)
    faces: list[FontFace] = []
    places: list[SourceLocation] = []
    problems: list[Problem] = []
    for key, value in asked.items():
        place = locate(value)
        spot = (files[value], 0) if value in files else met.get(value)
        if spot is None:
            stand_in = next(face for face in ours if face.role == STANDS_IN[key])  # type: ignore[index]
            face, told = (
                replace(stand_in, role=key, asked=value, key=key, stands_in=True),  # type: ignore[arg-type]
                [not_there(value, key, stand_in.used, known, place)],
            )
        else:
            own, told = read_own_face(key, value, *spot, place)
            if own is None:
                problems += told
                continue
            face = own
        faces.append(face)
        places.append(place)
        problems += told
    return OwnFonts(tuple(faces), tuple(places), tuple(problems))


def names_file(value: str) -> bool:
    """Whether a value of [fonts] is a file of the book, not the name of a font."""
    return value.lower().endswith(ENDINGS)


def not_there(
    asked: str, key: str, used: str, known: Iterable[str], place: SourceLocation
) -> Problem:
    """That a font was not found, with the nearest names."""
    by_folded = {folded(name): name for name in sorted(known)}
    near = [by_folded[name] for name in get_close_matches(folded(asked), list(by_folded), 3, 0.5)]
    return warning(
        "font-not-there", place, asked=asked, key=key, used=used, nearest="、".join(near)
    )


def folded(name: str) -> str:
    """A name without what is written in several ways: case, spaces, hyphens, underlines."""
    return "".join(c for c in name.casefold() if c not in " -_")


def other_names(name: str) -> tuple[str, ...]:
    """A name, folded, and the other names of its design."""
    group = next((row for row in SAME_DESIGN if folded(name) in map(folded, row)), ())
    return tuple(dict.fromkeys(map(folded, (name, *group))))


def locate_fonts(
    names: Sequence[str], tops: Sequence[Path]
) -> tuple[dict[str, tuple[Path, int]], set[str]]:
    """The file and the face of each name that is there, and all names that were seen. Of a
    family the face nearest to regular counts; looking ends when such a face is found for all.
    """
    found: dict[str, tuple[int, Path, int]] = {}
    seen: set[str] = set()
    wanted = {folded(name) for name in names}
    alike = {other for name in names for other in other_names(name)}
    for file, index in font_faces(tops) if names else ():
        labels = face_names(file, index)
        seen |= labels
        for name in alike & set(map(folded, labels)):
            rank = distance_from_regular(file, index)
            if name not in found or rank < found[name][0]:
                found[name] = rank, file, index
        if all(name in found and not found[name][0] for name in wanted):
            break
    chosen = {
        name: found[other][1:]
        for name in names
        if (other := next((other for other in other_names(name) if other in found), None))
    }
    return chosen, seen


def font_faces(tops: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Every face of the font files and of those in folders, in their order; what is broken has
    none.
    """
    for top in tops:
        for path in font_files(top) if top.is_dir() else (top,):
            try:
                count = face_count(path)
            except (OSError, struct.error):
                continue
            yield from ((path, index) for index in range(min(count, 64)))


def font_files(top: Path) -> Iterator[Path]:
    """The files in a folder and below it that are named as fonts are, in the order of their
    names.
    """
    for folder, inside, files in os.walk(top):
        inside.sort()
        yield from (Path(folder, name) for name in sorted(files) if names_file(name))


def face_names(file: Path, index: int) -> set[str]:
    """All names of a face: its family, its full name, its PostScript name."""
    try:
        return set(name_strings(file, index, (1, 4, 6, 16)))
    except (OSError, LookupError, struct.error):
        return set()


def distance_from_regular(file: Path, index: int) -> int:
    """How far the weight of a face is from 400; slanted faces come last (OS/2 usWeightClass,
    fsSelection bit 0).
    """
    try:
        data = font_table(file, index, b"OS/2")
        weight: int = struct.unpack_from(">H", data, 4)[0]
        return abs(weight - 400) + 1000 * (data[63] & 1)
    except (OSError, LookupError, struct.error):
        return 0


def read_own_face(
    key: str, asked: str, file: Path, index: int, place: SourceLocation
) -> tuple[FontFace | None, list[Problem]]:
    """A face, or None for one that may not be embedded or cannot be read, and what to tell."""
    about = {"asked": asked, "file": file.name}
    try:
        with ttlib.TTFont(file, fontNumber=index, lazy=True) as font:
            family = font["name"].getDebugName(1) or ""
            refused = embedding_refusal(font["OS/2"].fsType)
            em = struct.unpack_from(">H", font_table(file, index, b"head"), 18)[0]
            marks = marks_of_other_width(font, em)
            weight = int(font["OS/2"].usWeightClass) or 400
    except (
        ttlib.TTLibError,
        OSError,
        LookupError,
        AttributeError,
        ValueError,
        ArithmeticError,
        struct.error,
    ):
        return None, [problem("font-broken", place, **about)]
    if not family or not family.isprintable() or set(family) & set("\"\\<>&,;{}'"):
        return None, [problem("font-broken", place, **about)]
    if refused:
        return None, [problem("font-restricted", place, **about, family=family, bits=refused)]
    if key in ("latin", "digits"):
        marks = ()
    face = FontFace(key, asked, family, file, index, weight, key, without=marks)  # type: ignore[arg-type]
    told = [warning("font-marks", place, **about, marks=" ".join(marks))] if marks else []
    return face, told


def embedding_refusal(bits: int) -> str:
    """The bits of fsType that forbid what a PDF does with a font, as a number; "" where none do.
    OpenType 1.9, OS/2 fsType.
    """
    restricted = bits & 0xE == RESTRICTED
    return f"0x{bits:04X}" if restricted or bits & (NO_SUBSET | BITMAPS_ONLY) else ""


def marks_of_other_width(font: Any, em: int) -> tuple[str, ...]:
    """The MARKS that a font has, but not as wide as a 汉字. ``em`` in units of the font."""
    glyphs, widths = font.getBestCmap() or {}, font["hmtx"]
    return tuple(
        mark
        for mark in MARKS
        if (glyph := glyphs.get(ord(mark))) and abs(widths[glyph][0] / em - 1) > WIDTH_SLACK
    )


def lacking_characters(book: Book, own: OwnFonts, ours: Sequence[FontFace]) -> tuple[Problem, ...]:
    """A warning for each own font that has not all characters of what it is to set."""
    problems = []
    set_apart = set[str]().union(*(PARTIAL.get(face.role, ()) for face in own.faces if face.own))
    for face, place in zip(own.faces, own.places, strict=True):
        if face.stands_in:
            continue
        lacking = sorted(
            character
            for character in characters_of_role(book, face.role)
            - (set() if face.role in PARTIAL else set_apart)
            if is_visible(character) and not has_glyph(face, character)
        )
        if lacking:
            stand_in = next(other.used for other in ours if other.role == STANDS_IN[face.role])
            problems.append(
                warning(
                    "font-lacks",
                    place,
                    asked=face.asked,
                    characters="".join(lacking[:NAMED]),
                    count=len(lacking),
                    used=stand_in,
                )
            )
    return tuple(problems)


def characters_of_role(book: Book, role: FontRole) -> set[str]:
    """The characters that a font in this role may have to set."""
    if role == "title":
        return set(book.settings.book.title)
    if role == "heading":
        blocks = (block for chapter in book.chapters for block in chapter.walk())
        return {c for b in blocks if b.kind == "heading" for c in b.label + b.text}
    return book_characters(book) & PARTIAL[role] if role in PARTIAL else book_characters(book)

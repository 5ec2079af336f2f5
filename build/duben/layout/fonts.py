"""Which font file stands for which role, which characters it has, and a configuration of
fontconfig with these files alone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import file_digest
from html import escape
from pathlib import Path
from typing import Literal

from duben.cache import Cache, NullCache
from duben.model import Block, Book, BookError, Problem, SourceLocation, problem, warning

# Of ours, then of those that [fonts] may ask for (kai is both).
FontRole = Literal[
    "song", "hei", "kai", "text", "heading", "title", "fangsong", "latin", "digits", "symbols"
]


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font file in a role. ``asked`` and ``used`` are families: they differ where another font
    had to stand in.

    ``index`` is the face's place in a collection (0 in a plain file), ``weight`` that of CSS.
    ``key`` is the key of [fonts] that asks for it, "" for ours; ``stands_in``: it is ours, in place
    of one that is not there. ``without``: marks of it that are not used.
    """

    role: FontRole
    asked: str
    used: str
    file: Path
    index: int
    weight: int
    key: str = ""
    stands_in: bool = False
    without: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it is a font that [fonts] asks for, and that is there."""
        return bool(self.key) and not self.stands_in


@dataclass(frozen=True, slots=True)
class WantedFace:
    """A row of FACES: a face we ask for. {} in ``family`` and ``files`` takes SC or TC, in
    ``files`` in small letters.
    """

    role: FontRole
    weight: int
    family: str
    files: tuple[str, ...]
    package: str
    instead: FontRole | None = None


FACES = (
    WantedFace("song", 400, "Noto Serif CJK {}", ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK{}-Regular.otf"), "fonts-noto-cjk"),  # noqa: E501
    WantedFace("song", 700, "Noto Serif CJK {}", ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK{}-Bold.otf"), "fonts-noto-cjk"),  # noqa: E501
    WantedFace("hei", 400, "Noto Sans CJK {}", ("NotoSansCJK-Regular.ttc", "NotoSansCJK{}-Regular.otf"), "fonts-noto-cjk"),  # noqa: E501
    WantedFace("hei", 700, "Noto Sans CJK {}", ("NotoSansCJK-Bold.ttc", "NotoSansCJK{}-Bold.otf"), "fonts-noto-cjk"),  # noqa: E501
    # Light beside 宋: Regular looks bold there. There is no bold 楷; strong words are set in 黑.
    WantedFace("kai", 300, "LXGW WenKai Light", ("LXGWWenKai-Light.ttf",), "fonts-lxgw-wenkai", instead="song"),  # noqa: E501
)  # fmt: skip

# Signs that none of these has (✔ ✘ ➤ ∗), as Word's writers type them.
SYMBOLS = WantedFace("symbols", 400, "DejaVu Sans", ("DejaVuSans.ttf",), "fonts-dejavu-core")

GENERIC: Mapping[str, FontRole] = {
    "serif": "song",
    "sans-serif": "hei",
    "cursive": "kai",
    "monospace": "hei",
}

# Where a family that is asked for has no glyph, in this order.
LAST_ROLES: tuple[FontRole, ...] = ("song", "hei", "symbols")

# “ and ” of LXGW WenKai are 0.35 em wide, its digits and letters look handwritten: they and their
# kin come from 宋.
SONG_MARKS = ("‘", "’", "“", "”", "—", "…", *map(chr, range(0x21, 0x7F)))

# Of a font for a part of the characters: which.
DIGITS = frozenset("0123456789")
LATIN = frozenset(map(chr, (*range(0x21, 0x7F), *range(0xC0, 0x250)))) - DIGITS - set("×÷")
PARTIAL: Mapping[str, frozenset[str]] = {"latin": LATIN, "digits": DIGITS}

# The libraries that WeasyPrint opens by name: (Debian package, names, can it do without).
LIBRARIES = (
    ("libpango-1.0-0", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), False),
    (
        "libpangoft2-1.0-0",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        False,
    ),
    (
        "libharfbuzz-subset0",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        True,
    ),
)

CharacterRuns = tuple[Sequence[int], Sequence[int], Sequence[int]]


def font_script(language: str) -> Literal["SC", "TC"]:
    """The writing of a language tag as the fonts name it: TC for zh-Hant and for the places that
    write it.
    """
    parts = language.lower().replace("_", "-").split("-")
    return "TC" if "hans" not in parts and {"hant", "tw", "hk", "mo"} & set(parts) else "SC"


def font_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where font files are looked for, in this order; $DUBEN_FONTS may name folders of its own.
    What stands beside our Python is there where all of it is one folder (docs/offline.md).
    """
    own = [Path(name) for name in environment.get("DUBEN_FONTS", "").split(os.pathsep) if name]
    home = Path(environment.get("HOME", "~")).expanduser()
    return (
        *own,
        home / ".local/share/fonts",
        home / ".fonts",
        Path(sys.prefix, "share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def choose_faces(language: str, searched: Sequence[Path] | None = None) -> tuple[FontFace, ...]:
    """The faces for a book in ``language``, one for each row of FACES, searched in these folders,
    by default in ``font_folders()``. Of a face that stands in for another ``asked`` and ``used``
    differ.

    Raises BookError (status 2) naming every face that is nowhere, with the package that brings it.
    """
    kind = font_script(language)
    names = {row: [name.format(kind.lower()) for name in row.files] for row in FACES}
    files = locate_files(
        {name for row in names.values() for name in row},
        font_folders() if searched is None else searched,
    )
    faces: list[FontFace] = []
    absent: list[Problem] = []
    for row in FACES:
        family = row.family.format(kind)
        face = _first_face(row, family, names[row], files)
        if face is None and row.instead is not None:
            stand_in = next((other for other in faces if other.role == row.instead), None)
            if stand_in is not None:
                face = FontFace(
                    row.role, family, stand_in.used, stand_in.file, stand_in.index, stand_in.weight
                )
            elif any(p.values["package"] != row.package for p in absent):
                continue
        if face is None:
            absent.append(
                problem(
                    "font-missing",
                    family=family,
                    role=row.role,
                    weight=row.weight,
                    file=names[row][0],
                    package=row.package,
                )
            )
        else:
            faces.append(face)
    if absent:
        raise BookError(absent, status=2)
    return tuple(faces)


def faces_with_symbols(
    book: Book, chosen: Sequence[FontFace], searched: Sequence[Path] | None = None
) -> tuple[FontFace, ...]:
    """The chosen faces and, where the book has signs that none of them has, behind them the face of
    SYMBOLS if that has one: other books do not depend on it. Searched as in ``choose_faces``.
    """
    lacking = missing_characters(book_characters(book), chosen)
    if not any(map(is_symbol, lacking)):
        return tuple(chosen)
    face = symbol_face(searched)
    if face is None or missing_characters(lacking, (face,)) == lacking:
        return tuple(chosen)
    return (*chosen, face)


def symbol_face(searched: Sequence[Path] | None = None) -> FontFace | None:
    """The face of SYMBOLS, None where it is not there. Searched as in ``choose_faces``."""
    files = locate_files(set(SYMBOLS.files), font_folders() if searched is None else searched)
    return _first_face(SYMBOLS, SYMBOLS.family, SYMBOLS.files, files)


def sets(role: FontRole, character: str) -> bool:
    """Whether a face in this role is asked for a character."""
    if role == "symbols":
        return is_symbol(character)
    return role not in PARTIAL or character in PARTIAL[role]


def is_symbol(character: str) -> bool:
    """Whether a character is a sign, mark or number that is set from left to right."""
    return unicodedata.category(character)[0] in "SPN" and unicodedata.bidirectional(
        character
    ) not in ("R", "AL", "AN")


def _first_face(
    row: WantedFace, family: str, names: Iterable[str], files: Mapping[str, Sequence[Path]]
) -> FontFace | None:
    """The face of a row in the first of the files of these names that has it."""
    found = (read_face(row, family, file) for name in names for file in files.get(name, ()))
    return next((face for face in found if face is not None), None)


def substitute_warnings(chosen: Iterable[FontFace]) -> tuple[Problem, ...]:
    """A warning for each face that stands in for another."""
    packages = {row.role: row.package for row in FACES}
    return tuple(
        warning("font-substituted", asked=face.asked, used=face.used, package=packages[face.role])
        for face in chosen
        if face.asked != face.used and not face.key
    )


def locate_files(names: set[str], searched: Iterable[Path]) -> dict[str, list[Path]]:
    """Where files of these names lie, by name, in the order of the folders."""
    files_by_name: dict[str, list[Path]] = {}
    for top in searched:
        for folder, inside, files in os.walk(top.absolute()):
            inside.sort()
            for name in sorted(names.intersection(files)):
                files_by_name.setdefault(name, []).append(Path(folder, name))
    return files_by_name


def read_face(row: WantedFace, family: str, file: Path) -> FontFace | None:
    """The face of that family in a file; None if the file has none."""
    try:
        index = next(
            (index for index in range(face_count(file)) if family in family_names(file, index)),
            None,
        )
    except (OSError, LookupError, struct.error):
        return None
    return None if index is None else FontFace(row.role, family, family, file, index, row.weight)


def face_count(file: Path) -> int:
    """How many faces a file holds."""
    with file.open("rb") as opened_file:
        head = opened_file.read(12)
    return int(struct.unpack(">L", head[8:12])[0]) if head[:4] == b"ttcf" else 1


def family_names(file: Path, index: int) -> frozenset[str]:
    """The names of a face's family, in all its languages."""
    return frozenset(name_strings(file, index, (1,)))


def name_strings(file: Path, index: int, ids: Collection[int]) -> Iterator[str]:
    """The strings of these ids in a face's table name, in all its languages."""
    data = font_table(file, index, b"name")
    _, number, strings = struct.unpack_from(">HHH", data)
    rows = struct.iter_unpack(">HHHHHH", data[6 : 6 + 12 * number])
    for platform, _, _, name_id, length, start in rows:
        if name_id in ids:
            text = data[strings + start : strings + start + length]
            yield text.decode("mac_roman" if platform == 1 else "utf-16-be", "replace")


def font_table(file: Path, index: int, tag: bytes) -> bytes:
    """The bytes of a table of a face; fontTools would take 0.05 s to find them. LookupError where
    there is none.
    """
    with file.open("rb") as stream:
        start = 0
        if stream.read(4) == b"ttcf":
            stream.seek(12 + 4 * index)
            (start,) = struct.unpack(">L", stream.read(4))
        stream.seek(start + 4)
        (number,) = struct.unpack(">H6x", stream.read(8))
        for name, _, offset, length in struct.iter_unpack(">4sLLL", stream.read(16 * number)):
            if name == tag:
                stream.seek(offset)
                return stream.read(length)
    raise LookupError(tag)


def write_font_configuration(chosen: Sequence[FontFace], folder: Path) -> Path:
    """A file for FONTCONFIG_FILE, written into ``folder``, with which Pango sees the chosen faces
    and nothing else.

    It must be in the environment before WeasyPrint is imported. The system's cache is read, so
    nothing is scanned anew.
    """
    # A bare * would be taken as ./*: fontconfig makes globs absolute.
    paths = {face.file: face.file for face in chosen} | link_own_files(chosen, folder)
    files = sorted(map(str, paths.values()))
    directories = sorted({str(path.parent) for path in paths.values()})
    families = sorted({face.used for face in chosen})
    used: dict[str, str] = {face.role: face.used for face in reversed(chosen)}
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(name)}</dir>" for name in directories),
        "<cachedir>/var/cache/fontconfig</cachedir>",
        '<cachedir prefix="xdg">fontconfig</cachedir>',
        f"<cachedir>{escape(str(folder.absolute() / 'fontconfig-cache'))}</cachedir>",
        "<selectfont>",
        "<rejectfont><glob>/*</glob><pattern/></rejectfont>",
        "<acceptfont>",
        *(f"<glob>{escape(name)}</glob>" for name in files),
        *(
            f'<pattern><patelt name="family"><string>{escape(name)}</string></patelt></pattern>'
            for name in families
        ),
        "</acceptfont>",
        "</selectfont>",
        *(
            (
                f'<alias binding="same"><family>{generic}</family><prefer><family>'
                f"{escape(used[role])}</family></prefer></alias>"
            )
            for generic, role in GENERIC.items()
        ),
        # Whatever else is asked for ends here: never at the file that happens to come first.
        '<match target="pattern"><edit name="family" mode="append_last" binding="weak">',
        *(f"<string>{escape(used[role])}</string>" for role in LAST_ROLES if role in used),
        "</edit></match>",
        *without_song_marks(chosen),
        *own_charsets(chosen),
        "</fontconfig>",
    ]
    path = folder / "fonts.conf"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def link_own_files(chosen: Iterable[FontFace], folder: Path) -> dict[Path, Path]:
    """Links to the files of own fonts in a folder of their own, by file: fontconfig reads every
    font of a folder, and an office's may hold hundreds.
    """
    links: dict[Path, Path] = {}
    for face in chosen:
        if face.own and face.file not in links:
            link = folder.absolute() / "own-fonts" / f"{len(links)}-{face.file.name}"
            link.parent.mkdir(exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(face.file.absolute())
            links[face.file] = link
    return links


def own_charsets(chosen: Sequence[FontFace]) -> Iterator[str]:
    """What takes characters out of fonts: marks of another width from own ones, from fonts for
    Latin letters and digits alone all others, from that for signs what is none.
    """
    for family in sorted({face.used for face in chosen if face.own or face.role == "symbols"}):
        faces = [face for face in chosen if face.used == family]
        excluded = {mark for face in faces for mark in face.without}
        if all(face.role in PARTIAL or face.role == "symbols" for face in faces):
            excluded |= {
                character
                for character in mapped_characters(faces[0])
                if not any(sets(face.role, character) for face in faces)
            }
        if excluded:
            yield f'<match target="font"><test name="family"><string>{escape(family)}</string>'
            yield '</test><edit name="charset" mode="assign"><minus><name>charset</name><charset>'
            yield from (f"<int>0x{ord(character):x}</int>" for character in sorted(excluded))
            yield "</charset></minus></edit></match>"


def mapped_characters(face: FontFace) -> Iterator[str]:
    """Every character that a face has a glyph for."""
    firsts, lasts, _ = character_runs(face.file, face.index)
    for first, last in zip(firsts, lasts, strict=True):
        yield from map(chr, range(first, last + 1))


def without_song_marks(chosen: Sequence[FontFace]) -> Iterator[str]:
    """What takes SONG_MARKS out of a real 楷, so that the next family of ``font-family`` gives
    them.
    """
    for face in chosen:
        if face.role == "kai" and face.used == face.asked and not face.key:
            yield (
                f'<match target="font"><test name="family"><string>{escape(face.used)}</string'
                "></test>"
            )
            yield '<edit name="charset" mode="assign"><minus><name>charset</name><charset>'
            yield from (f"<int>0x{ord(mark):x}</int>" for mark in SONG_MARKS)
            yield "</charset></minus></edit></match>"


@cache
def character_runs(file: Path, index: int) -> CharacterRuns:
    """Of every run of characters that a face maps, in order: the first, the last, and the glyph of
    the first (-1: not read). From format 12 or 4 of the table cmap (OpenType).
    """
    data = font_table(file, index, b"cmap")
    tables: dict[int, int] = {}
    for row in range(struct.unpack_from(">H", data, 2)[0]):
        offset = struct.unpack_from(">HHL", data, 4 + 8 * row)[2]
        tables[struct.unpack_from(">H", data, offset)[0]] = offset
    if 12 in tables:
        runs = _numbers(
            "I", data, tables[12] + 16, 3 * struct.unpack_from(">L", data, tables[12] + 12)[0]
        )
        return runs[0::3], runs[1::3], runs[2::3]
    if 4 in tables:
        length = struct.unpack_from(">H", data, tables[4] + 6)[0] // 2
        lasts, firsts = (
            _numbers("H", data, tables[4] + start, length) for start in (14, 16 + 2 * length)
        )
        if firsts and firsts[-1] == 0xFFFF:  # the end of the table
            del firsts[-1], lasts[-1]
        return firsts, lasts, array("i", [-1]) * len(firsts)
    return array("I"), array("I"), array("I")


def _numbers(kind: str, data: bytes, start: int, count: int) -> array[int]:
    numbers = array(kind, data[start : start + array(kind).itemsize * count])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def glyph_id(face: FontFace, character: str) -> int | None:
    """The number of a character's glyph in a face, -1 where it was not read;
    None without a glyph.
    """
    if face.role == "symbols" and not is_symbol(character):
        return None
    firsts, lasts, glyphs = character_runs(face.file, face.index)
    run = bisect_right(firsts, ord(character)) - 1
    if run < 0 or ord(character) > lasts[run]:
        return None
    return glyphs[run] + ord(character) - firsts[run] if glyphs[run] >= 0 else -1


def has_glyph(face: FontFace, character: str) -> bool:
    """Whether a face has a glyph for a character."""
    return glyph_id(face, character) is not None


def confusables(characters: Iterable[str], chosen: Iterable[FontFace]) -> dict[str, str]:
    """Characters that some chosen face draws with the same glyph as another, such as the radical ⼈
    and 人: each with the first of those.

    A PDF knows only the glyph, so that its text has one of them for all.
    """
    visible = sorted({character for character in set(characters) if is_visible(character)})
    first: dict[str, str] = {}
    for face in {(face.file, face.index): face for face in chosen}.values():
        by_glyph: dict[int, str] = {}
        for character in visible:
            number = glyph_id(face, character)
            if number is not None and number > 0:
                other = by_glyph.setdefault(number, character)
                if other != character:
                    first[character] = first.get(other, other)
    return first


def missing_characters(characters: Iterable[str], chosen: Iterable[FontFace]) -> set[str]:
    """The characters that no chosen face has. Spaces, control and format characters and variation
    selectors need none.
    """
    searched: list[FontFace] = []
    wanted = {character for character in set(characters) if is_visible(character)}
    for face in chosen:
        if not wanted:
            break
        if not any((face.file, face.index) == (other.file, other.index) for other in searched):
            wanted = {character for character in wanted if not has_glyph(face, character)}
            searched.append(face)
    return wanted


def is_visible(character: str) -> bool:
    """Whether a character leaves ink or room of its own on a page."""
    if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return False
    code = ord(character)
    return not (0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code == 0xFFFC)


def unprintable_characters(
    book: Book, chosen: Sequence[FontFace], told: Collection[str] = ()
) -> tuple[Problem, ...]:
    """A problem for every line of the manuscript with characters that no chosen face has: an
    error, or a warning if [text] missing_glyph says so.

    In the files ``told`` U+FFFD is left out: it stands for characters that were reported already.
    """
    lacking = missing_characters(book_characters(book), chosen)
    if not lacking:
        return ()
    characters_of: dict[SourceLocation, dict[str, None]] = {}
    for text, place, block in printed_texts(book):
        for offset, character in enumerate(text):
            if character in lacking and not composes(text, offset, chosen):
                spot = block.place_of(offset) if block else place
                if character == "\ufffd" and spot.file in told:
                    continue
                characters_of.setdefault(spot, {})[character] = None
    report = problem if book.settings.text.missing_glyph == "error" else warning
    return tuple(
        report(
            "glyph-missing",
            place,
            characters="、".join(
                f"{character}（U+{ord(character):04X}）" for character in characters
            ),
        )
        for place, characters in sorted(characters_of.items())
    )


def composes(text: str, offset: int, chosen: Sequence[FontFace]) -> bool:
    """Whether the character is a combining mark that makes one drawable character with the one
    before it.
    """
    if not offset or not unicodedata.combining(text[offset]):
        return False
    joined = unicodedata.normalize("NFC", text[offset - 1 : offset + 1])
    return len(joined) == 1 and not missing_characters(joined, chosen)


def book_characters(book: Book) -> set[str]:
    """Every character that the book prints."""
    return set(book.characters).union(
        *(text for text, _, block in printed_texts(book) if block is None)
    )


def printed_texts(book: Book) -> Iterator[tuple[str, SourceLocation, Block | None]]:
    """Every text that the book prints, its place, and its block if it is the text of one: settings,
    blocks, labels, readings, the editor's enumerations.
    """
    settings = SourceLocation("book.toml")
    about, imprint = book.settings.book, book.settings.imprint
    yield from (
        (text, settings, None)
        for text in (
            about.title,
            about.subtitle,
            *about.authors,
            about.publisher,
            about.version,
            about.source,
            about.address,
            imprint.permit,
            imprint.issuer,
            imprint.recipients,
            imprint.printer,
            imprint.printed,
        )
    )
    for chapter in book.chapters:
        for block in chapter.walk():
            yield block.text, block.place, block
            yield block.label, block.place, None
            yield from (
                (span.value, block.place_of(span.start), None)
                for span in block.spans
                if span.kind == "ruby"
            )
    for entry in book.enumerations:
        known = entry.known
        supplied = "".join((*known.members, known.source)) if known else ""
        added = "".join(
            dict.fromkeys(entry.term + "".join(entry.printed_members) + entry.note + supplied)
        )
        yield (
            "".join(character for character in added if character not in book.characters),
            SourceLocation("enumerations.toml"),
            None,
        )

    told = "".join(
        "".join((history.term, *(text for one in history.wordings for text in one.members)))
        for history in book.term_histories
    ) + "".join(booklet.title for booklet in book.booklets)
    yield "".join(dict.fromkeys(told)), SourceLocation(book.settings.text.history), None


def font_report(chosen: Iterable[FontFace], store: Cache | None = None) -> list[dict[str, str]]:
    """What the manifest says of the fonts: role, asked, used, file (its name) and sha256. Digests
    of files are kept in ``store``, if given: 130 MB take 0.1 s.
    """
    return [
        {
            "role": face.role,
            "asked": face.asked,
            "used": face.used,
            "file": face.file.name,
            "sha256": _digest(face.file, store or NullCache()),
        }
        for face in chosen
    ]


def _digest(path: Path, store: Cache) -> str:
    """The sha256 of a font file; read again only when its size or its time is another."""
    inputs = str(path), *_status(path)
    if entry := store.get("font file", *inputs):
        return str(entry[0])
    digest = _read_digest(*inputs)
    store.put(digest, b"", "font file", *inputs)
    return digest


@lru_cache(maxsize=64)
def _read_digest(path: str, size: int, time: int) -> str:
    """The sha256 of a font file that has this size and time."""
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _status(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def check_libraries() -> tuple[Problem, ...]:
    """What the machine lacks to make a PDF: an error for Pango, a warning for the library that cuts
    fonts to the glyphs of a book.
    """
    problems = []
    for package, names, optional in LIBRARIES:
        if not any(can_load(name) for name in names):
            report, rule = (warning, "library-slow") if optional else (problem, "library-missing")
            problems.append(report(rule, package=package, file=names[0]))
    return tuple(problems)


def can_load(name: str) -> bool:
    """Whether the system can open a library of this name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True

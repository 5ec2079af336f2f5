"""The EPUB measured as a whole: every count met on books of all kinds, and every damage to one of
them found.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import books_by_hand as by_hand
import pytest
from duben.epub.book_package import package
from duben.proof.text.epub_text import prove_epub
from epub_measures import Shelf, kept, measures

ROOT = Path(__file__).parents[2]
SAMPLE = package(by_hand.whole_book(), by_hand.pictures(), by_hand.cover(), by_hand.pages())
PRINTED = tuple(page.folio for page in by_hand.pages())


def faults(data: bytes) -> list[str]:
    """What the measures and the comparison of texts find in a copy of the sample."""
    try:
        found = [
            f"{measure.line} {measure.what}: {measure.short[0]}"
            for measure in measures(data, printed=PRINTED)
            if measure.short
        ]
    except (zipfile.BadZipFile, KeyError, StopIteration) as error:
        return [f"unreadable: {error}"]
    return found + [f"{one.rule} {one.values}" for one in prove_epub(by_hand.whole_book(), data)]


def test_the_sample_meets_every_measure() -> None:
    assert faults(SAMPLE) == []
    assert {measure.line for measure in measures(SAMPLE, "图书室")} == {
        2,
        3,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
    }


def test_a_traditional_book_meets_every_measure() -> None:
    book = by_hand.traditional()
    found = measures(package(book, by_hand.pictures(), by_hand.cover()))
    assert [(measure.what, measure.short) for measure in found if measure.short] == []


def test_notes_marked_for_apps_meet_every_measure() -> None:
    data = by_hand.epub_for_apps()
    assert faults(data) == []
    book = Shelf(data)
    marks = [mark for _, mark in book.typed("noteref")]
    assert {mark.get("class") for mark in marks} == {"mark duokan-footnote"}
    assert [mark[0].get("alt") for mark in marks][1] == by_hand.NOTE_ONE
    assert all(
        book.target(name, mark.get("href", ""))[1].get("class") == "duokan-footnote-item"
        for name, mark in book.typed("noteref")
    )


def build(folder: Path, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "duben", "--quiet", "build", str(folder), "-o", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.epub"))


def page_labels(out: Path) -> list[str]:
    """The labels of the pages of the printed edition that hold text of the book: those after its
    contents and the roman ones before.
    """
    import pikepdf

    with pikepdf.open(next(out.glob("*-screen.pdf"))) as pdf:
        return [page.label for page in pdf.pages]


@pytest.mark.parametrize("stem", ["seed", "13-gwr2019", "26-plan-env-11th5", "40-udhr-hant"])
def test_real_documents_meet_every_measure(corpus: Path, tmp_path: Path, stem: str) -> None:
    source = corpus / "texts" / f"{stem}.txt"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "duben",
            "--quiet",
            "import",
            str(source),
            "-o",
            str(tmp_path / "m"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    epub = build(tmp_path / "m", tmp_path / "out")
    words = "".join(path.read_text("utf-8") for path in sorted((tmp_path / "m").glob("*.md")))
    found = measures(
        epub.read_bytes(), re.sub(r"\{[:#.][^}]*\}", "", words), printed_numbers(tmp_path / "out")
    )
    assert [
        (measure.line, measure.what, measure.short[:3]) for measure in found if measure.short
    ] == []


def printed_numbers(out: Path) -> list[str]:
    """The pages 1 and on of the printed edition: all of them hold text of the book."""
    return [label for label in page_labels(out) if label.isdecimal()]


def test_the_book_meets_every_measure(tmp_path: Path) -> None:
    epub = build(ROOT / "book", tmp_path / "out")
    found = measures(epub.read_bytes(), printed=printed_numbers(tmp_path / "out"))
    assert [
        (measure.line, measure.what, measure.short[:3]) for measure in found if measure.short
    ] == []


def test_a_second_edition_keeps_files_and_ids(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "book", tmp_path / "book", ignore=shutil.ignore_patterns("out"))
    old = build(tmp_path / "book", tmp_path / "old").read_bytes()
    first = sorted((tmp_path / "book").glob("*.md"))[1]
    text = first.read_text("utf-8")
    head, _, rest = text.partition("\n\n")
    first.write_text(
        f"{head}\n\n这一段是第二版加在前面的，用来查看其余各段的标识有没有变。\n\n{rest}", "utf-8"
    )
    toml = tmp_path / "book" / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace('version = "1"', 'version = "2"'), "utf-8")
    new = build(tmp_path / "book", tmp_path / "new").read_bytes()
    found = list(kept(Shelf(old), Shelf(new)))
    assert [(measure.what, measure.short[:3]) for measure in found if measure.short] == []
    assert found[0].looked_at > 200


# --- damaged copies -------------------------------------------------------------------------------

ONE, TWO = "EPUB/text/01-one.xhtml", "EPUB/text/02-two.xhtml"


def changed(name: str, pattern: str, to: str) -> Callable[[dict[str, bytes]], None]:
    """A damage: in one file the first match of a pattern becomes something else."""

    def damage(files: dict[str, bytes]) -> None:
        text = files[name].decode()
        again, count = re.subn(pattern, to, text, count=1, flags=re.DOTALL)
        assert count == 1, f"{pattern} is not in {name}"
        files[name] = again.encode()

    return damage


def removed(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.pop(name) and None


def added(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: data})


DAMAGES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a paragraph is gone": changed(ONE, r"<p id=[^>]*>图书室的工作.*?</p>", ""),
    "a paragraph stands twice": changed(TWO, r"(<p id=[^>]*>到期没有还的书.*?</p>)", r"\1\1"),
    "a 汉字 is another": changed(ONE, "田间地头", "田间地尾"),
    "a digit is another": changed(ONE, "1200册", "1300册"),
    "a mark is half-width": changed(ONE, "图书室的工作要做到", "图书室的工作,要做到"),
    "a mark of a note is gone": changed(ONE, r"<a [^>]*noteref[^>]*>.*?</a>", ""),
    "a note leads nowhere back": changed(ONE, r"<a [^>]*backlink[^>]*>(.*?)</a>", r"\1"),
    "a note has another name": changed(ONE, r'(<aside [^>]*id=")', r"\1x"),
    "a note has lost its role": changed(ONE, r' role="doc-footnote"', ""),
    "a mark has lost its role": changed(ONE, r' role="doc-noteref"', ""),
    "a script": changed(ONE, "</body>", "<script>alert(1)</script></body>"),
    "a handler": changed(ONE, "<p id=", '<p onclick="alert(1)" id='),
    "a frame": changed(TWO, "</body>", '<iframe src="x.xhtml"></iframe></body>'),
    "a picture from outside": changed(ONE, r'<img src="[^"]*"', '<img src="https://example.org/a.png"'),
    "a link that acts": changed(ONE, r'(<a [^>]*class="term"[^>]*href=")[^"]*', r"\1javascript:alert(1)"),  # noqa: E501
    "a colour": changed("EPUB/style.css", r"p \{", "p { color: black;"),
    "an address in the style": changed("EPUB/style.css", r"p \{", "p { background: url(a.png);"),
    "a rule that beats the reader": changed("EPUB/style.css", r"margin: 0;", "margin: 0 !important;"),  # noqa: E501
    "a fixed size": changed("EPUB/style.css", r"p \{", "p { font-size: 14px;"),
    "a face for the text": changed("EPUB/style.css", r"p \{ margin", "p { font-family: SimSun; margin"),  # noqa: E501
    "slanted letters": changed("EPUB/style.css", r"rt \{", "rt { font-style: italic;"),
    "no indent": changed("EPUB/style.css", "text-indent: 2em", "text-indent: 0"),
    "another language in a page": changed(ONE, 'lang="zh-Hans"', 'lang="en"'),
    "another language in the package": changed("EPUB/content.opf", "<dc:language>zh-Hans", "<dc:language>en"),  # noqa: E501
    "an entry of the contents is gone": changed("EPUB/nav.xhtml", r"<li><a href=\"text/02-two.xhtml#[^\"]*\">[^<]*</a></li>", ""),  # noqa: E501
    "an entry of the contents leads nowhere": changed("EPUB/nav.xhtml", r'href="text/01-one.xhtml#', 'href="text/01-one.xhtml#nowhere-'),  # noqa: E501
    "an entry of the contents says something else": changed("EPUB/nav.xhtml", r'(href="text/01-one.xhtml#[^"]*">)[^<]*', r"\1别的标题"),  # noqa: E501
    "the NCX lacks an entry": changed("EPUB/toc.ncx", r"<text>一、[^<]*</text>", "<text>别的</text>"),  # noqa: E501
    "a page is called otherwise": changed("EPUB/nav.xhtml", r'(<nav [^>]*page-list.*?<a [^>]*>)[^<]*', r"\g<1>99"),  # noqa: E501
    "a mark of a page is gone": changed(ONE, r"<span [^>]*pagebreak[^>]*></span>", ""),
    "an entry has no definition": changed("EPUB/enumerations.xhtml", ' epub:type="glossdef"', ""),
    "a place of an entry leads nowhere": changed("EPUB/enumerations.xhtml", r'(class="places"[^>]*>.*?href="text/[^#]*#)', r"\1x"),  # noqa: E501
    "a member of an entry is gone": changed("EPUB/enumerations.xhtml", r"<li[^>]*>[^<]*</li>", ""),
    "a file that nobody names": added("EPUB/stray.txt", b"stray"),
    "a page is missing": removed(TWO),
    "an id stands twice": changed(ONE, r'(<p id="([^"]*)".*?)<p id="[^"]*"', r'\1<p id="\2"'),
    "words of a picture are gone": changed(ONE, r' alt="[^"]*"', ' alt=""'),
    "a feature that is not there": changed("EPUB/content.opf", "</metadata>", '<meta property="schema:accessibilityFeature">rubyAnnotations</meta>'  # noqa: E501
                                           '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta></metadata>'),  # noqa: E501
    "a style in a page": changed(ONE, "<p id=", '<p style="color: red" id='),
    "a cell is empty": changed(TWO, r"(<td[^>]*>)[^<]+(<)", r"\1\2"),
    "a landmark is gone": changed("EPUB/nav.xhtml", r'<li><a epub:type="bodymatter".*?</li>', ""),
}  # fmt: skip


def packed(files: dict[str, bytes], stored: bool = True) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(
                name,
                data,
                zipfile.ZIP_STORED if name == "mimetype" and stored else zipfile.ZIP_DEFLATED,
            )
    return made.getvalue()


def unpacked() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_found(name: str) -> None:
    files = unpacked()
    DAMAGES[name](files)
    assert faults(packed(files)) != []


def test_a_copy_packed_anew_has_no_fault() -> None:
    assert faults(packed(unpacked())) == []


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE[: len(SAMPLE) // 2],
        packed(unpacked(), stored=False),
        packed(dict(reversed(unpacked().items()))),
    ],
    ids=["cut off", "type packed small", "type last"],
)
def test_a_broken_parcel_is_found(data: bytes) -> None:
    assert faults(data) != []

"""The EPUB looked at by others: EpubCheck, Ace, and two reading engines in a browser of a phone's
size.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import books_by_hand as by_hand
import pytest
from duben.epub.book_package import package
from duben.model import Amendment, Book, VersionNote
from duben.publish import reading
from tools import need, run

pytestmark = pytest.mark.slow


MARKS_AT_LINE_ENDS = """<!doctype html><meta charset="utf-8"><style>%s</style><body><div id="text"
style="width:320px"></div><script>
const right = document.getElementById('text').getBoundingClientRect().right
let over = -320
for (let count = 1; count < 45; count++) {
    const line = document.createElement('p')
    line.innerHTML = '水'.repeat(count) + '<a class="mark" href="#x">〔1〕</a>水火'
    document.getElementById('text').append(line)
    const boxes = line.querySelector('a').getClientRects()
    for (const box of boxes) over = Math.max(over, box.right - right)
}
const box = document.querySelector('a').getBoundingClientRect()
document.body.textContent = `over ${over} wide ${box.width} high ${box.height} end`
</script>"""


def measured(folder: Path, page: str, measures: str) -> list[float]:
    """What a page with our style sheet, opened in a browser, says of itself."""
    sheet = (Path(__file__).parents[2] / "styles" / "ebook.css").read_text("utf-8")
    (folder / "a.html").write_text(page % sheet, "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    shown = (folder / "a.html").as_uri()
    text = run([need("chromium"), *options, f"--user-data-dir={folder / 'profile'}", shown]).stdout
    found = re.search(measures, text.partition("<body>")[2])
    assert found
    return [float(measure) for measure in found.groups()]


def test_the_mark_of_a_note_stays_on_a_page_of_320_pixels(tmp_path: Path) -> None:
    over, wide, high = measured(
        tmp_path, MARKS_AT_LINE_ENDS, r"over (\S+) wide (\S+) high (\S+) end"
    )
    assert over <= 0.5 and min(wide, high) >= 24


LABELS_OF_BLANKS = """<!doctype html><meta charset="utf-8"><style>%s</style><body>
<div style="width:320px"><div class="table columns-4"><table><tbody>
<tr><td data-label="村">东村</td><td data-label="今年开工修建的水渠"></td>
<td data-label="备注">甲</td></tr>
</tbody></table></div></div><script>
const [, blank, next] = document.querySelectorAll('td')
const label = parseFloat(getComputedStyle(blank, '::before').height)
const room = next.getBoundingClientRect().top - blank.getBoundingClientRect().top
document.body.textContent = `label ${label} room ${room} end`
</script>"""


def test_the_label_of_a_blank_has_room_on_a_page_of_320_pixels(tmp_path: Path) -> None:
    label, room = measured(tmp_path, LABELS_OF_BLANKS, r"label (\S+) room (\S+) end")
    assert 30 < label < room


def with_changes(book: Book) -> Book:
    """The book in its second version: each kind of change on its page of changes."""
    block = next(block.id for block in book.chapters[-1].walk() if block.kind == "paragraph")
    segments = {
        "changed": (("=", "要在"), ("-", "年底"), ("+", "三月底"), ("=", "以前报告")),
        "added": (("+", "新的一段。"),),
        "removed": (("-", "旧的一段。"),),
        "moved": (("=", "这一段移到了这里。"),),
    }
    amendments = tuple(Amendment(kind, "第2段", block, found) for kind, found in segments.items())
    sentences = (
        ("第2段：将“年底”修改为“三月底”。", block),
        ("序号作相应调整（2处）：第二条改为第三条。", ""),
    )
    first = VersionNote("1", "2024-05-28")
    return replace(
        book,
        history=(first, VersionNote("2", "2024-09-01", "按来信改正。", sentences, 3, amendments)),
    )


MADE = {
    "sample": lambda: package(
        with_changes(by_hand.whole_book()), by_hand.pictures(), by_hand.cover(), by_hand.pages()
    ),
    "traditional": lambda: package(by_hand.traditional(), by_hand.pictures(), by_hand.cover()),
    "apps": by_hand.epub_for_apps,
    "answers": lambda: package(
        by_hand.whole_book(answers="end", order="pinyin"), by_hand.pictures(), b""
    ),
}
CORPUS = ("seed.txt", "13-gwr2019.txt", "26-plan-env-11th5.txt", "40-udhr-hant.txt")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the books made by hand."""
    folder = tmp_path_factory.mktemp("epub")
    for name, make in MADE.items():
        (folder / f"{name}.epub").write_bytes(make())
    return folder


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """A folder with real documents, taken in and packed."""
    folder = tmp_path_factory.mktemp("imported")
    for name in CORPUS:
        stem = name.removesuffix(".txt")
        done = run(
            [
                sys.executable,
                "-m",
                "duben",
                "--quiet",
                "import",
                str(corpus / "texts" / name),
                "-o",
                str(folder / stem),
            ]
        )
        assert done.returncode == 0, done.stderr
        (folder / f"{stem}.epub").write_bytes(
            package(reading.load(folder / stem).book, {}, by_hand.cover())
        )
    return folder


def checked(book: Path) -> None:
    """EpubCheck finds nothing, usage included. Its exit status counts: of a missing file it says 0
    errors too.
    """
    jar = need("epubcheck")
    done = run(
        [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            jar,
            "--failonwarnings",
            "-u",
            str(book),
        ]
    )
    assert done.returncode == 0, done.stderr
    assert "0 fatals / 0 errors / 0 warnings / 0 infos / 0 usages" in done.stdout + done.stderr, (
        done.stdout + done.stderr
    )


def accessible(book: Path, folder: Path) -> None:
    """Ace finds no violation. On a busy machine its browser may not start in time: then there is no
    report, and it is asked again.
    """
    ace, chromium = need("ace"), need("chromium")
    written = folder / "ace" / "report.json"
    for _ in range(3):
        done = run(
            ["node", f"{ace}/bin/ace.js", "-E", "-f", "-V", "-o", str(written.parent), str(book)],
            PUPPETEER_EXECUTABLE_PATH=chromium,
        )
        if written.is_file():
            break
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(written.read_text("utf-8"))
    found = [
        (
            page["earl:testSubject"]["url"],
            it["earl:test"]["dct:title"],
            it["earl:result"].get("html", ""),
        )
        for page in report["assertions"]
        for it in page.get("assertions", ())
    ]
    assert found == []
    assert report["earl:result"]["earl:outcome"] == "pass"


def read(book: Path, pictures: Path, theme: str = "light") -> dict[str, Any]:
    """What foliate-js shows of a book."""
    need("foliate")
    done = run(
        ["node", "reader.mjs", str(book), str(pictures), theme, need("chromium")], seconds=400
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def sound(seen: dict[str, Any]) -> None:
    """Nothing asked for from outside, nothing missing, nothing too wide, no mark alone on a line;
    one colour.
    """
    assert {
        name: seen[name]
        for name in ("outside", "errors", "missing", "unresolved", "complaints", "wide", "alone")
    } == {
        "outside": [],
        "errors": [],
        "missing": [],
        "unresolved": [],
        "complaints": [],
        "wide": [],
        "alone": [],
    }
    assert len(seen["colours"]) == 1
    for tap in seen["notes"] + seen["terms"]:
        assert tap["href"].endswith(f"#{tap['target']}")
        assert tap["popup"]
    for tap in seen["notes"]:
        assert tap["width"] >= 24 and tap["height"] >= 24
        assert tap["popup"].startswith(tap["text"])


@pytest.mark.parametrize("name", MADE)
def test_epubcheck_has_nothing_to_say(shelf: Path, name: str) -> None:
    checked(shelf / f"{name}.epub")


@pytest.mark.parametrize("name", MADE)
def test_ace_finds_no_violation(shelf: Path, name: str, tmp_path: Path) -> None:
    accessible(shelf / f"{name}.epub", tmp_path)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_foliate_opens_it_and_shows_notes_and_terms_on_a_tap(
    shelf: Path, theme: str, tmp_path: Path
) -> None:
    seen = read(shelf / "sample.epub", tmp_path, theme)
    sound(seen)
    assert seen["language"] == "zh-Hans"
    assert seen["pages"] == [page.folio for page in by_hand.pages()]
    assert seen["landmarks"] == ["cover", "titlepage", "toc", "bodymatter", "glossary", "appendix"]
    assert max(it["level"] for it in seen["contents"]) == 3
    assert [tap["popup"] for tap in seen["notes"]][1::2] == [
        f"〔2〕{by_hand.NOTE_ONE}",
        f"〔3〕{''.join(by_hand.NOTE_TWO)}",
    ]
    first = seen["terms"][0]["popup"]
    assert first.startswith(
        "4“四个结合”借阅与导读相结合线上与线下相结合馆内与馆外相结合专人与志愿相结合"
    )
    assert seen["colours"] == (["rgb(0, 0, 0)"] if theme == "light" else ["rgb(255, 255, 255)"])


@pytest.mark.parametrize("name", MADE)
def test_a_second_engine_opens_every_section_and_every_line_of_the_contents(
    shelf: Path, name: str
) -> None:
    need("epub-ts")
    done = run(["node", "second-reader.mjs", str(shelf / f"{name}.epub"), need("chromium")])
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["lost"], seen["outside"]) == ([], [])
    assert seen["contents"] >= 10
    assert seen["opened"] < 3000


@pytest.mark.parametrize("stem", [name.removesuffix(".txt") for name in CORPUS])
def test_real_documents_pass_epubcheck_and_ace(imported: Path, stem: str, tmp_path: Path) -> None:
    checked(imported / f"{stem}.epub")
    accessible(imported / f"{stem}.epub", tmp_path)


@pytest.mark.parametrize("stem", ["seed", "40-udhr-hant"])
def test_real_documents_are_read_in_foliate(imported: Path, stem: str, tmp_path: Path) -> None:
    sound(read(imported / f"{stem}.epub", tmp_path))


def test_notes_marked_for_apps_open_in_foliate_too(shelf: Path, tmp_path: Path) -> None:
    seen = read(shelf / "apps.epub", tmp_path, "dark")
    sound(seen)
    assert [tap["popup"] for tap in seen["notes"]][1::2] == [
        f"〔2〕{by_hand.NOTE_ONE}",
        f"〔3〕{''.join(by_hand.NOTE_TWO)}",
    ]

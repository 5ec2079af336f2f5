"""What earlier builds kept: used where nothing changed, ignored where anything did,
never needed.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import random_books
from duben.cache import cache_dir
from duben.cache.cache_dir import CacheDir, pack_entry, unpack_entry, user_cache
from duben.chinese import words
from duben.model import Page, Rectangle
from duben.proof.text import content_stream, page_text
from duben.proof.text.page_text import PageReader
from duben.publish import build_cache, builds, reading
from duben.publish.options import BuildOptions, BuildResult
from duben.publish.worker import rendering
from duben.sandbox import parent
from PIL import Image

TOML = """[book]
title = "留着的东西"
id = "kept"
date = 2026-01-01
[output]
editions = ["screen"]
formats = ["pdf"]
"""
ONE = "# 第一章\n\n我们说“四个自信”和“三个不变”。\n\n![一张图](images/a.png)\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book that was built once, with a cache of its own."""
    top = tmp_path_factory.mktemp("kept")
    folder = top / "book"
    for name in ("images", "styles", "templates"):
        (folder / name).mkdir(parents=True)
    (folder / "book.toml").write_text(f'{TOML}[text]\nhouse_list = "words.toml"\n', "utf-8")
    (folder / "words.toml").write_text('[[wording]]\nuse = "我们"\n', "utf-8")
    (folder / "1.md").write_text(ONE, "utf-8")
    (folder / "2.md").write_text("# 第二章\n\n文字\n", "utf-8")
    (folder / "styles" / "text.css").write_text(
        (Path(__file__).parents[2] / "styles" / "text.css").read_text("utf-8"), "utf-8"
    )
    Image.new("RGB", (20, 10), "red").save(folder / "images" / "a.png")
    before = os.environ["XDG_CACHE_HOME"]
    os.environ["XDG_CACHE_HOME"] = str(top / "cache")
    (built,) = builds.build(folder)
    assert built.done
    yield folder
    os.environ["XDG_CACHE_HOME"] = before


def unchanged_result(folder: Path, strict: bool = False) -> BuildResult | None:
    kept = build_cache.open_cache()
    assert kept
    return build_cache.find_unchanged(folder, BuildOptions(strict=strict), kept)


def written(path: Path) -> tuple[int, ...]:
    """What changes when a file is written; the time at which it was read does not count."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def test_nothing_is_made_where_nothing_changed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = written(book / "out" / "kept-screen.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "load", lambda *given: pytest.fail("the book is read"))
        (again,) = builds.build(book)
    assert written(book / "out" / "kept-screen.pdf") == before
    assert (
        again.done
        and again.title == "留着的东西"
        and "kept-screen.pdf" in [file.name for file in again.files]
    )
    (anew,) = builds.build(book, book.parent / "anew", kept=False)
    assert [(problem.rule, problem.place, problem.severity) for problem in again.problems] == [
        (problem.rule, problem.place, problem.severity) for problem in anew.problems
    ]
    assert again.problems, "a book with a warning shows that warnings are told again"
    for problem in again.problems:
        assert problem.place
        (shown,) = (
            source.text.split("\n")[problem.place.line - 1]
            for source in again.sources
            if source.file == problem.place.file
        )
        assert (
            shown
            == (book / problem.place.file).read_text("utf-8").split("\n")[problem.place.line - 1]
        )
    assert (book.parent / "anew" / "kept-screen.pdf").read_bytes() == (
        book / "out" / "kept-screen.pdf"
    ).read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "1.md",
        "book.toml",
        "styles/text.css",
        "images/a.png",
        "out/kept-screen.pdf",
        "out/manifest.json",
    ],
)
def test_a_file_that_changed_is_noticed(book: Path, name: str) -> None:
    path = book / name
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"\n")
        assert unchanged_result(book) is None
        path.unlink()
        assert unchanged_result(book) is None
    finally:
        path.write_bytes(before)
    assert unchanged_result(book)


@pytest.mark.parametrize(
    "name",
    ["3.md", "enumerations.toml", "styles/page.css", "templates/paper/body.html", "notes.txt"],
)
def test_a_file_more_is_noticed(book: Path, name: str) -> None:
    path = book / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", "utf-8")
    assert unchanged_result(book) is None
    path.unlink()
    if path.parent.name == "paper":
        path.parent.rmdir()
    assert unchanged_result(book)


def test_words_of_an_office_that_changed_are_noticed(book: Path) -> None:
    path = book / "words.toml"
    before, status = path.read_bytes(), path.stat()
    path.write_bytes(before + b"near = false\n")
    assert unchanged_result(book) is None
    path.write_bytes(before)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert unchanged_result(book)


def test_a_link_in_the_place_of_a_file_is_noticed(book: Path) -> None:
    path, other = book / "1.md", book.parent / "elsewhere.md"
    shutil.move(path, other)
    path.symlink_to(other)
    try:
        assert unchanged_result(book) is None
    finally:
        path.unlink()
        shutil.move(other, path)


def test_another_way_of_asking_is_another_build(book: Path) -> None:
    assert unchanged_result(book)
    assert unchanged_result(book, strict=True) is None


def test_a_font_or_library_that_changed_is_noticed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = build_cache._status
    monkeypatch.setattr(
        build_cache, "_status", lambda path: [0, 0, 0] if "NotoSerifCJK" in path else known(path)
    )
    assert unchanged_result(book) is None
    monkeypatch.setattr(
        build_cache, "_status", lambda path: [0, 0, 0] if "libpango-1.0" in path else known(path)
    )
    assert unchanged_result(book) is None


def test_another_version_finds_nothing(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_dir, "program_digest", lambda *folders: "another")
    monkeypatch.setattr(build_cache.cache, "program_digest", lambda *folders: "another")
    assert unchanged_result(book) is None


def test_our_own_files_are_part_of_every_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "page.css").write_text("a", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(build_cache.layout, "shipped_folder", lambda kind: tmp_path / "styles")

    def cache_now() -> CacheDir:
        cache_dir.program_digest.cache_clear()
        kept = build_cache.open_cache()
        assert kept
        return kept

    cache_now().put("data", b"", "inputs")
    assert cache_now().get("inputs")
    (tmp_path / "styles" / "page.css").write_text("bc", "utf-8")
    assert cache_now().get("inputs") is None
    cache_dir.program_digest.cache_clear()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: b"",
        lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        lambda whole: whole.replace(b"duben kept 1", b"duben kept 9"),
        lambda whole: pack_entry("another", {"id": "x"}),
    ],
)
def test_a_damaged_entry_is_not_there(tmp_path: Path, damage: object) -> None:
    kept = CacheDir(tmp_path)
    kept.put({"text": "字" * 200}, b"\0" * 50, "a")
    assert kept.get("a") == ({"text": "字" * 200}, b"\0" * 50)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert kept.get("a") is None


def test_a_full_disk_leaves_no_half_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "new").mkdir()
    (tmp_path / "kept").mkdir()
    (tmp_path / "new" / "a").write_bytes(b"whole")
    monkeypatch.setattr(Path, "rename", elsewhere)
    CacheDir(tmp_path / "kept").take_in(tmp_path / "new")
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a"]
    (tmp_path / "kept" / "a").unlink()
    monkeypatch.setattr(os, "replace", full)
    CacheDir(tmp_path / "kept").take_in(tmp_path / "new")
    assert list((tmp_path / "kept").iterdir()) == []


def test_an_entry_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    kept = CacheDir(tmp_path / "kept")
    kept.folder.mkdir()
    kept.put(1, b"", "a")
    assert kept.get("a") == (1, b"")
    (path,) = kept.folder.iterdir()
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert kept.get("a") is None


def test_a_folder_that_others_may_write_is_no_cache(tmp_path: Path) -> None:
    assert user_cache("", {"XDG_CACHE_HOME": str(tmp_path)})
    (tmp_path / "duben").chmod(0o777)
    assert user_cache("", {"XDG_CACHE_HOME": str(tmp_path)}) is None
    (tmp_path / "file").write_bytes(b"")
    assert user_cache("", {"XDG_CACHE_HOME": str(tmp_path / "file")}) is None


def test_the_entries_unused_for_longest_go_first(tmp_path: Path) -> None:
    kept = CacheDir(tmp_path, limit=2600)
    for number in range(3):
        before = set(tmp_path.iterdir())
        kept.put(None, b"x" * 1000, number)
        (path,) = set(tmp_path.iterdir()) - before
        os.utime(path, (number, number))
    assert kept.get(0)
    kept.tidy()
    assert kept.get(0) and not kept.get(1) and len(list(tmp_path.iterdir())) in (1, 2)


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    gone = CacheDir(tmp_path / "gone")
    gone.put(1, b"", "a")
    gone.tidy()
    assert gone.get("a") is None


def three_chapters(folder: Path) -> Path:
    """A book of three chapters with cross references, a note, a table, and words of characters that
    a font lacks.
    """
    folder.mkdir()
    (folder / "book.toml").write_text(
        TOML.replace("[output]", '[text]\nmissing_glyph = "warning"\n[output]'), "utf-8"
    )
    table = "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n"
    (folder / "1.md").write_text(
        f"# 第一章\n\n{'文字很多。' * 900}见[后面](#there)。注[^1]。\n\n[^1]: 一条注。\n\n"
        f"{table}\n",
        "utf-8",
    )
    (folder / "2.md").write_text(
        f"# 第二章\n\n## 那里 {{#there}}\n\n{'再来一些。' * 300}\u0d85\n\n{table}\n", "utf-8"
    )
    (folder / "3.md").write_text(f"# 第三章\n\n{'末尾的话。' * 300}\u0d86\u0d87\u0d86\n", "utf-8")
    return folder


def built_pdf(folder: Path, **options: bool) -> bytes:
    (built,) = builds.build(folder, **options)  # type: ignore[arg-type]
    assert built.done, [
        (problem.rule, problem.values) for problem in built.problems if problem.fatal
    ]
    return (folder / "out" / "kept-screen.pdf").read_bytes()


def test_cold_and_warm_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = three_chapters(tmp_path / "book")
    first = built_pdf(folder)
    kept = set((tmp_path / "cache" / "duben").iterdir())
    text = (folder / "2.md").read_text("utf-8")
    (folder / "2.md").write_text(text.replace("再来一些。", "再来一些！", 3), "utf-8")
    warm = built_pdf(folder)
    new = [
        unpack_entry(path.read_bytes(), path.name)
        for path in set((tmp_path / "cache" / "duben").iterdir()) - kept
    ]
    # Of what is composed the chapter alone: those beside it, contents, running heads and cover were
    # taken as they were.
    assert (
        len(
            [
                row
                for row in new
                if row and isinstance(row[0], dict) and {"pages", "kinds"} & row[0].keys()
            ]
        )
        == 1
    )
    assert len(new) < len(kept)
    assert warm != first and built_pdf(folder, kept=False) == warm
    for path in (tmp_path / "cache" / "duben").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    (folder / "2.md").write_text(text, "utf-8")
    assert built_pdf(folder) == first


def test_a_part_depends_on_styles_templates_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = three_chapters(tmp_path / "book")
    (folder / "images").mkdir()
    (folder / "1.md").write_text(ONE, "utf-8")
    (folder / "3.md").unlink()
    Image.new("RGB", (20, 10), "red").save(folder / "images" / "a.png")
    seen = [built_pdf(folder)]
    Image.new("RGB", (20, 10), "blue").save(folder / "images" / "a.png")
    seen.append(built_pdf(folder))
    (folder / "styles").mkdir()
    top = Path(__file__).parents[2]
    (folder / "styles" / "text.css").write_text(
        (top / "styles" / "text.css").read_text("utf-8") + "p { color: #333 }\n", "utf-8"
    )
    seen.append(built_pdf(folder))
    (folder / "templates" / "paper").mkdir(parents=True)
    body = (top / "templates" / "paper" / "body.html").read_text("utf-8")
    (folder / "templates" / "paper" / "body.html").write_text(
        body.replace("</section>", "<div style='height:20pt'></div></section>"), "utf-8"
    )
    seen.append(built_pdf(folder))
    assert len(set(seen)) == 4 and built_pdf(folder, kept=False) == seen[-1]


def test_a_page_is_read_again_when_it_or_its_fonts_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    page = pdf.pages[0]
    table = pdf.make_stream(b"1 beginbfchar <0041> <4E00> endbfchar")
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, ToUnicode=table)
    )
    page.Resources = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)))
    page.Contents = pdf.make_stream(b"BT /F 10 Tf 10 20 Td <0041> Tj ET")
    store = CacheDir(tmp_path)

    whole = Page("body", "1", area=Rectangle(0, 0, 100, 100))

    def said(printed: Page = whole) -> str:
        return page_text.read_pages(pdf, [printed], store, "x")[0].body

    assert said() == "一" and len(list(tmp_path.iterdir())) == 1
    assert said() == "一"
    assert said(replace(whole, area=Rectangle(0, 0, 100, 50))) == ""
    assert said(replace(whole, notes_edge=60.0)) == ""
    table.write(b"1 beginbfchar <0041> <4E8C> endbfchar")
    assert said() == "二"
    page.Contents.write(b"BT /F 10 Tf 10 20 Td <0041> Tj <0041> Tj ET")
    assert said() == "二二"
    read: list[object] = []
    known = PageReader.text_runs
    monkeypatch.setattr(
        PageReader, "text_runs", lambda *given: read.append(known(*given)) or read[-1]
    )
    # The font is cut anew, with a character more: the page is as it was.
    table.write(b"2 beginbfchar <0041> <4E8C> <0042> <4E09> endbfchar")
    assert said() == "二二" and not read
    # A code that was not known is known now; one means another thing; one is gone.
    page.Contents.write(b"BT /F 10 Tf 10 20 Td <0041> Tj <0043> Tj ET")
    assert said() == "二\ufffd" and len(read) == 1
    table.write(b"3 beginbfchar <0041> <4E8C> <0042> <4E09> <0043> <56DB> endbfchar")
    assert said() == "二四" and len(read) == 2
    table.write(b"3 beginbfchar <0041> <4E8C> <0042> <4E09> <0043> <4E94> endbfchar")
    assert said() == "二五" and len(read) == 3
    table.write(b"2 beginbfchar <0041> <4E8C> <0043> <4E94> endbfchar")
    assert said() == "二五" and len(read) == 4
    font.Subtype = pikepdf.Name.Type1
    said()
    assert len(read) == 5


QUICK = (
    b"q 1 0 0 -1 0 90 cm BT 1 0 0 -1 10 20 Tm /F 10 Tf <0041>Tj [<0041>-3<00410041>0]TJ ET Q BT /F 10 Tf [<0041>] TJ ET",  # noqa: E501
    b"/Span\n<</MCID 0>>\nBDC\n/a1.0 gs 0 0 0 rg BT /F 8 Tf 1 0 0 1 5 5 Tm 0.01 Tc [] TJ <00> Tj EMC ET",  # noqa: E501
    b"q 2 0 0 2 1 1 cm /Form Do Q BT /G 9 Tf <0041> Tj ET 1 2 m 3 4 l S f* W* n",
)
SLOW = (
    b"BT /F 10 Tf 10 20 Td <0041> Tj ET",
    b"BT /F 10 Tf (AB) Tj ET",
    b"BT /F 10 Tf [<004> <1>] TJ ET",
    b"BT /F 10 Tf 12 TL <0041> ' ET",
    b"q BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q BT /F 10 Tf <0041> Tj ET",
    b"BT /F 10 Tf % 1 0 0 1 9 9 Tm\n<0041> Tj ET",
)


@pytest.mark.parametrize(
    ("drawing", "quick"), [*((one, True) for one in QUICK), *((one, False) for one in SLOW)]
)
def test_a_page_is_read_quickly_as_its_parser_reads_it(
    drawing: bytes, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    table = pdf.make_stream(
        b"1 beginbfchar <0041> <4E00> endbfchar 1 beginbfchar <0004> <4E8C> endbfchar"
    )
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, ToUnicode=table)
    )
    form = pikepdf.Stream(
        pdf,
        b"BT 1 0 0 1 3 4 Tm /F 10 Tf <0041> Tj ET",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 9, 9],
    )
    page.Resources = pdf.make_indirect(
        pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(Form=form))
    )
    page.Contents = pdf.make_stream(drawing)
    read: list[object] = []
    known = content_stream.read_by_expression
    monkeypatch.setattr(
        content_stream, "read_by_expression", lambda *given: read.append(known(*given)) or read[-1]
    )
    found = PageReader().text_runs(page)
    assert (None not in read) is quick and found
    monkeypatch.setattr(content_stream, "read_by_expression", lambda *given: None)
    assert PageReader().text_runs(page) == found


def _edited(text: str, chance: random.Random) -> str:
    """A chapter with a sentence put in, a line left out, or two lines changed about."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    put = chance.choice(
        (
            "这是加上的一句，有“两个确立”、“三个最大化”。",
            "一是甲、乙和甲。二是丙...",
            "# 又一个标题",
            "见[下文](#k1-0)。[^n]",
            "**没有合上",
            "```",
            "",
        )
    )
    return "\n".join(
        chance.choice(
            (
                [*lines[:at], put, *lines[at:]],
                [*lines[:at], *lines[at + 1 :]],
                [*lines[: at + 1], *reversed(lines[at + 1 :])],
            )
        )
    )


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_of_chapters_reads_as_the_chapters(seed: int, tmp_path: Path) -> None:
    """After each edit the book and all that is found in it are the same, whether chapters were kept
    or not.
    """
    chance = random.Random(seed)
    (tmp_path / "shelf").mkdir()
    store = CacheDir(tmp_path / "shelf")
    folder = tmp_path / "book"
    (folder / "images").mkdir(parents=True)
    (folder / "book.toml").write_text(TOML, "utf-8")
    for number, (text, _) in enumerate(random_books.book(seed), 1):
        (folder / f"{number}.md").write_text(text, "utf-8", "surrogatepass")
    for _ in range(4):
        fresh, kept, again = (reading.load(folder, one) for one in (None, store, store))
        assert repr(kept.book) == repr(again.book) == repr(fresh.book)
        assert kept == again == fresh
        assert (
            reading.check_with_pictures(fresh, ())
            == reading.check_with_pictures(kept, (), store)
            == reading.check_with_pictures(again, (), store)
        )
        path = chance.choice(sorted(folder.glob("*.md")))
        path.write_text(_edited(path.read_text("utf-8"), chance), "utf-8")
        for one in chance.sample(sorted(store.folder.iterdir()), 2):
            one.write_bytes(one.read_bytes()[: chance.randrange(200)])


def test_pages_are_made_without_the_dictionary_of_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the words of titles are is asked where the book is read, and handed over."""
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    title = "关于进一步做好今年春季学校和幼儿园道路交通安全管理各项工作的若干意见"
    (tmp_path / "1.md").write_text(
        f"# {title}\n\n## 第一编　{title}\n\n### 一、{title}。\n\n落实“三同”（同吃、同住、"
        "同劳动）和“四风”。\n\n"
        f"：各校{title}表\n\n| 校 | 人 |\n|---|---|\n| 甲 | 3 |\n",
        "utf-8",
    )
    asked: list[rendering.RenderRequest] = []

    def run(
        worker: object, task: str, request: rendering.RenderRequest, *_: object
    ) -> dict[str, object]:
        asked.append(request)
        raise KeyboardInterrupt

    monkeypatch.setattr(parent.Worker, "run", run)
    with pytest.raises(KeyboardInterrupt):
        builds.build(tmp_path, kept=False)
    monkeypatch.setattr(
        words, "_dictionary", lambda: pytest.fail("the dictionary is asked all the same")
    )
    words.tag_words.cache_clear()  # another process has none of it
    words._runs.cache_clear()
    made = rendering.compose(asked[0], tmp_path, lambda stage: None)
    assert len(made["pages"]) >= 6


def test_one_book_is_the_same_whatever_jobs_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = three_chapters(tmp_path / "book")
    documents = []
    for jobs in (2, 1):
        (built,) = builds.build(folder, jobs=jobs, kept=jobs == 2)
        assert built.done
        documents.append((folder / "out" / "kept-screen.pdf").read_bytes())
    assert documents[0] == documents[1]

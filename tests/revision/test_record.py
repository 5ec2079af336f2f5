"""The record of a print: where each character stands, and what later comparisons find in it."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from duben.model import BookError
from duben.publish import builds, comparison as publish_comparison, records
from duben.revision import comparison, json_form, pages, record
from duben.revision.version import Version
from versioned_books import Layer, build_book, chapters, layers, write_book


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[tuple[str, str]]]:
    """A book of some sixty pages in two versions, a hundred edits known: (old words, new words),
    each of them once in its text.
    """
    top = tmp_path_factory.mktemp("prints")
    chance = random.Random(7)
    old = chapters(chance, 12, 34)
    new = [list(chapter) for chapter in old]
    edits: list[tuple[str, str]] = []
    places = [
        (number, index) for number, chapter in enumerate(new) for index in range(1, len(chapter))
    ]
    for count, (number, index) in enumerate(chance.sample(places, 100)):
        text = new[number][index]
        cut = chance.choice([match.start() for match in re.finditer("[，。]", text)])
        word = f"第{1000 + count}号甲"
        if count % 2:
            old[number][index] = text[:cut] + word + text[cut:]
            new[number][index] = text[:cut] + word.replace("甲", "乙") + text[cut:]
            edits.append((word, word.replace("甲", "乙")))
        else:
            new[number][index] = text[:cut] + word + text[cut:]
            edits.append(("", word))
    return (
        build_book(write_book(top / "old", old, "1")),
        build_book(write_book(top / "new", new, "2")),
        edits,
    )


def test_page_and_line_of_a_hundred_edits_are_those_of_the_text_layer(
    prints: tuple[Path, Path, list[tuple[str, str]]],
) -> None:
    old, new, edits = prints
    before, after = (list(layers(folder / "xuexi-screen.pdf")) for folder in (old, new))
    found = comparison.compare(
        records.read_record(old / "xuexi-1.record.json"),
        records.read_record(new / "xuexi-2.record.json"),
    )
    assert 50 <= sum(page.part == "body" for page in pages.both_prints(found)[0].pages) <= 75
    for was, now in edits:
        change = next(one for one in found.changes if one.new and now in one.new.text)
        for word, side, layer in ((was, "old", before), (now, "new", after)):
            if word:
                # Of 甲 that became 乙 one character is marked, of what was put in all.
                assert list(pages.changed_lines(found, change, side)) == where(
                    layer, word, len(word) - 1 if was else 0
                )


def where(layer: Sequence[Layer], word: str, start: int) -> list[tuple[int, int]]:
    """(page, line) of the characters of a word from ``start`` on, which stands once in the book."""
    spots = [
        (character, page, number)
        for page, one in enumerate(layer)
        for number, line in enumerate(one.lines, 1)
        for character in line
    ]
    text = "".join(character for character, _, _ in spots)
    assert text.count(word) == 1
    at = text.index(word)
    return sorted({spot[1:] for spot in spots[at + start : at + len(word)]})


def test_every_unit_stands_where_its_spots_say(
    prints: tuple[Path, Path, list[tuple[str, str]]],
) -> None:
    folder = prints[1]
    version = records.read_record(folder / "xuexi-2.record.json")
    layer = list(layers(folder / "xuexi-screen.pdf"))
    assert version.print
    for unit, spots in zip(version.units, version.print.spots, strict=True):
        assert spots, unit.text
        ends = [*(offset for offset, _, _ in spots[1:]), len(unit.text)]
        for (start, page, line), end in zip(spots, ends, strict=True):
            assert "".join(unit.text[start:end].split()) in layer[page].lines[line - 1]


def test_a_record_is_read_as_it_was_written_and_refused_when_altered(
    prints: tuple[Path, Path, list[tuple[str, str]]], tmp_path: Path
) -> None:
    path = prints[0] / "xuexi-1.record.json"
    version = records.read_record(path)
    assert record.dump_record(version) == path.read_bytes()
    altered = tmp_path / "xuexi-1.record.json"
    altered.write_text(
        path.read_text("utf-8")
        .replace("第1000号", "第1000 号", 1)
        .replace("学习宣传", "学习宣讲", 1),
        "utf-8",
    )
    with pytest.raises(BookError) as raised:
        records.read_record(altered)
    assert raised.value.problems[0].rule == "record-broken"


def test_a_manuscript_is_compared_with_the_record_of_its_last_print(tmp_path: Path) -> None:
    chance = random.Random(3)
    texts = chapters(chance, 2, 6)
    folder = write_book(tmp_path / "b", texts, "1")
    builds.build(folder, printed=True)
    assert (folder / "prints" / "xuexi-1.record.json").is_file()
    # The old source is gone, and so are the outputs.
    shutil.rmtree(folder / "out")
    texts[1][2] = texts[1][2].replace("。", "，并报办公室。", 1)
    write_book(folder, texts, "2")
    builds.build(folder)
    with (
        publish_comparison.open_side(str(folder / "prints" / "xuexi-1.record.json")) as old,
        publish_comparison.open_side(str(folder)) as new,
    ):
        found: dict[str, Any] = json_form.revision_to_json(
            comparison.compare(old.version, new.version)
        )
    (setting, change) = found["changes"]
    assert (setting["old_text"], setting["new_text"]) == ("1", "2")
    assert change["old_pages"] == change["new_pages"] and change["old_pages"] is not None
    assert set(change["new_pages"]) < set(
        found["pages"]["changed"]
    )  # and the title page, which names the version
    assert (folder / "out" / "xuexi-2.record.json").is_file()


def test_a_text_that_changed_under_the_same_version_is_told_and_printed_records_stay(
    tmp_path: Path,
) -> None:
    texts = chapters(random.Random(5), 1, 3)
    folder = write_book(tmp_path / "b", texts, "1")
    builds.build(folder, printed=True)
    kept = (folder / "prints" / "xuexi-1.record.json").read_bytes()
    texts[0][1] += "另行通知。"
    write_book(folder, texts, "1")
    (made,) = builds.build(folder)
    assert [(one.rule, str(one.place), one.severity) for one in made.problems] == [
        ("record-same-version", "book.toml:5", "warning")
    ]
    with pytest.raises(BookError) as raised:
        builds.build(folder, printed=True)
    assert [one.rule for one in raised.value.problems if one.fatal] == ["record-printed"]
    assert (folder / "prints" / "xuexi-1.record.json").read_bytes() == kept
    # Another version whose name would be the same is refused.
    (folder / "out" / "xuexi-1.record.json").write_bytes(record.dump_record(_renamed(kept)))
    shutil.rmtree(folder / "prints")
    (made,) = builds.build(folder)
    assert not made.done and made.problems[-1].rule == "record-other-version"
    write_book(folder, texts, "2")
    (made,) = builds.build(folder)
    assert made.done and not made.problems
    listed = [
        row["name"]
        for row in json.loads((folder / "out" / "manifest.json").read_text("utf-8"))["files"]
    ]
    assert "xuexi-2.record.json" in listed


def _renamed(data: bytes) -> Version:
    from dataclasses import replace

    return replace(record.parse_record(data), number="1 ")


def test_a_draft_that_changed_is_told_once_and_copies_that_were_given_out_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = chapters(random.Random(6), 1, 3)
    folder = write_book(tmp_path / "b", texts, "1")
    builds.build(folder)

    def told() -> list[str]:
        texts[0][1] += "另行通知。"
        write_book(folder, texts, "1")
        return [problem.rule for problem in builds.build(folder, formats=("pdf",))[0].problems]

    assert [told(), told()] == [["record-same-version"], []]
    (folder / "ledger.csv").write_text("日期,版次,份号,单位,文件\n", "utf-8")
    assert [told(), told()] == [["record-same-version"]] * 2

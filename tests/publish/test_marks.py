"""The marked edition: bars beside the changed lines and no others, in the outer margin, and no
glyph moved.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from duben.publish import builds, records
from duben.revision import comparison
from versioned_books import chapters, layers, write_book

OUTER = 67.0  # pt of the outer margin; the inner one is 58.5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Old and new outputs, and the words that came: changed, added and removed paragraphs, one that
    moved.
    """
    top = tmp_path_factory.mktemp("marks")
    chance = random.Random(21)
    old = chapters(chance, 4, 14)
    new = [list(chapter) for chapter in old]
    came = []
    for number, (chapter, index) in enumerate(
        [(0, 2), (0, 5), (1, 3), (1, 9), (2, 4), (2, 11), (3, 6)]
    ):
        word = f"第{2000 + number}号"
        came.append(word)
        new[chapter][index] = new[chapter][index].replace("，", f"，{word}", 1)
    del new[3][2]
    new[0].insert(9, new[3].pop(7))
    folder = write_book(top / "b", old, "1")
    builds.build(folder, printed=True)
    (folder / "out").rename(top / "old")
    write_book(folder, new, "2")
    (one,) = builds.build(folder, since="1")
    assert one.done, one.problems
    return top / "old", one.output, came


def drawn(pdf: Path) -> Iterator[list[tuple[str, tuple[float, ...]]]]:
    """What each page draws as marks: rectangles (left, top, width, height) and triangles, pt from
    the upper left corner.
    """
    with pikepdf.open(pdf) as document:
        for page in document.pages:
            streams = page.obj.Contents
            last = streams[-1].read_bytes() if isinstance(streams, pikepdf.Array) else b""
            found: list[tuple[str, tuple[float, ...]]] = []
            for line in last.decode("latin-1").splitlines() if b"/Artifact BMC" in last else ():
                numbers = tuple(float(number) for number in re.findall(r"-?[0-9]+\.[0-9]+", line))
                if line.endswith(" re f"):
                    found.append(("rectangle", numbers))
                elif line.endswith(" l f"):
                    found.append(("triangle", numbers))
                elif line.endswith(" h S"):
                    found.append(("hollow", numbers))
            yield found


def test_bars_stand_beside_every_changed_line_and_no_other(
    made: tuple[Path, Path, list[str]],
) -> None:
    old, new, came = made
    layer = list(layers(new / "xuexi-screen.pdf"))
    marks = list(drawn(new / "xuexi-screen-marked.pdf"))
    found = comparison.compare(
        records.read_record(old / "xuexi-1.record.json"),
        records.read_record(new / "xuexi-2.record.json"),
    )
    assert found.new.print
    # The truth from the text layer: lines with a character of a word that came.
    wanted: set[tuple[int, int]] = set()
    for word in came:
        spots = [
            (character, page, number)
            for page, one in enumerate(layer)
            if found.new.print.pages[page].part == "body"
            for number, line in enumerate(one.lines)
            for character in line
        ]
        at = "".join(character for character, _, _ in spots).index(word)
        wanted |= {spot[1:] for spot in spots[at : at + len(word)]}
    seen: set[tuple[int, int]] = set()
    for page, one in enumerate(marks):
        bars = [numbers for kind, numbers in one if kind == "rectangle" and numbers[2] == 1.6]
        for number, baseline in enumerate(layer[page].baselines):
            if any(top < baseline - 3 < top + height for _, top, _, height in bars):
                seen.add((page, number))
        folio = found.new.print.pages[page].folio
        for left, _, width, _ in bars:
            if (
                folio.isdecimal() and int(folio) % 2
            ):  # right-hand page: its outer margin is at the right
                assert left > 419.5 - OUTER
            else:
                assert left + width < OUTER
    assert seen == wanted


def test_deletions_and_moves_have_signs_of_their_own(made: tuple[Path, Path, list[str]]) -> None:
    marks = [one for page in drawn(made[1] / "xuexi-screen-marked.pdf") for one in page]
    assert sum(kind == "triangle" for kind, _ in marks) == 1  # the paragraph that is gone
    assert sum(kind == "hollow" for kind, _ in marks) == 1  # the place from which one went
    assert (
        sum(kind == "rectangle" and numbers[2] == 0.5 for kind, numbers in marks) >= 2
    )  # the double line of the one that moved


def test_no_glyph_moves_and_the_same_text_is_drawn(made: tuple[Path, Path, list[str]]) -> None:
    def texts(path: Path) -> list[list[tuple[float, float, str]]]:
        return [one.drawn for one in layers(path)]

    assert texts(made[1] / "xuexi-screen.pdf") == texts(made[1] / "xuexi-screen-marked.pdf")


def test_the_same_inputs_give_the_same_bytes(
    made: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    folder = made[1].parent
    (again,) = builds.build(
        folder, tmp_path / "again", since=str(folder / "prints" / "xuexi-1.record.json")
    )
    for name in ("xuexi-screen-marked.pdf", "xuexi-screen.pdf", "xuexi-2.record.json"):
        assert (again.output / name).read_bytes() == (made[1] / name).read_bytes()

"""The curve between how far 汉字 open and how far marks give way: the text G of the benchmark, set
with other weights.

python tests/bench/curve.py prints a row for each, and the least that any line ends could reach;
docs/composer.md says
                           why we stand where we stand
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import bench
import weasyprint
from duben import composer
from duben.composer import rules
from duben.composer.breaking import ParagraphBreaker, pricing, weights
from duben.composer.breaking.paragraph import MeasuredParagraph
from duben.composer.breaking.weights import SEEN_STRETCH_EM, TOLERANCE
from duben.proof.pages.evenness import evenness
from duben.proof.pages.glyphs import pages
from duben.proof.pages.report import read_composition

# What is set otherwise in each row: names of breaking/weights.py, but mark_growth, which is an
# option.
ROWS: tuple[dict[str, float], ...] = (
    {},
    {"MARK_WEIGHT": 20.0},
    {"MARK_WEIGHT": 160.0},
    {"NEED_PRICE": 8.0},
    {"HOLE_EM": 0.3},
    {"SEEN_PRICE": 20.0},
    {"MARK_WEIGHT": 80.0, "UNSEEN_STRETCH_EM": 0.02},
    {"MARK_WEIGHT": 160.0, "UNSEEN_STRETCH_EM": 0.034, "SEEN_PRICE": 0.0},
    {"MARK_WEIGHT": 400.0, "UNSEEN_STRETCH_EM": 0.034, "SEEN_PRICE": 0.0, "NEED_PRICE": 4.0},
    {"mark_growth": 0.1},
    {"last_mark_growth": 0.18},
    {"gap": 0.25},
)
# Rates of exchange for the least that can be: what a squared em of a 汉字 gap costs, one of a mark
# being 1; and an em of change.
RATES = ((14.0, 0.0), (10.0, 0.0), (8.0, 0.0), (6.0, 0.0), (6.0, 0.3), (4.0, 0.0))
SHRINK = 0.25  # em: what a lone mark may lose
# em: by what 汉字 gaps open on average, from which a deviation is measured; that of marks is 0
MEAN = 0.002


class Filled(NamedTuple):
    """A line filled as evenly as can be: how many 汉字 gaps and how far they open, the same of
    marks, and how far it is changed.
    """

    gaps: int
    stretch: float
    marks: int
    growth: float
    change: float


def least(
    paragraph: MeasuredParagraph, measure: float, indent: float, rate: float, price: float
) -> list[Filled]:
    """The full lines of a paragraph with the least sum of squares, all line ends allowed that are,
    marks given ¾ em.

    Nothing else is asked for: neither the order of CLREQ nor that few gaps open. So no composer can
    do better at this rate.
    """
    size, letters = paragraph.characters.sizes[0], paragraph.characters.classes
    ends = paragraph.ends
    han = list(
        accumulate((one == other == rules.HAN for one, other in pairwise(letters)), initial=0)
    )
    lone = list(accumulate(_lone(paragraph), initial=0))
    best: dict[int, tuple[float, list[Filled]]] = {0: (0.0, [])}
    for start in range(paragraph.length):
        if start not in best:
            continue
        before, filled = best[start]
        first = indent if start == 0 else 0.0
        right = ends.origins[start] + ends.start_trim(start, first) + measure - first
        for end in range(start + 1, paragraph.length + 1):
            need = (right - ends.edges[end]) / size
            if need > 3.0 and end < paragraph.length:
                continue
            if need < -3.0 and ends.edges[end] != float("inf"):
                break
            last = ends.stops.get(end, end) - 1
            line = None
            if last > start:
                line = _filled(
                    paragraph,
                    start,
                    last,
                    0.0 if end == paragraph.length else need,
                    han[last] - han[start],
                    lone[last] - lone[start],
                    rate,
                )
            if line is None or end == paragraph.length and need < -TOLERANCE:
                continue
            cost = (
                rate * line.gaps * (line.stretch - MEAN) ** 2
                + line.marks * line.growth**2
                + price * line.change
            )
            if end == paragraph.length:
                cost += (
                    pricing.last_line_badness(
                        paragraph, start, last + 1, measure - need * size, True, measure
                    )
                    / 100
                )
            cost += paragraph.prices.get(end, 0.0) / 100
            if end not in best or before + cost < best[end][0]:
                best[end] = before + cost, [*filled, line]
    return best[paragraph.length][1][:-1] if paragraph.length in best else []


def _lone(paragraph: MeasuredParagraph) -> Iterator[int]:
    """For each character whether the blank of a mark between two 汉字 is behind it."""
    blank = {glue.after for glue in paragraph.glues if glue.is_mark}
    classes = paragraph.characters.classes
    for index in range(paragraph.length):
        mark = index if classes[index] in rules.MARKS else index + 1
        yield int(
            index in blank
            and classes[mark - 1 : mark] + classes[mark + 1 : mark + 2] == rules.HAN * 2
        )


def _filled(
    paragraph: MeasuredParagraph,
    start: int,
    last: int,
    need: float,
    han: int,
    lone: int,
    rate: float,
) -> Filled | None:
    """A line filled with the least sum of squares; None where it cannot be."""
    size, sums = paragraph.characters.sizes[0], paragraph.sums
    first, after = sums.before[start], sums.before[last]
    gaps = paragraph.opens_before[last] - paragraph.opens_before[start]
    marks = sums.marks[after] - sums.marks[first]
    if need < -TOLERANCE:
        others = (sums.shrink[after] - sums.shrink[first]) / size - SHRINK * marks
        rest = max(0.0, -need - others)
        if rest > SHRINK * marks + TOLERANCE:
            return None
        return Filled(han, 0.0, lone, -rest / marks if marks else 0.0, -need)
    rest = (
        max(0.0, need - (sums.mark_stretch[after] - sums.mark_stretch[first]) / size)
        if sums.opens
        else max(0.0, need)
    )
    if not marks or not gaps:
        return (
            Filled(han, rest / gaps if gaps else 0.0, lone, rest / marks if marks else 0.0, need)
            if gaps or marks
            else None
        )
    # A mark stands between two gaps: where those open by h, it has 2 h + (rest - h gaps) / marks.
    turn = 2 - gaps / marks
    stretch = (rate * han * MEAN - lone * turn * rest / marks) / (
        rate * han + lone * turn * turn or 1.0
    )
    stretch = min(max(0.0, stretch), SEEN_STRETCH_EM, rest / gaps)
    return Filled(han, stretch, lone, 2 * stretch + (rest - gaps * stretch) / marks, need)


def deviations(found: Sequence[Filled]) -> tuple[float, float, float]:
    """The deviation of the 汉字 gaps and of the marks of lines, and how far a line is changed, on
    average.
    """
    return (
        _deviation([(line.gaps, line.stretch) for line in found]),
        _deviation([(line.marks, line.growth) for line in found]),
        sum(line.change for line in found) / len(found),
    )


def _deviation(weighed: Sequence[tuple[int, float]]) -> float:
    total = sum(count for count, _ in weighed)
    mean = sum(count * value for count, value in weighed) / total
    return sqrt(sum(count * (value - mean) ** 2 for count, value in weighed) / total)


def paragraphs(text: str) -> Iterator[tuple[MeasuredParagraph, float, float]]:
    """The justified paragraphs of a document in the size of most,
    their measure and their indent.
    """
    seen: dict[int, tuple[MeasuredParagraph, float, float]] = {}
    usual = ParagraphBreaker.lines

    def note_lines(
        self: ParagraphBreaker,
        measure: float,
        indent: float = 0.0,
        start: int = 0,
        justified: bool = True,
        last_justified: bool = False,
    ) -> Any:
        paragraph = self.paragraph
        if start == 0 and justified and len(set(paragraph.characters.sizes)) == 1 and indent:
            seen.setdefault(id(self), (paragraph, measure, indent))
        return usual(self, measure, indent, start, justified, last_justified)

    ParagraphBreaker.lines = note_lines  # type: ignore[method-assign]
    composer.install()
    weasyprint.HTML(string=text).render()
    composer.uninstall()
    ParagraphBreaker.lines = usual  # type: ignore[method-assign]
    yield from seen.values()


def main() -> None:
    writer = bench.rivals()
    if writer is None:
        raise SystemExit("../shared/compare is not here")
    print(
        "| set otherwise | 汉字: 99th | largest | deviation | marks: deviation | change "
        "of a line |\n|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer.main(str(bench.SHARED / "corpus" / "texts"), str(folder))
        text = (
            (folder / "gwr2019.html")
            .read_text("utf-8")
            .replace("</style>", "p{text-spacing-trim:auto}</style>")
        )
        usual = {name: getattr(weights, name) for row in ROWS for name in row if name.isupper()}
        for row in ROWS:
            for name, value in {**usual, **row}.items():
                if name.isupper():
                    setattr(pricing, name, value)
            composer.install(**{name: value for name, value in row.items() if name.islower()})  # type: ignore[arg-type]
            pdf = folder / "g.pdf"
            weasyprint.HTML(string=text).write_pdf(pdf)
            composer.uninstall()
            found = evenness(read_composition(pages(pdf)))
            told = ", ".join(f"{name} {value:g}" for name, value in row.items()) or "nothing"
            print(
                f"| {told} | {found.han_99th:.3f} | {found.han_largest:.3f} | "
                f"{found.han_deviation:.4f} | {found.mark_deviation:.3f} "
                f"| {found.adjustment:.3f} |",
                flush=True,
            )
        kept = list(paragraphs(text))
        print(
            "\n| the least there can be: rate, price of change | 汉字: deviation | marks: "
            "deviation | change of a line |\n|---|---|---|---|"
        )
        for rate, price in RATES:
            han, marks, change = deviations(
                [
                    line
                    for paragraph, measure, indent in kept
                    for line in least(paragraph, measure, indent, rate, price)
                ]
            )
            print(f"| {rate:g}, {price:g} | {han:.4f} | {marks:.3f} | {change:.3f} |", flush=True)


if __name__ == "__main__":
    main()

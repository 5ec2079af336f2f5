"""The curve between how far 汉字 open and how far marks give way: the text G of the benchmark, set with other weights.

    python tests/curve.py      prints a row for each; docs/composer.md says why we stand where we stand
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import bench
import weasyprint
from duben import composer
from duben.composer import lines
from duben.proof.composition import compose
from duben.proof.evenness import evenness
from duben.proof.glyphs import pages

# What is set otherwise in each row: names of lines.py, but mark_growth, which is an option.
ROWS: tuple[dict[str, float], ...] = (
    {},
    {"MARK_WEIGHT": 10.0},
    {"MARK_WEIGHT": 160.0},
    {"HOLE_PRICE": 0.0},
    {"HOLE_PRICE": 40.0},
    {"NEED_PRICE": 4.0, "MARK_WEIGHT": 160.0},
    {"MARK_WEIGHT": 80.0, "STRETCH_CALM": 0.02},
    {"MARK_WEIGHT": 160.0, "STRETCH_CALM": 0.034, "SEEN_PRICE": 0.0},
    {"MARK_WEIGHT": 400.0, "STRETCH_CALM": 0.034, "SEEN_PRICE": 0.0, "NEED_PRICE": 4.0},
    {"mark_growth": 0.1},
    {"last_mark_growth": 0.18},
    {"gap": 0.25},
)


def main() -> None:
    writer = bench.rivals()
    if writer is None:
        raise SystemExit("../shared/compare is not here")
    print("| set otherwise | 汉字: 99th | largest | deviation | marks: deviation | change of a line |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer.main(str(bench.SHARED / "corpus" / "texts"), str(folder))
        text = (folder / "gwr2019.html").read_text("utf-8").replace("</style>", "p{text-spacing-trim:auto}</style>")
        usual = {name: getattr(lines, name) for row in ROWS for name in row if name.isupper()}
        for row in ROWS:
            for name, value in {**usual, **row}.items():
                if name.isupper():
                    setattr(lines, name, value)
            composer.install(**{name: value for name, value in row.items() if name.islower()})  # type: ignore[arg-type]
            pdf = folder / "g.pdf"
            weasyprint.HTML(string=text).write_pdf(pdf)
            composer.uninstall()
            found = evenness(compose(pages(pdf)))
            told = ", ".join(f"{name} {value:g}" for name, value in row.items()) or "nothing"
            print(f"| {told} | {found.han_99th:.3f} | {found.han_largest:.3f} | {found.han_deviation:.4f} | {found.mark_deviation:.3f} "
                  f"| {found.adjustment:.3f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()

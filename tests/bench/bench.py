"""`make bench`: ours beside plain WeasyPrint, Typst, XeLaTeX and Chromium on the same texts, in one
run.

CPU seconds are those of whole processes (user + system, with their children), the least of three;
memory is the peak of the largest process of a run. Trust the ratios: the machine is the same for
all.

The texts are those of ../shared/compare/rivals.py; where it is absent, the text of book/ repeated,
for fewer rivals.
"""

from __future__ import annotations

import argparse
import compileall
import html
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pikepdf
from duben.live import LiveBook

TOP = Path(__file__).parents[2]
SHARED = TOP.parent / "shared"
PLAIN = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
# The theme of our own booklets: marks at line ends are set in one way (docs/composer.md).
COMPOSED = (
    "import sys; from duben import composer; composer.install(); import weasyprint; "
    "weasyprint.HTML(sys.argv[1]).write_pdf("
    "sys.argv[2], stylesheets=[weasyprint.CSS(string='html { text-spacing-trim: auto }')])"
)
# Our pages without checks of the text, proof and record, in one process.
UNCHECKED = (
    "import os, pathlib, sys, tempfile; from duben import layout, pdf; "
    "from duben.publish import one_book, reading; draft = reading.load(sys.argv[1]); "
    "faces = one_book.faces_of(draft.book, draft.fonts); work = pathlib.Path(tempfile.mkdtemp()); "
    "os.environ['FONTCONFIG_FILE'] = str(layout.write_font_configuration(faces, work)); "
    "request = one_book.render_request(draft, {}, faces, (), (), recorded=False); "
    "composed = pdf.compose(request.inputs, folded=False, pictured=False); "
    "pathlib.Path(sys.argv[2]).write_bytes(composed.document)"
)
TYPST = (
    "import pathlib, sys, typst; pathlib.Path(sys.argv[2]).write_bytes(typst.compile(sys.argv[1]))"
)
# Chromium leaves its helpers to the nearest process that takes them in: without that their seconds
# are not counted.
RUN = """
import ctypes, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
try:
    while os.waitpid(-1, 0):
        pass
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.stderr.write(done.stderr.decode("utf-8", "replace")[-2000:])
"""
# Typst and HTML for a machine without the shared texts.
HTML_HEAD = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>t</title><style>
@page{size:148mm 210mm;margin:47.738pt 47pt 47.5pt;@bottom-center{content:counter(page)}}
body{font:10.5pt/17.85pt "Noto Serif CJK SC";text-align:justify;margin:0}p{margin:0;text-indent:2em}
h2{font:bold 14pt/35.7pt "Noto Sans CJK SC";margin:0;break-after:avoid}</style>"""
TYPST_HEAD = """#set page(width: 148mm, height: 210mm, margin: (x: 47pt, top: 47.738pt, bottom: 47.5pt), numbering: "1")
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", region: "cn", top-edge: 0.85em, bottom-edge: -0.15em)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 7.35pt, spacing: 7.35pt)
#for b in json("NAME.json") { if b.at(0) == "h" { heading(level: 2, b.at(1)) } else { par(b.at(1)) } }
"""  # noqa: E501

# As after an installation: modules are compiled once, not in each process.
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

Block = tuple[str, str]  # "h" or "p", text


# -------------------------------------------------------------------------------------------- texts


def rivals() -> ModuleType | None:
    """The module that writes the same text for every rival; None where it is not at hand."""
    spec = spec_from_file_location("rivals", SHARED / "compare" / "rivals.py")
    if spec is None or spec.loader is None or not (SHARED / "compare" / "rivals.py").is_file():
        return None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(writer: ModuleType | None, folder: Path) -> list[list[Block]]:
    """The documents of the large book, one a chapter; writes ``seedfw``, ``gwr2019`` and ``big``
    for the rivals into a folder.
    """
    if writer is None:
        return _from_book(folder)
    texts = SHARED / "corpus" / "texts"
    writer.main(str(texts), str(folder))
    one = [writer.blocks((texts / f"{name}.txt").read_text("utf-8")) for name in writer.BIG]
    one.append(writer.blocks(writer.full_width((texts / "seed.txt").read_text("utf-8"))))
    kept = [
        [
            (kind, text)
            for kind, text in blocks
            if not re.search("[!-~]{25,}", text) and not text.startswith("增减情况")
        ]
        for blocks in one
    ]
    return kept * 2


def _from_book(folder: Path) -> list[list[Block]]:
    """The shipped book's paragraphs, repeated to 24 chapters of about twenty pages."""
    print("../shared is not here: the text is that of book/, repeated")
    text = "\n".join(path.read_text("utf-8") for path in sorted((TOP / "book").glob("*.md")))
    lines = [
        line
        for line in text.splitlines()
        if re.match("[\u4e00-\u9fff“（]", line) and "[" not in line and "*" not in line
    ]
    blocks: list[Block] = [("p", line) for line in lines]
    chapter = [*blocks, ("h", "一、再读一遍")] * (1 + 15_000 // sum(len(line) for line in lines))
    folder.mkdir()
    for name, content in (
        ("seedfw", chapter[: len(blocks) // 2]),
        ("gwr2019", chapter),
        ("big", chapter * 24),
    ):
        body = "".join(
            f"<h2>{html.escape(text)}</h2>" if kind == "h" else f"<p>{html.escape(text)}</p>"
            for kind, text in content
        )
        (folder / f"{name}.html").write_text(HTML_HEAD + body, "utf-8")
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        (folder / f"{name}.typ").write_text(TYPST_HEAD.replace("NAME", name), "utf-8")
    return [chapter] * 24


def manuscript(folder: Path, chapters: Sequence[Sequence[Block]], whole: bool = False) -> Path:
    """A book of ours with the page of the rivals; ``whole``: all in one file, without chapters."""
    folder.mkdir()
    (folder / "styles").mkdir()
    (folder / "book.toml").write_text(
        '[book]\ntitle = "速度"\nid = "speed"\ndate = 2026-01-01\n[output]\neditions = ["screen"]\n'
        'formats = ["pdf"]\n',
        "utf-8",
    )
    for name in ("page.css", "text.css"):
        (folder / "styles" / name).write_text(
            (TOP / "styles" / name).read_text("utf-8")
            + (TOP / "tests" / "bench" / name).read_text("utf-8"),
            "utf-8",
        )
    texts = []
    for number, blocks in enumerate(chapters, 1):
        title = f"第{number}编　{blocks[0][1][:20]}"
        texts.append(
            "\n\n".join(
                [
                    f"# {escaped(title)}" if not whole else f"## {escaped(title)}",
                    *(
                        f"## {escaped(text)}" if kind == "h" else escaped(text)
                        for kind, text in blocks[1:]
                    ),
                ]
            )
            + "\n"
        )
    for number, text in enumerate([("# 全书\n\n" + "\n".join(texts))] if whole else texts, 1):
        (folder / f"{number:02}.md").write_text(text, "utf-8")
    return folder


def escaped(text: str) -> str:
    """Text in which no sign of Markdown means anything."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!<&|~:^$=])", r"\\\1", text)


def edited(folder: Path) -> None:
    """One sentence more in a paragraph of the middle chapter."""
    files = sorted(folder.glob("*.md"))
    middle = files[len(files) // 2]
    parts = middle.read_text("utf-8").split("\n\n")
    at = next(
        index
        for index in range(len(parts) // 2, len(parts))
        if re.match("[\u4e00-\u9fff].{60}", parts[index])
    )
    parts[at] += "这一段是后来加上的，使本段多出一两行。"
    middle.write_text("\n\n".join(parts), "utf-8")


# ---------------------------------------------------------------------------------------- measuring


@dataclass
class Figure:
    """What one program needed for one text: seconds of CPU, MB, bytes, pages."""

    seconds: float
    memory: float
    out: Path
    pages: int = field(init=False, default=0)
    size: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        if self.out.is_file():
            self.size = self.out.stat().st_size
            with pikepdf.open(self.out) as document:
                self.pages = len(document.pages)


def cost(
    command: Sequence[str],
    out: Path,
    folder: Path,
    rounds: int,
    before: Callable[[], None] = lambda: None,
    environment: dict[str, str] | None = None,
) -> Figure:
    """The least CPU of so many runs of a command, and its memory then; ``before`` runs uncounted
    before each.
    """
    best = (float("inf"), 0.0)
    for _ in range(rounds):
        before()
        done = subprocess.run(
            [sys.executable, "-c", RUN, *command],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env={**INSTALLED, **(environment or {})},
        )
        status, seconds, memory = done.stdout.split()
        if status != "0":
            raise SystemExit(f"failed ({status}): {' '.join(command)}\n{done.stderr}")
        best = min(best, (float(seconds), float(memory)))
    return Figure(*best, out)


def programs(folder: Path) -> dict[str, Callable[[str, Path], list[str]]]:
    """Every rival that is installed: its name, and the command that sets a text (by name) into a
    PDF.
    """

    def python(code: str, ending: str) -> Callable[[str, Path], list[str]]:
        return lambda name, out: [
            sys.executable,
            "-c",
            code,
            str(folder / f"{name}{ending}"),
            str(out),
        ]

    found = {
        "plain WeasyPrint": python(PLAIN, ".html"),
        "WeasyPrint + composer": python(COMPOSED, ".html"),
    }
    if find_spec("typst"):
        found["Typst"] = python(TYPST, ".typ")
    if shutil.which("xelatex") and (folder / "big.tex").is_file():
        found["XeLaTeX"] = lambda name, out: [
            "xelatex",
            "-interaction=batchmode",
            f"-jobname={out.stem}",
            str(folder / f"{name}.tex"),
        ]
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        found["Chromium"] = lambda name, out: [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={out}",
            str(folder / f"{name}.html"),
        ]
    for name in ("Typst", "XeLaTeX", "Chromium"):
        if name not in found:
            print(f"{name} is not installed: left out")
    return found


def ours(book: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "duben", "build", str(book), "--quiet", *options]


class Table:
    """Rows of figures, with their ratios to plain WeasyPrint and to Typst on the same text."""

    def __init__(self) -> None:
        print(
            f"{'':<34}{'CPU s':>8}{'MB':>6}{'kB':>7}{'pages':>7}{'/plain':>8}{'/Typst':>8}"
            f"{'MB/Typst':>10}"
        )

    def row(self, label: str, figure: Figure, bases: dict[str, Figure]) -> None:
        def ratio(name: str, value: str) -> str:
            base = bases.get(name)
            return f"{getattr(figure, value) / getattr(base, value):.2f}" if base else "–"

        print(
            f"{label:<34}{figure.seconds:>8.2f}{figure.memory:>6.0f}"
            f"{figure.size / 1000:>7.0f}{figure.pages:>7}"
            f"{ratio('plain WeasyPrint', 'seconds'):>8}{ratio('Typst', 'seconds'):>8}"
            f"{ratio('Typst', 'memory'):>10}",
            flush=True,
        )


def speed(folder: Path, rounds: int) -> dict[str, dict[str, Path]]:
    """Prints the figures of every program; gives the PDFs by text and program."""
    chapters = documents(rivals(), folder / "rivals")
    commands = programs(folder / "rivals")
    table = Table()
    made: dict[str, dict[str, Path]] = {}
    bases: dict[str, dict[str, Figure]] = {}
    for text in ("seedfw", "gwr2019", "big"):
        made[text], bases[text] = {}, {}
        print(f"— {text}")
        for name, command in commands.items():
            out = folder / f"{text}-{re.sub('[^a-z]', '', name.lower())}.pdf"
            figure = bases[text][name] = cost(command(text, out), out, folder, rounds)
            table.row(name, figure, bases[text])
            made[text][name] = out
    _books(folder, chapters, table, bases, rounds)
    return made


def _books(
    folder: Path,
    chapters: Sequence[Sequence[Block]],
    table: Table,
    bases: dict[str, dict[str, Figure]],
    rounds: int,
) -> None:
    """The rows of `duben build`: with all its checks, contents, bookmarks, tags, running heads."""
    kept = {"XDG_CACHE_HOME": str(folder / "kept")}
    large = manuscript(folder / "large", chapters)
    out = large / "out" / "speed-screen.pdf"
    small = manuscript(folder / "small", [chapters[len(chapters) // 2 - 1]])
    one = manuscript(folder / "one", chapters, whole=True)
    unchecked = folder / "unchecked.pdf"

    def fresh() -> None:
        shutil.rmtree(folder / "kept", ignore_errors=True)
        shutil.rmtree(large, ignore_errors=True)
        manuscript(large, chapters)

    def built(change: bool) -> Callable[[], None]:
        def prepare() -> None:
            fresh()
            subprocess.run(ours(large), check=True, env={**INSTALLED, **kept}, capture_output=True)
            if change:
                edited(large)

        return prepare

    print("— duben build, screen PDF")
    big, eight = bases["big"], bases["seedfw"]
    table.row("24 chapters, cold", cost(ours(large), out, folder, rounds, fresh, kept), big)
    table.row(
        "24 chapters, cold, nothing kept",
        cost(ours(large, "--no-cache"), out, folder, rounds, fresh, kept),
        big,
    )
    table.row(
        "… without checks, proof and record",
        cost(
            [sys.executable, "-c", UNCHECKED, str(large), str(unchecked)], unchecked, folder, rounds
        ),
        big,
    )
    table.row(
        "one paragraph edited", cost(ours(large), out, folder, rounds, built(True), kept), big
    )
    table.row("nothing changed", cost(ours(large), out, folder, rounds, built(False), kept), big)
    table.row(
        "one file without chapters",
        cost(
            ours(one, "--no-cache"),
            one / "out" / "speed-screen.pdf",
            folder,
            rounds,
            environment=kept,
        ),
        big,
    )
    table.row(
        "8 pages",
        cost(
            ours(small, "--no-cache"),
            small / "out" / "speed-screen.pdf",
            folder,
            rounds,
            environment=kept,
        ),
        eight,
    )


# -------------------------------------------------------------------------------------- live books


def live_rows(folder: Path, rounds: int) -> None:
    """Prints what an edit costs in a live book, all processes together, and in a Typst compiler
    that is kept in one process: for the shipped book, the large one, and four times that.
    """
    chapters = documents(rivals(), folder / "live-rivals")
    shutil.copytree(TOP / "book", folder / "live-book")
    print("— edited in a process that stays: CPU s to a page shown, to the book settled; MB; pages")
    live_row("the shipped book", folder / "live-book", rounds)
    for times in (1, 4):
        book = manuscript(folder / f"live-{times}", list(chapters) * times)
        live_row(f"{24 * times} chapters", book, rounds)
        typst_row(f"Typst, the same, {times} ×", folder / "live-rivals", times, rounds)


def live_row(label: str, folder: Path, rounds: int) -> None:
    """The least CPU of the rounds to show an edited page, and to settle its book."""
    files = sorted(folder.glob("*.md"))
    name, live = files[len(files) // 2].name, LiveBook(folder)
    live.settle()
    shown, settled = [], []
    for _ in range(rounds + 1):  # the first reads templates and styles
        edited(folder)
        begin = _live_seconds(live)
        state = live.show_chapter(name)
        live.picture(state.pages[state.provisional[len(state.provisional) // 2]].digest)
        shown.append(_live_seconds(live) - begin)
        begin = _live_seconds(live)
        state = live.settle()
        settled.append(_live_seconds(live) - begin)
    assert live._process is not None
    memory, pages = live._process._worker.memory(), len(state.pages)
    print(f"{label:<34}{min(shown[1:]):>8.2f}{min(settled[1:]):>8.2f}{memory:>8.0f}{pages:>7}")
    live.close()


def _live_seconds(live: LiveBook) -> float:
    """The CPU seconds of this process and of the live book's."""
    assert live._process is not None
    stat = Path(f"/proc/{live._process._worker.child.pid}/stat").read_text("ascii")
    ticks = stat.rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def typst_row(label: str, folder: Path, times: int, rounds: int) -> None:
    """The CPU of Typst for the same text: after an edit in a compiler that stays, and whole."""
    if not find_spec("typst"):
        return
    import typst

    blocks = json.loads((folder / "big.json").read_text("utf-8")) * times
    source = (folder / "big.typ").read_text("utf-8").replace("big.json", "edited.json")
    (folder / "edited.typ").write_text(source, "utf-8")
    at = next(i for i in range(len(blocks) // 2, len(blocks)) if len(blocks[i][1]) > 60)
    seconds = []
    compiler = None
    for _ in range(rounds + 1):
        blocks[at][1] += "这一段是后来加上的，使本段多出一两行。"
        (folder / "edited.json").write_text(json.dumps(blocks, ensure_ascii=False), "utf-8")
        begin = time.process_time()
        compiler = compiler or typst.Compiler(str(folder / "edited.typ"))
        compiler.compile()
        seconds.append(time.process_time() - begin)
    print(f"{label:<34}{min(seconds[1:]):>8.2f}{seconds[0]:>8.2f} (whole)")


def quality(made: dict[str, dict[str, Path]]) -> None:
    """The rows of line quality, as `duben proof` measures them in every PDF."""
    from bench_quality import table

    table({text: made[text] for text in ("gwr2019", "big")})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each, of which the cheapest counts"
    )
    parser.add_argument("--live", action="store_true", help="only the rows of live books")
    parser.add_argument(
        "--keep", type=Path, help="a new folder that is left with all that was made"
    )
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    compileall.compile_dir(TOP / "build", quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        folder.mkdir(exist_ok=True)
        if not asked.live:
            quality(speed(folder.resolve(), asked.rounds))
        live_rows(folder.resolve(), asked.rounds)


if __name__ == "__main__":
    main()

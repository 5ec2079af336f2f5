"""`make bench`: speed as ratios within one run; CPU seconds (user + system) of whole processes, least of three."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SENTENCE = ("各地要结合实际抓好落实，防止走过场、搞形式；到2027年，覆盖率达到98%以上——这是第{}项任务。"
            "“学习”与“落实”并重，责任到人（含代理人），逐月通报进展。")  # fmt: skip
CSS = """@page{size:148mm 210mm;margin:60pt 67pt 80pt 58.5pt;@bottom-center{content:counter(page)}}
body{font:10.5pt/17.5pt "Noto Serif CJK SC";text-align:justify;margin:0}p{margin:0;text-indent:2em}h2{font-size:12pt}"""
PLAIN = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
COMPOSED = "from duben import composer; composer.install(); " + PLAIN


def html(pages: int) -> str:
    blocks = []
    for number in range(pages * 3):
        if number % 20 == 0:
            blocks.append(f"<h2>第{number // 20 + 1}节</h2>")
        blocks.append("<p>" + "".join(SENTENCE.format(number * 3 + part) for part in range(3)) + "</p>")
    return f"<html lang=zh><meta charset=utf-8><style>{CSS}</style>{''.join(blocks)}"


def manuscript(folder: Path, pages: int) -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text('[book]\ntitle = "速度"\ndate = 2026-01-01\n[output]\neditions = ["screen"]\nformats = ["pdf"]\n')
    for chapter in range(max(pages // 20, 1)):
        text = [f"# 第{chapter + 1}部分"]
        text += ["".join(SENTENCE.format(number * 3 + part + chapter) for part in range(3)) for number in range(60)]
        (folder / f"{chapter + 1:02}.md").write_text("\n\n".join(text))
    return folder


def cost(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a command, children included."""
    best = (float("inf"), 0.0)
    for _ in range(3):
        code = ("import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL,"
                "stderr=subprocess.PIPE); u = resource.getrusage(resource.RUSAGE_CHILDREN);"
                "print(done.returncode, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)")  # fmt: skip
        out = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True).stdout.split()
        if out[0] != "0":
            raise SystemExit(f"failed: {' '.join(command)}")
        best = min(best, (float(out[1]), float(out[2])))
    return best


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'pages':>6} {'what':<28} {'CPU s':>7} {'MB':>6} {'ratio':>6}")
        for pages in (10, 100, 480):
            page = folder / f"{pages}.html"
            page.write_text(html(pages), "utf-8")
            out = str(folder / "out.pdf")
            rows = [("plain WeasyPrint", [sys.executable, "-c", PLAIN, str(page), out]),
                    ("WeasyPrint with our composer", [sys.executable, "-c", COMPOSED, str(page), out]),
                    ("duben build, screen PDF", [sys.executable, "-m", "duben", "build", str(manuscript(folder / str(pages), pages)),
                                                 "--quiet"])]  # fmt: skip
            base = 0.0
            for label, command in rows:
                seconds, memory = cost(command)
                base = base or seconds
                print(f"{pages:>6} {label:<28} {seconds:>7.2f} {memory:>6.0f} {seconds / base:>6.2f}", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

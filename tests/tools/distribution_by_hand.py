"""Distribution at its full size, by hand: python tests/tools/distribution_by_hand.py
[speed|read|kill|bytes …], all of them by default.

A book of some 60 pages for 500 recipients, 1,200 copies: how long and how much memory it takes;
numbers and QR codes of 50 copies read back from the picture; a run that is killed at ten moments;
500 altered bytes.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import pypdfium2  # noqa: E402
import zxingcpp  # noqa: E402
from cover_digits import read_cover_number  # noqa: E402
from duben.distribution import ledger  # noqa: E402
from duben.publish import (
    builds,
    verification,  # noqa: E402
)

PLACES = (
    "重庆市九龙坡区教育委员会",
    "中共万州区委宣传部",
    "渝北区总工会",
    "市委党校图书和文化馆",
    "江津区白沙镇人民政府",
)
TEXT = (
    "会议指出，要坚持以人民为中心的发展思想，把各项任务落到实处；会议强调，"
    "要抓好“三个关键”（关键一、关键二、关键三），做到件件有着落、事事有回音。"
)


def book(folder: Path, chapters: int = 13) -> Path:
    """A book of about 60 pages."""
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(
        '[book]\nid = "b"\ntitle = "学习材料汇编"\ndate = 2026-11-24\n[imprint]\nissuer = '
        '"市委办公厅"\n'
        'recipients = "此件发至县团级"\n[output]\neditions = ["screen"]\nformats = ["pdf"]\n',
        "utf-8",
    )
    chance = random.Random(1)
    characters = [
        chr(code)
        for code in range(0x4E00, 0x9FA5)
        if b"\xb0" <= chr(code).encode("gb2312", "replace")[:1] <= b"\xd7"
    ]
    for number in range(1, chapters + 1):
        paragraphs = [f"# 第{number}讲"]
        for part in range(1, 9):
            more = "".join(chance.choice(characters) for _ in range(40))
            paragraphs += [f"## {part}. 小节标题", TEXT + more + "。", TEXT]
        (folder / f"{number:02}-a.md").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return folder


def table(path: Path, recipients: int = 500, copies: int = 1200) -> Path:
    """A table of so many recipients and copies."""
    chance = random.Random(2)
    wanted = [1] * recipients
    while sum(wanted) < copies:
        wanted[chance.randrange(recipients)] += 1
    rows = [
        f"{chance.choice(PLACES)}第{index}支部,{count},联系人{index},中山四路{index}号"
        for index, count in enumerate(wanted, 1)
    ]
    path.write_text("单位,份数,联系人,地址\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def command(top: Path) -> list[str]:
    return [
        sys.executable,
        "-P",
        "-m",
        "duben",
        "distribute",
        str(top / "book"),
        str(top / "list.csv"),
        "-o",
        str(top / "out"),
        "-q",
    ]


def speed(top: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    child = subprocess.Popen(command(top))
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(memory(one) for one in family(child.pid)))
        time.sleep(0.1)
    seconds, after = time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    pdfs = list((top / "out").glob("*/*.pdf"))
    (built,) = builds.build(top / "book", top / "base")
    size = (top / "base" / "b-screen.pdf").stat().st_size
    print(
        f"pages {built.pages}, copies {len(pdfs)}, exit {child.returncode}: {seconds:.1f} s, CPU "
        f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.1f} s, "
        f"{peak / 1e6:.0f} MB of all processes together; base {size} bytes, "
        f"largest copy {max(pdf.stat().st_size for pdf in pdfs) / size:.3f} of it"
    )


def family(pid: int) -> list[int]:
    """A process and those below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in below for one in family(int(child)))]


def memory(pid: int) -> int:
    """Bytes of a process that are its share: what several map is counted once."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def read(top: Path) -> None:
    chance = random.Random(3)
    right = codes = 0
    for pdf in chance.sample(sorted((top / "out").glob("*/*.pdf")), 50):
        number = pdf.stem[-6:]
        right += read_cover_number(pdf) == number
        with pypdfium2.PdfDocument(pdf) as document:
            found = zxingcpp.read_barcodes(document[2].render(scale=2).to_pil())
        codes += [one.text.rsplit("/", 1)[-1] for one in found] == [number]
    given = [entry.number for entry in ledger.read_ledger(top / "book")]
    files = sorted(int(pdf.stem[-6:]) for pdf in (top / "out").glob("*/*.pdf"))
    print(
        f"read back: {right} of 50 numbers, {codes} of 50 QR codes; ledger = files: "
        f"{given == files}, {len(given)} numbers"
    )


def kill(top: Path) -> None:
    chance = random.Random(4)
    shutil.rmtree(top / "out", ignore_errors=True)
    (top / "book" / "ledger.csv").unlink(missing_ok=True)
    start = time.time()
    subprocess.run(command(top), check=True)
    whole = time.time() - start
    kept = {path.name: path.stat().st_size for path in (top / "out").glob("*/*.pdf")}
    shutil.rmtree(top / "out")
    (top / "book" / "ledger.csv").unlink()
    for _ in range(10):
        child = subprocess.Popen(command(top), start_new_session=True)
        time.sleep(chance.uniform(0.2, whole))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    status = subprocess.run(command(top), check=False).returncode
    given = [entry.number for entry in ledger.read_ledger(top / "book")]
    files = {path.name: path.stat().st_size for path in (top / "out").glob("*/*.pdf")}
    problems = verification.verify(top / "out").problems
    print(
        f"killed ten times, then exit {status}: numbers "
        f"{given == list(range(1, len(given) + 1))}, {len(given)} given, files as in one "
        "run: "
        f"{files == kept}, verify: {len(problems)} problems"
    )


def altered(top: Path) -> None:
    chance = random.Random(5)
    folder = chance.choice(sorted(path for path in (top / "out").iterdir() if path.is_dir()))
    names = sorted(path.name for path in folder.iterdir())
    found = 0
    for _ in range(500):
        path = folder / chance.choice(names)
        data = path.read_bytes()
        at = chance.randrange(len(data))
        path.write_bytes(
            data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        )
        found += any(one.fatal for one in verification.verify(folder).problems)
        path.write_bytes(data)
    print(f"altered bytes: {found} of 500 found")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        book(Path(name) / "book")
        table(Path(name) / "list.csv")
        steps = {"speed": speed, "read": read, "bytes": altered, "kill": kill}
        for step in sys.argv[1:] or steps:
            steps[step](Path(name))

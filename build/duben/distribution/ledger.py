"""BOOK/ledger.csv: who got which numbers of which version. A number is given once, and written down
before it is used.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from duben import publish
from duben.model import BookError, SourceLocation, group_by, group_runs, problem, replace_file

LAST_NUMBER = 999_999  # a 份号 has six digits (GB/T 9704-2012, 7.2.1)
LIMIT_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A row: one copy. ``file`` are its files, as seen from OUT's parent, ";" between them;
    ``code`` is that of the build.
    """

    date: str
    version: str
    number: int
    recipient: str
    file: str
    code: str = ""
    contact: str = ""
    address: str = ""


COLUMNS = tuple(field.name for field in fields(LedgerEntry))
REQUIRED = COLUMNS[:5]
# What the columns are called for whoever reads Chinese.
CHINESE_HEADS = dict(
    zip(COLUMNS, ("日期", "版次", "份号", "单位", "文件", "识别码", "联系人", "地址"), strict=True)
)


def format_number(number: int) -> str:
    """A 份号 as it is printed: six digits."""
    return f"{number:06}"


def number_ranges(numbers: Sequence[int]) -> str:
    """Numbers as people write them, runs put together: 000001—000003、000007."""
    runs = group_runs(sorted(numbers), lambda last, number: number == last + 1)
    return "、".join("—".join(map(format_number, sorted({run[0], run[-1]}))) for run in runs)


@contextmanager
def ledger_lock(folder: Path) -> Iterator[None]:
    """While it lasts nobody else gives numbers of this book. BookError (2) when somebody is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BookError(problem("ledger-busy", None, path=str(folder)), 2) from None
        except OSError:
            pass  # a file system without locks: as outputs does
        yield
    finally:
        os.close(descriptor)


def read_ledger(folder: Path) -> tuple[LedgerEntry, ...]:
    """The ledger of a book, empty where there is none. BookError (1) with every row that is no
    ledger's, or gives a number twice; BookError (2) where it cannot be read.
    """
    path = folder / publish.LEDGER_NAME
    try:
        data = publish.read_output(path, LIMIT_BYTES)
    except OSError as error:
        raise BookError(publish.unwritable_problem(path, error), 2) from None
    return () if data is None else parse_ledger(data)


def parse_ledger(data: bytes) -> tuple[LedgerEntry, ...]:
    """The rows of a ledger, in UTF-8, or in GB18030 as Excel saves it in China. BookError (1) as
    ``read_ledger`` says.
    """
    reader = csv.DictReader(io.StringIO(_decode(data), newline=""))
    names = {head: name for name, head in CHINESE_HEADS.items()}
    reader.fieldnames = [names.get(head, head) for head in reader.fieldnames or ()]
    if not set(REQUIRED) <= set(reader.fieldnames):
        raise _ledger_error("a column is missing")
    entries, problems = [], []
    first: dict[int, int] = {}
    try:
        for row in reader:
            place = SourceLocation(publish.LEDGER_NAME, reader.line_num)
            digits = (row["number"] or "").strip().lstrip("'")
            if not (
                digits.isascii() and digits.isdecimal() and 0 < int(digits[:12]) <= LAST_NUMBER
            ):
                problems.append(problem("ledger-number", place, text=digits[:20]))
                continue
            number = int(digits)
            if first.setdefault(number, reader.line_num) != reader.line_num:
                known = {"number": format_number(number), "first": first[number]}
                problems.append(problem("ledger-twice", place, **known))
            texts = {name: row.get(name) or "" for name in COLUMNS if name != "number"}
            entries.append(LedgerEntry(number=number, **texts))
    except csv.Error:
        raise _ledger_error("no table of CSV", reader.line_num + 1) from None
    if problems:
        raise BookError(problems)
    return tuple(entries)


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise _ledger_error("unknown encoding")


def _ledger_error(reason: str, line: int = 1) -> BookError:
    place = SourceLocation(publish.LEDGER_NAME, line)
    return BookError(problem("ledger-broken", place, reason=reason))


def format_ledger(entries: Iterable[LedgerEntry], language: str = "") -> bytes:
    """A ledger as the bytes of its file: with a mark at its head, so that Excel shows Chinese
    right. Its columns have Chinese names where the ``language`` is "zh".
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writerow(CHINESE_HEADS if language == "zh" else {name: name for name in COLUMNS})
    writer.writerows({**asdict(entry), "number": format_number(entry.number)} for entry in entries)
    return out.getvalue().encode("utf-8-sig")


def write_ledger(folder: Path, entries: Iterable[LedgerEntry], language: str = "") -> None:
    """Puts a ledger in the place of the old one, whole or not at all: the names of its columns stay
    as they are, those of a new one are of the ``language``. BookError (2) where that cannot be.
    """
    path = folder / publish.LEDGER_NAME
    with publish.writing_errors(path):
        if path.exists():
            head = _decode(path.read_bytes()).partition("\n")[0]
            language = "zh" if CHINESE_HEADS["recipient"] in head else ""
        replace_file(path, format_ledger(entries, language))


def next_number(entries: Iterable[LedgerEntry]) -> int:
    """The first number that nobody has."""
    return max((entry.number for entry in entries), default=0) + 1


def holders_of_version(
    entries: Iterable[LedgerEntry], version: str
) -> dict[str, list[LedgerEntry]]:
    """Whoever has copies of a version, in the order in which they got them; BookError (1) where
    nobody has.
    """
    entries = tuple(entries)
    of_version = (entry for entry in entries if entry.version == version)
    holders = group_by(of_version, lambda entry: entry.recipient)
    if not holders:
        known = "、".join(dict.fromkeys(entry.version for entry in entries)) or "—"
        raise BookError(problem("ledger-no-version", None, version=version[:40], known=known[:200]))
    return holders

"""Dataclasses as plain data and back; files written whole."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from duben.model import (
    CodecError,
    Problem,
    SourceLocation,
    from_plain,
    replace_file,
    replace_files,
    to_plain,
    warning,
)


@dataclass(frozen=True)
class Kept:
    name: str
    day: date
    place: SourceLocation | None = None
    kind: Literal["a", "b"] = "a"
    sizes: tuple[float, ...] = ()
    pair: tuple[str, int] = ("", 0)
    names: frozenset[str] = frozenset()
    below: Mapping[str, Path] = field(default_factory=dict)


FULL = Kept(
    "字",
    date(2026, 1, 2),
    SourceLocation("1.md", 3),
    "b",
    (1.0, 2.5),
    ("x", 4),
    frozenset("ba"),
    {"p": Path("/a/b")},
)


def test_a_dataclass_is_an_object_of_its_fields() -> None:
    assert to_plain(Kept, FULL) == {
        "name": "字",
        "day": "2026-01-02",
        "place": {"file": "1.md", "line": 3},
        "kind": "b",
        "sizes": [1.0, 2.5],
        "pair": ["x", 4],
        "names": ["a", "b"],
        "below": {"p": "/a/b"},
    }
    assert to_plain(Kept, Kept("字", date(2026, 1, 2))) == {"name": "字", "day": "2026-01-02"}


def test_what_was_written_reads_as_it_was() -> None:
    for value in (FULL, Kept("", date.min)):
        assert from_plain(Kept, json.loads(json.dumps(to_plain(Kept, value)))) == value


def test_a_problem_keeps_its_values_and_a_place_among_them_becomes_words() -> None:
    problem = warning("T1", SourceLocation("1.md", 2, 3), count=2, at=SourceLocation("2.md", 9))
    read = from_plain(Problem, to_plain(Problem, problem))
    assert read == Problem("T1", problem.place, "warning", {"count": 2, "at": "2.md:9"})


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"name": "x"},
        {"name": 1, "day": "2026-01-02"},
        {"name": "x", "day": "2026-13-02"},
        {"name": "x", "day": 3},
        {"name": "x", "day": "2026-01-02", "kind": "c"},
        {"name": "x", "day": "2026-01-02", "place": {"line": 3}},
        {"name": "x", "day": "2026-01-02", "place": {"file": "1.md", "line": True}},
        {"name": "x", "day": "2026-01-02", "pair": ["x"]},
        {"name": "x", "day": "2026-01-02", "sizes": "12"},
    ],
)
def test_data_of_another_type_are_refused(data: Any) -> None:
    with pytest.raises(CodecError):
        from_plain(Kept, data)


def test_a_name_that_the_type_does_not_have_is_left_out() -> None:
    assert from_plain(SourceLocation, {"file": "a", "page": 3}) == SourceLocation("a")


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a"
    umask = os.umask(0o027)
    try:
        replace_file(path, b"1")
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o604)
    replace_file(path, b"2")
    assert path.read_bytes() == b"2" and path.stat().st_mode & 0o777 == 0o604
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_all_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        replace_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"

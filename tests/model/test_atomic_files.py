"""A folder is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.model import write_folder

FILES = {"book.toml": b"[book]", "images/a.png": b"png"}


def test_a_folder_is_put_into_an_empty_one_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(tmp_path / "link", FILES, tmp_path / "new.part")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "images" / "a.png").read_bytes() == b"png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mine.md").write_text("x")
    with pytest.raises(OSError, match="not empty|exist"):
        write_folder(tmp_path / "book", FILES, tmp_path / "new.part")
    assert [path.name for path in tmp_path.rglob("*")] == ["book", "mine.md"]

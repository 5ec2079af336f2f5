"""``duben pack`` and ``unpack``: a manuscript as one file and back; a .zip from elsewhere."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from duben.cli import program
from duben.model import BookError
from duben.publish import pack, unpack

TOML = '[book]\nid = "shu"\ntitle = "书"\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "书稿"
    for name, text in {
        "book.toml": TOML,
        "01-开头.md": "# 开头\n\n好。\n",
        "_草稿.md": "备用。\n",
        "images/图.txt": "图",
        "ledger.csv": "date\n",
        "prints/shu-1.record.json": "{}",
        "out/shu-2.record.json": "{}",
        "out/manifest.json": "{}",
        "out/SHA256SUMS": "",
        "out/shu-screen.pdf": "%PDF",
        ".duben/mended-1/01.md": "旧",
        ".DS_Store": "",
        "~$稿.docx": "",
        "shu.zip": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


KEPT = (
    "01-开头.md",
    "_草稿.md",
    "book.toml",
    "images/图.txt",
    "ledger.csv",
    "out/shu-2.record.json",
    "prints/shu-1.record.json",
)


def test_manuscript_comes_back_as_it_was(book: Path, tmp_path: Path) -> None:
    packed = pack(book, tmp_path / "shu.zip")
    assert tuple(sorted(packed.names)) == KEPT
    unpacked = unpack(tmp_path / "shu.zip", tmp_path / "back")
    assert unpacked.names == KEPT
    for name in KEPT:
        assert (tmp_path / "back" / name).read_bytes() == (book / name).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"书稿", "shu.zip", "back"}


def test_packed_bytes_tell_nothing_of_the_machine(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = pack(book).path.read_bytes()
    (book / "01-开头.md").chmod(0o600)
    (book / "01-开头.md").touch()
    again = unpack(tmp_path / "shu.zip", tmp_path / "else" / "where").path
    assert pack(again, tmp_path / "again.zip").path.read_bytes() == first
    assert str(tmp_path).encode() not in first


def test_pack_inside_the_manuscript_does_not_hold_itself(book: Path) -> None:
    (book / "sub").mkdir()
    target = book / "sub" / "self.zip"
    pack(book, target)
    size = target.stat().st_size
    assert pack(book, target).names and target.stat().st_size == size


def test_links_are_told_and_left_out(book: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("k")
    (book / "images" / "away").symlink_to(tmp_path / "secret")
    packed = pack(book, tmp_path / "shu.zip")
    assert [(one.rule, one.values["name"]) for one in packed.problems] == [
        ("pack-link", "images/away")
    ]
    assert not any("key" in name for name in packed.names)


def test_a_file_that_is_no_zip_is_not_replaced(book: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(BookError) as told:
        pack(book, tmp_path / "note.txt")
    assert (told.value.status, told.value.problems[0].rule) == (2, "pack-taken")
    assert (tmp_path / "note.txt").read_text() == "mine"


def write_zip(path: Path, files: dict[str, bytes], **attributes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"book.toml": TOML.encode(), **files}.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name != "book.toml":
                for attribute, value in attributes.items():
                    setattr(entry, attribute, value)
            archive.writestr(entry, data)
    return path


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../out.md", "unpack-name"),
        ("/etc/out.md", "unpack-name"),
        ("a/../../out.md", "unpack-name"),
        ("c:/out.md", "unpack-name"),
        ("BOOK.toml", "unpack-twice"),
    ],
)
def test_names_stay_inside(name: str, rule: str, tmp_path: Path) -> None:
    with pytest.raises(BookError) as told:
        unpack(write_zip(tmp_path / "a.zip", {name: b"x"}), tmp_path / "new")
    assert (told.value.status, told.value.problems[0].rule) == (1, rule)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_links_are_not_unpacked(tmp_path: Path) -> None:
    link = (stat.S_IFLNK | 0o777) << 16
    path = write_zip(tmp_path / "a.zip", {"01.md": b"/etc/passwd"}, external_attr=link)
    with pytest.raises(BookError) as told:
        unpack(path, tmp_path / "new")
    assert told.value.problems[0].rule == "unpack-link"


def test_bombs_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"01.md": bytes(50_000_000)})
    with pytest.raises(BookError) as told:
        unpack(path, tmp_path / "new")
    assert told.value.problems[0].rule == "unpack-file-large"


def test_damaged_file_leaves_nothing(book: Path, tmp_path: Path) -> None:
    data = bytearray(pack(book, tmp_path / "shu.zip").path.read_bytes())
    data[60] ^= 0xFF
    (tmp_path / "shu.zip").write_bytes(data)
    with pytest.raises(BookError) as told:
        unpack(tmp_path / "shu.zip", tmp_path / "new")
    assert (told.value.status, told.value.problems[0].rule) == (1, "delivery-zip")
    assert {path.name for path in tmp_path.iterdir()} == {"书稿", "shu.zip"}


def test_names_of_a_zip_repacked_in_chinese_windows(tmp_path: Path) -> None:
    name = "稿/01-开头.md".encode("gb18030").decode("cp437")
    toml = "稿/book.toml".encode("gb18030").decode("cp437")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for one, text in ((toml, TOML), (name, "# 开头\n")):
            archive.writestr(_Cp437(one), text)
    assert unpack(path, tmp_path / "new").names == ("01-开头.md", "book.toml")


class _Cp437(zipfile.ZipInfo):
    """An entry whose name is stored without the flag of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("cp437"), self.flag_bits


def test_other_zips_and_missing_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "o.zip", "w") as archive:
        archive.writestr("shu-screen.pdf", b"%PDF")
    (tmp_path / "no.zip").write_text("no")
    for name, status, words in (
        ("o.zip", 1, "book.toml"),
        ("no.zip", 1, "delivery-zip"),
        ("gone.zip", 2, "gone.zip"),
    ):
        with pytest.raises(SystemExit) as ended:
            program.main(["unpack", str(tmp_path / name), "-o", str(tmp_path / "new")])
        assert ended.value.code == status
        assert words in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        program.main(["unpack", str(tmp_path / "o.zip"), "-o", str(book)])
    assert ended.value.code == 2

"""The code on the imprint: read from the picture, worked out again, and told when file or manifest
was altered.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from duben import model
from duben.epub import archive, edition_code
from duben.layout import fonts
from duben.pdf import edition_code as pdf_code, incremental_updates, outliner
from duben.publish import builds, codes, manifest, verification

TOML = '[book]\nid = "b"\ntitle = "样书"\ndate = 2025-01-02\nversion = "2"\n'
TEXT = (
    "# 第一章 开头\n\n“三个坚持”（坚持甲、坚持乙、坚持丙）要记住。\n\n## 一、标题\n\n再来一段。\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coded") / "book"
    folder.mkdir()
    (folder / "book.toml").write_text(TOML, "utf-8")
    (folder / "01-a.md").write_text(TEXT, "utf-8")
    (one,) = builds.build(folder)
    assert one.done, one.problems
    return one.output


@pytest.fixture
def sent(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "out"))


def rules(folder: Path) -> set[str]:
    return {one.rule for one in verification.verify(folder).problems}


def told(folder: Path) -> set[str]:
    return {str(one.values["name"]) for one in verification.verify(folder).problems}


def pictured(pdf: Path, page: int, scale: float = 2.0) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            found.text
            for found in zxingcpp.read_barcodes(document[page].render(scale=scale).to_pil())
        ]


def as_listed(folder: Path, change: Any) -> None:
    """Alters the manifest as one would who covers his tracks: sums and SHA256SUMS fit again."""
    document = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(document)
    for row in document["files"]:
        data = (folder / row["name"]).read_bytes()
        row |= {
            "sha256": hashlib.sha256(data).hexdigest(),
            "sm3": hashlib.new("sm3", data).hexdigest(),
            "bytes": len(data),
        }
    data = manifest.dump_manifest(document)
    (folder / "manifest.json").write_bytes(data)
    (folder / "SHA256SUMS").write_bytes(manifest.dump_sums(document["files"], data))


def test_the_code_is_on_the_imprint_of_every_edition(built: Path) -> None:
    document = json.loads((built / "manifest.json").read_text("utf-8"))
    shown = {row["name"]: row["imprint"] for row in document["files"] if "imprint" in row}
    assert pictured(built / "b-screen.pdf", 2) == [f"b/2/{shown['b-screen.pdf']}"]
    assert pictured(built / "b-booklet.pdf", 3) == [f"b/2/{shown['b-booklet.pdf']}"]
    assert edition_code.read_code((built / "b.epub").read_bytes()) == shown["b.epub"]
    assert {code.partition("-")[0] for code in shown.values()} == {document["code"]}
    with pypdfium2.PdfDocument(built / "b-screen.pdf") as pdf:
        assert shown["b-screen.pdf"] in pdf[2].get_textpage().get_text_range()
    assert verification.verify(built).problems == ()


def test_a_coded_pdf_is_sound(built: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed (apt-get install qpdf)")
    for pdf in built.glob("*.pdf"):
        assert (
            subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False).returncode
            == 0
        )


def test_every_altered_byte_is_found(built: Path, sent: Path) -> None:
    chance = random.Random(7)
    names = sorted(path.name for path in built.iterdir() if path.is_file())
    for _ in range(60):
        name = chance.choice(names)
        data = bytearray((built / name).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (sent / name).write_bytes(data)
        assert any(one.fatal for one in verification.verify(sent).problems), name
        shutil.copy(built / name, sent / name)
    assert rules(sent) == set()


def test_sums_written_in_another_way_are_told(sent: Path) -> None:
    path = sent / "SHA256SUMS"
    path.write_bytes(path.read_bytes().replace(b"a", b"A", 1))
    assert told(sent) == {"SHA256SUMS"}


@pytest.mark.parametrize("name", ["b-screen.pdf", "b-booklet-backs.pdf"])
def test_an_altered_file_is_told_by_the_code_though_the_manifest_was_altered_too(
    sent: Path, name: str
) -> None:
    data = bytearray((sent / name).read_bytes())
    data[len(data) // 2] ^= 1
    (sent / name).write_bytes(data)
    as_listed(
        sent,
        lambda document: [
            row.update(
                content=hashlib.sha256(
                    (sent / row["name"]).read_bytes()[: row["content_bytes"]]
                ).hexdigest()
            )
            for row in document["files"]
            if row["name"].endswith(".pdf")
        ],
    )
    assert rules(sent) == {"imprint-differs"}


def test_an_update_put_behind_the_code_is_told(sent: Path) -> None:
    data = (sent / "b-screen.pdf").read_bytes()
    more = incremental_updates.incremental_update(
        incremental_updates.read_file_end(data),
        {1: b"<< /Type /Page >>"},
    )
    (sent / "b-screen.pdf").write_bytes(data + more)
    as_listed(sent, lambda document: None)
    assert rules(sent) == {"imprint-differs"}


def test_an_ebook_is_told_by_its_code_too(sent: Path) -> None:
    data = (sent / "b.epub").read_bytes()
    name = next(
        name for name in archive.open_archive(data).namelist() if name.endswith("style.css")
    )
    (sent / "b.epub").write_bytes(archive.replace_files(data, {name: b"p { color: red }"}))
    as_listed(sent, lambda document: None)
    assert rules(sent) == {"imprint-differs"} and told(sent) == {"b.epub"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda document: document["sources"][0].update(sha256="0" * 64), {"manifest-altered"}),
        (lambda document: document["fonts"].pop(), {"manifest-altered"}),
        (lambda document: document["versions"].update(duben="9"), {"manifest-altered"}),
        (lambda document: document.update(version="3"), {"manifest-altered"}),
        (
            lambda document: document.update(
                code=codes.code_basis(document | {"version": "3"}), version="3"
            ),
            {"imprint-differs"},
        ),
        (lambda document: document["files"][1].update(pages=99), {"imprint-differs"}),
        (
            lambda document: [row.pop("imprint", "") for row in document["files"]],
            {"imprint-differs"},
        ),
        (
            lambda document: [
                row.update(imprint=row["imprint"][:-1] + "x")
                for row in document["files"]
                if "imprint" in row
            ],
            {"imprint-differs"},
        ),
    ],
)
def test_an_altered_manifest_is_told_by_the_code(
    sent: Path, change: Any, expected: set[str]
) -> None:
    as_listed(sent, change)
    assert rules(sent) == expected


def test_files_that_were_exchanged_are_told(sent: Path) -> None:
    (sent / "b-booklet-fronts.pdf").rename(sent / "x")
    (sent / "b-booklet-backs.pdf").rename(sent / "b-booklet-fronts.pdf")
    (sent / "x").rename(sent / "b-booklet-backs.pdf")
    assert told(sent) == {"b-booklet-fronts.pdf", "b-booklet-backs.pdf"}


def test_the_digits_are_those_of_the_book_s_own_face() -> None:
    """digits.json is made by this: run it with another release of the font and put what differs
    into the file.
    """
    face = next(face for face in fonts.choose_faces("zh-Hans") if face.role == "song")
    drawn = outliner.Outliner([face]).outlines([("song", pdf_code.LETTERS)])
    assert drawn == pdf_code.outlines()


def test_a_build_with_one_edition_keeps_the_codes_of_the_others(sent: Path, built: Path) -> None:
    (one,) = builds.build(built.parent, sent, editions=["screen"])
    assert one.done
    assert rules(sent) == set()
    (built.parent / "02-b.md").write_text("# 第二章\n\n新的一段。\n", "utf-8")
    try:
        builds.build(built.parent, sent, editions=["screen"])
    finally:
        (built.parent / "02-b.md").unlink()
    assert rules(sent) == {"file-older"}


def test_the_form_of_codes_and_tails_is_for_ever() -> None:
    """What was sent is verified years later: whoever changes one of these keeps the old way beside
    it, under another key.
    """
    row = {"name": "b-screen.pdf", "pages": 4, "content": "0" * 64}
    document = {name: name for name in codes.BASIS}
    assert codes.code_basis(document) == "112366e4cd19"
    assert model.edition_code("0123456789ab", "screen", [row]) == "0123456789ab-279146add125"
    assert (
        model.edition_code("0123456789ab", "screen", [row], recipient="甲", number=7, scope="")
        == "0123456789ab-81023489e349"
    )
    before = incremental_updates.FileEnd(1000, 900, 20, b"1 0 R", b"2 0 R", b"ab", code_drawing=12)
    tail = pdf_code.code_update(
        before,
        "0123456789ab-0123456789ab",
        model.code_payload("b", "1", "0123456789ab-0123456789ab", 7),
    )
    assert hashlib.sha256(tail).hexdigest()[:16] == "02fd6d18e83f2be0"


def test_a_code_is_drawn_without_what_reaches_the_net_or_reads_pages() -> None:
    script = (
        "import sys\nfrom duben.pdf import edition_code\nedition_code._qr_code('x')\n"
        "assert not {'urllib.request', 'http.client', 'ssl'} & set(sys.modules)\n"
        "assert not {'pikepdf', 'pypdfium2'} & set(sys.modules)\n"
        "import urllib.request\nfrom xml.sax import saxutils\nassert "
        "saxutils.urllib.request.urlopen is urllib.request.urlopen\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).stderr
        == b""
    )

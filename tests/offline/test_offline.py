"""The folder that ``make offline`` writes, in a root folder that has nothing else but a shell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from offline.archive import pack
from offline.folder import write_folder
from offline.shared_libraries import elf_files
from tools import need

PROJECT = Path(__file__).parents[2]
PAGE = "<html><body><article><h1>春耕</h1><p>今年春耕早，种子三月备齐。</p></article></body></html>"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, written once."""
    need("patchelf")
    return write_folder(tmp_path_factory.mktemp("offline"))


@pytest.fixture(scope="module")
def root(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root folder with a shell, the folder, book/ and a saved page."""
    if os.geteuid() or subprocess.run(["unshare", "-m", "-n", "true"], check=False).returncode:
        pytest.skip("mounting is not allowed")
    top = tmp_path_factory.mktemp("root")
    for name in ("bin", "tmp", "proc"):
        (top / name).mkdir()
    shutil.copy(need("busybox"), top / "bin/sh")
    shutil.copytree(folder, top / "d", copy_function=os.link)
    shutil.copytree(PROJECT / "book", top / "book", ignore=shutil.ignore_patterns("out"))
    (top / "page.html").write_text(PAGE, "utf-8")
    return top


def run_alone(root: Path, command: str) -> None:
    """Runs a command where nothing else is: root folder and network of its own."""
    script = 'mount -t proc proc "$0/proc" && HOME=/tmp exec chroot "$0" /bin/sh -c "$1"'
    answer = subprocess.run(
        ["unshare", "-m", "-n", "sh", "-c", script, root, command], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr


def test_a_new_book_is_built_alone_as_it_is_here(root: Path, tmp_path: Path) -> None:
    options = "--format pdf --format epub --format docx --edition screen --edition press"
    run_alone(root, f"/d/duben new /tmp/a && /d/duben build /tmp/a -o /tmp/out {options}")
    alone = json.loads((root / "tmp/out/manifest.json").read_text("utf-8"))
    command = [sys.executable, "-m", "duben", "build", root / "tmp/a", "-o", tmp_path]
    subprocess.run([*command, *options.split()], check=True, capture_output=True)
    assert alone == json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert {file["edition"] for file in alone["files"]} > {"screen", "press"}


def test_the_book_of_the_project_is_built_alone(root: Path) -> None:
    run_alone(root, "/d/duben build /book -o /tmp/book")
    assert len(list((root / "tmp/book").glob("*.pdf"))) == 6


def test_a_page_is_imported_alone(root: Path) -> None:
    run_alone(root, "/d/duben import /page.html -o /tmp/page")
    assert "种子三月备齐" in "".join(p.read_text("utf-8") for p in root.glob("tmp/page/*.md"))


def test_every_part_has_its_licence(folder: Path) -> None:
    licences = folder / "licenses"
    rows = [
        line.split("\t")
        for line in (licences / "清单.txt").read_text("utf-8").splitlines()
        if "\t" in line
    ]
    assert all((licences / text).exists() for *_, text in rows if not text.startswith("（"))
    assert all(licence and licence != "?" for _, _, licence, _ in rows)
    names = {name.lower().replace("_", "-") for name, *_ in rows}
    installed = (folder / "runtime/lib").rglob("*.dist-info")
    assert {path.name.split("-")[0].lower().replace("_", "-") for path in installed} <= names


def test_no_library_knows_a_folder_of_this_machine(folder: Path) -> None:
    files = [*elf_files(folder / "runtime/shared"), *(folder / "runtime/bin").glob("python3.*")]
    for file in filter(lambda file: file.stat().st_size, files):
        command = ["patchelf", "--print-rpath", file]
        assert subprocess.run(command, capture_output=True, text=True).stdout.strip() == "", file


def test_the_archive_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed (apt-get install zstd)")
    top = tmp_path / "a"
    top.mkdir()
    (top / "说明.txt").write_text("一", "utf-8")
    first = pack(top).read_bytes()
    os.utime(top / "说明.txt", (0, 0))
    assert pack(top).read_bytes() == first

"""Real documents: two commands make a booklet of each; the annotated ones score as agreed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import CORPUS

TEXTS = sorted((CORPUS / "texts").glob("*.txt")) if CORPUS.is_dir() else []
WIDE = str.maketrans(",:;()?!．", "，：；（）？！.")
BLANK = re.compile(r"\s+")


def duben(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duben", *map(str, words)], capture_output=True, text=True, cwd=cwd
    )


def plain(text: str) -> str:
    return BLANK.sub("", text).translate(WIDE)


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS or [None], ids=lambda path: path.stem if path else "none")
def test_two_commands_make_a_booklet_of_a_real_document(
    text: Path | None, corpus: Path, tmp_path: Path
) -> None:
    assert text is not None
    made = duben("import", text, "-o", "X", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    built = duben("build", "X", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    names = {path.suffix for path in (tmp_path / "X" / "out").iterdir()}
    assert {".pdf", ".epub", ".json"} <= names
    assert duben("verify", "X/out", cwd=tmp_path).returncode == 0


@pytest.fixture(scope="module")
def seed(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], list[str], dict]:
    """Text and label of each page of the seed's booklet, whose editor has confirmed what waited;
    and what the gold file says of it.
    """
    folder = tmp_path_factory.mktemp("seed")
    assert duben("import", corpus / "texts" / "seed.txt", "-o", "X", cwd=folder).returncode == 0
    found = json.loads(duben("enumerations", "X", "--json", cwd=folder).stdout)["enumerations"]
    waiting = [f"--accept={one['term']}" for one in found if one["members"] and not one["sure"]]
    if waiting:
        assert duben("enumerations", "X", *waiting, cwd=folder).returncode == 0
    assert duben("build", "X", "--edition", "screen", "--format", "pdf", cwd=folder).returncode == 0
    pdf = next((folder / "X" / "out").glob("*-screen.pdf")).read_bytes()
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [plain(page.get_textpage().get_text_range()) for page in document]
    with pikepdf.open(BytesIO(pdf)) as document:
        labels = [page.label for page in document.pages]
    return pages, labels, json.loads((corpus / "gold" / "seed.json").read_text("utf-8"))


@pytest.mark.slow
def test_contents_show_both_outer_levels_with_right_pages(
    seed: tuple[list[str], list[str], dict],
) -> None:
    pages, labels, gold = seed
    start = next(index for index, page in enumerate(pages) if page.startswith("目录"))
    contents = pages[start]
    wanted = [
        entry
        for entry in gold["outline"]
        if entry["level"] <= 2
        and not entry.get("optional")
        and "。" not in entry["text"]  # it runs on in its paragraph
        and not entry["label"].endswith("是")
    ]
    assert len(wanted) > 6
    at = 0
    for entry in wanted:
        heading = plain(entry["label"] + entry["text"])
        head = re.split("[，。；：]", heading)[0][:16]
        at = contents.index(head, at) + len(head)
        folio = re.search(r"(?<!\d)\d+(?=[一二三四五六七八九十（附]|$)", contents[at:])
        assert folio, heading
        page = labels.index(folio.group())
        assert head in pages[page], (heading, folio.group())


@pytest.mark.slow
def test_appendix_holds_every_enumeration_that_has_members(
    seed: tuple[list[str], list[str], dict],
) -> None:
    pages, _, gold = seed
    first = next(index for index, page in enumerate(pages) if page.startswith("附录数字提法"))
    # Running heads and folios stand between the pages.
    appendix = "".join(
        re.sub(r"(附录数字提法)?\d+(附录数字提法)?$", "", page) for page in pages[first:-1]
    )
    for enumeration in gold["enumerations"]:
        if enumeration["members"] and not enumeration.get("optional"):
            assert f"“{plain(enumeration['term'])}”" in appendix, enumeration["term"]
            for member in enumeration["members"]:
                assert plain(member) in appendix, member


@pytest.mark.slow
def test_scores_on_the_annotated_documents(corpus: Path, tmp_path: Path) -> None:
    for gold in (corpus / "gold").glob("*.json"):
        found = duben("enumerations", corpus / "texts" / f"{gold.stem}.txt", "--json", cwd=tmp_path)
        assert found.returncode == 0, found.stderr
        (tmp_path / gold.name).write_text(found.stdout, "utf-8")
    scored = subprocess.run(
        [sys.executable, corpus / "score.py", corpus / "gold", tmp_path],
        capture_output=True,
        text=True,
    )
    figures = {
        name: float(value)
        for name, value in re.findall(r"(\w+)=([\d.]+)", scored.stdout.splitlines()[-1])
    }
    assert figures["terms_f1"] >= 0.95 and figures["members_exact"] >= 0.85, figures
    assert figures["outline_f1"] >= 0.97 and figures["lists_f1"] >= 0.9, figures

"""Copies for recipients: stamped, counted, listed, resumed where they were stopped, and none that
names another.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from cover_digits import read_cover_number
from duben.cli import program
from duben.distribution import copies, delivery, ledger, lists, recipients
from duben.distribution.ledger import LedgerEntry
from duben.distribution.plan import DistributionOptions
from duben.model import BookError
from duben.publish import builds, verification

TOML = ('[book]\nid = "b"\ntitle = "样书"\ndate = 2025-01-02\n[imprint]\nissuer = "市委办公厅"\nrecipients = "县团级"\n'  # noqa: E501
        '[output]\neditions = ["screen", "booklet"]\nformats = ["pdf", "epub"]\n')  # fmt: skip
TEXT = (
    "# 第一章 开头\n\n“三个坚持”（坚持甲、坚持乙、坚持丙）要记住。\n\n## 一、标题\n\n再来一段。\n"
)
TABLE = (
    "单位,份数,联系人,地址,区县\n市教育委员会,3,张丹青,中山路1号,渝中\n市总工会,2,李墨白,"
    "人民路2号,江北\n北碚区委党校,1,王朱砂,文星湾3号,北碚\n"
)
NAMES = ["市教育委员会", "市总工会", "北碚区委党校"]
# What names somebody: none of it may reach another.
TRACES = [
    ["市教育委员会", "张丹青", "中山路", "jiao-yu"],
    ["市总工会", "李墨白", "人民路", "gong-hui"],
    ["北碚", "王朱砂", "文星湾", "bei-bei"],
]


def book(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(TOML, "utf-8")
    (folder / "01-a.md").write_text(TEXT, "utf-8")
    (folder.parent / "list.csv").write_text(TABLE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OUT of a distribution; the book stands beside it."""
    top = tmp_path_factory.mktemp("sent")
    done = delivery.distribute(book(top / "book"), top / "list.csv", top / "out")
    assert done.shares and not [one for one in done.problems if one.fatal]
    return top / "out"


@pytest.fixture
def again(sent: Path, tmp_path: Path) -> Path:
    """A copy of it all that may be spoiled; gives OUT."""
    shutil.copytree(sent.parent, tmp_path / "all")
    return tmp_path / "all" / "out"


def names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def told(path: Path) -> list[tuple[str, str]]:
    return sorted((one.rule, str(one.values["name"])) for one in verification.verify(path).problems)


def numbers(folder: Path) -> list[int]:
    return [entry.number for entry in ledger.read_ledger(folder)]


def text_of(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_everybody_gets_what_was_asked_for(sent: Path) -> None:
    assert [
        name for name in names(sent) if "/" in name and name.endswith((".pdf", ".epub"))
    ] == sorted(
        f"{folder}/{kind}{number:06}.{ending}"
        for folder, given in (
            ("001-shi-jiao-yu-wei-yuan-hui", (1, 2, 3)),
            ("002-shi-zong-gong-hui", (4, 5)),
            ("003-bei-bei-qu-wei-dang-xiao", (6,)),
        )
        for number in given
        for kind, ending in (("b-screen-", "pdf"), ("b-booklet-", "pdf"), ("b-", "epub"))
    )
    assert [name for name in names(sent) if "/" not in name] == [
        "SHA256SUMS",
        "b-labels.pdf",
        "b-list.csv",
        "b-list.pdf",
        "b-signatures.pdf",
        "b-slips.pdf",
        "manifest.json",
    ]
    assert told(sent) == []


def test_list_ledger_manifest_and_files_agree(sent: Path) -> None:
    entries = ledger.read_ledger(sent.parent / "book")
    assert [(entry.number, entry.recipient) for entry in entries] == [
        (1, NAMES[0]),
        (2, NAMES[0]),
        (3, NAMES[0]),
        (4, NAMES[1]),
        (5, NAMES[1]),
        (6, NAMES[2]),
    ]
    assert {path for entry in entries for path in entry.file.split(";")} == {
        f"out/{name}" for name in names(sent) if "/" in name and "b-" in name.split("/")[1]
    }
    rows = list(csv.DictReader(io.StringIO((sent / "b-list.csv").read_text("utf-8-sig"))))
    assert [(row["单位"], row["份数"], row["份号"], row["区县"]) for row in rows] == [
        (NAMES[0], "3", "000001—000003", "渝中"),
        (NAMES[1], "2", "000004—000005", "江北"),
        (NAMES[2], "1", "000006", "北碚"),
    ]
    document = json.loads((sent / "manifest.json").read_text("utf-8"))
    assert (document["distribution"]["recipients"], document["distribution"]["copies"]) == (3, 6)
    assert sorted(
        row["number"] for row in document["files"] if row.get("edition") == "screen"
    ) == numbers(sent.parent / "book")
    for part in ("list", "signatures"):
        text = "".join(text_of(sent / f"b-{part}.pdf"))
        assert all(
            name in text for name in NAMES
        ) and "共 3 个单位，6 份，份号 000001—000006" in re.sub(
            r"(?<=\d) ?(?=[个份])|\s+", " ", text
        )
        assert "日期： 年 月 日" in re.sub(r"\s+", " ", text) and "2025" not in text
    assert (
        "张丹青" in text_of(sent / "b-list.pdf")[0]
        and "张丹青" not in text_of(sent / "b-signatures.pdf")[0]
    )
    assert all(
        name in "".join(text_of(sent / "b-slips.pdf"))
        and name in "".join(text_of(sent / "b-labels.pdf"))
        for name in NAMES
    )


def test_a_copy_shows_number_recipient_scope_and_mark(sent: Path) -> None:
    pages = text_of(sent / "002-shi-zong-gong-hui" / "b-screen-000005.pdf")
    assert all("000005" in page and "市总工会" in page for page in pages)
    assert re.search(r"份号\s+000005\s+发往\s+市总工会\s+印发范围\s+县团级", pages[2])
    assert pages[0].count("000005") == 2 and pages[1].count("000005") == 1
    sheets = text_of(sent / "002-shi-zong-gong-hui" / "b-booklet-000005.pdf")
    assert all(sheet.count("000005") >= 2 for sheet in sheets)


def test_number_and_code_are_read_back_from_the_picture(sent: Path) -> None:
    for folder, number in (
        ("001-shi-jiao-yu-wei-yuan-hui", 2),
        ("003-bei-bei-qu-wei-dang-xiao", 6),
    ):
        listed = {
            row["name"]: row
            for row in json.loads((sent / folder / "manifest.json").read_text("utf-8"))["files"]
        }
        for kind, sheet in (("screen", 2), ("booklet", 3)):
            name = f"b-{kind}-{number:06}.pdf"
            with pypdfium2.PdfDocument(sent / folder / name) as document:
                (found,) = zxingcpp.read_barcodes(document[sheet].render(scale=2).to_pil())
            assert found.text == f"b/1/{listed[name]['imprint']}/{number:06}"
        assert read_cover_number(sent / folder / f"b-screen-{number:06}.pdf") == f"{number:06}"


def test_a_copy_is_hardly_larger_than_the_book(sent: Path, tmp_path: Path) -> None:
    (built,) = builds.build(sent.parent / "book", tmp_path / "base")
    for one in built.files:
        if one.name in ("b-screen.pdf", "b-booklet.pdf", "b.epub"):
            stem, _, ending = one.name.rpartition(".")
            (copy,) = sent.glob(f"*/{stem}-000001.{ending}")
            # Of a book of 60 pages a copy is 1.03 of the file
            # (tests/tools/distribution_by_hand.py); this one has seven.
            assert copy.stat().st_size <= (built.output / one.name).stat().st_size + 12_000


def test_copies_are_sound(sent: Path) -> None:
    for name in names(sent):
        if name.endswith(".pdf"):
            if shutil.which("qpdf"):
                assert (
                    subprocess.run(
                        ["qpdf", "--check", sent / name], capture_output=True, check=False
                    ).returncode
                    == 0
                )
            with pikepdf.open(sent / name) as document:
                assert document.check_pdf_syntax() == []


def test_a_copy_is_as_accessible_as_the_book(sent: Path, tmp_path: Path) -> None:
    (built,) = builds.build(sent.parent / "book", tmp_path / "base", editions=["screen"])
    for profile in ("ua1", "2u"):
        found = [
            [failure.rule_id for failure in page.validate_pdf(str(pdf), profile=profile).failures]
            for pdf in (
                built.output / "b-screen.pdf",
                sent / "003-bei-bei-qu-wei-dang-xiao" / "b-screen-000006.pdf",
            )
        ]
        assert found[0] == found[1]


def test_what_one_gets_names_no_other(sent: Path) -> None:
    for index, folder in enumerate(sorted(path for path in sent.iterdir() if path.is_dir())):
        strangers = [
            trace for other, traces in enumerate(TRACES) if other != index for trace in traces
        ]
        own = TRACES[index][1:3]  # contact and address stay with the sender
        for name, data in contents(folder).items():
            texts = [name]
            if name.endswith(".pdf"):
                with pikepdf.open(io.BytesIO(data)) as document:
                    texts += [str(value) for value in document.docinfo.values()]
                    texts += [
                        one.read_bytes().decode("latin-1")
                        if isinstance(one, pikepdf.Stream)
                        else repr(one)
                        for one in document.objects
                    ]
                texts += text_of(folder / name)
            elif name.endswith(".epub"):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    texts += [
                        inside.read(entry).decode("utf-8", "replace")
                        for inside in [archive]
                        for entry in archive.namelist()
                    ]
            else:
                texts.append(data.decode("utf-8"))
            for trace in (*strangers, *own):
                assert not [text for text in texts if trace in text], (name, trace)
                assert trace.encode("utf-16-be") not in data


def test_an_ebook_copy_shows_its_number_and_stays_valid(sent: Path) -> None:
    (path,) = sent.glob("003*/*.epub")
    with zipfile.ZipFile(path) as archive:
        page = archive.read(
            next(name for name in archive.namelist() if name.endswith("colophon.xhtml"))
        ).decode()
        style = archive.read(
            next(name for name in archive.namelist() if name.endswith("style.css"))
        ).decode()
    assert (
        "<dt>份号</dt><dd>000006</dd>" in page
        and "<dt>发往</dt><dd>北碚区委党校</dd>" in page
        and "县团级" in page
    )
    assert 'content: "000006　北碚区委党校"' in style


def test_the_same_run_again_changes_nothing(again: Path) -> None:
    before = contents(again.parent)
    done = delivery.distribute(again.parent / "book", again.parent / "list.csv", again)
    assert done.before and contents(again.parent) == before


def test_two_runs_give_the_same_bytes(sent: Path, tmp_path: Path) -> None:
    folder = book(tmp_path / "elsewhere" / "book")
    delivery.distribute(folder, folder.parent / "list.csv", tmp_path / "elsewhere" / "out")
    assert contents(tmp_path / "elsewhere" / "out") == contents(sent)


def test_what_is_missing_or_spoiled_is_made_again(again: Path) -> None:
    before = contents(again)
    shutil.rmtree(again / "001-shi-jiao-yu-wei-yuan-hui")
    (again / "002-shi-zong-gong-hui" / "b-screen-000004.pdf").write_bytes(b"%PDF-")
    (again / "003-bei-bei-qu-wei-dang-xiao" / "more").write_bytes(b"")
    assert not delivery.distribute(again.parent / "book", again.parent / "list.csv", again).before
    assert contents(again) == before


def test_a_folder_that_was_deleted_is_made_again_with_its_numbers(again: Path) -> None:
    folder, table = again.parent / "book", again.parent / "list.csv"
    before = contents(again.parent)
    shutil.rmtree(again)
    done = delivery.distribute(folder, table, again)
    assert contents(again.parent) == before
    lost = next(fault for fault in done.problems if fault.rule == "distribution-lost")
    assert (lost.values["first"], lost.values["last"]) == ("000001", "000006")

    shutil.rmtree(again)
    rows = folder / "ledger.csv"  # as a spreadsheet saves it
    rows.write_text(rows.read_text("utf-8").replace("2025-01-02", "2025/1/2"), "utf-8")
    (folder / "01-a.md").write_text(TEXT + "\n又一段。\n", "utf-8")
    done = delivery.distribute(folder, table, again)
    assert "distribution-lost-text" in [fault.rule for fault in done.problems]
    assert numbers(folder) == list(range(1, 13)) and told(again) == []

    # Another day is another distribution.
    shutil.rmtree(again)
    options = DistributionOptions(day=date(2025, 3, 1))
    done = delivery.distribute(folder, table, again, options)
    assert not [fault for fault in done.problems if "lost" in fault.rule]
    assert numbers(folder) == list(range(1, 19))


def test_a_later_distribution_continues_the_numbers_and_can_be_recalled(
    again: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = again.parent / "book"
    (folder / "book.toml").write_text(
        TOML.replace("[imprint]", 'version = "2"\n[imprint]'), "utf-8"
    )
    (again.parent / "two.csv").write_text("单位,份数\n市总工会,1\n新来的,2\n", "utf-8")
    done = delivery.distribute(
        folder,
        again.parent / "two.csv",
        again.parent / "second",
        DistributionOptions(editions=("screen",), packed=True),
    )
    assert [share.numbers for share in done.shares] == [(7,), (8, 9)]
    assert numbers(folder) == list(range(1, 10))
    assert program.run(["distribute", str(folder), "--recall", "2"]) == 0
    assert (
        capsys.readouterr().out
        == "市总工会\t000007\t2025-01-02\n新来的\t000008—000009\t2025-01-02\n"
    )
    assert program.run(["distribute", str(folder), "--recall", "1", "--json"]) == 0
    assert [
        (row["name"], row["numbers"], row["contact"])
        for row in json.loads(capsys.readouterr().out)["recipients"]
    ] == [
        ("市教育委员会", [1, 2, 3], "张丹青"),
        ("市总工会", [4, 5], "李墨白"),
        ("北碚区委党校", [6], "王朱砂"),
    ]
    assert told(again.parent / "second") == []
    with zipfile.ZipFile(again.parent / "second" / "001-shi-zong-gong-hui.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["SHA256SUMS", "b-screen-000007.pdf", "manifest.json"]
    assert told(again.parent / "second" / "001-shi-zong-gong-hui.zip") == []


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            lambda out: (out / "001-shi-jiao-yu-wei-yuan-hui" / "b-000001.epub").unlink(),
            [("file-gone", "001-shi-jiao-yu-wei-yuan-hui/b-000001.epub")],
        ),
        (
            lambda out: (out / "002-shi-zong-gong-hui" / "x").write_bytes(b""),
            [("file-extra", "002-shi-zong-gong-hui/x")],
        ),
        (lambda out: (out / "004-x").mkdir(), [("file-extra", "004-x")]),
        (
            lambda out: exchange(
                out / "001-shi-jiao-yu-wei-yuan-hui/b-screen-000001.pdf",
                out / "002-shi-zong-gong-hui/b-screen-000004.pdf",
            ),
            [
                ("file-exchanged", "001-shi-jiao-yu-wei-yuan-hui/b-screen-000001.pdf"),
                ("file-exchanged", "002-shi-zong-gong-hui/b-screen-000004.pdf"),
            ],
        ),
    ],
)
def test_what_was_done_to_a_delivery_is_told(
    again: Path, spoil: Any, expected: list[tuple[str, str]]
) -> None:
    spoil(again)
    assert told(again) == expected


def exchange(one: Path, other: Path) -> None:
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def test_another_list_or_text_does_not_go_into_a_distribution_that_is_there(again: Path) -> None:
    folder, before = again.parent / "book", contents(again.parent)
    (again.parent / "list.csv").write_text(TABLE + "再加一个,1,,,\n", "utf-8")
    assert refused(folder, again.parent / "list.csv", again) == ["distribution-other"]
    (again.parent / "list.csv").write_text(TABLE, "utf-8")
    (folder / "01-a.md").write_text(TEXT + "\n又一段。\n", "utf-8")
    assert refused(folder, again.parent / "list.csv", again) == ["distribution-text"]
    (folder / "01-a.md").write_text(TEXT, "utf-8")
    assert contents(again.parent) == before


def refused(folder: Path, table: Path, output: Path) -> list[str]:
    with pytest.raises(BookError) as caught:
        delivery.distribute(folder, table, output)
    return [one.rule for one in caught.value.problems]


def test_somebody_else_s_folder_is_not_replaced(again: Path) -> None:
    mine = again.parent / "new" / "002-shi-zong-gong-hui" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    before = contents(again.parent)
    assert refused(again.parent / "book", again.parent / "list.csv", again.parent / "new") == [
        "output-in-the-way"
    ]
    assert refused(
        again.parent / "book" / "01-a.md", again.parent / "list.csv", again.parent / "newer"
    ) == ["build-needs-folder"]
    assert contents(again.parent) == before


def test_a_broken_list_or_book_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book(tmp_path / "book")
    bad = tmp_path / "bad.csv"
    bad.write_text("单位,份数\n甲,-1\n乙,1.5\n", "utf-8")
    before = names(tmp_path)
    assert program.run(["distribute", str(folder), str(bad), "-o", str(tmp_path / "out")]) == 1
    assert "bad.csv:2:2" in (err := capsys.readouterr().err) and "bad.csv:3:2" in err
    (folder / "01-a.md").write_text("![x](none.png)\n", "utf-8")
    assert (
        program.run(
            ["distribute", str(folder), str(tmp_path / "list.csv"), "-o", str(tmp_path / "out")]
        )
        == 1
    )
    assert names(tmp_path) == before and not (tmp_path / "out").exists()


def test_killed_and_run_again_every_number_is_given_once(tmp_path: Path) -> None:
    folder, out = book(tmp_path / "book"), tmp_path / "out"
    rows = "".join(f"单位{index}号,{1 + index % 3}\n" for index in range(40))
    (tmp_path / "list.csv").write_text("单位,份数\n" + rows, "utf-8")
    command = [
        sys.executable,
        "-P",
        "-m",
        "duben",
        "distribute",
        folder,
        tmp_path / "list.csv",
        "-o",
        out,
        "--edition",
        "screen",
        "-q",
    ]
    for wanted in ("plan", "some"):
        child = subprocess.Popen(command, start_new_session=True)
        while child.poll() is None and not (
            (folder / "ledger.csv").exists() if wanted == "plan" else len(list(out.glob("0*"))) > 5
        ):
            time.sleep(0.005)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert numbers(folder) == list(range(1, 80))
    assert subprocess.run(command, check=False).returncode == 0
    assert numbers(folder) == list(range(1, 80)) and told(out) == []
    assert sorted(int(path.stem[-6:]) for path in out.glob("*/*.pdf")) == list(range(1, 80))
    assert not list(out.glob(".*")) and not list(folder.glob(".*"))


def test_manifests_are_signed_where_asked_for(
    again: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyhanko", reason="pyHanko is not installed (pip install 'duben[sign]')")
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed (apt-get install openssl)")
    top = again.parent
    for command in (
        [
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "k.pem",
            "-out",
            "c.pem",
            "-subj",
            "/CN=office",
        ],
        [
            "pkcs12",
            "-export",
            "-inkey",
            "k.pem",
            "-in",
            "c.pem",
            "-out",
            "k.p12",
            "-passout",
            "pass:abc",
        ],
    ):
        subprocess.run(["openssl", *command], cwd=top, check=True, capture_output=True)
    command = [
        "distribute",
        str(top / "book"),
        str(top / "list.csv"),
        "-o",
        str(top / "signed"),
        "--edition",
        "screen",
        "--sign",
        str(top / "k.p12"),
    ]
    monkeypatch.setenv("DUBEN_SIGN_PASSWORD", "abd")
    assert program.run(command) == 2 and "sign-key" in capsys.readouterr().err
    monkeypatch.setenv("DUBEN_SIGN_PASSWORD", "abc")
    assert program.run(command) == 0
    told = capsys.readouterr().err
    assert "--date" in told and "[imprint]" not in told  # the day is to be filled in by hand
    (folder,) = (top / "signed").glob("003*")
    for place in (top / "signed", folder):
        found = verification.verify(place)
        assert (found.problems, found.signer) == ((), "Common Name: office")
        checked = [
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "manifest.json.p7s",
            "-content",
            "manifest.json",
            "-CAfile",
            str(top / "c.pem"),
        ]
        assert (
            subprocess.run(
                ["openssl", *checked], cwd=place, capture_output=True, check=False
            ).returncode
            == 0
        )
    data = bytearray((folder / "manifest.json.p7s").read_bytes())
    data[-5] ^= 1
    (folder / "manifest.json.p7s").write_bytes(data)
    assert [one.rule for one in verification.verify(folder).problems] == ["sign-wrong"]


# --- lists and ledger -----------------------------------------------------------------------------


def entry(number: int, version: str = "1", recipient: str = "甲") -> LedgerEntry:
    return LedgerEntry("2025-01-02", version, number, recipient, "x")


def test_a_ledger_is_read_as_it_was_written_and_as_excel_saves_it(tmp_path: Path) -> None:
    entries = (entry(1), entry(2, "2", '“乙”,"丙"'))
    ledger.write_ledger(tmp_path, entries)
    assert ledger.read_ledger(tmp_path) == entries and (
        tmp_path / "ledger.csv"
    ).read_bytes().startswith(b"\xef\xbb\xbfdate,version,number,")
    assert (
        ledger.parse_ledger(
            ledger.format_ledger(entries)
            .decode("utf-8-sig")
            .replace("000001", "1")
            .encode("gb18030")
        )
        == entries
    )
    assert ledger.next_number(entries) == 3 and ledger.next_number(()) == 1


def test_a_ledger_has_the_names_of_columns_that_its_reader_knows(tmp_path: Path) -> None:
    """A new one; one that is there keeps its own."""
    entries = [entry(1), entry(2)]
    ledger.write_ledger(tmp_path, entries[:1], "zh")
    path = tmp_path / "ledger.csv"
    assert path.read_text("utf-8-sig").startswith("日期,版次,份号,单位,文件,识别码,联系人,地址\n")
    ledger.write_ledger(tmp_path, entries)
    assert path.read_text("utf-8-sig").startswith("日期,") and ledger.read_ledger(
        tmp_path
    ) == tuple(entries)
    path.write_bytes(ledger.format_ledger(entries))
    ledger.write_ledger(tmp_path, entries, "zh")
    assert path.read_text("utf-8-sig").startswith("date,version,")


def test_a_list_has_one_column_of_numbers() -> None:
    def heads(*numbers: str) -> list[str]:
        shares = tuple(
            lists.RecipientShare(recipients.Recipient(at, f"{at}组", 1, number), (at,), "")
            for at, number in enumerate(numbers, 1)
        )
        data = lists.ListData("题", "1", "", "zh-Hans", None, shares)
        columns, _ = lists.delivery_table(data)
        signed, _ = lists.signature_table(data)
        assert signed[0].head == columns[0].head
        csv_heads = lists.delivery_csv(data).decode("utf-8-sig").split("\n")[0].split(",")
        assert csv_heads[-1] == "文件" and csv_heads[0] == columns[0].head
        return [column.head for column in columns]

    assert heads("", "") == ["序号", "单位", "份数", "份号"]
    assert heads("a1", "") == ["编号", "单位", "份数", "份号"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a,b\n1,2\n", ["ledger-broken"]),
        (
            "date,version,number,recipient,file\n,1,x,甲,\n,1,1000000,甲,\n,1,0,甲,\n",
            ["ledger-number"] * 3,
        ),
        ("date,version,number,recipient,file\n,1,000001,甲,\n,1,1,乙,\n", ["ledger-twice"]),
    ],
)
def test_a_ledger_that_is_none_is_refused(text: str, rules: list[str]) -> None:
    with pytest.raises(BookError) as caught:
        ledger.parse_ledger(text.encode())
    assert [one.rule for one in caught.value.problems] == rules


def test_numbers_end_at_six_digits(again: Path) -> None:
    ledger.write_ledger(again.parent / "book", [entry(999_999)])
    assert refused(again.parent / "book", again.parent / "list.csv", again.parent / "new") == [
        "ledger-full"
    ]


def test_two_cannot_give_numbers_at_once(again: Path) -> None:
    with ledger.ledger_lock(again.parent / "book"):
        assert refused(again.parent / "book", again.parent / "list.csv", again.parent / "new") == [
            "ledger-busy"
        ]


def test_spans_of_numbers_are_joined() -> None:
    assert ledger.number_ranges([3, 1, 2, 7]) == "000001—000003、000007"


def test_labels_fill_the_sheet_they_are_for() -> None:
    def sheets(width: float, height: float) -> lists.ListData:
        return lists.ListData("t", "1", "", "zh-Hans", date(2025, 1, 2), (), label=(width, height))

    assert lists.label_grid(sheets(99.1, 38.1)) == lists.LabelGrid(
        2, 7, pytest.approx(5.9), pytest.approx(15.15)
    )
    assert (
        lists.label_grid(sheets(70, 37)).each == 24 and lists.label_grid(sheets(210, 297)).each == 1
    )
    for size in ((211, 30), (30, 30), (100, 10)):
        with pytest.raises(BookError):
            lists.label_grid(sheets(*size))


def test_editions_without_copies_are_refused(again: Path) -> None:
    with pytest.raises(BookError) as caught:
        delivery.distribute(
            again.parent / "book",
            again.parent / "list.csv",
            again.parent / "new",
            DistributionOptions(editions=("large",)),
        )
    assert [one.rule for one in caught.value.problems] == ["copies-edition"]
    assert copies.EDITIONS_OF_COPIES == ("screen", "booklet") and recipients.COPIES_LIMIT == 9_999

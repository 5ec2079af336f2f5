"""Outputs whole or not at all, the manifest, verify, and the process that renders."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import importlib
import json
import os
import pickle
import signal
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from duben.model import BookError, Problem, SourceLocation, from_plain, problem, to_plain, warning
from duben.publish import codes, manifest, one_book, outputs, reading
from duben.publish.options import OutputFile
from duben.publish.verification import verify
from duben.sandbox import parent

OLD = {"a-screen.pdf": b"old screen", "a.epub": b"old book"}


def write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def rules(found: Any) -> list[str]:
    return [f"{one.rule} {one.values.get('name', '')}".strip() for one in found.problems]


def row(name: str, data: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "edition": "screen",
        "sha256": hashlib.sha256(data).hexdigest(),
        "sm3": hashlib.new("sm3", data).hexdigest(),
        "bytes": len(data),
        "pages": 4,
    }


def delivered(folder: Path, files: dict[str, bytes] = OLD, **more: Any) -> Path:
    """A folder as ``build`` leaves it."""
    write(folder, files)
    document = {
        "book": "a",
        "version": "1",
        "date": "2025-01-02",
        "duben": "0",
        "code": "c1",
        "files": [row(name, data) for name, data in files.items()],
        "fonts": [],
        "sources": [{"name": "01.md", "sha256": "0"}],
        **more,
    }
    data = manifest.dump_manifest(document)
    write(
        folder, {"manifest.json": data, "SHA256SUMS": manifest.dump_sums(document["files"], data)}
    )
    return folder


# --- the place for outputs ------------------------------------------------------------------------


def test_outputs_default_to_out_in_the_book(tmp_path: Path) -> None:
    assert outputs.output_folder(tmp_path, None) == tmp_path / "out"


@pytest.mark.parametrize("name", [".", "..", "self", "up", "sub/../."])
def test_outputs_never_go_into_the_book_or_above_it(tmp_path: Path, name: str) -> None:
    book = tmp_path / "above" / "book"
    (book / "sub").mkdir(parents=True)
    (book / "self").symlink_to(".")
    (book / "up").symlink_to("../..")
    with pytest.raises(BookError) as caught:
        outputs.output_folder(book, book / name)
    assert (caught.value.problems[0].rule, caught.value.status) == ("output-is-source", 2)


def test_an_out_that_is_a_link_out_of_the_book_is_refused(tmp_path: Path) -> None:
    book, elsewhere = tmp_path / "book", tmp_path / "elsewhere"
    book.mkdir()
    elsewhere.mkdir()
    (book / "out").symlink_to(elsewhere)
    with pytest.raises(BookError) as caught:
        outputs.output_folder(book, None)
    assert caught.value.problems[0].rule == "output-leads-out"
    assert outputs.output_folder(book, elsewhere) == elsewhere


def test_workplace_leaves_nothing_where_nothing_was_put(tmp_path: Path) -> None:
    with outputs.work_folder(tmp_path / "new" / "out") as work:
        (work / "part").write_bytes(b"half")
    assert list(tmp_path.iterdir()) == []


def test_workplace_is_tidied_up_after_an_interrupt(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    with pytest.raises(KeyboardInterrupt), outputs.work_folder(tmp_path) as work:
        (work / "a-screen.pdf").write_bytes(b"half")
        raise KeyboardInterrupt
    assert contents(tmp_path) == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(OLD)


def test_what_a_killed_build_left_is_taken_away(tmp_path: Path) -> None:
    write(tmp_path / ".duben-work-x1", {"half": b""})
    write(tmp_path, {".duben.lock": b""})
    with outputs.work_folder(tmp_path) as work:
        assert [path.name for path in tmp_path.glob(".duben-work-*")] == [work.name]
    assert list(tmp_path.iterdir()) == []


def test_two_builds_do_not_write_to_one_place(tmp_path: Path) -> None:
    with (
        outputs.work_folder(tmp_path),
        pytest.raises(BookError) as caught,
        outputs.work_folder(tmp_path),
    ):
        pass
    assert [one.rule for one in caught.value.problems] == ["output-busy"]


def test_a_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    code = (
        f"import fcntl, os; fcntl.flock(os.open({str(tmp_path / '.duben.lock')!r}, os.O_CREAT "
        "| os.O_RDWR), fcntl.LOCK_EX); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    with outputs.work_folder(tmp_path) as work:
        assert work.is_dir()


def test_a_lock_on_a_file_that_was_removed_meanwhile_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / ".duben.lock"
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    path.unlink()
    with outputs.work_folder(tmp_path) as work:
        assert work.is_dir()
    os.close(descriptor)


def test_files_are_placed_and_strangers_stay(tmp_path: Path) -> None:
    write(tmp_path, {**OLD, "mine.txt": b"mine"})
    with outputs.work_folder(tmp_path) as work:
        write(work, {"a-screen.pdf": b"new", "a.epub": b"newer"})
        outputs.replace_outputs(work, tmp_path, ["a-screen.pdf", "a.epub"])
    assert contents(tmp_path) == {"a-screen.pdf": b"new", "a.epub": b"newer", "mine.txt": b"mine"}


def test_what_an_earlier_run_left_goes_with_the_new_files_or_stays(tmp_path: Path) -> None:
    write(tmp_path, {**OLD, "mine.txt": b"mine"})
    with outputs.work_folder(tmp_path) as work:
        write(work, {"a-screen.pdf": b"new"})
        outputs.replace_outputs(work, tmp_path, ["a-screen.pdf"], ["a.epub"])
    assert contents(tmp_path) == {"a-screen.pdf": b"new", "mine.txt": b"mine"}
    with pytest.raises(BookError), outputs.work_folder(tmp_path) as work:
        write(work, {"a-screen.pdf": b"newer"})
        outputs.replace_outputs(work, tmp_path, ["a-screen.pdf"], ["mine.txt", "not there"])
    assert contents(tmp_path) == {"a-screen.pdf": b"new", "mine.txt": b"mine"}


def test_a_file_that_no_build_made_is_not_replaced(tmp_path: Path) -> None:
    """With a manifest that does not list it, and with none."""
    screen = [OutputFile("a-screen.pdf", "screen", 4)]
    for out in (delivered(tmp_path / "one", {"a.epub": b"old book"}), tmp_path / "two"):
        write(out, {"a-screen.pdf": b"the author's"})
        before = contents(out)
        with pytest.raises(BookError) as caught, outputs.work_folder(out) as work:
            write(work, {"a-screen.pdf": b"new"})
            one_book.put_outputs(work, out, screen, {"book": "a", "files": []})
        (found,) = caught.value.problems
        assert (found.rule, found.values["names"]) == ("output-foreign", "a-screen.pdf")
        assert contents(out) == before


def test_outputs_do_not_go_among_pictures_and_styles(tmp_path: Path) -> None:
    for name in ("images", "images/out", "styles", "fonts"):
        with pytest.raises(BookError) as caught:
            outputs.output_folder(tmp_path, tmp_path / name)
        assert [one.rule for one in caught.value.problems] == ["output-is-source"]
    assert outputs.output_folder(tmp_path, tmp_path / "out") == (tmp_path / "out").resolve()


def test_a_link_in_the_place_of_an_output_is_replaced_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"theirs")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.epub").symlink_to(secret)
    with outputs.work_folder(out) as work:
        write(work, {"a.epub": b"new"})
        outputs.replace_outputs(work, out, ["a.epub"])
    assert (secret.read_bytes(), (out / "a.epub").read_bytes(), (out / "a.epub").is_symlink()) == (
        b"theirs",
        b"new",
        False,
    )


def test_nothing_is_placed_when_one_file_cannot_be(tmp_path: Path) -> None:
    write(tmp_path, {"a-screen.pdf": b"old screen"})
    (tmp_path / "a.epub").mkdir()
    with pytest.raises(BookError) as caught, outputs.work_folder(tmp_path) as work:
        write(work, {"a-screen.pdf": b"new", "a.epub": b"new"})
        outputs.replace_outputs(work, tmp_path, ["a-screen.pdf", "a.epub"])
    assert [one.rule for one in caught.value.problems] == ["output-in-the-way"]
    assert contents(tmp_path) == {"a-screen.pdf": b"old screen"}


def test_each_rename_that_fails_brings_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault injector: the first, the second, the third move fails."""
    new = {**{name: b"new " + data for name, data in OLD.items()}, "fresh.pdf": b"new"}
    real = os.replace
    for failing in range(len(new)):
        write(tmp_path, OLD)
        calls = iter(range(100))

        def replace(source: Path, target: Path, failing: int = failing, calls: Any = calls) -> None:
            if next(calls) == failing:
                raise OSError(28, "No space left on device")
            real(source, target)

        monkeypatch.setattr(outputs.os, "replace", replace)
        with pytest.raises(BookError) as caught, outputs.work_folder(tmp_path) as work:
            write(work, new)
            outputs.replace_outputs(work, tmp_path, sorted(new))
        assert [one.rule for one in caught.value.problems] == ["output-full"]
        assert contents(tmp_path) == OLD


# --- the manifest ---------------------------------------------------------------------------------


def test_a_row_tells_name_sums_size_and_pages(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"abc"})
    assert codes.rows_with_codes(
        tmp_path, [OutputFile("a.txt", None, None)], {"book": "a", "version": "1", "code": "c1"}
    ) == [
        {
            "name": "a.txt",
            "edition": None,
            "bytes": 3,
            "pages": None,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sm3": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        }
    ]


def test_files_that_were_not_made_again_keep_their_entry(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    old = {
        "code": "c1",
        "version": "1",
        "sources": [{"name": "01.md", "sha256": "1"}],
        "files": [row(name, data) for name, data in OLD.items()],
    }
    new = {
        "book": "a",
        "code": "c2",
        "files": [row("a-screen.pdf", b"new")],
        "sources": [{"name": "01.md", "sha256": "2"}],
    }
    joined = manifest.merge_manifests(old, new, tmp_path)
    assert joined["files"] == [
        row("a-screen.pdf", b"new"),
        {
            **row("a.epub", OLD["a.epub"]),
            "code": "c1",
            "version": "1",
            "sources": [{"name": "01.md", "sha256": "1"}],
        },
    ]
    assert manifest.older_files(joined) == ("a.epub",)


def test_files_of_the_same_text_are_not_older(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    old = {"code": "c1", "version": "1", "sources": [], "files": [row("a.epub", OLD["a.epub"])]}
    joined = manifest.merge_manifests(old, {"code": "c1", "files": [], "sources": []}, tmp_path)
    assert joined["files"] == [row("a.epub", OLD["a.epub"])]


def test_files_that_the_user_deleted_leave_the_manifest(tmp_path: Path) -> None:
    old = {"code": "c1", "version": "1", "sources": [], "files": [row("a.epub", OLD["a.epub"])]}
    assert (
        manifest.merge_manifests(old, {"code": "c1", "files": [], "sources": []}, tmp_path)["files"]
        == []
    )


def test_somebody_elses_manifest_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path, {"manifest.json": b'{"name": "an app", "icons": []}'})
    with pytest.raises(BookError) as caught:
        manifest.read_manifest(tmp_path)
    assert [one.rule for one in caught.value.problems] == ["manifest-foreign"]


def test_sums_are_read_by_sha256sum(tmp_path: Path) -> None:
    delivered(tmp_path)
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["a-screen.pdf: OK", "a.epub: OK", "manifest.json: OK"]


# --- verify ---------------------------------------------------------------------------------------


def test_what_was_delivered_is_as_it_was_made(tmp_path: Path) -> None:
    found = verify(delivered(tmp_path))
    assert (found.files, found.problems) == (("a-screen.pdf", "a.epub"), ())


def test_verify_names_what_is_altered_missing_and_not_ours(tmp_path: Path) -> None:
    delivered(tmp_path)
    write(tmp_path, {"a-screen.pdf": b"old screem", "mine.txt": b""})
    (tmp_path / "a.epub").unlink()
    found = verify(tmp_path)
    assert rules(found) == [
        "file-altered a-screen.pdf",
        "file-gone a.epub",
        "file-foreign mine.txt",
    ]
    assert [one.severity for one in found.problems] == ["error", "error", "warning"]


def test_verify_names_files_of_an_older_text(tmp_path: Path) -> None:
    delivered(tmp_path, files=OLD)
    document = json.loads((tmp_path / "manifest.json").read_bytes())
    document["files"][1] |= {"code": "c0", "sources": []}
    data = manifest.dump_manifest(document)
    write(
        tmp_path, {"manifest.json": data, "SHA256SUMS": manifest.dump_sums(document["files"], data)}
    )
    assert rules(verify(tmp_path)) == ["file-older a.epub"]


def test_verify_finds_an_altered_manifest(tmp_path: Path) -> None:
    delivered(tmp_path)
    text = (tmp_path / "manifest.json").read_text("utf-8")
    (tmp_path / "manifest.json").write_text(text.replace('"pages": 4', '"pages": 5'), "utf-8")
    assert rules(verify(tmp_path)) == ["sums-differ manifest.json"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"\xff", b'{"book": "a", "files": [{"name": "../a"}]}', b"[" * 100_000]
)
def test_verify_says_that_a_manifest_is_broken(tmp_path: Path, data: bytes) -> None:
    delivered(tmp_path)
    write(tmp_path, {"manifest.json": data})
    assert rules(verify(tmp_path)) == ["manifest-broken manifest.json"]


def test_verify_misses_a_manifest_that_the_sums_name(tmp_path: Path) -> None:
    (delivered(tmp_path) / "manifest.json").unlink()
    assert rules(verify(tmp_path)) == ["file-gone manifest.json"]


@pytest.mark.parametrize("prefix", ["", "delivery/"])
def test_a_zip_is_verified_like_a_folder(tmp_path: Path, prefix: str) -> None:
    folder = delivered(tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        for path in folder.iterdir():
            archive.writestr(
                prefix + path.name, b"other" if path.name == "a.epub" else path.read_bytes()
            )
    assert rules(verify(tmp_path / "out.zip")) == ["file-altered a.epub"]


def test_a_zip_bomb_is_read_no_further_than_the_manifest_says(tmp_path: Path) -> None:
    folder = delivered(tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            with archive.open(path.name, "w") as stream:
                for _ in range(200 if path.name == "a.epub" else 1):
                    stream.write(bytes(1 << 20) if path.name == "a.epub" else path.read_bytes())
    assert rules(verify(tmp_path / "out.zip")) == ["file-altered a.epub"]


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_whose_data_are_damaged_is_told_by_file(tmp_path: Path, packed: int) -> None:
    delivered(tmp_path)
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(file.name for file in tmp_path.iterdir() if file != path):
            archive.write(tmp_path / name, name, packed if name == "a.epub" else zipfile.ZIP_STORED)
        start, size = (
            archive.getinfo("a.epub").header_offset + 30 + len("a.epub"),
            archive.getinfo("a.epub").compress_size,
        )
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\xff" * size + data[start + size :])
    assert rules(verify(path)) == ["file-altered a.epub"]


@pytest.mark.parametrize("name", ["a.epub", "A.EPUB"])
def test_a_zip_with_a_name_twice_is_refused(tmp_path: Path, name: str) -> None:
    delivered(tmp_path)
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"another")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for file in sorted(tmp_path.iterdir()):
                if file != path:
                    archive.write(file, file.name)
    assert "file-doubled a.epub" in rules(verify(path))


def test_the_manifest_names_what_was_read_whatever_lies_there_later(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "书"\ndate = 2026-01-31\n', "utf-8")
    (tmp_path / "a.md").write_bytes("\ufeff# 甲\r\n\r\n水\n".encode())
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "text.css").write_text("p { color: black }", "utf-8")
    expected = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    draft = reading.load(tmp_path)
    (tmp_path / "a.md").write_text("# 乙\n", "utf-8")
    assert draft.manuscript
    rows = reading.source_rows(draft.manuscript, {})
    assert {row["name"].rpartition("/")[2]: row["sha256"] for row in rows} == expected


def test_an_unknown_theme_is_an_error_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "书"\ndate = 2026-01-31\n[output]\ntheme = "nosuch"\n', "utf-8"
    )
    (tmp_path / "a.md").write_text("# 甲\n\n水\n", "utf-8")
    assert [(one.rule, str(one.place)) for one in reading.load(tmp_path).problems] == [
        ("theme-unknown", "book.toml:5")
    ]


def test_a_folder_of_styles_that_cannot_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "书"\ndate = 2026-01-31\n', "utf-8")
    (tmp_path / "a.md").write_text("# 甲\n\n水\n", "utf-8")
    (tmp_path / "styles").mkdir()
    real = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("styles"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [(one.rule, one.values["folder"]) for one in reading.load(tmp_path).problems] == [
        ("folder-unreadable", "styles")
    ]


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("nowhere", None, "delivery-missing"),
        ("a.zip", b"no zip", "delivery-zip"),
        ("empty", "folder", "delivery-no-manifest"),
    ],
)
def test_verify_says_when_there_is_nothing_to_verify(
    tmp_path: Path, name: str, data: Any, rule: str
) -> None:
    if data == "folder":
        (tmp_path / name).mkdir()
    elif data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BookError) as caught:
        verify(tmp_path / name)
    assert ([one.rule for one in caught.value.problems], caught.value.status) == ([rule], 2)


def test_verify_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    delivered(tmp_path)
    (tmp_path / "a.epub").unlink()
    os.mkfifo(tmp_path / "a.epub")
    assert rules(verify(tmp_path)) == ["file-altered a.epub"]


# --- the process that renders ---------------------------------------------------------------------


def ended(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    preload: bool = False,
    **limits: str,
) -> list[str]:
    """What the user is told when a task does ``body``: the worker finds the task in a module of the
    test's own. ``preload``: what is loaded before it fails.
    """
    (tmp_path / "plugin").mkdir()
    (tmp_path / "plugin" / "task_of_a_test.py").write_text(
        "def act(asked, work, stage):\n"
        + "".join(f"    {line}\n" for line in body.splitlines())
        + "    return {}\n"
        "def fail():\n    import a_module_that_is_not_there\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path / "plugin")
    monkeypatch.delitem(sys.modules, "task_of_a_test", raising=False)
    plugin = importlib.import_module("task_of_a_test")
    for name, value in limits.items():
        monkeypatch.setenv(name, value)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv(
        "PYTHONPATH",
        os.pathsep.join([str(tmp_path / "plugin"), *filter(None, [os.environ.get("PYTHONPATH")])]),
    )
    with (
        pytest.raises(BookError) as caught,
        parent.open_worker(plugin.fail if preload else None) as worker,
    ):
        worker.run(plugin.act, None, work)
    assert caught.value.status == 2
    return [one.rule for one in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("import signal; signal.raise_signal(signal.SIGSEGV)", "worker-died"),
        ("import os; os._exit(3)", "worker-died"),
        ("import signal; signal.raise_signal(signal.SIGKILL)", "worker-memory"),
        ("raise MemoryError", "worker-memory"),
        ("return [0] * 10**9", "worker-memory"),
        ("raise ImportError('some.so: failed to map segment from shared object')", "worker-memory"),
        (
            "import os, signal; os.write(2, b'Error creating thread: Resource temporarily "
            "unavailable'); signal.raise_signal(signal.SIGTRAP)",
            "worker-memory",
        ),
        ("return act(asked, work, stage)", "program-fault"),
        ("raise ValueError('x')", "program-fault"),
        ("open('/tmp/duben-test-escape', 'w')", "program-fault"),
        ("import os; os.remove('/tmp/duben-test-escape')", "program-fault"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "program-fault"),
        ("import subprocess; subprocess.run(['true'])", "program-fault"),
        ("import os; os.fork()", "program-fault"),
    ],
)
def test_every_end_of_the_worker_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, rule: str
) -> None:
    assert ended(tmp_path, monkeypatch, body, DUBEN_MEMORY="1000") == [rule]


def test_a_preload_that_raises_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ended(tmp_path, monkeypatch, "return {}", preload=True) == ["program-fault"]


def test_what_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(tmp_path, monkeypatch, "while True: pass", DUBEN_TIME="1") == ["worker-time"]


def test_what_sleeps_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(tmp_path, monkeypatch, "import time; time.sleep(1000)", DUBEN_TIME="1") == [
        "worker-time"
    ]


def test_limits_must_be_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BookError) as caught:
        parent.limits({"DUBEN_MEMORY": "viel"})
    assert [one.rule for one in caught.value.problems] == ["variable"]


def test_the_worker_follows_a_parent_that_was_killed(tmp_path: Path) -> None:
    """It sees the end of its input, be it in the middle of a task."""
    (tmp_path / "task_of_a_test.py").write_text(
        "import time\ndef act(asked, work, stage):\n    stage('begun')\n    time.sleep(30)\n",
        "utf-8",
    )
    code = (
        "import pickle, sys; from pathlib import Path; import task_of_a_test as t; "
        "Path('request').write_bytes(pickle.dumps((t.act, (Path.cwd(),), {}, None)))"
    )
    paths = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    surroundings = {**os.environ, "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=surroundings, check=True)
    command = [sys.executable, "-m", "duben.sandbox.child", "4000", "100"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings
    ) as child:
        assert child.stdin and child.stdout
        nothing = base64.b64encode(pickle.dumps(None))
        child.stdin.write(nothing + b"\n" + os.fsencode(tmp_path / "request") + b"\n")
        child.stdin.flush()
        assert b"begun" in child.stdout.readline()
        child.stdin.close()
        assert child.wait(10) == 0


def test_problems_travel_from_the_worker() -> None:
    found = (problem("a", SourceLocation("x.md", 3, 4), name="甲", count=2), warning("b"))
    data = json.loads(json.dumps(to_plain(tuple[Problem, ...], found)))
    assert from_plain(tuple[Problem, ...], data) == found


def test_tasks_do_not_load_the_renderer_before_they_begin() -> None:
    modules = "rendering, comparing, documents"
    code = (
        f"import sys; from duben.publish.worker import {modules}; "
        "print('weasyprint' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "False\n"
    )


def test_the_only_chapter_of_a_book_needs_no_title(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\nid = "b"\ntitle = "书"\n', "utf-8")
    (tmp_path / "01.md").write_text("各位代表：\n\n报告如下。\n", "utf-8")
    assert [fault.rule for fault in reading.load(tmp_path).problems] == []
    (tmp_path / "02.md").write_text("再报告。\n", "utf-8")
    rules = [fault.rule for fault in reading.load(tmp_path).problems]
    assert rules == ["title-none", "title-none"]

"""Several books side by side: here, and on a cluster that the test starts itself."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from duben.cli import program
from duben.distribution import delivery
from duben.distribution.plan import DistributionOptions
from duben.model import BookError
from duben.publish import batch, builds, executors
from duben.publish.options import BuildOptions

TEXT = (
    "# 第一章 开头\n\n“三个坚持”（坚持甲、坚持乙、坚持丙）要记住。\n\n## 一、标题\n\n再来一段。\n"
)


def books(top: Path, count: int = 3) -> list[Path]:
    made = []
    for number in range(1, count + 1):
        folder = top / f"book{number}"
        folder.mkdir(parents=True)
        (folder / "book.toml").write_text(
            f'[book]\nid = "b{number}"\ntitle = "样书{number}"\ndate = 2025-01-02\n'
            '[output]\neditions = ["screen"]\n'
            'formats = ["pdf"]\n',
            "utf-8",
        )
        (folder / "01-a.md").write_text(TEXT.replace("再来", f"第{number}次再来"), "utf-8")
        made.append(folder)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of three books that were built one after the other."""
    top = tmp_path_factory.mktemp("alone")
    for folder in books(top):
        (built,) = builds.build(folder, top / "out" / folder.name.replace("book", "b"))
        assert built.done
    return top / "out"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_book_leaves_the_others_and_its_own_old_files(
    tmp_path: Path, alone: Path, jobs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    folders, out = books(tmp_path), tmp_path / "out"
    (out / "b2").mkdir(parents=True)
    (out / "b2" / "b2-screen.pdf").write_bytes(b"old")
    (folders[1] / "01-a.md").write_text("# 章\n\n![图](images/none.png)\n", "utf-8")
    status = program.run(
        [
            "--lang",
            "en",
            "build",
            *map(str, folders),
            str(tmp_path / "nowhere"),
            "-o",
            str(out),
            "-j",
            str(jobs),
        ]
    )
    assert status == 2  # a BOOK that is not there
    assert contents(out) == {
        name: data for name, data in contents(alone).items() if not name.startswith("b2/")
    } | {"b2/b2-screen.pdf": b"old"}
    said = capsys.readouterr().err
    table = [line.split() for line in said.splitlines()[-6:]]
    assert table[0] == ["book", "result", "pages", "files", "errors", "warnings", "output"]
    assert [row[1:3] for row in table[1:5]] == [
        ["done", table[1][2]],
        ["not", "made"],
        ["done", table[3][2]],
        ["not", "made"],
    ]
    assert said.splitlines()[-1] == "Books: 4, made: 2, not made: 2"
    assert f"—— {folders[1]}" in said and "01-a.md:3" in said


def test_two_books_for_one_place_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    folders = books(tmp_path, 2)
    (folders[1] / "book.toml").write_text((folders[0] / "book.toml").read_text("utf-8"), "utf-8")
    with pytest.raises(BookError) as caught:
        builds.build(folders, tmp_path / "out")
    assert [problem.rule for problem in caught.value.problems] == ["output-twice"] and not (
        tmp_path / "out"
    ).exists()


def test_a_process_that_is_lost_is_begun_anew(
    tmp_path: Path, alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = books(tmp_path)
    killed: list[int] = []
    once = executors._start_process

    def kill(pool: Any) -> None:
        while not (pids := list(getattr(pool, "_processes", None) or ())):
            time.sleep(0.01)
        time.sleep(0.5)
        os.kill(pids[0], signal.SIGKILL)
        killed.append(pids[0])

    class Pool(executors.ProcessPoolExecutor):
        def submit(self, *arguments: Any, **more: Any) -> Any:
            if not killed:
                killed.append(0)
                threading.Thread(target=kill, args=(self,), daemon=True).start()
            return super().submit(*arguments, **more)

    monkeypatch.setattr(executors, "ProcessPoolExecutor", Pool)
    made = builds.build(folders, tmp_path / "out", jobs=2)
    assert (
        len(killed) == 2 and all(built.done for built in made) and once is executors._start_process
    )
    assert contents(tmp_path / "out") == contents(alone)


def test_a_scheduler_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "ANSWER_SECONDS", 1)
    (folder,) = books(tmp_path, 1)
    assert program.run(["build", str(folder), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "scheduler-silent" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert program.run(["build", str(folder), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "scheduler-missing" in capsys.readouterr().err


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip(
        "distributed", reason="dask.distributed is not installed (pip install 'duben[many]')"
    )
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as started:
        yield started


def test_a_cluster_makes_the_same_though_a_worker_is_killed(
    tmp_path: Path, alone: Path, cluster: Any
) -> None:
    folders = books(tmp_path)
    (folders[0] / "out").mkdir()
    (folders[0] / "out" / "large").write_bytes(b"not sent")
    pids = [worker.pid for worker in cluster.workers.values()]
    threading.Timer(2, lambda: os.kill(pids[0], signal.SIGKILL)).start()
    made = builds.build(folders, tmp_path / "out", scheduler=cluster.scheduler_address)
    assert [built.done for built in made] == [True] * 3, [built.problems for built in made]
    assert contents(tmp_path / "out") == contents(alone)


def test_copies_are_made_on_a_cluster_too(tmp_path: Path, cluster: Any) -> None:
    (tmp_path / "list.csv").write_text("单位,份数\n甲局,2\n乙局,70\n丙局,1\n", "utf-8")
    for name, wish in (
        ("here", DistributionOptions()),
        ("beside", DistributionOptions(jobs=2)),
        ("there", DistributionOptions(scheduler=cluster.scheduler_address)),
    ):
        (folder,) = books(tmp_path / name, 1)
        delivery.distribute(folder, tmp_path / "list.csv", tmp_path / name / "out", wish)
    assert (
        contents(tmp_path / "here" / "out")
        == contents(tmp_path / "beside" / "out")
        == contents(tmp_path / "there" / "out")
    )


def test_what_another_machine_makes_otherwise_is_not_taken(tmp_path: Path) -> None:
    (folder,) = books(tmp_path, 1)
    built, made = batch.build_from_bytes(
        batch.pack_sources(folder, tmp_path / "out"), "book1", BuildOptions()
    )
    document = json.loads(made["manifest.json"])
    document["versions"]["weasyprint"] = "71.0"
    job = batch._Job(0, folder, tmp_path / "out", "b1")
    with pytest.raises(BookError) as caught:
        batch._put_in_place(job, (built, {**made, "manifest.json": json.dumps(document).encode()}))
    assert [problem.rule for problem in caught.value.problems] == ["scheduler-differs"] and not (
        tmp_path / "out"
    ).exists()

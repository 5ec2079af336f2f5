"""Twenty books on one process and on two, here and on a dask cluster, by hand: python
tests/tools/many_by_hand.py [BOOKS [CHAPTERS]].
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from distribution_by_hand import book  # noqa: E402
from duben.publish import builds  # noqa: E402


def sums(out: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(out.glob("*/SHA256SUMS"))]


def spent() -> float:
    """CPU seconds of this process and of those below it that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def timed(name: str, folders: list[Path], out: Path, **how: Any) -> tuple[float, list[str]]:
    shutil.rmtree(out, ignore_errors=True)
    start, before = time.time(), spent()
    made = builds.build(folders, out, kept=False, **how)
    seconds = time.time() - start
    print(
        f"{name}: {sum(one.done for one in made)} of {len(made)} books made, "
        f"{seconds:.1f} s, CPU {spent() - before:.1f} s",
        flush=True,
    )
    return seconds, sums(out)


def main(top: Path, count: int, chapters: int) -> None:
    import distributed

    folders = []
    for number in range(count):
        folder = book(top / f"b{number:02}", chapters=chapters)
        toml = folder / "book.toml"
        toml.write_text(toml.read_text("utf-8").replace('"b"', f'"b{number:02}"'), "utf-8")
        folders.append(folder)
    one, expected = timed("one process", folders, top / "out", jobs=1)
    two, found = timed("two processes", folders, top / "out", jobs=2)
    print(f"  {one / two:.2f} times as fast, the same files: {found == expected}")
    seconds = {}
    for workers in (1, 2):
        with distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0"
        ) as cluster:
            seconds[workers], found = timed(
                f"dask, workers: {workers}",
                folders,
                top / "out",
                scheduler=cluster.scheduler_address,
            )
            print(f"  the same files: {found == expected}")
            if workers == 2:
                print(
                    f"  {seconds[1] / seconds[2]:.2f} times as fast as one worker, "
                    f"{one / seconds[2]:.2f} times as fast as one process"
                )
                pid = next(iter(cluster.workers.values())).pid
                threading.Timer(
                    seconds[2] / 2, lambda pid=pid: os.kill(pid, signal.SIGKILL)
                ).start()
                killed, found = timed(
                    "  a worker killed half way",
                    folders,
                    top / "out",
                    scheduler=cluster.scheduler_address,
                )
                print(
                    f"  the same files: {found == expected}, {one / killed:.2f} times as "
                    "fast as one process"
                )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        count, chapters, *_ = [*map(int, sys.argv[1:]), *(20, 4)[len(sys.argv) - 1 :]]
        main(Path(name), count, chapters)

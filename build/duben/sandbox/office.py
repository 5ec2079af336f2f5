"""LibreOffice, where it is installed, turns files of older word processors into .docx: a process of
its own with limits, a home of its own and, where the system allows it, without network.

It runs beside the guarded process, not in it: that may start no other program.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from duben.model import BookError, SourceLocation, problem

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120  # of clock and of processor
FILE_BYTES = 300_000_000  # of a file that it writes
DEAD_PROXY = "http://127.0.0.1:9"  # where nothing answers


def find_office() -> str:
    """The path of LibreOffice; "" where it is not installed."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), "")


def convert_to_docx(source: Path, work: Path) -> Path:
    """A .docx of a file of another word processor, written into the folder ``work``. BookError (2)
    where LibreOffice fails, or is not done in time.
    """
    folder = work / f"office-{len(list(work.glob('office-*')))}"
    (folder / "home").mkdir(parents=True)
    # Its own name may be anything: the ending would tell LibreOffice a kind.
    copy = folder / f"source{source.suffix.lower()}"
    shutil.copyfile(source, copy)
    reason = _run(copy, folder)
    result = folder / "out" / "source.docx"
    if reason or not result.is_file():
        raise BookError(
            problem(
                "word-not-converted",
                SourceLocation(source.name),
                name=source.name,
                reason=reason or "no file was written",
            ),
            2,
        )
    return result


def _run(copy: Path, folder: Path) -> str:
    """Runs LibreOffice on a file; why it failed, "" where it did not."""
    home = folder / "home"
    command = [
        *_without_network(),
        find_office(),
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(copy)),
    ]
    environment = {f"{kind}_proxy": DEAD_PROXY for kind in ("http", "https", "ftp", "all")}
    environment |= {"HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"}
    environment["PATH"] = os.environ.get("PATH", "")
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        status = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return "it was not done in time"
    finally:
        _end_group(process)
    return "it failed" if status else ""


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and those that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _without_network() -> list[str]:
    """What begins a command that shall have no network, where the system allows that to a user."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    options = [unshare, "--net", "--map-current-user"]
    try:
        trial = subprocess.run([*options, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return options if trial.returncode == 0 else []


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

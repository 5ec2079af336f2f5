"""The folder of outputs: locked, written beside and put in place file by file, so that what is
there is always whole.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from duben import model
from duben.model import BookError, Problem, problem

LOCK_NAME = ".duben.lock"
WORK_PREFIX = ".duben-work-"
SOURCE_FOLDERS = ("images", "styles", "templates", "fonts")  # of a manuscript
FILE_BYTES = 2_000_000_000  # of an output that is read whole

# What the system says → the rule whose sentence says it in the user's words.
RULE_OF_ERROR: dict[int, str] = {
    errno.ENOSPC: "output-full",
    errno.EDQUOT: "output-full",
    errno.EFBIG: "output-full",
    errno.EROFS: "output-denied",
    errno.EACCES: "output-denied",
    errno.EPERM: "output-denied",
    errno.ENOTDIR: "output-not-folder",
    errno.EEXIST: "output-not-folder",
    errno.ELOOP: "output-not-folder",
}


def unwritable_problem(path: Path | str, error: OSError) -> Problem:
    """Why a file or folder of the outputs cannot be written."""
    reason = error.strerror or str(error)
    return problem(
        RULE_OF_ERROR.get(error.errno or 0, "output-failed"), None, path=str(path), reason=reason
    )


def output_folder(folder: Path, wanted: Path | None) -> Path:
    """Where the outputs of a manuscript go: OUT as asked, else its ``out``. BookError (2) where
    that may not be.

    Links are followed first: OUT is neither the manuscript's folder nor one above it, under
    whatever name, nor one in which the manuscript has its pictures or looks.
    """
    output = wanted if wanted is not None else folder / "out"
    try:
        resolved, home = output.resolve(), folder.resolve()
        if wanted is None and home not in resolved.parents:
            raise BookError(
                problem("output-leads-out", None, path=str(output), target=str(resolved)), 2
            )
        sources = [home / name for name in SOURCE_FOLDERS]
        if any(_same(resolved, above) for above in (home, *home.parents)) or any(
            source in (resolved, *resolved.parents) for source in sources
        ):
            raise BookError(
                problem("output-is-source", None, path=str(output), folder=str(folder)), 2
            )
    except (OSError, RuntimeError, ValueError) as error:
        raise BookError(_bad_name(output, error), 2) from None
    return resolved


def _same(path: Path, other: Path) -> bool:
    try:
        return path == other or os.path.samefile(path, other)
    except FileNotFoundError:
        return False


def _bad_name(output: Path, error: Exception) -> Problem:
    if isinstance(error, OSError) and error.errno:
        return unwritable_problem(output, error)
    return problem(
        "output-failed", None, path=str(output).replace("\0", "�"), reason="Invalid argument"
    )


@contextmanager
def work_folder(output: Path) -> Iterator[Path]:
    """A new folder inside OUT to write in, while nobody else builds there; it goes again, and OUT
    too if still empty.
    """
    new_folders: list[Path] = []
    work: Path | None = None
    lock: int | None = None
    try:
        with writing_errors(output):
            new_folders = _make_folders(output)
            lock = _lock(output)
            _tidy(output)
            work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=output))
        yield work
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
        if lock is not None:
            with suppress(OSError):
                (output / LOCK_NAME).unlink()
            os.close(lock)
        for path in reversed(new_folders):
            with suppress(OSError):
                path.rmdir()


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Turns what the system says against writing into a BookError (2) about ``path``."""
    try:
        yield
    except OSError as error:
        raise BookError(unwritable_problem(path, error), 2) from None


def _make_folders(output: Path) -> list[Path]:
    """Makes a folder and those above it; gives the new ones, the outermost first."""
    missing = [path for path in (output, *output.parents) if not path.exists()]
    new = []
    for path in reversed(missing):
        with suppress(FileExistsError):
            path.mkdir()
            new.append(path)
    if not output.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(output))
    return new


def _lock(output: Path) -> int:
    """The open lock file. The system itself lets a lock go when its process dies, so none is ever
    stale.
    """
    path = output / LOCK_NAME
    while True:
        descriptor = os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644
        )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still_named(path, descriptor):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise BookError(problem("output-busy", None, path=str(output)), 2) from None
        except OSError:
            # A file system without locks (some network drives): build all the same.
            return descriptor
        os.close(descriptor)


def _is_still_named(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is still the one of that name: its last holder may just have
    removed it.
    """
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _tidy(output: Path) -> None:
    """Takes away what a build that was killed left behind."""
    for path in output.glob(WORK_PREFIX + "*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """``replace_file`` where folders above it may be missing: they are made."""
    with writing_errors(path):
        _make_folders(path.parent)
    replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Writes one file that a person asked for, whole or not at all; its permissions stay. BookError
    (2) where that fails.
    """
    _check_target(path)
    with writing_errors(path):
        model.replace_file(path, data)


def replace_unchanged(files: Mapping[Path, bytes], path: Path, before: bytes | None) -> None:
    """Writes files that a person asked for, all or none, where the file ``path`` still holds the
    bytes ``before`` (None: it was not there) from which the new ones were made: another run may
    have written it meanwhile. BookError (2) where it has, and where writing fails.
    """
    for target in files:
        _check_target(target)

    def check_unchanged() -> None:
        now = path.read_bytes() if path.exists() else None
        if now != before:
            raise BookError(problem("file-changed-meanwhile", None, name=path.name), 2)

    with writing_errors(path), _folder_locked(path.parent):
        check_unchanged()
        # Again when the new ones are on the disk: that takes longer than all the rest.
        model.replace_files(files, check=check_unchanged)


@contextmanager
def _folder_locked(folder: Path) -> Iterator[None]:
    """While it lasts no other run of duben writes files into a folder this way. On a file system
    without locks nothing is locked.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def refuse_foreign(output: Path, names: Iterable[str], ours: Collection[str]) -> None:
    """Raises BookError (2) where files of these names lie in OUT that are none of ``ours``."""
    foreign = [name for name in names if name not in ours and os.path.lexists(output / name)]
    if foreign:
        listed = "、".join(foreign)
        raise BookError(problem("output-foreign", None, path=str(output), names=listed), 2)


def replace_outputs(
    work: Path, output: Path, names: Iterable[str], obsolete: Iterable[str] = ()
) -> None:
    """Moves files from the work folder into OUT, in this order, and takes away the ``obsolete``
    ones, all or none. BookError (2) where that fails.
    """
    names, obsolete = tuple(names), tuple(obsolete)
    for name in names:
        _check_target(output / name)
    old_files = work / "kept"
    with writing_errors(output):
        old_files.mkdir()
        for name in names:
            _sync(work / name)
    with _signals_blocked():
        done: list[str] = []
        try:
            for name in names:
                with suppress(OSError):
                    os.link(output / name, old_files / name, follow_symlinks=False)
                os.replace(work / name, output / name)
                done.append(name)
            for name in obsolete:
                os.replace(output / name, old_files / name)
                done.append(name)
        except OSError as error:
            _undo(output, old_files, done)
            raise BookError(unwritable_problem(output / name, error), 2) from None


def _check_target(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise BookError(unwritable_problem(path, error), 2) from None
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        raise BookError(problem("output-in-the-way", None, path=str(path)), 2)


def _sync(path: Path) -> None:
    """On the disk before it takes the old one's place: a power cut leaves one of them whole."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _undo(output: Path, old_files: Path, done: list[str]) -> None:
    for name in reversed(done):
        with suppress(OSError):
            if os.path.lexists(old_files / name):
                os.replace(old_files / name, output / name)
            else:
                os.unlink(output / name)


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """An interrupt waits until all files are in place."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def read_output(path: Path, limit: int) -> bytes | None:
    """The bytes of a file in OUT; None if there is none. ``limit`` in bytes. OSError for what is no
    regular file.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return stream.read(limit)

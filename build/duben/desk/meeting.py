"""One desk over a folder: who starts a second is led to the first.

The running server gives new start addresses by a socket in a folder that only this user can enter,
never over HTTP. The port is remembered in the folder, so that pages that are still open find the
server that was started again.
"""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from duben import manuscript
from duben.desk.keys import name_key
from duben.model import replace_file

PORT_FILE = "desk-port"
PORTS = range(1024, 65536)
ANSWER_SECONDS = 2
ADDRESS_BYTES = 500


def running_address(folder: Path) -> str | None:
    """A start address of the desk that runs over a folder; None where none does."""
    path = _socket_path(folder)
    if path is None:
        return None
    with suppress(OSError), socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(ANSWER_SECONDS)
        asking.connect(str(path))
        return asking.recv(ADDRESS_BYTES).decode("ascii", "replace").strip() or None
    return None


async def answer_others(folder: Path, start_address: Callable[[], str]) -> Callable[[], None]:
    """Gives a start address to each other ``duben desk`` of this user over this folder; what ends
    that.
    """

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start_address().encode())
        with suppress(OSError):
            await writer.drain()
        writer.close()

    path = _socket_path(folder)
    if path is None or running_address(folder) is not None:
        return lambda: None
    try:
        path.unlink(missing_ok=True)  # of a desk that was killed
        server = await asyncio.start_unix_server(answer, path)
    except OSError:
        return lambda: None

    def end() -> None:
        server.close()
        path.unlink(missing_ok=True)

    return end


def remembered_port(folder: Path) -> int:
    """The port of the last desk over a folder, 0 where none is known."""
    with suppress(OSError, ValueError):
        port = int((folder / manuscript.KEPT_FOLDER / PORT_FILE).read_bytes()[:10])
        return port if port in PORTS else 0
    return 0


def remember_port(folder: Path, port: int) -> None:
    """Notes the port for the next desk over a folder; a folder that cannot be written has none."""
    path = folder / manuscript.KEPT_FOLDER / PORT_FILE
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, str(port).encode(), durable=False)


def _socket_path(folder: Path) -> Path | None:
    """Where the desk over a folder listens for others of this user; None where no folder is this
    user's alone.
    """
    top = os.environ.get("XDG_RUNTIME_DIR", "")
    if top and _is_ours_alone(Path(top)):
        place = Path(top)
    else:
        place = Path(tempfile.gettempdir(), f"duben-{os.getuid()}")
        with suppress(OSError):
            place.mkdir(mode=0o700)
        if not _is_ours_alone(place):
            return None
    return place / f"duben-desk-{name_key(str(folder.resolve()))}"


def _is_ours_alone(folder: Path) -> bool:
    """Whether nobody else can enter a folder."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077

"""A starter for people who type no commands: an icon in the menu and on the desktop."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from duben import publish
from duben.desk.pages import static_folder
from duben.model import replace_file

NAME = "duben-desk"
ICON = "icon.svg"


def install_starter(folder: Path, environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Writes starters of the desk over a folder; gives their paths. BookError (2) where they cannot
    be written.

    A .desktop file goes into the menu and onto the desktop (freedesktop.org, Desktop Entry 1.5);
    on WSL a .bat into the folder itself, to be copied to the desktop of Windows by hand.
    """
    home = Path(environment.get("HOME") or Path.home())
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    places = [data / "applications" / f"{NAME}.desktop"]
    desktop = desktop_folder(home)
    if desktop.is_dir():
        places.append(desktop / f"{NAME}.desktop")
    text = desktop_entry(folder.resolve())
    for path in places:
        write(path, text.encode(), 0o755)
    if distribution := environment.get("WSL_DISTRO_NAME"):
        path = folder / f"{NAME}.bat"
        write(path, batch_file(folder.resolve(), distribution).encode(), 0o644)
        places.append(path)
    return tuple(places)


def write(path: Path, data: bytes, mode: int) -> None:
    """Writes a starter."""
    with publish.writing_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
        path.chmod(mode)


def desktop_folder(home: Path) -> Path:
    """Where the desktop is; its name is in the user's language."""
    try:
        told = subprocess.run(
            ["xdg-user-dir", "DESKTOP"], capture_output=True, text=True, timeout=5, check=False
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    return Path(told) if told and Path(told) != home else home / "Desktop"


def desktop_entry(folder: Path) -> str:
    """The text of a .desktop file."""
    command = [sys.executable, "-m", "duben", "desk", str(folder)]
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.5\nName=duben\nName[zh_CN]=读本\n"
        "Comment=Booklets, in the browser\nComment[zh_CN]=在浏览器里写、查、排、发\n"
        f"Exec={' '.join(map(quote_argument, command))}\n"
        f"Icon={static_folder() / ICON}\nTerminal=false\nCategories=Office;Publishing;\n"
    )


def quote_argument(text: str) -> str:
    r"""An argument of Exec, quoted: \ ` $ and " are escaped, then \ once more as in every string,
    and % is doubled.
    """
    escaped = "".join("\\" + sign if sign in '\\`$"' else sign for sign in text)
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def batch_file(folder: Path, distribution: str) -> str:
    """The text of a .bat for Windows that starts the desk inside WSL. It was not tried."""
    command = shlex.join([sys.executable, "-m", "duben", "desk", str(folder)])
    return (
        "@echo off\r\nchcp 65001 >nul\r\nrem duben desk in WSL (not tried on Windows)\r\n"
        f'wsl.exe -d "{distribution}" -- {command.replace("%", "%%")}\r\n'
    )

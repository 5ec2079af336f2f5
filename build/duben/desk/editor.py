"""The author's own editor, opened at a line."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript
from duben.desk.answers import field, missing, read_json, refusal
from duben.model import BookError, problem


async def open_editor(request: Request, command: str, folder: Path) -> Response:
    """Opens a file of the book that a request names, at its line."""
    data = await read_json(request)
    file, line = field(data, "file", str), field(data, "line", int, 1)
    parts = manuscript.path_parts(file)
    path = folder.joinpath(*parts) if parts else folder
    if not parts or not path.is_file() or folder not in path.resolve().parents:
        return missing(request)
    try:
        start_editor(command, path, line)
    except (OSError, BookError) as error:
        reason = getattr(error, "strerror", None) or command[:60]
        return refusal(request, problem("desk-editor", None, command=command[:60], reason=reason))
    return JSONResponse({})


def start_editor(command: str, path: Path, line: int) -> None:
    """Starts a command in which {file} and {line} stand for a place; no shell reads it. OSError
    where it cannot be started, BookError where it is no command.
    """
    subprocess.Popen(
        editor_arguments(command, path, line),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def editor_arguments(command: str, path: Path, line: int) -> list[str]:
    """The command split as a shell splits it, with the place filled in; a command without {file}
    gets it at its end. BookError (2) for what cannot be split.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise BookError(problem("desk-editor-form", None, command=command[:60]), 2)
    if not any("{file}" in word for word in words):
        words.append("{file}")
    return [word.replace("{line}", str(line)).replace("{file}", str(path)) for word in words]

"""``duben pack`` and ``duben unpack``: a manuscript as one file, and back."""

from __future__ import annotations

from duben import publish
from duben.cli.building import exit_status, user_path
from duben.cli.screen import Screen


def pack(screen: Screen, book: str, output: str | None) -> int:
    """Write a manuscript, its records and its ledger as one .zip."""
    packed = publish.pack(user_path(book), None if output is None else user_path(output))
    screen.problems(packed.problems)
    screen.say("pack-done", "good", files=len(packed.names), path=packed.path)
    return exit_status(packed.problems, strict=False)


def unpack(screen: Screen, path: str, output: str) -> int:
    """Write the manuscript in a .zip as a new folder."""
    unpacked = publish.unpack(user_path(path), user_path(output))
    screen.say("unpack-done", "good", files=len(unpacked.names), folder=output)
    screen.say("import-next", folder=output)
    return 0

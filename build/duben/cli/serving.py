"""``duben preview`` and ``duben desk``: books in the browser."""

from __future__ import annotations

import sys
import webbrowser

from duben import desk
from duben.cli.building import user_path
from duben.cli.screen import Screen
from duben.model import BookError, problem


def preview(screen: Screen, book: str, port: int, no_browser: bool, editor: str) -> int:
    """Show the pages of a book while its author writes in an editor of his own."""
    folder = user_path(book)
    if folder.is_file():
        raise BookError(problem("build-needs-folder", None, path=book), 2)
    if not folder.is_dir():
        raise BookError(problem("folder-missing", None, folder=book), 2)
    return _serve(screen, desk.DeskOptions("preview", folder, port, not no_browser, editor))


def open_desk(screen: Screen, folder: str, port: int, no_browser: bool, install: bool) -> int:
    """All of it in the browser: the books below a folder."""
    place = user_path(folder)
    if not place.is_dir():
        raise BookError(problem("folder-missing", None, folder=folder), 2)
    if install:
        for path in desk.install_starter(place):
            rule = "desk-installed-bat" if path.suffix == ".bat" else "desk-installed"
            screen.say(rule, "good", path=path)
        return 0
    if address := desk.running_address(place):
        screen.result(address + "\n")
        screen.say("desk-running")
        if not no_browser and desk.has_desktop():
            webbrowser.open(address)
        return 0
    return _serve(screen, desk.DeskOptions("desk", place, port, not no_browser))


def _serve(screen: Screen, options: desk.DeskOptions) -> int:
    """Serve to the end. The first line on stdout is the address to open."""

    def announce(address: str) -> None:
        screen.result(address + "\n")
        if sys.stdout is not None:
            sys.stdout.flush()
        screen.say("desk-ready" if options.browser else "desk-ready-no-browser")

    desk.serve(options, announce)
    screen.say("desk-over", "good")
    return 0

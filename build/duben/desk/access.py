"""What a request is about: the desk, a book, and whether it may be changed."""

from __future__ import annotations

from starlette.requests import Request

from duben.desk.desk import Desk
from duben.desk.held_book import HeldBook
from duben.desk.keys import NotThere
from duben.desk.texts import BookTexts
from duben.model import BookError, problem


def desk_of(request: Request) -> Desk:
    """The desk of the server that is asked; the tab that asks is there."""
    desk: Desk = request.app.state.desk
    desk.seen()
    return desk


def held_book(request: Request) -> HeldBook | None:
    """The book that an address names."""
    return desk_of(request).hold(request.path_params["book"])


def writable_book(request: Request) -> tuple[HeldBook, BookTexts]:
    """The book that an address names, and its texts. BookError where books are only shown,
    NotThere where there is none.
    """
    check_writable(request)
    book = held_book(request)
    if book is None or book.texts is None:
        raise NotThere
    return book, book.texts


def check_writable(request: Request) -> None:
    """BookError where books are only shown."""
    if desk_of(request).options.mode != "desk":
        raise BookError(problem("desk-preview", None))

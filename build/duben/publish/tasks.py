"""What the worker can be asked for: a row of TASKS each. The heavy libraries are imported here, when a task begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben.errors import BookError, Problem, problem
from duben.fonts import Face
from duben.manuscript import Picture
from duben.model import Book
from duben.publish.outputs import unwritable
from duben.publish.worker import plain

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A book to be rendered: with its pictures, fonts, own templates and styles by name."""

    book: Book
    pictures: Mapping[str, Picture]
    faces: tuple[Face, ...]
    templates: Mapping[str, str]
    styles: Mapping[str, str]
    editions: tuple[str, ...]
    formats: tuple[str, ...]

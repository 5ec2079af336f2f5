"""A folder to sources: the only one that opens the author's files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duben.manuscript.loading import (
        BOOK_BYTES,
        CHAPTER_BYTES,
        CHAPTERS,
        DECISIONS,
        SETTINGS,
        SETTINGS_BYTES,
        Manuscript,
        chapter_order,
        load,
        picture,
        read_text,
        source_file,
    )
    from duben.manuscript.pictures import Picture

__all__ = [
    "BOOK_BYTES", "CHAPTERS", "CHAPTER_BYTES", "DECISIONS", "Manuscript", "Picture", "SETTINGS", "SETTINGS_BYTES", "chapter_order", "load",
    "picture", "read_text", "source_file",
]  # fmt: skip


# Loaded when first asked for: who only reads files needs none of it, and a book without pictures no
# Pillow.
def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(
            import_module(f"duben.manuscript.{'pictures' if name == 'Picture' else 'loading'}"),
            name,
        )
    raise AttributeError(f"module 'duben.manuscript' has no attribute {name!r}")

"""Our templates and styles, with those of a book and its theme laid over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from duben.layout.editions import EDITIONS

# The first line of a style that takes the place of ours, which it is laid over else.
REPLACE = re.compile(r"\ufeff?\s*/\*\s*duben:\s*replace\s*\*/")
IMPORT = re.compile(r"@import\b[^;]*;", re.IGNORECASE)
# Names a character set for a whole file; in the midst of one it is a fault (CSS Syntax 3, 3.2).
CHARSET = re.compile(r'\ufeff?@charset "[^"]*";\n?')


@cache
def shipped_folder(kind: str) -> Path:
    """Our folder of ``templates`` or ``styles``: packed with us, or at the top of a checkout."""
    packed = Path(__file__).parents[1] / kind
    return packed if packed.is_dir() else Path(__file__).parents[3] / kind


def stylesheet(name: str, own: Mapping[str, str] | None = None) -> str:
    """The text of a style sheet: ours, and over it that of the book and its theme.

    One whose first line is ``/* duben: replace */`` takes the place of those below it.
    """
    folder = shipped_folder("styles")
    texts = [(own or {}).get(name, "")]
    if not any(texts) or (folder / name).is_file():  # a form of the book's own has its sheet alone
        texts.append((folder / name).read_text("utf-8"))
    highest = next((at for at, text in enumerate(texts) if replaces_ours(text)), len(texts) - 1)
    lowest, *laid_over = (text for text in reversed(texts[: highest + 1]) if text)
    # An @import counts at the head of a sheet alone; there it is refused in words.
    imports = "".join(rule for text in laid_over for rule in IMPORT.findall(text))
    charset = CHARSET.match(lowest) if imports else None
    head = charset.end() if charset else 0
    lowest = lowest[:head] + imports + lowest[head:]
    return "\n".join((lowest, *(CHARSET.sub("", text, count=1) for text in laid_over)))


def replaces_ours(text: str) -> bool:
    """Whether a style sheet says that it takes the place of ours."""
    return REPLACE.match(text) is not None


def shipped_stylesheet(name: str) -> str:
    """Our text of a style sheet; "" where we have none of that name."""
    try:
        return stylesheet(name)
    except FileNotFoundError:
        return ""


def promised_looks() -> frozenset[str]:
    """The templates and styles that a book may have of its own, such as "styles/text.css"."""
    folder = shipped_folder("templates")
    templates = [folder / "blocks.html", *(folder / "paper").glob("*.html")]
    templates += [*(folder / "epub").glob("*.xhtml"), folder / "epub" / "toc.ncx"]
    styles = {name for edition in EDITIONS.values() for name in edition.styles} | {"ebook.css"}
    return frozenset(
        [f"templates/{path.relative_to(folder).as_posix()}" for path in templates]
        + [f"styles/{name}" for name in styles]
    )


@cache
def book_words(language: str, of: str = "") -> Mapping[str, str]:
    """The words that a book prints beside the author's, by name, in its ``language``; those of
    ``of`` "revision" describe a revision. A language that we have no words for gets zh-Hans.
    """
    tables = tomllib.loads((shipped_folder("templates") / of / "words.toml").read_text("utf-8"))
    return tables.get(language, tables["zh-Hans"])

"""The book's own templates and styles: where in them something stands, and what they may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from duben.model import SourceLocation

# Templates that arrange the whole body, and what in a style looks beyond a chapter.
BODY_TEMPLATES = ("paper/body.html", "paper/page.html")
BEYOND = re.compile(
    r"\.chapter|\bsection\b|\.heads|:nth-|:(first|last|only)-|counter-(increment|reset|set)|counters?\(\s*pages|target-|string-set"
    r"|@page[^{]*:(first|nth|blank)"
)
# The number of its page in a text; in the margins of a page it is laid over later.
PAGE_RULE = re.compile(r"@page[^{}@]*\{(?:[^{}]|\{[^{}]*\})*\}")
PAGE_COUNTER = re.compile(r"counters?\(\s*page\b")
# 0, large and negative values, and what reckons with them.
DOUBTFUL_VALUE = re.compile(
    r"[: (,-]0(?![.0-9])|[0-9]{4}|[0-9]e[0-9]|: ?-[0-9.]|calc|scale|matrix", re.IGNORECASE
)
# The template of the front matter, and what in a style looks from its first two pages to the
# others.
FRONT_TEMPLATE = "paper/front.html"
BEYOND_TITLE = re.compile(
    r"\.(title-page|colophon)[^{},]*[~+]|[~+]\s*\.(contents|history|pages-table)"
)
# Signs that a style sets before or behind a text.
CONTENT_SIGNS = re.compile(r"content\s*:[^;}]*[\"'(]")
EBOOK_FILES = ("templates/epub/", "styles/ebook.css")


def book_overrides(
    templates: Mapping[str, str] | None, styles: Mapping[str, str] | None
) -> dict[str, str]:
    """The book's own templates and styles: their text by the name that the author knows, such as
    styles/text.css.
    """
    return {f"templates/{name}": text for name, text in (templates or {}).items()} | {
        f"styles/{name}": text for name, text in (styles or {}).items()
    }


def paper_overrides(files: Mapping[str, str]) -> dict[str, str]:
    """Those of ``files`` that may have a part in a PDF."""
    return {name: text for name, text in files.items() if not name.startswith(EBOOK_FILES)}


def ebook_overrides(files: Mapping[str, str]) -> dict[str, str]:
    """Those of ``files`` that may have a part in an EPUB."""
    return {
        name: text
        for name, text in files.items()
        if name == "styles/ebook.css"
        or name.startswith("templates/")
        and not name.startswith("templates/paper/")
    }


def locate_text(
    files: Mapping[str, str], sought: Iterable[str], likely: Iterable[str] = ()
) -> SourceLocation | None:
    """The first line that holds one of the texts, as they are or escaped, in any case; the likely
    files come first.
    """
    names = [*(name for name in dict.fromkeys(likely) if name in files), *files]
    texts = {name: files[name].lower() for name in names}
    forms = (form.lower() for string in sought if string for form in (string, escape(string)))
    for text in dict.fromkeys(forms):
        for name in names:
            if (at := texts[name].find(text)) >= 0:
                return SourceLocation(name, texts[name].count("\n", 0, at) + 1)
    return None


def locate_cause(
    files: Mapping[str, str], sought: Iterable[str], likely: Iterable[str]
) -> SourceLocation | None:
    """The line that holds one of the texts, else the head of the first of the likely files that the
    book has.
    """
    likely = list(likely)
    return locate_text(files, sought, likely) or next(
        (SourceLocation(name) for name in likely if name in files), None
    )


def _own_lines(text: str, ours: str) -> Iterator[tuple[int, str]]:
    """The lines of a style, with their numbers, that do not stand in ours."""
    known = set(ours.split("\n"))
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line not in known)


def locate_doubtful_value(files: Mapping[str, str], ours: Callable[[str], str]) -> SourceLocation:
    """The line of the styles that most likely holds a value with which nothing can be reckoned;
    else the head of the last file.

    ``ours`` gives our text of a style: lines that stand there too are not to blame.
    """
    lines = []
    for name, text in files.items():
        if name.startswith("styles/"):
            lines += [
                (SourceLocation(name, number), line)
                for number, line in _own_lines(text, ours(name.removeprefix("styles/")))
                if line.strip()
            ]
    return next(
        (place for place, line in lines if DOUBTFUL_VALUE.search(line)),
        lines[0][0] if lines else SourceLocation(list(files)[-1]),
    )


def separable(
    templates: Mapping[str, str], styles: Mapping[str, str], ours: Callable[[str], str]
) -> bool:
    """Whether chapters look the same when each is composed apart.

    ``ours`` gives our text of a style: a line that stands there too is known not to look beyond its
    chapter.
    """
    if any(name in templates for name in BODY_TEMPLATES):
        return False
    for name, text in styles.items():
        if f"styles/{name}".startswith(EBOOK_FILES):
            continue
        if PAGE_COUNTER.search(text) and PAGE_COUNTER.search(PAGE_RULE.sub("", text)):
            return False
        if BEYOND.search(text) and any(
            BEYOND.search(line) for _, line in _own_lines(text, ours(name))
        ):
            return False
    return True


def overrides_add_text(
    templates: Mapping[str, str], styles: Mapping[str, str], ours: Callable[[str], str]
) -> bool:
    """Whether text may stand among that of the book that is not in its source: a template or a
    style brings it.

    ``ours`` as ``separable`` has it; what a style says in the margins of a page stands apart from
    the text.
    """
    return bool(templates) or any(
        CONTENT_SIGNS.search(line)
        for name, text in styles.items()
        if f"styles/{name}" not in EBOOK_FILES
        for _, line in _own_lines(PAGE_RULE.sub("", text), ours(name))
    )


def front_separable(
    templates: Mapping[str, str], styles: Mapping[str, str], ours: Callable[[str], str]
) -> bool:
    """Whether title page and imprint look the same when they are composed apart from the rest of
    the front matter.
    """
    return (
        FRONT_TEMPLATE not in templates
        and not any(map(BEYOND_TITLE.search, styles.values()))
        and separable(templates, styles, ours)
    )

"""A book's own templates and styles: what the renderer does not take of them, and whose fault it is
when a page cannot be made.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import lazy_loader

from duben import composer, layout
from duben.cache import Cache, NullCache
from duben.model import BookError, Problem, SourceLocation, from_plain, problem, to_plain, warning

if TYPE_CHECKING:
    from duben.publish.worker.rendering import RenderRequest

jinja2 = lazy_loader.load("jinja2")  # loaded long before where a template is at fault

PLACE = re.compile(r"\bat ([0-9]{1,9}):([0-9]{1,9})")  # as WeasyPrint's warnings name it


@contextmanager
def own_style_errors(
    request: RenderRequest, store: Cache | None = None
) -> Iterator[tuple[Problem, ...]]:
    """Turns what a template or style of the book's own brings about into a problem of the text,
    with its place; gives what is to be told of them before.
    """
    warnings = _sizes_that_no_page_holds(request, store or NullCache())
    if any(problem.fatal for problem in warnings):
        raise BookError(warnings)
    try:
        yield warnings
    except (BookError, MemoryError):
        raise
    except Exception as error:
        if cause := _own_fault(error, request):
            raise BookError(cause) from error
        raise


def _sizes_that_no_page_holds(request: RenderRequest, store: Cache) -> tuple[Problem, ...]:
    if not request.styles:
        return ()
    names = [
        layout.EDITIONS[name].pages_of or name for name in (layout.ORDINARY, *request.editions)
    ]
    settings = request.book.settings
    rows = [layout.sized_edition(name, settings) for name in dict.fromkeys(names)]
    folded = any(layout.EDITIONS[name].imposition == "booklet" for name in request.editions)
    return _cached_problems(
        lambda: layout.check_css_limits(request.styles, rows, folded),
        store,
        "unfit",
        request.styles,
        rows,
        folded,
    )


def _own_fault(error: Exception, request: RenderRequest) -> Problem | None:
    """What of the book's own made this error; None where all is ours."""
    if place := _template_place(error, request.templates):
        kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
        reason = f"{kind}{error}".splitlines() or [type(error).__name__]
        name = place.file.removeprefix("templates/")
        return problem("template-broken", place, name=name, reason=reason[0][:200])
    files = layout.book_overrides(request.templates, request.styles)
    if not files or isinstance(error, jinja2.TemplateError):
        return None
    # Our own looks are tested; values that no page can hold come from theirs.
    place = layout.locate_doubtful_value(files, shipped_style)
    return problem("own-looks", place, names=", ".join(files)[:200], detail=traceback.format_exc())


def _template_place(error: Exception, own: Mapping[str, str]) -> SourceLocation | None:
    """Which template of the book's own is at fault, and in which line; None where it is none."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    if isinstance(error, jinja2.TemplateSyntaxError) and name in own:
        return SourceLocation(f"templates/{name}", line or 1)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        name = frame.filename.removeprefix("<templates/").removesuffix(">")
        if frame.filename == f"<templates/{name}>" and name in own:
            return SourceLocation(f"templates/{name}", frame.lineno or 1)
    if isinstance(error, jinja2.TemplateError) and own:
        # Where nothing else tells: the one that the message names, else the first.
        return SourceLocation(
            f"templates/{next((name for name in own if name in str(error)), next(iter(own)))}"
        )
    return None


def shipped_style(name: str) -> str:
    """Our text of a style sheet for paper; "" where only the book has one of that name."""
    return layout.shipped_stylesheet(name) if name in _style_names() else ""


def replacing_styles(request: RenderRequest, faults: Iterable[Problem]) -> Iterator[Problem]:
    """The styles that take the place of ours, where the pages made with them are not right."""
    if any(fault.fatal for fault in faults):
        for name, text in sorted(request.styles.items()):
            if layout.replaces_ours(text):
                yield warning("own-replaces", SourceLocation(f"styles/{name}"))


def _style_names() -> set[str]:
    """The style sheets for paper."""
    return {name for edition in layout.EDITIONS.values() for name in edition.styles}


def ignored_declarations(
    styles: Mapping[str, str], store: Cache | None = None
) -> tuple[Problem, ...]:
    """What the renderer does not take of the book's own style sheets for paper, line by line."""
    if not styles:
        return ()
    return _cached_problems(
        lambda: _ignored_declarations(styles), store or NullCache(), "own styles", styles
    )


def _ignored_declarations(styles: Mapping[str, str]) -> Iterator[Problem]:
    import weasyprint  # 0.3 s, for the process that renders alone

    class RefusingFetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:
            raise ValueError(url)

    composer.install()  # or its own properties were unknown
    for name in sorted(_style_names() & styles.keys()):
        with _weasyprint_warnings() as messages:
            weasyprint.CSS(string=styles[name], url_fetcher=RefusingFetcher())
        for text in dict.fromkeys(messages):
            if match := PLACE.search(text):
                what = text[: match.start()] + text[match.end() :]
                yield warning(
                    "style-ignored",
                    SourceLocation(f"styles/{name}", int(match[1]), int(match[2])),
                    what=what.replace(" , ", ", ").strip()[:200],
                )


@contextmanager
def _weasyprint_warnings() -> Iterator[list[str]]:
    """The list in which WeasyPrint's warnings are gathered."""
    messages: list[str] = []
    handler, logger = logging.Handler(logging.WARNING), logging.getLogger("weasyprint")
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)


def _cached_problems(
    find: Callable[[], Iterable[Problem]], store: Cache, *inputs: object
) -> tuple[Problem, ...]:
    """The problems that were found before in these inputs, or are now."""
    if entry := store.get(*inputs):
        return from_plain(tuple[Problem, ...], entry[0])
    problems = tuple(find())
    store.put(to_plain(tuple[Problem, ...], problems), b"", *inputs)
    return problems

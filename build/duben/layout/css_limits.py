"""Lengths in the book's own style sheets that no page can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color4 import parse_color

from duben.layout.editions import A4_LEAF, A5_LEAF, EDITIONS, Edition
from duben.model import Problem, SourceLocation, problem, warning

PT = {"px": 0.75, "pt": 1, "pc": 12, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6}
EM = 10.5
RELATIVE = frozenset(("em", "rem", "ex", "ch", "ic", "lh", "rlh"))
LARGEST_LENGTH, SMALLEST_LENGTH = 200_000.0, 0.001  # pt
LEAST_LETTER = 1.5  # pt: nobody reads smaller ones
LEAST_ALPHA, PAPER_LIGHT = 0.1, 0.95  # of a colour, 0 to 1: less is not seen, more is paper
MEDIA = frozenset(("print", "all"))
PAGE_LIMITS = (50.0, 14_400.0)  # pt: of a page; no PDF reader shows a larger one
# 汉字 that a line must hold: on the imprint, which has the code of the book, and elsewhere.
IMPRINT_CHARACTERS, LINE_CHARACTERS = 17, 5
SIDES = ("top", "right", "bottom", "left")
# Which of one, two, three or four lengths of ``margin`` is that of each side (CSS 2.2, 8.3).
MARGIN_SIDES = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
Margins = dict[str, tuple[float, SourceLocation]]  # of each side: pt, and where that is said


def check_css_limits(
    styles: Mapping[str, str], editions: Iterable[Edition], folded: bool = False
) -> Iterator[Problem]:
    """The errors and warnings of the book's own style sheets (name → text) that these editions
    use: lengths that are too large or too small, divisions by zero, margins that leave no room;
    where sheets are ``folded``, pages that are not half of one.
    """
    editions = tuple(editions)
    sources = {row.pages_of for row in EDITIONS.values() if folded and row.imposition == "booklet"}
    halves = [edition for edition in editions if edition.name in sources]
    for name in sorted({name for edition in editions for name in edition.styles} & styles.keys()):
        yield from _check_values(_rules(styles[name]), f"styles/{name}", False)
        for _, declaration in _pages(styles[name]):
            if declaration.lower_name == "size" and any(
                0 <= length < PAGE_LIMITS[0] or PAGE_LIMITS[1] < length <= LARGEST_LENGTH
                for length in _lengths(declaration.value)
            ):
                yield _style_problem("paper", _location(name, declaration), declaration.value)
            elif declaration.lower_name == "size" and (
                other := [
                    row
                    for row in halves
                    if name in row.styles and not _is_half(declaration.value, row)
                ]
            ):
                place, page = _location(name, declaration), other[0].page_size.name("zh-Hans")
                yield _style_problem("folded", place, declaration.value, page=page)
        for declaration in _declarations(_rules(styles[name])):
            if declaration.lower_name != "font-size":
                continue
            across = min(edition.across for edition in editions if name in edition.styles)
            for length in _lengths(declaration.value):
                place = _location(name, declaration)
                if length < LEAST_LETTER:
                    yield warning("style-nothing", place, value=_css_text(declaration.value))
                elif LARGEST_LENGTH >= length > across:
                    yield _style_problem("letter", place, declaration.value, page=round(across))
        for declaration in _colors_of_paper(_rules(styles[name])):
            place = _location(name, declaration)
            yield warning("style-unseen", place, value=_css_text(declaration.value))
    for edition in editions:
        yield from _check_margins(edition, styles)


def _colors_of_paper(rules: Iterable[Any]) -> Iterator[Any]:
    """The declarations of rules that give letters the colour of paper, or none, and no ground."""
    for rule in rules:
        if rule.type not in ("qualified-rule", "at-rule") or rule.content is None:
            continue
        inside = tinycss2.parse_blocks_contents(rule.content)
        yield from _colors_of_paper(inside)
        own = [each for each in inside if each.type == "declaration"]
        if not any(each.lower_name.startswith("background") for each in own):
            yield from (
                each for each in own if each.lower_name == "color" and _is_of_paper(each.value)
            )


def _is_of_paper(value: Iterable[Any]) -> bool:
    shown = [token for token in value if token.type != "whitespace"]
    color = parse_color(shown[0]) if len(shown) == 1 else None
    if color is None or color == "currentcolor":
        return False
    return bool(color.alpha < LEAST_ALPHA or min(color.to("srgb").coordinates) > PAPER_LIGHT)


def _is_half(size: Iterable[Any], edition: Edition) -> bool:
    """Whether pages of this size are those of an edition that is folded."""
    lengths = _lengths(size)
    if lengths:
        return (
            len(lengths) == 2
            and abs(lengths[0] - edition.across) < 1
            and abs(lengths[1] - edition.down) < 1
        )
    names = {token.lower_value for token in size if token.type == "ident"} - {"portrait"}
    return names == {"".join(edition.leaf).lower()} and edition.leaf in (A5_LEAF, A4_LEAF)


def _style_problem(
    kind: str, place: SourceLocation, value: Iterable[Any], **more: object
) -> Problem:
    return problem(f"style-{kind}", place, value=_css_text(value), **more)


def _check_values(tokens: Iterable[Any], file: str, reckoned: bool) -> Iterator[Problem]:
    """Lengths beyond all measure, and what is divided by 0; ``reckoned``: in a calc()."""
    before = None
    for token in tokens:
        length = _length(token)
        if length is not None and (
            abs(length) > LARGEST_LENGTH or 0 < abs(length) < SMALLEST_LENGTH
        ):
            yield _style_problem(
                "large" if abs(length) > 1 else "small",
                SourceLocation(file, token.source_line, token.source_column),
                [token],
            )
        elif reckoned and before == "/" and getattr(token, "value", None) == 0:
            yield _style_problem(
                "divided", SourceLocation(file, token.source_line, token.source_column), [token]
            )
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _check_values(
                inner, file, reckoned or getattr(token, "lower_name", "") == "calc"
            )
        before = before if token.type in ("whitespace", "comment") else token


@lru_cache(maxsize=8)
def _parse(text: str) -> tuple[Any, ...]:
    """The rules of a sheet, parsed once for all that looks at them."""
    return tuple(tinycss2.parse_stylesheet(text))


def _rules(text: str) -> list[Any]:
    """The rules of a sheet, but for those of other media than paper: nothing is made of them."""
    return [
        rule
        for rule in _parse(text)
        if not (
            rule.type == "at-rule"
            and rule.lower_at_keyword == "media"
            and MEDIA.isdisjoint(getattr(token, "lower_value", "") for token in rule.prelude)
        )
    ]


def _declarations(rules: Iterable[Any]) -> Iterator[Any]:
    """All declarations of style rules, in whatever they stand."""
    for rule in rules:
        if rule.type == "declaration":
            yield rule
        elif rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            yield from _declarations(tinycss2.parse_blocks_contents(rule.content))


def _pages(text: str) -> Iterator[tuple[str, Any]]:
    """The declarations for pages, each with the selector of its pages."""
    for rule in _parse(text):
        if rule.type == "at-rule" and rule.lower_at_keyword == "page" and rule.content is not None:
            selector = tinycss2.serialize(rule.prelude).strip()
            yield from (
                (selector, declaration)
                for declaration in tinycss2.parse_blocks_contents(rule.content)
                if declaration.type == "declaration"
            )


def _check_margins(edition: Edition, styles: Mapping[str, str]) -> Iterator[Problem]:
    """Margins that leave too little of the pages of an edition."""
    pages: dict[str, Margins] = {}
    for name in edition.styles:
        for selector, declaration in _pages(styles.get(name, "")):
            pages.setdefault(selector, {}).update(_margins(name, declaration))
    least = min(edition.inner, edition.outer)
    for selector, margins in pages.items():
        lengths = {side: length for side, (length, _) in (pages.get("", {}) | margins).items()}
        across = edition.across - lengths.get("left", least) - lengths.get("right", least)
        down = edition.down - lengths.get("top", 0) - lengths.get("bottom", 0)
        imprint = not edition.document and (selector.startswith((":", "plain")) or not selector)
        for direction, room, sides, limit in (
            (
                "across",
                across / edition.size,
                ("left", "right"),
                IMPRINT_CHARACTERS if imprint else LINE_CHARACTERS,
            ),
            ("down", down / edition.step, ("top", "bottom"), LINE_CHARACTERS),
        ):
            if room < limit and (causes := [margins[side] for side in sides if side in margins]):
                yield problem(
                    f"style-margins-{direction}",
                    max(causes, key=lambda margin: margin[0])[1],
                    edition=edition.name,
                    room=max(0, int(room)),
                    most=limit,
                )


def _margins(name: str, declaration: Any) -> Margins:
    """What a declaration says of the margins of a page."""
    lengths, place = _lengths(declaration.value), _location(name, declaration)
    if declaration.lower_name == "margin" and len(lengths) in MARGIN_SIDES:
        return {
            side: (lengths[index], place)
            for side, index in zip(SIDES, MARGIN_SIDES[len(lengths)], strict=True)
        }
    return {
        side: (lengths[0], place)
        for side in SIDES
        if declaration.lower_name == f"margin-{side}" and len(lengths) == 1
    }


def _lengths(tokens: Iterable[Any]) -> list[float]:
    """The lengths among the tokens, pt."""
    return [length for token in tokens if (length := _length(token)) is not None]


def _length(token: Any) -> float | None:
    """A length in pt; a plain 0 is one too."""
    if token.type == "dimension":
        unit = token.lower_unit
        return token.value * PT.get(unit, EM) if unit in PT or unit in RELATIVE else None
    return 0.0 if token.type == "number" and not token.value else None


def _location(name: str, declaration: Any) -> SourceLocation:
    """Where in a style sheet a declaration stands."""
    return SourceLocation(f"styles/{name}", declaration.source_line, declaration.source_column)


def _css_text(tokens: Iterable[Any]) -> str:
    """Tokens as CSS, 60 characters at most."""
    return tinycss2.serialize(tokens).strip()[:60]

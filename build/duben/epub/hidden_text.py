"""Text of an EPUB that a style sheet of the book's own would hide: the gate reads the files, and a
reader would see nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import cssselect2
import tinycss2
import tinycss2.color4

from duben.epub.package_files import XHTML, PackageFile
from duben.model import Problem, SourceLocation, problem

OWN_SHEET = "styles/ebook.css"
NAMESPACES = {"epub": "http://www.idpf.org/2007/ops"}
# Values of less than this are nothing that can be read: an opacity, a font size in em, a scale.
LEAST_SHARE = 0.1
LEAST_LENGTHS = {"px": 2.0, "pt": 1.5, "em": 0.1, "rem": 0.1, "ex": 0.2, "%": 10.0}
# Text moved so far stands beside the page, in each unit.
FAR_LENGTHS = {"px": 1000.0, "pt": 750.0, "em": 60.0, "rem": 60.0, "%": 100.0, "vw": 100.0, "vh": 100.0}  # fmt: skip  # noqa: E501
MOVES = ("text-indent", "left", "right", "top", "bottom", "margin-left", "margin-inline-start", "margin-top")  # fmt: skip  # noqa: E501
SCALE = re.compile(r"scale[xy]?\(\s*0*\.?0")
CLIP = re.compile(r"inset\(\s*(5[0-9]|[6-9][0-9]|100)|circle\(\s*0|polygon\(\s*0 0\s*\)")


@dataclass(frozen=True, slots=True)
class CascadedValue:
    """The value that a property has for an element, and the line of the book's own sheet that says
    so; None where ours does.
    """

    rank: tuple[bool, Any, int]
    tokens: Sequence[Any]
    line: int | None


def hidden_text_problems(
    files: Iterable[PackageFile], ours: str, own: str, blocks: Set[str]
) -> list[Problem]:
    """One problem for each line of the book's own ebook.css that hides text of ``blocks`` (ids), or
    of the title page, with how many of them. Rules for print alone are left out.
    """
    matcher = cssselect2.Matcher()
    _add_rules(matcher, ours, own=False)
    _add_rules(matcher, own, own=True)
    texts: dict[int, list[str]] = {}
    for file in files:
        if file.media_type == XHTML:
            tree = ElementTree.fromstring(file.data)  # noqa: S314 - the gate has seen it
            root = cssselect2.ElementWrapper.from_xml_root(tree)
            for line, text in _hidden_texts(root, matcher, blocks, None):
                texts.setdefault(line, []).append(text)
    return [
        problem(
            "epub-hidden", SourceLocation(OWN_SHEET, line), text=found[0][:30], count=len(found)
        )
        for line, found in sorted(texts.items())
    ]


def _add_rules(matcher: Any, sheet: str, own: bool) -> None:
    for rule in _style_rules(tinycss2.parse_stylesheet(sheet, True, True)):
        declarations = [
            each
            for each in tinycss2.parse_blocks_contents(rule.content, True, True)
            if each.type == "declaration" and each.lower_name in HIDING
        ]
        if not declarations:
            continue
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude, NAMESPACES)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, (own, declarations))


def _style_rules(rules: Iterable[Any]) -> Iterator[Any]:
    """The rules of a sheet, those in @media, @supports and @layer with them."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None:
            condition = tinycss2.serialize(rule.prelude).strip().lower()
            if rule.lower_at_keyword in ("media", "supports", "layer") and condition != "print":
                yield from _style_rules(tinycss2.parse_rule_list(rule.content, True, True))


def _hidden_texts(
    element: Any, matcher: Any, blocks: Set[str], hidden: int | None
) -> Iterator[tuple[int, str]]:
    """(line of the own sheet, text) of each block below an element that is not seen. ``hidden`` is
    the line that hides the element around it.
    """
    hidden = _hiding_line(element, matcher) or hidden
    node = element.etree_element
    if hidden and (node.get("id") in blocks or node.get("id") == "book-title"):
        if text := "".join("".join(node.itertext()).split()):
            yield hidden, text
        return
    for child in element.iter_children():
        yield from _hidden_texts(child, matcher, blocks, hidden)


def _hiding_line(element: Any, matcher: Any) -> int | None:
    values: dict[str, CascadedValue] = {}
    for specificity, order, _, (own, declarations) in matcher.match(element):
        for declaration in declarations:
            rank = (declaration.important, specificity, order)
            earlier = values.get(declaration.lower_name)
            if earlier is None or rank >= earlier.rank:
                line = declaration.source_line if own else None
                values[declaration.lower_name] = CascadedValue(rank, declaration.value, line)
    if "overflow" not in values or _words(values["overflow"].tokens).startswith("visible"):
        for name in ("height", "max-height", "width", "max-width"):
            values.pop(name, None)
    return next(
        (value.line for name, value in values.items() if value.line and HIDING[name](value.tokens)),
        None,
    )


def _words(tokens: Sequence[Any]) -> str:
    return str(tinycss2.serialize(tokens)).strip().lower()


def _is_one_of(*words: str) -> Callable[[Sequence[Any]], bool]:
    return lambda tokens: _words(tokens) in words


def _is_tiny(tokens: Sequence[Any]) -> bool:
    """Whether a value is a number or a length that shows nothing."""
    values = [token for token in tokens if token.type in ("number", "dimension", "percentage")]
    if len(values) != 1:
        return False
    (value,) = values
    unit = "%" if value.type == "percentage" else getattr(value, "lower_unit", "")
    return 0 <= value.value < LEAST_LENGTHS.get(unit, LEAST_SHARE)


def _is_far(tokens: Sequence[Any]) -> bool:
    """Whether a value moves a text off its page."""
    return any(
        abs(token.value) >= FAR_LENGTHS.get(getattr(token, "lower_unit", "%"), float("inf"))
        for token in tokens
        if token.type in ("dimension", "percentage")
    )


def _is_transparent(tokens: Sequence[Any]) -> bool:
    shown = [token for token in tokens if token.type != "whitespace"]
    color = tinycss2.color4.parse_color(shown[0]) if len(shown) == 1 else None
    return color not in (None, "currentcolor") and color.alpha < LEAST_SHARE


HIDING: dict[str, Callable[[Sequence[Any]], bool]] = {
    "display": _is_one_of("none"),
    "visibility": _is_one_of("hidden", "collapse"),
    "content-visibility": _is_one_of("hidden"),
    "opacity": _is_tiny,
    "font-size": _is_tiny,
    "scale": _is_tiny,
    "color": _is_transparent,
    "-webkit-text-fill-color": _is_transparent,
    "clip-path": lambda tokens: CLIP.search(_words(tokens)) is not None,
    "transform": lambda tokens: SCALE.search(_words(tokens)) is not None,
    "overflow": lambda tokens: False,
    **dict.fromkeys(("height", "max-height", "width", "max-width"), _is_tiny),
    **dict.fromkeys(MOVES, _is_far),
}

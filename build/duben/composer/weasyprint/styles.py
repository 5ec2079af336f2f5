"""Styles of elements and pseudo-elements that no rule tells apart are worked out once.

WeasyPrint shares styles too, but gives each element with an id a declaration of its own, so that no
two paragraphs of a book have the same. Here the id is laid over the style that they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from math import inf
from types import SimpleNamespace
from typing import Any
from weakref import ref

from weasyprint import css, html
from weasyprint.css import ComputedStyle, StyleFor

_find_style_attributes = css.find_style_attributes
_init = StyleFor.__init__
_set_computed_styles = StyleFor.set_computed_styles

# Those that WeasyPrint's own sheet gives to every element, though only items, notes and their calls
# have one.
_LATER = frozenset(
    ("marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
)
# Attributes that say nothing of a style where no rule looks at them.
_SILENT = frozenset(("id", "class", "href", "title", "role"))
_UNQUOTED = frozenset('"\\\n\r\f')
_HINT = 0, 0, 0  # the specificity of what an attribute says


class Anchored(ComputedStyle):
    """A style that many elements share, with the anchor of one of them."""

    def __init__(self, shared: Any, anchor: str) -> None:
        # What is remembered of a style (faces, used values) is remembered of all.
        self.__dict__ = shared.__dict__
        self._composer_shared = shared
        self["anchor"] = anchor

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._composer_shared[key]
        return value


def find_style_attributes(
    tree: Any, presentational_hints: bool = False, base_url: str | None = None
) -> Iterator[Any]:
    """The declarations that attributes of elements stand for, as WeasyPrint's function of that name
    yields them; not those of ids, which are laid over styles later.
    """
    for element in tree.iter():
        if not _is_plain(element):
            yield from _find_style_attributes(
                SimpleNamespace(iter=lambda element=element: (element,)),
                presentational_hints,
                base_url,
            )


def _is_plain(element: Any) -> bool:
    """Whether nothing but the id, if any, of an element says anything of its style beside the
    rules.
    """
    attributes = element.attrib
    return (
        element.tag not in ("center", "hr")
        and all(name in _SILENT or name.startswith("data-") for name in attributes)
        and _UNQUOTED.isdisjoint(attributes.get("id", ""))
    )


@cache
def own_sheet() -> tuple[Any, dict[str, dict[str, Any]]]:
    """WeasyPrint's sheet for HTML without the rules for each of these pseudo-elements, and what
    those say.
    """
    sheet, matcher = copy(html.UA_STYLESHEET), copy(html.UA_STYLESHEET.matcher)
    rules: dict[str, dict[str, Any]] = {}
    for _, specificity, _, pseudo, (declarations, _) in matcher.other_selectors:
        if pseudo in _LATER:
            for name, value, important in declarations:
                weight = css.declaration_precedence("user agent", important), inf, specificity
                rules.setdefault(pseudo, {})[name] = value, weight
    matcher.other_selectors = [row for row in matcher.other_selectors if row[3] not in _LATER]
    sheet.matcher = matcher
    return sheet, rules


class _Styles(dict[Any, Any]):
    """The computed styles of a document; those of pseudo-elements that few elements have come when
    they are asked for.
    """

    def __init__(self, styles: dict[Any, Any], compute: Callable[[Any, str], None]) -> None:
        super().__init__(styles)
        self.compute = compute

    def get(self, key: Any, default: Any = None) -> Any:
        """The style of (element, pseudo-element), or the default if there is none."""
        computed = super().get(key)
        if computed is None and key[1] in _LATER and (key[0], None) in self:
            self.compute(*key)
            computed = self[key]
        return default if computed is None else computed


def init(
    style_for: Any,
    document: Any,
    sheets: Any,
    presentational_hints: bool,
    font_config: Any,
    target_collector: Any,
) -> None:
    """Compute the styles of a document, and lay ids over those that elements share."""
    style_for._composer_later = any(sheet is html.UA_STYLESHEET for sheet, _, _ in sheets)
    ours = {id(html.UA_STYLESHEET): own_sheet()[0]}
    sheets = [(ours.get(id(sheet), sheet), *how) for sheet, *how in sheets]
    _init(style_for, document, sheets, presentational_hints, font_config, target_collector)
    root, cascaded, itself = document.etree_element, style_for.get_cascaded_styles(), ref(style_for)
    if font_config:
        font_config._composer_text = "".join(
            map(str, root.itertext())
        )  # for faces, which shape what it has

    def compute(element: Any, pseudo: str) -> None:
        cascaded[element, pseudo] = {}
        itself().set_computed_styles(  # type: ignore[union-attr]
            element, element, root, pseudo, document.base_url, target_collector
        )
        del cascaded[element, pseudo]

    styles = style_for.get_computed_styles()
    if style_for._composer_later:
        styles = style_for._computed_styles = _Styles(styles, compute)
    hint = css.declaration_precedence("author", False), inf, _HINT
    for element in root.iter():
        if (name := element.get("id")) and _is_plain(element):
            shared = styles[element, None]
            own = shared.cascaded.get("anchor")
            if own is None or own[1] < hint:
                styles[element, None] = Anchored(shared, name)
                if target_collector:
                    target_collector.collect_anchor(name)


def set_computed_styles(
    style_for: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Compute the style of an element or pseudo-element, with the rules of WeasyPrint's own sheet
    that ``own_sheet`` leaves out.
    """
    if pseudo_type in _LATER and style_for._composer_later:
        own = style_for.get_cascaded_styles()[element, pseudo_type]
        for name, value in own_sheet()[1].get(pseudo_type, {}).items():
            own.setdefault(name, value)
    _set_computed_styles(style_for, element, parent, root, pseudo_type, base_url, target_collector)

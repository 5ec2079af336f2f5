"""The composer's properties in WeasyPrint's tables: parsed, inherited and computed as all others
are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import weasyprint
from tinycss2.ast import IdentToken
from weasyprint.css import computed_values, properties as tables
from weasyprint.css.tokens import get_single_keyword
from weasyprint.css.validation import expanders, properties as validators

from duben.composer import properties
from duben.composer.rules import Options

_ua_stylesheets = weasyprint.HTML._ua_stylesheets
_UNSET = ("unset", "revert", "revert-layer")
_WRAPPING = {"nowrap": "normal", "pre": "pre-wrap"}
_NOT_WRAPPING = {"normal": "nowrap", "pre-wrap": "pre", "pre-line": "pre"}


@dataclass(slots=True)
class _State:
    """How a paragraph is set that says nothing itself, and the entries of WeasyPrint's tables that
    were replaced.
    """

    defaults: Options = field(default_factory=Options)
    entries: list[tuple[dict[str, Any], str, Any]] = field(default_factory=list)


_state = _State()


def options_of(style: Any) -> Options:
    """How a paragraph in a computed style is set."""
    known: Options | None = style.__dict__.get("_composer_options")
    if known is None:
        known = _options(tuple(style[name] for name in properties.READ), _state.defaults)
        style.__dict__["_composer_options"] = known
    return known


_options = cache(properties.options)


def set_defaults(defaults: Options, trims_given: bool) -> None:
    """Take over how a paragraph is set that says nothing; ``trims_given``:
    also at its line ends.
    """
    _state.defaults = defaults
    tables.INITIAL_VALUES["text_spacing_trim"] = "auto" if trims_given else "normal"


def enter() -> None:
    """Put the properties into WeasyPrint's tables."""
    for row in properties.PROPERTIES:
        _set_entry(tables.INITIAL_VALUES, row.name.replace("-", "_"), row.initial)
        _set_entry(validators.PROPERTIES, row.name, _validator(row))
        tables.KNOWN_PROPERTIES.add(row.name)
        if row.inherited:
            tables.INHERITED.add(row.name.replace("-", "_"))
    for name, parts, share_out in properties.SHORTHANDS:
        _set_entry(expanders.EXPANDERS, name, _expander(parts, share_out, name != "display"))
    # WeasyPrint has one value for what are white-space-collapse and text-wrap-mode: it is computed
    # from both.
    _set_entry(computed_values.COMPUTER_FUNCTIONS, "white_space", _white_space)
    _set_entry(
        computed_values.COMPUTER_FUNCTIONS,
        "text_emphasis_color",
        computed_values.COMPUTER_FUNCTIONS["column_rule_color"],
    )
    tables.INHERITED.discard("white_space")
    tables.INITIAL_NOT_COMPUTED.add("white_space")


def leave() -> None:
    """Give the tables back as they were."""
    for table, name, value in reversed(_state.entries):
        if value is _MISSING:
            del table[name]
        else:
            table[name] = value
    _state.entries.clear()
    for row in properties.PROPERTIES:
        name = row.name.replace("-", "_")
        if name not in tables.INITIAL_VALUES:
            tables.KNOWN_PROPERTIES.discard(row.name)
            tables.INHERITED.discard(name)
    tables.INHERITED.add("white_space")
    tables.INITIAL_NOT_COMPUTED.discard("white_space")


_MISSING = object()


def _set_entry(table: dict[str, Any], name: str, value: Any) -> None:
    _state.entries.append((table, name, table.get(name, _MISSING)))
    table[name] = value


def _validator(row: properties.Property) -> Callable[[Sequence[Any]], Any]:
    def validate(tokens: Sequence[Any]) -> Any:
        if get_single_keyword(tokens) in _UNSET:
            return "inherit" if row.inherited else "initial"
        return row.grammar(tokens)

    validate.wants_base_url = False  # type: ignore[attr-defined]
    return validate


def _expander(
    parts: tuple[str, ...], share_out: Callable[..., dict[str, Any]], inherited: bool
) -> Callable[..., Any]:
    @expanders.generic_expander(*parts)
    def share_values(tokens: Sequence[Any], name: str) -> Iterator[tuple[str, Any]]:
        yield from share_out(tokens).items()

    def expand(tokens: Sequence[Any], name: str, base_url: str | None) -> Any:
        if get_single_keyword(tokens) in _UNSET:
            word = "inherit" if inherited else "initial"
            tokens = [IdentToken(tokens[0].source_line, tokens[0].source_column, word)]
        return share_values(tokens, name, base_url)

    return expand


def _white_space(style: Any, name: str, value: str) -> str:
    """The computed value: that of the parent or the one given, with the wrapping that ``text-wrap``
    asks for.
    """
    given = getattr(style, "cascaded", {})
    if "white_space" not in given:
        value = style.parent_style["white_space"] if style.parent_style is not None else "normal"
    if "text_wrap_mode" not in given:
        return value
    return (_NOT_WRAPPING if style["text_wrap_mode"] == "nowrap" else _WRAPPING).get(value, value)


def ua_stylesheets(html: weasyprint.HTML, forms: bool = False) -> list[weasyprint.CSS]:
    """WeasyPrint's sheets for HTML, and what the specifications say of ruby and emphasis."""
    return [*_ua_stylesheets(html, forms), _sheet()]


@cache
def _sheet() -> weasyprint.CSS:
    return weasyprint.CSS(string=properties.USER_AGENT_SHEET)

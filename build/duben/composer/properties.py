"""The properties of CSS that the composer honours: their names, grammars, initial values, and what
they ask of a paragraph.

The sources are CSS Text 3 and 4, CSS Text Decoration 4 and CSS Ruby 1. All but ``ruby-display`` are
inherited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import combining

from tinycss2.color5 import parse_color

from duben.composer.rules import Options, Writing

Token = Any  # of tinycss2
Grammar = Callable[[Sequence[Token]], Any]


def _keywords(tokens: Sequence[Token]) -> list[str]:
    """The keywords of a value; none if it has anything else."""
    if all(token.type == "ident" for token in tokens):
        return [token.lower_value for token in tokens]
    return []


def _one_of(words: str, **others: str) -> Grammar:
    """One of some keywords; ``others`` are old names with the keyword that each stands for."""
    known = {word: word for word in words.split()} | {
        name.replace("_", "-"): word for name, word in others.items()
    }

    def parse(tokens: Sequence[Token]) -> str | None:
        found = _keywords(tokens)
        return known.get(found[0]) if len(found) == 1 else None

    return parse


def _some_of(*choices: str, alone: str = "") -> Grammar:
    """At most one keyword of each of some choices, in any order, or one that stands alone."""
    groups = [choice.split() for choice in choices]

    def parse(tokens: Sequence[Token]) -> str | tuple[str, ...] | None:
        words = _keywords(tokens)
        if len(words) == 1 and words[0] in alone.split():
            return words[0]
        taken = [next((word for word in group if word in words), "") for group in groups]
        return (
            tuple(taken)
            if words and len(set(words)) == len(words) == sum(map(bool, taken))
            else None
        )

    return parse


_SHAPES = "dot circle double-circle triangle sesame"
_emphasis_keywords = _some_of("filled open", _SHAPES, alone="none")
_position_keywords = _some_of("over under", "right left", alone="auto")


def _emphasis_style(tokens: Sequence[Token]) -> str | tuple[str, ...] | None:
    """``none``, the fill and the shape of a mark, or ``("string", character)``."""
    if len(tokens) == 1 and tokens[0].type == "string":
        return ("string", _first(tokens[0].value)) if tokens[0].value.strip() else "none"
    words = _emphasis_keywords(tokens)
    if isinstance(words, tuple):
        return words[0] or "filled", words[1] or "circle"
    return words


def _first(text: str) -> str:
    """The first character of a text with what is combined with it."""
    end = next((index for index in range(1, len(text)) if not combining(text[index])), len(text))
    return text[:end]


def _emphasis_position(tokens: Sequence[Token]) -> str | tuple[str, ...] | None:
    """``auto``, or the side of horizontal and of vertical lines."""
    words = _position_keywords(tokens)
    if isinstance(words, tuple):
        return (words[0], words[1] or "right") if words[0] else None
    return words


def _color(tokens: Sequence[Token]) -> Token | None:
    return tokens[0] if len(tokens) == 1 and parse_color(tokens[0]) else None


def _autospace(tokens: Sequence[Token]) -> str | tuple[str, ...] | None:
    """``normal``, ``auto``, ``no-autospace``, or which gaps there are and whether typed spaces
    become such gaps.
    """
    words = _autospace_keywords(tokens)
    if isinstance(words, str):
        return words
    if not words or not words[0]:
        return words and words[1:]
    return (
        ("ideograph-alpha", "ideograph-numeric", "", words[4])
        if words[4] and not any(words[1:4])
        else None
    )


# The first may stand beside the last (w3c/csswg-drafts#13774, 2026-08-19).
_autospace_keywords = _some_of(
    "normal",
    "ideograph-alpha",
    "ideograph-numeric",
    "punctuation",
    "insert replace",
    alone="normal auto no-autospace",
)


_RUBY = "ruby ruby-base ruby-text ruby-base-container ruby-text-container"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its initial value, and the grammar that gives its computed value, or None for an
    invalid one.
    """

    name: str
    initial: Any
    grammar: Grammar
    inherited: bool = True


PROPERTIES = (
    Property("line-break", "auto", _one_of("auto loose normal strict anywhere")),
    Property("word-break", "normal", _one_of("normal keep-all break-all break-word auto-phrase")),
    Property("text-wrap-mode", "wrap", _one_of("wrap nowrap")),
    Property("text-wrap-style", "auto", _one_of("auto balance stable pretty avoid-orphans")),
    Property(
        "text-justify",
        "auto",
        _one_of("auto none inter-word inter-character", distribute="inter-character"),
    ),
    Property(
        "text-spacing-trim",
        "normal",
        _one_of("auto normal space-all space-first trim-start trim-both trim-all"),
    ),
    Property("text-autospace", "normal", _autospace),
    Property(
        "hanging-punctuation",
        "none",
        _some_of("first", "allow-end force-end", "last", alone="none"),
    ),
    Property("text-emphasis-style", "none", _emphasis_style),
    Property("text-emphasis-color", "currentcolor", _color),
    Property("text-emphasis-position", "auto", _emphasis_position),
    # Which part of ruby a box is: WeasyPrint's display has no such values, so they are kept beside
    # it.
    Property("ruby-display", "none", _one_of(f"none {_RUBY}"), inherited=False),
    Property("ruby-position", "alternate", _one_of("alternate over under inter-character")),
    Property("ruby-align", "space-around", _one_of("start center space-between space-around")),
)


def _text_wrap(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    return _shared_out(
        tokens,
        {
            "text-wrap-mode": "wrap nowrap",
            "text-wrap-style": "auto balance stable pretty avoid-orphans",
        },
    )


def _text_spacing(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """``text-spacing: none`` turns all off, ``auto`` stands for both."""
    if _keywords(tokens) in (["none"], ["auto"], ["normal"]):
        word = tokens[0].lower_value
        trim, space = ("space-all", "no-autospace") if word == "none" else (word, word)
        return {
            "text-spacing-trim": [_keyword_at(tokens[0], trim)],
            "text-autospace": [_keyword_at(tokens[0], space)],
        }
    return _shared_out(
        tokens,
        {
            "text-spacing-trim": "space-all space-first trim-start trim-both trim-all",
            "text-autospace": "no-autospace ideograph-alpha ideograph-numeric punctuation insert replace",  # noqa: E501
        },
    )


def _text_emphasis(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    style = [
        token
        for token in tokens
        if token.type == "string"
        or token.type == "ident"
        and token.lower_value in f"none filled open {_SHAPES}".split()
    ]
    color = [token for token in tokens if token not in style]
    return {
        name: part
        for name, part in (("text-emphasis-style", style), ("text-emphasis-color", color))
        if part
    }


def _white_space(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """``white-space`` settles whether text wraps too (CSS Text 4)."""
    mode = "nowrap" if _keywords(tokens) in (["nowrap"], ["pre"]) else "wrap"
    return {"white-space": list(tokens), "text-wrap-mode": [_keyword_at(tokens[0], mode)]}


def _display(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """The values of CSS Ruby 1 are laid out in the line."""
    words = _keywords(tokens)
    if words and words[-1] in _RUBY.split() and words[:-1] in ([], ["inline"]):
        return {"display": [_keyword_at(tokens[0], "inline")], "ruby-display": [tokens[-1]]}
    return {"display": list(tokens)}


def _keyword_at(token: Token, word: str) -> Token:
    """A keyword at the place of a token."""
    return (
        type(token)(token.source_line, token.source_column, word)
        if token.type == "ident"
        else token
    )


def _shared_out(tokens: Sequence[Token], words: Mapping[str, str]) -> dict[str, list[Token]]:
    """The tokens of each property, by its keywords; what belongs to none goes to the first, which
    refuses it.
    """
    shares: dict[str, list[Token]] = {}
    for token in tokens:
        word = token.lower_value if token.type == "ident" else ""
        name = next(
            (name for name, known in words.items() if word in known.split()), next(iter(words))
        )
        shares.setdefault(name, []).append(token)
    return shares


# Shorthands, the properties that each resets, and how its tokens are shared out among them.
SHORTHANDS: tuple[
    tuple[str, tuple[str, ...], Callable[[Sequence[Token]], dict[str, list[Token]]]], ...
] = (
    ("text-wrap", ("text-wrap-mode", "text-wrap-style"), _text_wrap),
    ("text-spacing", ("text-spacing-trim", "text-autospace"), _text_spacing),
    ("text-emphasis", ("text-emphasis-style", "text-emphasis-color"), _text_emphasis),
    ("white-space", ("white-space", "text-wrap-mode"), _white_space),
    ("display", ("display", "ruby-display"), _display),
)

# What the sheets of the specifications say of HTML.
USER_AGENT_SHEET = """
pre, xmp, listing, plaintext { text-spacing-trim: space-all; text-autospace: no-autospace }
ruby { display: ruby }
rb { display: ruby-base; white-space: nowrap }
rt { display: ruby-text }
rbc { display: ruby-base-container }
rtc { display: ruby-text-container }
rt, rtc { font-size: 50%; line-height: 1; text-emphasis: none; text-indent: 0; white-space: nowrap; text-align: start }
rtc > rt { font-size: 100% }
"""  # noqa: E501

_PAIRS = {"squeeze_pairs": True, "squeeze_wide_spaces": True}
_ALL_STARTS = {"trim_start": True, "trim_first_start": True, "trim_indented_start": True}
_TRIMS: dict[str, dict[str, Any]] = {
    "space-all": {
        "squeeze_pairs": False,
        "trim_end": "never",
        "trim_start": False,
        "mark_shrink": 0.0,
    },
    "normal": {**_PAIRS, "trim_end": "fit", "trim_start": False},
    "space-first": {**_PAIRS, "trim_end": "fit", "trim_start": True, "trim_first_start": False},
    "trim-start": {**_PAIRS, "trim_end": "fit", **_ALL_STARTS},
    "trim-both": {**_PAIRS, "trim_end": "always", **_ALL_STARTS},
    "trim-all": {**_PAIRS, "squeeze_all": True, "trim_end": "always", **_ALL_STARTS},
}
TRIM_FIELDS = frozenset(field for fields in _TRIMS.values() for field in fields) - {"mark_shrink"}
_HANGS = {"": "never", "allow-end": "fit", "force-end": "always"}
_WRAPS = {"pretty": "pretty", "avoid-orphans": "pretty", "balance": "balance"}
# The properties that ``options`` reads, as WeasyPrint spells their names.
READ = (
    "line_break",
    "word_break",
    "text_wrap_style",
    "text_justify",
    "text_spacing_trim",
    "text_autospace",
    "hanging_punctuation",
    "lang",
)


# Primary subtags of languages that are written in Chinese, and scripts: CSS Text 3 §1.3.
_CHINESE = frozenset(
    [
        "zh",
        "yue",
        "cmn",
        "wuu",
        "nan",
        "hak",
        "gan",
        "hsn",
        "cdo",
        "cjy",
        "cpx",
        "czh",
        "czo",
        "mnp",
        "lzh",
        "och",
        "ltc",
    ]
)
_SCRIPTS: dict[str, Writing] = {"hans": "Chinese", "hant": "Chinese", "hani": "Chinese", "bopo": "Chinese", "jpan": "Japanese",  # noqa: E501
                                "hrkt": "Japanese", "hira": "Japanese", "kana": "Japanese"}  # fmt: skip  # noqa: E501


def _primary(language: str | None) -> str:
    """The primary subtag of a language tag."""
    return (language or "").lower().split("-")[0]


def writing(language: str) -> Writing:
    """The writing system of a language tag: that of its script if it has one, else that of the
    language.
    """
    first, others = _primary(language), language.lower().split("-")[1:]
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    if script:
        return _SCRIPTS.get(script, "other")
    return "Chinese" if first in _CHINESE else "Japanese" if first == "ja" else "other"


def options(values: Sequence[Any], defaults: Options) -> Options:
    """How a paragraph is set whose properties ``READ`` have these values; ``auto`` leaves it to the
    defaults.
    """
    level, words, wrap, justify, trim, space, hang, language = values
    changes: dict[str, Any] = dict(_TRIMS.get(trim, {}))
    if level != "auto":
        changes["level"] = level
    if changes.get("level", defaults.level) in ("loose", "normal"):
        changes["writing"] = writing(language or "")
    if words != "normal":
        changes["words"] = "normal" if words == "break-word" else words
    if wrap != "auto":
        changes["wrap"] = _WRAPS.get(wrap, "auto")
    if justify != "auto":
        changes["justify"] = justify
    if space == "normal":
        changes |= {"gap_letters": True, "gap_digits": True, "gap_signs": False}
    elif space != "auto":
        usual = not any(space[:3])  # insert and replace alone say how, not where
        changes |= {
            "gap_letters": usual or "ideograph-alpha" in space,
            "gap_digits": usual or "ideograph-numeric" in space,
            "gap_signs": False,
            "gap_spaces": "replace" in space,
            "french_gaps": "punctuation" in space and _primary(language) == "fr",
        }
    if hang != "none":
        first, end, last = hang
        changes |= {"hang_first": bool(first), "hang_end": _HANGS[end], "hang_last": bool(last)}
    return replace(defaults, **changes)

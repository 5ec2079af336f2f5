"""The values of book.toml: each is checked against its type, its range and its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from duben.layout import SIZES, edition_names, page_size
from duben.manuscript.toml_text import KeyPath, TomlProblems
from duben.model import MONTH, read_day

FORMAT_NAMES = ("pdf", "epub", "docx")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Windows takes these for devices, whatever follows the first point.
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
ADDRESS = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
ADDRESS_LIMIT = 500  # characters; a QR code of 2,331 bytes holds them in any writing
THEME = re.compile(r"(?:[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]{0,63})?")
LANGUAGE = re.compile(r"zh(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
TRADITIONAL_SUBTAGS = frozenset({"hant", "tw", "hk", "mo"})
# (smallest, largest) of every number, units as in the model.
NUMBER_RANGES: Mapping[str, tuple[int, int]] = {
    "imprint.copies": (0, 10_000_000),
    "print.paper_gsm": (30, 400),
    "print.staple_sheets": (1, 200),
}  # fmt: skip


class ValueReader:
    """Reads single values; what cannot be taken is told to ``problems``."""

    def __init__(self, problems: TomlProblems) -> None:
        self.problems = problems
        self.tell = problems.tell

    def read(self, table: str, key: str, kind: Any, value: Any) -> Any:
        """The value as the model wants it, or None after telling what is wrong."""
        path = (table, key)
        if get_origin(kind) is Literal:
            return self.read_choice(path, key, kind, value)
        if kind is bool:
            return value if isinstance(value, bool) else self._wrong_type(path, key, "bool")
        if date in get_args(kind):
            return self.read_date(path, key, value)
        if path == ("print", "size"):
            return self.read_size(path, key, value)
        readers = {int: self.read_number, str: self.read_string}
        return readers.get(kind, self.read_strings)(path, key, value)

    def _wrong_type(self, path: KeyPath, key: str, wanted: str) -> Any:
        """Tells that a value is of another type than ``wanted``; gives None."""
        self.tell(f"setting-type-{wanted}", path, key=key)

    def read_choice(self, path: KeyPath, key: str, kind: Any, value: Any) -> Any:
        choices = tuple(filter(None, get_args(kind)))  # "" stands for what is not said
        if type(value) is type(choices[0]) and value in choices:
            return value
        shown = join_choices(choices)
        self.tell("setting-choice", path, key=key, value=_shorten(value), choices=shown)
        return None

    def read_size(self, path: KeyPath, key: str, value: Any) -> str | None:
        """A trimmed size: its name, or [width, height] in mm as WIDTH×HEIGHT."""
        if (
            isinstance(value, list)
            and len(value) == 2
            and all(type(side) in (int, float) for side in value)
        ):
            value = "×".join(f"{side:g}" for side in value)
        try:
            page_size(value.strip())
        except (AttributeError, ValueError):
            self.tell(
                "setting-size", path, value=_shorten(value), choices=join_choices(tuple(SIZES))
            )
            return None
        return str(value.strip())

    def read_date(self, path: KeyPath, key: str, value: Any) -> date | None:
        if isinstance(value, str) and MONTH.fullmatch(value):
            with suppress(ValueError):
                return read_day(value)
        if isinstance(value, datetime) or not isinstance(value, date):
            return self._wrong_type(path, key, "date")
        return value

    def read_number(self, path: KeyPath, key: str, value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return self._wrong_type(path, key, "int")
        low, high = NUMBER_RANGES[".".join(path)]
        if not low <= value <= high:
            self.tell("setting-range", path, key=key, value=_shorten(value), low=low, high=high)
            return None
        return value

    def read_string(self, path: KeyPath, key: str, value: Any) -> str | None:
        if not isinstance(value, str):
            return self._wrong_type(path, key, "str")
        text = value.strip()
        if not _is_printable(value):
            self.tell("setting-control", path, key=key)
        elif key in ("title", "version") and not text:
            self.tell("setting-empty", path, key=key)
        elif (
            key == "address"
            and text
            and not (len(text) <= ADDRESS_LIMIT and ADDRESS.fullmatch(text))
        ):
            self.tell("setting-address", path, value=_shorten(text), most=ADDRESS_LIMIT)
        elif key in STRING_FORMS and not STRING_FORMS[key](text):
            self.tell(f"setting-{key}", path, value=_shorten(text))
        else:
            return language_tag(text) if key == "language" else text
        return None

    def read_strings(self, path: KeyPath, key: str, value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            return self._wrong_type(path, key, "list")
        entries = tuple(
            entry for entry in dict.fromkeys(value) if self._check_entry(path, key, entry)
        )
        if key == "formats" and not value:
            self.tell("setting-empty", path, key=key)
            return None
        if key == "chapters" and len(set(value)) < len(value):
            twice = next(entry for entry in value if value.count(entry) > 1)
            self.tell(
                "setting-chapter-twice",
                path,
                place=self.problems.locate_entry(path, twice),
                name=_shorten(twice),
            )
        return entries

    def _check_entry(self, path: KeyPath, key: str, entry: str) -> bool:
        """Whether a string of a list can be taken; tells why not."""
        place = self.problems.locate_entry(path, entry)
        if not _is_printable(entry):
            self.tell("setting-control", path, place=place, key=key)
        elif key in ("editions", "formats"):
            choices = edition_names() if key == "editions" else FORMAT_NAMES
            if entry in choices:
                return True
            near = nearest_name(entry, choices)
            self.tell(
                "setting-unknown-value",
                path,
                place=place,
                key=key,
                value=_shorten(entry),
                nearest=near,
                choices=join_choices(choices),
            )
        elif not entry.strip():
            self.tell("setting-empty", path, place=place, key=key)
        else:
            return True
        return False


def language_tag(tag: str) -> str | None:
    """ "zh-Hans" or "zh-Hant" for any zh tag, None for other languages."""
    if not LANGUAGE.fullmatch(tag):
        return None
    parts = {part.lower() for part in tag.split("-")[1:]}
    return "zh-Hant" if parts & TRADITIONAL_SUBTAGS and "hans" not in parts else "zh-Hans"


def _is_printable(value: str) -> bool:
    return all(char.isprintable() or char == "\u3000" for char in value)


def _is_usable_id(value: str) -> bool:
    return (
        bool(ID.fullmatch(value))
        and not value.endswith(".")
        and value.split(".")[0].lower() not in DEVICE_NAMES
    )


# What a string must be, by its key.
STRING_FORMS: Mapping[str, Callable[[str], object]] = {
    "id": _is_usable_id,
    "theme": THEME.fullmatch,
    "language": language_tag,
    "copy_number": re.compile("[0-9]{0,6}").fullmatch,
}


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name most like one that is not, or ""."""
    return next(iter(get_close_matches(name.lower()[:64], list(known), 1, 0.5)), "")


def _shorten(value: object) -> str:
    """A value as it can stand in a sentence: 40 characters at most."""
    try:
        text = value if isinstance(value, str) else _typed(value)
    except (ValueError, RecursionError):
        # Python writes no number of more than 4,300 digits.
        return "…"
    text = "".join(char if char.isprintable() else "�" for char in text[:41])
    return text if len(text) <= 40 else text[:40] + "…"


def _typed(value: object) -> str:
    """A value as it is typed in TOML."""
    match value:
        case str():
            return f'"{value}"'
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(_typed, value))}]"
        case dict():
            return f"{{{', '.join(f'{key} = {_typed(inner)}' for key, inner in value.items())}}}"
    return str(value)


def join_choices(choices: tuple[object, ...]) -> str:
    return ", ".join(str(choice) for choice in choices)

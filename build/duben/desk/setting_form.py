"""book.toml as a form: what can be set, what is set, and what was typed into a field as a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from duben import layout, manuscript
from duben.desk.toml_lines import SettingKey, setting_lines, with_values
from duben.messages import message
from duben.model import BookError, Month, Problem, Settings, problem

# The fields of the form, in groups: a table and its keys.
GROUPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "book": (("book", "title subtitle authors publisher date version language source"),),
    "cover": (("cover", "design picture logo unit line series"),),
    "paper": (
        ("print", "size binding sides chapter_starts second_colour paper_gsm backs"),
        ("print", "staple_sheets split fold_marks"),
    ),
    "pages": (
        ("output", "theme layout"),
        ("text", "columns answers enumerations appendix supply"),
    ),
    "imprint": (("imprint", "kind permit issuer recipients printer printed copies"),),
    "official": (
        ("official", "format copy_number security security_term urgency mark issuers number"),
        ("official", "signers posts recipients attachments signature date seal note"),
        ("official", "present absent observers cc printed_by printed_on"),
    ),
}
LANGUAGES = ("zh-Hans", "zh-Hant")
TEXT_CHARACTERS = 2_000
LIST_MARKS = re.compile(r"[、，,；;\n]")
DATE = re.compile(
    r"(?P<year>[0-9]{4})\s*[-./年]\s*(?P<month>[0-9]{1,2})\s*"
    r"(?:月\s*)?(?:[-./]?\s*(?P<day>[0-9]{1,2})\s*日?)?"
)
# What a rule of book.toml is in the words of the form.
FORM_RULES: Mapping[str, str] = {
    "cover-needs": "desk-form-picture",
    "setting-empty": "desk-form-needed",
    "setting-missing": "desk-form-needed",
    "setting-range": "desk-form-range",
    "setting-size": "desk-form-size",
    "setting-title-to-fill": "desk-form-needed",
    "columns-narrow": "desk-form-columns",
    "cover-unused": "desk-form-unused",
    "official-unused": "desk-form-official",
}


class FieldFaults(BookError):
    """What is wrong with the fields of a form: pairs of a field's name and a problem."""

    def __init__(self, faults: Iterable[tuple[str, Problem]]) -> None:
        self.faults = tuple(faults)
        super().__init__([fault for _, fault in self.faults])


def field_keys(group: str) -> Iterator[SettingKey]:
    """The fields of a group."""
    for table, keys in GROUPS[group]:
        for key in keys.split():
            yield table, key


def form_rows(settings: Settings, folder: Path | None, language: str) -> list[dict[str, Any]]:
    """The groups of the form, each with its fields: name, kind, value, choices."""
    rows = []
    for group in GROUPS:
        fields = [_row(key, settings, folder, language) for key in field_keys(group)]
        rows.append({"name": group, "fields": fields})
    return rows


def _row(key: SettingKey, settings: Settings, folder: Path | None, language: str) -> dict[str, Any]:
    kind = field_kind(key)
    value = getattr(getattr(settings, key[0]), key[1])
    row: dict[str, Any] = {"name": ".".join(key), "kind": kind, "value": _shown(value)}
    if kind == "choice":
        row["choices"] = _choices(key, folder, language)
    return row


def field_kind(key: SettingKey) -> str:
    """ "text", "list", "date", "number", "truth", "choice", "picture" or "size"."""
    hint = _hint(key)
    if key == ("print", "size"):
        return "size"
    if key in (("cover", "picture"), ("cover", "logo")):
        return "picture"
    if key in (("output", "theme"), ("book", "language")) or get_origin(hint) is Literal:
        return "choice"
    if date in get_args(hint):
        return "date"
    return {bool: "truth", int: "number", str: "text"}.get(hint, "list")


@cache
def _hints() -> Mapping[str, Mapping[str, Any]]:
    tables = get_type_hints(Settings)
    return {table: get_type_hints(tables[table]) for table in tables if table != "revisions"}


def _hint(key: SettingKey) -> Any:
    return _hints()[key[0]][key[1]]


def _shown(value: Any) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return "、".join(value)
    return "" if value is None else str(value)


def _choices(key: SettingKey, folder: Path | None, language: str) -> list[dict[str, str]]:
    english = language != "zh"
    if key == ("output", "theme"):
        names = manuscript.theme_folders(folder)
        return [{"value": "", "title": ""}, *({"value": one, "title": one} for one in names)]
    titles = {name: row.title[english] for name, row in layout.COVER_DESIGNS.items()}
    values = LANGUAGES if key == ("book", "language") else get_args(_hint(key))
    known = titles if key == ("cover", "design") else {}
    return [{"value": str(value), "title": known.get(value, "")} for value in values]


def sizes(language: str) -> list[dict[str, str]]:
    """The sizes of the trade, by name and in mm."""
    times = " × "
    unit = "毫米" if language == "zh" else "mm"
    return [
        {"value": name, "title": f"{name}（{size.width:g}{times}{size.height:g}{unit}）"}
        for name, size in layout.SIZES.items()
    ]


# --- what was typed -------------------------------------------------------------------------------


def read_fields(values: Mapping[str, Any]) -> dict[SettingKey, Any]:
    """The values of fields as book.toml takes them; None for a key that goes. FieldFaults with
    what cannot be read, BookError for a name that is no field.
    """
    known = {".".join(key): key for group in GROUPS for key in field_keys(group)}
    read: dict[SettingKey, Any] = {}
    faults = []
    for name, typed in values.items():
        if name not in known or not isinstance(typed, (str, bool)):
            raise BookError(problem("desk-field", None, name=name[:40]))
        try:
            read[known[name]] = _read(known[name], typed)
        except _Refused as refused:
            faults.append((name, problem(refused.rule, None)))
    if faults:
        raise FieldFaults(faults)
    return read


class _Refused(Exception):
    """Raised for what a field cannot hold, with the rule that says it."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def _read(key: SettingKey, typed: str | bool) -> Any:
    if isinstance(typed, bool):
        return typed
    text = " ".join(typed.split())[:TEXT_CHARACTERS]
    kind = field_kind(key)
    if key in (("book", "title"), ("book", "version")) and not text:
        raise _Refused("desk-form-needed")
    if not text:
        return None
    if kind == "list":
        return [part.strip() for part in LIST_MARKS.split(text) if part.strip()]
    if kind == "date":
        return read_date(text)
    if kind == "number" or isinstance(next(iter(get_args(_hint(key))), None), int):
        if not (text.isdecimal() and text.isascii() and len(text) < 10):
            raise _Refused("desk-form-number")
        return int(text)
    return re.sub(r"\s*[xX*＊×]\s*", "×", text) if kind == "size" else text


def read_date(text: str) -> date:
    """A day or a month as people write it: 2026-03-12, 2026年3月12日, 2026年3月."""
    match = DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month = int(match["year"]), int(match["month"])
        return date(year, month, int(match["day"])) if match["day"] else Month(year, month)
    except ValueError:
        raise _Refused("desk-form-date") from None


# --- the whole text -------------------------------------------------------------------------------


def set_fields(folder: Path, toml: str, values: Mapping[str, Any]) -> str:
    """book.toml with what was typed into fields. FieldFaults where a field cannot hold it, or where
    the book would have an error that it has not now; BookError where it must be done by hand.
    """
    changed = with_values(toml, read_fields(values))
    before = {(name, fault.rule) for name, fault in field_faults(folder, toml)}
    faults = [
        (name, fault)
        for name, fault in field_faults(folder, changed)
        if fault.fatal and (name, fault.rule) not in before
    ]
    if faults:
        raise FieldFaults(faults)
    return changed


def field_faults(folder: Path, toml: str) -> list[tuple[str, Problem]]:
    """What is wrong with the settings in a text of book.toml, each with the name of its field, ""
    where it has none.
    """
    try:
        problems = manuscript.load(folder, {manuscript.SETTINGS: toml}).problems
    except BookError as error:
        problems = error.problems
    names = {line: ".".join(key) for key, line in setting_lines(toml).items()}
    return [
        (_field_name(fault, names), fault)
        for fault in problems
        if fault.place and fault.place.file == manuscript.SETTINGS
    ]


def _field_name(fault: Problem, names: Mapping[int, str]) -> str:
    key = str(fault.values.get("key", ""))
    if fault.rule == "cover-needs":
        return f"cover.{key}"
    if fault.rule == "setting-missing":
        return f"{fault.values.get('table')}.{key}"
    rest = fault.rule.removeprefix("imprint-")
    if rest != fault.rule and rest in _hints()["imprint"]:
        return f"imprint.{rest}"
    return names.get(fault.place.line or 0, "") if fault.place else ""


def fault_rows(faults: Iterable[tuple[str, Problem]], language: str) -> list[dict[str, Any]]:
    """Faults for the browser: the field, whether it is an error, and what is wrong in plain
    words.
    """
    return [
        {"field": name, "fatal": fault.fatal, "message": _words(fault, language)}
        for name, fault in faults
    ]


def _words(fault: Problem, language: str) -> str:
    needed = (
        "desk-form-imprint" if fault.rule.removeprefix("imprint-") in _hints()["imprint"] else ""
    )
    rule = FORM_RULES.get(fault.rule, fault.rule)
    return message(needed or rule, language, fault.values)

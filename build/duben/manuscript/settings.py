"""book.toml, typed: every unknown key, wrong type and bad choice is told at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin, get_type_hints

from duben.chinese import remembered_answer
from duben.model import (
    BookSettings,
    ImprintSettings,
    Problem,
    Settings,
    Source,
    SourceLocation,
    problem,
    warning,
)

EDITION_NAMES = ("screen", "booklet", "press", "phone", "large", "draft", "official")
FORMAT_NAMES = ("pdf", "epub")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Windows takes these for devices, whatever follows the first point.
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
HAN = re.compile(r"([\u2e80-\u9fff\U00020000-\U0003ffff]+)")
ADDRESS = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
ADDRESS_LIMIT = 500  # characters; a QR code of 2,331 bytes holds them in any writing
THEME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LANGUAGE = re.compile(r"zh(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
TRADITIONAL_SUBTAGS = frozenset({"hant", "tw", "hk", "mo"})
# (smallest, largest) of every number, units as in the model.
NUMBER_RANGES: Mapping[str, tuple[int, int]] = {
    "imprint.copies": (0, 10_000_000),
    "print.paper_gsm": (30, 400),
    "print.staple_sheets": (1, 200),
}  # fmt: skip
# What must be there, and a line that would do.
REQUIRED_KEYS: Mapping[str, str] = {
    "book.title": 'title = "书名"',
    "book.date": "date = 2026-01-31",
}
# What the imprint of each kind must have. 内部资料: the rules for 内部资料性出版物 ask for the
# number of the 准印证 on the cover and for the others in a visible place. 公文性材料 has no number;
# who may read it is part of it.
REQUIRED_IMPRINT_KEYS: Mapping[str, tuple[str, ...]] = {
    "内部资料": ("permit", "issuer", "recipients", "printer", "printed", "copies"),
    "公文性材料": ("issuer", "recipients"),
    "学习资料": (),
}
# Parts of a dotted key; the longest that means something has two.
KEY_PART_LIMIT = 20
# Unknown keys and tables that are told one by one; the rest are counted.
UNKNOWN_KEY_LIMIT = 50
# A date without quotation marks, in one of the ways in which dates are written.
WRITTEN_DATE = re.compile(
    r"\s*([A-Za-z_]+)\s*=\s*(([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?)\s*(?:#.*)?"
)


def read_settings(source: Source, folder_name: str) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in a book.toml and all that is wrong with it; ``folder_name`` gives the id where
    none is set.
    """
    default_id = make_book_id(folder_name)
    if deep := nested_too_deep(source):
        return _with_id(Settings(), default_id), (deep,)
    try:
        document = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return _with_id(Settings(), default_id), (_toml_error(source, error),)
    except (RecursionError, ValueError, OverflowError):
        # tomllib calls itself for each bracket, and int() and date() have limits of their own.
        return _with_id(Settings(), default_id), (
            problem("toml-broken", source.place(1), file=source.file),
        )
    reader = _Reader(source, _key_lines(source.text), document)
    settings = reader.settings(default_id)
    return settings, tuple(sorted(reader.problems, key=lambda p: p.place or SourceLocation("")))


def nested_too_deep(source: Source) -> Problem | None:
    """A key of more than KEY_PARTS parts: nothing is to be read then, for every part costs a table."""
    if all(line.count(".") < KEY_PART_LIMIT for line in source.text.split("\n")):
        return None
    for line, statement in _statements(source.text):
        if (parts := len(_key_path(statement.strip("[] \t")))) > KEY_PART_LIMIT:
            return problem(
                "setting-too-deep", source.place(line), parts=parts, limit=KEY_PART_LIMIT
            )
    return None


def make_book_id(name: str) -> str:
    """An ascii id made of a name: 汉字 as pinyin, lower case; "book" when nothing is left."""
    return ascii_name(name) or "book"


def ascii_name(name: str) -> str:
    """Lower-case ascii letters and digits of a name joined with "-", 汉字 as pinyin; may be empty."""
    words = name[:64] if name[:64].isascii() else _spell_out(name[:64])
    kept = re.sub(r"[^a-z0-9]+", "-", words.lower().replace("ü", "v")).strip("-")
    return kept[:64].strip("-")


def _spell_out(name: str) -> str:
    return " ".join(
        remembered_answer("sounds", part, _look_up_pinyin) if ord(part[0]) > 0x2E7F else part
        for part in HAN.split(name)
        if part
    )


def _look_up_pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # 0.2 s that a program which only draws pages does not need

    return " ".join(lazy_pinyin(text))


def language_tag(tag: str) -> str | None:
    """ "zh-Hans" or "zh-Hant" for any zh tag, None for other languages."""
    if not LANGUAGE.fullmatch(tag):
        return None
    parts = {part.lower() for part in tag.split("-")[1:]}
    return "zh-Hant" if parts & TRADITIONAL_SUBTAGS and "hans" not in parts else "zh-Hans"


def _with_id(settings: Settings, book_id: str) -> Settings:
    return replace(settings, book=replace(settings.book, id=book_id))


def _toml_error(source: Source, error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(found[1]) if found else source.text.count("\n") + 1
    line = min(line, source.text.rstrip("\n").count("\n") + 1)
    if day := WRITTEN_DATE.fullmatch(source.text.split("\n")[line - 1][:200]):
        return _date_problem(day, source.place(line))
    return toml_problem(source, error, line)


def toml_problem(source: Source, error: Exception, line: int) -> Problem:
    """What is wrong with a TOML file that the parser refused at a line."""
    if re.search("twice|overwrite|duplicate", str(error), re.IGNORECASE):
        return problem("toml-twice", source.place(line))
    return problem("toml-broken", source.place(line), file=source.file)


def _date_problem(found: re.Match[str], place: SourceLocation) -> Problem:
    """A day that no month has, or a date written in a way that TOML does not know."""
    right = f"{found[3]}-{int(found[4]):02}-{int(found[5]):02}"
    try:
        date.fromisoformat(right)
    except ValueError:
        return problem("setting-date-none", place, key=found[1], value=found[2].strip())
    return problem("setting-date-form", place, key=found[1], value=found[2].strip(), right=right)


@dataclass
class _Reader:
    """One reading of book.toml; ``problems`` grows."""

    source: Source
    lines: Mapping[tuple[str, ...], int]
    document: Mapping[str, Any]

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self.unknown = 0
        self.meant: set[str] = set()  # keys for which unknown ones were probably typed

    def place(self, *path: str) -> SourceLocation:
        while path and path not in self.lines:
            path = path[:-1]
        return self.source.place(self.lines.get(path, 1))

    def tell(
        self,
        rule: str,
        path: tuple[str, ...],
        /,
        place: SourceLocation | None = None,
        **values: object,
    ) -> None:
        self.problems.append(problem(rule, place or self.place(*path), **values))

    def settings(self, default_id: str) -> Settings:
        tables = _known_tables()
        for name, value in self.document.items():
            if name == "revisions" and isinstance(value, dict):
                continue
            if name not in tables and name != "revisions":
                self.unknown_table(name, value, tables)
            elif not isinstance(value, dict):
                self.tell("setting-not-table", (name,), table=name)
        made = {}
        for name, kind in tables.items():
            table = self.document.get(name, {})
            made[name] = self.table(
                name, kind, table if isinstance(table, dict) else {}, default_id
            )
        for required, example in REQUIRED_KEYS.items():
            table, key = required.split(".")
            given = self.document.get(table)
            if (not isinstance(given, dict) or key not in given) and required not in self.meant:
                self.tell("setting-missing", (table,), key=key, table=table, example=example)
        self.imprint(made["imprint"], made["book"])
        if self.unknown > UNKNOWN_KEY_LIMIT:
            self.tell(
                "setting-unknown-more",
                (),
                count=self.unknown - UNKNOWN_KEY_LIMIT,
                told=UNKNOWN_KEY_LIMIT,
            )
        return Settings(**made, revisions=tuple(self.revisions()))

    def revisions(self) -> Iterator[tuple[str, str]]:
        """What the editor says of each version, by its number."""
        table = self.document.get("revisions")
        for number, words in table.items() if isinstance(table, dict) else ():
            if text := self.string(("revisions", number), number, words):
                yield number.strip(), text

    def imprint(self, given: ImprintSettings, about: BookSettings) -> None:
        """Tells what the imprint of this kind lacks."""
        there = {"issuer": given.issuer or about.publisher}
        for key in REQUIRED_IMPRINT_KEYS[given.kind]:
            if not there.get(key, getattr(given, key)):
                self.tell(f"imprint-{key}", ("imprint", "kind"), kind=given.kind)
        if given.permit and given.kind != "内部资料":
            self.problems.append(
                warning("imprint-kind", self.place("imprint", "permit"), kind=given.kind)
            )

    def unknown_told(self) -> bool:
        """Whether one more unknown key or table is told: the first UNKNOWN are."""
        self.unknown += 1
        return self.unknown <= UNKNOWN_KEY_LIMIT

    def unknown_table(self, name: str, value: object, tables: Mapping[str, Any]) -> None:
        if not self.unknown_told():
            return
        if isinstance(value, dict):
            near = _nearest(name, tables)
            self.tell(
                "setting-unknown-table",
                (name,),
                table=name,
                nearest=near,
                known="" if near else _join_choices(tuple(tables)),
            )
            return
        homes = [table for table, kind in tables.items() if name in get_type_hints(kind)]
        if homes:
            self.tell("setting-outside", (name,), key=name, table=homes[0])
        else:
            keys = [key for kind in tables.values() for key in get_type_hints(kind)]
            near = _nearest(name, keys)
            self.tell(
                "setting-unknown-key",
                (name,),
                key=name,
                nearest=near,
                known="" if near else "[book], [output] …",
            )

    def table(self, name: str, kind: Any, table: Mapping[str, Any], default_id: str) -> Any:
        hints = get_type_hints(kind)
        made: dict[str, Any] = {"id": default_id} if name == "book" else {}
        for key, value in table.items():
            if key not in hints:
                self.unknown_key(name, key, hints)
            elif (taken := self.value(name, key, hints[key], value)) is not None:
                made[key] = taken
        return kind(**made)

    def unknown_key(self, table: str, key: str, hints: Mapping[str, Any]) -> None:
        if not self.unknown_told():
            return
        others = [other for other, kind in _known_tables().items() if key in get_type_hints(kind)]
        if others:
            self.tell("setting-outside", (table, key), key=key, table=others[0])
        else:
            near = _nearest(key, hints)
            self.meant.add(f"{table}.{near}")
            self.tell(
                "setting-unknown-key",
                (table, key),
                key=key,
                nearest=near,
                known="" if near else _join_choices(tuple(hints)),
            )

    def value(self, table: str, key: str, kind: Any, value: Any) -> Any:
        """The value as the model wants it, or None after telling what is wrong."""
        path = (table, key)
        if get_origin(kind) is Literal:
            choices = tuple(
                choice for choice in get_args(kind) if choice != ""
            )  # "" stands for what is not said
            if type(value) is not type(choices[0]) or value not in choices:
                self.tell(
                    "setting-choice",
                    path,
                    key=key,
                    value=_shorten(value),
                    choices=_join_choices(choices),
                )
                return None
            return value
        if kind is date:
            return self.date(path, key, value)
        if kind is bool:
            return value if isinstance(value, bool) else self.wrong(path, key, "bool")
        if kind is int:
            return self.number(path, key, value)
        if kind is str:
            return self.string(path, key, value)
        return self.strings(path, key, value)

    def wrong(self, path: tuple[str, ...], key: str, wanted: str) -> Any:
        """Tells that a value is of another type than ``wanted``; gives None."""
        self.tell(f"setting-type-{wanted}", path, key=key)

    def date(self, path: tuple[str, ...], key: str, value: Any) -> date | None:
        if isinstance(value, datetime) or not isinstance(value, date):
            return self.wrong(path, key, "date")
        return value

    def number(self, path: tuple[str, ...], key: str, value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return self.wrong(path, key, "int")
        low, high = NUMBER_RANGES[".".join(path)]
        if not low <= value <= high:
            self.tell("setting-range", path, key=key, value=_shorten(value), low=low, high=high)
            return None
        return value

    def string(self, path: tuple[str, ...], key: str, value: Any) -> str | None:
        if not isinstance(value, str):
            return self.wrong(path, key, "str")
        if any(not char.isprintable() and char != "\u3000" for char in value):
            self.tell("setting-control", path, key=key)
            return None
        value = value.strip()
        if key == "title" and not value:
            self.tell("setting-empty", path, key=key)
            return None
        if key == "id" and not self.usable_id(value):
            self.tell("setting-id", path, value=_shorten(value))
            return None
        if key == "theme" and value and not THEME.fullmatch(value):
            self.tell("setting-theme", path, value=_shorten(value))
            return None
        if (
            key == "address"
            and value
            and not (len(value) <= ADDRESS_LIMIT and ADDRESS.fullmatch(value))
        ):
            self.tell("setting-address", path, value=_shorten(value), most=ADDRESS_LIMIT)
            return None
        if key == "version" and not value:
            self.tell("setting-empty", path, key=key)
            return None
        if key == "language":
            if (tag := language_tag(value)) is None:
                self.tell("setting-language", path, value=_shorten(value))
            return tag
        return value

    @staticmethod
    def usable_id(value: str) -> bool:
        return (
            bool(ID.fullmatch(value))
            and not value.endswith(".")
            and value.split(".")[0].lower() not in DEVICE_NAMES
        )

    def strings(self, path: tuple[str, ...], key: str, value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            return self.wrong(path, key, "list")
        taken = tuple(entry for entry in dict.fromkeys(value) if self.entry(path, key, entry))
        if key == "formats" and not value:
            self.tell("setting-empty", path, key=key)
            return None
        if key == "chapters" and len(set(value)) < len(value):
            twice = next(entry for entry in value if value.count(entry) > 1)
            self.tell(
                "setting-chapter-twice",
                path,
                place=self.entry_place(path, twice),
                name=_shorten(twice),
            )
        return taken

    def entry(self, path: tuple[str, ...], key: str, entry: str) -> bool:
        """Whether a string of a list can be taken; tells why not."""
        place = self.entry_place(path, entry)
        if any(not char.isprintable() and char != "\u3000" for char in entry):
            self.tell("setting-control", path, place=place, key=key)
        elif key in ("editions", "formats"):
            choices = EDITION_NAMES if key == "editions" else FORMAT_NAMES
            if entry in choices:
                return True
            near = _nearest(entry, choices)
            self.tell(
                "setting-unknown-value",
                path,
                place=place,
                key=key,
                value=_shorten(entry),
                nearest=near,
                choices=_join_choices(choices),
            )
        elif not entry.strip():
            self.tell("setting-empty", path, place=place, key=key)
        else:
            return True
        return False

    def entry_place(self, path: tuple[str, ...], entry: str) -> SourceLocation:
        """The line on which a string of a list stands: the first from the key's own line on that
        shows it.
        """
        start = self.lines.get(path)
        if start is None:
            return self.place(*path)
        for line, text in enumerate(self.source.text.split("\n")[start - 1 :], start):
            if f'"{entry}"' in text or f"'{entry}'" in text:
                return self.source.place(line)
        return self.source.place(start)


def _known_tables() -> dict[str, Any]:
    """The tables whose keys are known beforehand."""
    return {name: kind for name, kind in get_type_hints(Settings).items() if name != "revisions"}


def _nearest(name: str, known: Any) -> str:
    """The known name most like one that is not, or ""."""
    return next(iter(get_close_matches(name.lower()[:64], list(known), 1, 0.5)), "")


def _shorten(value: object) -> str:
    """A value as it can stand in a sentence: 40 characters at most."""
    try:
        text = str(value)
    except (ValueError, RecursionError):
        # Python writes no number of more than 4,300 digits.
        return "…"
    text = "".join(char if char.isprintable() else "�" for char in text[:41])
    return text if len(text) <= 40 else text[:40] + "…"


def _join_choices(choices: tuple[object, ...]) -> str:
    return ", ".join(str(choice) for choice in choices)


def _key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line (from 1) of every table head and key of a TOML text that parses."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for line, statement in _statements(text):
        if statement.startswith("["):
            table = _key_path(statement.strip("[] \t"))
            lines.setdefault(table, line)
        else:
            path = table + _key_path(statement)
            for length in range(1, len(path) + 1):
                lines.setdefault(path[:length], line)
    for path, line in list(lines.items()):
        for length in range(1, len(path)):
            lines.setdefault(path[:length], line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, head) of each statement: what stands before "=", or a table head; values are skipped."""
    closing = ""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        opens = not closing and depth == 0
        if opens and (stripped := line.strip()) and not stripped.startswith("#"):
            yield number, stripped
            if stripped.startswith("["):
                continue
        at = len(line) if opens and "=" not in line else (line.index("=") + 1 if opens else 0)
        closing, depth = _skip_value(line, at, closing, depth)


def _skip_value(line: str, at: int, closing: str, depth: int) -> tuple[str, int]:
    """The open multi-line string and the depth of brackets at the end of a line."""
    while at < len(line):
        if closing:
            if line[at] == "\\" and closing[0] == '"':
                at += 2
            elif line.startswith(closing, at):
                at += len(closing)
                closing = ""
            else:
                at += 1
            continue
        char = line[at]
        if char == "#":
            break
        if char in "\"'":
            closing = char * 3 if line.startswith(char * 3, at) else char
            at += len(closing)
            continue
        depth += (char in "[{") - (char in "]}")
        at += 1
    return (closing if len(closing) == 3 else ""), depth


def _key_path(statement: str) -> tuple[str, ...]:
    """The parts of a dotted key at the head of a statement, quotes taken off."""
    found = re.match(
        r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*""",
        statement,
    )
    if not found:
        return ()
    parts = re.findall(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", found[0])
    return tuple(part.strip("\"'") for part in parts)


def setting_keys() -> dict[str, tuple[tuple[str, Any, Any], ...]]:
    """Every table with its keys: (name, type, default). For the documentation and its test."""
    tables = {}
    for table, kind in _known_tables().items():
        hints = get_type_hints(kind)
        tables[table] = tuple(
            (entry.name, hints[entry.name], entry.default) for entry in fields(kind)
        )
    return tables

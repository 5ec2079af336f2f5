"""book.toml, typed: every unknown key, wrong type and bad choice is told at its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, get_type_hints

from duben.layout import COVER_DESIGNS, page_size
from duben.manuscript.ascii_names import make_book_id
from duben.manuscript.setting_values import ValueReader, join_choices, nearest_name
from duben.manuscript.toml_text import KeyPath, TomlProblems, nested_too_deep, parse_problem
from duben.model import (
    TITLE_TO_FILL,
    BookSettings,
    CoverSettings,
    ImprintSettings,
    OfficialSettings,
    Problem,
    Settings,
    Source,
    SourceLocation,
    problem,
    warning,
)

# What must be there, and a line that would do.
REQUIRED_KEYS: Mapping[str, str] = {"book.title": 'title = "书名"'}
# What the imprint of each kind must have. 内部资料: the rules for 内部资料性出版物 ask for the
# number of the 准印证 on the cover and for the others in a visible place. 公文性材料 has no number;
# who may read it is part of it.
REQUIRED_IMPRINT_KEYS: Mapping[str, tuple[str, ...]] = {
    "内部资料": ("permit", "issuer", "recipients", "printer", "printed", "copies"),
    "公文性材料": ("issuer", "recipients"),
    "学习资料": (),
}
# What a format of official documents does not print (GB/T 9704-2012, 7 and 10).
FORMAT_LACKS: Mapping[str, frozenset[str]] = {
    "document": frozenset({"present", "absent", "observers"}),
    "letter": frozenset(
        {"signers", "posts", "present", "absent", "observers", "printed_by", "printed_on"}
    ),
    "minutes": frozenset({"posts"}),
    "order": frozenset({"recipients", "present", "absent", "observers"}),
}
# Unknown keys and tables that are told one by one; the rest are counted.
UNKNOWN_KEY_LIMIT = 50


def read_settings(
    source: Source, folder_name: str, theme: Source | None = None
) -> tuple[Settings, tuple[Problem, ...]]:
    """Returns the settings in a book.toml and all that is wrong with it.

    A key that is wrong keeps its default. ``folder_name`` becomes the id where none is set.
    ``theme``: a theme.toml, whose keys hold where the book has none of that name.
    """
    below, problems = _theme_values(theme) if theme else ({}, ())
    default_id = make_book_id(folder_name)
    document = _parse(source)
    if isinstance(document, Problem):
        return _with_id(Settings(), default_id), (document,)
    reader = _SettingsReader(source, document, below)
    settings = reader.read(default_id)
    found = (*problems, *reader.problems.problems)
    return settings, tuple(sorted(found, key=lambda p: p.place or SourceLocation("")))


def _parse(source: Source) -> dict[str, Any] | Problem:
    """The tables of a TOML text, or why there are none."""
    if deep := nested_too_deep(source):
        return deep
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return parse_problem(source, error)
    except (RecursionError, ValueError, OverflowError):
        # tomllib calls itself for each bracket, and int() and date() have limits of their own.
        return problem("toml-broken", source.place(1), file=source.file)


def _theme_values(source: Source) -> tuple[dict[str, dict[str, Any]], tuple[Problem, ...]]:
    """The values that a theme.toml sets, by table and key, and what is wrong with it."""
    document = _parse(source)
    if isinstance(document, Problem):
        return {}, (document,)
    reader = _SettingsReader(source, document)
    values = {name: reader.read_values(name, kind) for name, kind in _known_tables().items()}
    if values["output"].pop("theme", ""):
        place = reader.problems.locate("output", "theme")
        reader.problems.problems.append(warning("theme-in-theme", place))
    reader.tell_tables(document, values)
    return values, tuple(reader.problems.problems)


def _with_id(settings: Settings, book_id: str) -> Settings:
    return replace(settings, book=replace(settings.book, id=book_id))


class _SettingsReader:
    """One reading of a book.toml that parses."""

    def __init__(
        self,
        source: Source,
        document: Mapping[str, Any],
        below: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.document = document
        self.below = below or {}  # of a theme: values by table and key
        self.problems = TomlProblems(source)
        self.tell = self.problems.tell
        self.values = ValueReader(self.problems)
        self.unknown_count = 0
        self.meant: set[str] = set()  # keys for which unknown ones were probably typed

    def read(self, default_id: str) -> Settings:
        """Returns the settings; what is wrong is in ``problems``."""
        tables = _known_tables()
        self.tell_tables(self.document, {**tables, "revisions": None})
        sections = {name: self.read_table(name, kind, default_id) for name, kind in tables.items()}
        for required, example in REQUIRED_KEYS.items():
            table, key = required.split(".")
            if key not in self.table(table) and required not in self.meant:
                self.tell("setting-missing", (table,), key=key, table=table, example=example)
        self.check_imprint(sections["imprint"], sections["book"])
        self.check_cover(sections["cover"])
        self.check_official(sections["official"])
        if (
            sections["text"].columns == 2
            and not page_size(sections["print"].size).holds_two_columns
        ):
            self.problems.problems.append(
                warning("columns-narrow", self.problems.locate("text", "columns"))
            )
        if TITLE_TO_FILL in sections["book"].title:
            place = self.problems.locate("book", "title")
            self.problems.problems.append(warning("setting-title-to-fill", place))
        if self.unknown_count > UNKNOWN_KEY_LIMIT:
            self.tell(
                "setting-unknown-more",
                (),
                count=self.unknown_count - UNKNOWN_KEY_LIMIT,
                told=UNKNOWN_KEY_LIMIT,
            )
        return Settings(**sections, revisions=tuple(self.read_revisions()))

    def table(self, name: str) -> Mapping[str, Any]:
        """The keys of a table as typed; none where it is missing, or is no table."""
        table = self.document.get(name)
        return table if isinstance(table, dict) else {}

    def read_revisions(self) -> Iterator[tuple[str, str]]:
        """What the editor says of each version, by its number."""
        for number, words in self.table("revisions").items():
            if text := self.values.read_string(("revisions", number), number, words):
                yield number.strip(), text

    def check_imprint(self, imprint: ImprintSettings, book: BookSettings) -> None:
        """Tells what the imprint of this kind lacks."""
        present = {"issuer": imprint.issuer or book.publisher}
        for key in REQUIRED_IMPRINT_KEYS[imprint.kind]:
            if not present.get(key, getattr(imprint, key)):
                self.tell(f"imprint-{key}", ("imprint", "kind"), kind=imprint.kind)
        if imprint.permit and imprint.kind != "内部资料":
            self.problems.problems.append(
                warning(
                    "imprint-kind", self.problems.locate("imprint", "permit"), kind=imprint.kind
                )
            )

    def check_cover(self, cover: CoverSettings) -> None:
        """Tells what the design of the cover lacks, and what it does not show."""
        design = COVER_DESIGNS[cover.design]
        if design.needs and not getattr(cover, design.needs):
            self.tell("cover-needs", ("cover", "design"), design=cover.design, key=design.needs)
        for key in self.table("cover"):
            if key != "design" and asdict(cover).get(key) and key not in design.uses:
                fitting = [name for name, row in COVER_DESIGNS.items() if key in row.uses]
                self.problems.problems.append(
                    warning(
                        "cover-unused",
                        self.problems.locate("cover", key),
                        design=cover.design,
                        key=key,
                        choices=join_choices(tuple(fitting)),
                    )
                )

    def check_official(self, official: OfficialSettings) -> None:
        """Warns of keys of [official] that its format does not print, and of those that lack their
        other half.
        """
        for key in self.table("official"):
            if key in FORMAT_LACKS[official.format] and getattr(official, key):
                self.warn_official("official-unused", key, key=key, format=official.format)
        if official.security_term and not official.security:
            self.warn_official("official-term-alone", "security_term")
        if official.posts and len(official.posts) != len(official.signers):
            self.warn_official(
                "official-posts", "posts", posts=len(official.posts), signers=len(official.signers)
            )

    def warn_official(self, rule: str, name: str, **values: object) -> None:
        """Warns at the key ``name`` of [official]."""
        place = self.problems.locate("official", name)
        self.problems.problems.append(warning(rule, place, **values))

    def _counts_unknown(self) -> bool:
        """Counts an unknown key or table. True while they are told one by one."""
        self.unknown_count += 1
        return self.unknown_count <= UNKNOWN_KEY_LIMIT

    def tell_tables(self, document: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        """Tells of the tables that are not among the ``known`` ones, and of these where they are no
        tables.
        """
        for name, value in document.items():
            if name not in known:
                self.tell_unknown_table(name, value)
            elif not isinstance(value, dict):
                self.tell("setting-not-table", (name,), table=name)

    def tell_unknown_table(self, name: str, value: object) -> None:
        """Tells of a table that book.toml does not have, or of a key outside the tables."""
        tables = _known_tables()
        if not isinstance(value, dict):
            keys = [key for kind in tables.values() for key in get_type_hints(kind)]
            self.tell_unknown_key((name,), keys, "[book], [output] …")
        elif self._counts_unknown():
            near = nearest_name(name, tables)
            self.tell(
                "setting-unknown-table",
                (name,),
                table=name,
                nearest=near,
                known="" if near else join_choices(tuple(tables)),
            )

    def read_table(self, name: str, kind: Any, default_id: str) -> Any:
        """Returns the dataclass ``kind`` of a table, with the values that can be taken."""
        values: dict[str, Any] = {"id": default_id} if name == "book" else {}
        return kind(**{**values, **self.below.get(name, {}), **self.read_values(name, kind)})

    def read_values(self, name: str, kind: Any) -> dict[str, Any]:
        """The values of a table that can be taken, by key."""
        hints = get_type_hints(kind)
        values: dict[str, Any] = {}
        for key, value in self.table(name).items():
            if key not in hints:
                self.tell_unknown_key((name, key), hints, join_choices(tuple(hints)))
            elif (checked := self.values.read(name, key, hints[key], value)) is not None:
                values[key] = checked
        return values

    def tell_unknown_key(self, path: KeyPath, keys: Iterable[str], known: str) -> None:
        """Tells of a key that its table does not have: the table that has it, else the nearest of
        ``keys``, else what is ``known``.
        """
        if not self._counts_unknown():
            return
        key = path[-1]
        homes = [table for table, kind in _known_tables().items() if key in get_type_hints(kind)]
        if homes:
            self.tell("setting-outside", path, key=key, table=homes[0])
            return
        near = nearest_name(key, keys)
        self.meant.add(".".join((*path[:-1], near)))
        self.tell("setting-unknown-key", path, key=key, nearest=near, known="" if near else known)


def _known_tables() -> dict[str, Any]:
    """The tables whose keys are known beforehand."""
    return {name: kind for name, kind in get_type_hints(Settings).items() if name != "revisions"}

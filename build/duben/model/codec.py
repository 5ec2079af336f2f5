"""Dataclasses to plain data that JSON carries, and back, both by the types of their fields.

A dataclass is an object of its fields, without those that have their default; a tuple is an array;
what JSON has no form for (a path, a date) is its text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from duben.model.days import read_day

PLAIN = (str, int, float, bool, NoneType)
CONVERSIONS: dict[Any, Callable[[str], Any]] = {Path: Path, date: read_day}
Convert = Callable[[Any], Any]


class CodecError(ValueError):
    """The data are not those of the type."""


def to_plain(kind: Any, value: object) -> Any:
    """A value of a type as plain data: dict, list, str, int, float, bool, None."""
    return _codec(kind).write(value)


def from_plain(kind: Any, data: object) -> Any:
    """The value of a type that plain data hold; names that a dataclass does not have are left out.

    Raises CodecError where a field is missing or of another type.
    """
    return _codec(kind).read(data)


class _Codec(NamedTuple):
    write: Convert
    read: Convert


@cache
def _codec(kind: Any) -> _Codec:
    """The two functions of a type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in (object, Any):
        # The values of a problem: a place among them is told in words.
        return _Codec(lambda value: value if isinstance(value, PLAIN) else str(value), _same)
    if origin is Literal:
        return _Codec(_same, _check(lambda data: data in arguments, str(kind)))
    if origin in (Union, UnionType):
        return _optional(_codec(next(kind for kind in arguments if kind is not NoneType)))
    if origin is tuple and arguments[1:] != (...,):
        return _fixed(tuple(map(_codec, arguments)))
    if origin in (tuple, frozenset):
        return _array(origin, _codec(arguments[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_codec(arguments[1]))
    if is_dataclass(kind):
        return _dataclass(kind)
    if kind in CONVERSIONS:
        return _Codec(str, _text(CONVERSIONS[kind]))
    return _Codec(_same, _check(lambda data: type(data) is kind, kind.__name__))


def _same(value: Any) -> Any:
    return value


def _check(holds: Callable[[Any], bool], name: str) -> Convert:
    def read(data: Any) -> Any:
        if not holds(data):
            raise CodecError(f"not {name}: {data!r:.80}")
        return data

    return read


_read_array = _check(lambda data: type(data) is list, "an array")
_read_object = _check(lambda data: type(data) is dict, "an object")
_read_text = _check(lambda data: type(data) is str, "a text")


def _text(convert: Callable[[str], Any]) -> Convert:
    def read(data: Any) -> Any:
        try:
            return convert(_read_text(data))
        except ValueError as error:
            raise CodecError(str(error)) from None

    return read


def _optional(codec: _Codec) -> _Codec:
    return _Codec(
        lambda value: None if value is None else codec.write(value),
        lambda data: None if data is None else codec.read(data),
    )


def _array(kind: Any, codec: _Codec) -> _Codec:
    """A tuple of any length; a frozenset, sorted."""
    arrange = sorted if kind is frozenset else list
    return _Codec(
        lambda value: arrange(map(codec.write, value)),
        lambda data: kind(map(codec.read, _read_array(data))),
    )


def _fixed(codecs: tuple[_Codec, ...]) -> _Codec:
    """A tuple of so many items, each of its own type."""

    def read(data: Any) -> Any:
        if len(_read_array(data)) != len(codecs):
            raise CodecError(f"not {len(codecs)} items: {data!r:.80}")
        return tuple(codec.read(item) for codec, item in zip(codecs, data, strict=True))

    return _Codec(
        lambda value: [codec.write(item) for codec, item in zip(codecs, value, strict=True)], read
    )


def _mapping(codec: _Codec) -> _Codec:
    return _Codec(
        lambda value: {key: codec.write(item) for key, item in value.items()},
        lambda data: {key: codec.read(item) for key, item in _read_object(data).items()},
    )


def _dataclass(kind: Any) -> _Codec:
    types = get_type_hints(kind)
    codecs = {row.name: _codec(types[row.name]) for row in fields(kind)}
    defaults = {
        row.name: row.default if row.default_factory is MISSING else row.default_factory()
        for row in fields(kind)
    }
    needed = [name for name, default in defaults.items() if default is MISSING]

    def write(value: Any) -> Any:
        items = ((name, getattr(value, name)) for name in codecs)
        return {name: codecs[name].write(item) for name, item in items if item != defaults[name]}

    def read(data: Any) -> Any:
        known = {
            name: codecs[name].read(item)
            for name, item in _read_object(data).items()
            if name in codecs
        }
        if missing := [name for name in needed if name not in known]:
            raise CodecError(f"{kind.__name__} without {', '.join(missing)}")
        return kind(**known)

    return _Codec(write, read)

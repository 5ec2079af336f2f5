"""Short digests that stand for names in addresses: no path of this machine is ever in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TypeVar

from duben import manuscript

# The texts that are no chapters, by their keys.
OTHER_TEXTS: Mapping[str, str] = {
    "settings": manuscript.SETTINGS,
    "decisions": manuscript.DECISIONS,
}
Thing = TypeVar("Thing", bound=str)


class NotThere(Exception):
    """Raised where an address names something that is not there: answered with 404."""


def name_key(name: str) -> str:
    """The key of a name."""
    return blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def by_key(names: Iterable[Thing], key: str) -> Thing | None:
    """The name that has a key; None where none of them has."""
    return next((name for name in names if name_key(name) == key), None)


def text_key(file: str) -> str:
    """The key of a text of a book."""
    others = {name: key for key, name in OTHER_TEXTS.items()}
    return others.get(file) or name_key(file)

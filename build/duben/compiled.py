"""What is compiled once and lies in ``__pycache__`` beside our modules, as Python keeps these: our
templates, regular expressions, the methods of data classes.
"""

from __future__ import annotations

import dataclasses
import marshal
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

SUM = 16  # bytes of a checksum
MOST = 400  # patterns of one name: ``re`` itself remembers 512

Patterns = dict[
    tuple[Any, int], tuple[Any, ...]
]  # what is made of a pattern, by its text and flags


def read(name: str, of: str) -> Any:
    """What was kept under a name, if this Python made it of this; else None."""
    path, head = _place(name, of)
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = path.read_bytes()
        kept = data[len(head) + SUM :]
        if data == head + blake2b(kept, digest_size=SUM).digest() + kept:
            return marshal.loads(kept)
    return None


def write(name: str, of: str, made: Any) -> None:
    """Keep under a name what was made of this, where modules are kept too."""
    path, head = _place(name, of)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            kept = marshal.dumps(made)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(head + blake2b(kept, digest_size=SUM).digest() + kept)
                os.replace(part, path)
            except OSError:  # the disk is full
                part.unlink(missing_ok=True)


def _place(name: str, of: str) -> tuple[Path, bytes]:
    """The file of a name, and what stands at its head while it is of this."""
    return Path(
        cache_from_source(str(Path(__file__).with_name(f"{name}.py")))
    ), MAGIC_NUMBER + f"{of}\n".encode()


@contextmanager
def imports(name: str) -> Iterator[None]:
    """Where modules are imported whose regular expressions and data classes need not be compiled in
    every run: ours take more than half of the time of starting.
    """
    patterns, sources = read(f"imports_{name}", sys.version) or ({}, {})
    new: Patterns = {}
    used: dict[str, CodeType] = {}
    with _patterns(patterns, new), _sources(sources, used):
        yield
    if new or used.keys() - sources.keys():
        write(
            f"imports_{name}",
            sys.version,
            ({**(patterns if len(patterns) + len(new) <= MOST else {}), **new}, used),
        )


@contextmanager
def _patterns(known: Patterns, new: Patterns) -> Iterator[None]:
    """What an earlier run made of regular expressions stands where ``re`` remembers its own;
    ``new`` gets what is made of others.
    """
    try:
        compiler, remembered = import_module("re._compiler"), re._cache  # type: ignore[attr-defined]
    except (ImportError, AttributeError):  # a Python whose re is another
        yield
        return
    with suppress(RuntimeError, TypeError, ValueError):  # code that is none
        for (text, flags), made in known.items():
            remembered[type(text), text, flags] = compiler._sre.compile(text, *made)
    before = frozenset(remembered)
    yield
    new.update(
        ((text, flags), _code(compiler, text, flags))
        for kind, text, flags in tuple(remembered)
        if (kind, text, flags) not in before
    )


def _code(compiler: Any, text: str | bytes, flags: int) -> tuple[Any, ...]:
    """What ``re`` makes of a pattern before it becomes an object: flags, code, and the number and
    names of its groups.
    """
    parsed = compiler._parser.parse(text, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for group, index in state.groupdict.items():
        names[index] = group
    return (
        flags | state.flags,
        [int(step) for step in compiler._code(parsed, flags)],
        state.groups - 1,
        dict(state.groupdict),
        tuple(names),
    )


@contextmanager
def _sources(known: Mapping[str, CodeType], used: dict[str, CodeType]) -> Iterator[None]:
    """What ``dataclasses`` writes for the methods of a class and gives to ``exec`` is compiled
    already; ``used`` gets all of it.
    """

    def run(source: str, *scopes: dict[str, Any]) -> None:
        used[source] = known.get(source) or compile(source, "<string>", "exec", dont_inherit=True)
        exec(used[source], *scopes)

    dataclasses.exec = run  # type: ignore[attr-defined]
    try:
        yield
    finally:
        vars(dataclasses).pop("exec", None)

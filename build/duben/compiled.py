"""What is compiled once and lies in ``__pycache__`` beside our modules, as Python keeps these: our templates, regular expressions."""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

SUM = 16  # bytes of a checksum
MOST = 400  # patterns of one name: ``re`` itself remembers 512


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
            part.write_bytes(head + blake2b(kept, digest_size=SUM).digest() + kept)
            os.replace(part, path)


def _place(name: str, of: str) -> tuple[Path, bytes]:
    """The file of a name, and what stands at its head while it is of this."""
    return Path(cache_from_source(str(Path(__file__).with_name(f"{name}.py")))), MAGIC_NUMBER + f"{of}\n".encode()


@contextmanager
def patterns(name: str) -> Iterator[None]:
    """Where modules are imported whose regular expressions need not be compiled in every run: ours take a third of the time of
    starting. What an earlier run made of them stands where ``re`` remembers its own.
    """
    try:
        compiler, remembered = import_module("re._compiler"), re._cache  # type: ignore[attr-defined]
    except (ImportError, AttributeError):  # a Python whose re is another
        yield
        return
    known = read(f"patterns_{name}", sys.version) or {}
    with suppress(RuntimeError, TypeError, ValueError):  # code that is none
        for (text, flags), made in known.items():
            remembered[type(text), text, flags] = compiler._sre.compile(text, *made)
    before = frozenset(remembered)
    yield
    if new := [(text, flags) for kind, text, flags in remembered if (kind, text, flags) not in before]:
        rows = known if len(known) + len(new) <= MOST else {}
        write(f"patterns_{name}", sys.version, {**rows, **{key: _code(compiler, *key) for key in new}})


def _code(compiler: Any, text: str | bytes, flags: int) -> tuple[Any, ...]:
    """What ``re`` makes of a pattern before it becomes an object: flags, code, and the number and names of its groups."""
    parsed = compiler._parser.parse(text, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for group, index in state.groupdict.items():
        names[index] = group
    return flags | state.flags, [int(step) for step in compiler._code(parsed, flags)], state.groups - 1, dict(state.groupdict), tuple(names)

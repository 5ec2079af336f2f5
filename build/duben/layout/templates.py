"""Jinja2 as the templates of books need it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duben.layout.front_and_back import inner_title
from duben.layout.theme import shipped_folder


class CompiledTemplates(FileSystemBytecodeCache):
    """Our templates as code, in the folder where Python keeps the code of this module: to compile
    those of a book takes 0.1 s. Nothing is kept where Python keeps nothing.
    """

    def __init__(self) -> None:
        super().__init__(str(Path(__file__).parent / "__pycache__"), "template-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - a damaged file may raise any: it is compiled again
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def template_environment(own: Mapping[str, str] | None = None) -> Environment:
    """Jinja2 with the templates of a book and its theme (name → text) before ours.

    Ours also answer to the prefix ``duben/``. Where the book has templates of its own, a sandbox
    bounds what they may reach; ours do without, in two thirds of the time. In a traceback the
    book's own are files called ``<templates/name>``.
    """
    return _environment(tuple(sorted((own or {}).items())))


@lru_cache(maxsize=8)  # a process that stays compiles each template once
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    own = dict(templates)

    def load_own(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """The book's own template of this name, its file, and that it is up to date."""
        return (own[name], f"<templates/{name}>", lambda: True) if name in own else None

    ours = FileSystemLoader(shipped_folder("templates"))
    loaders: list[BaseLoader] = [FunctionLoader(load_own), ours, PrefixLoader({"duben": ours})]
    kind = ImmutableSandboxedEnvironment if own else Environment
    environment = kind(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=None if own else CompiledTemplates(),
    )
    environment.filters["inner_title"] = inner_title
    return environment

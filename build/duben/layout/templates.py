"""Jinja2 as the templates of books need it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duben.layout.theme import shipped_folder


def template_environment(own: Mapping[str, str] | None = None, theme: str = "") -> Environment:
    """Jinja2 with the book's own templates (name → text) before the theme's, the theme's before
    ours.

    Ours also answer to the prefix ``duben/``. Where the book has templates of its own, a sandbox
    bounds what they may reach; ours do without, in two thirds of the time. In a traceback the
    book's own are files called ``<templates/name>``.
    """
    return _environment(tuple(sorted((own or {}).items())), theme)


@lru_cache(maxsize=8)  # a process that stays compiles each template once
def _environment(templates: tuple[tuple[str, str], ...], theme: str) -> Environment:
    own = dict(templates)

    def load_own(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """The book's own template of this name, its file, and that it is up to date."""
        return (own[name], f"<templates/{name}>", lambda: True) if name in own else None

    ours = FileSystemLoader(shipped_folder("templates"))
    loaders: list[BaseLoader] = [FunctionLoader(load_own)]
    if theme:
        loaders.append(FileSystemLoader(shipped_folder("templates") / "themes" / theme))
    loaders += [ours, PrefixLoader({"duben": ours})]
    kind = ImmutableSandboxedEnvironment if own else Environment
    return kind(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

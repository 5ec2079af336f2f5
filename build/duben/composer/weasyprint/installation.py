"""Puts the patches into WeasyPrint, and takes them out again."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Iterator
from pkgutil import resolve_name
from typing import Any

from duben.composer.properties import TRIM_FIELDS
from duben.composer.rules import Options
from duben.composer.weasyprint import cascade, parts
from duben.composer.weasyprint.fingerprints import FINGERPRINTS, PUBLISHED
from duben.composer.weasyprint.replacements import REPLACEMENTS, Replacement
from duben.composer.weasyprint.version import VERSION, VersionError, check_version

# The functions that were replaced; none while nothing is.
_originals: dict[Replacement, Callable[..., Any]] = {}


def fingerprint(function: Any) -> str:
    """The first 32 digits of the sha256 of the source of a function, class or property."""
    return hashlib.sha256(inspect.getsource(_function(function)).encode()).hexdigest()[:32]


def _function(function: Any) -> Any:
    return function.fget if isinstance(function, property) else function


def files_digest() -> str:
    """The sha256 of the files from which the functions come that are replaced; nothing is replaced
    yet.
    """
    files = {_function(row.current()).__code__.co_filename for row in REPLACEMENTS}
    digest = hashlib.sha256()
    for name in sorted(files, key=lambda name: name.split(os.sep)[-3:]):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _is_published() -> bool:
    """Whether the functions that are replaced are surely those of the published WeasyPrint."""
    try:
        return files_digest() == PUBLISHED
    except (OSError, AttributeError):  # in an archive, or replaced by somebody else
        return False


def _differs(row: Replacement) -> bool:
    return fingerprint(row.current()) != FINGERPRINTS[row.module][row.full_name]


def changed_functions() -> Iterator[str]:
    """The parts of WeasyPrint whose source is not the one that is known here, as module:name."""
    originals = {(row.module, row.full_name): function for row, function in _originals.items()}
    for module, names in FINGERPRINTS.items():
        for name, known in names.items():
            function = originals.get((module, name)) or resolve_name(f"{module}:{name}")
            if fingerprint(function) != known:
                yield f"{module}:{name}"


def install(options: Options | None = None, **settings: Any) -> None:
    """Let all WeasyPrint documents of this process be set by the composer; again: with other
    options.

    ``settings`` are fields of ``Options``: ``install(level="normal")``. They hold where a document
    says nothing, that is, where the property that asks for the same is ``auto`` or, for
    ``text-spacing-trim``, is not given.
    """
    defaults = options or Options(**settings)
    trims_given = options is not None or not TRIM_FIELDS.isdisjoint(settings)
    if not _originals:
        check_version()
        if not _is_published() and (others := [row.name for row in REPLACEMENTS if _differs(row)]):
            raise VersionError(
                f"this WeasyPrint {VERSION} is not the published one: {', '.join(others)} differ"
            )
        for row in REPLACEMENTS:
            _originals[row] = row.current()
            for place in row.places:
                setattr(place, row.name, row.ours)
        cascade.enter()
        parts.enter()
    cascade.set_defaults(defaults, trims_given)


def uninstall() -> None:
    """Give WeasyPrint its own functions and tables back."""
    if not _originals:
        return
    for row, original in _originals.items():
        for place in row.places:
            setattr(place, row.name, original)
    _originals.clear()
    cascade.leave()
    parts.leave()

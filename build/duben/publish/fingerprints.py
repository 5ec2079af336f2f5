"""Digests and versions of what shapes pages beside the text: fonts, libraries,
templates, styles.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from duben import layout, model
from duben.cache import Cache
from duben.publish.reading import Draft

# Whatever of these changes may change a page.
LIBRARIES = ("duben", "weasyprint", "pydyf", "EbookLib", "Jinja2", "pikepdf", "pillow", "segno")
# 2: digests of pages tell places from the type area's edge; with those of before they cannot be
# compared.
SHAPE_VERSION = 2


def machine_report(faces: Sequence[layout.FontFace], store: Cache | None = None) -> dict[str, Any]:
    """What a manifest says of the machine that makes a book: it must say the same elsewhere."""
    return {
        "duben": library_versions()["duben"],
        "versions": library_versions(),
        "looks": shipped_digest(),
        "fonts": layout.font_report(faces, store),
    }


def shape_digest(draft: Draft, faces: Sequence[layout.FontFace], store: Cache | None = None) -> str:
    """A digest of what shapes the pages of a book beside its text and its settings."""
    return model.data_digest(
        [
            SHAPE_VERSION,
            layout.font_report(faces, store),
            library_versions(),
            shipped_digest(),
            draft.book.settings.output.theme,
            dict(draft.manuscript.own if draft.manuscript else {}),
        ]
    )


def library_versions() -> dict[str, str]:
    """The versions of LIBRARIES by name, "?" where one is not known."""
    versions = _installed_versions()
    return {name: versions.get(_canonical(name), "?") for name in LIBRARIES}


@cache
def _installed_versions() -> dict[str, str]:
    """The versions of the packages beside us, by the names of their folders: importlib.metadata
    takes 0.03 s to load for that.
    """
    versions: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in sorted(os.listdir(folder or ".")):
                if name.endswith(".dist-info"):
                    package, _, version = name.removesuffix(".dist-info").rpartition("-")
                    versions.setdefault(_canonical(package), version)
    return versions


def _canonical(name: str) -> str:
    """The name of a package, as all ways of writing it have it (PEP 503)."""
    return re.sub("[-_.]+", "-", name).lower()


@cache
def shipped_digest() -> str:
    """The sha256 of the templates and styles that ship with us."""
    digest = hashlib.sha256()
    for kind in ("templates", "styles"):
        top = layout.shipped_folder(kind)
        for path in sorted(path for path in top.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(top).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()

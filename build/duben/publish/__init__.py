"""The stages in order: a folder in, outputs and a manifest out, whole or not at all."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duben.publish.asking import build
    from duben.publish.built import Built, Made
    from duben.publish.measuring import Measured, Proved, proof
    from duben.publish.reading import Draft, check, load
    from duben.publish.verification import Verified, verify

__all__ = [
    "Built",
    "Draft",
    "Made",
    "Measured",
    "Proved",
    "Verified",
    "build",
    "check",
    "load",
    "proof",
    "verify",
]

# Loaded when first asked for: the worker, which lives in this package, needs none of them.
_HOMES = {
    "Built": "built", "build": "asking", "Made": "built", "Draft": "reading", "check": "reading", "load": "reading",
    "Measured": "measuring", "Proved": "measuring", "proof": "measuring", "Verified": "verification", "verify": "verification",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"duben.publish.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'duben.publish' has no attribute {name!r}")

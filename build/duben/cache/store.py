"""What is kept from one build to the next, as those see it who may find there what they would make."""

from __future__ import annotations

from typing import Any, Protocol


class Cache(Protocol):
    """Where things are kept, each under all that it depends on; what is not there is None."""

    def get(self, *of: object) -> tuple[Any, bytes] | None: ...
    def put(self, data: object, blob: bytes, *of: object) -> None: ...


class NullCache:
    """A store that keeps nothing."""

    def get(self, *of: object) -> tuple[Any, bytes] | None:
        return None

    def put(self, data: object, blob: bytes, *of: object) -> None:
        pass

"""Words looked for in a line near the place at which they stood."""

from __future__ import annotations


def exchange_words(line: str, old: str, new: str, column: int) -> str | None:
    """A line with ``new`` in the place of that ``old`` which is nearest to a column (from 1); None
    where the line has none.
    """
    starts = [at for at in range(len(line)) if line.startswith(old, at)] if old else []
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(at - column + 1))
    return line[:start] + new + line[start + len(old) :]

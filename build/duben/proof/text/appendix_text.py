"""The entries of the appendix of enumerations: each with its term, its members and its note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from duben.layout import INNER_TITLE, member_texts, member_tree, with_members
from duben.model import Enumeration, SourceLocation
from duben.proof.text.differences import Difference, excerpt
from duben.proof.text.expected import normalize_text

BESIDE_LENGTH = 40  # characters that may stand between a term and its members: signs, a remark


def missing_entries(
    text: str, enumerations: Iterable[Enumeration], confusables: Mapping[int, str]
) -> Iterator[Difference]:
    """Enumerations whose entry lacks something: its term, then its members in order with theirs,
    then its note.

    Entries are not drawn in the order in which they are read, so each is looked for in the whole
    appendix.
    """
    enumerations = list(enumerations)
    listed = with_members(enumerations)
    for entry in enumerations:
        values = [
            normalize_text(value, confusables)
            for value in (
                entry.inner,
                *member_texts(member_tree(entry, listed)),
                *([entry.known.source.translate(INNER_TITLE)] if entry.known else []),
                entry.note,
            )
        ]
        complete = max(
            (count_in_order(text, values, start) for start in occurrences(text, values[0])),
            default=0,
        )
        if complete < len(values):
            place = entry.defined or next(iter(entry.occurrences), None)
            yield Difference(
                "missing",
                place.place if place else SourceLocation("enumerations.toml"),
                excerpt(values[complete]),
            )


def occurrences(text: str, value: str) -> Iterator[int]:
    """Where a text stands in another; so many places are tried."""
    at = text.find(value)
    for _ in range(50):
        if at < 0:
            return
        yield at
        at = text.find(value, at + 1)


def count_in_order(text: str, values: Sequence[str], position: int) -> int:
    """How many of the values stand one behind the other from ``position`` on, with little between
    them.
    """
    for number, value in enumerate(values):
        at = text.find(value, position, position + BESIDE_LENGTH + len(value))
        if at < 0:
            return number
        position = at + len(value)
    return len(values)

"""A revision in the agreed form of ``duben compare --json``."""

from __future__ import annotations

from typing import Any

from duben.model import Enumeration
from duben.revision import pages
from duben.revision.changes import Change
from duben.revision.comparison import Revision
from duben.revision.consequences import EnumerationChange
from duben.revision.pages import folios
from duben.revision.version import Version


def revision_to_json(revision: Revision) -> dict[str, Any]:
    """What ``duben compare --json`` prints."""
    enumerations = revision.enumerations
    return {
        "old": _version(revision.old),
        "new": _version(revision.new),
        "changes": [
            _change_to_json(revision, change) for change in (*revision.fields, *revision.changes)
        ],
        "enumerations": {
            "added": [_enumeration(enumeration) for enumeration in enumerations.added],
            "removed": [_enumeration(enumeration) for enumeration in enumerations.removed],
            "changed": [_enumeration_change_to_json(change) for change in enumerations.changed],
        },
        "references": [
            {
                "place": str(reference.unit.place),
                "label": reference.unit.label,
                "said": reference.said,
                "now": reference.now or None,
            }
            for reference in revision.stale
        ],
        "contents": [
            {
                "old": change.old.text if change.old else None,
                "new": change.new.text if change.new else None,
            }
            for change in revision.contents
        ],
        "pages": _pages(revision),
    }


def _pages(revision: Revision) -> dict[str, Any]:
    """What became of the pages of the new print, by folio; all null where a print is not known."""
    if revision.old.print is None or revision.new.print is None:
        return {"changed": None, "unchanged": None}
    by_fate: dict[str, list[str]] = {"text": [], "shifted": [], "folio": [], "same": []}
    for index, fate in enumerate(pages.page_fates(revision)):
        by_fate[fate].append(revision.new.print.page_name(index))
    again = pages.sheets_to_reprint(revision)
    return {
        "changed": by_fate["text"],
        "shifted": by_fate["shifted"],
        "folio": by_fate["folio"],
        "unchanged": by_fate["same"],
        "leaves": list(again.leaves),
        "of_leaves": again.of_leaves,
        "sheets": list(again.sheets),
        "of_sheets": again.of_sheets,
    }


def _version(version: Version) -> dict[str, str]:
    return {
        "book": version.id,
        "title": version.title,
        "version": version.number,
        "date": version.date,
    }


def _change_to_json(revision: Revision, change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    row: dict[str, Any] = {
        "kind": change.kind,
        "old_label": old.label if old else None,
        "new_label": new.label if new else None,
        "old_text": old.text if old else None,
        "new_text": new.text if new else None,
        "segments": [list(segment) for segment in change.segments],
        "old_place": str(old.place) if old else None,
        "new_place": str(new.place) if new else None,
        "old_pages": folios(revision, change, "old"),
        "new_pages": folios(revision, change, "new"),
    }
    if change.only:
        row["only"] = change.only
    if change.split_of:
        row["split_of"] = str(change.split_of.place)
    if change.joined_into:
        row["joined_into"] = str(change.joined_into.place)
    return row


def _enumeration(enumeration: Enumeration) -> dict[str, Any]:
    return {
        "term": enumeration.term,
        "count": enumeration.count,
        "members": list(enumeration.printed_members),
    }


def _enumeration_change_to_json(change: EnumerationChange) -> dict[str, Any]:
    return {
        "old": _enumeration(change.old),
        "new": _enumeration(change.new),
        "added": list(change.added),
        "removed": list(change.removed),
    }

"""勘误表: what readers of the old copies correct by hand, on one A5 leaf when it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duben.layout import FontFace
from duben.model import Enumeration
from duben.publish.change_documents import places
from duben.publish.change_documents.setting import SheetTypesetter, TypeSize, fill_template
from duben.revision import (
    AppendixChange,
    Correction,
    ErrataRow,
    InlineChange,
    Revision,
    Segment,
    diff_text,
    edits,
    errata_rows,
    short_quote,
)

SIZES: tuple[TypeSize, ...] = ((10, 15), (9, 13.5), (8.5, 12.5), (8, 11.5), (7.5, 10.5))
STACKED_PLACES = 4  # places that stand one below the other; more are told in a sentence
LEAF_PAGES = 2  # pages
FEW_ROWS = 8  # corrections that a reader makes by hand at a sitting
NOTED_EDITS = 3  # changes of one row that a note tells


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip as PDF, how many pages it has, and how many corrections."""

    pdf: bytes
    pages: int
    rows: int

    @property
    def on_a_leaf(self) -> bool:
        return self.pages <= LEAF_PAGES

    @property
    def few(self) -> bool:
        """Whether it is one page of few corrections."""
        return self.pages == 1 and self.rows <= FEW_ROWS


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A row as the template shows it: (page, line) one below the other; marked pieces of what is
    wrong and right.
    """

    places: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]
    note: str = ""
    many: str = ""


def slip(
    revision: Revision,
    found: Sequence[Correction],
    faces: Sequence[FontFace],
    said: Mapping[str, str],
    issuer: str = "",
    day: str = "",
) -> Slip:
    """The slip of a revision, of a ``day`` (ISO 8601), "" to be filled in by hand. Without a print
    of the old version places are told by their labels.
    """
    rows = errata_rows(revision, found)
    shown = [_slip_row(revision, row, said) for row in rows if not row.small]
    small = [_slip_row(revision, row, said) for row in rows if row.small]
    text = fill_template(
        "errata.html",
        revision,
        said,
        rows=shown,
        small=small,
        appendix=[_appendix_line(change, said) for change in revision.appendix],
        has_appendix=any(one.shown for one in revision.new.enumerations),
        by_page=revision.old.print is not None,
        issuer=issuer,
        date=day,
        day=places.day(day, said) or said["day-blank"],
    )
    setter = SheetTypesetter(revision.new.language, faces)
    pdf, pages = setter.fit((text,), "notices.css", SIZES[:3], 1)
    if pages > 1:
        pdf, pages = setter.fit((text,), "notices.css", SIZES, LEAF_PAGES)
    if pages > LEAF_PAGES:
        pdf, pages = setter.fit((text,), "notices.css", SIZES[1:2], LEAF_PAGES)
    return Slip(pdf, pages, len(rows) + len(revision.appendix))


def _slip_row(revision: Revision, row: ErrataRow, said: Mapping[str, str]) -> SlipRow:
    printed = revision.old.print
    if printed:
        where = tuple(
            (places.folio(printed, page, said), str(first) if first == last else f"{first}—{last}")
            for page, first, last in row.places
        )
    else:
        where = tuple((label, "") for label in row.labels)
    if printed and len(where) == 2 and row.kind not in ("replace", "again"):
        # From the first place to the last.
        where = (
            (
                places.span(where[0][0], where[1][0]),
                "" if row.kind == "order" else places.span(where[0][1], where[1][1]),
            ),
        )
    where = where or ((said["beginning"], ""),)
    if row.kind == "insert":
        return SlipRow(
            where,
            (("note", said["slip-missing"]),),
            (("note", said["slip-insert"]), ("+", row.right)),
        )
    if row.kind == "delete":
        return SlipRow(where, (("-", short_quote(row.wrong)),), (("note", said["slip-delete"]),))
    if row.kind == "move":
        to = places.lines(printed, [row.to], said) if printed and row.to else said["beginning"]
        text = row.right if row.changed else short_quote(row.right)
        return SlipRow(
            where,
            (("note", said["slip-whole"]),),
            (("note", said["slip-move"].format(to=to)), ("=", text)),
        )
    if row.kind == "rewrite":
        return SlipRow(
            where,
            (("-", short_quote(row.wrong)),),
            (("note", said["slip-rewrite"]), ("+", row.right)),
        )
    if row.kind == "order":
        return SlipRow(
            where,
            tuple(_number_range(row.wrong, said["slip-to"])),
            (("note", said["slip-order"]), *_number_range(row.right, said["slip-to"])),
        )
    if row.kind in ("split", "join"):
        parted = [("note", said["slip-parted"])] if row.kind == "join" else []
        return SlipRow(
            where,
            (("=", f"……{row.wrong}"), *parted, ("=", f"{row.right}……")),
            (("=", f"……{row.wrong}"), ("note", said[f"slip-{row.kind}"]), ("=", f"{row.right}……")),
        )
    if row.kind == "again" and len(where) > STACKED_PLACES:
        many = said["comma"].join(
            said["page-line"].format(page=page, first=line) if line else page
            for page, line in where
        )
        return SlipRow((), (("-", row.wrong),), (("+", row.right),), many=many)
    segments = diff_text(row.wrong, row.right)
    note = _marks_in_words(segments, said)
    return SlipRow(
        where,
        tuple(segment for segment in segments if segment[0] != "+"),
        (*(segment for segment in segments if segment[0] != "-"), *note),
    )


def _marks_in_words(
    segments: Sequence[Segment], said: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """A note that says what became of marks, which are easily overlooked, and of words that are
    only gone; none where words came.
    """
    inline = edits(segments)
    if 0 < len(inline) <= NOTED_EDITS and not any(
        map(str.isalnum, "".join(edit.came for edit in inline))
    ):
        phrases = [
            said[_mark_rule(edit)].format(old=edit.gone.strip(), new=edit.came.strip())
            for edit in inline
        ]
        yield "note", said["slip-note"].format(said["semicolon"].join(phrases))


def _mark_rule(edit: InlineChange) -> str:
    if not edit.came.strip():
        return "slip-gone"
    return "slip-changed" if edit.gone.strip() else "slip-came"


def _appendix_line(change: AppendixChange, said: Mapping[str, str]) -> str:
    """What becomes of an entry of the appendix, in a sentence."""
    old, new = change.old, change.new
    if new is None:
        return said["appendix-removed"].format(term=old.term if old else "")
    values = {"term": new.term, "members": _members_in_words(new, said)}
    if old is None:
        return said["appendix-added"].format(**values)
    if old.term != new.term:
        return said["appendix-renamed"].format(old=old.term, **values)
    if old.printed_members != new.printed_members or old.open != new.open:
        was = _members_in_words(old, said)
        return said["appendix-changed"].format(old=was, **values)
    if old.note != new.note:
        return said["appendix-note"].format(note=new.note or said["appendix-none"], **values)
    return said["appendix-count"].format(count=new.count, **values)


def _members_in_words(one: Enumeration, said: Mapping[str, str]) -> str:
    """The members that the appendix prints, in a row."""
    members = one.printed_members
    inside = any(said["comma"] in member or "、" in member for member in members)
    row = ("；" if inside else "、").join(members)
    return (row + ("等" if one.open else "")) or said["appendix-name-alone"]


def _number_range(text: str, to: str) -> tuple[tuple[str, str], ...]:
    first, last = text.split("\n")
    return ("-", first), ("note", to), ("-", last)

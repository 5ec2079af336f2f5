"""The report of a revision: what changed, on which pages, and what to do, on one page of paper and
as a web page; and the leaf before its marked pages, which explains the signs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from duben.layout import FontFace
from duben.publish.change_documents import change_marks, places
from duben.publish.change_documents.copy_state import LISTED_SETTINGS
from duben.publish.change_documents.replacement_pages import ReplacementPages, instructions
from duben.publish.change_documents.setting import SheetTypesetter, TypeSize, fill_template
from duben.publish.change_documents.slip import Slip
from duben.revision import (
    GROUPS,
    Change,
    Reprint,
    Revision,
    VersionSide,
    Wording,
    both_prints,
    changed_lines,
    comparison_heading,
    page_fates,
    sheets_to_reprint,
    show_cells,
    word_changes,
)

SIZES: tuple[TypeSize, ...] = ((10.5, 16), (9.5, 14.5), (9, 13.5), (8.5, 12.5))
QUOTE_LENGTHS = (
    120,
    60,
    36,
    20,
)  # characters of a quoted paragraph, the most that still let the report fit its page
LINES_LIMIT = 4  # places told by line; more are told by page


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary, and where in the old print and in the new."""

    text: str
    old: str = ""
    new: str = ""


def report(
    revision: Revision,
    faces: Sequence[FontFace],
    said: Mapping[str, str],
    slip: Slip | None = None,
    replaced: ReplacementPages | None = None,
    *,
    assumed: bool = False,
) -> tuple[str, bytes]:
    """The report as a web page of its own and as PDF.

    ``assumed``: the pages of the old version are those that its text has when it is set now, not
    those of a kept record.
    """
    printed = revision.old.print is not None and revision.new.print is not None
    again = sheets_to_reprint(revision) if printed else None
    values: dict[str, object] = {
        "head": comparison_heading(revision, said),
        "advice": list(advice(revision, slip, replaced, said)) if again else [],
        "fates": _page_fates_in_words(revision, said) if printed else None,
        # Where pages are handed out, or all is printed anew, the advice tells which.
        "again": _sheets_in_words(again, said) if again and replaced is None else "",
        "dates": (revision.old.date, revision.new.date),
        "assumed": assumed and printed,
        "other_looks": printed
        and not assumed
        and both_prints(revision)[0].looks != both_prints(revision)[1].looks,
    }
    texts = [
        fill_template(
            "report.html",
            revision,
            said,
            groups=_groups(revision, said, most),
            details=(),
            web=False,
            **values,
        )
        for most in QUOTE_LENGTHS
    ]
    pdf, _ = SheetTypesetter(revision.new.language, faces).fit(texts, "report.css", SIZES, 1)
    details = [
        (
            change,
            [
                (sign, show_cells(text) if change.unit.kind == "row" else text)
                for sign, text in change.segments
            ],
            places.lines(revision.old.print, changed_lines(revision, change, "old"), said)
            if revision.old.print
            else "",
            places.lines(revision.new.print, changed_lines(revision, change, "new"), said)
            if revision.new.print
            else "",
        )
        for change in (*revision.fields, *revision.changes)
    ]
    html = fill_template(
        "report.html",
        revision,
        said,
        groups=_groups(revision, said, QUOTE_LENGTHS[0]),
        details=details,
        web=True,
        **values,
    )
    return html, pdf


def _groups(
    revision: Revision, said: Mapping[str, str], most: int
) -> list[tuple[str, list[Sentence]]]:
    found = word_changes(revision, said, most)
    return [
        (said[f"group-{group}"], own)
        for group in GROUPS
        if (
            own := [
                _sentence(revision, sentence, said) for sentence in found if sentence.group == group
            ]
        )
    ]


def _sentence(revision: Revision, sentence: Wording, said: Mapping[str, str]) -> Sentence:
    return Sentence(
        sentence.text,
        _where(revision, sentence.changes, "old", said),
        _where(revision, sentence.changes, "new", said),
    )


def _where(
    revision: Revision, changes: Iterable[Change], side: VersionSide, said: Mapping[str, str]
) -> str:
    """The lines of changes, or their pages where they are many."""
    printed = revision.old.print if side == "old" else revision.new.print
    if printed is None:
        return ""
    found = sorted({line for change in changes for line in changed_lines(revision, change, side)})
    if not found:
        return ""
    if len(found) > LINES_LIMIT:
        return said["pages-of"].format(
            pages=places.pages(printed, (page for page, _ in found), said)
        )
    return places.lines(printed, found, said)


def _page_fates_in_words(revision: Revision, said: Mapping[str, str]) -> dict[str, str]:
    """The pages of the new print by what became of them, in words; "" where there are none."""
    fates = page_fates(revision)
    printed = revision.new.print
    assert printed
    return {
        kind: places.pages(printed, (page for page, fate in enumerate(fates) if fate == kind), said)
        for kind in ("text", "shifted", "folio", "same")
    }


def _sheets_in_words(again: Reprint, said: Mapping[str, str]) -> str:
    if not again.sheets:
        return said["sheets-none"]
    return said["sheets"].format(
        sheets=places.ranges([str(number) for number in again.sheets], said),
        count=len(again.sheets),
        of=again.of_sheets,
    )


def advice(
    revision: Revision,
    slip: Slip | None,
    replaced: ReplacementPages | None,
    said: Mapping[str, str],
) -> Iterable[str]:
    """What to do about the copies that are out, the best way first."""
    anew = replaced is not None and replaced.too_many
    if not revision.changes and not revision.appendix:
        yield said["advice-nothing"]
    elif slip and (_is_told_by(slip, revision) if anew else slip.on_a_leaf):
        yield said["advice-slip"].format(rows=slip.rows, pages=slip.pages)
        if anew:
            yield said["advice-or-new"]
    elif replaced and anew:
        yield _advise_new_print(replaced, said)
    elif replaced:
        yield said["advice-pages"]
    if replaced and not anew:
        yield said[f"advice-{replaced.way}"].format(
            count=len(replaced.sheets) or len(replaced.leaves),
            pages=said["comma"].join(into for _, into in instructions(replaced, said)),
        )
    if revision.stale or revision.enumerations.changed:
        yield said["advice-look"]


def _is_told_by(slip: Slip, revision: Revision) -> bool:
    """Whether a short slip tells all that changed: it names no setting, shows no picture."""
    return (
        slip.few
        and all(change.unit.id in LISTED_SETTINGS for change in revision.fields)
        and all(
            change.kind == "changed" or change.unit.kind != "caption" for change in revision.changes
        )
    )


def _advise_new_print(replaced: ReplacementPages, said: Mapping[str, str]) -> str:
    """Why all is to be printed anew: by sheets where those are exchanged; leaves that are put in
    are no leaves of the book.
    """
    if replaced.of_sheets:
        count, of, rule = len(replaced.sheets), replaced.of_sheets, "advice-new-sheets"
    else:
        own = [leaf for leaf in replaced.leaves if not leaf.point and (leaf.front or leaf.back)]
        count, of = len(own), replaced.of
        rule = "advice-new-more" if replaced.points else "advice-new"
    return said[rule].format(count=count, of=of, more=len(replaced.points))


LEGEND_SIZES: tuple[TypeSize, ...] = ((10.5, 16), (9.5, 14.5))


def add_legend(
    marked: bytes, revision: Revision, faces: Sequence[FontFace], said: Mapping[str, str]
) -> bytes:
    """Marked pages with the explanation in front; ``marked`` as ``change_marks.mark_changes`` gives
    them.
    """
    assert revision.new.print
    text = fill_template(
        "marked.html",
        revision,
        said,
        date=revision.new.date,
        pages=places.pages(revision.new.print, change_marks.marked_pages(revision), said),
    )
    front, _ = SheetTypesetter(revision.new.language, faces).fit(
        (text,), "replacement.css", LEGEND_SIZES, 1
    )
    with pikepdf.open(io.BytesIO(front)) as document, pikepdf.open(io.BytesIO(marked)) as source:
        document.pages.extend(source.pages)
        # They speak of the first page alone.
        return change_marks.save_pdf(document, ("/StructTreeRoot", "/MarkInfo"))

"""Lists of members in documents taken in that are not sure: the editor is asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duben import analysis
from duben.intake.document import ImportedDocument
from duben.intake.reading import document_sources
from duben.manuscript import parse_chapters
from duben.messages import message
from duben.model import Settings

# Characters of all documents up to which they are looked at: some 500 pages, 5 s. What waits in
# longer ones ``duben enumerations`` tells.
LONGEST_TEXT = 400_000
# Lists that the screen shows, and characters of each.
SHOWN, SHOWN_LENGTH = 8, 56


@dataclass(frozen=True, slots=True)
class UnsureList:
    """Members that are not sure, at a line of a document: the sentence that they were read from,
    and as what they were taken. An entry of "unsure" in import.json.
    """

    file: str
    line: int
    text: str
    taken_as: str


def find_unsure_lists(documents: Sequence[ImportedDocument]) -> tuple[UnsureList, ...]:
    """The lists of members that wait for the editor, the least doubtful first, as
    ``duben enumerations`` has them; none for documents longer than LONGEST_TEXT.
    """
    sources = [source for document in documents for source in document_sources(document)]
    if sum(len(source.text) for source in sources) > LONGEST_TEXT:
        return ()
    chapters = parse_chapters(sources)
    book = analysis.analyse(Settings(), chapters)
    found = []
    for one in analysis.waiting_enumerations(book):
        place = one.listed_at
        text = "".join(sentence for _, sentence in analysis.source_sentences(book, one))
        found.append(
            UnsureList(place.file, place.line, text, f"“{one.term}”：{'；'.join(one.members)}")
        )
    return tuple(found)


def summarize_unsure_lists(found: Sequence[UnsureList], tongue: str) -> Iterator[str]:
    """The first lists, a line for each, and how many more there are; "zh" or "en"."""
    if found:
        yield message("import-unsure", tongue, {"count": len(found)})
    several = len({one.file for one in found}) > 1
    for one in found[:SHOWN]:
        where = f"{one.file}:{one.line}" if several else str(one.line)
        more = "……" if len(one.taken_as) > SHOWN_LENGTH else ""
        yield f"      {where}: {one.taken_as[:SHOWN_LENGTH]}{more}"
    if len(found) > SHOWN:
        yield "      " + message("intake-unsure-more", tongue, {"count": len(found) - SHOWN})

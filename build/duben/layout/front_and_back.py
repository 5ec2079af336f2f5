"""What the front and the back matter of a book say: contents, history of versions, colophon,
appendix; pages are named by their folios.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lazy_loader
from markupsafe import Markup

from duben.chinese import CIRCLES, chinese_date, circled_number, spell_number
from duben.layout.contents import ContentsLine, contents_entries, fit_contents
from duben.layout.editions import LINE, Edition
from duben.layout.markup import (
    EnumerationMember,
    answer_boxes,
    appendix_members,
    group_by_number,
    member_tree,
    order_enumerations,
    with_members,
)
from duben.model import Book, Enumeration, OutlineEntry, read_day

segno = lazy_loader.load("segno")  # for books with an address

# From so many entries on the appendix begins with a table by number; its sizes: characters, lines,
# blank of a row, in pt.
OVERVIEW_FROM = 6
OVERVIEW_SIZES = ((10.5, 17.5, 8), (9, 15, 6), (8, 12.5, 5), (7, 10.5, 4), (6, 9, 3))


INNER_TITLE = str.maketrans("《》", "〈〉")
COMPACT_ENTRIES = 5  # of contents that a compact book has


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version as the page 修订说明 shows it. ``sentences`` are (text, id of the block, its folio
    or ""); ``more`` further ones are only counted.
    """

    number: str
    date: str
    note: str
    sentences: tuple[tuple[str, str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class AppendixEntry:
    """An enumeration as the appendix shows it: the folio of its definition, (folio, anchor) of its
    other mentions, the tree of its members; ``source``: where they are from, if not from the book;
    ``supplied_on``: the folio of the appendix that then has them, once it is known.
    """

    it: Enumeration
    defined: str
    pages: list[tuple[str, str]]
    columns: int
    family: tuple[EnumerationMember, ...] = ()
    source: str = ""
    supplied_on: str = ""

    @property
    def page(self) -> str:
        """The folio on which its members stand, or on which it is first named."""
        return (
            self.supplied_on
            or self.defined
            or (self.pages[0][0].partition("—")[0] if self.pages else "")
        )

    @property
    def target(self) -> str:
        """The anchor of that place."""
        if self.supplied_on:
            return f"enumeration-{self.it.id}"
        return (
            self.it.defined.id
            if self.it.defined and self.defined
            else self.pages[0][1]
            if self.pages
            else ""
        )


def enumeration_pages(
    enumeration: Enumeration, numbers: Mapping[str, str]
) -> tuple[str, list[tuple[str, str]]]:
    """The folio of the page that lists the members, "" for none, and (folio, id of a mention) of
    every other page with a mention, each once. Three pages in a row and more are one entry, 3—5.
    """
    defined = (
        numbers.get(enumeration.defined.id, "")
        if enumeration.defined and enumeration.members
        else ""
    )
    mentions = [
        (numbers[occurrence.id], occurrence.id)
        for occurrence in enumeration.occurrences
        if occurrence.id in numbers
    ]
    mentions.sort(
        key=lambda mention: (
            mention[0].isdecimal(),
            int(mention[0]) if mention[0].isdecimal() else 0,
        )
    )
    first: dict[str, str] = {}
    for folio, target in mentions:
        if folio != defined:
            first.setdefault(folio, target)
    runs: list[list[tuple[str, str]]] = []
    for folio, target in first.items():
        if (
            runs
            and folio.isdecimal()
            and runs[-1][-1][0].isdecimal()
            and int(folio) == int(runs[-1][-1][0]) + 1
        ):
            runs[-1].append((folio, target))
        else:
            runs.append([(folio, target)])
    return defined, [
        (f"{run[0][0]}—{run[-1][0]}", run[0][1]) if len(run) > 2 else page
        for run in runs
        for page in (run[:1] if len(run) > 2 else run)
    ]


def member_columns(members: Sequence[str], edition: Edition) -> int:
    """How many columns the members of an enumeration are set in, 1 to 3. Of the width of each
    2.5 em are its sign and a gap.
    """
    longest = max(map(len, members), default=0)
    room = edition.columns - 3.7
    return (
        3
        if longest + 2.5 <= 0.31 * room and len(members) > 2
        else 2
        if longest + 2.5 <= 0.46 * room
        else 1
    )


def authors_word(authors: Sequence[str]) -> str:
    """Which word of ``words.toml`` names those a book is by on its imprint: ``writers`` (作者) of
    persons, whose names have four characters at most or are parted by ·; ``authors`` (编者) where a
    body is among them.
    """
    return "writers" if all(len(name) <= 4 or "·" in name for name in authors) else "authors"


def source_note(enumeration: Enumeration, words: Mapping[str, str], alone: bool = False) -> str:
    """Where members are from that the library supplies: 据《……》（2017年), the year where the title
    does not have it. ``alone``: it is read apart from its section, and says what they are not.
    """
    known = enumeration.known
    if known is None:
        return ""
    source = inner_title(known.source)
    year = partial_date(known.date[:4])
    day = words["from_source_date"].format(year) if year and year not in source else ""
    return words["from_source_alone" if alone else "from_source"].format(source, day)


def inner_title(title: str) -> str:
    """A title as it stands between 《 and 》: marks inside are single (GB/T 15834, 书名号)."""
    return title.translate(INNER_TITLE)


def partial_date(text: str) -> str:
    """2017年, 2017年10月, 2017年10月24日 for 2017, 2017-10, 2017-10-24."""
    return "".join(
        f"{int(number)}{unit}" for number, unit in zip(text.split("-"), "年月日", strict=False)
    )


def booklet_names(book: Book, words: Mapping[str, str]) -> list[str]:
    """The booklets of the history of terms: title, version and date."""
    return [
        f"《{inner_title(booklet.title) or booklet.id}》"
        + (version_name(booklet.version, words) if booklet.version else "")
        + (words["from_source_date"].format(partial_date(booklet.date)) if booklet.date else "")
        for booklet in book.booklets
    ]


def issuer(book: Book) -> str:
    """Who issues the book: [imprint] issuer, else the publisher."""
    return book.settings.imprint.issuer or book.settings.book.publisher


@dataclass(frozen=True, slots=True)
class FrontAndBackMatter:
    """The matter before and behind the body of a book in an edition. ``whole`` is the book before
    its answers were moved to the back; ``words`` the words that a book in its language prints.
    """

    book: Book
    whole: Book
    edition: Edition
    words: Mapping[str, str]

    def contents(self, numbers: Mapping[str, str]) -> dict[str, Any]:
        """The lines of the contents page, and the rank of their leading; ``numbers`` gives the
        folios by id.
        """
        lines = [
            ContentsLine(
                entry.label.strip(), entry.title, entry.level, entry.block, numbers[entry.block]
            )
            for entry in contents_entries(self.book)
            if entry.block in numbers
        ]
        if answer_boxes(self.whole):
            lines.append(ContentsLine("", self.words["answers"], 1, "answers", numbers["answers"]))
        if self.listed_enumerations:
            lines.append(
                ContentsLine("", self.words["appendix"], 1, "appendix", numbers["appendix"])
            )
        pages = max((int(folio) for folio in numbers.values() if folio.isdecimal()), default=0)
        shown, leading = fit_contents(lines, self.edition, pages)
        return {"contents": shown, "leading": leading}

    def run_on(self, numbers: Mapping[str, str]) -> dict[str, Any]:
        """What a compact book has in its body: the contents above its text, where they have
        COMPACT_ENTRIES and more, and the appendix below it; ``numbers`` gives the folios by id, of
        as many as are known.
        """
        ids = [entry.block for entry in run_on_entries(self.book)]
        folios = {name: numbers.get(name, "0") for name in (*ids, "answers", "appendix")}
        contents = self.contents(folios)
        if len(contents["contents"]) < COMPACT_ENTRIES:
            contents["contents"] = []
        return {**contents, **self.appendix(numbers), "overview": []}

    def history(self, numbers: Mapping[str, str]) -> Iterator[HistoryEntry]:
        """What the page 修订说明 shows of each version, the present one first; ``numbers`` gives
        the folios by id.
        """
        for first, version in reversed(list(enumerate(self.book.history))):
            sentences = tuple(
                (text, block, numbers.get(block, "")) for text, block in version.sentences
            )
            note = version.note or (
                "" if sentences else self.words["no_changes" if first else "first_version"]
            )
            yield HistoryEntry(
                version_name(version.number, self.words),
                chinese_date(read_day(version.date)) if version.date else "",
                note,
                sentences,
                version.more,
            )

    def appendix(self, numbers: Mapping[str, str]) -> dict[str, Any]:
        """What the template of the appendix shows; ``numbers`` gives the folios by id."""
        listed = with_members(self.listed_enumerations)
        entries = [
            AppendixEntry(
                it,
                *enumeration_pages(it, numbers),
                member_columns(appendix_members(it), self.edition),
                member_tree(it, listed),
                source_note(it, self.words),
                numbers.get(f"enumeration-{it.id}", "") if it.known else "",
            )
            for it in self.listed_enumerations
        ]
        named = [entry for entry in entries if not entry.it.members]
        return {
            "enumerations": entries,
            "listed": [entry for entry in entries if entry.it.members],
            "unlisted": [entry for entry in named if not entry.it.note and not entry.it.known],
            "noted": [entry for entry in named if entry.it.note and not entry.it.known],
            "supplied": [entry for entry in named if entry.it.known],
            "waiting": any(not entry.it.sure for entry in named),
            "histories": self.book.term_histories,
            "booklets": booklet_names(self.book, self.words),
            **self.overview(entries),
        }

    def overview(self, entries: Sequence[AppendixEntry]) -> dict[str, Any]:
        """The table for study by number, in the largest size that keeps it on one page; an empty
        one for fewer than OVERVIEW_FROM entries.
        """
        if len(entries) < OVERVIEW_FROM:
            return {"overview": []}
        by_id = {entry.it.id: entry for entry in entries}
        rows = [
            (numeral, [by_id[enumeration.id] for enumeration in group])
            for numeral, group in group_by_number(entry.it for entry in entries)
        ]

        longest = max(len(numeral) for numeral, _ in rows)

        def depth(size: float, step: float, room: float) -> float:
            """The height of the table in characters of ``size`` on lines of ``step``, pt."""
            across = self.edition.measure / size - 2 - max(2, longest)
            return sum(
                step
                * -(
                    -sum(len(entry.it.term) + 3.5 + len(entry.page) * 0.6 for entry in group)
                    // across
                )
                + room
                for _, group in rows
            )

        fitting = (
            rank
            for rank, size in enumerate(OVERVIEW_SIZES, 1)
            if depth(*size) <= self.edition.depth - 7 * LINE
        )
        return {
            "overview": rows,
            "overview_size": next(fitting, len(OVERVIEW_SIZES)),
            "longest_numeral": longest,
        }

    @property
    def listed_enumerations(self) -> list[Enumeration]:
        """What the appendix lists, in its order."""
        return order_enumerations(self.book) if self.book.settings.text.appendix else []

    def colophon(self, pages: int = 0) -> list[tuple[str, str]]:
        """The rows of the colophon: what is known, in the order of the trade. ``pages`` are those
        between the covers.
        """
        data, imprint, words = self.book.settings.book, self.book.settings.imprint, self.words
        characters = sum(
            len("".join(block.text.split()))
            for chapter in self.book.chapters
            for block in chapter.walk()
        )
        on_sheet = self.edition.pages_on_sheet
        sheets = f"{(pages + pages % 2) / on_sheet:.3f}" if pages and on_sheet else ""
        kind = words.get(imprint.kind, imprint.kind)
        rows = [
            (
                "title",
                data.title
                + (
                    data.subtitle
                    if data.subtitle.startswith("（")
                    else f"（{data.subtitle}）"
                    if data.subtitle
                    else ""
                ),
            ),
            (authors_word(data.authors), "　".join(data.authors)),
            ("issuer", imprint.issuer),
            ("publisher", data.publisher),
            ("kind", words["internal"] if imprint.kind == "内部资料" else kind),
            ("permit", imprint.permit),
            ("recipients", imprint.recipients),
            ("printer", imprint.printer),
            ("printed", imprint.printed),
            ("copies", words["copies_unit"].format(imprint.copies) if imprint.copies else ""),
            ("version", "　".join(filter(None, (chinese_date(data.date), self.version())))),
            ("format", self.edition.trade_size(data.language)),
            ("sheets", sheets.rstrip("0").rstrip(".")),
            ("characters", words["characters_unit"].format(f"{characters / 1000:.1f}")),
            ("source", data.source),
        ]
        return [(words[name], value) for name, value in rows if value]

    def version(self) -> str:
        """第二版."""
        return version_name(self.book.settings.book.version, self.words)

    def qr_code(self) -> Markup | str:
        """A QR code of the book's address, as SVG; "" without an address."""
        address = self.book.settings.book.address
        if not address:
            return ""
        try:
            # Not every telephone reads a Micro QR code.
            return Markup(
                segno.make_qr(address, error="m")
                .svg_inline(border=0, omitsize=True, title=address)
                .replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
            )
        except segno.DataOverflowError:
            # The settings bound an address; a longer one goes without its code.
            return ""


def run_on_entries(book: Book) -> list[OutlineEntry]:
    """The entries of contents that stand below the title of the first chapter: without it."""
    first = next((chapter for chapter in book.chapters if chapter.part == "body"), None)
    title = first.title.id if first and first.title else ""
    return [entry for entry in contents_entries(book) if entry.block != title]


def version_name(number: str, words: Mapping[str, str]) -> str:
    """第二版."""
    return words["version_name"].format(
        spell_number(int(number)) if number.isdecimal() and len(number) < 4 else number
    )


def space_label(label: str) -> str:
    """A label with a space behind it where it does not end in a mark."""
    return label if not label or label[-1] in "、）)．.，," else label + " "


def note_sign(number: int) -> str:
    """The mark of a note, the number of a member: ① to ㊿, then [51]."""
    return circled_number(number) if number <= len(CIRCLES) else f"[{number}]"

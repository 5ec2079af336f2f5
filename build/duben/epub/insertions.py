"""What the EPUB puts into the author's text: marks of pages, of terms, of line breaks; at entries
the links back to the places that name them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from duben.chinese import circled_number
from duben.epub.package_files import ENUMERATIONS, relative_address
from duben.epub.publication import Publication, title_phrases
from duben.layout import InlinePiece, definition_entries, glossary_mentions
from duben.model import Block, BookError, Enumeration, problem

ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{12,}")
ADDRESS_MARK = re.compile("[/?&=_.-]+(?=[A-Za-z0-9])")
BREAK = Markup("<wbr/>")


@dataclass(frozen=True, slots=True)
class Insertions:
    """What stands in the text beside the author's words. ``marks``: block → (offset, markup);
    ``before``: what stands at the start of a figure or an entry; ``after``: at the end of a
    glossary entry, by the id of its first term; ``glossed``: the terms of the glossary where each
    chapter has them first; ``entries``: term → id of its entry; ``page_list``: (folio, address).
    """

    entries: Mapping[str, str]
    marks: dict[str, list[tuple[int, Markup]]] = field(default_factory=dict)
    before: dict[str, Markup] = field(default_factory=dict)
    after: dict[str, Markup] = field(default_factory=dict)
    glossed: dict[str, tuple[InlinePiece, ...]] = field(default_factory=dict)
    page_list: list[tuple[str, str]] = field(default_factory=list)

    def mark(self, block: str, offset: int, markup: Markup) -> None:
        """Puts markup at an offset of a block's text."""
        self.marks.setdefault(block, []).append((offset, markup))


def insertions(publication: Publication) -> Insertions:
    """Everything that is known before the pages are written. BookError for a page that begins
    nowhere in the book.
    """
    result = Insertions(_entry_ids(publication.locations.order))
    _add_page_breaks(result, publication)
    _add_glossary(result, publication)
    _add_line_breaks(result, publication.locations.order)
    return result


def enumeration_id(enumeration: Enumeration) -> str:
    """The id of an entry of the appendix."""
    return f"enumeration-{enumeration.id}"


def _entry_ids(blocks: Iterable[Block]) -> dict[str, str]:
    return {
        part.id: f"entry-{group[0].id}"
        for block in blocks
        if block.kind == "definitions"
        for group in definition_entries(block)
        for part in group
        if part.kind == "term"
    }


def _add_page_breaks(result: Insertions, publication: Publication) -> None:
    """A mark where each page of the printed edition begins (EPUB 3.3 pagebreak), and their list."""
    appendix = _appendix_ids(publication)
    locations = publication.locations
    for page in publication.pages:
        id = f"page-{page.folio}"
        mark = Markup(
            '<span epub:type="pagebreak" role="doc-pagebreak" id="%s" aria-label="%s"></span>'
        ) % (id, page.folio)
        if page.block in locations.position:
            block, offset = locations.first_written(page.block, page.offset)
            path = locations.home[block]
            if locations.order[locations.position[block]].kind in ("figure", "code"):
                _add(result.before, block, mark)
            else:
                result.mark(block, offset, mark)
        elif page.block in appendix:
            path = ENUMERATIONS
            _add(result.before, appendix[page.block], mark)
        else:
            raise BookError(problem("epub-page-nowhere", None, page=page.folio))
        result.page_list.append((page.folio, f"{path}#{id}"))


def _appendix_ids(publication: Publication) -> dict[str, str]:
    """What a page of the appendix may begin with → the id there."""
    entries = {
        enumeration.id: enumeration_id(enumeration) for enumeration in publication.enumerations
    }
    unlisted = "unlisted" if publication.unlisted_enumerations else "enumerations"
    return {**entries, "appendix": "enumerations", "unlisted": unlisted} if entries else {}


def _add(table: dict[str, Markup], key: str, markup: Markup) -> None:
    table[key] = table.get(key, Markup("")) + markup


def _add_glossary(result: Insertions, publication: Publication) -> None:
    """The glossary's terms where each chapter has them first; at each entry the places that name
    its terms.
    """
    mentions: dict[str, list[NamedPlace]] = {}
    counts: dict[str, int] = {}
    for met in glossary_mentions(publication.book):
        block = met.block.id
        counts[block] = counts.get(block, 0) + 1
        mention = NamedPlace(f"{block}-g{counts[block]}", block, met.start)
        result.mark(block, met.start, Markup('<span id="%s"></span>') % mention.id)
        mentions.setdefault(met.entry.block, []).append(mention)
        if met.first:
            piece = InlinePiece(met.start, met.end, "glossed", met.entry)
            result.glossed[block] = (*result.glossed.get(block, ()), piece)
    for term, places in mentions.items():
        if path := publication.locations.home.get(term):
            entry = result.entries[term].removeprefix("entry-")
            _add(result.after, entry, mention_links(publication, places, path))


def _add_line_breaks(result: Insertions, blocks: Iterable[Block]) -> None:
    """Addresses may break behind a mark of theirs, headings of levels 1 and 2 between words."""
    for block in blocks:
        for address in ADDRESS.finditer(block.text):
            for mark in ADDRESS_MARK.finditer(block.text, *address.span()):
                result.mark(block.id, mark.end(), BREAK)
        if block.kind == "heading" and block.level <= 2:
            offset = 0
            for phrase in title_phrases(block.text)[:-1]:
                offset += len(phrase)
                result.mark(block.id, offset, BREAK)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that names an entry: the id of the mark there, and its block and offset."""

    id: str
    block: str
    offset: int


def mention_links(
    publication: Publication,
    mentions: Iterable[NamedPlace],
    path: str,
    definition: NamedPlace | None = None,
    id: str = "",
) -> Markup:
    """Links to mentions as the file ``path`` shows them, named by page of the printed edition when
    that is known of all, else by chapter. The page that lists the members (``definition``) comes
    first. ``id`` is that of the paragraph.
    """
    words, locations = publication.words, publication.locations
    ordered = sorted(
        mentions, key=lambda mention: locations.reading_position(mention.block, mention.offset)
    )
    labels = [locations.folio_at(mention.block, mention.offset) for mention in ordered]
    form, separator = Markup(words["pages_of"]), "、"
    if not all(labels):
        form, separator = Markup("{}"), "，"
        labels = [publication.short_titles[locations.home[mention.block]] for mention in ordered]
    groups: dict[str, list[NamedPlace]] = defaultdict(list)
    for label, mention in zip(labels, ordered, strict=True):
        groups[label].insert(0 if mention == definition else len(groups[label]), mention)
    links = [
        (group[0] == definition, _group_links(words, locations.home, label, form, group, path))
        for label, group in groups.items()
    ]
    listed = [group for lists, group in links if lists]
    named = [group for lists, group in links if not lists]
    sentences = [Markup(words["listed_at"]) + form.format(group) for group in listed]
    if named:
        verb = words["also_named_at" if listed else "named_at"]
        sentences.append(Markup(verb) + form.format(Markup(separator).join(named)))
    if not sentences:
        return Markup("")
    name = Markup(' id="%s"') % id if id else ""
    return Markup('<p class="places"%s>%s</p>') % (name, Markup("；").join(sentences))


def _group_links(
    words: Mapping[str, str],
    home: Mapping[str, str],
    label: str,
    form: Markup,
    mentions: Sequence[NamedPlace],
    path: str,
) -> Markup:
    """Links to the mentions on one page: its folio, then ② ③ for the others."""
    first, *others = [
        relative_address(f"{home[mention.block]}#{mention.id}", path) for mention in mentions
    ]
    return Markup('<a href="%s">%s</a>') % (first, label) + Markup("").join(
        Markup('<a href="%s" aria-label="%s">%s</a>')
        % (target, form.format(label) + words["nth"].format(rank), circled_number(rank))
        for rank, target in enumerate(others, 2)
    )

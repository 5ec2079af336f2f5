"""Chapters to a book: the outline, the enumerations and the glossary that the texts hold, the
editor's decisions applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from duben import chinese
from duben.analysis import outline, supplying
from duben.analysis.library import overlay
from duben.cache import Cache, NullCache
from duben.chinese import (
    DocumentFindings,
    EnumerationFinding,
    Mention,
    OtherListing,
    Passage,
    PassageReading,
    RunLabel,
    Term,
)
from duben.model import (
    RECEIVED_NOTE,
    Block,
    Book,
    Chapter,
    Decision,
    Enumeration,
    EnumerationStatus,
    GlossaryEntry,
    InlineList,
    MemberList,
    Occurrence,
    OutlineEntry,
    Problem,
    Settings,
    TermLibrary,
    TextRange,
    walk_blocks,
    warning,
)

PlainRow = Sequence[Sequence[Any]]

NOTHING = PassageReading()


@dataclass(frozen=True, slots=True)
class BookText:
    """A block with text, the chapter it stands in, and its entry of the outline if it has one."""

    block: Block
    chapter: Chapter
    entry: OutlineEntry | None = None


def analyse(
    settings: Settings,
    chapters: tuple[Chapter, ...],
    decisions: tuple[Decision, ...] = (),
    store: Cache | None = None,
    library: TermLibrary | None = None,
) -> Book:
    """The book that the chapters make. Its problems: decisions on terms that stand nowhere, and
    T10, which hangs on them.

    ``store`` has what earlier builds read in the texts of a chapter, and takes what is new.
    ``library``: known terms of the editor's own, which go before ours.
    """
    store = store or NullCache()
    known = overlay(library.terms if library else (), chinese.shipped_library())
    entries = outline.find_outline(settings, chapters)
    texts = _texts(chapters, entries)
    found = chinese.find_enumerations(
        [_passage(text) for text in texts],
        _readings(settings, chapters, texts, store).__getitem__,
        known,
    )
    alone = [_EnumerationDraft.of(finding) for finding in found.enumerations]
    named, problems = _apply_decisions(alone, decisions, texts)
    problems = (
        *problems,
        *_count_problems(found, texts, decisions, known),
        *_decision_problems(named, decisions),
        *_list_problems(found, texts),
    )
    book = Book(
        settings,
        chapters,
        entries,
        _enumerations(named, texts),
        _inline_lists(found, texts),
        glossary_entries(chapters),
        problems,
        _enumerations(alone, texts),
        decisions,
    )
    return supplying.with_known_terms(book, known, store)


# --- texts ----------------------------------------------------------------------------------------


def _texts(
    chapters: tuple[Chapter, ...], entries: tuple[OutlineEntry, ...]
) -> tuple[BookText, ...]:
    """Every block with text, in reading order: those inside lists, tables, quotes, boxes and notes
    too; not of the note that import wrote, which names the text and is no place of a term.
    """
    outlined = {entry.block: entry for entry in entries}
    return tuple(
        BookText(block, chapter, outlined.get(block.id))
        for chapter in chapters
        if chapter.file != RECEIVED_NOTE
        for block in chapter.walk()
        if block.text and block.kind not in ("code", "rule")
    )


def _passage(text: BookText) -> Passage:
    entry, block = text.entry, text.block
    if entry is None:
        return Passage(block.id, block.text, None, 0, block.kind == "heading")
    return Passage(
        block.id,
        block.text,
        chinese.read_entry_label(block.text) if entry.label else None,
        entry.level,
        entry.heading,
    )


def _readings(
    settings: Settings, chapters: tuple[Chapter, ...], texts: tuple[BookText, ...], store: Cache
) -> dict[str, PassageReading]:
    """What each text says by itself: read now, or kept of the chapter as it was before."""
    found: dict[str, PassageReading] = {}
    by_chapter: dict[str, dict[str, None]] = {chapter.slug: {} for chapter in chapters}
    for text in texts:
        by_chapter[text.chapter.slug][text.block.text] = None
    for slug, every in by_chapter.items():
        of = "readings", settings.book.id, slug
        kept = store.get(*of)
        known: dict[str, Any] = kept[0] if kept else {}
        if every.keys() - known.keys():
            known = {
                text: known[text] if text in known else _reading_row(chinese.read_passage(text))
                for text in every
            }
            store.put(known, b"", *of)
        found.update((text, _reading(*row) if (row := known[text]) else NOTHING) for text in every)
    return found


def _reading_row(one: PassageReading) -> PlainRow:
    """A reading as plain data; () for one that says nothing."""
    marks = [[mark.family, mark.number, mark.start, mark.end, mark.label] for mark in one.marks]
    return (
        [_term_rows(one.quoted), _term_rows(one.bare), one.doubled, marks] if one != NOTHING else ()
    )


def _reading(
    quoted: PlainRow, bare: PlainRow, doubled: PlainRow, marks: PlainRow
) -> PassageReading:
    return PassageReading(
        _terms(quoted),
        _terms(bare),
        tuple((at, item) for at, item in doubled),
        tuple(RunLabel(*mark) for mark in marks),
    )


def _term_rows(found: Iterable[Term]) -> list[list[Any]]:
    return [[term.text, term.count, term.kind, term.start, term.end, term.parts] for term in found]


def _terms(rows: PlainRow) -> tuple[Term, ...]:
    return tuple(
        Term(text, count, kind, start, end, tuple((number, word) for number, word in parts))
        for text, count, kind, start, end, parts in rows
    )


# --- enumerations ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _EnumerationDraft:
    """An enumeration on its way: mentions are (index of text, start, end), and so is where its
    members were read.
    """

    term: str
    count: int
    kind: str
    mentions: tuple[tuple[int, int, int], ...]
    members: tuple[str, ...] = ()
    open: bool = False
    defined: tuple[int, int, int] | None = None
    rule: str = ""
    note: str = ""
    evidence: tuple[tuple[int, int, int], ...] = ()
    others: tuple[OtherListing, ...] = ()
    shown: bool = True
    signs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    sure: bool = True

    @staticmethod
    def of(finding: EnumerationFinding) -> _EnumerationDraft:
        def places(mentions: Iterable[Mention]) -> tuple[tuple[int, int, int], ...]:
            return tuple((one.passage, one.start, one.end) for one in mentions)

        evidence = finding.evidence
        return _EnumerationDraft(
            finding.term,
            finding.count,
            finding.kind,
            places(finding.mentions),
            finding.members,
            finding.open,
            next(iter(places([finding.defined])), None) if finding.defined else None,
            evidence.rule if evidence else "",
            evidence=places(evidence.mentions) if evidence else (),
            others=finding.others,
            signs=evidence.signs if evidence else (),
            doubts=evidence.doubts if evidence else (),
            sure=evidence is None or evidence.sure,
        )


def _apply_decisions(
    found: list[_EnumerationDraft], decisions: tuple[Decision, ...], texts: tuple[BookText, ...]
) -> tuple[list[_EnumerationDraft], tuple[Problem, ...]]:
    """What was found, as the editor decided; and the decisions on terms that stand nowhere."""
    named = {chinese.normalized_term(one.term): one for one in found}
    problems = []
    for decision in decisions:
        key = chinese.normalized_term(decision.term)
        if key not in named:
            searched = None if decision.unedited else _search_term(decision, texts, found)
            if searched is None:
                problems.append(_no_enumeration(decision.term, decision, texts))
                continue
            named[key] = searched
        if decision.ignore:
            del named[key]
        elif not decision.same_as:
            named[key] = _apply_decision(named[key], decision, texts)
    targets = _merge_targets(decisions)
    ignored = {chinese.normalized_term(one.term) for one in decisions if one.ignore}
    for decision in decisions:
        key = chinese.normalized_term(decision.term)
        if key not in targets or key not in named:
            continue
        target = chinese.normalized_term(targets[key])
        if target in ignored:
            place = decision.place
            problems.append(warning("enumeration-same-ignored", place, term=targets[key]))
        elif target not in named:
            problems.append(_no_enumeration(targets[key], decision, texts))
        if target not in named:
            continue
        merged, other = named.pop(key), named[target]
        mentions = tuple(sorted({*other.mentions, *merged.mentions}))
        named[target] = replace(other, mentions=mentions)
    return sorted(named.values(), key=lambda one: one.mentions[0]), tuple(problems)


def _merge_targets(decisions: tuple[Decision, ...]) -> dict[str, str]:
    """For each term that is the same as another one that other one, by ``same_as`` of ``same_as``
    where there are several; not for what is ignored, nor for a circle, which is told when the
    entries are read.
    """
    same = {
        chinese.normalized_term(one.term): one.same_as
        for one in decisions
        if one.same_as and not one.ignore
    }
    targets = {}
    for key in same:
        passed, target = {key}, same[key]
        while (step := chinese.normalized_term(target)) in same and step not in passed:
            passed.add(step)
            target = same[step]
        if step not in passed:
            targets[key] = target
    return targets


def _no_enumeration(term: str, decision: Decision, texts: tuple[BookText, ...]) -> Problem:
    """That a term which a decision names is no enumeration of the book: it stands nowhere; it
    stands there and its list is gone; the editor's own term stands only within others.
    """
    at = next(
        (
            text.block.place_of(start)
            for text in texts
            if (start := text.block.text.find(term)) >= 0
        ),
        None,
    )
    if at is None:
        return warning("enumeration-nowhere", decision.place, term=term)
    gone = decision.unedited or term != decision.term
    rule = "enumeration-list-gone" if gone else "enumeration-inside"
    return warning(rule, decision.place, term=term, place=str(at))


# So many characters before and behind a term its list is looked for.
BESIDE = 120
GLOSS = re.compile('[”」』"]?[（(：:—，]?[（(：:—即]')


def _count_problems(
    found: DocumentFindings,
    texts: tuple[BookText, ...],
    decisions: tuple[Decision, ...],
    library: chinese.Library,
) -> Iterator[Problem]:
    """T10: a number that the list behind it does not bear out; not where the editor has said what
    the term is, nor where the library knows it and a list in front is plainly another.
    """
    decided = {
        chinese.normalized_term(one.term) for one in decisions if one.settled or not one.unedited
    }
    for one in found.mismatches:
        name = chinese.normalized_term(one.term)
        text, at = texts[one.mention.passage].block, one.mention
        entries = [entry for entry in library.get(name, ()) if entry.count == one.count]
        beside = text.text[max(0, at.start - BESIDE) : at.end + BESIDE]
        if (
            entries
            and not GLOSS.match(text.text, at.end)
            and not any(chinese.mentions_members(beside, entry) for entry in entries)
        ):
            continue
        if name not in decided:
            place = text.place_of(at.start)
            yield warning("T10", place, term=one.term, count=one.count, listed=one.listed)


def _list_problems(found: DocumentFindings, texts: tuple[BookText, ...]) -> Iterator[Problem]:
    """T15 and T16: labels of runs out of their order, items that a list names twice."""
    for one in found.astray:
        yield warning(
            "T15",
            texts[one.passage].block.place_of(one.start),
            label=one.label,
            expected=one.expected,
        )
    for item in found.doubled:
        yield warning("T16", texts[item.passage].block.place_of(item.start), item=item.item)


def _decision_problems(
    named: list[_EnumerationDraft], decisions: tuple[Decision, ...]
) -> Iterator[Problem]:
    """T10 for the editor's own members, and a member that is there twice."""
    counts = {chinese.normalized_term(one.term): one.count for one in named}
    for one in decisions:
        count = counts.get(chinese.normalized_term(one.term))
        if (
            one.members
            and not one.ignore
            and not one.unedited
            and count not in (None, len(one.members))
        ):
            yield warning("T10", one.place, term=one.term, count=count, listed=len(one.members))
        members = one.members or ()
        if twice := next(
            (text for index, text in enumerate(members) if text in members[:index]), ""
        ):
            yield warning("enumeration-member-twice", one.place, term=one.term, member=twice)


def _apply_decision(
    one: _EnumerationDraft, decision: Decision, texts: tuple[BookText, ...]
) -> _EnumerationDraft:
    """What was found, as the editor decided. Members of his own are listed in the text only where
    most of them stand in what was read.
    """
    one = replace(
        one,
        note=decision.note or one.note,
        shown=decision.show,
        sure=one.sure or decision.confirms(one.count, one.members),
    )
    if decision.unedited:
        return one
    # Whoever has corrected an entry has said what is printed.
    one = replace(one, sure=one.sure or decision.members is not None)
    if decision.members is not None and decision.members != one.members:
        read = {index for index, _, _ in one.evidence}
        one = replace(
            one,
            members=decision.members,
            open=False,
            rule="decision",
            evidence=(),
            others=(),
            signs=(),
            doubts=(),
        )
        if not _are_listed(decision.members, read, texts):
            one = replace(one, defined=None)
        if not decision.members or decision.count is not None:
            pass
        elif one.kind != "quoted" and not chinese.count_groups(one.term):
            one = replace(one, count=len(decision.members))
    if decision.count is not None:
        one = replace(one, count=decision.count)
    return one


def _are_listed(members: tuple[str, ...], read: Iterable[int], texts: tuple[BookText, ...]) -> bool:
    """Whether most of some members stand in texts, by their index."""
    words = "\n".join(texts[index].block.text for index in read)
    return 2 * sum(member in words for member in members) > len(members)


def _search_term(
    decision: Decision, texts: tuple[BookText, ...], found: list[_EnumerationDraft]
) -> _EnumerationDraft | None:
    """A term that the editor names and the program did not take for one; not where it is part of
    another one.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in found:
        for index, start, end in one.mentions:
            taken.setdefault(index, []).append((start, end))
    places = tuple(
        (index, match.start(), match.end())
        for index, text in enumerate(texts)
        for match in re.finditer(re.escape(decision.term), text.block.text)
        if not any(
            start < match.end() and match.start() < end for start, end in taken.get(index, ())
        )
    )
    if not places:
        return None
    groups = chinese.count_groups(decision.term)
    count = sum(number for number, _ in groups) or decision.count or len(decision.members or ())
    return _EnumerationDraft(
        decision.term, count, "compound" if len(groups) > 1 else "bare", places
    )


def _enumerations(
    named: list[_EnumerationDraft], texts: tuple[BookText, ...]
) -> tuple[Enumeration, ...]:
    taken: dict[str, int] = {}
    used: dict[str, int] = {}
    return tuple(_enumeration(one, texts, _unique(_id(one.term), taken), used) for one in named)


def _id(term: str) -> str:
    """An id for a term, the same in every book: by its sound it would take the dictionary of sounds
    (.13 s, 55 MB), and two might sound alike.
    """
    return "n" + blake2b(term.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _enumeration(
    one: _EnumerationDraft, texts: tuple[BookText, ...], name: str, used: dict[str, int]
) -> Enumeration:
    occurrences = []
    defined = None
    for index, start, end in one.mentions:
        text = texts[index]
        base = f"{name}-{text.block.id}"
        occurrence = Occurrence(
            _unique(base, used),
            text.block.id,
            text.chapter.slug,
            start,
            end,
            text.block.place_of(start),
        )
        occurrences.append(occurrence)
        if one.defined == (index, start, end):
            defined = occurrence
    status: EnumerationStatus = "unlisted" if not one.members else "open" if one.open else "listed"
    evidence = tuple(
        TextRange(texts[index].block.id, start, end, texts[index].block.place_of(start))
        for index, start, end in one.evidence
    )
    others = tuple(_listing(other, texts) for other in one.others)
    return Enumeration(
        name,
        one.term,
        one.count,
        one.kind,
        one.members,
        one.open,
        tuple(occurrences),
        defined,
        status,
        one.rule,
        one.note,
        evidence,
        others,
        one.shown,
        one.signs,
        one.doubts,
        one.sure,
    )


def _listing(other: OtherListing, texts: tuple[BookText, ...]) -> MemberList:
    place, *places = (
        texts[at.passage].block.place_of(at.start) for at in (other.at, *other.mentions)
    )
    return MemberList(
        other.members, place, other.rule, tuple(places) if len(places) == len(other.members) else ()
    )


def _unique(name: str, taken: dict[str, int]) -> str:
    """The name, with -2, -3 … where it was given before."""
    while True:
        taken[name] = number = taken.get(name, 0) + 1
        if number == 1:
            return name
        name = f"{name}-{number}"


def _inline_lists(found: DocumentFindings, texts: tuple[BookText, ...]) -> tuple[InlineList, ...]:
    lists = []
    for run in found.lists:
        blocks = [texts[item.passage].block for item in run.items]
        heads = tuple(
            chinese.item_head(block.text, item)
            for block, item in zip(blocks, run.items, strict=True)
        )
        place = blocks[0].place_of(run.items[0].start)
        lists.append(
            InlineList(
                tuple(item.label for item in run.items),
                heads,
                place,
                tuple(dict.fromkeys(block.id for block in blocks)),
            )
        )
    return tuple(lists)


def glossary_entries(chapters: tuple[Chapter, ...]) -> tuple[GlossaryEntry, ...]:
    """The terms defined in 名词解释 boxes."""
    return tuple(
        GlossaryEntry(term.text, term.id, chapter.slug, term.place)
        for chapter in chapters
        for box in walk_blocks(chapter.blocks)
        if box.kind == "box" and box.attribute("kind") == "terms"
        for term in walk_blocks(box.children)
        if term.kind == "term"
    )


# --- JSON -----------------------------------------------------------------------------------------


def enumerations_to_json(
    book: Book, doc: str, pages: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What ``duben enumerations --json`` prints. ``pages``: the folio of each occurrence by its id,
    or of its block.

    The outline is that of the text: headings of front matter (the editor's note) are not in it.
    """
    known = pages or {}
    front = {
        block.id for chapter in book.chapters if chapter.part == "front" for block in chapter.blocks
    }

    def page(occurrence: Occurrence) -> str | None:
        return known.get(occurrence.id) or known.get(occurrence.block)

    return {
        "doc": doc,
        "outline": [
            {"label": one.label, "level": one.level, "text": one.text[:20], "place": str(one.place)}
            for one in book.outline
            if one.block not in front
        ],
        "enumerations": [
            {
                "term": one.term,
                "count": one.count,
                "kind": one.kind,
                "members": list(one.members),
                "open": one.open,
                "first": _first(book, one),
                "occurrences": [
                    {"place": str(at.place), "page": page(at)} for at in one.occurrences
                ],
                "defined": str(one.defined.place) if one.defined else None,
                "status": one.status,
                "sure": one.sure,
                "signs": list(one.signs),
                "doubts": list(one.doubts),
                **_supplied(one),
            }
            for one in book.enumerations
        ],
        "inline_lists": [
            {"labels": list(one.labels), "heads": list(one.heads), "place": str(one.place)}
            for one in book.inline_lists
        ],
    }


def _supplied(one: Enumeration) -> dict[str, Any]:
    """What the appendix prints from the library for an enumeration that the text only names."""
    if one.known is None:
        return {}
    known = one.known
    return {
        "supplied": {
            "members": list(known.members),
            "source": known.source,
            "date": known.date,
        }
    }


def _first(book: Book, enumeration: Enumeration) -> str:
    """The twelve characters before the first mention, and the mention."""
    if not enumeration.occurrences:
        return ""
    at = enumeration.occurrences[0]
    text = book.blocks[at.block].text
    return text[max(0, at.start - 12) : at.end]

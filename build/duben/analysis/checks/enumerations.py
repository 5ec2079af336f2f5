"""Rules on named enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from duben import chinese
from duben.chinese import MANY_SETS
from duben.model import Book, Enumeration, Occurrence, Problem, finding_fingerprint, remark, warning

FIGURES = frozenset("0123456789０１２３４５６７８９")


def digit_form(book: Book) -> Iterator[Problem]:
    """T8: the number of a set expression stands in 汉字: “两个确立”, not “2个确立” (GB/T 15835
    4.2); told where the text writes it so elsewhere, for names such as “30条” have figures.
    """
    for enumeration in book.enumerations:
        if enumeration.kind == "bare":
            continue
        texts = [book.blocks[at.block].text[at.start : at.end] for at in enumeration.occurrences]
        if all(text[:1] in FIGURES for text in texts):
            continue
        for at, text in zip(enumeration.occurrences, texts, strict=True):
            if text[:1] in FIGURES:
                yield warning("T8", at.place, term=text, right=_in_han(text))


def _in_han(text: str) -> str:
    length = next(
        (place for place, character in enumerate(text) if character not in FIGURES), len(text)
    )
    number = chinese.parse_number(text[:length]) or 0
    return ("两" if number == 2 else chinese.spell_number(number)) + text[length:]


def number_of_members(book: Book) -> Iterator[Problem]:
    """T10: “N个……” followed by a list has N members. Told when the book is analysed, where the
    editor's word is known.
    """
    yield from (problem for problem in book.problems if problem.rule == "T10")


# Two names of one member are so much alike, of 1.
ALIKE = 0.6


def one_list(book: Book) -> Iterator[Problem]:
    """T11: an enumeration that is listed at two places has the same members there, in the same
    order; not where the editor has a note on it, nor where it is not sure that they are members.
    """
    noted = _terms_with_note(book)
    for one in book.enumerations:
        if not one.sure or chinese.normalized_term(one.term) in noted:
            continue
        for other in one.others:
            if (apart := _differing(one.members, other.members)) is not None:
                place = other.places[apart] if other.places else other.place
                yield warning(
                    "T11",
                    place,
                    term=one.term,
                    here=other.members[apart],
                    there=one.members[apart],
                    place=str(one.listed_at),
                )


def _terms_with_note(book: Book) -> frozenset[str]:
    """The terms of which the editor tells the reader something, or has decided the members."""
    return frozenset(
        chinese.normalized_term(one.term)
        for one in book.decisions
        if one.note or one.found and not one.unedited
    )


def _differing(chosen: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """Which members are the first to differ, where two lists are plainly meant to be the same; else
    None.
    """
    if len(chosen) != len(other):
        return None
    pairs = list(zip(chosen, other, strict=True))
    apart = [number for number, (one, two) in enumerate(pairs) if one not in two and two not in one]
    if not apart:
        return None
    if all(any(one in two or two in one for two in other) for one in chosen):
        return apart[0]  # the order alone
    alike = all(SequenceMatcher(None, *pairs[number]).ratio() >= ALIKE for number in apart)
    return apart[0] if alike or (len(apart) == 1 and len(chosen) > 2) else None


def one_number(book: Book) -> Iterator[Problem]:
    """T12: a set expression has the same number everywhere: a lone “三个确立” beside “两个确立”;
    not one that is a known term itself or decided on, nor a name with another measure (双一流,
    四个一流).
    """
    decided = {chinese.normalized_term(one.term) for one in book.decisions if one.settled}
    known_names = {name for entry in book.known_terms for name in chinese.entry_names(entry)}
    families: dict[tuple[str, ...], list[Enumeration]] = {}
    for one in book.enumerations:
        if one.kind != "bare" and (term := chinese.term_at(one.term, 0, True)):
            words = tuple(word for _, word in term.parts)
            told = term.head or "".join(words)
            if (
                len(told) > 1
                and told not in MANY_SETS
                and "".join(words) not in chinese.MANY_NUMBERS
            ):
                families.setdefault(words, []).append(one)
    for family in families.values():
        known = max(family, key=lambda one: (bool(one.printed_members), len(one.occurrences)))
        for one in family:
            if (
                one.count != known.count
                and not one.members
                and chinese.normalized_term(one.term) not in known_names | decided
                and len(one.occurrences) == 1
                and (known.printed_members or len(known.occurrences) > 1)
            ):
                yield warning(
                    "T12",
                    one.occurrences[0].place,
                    term=one.term,
                    other=known.term,
                    place=str(known.occurrences[0].place),
                )


# The head of an explanation: what is explained, and a colon. So many below each other are a list of
# them.
EXPLANATION = re.compile("[^。；：:\n]{2,60}[：:]")
EXPLANATIONS = 3
NAMED_EXPLANATIONS = re.compile(
    "(?:名词|名詞|术语|術語|词语|詞語|有关用语|缩略语).{0,6}$|注释$|注釋$"
)


def _explaining_blocks(book: Book) -> frozenset[str]:
    """The blocks of lists of explanations: numbered paragraphs, one below the other, each with its
    term before a colon; and all that stands below a line such as 名词解释.
    """
    found: set[str] = set()
    for chapter in book.chapters:
        run: list[str] = []
        entries, named = 0, False
        for block in chapter.walk():
            text = block.text.strip()
            if not text or block.kind in ("list", "table", "row"):
                continue
            if len(text) <= 20 and NAMED_EXPLANATIONS.search(text.strip("【】〔〕（）()[]：: ")):
                named = True
            label = chinese.read_label(text) or NUMBER_IN_BRACKETS.match(text)
            opens = bool(label or block.kind == "item" or block.label)
            if opens and EXPLANATION.match(text):
                run.append(block.id)
                entries += 1
            elif entries and not opens and block.kind != "heading":
                run.append(block.id)  # an explanation that goes on
            else:
                found.update(run if entries >= EXPLANATIONS else ())
                run, entries = [], 0
            if named:
                found.add(block.id)
        found.update(run if entries >= EXPLANATIONS else ())
    return frozenset(found)


NUMBER_IN_BRACKETS = re.compile("[\\[【〔（(]?[0-9]{1,3}[\\]】〕）).．、]|[①-⑳]")


INTRODUCTION = re.compile('[”"』」]?(?:[（(]|[，,]?(?:即|是指|就是|指))')


def _introduces(book: Book, mention: Occurrence) -> bool:
    """Whether a mention introduces its term: “三早”（早种、早收）, “三早”，即……; not one with a
    list in front of it, or in a sentence that goes on.
    """
    return INTRODUCTION.match(book.blocks[mention.block].text, mention.end) is not None


def explained_first(book: Book) -> Iterator[Problem]:
    """T13: a set expression is explained where the running text first uses it, not paragraphs
    later; or has a note, or an entry among explanations at the end (1.“两高”项目：……).
    """
    noted, glosses = _terms_with_note(book), _explaining_blocks(book)
    order = {
        block.id: number
        for number, block in enumerate(
            block for chapter in book.chapters for block in chapter.walk()
        )
    }
    running = {
        block.id
        for chapter in book.chapters
        if chapter.part == "body"
        for block in chapter.blocks
        if block.kind == "paragraph"
    }
    for one in book.enumerations:
        if (
            one.kind == "bare"
            or one.defined is None
            or not (one.evidence and one.sure)
            or chinese.normalized_term(one.term) in noted
        ):
            continue
        first = next((at for at in one.occurrences if at.block in running), one.defined)
        if one.defined.block in glosses or not _introduces(book, one.defined):
            continue
        if order[first.block] < min(
            order[block] for block in (one.defined.block, *(at.block for at in one.evidence))
        ):
            yield warning("T13", first.place, term=one.term, place=str(one.defined.place))


# Terms that a message names, and characters of the members that it shows.
TOLD, LISTED = 12, 80


def explained_at_all(book: Book) -> Iterator[Problem]:
    """T14: the set expressions whose members the book lists nowhere, in one line for all; not those
    that the editor has seen in enumerations.toml.
    """
    decided = {
        chinese.normalized_term(one.term) for one in book.decisions if one.review != "unseen"
    }
    never = [
        one
        for one in book.enumerations
        if one.kind != "bare"
        and not one.members
        and chinese.normalized_term(one.term) not in decided
    ]
    if never:
        yield remark(
            "T14", never[0].occurrences[0].place, count=len(never), terms=_terms_in_words(never)
        )


def _terms_in_words(enumerations: list[Enumeration]) -> str:
    """The first terms in quotation marks."""
    named = "、".join(f"“{one.term}”" for one in enumerations[:TOLD])
    return named + ("……" if len(enumerations) > TOLD else "")


def members_confirmed(book: Book) -> Iterator[Problem]:
    """T21: the enumerations whose members are not sure, in one line for all: the appendix has their
    names alone until the editor has confirmed the members.
    """
    waiting = [one for one in book.enumerations if one.waits]
    if waiting:
        yield remark(
            "T21", waiting[0].listed_at, count=len(waiting), terms=_terms_in_words(waiting)
        )


def run_of_labels(book: Book) -> Iterator[Problem]:
    """T15: 一是……二是……三是…… leave no number out and stand in their order. Told when the book is
    analysed.
    """
    yield from (problem for problem in book.problems if problem.rule == "T15")


def item_twice(book: Book) -> Iterator[Problem]:
    """T16: a list names nothing twice. Told when the book is analysed."""
    yield from (problem for problem in book.problems if problem.rule == "T16")


# “三攻坚一盘活”四项任务
SUM_BESIDE = re.compile(
    f'[”」』"]?(?P<number>{chinese.COUNT_PATTERN})(?:大|个|個|项|項|条|條|方面)'
)


def sum_of_parts(book: Book) -> Iterator[Problem]:
    """T18: the number right behind a compound is the sum of its parts: “三攻坚一盘活”四项任务; not
    where each part is one: nobody adds these up (“一带一路”五大中心).
    """
    for one in book.enumerations:
        if one.count == len(chinese.count_groups(one.term)):
            continue
        for at in one.occurrences if one.kind == "compound" else ():
            match = SUM_BESIDE.match(book.blocks[at.block].text, at.end)
            number = chinese.parse_number(match["number"]) if match else None
            if number and number != one.count:
                parts = " + ".join(str(value) for value, _ in chinese.count_groups(one.term))
                yield warning(
                    "T18", at.place, term=one.term, count=one.count, parts=parts, number=number
                )


def since_decided(book: Book) -> Iterator[Problem]:
    """T17: what the text has anew, or otherwise, since enumerations.toml was last written, and what
    waits to be looked at.

    New is what a file lacks that ``duben enumerations --write`` has written whole, not one of
    single decisions; a term that is gone is told when the book is analysed.
    """
    decided = {chinese.normalized_term(one.term): one for one in book.decisions}
    whole = any(one.found and one.review != "alone" for one in book.decisions)
    for one in book.text_enumerations:
        decision = decided.get(chinese.normalized_term(one.term))
        if decision is None:
            if whole:
                yield warning("T17-new", one.occurrences[0].place, term=one.term, count=one.count)
        elif decision.found and decision.found != finding_fingerprint(one.count, one.members):
            yield warning(
                "T17-confirmed" if decision.confirm and one.waits else "T17",
                decision.place,
                term=one.term,
                count=one.count,
                listed=_members_in_words(one.members),
                at=str(one.listed_at),
                old_count=one.count if decision.count is None else decision.count,
                old=_members_in_words(decision.members or ()),
            )
        elif decision.review in ("new", "changed"):
            yield warning("T17-review", decision.place, term=one.term)


def _members_in_words(members: tuple[str, ...]) -> str:
    """Members in one line, of long lists the beginning; — for none."""
    listed = "、".join(members) or "—"
    return listed if len(listed) < LISTED else listed[:LISTED] + "……"


# Each rule with its id in docs/rules-text.md; they look at the whole book.
RULES = {
    "T8": digit_form,
    "T10": number_of_members,
    "T11": one_list,
    "T12": one_number,
    "T13": explained_first,
    "T14": explained_at_all,
    "T15": run_of_labels,
    "T16": item_twice,
    "T17": since_decided,
    "T18": sum_of_parts,
    "T21": members_confirmed,
}

"""Members that parallel units open with, behind the sentence that names them.

“三项工程”。安居工程，改造……。通达工程，修路……。亮化工程，装灯……: what a name counts is said at
length, a *unit* for each: a clause up to a semicolon, a sentence or a paragraph. The *opening* of a
unit is its first clause. Units are parallel where their openings hold what is counted, all at the
same side: at the beginning (坚持修渠，……), or at the end of a name (安居工程改造了……). There are
just as many of them up to the next heading, and the first stands right behind the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duben.chinese import labels, words
from duben.chinese.enumerations import list_items
from duben.chinese.enumerations.member_rules import (
    Document,
    ListedMembers,
    Mention,
    first_clause,
)
from duben.chinese.enumerations.terms import CLASSIFIER, CLASSIFIERS, Term

# So many units are looked at, at most.
MOST_UNITS = 200
# The longest name at the beginning of a unit, and the longest rest of the sentence before it.
LONGEST_NAME = 12
LONGEST_REST = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a unit stands, what leads to its opening (要, 一场是), and the opening."""

    place: Mention
    lead: str
    opening: str


# Reads from an opening what it names of the counted things; "" where it names none.
ReadName = Callable[[str], str]


def in_units(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """The openings of just as many parallel units behind a mention; a term without marks counts
    them with a classifier.
    """
    if term.count < 3 or len(term.parts) > 1:
        return None
    head = _counted_thing(term)
    if term.kind == "bare" and head == term.parts[0][1]:
        return None
    sentences = _sentences(doc, index, term)
    for places in (_clauses(doc, index, sentences), sentences, _paragraphs(doc, index)):
        for name in (_name_from(head), _name_up_to(head)):
            if listed := _parallel(doc, places, term, head, name):
                return listed
    return _begun_with_one_word(doc, sentences, term)


def _begun_with_one_word(
    doc: Document, places: Sequence[Mention], term: Term
) -> ListedMembers | None:
    """提三点要求。要抓早，……。要抓实，……。要抓长，……。: the sentences behind a term are just as
    many, and all begin with one word that asks for something.
    """
    if term.kind != "bare" or len(places) != term.count:
        return None
    units = [_unit(doc, place) for place in places]
    leads = {unit.lead for unit in units}
    if len(leads) > 1 or not leads <= list_items.MODALS:
        return None
    return _members([(unit, unit.opening) for unit in units], term)


def _counted_thing(term: Term) -> str:
    """What a term counts, without any measure word: 硬仗 of 三场硬仗."""
    word = term.parts[0][1]
    measured = len(word) > 1 and (word[0] in CLASSIFIERS or CLASSIFIER.match(word))
    return word[1:] if measured else word


def _parallel(
    doc: Document, places: Sequence[Mention], term: Term, head: str, name: ReadName
) -> ListedMembers | None:
    """The units that have a name, if they are as many as the term counts, the first of all among
    them, each with a name of its own.
    """
    if not places or not name(_unit(doc, places[0], head).opening):
        return None
    units = [_unit(doc, place, head) for place in places]
    return _members([(unit, found) for unit in units if (found := name(unit.opening))], term)


def _members(named: Sequence[tuple[Unit, str]], term: Term) -> ListedMembers | None:
    """Units and their names as members, if they are as many as the term counts and all differ."""
    members = tuple(list_items.clean_item(name) for _, name in named)
    if len(members) != term.count or len({*members}) < term.count or not all(members):
        return None
    return ListedMembers(members, tuple(unit.place for unit, _ in named))


def _name_from(head: str) -> ReadName:
    """Reads an opening that begins with the head as the name it is, whole."""
    return lambda opening: opening if opening.startswith(head) and opening != head else ""


def _name_up_to(head: str) -> ReadName:
    """Reads what an opening has up to the head as a name: 安居工程|改造危房三百户."""

    def name(opening: str) -> str:
        at = opening.find(head)
        end = at + len(head)
        if not at > 0 or end > LONGEST_NAME or len(head) < 2 and end < len(opening):
            return ""
        if end < len(opening) and not words.begins_word(opening, end):
            return ""
        first, *others = words.tag_words(opening[:end])
        if first.kind == "v" and first.end < at and others and others[0].kind != "p":
            return opening[first.end : end]  # 有|大局意识, but 种植以茶叶为主
        return opening[:end] if first.kind[0] not in "pcdr" else ""

    return name


# 要|坚持……; 一场是|防汛硬仗; （一）; ——
NUMBER = "[一二三四五六七八九十]"
LEADS = re.compile(
    f"(?:——|--|[—·•\\s　])*(?:其{NUMBER}|{NUMBER}是|第{NUMBER})?[，,]?"
    f"(?:一(?:[{''.join(sorted(CLASSIFIERS))}个项条种类]是?|是|要))?"
    "(?:要|应|须|必须)?(?:继续|切实|着力|进一步)?"
)


def _unit(doc: Document, place: Mention, head: str = "") -> Unit:
    text = doc.passages[place.passage].text
    label = labels.read_label(text[place.start : place.end])
    begin = place.start + (label.end if label else 0)
    match = LEADS.match(text, begin, place.end)
    lead = (match.group() if match else "").removesuffix(head)  # 三个进一步: 进一步……
    opening = first_clause(text[begin + len(lead) : place.end].rstrip("。！？；;"))
    return Unit(place, lead, opening)


def _sentences(doc: Document, index: int, term: Term) -> list[Mention]:
    """The sentences behind a term's own, up to the next heading; none where its own goes on long
    behind it.
    """
    own = bisect_left(doc.sentences, (index, term.end), key=lambda one: (one.passage, one.end))
    found = doc.sentences[own : own + 1 + MOST_UNITS]
    if not found or found[0].end - term.end > LONGEST_REST:
        return []
    return [one for one in found[1:] if one.passage < doc.following[index]]


def _clauses(doc: Document, index: int, sentences: Sequence[Mention]) -> list[Mention]:
    """What semicolons part in the sentence behind a term's own."""
    if not sentences or sentences[0].passage != index:
        return []
    begin = sentences[0].start
    sentence = doc.passages[index].text[begin : sentences[0].end]
    pieces = list_items.split_list(sentence, "；;")
    return [Mention(index, begin + start, begin + end) for start, end in pieces]


def _paragraphs(doc: Document, index: int) -> list[Mention]:
    """The paragraphs below a term's own, up to the next heading."""
    below = range(index + 1, min(doc.following[index], index + MOST_UNITS))
    return [Mention(at, 0, len(doc.passages[at].text)) for at in below]

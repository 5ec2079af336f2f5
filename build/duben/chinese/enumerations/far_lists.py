"""Lists that stand away from the name: as many items that hold the counted word, anywhere in the
document.

“四个意识” says that four things are called 意识. Where a sentence lists just four such things in
a row, these are they, wherever it stands. A *chain* is such a row: items that end in the counted
word (甲意识、乙意识), or begin with it (做到甲，做到乙), each right behind the other. A chain with
another number of items is another list.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from duben.chinese import labels, words
from duben.chinese.enumerations import list_items
from duben.chinese.enumerations.member_rules import ListedMembers, Mention, Passage, sentence_end
from duben.chinese.enumerations.terms import Term, without_classifier
from duben.chinese.marks import is_han
from duben.chinese.numerals import NUMERAL_CHARACTERS
from duben.chinese.word_lists import word_list
from duben.chinese.word_places import NeededWords, WordPlaces

# What is counted in so many places that things called so are no sign.
COMMON = frozenset(word_list("counted-everywhere"))
# What may stand between the word and the next item: a mark or a joining word, or both.
JOINT = re.compile("(?:[、，,；;]|(?:[、，,]?(?:和|与|及|以及)))")
# What an item has before the counted word, and the longest that may be.
BEFORE_HEAD = re.compile("[^、，,；;。：:！？\n“”（）()《》]{1,12}")
# Clauses that end alike are longer: 基本国情没有变，国际地位没有变.
MARKS = frozenset("，,；;")
CLAUSE_BEFORE_HEAD = re.compile("[^，,；;。：:！？\n“”（）()《》]{1,40}")
# The longest sentence that lists, for each item.
ITEM_WINDOW = 120
COUNTING = NUMERAL_CHARACTERS | frozenset("个個大项項种種类類条條")
COUNTED = re.compile(f"[{''.join(sorted(COUNTING))}]")


def find_far_lists(
    passages: Sequence[Passage],
    places: WordPlaces,
    wanted: Mapping[str, Term],
    homes: Mapping[str, Collection[int]],
) -> dict[str, ListedMembers]:
    """Members for terms that have none beside them, by the key of the term; ``places`` are those
    in the passages. A list in one of a term's ``homes``, the passages that name it, goes before
    others.
    """
    found: dict[str, ListedMembers] = {}
    for key, term in wanted.items():
        for needed_words, lists in FINDERS:
            answers = [
                answer
                for index in places.holding(needed_words(term))
                for answer in lists(passages[index].text, index, term)
            ]
            if answers:
                answers.sort(key=lambda answer: answer.mentions[0].passage not in homes[key])
                found[key] = _the_one(answers)
                break
    return found


def _chain_words(term: Term) -> NeededWords:
    return [(term.head, term.count)] if len(term.head) > 1 and term.head not in COMMON else ()


def _chains_of_items(text: str, index: int, term: Term) -> Iterator[ListedMembers]:
    """The rows of items that end or begin with a counted word of at least two characters."""
    starts = _places(text, term.head)
    yield from _chains_of_ends(text, index, starts, term)
    yield from _chains_of_starts(text, index, starts, term)


def _places(text: str, word: str) -> list[int]:
    """Where a word stands in a text, but for where it is counted: 四个|意识."""
    places, at = [], text.find(word)
    while at >= 0:
        if text[at - 1 : at] not in COUNTING:
            places.append(at)
        at = text.find(word, at + 1)
    return places


def _the_one(answers: Sequence[ListedMembers]) -> ListedMembers:
    """The first of the lists, and with a doubt where the document has different ones.

    Of lists that differ in the first or the last item alone (甲自信、乙自信; 坚定甲自信、乙自信)
    the shortest is meant.
    """
    one = answers[0].members
    first = min(
        (
            answer
            for answer in answers
            if answer.members[1:] == one[1:] or answer.members[:-1] == one[:-1]
        ),
        key=lambda answer: len("".join(answer.members)),
    )
    if any(set(answer.members[1:]) - set(first.members) for answer in answers):
        return replace(first, doubts=(*first.doubts, "another"))
    return first


# --- items that end in the counted word -----------------------------------------------------------


def _chains_of_ends(
    text: str, index: int, starts: Sequence[int], term: Term
) -> Iterator[ListedMembers]:
    """政治意识、大局意识: a row of just so many items, each with the counted word at its end."""
    head = term.head
    for chain in _chains(text, starts, len(head)):
        if len(chain) != term.count:
            continue
        others = [text[start:end] for start, end in chain[1:]]
        first = _first_start(text, chain[0][1], [len(other) for other in others], head)
        if first is None:
            continue
        items = [text[first : chain[0][1]], *others]
        verbs = [
            word
            for word in words.tag_words(_clause_before(text, first))
            if word.kind == "v" and len(word.text) > 1
        ]
        repeated = any(items[-1].endswith(item) for item in items[:-1])
        if len(set(items)) < len(items) or repeated or not _whole_words(text, first, chain[-1][1]):
            continue
        doubts = ("governed",) if len(verbs) > 1 else ()
        yield ListedMembers(tuple(items), (Mention(index, first, chain[-1][1]),), doubts=doubts)


def _clause_before(text: str, end: int) -> str:
    """The clause up to a place."""
    return text[list_items.clause_start(text, end)[0] : end]


def _chains(text: str, starts: Sequence[int], length: int) -> Iterator[list[tuple[int, int]]]:
    """The rows of items that end with a word of this length at ``starts``: where each item begins
    and ends; where the first begins is not known yet.
    """
    chain: list[tuple[int, int]] = []
    for start in starts:
        end = start + length
        joint = JOINT.match(text, chain[-1][1]) if chain else None
        if joint and (
            BEFORE_HEAD.fullmatch(text, joint.end(), start)
            or joint.group() in MARKS
            and CLAUSE_BEFORE_HEAD.fullmatch(text, joint.end(), start)
        ):
            chain.append((joint.end(), end))
            continue
        if chain:
            yield chain
        chain = [(start, end)]
    if chain:
        yield chain


def _first_start(text: str, end: int, lengths: Sequence[int], head: str) -> int | None:
    """Where the first item of a row begins: as long as the others where these are of one length,
    else at the begin of its clause or behind the verb there.
    """
    begin, _ = list_items.clause_start(text, end - len(head))
    clause = text[begin:end]
    if "、" in clause or begin and text[begin - 1] == "、":
        return None  # the row goes further back
    if len(set(lengths)) == 1 and len(lengths) > 1 and end - lengths[0] >= begin:
        start = end - lengths[0]
    else:
        start = begin + max(0, list_items.governed_start(clause))
        if lead := list_items.LEADING.match(text[start:end]):
            start += lead.end()  # 即甲行动、乙行动
        if end - start > 2 * max(lengths) + 2:
            return None
    return start if end - start > len(head) and words.begins_word(text, start) else None


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether a list ends where a word ends."""
    return end >= len(text) or not is_han(text[end]) or words.begins_word(text, end)


# --- items that begin with the counted word -------------------------------------------------------


def _chains_of_starts(
    text: str, index: int, starts: Sequence[int], term: Term
) -> Iterator[ListedMembers]:
    """务必甲，务必乙: just so many clauses of one sentence that begin with the counted word, or
    with the same word before it (坚决维护……).
    """
    head, count = term.head, term.count
    if term.kind == "bare":
        return
    for at in range(len(starts) - count + 1):
        chosen = starts[at : at + count]
        lead = _common_lead(text, chosen)
        begins = [place - lead for place in chosen]
        end = sentence_end(text, chosen[-1])
        if (
            re.search("[。！？\n]", text[begins[0] : begins[-1]])
            or end - begins[0] > ITEM_WINDOW * count
            or at
            and not re.search("[。！？\n]", text[starts[at - 1] : begins[0]])
            or at + count < len(starts)
            and starts[at + count] < end
            or any(text[place - 1] not in "，,；;、和与及" for place in begins[1:])
            or text[begins[0] - 1 : begins[0]] == "、"  # of a longer list
        ):
            continue
        items = [
            text[a:b].rstrip("，,；;、和与及") for a, b in zip(begins, begins[1:], strict=False)
        ]
        last = labels.first_clause(text[begins[-1] : end], list_items.LONGEST)
        items.append(list_items.without_common_rest(last[: _closed_at(last)], items))
        if any(re.search("[，,]", item) for item in items):  # 不摘责任，防止……；不摘政策，防止……
            items = [labels.first_clause(item, list_items.LONGEST) for item in items]
        if all(len(head) + lead < len(item) <= list_items.LONGEST for item in items):
            stop = begins[-1] + len(items[-1])
            yield ListedMembers(tuple(items), (Mention(index, begins[0], stop),))


def _common_lead(text: str, places: Sequence[int]) -> int:
    """How many characters before the places are the same in all, back to the mark before."""
    befores = []
    for place in places:
        begin = place
        while begin > 0 and is_han(text[begin - 1]):
            begin -= 1
        befores.append(text[begin:place][::-1])
    return len(os.path.commonprefix(befores))


def _closed_at(text: str) -> int:
    """Where a bracket closes that stands open before the text; its length where none does."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in list_items.OPENING) - (character in list_items.CLOSING)
        if depth < 0:
            return place
    return len(text)


# --- a counted word of one character --------------------------------------------------------------


def _short_words(term: Term) -> NeededWords:
    head = term.head[:1]
    return () if not head or head in COMMON or head in NUMERAL_CHARACTERS else [(head, term.count)]


def _short_lists(text: str, index: int, term: Term) -> Iterator[ListedMembers]:
    """“三农”: 农业、农村、农民: short words in a row with the counted character at one place."""
    places = _places(text, term.head[:1])
    done = -1
    for start, last in zip(places, places[term.count - 1 :], strict=False):
        if start <= done or last - start > (SHORT_ITEM + 2) * term.count:
            continue
        end = CLAUSE.match(text, start).end()  # type: ignore[union-attr]  # matches always
        if end <= last:
            continue
        begin, _ = list_items.clause_start(text, start)
        done = end
        pieces = list_items.split_list(text[begin:end], "、")
        if len(pieces) == term.count - 1 or len(pieces) == term.count:
            near = text[max(0, begin - NEARBY) : end + NEARBY]
            if term.count < 3 and term.text not in near:
                continue  # “两新” is not 科技创新、产业创新 that stand in another sentence
            named = term.count > 2 and term.text in near
            many = term.count > 3 and term.kind == "quoted" and _may_be_verb(term.head)
            for found in _short_list(text[begin:end], Mention(index, begin, end), term):
                # Words that have nothing in common are alike, too (甲化、乙化; 新甲、新乙).
                sure = named or many and found.members[0].startswith(term.head)
                yield found if sure else replace(found, doubts=("short",))


CLAUSE = re.compile("[^，,；;。：:！？\n“”（）()《》]*")
SHORT_ITEM = 6
# So many characters from the name a short list is that of the name.
NEARBY = 40


def _may_be_verb(head: str) -> bool:
    """Whether a head is one character, and neither adjective nor noun (四护, not 四新)."""
    return len(head) == 1 and words.tag_words(head)[0].kind not in ("a", "n")


def _short_list(clause: str, at: Mention, term: Term) -> Iterator[ListedMembers]:
    head = term.head[0]
    for pieces in list_items.divide_items(clause, term.count):
        inner = pieces[1:-1]
        sizes = [len(inner[0])] if inner else range(SHORT_ITEM, 1, -1)
        for size in sizes:
            items = [pieces[0][-size:], *inner, pieces[-1][:size]]
            place = items[0].find(head)
            if (
                not 2 <= size <= SHORT_ITEM
                or place < 0
                or any(len(item) != size or item[place] != head for item in items)
                or len(set(items)) < len(items)
                or not inner
                and not _is_cut_at_words(pieces, size)
            ):
                continue
            start = at.start + len(pieces[0]) - size
            stop = at.end - len(pieces[-1]) + size
            yield ListedMembers(tuple(items), (Mention(at.passage, start, stop),))
            break


def _is_cut_at_words(pieces: Sequence[str], size: int) -> bool:
    """Whether a word begins where the first of two items begins, and where the second ends."""
    first, last = pieces
    return words.begins_word(first, len(first) - size) and (
        len(last) == size or words.begins_word(last, size)
    )


# --- compounds ------------------------------------------------------------------------------------


def _counted_parts(term: Term) -> list[tuple[int, str]]:
    """Number and counted word of each part of a compound; none of another term."""
    parts = term.parts if len(term.parts) > 1 else ()
    return [(number, without_classifier(word)) for number, word in parts]


def _compound_words(term: Term) -> NeededWords:
    return [(word, number) for number, word in _counted_parts(term) if number * len(word) > 1]


def _compounds(text: str, index: int, term: Term) -> Iterator[ListedMembers]:
    """“两公开一监督”: a sentence whose clauses hold 公开, 公开, 监督 one after another; or, for one
    part, are built alike.
    """
    parts = _counted_parts(term)
    for first in _possible_starts(text, parts):
        row = _clauses(text)[first : first + term.count]
        items = [text[start:end] for start, end in row]
        items[-1:] = [list_items.without_predicate(last, items[:-1]) for last in items[-1:]]
        if (
            len(set(items)) == term.count
            and _fit(items, parts)
            and not any(COUNTED.match(item) for item in items)
            and max(map(len, items)) <= list_items.LONGEST // 2
            and not re.search("[。：:！？\n“”]", text[row[0][0] : row[-1][1]])
        ):
            start = row[0][0]
            if len(items[0]) > 2 * max(map(len, items[1:])):
                start += max(0, list_items.governed_start(items[0]))
            items[0] = text[start : row[0][1]]
            yield ListedMembers(
                tuple(map(list_items.clean_item, items)),
                (Mention(index, start, row[-1][1]),),
                doubts=("compound",),
            )
            return


def _possible_starts(text: str, parts: Sequence[tuple[int, str]]) -> list[int]:
    """The clauses at which a row may begin: those that put the word of a part where it belongs."""
    starts: set[int] = set()
    offset = 0
    for number, word in parts:
        if number * len(word) > 1 and text.count(word) >= number:
            holding = [word in text[start:end] for start, end in _clauses(text)]
            starts |= {
                at - offset
                for at in range(offset, len(holding) - number + 1)
                if all(holding[at : at + number])
            }
        offset += number
    return sorted(starts)


CLAUSE_OR_ITEM = re.compile("[^、，,；;。：:！？\n“”]+")


@lru_cache(maxsize=1024)
def _clauses(text: str) -> list[tuple[int, int]]:
    """Where each clause, and each item of a list, begins and ends in a text."""
    return [match.span() for match in CLAUSE_OR_ITEM.finditer(text)]


def _fit(items: Sequence[str], parts: Sequence[tuple[int, str]]) -> bool:
    """Whether each part has its items: with its word in them, or a character of the word, or built
    alike; at least one part with its whole word.
    """
    at, whole = 0, 0
    for number, word in parts:
        mine = items[at : at + number]
        at += number
        if all(word in item for item in mine) and number * len(word) > 1:
            whole += 1
        elif number > 1:
            if len(os.path.commonprefix(mine)) < 2:
                return False
        elif len(word) < 2:
            if not mine[0].endswith(word):
                return False
        elif not any(character in mine[0] for character in word):
            return False
    return whole > 0


# --- one of each ----------------------------------------------------------------------------------


def _ones_words(term: Term) -> NeededWords:
    return [("一", term.count)] if term.head == "一" and term.count > 2 else ()


ONE_ITEM = "一[^、，,；;。：:！？\n“”（）()]{2,12}"
ONE_OF_EACH = re.compile(f"(?<![、第唯]){ONE_ITEM}(?:、{ONE_ITEM})+(?![、（(])")


def _one_of_each(text: str, index: int, term: Term) -> Iterator[ListedMembers]:
    """“四个一”, and 一条山路、一座石桥、一片竹林、一所学校: just so many items that all begin with
    一 and a measure word (but for one); near the name, or else with a doubt.
    """
    for match in ONE_OF_EACH.finditer(text):
        items = match.group().split("、")
        measured = sum(words.tag_words(item)[0].kind == "m" for item in items)
        if len(items) != term.count or len({*items}) < len(items) or measured < len(items) - 1:
            continue
        if not words.begins_word(text, match.start()):
            continue
        near = text[max(0, match.start() - NEARBY) : match.end() + NEARBY]
        at = Mention(index, *match.span())
        doubts = () if term.text in near else ("another",)
        yield ListedMembers(tuple(items), (at,), doubts=doubts)


# Which words a passage must hold to be looked at, and the lists in it.
FINDERS = (
    (_compound_words, _compounds),
    (_chain_words, _chains_of_items),
    (_short_words, _short_lists),
    (_ones_words, _one_of_each),
)

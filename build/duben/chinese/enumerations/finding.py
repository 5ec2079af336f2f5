"""Named enumerations (数字提法) in the passages of a document: terms, their members, where they
stand, and why we think so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from duben.chinese import numerals, words
from duben.chinese.enumerations import (
    far_lists,
    inline_lists,
    known_terms,
    list_errors,
    mismatches,
    parallel_units,
    signs,
    terms,
)
from duben.chinese.enumerations.inline_lists import Run, RunLabel
from duben.chinese.enumerations.list_errors import MisplacedLabel, RepeatedItem
from duben.chinese.enumerations.member_rules import (
    RULES,
    Document,
    ListedMembers,
    Mention,
    Passage,
    called,
    entry_name,
    prepare_document,
)
from duben.chinese.enumerations.mismatches import Mismatch
from duben.chinese.enumerations.terms import Term
from duben.chinese.word_lists import word_list
from duben.chinese.word_places import WordPlaces
from duben.model import KnownTerm

# A term is looked at in so many of its mentions, and so many terms are looked for far away.
MENTIONS_TRIED = 60
FAR_TERMS = 200
# From this rule on members stand in other sentences.
FURTHER_OFF = "in_run"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule found the members, in which characters of which passages, the signs that speak for
    them and what speaks against them; whether they are sure.
    """

    rule: str
    mentions: tuple[Mention, ...]
    signs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class OtherListing:
    """Members as another rule, or another place, has them: ``at`` is the mention of the term there,
    ``mentions`` theirs.
    """

    at: Mention
    members: tuple[str, ...]
    rule: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What a passage says by itself: its terms in quotation marks and those without, offset and
    text of items that a list names twice, the labels inside it.
    """

    quoted: tuple[Term, ...] = ()
    bare: tuple[Term, ...] = ()
    doubled: tuple[tuple[int, str], ...] = ()
    marks: tuple[RunLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class EnumerationFinding:
    """A named enumeration of the document."""

    term: str
    count: int
    kind: str
    mentions: tuple[Mention, ...]
    members: tuple[str, ...] = ()
    open: bool = False
    defined: Mention | None = None
    evidence: Evidence | None = None
    # Other places that list members, which differ from those chosen.
    others: tuple[OtherListing, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    """What a document holds."""

    enumerations: tuple[EnumerationFinding, ...]
    lists: tuple[Run, ...]
    mismatches: tuple[Mismatch, ...]
    doubled: tuple[RepeatedItem, ...] = ()
    astray: tuple[MisplacedLabel, ...] = ()


# --- all together ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Candidate:
    term: Term
    mentions: list[tuple[int, Term]] = field(default_factory=list)
    answers: list[tuple[str, int, Term, ListedMembers]] = field(default_factory=list)
    known: tuple[KnownTerm, ...] = ()

    def places(self) -> list[tuple[int, int]]:
        """Passage and offset of each mention."""
        return [(index, term.start) for index, term in self.mentions]


def read_passage(text: str) -> PassageReading:
    """What a passage of this text says by itself."""
    quoted = tuple(terms.quoted_terms(text))
    taken = {place for term in quoted for place in range(term.start, term.end)}
    worded = tuple(terms.terms_of_quoted_words(text))
    worded += tuple(
        term for term in terms.compounds_before_brackets(text) if term.start not in taken
    )
    taken.update(term.start for term in worded)
    return PassageReading(
        quoted,
        (*worded, *terms.bare_terms(text, _may_list(text, taken))),
        tuple(list_errors.repeated_items(text)),
        tuple(inline_lists.labels_in(text)),
    )


def find_enumerations(
    passages: Sequence[Passage],
    read: Callable[[str], PassageReading] = read_passage,
    library: known_terms.Library = MappingProxyType({}),
) -> DocumentFindings:
    """The named enumerations, the inline lists, and the numbers that their lists do not bear out.
    ``read`` may know the passages. Among several lists that of the ``library`` is taken.
    """
    readings = [read(passage.text) for passage in passages]
    doc = prepare_document(passages, [reading.marks for reading in readings])
    candidates = _candidates(readings, passages)
    _add_glosses(candidates, passages)
    mismatches: list[Mismatch] = []
    for candidate in candidates.values():
        for index, term in candidate.mentions[:MENTIONS_TRIED]:
            looked = _find_members(doc, index, term)
            if isinstance(looked, Mismatch):
                mismatches.append(looked)
            elif looked:
                candidate.answers.append(looked)
    _settle_shared(candidates.values())
    places = WordPlaces([passage.text for passage in passages])
    known_lists = known_terms.KnownLists(passages, places)
    for key, candidate in candidates.items():
        if entries := library.get(key):
            _prefer_known(candidate, known_lists, entries)
    kept = {key: one for key, one in candidates.items() if terms.is_named(one.term) or one.answers}
    named = {
        key: one
        for key, one in [*kept.items()][:FAR_TERMS]
        if not one.answers and one.term.kind != "bare"
    }
    far = far_lists.find_far_lists(
        passages,
        places,
        {key: one.term for key, one in named.items()},
        {key: {index for index, _ in one.mentions} for key, one in named.items()},
    )
    far |= _of_shorter_names(candidates, named.keys() - far.keys())
    unlisted = {key: one.term for key, one in candidates.items() if not one.answers}
    far |= _in_far_entries(doc, unlisted)
    for key in unlisted.keys() - far.keys():
        _find_in_units(doc, candidates[key])
    kept |= {key: one for key, one in candidates.items() if one.answers}
    far = {
        key: listed
        for key, listed in far.items()
        if not signs.forbidden_by(
            signs.Listing(candidates[key].term, "elsewhere", listed, passages)
        )
    }
    kept |= {key: candidates[key] for key in far}
    mentions = _find_mentions(doc, kept)
    found = [
        _finding(doc, one, mentions[key], far.get(key))
        for key, one in kept.items()
        if mentions[key]
    ]
    found.sort(key=lambda one: (one.mentions[0].passage, one.mentions[0].start))
    return DocumentFindings(
        tuple(found),
        tuple(run for run in doc.runs if inline_lists.is_listed(run)),
        tuple(mismatches),
        tuple(
            RepeatedItem(index, *one)
            for index, reading in enumerate(readings)
            for one in reading.doubled
        ),
        tuple(list_errors.misplaced_labels(doc)),
    )


def _of_shorter_names(
    candidates: dict[str, _Candidate], unlisted: Iterable[str]
) -> dict[str, ListedMembers]:
    """“师生四同”, and elsewhere 同行、同研“四同”: the list of the name that ends a longer one."""
    listed = [one for one in candidates.values() if one.answers and one.term.kind == "quoted"]
    found: dict[str, ListedMembers] = {}
    for key in unlisted:
        term = candidates[key].term
        for other in listed:
            if term.text.endswith(other.term.text) and term.parts == other.term.parts:
                found[key] = other.answers[0][3]
    return found


def _in_far_entries(doc: Document, wanted: dict[str, Term]) -> dict[str, ListedMembers]:
    """十大提升工程: as many headings or numbered paragraphs of one series, wherever they stand,
    that all hold what is counted; of a term without marks, that all begin with it or end in it.
    """
    found: dict[str, ListedMembers] = {}
    wanted = {key: term for key, term in wanted.items() if len(term.head) > 1 and term.count > 2}
    counts = {term.count for term in wanted.values()}
    names = {
        first: [entry_name(doc.passages[entry]) for entry in group]
        for first, group in doc.groups.items()
        if len(group) in counts
    }
    for key, term in wanted.items():
        for first, members in names.items():
            if len(members) == term.count and _are_called(members, term):
                places = tuple(
                    Mention(entry, 0, len(doc.passages[entry].text)) for entry in doc.groups[first]
                )
                found.setdefault(key, ListedMembers(called(members, term.head), places))
    return found


def _are_called(names: Sequence[str], term: Term) -> bool:
    """Whether entries with these names are what a term counts: all hold the word, or open alike and
    end in one character of it; of a term without marks all begin with it, or all end in it.
    """
    head = term.head
    if term.kind != "bare":
        alike = term.count > 3 and len(os.path.commonprefix(names)) > 2
        ends = {name[-1:] for name in names} if alike else set()  # 十大战役: 打好……攻坚战
        return all(head in name for name in names) or len(ends) == 1 and ends <= {*head}
    return all(name.startswith(head) for name in names) or all(
        name.endswith(head) for name in names
    )


def _find_in_units(doc: Document, candidate: _Candidate) -> None:
    """Takes the openings of parallel units behind a mention for the members of a candidate that has
    none.
    """
    for index, term in candidate.mentions[:MENTIONS_TRIED]:
        listed = parallel_units.in_units(doc, index, term)
        if listed and not signs.forbidden_by(signs.Listing(term, "in_units", listed, doc.passages)):
            candidate.answers.append(("in_units", index, term, listed))
            return


def _find_members(
    doc: Document, index: int, term: Term
) -> tuple[str, int, Term, ListedMembers] | Mismatch | None:
    """The members beside a mention, by the first rule that finds them; or the number that its list
    does not bear out.

    A list right in front of the term that has another number goes before members further off.
    """
    for name, rule in RULES.items():
        if name == FURTHER_OFF and (wrong := mismatches.mismatch_in_front(doc, index, term)):
            return wrong
        if (answer := rule(doc, index, term)) and not signs.forbidden_by(
            signs.Listing(term, name, answer, doc.passages)
        ):
            return name, index, term, answer
    return mismatches.mismatch_behind(doc, index, term) or mismatches.mismatch_back(
        doc, index, term
    )


def _settle_shared(candidates: Iterable[_Candidate]) -> None:
    """One run cannot be the members of two terms: 实施“五大战略”、实现“五个突破”。一是……: it is
    that one's whose counted word its items hold.
    """
    claims: dict[tuple[Mention, ...], list[_Candidate]] = {}
    for candidate in candidates:
        for mentions in {
            answer.mentions for rule, _, _, answer in candidate.answers if rule in signs.NUMBERED
        }:
            claims.setdefault(mentions, []).append(candidate)
    for mentions, claimants in claims.items():
        if len(claimants) < 2:
            continue
        fitting = [one for one in claimants if _holds_head(one, mentions)]
        fitting = fitting or [one for one in claimants if _holds_head(one, mentions, 2)]
        for candidate in claimants:
            if candidate not in fitting[:1] and (fitting or candidate is not claimants[-1]):
                candidate.answers = [
                    answer for answer in candidate.answers if answer[3].mentions != mentions
                ]


def _prefer_known(
    candidate: _Candidate, known_lists: known_terms.KnownLists, entries: Sequence[KnownTerm]
) -> None:
    """Puts the list first that an entry of the library has too; where none beside the term does,
    one that stands elsewhere in the document.
    """
    candidate.known = tuple(entries)
    agreeing = [one for one in candidate.answers if _is_known(one[3], entries)]
    if agreeing:
        candidate.answers.sort(key=lambda one: one not in agreeing)
        return
    count = candidate.term.count
    if (listed := known_lists.find(entries, count)) is None:
        return
    index, term = min(candidate.mentions, key=lambda one: abs(one[0] - listed.mentions[0].passage))
    if term.kind != "bare" or not signs.forbidden_by(
        signs.Listing(term, "in_front", listed, known_lists.passages)
    ):
        candidate.answers.insert(0, ("elsewhere", index, term, listed))


def _is_known(listed: ListedMembers, entries: Sequence[KnownTerm]) -> bool:
    return known_terms.agreeing_entry(listed.members, entries) is not None


def _holds_head(
    candidate: _Candidate, mentions: tuple[Mention, ...], length: int | None = None
) -> bool:
    """Whether all members of a list hold what a term counts, or the last ``length`` characters."""
    head = candidate.term.head if length is None else candidate.term.head[-length:]
    return bool(head) and any(
        answer.mentions == mentions and all(head in member for member in answer.members)
        for _, _, _, answer in candidate.answers
    )


def _candidates(
    readings: Sequence[PassageReading], passages: Sequence[Passage]
) -> dict[str, _Candidate]:
    """All that might be a term, by what is the same in all ways of writing it;
    quoted before bare.
    """
    quoted: dict[str, _Candidate] = {}
    for index, reading in enumerate(readings):
        for term in reading.quoted:
            candidate = quoted.setdefault(terms.normalized_term(term.text), _Candidate(term))
            candidate.mentions.append((index, term))
    names = TermIndex({one.term.text: key for key, one in quoted.items()})
    bare = [
        (index, names.longer_term(passages[index].text, term))
        for index, reading in enumerate(readings)
        for term in reading.bare
    ]
    for index, term in sorted(bare, key=lambda one: len(one[1].text)):
        key = _candidate_key(term, quoted)
        candidate = quoted.setdefault(key, _Candidate(term))
        candidate.mentions.append((index, term))
    for candidate in quoted.values():
        candidate.mentions.sort(key=lambda one: (one[0], one[1].start))
    return quoted


# 3. 四所一庭：……: a line of a glossary explains a name without quotation marks.
GLOSS = re.compile(
    "[\\s　]*(?:[\\[〔【（(［]?[0-9０-９]{1,3}[\\]〕】）)］]?[.．、]?)?[\\s　]*"
    "(?P<term>[一-鿿、]{3,14})(?:[：:]|是?指(?![导挥标示明出]))"
)


MEANS = re.compile("[：:]?是?指(?![导挥标示明出])")


def _add_glosses(candidates: dict[str, _Candidate], passages: Sequence[Passage]) -> None:
    """Mentions in lines of a glossary, for names that stand in quotation marks elsewhere, and for
    compounds and what is said to mean (指) something.
    """
    taken = {(key, *place) for key, one in candidates.items() for place in one.places()}
    for index, passage in enumerate(passages):
        if (match := GLOSS.match(passage.text)) is None:
            continue
        term = terms.term_at(match["term"], match.start("term"), True)
        if term is None:
            continue
        key = terms.normalized_term(term.text)
        candidate = candidates.get(key)
        if candidate is None and MEANS.match(passage.text, term.end):
            candidate = candidates.setdefault(key, _Candidate(term))
        elif candidate is None and len(term.parts) > 1:
            term = replace(term, kind="bare")  # one only where its members stand behind it
            candidates[key] = _Candidate(term, [(index, term)])
        if candidate and (key, index, term.start) not in taken:
            candidate.mentions.append((index, replace(term, kind=candidate.term.kind)))


def _candidate_key(term: Term, known: dict[str, _Candidate]) -> str:
    """The key of a bare term; where a shorter known one begins it, that one's: a verb may have been
    read into it.
    """
    key = terms.normalized_term(term.text)
    for length in range(len(term.text) - 1, 2, -1):
        shorter = terms.normalized_term(term.text[:length])
        if (
            shorter in known
            and term.text[length] != "的"
            and (known[shorter].term.kind != "bare" or length > 3)
            and not (known[shorter].term.kind == "bare" and _is_noun(term.text, length))
        ):
            return shorter
    return key


def _is_noun(text: str, start: int) -> bool:
    """Whether a text goes on in one noun of three characters, or behind 方面: 三个经济|增长极 (and
    三个经济 was read of 三个经济增长带), 两个方面|问题.
    """
    tagged = words.tag_words(text[start:])
    least = 2 if text.endswith("方面", 0, start) else 3
    return len(tagged) == 1 and len(text) - start >= least and tagged[0].kind == "n"


LISTS_AFTER = re.compile("[：:（(—]|是|即|包括|分别")
BOUNDS = frozenset("，。；：、（《！？ 　\n")


def _may_list(text: str, taken: set[int]) -> Callable[[int], bool]:
    """Whether a list can stand beside a bare number at a place: cheap,
    for the many that have none.
    """

    def may_list(start: int) -> bool:
        if start in taken:
            return False
        if start and text[start - 1] not in BOUNDS:
            return True
        return (
            start + 60 >= len(text)
            or LISTS_AFTER.search(text, start, start + 36) is not None
            or text.find("。", start, start + 24) > 0
        )

    return may_list


# A term of two characters without marks may be part of a word: 三公里, 两地居民.
COMMON_HEADS = frozenset(word_list("common-heads"))


def _find_mentions(doc: Document, kept: dict[str, _Candidate]) -> dict[str, list[Mention]]:
    """Every place where each term stands, not those inside a longer term."""
    found: dict[str, list[Mention]] = {key: [] for key in kept}
    spelled: dict[str, str] = {}
    for key, candidate in kept.items():
        for text in {term.text for _, term in candidate.mentions}:
            spelled.setdefault(_spelling(text, key), key)
        spelled.setdefault(candidate.term.text, key)
    tree = TermIndex(spelled)
    sure = {
        (index, term.start)
        for candidate in kept.values()
        for index, term in candidate.mentions
        if term.kind != "bare"
    }
    sure |= {
        (index, term.start)
        for candidate in kept.values()
        for _, index, term, _ in candidate.answers
    }
    for index, passage in enumerate(doc.passages):
        for start, text in tree.places(passage.text):
            mention = Mention(index, start, start + len(text))
            before, after = (
                passage.text[start - 1 : start],
                passage.text[mention.end : mention.end + 1],
            )
            if (index, start) not in sure:
                if (
                    before
                    and before in numerals.NUMERAL_CHARACTERS
                    or before == "第"
                    or (before.isdigit() and text[0].isdigit())
                    or (after.isdigit() and text[-1].isdigit())
                ):
                    continue
                if len(text) == 2 and (text[1] in COMMON_HEADS or after in COMMON_HEADS):
                    continue
            found[spelled[text]].append(mention)
    return found


def _spelling(text: str, key: str) -> str:
    """As much of a mention as is the term: more may have been read into one without marks."""
    for length in range(3, len(text) if terms.normalized_term(text) != key else 0):
        if terms.normalized_term(text[:length]) == key:
            return text[:length]
    return text


class TermIndex:
    """Many strings looked for at once: at each place the longest, and none inside it."""

    def __init__(self, names: dict[str, str]) -> None:
        self.lengths: dict[str, list[int]] = {}
        self.names = names
        for word in names:
            self.lengths.setdefault(word[0], []).append(len(word))
        for first, lengths in self.lengths.items():
            self.lengths[first] = sorted(set(lengths), reverse=True)
        self.firsts = re.compile(
            f"[{re.escape(''.join(self.lengths))}]" if self.lengths else "(?!)"
        )

    def longer_term(self, text: str, term: Term) -> Term:
        """A term as it was read, or the longer one of these that begins at its place: 五大战略 was
        read of 五大战略指引.
        """
        for length in self.lengths.get(term.text[0], ()):
            if length <= len(term.text):
                break
            name = text[term.start : term.start + length]
            if name in self.names and (longer := terms.term_at(name, term.start, False)):
                return longer
        return term

    def places(self, text: str) -> list[tuple[int, str]]:
        found, end = [], 0
        for match in self.firsts.finditer(text):
            at = match.start()
            if at < end:
                continue
            for length in self.lengths[text[at]]:
                if (word := text[at : at + length]) in self.names:
                    found.append((at, word))
                    end = at + length
                    break
        return found


def _finding(
    doc: Document, candidate: _Candidate, mentions: list[Mention], far: ListedMembers | None
) -> EnumerationFinding:
    term = candidate.term
    if not candidate.answers:
        if far is None:
            return EnumerationFinding(term.text, term.count, term.kind, tuple(mentions))
        far = _doubted(far, "elsewhere", candidate.known)
        return EnumerationFinding(
            term.text,
            term.count,
            term.kind,
            tuple(mentions),
            far.members,
            far.open,
            mentions[0],
            _evidence(doc, "elsewhere", term, far),
        )
    name, index, used, answer = min(
        candidate.answers,
        key=lambda one: (not _is_known(one[3], candidate.known), one[3].open),
    )
    answer = _doubted(answer, name, candidate.known)
    if any(_is_of_another_set(doc, answer, *one) for one in candidate.answers):
        answer = replace(answer, doubts=(*answer.doubts, "another"))
    # Of mentions with one list that one defines it which stands nearest before it.
    _, index, used, _ = next(
        one for one in reversed(candidate.answers) if one[3].mentions == answer.mentions
    )
    defined = next(
        (one for one in mentions if one.passage == index and one.start == used.start), mentions[0]
    )
    others = tuple(
        OtherListing(Mention(at, other.start, other.end), found.members, rule, found.mentions)
        for rule, at, other, found in candidate.answers
        if found.members != answer.members and not found.open
    )
    return EnumerationFinding(
        term.text,
        term.count,
        term.kind,
        tuple(mentions),
        answer.members,
        answer.open,
        defined,
        _evidence(
            doc,
            name,
            used,
            answer,
            any(
                found.members == answer.members and found.mentions != answer.mentions
                for _, _, _, found in candidate.answers
            ),
            _is_known(answer, candidate.known),
        ),
        others,
    )


def _is_of_another_set(
    doc: Document, answer: ListedMembers, rule: str, _: int, term: Term, found: ListedMembers
) -> bool:
    """Whether a list is surely one of other things by the same name: a member of the answer is none
    of its, in these words or in others that share most of the characters.
    """

    def is_in_both(member: str) -> bool:
        own = {*member}
        return any(2 * len(own & {*one}) > min(len(own), len({*one})) for one in found.members)

    return not all(map(is_in_both, answer.members)) and _evidence(doc, rule, term, found).sure


def _doubted(listed: ListedMembers, rule: str, known: Sequence[KnownTerm]) -> ListedMembers:
    """A list with a doubt where the library knows another of this name: found elsewhere it has not
    half of that one's members; or its members say more than those (懂农业、爱农村、爱农民, “三农”).
    """
    entries = [entry for entry in known if not entry.shared]
    if not entries or _is_known(listed, known) or rule in signs.GLOSSES:
        return listed
    text = "、".join(listed.members)
    half = any(known_terms.mentions_members(text, entry) for entry in entries)
    longer = any(known_terms.contains_members(listed.members, entry) for entry in entries)
    if half and not longer or not half and rule != "elsewhere":
        return listed
    return replace(listed, doubts=(*listed.doubts, "another"))


def _evidence(
    doc: Document,
    rule: str,
    term: Term,
    listed: ListedMembers,
    again: bool = False,
    known: bool = False,
) -> Evidence:
    """The signs for a list and the doubts; little speaks against one that the library has."""
    listing = signs.Listing(term, rule, listed, doc.passages)
    found = signs.signs_of(listing, again) + (("library",) if known else ())
    doubts = tuple(
        doubt for doubt in signs.doubts_of(listing) if not known or doubt in signs.DOUBTS_OF_KNOWN
    )
    return Evidence(rule, listed.mentions, found, doubts, signs.is_sure(rule, found, doubts))

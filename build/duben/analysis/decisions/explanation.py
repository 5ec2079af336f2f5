"""Why an expression is taken for an enumeration, and its members for its members; or why not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duben import chinese
from duben.analysis.decisions import evidence, waiting
from duben.analysis.decisions.reading import unquoted_term
from duben.messages import message
from duben.model import Block, Book, Decision, Enumeration, TextRange, finding_fingerprint


def explain_term(book: Book, asked: str, tongue: str) -> list[str]:
    """Lines that tell how a term was found, and what the editor decided; [] where it stands nowhere
    in the book.
    """
    term = unquoted_term(asked)
    key = chinese.normalized_term(term)
    found = next(
        (one for one in book.text_enumerations if chinese.normalized_term(one.term) == key), None
    )
    kept = next(
        (one for one in book.enumerations if chinese.normalized_term(one.term) == key), None
    )
    decision = next(
        (one for one in book.decisions if chinese.normalized_term(one.term) == key), None
    )

    def say(rule: str, /, **values: object) -> str:
        return message(f"explain-{rule}", tongue, values)

    lines: list[str] = []
    if found:
        lines += _finding_lines(book, found, tongue)
    elif places := _find_text(book, term):
        if kept:
            lines.append(say("own", term=term, count=kept.count))
        lines.append(
            say(
                "none",
                term=term,
                number=len(places),
                places=evidence.places(at.place for at in places),
            )
        )
        lines.append(say(_why_not(term, book, places)))
        lines += [f"  {at.place}  {evidence.excerpt(book, at)}" for at in places[:5]]
    elif not decision:
        return []
    if decision:
        lines += _decision_lines(decision, found, kept, tongue)
    if kept and not (decision and _settles(decision, kept)):
        lines.append(_verdict(kept, tongue))
    return lines


def _finding_lines(book: Book, one: Enumeration, tongue: str) -> Iterator[str]:
    def say(rule: str, /, **values: object) -> str:
        return message(f"explain-{rule}", tongue, values)

    yield say("term", term=one.term, count=one.count)
    groups = chinese.count_groups(one.term)
    if len(groups) > 1:
        yield say("compound", sum=" + ".join(str(number) for number, _ in groups), count=one.count)
    yield say(f"kind-{'bare' if one.kind == 'bare' else 'quoted'}")
    if one.members:
        yield say(
            "members",
            place=one.listed_at,
            rule=one.rule,
            name=evidence.rule_name(one.rule, tongue),
        )
        for number, member in enumerate(one.members, 1):
            yield f"  {number}. {member}"
        if one.open:
            yield say("open")
        for at in one.evidence:
            yield f"  {at.place}  {evidence.excerpt(book, at)}"
        comma = "；" if tongue == "zh" else "; "
        if one.signs:
            yield say("signs", signs=comma.join(waiting.signs_in_words(one, tongue)))
        if not one.sure:
            yield say("doubts", doubts=comma.join(waiting.doubts_in_words(one, tongue)))
    else:
        yield say("unlisted")
    for other in one.others:
        yield say(
            "other",
            place=other.place,
            members="、".join(other.members),
            name=evidence.rule_name(other.rule, tongue),
        )
    yield say("mentions", number=len(one.occurrences))
    for occurrence in one.occurrences[: evidence.PLACES]:
        at = TextRange(occurrence.block, occurrence.start, occurrence.end, occurrence.place)
        yield f"  {occurrence.place}  {evidence.excerpt(book, at)}"


def _decision_lines(
    decision: Decision, found: Enumeration | None, kept: Enumeration | None, tongue: str
) -> Iterator[str]:
    """What the editor decided, and what the entry says that the text says no longer."""

    def say(rule: str, /, **values: object) -> str:
        return message(f"explain-{rule}", tongue, {"place": decision.place, **values})

    written = "、".join(decision.members or ()) or "—"
    if decision.ignore:
        yield say("ignored")
    elif decision.same_as:
        yield say("same-as", other=decision.same_as)
    elif kept and kept.rule == "decision":
        rule = "decided" if kept.members else "struck"
        yield say(rule, count=kept.count, members="、".join(kept.members))
    elif found and decision.confirm and not decision.confirms(found.count, found.members):
        yield say("lapsed", members=written)
    elif decision.confirm and kept and kept.sure:
        yield say("confirmed")
    elif found and decision.unedited:
        moved = decision.found != finding_fingerprint(found.count, found.members)
        yield say("moved" if moved else "as-found", count=decision.count, members=written)
    if not decision.show:
        yield say("hidden")


def _settles(decision: Decision, kept: Enumeration) -> bool:
    """Whether the editor's word alone says what the appendix prints."""
    return kept.rule == "decision" or not kept.shown or (decision.confirm and kept.sure)


def _verdict(kept: Enumeration, tongue: str) -> str:
    """What the appendix prints of an enumeration."""
    if known := kept.known:
        values = {"source": known.source, "date": known.date, "members": "、".join(known.members)}
        return message("explain-from-library", tongue, values)
    rule = "named" if not kept.members else "sure" if kept.sure else "waits"
    return message(f"explain-{rule}", tongue, {})


def _find_text(book: Book, term: str) -> list[TextRange]:
    """Where a text stands in the book."""

    def within(block: Block) -> Iterator[TextRange]:
        for match in re.finditer(re.escape(term), block.text) if term else ():
            yield TextRange(block.id, match.start(), match.end(), block.place_of(match.start()))

    return [at for chapter in book.chapters for block in chapter.walk() for at in within(block)]


def _why_not(term: str, book: Book, places: list[TextRange]) -> str:
    """Why an expression that stands in the book is no enumeration."""
    if chinese.term_at(term, 0, True) is None:
        return "idiom" if chinese.IDIOMS.match(term) else "counts-nothing"
    around = [book.blocks[at.block].text[max(0, at.start - 1) : at.start] for at in places]
    if all(
        before and (before in chinese.NUMERAL_CHARACTERS or before.isdigit() or before == "第")
        for before in around
    ):
        return "inside"
    return "no-list"

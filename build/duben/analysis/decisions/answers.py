"""The editor's word on lists of members: accepted as found, or struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from duben import chinese
from duben.analysis.decisions.reading import unquoted_term
from duben.analysis.decisions.writing import DecisionEdits
from duben.model import Book, Enumeration, Problem, finding_fingerprint, problem

AnswerKind = Literal["accepted", "struck", "ignored"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers change in enumerations.toml: for each its term, what it comes to and the members
    that are printed; and what is wrong with them.
    """

    edits: DecisionEdits
    told: tuple[tuple[str, AnswerKind, tuple[str, ...]], ...]
    problems: tuple[Problem, ...]


def accepted_entry(one: Enumeration) -> dict[str, object]:
    """The keys of an entry that print the members as the text has them; None takes a key out."""
    return {
        "count": one.count,
        "members": one.members,
        "found": finding_fingerprint(one.count, one.members),
        "confirm": None if one.sure else True,
        "ignore": None,
        "show": None,
        "same_as": None,
        "review": None,
    }


def corrected_entry() -> dict[str, object]:
    """The keys of an entry that print the members as the editor has corrected them."""
    return {"confirm": None, "ignore": None, "show": None, "same_as": None, "review": None}


def struck_entry() -> dict[str, object]:
    """The keys of an entry that leave the name alone."""
    return {"members": (), "confirm": None, "review": None}


def ignored_entry() -> dict[str, object]:
    """The keys of an entry that is no enumeration."""
    return {"ignore": True, "confirm": None, "review": None}


def answer_waiting(book: Book, accept: Sequence[str], strike: Sequence[str]) -> Answers:
    """Accepts the members of some terms and strikes those of others. Members that the editor has
    corrected are accepted as corrected. A term without quotation marks is an enumeration by its
    list alone, and of one without members there is only the name to strike: struck, both are none.
    So is a name that is told to count what it does not list (T10).
    """
    found = {chinese.normalized_term(one.term): one for one in book.text_enumerations}
    corrected = {
        chinese.normalized_term(one.term): one.members
        for one in book.decisions
        if one.members and not one.unedited
    }
    miscounted = {str(one.values["term"]) for one in book.problems if one.rule == "T10"}
    edits: dict[str, dict[str, object]] = {}
    told: list[tuple[str, AnswerKind, tuple[str, ...]]] = []
    problems = []
    asked = {chinese.normalized_term(unquoted_term(term)): False for term in strike}
    for asked_term, accepts in [
        *((term, True) for term in accept),
        *((term, False) for term in strike),
    ]:
        term = unquoted_term(asked_term)
        key = chinese.normalized_term(term)
        one = found.get(key)
        if one is None and not accepts and term in miscounted:
            edits[key] = {"term": term, **ignored_entry()}
            told.append((term, "ignored", ()))
        elif one is None:
            stands = any(term in block.text for block in book.blocks.values()) if term else False
            problems.append(
                problem("answer-no-enumeration" if stands else "explain-nowhere", None, term=term)
            )
        elif accepts and key in asked:
            problems.append(problem("answer-both", None, term=one.term))
        elif accepts and not one.members:
            problems.append(problem("answer-unlisted", None, term=one.term))
        elif accepts and key in corrected:
            edits[key] = corrected_entry()
            told.append((one.term, "accepted", corrected[key]))
        elif accepts:
            edits[key] = accepted_entry(one)
            told.append((one.term, "accepted", one.members))
        elif one.kind == "bare" or not one.members:
            edits[key] = ignored_entry()
            told.append((one.term, "ignored", ()))
        else:
            edits[key] = struck_entry()
            told.append((one.term, "struck", ()))
    return Answers(edits, tuple(told), tuple(problems))

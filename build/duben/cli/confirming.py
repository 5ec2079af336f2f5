"""Lists of members that are not sure: shown to the editor, accepted, struck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duben import analysis, model, publish
from duben.cli.building import short_path
from duben.cli.screen import Screen, visible
from duben.messages import message

MEMBERS_SHOWN = 60  # characters of the members of a confirmed term


def show_waiting(screen: Screen, draft: publish.Draft, name: str) -> None:
    """Print the list 待核 of a book, and what to do; nothing where nothing waits."""
    waiting = analysis.waiting_enumerations(draft.book)
    if not waiting:
        return

    def say(rule: str, /, **values: object) -> str:
        return message(f"waiting-{rule}", screen.language, values)

    lines = ["", say("head", count=len(waiting))]
    for number, enumeration in enumerate(waiting, 1):
        lines += ["", *_entry_lines(draft.book, enumeration, number, screen.language)]
    rule = "next" if draft.manuscript else "next-file"
    lines += ["", say(rule, book=name)]
    screen.result("".join(f"{visible(line)}\n" for line in lines))


def _entry_lines(
    book: model.Book, enumeration: model.Enumeration, number: int, language: str
) -> Iterator[str]:
    """A list that waits: its members, the sentence it was read from, why it is not sure."""

    def say(rule: str, /, **values: object) -> str:
        return message(f"waiting-{rule}", language, values)

    at = enumeration.named_at.place
    yield say("entry", number=number, term=enumeration.term, count=enumeration.count, place=at)
    yield from (f"   {index}) {member}" for index, member in enumerate(enumeration.members, 1))
    for place, sentence in analysis.source_sentences(book, enumeration):
        yield "   " + say("sentence", place=place, sentence=sentence)
    yield from ("   " + line for line in analysis.reasons_in_words(enumeration, language))


def answer(
    screen: Screen, draft: publish.Draft, accept: Sequence[str], strike: Sequence[str]
) -> int:
    """Write into enumerations.toml which lists the editor accepts and which are struck."""
    answers, path, left = publish.answer_waiting(draft, accept, strike)
    for term, what, members in answers:
        listed = "、".join(members)
        listed = listed if len(listed) <= MEMBERS_SHOWN else listed[:MEMBERS_SHOWN] + "……"
        said = message(f"answered-{what}", screen.language, {"members": listed})
        screen.say("answered", "good", term=term, what=said)
    screen.say("enumerations-wrote", path=short_path(path))
    screen.say("waiting-left" if left else "waiting-none", count=left)
    return 0

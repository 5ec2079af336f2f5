"""A revision in words, as a decision to amend would put it.

Each change is told once: numbers that grew by the same step as one range, words changed alike in
many places in one sentence, what differs in marks or width alone together, everything else unit by
unit. The sentences themselves stand in the words of the book's language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from unicodedata import normalize

from duben import chinese
from duben.model import group_runs
from duben.revision.changes import Change
from duben.revision.clauses import (
    CLAUSE_END,
    QuotedEdit,
    are_whole_words,
    clause_before,
    is_clause,
    last_word_end,
    quote_edits,
    show_cells,
    word_ends,
)
from duben.revision.comparison import Revision
from duben.revision.differences import Segment, word_around
from duben.revision.units import BLANKS, Unit

Group = Literal["text", "order", "marks", "width", "settings", "follows"]
GROUPS: tuple[Group, ...] = ("text", "order", "marks", "width", "settings", "follows")

# A paragraph of which more than this part is new is quoted whole.
REWRITTEN_SHARE = 0.6
# The same words changed in so many places are one sentence.
REPEATED_PLACES = 3
WORD_LENGTH = 4  # characters of a word
LONGEST_QUOTE = 120  # characters of a quoted paragraph
SHORTEST_TAIL = 4  # characters of its end
SHORTEST_PLACE = 3  # characters of a clause or a cell that tells a place by itself
WORD_ROOM = 8  # characters ahead of its end in which a word may begin
PLACES_LIMIT = 12  # places named in one sentence
# What the heading counts a group of sentences as; those of the text by their kind.
COUNTED_GROUPS = {"order": "renumbered", "settings": "settings", "follows": "-"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of the summary and the changes that it tells of; ``kind``: what the heading counts
    it as, ``count``: how many places it tells.
    """

    group: Group
    text: str
    changes: tuple[Change, ...] = ()
    index: int = 0
    kind: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class InlineChange:
    """One inline change: ``gone`` became ``came`` behind ``before`` and ahead of ``after``; ``at``
    is where, in the old text.
    """

    gone: str
    came: str
    before: str = ""
    after: str = ""
    at: int = 0


def edits(segments: Sequence[Segment]) -> tuple[InlineChange, ...]:
    """The inline changes of a unit, in order, each with the unchanged text on both sides."""
    found_edits: list[InlineChange] = []
    before = gone = came = ""
    at = 0
    for sign, text in (*segments, ("=", "")):
        if sign == "-":
            gone += text
        elif sign == "+":
            came += text
        else:
            if gone or came:
                found_edits.append(InlineChange(gone, came, before, text, at))
                at += len(gone)
                gone = came = ""
            before = text
            at += len(text)
    return tuple(found_edits)


def summary_lines(revision: Revision, said: Mapping[str, str]) -> Iterator[str]:
    """The same as lines of plain text: a heading with the counts, then the sentences by group."""
    yield comparison_heading(revision, said)
    sentences = word_changes(revision, said)
    for group in GROUPS:
        own = [sentence for sentence in sentences if sentence.group == group]
        if own:
            yield ""
            yield said[f"group-{group}"]
            yield from (f"  {number}. {sentence.text}" for number, sentence in enumerate(own, 1))


def comparison_heading(revision: Revision, said: Mapping[str, str]) -> str:
    """What was compared, and how many places the summary tells of each kind of change."""
    kinds: Counter[str] = Counter()
    for sentence in word_changes(revision, said):
        kinds[sentence.kind] += sentence.count
    counts = [
        said[f"count-{kind}"].format(kinds[kind])
        for kind in ("changed", "added", "removed", "moved", "renumbered", "settings")
        if kinds[kind]
    ]
    names = version_names(revision, said)
    rule = "head" if counts else "none-body" if revision.appendix else "none"
    return said[rule].format(
        title=revision.new.title, old=names[0], new=names[1], counts=said["comma"].join(counts)
    )


def version_names(revision: Revision, said: Mapping[str, str]) -> tuple[str, str]:
    """What the two versions are called: by their numbers where those differ."""
    old, new = revision.old.number, revision.new.number
    if not old or not new or old == new:
        return said["version-old"], said["version-new"]
    return said["version-name"].format(old), said["version-name"].format(new)


@dataclass
class _SentenceWriter:
    """Collects sentences in the language of ``words``; ``limit``: characters of a quotation."""

    revision: Revision
    words: Mapping[str, str]
    limit: int = LONGEST_QUOTE
    sentences: list[Wording] = field(default_factory=list)

    def add(
        self, group: Group, rule: str, changes: Iterable[Change] = (), **values: object
    ) -> None:
        own_changes = tuple(changes)
        order = {id(change): at for at, change in enumerate(self.revision.changes)}
        index = min(
            (order.get(id(change), 0) for change in own_changes), default=len(self.sentences)
        )
        text = _close_sentence(self.words[rule].format_map(values))
        if any(change.unit.kind == "row" for change in own_changes):
            text = show_cells(text)
        kind, count = _counted_kind(group, rule), values.get("count", 1)
        assert isinstance(count, int)
        self.sentences.append(Wording(group, text, own_changes, index, kind, count))

    def quote(self, text: str) -> str:
        return _quote(text, self.limit)

    def places(self, changes: Sequence[Change], most: int) -> str:
        """Where changes stand, in words, each place once."""
        named = list(dict.fromkeys(change.unit.label for change in changes))
        text = self.words["comma"].join(named[:most])
        return text + self.words["and-others"] if len(named) > most else text


def _counted_kind(group: Group, rule: str) -> str:
    """What the heading counts a sentence as; "-": not at all."""
    of_rule = {"split": "added", "joined": "removed", **COUNTED_GROUPS}
    kinds = (kind for kind in ("added", "removed", "moved") if rule.startswith(kind))
    return of_rule.get(group) or of_rule.get(rule) or next(kinds, "changed")


@dataclass(frozen=True)
class _SharedSentences:
    """Sentences for what was done alike in many places."""

    writer: _SentenceWriter

    def write_renumbered(self, changes: Sequence[Change]) -> None:
        """Own numbers by runs that moved by the same step; references together."""
        self.write_numbers(changes)
        referring = [change for change in changes if not number_step(change)]
        if referring:
            self.writer.add(
                "order",
                "references",
                referring,
                count=len(referring),
                places=self.writer.places(referring, len(referring)),
            )

    def numbers_of_run(self, run: Sequence[Change]) -> str:
        first, last = run[0], run[-1]
        assert first.old and first.new and last.old and last.new
        if len(run) == 1:
            return self.writer.words["number"].format(
                old=first.old.number.strip(), new=first.new.number.strip()
            )
        return self.writer.words["numbers"].format(
            old=first.old.number.strip(),
            old_last=last.old.number.strip(),
            new=first.new.number.strip(),
            new_last=last.new.number.strip(),
        )

    def write_numbers(self, changes: Sequence[Change]) -> None:
        """The units that have another number now, whether or not their wording changed too."""
        own = [change for change in changes if number_step(change)]
        if own:
            runs = map(self.numbers_of_run, group_runs(own, follows))
            self.writer.add(
                "order",
                "renumbered",
                own,
                count=len(own),
                runs=self.writer.words["semicolon"].join(runs),
            )

    def write_small(self, changes: Sequence[Change], kind: Literal["marks", "width"]) -> None:
        if changes:
            self.writer.add(
                kind,
                kind,
                changes,
                count=sum(len(edits(change.segments)) for change in changes),
                places=self.writer.places(changes, len(changes)),
            )

    def write_repeated(self, changes: Sequence[Change]) -> frozenset[tuple[str, str]]:
        """The words that were changed alike in many places: told here, once."""
        where: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in changes:
            if change.kind == "changed" and not _is_rewritten(change):
                for edit in _edits_without_number(change):
                    if edit.gone or edit.came:
                        where[edit.gone, edit.came].append(change)
        told = {
            words: found
            for words, found in where.items()
            if len(found) >= REPEATED_PLACES and _tell_by_themselves(*words)
        }
        for (gone, came), found in told.items():
            once = list({id(change): change for change in found}.values())
            rule = "again" if gone and came else "again-gone" if gone else "again-came"
            self.writer.add(
                "text",
                rule,
                once,
                old=self.writer.quote(gone),
                new=self.writer.quote(came),
                count=len(found),
                places=self.writer.places(once, PLACES_LIMIT),
            )
        return frozenset(told)


@dataclass(frozen=True)
class _UnitSentences:
    """Sentences for single units and settings."""

    writer: _SentenceWriter

    def write(self, change: Change, repeated: frozenset[tuple[str, str]]) -> None:
        old, new = change.old, change.new
        if change.split_of:
            assert new
            self.writer.add(
                "text",
                "split",
                (change,),
                old=change.split_of.label,
                new=self.writer.quote(new.text),
            )
        elif change.joined_into:
            assert old
            self.writer.add(
                "text",
                "joined",
                (change,),
                old=old.label,
                new=change.joined_into.label,
                text=self.writer.quote(old.text),
            )
        elif new and not old:
            self._write_added(change, new)
        elif old and not new:
            self.writer.add(
                "text", "removed", (change,), old=old.label, text=self.writer.quote(old.text)
            )
        elif old and new:
            parts = self._parts(change, repeated)
            if change.kind == "moved":
                rule = "moved-changed" if parts else "moved"
                before = self._label_before(new)
                self.writer.add(
                    "text",
                    rule if before else f"{rule}-first",
                    (change,),
                    old=old.label,
                    new=new.label,
                    before=before,
                    text=_quote(new.text, min(40, self.writer.limit)),
                    parts=parts,
                )
            elif parts and old.kind == "heading" and (not old.number or _is_rewritten(change)):
                old_title, new_title = map(self.writer.quote, (old.text, new.text))
                self.writer.add("text", "renamed", (change,), old=old_title, new=new_title)
            elif parts:
                label = old.label.rstrip("，、")  # a colon follows
                self.writer.add("text", "changed", (change,), old=label, parts=parts)

    def _write_added(self, change: Change, unit: Unit) -> None:
        label = chinese.read_label(unit.text)
        if unit.kind == "note":
            # Notes stand behind the text of their chapter: what is before one says nothing.
            self.writer.add(
                "text",
                "added-numbered",
                (change,),
                kind=self.writer.words["kind-note"],
                new=unit.label,
                text=self.writer.quote(unit.text),
            )
        elif (
            unit.number
            and label
            and label.kind in ("article", "paren", "digit", "comma", "decimal")
        ):
            kind = self.writer.words["kind-article" if label.kind == "article" else "kind-item"]
            self.writer.add(
                "text",
                "added-numbered",
                (change,),
                kind=kind,
                new=unit.label,
                text=self.writer.quote(unit.text[label.end :]),
            )
        else:
            kind = self.writer.words[f"kind-{unit.kind}"]
            before = self._label_before(unit)
            self.writer.add(
                "text",
                "added" if before else "added-first",
                (change,),
                kind=kind,
                before=before,
                text=self.writer.quote(unit.text),
            )

    def _label_before(self, unit: Unit) -> str:
        """The unit before this one in the new text, in words; "" for the first."""
        units = self.writer.revision.new.units
        at = next((index for index, one in enumerate(units) if one is unit), 0)
        return units[at - 1].label if at else ""

    def _parts(self, change: Change, repeated: frozenset[tuple[str, str]]) -> str:
        """What was done inside a unit; "" where it is told elsewhere."""
        assert change.old and change.new
        if _is_rewritten(change):
            return self.writer.words["rewritten"].format(text=self.writer.quote(change.new.text))
        text = change.old.text
        label = labels(change)[0]
        own = [
            (edit.at, edit.at + len(edit.gone), edit.came)
            for edit in _edits_without_number(change)
            if (edit.gone, edit.came) not in repeated and not self._is_divided(change, edit)
        ]
        floor = label.end if label and number_step(change) else 0
        quotes = quote_edits(text, own, floor, lambda wrong, start: text.count(wrong) <= 1)
        return self.writer.words["semicolon"].join(self._part(text, quote) for quote in quotes)

    def _is_divided(self, change: Change, edit: InlineChange) -> bool:
        """Whether the words went into a paragraph of their own, or came from one: that is told
        there.
        """
        return any(
            other.split_of is change.old and _contains(other.new, edit.gone)
            for other in self.writer.revision.changes
        ) or any(
            other.joined_into is change.new and _contains(other.old, edit.came)
            for other in self.writer.revision.changes
        )

    def _part(self, text: str, quote: QuotedEdit) -> str:
        """What was done at one place of the old text: clauses that came or went by themselves,
        other changes with the clause that holds them.
        """
        gone = text[quote.start : quote.end]
        rule, old, new, before = "replace", quote.wrong(text), quote.correct(text), ""
        if not gone and is_clause(text, quote):
            before = clause_before(text, quote.start)
            if len(before) < SHORTEST_PLACE or text.count(before) > 1:
                before = text[quote.left : quote.start] or before
            rule, new = "insert" if before else "insert-first", quote.came
        elif not quote.came and is_clause(text, quote):
            rule, old = "delete", gone
        return self.writer.words[rule].format(
            old=self.writer.quote(old), new=self.writer.quote(new), before=_quote(before)
        )

    def write_setting(self, change: Change) -> None:
        old, new = change.old, change.new
        rule = "setting" if old and new else "setting-added" if new else "setting-removed"
        self.writer.add(
            "settings",
            rule,
            (change,),
            name=change.unit.label,
            old=_quote(old.text) if old else "",
            new=_quote(new.text) if new else "",
        )


@dataclass(frozen=True)
class _ConsequenceSentences:
    """Sentences for what follows from the changes: enumerations, references, contents."""

    writer: _SentenceWriter

    def write(self) -> None:
        found = self.writer.revision.enumerations
        for change in found.changed:
            self.writer.add(
                "follows",
                "enumeration",
                old=change.old.term,
                new=change.new.term,
                detail=self._detail(
                    change.added, change.removed, change.old.count, change.new.count
                ),
            )
        for enumeration in found.added:
            self.writer.add("follows", "enumeration-added", new=enumeration.term)
        for enumeration in found.removed:
            self.writer.add("follows", "enumeration-removed", old=enumeration.term)
        for reference in self.writer.revision.stale:
            self.writer.add(
                "follows",
                "stale" if reference.now else "stale-gone",
                label=reference.unit.label,
                said=reference.said,
                now=reference.now,
            )
        if contents := self.writer.revision.contents:
            self.writer.add(
                "follows",
                "contents",
                count=len(contents),
                places=self.writer.places(contents, PLACES_LIMIT),
            )

    def _detail(self, added: Sequence[str], removed: Sequence[str], old: int, new: int) -> str:
        comma = self.writer.words["comma"]
        parts = [self.writer.words["count"].format(old=old, new=new)] if old != new else []
        parts += (
            [self.writer.words["members-added"].format(members=comma.join(added))] if added else []
        )
        parts += (
            [self.writer.words["members-removed"].format(members=comma.join(removed))]
            if removed
            else []
        )
        return self.writer.words["semicolon"].join(parts) or self.writer.words["members-changed"]


def word_changes(
    revision: Revision, words: Mapping[str, str], limit: int = LONGEST_QUOTE
) -> tuple[Wording, ...]:
    """The sentences of the summary, by group and in the order of the text.

    ``words`` are those of the language of the summary, ``limit`` the characters of a quoted
    paragraph.
    """
    writer = _SentenceWriter(revision, words, limit)
    shared, units = _SharedSentences(writer), _UnitSentences(writer)
    changes = writer.revision.changes
    shared.write_renumbered([change for change in changes if change.kind == "renumbered"])
    shared.write_small([change for change in changes if change.only == "marks"], "marks")
    shared.write_small(
        [
            change
            for change in changes
            if change.only == "width"
            or (
                change.kind == "changed"
                and not change.only
                and any(narrow(edit) != edit for edit in edits(change.segments))
            )
        ],
        "width",
    )
    rest = [change for change in changes if change.kind != "renumbered" and not change.only]
    shared.write_numbers([change for change in rest if change.kind == "changed"])
    repeated = shared.write_repeated(rest)
    for change in rest:
        units.write(change, repeated)
    for change in writer.revision.fields:
        units.write_setting(change)
    _ConsequenceSentences(writer).write()
    return tuple(sorted(writer.sentences, key=lambda one: (GROUPS.index(one.group), one.index)))


def _tell_by_themselves(gone: str, came: str) -> bool:
    """Whether words that changed say something without their clause: no bare number, no single
    character.
    """
    return all(not words or are_whole_words(words, 0, len(words)) for words in (gone, came))


def _contains(unit: Unit | None, text: str) -> bool:
    return unit is not None and bool(text) and BLANKS.sub("", text) in unit.bare


Step = tuple[str, int]  # the kind of the label, and by how much its number grew


def number_step(change: Change) -> Step | None:
    """By how much the unit's own number changed; None where it did not, or where there is none."""
    old, new = labels(change)
    if old is None or new is None or old.kind != new.kind or old.parts == new.parts:
        return None
    return old.kind, new.number - old.number


def labels(change: Change) -> tuple[chinese.Label | None, chinese.Label | None]:
    """The labels that open the old unit and the new one."""
    return _label(change.old), _label(change.new)


def _label(unit: Unit | None) -> chinese.Label | None:
    return chinese.read_label(unit.text) if unit else None


def follows(before: Change, change: Change) -> bool:
    """Whether the number of a unit comes next to that of another and grew alike."""
    last, now = labels(before)[0], labels(change)[0]
    return (
        last is not None
        and now is not None
        and number_step(before) == number_step(change)
        and now.parts[:-1] == last.parts[:-1]
        and now.number == last.number + 1
    )


def _edits_without_number(change: Change) -> Iterator[InlineChange]:
    """The inline changes of a unit without that of its own number, which is told with the order."""
    old, new = labels(change)
    numbered = number_step(change) is not None
    grown = 0  # by how much the new text is ahead of the old one
    for edit in edits(change.segments):
        came_at = edit.at + grown
        grown += len(edit.came) - len(edit.gone)
        if numbered and old and new and edit.at < old.end:
            # Where the number ran together with what was changed behind it, that is left.
            edit = replace(
                edit,
                gone=edit.gone[max(0, old.end - edit.at) :],
                came=edit.came[max(0, new.end - came_at) :],
                before="",
            )
        edit = narrow(edit)
        if BLANKS.sub("", edit.gone) != BLANKS.sub("", edit.came):
            yield _with_word(edit, change.old.text) if change.old else edit


def _with_word(edit: InlineChange, text: str) -> InlineChange:
    """A single character that became another, or a word, is told with its own word: 农业 → 农村,
    not 业 → 村.
    """
    if (
        len(edit.gone) != 1
        or not 1 <= len(edit.came) <= WORD_LENGTH
        or not edit.came.isalnum()
        or text[edit.at : edit.at + 1] != edit.gone
    ):
        return edit
    start, end = word_around(text, edit.at)
    before, after = text[start : edit.at], text[edit.at + 1 : end]
    if not edit.before.endswith(before) or not edit.after.startswith(after):
        return edit  # another change stands in the word
    return InlineChange(
        before + edit.gone + after,
        before + edit.came + after,
        edit.before[: len(edit.before) - len(before)],
        edit.after[len(after) :],
        start,
    )


def narrow(edit: InlineChange) -> InlineChange:
    """An inline change without what differs in width alone at its ends, up to a mark: (一)新年 →
    （一）元旦 is 新年 → 元旦.
    """
    gone, came = edit.gone, edit.came
    start = _alike_length(gone, came)
    before, gone, came = edit.before + came[:start], gone[start:], came[start:]
    end = _alike_length(gone[::-1], came[::-1])
    return InlineChange(
        gone[: len(gone) - end],
        came[: len(came) - end],
        before,
        came[len(came) - end :] + edit.after,
        edit.at + start,
    )


def _alike_length(text: str, second_text: str) -> int:
    """How many characters at the head of two texts are alike but for their width, the last of them
    a mark; 0 where they are the same.
    """
    length = 0
    differing = False
    for count, (first, second) in enumerate(zip(text, second_text, strict=False), 1):
        if first != second and normalize("NFKC", first) != normalize("NFKC", second):
            break
        differing = differing or first != second
        if differing and not first.isalnum():
            length = count
    return length


def _is_rewritten(change: Change) -> bool:
    """Whether so much of a unit is new that it is quoted whole; not where words only came at one
    place, or went.
    """
    assert change.old and change.new
    if sum(sign != "=" for sign, _ in change.segments) == 1:
        return False
    marked = sum(len(text) for sign, text in change.segments if sign != "=")
    return (
        marked > REWRITTEN_SHARE * (len(change.old.text) + len(change.new.text))
        or len(edits(change.segments)) > 8
    )


def _close_sentence(text: str) -> str:
    """A sentence without a second full stop behind that of a quotation."""
    return re.sub("(?<=[。！？]”)。$|(?<=[.!?]”)\\.$", "", text)


def _quote(text: str, most: int = LONGEST_QUOTE) -> str:
    """A text as it is quoted: blanks at its ends left out, quotation marks inside it single, the
    middle left out when long.
    """
    text = re.sub(
        "[“”]",
        lambda mark: "‘" if mark[0] == "“" else "’",
        BLANKS.sub(lambda blank: " " if blank[0].isascii() else blank[0], text).strip(),
    )
    return short_quote(text, most, most * 2 // 3)


def short_quote(text: str, most: int = 40, head: int = 20) -> str:
    """A text as a reader finds it again: whole words of its beginning, and its end from where a
    clause, or else a word, begins.
    """
    if len(text) <= most:
        return text
    start = len(text) - (most - head) * 3 // 4
    clauses = [at.end() for at in CLAUSE_END.finditer(text, start, len(text) - SHORTEST_TAIL)]
    words = (at for at in word_ends(text, start - WORD_ROOM, len(text)) if at >= start)
    tail = text[clauses[0] if clauses else next(words, len(text)) :]
    if tail.count("’") > tail.count("‘") and "’" in tail:
        tail = tail[tail.index("’") + 1 :].lstrip(
            "，。；：、"
        )  # not out of the middle of a quotation
    beginning = text[: last_word_end(text, 0, head) or head]
    return f"{beginning}……{tail}" if len(tail) >= SHORTEST_TAIL else f"{beginning}……"

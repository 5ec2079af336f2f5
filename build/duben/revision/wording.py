"""A revision in words, as a decision to amend would put it: one sentence for what was done alike in
many places.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from unicodedata import normalize

from duben import chinese
from duben.chinese import Label
from duben.revision.changes import Change
from duben.revision.comparison import Revision
from duben.revision.differences import Segment, word_around
from duben.revision.units import BLANK, Unit

Group = Literal["text", "order", "marks", "width", "settings", "follows"]
GROUPS: tuple[Group, ...] = ("text", "order", "marks", "width", "settings", "follows")

# A paragraph of which more than this part is new is quoted whole.
REWRITTEN = 0.6
# The same words changed in so many places are one sentence.
AGAIN = 3
WORD = 4  # characters of a word
NEAR = 6  # characters quoted before what was put in, to tell the place
NEAR_BEGUN = re.compile(r"^(?:.*\| (?=.)|\.(?![0-9])|[^，。；：！？、]*[，。；：！？、](?=.{4}))")
LONGEST = 120  # characters of a quoted paragraph
SHORTEST_TAIL = 4  # characters of its end
PLACES = 12  # places named in one sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of the summary and the changes that it tells of."""

    group: Group
    text: str
    changes: tuple[Change, ...] = ()
    index: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """One inline change: ``gone`` became ``came`` behind ``before`` and ahead of ``after``; ``at``
    is where, in the old text.
    """

    gone: str
    came: str
    before: str = ""
    after: str = ""
    at: int = 0


def edits(segments: Sequence[Segment]) -> tuple[Edit, ...]:
    """The inline changes of a unit, in order, each with the unchanged text on both sides."""
    found: list[Edit] = []
    before = gone = came = ""
    at = 0
    for sign, text in (*segments, ("=", "")):
        if sign == "-":
            gone += text
        elif sign == "+":
            came += text
        else:
            if gone or came:
                found.append(Edit(gone, came, before, text, at))
                at += len(gone)
                gone = came = ""
            before = text
            at += len(text)
    return tuple(found)


def word_changes(
    revision: Revision, said: Mapping[str, str], most: int = LONGEST
) -> tuple[Wording, ...]:
    """The summary of a revision; ``said`` are the words of the language that it is told in,
    ``most`` the characters of a quoted paragraph.
    """
    return _Teller(revision, said, most).told()


def summary_lines(revision: Revision, said: Mapping[str, str]) -> Iterator[str]:
    """The same as lines of plain text: a heading with the counts, then the sentences by group."""
    yield comparison_heading(revision, said)
    sentences = word_changes(revision, said)
    for group in GROUPS:
        own = [one for one in sentences if one.group == group]
        if own:
            yield ""
            yield said[f"group-{group}"]
            yield from (f"  {number}. {one.text}" for number, one in enumerate(own, 1))


def comparison_heading(revision: Revision, said: Mapping[str, str]) -> str:
    """What was compared, and how many changes of each kind there are."""
    kinds = Counter(change.kind for change in revision.changes)
    counts = [
        said[f"count-{kind}"].format(kinds[kind])
        for kind in ("changed", "added", "removed", "moved", "renumbered")
        if kinds[kind]
    ]
    if revision.fields:
        counts.append(said["count-settings"].format(len(revision.fields)))
    names = version_names(revision, said)
    return said["head" if counts else "none"].format(
        title=revision.new.title, old=names[0], new=names[1], counts=said["comma"].join(counts)
    )


def version_names(revision: Revision, said: Mapping[str, str]) -> tuple[str, str]:
    """What the two versions are called: by their numbers where those differ."""
    old, new = revision.old.number, revision.new.number
    if not old or not new or old == new:
        return said["version-old"], said["version-new"]
    return said["version-name"].format(old), said["version-name"].format(new)


@dataclass
class _Teller:
    """Puts the changes of a revision into sentences, each change once."""

    revision: Revision
    said: Mapping[str, str]
    most: int = LONGEST
    sentences: list[Wording] = field(default_factory=list)

    def told(self) -> tuple[Wording, ...]:
        changes = self.revision.changes
        self.renumbered([change for change in changes if change.kind == "renumbered"])
        self.only([change for change in changes if change.only == "marks"], "marks")
        self.only(
            [
                change
                for change in changes
                if change.only == "width"
                or (
                    change.kind == "changed"
                    and not change.only
                    and any(narrowed(edit) != edit for edit in edits(change.segments))
                )
            ],
            "width",
        )
        rest = [change for change in changes if change.kind != "renumbered" and not change.only]
        self.numbers([change for change in rest if change.kind != "renumbered"])
        repeated = self.repeated(rest)
        for change in rest:
            self.single(change, repeated)
        for change in self.revision.fields:
            self.setting(change)
        self.follows()
        return tuple(sorted(self.sentences, key=lambda one: (GROUPS.index(one.group), one.index)))

    def say(
        self, group: Group, rule: str, changes: Iterable[Change] = (), **values: object
    ) -> None:
        told = tuple(changes)
        order = {id(change): at for at, change in enumerate(self.revision.changes)}
        index = min((order.get(id(change), 0) for change in told), default=len(self.sentences))
        self.sentences.append(
            Wording(group, _closed(self.said[rule].format_map(values)), told, index)
        )

    def quoted(self, text: str) -> str:
        return _quoted(text, self.most)

    # --- what was done alike in many places ---

    def renumbered(self, changes: Sequence[Change]) -> None:
        """Own numbers by runs that moved by the same step; references together."""
        own = [(change, step) for change in changes if (step := _step(change))]
        referring = [change for change in changes if not _step(change)]
        if own:
            runs = [run for _, run in _runs(own)]
            self.say(
                "order",
                "renumbered",
                (change for change, _ in own),
                count=len(own),
                runs=self.said["semicolon"].join(self.run(run) for run in runs),
            )
        if referring:
            self.say(
                "order",
                "references",
                referring,
                count=len(referring),
                places=self.places(referring, len(referring)),
            )

    def run(self, run: Sequence[Change]) -> str:
        first, last = run[0], run[-1]
        assert first.old and first.new and last.old and last.new
        if len(run) == 1:
            return self.said["number"].format(
                old=first.old.number.strip(), new=first.new.number.strip()
            )
        return self.said["numbers"].format(
            old=first.old.number.strip(),
            old_last=last.old.number.strip(),
            new=first.new.number.strip(),
            new_last=last.new.number.strip(),
        )

    def numbers(self, changes: Sequence[Change]) -> None:
        """Units whose wording changed too and that have another number now."""
        own = [
            (change, step)
            for change in changes
            if change.kind == "changed" and (step := _step(change))
        ]
        if own:
            self.say(
                "order",
                "renumbered",
                (change for change, _ in own),
                count=len(own),
                runs=self.said["semicolon"].join(self.run(run) for _, run in _runs(own)),
            )

    def only(self, changes: Sequence[Change], kind: Literal["marks", "width"]) -> None:
        if changes:
            self.say(
                kind,
                kind,
                changes,
                count=sum(len(edits(change.segments)) for change in changes),
                places=self.places(changes, len(changes)),
            )

    def repeated(self, changes: Sequence[Change]) -> frozenset[tuple[str, str]]:
        """The words that were changed alike in many places: told here, once."""
        where: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in changes:
            if change.kind == "changed" and not _whole(change):
                for edit in _edits(change):
                    if edit.gone or edit.came:
                        where[edit.gone, edit.came].append(change)
        told = {words: found for words, found in where.items() if len(found) >= AGAIN}
        for (gone, came), found in told.items():
            once = list({id(change): change for change in found}.values())
            rule = "again" if gone and came else "again-gone" if gone else "again-came"
            self.say(
                "text",
                rule,
                once,
                old=self.quoted(gone),
                new=self.quoted(came),
                count=len(found),
                places=self.places(once, PLACES),
            )
        return frozenset(told)

    # --- one by one ---

    def single(self, change: Change, repeated: frozenset[tuple[str, str]]) -> None:
        old, new = change.old, change.new
        if change.split_of:
            assert new
            self.say(
                "text", "split", (change,), old=change.split_of.label, new=self.quoted(new.text)
            )
        elif change.joined_into:
            assert old
            self.say(
                "text",
                "joined",
                (change,),
                old=old.label,
                new=change.joined_into.label,
                text=self.quoted(old.text),
            )
        elif new and not old:
            self.added(change, new)
        elif old and not new:
            self.say("text", "removed", (change,), old=old.label, text=self.quoted(old.text))
        elif old and new:
            parts = self.parts(change, repeated)
            if change.kind == "moved":
                rule = "moved-changed" if parts else "moved"
                self.say(
                    "text",
                    rule,
                    (change,),
                    old=old.label,
                    new=new.label,
                    before=self.ahead(new),
                    text=_quoted(new.text, min(40, self.most)),
                    parts=parts,
                )
            elif parts:
                self.say("text", "changed", (change,), old=old.label, parts=parts)

    def added(self, change: Change, unit: Unit) -> None:
        label = chinese.read_label(unit.text)
        if (
            unit.number
            and label
            and label.kind in ("article", "paren", "digit", "comma", "decimal")
        ):
            kind = self.said["kind-article" if label.kind == "article" else "kind-item"]
            self.say(
                "text",
                "added-numbered",
                (change,),
                kind=kind,
                new=unit.label,
                text=self.quoted(unit.text[label.end :]),
            )
        else:
            kind = self.said[f"kind-{unit.kind}"]
            self.say(
                "text",
                "added",
                (change,),
                kind=kind,
                before=self.ahead(unit),
                text=self.quoted(unit.text),
            )

    def ahead(self, unit: Unit) -> str:
        """The unit before this one in the new text, in words."""
        units = self.revision.new.units
        at = next((index for index, one in enumerate(units) if one is unit), 0)
        return units[at - 1].label if at else self.said["beginning"]

    def parts(self, change: Change, repeated: frozenset[tuple[str, str]]) -> str:
        """What was done inside a unit; "" where it is told elsewhere."""
        assert change.old and change.new
        if _whole(change):
            return self.said["rewritten"].format(text=self.quoted(change.new.text))
        told = [
            self.part(edit, change.old.text)
            for edit in _edits(change)
            if (edit.gone, edit.came) not in repeated and not self.divided(change, edit)
        ]
        return self.said["semicolon"].join(told)

    def divided(self, change: Change, edit: Edit) -> bool:
        """Whether the words went into a paragraph of their own, or came from one: that is told
        there.
        """
        return any(
            one.split_of is change.old and _held(one.new, edit.gone)
            for one in self.revision.changes
        ) or any(
            one.joined_into is change.new and _held(one.old, edit.came)
            for one in self.revision.changes
        )

    def part(self, edit: Edit, text: str) -> str:
        """What was done at one place of the old text."""
        rule = (
            "replace"
            if edit.gone and edit.came
            else "delete"
            if edit.gone
            else "insert"
            if edit.before
            else "insert-first"
        )
        if (
            edit.gone
            and edit.came
            and max(len(edit.gone), len(edit.came)) == 1
            and edit.after[:1].isalnum()
        ):
            edit = replace(
                edit, gone=edit.gone + edit.after[0], came=edit.came + edit.after[0]
            )  # 五 → 六 says less than 五个 → 六个
        values = {
            "old": self.quoted(edit.gone),
            "new": self.quoted(edit.came),
            "before": _near(edit.before, text),
            "after": edit.after[:NEAR],
        }
        return self.said[rule].format_map(values)

    def setting(self, change: Change) -> None:
        old, new = change.old, change.new
        rule = "setting" if old and new else "setting-added" if new else "setting-removed"
        self.say(
            "settings",
            rule,
            (change,),
            name=change.unit.label,
            old=old.text if old else "",
            new=new.text if new else "",
        )

    # --- what follows ---

    def follows(self) -> None:
        found = self.revision.enumerations
        for one in found.changed:
            self.say(
                "follows",
                "enumeration",
                old=one.old.term,
                new=one.new.term,
                detail=self.detail(one.added, one.removed, one.old.count, one.new.count),
            )
        for enumeration in found.added:
            self.say("follows", "enumeration-added", new=enumeration.term)
        for enumeration in found.removed:
            self.say("follows", "enumeration-removed", old=enumeration.term)
        for reference in self.revision.stale:
            self.say(
                "follows",
                "stale" if reference.now else "stale-gone",
                label=reference.unit.label,
                said=reference.said,
                now=reference.now,
            )
        if contents := self.revision.contents:
            self.say(
                "follows", "contents", count=len(contents), places=self.places(contents, PLACES)
            )

    def detail(self, added: Sequence[str], removed: Sequence[str], old: int, new: int) -> str:
        comma = self.said["comma"]
        parts = [self.said["count"].format(old=old, new=new)] if old != new else []
        parts += [self.said["members-added"].format(members=comma.join(added))] if added else []
        parts += (
            [self.said["members-removed"].format(members=comma.join(removed))] if removed else []
        )
        return self.said["semicolon"].join(parts) or self.said["members-changed"]

    def places(self, changes: Sequence[Change], most: int) -> str:
        """Where changes stand, in words, each place once."""
        named = list(dict.fromkeys(change.unit.label for change in changes))
        text = self.said["comma"].join(named[:most])
        return text + self.said["and-others"] if len(named) > most else text


def _held(unit: Unit | None, text: str) -> bool:
    return unit is not None and bool(text) and BLANK.sub("", text) in unit.bare


Step = tuple[str, int]  # the kind of the label, and by how much its number grew


def _step(change: Change) -> Step | None:
    """By how much the unit's own number changed; None where it did not, or where there is none."""
    old, new = _label(change.old), _label(change.new)
    if old is None or new is None or old.kind != new.kind or old.parts == new.parts:
        return None
    return old.kind, new.number - old.number


def _label(unit: Unit | None) -> Label | None:
    return chinese.read_label(unit.text) if unit else None


def _runs(changes: Sequence[tuple[Change, Step]]) -> Iterator[tuple[Step, list[Change]]]:
    """Changes whose numbers follow each other and grew alike."""
    run: list[Change] = []
    step: Step | None = None
    for change, own in changes:
        before, now = _label(run[-1].old) if run else None, _label(change.old)
        if (
            run
            and step == own
            and before
            and now
            and now.parts[:-1] == before.parts[:-1]
            and now.number == before.number + 1
        ):
            run.append(change)
            continue
        if run and step:
            yield step, run
        run, step = [change], own
    if run and step:
        yield step, run


def _edits(change: Change) -> Iterator[Edit]:
    """The inline changes of a unit without that of its own number, which is told with the order."""
    old, new = _label(change.old), _label(change.new)
    numbered = _step(change) is not None
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
        edit = narrowed(edit)
        if BLANK.sub("", edit.gone) != BLANK.sub("", edit.came):
            yield _with_word(edit, change.old.text) if change.old else edit


def _with_word(edit: Edit, text: str) -> Edit:
    """A single character that became another, or a word, is told with its own word: 农业 → 农村,
    not 业 → 村.
    """
    if (
        len(edit.gone) != 1
        or not 1 <= len(edit.came) <= WORD
        or not edit.came.isalnum()
        or text[edit.at : edit.at + 1] != edit.gone
    ):
        return edit
    start, end = word_around(text, edit.at)
    before, after = text[start : edit.at], text[edit.at + 1 : end]
    if not edit.before.endswith(before) or not edit.after.startswith(after):
        return edit  # another change stands in the word
    return Edit(
        before + edit.gone + after,
        before + edit.came + after,
        edit.before[: len(edit.before) - len(before)],
        edit.after[len(after) :],
        start,
    )


def narrowed(edit: Edit) -> Edit:
    """An inline change without what differs in width alone at its ends, up to a mark: (一)新年 →
    （一）元旦 is 新年 → 元旦.
    """
    gone, came = edit.gone, edit.came
    start = _alike(gone, came)
    before, gone, came = edit.before + came[:start], gone[start:], came[start:]
    end = _alike(gone[::-1], came[::-1])
    return Edit(
        gone[: len(gone) - end],
        came[: len(came) - end],
        before,
        came[len(came) - end :] + edit.after,
        edit.at + start,
    )


def _alike(one: str, other: str) -> int:
    """How many characters at the head of two texts are alike but for their width, the last of them
    a mark; 0 where they are the same.
    """
    length = 0
    differing = False
    for count, (first, second) in enumerate(zip(one, other, strict=False), 1):
        if first != second and normalize("NFKC", first) != normalize("NFKC", second):
            break
        differing = differing or first != second
        if differing and not first.isalnum():
            length = count
    return length


def _near(before: str, text: str) -> str:
    """The end of what stands before a place in a text, from where a clause or cell begins if that
    tells the place as well.
    """
    near = before[-NEAR:]
    begun = NEAR_BEGUN.sub("", near)
    return begun if text.count(begun) == 1 else near


def _whole(change: Change) -> bool:
    """Whether so much of a unit is new that it is quoted whole; not where words only came at one
    place, or went.
    """
    assert change.old and change.new
    if sum(sign != "=" for sign, _ in change.segments) == 1:
        return False
    marked = sum(len(text) for sign, text in change.segments if sign != "=")
    return (
        marked > REWRITTEN * (len(change.old.text) + len(change.new.text))
        or len(edits(change.segments)) > 8
    )


def _closed(text: str) -> str:
    """A sentence without a second full stop behind that of a quotation."""
    return re.sub("(?<=[。！？]”)。$|(?<=[.!?]”)\\.$", "", text)


def _quoted(text: str, most: int = LONGEST) -> str:
    """A text as it is quoted: blanks at its ends left out, quotation marks inside it single, the
    middle left out when long.
    """
    text = re.sub(
        "[“”]",
        lambda mark: "‘" if mark[0] == "“" else "’",
        BLANK.sub(lambda blank: " " if blank[0].isascii() else blank[0], text).strip(),
    )
    return short_quote(text, most, most * 2 // 3)


def short_quote(text: str, most: int = 40, head: int = 20) -> str:
    """A text as a reader finds it again: so much of its beginning, and its end from where a clause
    begins if it can be.
    """
    if len(text) <= most:
        return text
    tail = text[-(most - head) * 3 // 4 :]
    clause = re.search("[，。；：！？、]", tail[:-2])
    if clause and len(tail) - clause.end() >= SHORTEST_TAIL:
        tail = tail[clause.end() :]
    if tail.count("’") > tail.count("‘") and "’" in tail:
        tail = tail[tail.index("’") + 1 :].lstrip(
            "，。；：、"
        )  # not out of the middle of a quotation
    return f"{text[:head]}……{tail}" if len(tail) >= SHORTEST_TAIL else f"{text[:head]}……"

"""enumerations.toml written anew: what was found beside what the editor decided, whose words and
comments stay.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from duben import chinese
from duben.analysis.decisions import evidence, waiting
from duben.model import (
    Book,
    BookError,
    Decision,
    Enumeration,
    Source,
    TextRange,
    finding_fingerprint,
    problem,
)

# Lines that begin so are ours: written anew each time.
OURS = "#:"
HEAD = f"""\
{OURS} 数字提法一览，由“duben enumerations 书稿 --write”写成。错了就在这里改，改过的以后一直保留。
{OURS}   count 是项数，members 是各项；note 写编者注，印在书末的表里
{OURS}   不是提法：加一行 ignore = true　　　　不收入书末的表：加一行 show = false
{OURS}   confirm = false：各项待核，附录先不印各项；对的，改成 true；不对，改 members；都不是，写 members = []
{OURS}   和另一条是同一个提法：加一行 same_as = "另一条"
{OURS}   found 是程序核对用的，不要改；review 表示新找到的（new）、有变化的（changed）、书里已没有的（gone），看过以后删去这一行；alone 表示只写了问到的几条，不用管
{OURS} 以“{OURS}”开头的行每次重写；自己的说明写在以“#”开头的行里，会保留。
"""  # noqa: E501
HEADER = re.compile(r"\s*\[\[\s*\"?enumeration\"?\s*\]\]")
KEY = re.compile(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=")
# What can hold a "#" that begins no comment, and a comment.
TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL
)
GONE, LIST_GONE = "书里已没有这个提法", "书里还有这几个字，但没有列出同样多的项"
CHANGED = f"{OURS} 有变化"
WIDE = 90


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """The new text of enumerations.toml, and the terms that are new, changed or gone since it was
    last written.
    """

    text: str
    entries: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    """An entry as lines, from [[enumeration]] to before the next one."""

    lines: list[str] = field(default_factory=list)

    def statements(self) -> dict[str, tuple[int, int]]:
        """For each key the first of its lines and the one behind the last."""
        spans: dict[str, tuple[int, int]] = {}
        at = 1
        while at < len(self.lines):
            end = at + 1
            if match := KEY.match(self.lines[at]):
                end = next(
                    (
                        end
                        for end in range(at + 1, len(self.lines) + 1)
                        if _is_complete(self.lines[at:end])
                    ),
                    at + 1,
                )
                spans[match[1]] = at, end
            at = end
        return spans

    def set_value(self, key: str, value: str) -> None:
        """Writes a key, in its place or behind the others;
        comments inside an old value are kept.
        """
        lines = f"{key} = {value}".split("\n")
        statements = self.statements()
        if key not in statements:
            end = max((end for _, end in statements.values()), default=1)
            self.lines[end:end] = lines
            return
        start, end = statements[key]
        comments = [
            match.group()
            for match in TOKEN.finditer("\n".join(self.lines[start:end]))
            if match.group().startswith("#")
        ]
        if comments and end == start + 1:
            lines[-1] += f"  {comments.pop()}"
        self.lines[start:end] = [*comments, *lines]

    def remove_value(self, key: str) -> None:
        if key in (statements := self.statements()):
            start, end = statements[key]
            del self.lines[start:end]

    def replace_comments(self, comments: list[str]) -> None:
        """Our comments, new, right below the head of the entry."""
        inside = {line for start, end in self.statements().values() for line in range(start, end)}
        kept = [
            line
            for number, line in enumerate(self.lines)
            if number in inside or not line.startswith(OURS)
        ]
        self.lines = [kept[0], *(f"{OURS} {line}" for line in comments), *kept[1:]]


def _is_complete(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, ValueError):
        return False
    return True


# For an entry, by what is the same in all ways of writing its term: values to be set, None for
# those to be taken out.
DecisionEdits = Mapping[str, Mapping[str, object]]


def render_decisions(
    source: Source | None,
    book: Book,
    edits: DecisionEdits = MappingProxyType({}),
    seen: bool = True,
) -> DecisionsFile:
    """enumerations.toml of a book, brought up to date. BookError (1) where its layout cannot be
    followed.

    Nothing that the editor wrote is taken away but by ``edits``; entries are added at the end, in
    the order of the text. ``seen``: the editor has all of them before his eyes, not only those of
    ``edits``; else no other entry is written or touched.
    """
    head, entries = _split_entries(source.text if source else "")
    whole = any(one.found and one.review != "alone" for one in book.decisions)
    decided = {
        chinese.normalized_term(one.term): (one, entry)
        for one, entry in zip(_decisions_in_order(source, book), entries, strict=True)
    }
    found = {chinese.normalized_term(one.term): one for one in book.text_enumerations}
    asked = {**decided, **found}.keys() if seen else edits.keys()
    new, changed, gone = [], [], []
    for key, (decision, entry) in decided.items():
        if key not in asked:
            continue
        if key not in found:
            if decision.unedited or not _stands(decision, book):
                if decision.review != "gone" and decision.found:
                    gone.append(decision.term)
                    entry.set_value("review", '"gone"')
                stands = any(decision.term in block.text for block in book.blocks.values())
                entry.replace_comments([LIST_GONE if stands else GONE])
            continue
        if decision.review in ("unseen", "alone") and seen:
            entry.remove_value("review")
        if _update(entry, decision, found[key], book):
            changed.append(decision.term)
    every = {key: entry for key, (_, entry) in decided.items()}
    added = []
    for key, one in found.items():
        if key in asked and key not in decided:
            every[key] = _new_entry(one, book, whole)
            added.append(every[key])
            if whole:
                new.append(one.term)
    for key, values in edits.items():
        if key not in every:
            every[key] = _Entry(["[[enumeration]]"])
            added.append(every[key])
        for name, value in values.items():
            if value is None:
                every[key].remove_value(name)
            else:
                every[key].set_value(name, _toml_value(value))
        if not (seen or whole):
            every[key].set_value("review", '"alone"')
    text = _join_entries(head, entries, added)
    _verify(text, source, book, edits)
    return DecisionsFile(text, len(entries) + len(added), tuple(new), tuple(changed), tuple(gone))


def _split_entries(text: str) -> tuple[list[str], list[_Entry]]:
    """What stands before the first entry, and the entries."""
    head: list[str] = []
    entries: list[_Entry] = []
    for line in text.rstrip("\n").split("\n") if text.strip() else ():
        if HEADER.match(line):
            entries.append(_Entry([line]))
        else:
            (entries[-1].lines if entries else head).append(line)
    return [line for line in head if not line.startswith(OURS)], entries


def _decisions_in_order(source: Source | None, book: Book) -> list[Decision]:
    """The decisions as they stand in the file: as many as it has entries, or its layout is beyond
    us.
    """
    count = len(_split_entries(source.text)[1]) if source else 0
    if count != len(book.decisions):
        raise BookError(problem("enumeration-layout", source.place(1) if source else None))
    return list(book.decisions)


def _stands(decision: Decision, book: Book) -> bool:
    """Whether a term that the program did not take for an enumeration stands in the text, decided
    on or ignored.
    """
    if any(
        chinese.normalized_term(one.term) == chinese.normalized_term(decision.term)
        for one in book.enumerations
    ):
        return True
    left_out = decision.ignore or decision.same_as
    return bool(left_out) and any(
        decision.term in block.text for chapter in book.chapters for block in chapter.walk()
    )


def _update(entry: _Entry, decision: Decision, one: Enumeration, book: Book) -> bool:
    """Brings an entry up to date; whether what the text says has
    changed since it was last written.
    """
    mark = finding_fingerprint(one.count, one.members)
    moved = bool(decision.found) and decision.found != mark
    comments = _describe_evidence(one, book)
    if decision.review == "gone":
        entry.remove_value("review")
    if moved:
        comments.append(_describe_change(entry, decision, one))
    elif decision.review == "changed":
        comments += [
            line.removeprefix(OURS).strip() for line in entry.lines if line.startswith(CHANGED)
        ]
    own = decision.count is not None or decision.members is not None
    _update_confirm(entry, decision, one, moved)
    if decision.unedited or not (own or decision.ignore or decision.same_as or decision.found):
        entry.set_value("count", str(one.count))
        entry.set_value("members", _toml_list(one.members))
        entry.set_value("found", json.dumps(mark))
    elif decision.found or not own:
        entry.set_value("found", json.dumps(mark))
    if moved:
        entry.set_value("review", '"changed"')
    entry.replace_comments(comments)
    return moved


def _update_confirm(entry: _Entry, decision: Decision, one: Enumeration, moved: bool) -> None:
    """``confirm = false`` where members wait; a word on members that the text has no longer is
    taken back, and nothing waits in an entry that the editor has corrected or put aside.
    """
    edited = decision.members is not None and not decision.unedited
    settled = edited or decision.ignore or bool(decision.same_as) or not decision.show
    if one.waits and not settled and (moved or not decision.confirm):
        entry.set_value("confirm", "false")
    elif not decision.confirm or (moved and not settled):
        entry.remove_value("confirm")


def _describe_change(entry: _Entry, decision: Decision, one: Enumeration) -> str:
    """In what way the text has changed."""
    if decision.unedited:
        return (
            f"有变化：原来是 {decision.count} 项：{'、'.join(decision.members or ()) or '（未列）'}"
        )
    return (
        f"有变化：书里现在是 {one.count} 项：{'、'.join(one.members) or '（未列）'}；"
        "下面仍是原来的决定"
    )


def _describe_evidence(one: Enumeration, book: Book) -> list[str]:
    """What speaks for an enumeration, a line for each thing."""
    comments = []
    if one.members:
        what = evidence.rule_name(one.rule, "zh") + ("，未列完" if one.open else "")
        comments.append(f"列于 {one.listed_at}（{what}）：{evidence.excerpts(book, one.evidence)}")
        if one.waits:
            comments.append(f"疑点：{'；'.join(waiting.doubts_in_words(one, 'zh'))}")
    else:
        at = one.occurrences[0]
        comments.append(
            "未列各项，见 "
            f"{at.place}：{evidence.excerpt(book, TextRange(at.block, at.start, at.end, at.place))}"
        )
    comments.append(
        f"提到 {len(one.occurrences)} 处：{evidence.places(at.place for at in one.occurrences)}"
    )
    comments += [f"另一种列法（{other.place}）：{'、'.join(other.members)}" for other in one.others]
    return comments


def _new_entry(one: Enumeration, book: Book, later: bool) -> _Entry:
    """The entry of a term that has none. ``later``: the file was written before."""
    entry = _Entry(["[[enumeration]]"])
    entry.set_value("term", json.dumps(one.term, ensure_ascii=False))
    entry.set_value("count", str(one.count))
    entry.set_value("members", _toml_list(one.members))
    entry.set_value("found", json.dumps(finding_fingerprint(one.count, one.members)))
    if one.waits:
        entry.set_value("confirm", "false")
    if later:
        entry.set_value("review", '"new"')
    entry.replace_comments(_describe_evidence(one, book))
    return entry


def _toml_value(value: object) -> str:
    if isinstance(value, tuple):
        return _toml_list(value)
    return json.dumps(value, ensure_ascii=False)


def _toml_list(members: tuple[str, ...]) -> str:
    """Members on one line, or each on its own."""
    quoted = [json.dumps(member, ensure_ascii=False) for member in members]
    line = f"[{', '.join(quoted)}]"
    return (
        line if len(line) <= WIDE // 2 else "[\n" + "".join(f"  {one},\n" for one in quoted) + "]"
    )


def _join_entries(head: list[str], entries: list[_Entry], added: list[_Entry]) -> str:
    parts = [HEAD + "\n".join(head).strip("\n")]
    parts += ["\n".join(entry.lines).strip("\n") for entry in (*entries, *added)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _verify(text: str, source: Source | None, book: Book, edits: DecisionEdits) -> None:
    """The new text must say all that the old one says; else nothing is written."""
    try:
        tables = tomllib.loads(text).get("enumeration", [])
        old = tomllib.loads(source.text).get("enumeration", []) if source else []
    except (tomllib.TOMLDecodeError, ValueError):
        tables, old = [], [{}]
    found = {chinese.normalized_term(one.term): one for one in book.text_enumerations}
    kept = all(
        _keeps_values(before, after, one, found.get(chinese.normalized_term(one.term)))
        for before, after, one in zip(old, tables, book.decisions, strict=False)
        if chinese.normalized_term(one.term) not in edits
    )
    if len(tables) < len(old) or not kept:
        raise BookError(problem("enumeration-layout", source.place(1) if source else None))


def _keeps_values(
    before: Mapping[str, object],
    after: Mapping[str, object],
    decision: Decision,
    one: Enumeration | None,
) -> bool:
    ours = {"found", "review"} | ({"count", "members"} if decision.unedited else set())
    if not (decision.confirm and one and decision.confirms(one.count, one.members)):
        ours.add("confirm")
    return all(after.get(key) == value for key, value in before.items() if key not in ours)

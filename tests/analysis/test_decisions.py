"""The editor decides: enumerations.toml is written, corrected, written again, and nothing of the
editor's is lost.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from duben.analysis.checks import rules
from duben.analysis.decisions import explanation, reading, writing
from duben.model import Book, BookError
from duben.publish import editing, reading as publish_reading

TOML = '[book]\ntitle = "春"\ndate = 2024-01-01\n'
TEXT = "# 春\n\n建设林区、茶区和菜区“三个区”。\n\n落实“三同”，一起过“四关”。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    (tmp_path / "01.md").write_text(TEXT, "utf-8")
    return tmp_path


def write(folder: Path) -> writing.DecisionsFile:
    return editing.update_decisions(publish_reading.load(folder))[1]


def entries(folder: Path) -> dict[str, dict]:
    return {
        entry["term"]: entry
        for entry in tomllib.loads((folder / "enumerations.toml").read_text("utf-8"))["enumeration"]
    }


def edit(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    text = (folder / name).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, "utf-8")


def told(folder: Path) -> list[tuple[str, str]]:
    book: Book = publish_reading.load(folder).book
    return [
        (one.rule, str(one.values["term"]))
        for one in (*book.problems, *rules.BOOK_RULES["T17"](book))
    ]


def test_first_writing_holds_all_that_was_found_with_its_place(folder: Path) -> None:
    made = write(folder)
    assert (made.entries, made.new, made.changed, made.gone) == (3, (), (), ())
    written = entries(folder)
    assert {term: (entry["count"], entry["members"]) for term, entry in written.items()} == {
        "三个区": (3, ["林区", "茶区", "菜区"]),
        "三同": (3, []),
        "四关": (4, []),
    }
    text = (folder / "enumerations.toml").read_text("utf-8")
    assert "#: 列于 01.md:3（列在提法前面）：建设【林区、茶区和菜区】“三个区”。" in text
    assert "#: 未列各项，见 01.md:5：落实“【三同】”，一起过“四关”。" in text
    assert told(folder) == []


def test_writing_again_changes_nothing(folder: Path) -> None:
    write(folder)
    before = (folder / "enumerations.toml").read_bytes()
    assert editing.update_decisions(publish_reading.load(folder))[2] is False
    assert (folder / "enumerations.toml").read_bytes() == before


def test_what_the_editor_writes_goes_before_the_text_and_stays(folder: Path) -> None:
    write(folder)
    edit(
        folder,
        "enumerations.toml",
        (
            'term = "三同"\ncount = 3\nmembers = []',
            '# 问过王老师\nterm = "三同"\ncount = 3\nmembers = ["同吃", "同住", # 乡里\n '
            '"同劳动"]\nnote = "老话"',
        ),
        ('term = "四关"', 'term = "四关"\nignore = true'),
    )
    decided = (folder / "enumerations.toml").read_text("utf-8")
    edit(folder, "01.md", ("# 春\n", "# 春\n\n先说一句。\n"))
    write(folder)
    kept = [
        line
        for line in (folder / "enumerations.toml").read_text("utf-8").split("\n")
        if not line.startswith("#:")
    ]
    assert kept == [line for line in decided.split("\n") if not line.startswith("#:")]
    book = publish_reading.load(folder).book
    assert {one.term: (one.members, one.note) for one in book.enumerations} == {
        "三个区": (("林区", "茶区", "菜区"), ""),
        "三同": (("同吃", "同住", "同劳动"), "老话"),
    }


def test_new_changed_and_gone_are_marked_and_told(folder: Path) -> None:
    write(folder)
    edit(folder, "01.md", ("茶区和菜区", "茶区和果区"), ("“四关”", "“五关”"))
    assert told(folder) == [("enumeration-nowhere", "四关"), ("T17", "三个区"), ("T17-new", "五关")]
    made = write(folder)
    assert (made.new, made.changed, made.gone) == (("五关",), ("三个区",), ("四关",))
    written = entries(folder)
    assert {term: entry.get("review") for term, entry in written.items()} == {
        "三个区": "changed",
        "三同": None,
        "四关": "gone",
        "五关": "new",
    }
    assert written["三个区"]["members"] == ["林区", "茶区", "果区"]
    assert "#: 有变化：原来是 3 项：林区、茶区、菜区" in (folder / "enumerations.toml").read_text(
        "utf-8"
    )
    assert told(folder) == [
        ("enumeration-nowhere", "四关"),
        ("T17-review", "三个区"),
        ("T17-review", "五关"),
    ]
    write(folder)
    assert "#: 有变化：原来是 3 项：林区、茶区、菜区" in (folder / "enumerations.toml").read_text(
        "utf-8"
    )
    edit(folder, "enumerations.toml", ('review = "changed"\n', ""), ('review = "new"\n', ""))
    assert told(folder) == [("enumeration-nowhere", "四关")]
    edit(folder, "01.md", ("“五关”", "“五关”“四关”"))
    write(folder)
    assert "review" not in entries(folder)["四关"]


def test_a_decision_stays_when_the_text_changes(folder: Path) -> None:
    write(folder)
    edit(folder, "enumerations.toml", ('"茶区", "菜区"', '"茶园区", "菜区"'))
    edit(folder, "01.md", ("茶区和菜区", "茶区和果区"))
    assert write(folder).changed == ("三个区",)
    assert entries(folder)["三个区"]["members"] == ["林区", "茶园区", "菜区"]
    assert "有变化：书里现在是 3 项：林区、茶区、果区" in (folder / "enumerations.toml").read_text(
        "utf-8"
    )
    assert publish_reading.load(folder).book.enumerations[0].members == ("林区", "茶园区", "菜区")


def test_an_entry_as_found_follows_the_text(folder: Path) -> None:
    write(folder)
    edit(folder, "01.md", ("茶区和菜区", "茶区和果区"))
    assert publish_reading.load(folder).book.enumerations[0].members == ("林区", "茶区", "果区")


def test_entries_by_hand_get_what_was_found_and_keep_what_they_say(folder: Path) -> None:
    (folder / "enumerations.toml").write_text(
        '# 自己的话\n\n[[enumeration]]\nterm = "三个区"\nnote = "见图"\n\n'
        '[[enumeration]]\nterm = "三同"\nmembers = ["同吃", "同住", "同学"]\n',
        "utf-8",
    )
    write(folder)
    written = entries(folder)
    assert written["三个区"] == {
        "term": "三个区",
        "note": "见图",
        "count": 3,
        "members": ["林区", "茶区", "菜区"],
        "found": written["三个区"]["found"],
    }
    assert written["三同"] == {"term": "三同", "members": ["同吃", "同住", "同学"]}
    assert "# 自己的话\n" in (folder / "enumerations.toml").read_text("utf-8")


def test_hidden_entries_are_no_part_of_the_appendix(folder: Path) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三同"\nshow = false\n', "utf-8"
    )
    assert {one.term: one.shown for one in publish_reading.load(folder).book.enumerations} == {
        "三个区": True,
        "三同": False,
        "四关": True,
    }


def test_line_ends_and_bom_of_windows_stay(folder: Path) -> None:
    write(folder)
    path = folder / "enumerations.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / "01.md").write_text(TEXT + "\n另有“五关”。\n", "utf-8")
    write(folder)
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf#:")
    assert written.count(b"\n") == written.count(b"\r\n") > 20


@pytest.mark.parametrize(
    "toml",
    [
        'enumeration = [{ term = "三同", members = ["甲", "乙", "丙"] }]\n',
        '[[enumeration]]\nterm = "三同"\nnote = """\n[[enumeration]]\n"""\n',
    ],
)
def test_a_layout_that_cannot_be_followed_is_left_alone(folder: Path, toml: str) -> None:
    (folder / "enumerations.toml").write_text(toml, "utf-8")
    with pytest.raises(BookError) as refused:
        write(folder)
    assert [one.rule for one in refused.value.problems] == ["enumeration-layout"]
    assert (folder / "enumerations.toml").read_text("utf-8") == toml


def test_nothing_is_written_while_the_text_has_errors(folder: Path) -> None:
    (folder / "enumerations.toml").write_text("[[enumeration]]\n", "utf-8")
    with pytest.raises(BookError) as refused:
        write(folder)
    assert [one.rule for one in refused.value.problems] == [
        "enumeration-without-term",
        "enumerations-errors-first",
    ]


def test_a_single_file_has_no_decisions(folder: Path) -> None:
    with pytest.raises(BookError) as refused:
        write(folder / "01.md")
    assert ([one.rule for one in refused.value.problems], refused.value.status) == (
        ["enumerations-no-folder"],
        2,
    )


def test_marks_do_not_depend_on_the_entry_that_holds_them(folder: Path) -> None:
    write(folder)
    found, problems = reading.read_decisions(publish_reading.load(folder).manuscript.decisions)  # type: ignore[union-attr, arg-type]
    assert (problems, all(one.unedited for one in found)) == ((), True)


@pytest.mark.parametrize(
    ("term", "lines"),
    [
        (
            "“三个区”",
            [
                "“三个区”：3 项",
                "各项见 01.md:3（列在提法前面）：",
                "  1. 林区",
                "  01.md:3  建设【林区、茶区和菜区】“三个区”。",
            ],
        ),
        ("三同", ["书里没有找到它的各项"]),
        (
            "一起",
            [
                "“一起”在书里有 1 处（01.md:5），不算提法",
                "它不以二以上的数目开头，或者数的是时间、数量、次序",
            ],
        ),
        ("五关", []),
    ],
)
def test_how_a_term_was_found_is_explained(folder: Path, term: str, lines: list[str]) -> None:
    said = explanation.explain_term(publish_reading.load(folder).book, term, "zh")
    assert [line for line in said if line in lines] == lines
    assert bool(said) == bool(lines)


def test_a_term_whose_list_is_gone_is_not_said_to_be_nowhere(folder: Path) -> None:
    edit(folder, "01.md", ("落实“三同”", "抓好种树、修路和通水三项任务，落实“三同”"))
    write(folder)
    edit(folder, "01.md", ("种树、修路和通水三项任务", "三项任务"))
    (gone,) = publish_reading.load(folder).book.problems
    assert (gone.rule, gone.values) == (
        "enumeration-list-gone",
        {"term": "三项任务", "place": "01.md:5"},
    )
    assert write(folder).gone == ("三项任务",)
    assert "#: 书里还有这几个字" in (folder / "enumerations.toml").read_text("utf-8")


def test_a_changed_list_is_told_with_both_wordings(folder: Path) -> None:
    write(folder)
    edit(
        folder,
        "01.md",
        ("茶区和菜区“三个区”", "茶区、果区和菜区“四个区”，又有林区、果区和菜区“三个区”"),
    )
    (changed,) = (
        one
        for one in rules.BOOK_RULES["T17"](publish_reading.load(folder).book)
        if one.rule == "T17"
    )
    assert changed.values == {
        "term": "三个区",
        "count": 3,
        "listed": "林区、果区、菜区",
        "at": "01.md:3",
        "old_count": 3,
        "old": "林区、茶区、菜区",
    }


CIRCLES = [
    ({"三同": "三同"}, [(3, "三同", "三同 → 三同")]),
    ({"三同": "四关", "四关": "三同"}, [(3, "三同", "三同 → 四关 → 三同")]),
    ({"三个区": "三同", "三同": "四关", "四关": "三同"}, [(6, "三同", "三同 → 四关 → 三同")]),
]


@pytest.mark.parametrize(("same", "told"), CIRCLES)
def test_same_as_in_a_circle_is_told_at_its_line(
    folder: Path, same: dict[str, str], told: list[tuple[int, str, str]]
) -> None:
    (folder / "enumerations.toml").write_text(
        "".join(
            f'[[enumeration]]\nterm = "{term}"\nsame_as = "{other}"\n'
            for term, other in same.items()
        ),
        "utf-8",
    )
    problems = [
        (one.place.line, one.values["term"], one.values["path"])
        for one in publish_reading.load(folder).problems
        if one.rule == "enumeration-circle" and one.place
    ]
    assert problems == told


@pytest.mark.parametrize("order", [("三个区", "三同"), ("三同", "三个区")])
def test_same_as_leads_through_several_entries(folder: Path, order: tuple[str, str]) -> None:
    same = {"三个区": "三同", "三同": "四关"}
    (folder / "enumerations.toml").write_text(
        "".join(f'[[enumeration]]\nterm = "{term}"\nsame_as = "{same[term]}"\n' for term in order),
        "utf-8",
    )
    draft = publish_reading.load(folder)
    assert draft.problems == ()
    assert [(one.term, len(one.occurrences)) for one in draft.book.enumerations] == [("四关", 3)]


def explained(folder: Path, term: str) -> list[str]:
    return explanation.explain_term(publish_reading.load(folder).book, term, "zh")


@pytest.mark.parametrize(
    ("entry", "last"),
    [
        ('term = "三个区"\nignore = true', "编者定为不是提法（enumerations.toml:2）"),
        ('term = "三个区"\nmembers = []', "编者删去了各项，只列名称（enumerations.toml:2）"),
        ('term = "三个区"\nshow = false', "编者定为不收入附录（enumerations.toml:2）"),
        (
            'term = "三个区"\nmembers = ["甲", "乙", "丙"]',
            "编者定为 3 项：甲、乙、丙（enumerations.toml:2）",
        ),
        ('term = "三个区"\nnote = "见图"', "有把握：附录照印"),
        ('term = "三同"\nnote = "见图"', "附录只列名称"),
    ],
)
def test_an_explanation_ends_with_what_is_printed(folder: Path, entry: str, last: str) -> None:
    (folder / "enumerations.toml").write_text(f"[[enumeration]]\n{entry}\n", "utf-8")
    lines = explained(folder, "三个区" if "三个区" in entry else "三同")
    assert lines[-1] == last
    assert sum("附录" in line for line in lines) <= 1


def test_an_explanation_tells_what_the_entry_had(folder: Path) -> None:
    write(folder)
    edit(folder, "01.md", ("茶区和菜区", "茶区和果区"))
    assert explained(folder, "三个区")[-2:] == [
        "和 enumerations.toml 里写的（enumerations.toml:12）不同，那里是 3 项：林区、茶区、菜区",
        "有把握：附录照印",
    ]


def test_a_term_of_the_editors_own_is_explained_as_such(folder: Path) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "一起"\nmembers = ["甲", "乙"]\n', "utf-8"
    )
    assert explained(folder, "一起")[0] == "“一起”：2 项，是编者在 enumerations.toml 里加的提法"


def test_what_is_listed_nowhere_is_told_on_after_a_decision_on_another_term(folder: Path) -> None:
    def unlisted() -> list[object]:
        book = publish_reading.load(folder).book
        return [one.values["terms"] for one in rules.BOOK_RULES["T14"](book)]

    assert unlisted() == ["“三同”、“四关”"]
    editing.answer_waiting(publish_reading.load(folder), (), ("三个区",))
    assert unlisted() == ["“三同”、“四关”"]
    write(folder)
    assert unlisted() == []


@pytest.mark.parametrize(
    ("entry", "rule", "line"),
    [
        ('term = "三同"\nmembers = ["同吃\\n", "同\\n住", "同学"]', "enumeration-line-break", 3),
        ('term = "三同"\nmembers = ["同吃", "同\\u0007住", "同学"]', "text-control", 3),
        ('term = "三同"\ncount = 3\nnote = "\\u202e注"', "text-direction", 4),
        ('term = "三\\u0000同"', "text-control", 2),
        ('term = "同"\nmembers = ["甲", "乙"]', "enumeration-inside", 2),
        ('term = "三同"\nmembers = ["甲", "乙", "甲"]', "enumeration-member-twice", 2),
        (
            'term = "三同"\nsame_as = "四关"\n[[enumeration]]\nterm = "四关"\nignore = true',
            "enumeration-same-ignored",
            2,
        ),
    ],
)
def test_what_is_wrong_in_an_entry_is_told_at_its_line(
    folder: Path, entry: str, rule: str, line: int
) -> None:
    (folder / "enumerations.toml").write_text(f"[[enumeration]]\n{entry}\n", "utf-8")
    draft = publish_reading.load(folder)
    found = [(one.rule, one.place.line) for one in draft.problems if one.place]
    assert (rule, line) in found


def test_a_note_of_several_lines_is_printed_on_one(folder: Path) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三同"\nnote = """见图，\n  又见表"""\n', "utf-8"
    )
    assert {one.term: one.note for one in publish_reading.load(folder).book.enumerations}[
        "三同"
    ] == "见图，又见表"


def test_a_run_does_not_undo_what_another_one_wrote_meanwhile(folder: Path) -> None:
    first, second = publish_reading.load(folder), publish_reading.load(folder)
    editing.answer_waiting(first, (), ("三个区",))
    before = (folder / "enumerations.toml").read_bytes()
    with pytest.raises(BookError) as refused:
        editing.update_decisions(second)
    assert [one.rule for one in refused.value.problems] == ["file-changed-meanwhile"]
    assert (folder / "enumerations.toml").read_bytes() == before


def test_confirmed_and_ignored_at_once_is_told_at_its_line(folder: Path) -> None:
    entry = '[[enumeration]]\nterm = "四关"\nconfirm = {}\nignore = true\n'
    for confirm, told_at in (("true", [("enumeration-contrary", 3)]), ("false", [])):
        (folder / "enumerations.toml").write_text(entry.format(confirm), "utf-8")
        problems = publish_reading.load(folder).problems
        assert [(one.rule, one.place.line) for one in problems if one.place] == told_at

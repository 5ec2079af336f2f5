"""Lists of members that are not sure wait for the editor: shown with their reasons, accepted or
struck, printed only then.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from duben.analysis.checks import rules
from duben.analysis.decisions import explanation, waiting
from duben.chinese.enumerations import signs
from duben.messages import MESSAGES, message
from duben.model import Book, BookError, Enumeration
from duben.publish import editing, reading

TOML = '[book]\ntitle = "春"\ndate = 2024-01-01\n'
TEXT = """# 春

建设林区、茶区和渔区“三个区”，坚持“三同”（同吃、同住、同渔业劳动）。

落实“四关”，办好渔港、渔船和渔市三项大事，坚持“两早”（早种、早收）。又说“三同”。
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book in which every list with 渔 in it is in doubt."""

    def holds_fish(listing: signs.Listing) -> bool:
        return any("渔" in member for member in listing.members)

    monkeypatch.setitem(signs.DOUBTS, "uneven", holds_fish)  # type: ignore[arg-type]
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    (tmp_path / "01.md").write_text(TEXT, "utf-8")
    return tmp_path


def load(folder: Path) -> Book:
    return reading.load(folder).book


def waits(folder: Path) -> list[str]:
    return [one.term for one in waiting.waiting_enumerations(load(folder))]


def printed(folder: Path) -> dict[str, tuple[str, ...]]:
    return {one.term: one.members for one in load(folder).appendix_enumerations}


def write(folder: Path) -> None:
    editing.update_decisions(reading.load(folder))


def answer(folder: Path, accept: tuple[str, ...] = (), strike: tuple[str, ...] = ()) -> object:
    return editing.answer_waiting(reading.load(folder), accept, strike)


def entries(folder: Path) -> dict[str, dict]:
    text = (folder / "enumerations.toml").read_text("utf-8")
    return {entry["term"]: entry for entry in tomllib.loads(text)["enumeration"]}


def edit(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    text = (folder / name).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, "utf-8")


# --- what waits -----------------------------------------------------------------------------------


def test_members_that_are_not_sure_are_not_printed(folder: Path) -> None:
    assert printed(folder) == {
        "三个区": (),
        "三同": (),
        "四关": (),
        "两早": ("早种", "早收"),
    }
    assert {one.term: one.waits for one in load(folder).enumerations} == {
        "三个区": True,
        "三同": True,
        "四关": False,
        "三项大事": True,
        "两早": False,
    }


def test_the_least_doubtful_and_most_named_waits_first(folder: Path) -> None:
    assert waits(folder) == ["三同", "三个区", "三项大事"]


def test_a_list_that_waits_has_its_sentence_and_its_reasons(folder: Path) -> None:
    first, second, _ = waiting.waiting_enumerations(load(folder))
    assert waiting.source_sentences(load(folder), second) == [
        (
            "01.md:3",
            "建设【林区、茶区和渔区】“三个区”，坚持“三同”（同吃、同住、同渔业劳动）。",
        )
    ]
    assert "各项长短悬殊" in waiting.doubts_in_words(first, "zh")
    assert "one member is far longer than another" in waiting.doubts_in_words(first, "en")
    assert waiting.signs_in_words(first, "zh")[0] == "项数相符"


def test_a_sentence_that_names_the_term_elsewhere_is_shown_too(folder: Path) -> None:
    (folder / "01.md").write_text(
        "# 春\n\n抓好“三个区”。\n\n一是林区；二是茶区；三是渔区。\n", "utf-8"
    )
    book = load(folder)
    (one,) = waiting.waiting_enumerations(book)
    assert waiting.source_sentences(book, one)[0] == ("01.md:3", "抓好“三个区”。")


def test_members_without_a_doubt_tell_what_they_lack() -> None:
    open_list = Enumeration("n1", "三个区", 3, "quoted", ("林区",), open=True, sure=False)
    bare_number = Enumeration("n1", "三个区", 3, "quoted", ("甲", "乙", "丙"), sure=False)
    assert waiting.doubts_in_words(open_list, "zh") == ["原文以“等”结尾，没有列全"]
    assert waiting.doubts_in_words(bare_number, "zh") == ["除项数相符以外没有别的凭据"]


def named_doubts() -> set[str]:
    """The doubts that the rules of finding name themselves: texts in a tuple that is called
    ``doubts``.
    """
    values: list[ast.expr] = []
    for path in Path(signs.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.arg if isinstance(node, ast.keyword) else ""
            name = getattr(node.targets[0], "id", "") if isinstance(node, ast.Assign) else name
            if name == "doubts":
                values.append(node.value)  # type: ignore[attr-defined]
    return {
        item.value
        for value in values
        for part in ast.walk(value)
        for item in (part.elts if isinstance(part, ast.Tuple) else ())
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }


def test_every_sign_and_every_doubt_has_its_words() -> None:
    assert {"another", "short", "compound", "predicate", "governed"} <= named_doubts()
    doubts = {*signs.DOUBTS, *named_doubts(), "open", "alone"}
    marks = {*signs.SIGNS, *signs.STRONG, "count"}
    names = {f"doubt-{name}" for name in doubts} | {f"sign-{name}" for name in marks}
    assert names - MESSAGES.keys() == set()
    assert all(message(name, "zh", {}) != message(name, "en", {}) for name in names)


def test_why_not_sure_is_explained(folder: Path) -> None:
    said = explanation.explain_term(load(folder), "三个区", "zh")
    assert "疑点：各项长短悬殊" in said
    assert any(line.startswith("依据：项数相符") for line in said)
    assert "待核：编者核定以前，附录不印各项" in said
    assert "有把握：附录照印" in explanation.explain_term(load(folder), "两早", "zh")


# --- the editor's word ----------------------------------------------------------------------------


def test_what_waits_is_written_to_be_confirmed(folder: Path) -> None:
    write(folder)
    assert {term: entry.get("confirm") for term, entry in entries(folder).items()} == {
        "三个区": False,
        "三同": False,
        "四关": None,
        "三项大事": False,
        "两早": None,
    }
    text = (folder / "enumerations.toml").read_text("utf-8")
    assert "#: 疑点：各项长短悬殊" in text
    write(folder)
    assert (folder / "enumerations.toml").read_text("utf-8") == text
    assert waits(folder) == ["三同", "三个区", "三项大事"]


def test_confirmed_members_are_printed(folder: Path) -> None:
    write(folder)
    edit(folder, "enumerations.toml", ("\nconfirm = false", "\nconfirm = true"))
    assert printed(folder)["三个区"] == ("林区", "茶区", "渔区")
    write(folder)
    assert entries(folder)["三个区"]["confirm"] is True
    assert "编者已核定" in "".join(explanation.explain_term(load(folder), "三个区", "zh"))


def test_an_entry_by_hand_confirms_what_is_found(folder: Path) -> None:
    (folder / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三个区"\nconfirm = true\n', "utf-8"
    )
    assert printed(folder)["三个区"] == ("林区", "茶区", "渔区")


def test_a_correction_is_the_editors_word_too(folder: Path) -> None:
    write(folder)
    edit(folder, "enumerations.toml", ('["林区", "茶区", "渔区"]', '["林区", "茶区", "鱼区"]'))
    assert printed(folder)["三个区"] == ("林区", "茶区", "鱼区")
    write(folder)
    assert "confirm" not in entries(folder)["三个区"]


def test_members_that_changed_since_wait_again(folder: Path) -> None:
    answer(folder, accept=("三个区",))
    edit(folder, "01.md", ("茶区", "果区"))
    assert printed(folder)["三个区"] == ()
    assert [(one.rule, one.values["term"]) for one in rules.BOOK_RULES["T17"](load(folder))] == [
        ("T17-confirmed", "三个区")
    ]
    write(folder)
    assert printed(folder)["三个区"] == ()
    entry = entries(folder)["三个区"]
    assert (entry["members"], entry["confirm"], entry["review"]) == (
        ["林区", "果区", "渔区"],
        False,
        "changed",
    )
    answer(folder, accept=("三个区",))
    assert printed(folder)["三个区"] == ("林区", "果区", "渔区")
    assert list(rules.BOOK_RULES["T17"](load(folder))) == []


def test_a_change_elsewhere_leaves_what_was_confirmed(folder: Path) -> None:
    answer(folder, accept=("三个区",))
    edit(folder, "01.md", ("落实", "要落实"), ("早种", "早管"))
    write(folder)
    assert printed(folder)["三个区"] == ("林区", "茶区", "渔区")


def test_lists_are_accepted_and_struck(folder: Path) -> None:
    told, path, left = editing.answer_waiting(
        reading.load(folder), ("“三个区”", "三同"), ("三项大事",)
    )
    assert (path.name, left) == ("enumerations.toml", 0)
    assert told == (
        ("三个区", "accepted", ("林区", "茶区", "渔区")),
        ("三同", "accepted", ("同吃", "同住", "同渔业劳动")),
        ("三项大事", "ignored", ()),
    )
    assert waits(folder) == []
    assert printed(folder) == {
        "三个区": ("林区", "茶区", "渔区"),
        "三同": ("同吃", "同住", "同渔业劳动"),
        "四关": (),
        "两早": ("早种", "早收"),
    }


def test_members_that_the_editor_corrected_are_accepted_as_corrected(folder: Path) -> None:
    write(folder)
    edit(folder, "enumerations.toml", ('"渔区"', '"河区"'))
    told, _, _ = editing.answer_waiting(reading.load(folder), ("三个区",), ())
    assert told == (("三个区", "accepted", ("林区", "茶区", "河区")),)
    assert printed(folder)["三个区"] == ("林区", "茶区", "河区")


def test_a_struck_set_expression_stands_by_its_name_until_it_is_accepted(folder: Path) -> None:
    answer(folder, strike=("三个区",))
    assert (printed(folder)["三个区"], waits(folder)) == ((), ["三同", "三项大事"])
    assert "编者删去了各项" in "".join(explanation.explain_term(load(folder), "三个区", "zh"))
    write(folder)
    assert printed(folder)["三个区"] == ()
    answer(folder, accept=("三个区",))
    assert printed(folder)["三个区"] == ("林区", "茶区", "渔区")


def test_plain_words_elsewhere_wait_though_the_library_has_them(folder: Path) -> None:
    text = (
        "# 春\n\n意味着中国特色社会主义道路、理论、制度、文化不断发展，给出了办法。\n\n"
        "提出将“三个自信”扩展为“四个自信”，提出新的办法。\n"
    )
    (folder / "01.md").write_text(text, "utf-8")
    (one,) = [one for one in load(folder).text_enumerations if one.term == "四个自信"]
    assert (one.members, one.sure) == (("道路", "理论", "制度", "文化"), False)
    assert "plain" in one.doubts


def test_a_sure_list_can_be_struck(folder: Path) -> None:
    answer(folder, strike=("两早",))
    assert printed(folder)["两早"] == ()


def test_a_name_without_members_is_struck_from_the_appendix(folder: Path) -> None:
    """As 七十二变 would be: there is nothing but the name to strike."""
    assert "四关" in printed(folder)
    answer(folder, strike=("四关",))
    assert "四关" not in printed(folder)


def test_a_name_that_counts_another_number_than_its_list_is_struck(folder: Path) -> None:
    (folder / "01.md").write_text(
        TEXT + "\n水煎四君散加味（茶叶、姜、枣、桂枝、陈皮）。\n", "utf-8"
    )
    rules = [one.rule for one in load(folder).problems]
    answer(folder, strike=("四君散加味",))
    assert rules == ["T10"] and load(folder).problems == ()


@pytest.mark.parametrize(
    ("accept", "strike", "rule"),
    [
        (("四关",), (), "answer-unlisted"),
        (("五关",), (), "explain-nowhere"),
        (("三个区",), ("三个区",), "answer-both"),
        (("坚持",), (), "answer-no-enumeration"),
    ],
)
def test_an_answer_that_cannot_be_is_told_and_nothing_is_written(
    folder: Path, accept: tuple[str, ...], strike: tuple[str, ...], rule: str
) -> None:
    with pytest.raises(BookError) as error:
        answer(folder, ("三同", *accept), strike)
    assert [one.rule for one in error.value.problems] == [rule]
    assert not (folder / "enumerations.toml").exists()


# --- checks ---------------------------------------------------------------------------------------


def test_what_waits_is_told_in_one_note(folder: Path) -> None:
    (note,) = rules.BOOK_RULES["T21"](load(folder))
    assert (note.severity, note.values["count"], note.values["terms"]) == (
        "note",
        3,
        "“三个区”、“三同”、“三项大事”",
    )
    answer(folder, ("三个区", "三同"), ("三项大事",))
    assert list(rules.BOOK_RULES["T21"](load(folder))) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("T11", "坚持“三同”（同吃、同住、同{}业）。\n\n坚持“三同”（同吃、同住、同{}事）。\n"),
        ("T12", "要建好“三个水区”：林水区、茶水区、{}水区。\n\n“四个水区”。\n"),
        ("T13", "坚持“三同”。\n\n坚持“三同”（同吃、同住、同{}业）。\n"),
    ],
)
def test_of_members_that_wait_nothing_is_told(folder: Path, rule: str, text: str) -> None:
    (folder / "01.md").write_text("# 春\n\n" + text.replace("{}", "农"), "utf-8")
    assert [one.rule for one in rules.BOOK_RULES[rule](load(folder))] == [rule]
    (folder / "01.md").write_text("# 春\n\n" + text.replace("{}", "渔"), "utf-8")
    assert list(rules.BOOK_RULES[rule](load(folder))) == []
    answer(folder, accept=(waits(folder)[0],))
    assert [one.rule for one in rules.BOOK_RULES[rule](load(folder))] == [rule]


def test_the_explanation_of_what_waits_follows_the_decision(folder: Path) -> None:
    def lines() -> list[str]:
        return explanation.explain_term(load(folder), "三个区", "zh")

    assert lines()[-1] == "待核：编者核定以前，附录不印各项"
    answer(folder, accept=("三个区",))
    assert [line for line in lines() if "附录" in line] == [lines()[-1]]
    assert lines()[-1].startswith("编者已核定")
    edit(folder, "01.md", ("渔区“三个区”", "渔村“三个区”"))
    assert lines()[-2].endswith("核定的是：林区、茶区、渔区")
    assert lines()[-1] == "待核：编者核定以前，附录不印各项"


def test_what_waits_is_told_at_its_list(folder: Path) -> None:
    (folder / "01.md").write_text(
        "# 春\n\n全年抓“三个区”。\n\n“三个区”：林区、茶区、渔区。\n", "utf-8"
    )
    (note,) = rules.BOOK_RULES["T21"](load(folder))
    assert str(note.place) == "01.md:5"

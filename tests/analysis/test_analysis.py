"""Chapters become a book: outline, enumerations with their places, the editor's decisions."""

import importlib.util
import json
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from duben import analysis, chinese
from duben.analysis.decisions import reading
from duben.intake import reading as intake_reading
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import (
    RECEIVED_NOTE,
    Book,
    BookSettings,
    Decision,
    Settings,
    Source,
    SourceLocation,
)
from growth import soon

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def book(*texts: str, title: str = "", decided: tuple[Decision, ...] = ()) -> Book:
    """A book of one chapter for each text."""
    sources = [Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)]
    settings = Settings(book=BookSettings(title=title, date=date(2024, 1, 1)))
    return analysis.analyse(settings, parse_chapters(sources), decided)


def outline(made: Book) -> list[tuple[str, int, str]]:
    return [(entry.label, entry.level, entry.title) for entry in made.outline]


WHOLE = """# 春耕手册

## 一、总则

（一）修路。路要平。

（二）架桥

1.甲桥，要稳。

## 二、附则

（一）通水
"""
DIVIDED = (
    "# 春耕手册\n",
    "# 一、总则\n\n（一）修路。路要平。\n\n（二）架桥\n\n1.甲桥，要稳。\n",
    "# 二、附则\n\n（一）通水\n",
)


def test_outline_holds_headings_and_labelled_paragraphs() -> None:
    assert outline(book(WHOLE)) == [
        ("", 1, "春耕手册"),
        ("一、", 1, "总则"),
        ("（一）", 2, "修路"),
        ("（二）", 2, "架桥"),
        ("1.", 3, "甲桥，要稳"),
        ("二、", 1, "附则"),
        ("（一）", 2, "通水"),
    ]


def test_items_of_an_annex_with_a_title_are_of_the_outline() -> None:
    text = (
        "# 讲话\n\n一、修路\n\n路要修好。\n\n附：名词解释\n\n1．三早：早种。\n\n2．四清：清渠。\n"
    )
    assert [(label, level) for label, level, _ in outline(book(text))] == [
        ("", 1),
        ("一、", 1),
        ("1．", 2),
        ("2．", 2),
    ]


def test_annexes_named_under_a_letter_are_no_outline() -> None:
    letter = (
        "# 春耕通知\n\n一、修路\n\n附件：1.路段\n{: .annexes}\n\n2.名单\n{: .further-annexes}\n"
    )
    assert outline(book(letter)) == [("", 1, "春耕通知"), ("一、", 1, "修路")]


def test_numbering_begins_anew_in_an_annex_that_is_numbered_as_the_text_is() -> None:
    letter = "# 春耕通知\n\n一、修路\n\n路要修好。\n"
    alike = "# 附件1　清淤方案\n\n## 一、分工\n\n（一）东河\n"
    otherwise = "# 附件2　名词解释\n\n1．三早：早种。\n\n2．四清：清渠。\n"
    assert outline(book(letter, alike, otherwise, title="春耕通知")) == [
        ("", 1, "春耕通知"),
        ("一、", 1, "修路"),
        ("", 1, "附件1　清淤方案"),
        ("一、", 1, "分工"),
        ("（一）", 2, "东河"),
        ("", 1, "附件2　名词解释"),
        ("1．", 2, "三早：早种"),
        ("2．", 2, "四清：清渠"),
    ]
    assert outline(book(letter, alike, title="春耕手册"))[1::2] == [
        ("一、", 2, "修路"),
        ("一、", 2, "分工"),
    ]
    # Of a letter without numbering the annex has the only one.
    bare_letter = "# 春耕通报\n\n路修得好的，予以表扬。\n"
    listed = "# 附件　典型做法\n\n1.东河村：早种。\n\n2.西河村：早收。\n"
    assert [entry[1] for entry in outline(book(bare_letter, listed, title="春耕通报"))] == [1] * 4


def test_divided_document_has_the_levels_of_the_whole() -> None:
    assert outline(book(*DIVIDED, title="春耕手册")) == outline(book(WHOLE, title="春耕手册"))


def test_chapters_without_label_hold_their_numbering() -> None:
    assert outline(book("# 春\n\n一、修路\n", "# 秋\n\n一、收粮\n")) == [
        ("", 1, "春"),
        ("一、", 2, "修路"),
        ("", 1, "秋"),
        ("一、", 2, "收粮"),
    ]


def test_front_and_back_matter_take_no_part_in_the_numbering() -> None:
    made = book(
        "# 编者说明 {.front}\n\n一、缘起\n", "# 一、总则\n\n（一）修路\n", "# 附记 {.back}\n"
    )
    assert outline(made) == [
        ("", 1, "编者说明"),
        ("一、", 1, "缘起"),
        ("一、", 1, "总则"),
        ("（一）", 2, "修路"),
        ("", 1, "附记"),
    ]


def test_lists_quotes_tables_and_notes_are_no_outline_but_hold_enumerations() -> None:
    made = book(
        "# 一、水\n\n1. “两查”好\n2. 乙\n\n> 一、“三同”\n\n| 一、“四早” |\n|---|\n| 甲 |\n"
        "\n水[^a]\n\n[^a]: 一、“五会”\n"
    )
    assert outline(made) == [("一、", 1, "水")]
    assert [one.term for one in made.enumerations] == ["两查", "三同", "四早", "五会"]


def test_number_before_a_blank_is_a_label_only_where_decimals_are_used() -> None:
    assert outline(book("# 水\n\n1　总则\n\n甲\n")) == [("", 1, "水")]
    assert outline(book("# 水\n\n1　总则\n\n1.1　目的\n")) == [
        ("", 1, "水"),
        ("1", 1, "总则"),
        ("1.1", 2, "目的"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一、修好东边的路。", "修好东边的路"),
        ("一、修路，架桥。通水。", "修路"),
        ("一、修路，架桥", "修路，架桥"),
        ("一、" + "很" * 50 + "，好。", "很" * 50),
        ("# 一、修好“路，桥”。", "修好“路，桥”。"),
    ],
)
def test_contents_show_a_heading_or_a_first_clause(text: str, title: str) -> None:
    assert book(text).outline[0].title == title


def test_enumeration_knows_its_places() -> None:
    [one] = book(
        "# 水\n\n今年\n打造林区、茶区“两个区”。\n\n“两个区”好，两个区\n真好。\n"
    ).enumerations
    assert (one.id, one.term, one.count, one.kind, one.members, one.status, one.rule) == (
        "nda9adb9d793c",
        "两个区",
        2,
        "quoted",
        ("林区", "茶区"),
        "listed",
        "in_front",
    )
    assert [str(at.place) for at in one.occurrences] == ["01.md:4", "01.md:6", "01.md:6"]
    assert one.defined == one.occurrences[0]
    assert len({at.id for at in one.occurrences}) == 3
    assert all(
        at.id in (f"{one.id}-{at.block}", f"{one.id}-{at.block}-2") for at in one.occurrences
    )


def test_ids_are_ascii_and_hang_on_nothing_but_the_term() -> None:
    ids = {one.term: one.id for one in book("“三通”“三桶”“三同”“两查一改”").enumerations}
    assert len(set(ids.values())) == 4 and all(
        re.fullmatch("n[0-9a-f]{12}", one) for one in ids.values()
    )
    assert [one.id for one in book("“三同”“三通”").enumerations] == [ids["三同"], ids["三通"]]


def test_terms_are_named_without_the_dictionary_of_sounds() -> None:
    with chinese.known_answers({}) as answers:
        book("“三通”“三桶”")
    assert "sounds" not in answers.to_data()


def test_term_half_in_bold_is_one_term() -> None:
    [one] = book("落实“**两个**坚守”。").enumerations
    assert one.term == "两个坚守"


def test_status_tells_listed_open_and_unlisted() -> None:
    made = book("“两查”（查账、查物）好，“四学”（学栽树、学修路等）好，“三同”好。")
    assert [(one.term, one.status, one.open) for one in made.enumerations] == [
        ("两查", "listed", False),
        ("四学", "open", True),
        ("三同", "unlisted", False),
    ]


def test_inline_list_knows_its_blocks() -> None:
    made = book("要：一是修好东边那一条很长的路；二是架桥。")
    [one] = made.inline_lists
    assert (one.labels, one.heads, str(one.place), one.blocks) == (
        ("一是", "二是"),
        ("修好东边那一条很长的", "架桥。"),
        "01.md:1",
        (made.chapters[0].blocks[0].id,),
    )


def test_glossary_holds_the_terms_of_its_boxes() -> None:
    made = book("# 水\n\n!!! 名词解释\n\n    水田\n    :   有水的田。\n\n旱地\n:   没有水的田。\n")
    assert [(one.term, str(one.place)) for one in made.glossary] == [("水田", "01.md:5")]


HERE = SourceLocation("enumerations.toml", 1)


def test_editor_gives_members() -> None:
    [one] = book(
        "落实“三同”。",
        decided=(Decision("三同", HERE, members=("同吃", "同住", "同劳动"), note="老话"),),
    ).enumerations
    assert (one.members, one.status, one.rule, one.note, one.defined) == (
        ("同吃", "同住", "同劳动"),
        "listed",
        "decision",
        "老话",
        None,
    )
    assert one.supplied


def test_editor_may_say_that_nothing_is_listed() -> None:
    [one] = book(
        "打造林区、茶区“两个区”。", decided=(Decision("两个区", HERE, members=()),)
    ).enumerations
    assert (one.members, one.status, one.defined) == ((), "unlisted", None)


def test_editor_ignores_a_term() -> None:
    assert book("落实“三同”。", decided=(Decision("三同", HERE, ignore=True),)).enumerations == ()


def test_editor_says_that_two_terms_are_the_same() -> None:
    [one] = book(
        "“三个同”好，“三同”好。", decided=(Decision("三个同", HERE, same_as="三同"),)
    ).enumerations
    assert (one.term, len(one.occurrences)) == ("三同", 2)


def test_editor_names_a_term_that_was_not_found() -> None:
    [one] = book(
        "三峰山很高。去三峰山。",
        decided=(Decision("三峰山", HERE, count=3, members=("甲峰", "乙峰", "丙峰")),),
    ).enumerations
    assert (one.count, one.members, [at.start for at in one.occurrences]) == (
        3,
        ("甲峰", "乙峰", "丙峰"),
        [0, 7],
    )


def test_decision_on_a_term_that_stands_nowhere_is_told() -> None:
    [problem] = book(
        "水。", decided=(Decision("三同", SourceLocation("enumerations.toml", 7)),)
    ).problems
    assert (problem.rule, str(problem.place), problem.severity, dict(problem.values)) == (
        "enumeration-nowhere",
        "enumerations.toml:7",
        "warning",
        {"term": "三同"},
    )


def test_number_that_the_list_does_not_bear_out_is_told_unless_the_editor_knows() -> None:
    text = "抓好三项任务：一是修路；二是架桥。"
    [problem] = book(text).problems
    assert (problem.rule, str(problem.place), dict(problem.values)) == (
        "T10",
        "01.md:1",
        {"term": "三项任务", "count": 3, "listed": 2},
    )
    assert book(text, decided=(Decision("三项任务", HERE, ignore=True),)).problems == ()


def test_editor_who_miscounts_is_told() -> None:
    [problem] = book(
        "落实“三同”。",
        decided=(
            Decision("三同", SourceLocation("enumerations.toml", 4), members=("同吃", "同住")),
        ),
    ).problems
    assert (problem.rule, str(problem.place), problem.values["listed"]) == (
        "T10",
        "enumerations.toml:4",
        2,
    )


def decided(text: str) -> tuple[list[Decision], list[tuple[str, int]]]:
    found, problems = reading.read_decisions(Source("enumerations.toml", text))
    return list(found), [
        (problem.rule, problem.place.line if problem.place else 0) for problem in problems
    ]


def test_decisions_are_read() -> None:
    text = (
        '# 说明\n[[enumeration]]\nterm = "“三同”"\ncount = 3\nmembers = ["同吃", "同住"]\n'
        'note = "老话"\n\n[[enumeration]]\nterm = "一把手"\nignore = true\n'
    )
    place = [SourceLocation("enumerations.toml", line) for line in (3, 9)]
    assert decided(text) == (
        [
            Decision("三同", place[0], count=3, members=("同吃", "同住"), note="老话"),
            Decision("一把手", place[1], ignore=True),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('[[enumeration]]\nterm = "三同"\nmember = ["甲"]\n', [("enumeration-unknown-key", 3)]),
        ('[[enumerations]]\nterm = "三同"\n', [("enumeration-unknown-key", 1)]),
        (
            '[[enumeration]]\nterm = "三同"\n\n[[enumeration]]\nterm = "两查"\ncount = "2"\n',
            [("enumeration-type-number", 6)],
        ),
        ('[[enumeration]]\nterm = "三同"\ncount = true\n', [("enumeration-type-number", 3)]),
        ('[[enumeration]]\nterm = "三同"\ncount = 0\n', [("enumeration-count", 3)]),
        ('[[enumeration]]\nterm = "三同"\nmembers = "甲"\n', [("enumeration-type-list", 3)]),
        ('[[enumeration]]\nterm = "三同"\nmembers = ["甲", 2]\n', [("enumeration-type-list", 3)]),
        (
            '[[enumeration]]\nterm = "三同"\nmembers = ["甲", " "]\n',
            [("enumeration-member-empty", 3)],
        ),
        ('[[enumeration]]\nterm = "三同"\nignore = "是"\n', [("enumeration-type-true", 3)]),
        ("[[enumeration]]\nterm = 3\n", [("enumeration-type-text", 2)]),
        ("\n[[enumeration]]\ncount = 3\n", [("enumeration-without-term", 2)]),
        (
            '[[enumeration]]\nterm = "三个同"\n[[enumeration]]\nterm = "三同"\n'
            '[[enumeration]]\nterm = "3个同"\n',
            [("enumeration-twice", 6)],
        ),
        ('[enumeration]\nterm = "三同"\n', [("enumeration-table", 1)]),
        ("[[enumeration]]\nterm = \n", [("toml-broken", 2)]),
        ("a = " + "[" * 5000, [("toml-broken", 1)]),
    ],
)
def test_wrong_decisions_are_told_at_their_line(text: str, problems: list[tuple[str, int]]) -> None:
    assert decided(text)[1] == problems


def test_unknown_key_names_the_nearest() -> None:
    _, [problem] = reading.read_decisions(
        Source("e.toml", '[[enumeration]]\nterm = "三同"\nmember = ["甲"]\n')
    )
    assert problem.values["nearest"] == "members"


def test_the_note_that_import_writes_is_no_place_of_a_term() -> None:
    note = "# 编者说明 {.front}\n\n正文录自《关于“五清”行动的通知》。"
    text = Source("01.md", "# 一、河道\n\n开展“五清”行动。")
    for name, places in ((RECEIVED_NOTE, 1), ("00-说明.md", 2)):
        made = analysis.analyse(Settings(), parse_chapters([Source(name, note), text]), ())
        (found,) = made.enumerations
        assert len(found.occurrences) == places


def test_json_leaves_the_front_matter_out_of_the_outline() -> None:
    made = book("# 编者说明 {.front}\n\n说明。", "# 一、河道\n\n正文。")
    assert [one.title for one in made.outline] == ["编者说明", "河道"]
    assert [one["label"] for one in analysis.enumerations_to_json(made, "x")["outline"]] == ["一、"]


def test_json_is_as_agreed() -> None:
    made = book("一、打造林区、茶区“两个区”，要：一是修路；二是架桥。")
    [at] = made.enumerations[0].occurrences
    assert analysis.enumerations_to_json(made, "x", {at.id: "7"}) == {
        "doc": "x",
        "outline": [
            {
                "label": "一、",
                "level": 1,
                "text": "打造林区、茶区“两个区”，要：一是修路；",
                "place": "01.md:1",
            }
        ],
        "enumerations": [
            {
                "term": "两个区",
                "count": 2,
                "kind": "quoted",
                "members": ["林区", "茶区"],
                "open": False,
                "first": "一、打造林区、茶区“两个区",
                "occurrences": [{"place": "01.md:1", "page": "7"}],
                "defined": "01.md:1",
                "status": "listed",
                "sure": True,
                "signs": ["count", "head", "alike"],
                "doubts": [],
            },
        ],
        "inline_lists": [
            {"labels": ["一是", "二是"], "heads": ["修路；", "架桥。"], "place": "01.md:1"}
        ],
    }


def test_page_is_null_where_it_is_not_known() -> None:
    assert analysis.enumerations_to_json(book("“三同”"), "x")["enumerations"][0]["occurrences"] == [
        {"place": "01.md:1", "page": None}
    ]


def test_twenty_thousand_headings_take_no_time() -> None:
    made = parse_chapters([Source("01.md", "".join(f"{n}.水。\n\n" for n in range(1, 20_001)))])
    with soon(4):
        analysis.analyse(Settings(), made)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_annotated_documents_are_found_as_annotated() -> None:
    """What the figures of five annotated documents may not fall below; what is left is in
    docs/enumerations.md.
    """
    if not CORPUS.is_dir():
        pytest.skip(
            "shared/corpus is not beside this checkout: the annotated documents were not compared"
        )
    score = scorer()
    total = dict(score.ZERO)
    for gold in sorted((CORPUS / "gold").glob("*.json")):
        taken = intake_reading.read_document(CORPUS / "texts" / f"{gold.stem}.txt")
        settings, chapters = intake_reading.document_as_book(taken)
        found = analysis.enumerations_to_json(analysis.analyse(settings, chapters), gold.stem)
        annotated = json.loads(gold.read_text("utf-8"))
        scored, _ = score.compare(annotated, found)
        for enumeration in found["enumerations"]:
            if not enumeration["sure"]:
                enumeration["members"] = []
        printed, _ = score.compare(annotated, found)
        scored["spurious"] = printed["spurious"]
        total = {key: total[key] + scored[key] for key in total}
    term, members, _, _, entries, lists = score.figures(total)
    assert (
        term[2] >= 0.97,
        members >= 0.9,
        entries[2] >= 0.99,
        lists[2] >= 0.97,
        total["spurious"],
    ) == (True, True, True, True, 0)

"""The levels of a document follow from its own series."""

from duben.chinese import labels, outline
from duben.chinese.outline import OutlineStep
from growth import soon


def levels(*texts: str) -> list[int]:
    return outline.outline_levels(
        [labels.read_label(text) or OutlineStep(whole=True) for text in texts]
    )


def test_levels_follow_the_order_of_kinds() -> None:
    assert levels("一、", "（一）", "1.", "2.", "（二）", "1.", "（1）", "①", "二、", "（一）") == [
        1,
        2,
        3,
        3,
        2,
        3,
        4,
        5,
        1,
        2,
    ]


def test_level_may_be_left_out() -> None:
    assert levels("一、", "1.", "2.", "二、", "（一）", "1.", "（二）") == [1, 2, 2, 1, 2, 3, 2]


def test_ordinals_may_hold_numbers() -> None:
    assert levels("一、", "（一）", "第一，", "第二，", "1.", "2.", "第三，", "（二）", "1.") == [
        1,
        2,
        3,
        3,
        4,
        4,
        3,
        2,
        3,
    ]


def test_kind_of_a_higher_rank_is_nested_where_the_outer_one_goes_on() -> None:
    assert levels("1.", "（一）", "（二）", "2.", "（一）", "（二）") == [1, 2, 2, 1, 2, 2]


def test_kind_of_a_higher_rank_closes_what_does_not_go_on() -> None:
    assert levels("一、", "1.", "2.", "（一）", "1.", "（二）") == [1, 2, 2, 2, 3, 2]


def test_articles_stand_below_chapters_and_sections() -> None:
    assert levels(
        "第一章 水",
        "第一条 水",
        "（一）水",
        "第二章 水",
        "第一节 水",
        "第二条 水",
        "第三章 水",
        "第三条 水",
    ) == [1, 2, 3, 1, 2, 3, 1, 2]


def test_articles_of_a_speech_stand_below_its_parts() -> None:
    assert levels("一、水", "二、水", "第一条 水", "第二条 水", "三、水") == [1, 1, 2, 2, 1]


def test_decimals_count_their_parts() -> None:
    assert levels(
        "1 水", "1.1 水", "1.2 水", "1.2.1 水", "（1）水", "1.2.2 水", "2 水", "2.1 水"
    ) == [1, 2, 2, 3, 4, 3, 1, 2]


def test_decimals_stand_below_their_whole_number() -> None:
    assert levels("1.水", "1.1 水", "1.2 水", "2.水", "2.1 水") == [1, 2, 2, 1, 2]


def test_annex_after_decimals_begins_anew() -> None:
    assert levels("1 水", "1.1 水", "一、水", "1.水", "二、水") == [1, 2, 1, 2, 1]


def whole(text: str) -> OutlineStep:
    return OutlineStep(labels.read_label(text), whole=True)


def test_series_led_in_by_a_paragraph_is_a_sister_of_whole_paragraphs() -> None:
    steps = [
        OutlineStep(labels.read_label("一、")),
        whole("（一）"),
        whole("（二）"),
        OutlineStep(whole=True),
        whole("一是水"),
        whole("二是水"),
    ]
    assert outline.outline_levels(steps) == [1, 2, 2, 0, 2, 2]


def test_series_below_a_heading_with_text_is_a_daughter() -> None:
    steps = [
        OutlineStep(labels.read_label("一、"), 2),
        OutlineStep(labels.read_label("（一）"), 3),
        OutlineStep(whole=True),
        whole("一是水"),
    ]
    assert outline.outline_levels(steps) == [1, 2, 0, 3]


def test_headings_without_label_hold_numbering() -> None:
    steps = [
        OutlineStep(heading=1),
        OutlineStep(labels.read_label("一、"), 2),
        OutlineStep(labels.read_label("（一）")),
        OutlineStep(heading=2),
        OutlineStep(labels.read_label("1.")),
        OutlineStep(heading=1),
        OutlineStep(labels.read_label("一、"), 2),
    ]
    assert outline.outline_levels(steps) == [1, 2, 3, 2, 3, 1, 2]


def title(text: str) -> OutlineStep:
    return OutlineStep(title=outline.title_kind(text))


def document(*texts: str) -> list[int]:
    """The levels of a document: "= " marks a title line, "- " plain text."""
    return outline.outline_levels(
        [
            title(text[2:])
            if text.startswith("= ")
            else OutlineStep(whole=True)
            if text.startswith("- ")
            else labels.read_label(text) or OutlineStep(whole=True)
            for text in texts
        ]
    )


def test_series_that_begins_anew_below_title_lines_stands_in_them() -> None:
    assert document(
        "= 河道", "- 水", "一、甲", "二、乙", "= 道路", "- 路", "一、丙", "二、丁", "= 往后", "- 水"
    ) == [1, 0, 2, 2, 1, 0, 2, 2, 1, 0]


def test_title_lines_inside_a_series_that_goes_on_stand_below_it() -> None:
    assert document(
        "一、甲", "= 水源", "- 水", "= 水渠", "- 水", "二、乙", "= 路面", "- 路", "三、丙"
    ) == [1, 2, 0, 2, 0, 1, 2, 0, 1]


def test_numbers_that_run_on_below_title_lines_stand_in_them() -> None:
    assert document("= 河道", "1.甲", "2.乙", "= 道路", "3.丙", "4.丁", "= 桥", "5.戊") == [
        1, 2, 2, 1, 2, 2, 1, 2,
    ]  # fmt: skip


def test_frame_titles_hold_nothing() -> None:
    assert document("= 序 言", "- 水", "第一条", "- 水", "第二条", "- 水", "= 结语") == [
        1, 0, 1, 0, 1, 0, 1,
    ]  # fmt: skip


def test_frame_title_in_a_chapter_that_goes_on_stands_in_it() -> None:
    assert document("第一章 水", "第一节 甲", "= 说明", "- 水", "第二节 乙", "第二章 路") == [
        1, 2, 3, 0, 2, 1,
    ]  # fmt: skip


def test_title_lines_that_are_the_only_ones_hold_nothing() -> None:
    assert document("- 水", "= 水渠条例", "= 镇里的人", "- 水", "一、甲", "- 水", "二、乙") == [
        0, 1, 1, 0, 1, 0, 1,
    ]  # fmt: skip


def test_title_lines_with_a_name_and_a_number_are_a_kind_of_their_own() -> None:
    assert document(
        "= 目标",
        "- 水",
        "= 专题一 水",
        "= 要点",
        "- 水",
        "= 习题",
        "1.甲",
        "2.乙",
        "= 专题二 路",
        "= 要点",
        "- 路",
    ) == [1, 0, 1, 2, 0, 2, 3, 3, 1, 2, 0]


def test_outer_kind_may_be_the_one_in_brackets() -> None:
    assert document(
        "（一）水", "一、甲", "二、乙", "（二）路", "一、丙", "二、丁", "（三）桥", "一、戊"
    ) == [1, 2, 2, 1, 2, 2, 1, 2]


def test_last_series_stands_as_the_document_has_it_elsewhere() -> None:
    assert document("1.水", "（一）甲", "（二）乙", "2.路", "（一）丙", "（二）丁")[-2:] == [2, 2]


def test_numbers_that_go_on_through_the_chapters_are_one_series() -> None:
    assert document(
        "一、水", "（一）甲", "（二）乙", "二、路", "（三）丙", "1.丁", "三、桥", "（四）戊"
    ) == [1, 2, 2, 1, 2, 3, 1, 2]


def test_slip_in_a_number_changes_no_level() -> None:
    assert document(
        "一、水", "（一）甲", "（三）乙", "（四）丙", "三、路", "（一）丁", "（一）戊"
    ) == [1, 2, 2, 2, 1, 2, 2]


def test_list_that_begins_anew_keeps_its_level() -> None:
    assert document("一、水", "1.甲", "2.乙", "- 水：", "1.丙", "2.丁", "二、路") == [
        1, 2, 2, 0, 2, 2, 1,
    ]  # fmt: skip


def test_letters_and_stems_are_levels_where_they_form_a_series() -> None:
    assert document("甲、水", "一、甲", "二、乙", "乙、路", "一、丙") == [1, 2, 2, 1, 2]
    assert document("A.水", "a.甲", "b.乙", "B.路", "a.丙", "b.丁") == [1, 2, 2, 1, 2, 2]
    assert document("一、水", "A.甲", "二、路") == [1, 0, 1]


def test_series_in_its_own_kind_is_nested_where_the_outer_one_goes_on() -> None:
    assert document("一、水", "（一）甲", "一、丙", "二、丁", "（二）乙", "二、路")[:5] == [
        1, 2, 3, 3, 2,
    ]  # fmt: skip


def test_paragraphs_told_by_word_close_before_the_next_heading() -> None:
    assert document("第一，水", "第二，路", "一、甲", "二、乙") == [1, 1, 1, 1]


def test_series_far_behind_whole_paragraphs_is_no_part_of_the_last_one() -> None:
    steps = [
        OutlineStep(labels.read_label("一、")),
        whole("（一）"),
        whole("（二）"),
        OutlineStep(whole=True),
        OutlineStep(whole=True),
        whole("一是水"),
        whole("二是水"),
    ]
    assert outline.outline_levels(steps) == [1, 2, 2, 0, 0, 2, 2]


def test_series_told_by_word_is_a_sister_where_more_text_leads_it_in_than_others_have() -> None:
    told = [OutlineStep(labels.read_label(text)) for text in ("第一，水", "第二，路")]
    text, item = OutlineStep(whole=True), OutlineStep(labels.read_label("一是桥"))
    assert outline.outline_levels([told[0], text, told[1], text, text, item]) == [1, 0, 1, 0, 0, 1]
    assert outline.outline_levels([told[0], text, told[1], text, item]) == [1, 0, 1, 0, 2]


def test_slip_goes_on_with_the_series_of_its_shape() -> None:
    steps = [OutlineStep(labels.read_label("5.水")), *map(whole, ("1.甲", "2.乙", "3.丙"))]
    steps += [OutlineStep(labels.read_label(text)) for text in ("一、丁", "6.路")]
    assert outline.outline_levels([*steps[:4], OutlineStep(labels.read_label("6.路"))])[-1] == 1


def test_a_law_stands_below_no_title_that_announces_it() -> None:
    assert document(
        "= 关于印发办法的通知", "- 各村：", "= 护林办法", "第一章 总则", "第一条 护林。"
    ) == [
        *(1, 0, 1),
        *(1, 2),
    ]


def test_headings_keep_the_level_that_they_were_given() -> None:
    steps = [
        OutlineStep(labels.read_label("一、水"), 2),
        OutlineStep(labels.read_label("（一）甲"), 2),
        OutlineStep(labels.read_label("1.乙")),
        OutlineStep(labels.read_label("二、路"), 3),
    ]
    assert outline.outline_levels(steps) == [1, 1, 2, 2]


def test_levels_of_a_long_document_take_time_as_its_length() -> None:
    def levels_of(size: int) -> None:
        outline.outline_levels(
            [
                labels.read_label(text) or OutlineStep(title=outline.title_kind(text))
                for text in ("水", "一、甲", "（三）乙", "1.丙", "2.丁", "5.戊", "一是甲") * size
            ]
        )

    with soon(2):
        levels_of(20_000)


def test_levels_of_chapters_and_of_many_kinds_of_titles_take_time_as_their_length() -> None:
    law = [
        labels.read_label(text) or OutlineStep()
        for number in range(1, 900)
        for text in (f"第{number}章 水", f"第{number}条 路", "（一）桥")
    ] * 10
    titles = [OutlineStep(title=f"title9{number % 9_000}") for number in range(20_000)]
    with soon(3):
        assert outline.outline_levels(law)[:6] == [1, 2, 3, 1, 2, 3]
        assert set(outline.outline_levels(titles)) == {1}


def test_series_of_paragraphs_stands_in_the_last_heading_of_another() -> None:
    steps = [
        OutlineStep(labels.read_label("一、水")),
        OutlineStep(labels.read_label("二、路")),
        whole("第一部分讲水。"),
        whole("第二部分讲路。"),
    ]
    assert outline.outline_levels(steps) == [1, 1, 2, 2]


def test_one_kind_may_be_the_outermost_and_the_innermost() -> None:
    assert document(
        "一、水", "二、路", "（一）甲", "第一，乙", "一、丙", "二、丁", "第二，戊", "一、己",
        "（二）甲", "第一，乙", "（三）丙", "三、桥",
    ) == [1, 1, 2, 3, 4, 4, 3, 4, 2, 3, 2, 1]  # fmt: skip


def test_last_item_holds_a_series_of_its_kind_as_others_do() -> None:
    assert levels("1.", "1.", "2.", "2.", "3.", "1.", "2.") == [1, 2, 2, 1, 1, 2, 2]
    assert levels("1.", "1.", "2.", "2.", "3.", "水", "1.", "2.")[-2:] == [1, 1]


def test_last_heading_of_a_series_holds_items_of_its_kind_that_are_announced() -> None:
    headings = [OutlineStep(labels.read_label(text), 2) for text in ("1.水", "2.路")]
    items = [OutlineStep(labels.read_label(text)) for text in ("1.沟", "2.渠")]
    assert outline.outline_levels([*headings, OutlineStep(announces=True), *items]) == [
        1,
        1,
        0,
        2,
        2,
    ]
    assert outline.outline_levels([*headings, OutlineStep(), *items])[-2:] == [1, 1]


def test_titles_that_count_are_a_kind() -> None:
    assert outline.title_kind("第一招：清淤") == outline.title_kind("第二招，加固") == "title9招"

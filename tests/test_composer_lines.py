"""Paragraphs of which every character is ten units wide, letters and digits five: where lines end, and how they fill."""

import random

import pytest
from duben.composer.lines import Matter
from duben.composer.rules import Options, classify

EM = 10.0


def matter(text, **options):
    classes = classify(text)
    advances = [{"9": 5.0, "L": 5.0, "U": 5.0, "c": 5.0, " ": 2.5}.get(letter, EM) for letter in classes]
    blanks = {}
    for index, letter in enumerate(classes):
        if letter == "O":
            blanks[index] = 5.0, 0.0
        elif letter in "CPS":
            blanks[index] = 0.0, 5.0
    return Matter(text, classes, advances, [EM] * len(text), blanks, Options(**options))


def broken(text, ems, indent=0.0, justified=True, **options):
    """The paragraph as the texts of its lines."""
    lines = matter(text, **options).compose(ems * EM, indent * EM, justified=justified)
    return [text[line.start : line.stop] for line in lines]


def steps(text, ems, indent=0.0, **options):
    """The advances of the first line, in em."""
    line = matter(text, **options).compose(ems * EM, indent * EM)[0]
    return [round(step / EM, 4) for step in line.steps]


def test_plain_hanzi_fill_the_grid():
    assert broken("一二三四五六七八九十甲乙", 5) == ["一二三四五", "六七八九十", "甲乙"]


def test_the_first_line_is_shorter_by_its_indent():
    assert broken("一二三四五六七八九十", 5, indent=2) == ["一二三", "四五六七八", "九十"]


def test_a_closing_mark_does_not_start_a_line():
    assert broken("一二三四五，六七八九十", 5) == ["一二三四", "五，六七八", "九十"]


def test_a_closing_mark_takes_half_an_em_at_the_line_end():
    line = matter("一二三四，六七八九十").compose(4.5 * EM)[0]
    assert (line.stop, line.end_trim, line.width) == (5, 5.0, 45.0)


def test_an_opening_mark_loses_its_blank_half_at_the_line_start():
    lines = matter("一二三四“六七八”九十").compose(4.5 * EM)
    assert [line.start_trim for line in lines][1] == 5.0


def test_an_opening_mark_in_an_indented_first_line_keeps_it():
    text = "“一二三四五”六七八九十"
    assert matter(text).compose(60, 20)[0].start_trim == 0.0
    assert matter(text).compose(60, 0)[0].start_trim == 5.0


def test_two_marks_take_an_em_and_a_half():
    assert steps("甲”，“乙《“丙", 20) == [1, 0.5, 0.5, 1, 1, 0.5, 1, 1]


def test_a_typed_space_beside_a_mark_takes_no_room():
    assert steps("一， 二 “三", 20) == [1, 1, 0, 1, 0, 1, 1]


def test_dashes_are_not_split():
    assert broken("一二三四——五六七八", 5) == ["一二三", "四——五六", "七八"]


def test_numbers_keep_their_signs_and_units():
    assert broken("一二三四12.5%六七八九", 5) == ["一二三四", "12.5%六七", "八九"]
    assert broken("一二三四五〔2026〕八", 6) == ["一二三四五", "〔2026〕八"]


def test_words_are_not_broken():
    assert broken("一二三四GDP五六七八九", 5) == ["一二三四", "GDP五六七", "八九"]


def test_digits_leave_their_year_only_where_the_line_would_suffer():
    assert broken("一二三四五六七2026年三四五六七八九十甲乙丙丁戊", 9)[0].endswith("七")


def test_the_last_line_is_no_lone_hanzi():
    lines = broken("一二三四五六七八九十" * 2 + "甲。", 20)
    assert [len(line) for line in lines] == [19, 3]


def test_lines_that_are_too_long_shrink_at_marks_only_and_equally():
    assert steps("一，二三，四，五六七八九", 11.7) == [1, 0.9, 1, 1, 0.9, 1, 0.9, 1, 1, 1, 1, 1]


def test_brackets_shrink_before_pauses():
    assert steps("一（二）三，四五六七八九十", 9.75) == [0.875, 1, 1, 0.875, 1, 1, 1, 1, 1, 1]


def test_latin_spaces_open_first():
    assert steps("一二a b三四五六七八九十", 8.65, widest_gap=1 / 3) == [1, 1.125, 0.5, 0.4, 0.625, 1, 1, 1, 1, 1]


def test_the_gap_before_a_word_opens_before_those_between_hanzi():
    assert steps("一二GDP三四五六七八九十", 9.05, widest_gap=1 / 3) == [1, 1.275, 0.5, 0.5, 0.775, 1, 1, 1, 1, 1]


def test_the_gap_before_a_word_opens_wide_only_for_lines_that_need_it():
    text = "一二GDP三四五六七八九十"
    assert steps(text, 8.85) == [1.006, 1.16, 0.5, 0.5, 0.66, 1.006, 1.006, 1.006, 1.006, 1]
    assert steps(text, 9.2) == [1.013, 1.3175, 0.5, 0.5, 0.8175, 1.013, 1.013, 1.013, 1.013, 1]
    assert steps(text, 9.4) == [1.0467, 1.3333, 0.5, 0.5, 0.8333, 1.0467, 1.0467, 1.0467, 1.0467, 1]


def test_gaps_between_hanzi_open_equally_but_not_in_or_behind_a_dash():
    assert steps("一二三——四五六七GDPGDPGDP八", 10) == [
        1.1667, 1.1667, 1.1667, 1, 1, 1.1667, 1.1667, 1.1667, 1]


def test_a_ragged_line_keeps_its_natural_width():
    lines = matter("一二三四五，六七八九十").compose(5 * EM, justified=False)
    assert [line.width for line in lines] == [40.0, 50.0, 20.0]


def test_a_forced_break_ends_a_line_without_stretching_it():
    lines = matter("一二\n三四五六").compose(3 * EM)
    assert [(line.start, line.stop, line.width, line.forced) for line in lines] == [
        (0, 2, 20.0, True), (3, 6, 30.0, False), (6, 7, 10.0, False)]


def test_blanks_at_a_line_end_are_not_set():
    assert broken("一二三 四五六", 3) == ["一二三", "四五六"]


def test_a_word_that_is_too_long_has_a_line_of_its_own():
    assert broken("一abcdefghijklmnop二三", 3) == ["一", "abcdefghijklmnop", "二三"]


def test_the_widths_of_a_paragraph_agree_with_its_lines():
    paragraph = matter("“一二”，三GDP四。")
    natural, widest = paragraph.natural_width(0), paragraph.widest_piece(0)
    assert len(paragraph.compose(natural)) == 1
    assert len(paragraph.compose(natural - 1, justified=False)) == 2
    assert all(line.width <= widest + 0.01 for line in paragraph.compose(widest, justified=False))


@pytest.mark.parametrize("seed", range(20))
def test_no_character_is_lost_or_doubled(seed):
    draw = random.Random(seed)
    text = "".join(draw.choice(["甲", "乙", "，", "。", "“", "”", "—", "——", "G", "5", "%", " ", "\n", "\u200b", "·",
                                "\u0301", "（", "１"]) for _ in range(draw.randint(1, 300)))
    lines = matter(text).compose(draw.randint(1, 20) * EM, draw.choice([0, 20.0]))
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(text)
    for line in lines:
        assert len(line.steps) == line.stop - line.start
        assert abs(sum(line.steps) - line.start_trim - line.end_trim - line.width) < 0.01


def test_half_a_million_characters_without_a_paragraph_end_are_broken():
    text = "一二三四五，六七八九十GDP。" * 30_000
    lines = matter(text).compose(31 * EM)
    assert lines[-1].end == len(text)
    assert max(line.stretch for line in lines) < 0.5

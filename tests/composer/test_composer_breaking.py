"""Paragraphs of which every character is ten units wide, letters and digits five: where lines end,
and how they fill.
"""

import random
import re
from functools import cache

import pytest
from duben.composer.breaking import ParagraphBreaker
from duben.composer.breaking.pricing import candidates
from duben.composer.breaking.search import Search
from duben.composer.rules import Options, classify

EM = 10.0


def breaker(text, **options):
    classes = classify(text)
    advances = [
        {"9": 5.0, "L": 5.0, "U": 5.0, "c": 5.0, " ": 2.5}.get(letter, EM) for letter in classes
    ]
    blanks = {}
    for index, letter in enumerate(classes):
        if letter == "O":
            blanks[index] = 5.0, 0.0
        elif letter in "CPS":
            blanks[index] = 0.0, 5.0
    return ParagraphBreaker(text, classes, advances, [EM] * len(text), blanks, Options(**options))


def broken(text, ems, indent=0.0, justified=True, **options):
    """The paragraph as the texts of its lines."""
    lines = breaker(text, **options).lines(ems * EM, indent * EM, justified=justified)
    return [text[line.start : line.stop] for line in lines]


def steps(text, ems, indent=0.0, **options):
    """The advances of the first line, in em."""
    line = breaker(text, **options).lines(ems * EM, indent * EM)[0]
    return [round(step / EM, 4) for step in line.steps]


def test_plain_hanzi_fill_the_grid():
    assert broken("一二三四五六七八九十甲乙", 5) == ["一二三四五", "六七八九十", "甲乙"]


def test_the_first_line_is_shorter_by_its_indent():
    assert broken("一二三四五六七八九十", 5, indent=2) == ["一二三", "四五六七八", "九十"]


def test_a_closing_mark_does_not_start_a_line():
    assert broken("一二三四五，六七八九十", 5) == ["一二三四", "五，六七八", "九十"]


def test_a_closing_mark_takes_half_an_em_at_the_line_end():
    line = breaker("一二三四，六七八九十").lines(4.5 * EM)[0]
    assert (line.stop, line.end_trim, line.width) == (5, 5.0, 45.0)


def test_an_opening_mark_loses_its_blank_half_at_the_line_start():
    lines = breaker("一二三四“六七八”九十").lines(4.5 * EM)
    assert [line.start_trim for line in lines][1] == 5.0


def test_an_opening_mark_in_an_indented_first_line_keeps_it():
    text = "“一二三四五”六七八九十"
    assert breaker(text).lines(60, 20)[0].start_trim == 0.0
    assert breaker(text).lines(60, 0)[0].start_trim == 5.0


def test_two_marks_take_an_em_and_a_half():
    assert steps("甲”，“乙《“丙", 20) == [1, 0.5, 0.5, 1, 1, 0.5, 1, 1]


def test_a_typed_space_beside_a_mark_takes_no_room():
    assert steps("一， 二 “三", 20) == [1, 1, 0, 1, 0, 1, 1]


def test_dashes_are_not_split():
    assert broken("一二三四——五六七八", 5) == ["一二三", "四——五六", "七八"]


def test_numbers_keep_their_signs_and_units():
    assert broken("一二三四12.5%六七八九", 5) == ["一二三四", "12.5%六七", "八九"]
    assert broken("一二三四五〔2026〕八", 6) == ["一二三四五", "〔2026〕八"]


@pytest.mark.parametrize("number", ["6309 1234", "3 kWh", "10⁴ m³", "5 kW·h"])
def test_numbers_are_not_cut_from_digits_or_units_behind_a_space(number):
    assert broken(f"一二三四五{number}六七八九十", 7)[1].startswith(number)


def test_letters_of_an_address_stand_a_little_apart_where_nothing_else_can():
    address = "https://www.example.gov.cn/zwgk/content/"
    line = breaker(address + "abcdefghijklmnop.htm一二三").lines(20.4 * EM)[0]
    assert (line.stop, line.width, line.short) == (len(address), 20.4 * EM, 0.0)
    assert line.steps[3] == pytest.approx(0.5 * EM + 4 / 39)


def test_words_are_not_broken():
    assert broken("一二三四GDP五六七八九", 5) == ["一二三四", "GDP五六七", "八九"]


def test_digits_leave_their_year_only_where_the_line_would_suffer():
    assert broken("一二三四五六七2026年三四五六七八九十甲乙丙丁戊", 9)[0].endswith("七")


def test_the_last_line_is_no_lone_hanzi_among_marks():
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子寅卯，春夏秋《东南西【北中（丑）】》。"
    assert broken(text, 34) == [text[:-7], "中（丑）】》。"]


def test_the_last_line_is_no_lone_hanzi():
    text = "一二三四五六七八九十" * 3
    assert [len(line) for line in broken(text[:24] + "甲。", 24)] == [23, 3]
    assert [len(line) for line in broken(text[:16] + "甲。", 16)] == [15, 3]
    assert [len(line) for line in broken(text[:9] + "甲。", 9)] == [
        9,
        2,
    ]  # they would stand too far apart


def test_lines_that_are_too_long_shrink_at_marks_only_and_equally():
    assert steps("一，二三，四，五六七八九", 11.7) == [1, 0.9, 1, 1, 0.9, 1, 0.9, 1, 1, 1, 1, 1]


def test_brackets_shrink_before_pauses():
    assert steps("一（二）三，四五六七八九十", 9.75) == [0.875, 1, 1, 0.875, 1, 1, 1, 1, 1, 1]


def test_latin_spaces_open_first():
    assert steps("一二a b三四五六七八九十", 8.65) == [1, 1.16, 0.5, 0.33, 0.66, 1, 1, 1, 1, 1]


def test_the_gap_before_a_word_opens_once_all_gaps_opened_unseen():
    text = "一二GDP三四五六七八九十"
    assert steps(text, 8.87) == [1.01, 1.16, 0.5, 0.5, 0.66, 1.01, 1.01, 1.01, 1.01, 1]
    assert steps(text, 9) == [1.013, 1.2175, 0.5, 0.5, 0.7175, 1.013, 1.013, 1.013, 1.013, 1]


def test_the_gap_before_a_word_opens_wide_only_for_lines_that_need_it():
    text = "一二GDP三四五六七八九十"
    assert steps(text, 9.15) == [1.03, 1.25, 0.5, 0.5, 0.75, 1.03, 1.03, 1.03, 1.03, 1]
    assert steps(text, 9.42) == [1.068, 1.29, 0.5, 0.5, 0.79, 1.068, 1.068, 1.068, 1.068, 1]
    assert steps(text, 9.6) == [1.0867, 1.3333, 0.5, 0.5, 0.8333, 1.0867, 1.0867, 1.0867, 1.0867, 1]


def test_gaps_between_hanzi_open_equally_but_not_in_or_behind_a_dash():
    assert steps("一二三——四五六七GDPGDPGDP八", 10) == [
        1.1667,
        1.1667,
        1.1667,
        1,
        1,
        1.1667,
        1.1667,
        1.1667,
        1,
    ]


def test_a_ragged_line_keeps_its_natural_width():
    lines = breaker("一二三四五，六七八九十").lines(5 * EM, justified=False)
    assert [line.width for line in lines] == [40.0, 50.0, 20.0]


def test_few_characters_are_not_pulled_wide():
    """Before a word that cannot be broken they stand as they are, and the line is short."""
    line = breaker("分管院长：" + "A" * 14).lines(8 * EM)[0]
    assert line.stretch == 0.0 and line.short > 2.5 * EM


def test_a_forced_break_ends_a_line_without_stretching_it():
    lines = breaker("一二\n三四五六").lines(3 * EM)
    assert [(line.start, line.stop, line.width, line.forced) for line in lines] == [
        (0, 2, 20.0, True),
        (3, 6, 30.0, False),
        (6, 7, 10.0, False),
    ]


def test_blanks_at_a_line_end_are_not_set():
    assert broken("一二三 四五六", 3) == ["一二三", "四五六"]


def test_a_word_that_is_too_long_has_a_line_of_its_own():
    assert broken("一abcdefghijklmnop二三", 3) == ["一", "abcdefghijklmnop", "二三"]


def test_the_widths_of_a_paragraph_agree_with_its_lines():
    paragraph = breaker("“一二”，三GDP四。")
    natural, widest = paragraph.max_content_width(0), paragraph.min_content_width(0)
    assert len(paragraph.lines(natural)) == 1
    assert len(paragraph.lines(natural - 1, justified=False)) == 2
    assert all(line.width <= widest + 0.01 for line in paragraph.lines(widest, justified=False))


@pytest.mark.parametrize("seed", range(20))
def test_no_character_is_lost_or_doubled(seed):
    draw = random.Random(seed)
    text = "".join(
        draw.choice(
            [
                "甲",
                "乙",
                "，",
                "。",
                "“",
                "”",
                "—",
                "——",
                "G",
                "5",
                "%",
                " ",
                "\n",
                "\u200b",
                "·",
                "\u0301",
                "（",
                "１",
            ]
        )
        for _ in range(draw.randint(1, 300))
    )
    lines = breaker(text).lines(draw.randint(1, 20) * EM, draw.choice([0, 20.0]))
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(text)
    for line in lines:
        assert len(line.steps) == line.stop - line.start
        assert abs(sum(line.steps) - line.start_trim - line.end_trim - line.width) < 0.01


def test_half_a_million_characters_without_a_paragraph_end_are_broken():
    text = "一二三四五，六七八九十GDP。" * 30_000
    lines = breaker(text).lines(31 * EM)
    assert lines[-1].end == len(text)
    assert max(line.stretch for line in lines) < 0.5


def test_a_lone_mark_opens_a_little_and_hanzi_do_the_rest():
    """No hole stands behind the only mark of a line; two marks share what one could not do."""
    text = "一二三四五六七，八九十甲乙丙丁戊己庚辛abcdefghijklmnop。"
    line = breaker(text).lines(19.5 * EM)[0]
    assert text[line.start : line.stop].endswith("辛")
    assert line.steps[7] / EM == pytest.approx(1.09 + line.stretch / EM)
    assert line.stretch / EM == pytest.approx((0.5 - 0.09) / 18)
    text = "一二三四五六七，八九十甲，乙丙丁戊己庚abcdefghijklmnop。"
    line = breaker(text).lines(19.5 * EM)[0]
    assert line.stretch / EM == pytest.approx(0.013)
    assert (
        line.steps[7]
        == line.steps[12]
        == pytest.approx(1.013 * EM + (0.5 - 18 * 0.013) / 2 * EM, abs=0.1)
    )


def test_what_lacks_little_is_taken_by_hanzi_then_by_marks():
    """Gaps open by .013 em, of which the two beside a mark are part; the mark takes the rest."""
    text = "一二三四五六七，八九十甲乙丙丁戊己庚辛abcdefghijklmnop。"
    line = breaker(text).lines(19.2 * EM)[0]
    assert text[line.start : line.stop].endswith("辛")
    assert line.stretch / EM == pytest.approx(0.2 / 18)
    assert line.steps[7] == pytest.approx(EM + line.stretch)
    line = breaker(text).lines(19.3 * EM)[0]
    assert line.stretch / EM == pytest.approx(0.013)
    assert line.steps[7] / EM == pytest.approx(1 + 0.013 + 0.3 - 18 * 0.013)


def test_an_address_alone_in_its_line_is_flush_if_its_letters_need_not_stand_far_apart():
    address = "https://www.example.gov.cn/zwgk/"
    near, far = (
        breaker(address + "contentofalongname.htm一二三").lines((len(address) / 2 + wider) * EM)[0]
        for wider in (2.5, 4.5)
    )
    assert near.stop == len(address)
    assert near.short == 0.0 and near.steps[0] / EM == pytest.approx(0.5 + 2.5 / (len(address) - 1))
    assert (
        far.stop == len(address) + 9 and far.short == 0.0 and far.steps[0] == 0.5 * EM
    )  # else it is cut where it may not be


def test_letters_stand_apart_before_hanzi_are_seen_to():
    """Of a word and a number, as far as is needed that 汉字 stand 1.145 em apart, and by 0.045 em
    at most.
    """
    text = "一二三四五六七八word1234567890甲乙丙丁戊己庚abcdefghijklmnopq了"
    for ems, opened in ((24.8, 0.0), (25.2, 0.03), (26.5, 0.045)):
        line = breaker(text).lines(ems * EM)[0]
        assert line.short == line.overfull == 0.0 and text[line.stop - 1] == "庚"
        assert line.steps[9] / EM == pytest.approx(0.5 + opened, abs=0.02)
        assert line.stretch / EM < 0.1451 or opened == 0.045


def test_an_address_is_cut_inside_a_name_where_hanzi_would_stand_far_apart():
    text = "一二三四五六七八九longnameofahost@example.cn丙丁"
    near, far = (text[: breaker(text).lines(ems * EM)[0].stop] for ems in (9.1, 13.5))
    assert near == "一二三四五六七八九"
    assert far == "一二三四五六七八九longname"


def test_in_a_line_that_is_loose_anyhow_marks_have_bounds_too():
    line = breaker("一二三，四五六七八九abcdefghijklmnop。").lines(11 * EM)[0]
    assert line.stretch / EM == pytest.approx((1 - 0.38) / 9)
    assert line.steps[3] / EM == pytest.approx(1.38 + line.stretch / EM)


@pytest.mark.parametrize("ems", [23.5, 24, 25, 27, 28, 29, 30, 31])
def test_lines_of_words_do_not_tear_the_hanzi_before_them(ems):
    """Spaces may open by more than half an em before 汉字 of other lines stand far apart."""
    text = (
        "外文书的书名照封面抄录，先写作者，再写书名和版次，最后写年份和页码，"
        "各项之间用逗号分开，卷次和丛书名称另起一行写（样子见本馆的旧目录，例如Handbuch "
        "der Katalogisierung, "
        "Methodenlehre des Ordnens und Sammelns, 6. Aufl., 1991, S. 313ff.; Grundlagen "
        "der Aufstellung, Allgemeine Sammlungslehre als Methodik der "
        "Bibliothekswissenschaften, "
        "1967, S. 645ff.），抄完再核对一遍。"
    )
    lines = breaker(text).lines(ems * EM, 2 * EM)
    assert all(line.short == line.overfull == 0.0 for line in lines)
    assert max(line.stretch for line in lines) < 0.17 * EM
    spaces = [
        step
        for line in lines
        for character, step in zip(text[line.start : line.stop], line.steps, strict=True)
        if character == " "
    ]
    assert max(spaces) < 1.5 * EM


def test_the_last_resort_of_a_line_of_words_are_the_gaps_and_spaces_beside_them():
    line = breaker("在abc cd里abcdefghijklmnop。").lines(6.8 * EM)[0]
    assert (line.width, line.short) == (68.0, 0.0)
    assert line.steps[0] > 1.5 * EM and line.steps[4] > 1.05 * EM
    assert line.steps[1] == pytest.approx(0.545 * EM)  # letters stand apart before spaces do
    short = breaker("在abc里abcdefghijklmnopqrstuvwxyz。").lines(13 * EM)[0]
    assert short.short == pytest.approx(
        130 - 37.5 - 0.7
    )  # so far apart nothing reads as a line: it is left short, and known to be


def test_nothing_opens_between_a_mark_and_a_number():
    line = breaker("一二三，25四五六七八九十甲乙丙丁戊己庚辛").lines(13.3 * EM)[0]
    assert line.steps[3] / EM == pytest.approx(1 + line.stretch / EM)


def test_two_marks_give_way_before_lone_ones():
    text = "一二，“三四，五六七八九"
    assert steps(text, 11.3) == [1, 1, 0.3, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert steps(text, 11.05) == [1, 1, 0.25, 1, 1, 1, 0.8, 1, 1, 1, 1, 1]


def test_a_text_that_is_never_justified_keeps_its_widths():
    lines = breaker("一二三，四五六七八九十甲乙丙丁", justify="none").lines(6.4 * EM)
    assert all(line.stretch == 0 and line.short == 0 for line in lines)


def test_gaps_between_words_only():
    line = breaker("ab cd 一二三四五六七八九十甲乙丙", justify="inter-word").lines(9.9 * EM)[0]
    assert line.stretch == 0
    assert line.steps[2] > 2.5


def test_marks_at_line_ends_keep_their_square_lose_half_or_hang():
    text = "一二三四，五六七八九十"
    ends = {
        name: breaker(text, **options).lines(5 * EM)[0].end_trim
        for name, options in {
            "full": {"trim_end": "never"},
            "half": {},
            "fit": {"trim_end": "fit"},
            "hang": {"hang_end": "always"},
        }.items()
    }
    assert ends == {"full": 0.0, "half": 5.0, "fit": 0.0, "hang": 10.0}
    assert breaker(text, trim_end="fit").lines(4.5 * EM)[0].end_trim == 5.0
    assert breaker(text, hang_end="fit", trim_end="never").lines(4 * EM)[0].end_trim == 10.0


def test_closing_quotation_marks_hang_behind_the_last_line_only():
    lines = breaker("“一二”三四“五六”", hang_first=True, hang_last=True).lines(4 * EM)
    assert (lines[0].start_trim, lines[-1].end_trim) == (10.0, 10.0)


# --- the breaks are the best of all ---------------------------------------------------------------


def least(paragraph, measure, indent):
    """The least sum of badness of all ways to break a paragraph, found by trying every end of every
    line.
    """
    final = paragraph.length

    @cache
    def rest(start):
        first = indent if start == 0 else 0.0
        ends = candidates(paragraph, start, final, measure - first, first, True, 9.0)
        return min(badness + (0.0 if end == final else rest(end)) for end, badness in ends)

    return rest(0)


WORDS = ["GDP", "2026年", "6.5%", "，", "。", "、", "——", "“好”", "（一）", "；", "：“"]


@pytest.mark.parametrize("seed", range(12))
def test_no_other_way_to_break_a_paragraph_is_better(seed):
    draw = random.Random(seed)
    text = "".join(
        draw.choice(WORDS) if draw.random() < 0.25 else "一二三四五六七八九十"[: draw.randint(1, 9)]
        for _ in range(60)
    )
    paragraph = breaker(text).paragraph
    measure = draw.choice([14, 21, 31]) * EM
    lines, badness = Search(paragraph, 0, len(text), measure, 20.0, True).best(9.0)
    assert badness == pytest.approx(least(paragraph, measure, 20.0))
    assert lines[0][0] == 0 and lines[-1][1] == len(text)


@pytest.mark.parametrize("seed", range(6))
def test_the_beginning_of_a_paragraph_up_to_a_line_end_keeps_its_lines(seed):
    draw = random.Random(seed)
    text = "".join(
        draw.choice(WORDS) if draw.random() < 0.25 else "一二三四五六七八九十"[: draw.randint(1, 9)]
        for _ in range(60)
    )
    lines = breaker(text).lines(28 * EM, 20.0)
    ends = [line.end for line in lines]
    for count in range(1, len(lines)):
        cut = breaker(text[: ends[count - 1]]).lines(28 * EM, 20.0, last_justified=True)
        assert [line.end for line in cut] == ends[:count]


def test_absurdly_long_texts_are_broken_line_by_line_by_the_same_rules(monkeypatch):
    monkeypatch.setattr("duben.composer.breaking.search.LONG_TEXT", 100)
    lines = breaker("一二三四五，六七八九十GDP。" * 40).lines(31 * EM)
    assert max(line.stretch for line in lines) < 0.6
    assert not any(line.overfull or line.short for line in lines)


# --- hard places ----------------------------------------------------------------------------------

HARD = ("2026年3月15日", "12345.67", "６．５％", "12.5%", "−3.5℃", "±0.5mm", "￥1,234.50", "〔2026〕12号", "第128条", "3～5天", "1.5～2.5倍",  # noqa: E501
        "15%～20%", "10:30", "ＡＢＣ", "１２３４５", "GDP", "Wi-Fi", "don't", "km/h", "5 km", "20℃", "H2O", "100㎡", "№5", "（2026年）",  # noqa: E501
        "“‘好’”", "——", "……", "……。", "？！", "！！！", "。”", "”，“", "》（", "）、", "“（", "约翰·斯密斯", "／", "～", "①②", "≥5", "＋5", "50%以上",  # noqa: E501
        "2.5亿元", "R&D", "12,345", "々", "…", "—", "『引』", "：“", "；", "、")  # fmt: skip


def faults(text, end):
    """What forbids a line end there, told by the characters alone."""
    before, after = text[:end], text[end:]
    last, first = before[-1], after[0]
    yield from (
        "L1"
        for _ in range(first in "”’）》〉」』】〕、，；：。！？·～" or first == "—" != after[1:2])
    )
    yield from ("L2" for _ in range(last in "“‘（《〈「『【〔"))
    yield from ("L3" for _ in range("／" in (last, first)))
    yield from ("L4" for _ in range(after.startswith(("——", "……"))))
    yield from ("L5" for _ in range(last == first and last in "—…"))
    yield from (
        "L6"
        for _ in range(
            any(
                re.search(f"{left}$", before) and re.match(right, after)
                for left, right in (
                    ("[0-9A-Za-z]", "[0-9A-Za-z]"),
                    ("[0-9０-９]", "[%％‰℃°㎡]"),
                    ("[0-9]", "[.,][0-9]"),
                    ("[０-９．]", "[０-９．]"),
                    ("[￥№±≥＋]", "[0-9]"),
                    ("〔", ""),
                    ("", "〕"),
                    ("[0-9] ", "km"),
                )
            )
        )
    )


def hard(draw):
    return "".join(
        "的一是在不了有和人这中大为上个国"[: draw.randint(1, 9)]
        if draw.random() < 0.6
        else draw.choice(HARD)
        for _ in range(draw.randint(10, 60))
    )


def test_no_rule_is_broken_in_hard_places():
    found, cut, chances, loose, count = [], 0, 0, [], 0
    for seed in range(120):
        draw = random.Random(seed)
        text = "甲" + hard(draw)
        lines = breaker(text).lines(draw.choice([22, 28, 31, 40]) * EM, draw.choice([0.0, 20.0]))
        chances += len(re.findall("[0-9](?=[年月日亿万])", text))
        count += len(lines)
        for line in lines[:-1]:
            where = f"{text[line.start : line.end]}|{text[line.end : line.end + 4]}"
            found += [f"{fault} {where}" for fault in faults(text, line.end)]
            cut += bool(re.match("[年月日亿万]", text[line.end :])) and text[line.end - 1].isdigit()
            if (
                line.stretch > 0.15 * EM
                and sum(
                    "\u4e00" <= character <= "\u9fff" for character in text[line.start : line.stop]
                )
                > 12
            ):
                loose.append(where)
            assert not line.short and not line.overfull, where
    assert found == []
    assert cut <= 0.02 * chances
    assert len(loose) <= 0.004 * count  # before 12345.67 and ￥1,234.50

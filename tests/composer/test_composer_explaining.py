"""Why a line ends where it ends: what was considered, and what each end costs."""

import random

import pytest
import weasyprint
from composed import STYLE
from duben import composer
from duben.composer.breaking import explain_lines
from test_composer_breaking import EM, WORDS, breaker
from weasyprint.formatting_structure.boxes import LineBox


def told(text, ems, indent=0.0, **options):
    """Each line: its text, the candidates as (text before, price, dearer), the forbidden ends."""
    return [
        (
            text[line.start : line.end],
            [
                (text[line.start : each.end], round(each.badness.total, 1), round(each.dearer, 1))
                for each in line.candidates
            ],
            [(text[line.start : each.end], each.reason) for each in line.rejected],
        )
        for line in explain_lines(breaker(text, **options), ems * EM, indent * EM)
    ]


def test_a_line_is_explained_by_the_ends_that_it_could_have_had():
    text = "会议要求，抓好三项任务，做到“两个坚持”，2026年10月底前完成。"
    assert told(text, 8) == [
        (
            "会议要求，抓好三",
            [("会议要求，抓好", 622.9, 1397.4), ("会议要求，抓好三", 0.0, 0.0)],
            [("会议要求，抓好三项", "long")],
        ),
        (
            "项任务，做到“两",
            [("项任务，做到“两", 0.0, 0.0)],
            [("项任务，做到“两个", "long")],
        ),
        (
            "个坚持”，2026年",
            [("个坚持”，2026", 161082.7, 160984.2), ("个坚持”，2026年", 98.5, 0.0)],
            [("个坚持”，2026年1", "L6"), ("个坚持”，2026年10", "long")],
        ),
        ("10月底前完成。", [("10月底前完成。", 0.0, 0.0)], []),
    ]


def test_the_rule_that_forbids_an_end_is_named():
    (first, *_) = told("一二三四五，六七八九十甲乙", 5)
    assert first[2] == [("一二三四五", "L1"), ("一二三四五，", "long")]


def test_a_single_line_has_nothing_to_choose():
    assert told("一二三", 5) == [("一二三", [("一二三", 0.0, 0.0)], [])]


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_of_a_price_are_what_the_search_adds_up(seed):
    draw = random.Random(seed)
    text = "".join(
        draw.choice(WORDS) if draw.random() < 0.25 else "一二三四五六七八九十"[: draw.randint(1, 9)]
        for _ in range(60)
    )
    paragraph = breaker(text, **draw.choice([{}, {"trim_end": "fit"}, {"hang_end": "fit"}]))
    measure = draw.choice([9, 14, 21, 31]) * EM
    justified = draw.random() < 0.8
    (search,) = paragraph.searches(measure, 20.0, 0, justified)
    lines = explain_lines(paragraph, measure, 20.0, 0, justified)
    spans, reach = search.lines()
    assert [(line.start, line.end) for line in lines] == spans
    for line in lines:
        known = dict(search.candidates(line.start, reach))
        assert {each.end: each.badness.total for each in line.candidates} == pytest.approx(known)
        assert all(each.dearer >= 0 for each in line.candidates)
        assert [each.dearer for each in line.candidates if each.end == line.end] == [0.0]


def test_a_paragraph_of_a_document_is_explained_by_its_element():
    composer.install()
    text = "会议要求，抓好三项任务，做到“两个坚持”，年底前完成。"
    page = f"<style>{STYLE} p {{ width: 8em; text-indent: 0 }}</style>"
    for body in (text, f"{text[:4]}<img>{text[4:]}", f"<b>{text[:4]}</b>{text[4:]}"):
        document = weasyprint.HTML(
            string=f"<html lang=zh>{page}<p>山水</p><p id=x>{body}</p>"
        ).render()
        (found,) = composer.explain_breaks(document, "x")
        lines = [
            box
            for box in document.pages[0]._page_box.descendants()
            if isinstance(box, LineBox) and composer.text_of(box) in text
        ]
        assert [
            found.text[line.start : line.end].replace("\ufffc", "") for line in found.lines
        ] == [composer.text_of(line) for line in lines]
    assert composer.explain_breaks(document, "nowhere") == []

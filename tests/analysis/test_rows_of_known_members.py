"""A row of the members of a known term that lacks one is told before a comma, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.analysis.checks import known_terms
from duben.publish import reading


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("政治意识、大局意识、核心意识，带头守渠护堤。", ["看齐意识"]),
        ("政治意识、大局意识、核心意识、看齐意识，带头守渠护堤。", []),
        ("政治意识、大局意识、核心意识等，带头守渠护堤。", []),
        ("政治意识，大局意识，核心意识，带头守渠护堤。", []),
    ],
)
def test_a_row_that_lacks_a_member_is_told(tmp_path: Path, row: str, missing: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# 守渠\n\n全村要增强“四个意识”。\n\n各组都要增强{row}\n", "utf-8")
    found = list(known_terms.as_in_library(reading.load(path).book))
    assert [one.values["there"] for one in found] == missing


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("推进“三治融合”（自治、法制、德治）。", ["法制"]),
        ("推进“三治融合”（自治、法治、德治）。", []),
        ("做到“四早”，即早发现、早报告、早隔离、早治疗，是守渠护堤的老办法。", []),
        (
            "做到“四早”，即早发现、早报告、早隔离、早治疗、早巡堤。",
            ["早发现、早报告、早隔离、早治疗、早巡堤"],
        ),
    ],
)
def test_a_slip_in_the_list_of_a_known_term_is_told(
    tmp_path: Path, text: str, here: list[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# 守渠\n\n{text}\n", "utf-8")
    found = list(known_terms.as_in_library(reading.load(path).book))
    assert [one.values["here"] for one in found] == here


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("各组坚定“五个自信”，守渠护堤。", ["五个自信"]),
        ("各组做到两大维护，守渠护堤。", ["两大维护"]),
        ("各组坚定“四个自信”，做到“两个维护”。", []),
        ("“三个维护”（维护水渠、维护山路、维护学堂）写进了村规。", []),
        ("党的七大确立了方针。", []),
    ],
)
def test_a_known_term_with_another_number_or_measure_word_is_told(
    tmp_path: Path, text: str, near: list[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# 守渠\n\n{text}\n", "utf-8")
    found = list(known_terms.as_in_library(reading.load(path).book))
    assert [one.values["here"] for one in found] == near


@pytest.mark.parametrize(("number", "told"), [("三", [(3, 4)]), ("四", []), ("两", [])])
def test_a_number_that_sums_up_what_was_listed_before_it_agrees(
    tmp_path: Path, number: str, told: list[tuple[int, int]]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 守渠\n\n必须做到：坚持清淤先行，坚持修堤为本，坚持备料充足，坚持值守到位。"
        f"以上{number}个方面，是多年积累的经验。\n",
        "utf-8",
    )
    book = reading.load(path).book
    found = [(one.values["count"], one.values["listed"]) for one in book.problems]
    assert found == told

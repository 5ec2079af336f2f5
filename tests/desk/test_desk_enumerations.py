"""The sheet of enumerations at the desk: one row is decided, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.chinese.enumerations.member_rules import RULES
from duben.messages import message
from duben.publish import load

TEXT = (
    "# 河边\n\n要做到“三个早”：早起、早到、早收工。\n\n坚持“两个不”（不等、不靠）。\n\n"
    "还要记住“四个有”和“五个心”。\n\n"
    "一是要挖深。各组都要动手。二是要浇足。三是要培实。以上三方面的工作要抓紧。\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    (tmp_path / "books").mkdir()
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def write(desk: RunningDesk, text: str = TEXT) -> Path:
    folder = write_book(desk.server.desk.folder / "trees", 1)
    (folder / "01.md").write_text(text, "utf-8")
    return folder


def rows(desk: RunningDesk) -> dict[str, Any]:
    return {row["term"]: row for row in desk.get(f"{desk.book()}/enumerations").json()}


def decide(desk: RunningDesk, term: str, action: str, **more: Any) -> list[str]:
    """What is told of a refused decision: its rules; [] where it was taken."""
    answer = desk.post(f"{desk.book()}/enumerations", {"term": term, "action": action, **more})
    assert answer.status_code in (200, 400), answer.text
    return [row["rule"] for row in answer.json().get("problems", [])]


def printed(folder: Path) -> dict[str, tuple[str, ...]]:
    return {one.term: one.members for one in load(folder).book.appendix_enumerations}


@pytest.mark.parametrize("rule", [*RULES, "elsewhere", "decision"])
def test_every_rule_of_members_has_a_name(rule: str) -> None:
    assert all(message(f"found-{rule}", language, {}) for language in ("zh", "en"))


def test_a_decision_on_one_term_is_none_on_the_others(desk: RunningDesk) -> None:
    folder = write(desk)
    before = rows(desk)
    assert "三方面的工作" in before  # its members stand in front of it
    assert decide(desk, "三个早", "accept") == []
    after = rows(desk)
    assert [term for term, row in after.items() if row["decided"]] == ["三个早"]
    assert {term: row["status"] for term, row in after.items()} == {
        term: row["status"] for term, row in before.items()
    }
    (entry,) = tomllib.loads((folder / "enumerations.toml").read_text("utf-8"))["enumeration"]
    assert entry["term"] == "三个早"
    # What is written later is not told as new: nobody has gone through the whole file.
    (folder / "01.md").write_text(TEXT + "\n讲“六个好”。\n", "utf-8")
    with desk.events(desk.book()) as events:
        state = events.until(lambda state: state["settled"])
    assert not [row for row in state["problems"] if row["rule"].startswith("T17")]


@pytest.mark.parametrize("term", ["两个不", "四个有", "三方面的工作"])
def test_what_is_left_out_is_printed_nowhere_and_keeps_its_members(
    desk: RunningDesk, term: str
) -> None:
    folder = write(desk)
    members = rows(desk)[term]["members"]
    assert decide(desk, term, "strike") == []
    row = rows(desk)[term]
    assert (row["status"], row["decided"], row["members"]) == ("hidden", True, members)
    assert term not in printed(folder)
    assert decide(desk, term, "clear") == []
    assert not rows(desk)[term]["decided"]
    assert term in printed(folder)


def test_members_of_another_number_are_told_before_they_are_taken(desk: RunningDesk) -> None:
    folder = write(desk)
    edit = {"members": ["有心", "有力"], "count": 4}
    assert decide(desk, "四个有", "edit", **edit) == ["desk-members-count"]
    assert not (folder / "enumerations.toml").exists()
    assert decide(desk, "四个有", "edit", **edit, anyway=True) == []
    assert printed(folder)["四个有"] == ("有心", "有力")


def test_a_decision_is_taken_back(desk: RunningDesk) -> None:
    folder = write(desk)
    undo = f"{desk.book()}/enumerations/undo"
    assert desk.post(undo).json()["problems"][0]["rule"] == "desk-nothing-to-undo"
    decide(desk, "四个有", "strike")
    decide(desk, "五个心", "strike")
    assert desk.post(undo).json() == {"more": True}
    assert [term for term, row in rows(desk).items() if row["decided"]] == ["四个有"]
    assert desk.post(undo).json() == {"more": False}
    assert not (folder / "enumerations.toml").exists()
    decide(desk, "四个有", "strike")
    (folder / "enumerations.toml").write_text("", "utf-8")
    assert desk.post(undo).json()["problems"][0]["rule"] == "desk-undo-touched"


def test_a_number_that_differs_from_its_list_is_a_row_that_can_be_decided(
    desk: RunningDesk,
) -> None:
    write(desk, TEXT.replace("三个早”：早起、早到、早收工", "四个早”：早起、早到、早收工"))
    with desk.events(desk.book()) as events:
        events.until(lambda state: any(row["rule"] == "T10" for row in state["problems"]))
        row = rows(desk)["四个早"]
        assert [one["file"] for one in row["problems"]] == ["01.md"]
        assert decide(desk, "四个早", "accept") == []
        events.until(
            lambda state: (
                state["settled"] and not any(row["rule"] == "T10" for row in state["problems"])
            )
        )
    assert not rows(desk)["四个早"]["problems"]


def test_the_page_of_a_term_is_that_on_which_it_stands(desk: RunningDesk) -> None:
    write(desk, "# 河边\n\n" + "春天里我们去河边种树，" * 120 + "要做到“四个有”。\n")
    with desk.events(desk.book()) as events:
        state = events.until(lambda state: state["settled"])
    labels = [label for _, label, *_ in state["pages"]]
    (place,) = rows(desk)["四个有"]["places"]
    first = next(index for index, label in enumerate(labels) if label == "1")
    assert labels.index(place["page"]) > first


def test_members_of_the_editors_own_are_not_said_to_stand_in_the_text(desk: RunningDesk) -> None:
    folder = write(desk)

    def listed() -> dict[str, bool]:
        return {one.term: one.defined is not None for one in load(folder).book.enumerations}

    assert listed()["三个早"]
    decide(desk, "三个早", "edit", members=["早起", "早到", "早回家"], count=3)
    assert listed()["三个早"]
    decide(desk, "三个早", "edit", members=["看天", "看水", "看人"], count=3)
    assert not listed()["三个早"]


def test_a_term_of_several_parts_has_a_number_for_each(desk: RunningDesk) -> None:
    write(desk, "# 河边\n\n坚持“一河两岸”。\n")
    assert rows(desk)["一河两岸"]["number"] == "1+2"

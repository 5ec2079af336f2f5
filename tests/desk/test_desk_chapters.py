"""The list of chapters at the desk: added, named, moved, joined, split, put away, and all back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk import chapters as lists
from duben.desk.chapters import Chapter
from duben.model import BookError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    folder = write_book(tmp_path / "books" / "trees", 3)
    (folder / "00.md").write_text("# 编者说明 {.front}\n\n说明。\n", "utf-8")
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def titles(desk: RunningDesk) -> list[str]:
    return [row["title"] for row in rows(desk)]


def rows(desk: RunningDesk) -> list[dict[str, Any]]:
    return [row for row in desk.get(desk.book()).json()["texts"] if row["part"] != "other"]


def act(desk: RunningDesk, action: str, chapter: str = "", **values: object) -> Any:
    """An action on the chapter of a title."""
    key = next((row["key"] for row in rows(desk) if row["title"] == chapter), "")
    data = {"action": action, "key": key, **values}
    return desk.post(f"{desk.book()}/chapters", data)


def test_chapters_are_added_named_moved_and_put_away(desk: RunningDesk) -> None:
    folder = desk.server.desk.folder / "trees"
    toml = (folder / "book.toml").read_text("utf-8")
    assert act(desk, "add", "第1段路", title="桥").status_code == 200
    assert titles(desk) == ["编者说明", "第1段路", "桥", "第2段路", "第3段路"]
    assert act(desk, "rename", "桥", title="桥头").status_code == 200
    shown = act(desk, "move", "第3段路", by=-1).json()["key"]
    assert titles(desk) == ["编者说明", "第1段路", "桥头", "第3段路", "第2段路"]
    assert shown == next(row["key"] for row in rows(desk) if row["title"] == "第3段路")
    shown = act(desk, "remove", "桥头").json()["key"]
    assert titles(desk) == ["编者说明", "第1段路", "第3段路", "第2段路"]
    assert shown == rows(desk)[1]["key"]
    assert len(list((folder / ".duben" / "removed").iterdir())) == 1
    assert [act(desk, "undo").json()["undo"] for _ in range(4)] == [3, 2, 1, 0]
    assert titles(desk) == ["编者说明", "第1段路", "第2段路", "第3段路"]
    assert (folder / "book.toml").read_text("utf-8") == toml
    assert [row["rule"] for row in act(desk, "undo").json()["problems"]] == ["desk-nothing-to-undo"]


def test_a_chapter_is_split_and_joined_and_its_pages_follow(desk: RunningDesk) -> None:
    text = "# 第1段路\n\n走[^1]。\n\n# 第二条\n\n停[^2]。\n\n[^1]: 慢。\n[^2]: 久。\n"
    (desk.server.desk.folder / "trees" / "01.md").write_text(text, "utf-8")
    with desk.events(desk.book()) as events:
        events.until(lambda state: any(one["rule"] == "title-twice" for one in state["problems"]))
        assert act(desk, "split", "第1段路", line=5).status_code == 200
        events.until(lambda state: state["settled"] and not state["problems"])
        assert titles(desk)[1:3] == ["第1段路", "第二条"]
        assert act(desk, "join", "第二条").status_code == 200
        events.until(lambda state: state["settled"] and not state["problems"])
    joined = (desk.server.desk.folder / "trees" / "01.md").read_text("utf-8")
    assert "## 第二条" in joined and "[^2]: 久。" in joined


def test_what_was_touched_since_is_not_taken_back(desk: RunningDesk) -> None:
    key = act(desk, "add", "第3段路", title="桥").json()["key"]
    opened = desk.get(f"{desk.book()}/texts/{key}").json()
    desk.post(
        f"{desk.book()}/texts/{key}", {"text": "# 桥\n\n字。\n", "revision": opened["revision"]}
    )
    assert act(desk, "undo").status_code == 400
    assert "桥" in titles(desk)


def test_what_cannot_be_done_is_told(desk: RunningDesk) -> None:
    for action, title, values in (
        ("join", "第1段路", {}),
        ("add", "", {"title": " # "}),
        ("split", "第1段路", {"line": 1}),
        ("nothing", "第1段路", {}),
        ("remove", "没有这一章", {}),
    ):
        assert act(desk, action, title, **values).status_code == 400, action
    for title in ("第1段路", "第2段路"):
        assert act(desk, "remove", title).status_code == 200
    assert [row["rule"] for row in act(desk, "remove", "第3段路").json()["problems"]] == [
        "desk-chapter-last"
    ]
    assert act(desk, "remove", "编者说明").status_code == 200


def test_an_order_that_the_author_wrote_is_kept_up(desk: RunningDesk) -> None:
    path = desk.server.desk.folder / "trees" / "book.toml"
    order = 'chapters = ["00.md", "03.md", "01.md", "02.md"] # 次序\n[output]'
    path.write_text(path.read_text("utf-8").replace("[output]", order), "utf-8")
    assert act(desk, "move", "第1段路", by=1).status_code == 200
    assert 'chapters = ["00.md", "03.md", "02.md", "01.md"] # 次序' in path.read_text("utf-8")
    assert act(desk, "move", "第3段路", by=-1).status_code == 200  # the note before it stays there
    assert titles(desk) == ["编者说明", "第3段路", "第2段路", "第1段路"]


# --- functions ------------------------------------------------------------------------------------


def test_joined_notes_have_names_of_their_own() -> None:
    first = Chapter("1.md", "# 甲\n\n字[^1]。\n\n[^1]: 一。\n")
    second = Chapter(
        "2.md", "# 乙 {.wide}\n\n字[^1]和[^a]。\n\n```\n# 码\n```\n\n[^1]: 二。\n[^a]: 三。\n"
    )
    (joined,) = lists.join((first, second), "2.md")
    assert joined.text == (
        "# 甲\n\n字[^1]。\n\n[^1]: 一。\n\n## 乙\n\n字[^2]和[^a]。\n\n```\n# 码\n```\n\n"
        "[^2]: 二。\n[^a]: 三。\n"
    )


def test_each_part_of_a_split_text_has_its_notes() -> None:
    text = "# 甲\n\n字[^1]。\n\n[^2]: 二。\n    又。\n\n# 乙\n\n字[^2]。\n\n[^1]: 一。\n"
    first, second = lists.split((Chapter("01.md", text),), "01.md", 8)
    assert first.text == "# 甲\n\n字[^1]。\n\n[^1]: 一。\n"
    assert second == Chapter("02-yi.md", "# 乙\n\n字[^2]。\n\n[^2]: 二。\n    又。\n")


def test_a_title_keeps_what_stands_behind_it() -> None:
    (named,) = lists.rename((Chapter("1.md", "\n# 甲 {.front #a}\n字\n"),), "1.md", "乙\n丙")
    assert named.text == "\n# 乙 丙 {.front #a}\n字\n"
    with pytest.raises(BookError):
        lists.rename((named,), "1.md", " ")

"""The settings of a book as a form: what is shown, what is written, what is told beside a field."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.setting_form import read_date, read_fields
from duben.desk.toml_lines import setting_lines, with_values
from duben.model import Month
from PIL import Image

TOML = """# 本书的设置
[book]
id = "trees"  # 文件名
title = "河边的树" # 书名
authors = [
  "甲",  # 主编
  "乙",
]

[output]
editions = ["screen"]
layout = "full"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    book = write_book(tmp_path / "books" / "trees", 1)
    (book / "book.toml").write_text(TOML, "utf-8")
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def toml_of(desk: RunningDesk) -> str:
    return (desk.server.desk.folder / "trees" / "book.toml").read_text("utf-8")


def form(desk: RunningDesk) -> dict[str, Any]:
    data: dict[str, Any] = desk.get(
        f"{desk.book()}/settings", headers={"accept-language": "zh"}
    ).json()
    return data


def fields(desk: RunningDesk) -> dict[str, Any]:
    rows = [row for group in form(desk)["groups"] for row in group["fields"]]
    return {row["name"]: row for row in rows}


def put(desk: RunningDesk, **values: object) -> Any:
    names = {name.replace("__", "."): value for name, value in values.items()}
    return desk.post(f"{desk.book()}/settings", {"values": names})


def test_the_form_has_what_a_clerk_sets(desk: RunningDesk) -> None:
    rows = fields(desk)
    assert rows["book.title"]["value"] == "河边的树" and rows["book.authors"]["value"] == "甲、乙"
    assert rows["book.date"] == {"name": "book.date", "kind": "date", "value": ""}
    covers = {row["value"]: row["title"] for row in rows["cover.design"]["choices"]}
    assert covers["red"] == "红底白字" and len(covers) == 8
    assert [row["value"] for row in form(desk)["sizes"]][:3] == ["A5", "大32开", "32开"]
    assert rows["print.second_colour"]["kind"] == "truth"
    assert rows["print.paper_gsm"] == {"name": "print.paper_gsm", "kind": "number", "value": "80"}
    assert form(desk)["lines"]["book.title"] == 4


def test_what_is_typed_is_written_and_the_rest_stays(desk: RunningDesk) -> None:
    answer = put(desk, book__title="山上的树", book__date="2015年5月", print__size="32开",
                 cover__design="red", print__paper_gsm="70", print__second_colour=True,
                 book__authors="丙，丁")  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert (
        toml_of(desk)
        == """# 本书的设置
[book]
id = "trees"  # 文件名
title = "山上的树" # 书名
authors = ["丙", "丁"]
date = "2015-05"

[output]
editions = ["screen"]
layout = "full"

[print]
size = "32开"
paper_gsm = 70
second_colour = true

[cover]
design = "red"
"""
    )
    assert fields(desk)["book.date"]["value"] == "2015-05"
    assert put(desk, book__date="", book__authors="").status_code == 200
    assert "date" not in toml_of(desk) and "authors" not in toml_of(desk)


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("book.title", " ", "请填写。"),
        ("book.date", "2026年2月30日", "请写成 2026年3月12日，或 2026年3月；不知道就空着。"),
        ("print.paper_gsm", "八十", "请写数字。"),
        ("print.paper_gsm", "8000", "应在 30 到 400 之间。"),
        ("print.size", "10×10", "请写成 宽×高，单位毫米，如 120×180；从 115×165 到 210×297。"),
        ("cover.design", "picture", "这种封面要用图，请在这里选一张。"),
        ("imprint.kind", "公文性材料", "“公文性材料”要写明这一项。"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    desk: RunningDesk, name: str, typed: str, message: str
) -> None:
    values = {name: typed, "book.subtitle": "记"}
    headers = {"accept-language": "zh"}
    answer = desk.client.post(
        f"{desk.base}{desk.book()}/settings",
        json={"values": values},
        headers={"origin": desk.base, "x-duben-token": desk.keys.token, **headers},
    )
    assert answer.status_code == 400
    rows = answer.json()["fields"]
    wanted = {"cover.design": "cover.picture", "imprint.kind": "imprint.issuer"}.get(name, name)
    assert message in [row["message"] for row in rows if row["field"] == wanted]
    assert toml_of(desk) == TOML


def test_an_old_error_does_not_hinder_a_new_value(desk: RunningDesk) -> None:
    path = desk.server.desk.folder / "trees" / "book.toml"
    path.write_text(TOML + 'nonsense = 1\n[cover]\ndesign = "logo"\n', "utf-8")
    assert put(desk, book__subtitle="记").status_code == 200
    assert 'subtitle = "记"' in toml_of(desk) and "nonsense = 1" in toml_of(desk)
    told = {row["field"] for row in form(desk)["problems"]}
    assert {"cover.logo", "output.nonsense"} <= told


def test_a_text_that_is_no_toml_is_left_to_its_author(desk: RunningDesk) -> None:
    path = desk.server.desk.folder / "trees" / "book.toml"
    path.write_text("[book\n", "utf-8")
    assert form(desk)["broken"]
    answer = put(desk, book__subtitle="记")
    assert answer.status_code == 400 and path.read_text("utf-8") == "[book\n"
    assert [row["rule"] for row in answer.json()["problems"]] == ["desk-settings-by-hand"]


@pytest.mark.parametrize("values", [{"book.id": "x"}, {"book.title": 3}, {"text.library": "x"}])
def test_only_fields_of_the_form_are_taken(desk: RunningDesk, values: object) -> None:
    answer = desk.post(f"{desk.book()}/settings", {"values": values})
    assert [row["rule"] for row in answer.json()["problems"]] == ["desk-field"]


def test_the_covers_are_real_first_pages(desk: RunningDesk) -> None:
    pictures = {}
    for design in ("plain", "red"):
        answer = desk.get(f"{desk.book()}/covers/{design}")
        assert answer.status_code == 200
        pictures[design] = Image.open(io.BytesIO(answer.content)).convert("RGB")
    red = pictures["red"].getpixel((5, 5))
    assert isinstance(red, tuple) and red[0] > 120 and red[1] < 60
    assert pictures["plain"].getpixel((5, 5)) == (255, 255, 255)
    assert desk.get(f"{desk.book()}/covers/picture").status_code == 404
    assert desk.get(f"{desk.book()}/covers/nothing").status_code == 404


# --- functions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-12", date(2026, 3, 12)),
        ("2026年3月12日", date(2026, 3, 12)),
        ("2026.3.12", date(2026, 3, 12)),
        ("2026年3月", Month(2026, 3)),
        ("2026-03", Month(2026, 3)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_date(typed) == day and str(read_date(typed)) == str(day)


def test_a_size_of_ones_own_is_read() -> None:
    assert read_fields({"print.size": "120 x 180"}) == {("print", "size"): "120×180"}


def test_values_of_several_lines_are_replaced_whole() -> None:
    toml = 'a = 1\n[book]\nx = [\n 1, # [book]\n]\ny = """\n[book]\n"""  # z\n[[t]]\nq = 1\n'
    assert setting_lines(toml) == {("book", "x"): 3, ("book", "y"): 6}
    changed = with_values(toml, {("book", "y"): "二", ("book", "x"): None})
    assert changed == 'a = 1\n[book]\ny = "二"  # z\n[[t]]\nq = 1\n'

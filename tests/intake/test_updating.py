"""A revised source taken into a manuscript that was worked on: three texts, and nothing of the
editor's is lost.
"""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from duben.intake.collection import read_documents
from duben.intake.document import ImportedDocument, ImportedParagraph, ImportedPicture
from duben.intake.manuscript_folder import write_manuscript
from duben.intake.reading import read_document
from duben.intake.three_way_merge import Update, split_units, update
from duben.intake.updating import update_manuscript, with_own_names
from duben.intake.wording_merge import merge_wording
from PIL import Image
from revised_texts import A, B, C, D, run_command

SOURCE = (
    f"学习要点\n日期：2026年3月1日\n\n一、总体要求\n{A}\n{B}\n\n二、工作安排\n{C}\n{D}\n"
    "要抓好“三个重点”：学习、宣传、落实。\n"
)


def merged(old: str, new: str, own: str) -> Update:
    return update({"01.md": old}, {"01.md": new}, {"01.md": own})


@pytest.mark.parametrize(
    ("base", "source", "own", "wanted"),
    [
        (A, A.replace("结合", "紧密结合"), A, A.replace("结合", "紧密结合")),
        (A, A, A.replace("结合", "紧密结合"), A.replace("结合", "紧密结合")),
        (
            A,
            A.replace("各单位", "各部门"),
            A.replace("落实", "**落实**"),
            A.replace("各单位", "各部门").replace("落实", "**落实**"),
        ),
        (A, A + B, A + "[^a]", A + "[^a]" + B),  # the mark belongs to the words before it
        ("## 办法", "## 办法（试行）", "## 办法 {#banfa}", "## 办法（试行） {#banfa}"),
        (A, A.replace("结合实际", "从实际出发"), A.replace("结合实际", "结合本地实际"), None),
        (
            A,
            A.replace("结合实际", "从实际出发"),
            A.replace("结合实际", "从实际出发"),
            A.replace("结合实际", "从实际出发"),
        ),
        (A, A + B, A + C, None),
    ],
)
def test_three_wordings_become_one_or_are_left_to_the_editor(
    base: str, source: str, own: str, wanted: str | None
) -> None:
    assert merge_wording(base, source, own) == wanted


def test_pieces_joined_are_the_file() -> None:
    text = (
        f"# 题\n\n{A}\n{B}\n\n- 甲\n- 乙\n  续\n\n!!! 提示\n    话。\n\n    再话。\n\n| a | b "
        "|\n|---|---|\n| 1 | 2 |\n\n```\n# 不是题\n\n- 不是项\n```\n[^a]: 注。\n"
    )
    found = list(split_units("01.md", text))
    assert "".join(one.before + one.text for one in found) == text
    assert [one.text.strip() for one in found][:5] == [
        "# 题",
        f"{A}\n{B}",
        "- 甲",
        "- 乙\n  续",
        "!!! 提示",
    ]


def test_notes_boxes_and_ids_of_the_editor_stay() -> None:
    old = f"# 一、总则\n\n{A}\n\n{B}\n\n{C}\n"
    new = f"# 一、总则\n\n{A.replace('各单位', '各部门')}\n\n{D}\n\n{C}\n"
    own = (
        f"# 一、总则 {{#zongze}}\n\n!!! 学习要点\n    - 先读这一段。\n\n{A}[^bian]\n\n"
        f"[^bian]: 编者注。\n\n{B}\n\n编者的话。\n\n{C}\n"
    )
    made = merged(old, new, own)
    assert made.conflicts == () and sorted(kind for kind, _, _ in made.taken) == [
        "added",
        "changed",
        "removed",
    ]
    text = made.files["01.md"]
    assert (
        f"{A.replace('各单位', '各部门')}[^bian]" in text
        and "{#zongze}" in text
        and "!!! 学习要点\n    - 先读这一段。" in text
        and "[^bian]: 编者注。" in text
    )
    assert "编者的话。" in text and B not in text and D in text


def test_what_both_changed_is_listed_and_left() -> None:
    old, new = (
        f"# 题\n\n{A}\n\n{B}\n\n{C}\n",
        f"# 题\n\n{A.replace('结合实际', '从实际出发')}\n\n{C.replace('公布', '印发')}\n",
    )
    own = f"# 题\n\n{A.replace('结合实际', '结合本地实际')}\n\n{B}[^a]\n\n[^a]: 注。\n"
    made = merged(old, new, own)
    assert [(one.what, one.place.line) for one in made.conflicts] == [
        ("both", 3),
        ("changed-gone", 3),
        ("removed", 5),
    ]
    assert made.files["01.md"] == own


def test_a_conflict_of_a_manuscript_without_chapters_stands_where_its_first_one_was() -> None:
    old = {"01-zongze.md": f"# 题\n\n{A}\n"}
    made = update(old, {"01-zongze.md": f"# 题\n\n{A.replace('落实', '办理')}\n"}, {})
    assert [str(one.place) for one in made.conflicts] == ["01-zongze.md:1"]


def test_a_paragraph_that_moved_is_put_where_the_source_has_it() -> None:
    old = "# 题\n\n" + "\n\n".join([A, B, C, D]) + "\n"
    new = "# 题\n\n" + "\n\n".join([B, C, D, A]) + "\n"
    own = old.replace(A, A.replace("落实", "**落实**"))
    made = merged(old, new, own)
    assert made.conflicts == () and made.files["01.md"] == new.replace(
        A, A.replace("落实", "**落实**")
    )


def test_rows_and_items_are_taken_in_one_by_one() -> None:
    head = "| 单位 | 份数 |\n|---|---|\n| 一处 | 3 |\n"
    made = merged(
        f"{head}| 二处 | 4 |\n",
        f"{head}| 二处 | 5 |\n| 三处 | 6 |\n",
        f"表：分送\n\n{head}| 二处 | 4 |\n",
    )
    assert made.files["01.md"] == f"表：分送\n\n{head}| 二处 | 5 |\n| 三处 | 6 |\n"


def test_random_work_of_source_and_editor_is_kept_both() -> None:
    """Forty texts in which source and editor touched different paragraphs: the result has all of
    both.
    """
    for seed in range(40):
        chance = random.Random(seed)
        texts = [
            f"{number}号单位{chance.choice((A, B, C, D))}{number}号文件另行通知。"
            for number in range(12)
        ]
        source, own = list(texts), list(texts)
        places = chance.sample(range(12), 8)
        for place in places[:2]:
            source[place] = source[place].replace("号单位", "号部门")
        for place in places[2:4]:
            own[place] = own[place].replace("另行", "及时[^n]另行")
        gone = source[places[4]]
        source.remove(gone)
        own.insert(own.index(texts[places[5]]) + 1, "!!! 提示\n    编者的话。")
        source.insert(source.index(texts[places[6]]) + 1, f"新增第{seed}段，{A}")
        made = merged(*("\n\n".join(one) + "\n" for one in (texts, source, own)))
        text = made.files["01.md"]
        assert (
            not made.conflicts
            and gone not in text
            and f"新增第{seed}段" in text
            and "编者的话" in text
        )
        assert text.count("号部门") == 2 and text.count("及时[^n]另行") == 2


def test_the_whole_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.txt").write_text(SOURCE, "utf-8")
    new = (
        SOURCE.replace("各单位", "各部门")
        .replace("“三个重点”：学习、宣传、落实", "“四个重点”：学习、宣传、督查、落实")
        .replace(D + "\n", "")
    )
    (tmp_path / "new.txt").write_text(new.replace("3月1日", "5月1日"), "utf-8")
    book = tmp_path / "b"
    run_command(capsys, "import", str(tmp_path / "old.txt"), "-o", str(book))
    assert (book / "import.base.json").is_file()
    (chapter,) = [path for path in book.glob("*.md") if not path.name.startswith("00")]
    own = chapter.read_text("utf-8").replace(A, f"{A}[^a]\n\n[^a]: 编者注。").replace("# ", "# ", 1)
    chapter.write_text(own + "\n!!! 思考题\n    1. 想一想。\n", "utf-8")
    (book / "enumerations.toml").write_text(
        '[[enumeration]]\nterm = "三个重点"\nnote = "编者注"\n', "utf-8"
    )
    toml, decisions = ((book / name).read_bytes() for name in ("book.toml", "enumerations.toml"))
    run_command(
        capsys, "import", str(tmp_path / "new.txt"), "-o", str(book), "--update", "--lang", "zh"
    )
    text = chapter.read_text("utf-8")
    assert (
        f"{A.replace('各单位', '各部门')}[^a]" in text
        and "编者注。" in text
        and "四个重点" in text
        and D not in text
        and "1. 想一想。" in text
    )
    assert [(book / name).read_bytes() for name in ("book.toml", "enumerations.toml")] == [
        toml,
        decisions,
    ]
    assert not list(book.glob(".*.part")) and not (book / "_conflicts.md").exists()
    # The same source once more changes nothing.
    run_command(capsys, "import", str(tmp_path / "new.txt"), "-o", str(book), "--update")
    assert chapter.read_text("utf-8") == text
    assert json.loads((book / "import.base.json").read_text("utf-8"))["duben-import-base"] == 1


def test_what_a_source_says_of_itself_is_told_where_it_changed(tmp_path: Path) -> None:
    body = "\n\n".join(
        f"第{number}段说的是种树和浇水的办法，请各组照着做。" for number in "一二三四"
    )
    old = f"种树简报\n\n——三月的工作\n\n（2026年3月1日）\n\n李小河\n\n{body}\n"
    new = old.replace("三月的", "四月的").replace("李小河", "李大河")
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    book = tmp_path / "b"
    write_manuscript([read_document(tmp_path / "old.txt")], book)
    toml = book / "book.toml"
    assert 'authors = ["李小河"]' in toml.read_text("utf-8")
    made = update_manuscript([read_document(tmp_path / "new.txt")], book)
    told = [(one.rule, one.values["key"], one.values["value"]) for one in made.notices]
    assert told == [
        ("update-setting", "subtitle", "——四月的工作"),
        ("update-setting", "authors", "李大河"),
    ]
    assert update_manuscript([read_document(tmp_path / "new.txt")], book).notices == ()


def test_conflicts_and_settings_are_told_and_listed(tmp_path: Path) -> None:

    for name, text in (
        ("old", SOURCE),
        ("new", SOURCE.replace("结合实际", "从实际出发").replace("3月1日", "5月1日")),
    ):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    book = tmp_path / "b"
    write_manuscript([read_document(tmp_path / "old.txt")], book)
    (chapter,) = [path for path in book.glob("*.md") if not path.name.startswith("00")]
    chapter.write_text(chapter.read_text("utf-8").replace("结合实际", "结合本地实际"), "utf-8")
    made = update_manuscript([read_document(tmp_path / "new.txt")], book)
    assert [one.rule for one in made.notices] == ["update-both", "update-setting"]
    listed = (book / "_conflicts.md").read_text("utf-8")
    assert (
        "从实际出发" in listed
        and "结合本地实际" in listed
        and "结合本地实际" in chapter.read_text("utf-8")
    )


def test_a_broken_book_toml_and_what_it_lacks_are_told(tmp_path: Path) -> None:
    for name, text in (("old", SOURCE), ("new", SOURCE.replace("3月1日", "5月1日"))):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    book = tmp_path / "b"
    write_manuscript([read_document(tmp_path / "old.txt")], book)
    (book / "book.toml").write_text("[book\n", "utf-8")
    made = update_manuscript([read_document(tmp_path / "new.txt")], book)
    assert [one.rule for one in made.notices] == ["toml-broken", "update-setting"]


def folder_texts(folder: Path) -> list[tuple[str, str]]:
    """The titles of the chapters in the order of their files."""
    return [
        (
            path.name,
            "".join(line for line in path.read_text("utf-8").splitlines() if line[:2] == "# "),
        )
        for path in sorted(folder.glob("0*.md"))
    ]


def letter_with_annexes(folder: Path) -> list[Path]:
    """The files of a letter and its two annexes."""
    texts = {
        "a": f"关于做好植树工作的通知\n\n各组：\n\n{A}\n\n{B}\n",
        "b": f"附件1\n\n树苗清单\n\n{C}\n",
        "c": f"附件2\n\n工具清单\n\n{D}\n",
    }
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_a_chapter_that_goes_or_moves_leaves_no_empty_file(tmp_path: Path) -> None:
    parts = letter_with_annexes(tmp_path)
    book = tmp_path / "book"
    write_manuscript(read_documents(parts), book)
    before = folder_texts(book)
    last = before[-1][0]

    gone = update_manuscript(read_documents(parts[:2]), book)
    assert folder_texts(book) == before[:2]
    assert [(fault.rule, str(fault.place)) for fault in gone.notices] == [
        ("update-file-gone", f"{last}:1")
    ]
    assert {str(place) for _, place, _ in gone.taken} == {f"{last}:1", f"{last}:3"}

    back = update_manuscript(read_documents(parts), book)
    assert [title for _, title in folder_texts(book)] == [title for _, title in before]
    assert [fault.rule for fault in back.notices] == ["update-new-file"]

    swapped = update_manuscript(read_documents([parts[0], parts[2], parts[1]]), book)
    assert [title for _, title in folder_texts(book)] == [before[n][1] for n in (0, 2, 1)]
    assert sorted(fault.rule for fault in swapped.notices) == [
        "update-file-gone",
        "update-new-file",
    ]


def test_an_emptied_file_that_book_toml_names_stays_and_is_used_again(tmp_path: Path) -> None:
    parts, book = letter_with_annexes(tmp_path), tmp_path / "book"
    write_manuscript(read_documents(parts), book)
    before = folder_texts(book)
    names = [name for name, _ in before]
    toml = book / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace("[book]", f"[book]\nchapters = {names}"))
    gone = update_manuscript(read_documents(parts[:2]), book)
    assert [fault.rule for fault in gone.notices] == ["update-chapter-gone"]
    assert (book / names[-1]).read_text("utf-8") == ""
    assert update_manuscript(read_documents(parts), book).notices == ()
    assert folder_texts(book) == before


def test_new_chapters_stand_in_their_order_and_never_two_in_a_file() -> None:
    first, second, third = (
        f"# {title}\n\n{text}\n" for title, text in zip("甲乙丙", (A, B, C), strict=True)
    )
    own = {"01-a.md": first}
    both = update(own, {"01-a.md": first, "02-z.md": second, "03-b.md": third}, own)
    assert [both.files[name] for name in sorted(both.files)] == [first, second, third]
    ahead = update(own, {"01-z.md": second, "02-a.md": first}, own)
    assert [ahead.files[name] for name in sorted(ahead.files)] == [second, first]
    # What moves does not go back into its own file where that stands before or behind others.
    old = {"01-a.md": first, "02-b.md": second, "03-c.md": third}
    for new in (
        {"01-x.md": f"# 丁\n\n{D}\n", "02-b.md": second, "03-a.md": first, "04-c.md": third},
        {"01-c.md": third, "02-b.md": second},
    ):
        moved = update(old, new, old)
        assert [moved.files[name] for name in sorted(moved.files)] == [*new.values()]
    # A title that is another one stays over its chapter, whatever the file of the source is called.
    for name in ("02-z.md", "02-y.md"):
        old = {"01-a.md": first, "02-z.md": second}
        title = second.replace("# 乙", "# 关于鱼塘的几点意见")
        again = update(old, {"01-a.md": first, name: title}, old)
        assert again.files == {"01-a.md": first, "02-z.md": title}
    # The new chapter has the name of one that the editor wrote himself.
    taken = own | {"02-z.md": "# 编者的话\n\n字。\n"}
    beside = update(own, {"01-a.md": first, "02-z.md": second}, taken)
    assert [text.count("\n# ") + text.startswith("# ") for text in beside.files.values()] == [
        1,
        1,
        1,
    ]


def test_without_a_base_the_earlier_source_is_asked_for(tmp_path: Path) -> None:
    from duben.model import BookError

    (tmp_path / "old.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "b").mkdir()
    with pytest.raises(BookError) as raised:
        update_manuscript([read_document(tmp_path / "old.txt")], tmp_path / "b")
    assert raised.value.problems[0].rule == "update-no-book"
    (tmp_path / "b" / "book.toml").write_text(
        '[book]\ntitle = "学习要点"\ndate = 2026-03-01\n', "utf-8"
    )
    with pytest.raises(BookError) as raised:
        update_manuscript([read_document(tmp_path / "old.txt")], tmp_path / "b")
    assert raised.value.problems[0].rule == "update-no-base"
    for broken in ("{", "[]", "null", '{"duben-import-base": 99, "chapters": {}}'):
        (tmp_path / "b" / "import.base.json").write_text(broken, "utf-8")
        with pytest.raises(BookError) as raised:
            update_manuscript([read_document(tmp_path / "old.txt")], tmp_path / "b")
        assert [(fault.rule, str(fault.place)) for fault in raised.value.problems] == [
            ("update-broken-base", "import.base.json:1")
        ]
    assert (
        update_manuscript(
            [read_document(tmp_path / "old.txt")],
            tmp_path / "b",
            [read_document(tmp_path / "old.txt")],
        ).conflicts
        == ()
    )


def test_a_picture_that_is_there_is_not_added_anew(tmp_path: Path) -> None:
    png, bmp = (picture_bytes("red", form) for form in ("PNG", "BMP"))
    pictures = {"images/he.png": png, "images/tu-01.png": picture_bytes("blue", "PNG")}
    names = [
        ("he.png", bmp),  # the same, in a file of another form
        ("tu-01-2.png", picture_bytes("green", "PNG")),  # another one under a name that is taken
    ]
    for name, data in pictures.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for name, data in names:
        picture = ImportedPicture("tu-01.png", data)
        figure = ImportedParagraph("图", 1, kind="figure", picture=picture)
        document = ImportedDocument("a.docx", "题", paragraphs=(figure,))
        (renamed,) = with_own_names([document], tmp_path)
        assert renamed.paragraphs[0].picture == ImportedPicture(name, data)


def picture_bytes(colour: str, form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(stream, form)
    return stream.getvalue()

"""Several files in one import: parts in their order, a head that is known or asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from duben.intake import collection, manuscript_folder, questions
from duben.intake.document import Doubt, ImportedDocument
from duben.model import TITLE_TO_FILL, BookError

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
LETTER = (
    f"关于清淤的通知\n各村：\n{BODY}\n附件：1.河道名单\n2.清淤方案\n青石镇人民政府\n2025年3月8日\n"
)
LIST = f"附件1\n河道名单\n{BODY}\n"
PLAN = f"# 清淤方案\n\n{BODY}\n\n## 一、目标\n\n{BODY}\n"
SPEECH = (
    f"在春耕会议上的讲话\n镇长 张某某\n（2025年2月1日）\n{BODY}\n一、水\n{BODY}\n二、田\n{BODY}\n"
)
REPORT = f"<h1>秋收总结</h1><p>{BODY}</p><p>{BODY}</p>"


def read(folder: Path, **texts: str) -> list[ImportedDocument]:
    """The documents of files of these names (``a_txt``) and texts."""
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_text(text, "utf-8")
        paths.append(path)
    return collection.read_documents(paths)


def written(folder: Path, documents: list[ImportedDocument]) -> tuple[list[str], str, dict]:
    """The chapters, book.toml and import.json of documents."""
    paths = manuscript_folder.write_manuscript(documents, folder / "书稿")
    texts = {path.name: path.read_text("utf-8") for path in paths}
    chapters = [text for name, text in texts.items() if name[:2] != "00" and name.endswith(".md")]
    return chapters, texts["book.toml"], json.loads(texts["import.json"])


def test_letter_gives_title_and_date_and_its_annexes_of_other_kinds_follow(tmp_path: Path) -> None:
    documents = read(tmp_path, a_txt=LETTER, b_txt=LIST, c_md=PLAN)
    chapters, toml, report = written(tmp_path, documents)
    assert [text.split("\n")[0] for text in chapters] == [
        "# 关于清淤的通知",
        "# 附件1　河道名单",
        "# 清淤方案",
    ]
    assert 'title = "关于清淤的通知"' in toml
    assert "date = 2025-03-08" in toml
    assert report["unsure"] == []


def test_collection_has_no_title_of_its_own_and_each_text_keeps_its_head(tmp_path: Path) -> None:
    documents = read(tmp_path, a_txt=SPEECH, b_html=REPORT)
    chapters, toml, report = written(tmp_path, documents)
    assert chapters[0].startswith(
        f"# 在春耕会议上的讲话\n\n镇长 张某某\n\n（2025年2月1日）\n\n{BODY}\n\n## 一、水\n"
    )
    assert chapters[1].startswith("# 秋收总结\n")
    assert f'title = "{TITLE_TO_FILL}"' in toml
    assert "authors" not in toml
    assert "date" not in toml
    assert [(row["file"], row["what"], row["taken_as"]) for row in report["unsure"]] == [
        ("a.txt", "title", TITLE_TO_FILL),
        ("a.txt", "date", ""),
    ]
    assert report["moved"] == []
    rules = [rule for rule, _ in questions.list_questions(documents, toml, "zh")]
    assert rules == ["asked-to-fill", "asked-absent"]


def test_day_on_which_a_page_was_published_is_no_text(tmp_path: Path) -> None:
    page = f"<h1>秋收总结</h1><p>2025-02-01</p><p>{BODY}</p><p>{BODY}</p>"
    chapters = written(tmp_path, read(tmp_path, a_txt=SPEECH, b_html=page))[0]
    assert chapters[1].split("\n\n")[:2] == ["# 秋收总结", BODY]


def test_what_all_texts_of_a_collection_tell_alike_is_the_book_s(tmp_path: Path) -> None:
    other = SPEECH.replace("春耕", "秋收")
    head = collection.book_head(read(tmp_path, a_txt=SPEECH, b_txt=other))
    assert (head.title, head.authors, head.date) == (
        TITLE_TO_FILL,
        ("镇长 张某某",),
        date(2025, 2, 1),
    )


def test_markdown_with_its_head_in_front_matter_has_a_title_as_a_part(tmp_path: Path) -> None:
    front = f"---\ntitle: 清淤手册\nauthor: 水务站\n---\n\n{BODY}\n\n## 一、水\n"
    chapters, _, report = written(tmp_path, read(tmp_path, a_txt=SPEECH, b_md=front))
    blocks = [block for block in chapters[1].split("\n\n") if block.strip()]
    assert [block.strip() for block in blocks] == ["# 清淤手册", "水务站", BODY, "## 一、水"]
    assert report["moved"] == []


def test_texts_called_alike_are_told(tmp_path: Path) -> None:
    documents = read(tmp_path, a_txt=SPEECH, b_txt=SPEECH.replace("水", "山"))
    rules = [entry.rule for document in documents for entry in document.problems]
    assert rules == ["intake-no-common-title", "intake-same-title"]


def test_subtitle_is_written_with_wide_marks(tmp_path: Path) -> None:
    text = SPEECH.replace("\n镇长", "\n--在全县春耕会议上的发言\n镇长")
    chapters = written(tmp_path, read(tmp_path, a_txt=text, b_html=REPORT))[0]
    assert chapters[0].split("\n\n")[1] == "——在全县春耕会议上的发言"


def test_text_without_a_title_is_asked_for_at_its_chapter(tmp_path: Path) -> None:
    documents = read(tmp_path, a_txt=SPEECH, b_txt=f"{BODY}\n{BODY}\n")
    rows = list(questions.list_questions(documents, 'title = "x"', "zh"))
    assert rows[-1][0] == "asked-at"
    assert rows[-1][1]["taken_as"] == TITLE_TO_FILL
    assert rows[-1][1]["place"].endswith(".md:1")


def test_the_same_text_twice_is_taken_once_and_told(tmp_path: Path) -> None:
    documents = read(tmp_path, a_txt=SPEECH, b_txt=SPEECH)
    assert len(documents) == 1
    assert documents[0].leads
    (told,) = [entry for entry in documents[0].problems if entry.rule == "intake-same-text"]
    assert (told.values["name"], told.values["other"]) == ("b.txt", "a.txt")


def test_one_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPEECH, "utf-8")
    (document,) = collection.read_documents([tmp_path / "a.txt"] * 2)
    (told,) = [entry for entry in document.problems if entry.rule == "intake-same-text"]
    assert (document.file, told.values["name"]) == ("a.txt", "a.txt")


def test_files_called_alike_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "稿.txt" for folder in ("春", "秋")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(SPEECH.replace("春耕", path.parent.name), "utf-8")
    assert [document.file for document in collection.read_documents(paths)] == [
        "春/稿.txt",
        "秋/稿.txt",
    ]


def test_all_files_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPEECH, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xb4\xba\n\xff\xff\n")
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "d.png")]
    with pytest.raises(BookError) as told:
        collection.read_documents(paths)
    assert len(told.value.problems) == 3
    assert told.value.status == 2


def test_a_line_taken_as_a_heading_is_asked_about_as_one(tmp_path: Path) -> None:
    (document,) = read(tmp_path, 甲="清淤办法\n清淤要早，各村先报计划，再放水，不得抢水。\n")
    asked = replace(document, unsure=(Doubt(2, "heading", "先看水渠", "先看水渠"),))
    ((rule, values),) = questions.list_questions([asked], "", "zh")
    assert (rule, values["text"], values["taken_as"]) == ("asked-at", "先看水渠", "标题")

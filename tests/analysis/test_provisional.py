"""A book follows an edit before it is analysed again."""

from __future__ import annotations

from duben import analysis
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import Book, BookSettings, Chapter, Settings, Source

FIRST = "# 甲\n\n要做到“三个早”：早起、早到、早收工。\n\n三个早不难。三个早要天天做。\n"
SECOND = "# 乙\n\n一、说“三个早”\n\n也说三个早。\n"


def chapters(*texts: str) -> tuple[Chapter, ...]:
    return parse_chapters([Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)])


def analysed(*texts: str) -> Book:
    return analysis.analyse(Settings(book=BookSettings()), chapters(*texts))


def test_terms_are_found_in_the_blocks_that_an_edit_changed() -> None:
    edited = FIRST.replace("三个早不难", "其实三个早不难"), SECOND.replace("说“", "再说“")
    followed, again = analysed(FIRST, SECOND), analysed(*edited)
    for chapter in chapters(*edited):
        followed = analysis.follow_edit(followed, chapter)
    assert [len(one.occurrences) for one in again.enumerations] == [5]
    assert followed.mentions == again.mentions
    assert (followed.outline, followed.chapters) == (again.outline, again.chapters)


def test_terms_that_stand_nowhere_any_more_are_left_out() -> None:
    (chapter,) = chapters("# 甲\n\n天天做。\n")
    followed = analysis.follow_edit(analysed(FIRST), chapter)
    assert followed.enumerations == ()


def test_the_outline_follows_a_new_label_and_a_heading_that_is_gone() -> None:
    edited = FIRST.replace("三个早不难", "一、三个早不难"), SECOND.replace("一、说", "说")
    followed, again = analysed(FIRST, SECOND), analysed(*edited)
    for chapter in chapters(*edited):
        followed = analysis.follow_edit(followed, chapter)
    assert followed.outline == again.outline

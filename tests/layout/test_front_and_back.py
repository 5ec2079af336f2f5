"""The words of the imprint."""

from __future__ import annotations

import pytest
from duben import layout


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        (("李大河",), "作者"),
        (("李大河", "买买提·艾力"), "作者"),
        (("青石县水务局办公室",), "编者"),
        (("李大河", "青石县水务局办公室"), "编者"),
    ],
)
def test_persons_are_authors_and_bodies_editors(authors: tuple[str, ...], label: str) -> None:
    """A speech by a person has no 编者."""
    assert layout.book_words("zh-Hans")[layout.authors_word(authors)] == label

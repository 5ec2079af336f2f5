"""One table of signs: each opening sign with its closing one, each number in its circle."""

import unicodedata

from duben.chinese import characters


def test_pairs_open_and_close_as_unicode_has_them() -> None:
    kinds = {
        (unicodedata.category(opening), unicodedata.category(closing))
        for opening, closing in characters.WIDE_PAIRS.items()
    }
    assert kinds == {("Ps", "Pe"), ("Pi", "Pf")}
    assert characters.WIDE_OPENING.startswith(characters.OPENING)


def test_circled_numbers_read_as_they_are_written() -> None:
    written = [characters.circled_number(number) for number in (1, 20, 21, 35, 36, 50, 51)]
    assert written == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "51"]
    assert [characters.CIRCLED_NUMBERS[sign] for sign in "①⑳㉑㉟❶❿⓵⓾"] == [
        *(1, 20, 21, 35),
        *(1, 10, 1, 10),
    ]

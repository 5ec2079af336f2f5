"""What stands round the text of a page (calls to follow, staff, disclaimers, other articles): the
forms of ``data/page-furniture.txt``, and where the foot of a page begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from duben import chinese
from duben.intake import dates
from duben.intake.document import SourceLine
from duben.intake.word_files import FOLDER

LONGEST = 200  # characters of a line that may be furniture
SLOGAN_LENGTH, SLOGAN_LINES = 30, 3  # characters of a slogan, lines from the begin of the foot
LOOSE_LENGTH = 60  # characters of a line of the foot that has no form: the name of an article
SENTENCE = re.compile("[。；]|[！？!?]$")
# In the foot, lines without a form may hold so many 汉字, or this share of the text.
LOOSE_HAN, LOOSE_SHARE = 60, 0.15
STAFF = "编辑与来源"  # the reason of its group
CALLS = ("关注语", "点赞分享")
GROUP = re.compile(r"\[(?P<reason>[^\]]+)\](?P<marks>[!*]*)")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of furniture: its pattern, why such a line is none of the text, whether it begins the
    foot of a page, and whether it is left out wherever it stands.
    """

    pattern: re.Pattern[str]
    reason: str
    opens_foot: bool = False
    anywhere: bool = False


@cache
def read_forms() -> tuple[Form, ...]:
    """The forms of ``data/page-furniture.txt``."""
    forms: list[Form] = []
    reason, marks = "", ""
    for line in (FOLDER / "page-furniture.txt").read_text("utf-8").splitlines():
        if group := GROUP.fullmatch(line):
            reason, marks = group["reason"], group["marks"]
        elif line and not line.startswith("#"):
            forms.append(Form(re.compile(line), reason, "!" in marks, "*" in marks))
    return tuple(forms)


@lru_cache(maxsize=4096)
def find_form(text: str) -> Form | None:
    """The first form that a line has; None for one that may be text."""
    if len(text) > LONGEST:
        return None
    return next((form for form in read_forms() if form.pattern.fullmatch(text)), None)


def is_staff(text: str) -> bool:
    """Whether a line says who edited a page, or from where it is."""
    form = find_form(text)
    return form is not None and form.reason == STAFF


def is_call(text: str) -> bool:
    """Whether a line calls to follow, share or click: no heading, wherever it stands."""
    form = find_form(text)
    return form is not None and form.reason in CALLS


def reason_anywhere(line: SourceLine) -> str:
    """Why a line is furniture wherever it stands in a page; "" for one that is not."""
    form = find_form(line.text) if line.kind == "text" else None
    return form.reason if form is not None and form.anywhere else ""


def foot_lines(
    lines: Sequence[SourceLine], text_han: int, tells: Callable[[SourceLine], bool]
) -> dict[int, str]:
    """Which of the lines behind the last sentence of a text are the foot of its page, each with the
    reason. ``text_han``: the 汉字 of the text; ``tells``: whether a line tells source or date.

    The foot begins with a line that has a form. Behind it lines without one go as well (names of
    other articles), but for signatures, annexes and tables; where they are too many, they stay.
    """
    forms = [find_form(line.text) if line.kind in ("text", "item") else None for line in lines]
    silent = [index for index, line in enumerate(lines) if not tells(line)]
    foot = {index: form.reason for index in silent if (form := forms[index]) is not None}
    opener = next(
        ((index, form) for index, form in enumerate(forms) if form and form.opens_foot), None
    )
    if opener is None:
        return foot
    loose = [
        index
        for index in silent
        if index > opener[0] and forms[index] is None and _is_loose(lines, index)
    ]
    han = sum(chinese.is_han(character) for index in loose for character in lines[index].text)
    if han <= max(LOOSE_HAN, LOOSE_SHARE * text_han):
        foot |= dict.fromkeys(loose, opener[1].reason)
    return foot


def is_slogan(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line calls out to readers right behind the begin of the foot of a page."""
    text = lines[index].text
    if not (0 < len(text) <= SLOGAN_LENGTH and text[-1] in "！!"):
        return False
    forms = (find_form(line.text) for line in lines[max(0, index - SLOGAN_LINES) : index])
    return any(form is not None and form.opens_foot for form in forms)


def _is_loose(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line of the foot without a form goes with it."""
    line = lines[index]
    after = lines[index + 1] if index + 1 < len(lines) else None
    return (
        line.kind in ("text", "item")
        and len(line.text) <= LOOSE_LENGTH
        and (not SENTENCE.search(line.text) or is_slogan(lines, index))
        and not line.text.startswith(("附", "（此件", "(此件", "抄送"))
        and not dates.date_alone(line.text)
        and not (after is not None and dates.date_alone(after.text))
    )

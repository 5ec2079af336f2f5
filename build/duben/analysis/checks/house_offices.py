"""The offices of a house list as texts name them: whole, without the place (县水利局局长 for
清河县水利局局长), of one's own body (我局局长), or behind the name of a body of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duben.chinese import BLANKS
from duben.model import HouseList

# What may stand before an office: nothing that makes it another one (副市长, 某某省委书记).
PARTICLES = "由请請和與与及跟同对對向据據为為是任以兼在了的有让讓被受经經给給并並而"
BEFORE_OFFICE = re.compile(f"(?:^|[^㐀-鿿]|[{PARTICLES}])$")
# 时任市长, 原市长: an office of then.
OF_THEN = re.compile(
    "(?:时任|時任|历任|歷任|曾任|原任|前任|卸任的?|[离離]任的?|曾[经經]的?"
    "|[当當][时時]的?|彼[时時]的?|原|前|曾)$"
)
OF_THEN_IN_SERIES = re.compile("^(?:原|前)|时任|時任|历任|歷任|曾任|原任|前任")
LEVELS = "省市县縣区區州旗镇鎮乡鄉村"
# A place, its level, and the body or office there. 县委 and 县长 are one word.
PLACE = re.compile(f"(?:中共)?([㐀-鿿]{{2,5}}?)([{LEVELS}])(?![委长長])([㐀-鿿]{{2,}})")
PLACE_OF_LEVEL = re.compile(f"(?:中共)?([㐀-鿿]{{2,5}}?)([{LEVELS}][委长長][㐀-鿿]*)")
GOVERNMENT = re.compile("(?:人民)?政府(?=[^办辦]*[长長]$)")  # 清河县人民政府县长 is 县长
# How bodies end, and what their own people call them behind 我 and 本.
OWN_BODY = "省市县縣区區州旗镇鎮乡鄉村局院校厅廳处處科室所站部委办辦厂廠会會组組队隊行社"
BODY_END = re.compile(f"(中心|公司|集团|集團|街道|社区|社區|[{OWN_BODY}]|学|學)(?=[㐀-鿿]{{2,}})")
SCHOOL = {"学": "校", "學": "校"}
BEHIND_OWN = re.compile(f"(?:我|本)(?:中心|公司|集团|集團|街道|社区|社區|[{OWN_BODY}])$")
# Another office in a series before those of the list, and the place or body that makes it
# another's.
TITLE_END = re.compile("(?:书记|書記|主任|主席|委员|委員|常委|代表|经理|經理|[长長])$")
OTHER_BODY = re.compile(f"[㐀-鿿](?<!副)(?:[{LEVELS}局院校厅廳所站厂廠]|中心|公司|集团|集團|学|學)")
SERIES_MARKS = ("、", "兼")
LONGEST_OFFICE = 30  # characters of an office before a name
# A place before an office: 南山县县长, not 的县长 or 副县长.
PLACE_BEFORE = re.compile(f"[㐀-鿿](?<![副{PARTICLES}])[{LEVELS}]")
# The organ of one's own place that stands before the office of a department or of its head.
ORGAN = re.compile(f"[{LEVELS}](?:委|(?:人民)?政府)$")
GOVERNMENT_ORGAN = re.compile(f"[{LEVELS}](?:人民)?政府$")
# Departments that each organ has.
OF_EACH_ORGAN = re.compile("办公室|辦公室|研究室|秘书|秘書|机关|機關")


class OfficeMention(NamedTuple):
    """An office before a name: its place in the text, its words there and in the list; whether it
    is told as one of then.
    """

    start: int
    text: str
    office: str
    of_then: bool


class Offices:
    """The offices of a list, today's and former ones, with the forms in which texts name them."""

    def __init__(self, house_list: HouseList) -> None:
        now = [office for person in house_list.persons for office in person.offices]
        then = [office for person in house_list.persons for office in person.former]
        self.forms = _office_forms(now, then)
        self.longest_first = sorted(self.forms, key=len, reverse=True)
        uses = [wording.use for wording in house_list.wordings]
        bodies = {form for use in uses for form in (use, *_short_bodies(use))}
        bodies |= {form for office in (*now, *then) for form in _places(office)}
        self.bodies = sorted(bodies, key=len, reverse=True)
        self.levels = {
            level for office in now for level in re.findall(f"^([{LEVELS}])[委长長]", office)
        } | {match[2][0] for office in now if (match := _place_of(office))}

    def before(self, text: str, end: int) -> tuple[OfficeMention, ...]:
        """The offices of the list that stand right before a place, in order; none where they are
        those of another body.
        """
        mentions: list[OfficeMention] = []
        end = len(text[:end].rstrip(BLANKS))
        while form := next((one for one in self.longest_first if text.endswith(one, 0, end)), ""):
            opening = self.opening(text, end - len(form))
            if opening is None:
                break
            then = OF_THEN.search(text, 0, opening) is not None
            mentions.insert(0, OfficeMention(end - len(form), form, self.forms[form], then))
            end = opening
            if not text.endswith(SERIES_MARKS, 0, end):
                break
            end -= 1
        if not mentions:
            return ()
        series = self._series_before(text, mentions[0].start)
        if series and self._is_of_others(series):
            return ()
        if mentions[0].of_then or OF_THEN_IN_SERIES.search(series):
            return tuple(mention._replace(of_then=True) for mention in mentions)
        return tuple(mentions)

    def opening(self, text: str, start: int) -> int | None:
        """Where an office at ``start`` begins with the body before it; None where what stands
        there makes it another office.
        """
        if _is_open(text, start) or text.startswith(("我", "本"), start):
            return start
        if own := BEHIND_OWN.search(text, 0, start):
            return own.start()
        at = self._body_start(text, start)
        if at == start:
            organ = self._organ_start(text, start)
            at = organ if _is_open(text, organ) else self._body_start(text, organ)
        at -= 2 * text.endswith("中共", 0, at)
        return at if at < start and _is_open(text, at) else None

    def are_elsewhere(self, text: str, end: int) -> bool:
        """Whether the office before a place is that of another place, so that the person is."""
        end = len(text[:end].rstrip(BLANKS))
        match = re.compile("[㐀-鿿]+$").search(text, max(0, end - LONGEST_OFFICE), end)
        if not match or not TITLE_END.search(match[0]) or self.before(text, end):
            return False
        if any(body in match[0] for body in self.bodies) or BEHIND_OWN.search(match[0][:3]):
            return False
        return PLACE_BEFORE.search(match[0]) is not None

    def _body_start(self, text: str, end: int) -> int:
        """Where the body of the list begins that stands before a place; the place without one."""
        return end - len(next((one for one in self.bodies if text.endswith(one, 0, end)), ""))

    def _organ_start(self, text: str, start: int) -> int:
        """Where 县委 or 县政府 begins before an office, if the list has offices of this level; the
        place without one.
        """
        form = next((one for one in self.longest_first if text.startswith(one, start)), "")
        if OF_EACH_ORGAN.match(form):
            return start
        if BODY_END.search(form):  # 组织部部长
            organ = ORGAN.search(text, 0, start)
        elif form[:1] in self.levels and form[1:] in ("长", "長"):
            organ = GOVERNMENT_ORGAN.search(text, 0, start)
        else:
            return start
        return organ.start() if organ and organ[0][0] in self.levels else start

    def mentions(self, text: str) -> Iterator[tuple[str, str, int, int]]:
        """The form, the office, and its place, of all offices of the list in a text, not those of
        other bodies; of offices that stand in each other the longest one.
        """
        covered: set[int] = set()
        for form in self.longest_first:
            if form not in text:
                continue
            for match in re.finditer(re.escape(form), text):
                start, end = match.span()
                if end not in covered and self.opening(text, start) is not None:
                    covered.add(end)
                    series = self._series_before(text, start)
                    if not (series and self._is_of_others(series)):
                        yield form, self.forms[form], start, end

    def _series_before(self, text: str, start: int) -> str:
        """The other office that stands before one of the list, in one series with it."""
        opening = self.opening(text, start)
        if opening is None or not text.endswith("、", 0, opening):
            return ""
        series = re.search("[㐀-鿿]*$", text[: opening - 1])
        assert series is not None
        return series[0] if TITLE_END.search(series[0]) else ""

    def _is_of_others(self, series: str) -> bool:
        """Whether an office that is not of the list names a place or body that is not either."""
        if any(series.endswith(form) for form in self.longest_first):
            return self.opening(series, len(series) - len(self._form_at_end(series))) is None
        if any(body in series for body in self.bodies) or BEHIND_OWN.search(series[:3]):
            return False
        return OTHER_BODY.search(series) is not None

    def _form_at_end(self, text: str) -> str:
        return next(form for form in self.longest_first if text.endswith(form))


def _is_open(text: str, start: int) -> bool:
    """Whether nothing before a place belongs to the office there, or says that it is of then."""
    if OF_THEN.search(text, 0, start):
        return True
    return BEFORE_OFFICE.search(text, max(0, start - 1), start) is not None


def _office_forms(now: Iterable[str], then: Iterable[str]) -> dict[str, str]:
    """The forms of offices → the offices. A short form that means two offices means none."""
    forms: dict[str, str] = {}
    for offices in (now, then):
        short: dict[str, set[str]] = {}
        offices = tuple(dict.fromkeys(offices))
        for office in offices:
            for form in _short_offices(office):
                short.setdefault(form, set()).add(office)
        forms = {office: office for office in offices} | forms
        forms |= {
            form: office
            for form, meant in short.items()
            if len(meant) == 1 and form not in forms
            for office in meant
        }
    return forms


def _short_offices(office: str) -> Iterator[str]:
    """An office without its place, and as the people of its body call it."""
    yield from _without_place(office)
    for match in BODY_END.finditer(office):
        own = SCHOOL.get(match[1], match[1])
        title = office[match.end() :]
        yield from (f"我{own}{title}", f"本{own}{title}")


def _without_place(name: str) -> Iterator[str]:
    """A name without its place, and with the level of the place alone."""
    if match := PLACE_OF_LEVEL.match(name):
        yield match[2]
    elif match := PLACE.match(name):
        yield from (match[3], match[2] + match[3])
        if government := GOVERNMENT.match(match[3]):
            yield match[3][government.end() :]


def _place_of(name: str) -> re.Match[str] | None:
    return PLACE_OF_LEVEL.match(name) or PLACE.match(name)


def _places(name: str) -> Iterator[str]:
    """The place at the head of a name, with and without its level."""
    if match := _place_of(name):
        yield from (match[1], match[1] + match[2][0])


def _short_bodies(name: str) -> Iterator[str]:
    yield from _without_place(name)
    yield from _places(name)

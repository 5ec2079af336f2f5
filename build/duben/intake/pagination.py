"""Page numbers, running heads and rulers of a text that was copied from pages.

A number is one of a page only in a series that counts up (``_find_folios``): with signs round it
(— 12 —, 第3页), or bare and at the distance of a page, where the text on both sides goes on or a
form feed tells the end of the page. A running head is a short line that comes again at the bounds
of most pages (``_find_heads``), or at the distance of a page amid sentences. Numbers of a list, of
sections, of a table do none of that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, pstdev

from duben import chinese
from duben.intake.line_editing import BLANKS, ends_sentence

DASHES = "—–―─－~～·•*_\\-"
SIGNED = re.compile(
    f"[\\[【(（]?[{DASHES}{BLANKS}]{{0,8}}(?P<number>[0-9０-９]{{1,4}}|[ivxlcIVXLC]{{1,7}})"
    f"[{DASHES}{BLANKS}]{{0,8}}[)）\\]】]?"
)
WORDED = re.compile(
    f"[{DASHES}{BLANKS}]{{0,8}}(?:共[{BLANKS}]{{0,2}}[0-9]{{1,4}}[{BLANKS}]{{0,2}}页[,，、/{BLANKS}]{{0,3}})?"
    f"(?:第[{BLANKS}]{{0,2}}(?P<number>[0-9０-９]{{1,4}}|[一二三四五六七八九十百〇○零]{{1,5}})[{BLANKS}]{{0,2}}[页頁]"
    f"|[Pp](?:age|AGE)?[.{BLANKS}]{{0,2}}(?P<page>[0-9]{{1,4}})|(?P<of>[0-9]{{1,4}}))"
    f"(?P<total>[,，、/{BLANKS}]{{0,3}}(?:共[{BLANKS}]{{0,2}}[0-9]{{1,4}}[{BLANKS}]{{0,2}}[页頁]"
    f"|(?:of|/)[{BLANKS}]{{0,2}}[0-9]{{1,4}}))?[{DASHES}{BLANKS}]{{0,8}}"
)
BESIDE = re.compile(
    f"(?:(?P<left>[0-9]{{1,4}})[{BLANKS}|｜·•]{{1,80}}(?P<right_text>.{{2,60}}?)"
    f"|(?P<left_text>.{{2,60}}?)[{BLANKS}|｜·•]{{1,80}}[{DASHES}]?[{BLANKS}]?(?P<right>[0-9]{{1,4}})[{BLANKS}]?[{DASHES}]?)"
)
REPEATS = 4  # pages that a running head in larger type stands on
RULER = re.compile("[=＝_＿~～*＊#+—─━═-]{10,}")
FIGURES = frozenset("0123456789０１２３４５６７８９ivxlcIVXLC一二三四五六七八九十百〇○零" + BLANKS)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
FOLIO, HEAD, RULE = "页码", "页眉页脚", "分隔线"  # why a line is left out, in import.json
TRIES = 20  # series that are looked at: a table may begin one that pages go on
FEW = 3  # numbers of a series without signs round them; with signs two do
STEP = 2  # a page whose number was lost may lie between two
PAGE_LINES = 8  # the fewest lines with text of a page that has no form feed at its end
SHORTEST_PAGE = 4  # lines of a page in the average
PROSE_WIDTH = 20  # half-widths of the lines of a page of prose in the average; cells are shorter
EVEN = 0.35  # the deviation of the lengths of pages from their mean
HEAD_LENGTH = 60
UNIT = re.compile("(?:[金数]额|货币|计量|計量)?[单單]位[:：]")
HEAD_LABELS = frozenset({"part", "chapter", "section", "formal", "comma"})  # of running heads
NEAR = 10  # lines of a page's foot and the next one's head together
AROUND = 2  # lines at the bound of a page that may be its head or foot
# Of the width of long lines, 65 汉字 at most: a sentence goes on over a page from no shorter line.
LONG, WIDE = 0.6, 130
MOST_PAGES = 0.6
GOES_ON_SHARE = 0.25  # of the page ends stop amid a sentence; of six pages one does by chance


@dataclass(frozen=True, slots=True)
class Pagination:
    """Why lines belong to pages, not to the text, by their indices; and the indices of the blank
    lines round them that part no paragraphs.
    """

    reasons: Mapping[int, str]
    blanks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Folio:
    """A line that may be the number of a page: its index, its value, its form without the value.

    ``sign`` tells how sure its form is: 2 names a page, 1 has signs round it or words beside it, 0
    is a bare number.
    """

    index: int
    number: int
    form: str
    sign: int


def find_pagination(
    raws: Sequence[str], feeds: Sequence[int] = (), larger: Collection[int] = ()
) -> Pagination:
    """The lines of a text that are page numbers, running heads and feet, rulers.

    ``feeds`` are the indices of the lines that a form feed stands before, ``larger`` those of lines
    in larger type, which are no running heads.
    """
    text = _Text(raws, feeds)
    numbers = {folio.index for folio in _find_folios(text)}
    numbers |= _lone_folios(text, numbers)
    heads = _find_heads(text, numbers)
    heads -= set(larger) - _repeated(text, heads)
    heads -= _headings_among(text, heads)
    between = frozenset(_blanks_between(text, numbers | heads))
    rulers = {index for index in text.filled if RULER.fullmatch(raws[index].strip(BLANKS))}
    reasons = dict.fromkeys(numbers, FOLIO) | dict.fromkeys(heads, HEAD)
    return Pagination(reasons | dict.fromkeys(rulers, RULE), between)


def _repeated(text: _Text, heads: Collection[int]) -> set[int]:
    """Those of some lines, but for the first of each, that say the same on REPEATS pages and more:
    no headings, however large they are.
    """
    found: dict[str, list[int]] = {}
    for index in sorted(heads):
        found.setdefault(text.words(index), []).append(index)
    return {index for same in found.values() if len(same) >= REPEATS for index in same[1:]}


class _Text:
    """The lines of a text: those with words, and how the text stands round one."""

    def __init__(self, raws: Sequence[str], feeds: Sequence[int]) -> None:
        self.raws = raws
        self.filled = [index for index, raw in enumerate(raws) if raw.strip(BLANKS)]
        widths = sorted(2 * len("".join(raws[index].split())) for index in self.filled)
        self.long = (
            max(LONG * min(widths[len(widths) * 9 // 10], WIDE), PROSE_WIDTH) if widths else 0
        )
        self.order = {index: order for order, index in enumerate(self.filled)}
        # The first line with words after each form feed, and the last one before it.
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        feeds_left = sorted(feeds, reverse=True)
        before = -1
        for index in self.filled:
            if feeds_left and feeds_left[-1] <= index:
                self.starts.add(index)
                self.ends.add(before)
                while feeds_left and feeds_left[-1] <= index:
                    feeds_left.pop()
            before = index
        if feeds_left:
            self.ends.add(before)

    def words(self, index: int) -> str:
        return self.raws[index].strip(BLANKS)

    def beside(self, index: int, step: int, without: set[int]) -> int | None:
        """The next line with words before a line (-1) or after it (1)."""
        begin = self.order[index]
        for order in range(begin + step, begin + step * NEAR, step):
            if 0 <= order < len(self.filled) and self.filled[order] not in without:
                return self.filled[order]
        return None

    def is_amid(self, index: int, without: set[int]) -> bool:
        """Whether a sentence goes on from the line before a line to the one after it."""
        before, after = (self.beside(index, step, without) for step in (-1, 1))
        return before is not None and after is not None and self.goes_on(before, after)

    def goes_on(self, before: int, after: int) -> bool:
        """Whether a sentence goes on from a line to another."""
        left, right = self.words(before), self.words(after)
        return (
            not ends_sentence(left)
            and 2 * len(left) >= self.long
            and chinese.read_label(right) is None
            and not self.raws[after].startswith("\u3000\u3000")
        )

    def is_at_feed(self, index: int) -> bool:
        return index in self.starts or index in self.ends


# --- page numbers ---------------------------------------------------------------------------------


def _find_folios(text: _Text) -> Iterator[_Folio]:
    """The numbers of pages: those of each form that count up."""
    forms: dict[str, list[_Folio]] = defaultdict(list)
    for index in text.filled:
        if len(text.raws[index]) <= 200 and (folio := _read_folio(index, text.words(index))):
            beside = folio.form.startswith("beside") and text.is_at_feed(index)
            forms["beside" if beside else folio.form].append(folio)
    taken: set[int] = set()
    for folios in sorted(forms.values(), key=lambda folios: -folios[0].sign):
        left = folios
        for _ in range(TRIES):
            series = _longest_series(left, text)
            if not series:
                break
            if not _are_pages(series, text, taken | {folio.index for folio in series}):
                left = [folio for folio in left if folio not in series[:1]]
                continue
            series += _last_page(series, left, text)
            yield from series
            taken |= {folio.index for folio in series}
            left = [folio for folio in left if folio.index not in taken]


def _lone_folios(text: _Text, numbers: set[int]) -> set[int]:
    """Numbers at a form feed that make no series: with signs round them, or where those of most
    pages stand, of front matter with numbers of its own.
    """
    edges = [index for index in (text.starts | text.ends) - numbers if index in text.order]
    folios = [folio for index in edges if (folio := _read_folio(index, text.words(index)))]
    most = 2 * sum(map(text.is_at_feed, numbers)) > len(text.starts) > 1
    return {
        folio.index
        for folio in folios
        if not folio.form.startswith("beside")
        and (folio.sign or (most and folio.index in text.ends))
    }


def _read_folio(index: int, words: str) -> _Folio | None:
    """A line as the number of a page; None where it has no such form."""
    if len(words) > HEAD_LENGTH + 30 or not words:
        return None
    if match := WORDED.fullmatch(words):
        number = _number(match["number"] or match["page"] or match["of"])
        if match["number"] or match["page"] or match["total"]:
            return _Folio(index, number, _form(match, words), 2)
    if match := SIGNED.fullmatch(words):
        number = _number(match["number"])
        bare = words.strip(BLANKS) == match["number"]
        kind = "roman" if match["number"][0].isalpha() else ""
        form = kind + _form(match, words)
        if number:
            return _Folio(index, number, form, 0 if bare or words[0] in "([（【" else 1)
    if match := BESIDE.fullmatch(words):
        side = match["right_text"] or match["left_text"] or ""
        if not ends_sentence(side) and any(map(str.isalpha, side)):
            number = _number(match["left"] or match["right"])
            return _Folio(index, number, "beside " + "".join(side.split()), 1)
    return None


def _form(match: re.Match[str], words: str) -> str:
    """What stands round a number, without blanks and figures."""
    return "".join(sorted({*words} - FIGURES)) or "bare"


def _number(text: str) -> int:
    """The value of a number in figures, 汉字 or roman numerals; 0 for none."""
    if text[0].lower() in ROMAN:
        values = [ROMAN[letter] for letter in text.lower()]
        return sum(
            -value if value < max(values[place:]) else value for place, value in enumerate(values)
        )
    return chinese.parse_number(text) or 0


def _longest_series(folios: Sequence[_Folio], text: _Text) -> list[_Folio]:
    """The longest series of numbers that count up at the distance of a page."""
    if len(folios) < 2:
        return []
    best: dict[int, tuple[int, int]] = {}  # length and place of the series that ends at a number
    before: list[int | None] = []
    longest = (0, 0)
    for place, folio in enumerate(folios):
        options = [
            best[number]
            for number in range(folio.number - STEP, folio.number)
            if number in best and _are_apart(folios[best[number][1]], folio, text)
        ]
        length, previous = max(options, default=(0, -1))
        before.append(previous if previous >= 0 else None)
        best[folio.number] = max(best.get(folio.number, (0, 0)), (length + 1, place))
        longest = max(longest, (length + 1, place), key=lambda entry: entry[0])
    series: list[_Folio] = []
    at: int | None = longest[1]
    while at is not None:
        series.append(folios[at])
        at = before[at]
    return series[::-1] if len(series) > 1 else []


def _last_page(series: Sequence[_Folio], folios: Sequence[_Folio], text: _Text) -> list[_Folio]:
    """The number of the last page, which may be a short one."""
    return [
        folio
        for folio in folios
        if folio.index == text.filled[-1] and folio.number == series[-1].number + 1
    ]


def _are_apart(first: _Folio, second: _Folio, text: _Text) -> bool:
    """Whether a page lies between two numbers."""
    lines = text.order[second.index] - text.order[first.index]
    fed = text.is_at_feed(first.index) and text.is_at_feed(second.index)
    return lines > (PAGE_LINES if first.sign == 0 and not fed else 0)


def _are_pages(series: Sequence[_Folio], text: _Text, without: set[int]) -> bool:
    """Whether a series of numbers is one of pages."""
    sign = series[0].sign
    if sign == 2:
        return True
    if _count_pages(series, text):
        return True
    if len(series) < FEW - (sign == 1 and not series[0].form.startswith("beside")):
        return False
    lines = text.order[series[-1].index] - text.order[series[0].index]
    if lines < SHORTEST_PAGE * (len(series) - 1):
        return False
    fed = sum(text.is_at_feed(folio.index) for folio in series) > len(series) // 2
    amid = sum(text.is_amid(folio.index, without) for folio in series)
    if sign == 1:
        return fed or amid > 0 or (len(series) >= FEW and _is_even(series, text))
    return (fed or amid >= GOES_ON_SHARE * len(series)) and _is_prose(series, text)


def _count_pages(series: Sequence[_Folio], text: _Text) -> bool:
    """Whether the numbers stand last on successive pages and are those of the pages."""
    pages = {index: page for page, index in enumerate(sorted(text.ends), 1)}
    shifts = {folio.number - pages.get(folio.index, -folio.number) for folio in series}
    return len(series) > 1 and len(shifts) == 1 and all(f.index in pages for f in series)


def _is_even(series: Sequence[_Folio], text: _Text) -> bool:
    """Whether pages are about as long as each other."""
    places = [text.order[folio.index] for folio in series]
    lengths = [after - before for before, after in zip(places, places[1:], strict=False)]
    return pstdev(lengths) <= EVEN * mean(lengths)


def _is_prose(series: Sequence[_Folio], text: _Text) -> bool:
    """Whether lines of prose stand between numbers, not cells or items of a word or two."""
    widths = [
        2 * len(text.words(index))
        for index in text.filled[text.order[series[0].index] : text.order[series[-1].index]]
    ]
    return mean(widths) >= PROSE_WIDTH


# --- running heads --------------------------------------------------------------------------------


def _find_heads(text: _Text, folios: set[int]) -> set[int]:
    """The lines that come again at the bounds of pages, or at the distance of a page."""
    bounds = _bounds(text, folios)
    paged = len(bounds) > FEW or len(text.starts) > 1
    return _heads_at_bounds(text, bounds) if paged else _heads_amid(text)


def _bounds(text: _Text, folios: set[int]) -> list[list[tuple[int, int]]]:
    """The lines round the end of each page, at most two before it (-1) and two after it (1)."""
    marks = [text.order[index] - 0.5 for index in text.starts]
    marks = marks or [float(text.order[index]) for index in folios]
    around = []
    for mark in sorted({-0.5, *marks, len(text.filled) - 0.5}):
        before = _nearest(text, range(int(mark + 0.5) - 1, -1, -1), folios)
        after = _nearest(text, range(int(mark + 1), len(text.filled)), folios)
        around.append([(-1, index) for index in before] + [(1, index) for index in after])
    return around


def _nearest(text: _Text, orders: Sequence[int], folios: set[int]) -> list[int]:
    near = [text.filled[order] for order in orders[: AROUND + 2]]
    return [index for index in near if index not in folios][:AROUND]


def _heads_at_bounds(text: _Text, bounds: Sequence[Sequence[tuple[int, int]]]) -> set[int]:
    """The lines whose words come again at most bounds between the first and the last of them; on
    left or right pages alone at half as many.
    """
    places: dict[tuple[int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    seen: set[int] = set()
    for number, lines in enumerate(bounds):
        for side, index in lines:
            words = text.words(index)
            key = "" if index in seen or _is_item(words) else _head_key(words)
            if key and number not in places[side, key]:
                places[side, key][number].append(index)  # the nearest to the edge
        seen |= {index for _, index in lines}
    heads: set[int] = set()
    for numbers in places.values():
        for pages in (set(numbers), *({n for n in numbers if n % 2 == odd} for odd in (0, 1))):
            if _is_on_most(pages) or _is_on_both(text, numbers):
                heads |= {index for number in pages for index in numbers[number]}
    return heads


def _is_on_both(text: _Text, numbers: Mapping[int, Sequence[int]]) -> bool:
    """Whether the same words stand on both of two pages, a blank line between them and the text."""
    lines = [index for indices in numbers.values() for index in indices]
    return len(numbers) == len(text.starts) == 2 and all(
        any(
            not raw.strip(BLANKS)
            for raw in (*text.raws[index - 1 : index], *text.raws[index + 1 : index + 2])
        )
        for index in lines
    )


def _headings_among(text: _Text, heads: set[int]) -> set[int]:
    """The first of running heads with a label that stand nowhere else: it is the heading itself,
    on a page that has no head.
    """
    others = {_head_key(text.words(index)) for index in text.filled if index not in heads}
    first: dict[str, int] = {}
    for index in sorted(heads):
        words = text.words(index)
        if chinese.read_label(words) and _head_key(words) not in others:
            first.setdefault(_head_key(words), index)
    return set(first.values())


def _is_on_most(pages: set[int]) -> bool:
    """Whether the same words stand on most pages between the first and the last; on left or right
    pages alone, on most of those.
    """
    if len(pages) < FEW:
        return False
    span = max(pages) - min(pages) + 1
    alike = len({page % 2 for page in pages}) == 1
    return len(pages) >= MOST_PAGES * ((span + 1) // 2 if alike else span)


def _is_item(words: str) -> bool:
    """Whether a line opens with a label that no running head has."""
    label = chinese.read_label(words)
    return label is not None and label.kind not in HEAD_LABELS


def _head_key(words: str) -> str:
    """The words of a line as running heads are compared: without blanks and numbers; "" where it
    is none.
    """
    key = re.sub("[0-9０-９\\s\u3000]+", "", words)
    if len(key) > HEAD_LENGTH or ends_sentence(words, "。！？；，：") or RULER.fullmatch(words):
        return ""  # its parts may stand far apart
    if UNIT.match(key):
        return ""  # of the figures in the table of the page
    return key if len(key) > 1 and words.count("|") < 2 else ""


def _heads_amid(text: _Text) -> set[int]:
    """Without bounds: lines that come again four times and more at even distances, most of them
    amid a sentence.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index in text.filled:
        words = text.words(index)
        if not _is_item(words) and (key := _head_key(words)):
            places[key].append(index)
    heads: set[int] = set()
    for lines in places.values():
        if len(lines) <= FEW:
            continue
        orders = [text.order[index] for index in lines]
        gaps = [after - before for before, after in zip(orders, orders[1:], strict=False)]
        if median(gaps) < PAGE_LINES or pstdev(gaps) > EVEN * mean(gaps):
            continue
        alike = set(lines)
        if 2 * sum(text.is_amid(index, alike) for index in lines) >= len(lines):
            heads |= alike
    return heads


# --- what stands between two pages ----------------------------------------------------------------


def _blanks_between(text: _Text, lines: set[int]) -> Iterator[int]:
    """The blank lines round the bound of two pages over which a sentence goes on."""
    bounds = lines | text.starts
    done = -1
    for bound in sorted(bounds):
        if bound <= done:
            continue
        before = text.beside(bound, -1, lines)
        after = bound if bound not in lines else text.beside(bound, 1, lines)
        if before is None or after is None:
            continue
        done = after
        if not ends_sentence(text.words(before)) and 2 * len(text.words(before)) >= text.long:
            yield from (
                index for index in range(before + 1, after) if not text.raws[index].strip(BLANKS)
            )

"""Pages and lines in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duben.model import group_runs
from duben.revision import Print, PrintLine

Words = Mapping[str, str]


def folio(printed: Print, page: int, said: Words) -> str:
    """What a page is called: its folio, or the cover that it is."""
    one = printed.pages[page]
    return one.folio or said[f"part-{one.part.replace(' ', '-')}"]


def lines(printed: Print, found: Iterable[PrintLine], said: Words) -> str:
    """第3页7行、第5页2—4行: lines that follow each other on a page are joined."""
    runs = group_runs(sorted(set(found)), lambda last, line: line == (last[0], last[1] + 1))
    told = []
    for run in runs:
        (page, first), last = run[0], run[-1][1]
        told.append(
            said["page-line" if first == last else "page-lines"].format(
                page=folio(printed, page, said), first=first, last=last
            )
        )
    return said["comma"].join(told)


def pages(printed: Print, found: Iterable[int], said: Words) -> str:
    """3、5、7—12: folios that follow each other are joined."""
    return ranges([folio(printed, page, said) for page in sorted(set(found))], said)


def ranges(names: Sequence[str], said: Words) -> str:
    """Numbers in a row, three or more as from—to; what is no number by itself."""
    runs = group_runs(
        names,
        lambda last, name: last.isdecimal() and name.isdecimal() and int(name) == int(last) + 1,
    )
    told = [f"{run[0]}—{run[-1]}" if len(run) > 2 else said["comma"].join(run) for run in runs]
    return said["comma"].join(told)


def day(iso: str, said: Words) -> str:
    """A date as it is written out; "" for none."""
    year, _, rest = iso.partition("-")
    month, _, number = rest.partition("-")
    if month and not number and said["day"] != "{iso}":
        return f"{year}年{month.lstrip('0')}月"
    return (
        said["day"].format(year=year, month=month.lstrip("0"), day=number.lstrip("0"), iso=iso)
        if iso
        else ""
    )


def span(first: str, last: str) -> str:
    """From one number to another."""
    return first if first == last else f"{first}—{last}"
